"""Changes of weights that nobody asks for, and biases and weights in words beside each other."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

NEURON = Marker(bpcalc.load("single-neuron"))
"""w1⁺ = 0.323827, w2⁺ = -0.161876, b1⁺ = 0.147655; gradients -0.0595687, -0.0953099, -0.119137."""

BATCH = {
    "samples": [
        {"inputs": ["0.1", "0.9"], "targets": ["0.8"]},
        {"inputs": ["0.7", "0.2"], "targets": ["0.3"]},
        {"inputs": ["0.5", "0.6"], "targets": ["0.6"]},
    ],
    "weights": [[["0.2", "-0.4"], ["0.5", "0.3"]], [["0.6", "-0.7"]]],
    "biases": [["0.1", "-0.15"], ["0.25"]],
    "learning_rate": "0.3",
    "update": "batch",
}
UNASKED = "the change of the weight, which nobody asks for"


def read(text, marker=NEURON):
    """Return the numbers of a text by the names of what they are read as, and the notes."""
    found = read_text(text, marker.names)
    assert not found.unknown
    return {marker.names.own.name(key): cell.raw for key, cell in found.cells.items()}, found.notes


@pytest.mark.parametrize(
    "text",
    [
        "ΔW = (0.0238, 0.0381)",
        "ΔW = (-0.0238, -0.0381)",
        "dW = [[0.0238, 0.0381]]",
        "w的修正量 = (0.0238, 0.0381)",
        "ΔW = (0.0238, 0.0380)",
        "Δb = 0.0477",
        "db = -0.0477",
        "b的变化量 = 0.0477",
        "change of b = 0.0477",
        "Δw1 = 0.0238, Δw2 = 0.0381, Δb = 0.0477",
    ],
)
def test_changes_under_the_name_of_a_layer_are_no_wrong_gradients(text):
    """As those of single weights are none."""
    found, notes = read(f"net_o1 = 0.09\n{text}")

    assert set(found) == {"net_o1"}
    assert notes
    assert all(UNASKED in note for note in notes)


@pytest.mark.parametrize("text", ["ΔW = (-0.0596, -0.0953)", "dw1 = -0.0596, dw2 = -0.0953"])
def test_gradients_under_the_name_of_changes_are_gradients(text):
    """Programs call them so."""
    assert read(text)[0] == {"dE/dw1": "-0.0596", "dE/dw2": "-0.0953"}


def test_what_fits_nothing_is_a_change_where_others_are():
    """Whichever stands first; alone, it is taken for the gradient."""
    alone, _ = read("net_o1 = 0.09\nΔw2 = 0.0318")
    first, _ = read("Δw2 = 0.0318\nΔw1 = 0.0238\nnet_o1 = 0.09")
    program, _ = read("dw2 = 0.0318\nΔw1 = 0.0238\nnet_o1 = 0.09")

    assert alone == {"net_o1": "0.09", "dE/dw2": "0.0318"}
    assert first == {"net_o1": "0.09"}
    assert program == alone


@pytest.mark.parametrize(
    "text",
    [
        "w1_new=0.3238 w2_new=-0.1619 b_new=0.1477",
        "w1_new=0.3238, b_new=0.1477, w2_new=-0.1619",
        "w1=0.3238, w2=-0.1619, b=0.1477",
        "w1⁺=0.3238; w2⁺=-0.1619; b⁺=0.1477",
        "w2新=-0.1619，w1新=0.3238，b新=0.1477",
        "权值w1=0.3238，权值w2=-0.1619，阈值b=0.1477",
        "w1的新值=0.3238，w2的新值=-0.1619，偏置b的新值=0.1477",
        "w1(k+1) = 0.3238, w2(k+1) = -0.1619, b(k+1) = 0.1477",
        "weight w1 = 0.3238\nweight w2: -0.1619\nbias b1 0.1477",
    ],
)
def test_a_bias_behind_weights_is_none_of_theirs(text):
    """Its name was joined to the weight before it, and nobody was asked for a bias of w2."""
    assert read(text)[0] == {"w1_new": "0.3238", "w2_new": "-0.1619", "b1_new": "0.1477"}


def test_changes_below_the_last_sample_are_those_of_the_batch():
    """They were taken for gradients of that sample."""
    plain = bpcalc.load(BATCH)
    text = "Sample 3: o = 0.5363, delta_o = -0.0158\nΔw5 = 0.0013, Δw6 = 0.0032"
    found, notes = read(text, Marker(plain))

    assert set(found) == {"out_o1", "delta_o1"}
    assert sum(UNASKED in note for note in notes) == 2


def test_of_two_biases_the_number_tells_which():
    """Where a layer's weight stands before it, too."""
    mazur = Marker(bpcalc.load("mazur"))

    assert read("w8_new = 0.5614 b_new = 0.5498", mazur)[0] == {
        "w8_new": "0.5614",
        "b2_new": "0.5498",
    }


def test_an_old_weight_with_its_word_is_given():
    """It had no meaning."""
    found, notes = read("net_o1 = 0.09\nweight w1 = 0.3")

    assert set(found) == {"net_o1"}
    assert "taken for the value before the update" in notes[0]
