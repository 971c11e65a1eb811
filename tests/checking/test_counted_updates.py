"""What a sheet of a perceptron counts: epochs, samples, or only those that change something."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.maths.kinds import NEW_KINDS

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


FORWARD = "net_o1 = 0\nout_o1 = 0\n"
"""What the first sample gives, under no heading."""


@pytest.mark.parametrize(
    "first",
    ["Epoch 1: w1_new=2, w2_new=2, b1_new=0", "w1_new=3\nw2_new=3", "w=(3,3)"],
)
def test_lines_of_the_first_sample_stay_where_they_are(first):
    """Only the weights of epochs are what their last samples leave."""
    found = verdicts(f"{FORWARD}{first}\nEpoch 2: w1_new=1, w2_new=1, b1_new=-1", 3)

    assert set(found) == {"right"}


def test_forward_passes_before_what_epochs_leave():
    """A sheet of a net with a hidden layer: its nets and outputs are of the first sample."""
    marker = Marker(bpcalc.load("xor"), 2)
    names, last = marker.names, len(marker.names.exercise.samples)
    lines = {"": [], 1: ["Epoch 1:"], 2: ["Epoch 2:"]}
    for key, value in names.values.items():
        name = names.own.full(key).partition("@")[0]
        if key.kind in ("net", "out") and (key.sample, key.epoch) == (1, 1):
            lines[""].append(f"{name} = {value:.5f}")
        elif key.kind in NEW_KINDS and key.sample == last:
            lines[key.epoch].append(f"{name} = {value:.5f}")
    text = "\n".join(line for part in lines.values() for line in part)

    marks = [m for m in marker.mark(read_text(text, names).cells).marks if m.cell is not None]
    assert [mark.verdict for mark in marks] == ["right"] * (6 + 9 + 9)


def test_no_right_number_is_given_up():
    """Be there more right ones without it: w1_new is that of the first sample."""
    text = "w1_new=3\nEpoch 1: w2_new=2, b1_new=0\nEpoch 2: w1_new=1, w2_new=1, b1_new=-1"
    marker = Marker(bpcalc.load(POINTS), 3)

    cells = read_text(text, marker.names).cells
    assert {"w1_new", "w1_new@s3e2"} <= {marker.names.own.full(key) for key in cells}


def test_updates_have_net_inputs_of_their_own():
    """The third update is by the third sample."""
    steps = [(0, 3, 3, 1), (22, 3, 3, 1), (7, 2, 2, 0)]
    text = "\n".join(
        f"第{n}次：net_o1={net}, w1_new={w}, w2_new={v}, b1_new={b}"
        for n, (net, w, v, b) in enumerate(steps, start=1)
    )

    assert verdicts(text, 3) == ["right"] * 12
