"""Training held against the decimals: single epochs, worked once more as the hand calculation is.

An epoch is worked from the very floats that the engine had at its start, so that what differs at
its end is what this one epoch has lost.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple, cast

from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Rounding
from bpcalc.training.engine import Engine, State
from bpcalc.training.engine_choice import choose
from bpcalc.training.engine_limits import lines_of
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Checkpoint

TOLERANCE = 1e-10
"""A difference from the decimals, as a fraction of the number, that one epoch may make."""

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
        difference: the largest of all weights and biases, as a fraction of the number.
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


def compared(problem: Problem, checkpoints: Iterable[Checkpoint]) -> list[Comparison]:
    """Return how far an engine was from the decimals in these epochs.

    Raises:
        CalculationError: a line has no finite value.
    """
    exact = Problem.of(replace(problem.exercise, rounding=Rounding()))
    decimals = choose(exact, 1, "paper")
    return [_compared(problem, decimals, checkpoint) for checkpoint in checkpoints]


def _compared(problem: Problem, decimals: Engine, checkpoint: Checkpoint) -> Comparison:
    before: tuple[float | Decimal, ...] = decimals.start()
    if checkpoint.epoch > 1:
        before = tuple(map(Decimal, checkpoint.before))
    right = decimals.run(1, cast(State, before), checkpoint.order)
    # The states may go on, with what the next update needs beside the weights.
    states = [list(map(float, state)) for state in (before, checkpoint.after, right)]
    differences = list(map(_difference, *states))
    places = range(len(problem.parameters))
    worst = max(places, key=differences.__getitem__)
    return Comparison(checkpoint.epoch, differences[worst], problem.parameters[worst])


def _difference(before: float, found: float, wanted: float) -> float:
    """Return a difference as a fraction of the largest number there was."""
    size = max(abs(before), abs(found), abs(wanted))
    return abs(found - wanted) / size if size else 0.0
