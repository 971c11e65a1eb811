"""Thousands of epochs: in portions, watched, and stopped for a reason."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal, NamedTuple

from bpcalc.errors import CalculationError
from bpcalc.training.engine import BOUND, Engine, Errors, State, Watched, watched
from bpcalc.training.history import History
from bpcalc.training.problem import Problem

Stopped = Literal["epochs", "until", "interrupted", "diverged", "stalled", "limit"]

MAX_EPOCHS = 10**6
"""Epochs of a run that only an error ends."""

MAX_SAMPLES = 10**9
"""Samples that such a run works through at most."""

STALL_EPOCHS = 10_000
"""So often the error of such a run is looked at, which has to fall meanwhile."""

LOOKS = (10, 100, 1000)
"""After these epochs such a run ends if the last of them has changed no weight."""

LEAST_FALL = 1e-6
"""By so much of itself the error has to fall."""

PORTION = 0.05
"""Seconds that a portion of epochs should take: so soon Ctrl-C and the progress bar are served."""

FIRST_PORTION = {"paper": 1}
"""Epochs of the first portion of slow engines; of others, 16."""

NEVER = -BOUND
"""A limit at which nothing is reached: an error below it counts as diverged. The error of some
losses is negative."""

Progress = Callable[[int, Callable[[], float]], None]
"""Is told how many epochs are done, and how to learn what the error is."""


class Checkpoint(NamedTuple):
    """One epoch of a run, to be compared with the decimals.

    Attributes:
        epoch: its number, from 1.
        before, after: the state at its start and at its end.
        order: of its samples, if it is not that of the exercise.
    """

    epoch: int
    before: State
    after: State
    order: list[int] | None


@dataclass(frozen=True, slots=True)
class Training:
    """What came out of a training run.

    Attributes:
        problem: what was trained.
        engine: the name of the engine that ran.
        epochs: how many epochs were run; if it diverged, up to the last finite weights.
        stopped: why no more were.
        history: the error before every epoch, thinned if there were very many, and at the end;
            empty without targets, as then there is no error.
        before, after: the state at the start and at the end.
        errors_before, errors_after: errors and outputs of all samples in these states.
        checkpoints: the first and the last epoch, and those that were asked for.
        rest: how many samples of one more epoch followed.
        shuffled: whether samples came in a new random order each epoch.
        seed: of that order.
    """

    problem: Problem
    engine: str
    epochs: int
    stopped: Stopped
    history: History
    before: State
    after: State
    errors_before: Errors
    errors_after: Errors
    checkpoints: tuple[Checkpoint, ...] = ()
    rest: int = 0
    shuffled: bool = False
    seed: int = 0

    @property
    def reordered(self) -> bool:
        """Whether samples came in an order that makes a difference to what is learnt."""
        exercise = self.problem.exercise
        together = len(exercise.samples) == 1 or (exercise.batch and not exercise.batches)
        return self.shuffled and not together

    def orders(self) -> Iterator[list[int]]:
        """Yield the order of the samples in each epoch, counted from 0, without end."""
        return orders(self.problem.shape.samples, self.seed if self.shuffled else None)


@dataclass(frozen=True, slots=True)
class Run:
    """How to train.

    Attributes:
        epochs: at most so many.
        until: stop at an error at or below this; None for no limit.
        shuffle: whether samples come in a new random order each epoch.
        seed: of that order; the same seed gives the same orders.
        checked: epochs of which a checkpoint is wanted, beside the first and the last one.
        open: whether nobody has said how many epochs at most; then a run ends as well if its error
            no longer falls, and `epochs` is what the program does at most.
        rest: samples of one more epoch that follow if nothing else has ended the run.
    """

    epochs: int
    until: float | None = None
    shuffle: bool = False
    seed: int = 0
    checked: frozenset[int] = frozenset()
    open: bool = False
    rest: int = 0


class Interrupt:
    """Something that is set when the user has had enough, and asked between portions."""

    def __init__(self, noted: Callable[[], None] | None = None) -> None:
        """Not yet; `noted` is called once it is."""
        self.wanted = False
        self._noted = noted

    def __call__(self, *_: object) -> None:
        """Take note; fits `signal.signal`. Whoever cannot wait for the portion asks again."""
        if self.wanted:
            raise KeyboardInterrupt
        self.wanted = True
        if self._noted is not None:
            self._noted()


def train(
    problem: Problem,
    engine: Engine,
    run: Run,
    *,
    progress: Progress | None = None,
    interrupt: Interrupt | None = None,
) -> Training:
    """Train until a reason to stop.

    Args:
        problem: what to train.
        engine: what runs the epochs.
        run: how long, and in which order.
        progress: told after every portion.
        interrupt: asked after every portion.
    """
    trainer = _Trainer(
        problem, engine, run, progress or (lambda done, error: None), interrupt or Interrupt()
    )
    before = trainer.state
    stopped = trainer.go()
    checkpoints = tuple(trainer.checkpoints())
    errors = engine.errors(trainer.state)
    trainer.history.close(trainer.done, errors.total)
    rest = trainer.go_on(run.rest) if stopped == "epochs" else 0
    if rest:
        size = problem.shape.samples
        errors = engine.errors(trainer.state)
        trainer.history.close((trainer.done * size + rest) / size, errors.total)
    if not problem.taught:
        trainer.history.points.clear()
    return Training(
        problem=problem,
        engine=engine.name,
        epochs=trainer.done,
        stopped=stopped,
        history=trainer.history,
        before=before,
        after=trainer.state,
        errors_before=engine.errors(before),
        errors_after=errors,
        checkpoints=checkpoints,
        rest=rest,
        shuffled=run.shuffle,
        seed=run.seed,
    )


class _Trainer:
    """The state of a run between portions."""

    def __init__(
        self, problem: Problem, engine: Engine, run: Run, progress: Progress, interrupt: Interrupt
    ) -> None:
        self._engine = engine
        self._run = run
        # Behind an error of 0 a momentum may go on; a perceptron without a mistake does not.
        ends = problem.exercise.learning_rule.startswith("perceptron")
        self._limit = run.until or (0.0 if ends and run.until is not None else NEVER)
        self._progress = progress
        self._seen: float | None = None  # the error, when it was looked at
        self._interrupt = interrupt
        self._samples = list(range(problem.shape.samples))
        self._orders = orders(problem.shape.samples, run.seed)
        self.history = History(run.epochs)
        self.done = 0
        self.state = engine.start()
        self._checked: dict[int, Checkpoint] = {}
        # Epochs after which a portion ends, so that each epoch to be looked at is a portion.
        alone = {1, *run.checked, *(LOOKS if run.open else ())}
        self._ends = sorted({end for epoch in alone for end in (epoch - 1, epoch)})
        self._last: tuple[int, State] | None = None
        self._drawn: list[int] | None = None

    def go(self) -> Stopped:
        portion = FIRST_PORTION.get(self._engine.name, 16)
        while self.done < self._run.epochs:
            if self._interrupt.wanted:
                return "interrupted"
            start = time.perf_counter()
            before, begun = self.state, self.done
            self._drawn = None
            try:
                stopped = self._portion(1 if self._run.shuffle else min(portion, self._left()))
            except CalculationError:  # on paper an output may be rounded to 0, and ln 0 follows
                if portion == 1:
                    return "diverged"
                portion = 1
                continue
            self._take_down(begun, before)
            stopped = stopped or self._stands_still(begun, before) or self._stalled()
            if stopped:
                return stopped
            self._progress(self.done, self._error)
            portion = self._next(portion, self.done - begun, time.perf_counter() - start)
        if self._reached(self._error()):
            return "until"
        return "limit" if self._run.open else "epochs"

    @staticmethod
    def _next(portion: int, done: int, seconds: float) -> int:
        """Return how many epochs the next portion has, after one that took so long."""
        if seconds < PORTION:
            return 2 * portion
        return 1 if done == 1 else portion  # one epoch alone may be long enough

    def go_on(self, rest: int) -> int:
        """Run so many samples of one more epoch; return how many."""
        if rest:
            order = self._order() or self._samples
            self.state = self._engine.run(1, self.state, order[:rest])
        return rest

    def _error(self) -> float:
        return self._engine.errors(self.state).total

    def _stands_still(self, begun: int, before: State) -> Stopped | None:
        """Say after some epochs whether the last one has changed nothing."""
        looked_at = self._run.open and self.done == begun + 1 and self.done in LOOKS
        return "stalled" if looked_at and before == self.state else None

    def _stalled(self) -> Stopped | None:
        """Look at the error now and then; say if it has not fallen since the last time."""
        if not self._run.open or self.done % STALL_EPOCHS:
            return None
        before, self._seen = self._seen, self._error()
        if before is None:
            before = self._engine.errors(self._engine.start()).total
        return None if self._seen < before - LEAST_FALL * abs(before) else "stalled"

    def checkpoints(self) -> Iterator[Checkpoint]:
        """Yield what is to be compared with the decimals, in order of the epochs."""
        if self._last is not None and self.done not in self._checked:
            begun, state = self._last
            alone = self.done - begun - 1
            before = self._engine.run(alone, state) if alone else state
            self._checked[self.done] = Checkpoint(self.done, before, self.state, self._drawn)
        yield from (self._checked[epoch] for epoch in sorted(self._checked))

    def _left(self) -> int:
        """Return the epochs up to the end of the run, or to where a portion has to end."""
        end = next((end for end in self._ends if end > self.done), self._run.epochs)
        if self._run.open:  # so that a run ends after the same epoch on any machine
            end = min(end, self.done - self.done % STALL_EPOCHS + STALL_EPOCHS)
        return min(end, self._run.epochs) - self.done

    def _take_down(self, begun: int, before: State) -> None:
        """Remember the portion that has been run, and the epoch if it was one to be checked."""
        if self.done == begun:
            return
        self._last = (begun, before)
        if self.done == begun + 1 and self.done in {1, *self._run.checked}:
            self._checked[self.done] = Checkpoint(self.done, before, self.state, self._drawn)

    def _portion(self, epochs: int) -> Stopped | None:
        """Run some epochs, and have a look at every error that someone wants to know."""
        if self._run.until is not None or self.history.stride == 1:
            return self._watch(epochs)
        last = self.done + epochs
        while self.done < last:
            silent = min(-self.done % self.history.stride, last - self.done)
            stopped = self._leap(silent) if silent else self._watch(1)
            if stopped:
                return stopped
        return None

    def _leap(self, epochs: int) -> Stopped | None:
        """Run epochs without looking; if that went beyond all numbers, once more with."""
        state = self._engine.run(epochs, self.state, self._order())
        if not all(map(math.isfinite, state)):
            return self._watch(epochs)
        self.state = state
        self.done += epochs
        return None

    def _watch(self, epochs: int) -> Stopped | None:
        start, errors = self.state, list[float]()
        if self._run.shuffle:
            result = watched(self._engine, epochs, self._limit, start, errors.append, self._order)
        else:
            result = self._engine.watch(epochs, self._limit, start, errors.append)
        for epoch, error in enumerate(errors, start=self.done):
            if abs(error) < BOUND:
                self.history.record(epoch, error)
        if result.epochs == epochs or self._reached(errors[-1]):
            self.state = result.state
            self.done += result.epochs
            return None if result.epochs == epochs else "until"
        self._go_back(start, result)
        return "diverged"

    def _reached(self, error: float) -> bool:
        return NEVER < self._limit >= error

    def _go_back(self, start: State, result: Watched) -> None:
        """Return to the last epoch at whose end all weights were finite."""
        epochs, state = result.epochs, result.state
        while not all(map(math.isfinite, state)):
            epochs -= 1
            state = self._engine.run(epochs, start) if epochs else start
        self.state = state
        self.done += epochs

    def _order(self) -> list[int] | None:
        """Return the samples in a new random order, None for the order of the exercise."""
        if not self._run.shuffle:
            return None
        self._drawn = next(self._orders)
        return self._drawn


def orders(samples: int, seed: int | None) -> Iterator[list[int]]:
    """Yield the order of the samples in each epoch, counted from 0, without end.

    Args:
        samples: how many there are.
        seed: of random orders; None for that of the exercise.
    """
    random, given = Random(seed), list(range(samples))
    while True:
        yield given if seed is None else random.sample(given, samples)
