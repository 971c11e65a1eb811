"""Activations and losses by a formula in the file: `activation: {formula: "max(net, 1)"}`."""

from collections.abc import Mapping

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.formula_text import names_in
from bpcalc.exercise.formulas import read_formula
from bpcalc.exercise.yaml_nodes import Node, Scalar
from bpcalc.locale import say
from bpcalc.maths.activation import Activation
from bpcalc.maths.expr import Expr
from bpcalc.maths.losses import Loss
from bpcalc.maths.own_functions import NET, OUT, TARGET, own_activation, own_loss

OF_ACTIVATION: dict[str, Expr] = dict.fromkeys(("net", "x", "z", "v", "u", "s", "h"), NET)
OF_SLOPE: dict[str, Expr] = {
    **OF_ACTIVATION,
    **dict.fromkeys(("out", "o", "y", "a", "f"), OUT),
}
OUTPUTS = ("o", "out", "output", "yhat", "y_hat", "y_pred", "a")
TARGETS = ("t", "target", "d", "y_true")
OF_LOSS: dict[str, Expr] = {**dict.fromkeys(TARGETS, TARGET), **dict.fromkeys(OUTPUTS, OUT)}
"""What the names in a formula mean. In a loss, y is what the other name does not say."""


def read_activation(page: SourceText, keys: dict[str, Node]) -> Activation | None:
    """Return the activation of a formula over net, with its derivative if that is given."""
    value = read_formula(page, keys["formula"], OF_ACTIVATION)
    slope = read_formula(page, keys["slope"], OF_SLOPE) if "slope" in keys else None
    if value is None or ("slope" in keys and slope is None):
        return None
    return own_activation(value, slope, _written(keys))


def read_loss(page: SourceText, keys: dict[str, Node]) -> Loss | None:
    """Return the loss of a formula over t and o, with its derivative over o if that is given."""
    names = _of_loss(" ".join(node.text for node in keys.values() if isinstance(node, Scalar)))
    error = read_formula(page, keys["formula"], names)
    slope = read_formula(page, keys["slope"], names) if "slope" in keys else None
    if error is None or ("slope" in keys and slope is None):
        return None
    there = set(error.refs())
    if OUT.key not in there:
        page.fault(keys["formula"], say("the output o does not stand in this loss: write t and o"))
        return None
    if TARGET.key not in there:
        page.note(keys["formula"], say("the target t does not stand in this loss"))
    return own_loss(error, slope, _written(keys))


def _of_loss(text: str) -> dict[str, Expr]:
    """Return what the names in the formula of a loss mean.

    >>> _of_loss("(y - o)^2")["y"] is TARGET, "y" in _of_loss("y^2")
    (True, False)
    """
    words = names_in(text)
    outputs, targets = words.intersection(OUTPUTS), words.intersection(TARGETS)
    if bool(outputs) == bool(targets):
        return OF_LOSS
    return {**OF_LOSS, "y": TARGET if outputs else OUT}


def _written(keys: Mapping[str, Node]) -> str:
    """Return a formula as a file has it."""
    texts = {key: node.text for key, node in keys.items() if isinstance(node, Scalar)}
    import json  # seldom needed

    inner = (f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in texts.items())
    return f"{{{', '.join(inner)}}}"
