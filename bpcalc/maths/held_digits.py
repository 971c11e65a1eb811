"""How many digits of a number are right, where it is known how far it may lie off."""

from collections.abc import Iterator
from decimal import Decimal

from bpcalc.maths.keys import Kind
from bpcalc.maths.precision import EXACT
from bpcalc.maths.rounding import TIES, Digits, Rounding
from bpcalc.maths.worked_float import exact_decimal


def held_digits(
    value: Decimal, rounding: Rounding, doubt: float, kind: Kind = "weight"
) -> Digits | None:
    """Return the digits of a number that are right whatever it may be; None if there are none."""
    asked = rounding.printed_digits(kind, value)
    if not doubt:
        return asked
    off, mode = Decimal(doubt), TIES[rounding.ties]
    if not off.is_finite():
        return None
    ends = [EXACT.subtract(value, off), EXACT.add(value, off)]
    for digits in _fewer(asked, value):
        low, high = (digits.round(end, mode) for end in ends)
        if low == high:
            return digits
    return None


def _fewer(asked: Digits, value: Decimal) -> Iterator[Digits]:
    """Yield what was asked for, and then ever fewer digits."""
    counts = range(asked.count, 0, -1)
    if asked.significant:
        yield from (Digits(count, significant=True) for count in counts)
        return
    yield from (Digits(count) for count in (*counts, 0))
    yield from (Digits(count, significant=True) for count in range(value.adjusted(), 0, -1))


def all_hold(
    value: float | Decimal, rounding: Rounding, doubt: float, kind: Kind = "weight"
) -> bool:
    """Return whether as many digits of a number are right as its exercise asks for.

    >>> all_hold(2 / 3, Rounding(), 1e-9), all_hold(2 / 3, Rounding(Digits(10)), 1e-9)
    (True, False)
    """
    exact = exact_decimal(value)
    if not exact.is_finite():
        return True
    return held_digits(exact, rounding, doubt, kind) == rounding.printed_digits(kind, exact)
