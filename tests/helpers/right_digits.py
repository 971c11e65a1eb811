"""Whether printed digits are right: exercises of many kinds, and an oracle of fractions and mpmath.

The oracle evaluates the formula of every line over its own numbers: exactly where they are
rational, else by mpmath with many digits more than bpcalc begins with. It rounds by itself, from
the definition of the rules; what is closer to a tie than half its digits is one.
"""

# ruff: noqa: D102 - the methods of an algebra are named after the nodes of a formula

import operator
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from random import Random
from typing import NamedTuple, TypeAlias

from mpmath import mp, mpf

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Calculation
from bpcalc.errors import CalculationError
from bpcalc.exercise.spec import Exercise, Layer, Sample
from bpcalc.maths.activations import IDENTITY, RELU, leaky_relu
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.precision import EXACT
from bpcalc.maths.rounding import DEFAULT_DIGITS, TIES, Digits, Rounding
from tests.helpers.exercises import exercise, numbers, random_exercise

LOG10_2 = Fraction(30102999566398119521, 10**20)

FARTHEST = 3 * 10**18
"""Powers of two below which a number is smaller than any that a decimal can hold."""

MAX_SIZE = 1000

MAX_BITS = 10_000

MORE = 10

MOST_DIGITS = 20_000

True_: TypeAlias = Fraction | mpf

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


class Wrong(NamedTuple):
    """A printed number that is not the right one."""

    key: Key
    shown: str
    right: Decimal
    carried: Decimal


class Compared(NamedTuple):
    """What came of one exercise."""

    values: int
    wrong: list[Wrong]
    imprecise: int  # values that are not right in 28 digits


def compared(drawn: Exercise, digits: int) -> Compared | None:
    """Compare all printed numbers of an exercise with those of the oracle.

    Returns:
        What was found; None if an exercise has run away to numbers of `MAX_SIZE` digits.

    Raises:
        CalculationError: a line has no finite value.
    """
    worked = calculate(drawn, drawn.epochs or 1)
    if any(value and value.adjusted() > MAX_SIZE for value in worked.values.values()):
        return None
    with mp.workdps(digits):
        return _compared(worked)


def _compared(worked: Calculation) -> Compared:
    rounding = worked.exercise.rounding
    true: dict[Key, True_] = {}
    oracle = Oracle(true.__getitem__)
    count, imprecise, wrong = 0, 0, []
    for line in worked:
        value = line.formula.fold(oracle)
        if isinstance(line.formula, Number):
            true[line.key] = value
            continue
        count += 1
        asked = rounding.asked(line.key.kind)
        right = rounded(value, asked or DEFAULT_DIGITS, rounding.ties)
        # Nobody is asked for the factors of a delta, so they are not rounded, unless that is said.
        kept = line.key.kind in FACTOR_KINDS and line.key.kind not in rounding.by_kind
        carried = right if rounding.carry == "rounded" and asked and not kept else value
        true[line.key] = _true(carried) if isinstance(carried, Decimal) else carried
        shown = rounding.shown(line.key.kind, line.value)
        if Decimal(shown) != right:
            wrong.append(Wrong(line.key, shown, right, line.value))
        elif carried is value:
            imprecise += not _near(line.value, value)
    return Compared(count, wrong, imprecise)


def _near(carried: Decimal, value: True_) -> bool:
    """Return whether a number that is carried has 28 right digits."""
    if isinstance(value, Fraction) and abs(carried.adjusted()) < MAX_BITS:
        dividend, divisor = carried.as_integer_ratio()
        off = abs(dividend * value.denominator - value.numerator * divisor)
        return off * 2 * 10**27 <= abs(value.numerator) * divisor
    off = abs(_with(operator.sub)(_true(carried), value))
    return bool(off <= abs(value) * Fraction(1, 2 * 10**27))


# Exercises ------------------------------------------------------------------------------------


def _rounding(random: Random, most: int = 8) -> Rounding:
    count = random.randint(0, most)
    significant = random.random() < 0.4
    digits = Digits(max(1, count) if significant else count, significant)
    carry = random.choice(["exact", "exact", "rounded"])
    return Rounding(digits, carry=carry, ties=random.choice(list(TIES)))


def ordinary(random: Random) -> Exercise:
    """Draw an everyday exercise."""
    return replace(random_exercise(random), rounding=_rounding(random))


def ties(random: Random) -> Exercise:
    """Draw an exercise whose values are fractions, rounded where they often make a tie."""
    sizes = [random.randint(1, 3) for _ in range(random.randint(2, 3))]
    units = [Number(text) for text in ("0.5", "0.25", "0.1", "0.05", "0.75", "0.3", "1", "1.5")]

    def row(length: int) -> tuple[Number, ...]:
        return tuple(
            Number(str(random.choice(units).value * random.randint(-6, 6))) for _ in range(length)
        )

    layers = [
        Layer(
            tuple(row(below) for _ in range(size)),
            random.choice([RELU, IDENTITY, leaky_relu("0.25"), leaky_relu("0.1")]),
            random.choice([None, row(size)]),
        )
        for below, size in pairwise(sizes)
    ]
    update = random.choice(["online", "batch", "batch_mean", "batch_mean"])
    count = random.choice([1, 3, 3, 6, 7] if update != "online" else [1, 2])
    samples = [Sample(row(sizes[0]), row(sizes[-1])) for _ in range(count)]
    squared = [loss for name, loss in LOSSES.items() if "squared" in name]
    return exercise(
        layers,
        samples,
        loss=random.choice(squared),
        learning_rate=random.choice(units),
        update=update,
        rounding=_rounding(random, 4),
        epochs=random.randint(1, 2) if update != "online" else 1,
    )


def saturated(random: Random) -> Exercise:
    """Draw an exercise whose outputs come close to their bounds."""
    drawn = random_exercise(random, 8, epochs=1, learning_rate=Number("0.01"))
    return replace(drawn, rounding=_rounding(random, 30))


def extreme(random: Random) -> Exercise:
    """Draw an exercise with numbers of 10^30 and of 10^-30."""
    drawn = random_exercise(random, epochs=1)

    def far(values: tuple[Number, ...]) -> tuple[Number, ...]:
        powers = (random.choice([-30, 0, 0, 30]) for _ in values)
        return tuple(
            Number(str(value.value.scaleb(power)))
            for value, power in zip(values, powers, strict=True)
        )

    samples = tuple(replace(each, inputs=far(each.inputs)) for each in drawn.samples)
    return replace(drawn, samples=samples, rounding=_rounding(random, 12))


def many_digits(random: Random) -> Exercise:
    """Draw an exercise whose numbers have up to 60 digits, of which up to 100 are printed."""
    drawn = random_exercise(random)

    def long(values: tuple[Number, ...]) -> tuple[Number, ...]:
        return numbers(
            *(
                f"{random.choice(['', '-'])}0.{random.getrandbits(random.choice([64, 200])):064d}"
                for _ in values
            )
        )

    layers = tuple(
        replace(each, weights=tuple(long(row) for row in each.weights)) for each in drawn.layers
    )
    return replace(drawn, layers=layers, rounding=_rounding(random, 100))


CLASSES: dict[str, tuple[Callable[[Random], Exercise], int]] = {
    "ordinary": (ordinary, 150),
    "ties": (ties, 150),
    "saturated": (saturated, 1000),
    "extreme": (extreme, 600),
    "many digits": (many_digits, 500),
}
"""How exercises are drawn, and to how many digits the oracle works them out."""


def outcomes(kind: str, seeds: Iterator[int] | range) -> Iterator[tuple[int, Compared | None]]:
    """Yield what came of the exercises of these seeds, None if one has no finite values."""
    draw, digits = CLASSES[kind]
    for seed in seeds:
        try:
            yield seed, _decided(draw, seed, digits)
        except (CalculationError, ZeroDivisionError):
            yield seed, None


def _decided(draw: Callable[[Random], Exercise], seed: int, digits: int) -> Compared | None:
    """Return what came of an exercise: an output may be closer to 1 than digits tell; more do."""
    found = compared(draw(Random(seed)), digits)
    while found and (found.wrong or found.imprecise) and digits * MORE <= MOST_DIGITS:
        digits *= MORE
        found = compared(draw(Random(seed)), digits)
    return found
