"""What a sheet of a perceptron counts: epochs, samples, or only those that change something."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

POINTS = {
    "samples": [
        {"inputs": [3, 3], "targets": [1]},
        {"inputs": [4, 3], "targets": [1]},
        {"inputs": [1, 1], "targets": [-1]},
    ],
    "weights": [[[0, 0]]],
    "biases": [0],
    "learning_rate": 1,
    "activation": {"sign": {"at_zero": 0}},
    "learning_rule": {"perceptron": "target"},
}
CHANGES = [(3, 1), (2, 0), (1, -1), (0, -2), (3, -1), (2, -2), (1, -3)]
"""Both weights, and the bias, after each of the samples that are wrong, as the book has them."""


def sheet(numbers, heading):
    """Return lines with weights and biases, counted from 1."""
    return "\n".join(
        f"{heading.format(n)}：w=({w},{w}), b={b}" for n, (w, b) in enumerate(numbers, start=1)
    )


def verdicts(text, epochs):
    """Return the verdicts on a sheet."""
    marker = Marker(bpcalc.load(POINTS), epochs)
    marking = marker.mark(read_text(text, marker.names).cells)
    return [mark.verdict for mark in marking.marks if mark.cell is not None]


@pytest.mark.parametrize("epochs", [5, 6])
def test_only_changes_are_counted(epochs):
    """Seven of them, in five epochs."""
    assert verdicts(sheet(CHANGES, "第{}次"), epochs) == ["right"] * 21


def test_every_sample_is_counted():
    """Also one that is right already."""
    every = [(3, 1), (3, 1), (2, 0), (2, 0), (2, 0), (1, -1)]

    assert verdicts(sheet(every, "第{}次"), 2) == ["right"] * 18


def test_what_epochs_leave():
    """It is what there is after their last samples."""
    assert verdicts(sheet([(2, 0), (1, -1)], "第{}轮"), 2) == ["right"] * 6


def test_epochs_stay_epochs():
    """Where the numbers do not tell of anything else."""
    found = verdicts("Epoch 1:\nw1_new=3\nw2_new=3\nEpoch 2:\nw1_new=2\nw2_new=2", 2)

    assert found == ["right"] * 4
