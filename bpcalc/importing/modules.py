"""A module of PyTorch, in memory, as layers; PyTorch itself is not imported."""

from collections.abc import Iterator, Sequence
from math import isclose
from typing import Any

from bpcalc.errors import ModelError
from bpcalc.importing.dense import DenseLayer, out_of_place
from bpcalc.locale import say

MODULES = {
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "ReLU": "relu",
    "ReLU6": "relu6",
    "Softplus": "softplus",
    "Softsign": "softsign",
    "Softmax": "softmax",
    "SELU": "selu",
    "GELU": "gelu",
    "SiLU": "silu",
    "Hardsigmoid": "hard_sigmoid",
    "Hardtanh": "hard_tanh",
    "Identity": "identity",
}
"""Modules that are activations, and what these are called in an exercise."""

USUAL: dict[str, dict[str, float]] = {
    "Hardtanh": {"min_val": -1, "max_val": 1},
    "Softplus": {"beta": 1},
}
"""Settings of modules with which they are the activations above."""

IDLE_MODULES = frozenset({"Flatten", "Dropout"})
"""Modules that change no number of a dense network that is trained."""


def layers_of_module(module: Any) -> list[DenseLayer]:
    """Return the layers of a module: its linear ones, in the order in which it names them.

    Raises:
        ModelError: it is no module, or has parts that are neither linear nor activations.
    """
    linear = type(module).__name__ == "Linear"
    if isinstance(module, type) or not (linear or hasattr(module, "named_children")):
        found = type(module).__name__
        raise ModelError(say("expected a module of PyTorch, found {type}", type=found))
    layers: list[DenseLayer] = []
    for name, part in _leaves(module, ""):
        kind = type(part).__name__
        if kind == "Linear":
            layers.append(DenseLayer(name or "linear", _array(part.weight), _array(part.bias)))
        elif kind in MODULES or kind in ("LeakyReLU", "ELU"):
            if not layers or layers[-1].activation is not None:
                raise ModelError(out_of_place(kind))
            layers[-1] = layers[-1]._replace(activation=_named(kind, part))
        elif kind not in IDLE_MODULES:
            says = say("the module has a {kind}; linear layers and activations are read", kind=kind)
            raise ModelError(says)
    return layers


NEAR = 1e-4
"""By so much outputs may differ that are worked out in short floats."""


def outputs_agree(module: Any, inputs: Sequence[float], outputs: Sequence[float]) -> bool:
    """Return whether a module makes these outputs of these inputs; it is left as it was."""
    modes = [(part, part.training) for part in module.modules()]
    module.eval()
    try:
        sample = next(module.parameters()).new_tensor(list(inputs))
        # Some modules take samples in rows only, others one at a time.
        return any(_gives(module, given, outputs) for given in (sample.reshape(1, -1), sample))
    finally:
        for part, training in modes:
            part.training = training


def _gives(module: Any, given: Any, outputs: Sequence[float]) -> bool:
    try:
        found = module(given).detach().reshape(-1).tolist()
    except Exception:  # whatever the code of a module has to say
        return False
    if len(found) != len(outputs):
        return False
    pairs = zip(found, outputs, strict=True)
    return all(isclose(a, b, rel_tol=NEAR, abs_tol=NEAR / 10) for a, b in pairs)


def _named(kind: str, part: Any) -> str:
    if kind == "LeakyReLU":
        return f"{{leaky_relu: {part.negative_slope}}}"
    if kind == "GELU" and getattr(part, "approximate", "none") == "tanh":
        return "gelu_tanh"
    for name, usual in USUAL.get(kind, {}).items():
        if (found := getattr(part, name, usual)) != usual:
            says = say(
                "the module has a {kind}; linear layers and activations are read",
                kind=f"{kind}({name}={found})",
            )
            raise ModelError(says)
    return f"{{elu: {part.alpha}}}" if kind == "ELU" else MODULES[kind]


def _leaves(module: Any, name: str) -> Iterator[tuple[str, Any]]:
    children = list(module.named_children()) if hasattr(module, "named_children") else []
    if not children:
        yield name, module
    for own, child in children:
        yield from _leaves(child, f"{name}.{own}" if name else own)


def _array(parameter: Any) -> Any:
    return None if parameter is None else parameter.detach().cpu().numpy()
