"""What strikes the eye about a number before anybody asks why: no such value can be."""

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.cells import Cell
from bpcalc.checking.exactness import is_impossible
from bpcalc.checking.marking_rule import Fit
from bpcalc.maths.keys import Key

RUNAWAY = 2
"""Powers of ten between a value and the right one from which on it is remarked."""


def remarks(scheme: AnswerKey, key: Key, cell: Cell) -> tuple[str, ...]:
    """Return what strikes the eye about a value: that no such value can be."""
    value = cell.value
    assert value is not None
    if is_impossible(scheme.exercise, key, value):
        return ("out_of_range",)
    squared = scheme.exercise.loss.family == "squared"
    if key.kind in ("error", "total_error") and value < 0 and squared:
        return ("negative_error",)
    true = scheme.values[key]
    if true and value and abs(value.adjusted() - true.adjusted()) > RUNAWAY:
        return ("far_off",)
    return ()


def form(how: Fit) -> tuple[str, ...]:
    """Return the note on how a number agrees, if there is anything to be said of it.

    What follows from numbers that give no value agrees with nothing, and is not wrong either.
    """
    return () if how in ("", "good") else (how,)
