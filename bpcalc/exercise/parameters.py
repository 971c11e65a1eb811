"""The weights and biases of an exercise, and the same exercise with other ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from bpcalc.exercise.spec import Exercise, Layer
from bpcalc.maths.expr import Number
from bpcalc.maths.graph import GAINS, in_order
from bpcalc.maths.keys import Key
from bpcalc.maths.net_norms import NetNorm


def with_parameters(
    exercise: Exercise, numbers: Sequence[Number], changes: Sequence[Number] = ()
) -> Exercise:
    """Return the exercise with these weights and biases.

    Args:
        exercise: whose numbers are replaced.
        numbers: in the order of the parameters.
        changes: of the last update, in the same order, for a momentum that goes on from it.
    """
    graph = exercise.graph
    by_key = dict(
        zip(chain.from_iterable(map(graph.parameters, graph.layers)), numbers, strict=True)
    )
    return replace(
        exercise,
        layers=tuple(
            _layer(exercise, number, layer, by_key)
            for number, layer in enumerate(exercise.layers, start=1)
        ),
        batch_norm=tuple(_norms(exercise.batch_norm, by_key)),
        layer_norm=tuple(_norms(exercise.layer_norm, by_key)),
        skips=tuple((key, by_key[graph.parameter(key)]) for key, _ in exercise.skips),
        previous_changes=tuple(changes) if changes else None,
    )


def parameters(exercise: Exercise) -> Iterator[Number]:
    """Yield the numbers of all weights and biases, in the order of the parameters."""
    graph = exercise.graph
    if (
        graph.full and not graph.normed
    ):  # the rows are those of the matrices; a large network has a million of them
        for layer in exercise.layers:
            numbers = in_order(layer.weights, layer.biases or ())
            yield from (number for number in numbers if number is not None)
        return
    for layer_number in graph.layers:
        for key in graph.parameters(layer_number):
            yield number_of(exercise, key)


def number_of(exercise: Exercise, key: Key) -> Number:
    """Return the number of a weight or bias that the network has."""
    assert key.layer is not None
    layer = exercise.layers[key.layer - 1]
    if key.kind in GAINS:
        norm = exercise.norm_of(key.layer)
        assert norm is not None
        assert key.unit is not None
        return (norm.gamma if key.kind == "gamma" else norm.beta)[key.unit - 1]
    if key.kind == "bias":
        assert layer.biases is not None
        number = layer.biases[0 if key.unit is None else key.unit - 1]
    elif key.source_layer is not None:
        number = dict(exercise.skips)[key]
    else:
        assert key.unit is not None
        assert key.source is not None
        number = layer.weights[key.unit - 1][key.source - 1]
    assert number is not None, "the graph has no such parameter"
    return number


def _norms(
    norms: tuple[NetNorm | None, ...], numbers: Mapping[Key, Number]
) -> Iterator[NetNorm | None]:
    for layer, norm in enumerate(norms, start=1):
        if norm is None:
            yield None
        else:
            units = range(1, len(norm.gamma) + 1)
            gamma, beta = (
                tuple(numbers[Key(kind, layer, unit)] for unit in units) for kind in GAINS
            )
            yield replace(norm, gamma=gamma, beta=beta)


def _layer(exercise: Exercise, number: int, layer: Layer, numbers: Mapping[Key, Number]) -> Layer:
    parameter = exercise.graph.parameter
    weights = tuple(
        tuple(
            None if old is None else numbers[parameter(Key("weight", number, unit, source))]
            for source, old in enumerate(row, start=1)
        )
        for unit, row in enumerate(layer.weights, start=1)
    )
    biases = None
    if layer.biases is not None:
        shared = layer.shared_bias
        biases = tuple(
            None if old is None else numbers[Key("bias", number, None if shared else unit)]
            for unit, old in enumerate(layer.biases, start=1)
        )
    return replace(layer, weights=weights, biases=biases)
