"""Lines with decimal commas and commas between words, as German sheets have them."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.grids import is_table
from bpcalc.errors import AnswersError

DEEP = {
    "inputs": [0.4, 0.9],
    "targets": [0.2],
    "learning_rate": 0.8,
    "weights": [[[0.15, 0.45], [-0.35, 0.6]], [[0.7, -0.2], [0.3, 0.5]], [[0.9, -0.4]]],
    "biases": [[0.1, -0.3], [0.2, 0.05], [-0.15]],
}
NAMES = Marker(bpcalc.load(DEEP)).names


def read(text):
    """Return the quantities that a text names, by their full names, and what was not known."""
    found = read_text(text, NAMES)
    return {NAMES.told_name(key): cell.raw for key, cell in found.cells.items()}, found.unknown


@pytest.mark.parametrize(
    "line", ["Knoten A, Delta: -0,001", "Stufe 2, Knoten 1, delta = −0,001", "Blatt, E: 0,001"]
)
def test_a_decimal_comma_is_no_index(line):
    """What stands before the comma is no number of a unit, and what is behind it no value."""
    try:
        found, _ = read(f"{line}\n{line}\n")
    except AnswersError:
        found = {}

    assert "001" not in found.values()


def test_lines_with_decimal_commas_are_no_table():
    """But rows with several columns are."""
    assert not is_table("layer 1, neuron 1, net: 0,5650\nlayer 1, neuron 2, net: 0,1000\n")
    assert is_table("student,answer\nAnn,net_h1: 0.3775\n")
