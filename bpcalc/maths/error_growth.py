"""How far the value of an elementary function moves at most if its operands are off.

Each bound is given the operands with their errors, and the value at the operands. It is the slope
at the operand times the error, and `SLOPE_GROWTH` times as much for what the slope changes on the
way; where that does not hold, it is infinite, and the line is worked out again with more digits.
"""

from decimal import Decimal

from bpcalc.maths.precision import BOUNDS, ONE, TWO, UNBOUNDED, ZERO, Bounded

SMALL_ERROR = Decimal("0.1")
"""An error, or a part of the operand, up to which slopes change by less than `SLOPE_GROWTH`."""

SLOPE_GROWTH = Decimal("1.5")


def exp_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of e^x·(e^error - 1)."""
    error = x[1]
    return value * error * SLOPE_GROWTH if error <= SMALL_ERROR else UNBOUNDED


def ln_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of error/x; the logarithm is steepest at the lower end."""
    operand, error = x
    return (
        BOUNDS.divide(error * SLOPE_GROWTH, operand)
        if error <= SMALL_ERROR * operand
        else UNBOUNDED
    )


def sqrt_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of error/(2·√x)."""
    operand, error = x
    return BOUNDS.divide(error, value) if error <= SMALL_ERROR * operand else UNBOUNDED


def tanh_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of (1 - tanh² x)·error; the slope grows by e^(2·error) at most."""
    operand, error = x
    if error <= SMALL_ERROR or (abs(value) == ONE and TWO * error <= abs(operand)):
        return (ONE - value * value) * error * SLOPE_GROWTH
    return error


def softplus_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of error·e^x/(1 + e^x); that is less than the value, and less than 1."""
    error = x[1]
    return min(value * SLOPE_GROWTH, ONE) * error if error <= SMALL_ERROR else error


def cosh_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of error·sinh(|x| + error): sinh y is below cosh y, and below 2y up to 2."""
    operand, error = x
    if error > SMALL_ERROR:
        return UNBOUNDED
    reach = abs(operand) + error
    return error * SLOPE_GROWTH * (TWO * reach if reach < ONE else value)


def ln_cosh_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of error·tanh(|x| + error), where tanh y is less than y and less than 1."""
    operand, error = x
    return error * min(abs(operand) + error, ONE)


def erf_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of error·2/√π·e^(-x²).

    The slope is nowhere above 1.13, nor above (2x + 2)·(1 - erf x).
    """
    operand, error = x
    reach = TWO * abs(operand) + TWO
    if error * reach > SMALL_ERROR:
        return error * SLOPE_GROWTH
    return min((ONE - abs(value)) * reach, ONE) * error * SLOPE_GROWTH * SLOPE_GROWTH


def exp_minus_1_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of e^x·(e^error - 1)."""
    error = x[1]
    return (value + ONE) * error * SLOPE_GROWTH if error <= SMALL_ERROR else UNBOUNDED


def normal_cdf_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of error·e^(-x²/2)/√(2π).

    The slope is nowhere above 0.4, nor above (|x| + 2)·P, P being the smaller one of the shares
    below and above x: Gordon (1941), Values of Mills' ratio, Annals of Mathematical Statistics 12.
    """
    operand, error = x
    reach = abs(operand) + TWO
    if error * reach > SMALL_ERROR:
        return error
    return min(value, ONE - value) * reach * error * SLOPE_GROWTH


def half_one_plus_tanh_error(value: Decimal, x: Bounded) -> Decimal:
    """Return a bound of 2·v·(1 - v)·error; the slope grows by e^(2·error) at most."""
    error = x[1]
    return TWO * value * (ONE - value) * error * SLOPE_GROWTH if error <= SMALL_ERROR else error


def max0_error(value: Decimal, x: Bounded) -> Decimal:
    """Return the error of an operand that may be above 0."""
    operand, error = x
    return error if operand > -error else ZERO


def larger_error(value: Decimal, a: Bounded, b: Bounded) -> Decimal:
    """Return the error of the larger operand, or of both if either may be it."""
    (one, its_error), (other, error) = a, b
    if abs(one - other) > its_error + error:
        return its_error if one > other else error
    return max(its_error, error)


def smaller_error(value: Decimal, a: Bounded, b: Bounded) -> Decimal:
    """Return the error of the smaller operand, or of both if either may be it."""
    (one, its_error), (other, error) = a, b
    if abs(one - other) > its_error + error:
        return its_error if one < other else error
    return max(its_error, error)


def absolute_error(value: Decimal, x: Bounded) -> Decimal:
    """Return the error of the operand."""
    return x[1]


def sign_error(value: Decimal, x: Bounded) -> Decimal:
    """Return 0 where the sign is known, 2 where it may be any."""
    operand, error = x
    return ZERO if abs(operand) > error or not error else TWO


def step_error(value: Decimal, x: Bounded) -> Decimal:
    """Return 0 where the side of the step is known, else 1."""
    operand, error = x
    return ZERO if operand >= error or operand < -error else ONE


def cos_error(value: Decimal, x: Bounded) -> Decimal:
    """Return the error: no slope is steeper than 1."""
    return x[1]


def sin_error(value: Decimal, x: Bounded) -> Decimal:
    """Return the error: no slope is steeper than 1."""
    return x[1]


def pi_error(value: Decimal) -> Decimal:
    """Return 0: there is no operand."""
    return ZERO
