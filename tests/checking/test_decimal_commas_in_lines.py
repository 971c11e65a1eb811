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


GERMAN = {
    "1. verdeckte Schicht, Neuron 1, Netzeingabe: 0,5650": {"net_h1_1": "0,5650"},
    "2. verdeckte Schicht, Neuron 1, Ausgabe: 0,6321": {"out_h2_1": "0,6321"},
    "2. verdeckte Schicht, Neuron 1, Delta: 0,01778": {"delta_h2_1": "0,01778"},
    "Verdeckte Schicht 1, Neuron 2: Netzeingabe = 0,1000; Ausgabe = 0,5250": {
        "net_h1_2": "0,1000",
        "out_h1_2": "0,5250",
    },
    "Ausgabe des 2. Neurons der ersten versteckten Schicht = 0,5250": {"out_h1_2": "0,5250"},
    "Die Netzeingabe der Ausgabeschicht ist 0,1696.": {"net_o1": "0,1696"},
    "Gesamtfehler: 0,0586": {"E_total": "0,0586"},
    "neues Gewicht w5 = 0,6909": {"w5_new": "0,6909"},
    "Neuron;Netzeingabe;Ausgabe\nh1_1;0,5650;0,6376": {"net_h1_1": "0,5650", "out_h1_1": "0,6376"},
}


@pytest.mark.parametrize(("text", "found"), GERMAN.items())
def test_german_words_are_read(text, found):
    """Layers, units and what there is of them; numbers keep their commas."""
    assert read(text) == (found, ())


def test_the_number_of_a_german_heading_is_that_of_no_layer():
    """With a capital letter behind it, it counts the parts of the sheet."""
    text = "1. Verdeckte Schicht\nh1_1: Ausgabe = 0,6376\n2. Ausgabeschicht\nGesamtfehler: 0,0586\n"

    assert read(text) == ({"out_h1_1": "0,6376", "E_total": "0,0586"}, ())


def test_a_name_in_german_stays_as_it_is():
    """Somebody may be called so."""
    answers = read_text("Name: Anna Fehler\nAusgabe h1_1: 0,6376\n", NAMES)

    assert answers.student == "Anna Fehler"
