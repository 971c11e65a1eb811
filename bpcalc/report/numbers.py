"""Numbers that are not lines of a calculation, shown as such lines are."""

from decimal import Decimal

from bpcalc.maths.rounding import Rounding


def shown_float(value: float | Decimal, rounding: Rounding) -> str:
    """Return a number of a training run in the digits of its exercise.

    >>> shown_float(0.1, Rounding()), shown_float(2 / 3, Rounding())
    ('0.1', '0.666667')
    """
    # A float stands for the shortest decimal that names it: 0.1, not 0.1000000000000000055….
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return rounding.shown("weight", exact) if exact.is_finite() else str(value)
