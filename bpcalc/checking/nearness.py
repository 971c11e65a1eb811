"""What is near a number, and what can be told from it, in floats."""

from decimal import Decimal
from math import isfinite

from bpcalc.maths.intervals import AffineNumber

NEAR_SHARE = 0.05
"""Relative distance within which a formula is worked out exactly, after it was in floats."""

ALIKE = 1e-12
"""The relative distance of two floats that are one number, worked out in two ways."""


def as_float(value: Decimal) -> float:
    """Return a decimal as a float, NaN where it is too large."""
    return float(value) if value.is_finite() and value.adjusted() < 300 else float("nan")


class Nearby:
    """Tells which formulas are worth working out exactly, after they were in floats.

    Of a new weight, only the step from the old one is worked out with rounded numbers.
    """

    def __init__(self, value: Decimal, half: Decimal, own: AffineNumber, base: float) -> None:
        """Look for what is near a value ± half, of which `own` is right, counted from a base."""
        self._base = base
        self._room = 4 * (float(half) + (float(own.radius) if own.known else 0.0))
        self._written = as_float(value)
        self._step = abs(self._written - base)

    def has(self, value: float) -> bool:
        """Return whether a value is near the one that is written, or is none."""
        step = max(abs(value - self._base), self._step)
        return abs(value - self._written) <= self._room + NEAR_SHARE * step or not isfinite(value)


class Visible:
    """Tells what is visibly not the right value."""

    def __init__(self, own: AffineNumber, half: Decimal) -> None:
        """Compare with what is right, to the half unit of what is written."""
        known = own.known
        self._centre = as_float(own.centre) if known else float("nan")
        self._room = 2 * float(own.radius + half) if known else float("inf")

    def shows(self, value: float) -> bool:
        """Return whether a value is visibly not the right one; what has no value is not."""
        return abs(value - self._centre) > self._room and isfinite(value)

    def is_right(self, value: float) -> bool:
        """Return whether a formula gives the right value itself: η² where η is 1."""
        return abs(value - self._centre) <= ALIKE * max(abs(value), abs(self._centre))
