"""Which engine runs: the one that will be done first."""

from collections.abc import Callable
from importlib.util import find_spec

from bpcalc.errors import BpcalcError
from bpcalc.locale import say
from bpcalc.training.engine import Engine
from bpcalc.training.problem import Problem
from bpcalc.training.straight import Straight

ONLINE = 300
"""Weights up to which an update with straight-line Python is sooner done than with arrays."""

BATCH = 250
"""The same for a batch: weights times samples."""

COMPILED = 3000
"""Weights, times samples of a batch, up to which LLVM is done compiling in about a second."""

WORTH_COMPILING = 600_000
"""Weights times samples times epochs from which machine code makes up for its compilation."""


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
    weights = sum(a * b for a, b in zip(shape.sizes, shape.sizes[1:], strict=False))
    length = weights * (shape.samples if shape.together else 1)
    steps = epochs * (1 if shape.together else shape.samples)
    if length <= COMPILED and length * steps >= WORTH_COMPILING and has_fast():
        return "machine"
    return "python" if length <= (BATCH if shape.together else ONLINE) else "arrays"


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
    from bpcalc.training.machine import Machine  # only here may llvmlite be missing

    return Machine(problem)


def _paper(problem: Problem) -> Engine:
    from bpcalc.training.paper import Paper  # seldom wanted

    return Paper(problem)


ENGINES: dict[str, Callable[[Problem], Engine]] = {
    "python": Straight,
    "arrays": _arrays,
    "machine": _machine,
    "paper": _paper,
}
"""The engines by name."""
