"""The error before and after the update, derivatives of the whole one, steps of optimisers."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text, read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.maths.keys import Key

MAZUR = Marker(bpcalc.load("mazur")).names
XOR = Marker(bpcalc.load("xor")).names


def read(text, names=MAZUR):
    """Return the numbers of a text by the names of what they are read as."""
    found = read_text(text, names)
    return {names.own.full(key): cell.raw for key, cell in found.cells.items()}


@pytest.mark.parametrize(
    "text",
    [
        "E(0)=0.2984\nE(1)=0.2910",
        "E（0）=0.2984\nE（1）=0.2910",
        "J（1） = 0.2984\nJ（2） = 0.2910",
        "E=0.2984\nE_new=0.2910",
        "E=0.2984\nE'=0.2910",
        "loss_before=0.2984\nloss_after=0.2910",
    ],
)
def test_errors_before_and_after_the_update(text):
    """The second one is that of the next epoch."""
    assert read(text) == {"E_total": "0.2984", "E_total@e2": "0.2910"}


def test_a_counted_error_is_quoted_as_it_was_written():
    """And not as `J@e2`; of the exercise's own name, nobody needs to be told."""
    other = read_text("J(1)=0.2984\nJ(2)=0.2910", MAZUR).notes
    own = read_text("E(0)=0.2984\nE(1)=0.2910", MAZUR).notes

    assert other == ("`J(1)` is read as E_total", "`J(2)` is read as E_total@e2")
    assert not own


def test_of_several_samples_a_number_in_brackets_is_none_of_an_epoch():
    """It may be the error of a sample."""
    assert "E_samples@e2" not in read("E(1)=0.1366\nout_o1=0.5", XOR)


@pytest.mark.parametrize("name", ["E", "J", "loss", "E_total"])
def test_errors_counted_from_1(name):
    """Where none has the number 0, the first one is that before the update."""
    both = read(f"{name}(1)=0.298371\n{name}(2)=0.291028")

    assert both == {"E_total": "0.298371", "E_total@e2": "0.291028"}
    assert read(f"{name}(1)=0.298371") == {"E_total": "0.298371"}


def test_a_counted_error_is_after_the_update_if_it_fits_that_one_alone():
    """Of two digits, too."""
    assert read("E(1)=0.291028") == {"E_total@e2": "0.291028"}
    assert read("E(1)=0.29") == {"E_total@e2": "0.29"}


def test_beside_one_before_the_update_a_wrong_error_is_that_after_it():
    """The numbers need not tell."""
    assert read("E(0)=0.298371\nE(1)=0.5") == {"E_total": "0.298371", "E_total@e2": "0.5"}


def test_a_counted_error_that_fits_nothing_is_not_read():
    """Nobody knows which it is."""
    found = read_text("net_h1=0.3775\nE(1)=0.45", MAZUR)

    assert [MAZUR.own.full(key) for key in found.cells] == ["net_h1"]
    assert "E(1)" in found.unknown[0]


@pytest.mark.parametrize("numbers", [("0.274811", "0.023560"), ("0.3", "0.02")])
def test_counted_errors_of_outputs(numbers):
    """They fit those of the outputs, if one of them the whole error, too."""
    found = read("E(1)={}\nE(2)={}".format(*numbers))

    assert found == dict(zip(["E_o1", "E_o2"], numbers, strict=True))


def test_no_right_error_of_an_output_is_given_up():
    """Be there two more right ones without it."""
    names = Marker(bpcalc.load("mazur"), 2).names
    third = names.values[Key("total_error", sample=1, epoch=3)]
    text = f"E(1)=0.298371\nE(2)=0.023560\nE(3)={third:.6f}"

    assert read(text, names)["E_o2"] == "0.023560"


def test_derivatives_of_the_whole_error():
    """E_total stands for E."""
    text = "∂Etotal/∂outh1=0.0364\n∂E_total/∂outo1=0.7414\n∂Etotal/∂w5=0.0822"

    found = {"dE/dout_h1": "0.0364", "dE/dout_o1": "0.7414", "dE/dw5": "0.0822"}
    assert read(text) == found


def test_about_before_a_number():
    """It stands for an equals sign, in a line and on the command line."""
    line = "net_h1 = 0.15*0.05+0.2*0.1+0.35 about 0.3775 so out_h1 = 0.5933"

    assert read(line) == {"net_h1": "0.3775", "out_h1": "0.5933"}
    found = read_words(["net_h1≈0.3775"], MAZUR)
    assert [cell.raw for cell in found.cells.values()] == ["0.3775"]


@pytest.mark.parametrize(
    ("text", "digits", "half"),
    [("-381/10000", 3, "0.00005"), ("3/4", 0, "0"), ("1/10", 0, "0")],
)
def test_fractions_of_powers_of_ten(text, digits, half):
    """With several digits above, they are decimals, and rounded; others are exact."""
    cell = read_cell(text)

    assert (cell.digits, str(cell.half)) == (digits, half)


def test_differences_with_decimal_commas():
    """They are told as those with points."""
    found = read("out_o1 = 0,7514\nout_o2 = 0,7729\nerror 1 = 0,7414\nerror 2 = -0,2171")

    assert found["dE/dout_o1"] == "0,7414"
    assert found["dE/dout_o2"] == "-0,2171"


ADAM = {
    "inputs": [1],
    "targets": [0],
    "weights": [[[1]]],
    "activation": "linear",
    "loss": "squared_error",
    "learning_rate": 0.1,
    "optimizer": "adam",
}


@pytest.mark.parametrize(
    "text",
    [
        "t=1: g=2, m=0.2, v=0.004, m̂=2, v̂=4, w=0.9\nt=2: g=1.8, m=0.36, w=0.8004",
        "t = 1：\ng=2\nm=0.2\nv=0.004\nm_hat=2\nvhat=4\nw=0.9\nt=2:\ng=1.8\nm=0.36\nw=0.8004",
    ],
)
def test_steps_of_an_optimiser(text):
    """Each is an epoch; with one weight, nobody says whose moments they are."""
    found = read(text, Marker(bpcalc.load(ADAM), 2).names)

    first = {"dE/dw1": "2", "m_w1": "0.2", "v_w1": "0.004", "mhat_w1": "2", "vhat_w1": "4"}
    second = {"dE/dw1@e2": "1.8", "m_w1@e2": "0.36", "w1_new@e2": "0.8004"}
    assert found == first | second | {"w1_new": "0.9"}
