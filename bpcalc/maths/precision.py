"""How many digits a calculation in decimals works with.

Sums and products inside a line are exact; functions and quotients are correct to the digits of
the line. One place needs more: an output that saturates. Where the net input is 1000, the output
of a sigmoid is 1 - 5.08·10^-435, and the slope out·(1 - out) lives entirely in that distance
from 1. So a value close to ±1 keeps as many further digits as its distance from ±1 needs. The
distance is followed down to 10^-LIMIT; beyond, the value counts as ±1.
"""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, ROUND_UP, Context, Decimal
from functools import lru_cache
from typing import TypeAlias

Bounded: TypeAlias = tuple[Decimal, Decimal]
"""A value, and how far the true one may lie from it; an error of 0 says that it is exact."""

LIMIT = 5000
"""Digits to which a value is worked out at most; also how closely ±1 is approached."""

GUARD = 10
"""Digits of a quotient beyond those of its line, so that 1/3·0.21 comes out as 0.07."""

ZERO = Decimal(0)
ONE = Decimal(1)
TWO = Decimal(2)
HALF = Decimal("0.5")
UNBOUNDED = Decimal("Infinity")
NAN = Decimal("NaN")


def context(digits: int) -> Context:
    """Return a decimal context of that many digits, silent and without bounds to speak of."""
    return Context(prec=digits, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


@lru_cache(maxsize=64)
def shared_context(digits: int) -> Context:
    """Return such a context for everybody to work with and nobody to change."""
    return context(digits)


EXACT = context(4 * LIMIT)
"""The context in which sums and products are exact."""

BOUNDS = Context(prec=9, rounding=ROUND_UP, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
"""The context of bounds: few digits, and never a bound that is too small."""


FAR_BELOW, FAR_ABOVE = Decimal("0.89"), Decimal("1.11")
"""What is not between them has at most one digit in common with 1."""


def closeness(value: Decimal) -> int:
    """Return how many digits a value has in common with ±1, 0 if it is not close to it.

    >>> closeness(Decimal("0.99999")), closeness(Decimal("0.4")), closeness(Decimal(1))
    (5, 1, 0)
    """
    if value.adjusted() not in (-1, 0):
        return 0
    distance = EXACT.subtract(ONE, value.copy_abs())
    return -distance.adjusted() if distance else 0


def kept(value: Decimal, digits: int) -> Decimal:
    """Return the value to so many significant digits, more if it is close to ±1.

    >>> str(kept(Decimal("0.99999999123456"), 4))
    '0.9999999912346'
    """
    if FAR_BELOW < value.copy_abs() < FAR_ABOVE:  # most values are not, and that is soon seen
        close = closeness(value)
        digits += close if close > 1 else 0
    return shared_context(digits).plus(value)


def last_unit(value: Decimal, digits: int) -> Decimal:
    """Return a bound of what is lost where only so many digits of a value are kept, as above.

    >>> str(last_unit(Decimal("0.9999999912346"), 4)), str(last_unit(Decimal("0.25"), 4))
    ('1E-11', '0.00025')
    """
    size = value.copy_abs()
    if FAR_BELOW < size < FAR_ABOVE:
        close = closeness(value)
        if close > 1:
            return ONE.scaleb(2 - digits - close)
    return size.scaleb(1 - digits)


def beyond_all_digits(value: Decimal, error: Decimal) -> bool:
    """Return whether an error is below all digits that are ever worked out: more tell no more."""
    return error.adjusted() < min(0, value.adjusted()) - LIMIT
