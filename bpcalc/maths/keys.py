"""What a quantity is, apart from how any book spells it."""

from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "input",
    "target",
    "learning_rate",
    "momentum",
    "weight",
    "bias",
    "net",
    "out",
    "error",
    "total_error",
    "error_slope",
    "slope",
    "delta",
    "weight_gradient",
    "bias_gradient",
    "weight_change",
    "bias_change",
    "new_weight",
    "new_bias",
]
"""The kinds of quantity, in the order in which a hand calculation first meets them.

A plain string and not an enum: a key is hashed for every leaf of every formula, and a
string remembers its hash.
"""

KINDS: tuple[Kind, ...] = get_args(Kind)

GIVEN: frozenset[Kind] = frozenset(
    {
        *("input", "target", "learning_rate", "momentum"),
        *("weight", "bias", "weight_change", "bias_change"),
    }
)
"""Kinds that an exercise can give, and whose numbers are then shown as written."""

FAMILIES: dict[str, tuple[Kind, ...]] = {
    "gradient": ("weight_gradient", "bias_gradient"),
    "change": ("weight_change", "bias_change"),
    "new": ("new_weight", "new_bias"),
}
"""Short names for what is said of weights and biases alike."""


class Key(NamedTuple):
    """The identity of one quantity.

    The weight before an update and the weight after it are different keys, so no line ever
    says `w = w - …`.

    Attributes:
        kind: one of `KINDS`.
        layer: 0 is the input layer; a weight, bias or gradient belongs to the layer that
            receives it; None where there is no layer (learning rate, total error).
        unit: counted from 1; for a weight the receiving unit; None for a bias shared by its
            layer.
        source: counted from 1: the sending unit of a weight, its gradient and its change; of
            a softmax slope ∂out_unit/∂net_source the unit whose net input moves.
        sample: counted from 1; None for what belongs to no single sample (a batch gradient).
        epoch: counted from 1; the forward pass after the last update is epoch N + 1.
    """

    kind: Kind
    layer: int | None = None
    unit: int | None = None
    source: int | None = None
    sample: int | None = None
    epoch: int | None = None
