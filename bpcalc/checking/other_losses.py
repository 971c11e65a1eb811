"""The same exercise with another error: its factor, a mean for a sum, or a cross-entropy."""

from collections.abc import Iterator
from dataclasses import replace

from bpcalc.exercise.spec import Exercise
from bpcalc.maths.losses import LOSSES


def _losses(exercise: Exercise, averaged: bool) -> Iterator[Exercise]:
    """Yield the exercise with other factors of its error, ½ or none, or 1/n as well."""
    loss = exercise.loss
    for other in LOSSES.values():
        alike = other.family == loss.family and other.name != loss.name
        if alike and (other.averaged != loss.averaged) == averaged:
            yield replace(exercise, loss=other)


def other_factors(exercise: Exercise) -> Iterator[Exercise]:
    """Yield the exercise with another factor of its error, ½ or none."""
    return _losses(exercise, averaged=False)


def other_means(exercise: Exercise) -> Iterator[Exercise]:
    """Yield the exercise with a mean for a sum of errors, or the reverse."""
    return _losses(exercise, averaged=True)


def cross_entropies(exercise: Exercise) -> Iterator[Exercise]:
    """Yield the exercise with the cross-entropy that goes with its outputs."""
    last = exercise.layers[-1].activation
    name = {"sigmoid": "binary_cross_entropy", "softmax": "cross_entropy"}.get(last.name)
    if name and last.parameter is None and exercise.loss.name != name:
        yield replace(exercise, loss=LOSSES[name])
