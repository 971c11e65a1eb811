"""Training held against the decimals: single epochs, worked once more as the hand calculation is.

An epoch is worked from the very floats that the engine had at its start, so that what differs at
its end is what this one epoch has lost.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Rounding
from bpcalc.training.engine import Engine, State
from bpcalc.training.engine_choice import choose
from bpcalc.training.engine_limits import jumps, lines_of
from bpcalc.training.magnitudes import magnitudes
from bpcalc.training.problem import Problem
from bpcalc.training.result import at_state
from bpcalc.training.trainer import Checkpoint, Interrupt

TOLERANCE = 1e-10
"""A difference from the decimals, as a fraction of the number, that one epoch may make."""

LOST = 1e-15
"""A number so small beside what is added up to get it is not told from 0 by any float."""

PLACES = 12
"""Decimals of a weight that decide on which side of a jump a net input is."""

DECIMAL_START = 2_500
"""Microseconds before the first line is worked in decimals."""
DECIMAL_WRITING = 100
"""Microseconds to write down the lines of a weight, for one sample."""
DECIMAL_WORKING = 25
"""Microseconds to work them out."""


class Comparison(NamedTuple):
    """How far an engine was from the decimals in one epoch.

    Attributes:
        epoch: its number, from 1.
        difference: the largest of all weights and biases, as a fraction of the number; of one that
            on paper is nothing beside what is added up to get it, as a fraction of that.
        key: the weight or bias that differs most.
    """

    epoch: int
    difference: float
    key: Key

    @property
    def agrees(self) -> bool:
        """Whether the engine has trained what the hand calculation does."""
        return self.difference <= TOLERANCE


def verification_cost(problem: Problem, epochs: int) -> float:
    """Return about how many microseconds the comparison of so many epochs takes."""
    samples = 1 if problem.shape.together else problem.shape.samples
    lines = lines_of(problem.shape) * samples
    return DECIMAL_START + lines * (DECIMAL_WRITING + epochs * DECIMAL_WORKING)


def compared(
    problem: Problem, checkpoints: Iterable[Checkpoint], interrupt: Interrupt | None = None
) -> list[Comparison]:
    """Return how far an engine was from the decimals in these epochs, or in the first of them.

    Args:
        problem: what was trained.
        checkpoints: the epochs.
        interrupt: asked before each.

    Raises:
        CalculationError: a line has no finite value.
    """
    exact = Problem.of(replace(problem.exercise, rounding=Rounding()))
    decimals = choose(exact, 1, "paper")
    asked = interrupt or Interrupt()
    wanted = takewhile(lambda checkpoint: not asked.wanted, checkpoints)
    return [_compared(problem, decimals, checkpoint) for checkpoint in wanted]


def _compared(problem: Problem, decimals: Engine, checkpoint: Checkpoint) -> Comparison:
    before: State = decimals.start()
    if checkpoint.epoch > 1:
        before = tuple(map(Decimal, checkpoint.before))
        # 0.1 as a float lies beside 0.1, and beside the edge of a jump, such as that of |w| at 0.
        if jumps(problem.shape) or "l1" in problem.shape.penalty.names:
            before = tuple(round(number, PLACES) for number in before)
    right = decimals.run(1, before, checkpoint.order)
    # The states may go on, with what the next update needs beside the weights.
    keys = problem.parameters
    states = [list(map(float, state[: len(keys)])) for state in (before, checkpoint.after, right)]
    sizes = [max(map(abs, numbers)) for numbers in zip(*states, strict=True)]
    differences = [abs(found - wanted) for _, found, wanted in zip(*states, strict=True)]
    parts = list(map(_part, differences, sizes))
    if max(parts) > TOLERANCE:
        added_up = magnitudes(at_state(problem, before), problem.exercise.moments)
        for place, size in enumerate(added_up):
            if abs(states[2][place]) <= LOST * size:
                parts[place] = _part(differences[place], size)
    worst = max(range(len(keys)), key=parts.__getitem__)
    return Comparison(checkpoint.epoch, parts[worst], keys[worst])


def _part(difference: float, size: float) -> float:
    return difference / size if size else 0.0
