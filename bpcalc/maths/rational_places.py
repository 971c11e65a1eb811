"""Where elementary functions of fractions are fractions.

Fractions are imported where a value is asked for exactly; most calculations ask for none.
"""

from collections.abc import Callable
from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


def at_place(place: int, above: int, below: int = 1) -> "Callable[[Fraction], Fraction | None]":
    """Return a function that is rational at one place only: there it is one number over another.

    By the theorem of Lindemann, so is e^x at 0, and with it what is made of it.
    """
    return lambda operand: whole(above) / below if operand == place else None


def whole(value: int) -> "Fraction":
    """Return a whole number as a fraction."""
    from fractions import Fraction

    return Fraction(value)


def rational_root(operand: "Fraction") -> "Fraction | None":
    """Return the square root of a fraction, None if it is irrational."""
    if operand < 0:
        return None
    root = whole(isqrt(operand.numerator)) / isqrt(operand.denominator)
    return root if root * root == operand else None
