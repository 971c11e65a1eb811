"""Elementary functions in decimals, each correct to so many significant digits.

What lies close to ±1 comes with further digits, as many as its distance from ±1 needs (see
`precision`); and so does a share of one half close to ½. Nothing is ever raised: ln 0 is
-Infinity, and the root of a negative number NaN.
The current decimal context must be `EXACT`, so that plain `+` and `*` are exact.

Sources: Abramowitz & Stegun (1964), Handbook of Mathematical Functions, sections 4.5 and 7.1
(7.1.6 the series of erf, 7.1.14 the fraction of 1 - erf, 7.1.23 its sum far out); for π, Brent
(1976), Fast multiple-precision evaluation of elementary functions, Journal of the ACM 23.
"""

from decimal import Decimal
from functools import lru_cache

from bpcalc.maths import series
from bpcalc.maths.precision import EXACT, GUARD, HALF, LIMIT, ONE, TWO, ZERO, kept, shared_context

SERIES = 3
"""Up to here erf is worked out first, beyond, 1 - erf."""

SPARE = 5
"""How many digits 1 - erf x may have fewer than e^(-x²), where the series is used for it."""


def exp(operand: Decimal, digits: int) -> Decimal:
    """Return e^x; close to 1 with the digits in which it differs from it."""
    close = -operand.adjusted() if operand else 0
    return series.exp_series(operand, digits + min(close, LIMIT) if close > 1 else digits)


def ln(operand: Decimal, digits: int) -> Decimal:
    """Return the natural logarithm."""
    return series.ln_series(operand, digits)


def tanh(operand: Decimal, digits: int) -> Decimal:
    """Return tanh x = 1 - 2/(e^2x + 1), odd in x and close to x where x is small."""
    size = operand.copy_abs()
    small = _smallness(size)
    if small > digits:  # the next term of the series is x^3/3
        return operand
    work = shared_context(digits + 2 * small + 5)
    rest = work.divide(TWO, EXACT.add(series.exp_series(EXACT.multiply(TWO, size), work.prec), ONE))
    return kept(EXACT.subtract(ONE, rest), digits).copy_sign(operand)


def cosh(operand: Decimal, digits: int) -> Decimal:
    """Return cosh x = (e^x + e^-x)/2; close to 1 with the digits in which it differs from it."""
    small = min(_smallness(operand.copy_abs()), LIMIT)
    work = shared_context(digits + GUARD + 2 * small)
    grown = series.exp_series(operand, work.prec)
    return kept(work.multiply(HALF, work.add(grown, work.divide(ONE, grown))), digits)


def exp_minus_1(operand: Decimal, digits: int) -> Decimal:
    """Return e^x - 1; close to 0 with digits of its own, close to -1 with those of its distance."""
    small = _smallness(operand.copy_abs())
    if small > digits:  # the next term of the series is x^2/2
        return operand
    grown = exp(operand, digits + GUARD + small)
    if operand < 0 and grown and -grown.adjusted() > LIMIT:
        return -ONE
    return kept(EXACT.subtract(grown, ONE), digits)


def normal_cdf(operand: Decimal, digits: int) -> Decimal:
    """Return (1 + erf(x/√2))/2, from 1 - erf where that is small; close to ½ as above."""
    work = shared_context(digits + GUARD)
    place = work.divide(operand, root_of_two(work.prec))
    if place.is_nan():
        return place
    if place <= -SERIES:
        return work.multiply(HALF, _erfc(place.copy_abs(), digits))
    return _half_one_plus(erf(place, digits + GUARD), digits)


def half_one_plus_tanh(operand: Decimal, digits: int) -> Decimal:
    """Return (1 + tanh x)/2 = 1/(1 + e^-2x); close to ½ as above."""
    if _smallness(operand):
        return _half_one_plus(tanh(operand, digits + GUARD), digits)
    work = shared_context(digits + GUARD)
    grown = series.exp_series(EXACT.multiply(TWO, operand.copy_abs()).copy_negate(), work.prec)
    rest = work.divide(grown, EXACT.add(ONE, grown))
    return rest if operand < 0 else kept(EXACT.subtract(ONE, rest), digits)


def _half_one_plus(part: Decimal, digits: int) -> Decimal:
    """Return (1 + y)/2, with so many digits of y/2 where y is small."""
    value = EXACT.multiply(HALF, EXACT.add(ONE, part))
    return kept(value, digits + _smallness(part))


def sqrt(operand: Decimal, digits: int) -> Decimal:
    """Return the square root."""
    return shared_context(digits + GUARD).sqrt(operand)


def absolute(operand: Decimal, digits: int) -> Decimal:
    """Return |x|, exactly."""
    return operand.copy_abs()


def sign(operand: Decimal, digits: int) -> Decimal:
    """Return 1, 0 or -1."""
    if operand.is_nan():
        return operand
    return ONE.copy_sign(operand) if operand else ZERO


def step(operand: Decimal, digits: int) -> Decimal:
    """Return 1 from 0 on, else 0."""
    return operand if operand.is_nan() else ONE if operand >= 0 else ZERO


def max0(operand: Decimal, digits: int) -> Decimal:
    """Return the larger one of 0 and x."""
    return operand if operand > 0 else ZERO


def larger(one: Decimal, other: Decimal, digits: int) -> Decimal:
    """Return the larger one of two numbers."""
    return one if one > other or one.is_nan() else other


def smaller(one: Decimal, other: Decimal, digits: int) -> Decimal:
    """Return the smaller one of two numbers."""
    return other if one > other or other.is_nan() else one


def softplus(operand: Decimal, digits: int) -> Decimal:
    """Return ln(1 + e^x) = x + ln(1 + e^-x)."""
    work = shared_context(digits + GUARD)
    if operand > 0:
        return work.add(operand, softplus(operand.copy_negate(), digits))
    grown = series.exp_series(operand, work.prec)
    small = _smallness(grown)
    if small > digits + GUARD:  # the next term of the series is e^2x/2
        return grown
    return series.ln_series(EXACT.add(ONE, grown), digits + GUARD + small)


def ln_cosh(operand: Decimal, digits: int) -> Decimal:
    """Return ln(cosh x) = |x| + ln(1 + e^-2|x|) - ln 2."""
    size = operand.copy_abs()
    small = _smallness(size)
    if small > digits:  # the next term of the series is -x^4/12
        return EXACT.multiply(HALF, EXACT.multiply(size, size))
    work = shared_context(digits + GUARD + 2 * small)
    rest = softplus(EXACT.multiply(TWO, size).copy_negate(), work.prec)
    return work.subtract(work.add(size, rest), series.ln_series(TWO, work.prec))


def erf(operand: Decimal, digits: int) -> Decimal:
    """Return the error function 2/√π·∫ e^(-t²) dt from 0 to x."""
    size = operand.copy_abs()
    if not size or size.is_nan():
        return size if size else ZERO
    if _smallness(size) > digits:  # the next term of the series is x^3/3
        work = shared_context(digits + GUARD)
        return work.divide(work.multiply(TWO, operand), root_of_pi(work.prec))
    value = _erf_series(size, digits) if size < SERIES else EXACT.subtract(ONE, _erfc(size, digits))
    return kept(value, digits).copy_sign(operand)


def _erf_series(size: Decimal, digits: int) -> Decimal:
    """Return 2/√π·x·e^(-x²)·(1 + 2·x²/3 + 4·x⁴/15 + …)."""
    work = shared_context(digits + GUARD)
    square = EXACT.multiply(size, size)
    factor = work.divide(work.multiply(TWO, size), root_of_pi(work.prec))
    bell = series.exp_series(square.copy_negate(), work.prec)
    return work.multiply(work.multiply(factor, bell), series.erf_sum(square, work.prec))


def _erfc(size: Decimal, digits: int) -> Decimal:
    """Return 1 - erf x = e^(-x²)/√π/(x + ½/(x + 1/(x + 3/2/(x + …)))).

    Far out a sum of few terms comes as close as is asked. Where it does not, and the fraction would
    be long, 1 - erf x is taken from the series, which needs as many digits more as the difference
    loses.
    """
    work = shared_context(digits + GUARD)
    square = EXACT.multiply(size, size)
    bell = series.exp_series(square.copy_negate(), work.prec)
    if not bell:
        return ZERO
    terms = series.erfc_terms(square, work.prec)
    if terms:
        bell = work.multiply(bell, series.erfc_sum(square, work.prec, terms))
        return work.divide(bell, work.multiply(root_of_pi(work.prec), size))
    steps = series.fraction_steps(size, work.prec)
    if not steps:
        return work.subtract(ONE, _erf_series(size, digits + SPARE - bell.adjusted()))
    fraction = series.erfc_fraction(size, work.prec, steps)
    return work.divide(bell, work.multiply(root_of_pi(work.prec), fraction))


@lru_cache(maxsize=64)
def root_of_pi(digits: int) -> Decimal:
    """Return √π."""
    return shared_context(digits).plus(_long_root_of_pi(_long(digits)))


@lru_cache(maxsize=64)
def _long_root_of_pi(digits: int) -> Decimal:
    return shared_context(digits).sqrt(_long_pi(digits))


FARTHEST_TURN = 2 * LIMIT
"""Digits before the point from which nobody knows where on its circle an angle is."""


def cos(operand: Decimal, digits: int) -> Decimal:
    """Return cos x; NaN of a number with too many digits before its point.

    >>> str(cos(Decimal(1), 30))
    '0.540302305868139717400936607443'
    """
    if not operand.is_finite() or operand.adjusted() > FARTHEST_TURN:
        return Decimal("NaN")
    size, spare = operand.copy_abs(), GUARD + max(0, operand.adjusted())
    while True:
        work = shared_context(digits + spare)
        turned = work.divide(size, pi(work.prec))
        turns = turned.to_integral_value()
        rest = EXACT.subtract(size, EXACT.multiply(turns, pi(work.prec + max(0, turns.adjusted()))))
        found = _cos_of_rest(work.plus(rest), work.prec)
        lost = -found.adjusted() if found else work.prec
        if lost + max(0, operand.adjusted()) + GUARD // 2 <= spare or spare > 4 * LIMIT:
            found = found.copy_negate() if turns % 2 else found
            return shared_context(digits).plus(found)
        spare = lost + GUARD + max(0, operand.adjusted())


def sin(operand: Decimal, digits: int) -> Decimal:
    """Return sin x = cos(x - π/2), with all digits also where it is small; NaN as for cos.

    >>> str(sin(Decimal(1), 30)), str(sin(Decimal("1e-20"), 12))
    ('0.841470984807896506652502321630', '1.00000000000E-20')
    """
    if not operand or not operand.is_finite() or operand.adjusted() > FARTHEST_TURN:
        return operand if operand.is_finite() and not operand else Decimal("NaN")
    spare = GUARD + abs(operand.adjusted())
    while True:
        quarter = shared_context(digits + 2 * spare).multiply(pi(digits + 2 * spare), HALF)
        found = cos(EXACT.subtract(operand, quarter), digits + spare)
        if not found or -found.adjusted() + GUARD // 2 <= spare or spare > 4 * LIMIT:
            return shared_context(digits).plus(found)
        spare = GUARD + abs(operand.adjusted()) - found.adjusted()


def _cos_of_rest(rest: Decimal, digits: int) -> Decimal:
    """Return cos x = 1 - x²/2 + x⁴/24 - …, of a number from -π/2 to π/2."""
    work = shared_context(digits + GUARD)
    square = work.multiply(rest, rest)
    total = term = ONE
    step = 0
    while term and term.adjusted() > -work.prec:
        step += 2
        term = work.divide(work.multiply(term, square), Decimal(-step * (step - 1)))
        total = work.add(total, term)
    return total


@lru_cache(maxsize=64)
def root_of_two(digits: int) -> Decimal:
    """Return √2."""
    return shared_context(digits).sqrt(TWO)


@lru_cache(maxsize=64)
def pi(digits: int) -> Decimal:
    """Return π.

    >>> str(pi(30))
    '3.14159265358979323846264338328'
    """
    return shared_context(digits).plus(_long_pi(_long(digits)))


def _long(digits: int) -> int:
    """Return one of a few numbers of digits, at least `GUARD` more: so π is seldom found anew."""
    step = 1 << max(5, digits.bit_length() - 3)
    return -(-(digits + GUARD) // step) * step


@lru_cache(maxsize=64)
def _long_pi(digits: int) -> Decimal:
    """Return π, by the arithmetic-geometric mean."""
    work = shared_context(digits + GUARD)
    one, other = ONE, work.divide(ONE, work.sqrt(TWO))
    quarter, power = Decimal("0.25"), ONE
    for _ in range(digits.bit_length() + 2):
        mean = work.multiply(HALF, work.add(one, other))
        other = work.sqrt(work.multiply(one, other))
        change = work.subtract(one, mean)
        quarter = work.subtract(quarter, work.multiply(power, work.multiply(change, change)))
        one, power = mean, work.multiply(TWO, power)
    total = work.add(one, other)
    return shared_context(digits).divide(
        work.multiply(total, total), work.multiply(Decimal(4), quarter)
    )


def _smallness(size: Decimal) -> int:
    """Return the zeros behind the point before the first digit of a number, its 0 included."""
    return max(0, -size.adjusted()) if size else 0
