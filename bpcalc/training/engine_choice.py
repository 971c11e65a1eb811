"""Which engine runs: the one that will be done first."""

from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from typing import NamedTuple

from bpcalc.errors import BpcalcError
from bpcalc.locale import say
from bpcalc.training.engine import Engine
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

COLUMN = 0.01
"""What arrays take for every unit and every further sample of a batch, in microseconds."""


def choose(problem: Problem, epochs: int, engine: str | None = None) -> Engine:
    """Return the engine that will be done first, or the one of that name.

    Raises:
        BpcalcError: there is no engine of that name, or its extra is not installed.
    """
    name = engine or _quickest(problem, epochs)
    if name not in ENGINES:
        names = ", ".join(ENGINES)
        raise BpcalcError(say("no engine `{name}`; there are {names}", name=name, names=names))
    return ENGINES[name](problem)


def _quickest(problem: Problem, epochs: int) -> str:
    if problem.exercise.rounding.carry == "rounded":
        return "paper"
    shape = problem.shape
    weights = sum(a * b for a, b in pairwise(shape.sizes))
    samples, updates = (shape.samples, epochs) if shape.together else (1, epochs * shape.samples)
    columns = COLUMN * sum(shape.sizes[1:]) * (samples - 1)
    times = {
        "python": PYTHON.of(updates, weights * samples),
        "arrays": ARRAYS.of(updates, weights) + updates * columns,
    }
    if weights * samples <= MAX_COMPILED_WEIGHTS and has_fast():
        times["machine"] = MACHINE.of(updates, weights * samples)
    return min(times, key=times.__getitem__)


def has_fast() -> bool:
    """Return whether the extra `fast` is installed, without importing it."""
    return find_spec("llvmlite") is not None


def _arrays(problem: Problem) -> Engine:
    from bpcalc.training.arrays import Arrays  # numpy takes longer to import than mazur to train

    return Arrays(problem)


def _machine(problem: Problem) -> Engine:
    if not has_fast():
        raise BpcalcError(
            say(
                "the engine `machine` needs the extra `fast`: {command}",
                command="pip install 'bpcalc[fast]'",
            )
        )
    from bpcalc.training.llvm_engine import Machine  # only here may llvmlite be missing

    return Machine(problem)


def _paper(problem: Problem) -> Engine:
    from bpcalc.training.decimal_engine import Paper  # seldom wanted

    return Paper(problem)


ENGINES: dict[str, Callable[[Problem], Engine]] = {
    "python": Straight,
    "arrays": _arrays,
    "machine": _machine,
    "paper": _paper,
}
"""The engines by name."""
