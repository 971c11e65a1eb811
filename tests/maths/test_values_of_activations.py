"""Every activation against its definition in floats, far out and on either side of its kinks."""

from collections.abc import Callable
from decimal import Decimal
from math import erf, exp, expm1, log1p, pi, sqrt, tanh

import pytest

from bpcalc.maths.activations import ACTIVATIONS, WITH_PARAMETER, WITH_SWITCHES
from bpcalc.maths.expr import Ref
from bpcalc.maths.keys import Key
from tests.helpers.values import value_of

NETS = ("-40", "-7", "-6.5", "-3.5", "-2.5", "-1.5", "-0.7", "0", "0.3", "0.9", "1.5", "3.5", "7")

DEFINITIONS: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda x: 1 / (1 + exp(-x)),
    "tanh": tanh,
    "identity": lambda x: x,
    "bipolar_sigmoid": lambda x: 2 / (1 + exp(-x)) - 1,
    "hard_sigmoid": lambda x: 0 if x <= -3 else 1 if x >= 3 else x / 6 + 0.5,
    "hard_tanh": lambda x: -1 if x < -1 else 1 if x > 1 else x,
    "softsign": lambda x: x / (1 + abs(x)),
    "step": lambda x: 1 if x >= 0 else 0,
    "sign": lambda x: 1 if x >= 0 else -1,
    "relu": lambda x: max(0.0, x),
    "leaky_relu": lambda x: x if x >= 0 else 0.01 * x,
    "prelu": lambda x: x if x >= 0 else 0.25 * x,
    "relu6": lambda x: min(max(0.0, x), 6.0),
    "softplus": lambda x: log1p(exp(x)),
    "elu": lambda x: x if x > 0 else expm1(x),
    "selu": lambda x: 1.0507009873554804934 * (x if x > 0 else 1.6732632423543772848 * expm1(x)),
    "gelu": lambda x: x / 2 * (1 + erf(x / sqrt(2))),
    "gelu_tanh": lambda x: x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x**3))),
    "silu": lambda x: x / (1 + exp(-x)),
}
"""As the documentation of PyTorch 2 has them, and Fausett (1994) the bipolar sigmoid."""


def output(entry, net: str) -> float:
    """Return the output of a unit."""
    place = Key("net", 1, 1)
    return float(value_of(entry.value([Ref(place)], 0), {place: Decimal(net)}, digits=30))


@pytest.mark.parametrize("name", [n for n, each in ACTIVATIONS.items() if not each.whole_layer])
def test_an_activation_has_the_values_of_its_definition(name: str) -> None:
    """At every net input."""
    for net in NETS:
        expected = DEFINITIONS[name](float(net))
        assert output(ACTIVATIONS[name], net) == pytest.approx(expected, rel=1e-9, abs=1e-12), net


@pytest.mark.parametrize(
    ("entry", "values"),
    [
        (WITH_PARAMETER["hard_sigmoid"]("0.2"), {"-3": 0, "-2": 0.1, "2": 0.9, "3": 1}),
        (WITH_PARAMETER["leaky_relu"]("0.2"), {"-3": -0.6, "3": 3}),
        (WITH_PARAMETER["elu"]("2"), {"-1": 2 * expm1(-1), "1": 1}),
        (WITH_PARAMETER["sigmoid"]("2"), {"-1": 1 / (1 + exp(2)), "1": 1 / (1 + exp(-2))}),
        (WITH_SWITCHES["step"].make(at_zero="0"), {"-0.1": 0, "0": 0, "0.1": 1}),
        (WITH_SWITCHES["step"].make(theta="0.5"), {"0.4": 0, "0.5": 1, "0.6": 1}),
        (WITH_SWITCHES["sign"].make(at_zero="0"), {"-2": -1, "0": 0, "2": 1}),
        (WITH_SWITCHES["sign"].make(at_zero="-1"), {"-2": -1, "0": -1, "2": 1}),
        (
            WITH_SWITCHES["sign"].make(theta="0.2"),
            {"-0.3": -1, "-0.2": 0, "0": 0, "0.2": 0, "0.3": 1},
        ),
    ],
)
def test_an_activation_with_settings(entry, values: dict[str, float]) -> None:
    """On either side of what is set."""
    assert {net: output(entry, net) for net in values} == pytest.approx(values)
