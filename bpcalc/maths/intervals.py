"""The reading of a formula in numbers known to so many digits: how far the value may lie off.

A student who writes 0.5933 means something between 0.59325 and 0.59335. A `AffineNumber` is such a
number together with what its uncertainty comes from, so that out·(1 - out) knows that both
factors move together; to first order the bounds are the best ones, and what is beyond first
order is bounded and kept in `rest`.

Source: de Figueiredo & Stolfi (2004), Affine arithmetic: concepts and applications, Numerical
Algorithms 37.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from bpcalc.maths.decimals import Decimals, context
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key

DIGITS = 40
WORK = context(DIGITS)
"""The decimal context in which boxes are worked with; it raises nothing."""

SLACK = Decimal("1e-30")
"""Relative error that working with `DIGITS` digits may leave."""

ZERO = Decimal(0)
ONE = Decimal(1)
TWO = Decimal(2)
HALF = Decimal("0.5")
INFINITY = Decimal("Infinity")

_NO_NOISE: Mapping[Key, Decimal] = {}
_FUNCTIONS = Decimals({}, DIGITS)


class AffineNumber(NamedTuple):
    """A number that is not known exactly.

    Attributes:
        centre: its most probable value.
        noise: by quantity, how much the value moves if that quantity moves by half its unit.
        rest: what else it may move by; infinite if nothing is known about it.
    """

    centre: Decimal
    noise: Mapping[Key, Decimal] = _NO_NOISE
    rest: Decimal = ZERO

    @property
    def radius(self) -> Decimal:
        """How far the value may lie from the centre."""
        total = self.rest
        for part in self.noise.values():
            total += part.copy_abs()
        return total

    @property
    def known(self) -> bool:
        """Whether the value has bounds at all."""
        return self.centre.is_finite() and self.rest.is_finite()


UNKNOWN = AffineNumber(ZERO, _NO_NOISE, INFINITY)
ZERO_EXACTLY = AffineNumber(ZERO)


def meets(value: Decimal, half: Decimal, box: AffineNumber) -> bool:
    """Return whether value ± half touches the box; an unknown box touches nothing.

    >>> meets(Decimal("0.393"), Decimal("0.0005"), AffineNumber(Decimal("0.3925")))
    True
    """
    if not box.known:
        return False
    centre = box.centre
    slack = SLACK * max(value.copy_abs(), centre.copy_abs())
    return (value - centre).copy_abs() <= half + box.radius + slack


class AffineAlgebra:
    """Evaluates formulas over boxes; an `Algebra[AffineNumber]`.

    Nothing is ever raised: what has no bounds is `UNKNOWN`. The current decimal context must be
    `WORK`.

    >>> from decimal import localcontext
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
        centre, rest = terms[0].centre, terms[0].rest
        noise: dict[Key, Decimal] = dict(terms[0].noise)
        for term in terms[1:]:
            centre += term.centre
            rest += term.rest
            for key, part in term.noise.items():
                noise[key] = noise[key] + part if key in noise else part
        return AffineNumber(centre, noise, rest)

    def product(self, factors: list[AffineNumber]) -> AffineNumber:
        """Return the product; a factor that is exactly zero makes it zero."""
        result = factors[0]
        for factor in factors[1:]:
            result = _times(result, factor)
        return result

    def quotient(self, dividend: AffineNumber, divisor: AffineNumber) -> AffineNumber:
        """Return the quotient; it is unknown if the divisor may be zero."""
        return _times(dividend, _inverse(divisor))

    def power(self, base: AffineNumber, exponent: int) -> AffineNumber:
        """Return the power."""
        return self.product([base] * exponent)

    def minus(self, operand: AffineNumber) -> AffineNumber:
        """Return the negative."""
        noise = {key: part.copy_negate() for key, part in operand.noise.items()}
        return AffineNumber(ZERO - operand.centre, noise, operand.rest)

    def apply(self, function: str, operand: AffineNumber) -> AffineNumber:
        """Return the value of a named function."""
        return _APPLY[function](operand) if operand.known else UNKNOWN

    def choice(
        self, tested: AffineNumber, above: AffineNumber, otherwise: AffineNumber
    ) -> AffineNumber:
        """Return the branch that is taken, or what holds both if either may be."""
        if not tested.known:
            return UNKNOWN
        radius = tested.radius
        if tested.centre > radius:
            return above
        if tested.centre + radius <= 0:
            return otherwise
        return _around(above, otherwise)


def _scaled(box: AffineNumber, factor: Decimal) -> AffineNumber:
    noise = {key: part * factor for key, part in box.noise.items()}
    return AffineNumber(box.centre * factor, noise, box.rest * factor.copy_abs())


def _times(a: AffineNumber, b: AffineNumber) -> AffineNumber:
    if _exact(a):
        return _scaled(b, a.centre) if a.centre else ZERO_EXACTLY
    if _exact(b):
        return _scaled(a, b.centre) if b.centre else ZERO_EXACTLY
    if not (a.known and b.known):
        return UNKNOWN
    noise = {key: part * b.centre for key, part in a.noise.items()}
    for key, part in b.noise.items():
        moved = part * a.centre
        noise[key] = noise[key] + moved if key in noise else moved
    rest = a.centre.copy_abs() * b.rest + b.centre.copy_abs() * a.rest + a.radius * b.radius
    return AffineNumber(a.centre * b.centre, noise, rest)


def _exact(box: AffineNumber) -> bool:
    return not box.noise and not box.rest


def _bent(box: AffineNumber, value: Decimal, slope: Decimal, rest: Decimal) -> AffineNumber:
    """Return a function of a box: its value and slope at the centre, and the error of these."""
    noise = {key: part * slope for key, part in box.noise.items()}
    return AffineNumber(value, noise, box.rest * slope.copy_abs() + rest)


def _inverse(box: AffineNumber) -> AffineNumber:
    """Return 1/x = 1/c - (x - c)/c² + …, the next terms in all at most (r/c)²/(1 - r/c)/c."""
    if not box.known or not box.centre:
        return UNKNOWN
    value = ONE / box.centre
    relative = box.radius * value.copy_abs()
    if relative >= 1:
        return UNKNOWN
    rest = value.copy_abs() * relative * relative / (ONE - relative)
    return _bent(box, value, -value * value, rest)


def _exp(box: AffineNumber) -> AffineNumber:
    """Return e^x = e^c·(1 + (x - c) + …), the next terms in all at most e^r - 1 - r."""
    value = WORK.exp(box.centre)
    radius = box.radius
    rest = radius * radius if radius <= HALF else WORK.exp(radius) - ONE - radius
    return _bent(box, value, value, value * rest) if value.is_finite() else UNKNOWN


def _ln(box: AffineNumber) -> AffineNumber:
    """Return ln x = ln c + (x - c)/c - …, the next terms in all at most (r/c)²/2/(1 - r/c)."""
    if box.centre <= 0:
        return UNKNOWN
    slope = ONE / box.centre
    relative = box.radius * slope
    if relative >= 1:
        return UNKNOWN
    rest = relative * relative / (TWO * (ONE - relative))
    return _bent(box, WORK.ln(box.centre), slope, rest)


def _tanh(box: AffineNumber) -> AffineNumber:
    """Return tanh x; its second slope is nowhere larger than 4/(3·√3) < 0.77."""
    value = _FUNCTIONS.apply("tanh", box.centre)
    radius = box.radius
    rest = min(radius * radius * Decimal("0.385"), TWO)
    return _bent(box, value, ONE - value * value, rest)


def _max0(box: AffineNumber) -> AffineNumber:
    radius = box.radius
    if box.centre > radius:
        return box
    high = box.centre + radius
    return ZERO_EXACTLY if high <= 0 else AffineNumber(high * HALF, _NO_NOISE, high * HALF)


def _around(a: AffineNumber, b: AffineNumber) -> AffineNumber:
    """Return a box that holds both."""
    if not (a.known and b.known):
        return UNKNOWN
    low = min(a.centre - a.radius, b.centre - b.radius)
    high = max(a.centre + a.radius, b.centre + b.radius)
    return AffineNumber((low + high) * HALF, _NO_NOISE, (high - low) * HALF)


_APPLY: dict[str, Callable[[AffineNumber], AffineNumber]] = {
    "exp": _exp,
    "ln": _ln,
    "tanh": _tanh,
    "max0": _max0,
}
