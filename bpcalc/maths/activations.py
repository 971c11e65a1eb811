"""The activation functions. One entry in `ACTIVATIONS` adds one, everywhere.

An entry is written once, as formulas. The value is a formula over the net input; the slope,
f'(net), a formula over the net input and the output, in the form in which textbooks use it.

The entries stand in `classic_activations` and `rectifiers`.
"""

from collections.abc import Mapping

from bpcalc.maths import classic_activations, rectifiers
from bpcalc.maths.activation import (
    ABOVE_ZERO,
    ACTIVATIONS,
    WITH_PARAMETER,
    WITH_SWITCHES,
    Activation,
    Switches,
)

__all__ = [
    "ABOVE_ZERO",
    "ACTIVATIONS",
    "ALIASES",
    "AS_FORMULAS",
    "PARAMETER_WORDS",
    "WITH_PARAMETER",
    "WITH_SWITCHES",
    "Activation",
    "Switches",
]
__all__ += ["BIPOLAR_SIGMOID", "IDENTITY", "RELU", "SIGMOID", "SOFTMAX", "TANH", "leaky_relu"]

ALIASES = {
    "swish": "silu",
    "sgn": "sign",
    "hardlims": "sign",
    "hardlim": "step",
    "heaviside": "step",
    "hardtanh": "hard_tanh",
    "hardsigmoid": "hard_sigmoid",
    "logsig": "sigmoid",
    "unipolar_sigmoid": "sigmoid",
    "binary_sigmoid": "sigmoid",
    "tansig": "tanh",
    "purelin": "identity",
    "linear": "identity",
    "logistic": "sigmoid",
    "threshold": "step",
    "signum": "sign",
    "bipolar_step": "sign",
    "unit_step": "step",
    "binary_step": "step",
    "poslin": "relu",
    "unipolar": "sigmoid",
    "lrelu": "leaky_relu",
    "satlins": "hard_tanh",
    "none": "identity",
}
"""Other names under which activations are read."""

AS_FORMULAS = {
    "satlin": "min(max(net, 0), 1)",
    "sin": "sin(net)",
    "sine": "sin(net)",
    "cos": "cos(net)",
    "gaussian": "exp(-net^2)",
    "radbas": "exp(-net^2)",
    "exponential": "exp(net)",
    "exp": "exp(net)",
    "square": "net^2",
    "mish": "net*tanh(ln(1 + exp(net)))",
    "hardswish": "net*min(max(net/6 + 0.5, 0), 1)",
    "celu": "max(net, 0) + min(exp(net) - 1, 0)",
    "logsigmoid": "-ln(1 + exp(-net))",
    "bentidentity": "(sqrt(net^2 + 1) - 1)/2 + net",
    "lecuntanh": "1.7159*tanh(2*net/3)",
    "scaledtanh": "1.7159*tanh(2*net/3)",
    "tanhshrink": "net - tanh(net)",
    "abs": "abs(net)",
    "sqnl": "net - net*abs(net)/4",
}
"""Activations that are written as formulas; their names without signs between the words."""

_STEEP = ("slope", "gain", "steepness", "a", "beta", "lambda")
_LEFT = ("alpha", "slope", "negative_slope", "a")

PARAMETER_WORDS: Mapping[str, tuple[str, ...]] = {
    "sigmoid": _STEEP,
    "tanh": _STEEP,
    "softmax": ("temperature", "T", "tau"),
    "leaky_relu": _LEFT,
    "prelu": _LEFT,
    "elu": ("alpha", "a"),
}
"""What the parameter of an activation is called in books; a file may say it or not."""

SIGMOID = ACTIVATIONS["sigmoid"]
TANH = ACTIVATIONS["tanh"]
SOFTMAX = ACTIVATIONS["softmax"]
BIPOLAR_SIGMOID = ACTIVATIONS["bipolar_sigmoid"]
IDENTITY = classic_activations.IDENTITY
RELU, leaky_relu = rectifiers.RELU, rectifiers.leaky_relu
