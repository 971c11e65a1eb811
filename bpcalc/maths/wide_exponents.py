"""The reading of a formula in numbers whose powers of ten have no bounds.

The exponent of a decimal ends at 10^18, so e^(10^30) is infinite, and e^(10^30)/(1 + e^(10^30))
no number. Here it is 1: a number is a decimal and a power of ten beside it, a whole number of any
length. That is slower, and only asked where a line has no finite value otherwise.
"""

# ruff: noqa: D102 - the methods of an algebra are named after the nodes of a formula

from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, Decimal
from typing import NamedTuple

from bpcalc.maths import series
from bpcalc.maths.decimals import quotient_closeness
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import (
    EXACT,
    GUARD,
    LIMIT,
    NAN,
    ONE,
    ZERO,
    closeness,
    kept,
    shared_context,
)

INFINITY = Decimal("Infinity")


class WideNumber(NamedTuple):
    """A decimal times a power of ten."""

    decimal: Decimal
    power: int = 0

    @property
    def size(self) -> int:
        """The power of ten of the first digit."""
        return self.decimal.adjusted() + self.power


NOTHING = WideNumber(ZERO)


class WideDecimals:
    """Evaluates formulas; an `Algebra[WideNumber]`. The current decimal context must be `EXACT`.

    Attributes:
        needed: whether a power of e has been larger than any decimal.
        dropped: whether a term has been so much smaller than another one that it does not count.
    """

    def __init__(self, ref: Callable[[Key], Decimal], digits: int) -> None:
        """Evaluate a quantity as `ref(key)`, to so many digits."""
        self.needed = self.dropped = False
        self._value = ref
        self._digits = digits

    def ref(self, key: Key) -> WideNumber:
        return WideNumber(self._value(key))

    def number(self, number: Number) -> WideNumber:
        return WideNumber(number.value)

    def sum(self, terms: list[WideNumber]) -> WideNumber:
        """Return the sum; what is 10^5000 times smaller than the largest term does not count."""
        sizes = [term.size for term in terms if term.decimal]
        if not sizes:
            return NOTHING
        top = max(sizes)
        near = [term for term in terms if term.decimal and term.size > top - LIMIT]
        self.dropped |= len(near) < len(sizes)
        total = sum((term.decimal.scaleb(term.power - top, EXACT) for term in near), ZERO)
        return WideNumber(total, top) if total else NOTHING

    def product(self, factors: list[WideNumber]) -> WideNumber:
        decimal, power = ONE, 0
        for factor in factors:
            if not factor.decimal:
                return NOTHING
            decimal, power = decimal * factor.decimal, power + factor.power
        return WideNumber(decimal, power)

    def quotient(self, dividend: WideNumber, divisor: WideNumber) -> WideNumber:
        """Return the quotient, with further digits where it is close to ±1."""
        if not divisor.decimal:
            return WideNumber(NAN)
        above, power = dividend.decimal, dividend.power - divisor.power
        if abs(power) <= LIMIT:
            above, power = above.scaleb(power, EXACT), 0
        digits = self._digits + GUARD + (0 if power else quotient_closeness(above, divisor.decimal))
        decimal = shared_context(digits).divide(above, divisor.decimal)
        return WideNumber(decimal, power) if decimal else NOTHING

    def power(self, base: WideNumber, exponent: int) -> WideNumber:
        return self.product([base] * exponent)

    def minus(self, operand: WideNumber) -> WideNumber:
        return WideNumber(operand.decimal.copy_negate() if operand.decimal else ZERO, operand.power)

    def apply(self, function: str, *operands: WideNumber) -> WideNumber:
        numbers = [as_decimal(operand) for operand in operands]
        if function == "exp" and numbers[0].is_finite() and numbers[0].adjusted() <= LIMIT:
            power, decimal = series.exp_apart(numbers[0], self._digits + GUARD)
            self.needed |= power > MAX_EMAX
            return WideNumber(decimal, power)
        return WideNumber(FUNCTIONS[function].decimal(*numbers, self._digits))

    def choice(self, tested: WideNumber, above: WideNumber, otherwise: WideNumber) -> WideNumber:
        return above if tested.decimal > 0 else otherwise


def as_decimal(number: WideNumber) -> Decimal:
    """Return a number as a decimal: 0 or infinite where it is beyond what a decimal can hold."""
    if not number.decimal or not number.decimal.is_finite():
        return number.decimal
    if number.size > MAX_EMAX:
        return INFINITY.copy_sign(number.decimal)
    return number.decimal.scaleb(number.power, EXACT) if number.size >= MIN_EMIN else ZERO


def wide_value(
    formula: Expr, ref: Callable[[Key], Decimal], digits: int, *, near_one: bool = False
) -> Decimal:
    """Return the value of a formula, worked out with powers of ten without bounds.

    It is NaN if no power of e is too large: then there is another reason why it has no value.
    With `near_one`, what is close to ±1 has so many digits of its distance from ±1.

    >>> from decimal import localcontext
    >>> from bpcalc.maths.expr import expr
    >>> from bpcalc.maths.function_calls import exp
    >>> large = exp(Number("1e30"))
    >>> with localcontext(EXACT):
    ...     str(wide_value((expr(1) - large) / (1 + large), {}.__getitem__, 34))
    '-1'
    """
    algebra = WideDecimals(ref, digits)
    value = as_decimal(formula.fold(algebra))
    if not algebra.needed:
        return NAN
    if not near_one:
        return shared_context(digits).plus(value)
    # A quotient such as e^a/(e^a + e^b) is as far from 1 as it should be with any digits of both;
    # what is 1 although nothing was dropped may be so for lack of digits.
    certain = algebra.dropped or abs(value) != ONE
    more = closeness(value) if certain else LIMIT
    if more > 1:
        value = as_decimal(formula.fold(WideDecimals(ref, digits + more)))
    return kept(value, digits)
