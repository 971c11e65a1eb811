"""Points and shares that people write."""

from decimal import Decimal

from bpcalc.locale import say

MAX_AMOUNT = 1_000_000
"""Points that anything may be worth."""

MAX_PLACES = 30
"""Decimals that points or a share may have."""


def unusable(number: Decimal) -> str:
    """Return why a number cannot be points or a share, "" if it can.

    Marks are reckoned as fractions, and `1e-999999999` is one with a thousand million digits.

    >>> unusable(Decimal("0.50")), unusable(Decimal("1e-999999999")) == ""
    ('', False)
    """
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -MAX_PLACES and number.copy_abs() <= MAX_AMOUNT:
        return ""
    return say(
        "`{value}` is too large, or has too many digits: points and shares go up to {most} and "
        "have up to {places} decimals",
        value=f"{number:.10g}" if number.is_finite() else number,
        most=MAX_AMOUNT,
        places=MAX_PLACES,
    )
