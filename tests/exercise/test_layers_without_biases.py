"""Biases by name that leave out a whole layer: it has none, and that is said."""

import pytest

from bpcalc.exercise.reader import read

BOOK = """\
layers: [3, 2, 1]
notation: han-kamber
samples: [{inputs: [1, 0, 1], targets: [1]}]
learning_rate: 0.9
weights: {w14: 0.2, w15: -0.3, w24: 0.4, w25: 0.1, w34: -0.5, w35: 0.2, w46: -0.3, w56: -0.2%s}
"""
SMALL = """\
layers: [2, 2, 1]
samples: [{inputs: [1, 0], targets: [1]}]
learning_rate: 0.9
weights: {w1: 0.2, w2: -0.3, w3: 0.4, w4: 0.1, w5: -0.5, w6: 0.2}
"""


def notes(text: str) -> list[str]:
    """Return what is said of an exercise."""
    return [str(note) for note in read(text.encode(), "x.yaml").notes if "get none" in str(note)]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (BOOK % "" + "biases: {θ4: -0.4, θ5: 0.2}\n", "theta_6"),
        (BOOK % "" + "biases: {θ6: -0.4}\n", "theta_4"),
        (BOOK % ", θ4: -0.4, θ5: 0.2", "theta_6"),
        (SMALL + "biases: {b1: 0.1}\n", "b2"),
        (SMALL + "biases: {b_h1: 0.1, b_h2: 0.2}\n", "b_o1"),
        (SMALL + "thresholds: {theta_h1: 0.1, theta_h2: 0.2}\n", "theta_o1"),
    ],
)
def test_a_layer_without_biases_is_told(text: str, missing: str) -> None:
    """Another network had been calculated without a word."""
    (note,) = notes(text)

    assert f"`{missing}: null`" in note


@pytest.mark.parametrize(
    "text",
    [
        BOOK % "" + "biases: {θ4: -0.4, θ5: 0.2, θ6: 0.1}\n",
        BOOK % "" + "biases: {θ4: -0.4, θ5: 0.2, theta_6: null}\n",
        BOOK % "",
        SMALL + "biases: {b1: 0.1, b2: null}\n",
        BOOK % ", θ4: -0.4, θ5: 0.2, θ6: null",
        SMALL + "biases: [0.1, null]\n",
    ],
)
def test_nothing_is_said_where_it_is_meant(text: str) -> None:
    """`null`, biases for all layers, or for none."""
    assert notes(text) == []


def test_the_units_of_that_layer_have_none() -> None:
    """They get none, as is said."""
    exercise = read((SMALL + "biases: {b1: 0.1}\n").encode(), "x.yaml").exercise

    assert exercise.layers[0].biases
    assert not exercise.layers[1].biases
