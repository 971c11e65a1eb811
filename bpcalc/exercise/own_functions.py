"""Activations and losses by a formula in the file: `activation: {formula: "max(net, 1)"}`."""

from collections.abc import Mapping

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.formulas import read_formula
from bpcalc.exercise.yaml_nodes import Node, Scalar
from bpcalc.maths.activation import Activation
from bpcalc.maths.expr import Expr
from bpcalc.maths.losses import Loss
from bpcalc.maths.own_functions import NET, OUT, TARGET, own_activation, own_loss

OF_ACTIVATION: dict[str, Expr] = {"net": NET, "x": NET, "z": NET}
OF_SLOPE: dict[str, Expr] = {**OF_ACTIVATION, "out": OUT, "o": OUT, "y": OUT}
OF_LOSS: dict[str, Expr] = {"t": TARGET, "o": OUT, "target": TARGET, "out": OUT, "y": OUT}
"""What the names in a formula mean."""


def read_activation(page: SourceText, keys: dict[str, Node]) -> Activation | None:
    """Return the activation of a formula over net, with its derivative if that is given."""
    value = read_formula(page, keys["formula"], OF_ACTIVATION)
    slope = read_formula(page, keys["slope"], OF_SLOPE) if "slope" in keys else None
    if value is None or ("slope" in keys and slope is None):
        return None
    return own_activation(value, slope, _written(keys))


def read_loss(page: SourceText, keys: dict[str, Node]) -> Loss | None:
    """Return the loss of a formula over t and o, with its derivative over o if that is given."""
    error = read_formula(page, keys["formula"], OF_LOSS)
    slope = read_formula(page, keys["slope"], OF_LOSS) if "slope" in keys else None
    if error is None or ("slope" in keys and slope is None):
        return None
    return own_loss(error, slope, _written(keys))


def _written(keys: Mapping[str, Node]) -> str:
    """Return a formula as a file has it."""
    texts = {key: node.text for key, node in keys.items() if isinstance(node, Scalar)}
    import json  # seldom needed

    inner = (f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in texts.items())
    return f"{{{', '.join(inner)}}}"
