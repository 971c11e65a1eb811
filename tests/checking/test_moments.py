"""What is printed before and after the update, and headings about the weights in their line."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.moments import after_names

MAZUR = Marker(bpcalc.load("mazur")).names
MAZUR_TWICE = Marker(bpcalc.load("mazur"), epochs=2).names
BATCH = Marker(bpcalc.load("batch-momentum")).names


def read(text, names=MAZUR):
    """Return what is read off a text, by the full names, where nothing of it is not known."""
    answers = read_text(text, names)
    assert not answers.unknown
    return {names.own.full(key): cell.raw for key, cell in answers.cells.items()}


WEIGHTS = {f"w{n}_new": raw for n, raw in enumerate(("0.1498", "0.1996", "0.2498"), start=1)}
WRITTEN = ", ".join(f"{name.removesuffix('_new')}={raw}" for name, raw in WEIGHTS.items())


@pytest.mark.parametrize(
    "lead",
    [
        *(
            "weights after update: ",
            "Weights after the update: ",
            "new weights: ",
            "New weights - ",
        ),
        *("updated weights: ", "weights after epoch 1: ", "Weights after 1 iteration: "),
        *("更新后的权重：", "新权重：", "第一次迭代后的权重：", "训练后的权值："),
    ],
)
def test_new_weights_in_the_line_of_their_heading(lead):
    """All of them are read, the first one, too."""
    assert read(lead + WRITTEN) == WEIGHTS


@pytest.mark.parametrize("lead", ["gradients: ", "Gradients: ", "梯度：", "weight gradients: "])
def test_gradients_in_the_line_of_their_heading(lead):
    """Are no new weights; what stands in the next line is none of them."""
    cells = read(f"{lead}w1=0.000439, w5=0.0822\nw6 = 0.4087")

    assert cells == {"dE/dw1": "0.000439", "dE/dw5": "0.0822", "w6_new": "0.4087"}


@pytest.mark.parametrize(
    "lead",
    [
        *("Total gradients: ", "Sum of gradients: ", "Batch gradients: ", "批量梯度："),
        "Gradient of the weights between hidden and output: ",
    ],
)
def test_gradients_of_a_batch_in_the_line_of_their_heading(lead):
    """Are those of the batch, although they stand below a sample; and never new weights."""
    cells = read(f"Sample 2\nE = 0.0299\n{lead}w5=-0.0042, w6=-0.0107", BATCH)

    assert list(cells)[1:] == ["dE/dw5@all", "dE/dw6@all"]


def test_gradient_descent_is_no_gradient():
    """What stands behind it are the new weights."""
    assert read("Gradient descent: w5=0.3589") == {"w5_new": "0.3589"}


AFTER = "out_o = [0.7421 0.7753]\nloss: 0.2910\n"
BEFORE = "out_o = [0.7514 0.7729]\nloss: 0.2984\n"
LATER = {"out_o1@e2": "0.7421", "out_o2@e2": "0.7753", "E_total@e2": "0.2910"}
EARLIER = {"out_o1": "0.7514", "out_o2": "0.7729", "E_total": "0.2984"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Before training:", "After training:"),
        ("=== Before the update ===", "=== After the update ==="),
        ("Before training", "After 1 epoch"),
        ("训练前：", "训练后："),
        ("更新前", "第一次更新后"),
        ("", "After epoch 1:"),
    ],
)
def test_before_and_after(before, after):
    """What a program prints after the update is that of the next epoch."""
    assert read(f"{before}\n{BEFORE}{after}\n{AFTER}") == EARLIER | LATER
    assert read(f"{after}\n{AFTER}") == LATER


@pytest.mark.parametrize("heading", ["After epoch 1:", "After training:", "训练后："])
def test_the_number_tells(heading):
    """Some programs print the loss of the epoch that has ended."""
    assert read(f"{heading}\n{BEFORE}w5 = 0.3589") == EARLIER | {"w5_new": "0.3589"}


@pytest.mark.parametrize(
    "name",
    [
        *("loss after training", "loss after 1 epoch", "error (after update)", "new loss"),
        "final loss",
        *("E after", "updated error", "更新后的误差", "训练后误差", "新误差", "误差（更新后）"),
        *("经过一次迭代后，总误差", "第1次迭代后误差", "loss@e2"),
    ],
)
def test_names_that_say_so(name):
    """Are those of the error after the update."""
    assert read(f"{name} = 0.2910") == {"E_total@e2": "0.2910"}


def test_arrays_after_the_update():
    """Of outputs, too; those of weights are the new ones."""
    assert read("out_o after update: [0.7421 0.7753]") == {
        name: raw for name, raw in LATER.items() if name != "E_total@e2"
    }
    assert "w1_new" in read("W1 after update: [[0.1498 0.1996] [0.2498 0.2995]]")


def test_after_several_epochs():
    """Weights are those that this epoch has made."""
    text = "After epoch 1: loss=0.2910, w5=0.3589\nAfter epoch 2: loss=0.2835, w5=0.3174"

    assert read(text, MAZUR_TWICE) == {
        "E_total@e2": "0.2910",
        "w5_new": "0.3589",
        "E_total@e3": "0.2835",
        "w5_new@e2": "0.3174",
    }


def test_of_samples():
    """The error of a sample after the update is that of the sample."""
    assert read("Sample 2\nE after update = 0.030462", BATCH) == {"E_total@s2e2": "0.030462"}
    assert after_names("loss after update@s2") == ["loss@s2e2", "loss@s2"]
