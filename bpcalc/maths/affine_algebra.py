"""The reading of a formula in numbers that are not known exactly: see `intervals`."""

from collections.abc import Callable

from bpcalc.maths.expr import Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.intervals import UNKNOWN, WORK, AffineNumber, around, inverse, plus, times
from bpcalc.maths.keys import Key


class AffineAlgebra:
    """Evaluates formulas over boxes; an `Algebra[AffineNumber]`.

    Nothing is ever raised: what has no bounds is `UNKNOWN`. The current decimal context must be
    `WORK`.

    >>> from decimal import Decimal, localcontext
    >>> from bpcalc.maths.expr import Ref
    >>> key = Key("out", 1, 1)
    >>> out = AffineNumber(Decimal("0.59"), {key: Decimal("0.005")})
    >>> with localcontext(WORK):
    ...     box = (Ref(key) * (1 - Ref(key))).fold(AffineAlgebra({key: out}.__getitem__))
    ...     str(box.centre), str(round(box.radius, 6))
    ('0.2419', '0.000925')
    """

    def __init__(self, ref: Callable[[Key], AffineNumber]) -> None:
        """Evaluate a quantity as `ref(key)`."""
        self.ref = ref

    def number(self, number: Number) -> AffineNumber:
        """Return the number, exactly as written."""
        return AffineNumber(number.value)

    def sum(self, terms: list[AffineNumber]) -> AffineNumber:
        """Return the sum."""
        return plus(*terms)

    def product(self, factors: list[AffineNumber]) -> AffineNumber:
        """Return the product; a factor that is exactly zero makes it zero."""
        result = factors[0]
        for factor in factors[1:]:
            result = times(result, factor)
        return result

    def quotient(self, dividend: AffineNumber, divisor: AffineNumber) -> AffineNumber:
        """Return the quotient; it is unknown if the divisor may be zero."""
        return times(dividend, inverse(divisor))

    def power(self, base: AffineNumber, exponent: int) -> AffineNumber:
        """Return the power."""
        return self.product([base] * exponent)

    def minus(self, operand: AffineNumber) -> AffineNumber:
        """Return the negative."""
        noise = {key: part.copy_negate() for key, part in operand.noise.items()}
        return AffineNumber(WORK.minus(operand.centre), noise, operand.rest)

    def apply(self, function: str, *operands: AffineNumber) -> AffineNumber:
        """Return the value of a named function."""
        if not all(operand.known for operand in operands):
            return UNKNOWN
        return FUNCTIONS[function].bounds(*operands)

    def choice(
        self, tested: AffineNumber, above: AffineNumber, otherwise: AffineNumber
    ) -> AffineNumber:
        """Return the branch that is taken; if either may be, what holds both."""
        if not tested.known:
            return UNKNOWN
        radius = tested.radius
        if tested.centre > radius:
            return above
        if tested.centre + radius <= 0:
            return otherwise
        if _exact(above) and _exact(otherwise):  # a jump: no value in between is possible
            taken, other = (above, otherwise) if tested.centre > 0 else (otherwise, above)
            return AffineNumber(taken.centre, {}, (taken.centre - other.centre).copy_abs())
        return around(above, otherwise)


def _exact(box: AffineNumber) -> bool:
    return not box.noise and not box.rest
