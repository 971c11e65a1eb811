"""A training run for programs: JSON and CSV."""

import csv
import io
from collections.abc import Iterator
from math import isfinite

from bpcalc.maths.keys import Key
from bpcalc.training.engine import State
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Training

ERRORS_HEADER = ("epoch", "error")


def record(training: Training) -> dict[str, object]:
    """Return what programs read of a run: why it stopped, the history, weights and outputs.

    Weights and biases are shaped as in the exercise file, a row of weights for every
    receiving unit. A number that is not finite is null.
    """
    weights, biases = shaped(training.problem, training.after)
    return {
        "epochs_run": training.epochs,
        "stopped": training.stopped,
        "engine": training.engine,
        "history": history(training),
        "history_stride": training.history.stride,
        "weights": weights,
        "biases": biases,
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
    """Return weights and biases in the shape of the exercise file."""
    values = dict(zip(problem.parameters, map(float, state), strict=False))
    shape = problem.shape
    weights: Weights = []
    biases: TrainedBiases = []
    for layer in range(1, shape.last + 1):
        rows = [
            [finite(value) for value in _of(values, "weight", layer, unit)]
            for unit in shape.units(layer)
        ]
        weights.append(rows)
        own = [finite(value) for value in _of(values, "bias", layer, None)]
        biases.append(own if shape.biases[layer - 1] == "each" else own[0] if own else None)
    return weights, biases


def _of(values: dict[Key, float], kind: str, layer: int, unit: int | None) -> Iterator[float]:
    """Yield the parameters of a kind in a layer, of one receiving unit or of all."""
    for key, value in values.items():
        if key.kind == kind and key.layer == layer and unit in (None, key.unit):
            yield value
