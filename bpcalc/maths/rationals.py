"""The reading of a formula in fractions: exact, as long as a value is rational and not too long.

In a network of linear units every value is rational; its digits triple each epoch, so that there
is an end to it. A value that is irrational, or longer than `MAX_RATIONAL_DIGITS`, is None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT, ZERO, Bounded, shared_context

MAX_RATIONAL_DIGITS = 1000
"""Digits of a numerator or a denominator up to which a value is kept as a fraction."""

Rational: TypeAlias = Fraction | None


@dataclass(frozen=True, slots=True)
class OfPi:
    """A rational multiple of π: its cosine or sine may be rational."""

    factor: Fraction


Part: TypeAlias = Fraction | OfPi | None
"""What is known of a part of a formula."""

_COSINES = {
    Fraction(0): Fraction(1),
    Fraction(1, 3): Fraction(1, 2),
    Fraction(1, 2): Fraction(0),
    Fraction(2, 3): Fraction(-1, 2),
    Fraction(1): Fraction(-1),
}
"""The multiples of π from 0 to 1 whose cosines are rational, by Niven's theorem, and these."""

_LATE = {"cos": Fraction(0), "sin": Fraction(1, 2)}
"""The waves, and by how much of π each is later than a cosine: sin x = cos(x - π/2)."""

_BITS = 3322  # those of a number of 1,000 digits


class Rationals:
    """Evaluates formulas over fractions; an `Algebra[Part]`.

    >>> from bpcalc.maths.expr import expr
    >>> from bpcalc.maths.function_calls import cos, exp, pi, sin
    >>> rationals = Rationals({}.__getitem__)
    >>> rationals.value(expr(10) / 3 * Number("0.3")), rationals.value(exp(expr(1)))
    (Fraction(1, 1), None)
    >>> rationals.value(cos(5 * pi() / 3)), rationals.value(sin(7 * pi() / 6))
    (Fraction(1, 2), Fraction(-1, 2))
    """

    def __init__(self, ref: Callable[[Key], Rational]) -> None:
        """Evaluate a quantity as `ref(key)`."""
        self.ref = ref

    def value(self, formula: Expr) -> Rational:
        """Return the value of a formula, None if it has none as a fraction, or a long one."""
        found = formula.fold(self)
        return found if isinstance(found, Fraction) else None

    def number(self, number: Number) -> Part:
        """Return the number, exactly as written."""
        return as_fraction(number.value)

    def sum(self, terms: list[Part]) -> Part:
        """Return the sum."""
        total = Fraction(0)
        for term in terms:
            short = _short(total + term) if isinstance(term, Fraction) else None
            if short is None:
                return None
            total = short
        return total

    def product(self, factors: list[Part]) -> Part:
        """Return the product; a factor of zero makes it zero, whatever the other ones are."""
        result = factors[0]
        for factor in factors[1:]:
            if result == 0 or factor == 0:
                return Fraction(0)
            result = _times(result, factor)
        return result

    def quotient(self, dividend: Part, divisor: Part) -> Part:
        """Return the quotient; None if the divisor is zero."""
        if not isinstance(divisor, Fraction) or not divisor:
            return None
        return _times(dividend, 1 / divisor)

    def power(self, base: Part, exponent: int) -> Part:
        """Return the power."""
        return self.product([base] * exponent)

    def minus(self, operand: Part) -> Part:
        """Return the negative."""
        return _times(operand, Fraction(-1))

    def apply(self, function: str, *operands: Part) -> Part:
        """Return the value of a named function, where it is rational, or π itself."""
        if function == "pi":
            return OfPi(Fraction(1))
        if function in _LATE and isinstance(operands[0], OfPi):
            turned = (operands[0].factor - _LATE[function]) % 2
            return _COSINES.get(min(turned, 2 - turned))
        known = [operand for operand in operands if isinstance(operand, Fraction)]
        return FUNCTIONS[function].rational(*known) if len(known) == len(operands) else None

    def choice(self, tested: Part, above: Part, otherwise: Part) -> Part:
        """Return the branch that is taken; None if it is not known which."""
        if not isinstance(tested, Fraction):
            return above if above == otherwise else None
        return above if tested > 0 else otherwise


def _times(one: Part, other: Part) -> Part:
    """Return the product of two factors, of which one may be a multiple of π."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return _short(one * other)
    if isinstance(one, OfPi) and isinstance(other, Fraction):
        factor = _short(one.factor * other)
        return None if factor is None else OfPi(factor)
    return _times(other, one) if isinstance(other, OfPi) and isinstance(one, Fraction) else None


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
