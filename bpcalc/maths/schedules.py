"""How the learning rate changes from epoch to epoch. One entry in `SCHEDULES` adds one, everywhere.

The first epoch, or the first one after a warm-up, has the rate from which a schedule starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bpcalc.maths.entries import complete, tabled
from bpcalc.maths.expr import Expr, Number, Product, Quotient, Ref, Sum, expr
from bpcalc.maths.keys import Key

START, FACTOR = Ref(Key("start_rate")), Ref(Key("rate_factor"))


@complete
@dataclass(frozen=True, slots=True)
class ScheduleEntry:
    """A schedule.

    Attributes:
        name: as in the exercise file.
        rate: (epochs since the start, length of a stair) -> formula of the rate.
        stairs: whether it goes down in stairs, so that it needs their length.
        source: where it is printed.
    """

    name: str
    rate: Callable[[int, int], Expr]
    source: str
    stairs: bool = False


def _power(exponent: int) -> Expr:
    """Return η₀·κⁿ; η₀ itself where n is 0."""
    if exponent == 0:
        return START
    return Product((START, FACTOR if exponent == 1 else FACTOR**exponent))


_ALL = (
    ScheduleEntry(
        "exponential",
        lambda epochs, every: _power(epochs),
        "Goodfellow, Bengio & Courville (2016), Deep Learning, section 8.3.1",
    ),
    ScheduleEntry(
        "step",
        lambda epochs, every: _power(epochs // every),
        "He et al. (2016), Deep residual learning for image recognition, section 3.4",
        stairs=True,
    ),
    ScheduleEntry(
        "inverse",
        lambda epochs, every: Quotient(START, Sum((expr(1), Product((FACTOR, expr(epochs)))))),
        "Darken & Moody (1991), Note on learning rate schedules for stochastic optimization",
    ),
)

SCHEDULES: Mapping[str, ScheduleEntry] = tabled("schedule", _ALL)
"""The schedules by name."""


@dataclass(frozen=True)
class ScheduleForm:
    """A schedule but for its numbers.

    Attributes:
        name: of its entry; "" for a rate that stays once it is warm.
        every: epochs of a stair.
        warm_up: epochs in which the rate grows to its start, in equal parts.
        after: epochs that were run before the first one.
    """

    name: str = ""
    every: int = 1
    warm_up: int = 0
    after: int = 0

    def rate(self, epoch: int) -> Expr:
        """Return the formula of the rate of an epoch, counted from 1."""
        epoch += self.after
        if epoch <= self.warm_up:
            return Product((START, Quotient(expr(epoch), expr(self.warm_up))))
        if not self.name:
            return START
        return SCHEDULES[self.name].rate(epoch - 1 - self.warm_up, self.every)


@dataclass(frozen=True)
class Schedule:
    """A schedule with its numbers.

    Attributes:
        form: all but its numbers.
        factor: its κ; None where it has none.
    """

    form: ScheduleForm = ScheduleForm()
    factor: Number | None = None
