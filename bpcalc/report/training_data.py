"""A training run for programs: JSON and CSV."""

import csv
import io
from collections.abc import Iterator
from math import isfinite

from bpcalc.maths.graph import GAINS, Graph
from bpcalc.maths.keys import Key, Node
from bpcalc.training.decimal_doubts import proven_epochs
from bpcalc.training.doubts import Doubts
from bpcalc.training.engine import State
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Training

ERRORS_HEADER = ("epoch", "error")


def record(training: Training, doubts: Doubts | None = None) -> dict[str, object]:
    """Return what programs read of a run: why it stopped, the history, weights and outputs.

    Weights and biases are shaped as in the exercise file, a row of weights for every
    receiving unit; what leaps over a layer stands apart. A number that is not finite is null.
    Where nobody has looked whether roundings grew, that is told.
    """
    weights, biases = shaped(training.problem, training.after)
    leaping = skips(training.problem, training.after)
    proven = proven_epochs(training)
    return {
        "epochs_run": training.epochs,
        **({"samples_after_that": training.rest} if training.rest else {}),
        "stopped": training.stopped,
        "engine": training.engine,
        **({} if proven is None else {"proven_epochs": proven}),
        **({"roundings_followed": False} if doubts and not doubts.followed else {}),
        "history": history(training),
        "history_stride": training.history.stride,
        "weights": weights,
        **({"skips": leaping} if leaping else {}),
        "biases": biases,
        **_gains(training.problem, training.after),
        "outputs": [[finite(out) for out in outs] for outs in training.errors_after.outs],
    }


def history(training: Training) -> list[dict[str, float | None]]:
    """Return the history as records of epoch and error."""
    return [
        {"epoch": point.epoch, "error": finite(point.error)} for point in training.history.points
    ]


def as_csv(training: Training) -> str:
    """Return the history as a table with the columns epoch and error."""
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerows(table(training))
    return page.getvalue()


def table(training: Training) -> Iterator[tuple[str, str]]:
    """Yield the rows of the history, the headings first."""
    yield ERRORS_HEADER
    for point in training.history.points:
        yield str(point.epoch), repr(point.error)


def finite(value: float) -> float | None:
    """Return the value as a float, None if JSON has no word for it."""
    return float(value) if isfinite(value) else None


Weights = list[list[list[float | None]]]
TrainedBiases = list[float | list[float | None] | None]


def shaped(problem: Problem, state: State) -> tuple[Weights, TrainedBiases]:
    """Return weights and biases in the shape of the exercise file's matrices.

    There is a null where there is no connection, or a unit without a bias beside units with one. A
    weight that stands on several connections is at each of them.
    """
    values = _values(problem, state)
    graph = problem.shape.graph
    weights: Weights = []
    biases: TrainedBiases = []
    for layer in graph.layers:
        nodes = graph.nodes(layer)
        rows = [[_value(values, graph, key) for key in _row(graph, node)] for node in nodes]
        weights.append(rows)
        units = graph.biases[layer - 1]
        if None in units:
            biases.append(finite(values[Key("bias", layer)]))
        else:
            own = [_value(values, graph, Key("bias", layer, unit)) for _, unit in nodes]
            biases.append(own if units else None)
    return weights, biases


def skips(problem: Problem, state: State) -> list[dict[str, object]]:
    """Return the weights of the connections that leap over a layer, which no matrix holds."""
    values = _values(problem, state)
    graph = problem.shape.graph
    return [
        {
            "layer": key.layer,
            "unit": key.unit,
            "source_layer": key.source_layer,
            "source": key.source,
            "value": _value(values, graph, key),
        }
        for key in graph.skips
    ]


def _gains(problem: Problem, state: State) -> dict[str, list[list[float | None] | None]]:
    """Return γ and β of every layer whose net inputs are normalised; {} if none are."""
    values, graph = _values(problem, state), problem.shape.graph
    if not graph.normed:
        return {}
    return {
        kind: [
            [finite(values[Key(kind, *node)]) for node in graph.nodes(layer)]
            if layer in graph.normed
            else None
            for layer in graph.layers
        ]
        for kind in GAINS
    }


def _values(problem: Problem, state: State) -> dict[Key, float]:
    places = (key.timeless for key in problem.parameters)
    return dict(zip(places, map(float, state), strict=False))


def _row(graph: Graph, node: Node) -> list[Key]:
    sources = range(1, graph.sizes[node.layer - 1] + 1)
    return [Key("weight", node.layer, node.unit, source) for source in sources]


def _value(values: dict[Key, float], graph: Graph, key: Key) -> float | None:
    """Return the number at a place of the network; None where there is none."""
    value = values.get(graph.parameter(key))
    return None if value is None else finite(value)
