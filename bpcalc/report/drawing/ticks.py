"""Round numbers for the axes of a curve, and a scale that leads from them to pixels."""

from math import ceil, floor, log10

from bpcalc.named_tuples import NamedTuple

ROUND = (1, 2, 5)
"""What the steps between round numbers begin with."""

TICK_POWERS = (1, 2, 3, 5, 10, 20, 30, 50, 100, 200)
"""The steps between powers of ten."""

ROUND_SHARE = 1e-9
"""What is as near to a round number as this share of a step is taken for it."""

MIN_AXIS_END = 1e-300
"""The least number that an axis may end at; nearer to 0, floats lose their digits."""

PLAIN_POWERS = range(-5, 7)
"""Powers of ten whose numbers are written out; outside, as 1e-7 or 2e9."""


class Tick(NamedTuple):
    """A round number on an axis.

    Attributes:
        share: how far along the axis it is, from 0 to 1.
        text: what is written beside it.
    """

    share: float
    text: str


class TickScale(NamedTuple):
    """One axis.

    Attributes:
        low, high: the numbers at its ends; of a logarithmic one, their powers of ten.
        ticks: rising.
        logarithmic: whether equal ways stand for equal factors.
    """

    low: float
    high: float
    ticks: tuple[Tick, ...]
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """Return how far along the axis a value is, from 0 to 1."""
        place = log10(value) if self.logarithmic else value
        return (place - self.low) / (self.high - self.low)


def linear(low: float, high: float, most: int) -> TickScale:
    """Return a scale from 0 or a round number to a round number, with at most so many ticks.

    Args:
        low: the least value.
        high: the largest value; 0 belongs to the scale unless both are about as far from it.
        most: how many ticks there may be.

    >>> [tick.text for tick in linear(0.01, 0.3054, 6).ticks]
    ['0', '0.1', '0.2', '0.3', '0.4']
    >>> [tick.text for tick in linear(-1.2, 0.5, 6).ticks]
    ['-1.5', '-1.0', '-0.5', '0', '0.5']
    >>> [tick.text for tick in linear(0.305, 0.305, 6).ticks]
    ['0', '0.1', '0.2', '0.3', '0.4']
    """
    near, far = sorted((abs(low), abs(high)))
    if low * high <= 0 or near < far / 2 or high - low < ROUND_SHARE * far:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= MIN_AXIS_END:
        low, high = 0.0, 1.0
    digit, power = _step(low, high, most)
    step = digit * 10.0**power
    first, last = floor(low / step + ROUND_SHARE), ceil(high / step - ROUND_SHARE)
    ticks = (
        Tick((n - first) / (last - first), _signed(n * digit, power))
        for n in range(first, last + 1)
    )
    return TickScale(first * step, last * step, tuple(ticks))


def spanning(low: float, high: float, most: int) -> TickScale:
    """Return a scale that ends at these numbers, with round ticks between them.

    >>> [tick.text for tick in spanning(-0.31, 0.72, 6).ticks]
    ['0', '0.5']
    """
    digit, power = _step(low, high, most)
    step = digit * 10.0**power
    first, last = ceil(low / step - ROUND_SHARE), floor(high / step + ROUND_SHARE)
    ticks = (
        Tick((n * step - low) / (high - low), _signed(n * digit, power))
        for n in range(first, last + 1)
    )
    return TickScale(low, high, tuple(ticks))


def whole_scale(low: int, high: int, most: int) -> TickScale:
    """Return a scale that ends at these whole numbers and whose ticks are whole numbers.

    >>> [tick.text for tick in whole_scale(0, 7, 5).ticks]
    ['0', '2', '4', '6']
    """
    if low == high:
        return TickScale(low - 1, high + 1, (Tick(0.5, str(low)),))
    digit, power = _step(low, high, most)
    step = digit * 10**power if power >= 0 else 1
    ticks = range(-(-low // step) * step, high + 1, step)
    return TickScale(low, high, tuple(Tick((n - low) / (high - low), str(n)) for n in ticks))


def logarithmic(low: float, high: float, most: int) -> TickScale:
    """Return a scale between powers of ten, from positive numbers.

    >>> [tick.text for tick in logarithmic(3e-5, 0.4, 7).ticks]
    ['0.00001', '0.0001', '0.001', '0.01', '0.1', '1']
    """
    first, last = floor(log10(low) + ROUND_SHARE), ceil(log10(high) - ROUND_SHARE)
    last = max(last, first + 1)
    step = next(step for step in TICK_POWERS if -(-last // step) - first // step < most)
    first, last = first // step * step, -(-last // step) * step
    ticks = (
        Tick((power - first) / (last - first), _written(1, power))
        for power in range(first, last + 1, step)
    )
    return TickScale(first, last, tuple(ticks), True)


def _step(low: float, high: float, most: int) -> tuple[int, int]:
    """Return the least round step that needs no more ticks: its first digit, its power of ten."""
    power = floor(log10((high - low) / most))
    steps = ((digit, size) for size in range(power, power + 3) for digit in ROUND)
    return next(step for step in steps if _count(low, high, step) <= most)


def _count(low: float, high: float, step: tuple[int, int]) -> int:
    width = step[0] * 10.0 ** step[1]
    return ceil(high / width - ROUND_SHARE) - floor(low / width + ROUND_SHARE) + 1


def _signed(digits: int, power: int) -> str:
    return f"{'-' * (digits < 0)}{_written(abs(digits), power)}"


def _written(digits: int, power: int) -> str:
    """Return digits·10^power, written out where a reader need not count zeros."""
    size = power + len(str(digits)) - 1
    if not digits:
        return "0"
    if size in PLAIN_POWERS:
        return f"{digits * 10**power}" if power >= 0 else f"{digits / 10**-power:.{-power}f}"
    start, rest = str(digits)[0], str(digits)[1:].rstrip("0")
    return f"{start}{'.' * bool(rest)}{rest}e{size}"
