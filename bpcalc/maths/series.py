"""exp and ln to many digits, in whole numbers.

The decimal module has both; whole numbers of Python take half its time for an exp of 34 digits,
and a tenth for one of 5,000. Both functions are off by less than one unit of the last digit.

Source: Brent & Zimmermann (2010), Modern Computer Arithmetic, sections 4.4 (argument reduction)
and 4.2.3 (Newton's method for inverse functions).
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from math import isqrt
from typing import TypeAlias

from bpcalc.maths.precision import EXACT, GUARD, shared_context

DecimalOperation: TypeAlias = Callable[[Decimal, Decimal], Decimal]

LIBRARY_DIGITS = 60
"""Digits up to which a logarithm is left to the decimal module."""

FIRST_DIGITS = 15
"""Digits of a logarithm that Halley's iteration starts from."""

MAX_EXPONENT = 17
"""A power of ten of an operand from which e^x is left to the decimal module: it is too large."""

BITS_A_DIGIT = 3.3219281
"""A little more than the binary logarithm of 10."""

TWO = Decimal(2)


def exp(operand: Decimal, digits: int) -> Decimal:
    """Return e to the power of the operand; Infinity or 0 beyond what a decimal can hold.

    >>> str(exp(Decimal(1), 30)), len(str(exp(Decimal(1), 300)))
    ('2.71828182845904523536028747135', 301)
    """
    size = operand.adjusted()
    if size > MAX_EXPONENT or not operand.is_finite():
        return shared_context(digits).exp(operand)
    work = digits + GUARD
    if size < 1:
        return shared_context(digits).plus(_exp_of_rest(operand, work))
    tens, rest = _without_tens(operand, work)
    return shared_context(digits).plus(_exp_of_rest(rest, work).scaleb(tens, EXACT))


def ln(operand: Decimal, digits: int) -> Decimal:
    """Return the natural logarithm of the operand; -Infinity of 0.

    >>> str(ln(Decimal(2), 30)), str(ln(Decimal(10), 300))[-5:]
    ('0.693147180559945309417232121458', '81078')
    """
    if digits <= LIBRARY_DIGITS or not operand.is_finite() or operand <= 0:
        return shared_context(digits).ln(operand)
    value = shared_context(FIRST_DIGITS).ln(operand)
    closeness = max(0, -value.adjusted()) if value else 0  # ln x is as small as x is close to 1
    right = FIRST_DIGITS - 2
    while right < digits:
        right = min(3 * right - 2, digits + GUARD)
        value = _halley(operand, value, right + GUARD, closeness)
    return shared_context(digits).plus(value)


def _without_tens(operand: Decimal, digits: int) -> tuple[int, Decimal]:
    """Return (n, r) with operand = n·ln 10 + r and |r| < 10."""
    size = operand.adjusted()
    work = shared_context(digits + size + 3)
    tens = work.divide_int(operand, _ln10(size + GUARD))
    return int(tens), work.subtract(operand, work.multiply(tens, _ln10(digits + size + 3)))


def _exp_of_rest(operand: Decimal, digits: int) -> Decimal:
    """Return e to the power of an operand below 10 in size.

    The operand is halved until a short series does, and the value squared as often. Each of the
    squarings doubles what the ones before have lost.
    """
    bits, halvings, one, multiply, divide = _series(digits)
    step = int(multiply(operand, one)) >> halvings
    term, total, count = step, (1 << bits) + step, 1
    while term not in (0, -1):  # a negative number shifted right ends at -1
        count += 1
        term = (term * step >> bits) // count
        total += term
    for _ in range(halvings):
        total = total * total >> bits
    return divide(Decimal(total), one)


@cache
def _series(digits: int) -> tuple[int, int, Decimal, DecimalOperation, DecimalOperation]:
    """Return what the series for e^x needs.

    That is the bits after the binary point, how often the operand is halved, 1 as so many bits,
    and a multiplication and a division that are good enough.
    """
    halvings = max(8, isqrt(digits))
    bits = int(digits * BITS_A_DIGIT) + 32 + 2 * halvings
    one = Decimal(1 << bits)
    return bits, halvings, one, shared_context(2 * digits).multiply, shared_context(digits).divide


def _halley(operand: Decimal, value: Decimal, digits: int, closeness: int) -> Decimal:
    """Return the next value of Halley's iteration for ln x, with three times as many digits."""
    work = shared_context(digits + closeness)
    power = exp(value, digits + closeness)
    twice = work.multiply(TWO, EXACT.subtract(operand, power))
    return work.add(value, work.divide(twice, EXACT.add(operand, power)))


@cache
def _ln10(digits: int) -> Decimal:
    """Return ln 10 = 46·artanh 1/31 + 34·artanh 1/49 + 20·artanh 1/161."""
    one = 10 ** (digits + GUARD)
    parts = ((46, 31), (34, 49), (20, 161))
    total = sum(times * _artanh_of_inverse(whole, one) for times, whole in parts)
    return shared_context(digits).divide(Decimal(total), Decimal(one))


def _artanh_of_inverse(whole: int, one: int) -> int:
    """Return artanh 1/n = 1/n + 1/(3·n³) + …, in units of 1/one."""
    power = one // whole
    total, count = power, 1
    while power:
        power //= whole * whole
        count += 2
        total += power // count
    return total
