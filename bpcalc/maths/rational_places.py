"""Where elementary functions of fractions are fractions."""

from collections.abc import Callable
from fractions import Fraction
from math import isqrt


def at_place(place: int, value: int | Fraction) -> Callable[[Fraction], Fraction | None]:
    """Return a function that is rational at one place only.

    By the theorem of Lindemann, so is e^x at 0, and with it what is made of it.
    """
    return lambda operand: Fraction(value) if operand == place else None


def rational_root(operand: Fraction) -> Fraction | None:
    """Return the square root of a fraction, None if it is irrational."""
    if operand < 0:
        return None
    root = Fraction(isqrt(operand.numerator), isqrt(operand.denominator))
    return root if root * root == operand else None
