"""Training by the batch, and at a learning rate that changes: an engine made of engines.

Each batch is a problem of its own, with an engine that knows nothing of the others; what is learnt
goes from one to the next. The rate of an epoch is worked out from the formula of the page.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Protocol, cast

from bpcalc.errors import BpcalcError
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.correct import CorrectValues
from bpcalc.maths.floats import Floats
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT
from bpcalc.training.engine import Engine, ErrorRecorder, Errors, State, Watched, watched
from bpcalc.training.problem import Problem, scaled


class BatchedEngine:
    """Runs one exercise batch by batch, epoch by epoch."""

    def __init__(self, problem: Problem, name: str, make: Callable[[Problem], Engine]) -> None:
        """Make an engine for every batch."""
        self.name = name
        self._exercise = problem.exercise
        whole = replace(problem.exercise, schedule=None, batch_size=None)
        self._whole = make(Problem.of(whole))
        apart = scaled(whole) if problem.shape.batches else whole
        self._batches = [
            make(Problem.of(replace(apart, samples=tuple(apart.samples[n - 1] for n in batch))))
            for batch in problem.shape.batches
        ] or [self._whole]
        self._schedule = problem.exercise.schedule
        self._start = self._whole.start()

    def start(self) -> State:
        """Return the state before the first epoch; with a schedule, the epochs done come last."""
        return self._with_epochs(self._start, self._schedule.form.after if self._schedule else 0)

    def run(self, epochs: int, state: State, order: list[int] | None = None) -> State:
        """Return the state after so many epochs.

        Raises:
            BpcalcError: batches are to come in another order.
        """
        engines = self._batches
        if order is not None and self._exercise.batches:
            engines, order = engines[: self._batches_in(order)], None
        inner, done = self._parts(state)
        for _ in range(epochs):
            done += 1
            rate = self._rate(done) if self._schedule else None
            for engine in engines:
                if rate is not None:
                    cast(Rated, engine).set_rate(rate)
                inner = engine.run(1, inner, order)
        return self._with_epochs(inner, done)

    def _batches_in(self, order: list[int]) -> int:
        """Return of how many batches these are the samples, from the first one on."""
        ends = [batch[-1] for batch in self._exercise.batches]
        if order != list(range(len(order))) or len(order) not in ends:
            raise BpcalcError(say("batches are not shuffled: leave out --shuffle, or batch_size"))
        return ends.index(len(order)) + 1

    def watch(self, epochs: int, limit: float, state: State, record: ErrorRecorder) -> Watched:
        """Run epochs and record the error before each; stop at the limit."""
        return watched(self, epochs, limit, state, record)

    def errors(self, state: State) -> Errors:
        """Return the error and the outputs of every sample, and the error over all."""
        return self._whole.errors(self._parts(state)[0])

    def _rate(self, epoch: int) -> Decimal:
        return (rate_of if self.name == "paper" else near_rate_of)(self._exercise, epoch)

    def _parts(self, state: State) -> tuple[State, int]:
        """Return the state of the engines, and the epochs done."""
        if self._schedule is None:
            return state, 0
        # Decimals know the bounds of their errors, which plain numbers would not.
        inner = getattr(state, "inner", state[:-1])
        return (self._start if inner == self._start else inner), int(state[-1])

    def _with_epochs(self, state: State, done: int) -> State:
        if self._schedule is None:
            return state
        if followed_by := getattr(state, "followed_by", None):
            return cast(State, followed_by(Decimal(done)))
        return cast(State, (*state, type(state[0])(done)))


class Rated(Engine, Protocol):
    """An engine whose learning rate can be changed."""

    def set_rate(self, rate: Decimal) -> None:
        """Go on at this learning rate."""


def near_rate_of(exercise: Exercise, epoch: int) -> Decimal:
    """Return the learning rate of an epoch in floats, which know no power too high."""
    schedule = exercise.schedule
    assert schedule is not None
    numbers = {key: float(number.value) for key, number in exercise.rates}
    formula = schedule.form._replace(after=0).rate(epoch)
    return Decimal(repr(formula.fold(Floats(numbers.__getitem__))))


def rate_of(exercise: Exercise, epoch: int) -> Decimal:
    """Return the learning rate of an epoch, counted with those that were run before.

    It is rounded where the lines of the page are, as on the page.
    """
    schedule = exercise.schedule
    assert schedule is not None
    values = CorrectValues(exercise.rounding.precision())
    for key, number in exercise.rates:
        values.give(key, number.value)
    formula = schedule.form._replace(after=0).rate(epoch)
    with localcontext(EXACT):
        values.work(Key("learning_rate"), formula, exercise.rounding.places()["learning_rate"])
    return exercise.rounding.carried("learning_rate", values.values[Key("learning_rate")])
