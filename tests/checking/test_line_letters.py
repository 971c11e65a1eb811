"""A line that is fitted has letters of its own for its slope and its intercept."""

from dataclasses import replace

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read as read_exercise

LINE = b"""
samples:
  - {inputs: [1], targets: [2]}
  - {inputs: [2], targets: [4]}
  - {inputs: [3], targets: [5]}
weights: [[[0]]]
biases: [0]
activation: identity
loss: half_mean_squared_error
learning_rate: 0.1
update: batch_mean
"""
"""By hand: gradients -25/3 and -11/3, then 5/6 and 11/30; in the second epoch 1.2044 and 0.53."""

EXERCISE = read_exercise(LINE, "line").exercise
MARKER = Marker(EXERCISE)
BOTH = {"w1_new": "0.8333", "b1_new": "0.3667"}


def read(text, marker=MARKER):
    """Return the numbers of a text by the names of what they are read as, and the notes."""
    found = read_text(text, marker.names)
    assert not found.unknown
    return {marker.names.told_name(key): cell.raw for key, cell in found.cells.items()}, found.notes


@pytest.mark.parametrize(
    "text",
    [
        "a=0.8333 c=0.3667",
        "m=0.8333, c=0.3667",
        "k=0.8333，b=0.3667",
        "a=0.3667, b=0.8333",
        "a = 0, c = 0\na = 0.8333, c = 0.3667",
        "a' = 0.8333, c' = 0.3667",
        "m_new=0.8333 c_new=0.3667",
        "a0=0, c0=0, a1=0.8333, c1=0.3667",
        "b0=0.3667, b1=0.8333",
        "w0=0.3667 w1=0.8333",
        "θ0=0.3667, θ1=0.8333",
        "β₀ = 0.3667, β₁ = 0.8333",
        "epoch,a,c\n1,0.8333,0.3667\n",
        "slope: 0.8333\nintercept: 0.3667",
        "斜率 = 0.8333，截距 = 0.3667",
    ],
)
def test_its_letters_are_those_of_weight_and_bias(text):
    """They were taken for the output of the first sample, and for the error."""
    assert read(text)[0] == BOTH


@pytest.mark.parametrize("text", ["ŷ = 0.8333x + 0.3667", "y = 0.3667 + 0.8333·x"])
def test_the_line_itself_is_read(text):
    """With its sign, and quoted as it was written."""
    found, notes = read(text)
    minus, _ = read("f(x) = 0.8333x - 0.3667")

    assert {name: number.lstrip("+") for name, number in found.items()} == BOTH
    assert f"`{text}` is read as w1_new, b1_new" in notes
    assert minus == BOTH | {"b1_new": "-0.3667"}


@pytest.mark.parametrize(
    "text",
    [
        "∂J/∂a = -8.3333\n∂J/∂c = -3.6667",
        "dm=-8.3333 dc=-3.6667 m=0.8333",
        "da=-8.3333\ndb=-3.6667\nΔa = 0.8333",
    ],
)
def test_so_are_those_of_gradients_and_changes(text):
    """And a change is asked for by nobody."""
    found, _ = read(text)
    found.pop("w1_new", None)

    assert found == {"dE/dw1@all": "-8.3333", "dE/db1@all": "-3.6667"}


def test_wrong_numbers_under_both_letters_are_those_of_the_line():
    """Of an a alone, the numbers must tell."""
    assert read("a=0.75 c=0.35")[0] == {"w1_new": "0.75", "b1_new": "0.35"}
    assert read("m=0.75 c=0.35")[0] == {"w1_new": "0.75", "b1_new": "0.35"}
    assert read("a=0.75 E=7.5")[0] == {"out_o1@s1": "0.75", "E_samples": "7.5"}


def test_letters_of_other_quantities_stay_those():
    """As an output, or an error, that is right."""
    found, _ = read("z = 0, a = 0, C = 7.5, b = 0.3667, w = 0.8333")

    assert found["out_o1@s1"] == "0"
    assert found["E_samples"] == "7.5"
    assert BOTH.items() <= found.items()


def test_steps_are_counted():
    """From the given line, or from the first update."""
    marker = Marker(replace(EXERCISE, epochs=2), 2)
    both = BOTH | {"w1_new@e2": "1.2044", "b1_new@e2": "0.53"}

    assert read("a1=0.8333, c1=0.3667, a2=1.2044, c2=0.53", marker)[0] == both
    assert read("a1=0, c1=0, a2=0.8333, c2=0.3667, a3=1.2044, c3=0.53", marker)[0] == both


def test_differences_of_several_samples_are_no_errors():
    """`e2` is ŷ2 - y2 where E2 is its square; they were told not to have been squared."""
    slopes, _ = read("e1=-2, e2=-4, e3=-5")
    found, notes = read("E1=2, E2=8, E3=12.5, e2=4, e3=5")

    assert slopes == {f"dE/dout_o1@s{n}": text for n, text in ((1, "-2"), (2, "-4"), (3, "-5"))}
    assert found == {f"E_total@s{n}": text for n, text in ((1, "2"), (2, "8"), (3, "12.5"))}
    assert sum("a difference of output and target" in note for note in notes) == 2
