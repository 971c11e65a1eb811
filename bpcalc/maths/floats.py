"""The reading of a formula in floats: quick, and near enough to tell formulas apart."""

import math
from collections.abc import Callable

from bpcalc.maths.entries import demand
from bpcalc.maths.expr import Number
from bpcalc.maths.float_forms import CALLS, CallName
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key

_CALLS: dict[CallName, Callable[[float], float]] = {
    "exp": math.exp,
    "log": math.log,
    "log1p": math.log1p,
    "expm1": math.expm1,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "erf": math.erf,
    "erfc": math.erfc,
    "sqrt": math.sqrt,
    "fabs": math.fabs,
    "cos": math.cos,
    "sin": math.sin,
}
demand("function of the C library", CALLS, _CALLS, "form in floats")


class Floats:
    """Evaluates formulas in floats; a `FloatAlgebra[float]`. What has no value is NaN.

    >>> from bpcalc.maths.expr import Ref
    >>> from bpcalc.maths.function_calls import exp
    >>> round((1 / (1 + exp(-Ref(Key("net"))))).fold(Floats(lambda key: 0.5)), 6)
    0.622459
    """

    def __init__(self, ref: Callable[[Key], float]) -> None:
        """Evaluate a quantity as `ref(key)`."""
        self.ref = ref

    def number(self, number: Number) -> float:
        """Return the number as a float."""
        return float(number.value)

    def sum(self, terms: list[float]) -> float:
        """Return the sum."""
        return sum(terms)

    def product(self, factors: list[float]) -> float:
        """Return the product."""
        return math.prod(factors)

    def quotient(self, dividend: float, divisor: float) -> float:
        """Return the quotient."""
        return dividend / divisor if divisor else math.nan

    def power(self, base: float, exponent: int) -> float:
        """Return the power."""
        return math.prod([base] * exponent)

    def minus(self, operand: float) -> float:
        """Return the negative."""
        return -operand

    def apply(self, function: str, *operands: float) -> float:
        """Return the value of a named function."""
        value: float = FUNCTIONS[function].floats(self, *operands)
        return value

    def choice(self, tested: float, above: float, otherwise: float) -> float:
        """Return the branch that is taken."""
        return above if tested > 0 else otherwise

    def call(self, name: CallName, operand: float) -> float:
        """Return what a function of the C library makes of the operand."""
        try:
            return _CALLS[name](operand)
        except (ValueError, OverflowError):
            return math.nan

    def once(self, value: float) -> float:
        """Return the value."""
        return value
