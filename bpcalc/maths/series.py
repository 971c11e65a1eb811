"""exp, ln and what erf is made of, to many digits, in whole numbers.

The decimal module has exp and ln; whole numbers of Python take half its time for an exp of 34
digits, and a tenth for one of 5,000. All are off by less than one unit of the last digit.

Sources: Brent & Zimmermann (2010), Modern Computer Arithmetic, sections 4.4 (argument reduction)
and 4.2.3 (Newton's method for inverse functions); Abramowitz & Stegun (1964), Handbook of
Mathematical Functions, 7.1.6, 7.1.14 and 7.1.23 (erf).
"""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from math import isqrt, log, log2, sqrt
from typing import TypeAlias

from bpcalc.maths.precision import EXACT, GUARD, ONE, TWO, shared_context

DecimalOperation: TypeAlias = Callable[[Decimal, Decimal], Decimal]

LIBRARY_DIGITS = 60
"""Digits up to which a logarithm is left to the decimal module."""

FIRST_DIGITS = 15
"""Digits of a logarithm that Halley's iteration starts from."""

MAX_EXPONENT = 17
"""A power of ten of an operand up to which e^x is sure to be a decimal that can be held."""

HELD, NOT_HELD = Decimal("2.3e18"), Decimal("2.31e18")
"""Operands up to which e^x is one as well, and from which it is none, with as many digits as ever:
10^(10^18) is e^(2.3026·10^18). Only what lies between them is left to the decimal module, which
takes a third of a second for 5,000 digits, even of what comes to nothing."""

TOO_FAR = Decimal("1e19")
"""An operand of which the decimal module sees at once that e^x cannot be held."""

BITS_A_DIGIT = 3.3219281
"""A little more than the binary logarithm of 10."""

TERMS_PER_STEP = 20
"""How many terms of the series for erf take as long as one step of the fraction."""

MORE_STEPS = 20
"""Steps of the fraction to be on the safe side, in powers of e."""

CLOSE = 8
"""Zeros after the point of x - 1 from which ln x may be summed as a series."""

MOST_TERMS = 40
"""Terms of that series, and twice as many, that are quicker than Halley's iteration."""


def exp_series(operand: Decimal, digits: int) -> Decimal:
    """Return e to the power of the operand; Infinity or 0 beyond what a decimal can hold.

    >>> str(exp_series(Decimal(1), 30)), len(str(exp_series(Decimal(1), 300)))
    ('2.71828182845904523536028747135', 301)
    """
    size = operand.adjusted()
    if size > MAX_EXPONENT or not operand.is_finite():
        if not operand.is_finite() or operand.copy_abs() > NOT_HELD:
            far = TOO_FAR.copy_sign(operand) if operand.is_finite() else operand
            return shared_context(digits).exp(far)
        if operand.copy_abs() > HELD:
            return shared_context(digits).exp(operand)
    work = digits + GUARD
    if size < 1:
        return shared_context(digits).plus(_exp_of_rest(operand, work))
    tens, rest = _without_tens(operand, work)
    return shared_context(digits).plus(_exp_of_rest(rest, work).scaleb(tens, EXACT))


def exp_apart(operand: Decimal, digits: int) -> tuple[int, Decimal]:
    """Return (n, r) with e^x = r·10^n, whatever the size of the operand."""
    if operand.adjusted() < 1:
        return 0, exp_series(operand, digits)
    tens, rest = _without_tens(operand, digits + GUARD)
    return tens, shared_context(digits).plus(_exp_of_rest(rest, digits + GUARD))


def ln_series(operand: Decimal, digits: int) -> Decimal:
    """Return the natural logarithm of the operand; -Infinity of 0.

    >>> str(ln_series(Decimal(2), 30)), str(ln_series(Decimal(10), 300))[-5:]
    ('0.693147180559945309417232121458', '22211')
    """
    if not operand.is_finite() or operand <= 0:
        return shared_context(digits).ln(operand)
    rest = EXACT.subtract(operand, ONE)
    closeness = max(0, -rest.adjusted()) if rest else 0  # ln x is as small as x is close to 1
    if closeness > CLOSE and closeness * MOST_TERMS > digits:
        return _ln_close_to_1(rest, digits)
    if digits <= LIBRARY_DIGITS:
        return shared_context(digits).ln(operand)
    close = closeness > CLOSE
    value = (_ln_close_to_1 if close else _library_ln)(rest if close else operand, FIRST_DIGITS)
    right = FIRST_DIGITS - 2
    while right < digits:
        right = min(3 * right - 2, digits + GUARD)
        value = _halley(operand, value, right + GUARD, closeness)
    return shared_context(digits).plus(value)


def _library_ln(operand: Decimal, digits: int) -> Decimal:
    return shared_context(digits).ln(operand)


def _ln_close_to_1(rest: Decimal, digits: int) -> Decimal:
    """Return ln(1 + r) = 2·artanh z = 2·(z + z³/3 + z⁵/5 + …), z = r/(2 + r), of a small r.

    The decimal module takes as many digits for it as there are nines in 0.999…, or zeros.
    """
    work = shared_context(digits + GUARD)
    power = total = work.divide(rest, EXACT.add(TWO, rest))
    square = work.multiply(power, power)
    count = 1
    while total.adjusted() - power.adjusted() <= work.prec:
        power, count = work.multiply(power, square), count + 2
        total = work.add(total, work.divide(power, Decimal(count)))
    return shared_context(digits).multiply(TWO, total)


def erf_sum(square: Decimal, digits: int) -> Decimal:
    """Return 1 + 2·x²/3 + 4·x⁴/15 + 8·x⁶/105 + … for x², all of whose terms are positive.

    Multiplications of long numbers are few: the terms are added up in columns, so many to a row,
    and only from row to row a power of x² comes in.

    Source: Smith (1989), Efficient multiple-precision evaluation of elementary functions,
    Mathematics of Computation 52(185).
    """
    size = float(square)
    columns = isqrt(int(digits + 3 * size)) + 1
    bits = int(digits * BITS_A_DIGIT + columns * log2(2 * size + 2)) + 64
    step = int(shared_context(bits).multiply(square, Decimal(1 << bits + 1)))
    row = 1 << bits
    for _ in range(columns):
        row = row * step >> bits
    sums = [0] * columns
    term, odd = 1 << bits, 1
    while term:
        for column in range(columns):
            sums[column] += term
            odd += 2
            term //= odd
        term = term * row >> bits
    total = 0
    for part in reversed(sums):
        total = (total * step >> bits) + part
    return shared_context(digits).divide(Decimal(total), Decimal(1 << bits))


def erfc_terms(square: Decimal, digits: int) -> int:
    """Return how many terms of the sum below are enough, or 0 if it never comes so close.

    Its terms become smaller up to the one numbered x², which is about e^(-x²).
    """
    size, wanted = float(square), digits * log(10)
    if size < wanted:
        return 0
    left = 0.0
    for count in range(1, int(size)):
        left += log((2 * size) / (2 * count - 1))
        if left > wanted:
            return count
    return 0


def erfc_sum(square: Decimal, digits: int, terms: int) -> Decimal:
    """Return 1 - 1/(2·x²) + 3/(2·x²)² - 15/(2·x²)³ + … for x², of which so many terms are enough.

    What is left out is less than the next term. The terms are added up in columns, as above.
    """
    columns = isqrt(terms) + 1
    bits = int(digits * BITS_A_DIGIT + columns * log2(2 * terms + 2)) + 64
    one = Decimal(1 << bits)
    step = int(shared_context(bits // 3).divide(one, EXACT.multiply(TWO, square)))
    row = 1 << bits
    for _ in range(columns):
        row = row * step >> bits
    sums = [0] * columns
    term, odd, sign = 1 << bits, -1, 1
    for first in range(0, terms + 1, columns):
        if first:
            term = term * row >> bits
        for column in range(columns):
            sums[column] += sign * term
            odd += 2
            term *= odd
            sign = -sign
    total = 0
    for part in reversed(sums):
        total = (total * step >> bits) + part
    return shared_context(digits).divide(Decimal(total), one)


def fraction_steps(size: Decimal, digits: int) -> int:
    """Return how many steps of the fraction below are enough, or 0 if the series is quicker.

    In step k from behind, an error becomes smaller by (√(x² + 2k) - x)/(√(x² + 2k) + x).
    """
    x, left, steps = float(size), digits * log(10) + MORE_STEPS, 0
    most = (x * x + digits) / TERMS_PER_STEP
    while left > 0:
        steps += 1
        left -= log((sqrt(x * x + 2 * steps) + x) ** 2 / (2 * steps))
        if steps > most:
            return 0
    return steps


def erfc_fraction(size: Decimal, digits: int, steps: int) -> Decimal:
    """Return x + ½/(x + 1/(x + 3/2/(x + …))) from so many steps, or more if they do not do.

    It lies between any two neighbouring steps; so where they agree, it is known.
    """
    bits = int(digits * BITS_A_DIGIT) + 64
    one = Decimal(1 << bits)
    whole = int(shared_context(digits + bits).multiply(size, one))
    found, other = (_fraction_from(steps + more, whole, bits) for more in (0, 1))
    while abs(found - other) >> 32:
        steps *= 2
        found, other = (_fraction_from(steps + more, whole, bits) for more in (0, 1))
    return shared_context(digits).divide(Decimal(found), one)


def _fraction_from(steps: int, size: int, bits: int) -> int:
    """Return so many steps of the fraction, in units of 2^-bits."""
    found = size
    for half in range(steps, 0, -1):
        found = size + (half << 2 * bits - 1) // found
    return found


def _without_tens(operand: Decimal, digits: int) -> tuple[int, Decimal]:
    """Return (n, r) with operand = n·ln 10 + r and |r| < 10."""
    size = operand.adjusted()
    work = shared_context(digits + size + 3)
    tens = work.divide_int(operand, _ln10(size + GUARD))
    return int(tens), work.subtract(operand, work.multiply(tens, _ln10(digits + size + 3)))


def _exp_of_rest(operand: Decimal, digits: int) -> Decimal:
    """Return e to the power of an operand below 10 in size.

    The operand is halved until a short series does, that of the hyperbolic sine, and the value is
    squared as often. Each of the squarings doubles what the ones before have lost.
    """
    bits, halvings, one, multiply, divide, divisors = _series(digits)
    step = int(multiply(operand.copy_abs(), one)) >> halvings
    square = step * step >> bits
    term = sinh = step
    for divisor in divisors:
        term = (term * square >> bits) // divisor
        if not term:
            break
        sinh += term
    total = sinh + isqrt((1 << 2 * bits) + sinh * sinh)  # cosh² = 1 + sinh²
    for _ in range(halvings):
        total = total * total >> bits
    return divide(one, Decimal(total)) if operand < 0 else divide(Decimal(total), one)


@lru_cache(maxsize=64)
def _series(digits: int) -> tuple[int, int, Decimal, DecimalOperation, DecimalOperation, list[int]]:
    """Return what the series for e^x needs.

    That is the bits after the binary point, how often the operand is halved, 1 as so many bits,
    a multiplication and a division that are good enough, and by what each term is divided: there
    are as many as it takes of an operand of 10, whose terms lose `2 * halvings - 7` bits each.
    """
    halvings = max(8, isqrt(digits))
    bits = int(digits * BITS_A_DIGIT) + 32 + 2 * halvings
    one = Decimal(1 << bits)
    terms = bits // (2 * halvings - 7) + 1
    divisors = [count * (count - 1) for count in range(3, 2 * terms + 3, 2)]
    multiply, divide = shared_context(2 * digits).multiply, shared_context(digits).divide
    return bits, halvings, one, multiply, divide, divisors


def _halley(operand: Decimal, value: Decimal, digits: int, closeness: int) -> Decimal:
    """Return the next value of Halley's iteration for ln x, with three times as many digits."""
    work = shared_context(digits + closeness)
    power = exp_series(value, digits + closeness)
    twice = work.multiply(TWO, EXACT.subtract(operand, power))
    return work.add(value, work.divide(twice, EXACT.add(operand, power)))


@lru_cache(maxsize=64)
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
