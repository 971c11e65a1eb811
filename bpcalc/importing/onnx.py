"""ONNX: a chain of matrix products and activations."""

from pathlib import Path
from typing import Any

from bpcalc.errors import ModelError
from bpcalc.importing.dense import DenseLayer
from bpcalc.locale import enumerated, say

ONNX_ACTIVATIONS = {
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Relu": "relu",
    "Softmax": "softmax",
    "Softplus": "softplus",
    "Softsign": "softsign",
    "Selu": "selu",
    "Identity": "identity",
}
"""Nodes that are activations, and what these are called in an exercise."""

WITH_ALPHA = {"LeakyRelu": ("leaky_relu", 0.01), "Elu": ("elu", 1.0)}
"""Those with a parameter, and its value where a node does not say."""

UNCHANGING = frozenset({"Flatten", "Reshape", "Dropout", "Cast", "Squeeze"})
"""Nodes that change no number of a dense network that is trained."""


KEPT = frozenset({"Identity", "Transpose", "Cast"})
"""Nodes through which weights may go before they are used; Transpose turns them."""


def layers_of_onnx(path: Path, content: bytes) -> list[DenseLayer]:
    """Return the layers of an ONNX model; no file beside it is read.

    Raises:
        ModelError: it is no chain of dense layers.
        MissingExtra: the package onnx is not installed.
    """
    from bpcalc.importing.opening import need

    onnx = need("onnx", "onnx")
    try:
        model = onnx.load_from_string(content)
        stored = {each.name: _array(onnx, each, path) for each in model.graph.initializer}
        for node in model.graph.node:
            if node.op_type == "Constant":
                stored[node.output[0]] = _constant(onnx, node, path)
    except ModelError:
        raise
    except Exception:  # whatever protobuf has to say of a file that is none
        says = say("{file} is damaged, or is not what its name says", file=path)
        raise ModelError(says) from None
    chain = _Chain(stored)
    for node in model.graph.node:
        chain.add(
            node, {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
        )
    return chain.layers


def _array(onnx: Any, tensor: Any, path: Path) -> Any:
    """Return the numbers of a tensor, which are in the file."""
    if tensor.data_location == onnx.TensorProto.EXTERNAL:
        says = say("the weights of {file} are in another file, which is not read", file=path)
        raise ModelError(says)
    return onnx.numpy_helper.to_array(tensor)


def _constant(onnx: Any, node: Any, path: Path) -> Any:
    """Return what a node holds: a tensor, a number or a list of them."""
    import numpy as np

    (attribute,) = node.attribute
    value = onnx.helper.get_attribute_value(attribute)
    return _array(onnx, value, path) if attribute.name == "value" else np.asarray(value)


class _Chain:
    """The layers so far, and the last value that was worked out."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self.layers: list[DenseLayer] = []
        self._stored = stored
        self._last: str | None = None

    def add(self, node: Any, attributes: dict[str, Any]) -> None:
        """Take in a node.

        Raises:
            ModelError: it has no place in a chain of dense layers.
        """
        kind = node.op_type
        if kind == "Constant":
            return
        if kind in KEPT and node.input[0] in self._stored:
            array = self._stored[node.input[0]]
            turned = array.transpose(attributes.get("perm")) if kind == "Transpose" else array
            self._stored[node.output[0]] = turned
        else:
            self._chained(node, attributes)

    def _chained(self, node: Any, attributes: dict[str, Any]) -> None:
        """Take in a node that what goes through the network goes through."""
        kind = node.op_type
        fed = [name for name in node.input if name not in self._stored]
        if self._last is not None and self._last not in fed:
            raise ModelError(say("the model branches at `{name}`; a chain is read", name=node.name))
        arrays = [self._stored[name] for name in node.input if name in self._stored]
        if kind == "Gemm":
            self._gemm(node, arrays, attributes)
        elif kind == "MatMul":
            self._matmul(node, arrays)
        elif kind == "Add" and len(arrays) == 1 and self.layers and self.layers[-1].biases is None:
            self.layers[-1] = self.layers[-1]._replace(biases=arrays[0].reshape(-1))
        elif kind in ONNX_ACTIVATIONS or kind in WITH_ALPHA:
            self._activate(kind, attributes)
        elif kind not in UNCHANGING:
            known = ["Gemm", "MatMul", "Add", *ONNX_ACTIVATIONS, *WITH_ALPHA]
            says = say(
                "the model has a {kind}; of dense layers {known} are read",
                kind=kind,
                known=enumerated(known),
            )
            raise ModelError(says)
        self._last = node.output[0]

    def _matmul(self, node: Any, arrays: list[Any]) -> None:
        if len(arrays) != 1 or arrays[0].ndim != 2:
            raise ModelError(say("`{name}` is no dense layer", name=node.name or "MatMul"))
        second = node.input[1] in self._stored  # of a column of inputs, it is the first one
        name, weights = node.input[second], arrays[0].T if second else arrays[0]
        self.layers.append(DenseLayer(name, weights, None))

    def _gemm(self, node: Any, arrays: list[Any], attributes: dict[str, Any]) -> None:
        plain = attributes.get("alpha", 1.0) == attributes.get("beta", 1.0) == 1.0
        weighted = node.input[1] in self._stored and arrays[0].ndim == 2
        if not (plain and weighted) or attributes.get("transA"):
            raise ModelError(say("`{name}` is no dense layer", name=node.name or "Gemm"))
        weights = arrays[0] if attributes.get("transB") else arrays[0].T
        biases = arrays[1].reshape(-1) if len(arrays) > 1 else None
        self.layers.append(DenseLayer(node.input[1], weights, biases))

    def _activate(self, kind: str, attributes: dict[str, Any]) -> None:
        if not self.layers or self.layers[-1].activation is not None:
            raise ModelError(
                say("a {kind} stands before the first layer, or behind another one", kind=kind)
            )
        name = ONNX_ACTIVATIONS.get(kind, "")
        if kind in WITH_ALPHA:
            called, usual = WITH_ALPHA[kind]
            name = f"{{{called}: {float(attributes.get('alpha', usual)):.7g}}}"
        self.layers[-1] = self.layers[-1]._replace(activation=name)
