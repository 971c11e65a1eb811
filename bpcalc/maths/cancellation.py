"""Decimals that know how far they can be trusted; for lines in which sums nearly cancel.

Where 0.7 - 0.3 - 0.4 of three numbers cut to 34 digits leaves 10^-34, the right answer is 0; but
where 1 - out leaves 10^-435, that is the answer, because out has been kept to so many digits.
The difference is in the last digit of the terms, so each value here comes with the power of ten
of its last digit that is right.
"""

from decimal import Decimal
from typing import NamedTuple

from bpcalc.maths.decimals import Decimals
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key

EXACT_PLACE = -(10**9)
"""The last digit of a number that has no error: further down than any digit there is."""

MIN_SPARE_DIGITS = 5
"""A number that ends so many digits before the precision has not been cut off."""


def value_of(formula: Expr, decimals: Decimals) -> Decimal:
    """Return the value of a whole line; what is zero but for digits cut off is zero.

    Where nothing but the last digits of a sum is left, the line is evaluated once more, with an
    eye on which digits can be trusted.
    """
    value = formula.fold(decimals)
    if decimals.cancelled:
        value = formula.fold(CancellationAware(decimals)).value
        decimals.cancelled = False
    return value


class Significant(NamedTuple):
    """A value and the power of ten down to which it is right, but for a few units."""

    value: Decimal
    last: int

    @property
    def size(self) -> int:
        """A power of ten that the value does not reach."""
        return _size(self.value)


class CancellationAware:
    """Evaluates as `Decimals` does, with sums of nothing but errors being zero.

    An `Algebra[Significant]`.
    """

    def __init__(self, decimals: Decimals) -> None:
        """Take values and precision from these decimals."""
        self._decimals = decimals

    def ref(self, key: Key) -> Significant:
        """Return the quantity; one that is shorter than the precision is exact."""
        value = self._decimals.ref(key)
        return Significant(value, self._cut_off_at(value))

    def _cut_off_at(self, value: Decimal) -> int:
        """Return the power of ten at which a value ends, if it has been cut off there."""
        cut = len(value.as_tuple().digits) > self._decimals.digits - MIN_SPARE_DIGITS
        return _end(value) if cut else EXACT_PLACE

    def number(self, number: Number) -> Significant:
        """Return the number, which is exact."""
        return Significant(number.value, EXACT_PLACE)

    def sum(self, terms: list[Significant]) -> Significant:
        """Return the sum, or zero if no digit of it can be trusted."""
        total = self._decimals.sum([term.value for term in terms])
        last = max(term.last for term in terms)
        if total and total.adjusted() <= last + 2:
            total -= total
        return Significant(total, last)

    def product(self, factors: list[Significant]) -> Significant:
        """Return the product; errors grow with the other factors."""
        value = self._decimals.product([factor.value for factor in factors])
        size = sum(factor.size for factor in factors)
        return Significant(value, max(factor.last + size - factor.size for factor in factors))

    def quotient(self, dividend: Significant, divisor: Significant) -> Significant:
        """Return the quotient; it is cut off, whatever it is made of."""
        value = self._decimals.quotient(dividend.value, divisor.value)
        below = divisor.size - 1
        last = max(dividend.last - below, divisor.last + dividend.size - 2 * below)
        return Significant(value, max(last, _end(value)))

    def power(self, base: Significant, exponent: int) -> Significant:
        """Return the power."""
        return self.product([base] * exponent)

    def minus(self, operand: Significant) -> Significant:
        """Return the negative."""
        return Significant(self._decimals.minus(operand.value), operand.last)

    def apply(self, function: str, *operands: Significant) -> Significant:
        """Return the value of a function; errors grow with its slopes."""
        value = self._decimals.apply(function, *(operand.value for operand in operands))
        slopes = FUNCTIONS[function].slope(*(Number(str(operand.value)) for operand in operands))
        lasts = [
            operand.last + _size(slope.fold(self._decimals))
            for operand, slope in zip(operands, slopes, strict=True)
        ]
        return Significant(value, max(*lasts, self._cut_off_at(value), EXACT_PLACE))

    def choice(
        self, tested: Significant, above: Significant, otherwise: Significant
    ) -> Significant:
        """Return the branch that is chosen."""
        return above if tested.value > 0 else otherwise


def _size(value: Decimal) -> int:
    return value.adjusted() + 1 if value else EXACT_PLACE


def _end(value: Decimal) -> int:
    """Return the power of ten of the last digit; a zero is not cut off, whatever its exponent."""
    if not value:
        return EXACT_PLACE
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else EXACT_PLACE
