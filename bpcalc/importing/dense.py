"""Layers of a trained network as an exercise: each number the shortest decimal that names it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from bpcalc.errors import ModelError
from bpcalc.exercise.building import flow
from bpcalc.locale import say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats2D = NDArray[np.floating[Any]]

MAX_WEIGHTS = 1_000_000
"""Weights up to which an exercise is written; nobody calculates more by hand."""

MIN_PLAIN, MAX_PLAIN = 1e-6, 1e9
"""Sizes of numbers that are written without an exponent."""

RECEIVERS, SENDERS = "to", "from"
"""What a row of a matrix stands for."""


class DenseLayer(NamedTuple):
    """A layer in which every unit is connected to every unit before.

    Attributes:
        name: as the model calls it.
        weights: shape (units, units before).
        biases: shape (units,), None if it has none.
        activation: as in an exercise file; None where the model does not say.
    """

    name: str
    weights: "Floats2D"
    biases: "Floats2D | None"
    activation: str | None = None


def no_numbers(name: str, kind: str) -> str:
    """Return that an array holds something else than numbers."""
    return say("`{name}` holds no numbers: {type}", name=name, type=kind)


def out_of_place(kind: str) -> str:
    """Return that an activation stands where none belongs."""
    return say("a {kind} stands before the first layer, or behind another one", kind=kind)


def exercise_keys(
    layers: Sequence[DenseLayer],
    activations: Sequence[str] = (),
    given: Mapping[str, object] | None = None,
    seed: int = 0,
) -> tuple[dict[str, object], list[str]]:
    """Return the keys of an exercise file, and what was taken because the model does not say.

    Args:
        layers: from the inputs on.
        activations: one for all, or one a layer; () for those of the model.
        given: further keys, such as inputs, targets and learning_rate.
        seed: of inputs and targets that are drawn because none are given.

    Raises:
        ModelError: the layers do not fit together.
    """
    _check(layers)
    given = dict(given or {})
    notes: list[str] = []
    found = _activations(layers, activations, notes)
    keys: dict[str, object] = {}
    random = Random(seed)
    if not {"inputs", "samples"} & given.keys():
        size = layers[0].weights.shape[1]
        keys["inputs"] = [random.randint(5, 95) / 100 for _ in range(size)]
        notes.append(say("The inputs are drawn; write your own."))
    if not {"targets", "samples"} & given.keys():
        outputs = layers[-1].weights.shape[0]
        low, high = (0, 1) if found[-1] == "softmax" else (0.01, 0.99)
        keys["targets"] = [high if unit == outputs - 1 else low for unit in range(outputs)]
        notes.append(say("The targets are made up; write your own."))
    if "learning_rate" not in given:
        keys["learning_rate"] = 0.5
        notes.append(say("The learning rate is made up; write your own."))
    keys |= given
    keys["weights"] = [_decimals(layer.weights) for layer in layers]
    if any(layer.biases is not None for layer in layers):
        keys["biases"] = [
            None if layer.biases is None else _decimals(layer.biases) for layer in layers
        ]
    written = [_with_parameter(name) for name in found]
    keys["activation"] = written[0] if len(set(found)) == 1 else written
    return keys, notes


def _with_parameter(name: str) -> str | dict[str, str]:
    """Return an activation as a file has it: {elu: 1} is a mapping, and no text.

    >>> _with_parameter("{elu: 1}"), _with_parameter("tanh")
    ({'elu': '1'}, 'tanh')
    """
    match = _WITH_PARAMETER.fullmatch(name.strip())
    return {match[1]: match[2]} if match else name


_WITH_PARAMETER = re.compile(r"\{\s*(\w+)\s*:\s*([^{}:]*[^{}:\s])\s*\}")


def file_text(keys: Mapping[str, object], notes: Iterable[str], title: str) -> str:
    """Return the text of an exercise file, what was taken in comments on top."""
    comments = "".join(f"# {note}\n" for note in notes)
    lines = [f"title: {flow(title)}\n"]
    for key, value in keys.items():
        if key == "weights" and isinstance(value, list):
            rows = "".join(f"  - {flow(matrix)}\n" for matrix in value)
            lines.append(f"weights:\n{rows}")
        else:
            lines.append(f"{key}: {flow(value)}\n")
    return comments + "".join(lines)


def _check(layers: Sequence[DenseLayer]) -> None:
    if not layers:
        raise ModelError(say("the model has no layer of weights"))
    _check_numbers(layers)
    for below, above in pairwise(layers):
        if below.weights.shape[0] != above.weights.shape[1]:
            says = say(
                "`{below}` has {n} units, and `{above}` takes {m}: they do not follow each other",
                below=below.name,
                n=below.weights.shape[0],
                above=above.name,
                m=above.weights.shape[1],
            )
            raise ModelError(says)
    for layer in layers:
        if layer.biases is not None and layer.biases.shape != (layer.weights.shape[0],):
            says = say(
                "`{name}` has {n} units and {m} biases",
                name=layer.name,
                n=layer.weights.shape[0],
                m=layer.biases.size,
            )
            raise ModelError(says)
    if sum(layer.weights.size for layer in layers) > MAX_WEIGHTS:
        raise ModelError(say("the model has more than {n} weights", n=f"{MAX_WEIGHTS:,}"))


def _check_numbers(layers: Sequence[DenseLayer]) -> None:
    for layer in layers:
        for array in (layer.weights, layer.biases):
            if array is not None and not _is_real(array.dtype):
                raise ModelError(no_numbers(layer.name, str(array.dtype)))


def _is_real(dtype: "np.dtype[Any]") -> bool:
    """Return whether elements are real numbers, also those of kinds that NumPy itself has not."""
    added = dtype.kind == "V" and dtype.names is None and dtype.type.__module__ != "numpy"
    return dtype.kind in "fiub" or added


def _activations(layers: Sequence[DenseLayer], asked: Sequence[str], notes: list[str]) -> list[str]:
    if asked:
        if len(asked) not in (1, len(layers)):
            says = say("name one activation, or one for each of the {n} layers", n=len(layers))
            raise ModelError(says)
        return list(asked) * (len(layers) if len(asked) == 1 else 1)
    if all(layer.activation is None for layer in layers):
        notes.append(say("The file does not say which activations there are; sigmoid is taken."))
        return ["sigmoid"] * len(layers)
    return [layer.activation or "identity" for layer in layers]


def _decimals(array: "Floats2D") -> list[Any]:
    """Return numbers as texts, each the shortest that names it among its own kind of floats.

    Raises:
        ModelError: one is not finite.
    """
    import numpy as np

    if not np.isfinite(array).all():
        raise ModelError(say("a weight is no finite number"))
    if array.ndim > 1:
        return [_decimals(row) for row in array]
    return [_decimal(value) for value in array]


def _decimal(value: "np.floating[Any]") -> str:
    import numpy as np

    if not value:
        return "0"
    if MIN_PLAIN <= abs(float(value)) < MAX_PLAIN:  # a short float could not be as large as that
        return np.format_float_positional(value, unique=True, trim="-")
    return np.format_float_scientific(value, unique=True, trim="-")
