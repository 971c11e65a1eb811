"""The reading of a formula in decimals: how every printed digit comes out right.

Sums and products inside a line are exact; functions and quotients are correct to the digits of
the line, and to more where they come close to ±1 (see `precision`).
"""

from collections.abc import Mapping
from decimal import Decimal

from bpcalc.maths.expr import Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT, GUARD, context, kept

ZERO = Decimal(0)


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
        return kept(value, self.digits)

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

    def apply(self, function: str, *operands: Decimal) -> Decimal:
        """Return the value of a named function."""
        return FUNCTIONS[function].decimal(*operands, self.digits)

    def choice(self, tested: Decimal, above: Decimal, otherwise: Decimal) -> Decimal:
        """Return `above` if the tested value is above zero, else `otherwise`."""
        return above if tested > 0 else otherwise
