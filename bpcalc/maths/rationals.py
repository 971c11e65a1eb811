"""The reading of a formula in fractions: exact, as long as a value is rational and not too long.

In a network of linear units every value is rational; its digits triple each epoch, so that there
is an end to it. A value that is irrational, or longer than `MAX_RATIONAL_DIGITS`, is None.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from bpcalc.maths.expr import Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT, ZERO, Bounded, shared_context

MAX_RATIONAL_DIGITS = 1000
"""Digits of a numerator or a denominator up to which a value is kept as a fraction."""

Rational: TypeAlias = Fraction | None

_BITS = 3322  # those of a number of 1,000 digits


class Rationals:
    """Evaluates formulas over fractions; an `Algebra[Rational]`.

    >>> from bpcalc.maths.expr import expr
    >>> from bpcalc.maths.function_calls import exp
    >>> rationals = Rationals({}.__getitem__)
    >>> (expr(10) / 3 * Number("0.3")).fold(rationals), exp(expr(1)).fold(rationals)
    (Fraction(1, 1), None)
    """

    def __init__(self, ref: Callable[[Key], Rational]) -> None:
        """Evaluate a quantity as `ref(key)`."""
        self.ref = ref

    def number(self, number: Number) -> Rational:
        """Return the number, exactly as written."""
        return as_fraction(number.value)

    def sum(self, terms: list[Rational]) -> Rational:
        """Return the sum."""
        total = terms[0]
        for term in terms[1:]:
            if total is None or term is None:
                return None
            total = _short(total + term)
        return total

    def product(self, factors: list[Rational]) -> Rational:
        """Return the product; a factor of zero makes it zero, whatever the other ones are."""
        result = factors[0]
        for factor in factors[1:]:
            if result == 0 or factor == 0:
                return Fraction(0)
            result = None if result is None or factor is None else _short(result * factor)
        return result

    def quotient(self, dividend: Rational, divisor: Rational) -> Rational:
        """Return the quotient; None if the divisor is zero."""
        if dividend is None or not divisor:
            return None
        return _short(dividend / divisor)

    def power(self, base: Rational, exponent: int) -> Rational:
        """Return the power."""
        return self.product([base] * exponent)

    def minus(self, operand: Rational) -> Rational:
        """Return the negative."""
        return None if operand is None else -operand

    def apply(self, function: str, *operands: Rational) -> Rational:
        """Return the value of a named function, where it is rational."""
        return None if None in operands else FUNCTIONS[function].rational(*operands)

    def choice(self, tested: Rational, above: Rational, otherwise: Rational) -> Rational:
        """Return the branch that is taken; None if it is not known which."""
        if tested is None:
            return above if above == otherwise else None
        return above if tested > 0 else otherwise


def as_fraction(value: Decimal) -> Rational:
    """Return a decimal as a fraction, None if that would be too long."""
    if not value.is_finite() or abs(value.adjusted()) > MAX_RATIONAL_DIGITS:
        return None
    return _short(Fraction(value))


def as_decimal(value: Fraction, digits: int) -> Bounded:
    """Return a fraction to so many significant digits, and its error.

    >>> as_decimal(Fraction(1, 8), 4), as_decimal(Fraction(2, 3), 4)
    ((Decimal('0.125'), Decimal('0')), (Decimal('0.6667'), Decimal('0.0006667')))
    """
    above, below = Decimal(value.numerator), Decimal(value.denominator)
    rounded = shared_context(digits).divide(above, below)
    exact = EXACT.multiply(rounded, below) == above
    return rounded, ZERO if exact else abs(rounded).scaleb(1 - digits)


def _short(value: Fraction) -> Rational:
    long = max(value.numerator.bit_length(), value.denominator.bit_length())
    return value if long <= _BITS else None
