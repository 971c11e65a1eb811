"""What the values of a calculation truly are, by fractions and mpmath.

The formula of every line is evaluated over numbers of its own: exactly where they are rational,
else by mpmath with many digits more than bpcalc begins with. What is closer to a tie than half
its digits is one. `ball_digits` is the faster one, and knows how far off its numbers may be.
"""

# ruff: noqa: D102 - the methods of an algebra are named after the nodes of a formula

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from mpmath import mp, mpf

from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT
from bpcalc.maths.rounding import Digits

LOG10_2 = Fraction(30102999566398119521, 10**20)

FARTHEST = 3 * 10**18
"""Powers of two below which a number is smaller than any that a decimal can hold."""

MAX_BITS = 10_000

True_: TypeAlias = Fraction | mpf


class Undecided(Exception):
    """What a value is cannot be told."""


FUNCTIONS: dict[str, Callable[..., mpf]] = {
    "exp": mp.exp,
    "ln": lambda x: mp.log(x) if x > 0 else -mp.inf,
    "tanh": mp.tanh,
    "cos": mp.cos,
    "sin": mp.sin,
    "cosh": mp.cosh,
    "ln_cosh": lambda x: mp.log1p(2 * mp.sinh(x / 2) ** 2),
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "erf": mp.erf,
    "sqrt": mp.sqrt,
    "pi": lambda: +mp.pi,
    "exp_minus_1": mp.expm1,
    "normal_cdf": mp.ncdf,
    "half_one_plus_tanh": lambda x: 1 / (1 + mp.exp(-2 * x)),
}

SIMPLE: dict[str, Callable[..., True_]] = {
    "max0": lambda x: max(x, Fraction(0)),
    "max": max,
    "min": min,
    "abs": abs,
    "sign": lambda x: Fraction((x > 0) - (x < 0)),
    "step": lambda x: Fraction(x >= 0),
}


class Oracle:
    """Evaluates formulas over fractions and numbers of mpmath; an algebra."""

    def __init__(self, ref: Callable[[Key], True_]) -> None:
        """Evaluate a quantity as `ref(key)`."""
        self.ref = ref

    def number(self, number: Number) -> True_:
        return _true(number.value)

    def sum(self, terms: list[True_]) -> True_:
        return _settled(reduce(_with(operator.add), terms), max(map(abs, terms)))

    def product(self, factors: list[True_]) -> True_:
        return Fraction(0) if 0 in factors else reduce(_with(operator.mul), factors)

    def quotient(self, dividend: True_, divisor: True_) -> True_:
        if divisor == 0:
            raise ZeroDivisionError
        return _with(operator.truediv)(dividend, divisor)

    def power(self, base: True_, exponent: int) -> True_:
        return self.product([base] * exponent)

    def minus(self, operand: True_) -> True_:
        return -operand

    def apply(self, function: str, *operands: True_) -> True_:
        if function in SIMPLE:
            return SIMPLE[function](*operands)
        if operands == (0,) and function in ("exp", "cosh"):
            return Fraction(1)
        if operands == (0,) and function in ("tanh", "erf", "ln_cosh", "exp_minus_1"):
            return Fraction(0)
        value = FUNCTIONS[function](*map(_in_mpmath, operands))
        return _counted(value)

    def choice(self, tested: True_, above: True_, otherwise: True_) -> True_:
        return above if tested > 0 else otherwise


def _counted(value: mpf) -> True_:
    """Return a number, or 0 if it is smaller than a decimal's exponents allow."""
    return Fraction(0) if mp.mag(value) < -FARTHEST else value


def _true(value: Decimal) -> True_:
    """Return a decimal as a fraction, or in mpmath if the fraction had too many digits."""
    sign, digits, power = value.as_tuple()
    if not isinstance(power, int) or abs(power) < MAX_BITS:
        return Fraction(value)
    return (-1) ** sign * mpf(int("".join(map(str, digits)))) * mpf(10) ** power


def _in_mpmath(value: True_) -> mpf:
    return mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def _with(operation: Callable[[True_, True_], True_]) -> Callable[[True_, True_], True_]:
    """Return an operation that is exact where both of its operands are, and not too long."""

    def mixed(one: True_, other: True_) -> True_:
        if isinstance(one, Fraction) and isinstance(other, Fraction):
            value = operation(one, other)
            return value if value.denominator.bit_length() < MAX_BITS else _in_mpmath(value)
        return _counted(operation(_in_mpmath(one), _in_mpmath(other)))

    return mixed


def _settled(total: True_, largest: True_) -> True_:
    """Return a sum, or zero where nothing but the last digits is left of its terms."""
    if isinstance(total, Fraction) or abs(total) > largest * mpf(10) ** -(mp.dps * 2 // 3):
        return total
    return Fraction(0)


def rounded(value: True_, digits: Digits, ties: str) -> Decimal:
    """Return a value rounded by the definition."""
    if not value:
        return Decimal(0)
    places = digits.count - 1 - _size(value) if digits.significant else digits.count
    whole, rest = _split(abs(value), places)
    up = {"half_up": rest >= HALF, "down": rest == 2 * HALF}.get(
        ties, rest > HALF or (rest == HALF and whole % 2 == 1)
    )
    return Decimal(-whole - up if value < 0 else whole + up).scaleb(-places, EXACT)


def _split(size: True_, places: int) -> tuple[int, int]:
    """Return the units of the last place in a number, and which part of one is left.

    The part is 0, less than `HALF`, that, more, or twice that.
    """
    if isinstance(size, Fraction):
        scale = 10 ** abs(places)
        dividend = size.numerator * (scale if places >= 0 else 1)
        divisor = size.denominator * (scale if places < 0 else 1)
        whole, left = divmod(dividend, divisor)
        return whole, _sided(2 * left, divisor) if left else 0
    scaled = size * mpf(10) ** places
    whole = int(mp.floor(scaled))
    rest = scaled - whole
    near = mpf(10) ** -(mp.dps // 2)
    for part, exact in ((0, mpf(0)), (HALF, mpf(1) / 2), (2 * HALF, mpf(1))):
        if abs(rest - exact) < near:
            return whole, part
    return whole, _sided(2 * rest, 1)


HALF = 2
"""Half a unit of the last place; a little less and a little more are one off."""


def _sided(twice: int | mpf, one: int) -> int:
    """Return `HALF`, or what is on the same side of it."""
    return HALF + (twice > one) - (twice < one)


def _size(value: True_) -> int:
    """Return the power of ten of the first digit."""
    if isinstance(value, Fraction):
        size = len(str(abs(value.numerator))) - len(str(value.denominator))
        return size if abs(value) >= Fraction(10) ** size else size - 1
    size = int((mp.mag(value) - 1) * LOG10_2)
    for near in range(size - 2, size + 3):
        if abs(value) < mpf(10) ** (near + 1):
            return near
    raise AssertionError


class Truth:
    """The true values of a calculation, line by line."""

    def __init__(self, digits: int) -> None:
        """Work with so many digits where a value is not rational."""
        self._digits = digits
        self._values: dict[Key, True_] = {}
        self._oracle = Oracle(self._values.__getitem__)

    def give(self, key: Key, value: Decimal) -> None:
        """Enter a value that is exactly this."""
        with mp.workdps(self._digits):
            self._values[key] = _true(value)

    def work(self, key: Key, formula: Expr) -> None:
        """Work out a line over those before it."""
        with mp.workdps(self._digits):
            self._values[key] = formula.fold(self._oracle)

    def rounded(self, key: Key, digits: Digits, ties: str) -> Decimal:
        """Return a value rounded by the definition."""
        with mp.workdps(self._digits):
            return rounded(self._values[key], digits, ties)

    surely = rounded

    def near(self, key: Key, carried: Decimal) -> bool:
        """Return whether a number that is carried has 28 right digits."""
        with mp.workdps(self._digits):
            return _near(carried, self._values[key])


def _near(carried: Decimal, value: True_) -> bool:
    """Return whether a number that is carried has 28 right digits."""
    if isinstance(value, Fraction) and abs(carried.adjusted()) < MAX_BITS:
        dividend, divisor = carried.as_integer_ratio()
        off = abs(dividend * value.denominator - value.numerator * divisor)
        return off * 2 * 10**27 <= abs(value.numerator) * divisor
    off = abs(_with(operator.sub)(_true(carried), value))
    return bool(off <= abs(value) * Fraction(1, 2 * 10**27))
