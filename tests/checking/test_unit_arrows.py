"""A net input and an output with an arrow between; and errors that are differences."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError

MAZUR = Marker(bpcalc.load("mazur")).names
TANH = Marker(bpcalc.load("tanh")).names
BATCH = Marker(bpcalc.load("batch-momentum")).names


def read(text, names=MAZUR):
    """Return what is read off a text, by the full names, and what is said about it."""
    answers = read_text(text, names)
    assert not answers.unknown
    return {names.own.full(key): cell.raw for key, cell in answers.cells.items()}, answers.notes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Neuron h1: 0.3775 -> 0.5933", {"net_h1": "0.3775", "out_h1": "0.5933"}),
        ("h1: 0.3775 → 0.5933\no1: 1.1059 => 0.7514", {"net_o1": "1.1059", "out_o1": "0.7514"}),
        ("Neuron h1: 0.3999 -> 0.5933", {"net_h1": "0.3999", "out_h1": "0.5933"}),
        ("Neuron h1: 0.3775 -> 0.5999", {"net_h1": "0.3775", "out_h1": "0.5999"}),
        ("net_h1: 0.3775 -> 0.5933", {"net_h1": "0.3775", "out_h1": "0.5933"}),
        ("net_o1: 1.10591 -> 1.05685", {"net_o1": "1.10591"}),
        ("w5: 0.4 -> 0.3589", {"w5_new": "0.3589"}),
        ("E: 0.2984 -> 0.2910", {"E_total": "0.2984"}),
    ],
)
def test_arrows(text, found):
    """Both numbers of a unit are read, the wrong one, too; of a weight, the new one."""
    assert found.items() <= read(text)[0].items()


@pytest.mark.parametrize("name", ["error_o1", "err_o1", "error1", "e1", "误差1", "Error of o1"])
def test_output_minus_target(name):
    """Is the derivative of the error by the output, and target - output is told."""
    assert read(f"{name} = 0.7414")[0] == {"dE/dout_o1": "0.7414"}
    cells, notes = read(f"{name} = -0.7414\nout_o1 = 0.7514")
    assert cells == {"out_o1": "0.7514"}
    assert "difference of output and target" in notes[-1]
    assert read(f"{name} = 0.2748")[0] == {"E_o1": "0.2748"}


def test_own_name_of_an_error():
    """Is the error, which has not been squared."""
    assert read("E_o1 = 0.7414")[0] == {"E_o1": "0.7414"}


@pytest.mark.parametrize("name", ["output_error", "error", "errors", "输出误差"])
def test_differences_in_an_array(name):
    """Are told, and no error of any kind."""
    cells, notes = read(f"{name} = [-0.7414, 0.2171]\nout_o1 = 0.7514")

    assert cells == {"out_o1": "0.7514"}
    assert "difference of output and target" in notes[-1]


def test_nothing_but_differences():
    """Are refused with what they are."""
    with pytest.raises(AnswersError, match="difference of output and target"):
        read_text("error1 = -0.7414", MAZUR)


def test_differences_of_samples():
    """Are each of their own sample."""
    cells, notes = read("Sample 2\nerror_o1 = -0.2446\nout_o1 = 0.5446", BATCH)

    assert cells == {"out_o1@s2": "0.5446"}
    assert len(notes) == 1
    assert read("Sample 2\nerror_o1 = 0.2446", BATCH)[0] == {"dE/dout_o1@s2": "0.2446"}
