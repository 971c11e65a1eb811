"""How far the numbers of a training run may lie off, so that only digits are printed that hold.

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
from math import inf, isfinite, sqrt
from random import Random
from typing import NamedTuple

from bpcalc.errors import BpcalcError
from bpcalc.maths.correct import RIGHT_DIGITS
from bpcalc.maths.float_bounds import DOUBLE
from bpcalc.maths.precision import EXACT
from bpcalc.maths.worked_float import exact_decimal
from bpcalc.training.engine import Errors, State
from bpcalc.training.engine_choice import ENGINES, choose, look_cost, run_cost
from bpcalc.training.engine_limits import lines_of
from bpcalc.training.float_noise import HELD_OUT, FloatNoise, Noise
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Training

DRIFT = 16 * DOUBLE
"""By so much of itself a weight of the followers is moved for every update."""

MARGIN = 4
"""So many times over counts what the followers differ by."""

MOST = 120_000
"""Microseconds that two followers may take without being asked for."""

NOISE_LINE = 25
"""Microseconds to read how far the line of a weight may be off, for one sample."""

MOST_NOISE = 5_000_000
"""Microseconds that this may take where a run is followed on demand."""

FURTHER = 64
"""Updates that are counted beside those of a run that nobody follows."""


class Doubts(NamedTuple):
    """How far the numbers of a run may lie off.

    Attributes:
        errors: the errors over all samples, by epoch.
        weights: the weights and biases at the end.
        outs: the outputs of every sample at the end.
        followed: whether the run was followed; otherwise it is taken for granted that every update
            brings in a rounding, and that none of them grows.
    """

    errors: dict[float, float]
    weights: list[float]
    outs: list[list[float]]
    followed: bool = True

    @property
    def at_end(self) -> float:
        """That of the error at the end."""
        return self.errors[max(self.errors)]


def doubts_of(
    training: Training, epochs: Iterable[float] = (), *, unhurried: bool = False
) -> Doubts:
    """Return how far the numbers of a run may lie off.

    Args:
        training: the run.
        epochs: after which the error is wanted, beside the start and the end; of the history.
        unhurried: whether a run is followed that takes long.

    Raises:
        LookupError: the history has no error of such an epoch.
    """
    marks = sorted({0, *epochs, _end(training)})
    if training.engine == "paper":
        return _in_decimals(training, marks)
    if not unhurried and following_cost(training, len(marks)) > MOST:
        return _assumed(training, marks)
    try:
        plain = _by_part(training, marks, FURTHER * DOUBLE)
        whole = len(marks) * _noise_cost(training.problem) > MOST_NOISE
        return _Following(training, plain if whole else None).to(marks)
    except (BpcalcError, ArithmeticError):  # a follower may go where there is no value
        return _alike(training, marks, inf)


def following_cost(training: Training, marks: int) -> float:
    """Return about how many microseconds it takes to follow a run."""
    problem, engine = training.problem, _follower(training)
    looks = marks * (2 * look_cost(engine, problem) + _noise_cost(problem))
    return 2 * run_cost(engine, problem, training.epochs) + looks


def _follower(training: Training) -> str:
    """Return the engine of those who follow: straight-line Python needs no start of its own."""
    problem, epochs = training.problem, max(training.epochs, 1)
    names = [name for name in (training.engine, "python") if ENGINES[name].can(problem)]
    return min(names, key=lambda name: run_cost(name, problem, epochs))


def _noise_cost(problem: Problem) -> float:
    lines = lines_of(problem.shape) * (1 if problem.shape.together else problem.shape.samples)
    return NOISE_LINE * lines


class _Following:
    """Two runs beside one that has been."""

    def __init__(self, training: Training, floor: Doubts | None) -> None:
        """Take a run, and what its states leave uncertain if that is not to be worked out."""
        problem = training.problem
        self._training = training
        self._engine = choose(problem, max(training.epochs, 1), _follower(training))
        self._floor = floor
        self._noise = None if floor else FloatNoise(problem)
        self._orders = training.orders() if training.shuffled else None
        self._updates = _updates(problem)
        self._moved = len(problem.parameters) + len(problem.kept)
        random = Random(0)
        self._signs = [random.choice((-1, 1)) for _ in range(self._moved)]
        self._steps = _first_step(training, self._moved)

    def to(self, marks: Sequence[float]) -> Doubts:
        """Return the doubts after all of these epochs, the last of which is the end."""
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
            errors[mark] = _apart([look.total for look in looks], known) + _finite(noise.total)
            if 0 < abs(known) < HELD_OUT / DOUBLE:  # exponentials may be held
                errors[mark] += HELD_OUT
        after = self._training.after
        weights = [
            _apart(values, float(value)) + 2 * DOUBLE * abs(float(value))
            for *values, value in zip(*states, after, strict=True)
        ]
        outs = [
            [
                _apart([first, second], out) + _finite(own)
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
            if self._orders is None:
                states = [self._engine.run(leg, state) for state in moved]
            else:
                states = moved
                for _ in range(leg):
                    order = self._next()
                    states = [self._engine.run(1, state, order) for state in states]
            epochs -= leg
        return states

    def _moved_by(self, state: State, epochs: int) -> State:
        by = epochs * self._updates * DRIFT
        values = list(map(float, state))
        moved = [
            value + by * sign * (abs(value) + step)
            for value, sign, step in zip(values, self._signs, self._steps, strict=False)
        ]
        return (*moved, *values[self._moved :])


def _first_step(training: Training, size: int) -> list[float]:
    """Return by how much the first epoch has changed each number: roundings are a part of that."""
    first = next(iter(training.checkpoints), None)
    if first is None or first.epoch != 1:
        return [0.0] * size
    before, after = (list(map(float, state[:size])) for state in (first.before, first.after))
    return [abs(new - old) for old, new in zip(before, after, strict=True)]


def _apart(found: Sequence[float], known: float) -> float:
    return _finite(MARGIN * max(abs(value - known) for value in found))


def _finite(doubt: float) -> float:
    return doubt if isfinite(doubt) else inf


def _updates(problem: Problem) -> int:
    shape = problem.shape
    return len(shape.batches) or (1 if shape.together else shape.samples)


def errors_at(training: Training, marks: Iterable[float]) -> list[tuple[float, float]]:
    """Return these epochs of a run, each with the error after it.

    Raises:
        LookupError: there is no error of an epoch, as the history of a long run is thinned.
    """
    known = {_end(training): training.errors_after.total}
    known |= {point.epoch: point.error for point in training.history.points}
    known |= {0: training.errors_before.total}
    marks = list(marks)
    missing = [mark for mark in marks if mark not in known]
    if missing:
        raise LookupError(f"no error is kept after epoch {missing[0]} of {training.epochs}")
    return [(mark, known[mark]) for mark in marks]


def _end(training: Training) -> float:
    """Return after how many epochs a run has ended; the samples of one more are a part of it."""
    size = training.problem.shape.samples
    return (training.epochs * size + training.rest) / size if training.rest else training.epochs


def _in_decimals(training: Training, marks: Sequence[float]) -> Doubts:
    """Return the doubts of numbers that were worked in decimals, which know their bounds."""
    from bpcalc.training.decimal_engine import Left  # seldom wanted

    after = training.after
    if not isinstance(after, Left):
        return _by_part(training, marks, 0.0)
    doubts = _by_part(training, marks, MARGIN * after.lately(after.epochs))
    if after.beside is None:
        return doubts
    try:
        beside = choose(training.problem, 1, training.engine).errors(after.beside)
    except BpcalcError:  # the run beside may have gone where there is no value
        return _alike(training, marks, inf)
    errors, *outs = (
        [off + MARGIN * _difference(*pair) for *pair, off in zip(*numbers, strict=True)]
        for numbers in (
            ([training.errors_after.total], [beside.total], [doubts.at_end]),
            *zip(training.errors_after.outs, beside.outs, doubts.outs, strict=True),
        )
    )
    proven = proven_epochs(training) or 0
    early = _by_part(training, marks, 10.0**-RIGHT_DIGITS).errors
    told = {mark: early[mark] for mark in marks}
    for mark in marks:
        if mark > proven:
            part = MARGIN * after.lately(int(mark * _batches(training)))
            told |= _by_part(training, [mark], part).errors
    return doubts._replace(errors=told | {max(marks): errors[0]}, outs=outs)


def _difference(one: float, other: float) -> float:
    return float(abs(EXACT.subtract(exact_decimal(one), exact_decimal(other))))


def proven_epochs(training: Training) -> int | None:
    """Return over how many epochs the bounds of a run in decimals held; None: over all there were.

    The bounds grow with every epoch. Once they have used up the further digits, decimals are still
    far more precise than floats, but no digit of theirs is proven any more.
    """
    if training.engine != "paper":
        return None
    from bpcalc.training.decimal_engine import Left  # seldom wanted

    after = training.after
    if not isinstance(after, Left) or after.proven is None:
        return None
    return after.proven // _batches(training)


def _batches(training: Training) -> int:
    return max(1, len(training.problem.shape.batches))


def _assumed(training: Training, marks: Iterable[float]) -> Doubts:
    """Return the doubts of a run that nobody follows."""
    updates = _updates(training.problem) * (training.epochs + 1)
    return _by_part(training, marks, DOUBLE * (FURTHER + updates))._replace(followed=False)


def _by_part(training: Training, marks: Iterable[float], part: float) -> Doubts:
    """Return the doubts of a run whose numbers may be off by such a part of themselves.

    An error is at least about as steep as a square: what an output may be off by counts as much
    as the output differs from its target, and then some. An output that jumps is exact.
    """
    marks = list(marks)
    if not part:
        return _alike(training, marks, 0.0)
    of_outs = 0.0 if training.problem.shape.activations[-1].jump else part
    scale = _scale(training) if of_outs else 0.0
    errors = {
        mark: _finite(part * (abs(error) + 2 * sqrt(abs(error) * scale) + part * scale))
        for mark, error in errors_at(training, marks)
    }
    size = len(training.problem.parameters)
    weights = [part * abs(float(value)) for value in training.after[:size]]
    outs = [[of_outs * abs(out) for out in each] for each in training.errors_after.outs]
    return Doubts(errors, weights, outs)


def _scale(training: Training) -> float:
    """Return the error, or more, if every output were off by all of itself."""
    shape = training.problem.shape
    squares = [
        max(out * out, target * target)
        for outs, sample in zip(training.errors_after.outs, training.problem.samples, strict=True)
        for out, target in zip(outs, sample[shape.sizes[0] :], strict=False)
    ]
    total = sum(squares)
    return total / shape.samples if shape.update == "batch_mean" else total


def _alike(training: Training, marks: Iterable[float], doubt: float) -> Doubts:
    """Return doubts that are the same for every number."""
    outs = [[doubt] * len(each) for each in training.errors_after.outs]
    return Doubts(dict.fromkeys(marks, doubt), [doubt] * len(training.problem.parameters), outs)
