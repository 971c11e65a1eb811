"""The reading of a formula in decimals that know how far they may be off.

Sums and products inside a line are exact; functions and quotients are correct to `digits`
significant digits, and to more where they come close to ±1 (see `precision`). With every value
goes a bound of its error: what the operands bring along, and what this step loses. An error of 0
says that the value is exact.

Source: Higham (2002), Accuracy and Stability of Numerical Algorithms, section 3.3 (running error
analysis).
"""

from collections.abc import Callable
from decimal import Decimal

from bpcalc.maths.expr import Number
from bpcalc.maths.function_entry import Function
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import (
    BOUNDS,
    EXACT,
    FAR_ABOVE,
    FAR_BELOW,
    GUARD,
    HALF,
    ONE,
    UNBOUNDED,
    ZERO,
    Bounded,
    last_unit,
    shared_context,
)

_CLOSE_TO_HALF = Decimal("0.01")


class BoundedDecimals:
    """Evaluates formulas over known values, to a number of significant digits.

    An `Algebra[Bounded]`. Nothing is ever raised: ln 0 is -Infinity and 0/0 is NaN, for the
    caller to notice in the value of the line. The current decimal context must be `EXACT`, so
    that plain `+` and `*` are exact:

    >>> from decimal import localcontext
    >>> from bpcalc.maths.precision import EXACT, context
    >>> decimals = BoundedDecimals({}.__getitem__, digits=5)
    >>> with localcontext(EXACT):
    ...     value, error = (1 / Number("3") * Number("0.21")).fold(decimals)
    ...     str(context(5).plus(value)), error < Decimal("1e-15")
    ('0.070000', True)

    Attributes:
        digits: to which functions and quotients are correct.
        ties: whether a sum that is zero within its error is taken as zero; and so, what is
            tested for being above zero.
    """

    def __init__(
        self, ref: Callable[[Key], Bounded], digits: int = 40, *, ties: bool = False
    ) -> None:
        """Evaluate a quantity as `ref(key)`."""
        self.digits = digits
        self.ties = ties
        self.ref = ref
        self._divide = shared_context(digits + GUARD).divide
        self._unit = Decimal((0, (1,), 1 - digits))
        self._lost_by_division = Decimal((0, (1,), 1 - digits - GUARD))

    def number(self, number: Number) -> Bounded:
        """Return the number, exactly as written."""
        return number.value, ZERO

    def sum(self, terms: list[Bounded]) -> Bounded:
        """Return the sum."""
        if len(terms) == 2:  # most often, and half as long without a loop
            (value, error), (term, its_error) = terms
            value = value + term
            if its_error is not ZERO:
                error = its_error if error is ZERO else error + its_error
        else:
            rest = iter(terms)
            value, error = next(rest)
            for term, its_error in rest:
                value = value + term
                if its_error is not ZERO:
                    error = error + its_error
        if self.ties and abs(value) <= error:
            return ZERO, ZERO
        return value, error

    def product(self, factors: list[Bounded]) -> Bounded:
        """Return the product; a factor of exactly zero makes it zero, so 0·ln(0) = 0."""
        if len(factors) != 2:
            result = factors[0]
            for each in factors[1:]:
                result = self.product([result, each])
            return result
        (value, error), (factor, its_error) = factors
        if not ((value or error) and (factor or its_error)):
            return ZERO, ZERO
        if its_error is ZERO:
            if error is not ZERO:
                error = abs(factor) * error
        elif error is ZERO:
            error = abs(value) * its_error
        else:
            error = (abs(factor) + its_error) * error + abs(value) * its_error
        return value * factor, error

    def quotient(self, dividend: Bounded, divisor: Bounded) -> Bounded:
        """Return the quotient, with further digits where it is close to ±1."""
        (above, its_error), (below, error) = dividend, divisor
        value = self._divide(above, below)
        lost = abs(value) * self._lost_by_division
        if FAR_BELOW < abs(value) < FAR_ABOVE:  # most quotients are not, and that is soon seen
            closeness = quotient_closeness(above, below)
            if closeness > 1:
                value = shared_context(self.digits + closeness).divide(above, below)
                lost = abs(value).scaleb(1 - self.digits - closeness)
        if not value.is_finite():
            return value, UNBOUNDED if error else ZERO
        if its_error is ZERO is error:
            return value, ZERO if value * below == above else lost
        room = abs(below) - error
        if not room > 0:
            return value, UNBOUNDED
        return value, lost + BOUNDS.divide(its_error + abs(value) * error, room)

    def power(self, base: Bounded, exponent: int) -> Bounded:
        """Return the exact power."""
        return self.product([base] * exponent)

    def minus(self, operand: Bounded) -> Bounded:
        """Return the negative; zero stays plain zero."""
        value, error = operand
        return value.copy_negate() if value else ZERO, error

    def apply(self, function: str, *operands: Bounded) -> Bounded:
        """Return the value of a named function."""
        record = FUNCTIONS[function]
        if len(operands) == 1:
            value = record.decimal(operands[0][0], self.digits)
        else:
            value = record.decimal(*[number for number, _ in operands], self.digits)
        lost = self._lost(record, value)
        for _, error in operands:
            if error is not ZERO:
                return value, lost + record.error(value, *operands)
        return value, lost if value and value.is_finite() else ZERO

    def _lost(self, record: Function, value: Decimal) -> Decimal:
        """Return how far the value of a function at an exact operand may be off.

        A value that is ±1 in all the digits it may have is so exactly, or counts as it; and so
        it is with ½.
        """
        if record.exact:
            return ZERO
        if not record.saturates:
            return abs(value) * self._unit
        if record.half_at_0:
            distance = abs(value - HALF)
            if distance < _CLOSE_TO_HALF:
                return distance.scaleb(2 - self.digits) if distance else ZERO
        return ZERO if abs(value) == ONE else last_unit(value, self.digits)

    def choice(self, tested: Bounded, above: Bounded, otherwise: Bounded) -> Bounded:
        """Return the branch that is taken, or what holds both where either may be."""
        value, error = tested
        if value > error:
            return above
        if value + error <= 0 or self.ties:
            return otherwise
        return _around(above, otherwise)


def quotient_closeness(dividend: Decimal, divisor: Decimal) -> int:
    """Return how many digits of a quotient are used up by its distance from ±1."""
    if not divisor or dividend.adjusted() - divisor.adjusted() not in (-1, 0):
        return 0
    distance = EXACT.subtract(divisor.copy_abs(), dividend.copy_abs())
    return divisor.adjusted() - distance.adjusted() if distance else 0


def _around(a: Bounded, b: Bounded) -> Bounded:
    """Return a value with an error that takes in both."""
    (one, one_off), (other, other_off) = a, b
    return (one + other) * HALF, abs(one - other) * HALF + max(one_off, other_off)
