"""A table headed `answer, error`, of one row or of more."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError

MAZUR, NEURON = Marker(bpcalc.load("mazur")).names, Marker(bpcalc.load("single-neuron")).names


def read(text, names=MAZUR):
    """Return the numbers of a text by the names of what they are read as, and the notes."""
    found = read_text(text, names)
    return {names.own.name(key): cell.raw for key, cell in found.cells.items()}, found.notes


@pytest.mark.parametrize("rows", ["net_h1,0.3775", "net_h1,0.3775\nout_h1,0.5933"])
@pytest.mark.parametrize("heads", ["answer,error", "name,error", "答案,误差"])
def test_names_below_one_of_them_are_those_of_the_numbers(heads, rows):
    """Be there one row or two; of one, the number was taken for the network's error."""
    found, _ = read(f"{heads}\n{rows}\n")

    assert found == dict(row.split(",") for row in rows.split("\n"))


def test_an_error_that_is_the_networks_is_it():
    """And the only output is the answer that has its number."""
    of_two, _ = read("answer,error\n0.7514,0.2984\n")
    of_one, notes = read("answer,error\n0.5225,0.1140\n", NEURON)
    wrong, _ = read("answer,error\n0.5225,0.2\n", NEURON)

    assert of_two == {"E_total": "0.2984"}
    assert of_one == {"out_o1": "0.5225", "E_total": "0.1140"}
    assert "`answer` is read as out_o1" in notes
    assert wrong == {"out_o1": "0.5225", "E_total": "0.2"}


@pytest.mark.parametrize("text", ["answer,error\n0.2984,0\n", "value\terror\n0.2984\t0.0001\n"])
def test_any_other_error_may_be_that_of_the_answer(text):
    """One sentence says so, and what to do; it was called a wrong error of the network."""
    with pytest.raises(AnswersError, match="may be the error of that answer: write E_total above"):
        read(text)
