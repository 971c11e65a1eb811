"""Trained networks as exercises, for programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bpcalc.api.arguments import whole
from bpcalc.calc.calculate import calculate
from bpcalc.errors import ModelError
from bpcalc.exercise.building import from_mapping
from bpcalc.exercise.spec import Exercise
from bpcalc.importing.dense import DenseLayer, exercise_keys
from bpcalc.importing.files import read_model
from bpcalc.importing.modules import layers_of_module, outputs_agree
from bpcalc.locale import enumerated, say


def from_torch(
    module: Any, *, activation: str | Sequence[str] = (), seed: int = 0, **keys: object
) -> Exercise:
    """Return the exercise of a PyTorch module, with its weights as they are.

    Args:
        module: linear layers and activations, as `torch.nn.Sequential` has them.
        activation: of the layers, one for all or one a layer; needed where the module calls
            functions, as `torch.relu`, that it does not name.
        seed: of inputs that are drawn because none are given.
        keys: of the exercise file: `inputs`, `targets`, `learning_rate`, `loss` and others.

    Raises:
        BpcalcError: it is no chain of linear layers, it gives other outputs than its parts in
            their order do, or it cannot be used.

    >>> class Linear:
    ...     def __init__(self, weight): self.weight, self.bias = weight, None
    >>> class Tensor(list):
    ...     detach = cpu = lambda self: self
    ...     def numpy(self): import numpy; return numpy.array(self)
    >>> from_torch(Linear(Tensor([[0.5, -0.25]])), inputs=[1, 2], targets=[1]).sizes
    (2, 1)
    """
    layers = layers_of_module(module)
    if not activation and callable(module):
        layers = _tried(module, layers)
    return _exercise(layers, activation, seed, keys)


def from_model(
    path: str | Path,
    *,
    activation: str | Sequence[str] = (),
    weight_rows: str | None = None,
    weights: str | Path | None = None,
    seed: int = 0,
    **keys: object,
) -> Exercise:
    """Return the exercise of a model file, as `bpcalc import` reads it.

    Args:
        path: an .npz, .safetensors, .onnx, .keras or .h5 file, or Keras' .json.
        activation: of the layers; needed where the file does not say.
        weight_rows: whether a row of named arrays is a unit that receives (`to`) or one that
            sends (`from`); needed where shapes and names do not say.
        weights: the file with the weights of a Keras .json.
        seed: of inputs that are drawn because none are given.
        keys: of the exercise file.

    Raises:
        BpcalcError: it cannot be read, or is no chain of dense layers.
    """
    found = read_model(Path(path), weight_rows, None if weights is None else Path(weights))
    return _exercise(found, activation, seed, keys)


def _tried(module: Any, layers: list[DenseLayer]) -> list[DenseLayer]:
    """Return the layers with which a module gives the outputs that it does.

    What it does between them stands in its code, and so does their order. Where it names no
    activation, there may be none.

    Raises:
        ModelError: it gives others.
    """
    if not any(layer.activation for layer in layers):
        plain = [layer._replace(activation="identity") for layer in layers]
        if _agrees(module, _exercise(plain, (), 0, {})):
            return plain
    exercise = _exercise(layers, (), 0, {})
    if not _agrees(module, exercise):
        raise ModelError(
            say(
                "the module gives other outputs than its parts in their order with {names}; "
                "name the activations of its layers, such as activation={example}",
                names=enumerated([layer.activation.name for layer in exercise.layers]),
                example='["relu", "identity"]',
            )
        )
    return layers


def _agrees(module: Any, exercise: Exercise) -> bool:
    """Return whether a module gives the outputs of an exercise."""
    calculation = calculate(exercise)
    last = len(exercise.layers)
    outs = [float(x.value) for x in calculation if x.key.kind == "out" and x.key.layer == last]
    inputs = [float(number.value) for number in exercise.samples[0].inputs]
    return outputs_agree(module, inputs, outs[: exercise.sizes[-1]])


def _exercise(
    layers: list[DenseLayer], activation: str | Sequence[str], seed: int, keys: dict[str, object]
) -> Exercise:
    names = [activation] if isinstance(activation, str) else list(activation)
    drawn = whole("seed", seed, least=0)
    return from_mapping(exercise_keys(layers, names, keys, drawn)[0])
