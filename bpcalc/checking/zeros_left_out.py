"""Numbers at whose end zeros were left out: how many digits are meant.

Usually a number reaches half a unit of its last digit to either side, so that many mistakes give
0.3. But where the right number is written as 0.5, and none of its further digits is seen, 0.3 is
0.3000, and few do.
"""

from decimal import Decimal

from bpcalc.checking.cells import rounded_at
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.marking_rule import asked_exponent
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import NEW_KINDS
from bpcalc.maths.learning_rules import LEARNING_RULES

FULLY = -4
"""The power of ten of the last digit of a number that is written in full, at most."""


def half_meant(
    judged: SheetJudgement, key: Key, own: AffineNumber, half: Decimal
) -> Decimal | None:
    """Return how far a number reaches with the zeros that were left out; None if none were.

    That is told only where numbers are known to be short: new weights of optimisers that divide by
    the size of a gradient, and deltas of a rule that learns from the net inputs of step units. The
    decimal context must be `WORK`.

    Args:
        judged: the sheet.
        key: a number on it.
        own: what it should be, with the student's own earlier numbers.
        half: how far it reaches as it is written.
    """
    last = _last_meant(judged, key, own)
    meant = half if last is None else Decimal(5).scaleb(last - 1)
    return meant if meant < half else None


def _last_meant(judged: SheetJudgement, key: Key, own: AffineNumber) -> int | None:
    """Return the power of ten of the last digit that is meant; None: of the one that is written."""
    cell = judged.cells.get(key)
    if cell is None or cell.exponent is None or not own.known:
        return None
    exercise = judged.scheme.exercise
    if key.kind in NEW_KINDS and not exercise.rule.form.plain:
        # η·m̂/√v̂ is η at first: 0.3 stands for 0.300000 where 0.49999998 is written as 0.5.
        asked = min(asked_exponent(judged.digits(key), own.centre), FULLY)
        shown = rounded_at(own.centre, asked)
        return asked if _last_place(shown) >= cell.exponent and shown != own.centre else None
    rule = LEARNING_RULES.get(exercise.learning_rule)
    if key.kind != "delta" or rule is None or rule.in_steps or own.radius:
        return None
    # -2 among numbers like 0.45 is a target less an output: nobody rounds -1.96 to it.
    last = min(0, _last_place(own.centre))
    least = min(each.exponent for each in judged.cells.values() if each.exponent is not None)
    return last if last >= least else None


def _last_place(number: Decimal) -> int:
    """Return the power of ten of the last digit that is not a zero at the end."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent
