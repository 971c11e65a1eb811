"""The reading of a formula in numbers known to so many digits: how far the value may lie off.

A student who writes 0.5933 means something between 0.59325 and 0.59335. A `AffineNumber` is such a
number together with what its uncertainty comes from, so that out·(1 - out) knows that both
factors move together; to first order the bounds are the best ones, and what is beyond first
order is bounded and kept in `rest`.

Source: de Figueiredo & Stolfi (2004), Affine arithmetic: concepts and applications, Numerical
Algorithms 37.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from bpcalc.maths import elementary
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import HALF, ONE, TWO, ZERO, context

DIGITS = 40
WORK = context(DIGITS)
"""The decimal context in which boxes are worked with; it raises nothing."""

RELATIVE_SLACK = Decimal("1e-30")
"""Relative error that working with `DIGITS` digits may leave."""

MOST_POWERS = 1000
"""So many powers of e are kept; each takes as long as ten other lines."""

INFINITY = Decimal("Infinity")

_NO_NOISE: Mapping[Key, Decimal] = {}


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
    slack = RELATIVE_SLACK * max(value.copy_abs(), centre.copy_abs())
    return (value - centre).copy_abs() <= half + box.radius + slack


def plus(*terms: AffineNumber) -> AffineNumber:
    """Return the sum."""
    centre, rest = terms[0].centre, terms[0].rest
    noise: dict[Key, Decimal] = dict(terms[0].noise)
    for term in terms[1:]:
        centre += term.centre
        rest += term.rest
        for key, part in term.noise.items():
            noise[key] = noise[key] + part if key in noise else part
    return AffineNumber(centre, noise, rest)


def _scaled(box: AffineNumber, factor: Decimal) -> AffineNumber:
    noise = {key: part * factor for key, part in box.noise.items()}
    return AffineNumber(box.centre * factor, noise, box.rest * factor.copy_abs())


def times(a: AffineNumber, b: AffineNumber) -> AffineNumber:
    """Return the product; a factor that is exactly zero makes it zero."""
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


def inverse(box: AffineNumber) -> AffineNumber:
    """Return 1/x = 1/c - (x - c)/c² + …, the next terms in all at most (r/c)²/(1 - r/c)/c."""
    if not box.known or not box.centre:
        return UNKNOWN
    value = ONE / box.centre
    relative = box.radius * value.copy_abs()
    if relative >= 1:
        return UNKNOWN
    rest = value.copy_abs() * relative * relative / (ONE - relative)
    return _bent(box, value, -value * value, rest)


def around(a: AffineNumber, b: AffineNumber) -> AffineNumber:
    """Return a box that holds both."""
    if not (a.known and b.known):
        return UNKNOWN
    low = min(a.centre - a.radius, b.centre - b.radius)
    high = max(a.centre + a.radius, b.centre + b.radius)
    return AffineNumber((low + high) * HALF, _NO_NOISE, (high - low) * HALF)


# Functions -----------------------------------------------------------------------------------


@lru_cache(MOST_POWERS)
def _exp(number: Decimal) -> Decimal:
    """Return e to a power: the same net inputs go through many lines."""
    return WORK.exp(number)


def exp_bounds(x: AffineNumber) -> AffineNumber:
    """Return e^x = e^c·(1 + (x - c) + …), the next terms in all at most e^r - 1 - r."""
    value = _exp(x.centre)
    radius = x.radius
    rest = radius * radius if radius <= HALF else WORK.exp(radius) - ONE - radius
    return _bent(x, value, value, value * rest) if value.is_finite() else UNKNOWN


def ln_bounds(x: AffineNumber) -> AffineNumber:
    """Return ln x = ln c + (x - c)/c - …, the next terms in all at most (r/c)²/2/(1 - r/c)."""
    if x.centre <= 0:
        return UNKNOWN
    slope = ONE / x.centre
    relative = x.radius * slope
    if relative >= 1:
        return UNKNOWN
    rest = relative * relative / (TWO * (ONE - relative))
    return _bent(x, WORK.ln(x.centre), slope, rest)


def tanh_bounds(x: AffineNumber) -> AffineNumber:
    """Return tanh x; its second slope is nowhere larger than 4/(3·√3) < 0.77."""
    value = elementary.tanh(x.centre, DIGITS)
    radius = x.radius
    rest = min(radius * radius * Decimal("0.385"), TWO)
    return _bent(x, value, ONE - value * value, rest)


def cosh_bounds(x: AffineNumber) -> AffineNumber:
    """Return cosh x; its second slope is itself, and largest at the end that is further out."""
    value = elementary.cosh(x.centre, DIGITS)
    radius = x.radius
    steepest = elementary.cosh(x.centre.copy_abs() + radius, DIGITS)
    if not steepest.is_finite():
        return UNKNOWN
    slope = (WORK.exp(x.centre) - WORK.exp(-x.centre)) * HALF
    return _bent(x, value, slope, radius * radius * HALF * steepest)


def ln_cosh_bounds(x: AffineNumber) -> AffineNumber:
    """Return ln(cosh x); its second slope is nowhere larger than 1."""
    value = elementary.ln_cosh(x.centre, DIGITS)
    radius = x.radius
    rest = min(radius * radius * HALF, TWO * radius)
    return _bent(x, value, elementary.tanh(x.centre, DIGITS), rest)


def softplus_bounds(x: AffineNumber) -> AffineNumber:
    """Return ln(1 + e^x); its second slope is nowhere larger than 1/4."""
    value = elementary.softplus(x.centre, DIGITS)
    radius = x.radius
    grown = WORK.exp(-x.centre)
    slope = ONE / (ONE + grown) if grown.is_finite() else ZERO
    return _bent(x, value, slope, min(radius * radius / 8, radius))


def erf_bounds(x: AffineNumber) -> AffineNumber:
    """Return erf x; its second slope is nowhere larger than √(8/(π·e)) < 0.97."""
    value = elementary.erf(x.centre, DIGITS)
    radius = x.radius
    slope = TWO / WORK.sqrt(elementary.pi(DIGITS)) * WORK.exp(-x.centre * x.centre)
    return _bent(x, value, slope, min(radius * radius * Decimal("0.485"), TWO + TWO * radius))


def exp_minus_1_bounds(x: AffineNumber) -> AffineNumber:
    """Return e^x - 1."""
    grown = exp_bounds(x)
    return plus(grown, AffineNumber(-ONE)) if grown.known else UNKNOWN


def normal_cdf_bounds(x: AffineNumber) -> AffineNumber:
    """Return (1 + erf(x/√2))/2; its second slope is nowhere larger than 1/√(2·π·e) < 0.25."""
    value = elementary.normal_cdf(x.centre, DIGITS)
    radius = x.radius
    bell = WORK.exp(-x.centre * x.centre * HALF)
    slope = bell / WORK.sqrt(TWO * elementary.pi(DIGITS))
    return _bent(x, value, slope, min(radius * radius / 8, ONE + radius))


def half_one_plus_tanh_bounds(x: AffineNumber) -> AffineNumber:
    """Return (1 + tanh x)/2."""
    return _scaled(plus(tanh_bounds(x), AffineNumber(ONE)), HALF)


def sqrt_bounds(x: AffineNumber) -> AffineNumber:
    """Return √x = √c·(1 + d/2 - …), d = (x - c)/c, the next terms at most d²/8/(1 - d), or d²/2."""
    if x.centre <= 0:
        return ZERO_EXACTLY if _exact(x) and not x.centre else UNKNOWN
    relative = x.radius / x.centre
    if relative > 1:
        return UNKNOWN
    value = WORK.sqrt(x.centre)
    square = relative * relative
    rest = square * HALF if relative > Decimal("0.75") else square / (8 * (ONE - relative))
    return _bent(x, value, HALF / value, value * rest)


def max0_bounds(x: AffineNumber) -> AffineNumber:
    """Return the larger one of 0 and x."""
    radius = x.radius
    if x.centre > radius:
        return x
    high = x.centre + radius
    return ZERO_EXACTLY if high <= 0 else AffineNumber(high * HALF, _NO_NOISE, high * HALF)


def absolute_bounds(x: AffineNumber) -> AffineNumber:
    """Return |x|."""
    radius = x.radius
    if x.centre.copy_abs() >= radius:
        return x if x.centre >= 0 else _scaled(x, -ONE)
    high = x.centre.copy_abs() + radius
    return AffineNumber(high * HALF, _NO_NOISE, high * HALF)


def sign_bounds(x: AffineNumber) -> AffineNumber:
    """Return 1, 0 or -1, or what holds all that it may be."""
    low, high = (elementary.sign(end, DIGITS) for end in _ends(x))
    return _between(low, high)


def step_bounds(x: AffineNumber) -> AffineNumber:
    """Return 1 from 0 on, else 0, or what holds both."""
    low, high = (elementary.step(end, DIGITS) for end in _ends(x))
    return _between(low, high)


def larger_bounds(a: AffineNumber, b: AffineNumber) -> AffineNumber:
    """Return the larger one of two numbers, or what holds both."""
    low, high = _ends(_difference(a, b))
    return a if low >= 0 else b if high <= 0 else around(a, b)


def smaller_bounds(a: AffineNumber, b: AffineNumber) -> AffineNumber:
    """Return the smaller one of two numbers, or what holds both."""
    low, high = _ends(_difference(a, b))
    return b if low >= 0 else a if high <= 0 else around(a, b)


def cos_bounds(x: AffineNumber) -> AffineNumber:
    """Return cos x; its second slope is nowhere larger than 1."""
    value = elementary.cos(x.centre, DIGITS)
    if not x.known or value.is_nan():
        return UNKNOWN
    quarter = elementary.pi(DIGITS + max(0, x.centre.adjusted())) * HALF
    slope = elementary.cos(x.centre + quarter, DIGITS)
    radius = x.radius
    return _bent(x, value, slope, min(radius * radius * HALF, ONE + ONE + radius))


def sin_bounds(x: AffineNumber) -> AffineNumber:
    """Return sin x; its second slope is nowhere larger than 1."""
    value = elementary.sin(x.centre, DIGITS)
    if not x.known or value.is_nan():
        return UNKNOWN
    slope = elementary.cos(x.centre, DIGITS)
    radius = x.radius
    return _bent(x, value, slope, min(radius * radius * HALF, ONE + ONE + radius))


def pi_bounds() -> AffineNumber:
    """Return π."""
    return AffineNumber(elementary.pi(DIGITS))


def _ends(x: AffineNumber) -> tuple[Decimal, Decimal]:
    radius = x.radius
    return x.centre - radius, x.centre + radius


def _between(low: Decimal, high: Decimal) -> AffineNumber:
    return AffineNumber((low + high) * HALF, _NO_NOISE, (high - low) * HALF)


def _difference(a: AffineNumber, b: AffineNumber) -> AffineNumber:
    return plus(a, _scaled(b, -ONE))
