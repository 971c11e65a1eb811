"""Numbers that stand for themselves: outputs of step units, and what follows from them.

The output of a step unit is one of a few numbers, and is exactly that. Where a single layer of
such units learns by the perceptron rule or Hebb's, every number is a finite decimal, and nobody
rounds: what is written is meant as it stands. One digit more or less in a net input would let a
unit fall on either side of its threshold.
"""

from collections.abc import Mapping
from decimal import Decimal

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.cells import Cell
from bpcalc.checking.marking_rule import asked_exponent
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.rounding import Digits


def levels(exercise: Exercise, key: Key) -> frozenset[Decimal]:
    """Return the only numbers that an output can be; none if there are more, or for other kinds."""
    if key.kind != "out" or not key.layer:
        return frozenset()
    return frozenset(map(Decimal, exercise.layers[key.layer - 1].activation.levels))


def learns_in_steps(exercise: Exercise) -> bool:
    """Return whether all numbers are finite decimals, because units and weights go in steps."""
    rule = LEARNING_RULES.get(exercise.learning_rule)
    if rule is None or not rule.in_steps:
        return False
    return all(layer.activation.levels for layer in exercise.layers)


def is_impossible(exercise: Exercise, key: Key, value: Decimal) -> bool:
    """Return whether no output can have a value: beside its levels, or outside its range."""
    if key.kind != "out" or not key.layer:
        return False
    if steps := levels(exercise, key):
        return value not in steps
    bounds = exercise.layers[key.layer - 1].activation.outputs
    return bounds is not None and not bounds[0] <= value <= bounds[1]


def stands_for_itself(exercise: Exercise, key: Key, written: Mapping[Key, AffineNumber]) -> bool:
    """Return whether a written number is taken in every digit, because units go in steps."""
    box = written.get(key)
    return bool(learns_in_steps(exercise) or levels(exercise, key)) and bool(box and not box.radius)


def stands_exactly(
    scheme: AnswerKey, key: Key, cell: Cell, own: AffineNumber, digits: Digits | None
) -> bool:
    """Return whether a written number is meant in every digit, whatever was written before it.

    Args:
        scheme: the right lines.
        key: the quantity.
        cell: the number.
        own: what follows from the student's own earlier numbers.
        digits: what is asked for.
    """
    value = cell.value
    if value is None or cell.exponent is None:
        return False
    if value in levels(scheme.exercise, key):
        return True
    if not learns_in_steps(scheme.exercise):
        return False
    if own.known and abs(value - own.centre) <= cell.half:
        return value == own.centre
    last = value.normalize().as_tuple().exponent  # zeros at the end only fill up
    return isinstance(last, int) and last > asked_exponent(digits, value)
