"""An exercise with other weights: as they stand after some training."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bpcalc.exercise.spec import Exercise, Layer
from bpcalc.maths.expr import Number


def with_parameters(
    exercise: Exercise, numbers: Sequence[Number], changes: Sequence[Number] = ()
) -> Exercise:
    """Return the exercise with these weights and biases.

    Args:
        exercise: whose numbers are replaced.
        numbers: layer by layer, weights row by row, then biases.
        changes: of the last update, in the same order, for a momentum that goes on from it.
    """
    left = iter(numbers)
    layers = tuple(_layer(layer, left) for layer in exercise.layers)
    return replace(exercise, layers=layers, previous_changes=tuple(changes) if changes else None)


def parameters(layer: Layer) -> Iterator[Number]:
    """Yield the weights of a layer, row by row, then its biases."""
    for row in layer.weights:
        yield from row
    yield from layer.biases or ()


def _layer(layer: Layer, numbers: Iterator[Number]) -> Layer:
    weights = tuple(tuple(next(numbers) for _ in row) for row in layer.weights)
    biases = None if layer.biases is None else tuple(next(numbers) for _ in layer.biases)
    return replace(layer, weights=weights, biases=biases)
