"""The reading of a formula in decimals: how every printed digit comes out right.

Sums and products inside a line are exact; functions and quotients are correct to `digits`
significant digits. One place needs more: an output that saturates. Where the net input is
1000, the output of a sigmoid is 1 - 5.08·10^-435, and the slope out·(1 - out) lives entirely
in that distance from 1. So a value close to ±1 keeps as many further digits as its distance
from ±1 needs. The distance is followed down to 10^-LIMIT; beyond, the value counts as ±1.
"""

from collections.abc import Callable, Mapping
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from typing import ClassVar

from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key

LIMIT = 5000
"""Digits that an exact sum or product may have; also how closely ±1 is approached."""

GUARD = 10
"""Digits of a quotient beyond those of its line, so that 1/3·0.21 comes out as 0.07."""

ZERO = Decimal(0)
ONE = Decimal(1)
TWO = Decimal(2)


def context(digits: int) -> Context:
    """Return a decimal context of that many digits, silent and without bounds to speak of."""
    return Context(prec=digits, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


EXACT = context(LIMIT)


class Decimals:
    """Evaluates formulas over known values, to a number of significant digits.

    `cut(value)` rounds to those digits; `kept(value)` keeps more of a value close to ±1.
    `cancelled` is set once nothing but the last digits of a sum is left (see `careful`).

    An `Algebra[Decimal]`. Nothing is ever raised: ln 0 is -Infinity and 0/0 is NaN, for the
    caller to notice in the value of the line. The current decimal context must be `EXACT`, so
    that plain `+` and `*` are exact:

    >>> from decimal import localcontext
    >>> decimals = Decimals({}, digits=5)
    >>> with localcontext(EXACT):
    ...     str(decimals.cut((1 / Number("3") * Number("0.21")).fold(decimals)))
    '0.070000'
    """

    def __init__(self, values: Mapping[Key, Decimal], digits: int = 40) -> None:
        """Evaluate over these values; the mapping may grow while lines are worked out."""
        self.digits = digits
        self.ref = values.__getitem__
        self._context = context(digits)
        self._dividing = context(digits + GUARD)
        self.cancelled = False
        self.cut = self._context.plus

    def kept(self, value: Decimal) -> Decimal:
        """Return the value to `digits` significant digits, more if it is close to ±1.

        >>> str(Decimals({}, digits=4).kept(Decimal("0.99999999123456")))
        '0.9999999912346'
        """
        if value.adjusted() not in (-1, 0):
            return self._context.plus(value)
        distance = EXACT.subtract(ONE, value.copy_abs())
        closeness = -distance.adjusted() if distance else 0
        if closeness <= 1:
            return self._context.plus(value)
        return context(self.digits + closeness).plus(value)

    def number(self, number: Number) -> Decimal:
        """Return the number, exactly as written."""
        return number.value

    def sum(self, terms: list[Decimal]) -> Decimal:
        """Return the exact sum."""
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        if total and total.adjusted() < 8 - self.digits:
            largest = max(term.adjusted() for term in terms if term)
            self.cancelled |= total.adjusted() <= largest - self.digits + 3
        return total

    def product(self, factors: list[Decimal]) -> Decimal:
        """Return the exact product; a factor of zero makes it zero, so 0·ln(0) = 0."""
        result = factors[0]
        for factor in factors[1:]:
            if not (result and factor):
                return ZERO
            result = result * factor
        return result

    def quotient(self, dividend: Decimal, divisor: Decimal) -> Decimal:
        """Return the quotient, with further digits where it is close to ±1."""
        if divisor and dividend.adjusted() - divisor.adjusted() in (-1, 0):
            distance = EXACT.subtract(divisor.copy_abs(), dividend.copy_abs())
            closeness = divisor.adjusted() - distance.adjusted() if distance else 0
            if closeness > 1:
                return context(self.digits + closeness).divide(dividend, divisor)
        return self._dividing.divide(dividend, divisor)

    def power(self, base: Decimal, exponent: int) -> Decimal:
        """Return the exact power."""
        result = base
        for _ in range(exponent - 1):
            result = result * base
        return result

    def minus(self, operand: Decimal) -> Decimal:
        """Return the negative; zero stays plain zero."""
        return operand.copy_negate() if operand else ZERO

    def apply(self, function: str, operand: Decimal) -> Decimal:
        """Return the value of a named function."""
        return self._FUNCTIONS[function](self, operand)

    def choice(self, tested: Decimal, above: Decimal, otherwise: Decimal) -> Decimal:
        """Return `above` if the tested value is above zero, else `otherwise`."""
        return above if tested > 0 else otherwise

    def _exp(self, operand: Decimal) -> Decimal:
        closeness = -operand.adjusted() if operand else 0
        if closeness <= 1:
            return self._context.exp(operand)
        return context(self.digits + min(closeness, LIMIT)).exp(operand)

    def _ln(self, operand: Decimal) -> Decimal:
        return self._context.ln(operand)

    def _tanh(self, operand: Decimal) -> Decimal:
        """Return tanh x = 1 - 2/(e^2x + 1), odd in x and close to x where x is small."""
        size = operand.copy_abs()
        smallness = max(0, -size.adjusted()) if size else 0
        if smallness > self.digits:  # the next term of the series is x^3/3
            return operand
        work = context(self.digits + 2 * smallness + 5)
        rest = work.divide(TWO, EXACT.add(work.exp(EXACT.multiply(TWO, size)), ONE))
        return self.kept(EXACT.subtract(ONE, rest)).copy_sign(operand)

    def _max0(self, operand: Decimal) -> Decimal:
        return operand if operand > 0 else ZERO

    _FUNCTIONS: ClassVar[dict[str, Callable[["Decimals", Decimal], Decimal]]] = {
        "exp": _exp,
        "ln": _ln,
        "tanh": _tanh,
        "max0": _max0,
    }
