"""A cross-entropy with other signs: target - output, and the logarithm of the likelihood."""

from dataclasses import replace

import pytest

from bpcalc.checking.answer_key import worked
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.reader import read
from bpcalc.maths.rounding import Digits, Rounding

NET = """inputs: [0.35, 0.8]
targets: [0, 1]
weights: [[[0.41, -0.63], [0.27, 0.52]], [[0.33, 0.71], [-0.24, 0.48]]]
biases: [[0.15, 0.2], [0.3, -0.1]]
learning_rate: 0.6
activation: [sigmoid, {output}]
loss: {loss}
"""
ENTROPIES = [("softmax", "cross_entropy"), ("sigmoid", "binary_cross_entropy")]
ERRORS = ("error", "total_error")
FIVE = Rounding(Digits(5, significant=True))


def marked(output, loss, *, delta, error, accept=None):
    """Return the marking of a whole sheet with the other sign of delta, of the error, or both."""
    exercise = read(NET.format(output=output, loss=loss).encode(), "net").exercise
    marker = Marker(exercise, 1, Options(FIVE, accept=accept))
    other = "t-o" if exercise.delta == "o-t" else "o-t"
    values = worked(replace(exercise, delta=other) if delta else exercise, 1).values
    cells = {}
    for key in marker.asked:
        negative = error and key.kind in ERRORS and values[key]
        cells[key] = read_cell(FIVE.shown(key.kind, -values[key] if negative else values[key]))
    return marker.mark(cells, cells)


@pytest.mark.parametrize(("output", "loss"), ENTROPIES)
@pytest.mark.parametrize(("error", "name"), [(False, "err_sign"), (True, "likelihood")])
def test_the_other_sign_all_over_the_sheet_is_a_convention(output, loss, error, name):
    """It passes, and the report says which one it is."""
    marking = marked(output, loss, delta=True, error=error)

    assert marking.score == marking.most
    assert marking.conventions == (name,)


@pytest.mark.parametrize(("output", "loss"), ENTROPIES)
def test_the_other_sign_of_the_error_alone_is_a_mistake(output, loss):
    """Delta is that of the cross-entropy, which is made smaller."""
    marking = marked(output, loss, delta=False, error=True)

    assert marking.most - marking.score == 1
    assert marking.conventions == ()


def test_a_squared_error_has_one_sign():
    """It is no logarithm of anything."""
    marking = marked("sigmoid", "half_squared_error", delta=True, error=True)

    assert marking.conventions == ("err_sign",)
    assert marking.score < marking.most


def test_a_teacher_may_ask_for_the_cross_entropy():
    """Where the likelihood is not accepted."""
    accept = frozenset({"err_sign"})
    marking = marked("softmax", "cross_entropy", delta=True, error=True, accept=accept)

    assert marking.score < marking.most
