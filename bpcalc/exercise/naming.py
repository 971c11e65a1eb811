"""The names that an exercise gives its quantities."""

from bpcalc.exercise.spec import Exercise
from bpcalc.notation.layout import Layout
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling


def layout(exercise: Exercise) -> Layout:
    """Return the shape of the exercise's network, as far as names depend on it."""
    return Layout(
        units=exercise.units,
        shared_bias=tuple(layer.shared_bias for layer in exercise.layers),
        thresholds=exercise.thresholds,
        descent=exercise.delta == "t-o",
    )


def spelling(exercise: Exercise) -> Spelling:
    """Return the names and symbols of the exercise's quantities, in its own notation."""
    return Spelling(NOTATIONS[exercise.notation], layout(exercise))
