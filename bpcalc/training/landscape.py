"""What a trained network makes of a plane: of its two inputs, or of two of its weights."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from math import isfinite
from typing import NamedTuple

from bpcalc.calc.calculate import calculate
from bpcalc.errors import BpcalcError
from bpcalc.exercise.spec import Exercise, Sample
from bpcalc.locale import enumerated, say
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.training.engine import Engine, State
from bpcalc.training.engine_choice import choose, look_cost, quickest
from bpcalc.training.engine_limits import jumps, lines_of
from bpcalc.training.problem import Problem
from bpcalc.training.result import at_state
from bpcalc.training.trainer import Training

CELLS = 60
"""Places along each side of a plane."""

MARGIN = 0.25
"""Of the width of what is shown, on each side."""

MAX_PATH_POINTS = 200
"""Epochs of a path that are looked at, at most."""


PLACE, PLACE_LINE = 600.0, 11.0
"""Microseconds that the outputs of a place take in decimals, and for every weight."""

FLOAT_LINE = 0.06
"""The same for every weight in floats, if no array is used."""


class Plane(NamedTuple):
    """A plane with values.

    Attributes:
        across, up: the least and the largest number on each side.
        values: of every place, row by row from below; those of several outputs side by side.
    """

    across: tuple[float, float]
    up: tuple[float, float]
    values: list[list[tuple[float, ...]]]


class Path(NamedTuple):
    """How two weights went from epoch to epoch.

    Attributes:
        names: of the weights.
        points: their values, from before training to the end.
        surface: the error around them, the other weights as they are at the end.
    """

    names: tuple[str, str]
    points: list[tuple[float, float]]
    surface: Plane


def regions(training: Training) -> Plane:
    """Return the outputs over the plane of two inputs, with the weights that were reached.

    Raises:
        BpcalcError: there are not two inputs, or outputs depend on all samples at once.
    """
    exercise = training.problem.exercise
    if exercise.sizes[0] != 2:
        says = say(
            "decision regions are drawn over two inputs, and there are {n}", n=exercise.sizes[0]
        )
        raise BpcalcError(says)
    scale = exercise.normalise
    if exercise.batch_norm or scale.inputs or scale.outputs:
        raise BpcalcError(
            say("decision regions are not drawn where samples are normalised together")
        )
    sides = list(zip(*([float(n.value) for n in s.inputs] for s in exercise.samples), strict=True))
    across, up = (_widened(min(side), max(side)) for side in sides)
    targets = exercise.samples[0].targets
    places = [(x, y) for y in _places(up) for x in _places(across)]
    samples = tuple(Sample((_number(x), _number(y)), targets) for x, y in places)
    plain = replace(at_state(training.problem, training.after), samples=samples, update="online")
    outs = _outs(replace(plain, batch_size=None, previous_changes=None))
    return Plane(across, up, [outs[n : n + CELLS] for n in range(0, len(outs), CELLS)])


def _outs(exercise: Exercise) -> list[tuple[float, ...]]:
    """Return the outputs of every sample."""
    problem = Problem.of(exercise)
    name = quickest(problem, 1)
    if name != "paper":
        engine = choose(problem, 1, name)
        return [tuple(map(float, out)) for out in engine.errors(engine.start()).outs]
    # That engine would plan two epochs of all samples, with all that comes behind the outputs.
    bare = tuple(replace(sample, targets=None) for sample in exercise.samples)
    values = calculate(replace(exercise, samples=bare)).values
    last, units = len(exercise.sizes) - 1, range(1, exercise.sizes[-1] + 1)
    return [
        tuple(float(values[Key("out", last, unit, sample=place, epoch=1)]) for unit in units)
        for place in range(1, len(bare) + 1)
    ]


def regions_cost(problem: Problem) -> float:
    """Return about how many microseconds the outputs over the plane take."""
    lines = lines_of(problem.shape)
    decimal = problem.exercise.rounding.carry == "rounded" or jumps(problem.shape)
    return CELLS**2 * (PLACE + PLACE_LINE * lines if decimal else 1 + FLOAT_LINE * lines)


def path(training: Training, names: Sequence[str], keys: Sequence[Key]) -> Path:
    """Return the way of two weights, and the error around it.

    Args:
        training: the run; its samples came in their own order.
        names: of two weights or biases, as they are printed.
        keys: of the same.

    Raises:
        BpcalcError: they are not two.
    """
    if len(set(keys)) != 2:
        raise BpcalcError(say("name two different weights, such as w1,w5"))
    if training.shuffled:
        raise BpcalcError(say("the path is that of samples in their order; leave out --shuffle"))
    known = [key.timeless for key in training.problem.parameters]
    first, second = (known.index(key.timeless) for key in keys)
    engine = choose(training.problem, training.epochs, training.engine)
    states = list(_states(engine, training.epochs))
    points = [(float(state[first]), float(state[second])) for state in states]
    across = _widened(min(x for x, _ in points), max(x for x, _ in points))
    up = _widened(min(y for _, y in points), max(y for _, y in points))
    number = Decimal if isinstance(states[-1][first], Decimal) else float
    last = [*map(number, states[-1])]
    rows: list[list[tuple[float, ...]]] = []
    for y in _places(up):
        row: list[tuple[float, ...]] = []
        for x in _places(across):
            last[first], last[second] = number(x), number(y)
            row.append((_error(engine, tuple(last)),))
        rows.append(row)
    return Path((names[0], names[1]), points, Plane(across, up, rows))


def path_cost(name: str, problem: Problem) -> float:
    """Return about how many microseconds the errors around a path take.

    The run itself, which is repeated for it, may end sooner than was asked for.
    """
    return CELLS**2 * look_cost(name, problem)


def parameter_keys(problem: Problem, names: Sequence[str], spelt: dict[Key, str]) -> list[Key]:
    """Return the weights and biases of these names.

    Raises:
        BpcalcError: there is none of a name.
    """
    by_name = {spelt[key]: key for key in problem.parameters}
    for name in names:
        if name not in by_name:
            says = say(
                "there is no weight `{name}`; choose from {names}",
                name=name,
                names=enumerated(list(by_name)[:40]),
            )
            raise BpcalcError(says)
    return [by_name[name] for name in names]


def _states(engine: Engine, epochs: int) -> list[State]:
    """Return the states of a run, close together at its beginning, where most happens."""
    state, done = engine.start(), 0
    found = [state]
    marks = sorted(
        {round(epochs ** (n / MAX_PATH_POINTS)) for n in range(MAX_PATH_POINTS + 1)} | {epochs}
    )
    for mark in marks:
        if done < mark <= epochs:
            state = engine.run(mark - done, state)
            done = mark
            found.append(state)
    return [each for each in found if all(isfinite(value) for value in each)]


def _error(engine: Engine, state: State) -> float:
    try:
        return engine.errors(state).total
    except (BpcalcError, ArithmeticError):
        return float("inf")


def _widened(low: float, high: float) -> tuple[float, float]:
    width = (high - low) or max(abs(high), 1.0)
    return low - MARGIN * width, high + MARGIN * width


def _places(side: tuple[float, float]) -> list[float]:
    """Return the middles of the places along a side."""
    low, high = side
    return [low + (high - low) * (n + 0.5) / CELLS for n in range(CELLS)]


def _number(value: float) -> Number:
    return Number(f"{value:.6g}")
