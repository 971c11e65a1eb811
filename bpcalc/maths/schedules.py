"""How the learning rate changes from epoch to epoch. One entry in `SCHEDULES` adds one, everywhere.

The first epoch, or the first one after a warm-up, has the rate from which a schedule starts.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bpcalc.maths.entries import complete, tabled
from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Ref, Sum, expr
from bpcalc.maths.function_calls import cos, exp, pi
from bpcalc.maths.keys import Key, Kind
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record

START, FACTOR, END = (Ref(Key(kind)) for kind in ("start_rate", "rate_factor", "end_rate"))


@complete
@record
class ScheduleEntry:
    """A schedule.

    Attributes:
        name: as in the exercise file.
        rate: (epochs since the start, length of a stair) -> formula of the rate.
        length: what its length in epochs is called in the file, if it needs one.
        factor: the kind of the number by which it is set, and the name of that beside the length.
        usual: that number, where the file may leave it out.
        source: where it is printed.
    """

    name: str
    rate: Callable[[int, int], Expr]
    source: str
    length: str = ""
    factor: tuple[Kind, str] = ("rate_factor", "factor")
    usual: str = ""


def _power(exponent: int) -> Expr:
    """Return η₀·κⁿ; η₀ itself where n is 0."""
    if exponent == 0:
        return START
    return Product((START, FACTOR if exponent == 1 else FACTOR**exponent))


def _half_wave(epochs: int, every: int) -> Expr:
    """Return η₁ + (η₀ - η₁)·(1 + cos(π·e/T))/2; η₁ itself from epoch T on."""
    if epochs == 0:
        return START
    if epochs >= every:
        return END
    wave = Sum((expr(1), cos(Quotient(Product((pi(), expr(epochs))), expr(every)))))
    return Sum((END, Quotient(Product((START - END, wave)), expr(2))))


def _natural(epochs: int, every: int) -> Expr:
    """Return η₀·e^(-κ·n); η₀ itself where n is 0."""
    if epochs == 0:
        return START
    decay = FACTOR if epochs == 1 else Product((FACTOR, expr(epochs)))
    return Product((START, exp(Minus(decay))))


def _line(epochs: int, every: int) -> Expr:
    """Return η₀ + (η₁ - η₀)·n/T; η₁ itself from epoch T on."""
    if epochs == 0:
        return START
    if epochs >= every:
        return END
    return Sum((START, Quotient(Product((END - START, expr(epochs))), expr(every))))


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
        length="every",
    ),
    ScheduleEntry(
        "inverse",
        lambda epochs, every: Quotient(START, Sum((expr(1), Product((FACTOR, expr(epochs)))))),
        "Darken & Moody (1991), Note on learning rate schedules for stochastic optimization",
    ),
    ScheduleEntry(
        "natural",
        _natural,
        "Senior, Heigold, Ranzato & Yang (2013), An empirical study of learning rates in deep "
        "neural networks for speech recognition",
    ),
    ScheduleEntry(
        "linear",
        _line,
        "Goodfellow, Bengio & Courville (2016), Deep Learning, eq. 8.14",
        length="epochs",
        factor=("end_rate", "end"),
        usual="0",
    ),
    ScheduleEntry(
        "cosine",
        _half_wave,
        "Loshchilov & Hutter (2017), SGDR: stochastic gradient descent with warm restarts, eq. 5",
        length="epochs",
        factor=("end_rate", "end"),
        usual="0",
    ),
)

SCHEDULES: Mapping[str, ScheduleEntry] = tabled("schedule", _ALL)
"""The schedules by name."""

SCHEDULE_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "exponential_decay": "exponential",
        "step_decay": "step",
        "inverse_time": "inverse",
        "natural_exponential": "natural",
        "time_based": "inverse",
        "cosine_annealing": "cosine",
    }
)
"""Other names under which schedules are read."""


class ScheduleForm(NamedTuple):
    """A schedule but for its numbers.

    Attributes:
        name: of its entry; "" for a rate that stays once it is warm.
        every: epochs of a stair, or of the whole way.
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


@record
class Schedule:
    """A schedule with its numbers.

    Attributes:
        form: all but its numbers.
        factor: its κ, or what else it is set by; None where it has none.
    """

    form: ScheduleForm = ScheduleForm()
    factor: Number | None = None
