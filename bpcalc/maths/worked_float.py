"""Floats that know the decimal they stand for."""

from decimal import Decimal
from math import copysign

from bpcalc.maths.float_bounds import LEAST


class WorkedFloat(float):
    """A float that stands for a decimal, and is 0 only if that is.

    >>> tiny = WorkedFloat(Decimal("2e-400"))
    >>> float(tiny), exact_decimal(tiny)
    (5e-324, Decimal('2E-400'))

    Attributes:
        decimal: what it stands for.
        off: how far the true value may lie from that; None if it is not known.
    """

    decimal: Decimal
    off: Decimal | None

    def __new__(cls, value: "Decimal | float", off: Decimal | None = None) -> "WorkedFloat":
        """Return the float that is nearest to a decimal, but for 0."""
        near = float(value)
        found = super().__new__(cls, near if near or not value else copysign(LEAST, value))
        found.decimal, found.off = Decimal(value), off
        return found


def exact_decimal(value: float | Decimal) -> Decimal:
    """Return the decimal that a number stands for: of a float, the shortest that names it.

    >>> exact_decimal(0.1)
    Decimal('0.1')
    """
    if isinstance(value, WorkedFloat):
        return value.decimal
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))
