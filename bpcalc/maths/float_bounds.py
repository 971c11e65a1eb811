"""The reading of a formula in floats: how far a program's number may lie from the true one.

Every operation of a program rounds. A `Noisy` is a value together with the most that all the
roundings before it may have moved it by, to first order and in units of the machine's roundoff;
so one reading serves double and single precision alike. Terms may have been added in any order,
and the numbers of the exercise, decimals, were rounded when the program read them.

Source: Wilkinson (1963), Rounding Errors in Algebraic Processes; Higham (2002), Accuracy and
Stability of Numerical Algorithms, section 3.3, the running error bound.
"""

import math
from collections.abc import Callable, Sequence

from bpcalc.maths.expr import Number
from bpcalc.maths.float_forms import CallName
from bpcalc.maths.floats import Floats
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple

DOUBLE = 2.0**-53
"""Half the distance of neighbouring doubles, relative to them."""

LEAST = 2.0**-1074
"""The smallest float; what is smaller has become it, or 0."""

SINGLE = 2.0**-24
"""The same in single precision."""

FUNCTION_ERROR = 4.0
"""Roundings that one call of a function counts for; libraries are within two."""

SLOPE_STEP = 1e-4
"""Relative step in which the steepness of a function is measured."""


class Noisy(NamedTuple):
    """A float, and the error that it may have.

    Attributes:
        value: the number.
        error: how far it may lie off, in units of the roundoff.
    """

    value: float
    error: float


UNBOUNDED = Noisy(0.0, math.inf)

_FLOATS = Floats(lambda key: math.nan)


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

    def apply(self, function: str, *operands: Noisy) -> Noisy:
        """Return the value of a named function."""
        floats = FUNCTIONS[function].floats
        return _applied(lambda *values: floats(_FLOATS, *values), operands)

    def call(self, name: CallName, operand: Noisy) -> Noisy:
        """Return what a function of the C library makes of the operand."""
        return _applied(lambda value: _FLOATS.call(name, value), [operand])

    def once(self, value: Noisy) -> Noisy:
        """Return the value."""
        return value

    def choice(self, tested: Noisy, above: Noisy, otherwise: Noisy) -> Noisy:
        """Return the branch that is taken."""
        return above if tested.value > 0 else otherwise


def _applied(function: Callable[..., float], operands: Sequence[Noisy]) -> Noisy:
    """Return the value of a function; its steepness is measured where it stands."""
    values = [operand.value for operand in operands]
    value = function(*values)
    error = FUNCTION_ERROR * abs(value)
    for place, operand in enumerate(operands):
        step = SLOPE_STEP * (1 + abs(operand.value))
        moved = [[*values], [*values]]
        moved[0][place] += step
        moved[1][place] -= step
        steepest = max(abs(function(*near) - value) for near in moved) / step
        error += steepest * operand.error
    return Noisy(value, error)
