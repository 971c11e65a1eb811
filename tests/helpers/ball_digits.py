"""What the values of a calculation truly are, by fractions and balls of python-flint.

The formula of every line is evaluated over numbers of its own: exactly where they are rational,
else over balls, numbers with a bound of how far off they are (Arb). A digit that a ball leaves open
is asked again of balls with more digits, of this value and of those it is worked out from; what is
open with `LAST_DIGITS` is a tie, or zero.

Source: Johansson (2017), Arb: efficient arbitrary-precision midpoint-radius interval arithmetic,
IEEE Transactions on Computers 66(8).
"""

# ruff: noqa: D102 - the methods of an algebra are named after the nodes of a formula

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, TypeVar

from flint import arb, ctx, fmpq

from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT
from bpcalc.maths.rounding import Digits
from tests.helpers.mpmath_digits import Undecided

STEPS = (64, 256, 1024)
"""Digits of the first balls, and of those after them."""

LAST_DIGITS = 5000
"""Digits of the last balls, if no more are asked for."""

BITS = 3.33
"""Bits of a digit, and a little more."""

LOG10_2 = 30102999566398119521, 10**20
"""The logarithm of 2 to the base 10, as dividend and divisor."""

KNOWN_BITS = 10
"""Bits of a ball that is not mostly unknown."""

DEEP_DIGITS = (20_000, 200_000)
"""Digits before one is called wrong: outputs with as many nines have digits behind them."""

MAX_BITS = 10_000
"""Bits of a fraction that is kept as one."""

FARTHEST = arb(2) ** (-3 * 10**18)
"""A number below this is smaller than any that a decimal can hold."""

FAR = 1000

MOST_WRONG = fmpq(1, 2 * 10**27)
"""How far off a number of 28 right digits may be, as a part of itself."""

Ball: TypeAlias = fmpq | arb

T = TypeVar("T")

ZERO, ONE = fmpq(0), fmpq(1)


class Open(Exception):
    """A ball is too wide for what is asked of it."""


def _ln(x: arb) -> arb:
    if x > 0:
        return x.log()
    if x <= 0:
        return arb.neg_inf()
    raise Open


def _ln_cosh(x: arb) -> arb:
    if abs(x) < 1:
        return (2 * (x / 2).sinh() ** 2).log1p()
    return abs(x) + (-2 * abs(x)).exp().log1p() - arb(2).log()


def _normal_cdf(x: arb) -> arb:
    if not x < -FAR:
        return (-x / arb(2).sqrt()).erfc() / 2
    square, half = x * x / 2, arb(fmpq(1, 2))  # of what is far away, `erfc` tells only a bound
    return (-square).exp() * square.hypgeom_u(half, half) / arb.pi().sqrt() / 2


FUNCTIONS: dict[str, Callable[..., arb]] = {
    "exp": arb.exp,
    "ln": _ln,
    "tanh": arb.tanh,
    "cos": arb.cos,
    "sin": arb.sin,
    "cosh": arb.cosh,
    "ln_cosh": _ln_cosh,
    "softplus": lambda x: x + (-x).exp().log1p() if x > 0 else x.exp().log1p(),
    "erf": arb.erf,
    "sqrt": arb.sqrt,
    "pi": arb.pi,
    "exp_minus_1": arb.expm1,
    "normal_cdf": _normal_cdf,
    "half_one_plus_tanh": lambda x: 1 / (1 + 1 / (2 * x).exp()),
}

AT_ZERO = {"exp": ONE, "cosh": ONE} | dict.fromkeys(("tanh", "erf", "ln_cosh", "exp_minus_1"), ZERO)


class Balls:
    """Evaluates formulas over fractions and balls; an algebra."""

    def __init__(self, ref: Callable[[Key], Ball], *, last: bool) -> None:
        """Evaluate a quantity as `ref(key)`; the last time, what is open is a tie."""
        self.ref = ref
        self._last = last

    def number(self, number: Number) -> Ball:
        return _true(number.value)

    def sum(self, terms: list[Ball]) -> Ball:
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        if isinstance(total, fmpq):
            return _short(total)
        return self._settled(total)

    def product(self, factors: list[Ball]) -> Ball:
        if 0 in factors:
            return ZERO
        product = factors[0]
        for factor in factors[1:]:
            product = product * factor
        return _short(product)

    def quotient(self, dividend: Ball, divisor: Ball) -> Ball:
        if divisor == 0:
            raise ZeroDivisionError
        if isinstance(divisor, arb) and divisor.contains(0):
            raise Open
        return ZERO if dividend == 0 else _short(dividend / divisor)

    def power(self, base: Ball, exponent: int) -> Ball:
        return self.product([base] * exponent)

    def minus(self, operand: Ball) -> Ball:
        return -operand

    def apply(self, function: str, *operands: Ball) -> Ball:
        if function in SIMPLE:
            return SIMPLE[function](self, *operands)
        if operands and operands[0] == 0 and function in AT_ZERO:
            return AT_ZERO[function]
        return self._settled(_short(FUNCTIONS[function](*map(_ball, operands))))

    def _settled(self, value: Ball) -> Ball:
        """Return a number that may be next to nothing: what is open the last time is zero."""
        return ZERO if self._last and isinstance(value, arb) and value.contains(0) else value

    def choice(self, tested: Ball, above: Ball, otherwise: Ball) -> Ball:
        return above if self.sign(tested) > 0 else otherwise

    def sign(self, value: Ball) -> int:
        """Return the sign of a number."""
        if value > 0:
            return 1
        if value < 0:
            return -1
        if value == 0 or self._last:
            return 0
        raise Open

    def larger(self, one: Ball, other: Ball) -> Ball:
        """Return the larger one."""
        return one if self.sign(one - other) >= 0 else other


SIMPLE: dict[str, Callable[..., Ball]] = {
    "max0": lambda balls, x: balls.larger(x, ZERO),
    "max": lambda balls, x, y: balls.larger(x, y),
    "min": lambda balls, x, y: -balls.larger(-x, -y),
    "abs": lambda _, x: x if x > 0 else -x if x < 0 else abs(x),
    "sign": lambda balls, x: fmpq(balls.sign(x)),
    "step": lambda balls, x: fmpq(balls.sign(x) >= 0),
}


def _short(value: Ball) -> Ball:
    """Return a number: 0 if it is smaller than a decimal's exponents allow, a ball if it is long.

    Raises:
        Open: nothing is known of it.
    """
    if isinstance(value, fmpq):
        return value if value.height_bits() < MAX_BITS else arb(value)
    if value.is_nan():
        raise Open
    return ZERO if abs(value) < FARTHEST else value


def _ball(value: Ball) -> arb:
    return arb(value) if isinstance(value, fmpq) else value


def _widened(value: Ball, digits: int) -> Ball:
    """Return a ball around all that has the same first digits as a number, so many of them."""
    return value if isinstance(value, fmpq) else value + abs(value) * arb(0, _ten(-digits))


def _true(value: Decimal) -> Ball:
    """Return a decimal as a fraction, or as a ball if the fraction had too many digits."""
    sign, digits, power = value.as_tuple()
    if isinstance(power, int) and abs(power) >= MAX_BITS:
        return (-1) ** sign * int("".join(map(str, digits))) * arb(10) ** power
    return fmpq(*value.as_integer_ratio())


# Rounding -------------------------------------------------------------------------------------


def _rounded(value: Ball, digits: Digits, ties: str, *, last: bool) -> Decimal:
    """Return a value rounded by the definition.

    Raises:
        Open: more digits of it are wanted.
    """
    if value == 0:
        return Decimal(0)
    places = digits.count - 1 - _size(value, last=last) if digits.significant else digits.count
    halves, exact = _halves(abs(value) * (2 * _ten(places)), last=last, cut=ties == "down")
    whole, half = divmod(halves, 2)
    up = half and ties != "down" and (not exact or ties == "half_up" or whole % 2)
    return Decimal(-(whole + bool(up)) if value < 0 else whole + bool(up)).scaleb(-places, EXACT)


def _halves(value: Ball, *, last: bool, cut: bool) -> tuple[int, bool]:
    """Return the whole part of a number, and whether nothing else is left of it.

    A ball around an even number, a whole unit, is one unless units are cut off.
    """
    if isinstance(value, fmpq):
        whole, rest = divmod(value.p, value.q)
        return int(whole), not rest
    whole = value.contains_integer()
    near = value.unique_fmpz() if whole else value.floor().unique_fmpz()
    if near is None or (whole and not last and (cut or near % 2)):
        raise Open
    return int(near), whole


def _size(value: Ball, *, last: bool) -> int:
    """Return the power of ten of the first digit."""
    if isinstance(value, fmpq):
        bits = value.p.bit_length() - value.q.bit_length()
    elif value.rel_accuracy_bits() < KNOWN_BITS:
        raise Open
    else:
        mantissa, power = value.mid().man_exp()
        bits = int(power) + mantissa.bit_length() - 1
    size = (bits - 1) * LOG10_2[0] // LOG10_2[1]
    while not abs(value) < _ten(size + 1):
        if not (last or abs(value) >= _ten(size + 1)):
            raise Open
        size += 1
    return int(size)


def _ten(power: int) -> Ball:
    return _short_ten(power) if abs(power) < MAX_BITS else arb(10) ** power


@lru_cache(maxsize=4096)
def _short_ten(power: int) -> Ball:
    return fmpq(10**power) if power >= 0 else fmpq(1, 10**-power)


def _near(value: Ball, carried: Decimal) -> bool:
    """Return whether a number that is carried has 28 right digits.

    Raises:
        Open: more digits of the value are wanted.
    """
    off, most = abs(value - _true(carried)), abs(value) * MOST_WRONG
    if off <= most:
        return True
    if off > most:
        return False
    raise Open


# The values of a calculation ------------------------------------------------------------------


LAST = (len(STEPS), len(STEPS) + len(DEEP_DIGITS))
"""The levels of digits with which what is open is a tie."""


class Truth:
    """The true values of a calculation, line by line."""

    def __init__(self, digits: int) -> None:
        """Work with no more digits than these, or `LAST_DIGITS` if that is more."""
        self._exact: dict[Key, Ball] = {}
        self._formulas: dict[Key, Expr] = {}
        self._order: dict[Key, int] = {}
        self._levels = [*STEPS, max(digits, LAST_DIGITS), *DEEP_DIGITS]
        self._values: list[dict[Key, Ball | None]] = [{} for _ in self._levels]
        self._algebras = [
            Balls(self._reader(level), last=level in LAST) for level in range(len(self._levels))
        ]

    def give(self, key: Key, value: Decimal) -> None:
        """Enter a value that is exactly this."""
        self._exact[key] = _true(value)

    def work(self, key: Key, formula: Expr) -> None:
        """Work out a line over those before it."""
        self._order[key] = len(self._order)
        self._formulas[key] = formula
        self._work(key, 0)

    def rounded(self, key: Key, digits: Digits, ties: str) -> Decimal:
        """Return a value rounded by the definition.

        Raises:
            Undecided: it cannot be told.
        """
        return self._asked(
            key, lambda value, last: _rounded(value, digits, ties, last=last), range(LAST[0] + 1)
        )

    def surely(self, key: Key, digits: Digits, ties: str) -> Decimal:
        """Return a value rounded by the definition, with the most digits there are.

        Raises:
            Undecided: it cannot be told.
        """
        return self._asked(
            key,
            lambda value, last: _rounded(value, digits, ties, last=last),
            range(LAST[0] + 1, LAST[1] + 1),
        )

    def near(self, key: Key, carried: Decimal) -> bool:
        """Return whether a number that is carried has 28 right digits.

        Raises:
            Undecided: it cannot be told.
        """
        return self._asked(key, lambda value, _: _near(value, carried), range(len(self._levels)))

    def _asked(self, key: Key, question: Callable[[Ball, bool], T], levels: range) -> T:
        """Return the answer to a question, of balls with so many digits that it has one."""
        for level in levels:
            ctx.prec = int(self._levels[level] * BITS)
            for each in self._lacking(key, level):
                self._work(each, level)
            value = self._exact[key] if key in self._exact else self._values[level][key]
            if value is not None:
                last = level in LAST
                with suppress(Open):
                    return question(_widened(value, self._levels[level]) if last else value, last)
        raise Undecided(key)

    def _work(self, key: Key, level: int) -> None:
        """Work out a line with the digits of a level; None if they are too few."""
        ctx.prec = int(self._levels[level] * BITS)
        value: Ball | None = None
        with suppress(Open):
            value = self._formulas[key].fold(self._algebras[level])
        if isinstance(value, fmpq):
            self._exact[key] = value
        else:
            self._values[level][key] = value

    def _lacking(self, key: Key, level: int) -> list[Key]:
        """Return the lines that are to be worked out with the digits of a level, in order."""
        lacking: set[Key] = set()
        waiting = [key]
        while waiting:
            key = waiting.pop()
            if key not in lacking and key not in self._exact and key not in self._values[level]:
                lacking.add(key)
                waiting += self._formulas[key].refs()
        return sorted(lacking, key=self._order.__getitem__)

    def _reader(self, level: int) -> Callable[[Key], Ball]:
        exact, values = self._exact, self._values[level]

        def read(key: Key) -> Ball:
            value = exact[key] if key in exact else values[key]
            if value is None:
                raise Open
            return value

        return read
