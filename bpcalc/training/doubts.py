"""How far the numbers of a training run may lie off, so that only digits are printed that hold."""

from collections.abc import Iterable
from math import inf, isfinite, sqrt
from typing import NamedTuple

from bpcalc.maths.float_bounds import DOUBLE
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Training

MARGIN = 4
"""So many times over counts what is measured of how far a number lies off."""

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
        ended: whether it was not followed because somebody has ended that, or the run.
    """

    errors: dict[float, float]
    weights: list[float]
    outs: list[list[float]]
    followed: bool = True
    ended: bool = False

    @property
    def at_end(self) -> float:
        """That of the error at the end."""
        return self.errors[max(self.errors)]


def errors_at(training: Training, marks: Iterable[float]) -> list[tuple[float, float]]:
    """Return these epochs of a run, each with the error after it.

    Raises:
        LookupError: there is no error of an epoch, as the history of a long run is thinned.
    """
    known = {end_of(training): training.errors_after.total}
    known |= {point.epoch: point.error for point in training.history.points}
    known |= {0: training.errors_before.total}
    marks = list(marks)
    missing = [mark for mark in marks if mark not in known]
    if missing:
        raise LookupError(f"no error is kept after epoch {missing[0]} of {training.epochs}")
    return [(mark, known[mark]) for mark in marks]


def end_of(training: Training) -> float:
    """Return after how many epochs a run has ended; the samples of one more are a part of it."""
    size = training.problem.shape.samples
    return (training.epochs * size + training.rest) / size if training.rest else training.epochs


def assumed(training: Training, marks: Iterable[float]) -> Doubts:
    """Return the doubts of a run that nobody follows."""
    updates = updates_in(training.problem) * (training.epochs + 1)
    return by_part(training, marks, DOUBLE * (FURTHER + updates))._replace(followed=False)


def by_part(training: Training, marks: Iterable[float], part: float) -> Doubts:
    """Return the doubts of a run whose numbers may be off by such a part of themselves.

    An error is at least about as steep as a square: what an output may be off by counts as much
    as the output differs from its target, and then some. An output that jumps is exact.
    """
    marks = list(marks)
    if not part:
        return alike(training, marks, 0.0)
    of_outs = 0.0 if training.problem.shape.activations[-1].jump else part
    scale = _scale(training) if of_outs else 0.0
    errors = {
        mark: as_doubt(part * (abs(error) + 2 * sqrt(abs(error) * scale) + part * scale))
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


def alike(training: Training, marks: Iterable[float], doubt: float) -> Doubts:
    """Return doubts that are the same for every number."""
    outs = [[doubt] * len(each) for each in training.errors_after.outs]
    return Doubts(dict.fromkeys(marks, doubt), [doubt] * len(training.problem.parameters), outs)


def as_doubt(number: float) -> float:
    """Return how far a number may lie off that was found to be so much; any if that is none."""
    return number if isfinite(number) else inf


def updates_in(problem: Problem) -> int:
    """Return how many updates an epoch has."""
    shape = problem.shape
    return len(shape.batches) or (1 if shape.together else shape.samples)
