"""Which engine runs: the one that will be done first."""

import re
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from math import inf
from typing import NamedTuple

from bpcalc.errors import BpcalcError
from bpcalc.locale import enumerated, say
from bpcalc.training.engine import Engine
from bpcalc.training.engine_limits import (
    beyond_arrays,
    beyond_llvm,
    beyond_python,
    jumps,
    lines_of,
)
from bpcalc.training.problem import Problem
from bpcalc.training.python_engine import Straight

MAX_COMPILED_WEIGHTS = 2000
"""Weights, times samples of a batch, beyond which LLVM takes more than a second or two."""


class Cost(NamedTuple):
    """What an engine takes, in microseconds, as `benchmarks/train.py` was used to measure it.

    Attributes:
        start: before the first epoch: imports, and what takes the same time for every network.
        compiling: for every weight (and every sample of a batch) that is written out.
        update: for one update, whatever its size.
        weight: for every weight (and every sample of a batch) in it.
    """

    start: float
    compiling: float
    update: float
    weight: float

    def of(self, updates: int, length: int) -> float:
        """Return how long so many updates of that length take."""
        return self.start + self.compiling * length + updates * (self.update + self.weight * length)


PYTHON = Cost(start=1_500, compiling=120, update=0.35, weight=0.06)
ARRAYS = Cost(start=60_000, compiling=0, update=11, weight=0.0013)
MACHINE = Cost(start=60_000, compiling=700, update=0.04, weight=0.0012)
"""Python and arrays cross at about 180 weights online. On 2-2-2, machine code makes up for the
import of llvmlite after some 80,000 updates."""

FIRST_RELEASE = 0, 45
"""Of llvmlite: its LLVM reads `ptr`. Who has numba may have an older one."""

DECIMAL_LINE = 25
"""What decimals take for every weight in an update, in microseconds."""

EXACT_LINE = 120
"""What they take where nothing is rounded, and exponentials have all digits."""

MOST_FOR_JUMPS = 5_000_000
"""Microseconds that decimals may take for a network whose outputs jump."""

COLUMN = 0.01
"""What arrays take for every unit and every further sample of a batch, in microseconds."""


class LookCost(NamedTuple):
    """What an engine takes to look at the error, in microseconds.

    Attributes:
        start: whatever there is to look at.
        sample: for every sample.
        line: for every weight of a sample.
    """

    start: float
    sample: float
    line: float


PYTHON_LOOK = LookCost(start=2, sample=0.3, line=0.04)
LOOK_COSTS = {
    "python": PYTHON_LOOK,
    "machine": PYTHON_LOOK,
    "arrays": LookCost(start=35, sample=0.35, line=0.0015),
    "paper": LookCost(start=0, sample=0, line=20),
}
"""By the name of the engine; machine code looks as Python does."""


class EngineEntry(NamedTuple):
    """An engine, before it runs anything.

    Attributes:
        name: as on the command line.
        make: the engine for a problem.
        hindrance: why it cannot train a problem; "" if it can.
        cost: what it takes for so many epochs, in microseconds; infinite if it is never chosen.
    """

    name: str
    make: Callable[[Problem], Engine]
    hindrance: Callable[[Problem], str]
    cost: Callable[[Problem, int], float]

    def can(self, problem: Problem) -> bool:
        """Return whether it trains this very problem, and not something like it."""
        return not self.hindrance(problem)

    def __call__(self, problem: Problem) -> Engine:
        """Return the engine for a problem."""
        return self.make(problem)


def choose(problem: Problem, epochs: int, engine: str | None = None) -> Engine:
    """Return the engine that will be done first of those that can, or the one of that name.

    Raises:
        BpcalcError: there is no engine of that name, its extra is not installed, or it cannot
            train this problem.
    """
    if engine is not None and engine not in ENGINES:
        names = enumerated(ENGINES)
        raise BpcalcError(say("no engine `{name}`; there are {names}", name=engine, names=names))
    chosen = ENGINES[engine or quickest(problem, epochs)]
    hindrance = chosen.hindrance(problem)
    if hindrance:
        raise BpcalcError(hindrance)
    if problem.shape.batches or problem.shape.schedule:
        from bpcalc.training.batched_engine import BatchedEngine  # seldom wanted

        return BatchedEngine(problem, chosen.name, chosen.make)
    return chosen.make(problem)


def quickest(problem: Problem, epochs: int) -> str:
    """Return the name of the engine that will be done first of those that can."""
    if problem.exercise.rounding.carry == "rounded":
        return "paper"
    if jumps(problem.shape) and paper_cost(problem, epochs) <= MOST_FOR_JUMPS:
        return "paper"
    costs = {name: entry.cost(problem, epochs) for name, entry in ENGINES.items()}
    order = sorted(costs, key=costs.__getitem__)
    return next((name for name in order if ENGINES[name].can(problem)), order[0])


def paper_cost(problem: Problem, epochs: int) -> float:
    """Return about how many microseconds so many epochs take in decimals."""
    samples = 1 if problem.shape.together else problem.shape.samples
    return lines_of(problem.shape) * samples * epochs * DECIMAL_LINE


def _updates(problem: Problem, epochs: int) -> int:
    return epochs if problem.shape.together else epochs * problem.shape.samples


def python_cost(problem: Problem, epochs: int) -> float:
    """Return what straight-line Python takes."""
    return PYTHON.of(_updates(problem, epochs), lines_of(problem.shape))


def _arrays_cost(problem: Problem, epochs: int) -> float:
    shape = problem.shape
    weights = sum(a * b for a, b in pairwise(shape.sizes))
    others = shape.samples - 1 if shape.together else 0
    columns = COLUMN * sum(shape.sizes[1:]) * others
    updates = _updates(problem, epochs)
    return ARRAYS.of(updates, weights) + updates * columns


def _machine_cost(problem: Problem, epochs: int) -> float:
    length = lines_of(problem.shape)
    if length > MAX_COMPILED_WEIGHTS or not has_fast() or problem.shape.schedule:
        return inf
    return MACHINE.of(_updates(problem, epochs), length)


def run_cost(name: str, problem: Problem, epochs: int) -> float:
    """Return about how many microseconds so many epochs take with an engine."""
    if name == "paper":
        exact = problem.exercise.rounding.carry == "exact" and not jumps(problem.shape)
        return paper_cost(problem, epochs) * (EXACT_LINE / DECIMAL_LINE if exact else 1)
    cost = ENGINES[name].cost(problem, epochs)
    return python_cost(problem, epochs) if cost == inf else cost


def look_cost(name: str, problem: Problem) -> float:
    """Return about how many microseconds it takes to look once at the error of all samples."""
    cost = LOOK_COSTS[name]
    return cost.start + problem.shape.samples * (cost.sample + cost.line * lines_of(problem.shape))


def has_fast() -> bool:
    """Return whether the extra `fast` is installed, without importing it."""
    return find_spec("llvmlite") is not None


def _arrays(problem: Problem) -> Engine:
    from bpcalc.training.arrays import Arrays  # numpy takes longer to import than mazur to train

    return Arrays(problem)


def _machine(problem: Problem) -> Engine:
    from bpcalc.training.llvm_engine import Machine  # only here may llvmlite be missing

    return Machine(problem)


def _is_recent() -> bool:
    """Return whether llvmlite is a release that can be used; its larger part is not imported."""
    from llvmlite import __version__

    release = re.match(r"(\d+)\.(\d+)", __version__)
    return release is None or (int(release[1]), int(release[2])) >= FIRST_RELEASE


def _beyond_machine(problem: Problem) -> str:
    if has_fast() and _is_recent():
        return beyond_llvm(problem)
    command = "pip install 'bpcalc[fast]'"
    return say("the engine `machine` needs the extra `fast`: {command}", command=command)


def _paper(problem: Problem) -> Engine:
    from bpcalc.training.decimal_engine import Paper  # seldom wanted

    return Paper(problem)


ENGINES: dict[str, EngineEntry] = {
    entry.name: entry
    for entry in (
        EngineEntry("python", Straight, beyond_python, python_cost),
        EngineEntry("arrays", _arrays, beyond_arrays, _arrays_cost),
        EngineEntry("machine", _machine, _beyond_machine, _machine_cost),
        EngineEntry("paper", _paper, lambda problem: "", lambda problem, epochs: inf),
    )
}
"""The engines by name."""
