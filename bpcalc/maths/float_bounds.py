"""The reading of a formula in floats: how far a program's number may lie from the true one.

Every operation of a program rounds. A `Noisy` is a value together with the most that all the
roundings before it may have moved it by, to first order and in units of the machine's roundoff;
so one reading serves double and single precision alike. Terms may have been added in any order,
and the numbers of the exercise, decimals, were rounded when the program read them.

Source: Wilkinson (1963), Rounding Errors in Algebraic Processes; Higham (2002), Accuracy and
Stability of Numerical Algorithms, section 3.3, the running error bound.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key

DOUBLE = 2.0**-53
"""Half the distance of neighbouring doubles, relative to them."""

SINGLE = 2.0**-24
"""The same in single precision."""

FUNCTION_ERROR = 4.0
"""Roundings that one call of a function counts for; libraries are within two."""

MAX_EXPONENT = 700.0
"""Beyond this e^x is no float; the bound is then infinite."""


class Noisy(NamedTuple):
    """A float, and the error that it may have.

    Attributes:
        value: the number.
        error: how far it may lie off, in units of the roundoff.
    """

    value: float
    error: float


UNBOUNDED = Noisy(0.0, math.inf)


class FloatBounds:
    """Evaluates formulas over noisy floats; an `Algebra[Noisy]`. Nothing is ever raised.

    >>> from bpcalc.maths.expr import Ref
    >>> key = Key("input", 0, 1)
    >>> (Ref(key) * Number("0.25")).fold(FloatBounds(lambda key: Noisy(0.5, 0.5)))
    Noisy(value=0.125, error=0.375)
    """

    def __init__(self, ref: Callable[[Key], Noisy]) -> None:
        """Evaluate a quantity as `ref(key)`."""
        self.ref = ref

    def number(self, number: Number) -> Noisy:
        """Return a number, rounded when it was read; a whole one is read exactly."""
        value = float(number.value)
        return Noisy(value, 0.0 if value.is_integer() else abs(value))

    def sum(self, terms: list[Noisy]) -> Noisy:
        """Return the sum, whatever its order."""
        size = sum(abs(term.value) for term in terms)
        value = sum(term.value for term in terms)
        return Noisy(value, sum(term.error for term in terms) + (len(terms) - 1) * size)

    def product(self, factors: list[Noisy]) -> Noisy:
        """Return the product."""
        result = factors[0]
        for factor in factors[1:]:
            value = result.value * factor.value
            error = abs(result.value) * factor.error + abs(factor.value) * result.error
            result = Noisy(value, error + abs(value))
        return result

    def quotient(self, dividend: Noisy, divisor: Noisy) -> Noisy:
        """Return the quotient."""
        if not divisor.value:
            return UNBOUNDED
        value = dividend.value / divisor.value
        error = (dividend.error + abs(value) * divisor.error) / abs(divisor.value)
        return Noisy(value, error + abs(value))

    def power(self, base: Noisy, exponent: int) -> Noisy:
        """Return the power."""
        return self.product([base] * exponent)

    def minus(self, operand: Noisy) -> Noisy:
        """Return the negative, which is exact."""
        return Noisy(-operand.value, operand.error)

    def apply(self, function: str, operand: Noisy) -> Noisy:
        """Return the value of a named function."""
        return _APPLY[function](operand)

    def choice(self, tested: Noisy, above: Noisy, otherwise: Noisy) -> Noisy:
        """Return the branch that is taken."""
        return above if tested.value > 0 else otherwise


def _rounded(value: float, slope: float, operand: Noisy) -> Noisy:
    return Noisy(value, abs(slope) * operand.error + FUNCTION_ERROR * abs(value))


def _exp(operand: Noisy) -> Noisy:
    if operand.value > MAX_EXPONENT:
        return UNBOUNDED
    value = math.exp(operand.value)
    return _rounded(value, value, operand)


def _ln(operand: Noisy) -> Noisy:
    if operand.value <= 0:
        return UNBOUNDED
    return _rounded(math.log(operand.value), 1 / operand.value, operand)


def _tanh(operand: Noisy) -> Noisy:
    value = math.tanh(operand.value)
    return _rounded(value, 1 - value * value, operand)


def _max0(operand: Noisy) -> Noisy:
    return operand if operand.value > 0 else Noisy(0.0, 0.0)


_APPLY: dict[str, Callable[[Noisy], Noisy]] = {
    "exp": _exp,
    "ln": _ln,
    "tanh": _tanh,
    "max0": _max0,
}
