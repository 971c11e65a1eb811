"""Formulas worked in decimals of so many digits, and nothing else: what right digits are held to.

No value has a bound of its error, no digit is looked at again: the least that working with the
decimals of the standard library takes.
"""

from collections.abc import Callable
from decimal import Context, Decimal

from bpcalc.calc.lines import Calculation
from bpcalc.maths.expr import Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key

DIGITS = 40


class PlainDecimals:
    """Evaluates formulas over known values; an `Algebra[Decimal]`.

    >>> (1 / Number("3")).fold(PlainDecimals({}.__getitem__))
    Decimal('0.3333333333333333333333333333333333333333')
    """

    def __init__(self, ref: Callable[[Key], Decimal], digits: int = DIGITS) -> None:
        """Evaluate a quantity as `ref(key)`."""
        self.ref, self._digits = ref, digits
        self._context = Context(prec=digits)

    def number(self, number: Number) -> Decimal:
        """Return the number, as written."""
        return number.value

    def sum(self, terms: list[Decimal]) -> Decimal:
        """Return the sum."""
        value = terms[0]
        for term in terms[1:]:
            value = self._context.add(value, term)
        return value

    def product(self, factors: list[Decimal]) -> Decimal:
        """Return the product."""
        value = factors[0]
        for factor in factors[1:]:
            value = self._context.multiply(value, factor)
        return value

    def quotient(self, dividend: Decimal, divisor: Decimal) -> Decimal:
        """Return the quotient."""
        return self._context.divide(dividend, divisor)

    def power(self, base: Decimal, exponent: int) -> Decimal:
        """Return the power."""
        return self.product([base] * exponent)

    def minus(self, operand: Decimal) -> Decimal:
        """Return the negative."""
        return -operand

    def apply(self, function: str, *operands: Decimal) -> Decimal:
        """Return the value of a named function."""
        return FUNCTIONS[function].decimal(*operands, self._digits)

    def choice(self, tested: Decimal, above: Decimal, otherwise: Decimal) -> Decimal:
        """Return the branch that is taken."""
        return above if tested > 0 else otherwise


def worked_plainly(calculation: Calculation) -> dict[Key, Decimal]:
    """Return the values of a calculation, its lines worked in plain decimals."""
    values: dict[Key, Decimal] = {}
    decimals = PlainDecimals(values.__getitem__)
    for line in calculation:
        values[line.key] = line.formula.fold(decimals)
    return values
