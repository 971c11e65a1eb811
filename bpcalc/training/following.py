"""A run in floats that is followed by two others, which show how far its numbers may lie off.

A float has 16 digits. Each update rounds the weights, what comes of that may fade or grow over the
epochs, and a small error is the difference of outputs and targets that are nearly equal: of its
digits few are known, or none. So the run is followed by two others in the same floats, whose
weights are moved at every turn by more than roundings do, one up and one down; what their numbers
differ by, several times over, and what roundings leave uncertain in the state itself, is how far a
number may lie off.

This is an estimate, no proof: those who follow are moved in one direction out of many. Source for
the idea: Vignes (1993), A stochastic arithmetic for reliable scientific computation; here both
directions are taken, so that an error which depends on a square is not missed.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from math import inf
from random import Random

from bpcalc.errors import BpcalcError
from bpcalc.maths.float_bounds import DOUBLE
from bpcalc.training.decimal_doubts import decimal_doubts
from bpcalc.training.doubts import (
    FURTHER,
    MARGIN,
    Doubts,
    alike,
    as_doubt,
    assumed,
    by_part,
    end_of,
    errors_at,
    updates_in,
)
from bpcalc.training.engine import Errors, State
from bpcalc.training.engine_choice import ENGINES, choose, look_cost, run_cost
from bpcalc.training.engine_limits import lines_of
from bpcalc.training.float_noise import HELD_OUT, FloatNoise, Noise
from bpcalc.training.problem import Problem
from bpcalc.training.stable_forms import SLACK
from bpcalc.training.trainer import PORTION, Interrupt, Progress, Training

DRIFT = 16 * DOUBLE
"""By so much of itself a weight of the followers is moved for every update."""

LEAST_WAY = 0.5
"""The smallest share of that by which any is moved."""

AT_LEAST = 8 * DOUBLE
"""By such a part of itself, and of what the first epoch changed, a weight is taken to lie off even
where the two followers meet, as they may by chance."""

MOST = 120_000
"""Microseconds that two followers may take without being asked for."""

NOISE_LINE = 25
"""Microseconds to read how far the line of a weight may be off, for one sample."""

MOST_NOISE = 5_000_000
"""Microseconds that this may take where a run is followed on demand."""


class _Unknown(Exception):
    """Where the run goes is decided by what floats do not know."""


class _Ended(Exception):
    """Whoever asked has had enough."""


def doubts_of(
    training: Training,
    epochs: Iterable[float] = (),
    *,
    unhurried: bool = False,
    progress: Progress | None = None,
    interrupt: Interrupt | None = None,
) -> Doubts:
    """Return how far the numbers of a run may lie off.

    Args:
        training: the run.
        epochs: after which the error is wanted, beside the start and the end; of the history.
        unhurried: whether a run is followed that takes long.
        progress: told after every portion of that.
        interrupt: asked after every portion; then the run counts as one that nobody follows.

    Raises:
        LookupError: the history has no error of such an epoch.
    """
    marks = sorted({0, *epochs, end_of(training)})
    if training.engine == "paper":
        return decimal_doubts(training, marks)
    problem = training.problem
    cost = following_cost(problem, training.engine, training.epochs, len(marks))
    if not unhurried and cost > MOST:
        return assumed(training, marks)
    if _hangs(problem, training.after):
        return alike(training, marks, inf)
    try:
        plain = by_part(training, marks, FURTHER * DOUBLE)
        whole = len(marks) * _noise_cost(training.problem) > MOST_NOISE
        following = _Following(training, plain if whole else None, cost)
        return following.to(marks, progress or (lambda done, error: None), interrupt or Interrupt())
    except _Ended:
        return assumed(training, marks)._replace(ended=True)
    except (BpcalcError, ArithmeticError, _Unknown):  # a follower may go where there is no value
        return alike(training, marks, inf)


def _hangs(problem: Problem, state: State) -> bool:
    """Return whether an l1 penalty has brought a weight so near to 0 that floats take it for 0.

    If it is another number on paper, however small, it is pushed on; those who follow, too, would
    take it for 0.
    """
    weights = map(float, state[: len(problem.parameters)])
    near = any(0 < abs(weight) < float(SLACK.value) for weight in weights)
    return near and "l1" in problem.shape.penalty.names


def following_cost(problem: Problem, engine: str, epochs: int, marks: int) -> float:
    """Return about how many microseconds it takes to follow a run of an engine."""
    if engine == "paper":
        return 0.0
    name = _follower(problem, engine, epochs)
    looks = marks * (2 * look_cost(name, problem) + _noise_cost(problem))
    return 2 * run_cost(name, problem, epochs) + looks


def _follower(problem: Problem, engine: str, epochs: int) -> str:
    """Return the engine of those who follow: straight-line Python needs no start of its own."""
    names = [name for name in (engine, "python") if ENGINES[name].can(problem)]
    return min(names, key=lambda name: run_cost(name, problem, max(epochs, 1)))


def _noise_cost(problem: Problem) -> float:
    lines = lines_of(problem.shape) * (1 if problem.shape.together else problem.shape.samples)
    return NOISE_LINE * lines


class _Following:
    """Two runs beside one that has been."""

    def __init__(self, training: Training, floor: Doubts | None, cost: float) -> None:
        """Take a run.

        Args:
            training: the run.
            floor: what its states leave uncertain, if that is not to be worked out.
            cost: about how many microseconds it all takes.
        """
        problem = training.problem
        self._portion = max(1, int(training.epochs * PORTION * 1e6 / cost))
        self._done = 0
        self._training = training
        engine = _follower(problem, training.engine, training.epochs)
        self._engine = choose(problem, max(training.epochs, 1), engine)
        self._floor = floor
        self._noise = None if floor else FloatNoise(problem)
        self._orders = training.orders() if training.shuffled else None
        self._updates = updates_in(problem)
        self._moved = len(problem.parameters) + len(problem.kept)
        random = Random(0)
        # By different parts: 0.1, 0.2 and -0.3 moved by the same would add up to 0 as before.
        self._ways = [
            random.choice((-1, 1)) * random.uniform(LEAST_WAY, 1) for _ in range(self._moved)
        ]
        # What an optimiser keeps is moved by a part of itself: a mean of squares is not below 0.
        self._steps = _first_step(training, len(problem.parameters)) + [0.0] * len(problem.kept)

    def to(self, marks: Sequence[float], progress: Progress, interrupt: Interrupt) -> Doubts:
        """Return the doubts after all of these epochs, the last of which is the end."""
        self._progress, self._interrupt = progress, interrupt
        states, done, errors = [self._engine.start()] * 2, 0, dict[float, float]()
        noise, looks = Noise(0.0, []), list[Errors]()
        for mark, known in errors_at(self._training, marks):
            states = [*self._legs(states, int(mark) - done)]
            done = int(mark)
            if mark != done:
                order = next(self._training.orders()) if self._orders is None else self._next()
                rest = order[: self._training.rest]
                states = [self._engine.run(1, state, rest) for state in states]
            looks = [self._engine.errors(state) for state in states]
            noise = self._noise_at(mark, states[0])
            errors[mark] = _apart([look.total for look in looks], known) + as_doubt(noise.total)
            errors[mark] += _below_floats(known)
        after = self._training.after
        steps = [*self._steps, *[0.0] * (len(after) - len(self._steps))]
        weights = [
            _apart(values, float(value))
            + AT_LEAST * (abs(float(value)) + step)
            + _below_floats(float(value))
            for *values, value, step in zip(*states, after, steps, strict=True)
        ]
        outs = [
            [
                _apart([first, second], out) + as_doubt(own)
                for first, second, out, own in zip(*each, strict=True)
            ]
            for each in zip(
                looks[0].outs,
                looks[1].outs,
                self._training.errors_after.outs,
                noise.outs,
                strict=True,
            )
        ]
        return Doubts(errors, weights[: len(self._training.problem.parameters)], outs)

    def _noise_at(self, mark: float, state: State) -> Noise:
        if self._noise is not None:
            return self._noise.of(state)
        assert self._floor is not None
        return Noise(self._floor.errors[mark], self._floor.outs)

    def _next(self) -> list[int]:
        assert self._orders is not None
        return next(self._orders)

    def _legs(self, states: list[State], epochs: int) -> list[State]:
        """Run so many epochs: half of what is left each time, and moved before each leg.

        What roundings of long ago come to may have faded; so the last ones come one by one.
        """
        while epochs:
            leg = epochs - epochs // 2
            moved = [
                self._moved_by(state, way * leg) for state, way in zip(states, (1, -1), strict=True)
            ]
            states = self._run(moved, leg)
            if _hangs(self._training.problem, states[0]):
                raise _Unknown
            epochs -= leg
        return states

    def _run(self, states: list[State], epochs: int) -> list[State]:
        """Run so many epochs, and after every portion see whether that is still wanted."""
        while epochs:
            portion = min(self._portion, epochs) if self._orders is None else 1
            order = None if self._orders is None else self._next()
            states = [self._engine.run(portion, state, order) for state in states]
            epochs -= portion
            self._done += portion
            self._progress(self._done, partial(self._error, states[0]))
            if self._interrupt.wanted:
                raise _Ended
        return states

    def _error(self, state: State) -> float:
        return self._engine.errors(state).total

    def _moved_by(self, state: State, epochs: int) -> State:
        by = epochs * self._updates * DRIFT
        values = list(map(float, state))
        moved = [
            value + by * way * (abs(value) + step)
            for value, way, step in zip(values, self._ways, self._steps, strict=False)
        ]
        return (*moved, *values[self._moved :])


def _first_step(training: Training, size: int) -> list[float]:
    """Return by how much the first epoch has changed each number: roundings are a part of that."""
    first = next(iter(training.checkpoints), None)
    if first is None or first.epoch != 1:
        return [0.0] * size
    before, after = (list(map(float, state[:size])) for state in (first.before, first.after))
    return [abs(new - old) for old, new in zip(before, after, strict=True)]


def _below_floats(number: float) -> float:
    """Return how far a number may lie off that is next to nothing.

    Exponentials are held near the least float, and below that numbers have ever fewer digits.
    """
    return HELD_OUT if 0 < abs(number) < HELD_OUT / DOUBLE else 0.0


def _apart(found: Sequence[float], known: float) -> float:
    offs = [MARGIN * abs(value - known) for value in found]
    return max(map(as_doubt, offs))  # the larger of a number and of what is none may be either
