"""Whether printed digits are right: exercises of many kinds, compared with what is true.

What is true says `ball_digits` where python-flint is installed, `mpmath_digits` otherwise, which is
slower: both evaluate the formula of every line over numbers of their own, and round by themselves.
"""

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from itertools import pairwise
from random import Random
from typing import NamedTuple, Protocol

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Calculation
from bpcalc.errors import CalculationError
from bpcalc.exercise.spec import Exercise, Layer, Sample
from bpcalc.maths.activations import IDENTITY, RELU, leaky_relu
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.rounding import DEFAULT_DIGITS, TIES, Digits, Rounding
from tests.helpers import mpmath_digits
from tests.helpers.exercises import exercise, numbers, random_exercise
from tests.helpers.mpmath_digits import Undecided

MAX_SIZE = 1000

MORE = 10

MOST_DIGITS = 20_000

ORACLES = ["ball_digits", "mpmath_digits"]

ORACLE = ORACLES[importlib.util.find_spec("flint") is None]


class Truth(Protocol):
    """The true values of a calculation, line by line."""

    def give(self, key: Key, value: Decimal) -> None:
        """Enter a value that is exactly this."""

    def work(self, key: Key, formula: Expr) -> None:
        """Work out a line over those before it."""

    def rounded(self, key: Key, digits: Digits, ties: str) -> Decimal:
        """Return a value rounded by the definition; what is open for long is a tie."""

    def surely(self, key: Key, digits: Digits, ties: str) -> Decimal:
        """Return a value rounded by the definition, with the most digits there are."""

    def near(self, key: Key, carried: Decimal) -> bool:
        """Return whether a number that is carried has 28 right digits."""


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


def compared(drawn: Exercise, truth: Truth) -> Compared | None:
    """Compare all printed numbers of an exercise with the true ones.

    Returns:
        What was found; None if an exercise has run away to numbers of `MAX_SIZE` digits.

    Raises:
        CalculationError: a line has no finite value.
    """
    worked = calculate(drawn, drawn.epochs or 1)
    if any(value and value.adjusted() > MAX_SIZE for value in worked.values.values()):
        return None
    return compared_lines(worked, truth)


def compared_lines(worked: Calculation, truth: Truth) -> Compared:
    """Compare all printed numbers of a calculation with the true ones."""
    rounding = worked.exercise.rounding
    count, imprecise, wrong = 0, 0, []
    for line in worked:
        truth.work(line.key, line.formula)
        if isinstance(line.formula, Number):
            continue
        count += 1
        kind = line.key.kind
        asked = rounding.asked(kind, line.value)
        right = truth.rounded(line.key, asked or DEFAULT_DIGITS, rounding.ties)
        shown = rounding.shown(kind, line.value)
        if Decimal(shown) != right:
            # Some outputs are carried with more nines than are tried elsewhere: both are right.
            right = truth.surely(line.key, asked or DEFAULT_DIGITS, rounding.ties)
        # Nobody is asked for the factors of a delta, so they are not rounded, unless that is said.
        kept = kind in FACTOR_KINDS and kind not in rounding.by_kind
        exactly = rounding.carry != "rounded" or not asked or kept
        if Decimal(shown) != right:
            wrong.append(Wrong(line.key, shown, right, line.value))
        elif exactly:
            imprecise += not truth.near(line.key, line.value)
        if not exactly:
            truth.give(line.key, right)
    return Compared(count, wrong, imprecise)


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
"""How exercises are drawn, and to how many digits mpmath works them out."""


def outcomes(
    kind: str, seeds: Iterator[int] | range, oracle: str = ORACLE
) -> Iterator[tuple[int, Compared | None]]:
    """Yield what came of the exercises of these seeds, None if one has no finite values."""
    draw, digits = CLASSES[kind]
    for seed in seeds:
        drawn = draw(Random(seed))
        try:
            yield seed, _decided(drawn, digits, oracle)
        except (CalculationError, ZeroDivisionError, OverflowError):  # the last is of mpmath
            yield seed, None


def _decided(drawn: Exercise, digits: int, oracle: str) -> Compared | None:
    """Return what came of an exercise, as mpmath tells it if balls cannot."""
    try:
        return _compared(drawn, digits, import_module(f"tests.helpers.{oracle}").Truth)
    except Undecided:
        return _compared(drawn, digits, mpmath_digits.Truth)


def _compared(drawn: Exercise, digits: int, truth: Callable[[int], Truth]) -> Compared | None:
    """Return what came of an exercise: an output may be closer to 1 than digits tell; more do."""
    found = compared(drawn, truth(digits))
    while found and (found.wrong or found.imprecise) and digits * MORE <= MOST_DIGITS:
        digits *= MORE
        found = compared(drawn, truth(digits))
    return found
