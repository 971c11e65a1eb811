"""Numbers below, or behind, a heading that says of which epoch they are."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

MAZUR = Marker(bpcalc.load("mazur")).names
MAZUR_TWICE = Marker(bpcalc.load("mazur"), epochs=2).names
TANH = Marker(bpcalc.load("tanh")).names
BATCH = Marker(bpcalc.load("batch-momentum"), epochs=2).names

ARRAYS = "out_h: [0.593270 0.596884]\nout_o: [0.7514 0.7729]\nloss: 0.2984\n"
LATER = "out_h: [0.593257 0.596869]\nout_o: [0.7421 0.7753]\nloss: 0.2910\n"
FIRST = ["out_h1", "out_h2", "out_o1", "out_o2", "E_total"]


def read(text, names=MAZUR):
    """Return what is read off a text, by the full names; and what of it is not known."""
    answers = read_text(text, names)
    cells = {names.own.full(key): cell.raw for key, cell in answers.cells.items()}
    return cells, answers.unknown


HEADINGS = [
    *("Epoch 1", "epoch 0", "Epoch: 1", "epoch=0", "Epoch #1", "EPOCH 1", "Epoch 1 of 1"),
    *("[epoch 1/10]", "Epoch [1/10]", "(epoch 1)", ">>> Epoch 1", "* Epoch 1 *", "iter=1"),
    *("===== Epoch 1 =====", "--- Iteration 1 ---", "Iteration 0:", "Iteration no. 1", "# epoch 1"),
    *("1st epoch", "First iteration:", "Training epoch 1", "Epoch 0/1", "---- Epoch 1 ----"),
    *(
        "第1次迭代",
        "第一次迭代：",
        "--- 第 1 轮 ---",
        "第0轮",
        "第一轮训练",
        "第 1 次训练",
        "【第1轮】",
    ),
    *("训练轮次 1", "轮次：1", "迭代次数: 1", "迭代 1", "第1个epoch", "=== 第一次迭代 ==="),
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_arrays_below_the_first_epoch(heading):
    """Are those that are asked for, however it is called and counted."""
    cells, unknown = read(f"{heading}\n{ARRAYS}")

    assert list(cells) == FIRST
    assert not unknown


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("第1次迭代：隐藏层输出=[0.5933, 0.5969]", FIRST[:2]),
        ("Epoch 1: out_h=[0.5933 0.5969], out_o=[0.7514 0.7729], loss=0.2984", FIRST),
        ("Epoch 1: out_h = array([0.5933, 0.5969])", FIRST[:2]),
        ("Epoch: 1, Loss: 0.2984", ["E_total"]),
        ("iter=1 loss=0.2984", ["E_total"]),
        ("第一次迭代：总误差：0.2984", ["E_total"]),
        ("第1轮 out_h1=0.5933 out_h2=0.5969", FIRST[:2]),
        ("第 1 轮：net_h1=0.3775，net_h2=0.3925", ["net_h1", "net_h2"]),
        ("[epoch 1/10] loss=0.2984 out_o1=0.7514", ["E_total", "out_o1"]),
        ("Epoch 1/10 - loss: 0.2984", ["E_total"]),
        ("Epoch 1 | loss = 0.2984 | out_o1 = 0.7514", ["E_total", "out_o1"]),
        ("Epoch 1 complete. Loss: 0.2984", ["E_total"]),
        ("iter 0 | loss 0.2984 | out_o1 0.7514", ["E_total", "out_o1"]),
        ("epoch 1 loss 0.2984, out_o1 0.7514", ["E_total", "out_o1"]),
        ("out_h (epoch 1) = [0.5933 0.5969]", FIRST[:2]),
        ("out_h@e1 = [0.5933 0.5969]", FIRST[:2]),
        ("Epoch 0: W1=[[0.1498 0.1996] [0.2498 0.2995]]", [f"w{n}_new" for n in range(1, 5)]),
        ("Epoch 1\nout_h[0] = 0.5933\nout_h[1] = 0.5969", FIRST[:2]),
    ],
)
def test_in_the_line(line, found):
    """What stands behind it is read as it is in a line of its own."""
    cells, unknown = read(line)

    assert sorted(cells) == sorted(found)
    assert not unknown


@pytest.mark.parametrize(
    "heads",
    [
        ("Epoch 1", "Epoch 2"),
        ("epoch: 0", "epoch: 1"),
        ("第0轮", "第1轮"),
        ("=== 第一次迭代 ===", "=== 第二次迭代 ==="),
        ("epoch = 1", "epoch = 2"),
    ],
)
@pytest.mark.parametrize("names", [MAZUR, MAZUR_TWICE], ids=["one asked", "two asked"])
def test_two_epochs(heads, names):
    """Are told apart: none of the second is taken for the first."""
    cells, unknown = read(f"{heads[0]}\n{ARRAYS}{heads[1]}\n{LATER}", names)

    assert list(cells) == [*FIRST, *(f"{name}@e2" for name in FIRST)]
    assert cells["out_h1"] == "0.593270"
    assert cells["out_h1@e2"] == "0.593257"
    assert not unknown


def test_gradients_of_an_epoch_that_is_not_asked_for():
    """Are told, and not lost among what is answered twice; be they arrays or their elements."""
    text = "Epoch 1\ndelta_o = [0.1385 -0.0381]\nEpoch 2\ndelta_o = [0.1401 -0.0374]"
    elements = (
        "Epoch 1\nd_o[0] = 0.1385\nd_o[1] = -0.0381\nEpoch 2\nd_o[0] = 0.1401\nd_o[1] = -0.0374"
    )
    for written in (text, elements):
        cells, unknown = read(written)

        assert cells == {"delta_o1": "0.1385", "delta_o2": "-0.0381"}
        assert len(unknown) == 1
        assert "epoch 2" in unknown[0]
        assert list(read(written, MAZUR_TWICE)[0])[2:] == ["delta_o1@e2", "delta_o2@e2"]


def test_epoch_0_with_what_is_given():
    """Is what there is before the first one, where the numbers say so."""
    cells, _ = read(f"Epoch 0\nw5 = 0.40\nloss: 0.2984\nEpoch 1\n{ARRAYS}w5 = 0.3589")

    assert sorted(cells) == sorted([*FIRST, "w5_new"])


@pytest.mark.parametrize(
    "line",
    ["epochs = 1", "Epochs: 2", "iterations: 1000", "epoch = 2000", "迭代1次后的权重", "Epoch 1.5"],
)
def test_what_is_no_heading(line):
    """How often a program has trained says nothing about the lines below."""
    cells, unknown = read(f"{line}\n{ARRAYS}")

    assert list(cells) == FIRST
    assert not unknown


def test_tanh_of_chinese_lines():
    """With one output, its array has one number."""
    cells, unknown = read(
        "第1次迭代：隐藏层输出=[-0.0400, -0.4462]，输出层输出=[-0.2215]，误差=0.0388", TANH
    )

    assert list(cells) == ["out_h1", "out_h2", "out_o1", "E_total"]
    assert not unknown


def test_samples_below_an_epoch():
    """A batch has rows of samples; its new weights are of none of them."""
    rows = "out_h = [[0.440286 0.542398] [0.539915 0.564636] [0.490001 0.569546]]"
    later = "out_h = [[0.441050 0.541486] [0.540058 0.564457] [0.490460 0.569005]]"
    cells, unknown = read(f"Epoch 1\n{rows}\nEpoch 2\n{later}", BATCH)

    assert len(cells) == 12
    assert cells["out_h2@s3e2"] == "0.569005"
    assert not unknown

    cells, unknown = read("Epoch 1\nSample 3\nout_h1 = 0.4900\nW2 = [[0.6013 -0.6968]]", BATCH)
    assert list(cells) == ["out_h1@s3", "w5_new", "w6_new"]
    assert not unknown


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("heading", ["sum of gradients", "batch gradient", "总梯度", "all samples"])
@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        (
            ("W2_new = [[0.60126370 -0.69677670]]", "W2_new = [[0.60342132 -0.69096574]]"),
            ["w5_new", "w6_new", "w5_new@e2", "w6_new@e2"],
        ),
        (
            ("b1_new = [0.10094216 -0.15114096]", "b1_new = [0.10265628 -0.15321339]"),
            ["b_h1_new", "b_h2_new", "b_h1_new@e2", "b_h2_new@e2"],
        ),
        (("w5_new = 0.6013", "w5_new = 0.6034"), ["w5_new", "w5_new@e2"]),
        (("dE/dw5 = -0.0042", "dE/dw5 = -0.0034"), ["dE/dw5@all", "dE/dw5@alle2"]),
        (("dE/dw5 = 7.1", "dE/dw5 = 7.2"), ["dE/dw5@all", "dE/dw5@alle2"]),
    ],
)
def test_sums_of_epochs(first, heading, lines, keys):
    """Are of the first and second epoch, be they counted from 0 and whatever the numbers."""
    text = "".join(
        f"epoch {number}\n{heading}\n{line}\n" for number, line in enumerate(lines, start=first)
    )
    cells, unknown = read(text, BATCH)

    assert list(cells) == keys
    assert not unknown


@pytest.mark.parametrize("wrong", [("out_h1",), ("E_total",), ("net_h1", "out_h1", "out_o1")])
def test_wrong_numbers_of_epochs_from_0(wrong):
    """All names of a sheet are counted the same way, those of wrong numbers as well."""
    right = {"net_h1": "0.3775", "out_h1": "0.593270", "out_o1": "0.7514", "E_total": "0.2984"}
    later = {"net_h1": "0.3774", "out_h1": "0.593257", "out_o1": "0.7421", "E_total": "0.2910"}
    text = ""
    for epoch, numbers in enumerate((right, later)):
        text += f"epoch {epoch}\n"
        text += "".join(f"{n} = {f'7.{epoch}' if n in wrong else v}\n" for n, v in numbers.items())
    cells, unknown = read(text, MAZUR_TWICE)

    assert sorted(cells) == sorted([*right, *(f"{name}@e2" for name in right)])
    assert {cells[name] for name in wrong} == {"7.0"}
    assert {cells[f"{name}@e2"] for name in wrong} == {"7.1"}
    assert not unknown
