"""From which numbers those of a new exercise are drawn."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol

from bpcalc.exercise.scalars import written_number
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.patterns import pattern

Nice = Literal["integers", "tenths", "hundredths"]

NICE: dict[Nice, int] = {"integers": 0, "tenths": 1, "hundredths": 2}
"""Decimals of the numbers."""

ROOMY = 9
"""A range that is not given has at least so many numbers, and three for every place."""


class Draw(Protocol):
    """What draws come from: `random.Random(seed).random`, the same on every machine."""

    def __call__(self) -> float:
        """Return a number from 0 to 1, without 1."""


class NumberRange(NamedTuple):
    """Numbers from `low` to `high`, a step apart.

    >>> NumberRange.read("-0.2:0.3:0.1").numbers()
    [Decimal('-0.2'), Decimal('-0.1'), Decimal('0.1'), Decimal('0.2'), Decimal('0.3')]
    """

    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def of_rates(cls, text: str) -> "NumberRange":
        """Return a range of learning rates; see `read`."""
        found = cls.read(text)
        if found.low < 0:
            raise ValueError(say("a learning rate is 0 or more"))
        return found

    @classmethod
    def read(cls, text: str) -> "NumberRange":
        """Return the range that a text such as `-0.9:0.9:0.1` describes.

        Raises:
            ValueError: it describes none; a sentence says why.
        """
        low, high, step = _three(text)
        largest = max(number.adjusted() for number in (low, high, step))
        if largest - min(map(_last_place, (low, high, step))) >= MOST_DIGITS_DRAWN:
            raise ValueError(say("numbers of more than {n} digits are in it", n=MOST_DIGITS_DRAWN))
        if low > high:
            raise ValueError(say("{low} is more than {high}", low=low, high=high))
        _judge_step(step, high - low)
        found = cls(low, high, step)
        if not found.numbers():
            raise ValueError(say("nothing is in it but 0 and ±1, which are not drawn"))
        return found

    def numbers(self) -> list[Decimal]:
        """Return its numbers, without 0, 1 and -1."""
        count = int((self.high - self.low) / self.step)
        unit = min(self.low, self.high, self.step, key=_last_place)
        found = ((self.low + self.step * n).quantize(unit) for n in range(count + 1))
        return [number for number in found if abs(number) not in (0, 1)]


def _three(text: str) -> Sequence[Decimal]:
    """Return the three numbers that a range is written with."""
    parts = text.split(":")
    for part in parts:
        if _ZERO_IN_FRONT.match(part):
            raise ValueError(say("{number} has a 0 too many in front", number=part))
    found = [number for part in parts if (number := written_number(part.strip()))]
    numbers = [number.value for number in found if not number.ratio]
    if not len(numbers) == len(parts) == 3:
        raise ValueError(say("three numbers are expected, with colons between them"))
    return numbers


def _judge_step(step: Decimal, across: Decimal) -> None:
    """Refuse a step with which a range has no numbers, too many or only the first."""
    if step <= 0:
        raise ValueError(say("the step has to be more than 0"))
    if step > across > 0:
        raise ValueError(say("the step is larger than the range, which leaves one number"))
    if across / step > MAX_NUMBERS:
        raise ValueError(say("more than {n} numbers are in it", n=MAX_NUMBERS))


def _last_place(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


_ZERO_IN_FRONT = pattern(r"\s*[-+]?0[0-9]")
"""How 05 begins, which nobody writes: it was to be 0.5, or 5."""

MAX_NUMBERS = 100_000
MOST_DIGITS_DRAWN = 20
"""Digits of a number that is drawn at most: decimals work with a few more."""

FINEST = 4
"""Decimals of a range as wide as 1 whose numbers are listed at most."""

FRACTION_DECIMALS = 2
"""Decimals of a number that is drawn in the place of a fraction."""


def around(
    numbers: Iterable[Number], decimals: int | None, least: int, most: Decimal
) -> NumberRange:
    """Return a range of sizes like those of these numbers.

    Args:
        numbers: as they are written.
        decimals: of those to be drawn; None for as many as these have.
        least: so many numbers are to be in it at least.
        most: what they stay below.
    """
    numbers = list(numbers)
    sizes = [abs(number.value) for number in numbers]
    if decimals is None:
        decimals = _decimals(numbers, max(sizes) - min(sizes))
    step = Decimal((0, (1,), -decimals))
    low, high = max(min(sizes), step), max(sizes)
    wanted = step * least
    if high - low < wanted:
        high = min(max(high, low + wanted), most - step)
        low = max(step, min(low, high - wanted))
    return NumberRange(low.quantize(step), high.quantize(step), step)


def _decimals(numbers: Sequence[Number], across: Decimal) -> int:
    """Return how many decimals numbers have, at most so many that all of them can be listed."""
    most = max(0, FINEST - (across.adjusted() if across else 0))
    written = (
        FRACTION_DECIMALS if number.ratio else -int(number.value.as_tuple().exponent)
        for number in numbers
    )
    return min(most, max(0, *written))


def one_of(choices: list[Decimal], draw: Draw) -> Decimal:
    """Return one of some numbers."""
    return choices[int(draw() * len(choices))]
