"""Words before numbers that are no signs, and numbers with nothing before them."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

MAZUR = Marker(bpcalc.load("mazur")).names


def read(text):
    """Return what is read off a text, by the full names, and the notes."""
    answers = read_text(text, MAZUR)
    return {MAZUR.own.full(key): cell.raw for key, cell in answers.cells.items()}, answers.notes


@pytest.mark.parametrize(
    "line",
    [
        "w1 from 0.15 to 0.1498",
        "w1 is updated from 0.15 to 0.1498",
        "The weight w1 changed from 0.15 to 0.1498",
        "w1由0.15更新为0.1498",
    ],
)
def test_a_move_that_stands_in_words(line):
    """The old value was taken for one of another name, and nothing read."""
    found, _ = read(f"{line}\nE_total = 0.2984")
    assert found == {"w1_new": "0.1498", "E_total": "0.2984"}


@pytest.mark.parametrize(
    "line",
    [
        "隐藏神经元1：输入0.3775，输出0.5933",
        "隐藏层第1个神经元：净输入0.3775，输出0.5933",
        "Hidden neuron 1: input 0.3775, output 0.5933",
        "h1: net input 0.3775; output 0.5933",
    ],
)
def test_words_for_the_numbers_of_a_unit(line):
    """No sign of equality stands before them."""
    found, _ = read(line)
    assert found == {"net_h1": "0.3775", "out_h1": "0.5933"}


@pytest.mark.parametrize("rows", ["0.3775\n0.5933", "0.3775 0.5933\nUnit 8\n0.3925, 0.5969"])
def test_rows_of_numbers_that_no_name_claims_are_told(rows):
    """As below the units of another numbering."""
    found, notes = read(f"Unit 7\n{rows}\nE_total = 0.2984")
    assert found == {"E_total": "0.2984"}
    assert any("not read: 2 lines, such as `0.3775" in note for note in notes)


def test_numbers_that_are_read_are_not_told():
    """A column below the name of its layer, and a matrix."""
    text = "net_h =\n0.3775\n0.3925\ndW2 =\n[[0.0822 0.0827]\n [-0.0226 -0.0227]]\n"
    found, notes = read(text)
    assert len(found) == 6
    assert not any("not read" in note for note in notes)
