"""Every mistake that is asked about again and again, made in three networks, gets its name."""

from random import Random

import pytest

from benchmarks.habits import HABITS
from benchmarks.sheets import BLAMED, Paper, marker_of, shown_rules
from benchmarks.students import Student, by_hand, task
from bpcalc.checking.cells import read_cell

SHAPES = ((2, 2, 2), (2, 3, 2), (2, 2, 2, 1))

LISTED = [
    "target_in_slope",
    "activated_twice",
    "ten_to_minus",
    "two_to_minus",
    "softplus",
    "other_function",
    "error_for_miss",
    "total_for_miss",
    "error_for_delta",
    "error_in_gradient",
    "averaged",
    "sums_multiplied",
    "weights_of_input_layer",
    "deltas_swapped",
    "one_other_weight",
    "lost_minus",
    "other_target",
    "target_of_other_sample",
    "target_added",
    "other_sample",
    "target_for_output",
    "bias_twice",
    "bias_of_other_layer",
    "rate_outside",
    "rate_doubled",
    "rate_squared",
    "rate_halved",
    "change_alone",
    "other_old",
    "constant_input",
    "no_rate",
    "plus",
    "no_slope",
    "updated_weights",
    "wrong_sign",
    "transposed",
    "slope_of_net",
    "squared_miss",
    "no_bias",
]

BY_NAME = {habit.name: habit for habit in HABITS}


def exercise(seed, sizes, samples):
    """Return an exercise of this shape."""
    random = Random(seed)
    while True:
        found = task(random)
        usual = set(found.activations) == {"sigmoid"} and None not in found.biases
        if found.sizes == sizes and len(found.inputs) == samples and usual:
            return found


def paper(habit, sizes):
    """Return a whole sheet of somebody with a habit of error; None if it cannot show itself."""
    samples = 2 if "sample" in habit.name else 1
    for seed in range(4):
        made = exercise(seed, sizes, samples)
        planned = dict.fromkeys(habit.kinds, (habit, lambda key: True))
        student = Student(made, by_hand(4, "exact"), planned)
        if student.guilty:
            cells = {key: read_cell(text) for key, text in student.texts.items()}
            return Paper(made, student, [habit], cells, student.guilty, 4)
    return None


@pytest.mark.parametrize("name", LISTED)
def test_a_mistake_is_named_in_every_shape(name):
    """The first error is where it was made, and the name says what was done."""
    habit, shown = BY_NAME[name], 0
    for sizes in SHAPES:
        sheet = paper(habit, sizes)
        if sheet is None:
            continue
        shown += 1
        marking = marker_of(sheet.task, 4).mark(sheet.cells, sheet.cells)
        told = [rule for _, rules in shown_rules(marking) for rule in rules[:1]]

        assert marking.first_error.key == sheet.guilty[0], sizes
        assert told or any(map(sheet.true, marking.conventions)), sizes
        assert all(map(sheet.true, told)), (sizes, told)
        blamed = {mark.key for mark in marking.marks if mark.verdict in BLAMED}
        assert blamed <= set(sheet.guilty), sizes
    assert shown > 1
