"""How far numbers that were worked in decimals may lie off: these know bounds of their errors."""

from collections.abc import Sequence
from decimal import Decimal
from math import inf
from typing import TYPE_CHECKING, cast

from bpcalc.errors import BpcalcError
from bpcalc.maths.correct import RIGHT_DIGITS
from bpcalc.maths.precision import EXACT
from bpcalc.maths.worked_float import WorkedFloat, exact_decimal
from bpcalc.training.doubts import MARGIN, Doubts, alike, by_part, errors_at
from bpcalc.training.engine_choice import choose
from bpcalc.training.trainer import Training

if TYPE_CHECKING:
    from bpcalc.training.decimal_engine import Left


def decimal_doubts(training: Training, marks: Sequence[float]) -> Doubts:
    """Return the doubts of numbers that were worked in decimals, which know their bounds."""
    from bpcalc.training.decimal_engine import Left  # seldom wanted

    after = training.after
    if not isinstance(after, Left):
        return by_part(training, marks, 0.0)
    doubts = by_part(training, marks, MARGIN * after.lately(after.epochs))
    if after.proven is None:
        return _each_its_own(training, doubts)
    if after.beside is None:
        return doubts
    try:
        beside = choose(training.problem, 1, training.engine).errors(after.beside)
    except BpcalcError:  # the run beside may have gone where there is no value
        return alike(training, marks, inf)
    errors, *outs = (
        [off + MARGIN * _difference(*pair) for *pair, off in zip(*numbers, strict=True)]
        for numbers in (
            ([training.errors_after.total], [beside.total], [doubts.at_end]),
            *zip(training.errors_after.outs, beside.outs, doubts.outs, strict=True),
        )
    )
    proven = proven_epochs(training) or 0
    early = by_part(training, marks, 10.0**-RIGHT_DIGITS).errors
    told = {mark: early[mark] for mark in marks}
    for mark in marks:
        if mark > proven:
            part = MARGIN * after.lately(int(mark * training.problem.exercise.moments))
            told |= by_part(training, [mark], part).errors
    return doubts._replace(errors=told | {max(marks): errors[0]}, outs=outs)


def _each_its_own(training: Training, rough: Doubts) -> Doubts:
    """Return the doubts of numbers that know bounds of their own: many of them are exact.

    Where a value has been taken for a decimal, a weight that is exact may come from that; but not
    one that nothing has ever been added to.
    """
    after = cast("Left", training.after)
    numbers = zip(after.known, training.before, rough.weights, strict=False)
    weights = [
        off if after.unproven and (known.error or known.value != start) else _beyond(known.error)
        for known, start, off in numbers
    ]
    errors = {
        mark: _own(error, rough.errors[mark]) for mark, error in errors_at(training, rough.errors)
    }
    outs = [
        [_own(out, off) for out, off in zip(*each, strict=True)]
        for each in zip(training.errors_after.outs, rough.outs, strict=True)
    ]
    return Doubts(errors, weights, outs)


def _own(number: float, rough: float) -> float:
    off = number.off if isinstance(number, WorkedFloat) else None
    return rough if off is None else _beyond(off)


def _beyond(bound: Decimal) -> float:
    """Return a bound as a float, which may be nearest to less than it is."""
    return MARGIN * float(bound)


def _difference(one: float, other: float) -> float:
    return float(abs(EXACT.subtract(exact_decimal(one), exact_decimal(other))))


def proven_epochs(training: Training) -> int | None:
    """Return over how many epochs the bounds of a run in decimals held; None: over all there were.

    The bounds grow with every epoch. Once they have used up the further digits, decimals are still
    far more precise than floats, but no digit of theirs is proven any more.
    """
    if training.engine != "paper":
        return None
    from bpcalc.training.decimal_engine import Left  # seldom wanted

    after = training.after
    if not isinstance(after, Left) or after.proven is None:
        return None
    return after.proven // training.problem.exercise.moments
