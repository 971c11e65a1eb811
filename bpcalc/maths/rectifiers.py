"""Activations that leave a positive net input as it is, or nearly so.

They are entries of the same table as those in `activations`.
"""

from bpcalc.maths.activation import (
    Activation,
    entry,
    number_of,
    times,
    unitwise,
    with_parameter,
    written,
)
from bpcalc.maths.expr import Choice, Expr, Number, Power, expr, multiply
from bpcalc.maths.function_calls import (
    exp,
    exp_minus_1,
    half_one_plus_tanh,
    max0,
    minimum,
    normal_cdf,
    pi,
    softplus,
    sqrt,
)

RELU = entry(
    Activation(
        name="relu",
        value=unitwise(max0),
        slope=lambda net, out: Choice(net, expr(1), expr(0)),
        kinks=("0",),
        source="Goodfellow, Bengio & Courville (2016), Deep Learning, section 6.3.1",
    )
)


def _leaky(name: str, parameter: str, usual: str, source: str) -> Activation:
    below = Number(parameter)
    return Activation(
        name=name,
        value=unitwise(lambda net: Choice(net, net, below * net)),
        slope=lambda net, out: Choice(net, expr(1), below),
        parameter=parameter,
        written=written(name, parameter, usual),
        kinks=("0",),
        kink_slope=parameter,
        source=source,
    )


@with_parameter()
def leaky_relu(parameter: str = "0.01") -> Activation:
    """Return a leaky ReLU with that slope at and below zero."""
    source = "Maas, Hannun & Ng (2013), Rectifier nonlinearities improve acoustic models, eq. 2"
    return _leaky("leaky_relu", parameter, "0.01", source)


@with_parameter()
def prelu(parameter: str = "0.25") -> Activation:
    """Return a ReLU whose slope at and below zero is a parameter, here a given one."""
    return _leaky(
        "prelu",
        parameter,
        "0.25",
        "He, Zhang, Ren & Sun (2015), Delving deep into rectifiers, eq. 1",
    )


RELU6 = entry(
    Activation(
        name="relu6",
        value=unitwise(lambda net: minimum(max0(net), expr(6))),
        slope=lambda net, out: Choice(net, Choice(6 - net, expr(1), expr(0)), expr(0)),
        kinks=("0", "6"),
        source="Howard et al. (2017), MobileNets; PyTorch 2 documentation, torch.nn.ReLU6",
    )
)


SOFTPLUS = entry(
    Activation(
        name="softplus",
        value=unitwise(softplus),
        slope=lambda net, out: 1 / (1 + exp(-net)),
        source="Goodfellow, Bengio & Courville (2016), Deep Learning, eq. 3.31",
    )
)


@with_parameter()
def elu(parameter: str = "1") -> Activation:
    """Return an exponential linear unit that ends at minus the parameter."""
    end = Number(parameter)
    usual = parameter == "1"
    return Activation(
        name="elu",
        value=unitwise(
            lambda net: Choice(net, net, times(None if usual else end, exp_minus_1(net)))
        ),
        slope=lambda net, out: Choice(net, expr(1), out + end),
        parameter=parameter,
        written=written("elu", parameter, "1"),
        kinks=() if end.value == 1 else ("0",),
        kink_slope=parameter,
        source="Clevert, Unterthiner & Hochreiter (2016), Exponential linear units, section 3",
    )


SELU_SCALE = Number("1.0507009873554805")
SELU_END = Number("1.7580993408473766")
"""The scale times 1.6732632423543772."""

SELU = entry(
    Activation(
        name="selu",
        value=unitwise(lambda net: Choice(net, SELU_SCALE * net, SELU_END * exp_minus_1(net))),
        slope=lambda net, out: Choice(net, SELU_SCALE, out + SELU_END),
        kinks=("0",),
        kink_slope=SELU_END.text,
        source="Klambauer, Unterthiner, Mayr & Hochreiter (2017), Self-normalizing networks, eq. 2",
    )
)

GELU = entry(
    Activation(
        name="gelu",
        value=unitwise(lambda net: net * normal_cdf(net)),
        slope=lambda net, out: normal_cdf(net) + net * exp(-(net**2 / 2)) / sqrt(2 * pi()),
        source="Hendrycks & Gimpel (2016), Gaussian error linear units, section 2",
    )
)


def _bent(net: Expr) -> Expr:
    """Return √(2/π)·(net + 0.044715·net³)."""
    return sqrt(2 / pi()) * (net + Number("0.044715") * Power(net, 3))


def _gelu_tanh_slope(net: Expr) -> Expr:
    share = half_one_plus_tanh(_bent(net))
    rise = sqrt(2 / pi()) * (1 + Number("0.134145") * net**2)
    return share + multiply(expr(2), net, share, 1 - share, rise)


GELU_TANH = entry(
    Activation(
        name="gelu_tanh",
        value=unitwise(lambda net: net * half_one_plus_tanh(_bent(net))),
        slope=lambda net, out: _gelu_tanh_slope(net),
        source="Hendrycks & Gimpel (2016), Gaussian error linear units, section 2",
    )
)


@with_parameter()
def silu(parameter: str | None = None) -> Activation:
    """Return the net input times the sigmoid of so many times the net input."""
    steep = number_of(parameter)

    def chance(net: Expr) -> Expr:
        return 1 + exp(-times(steep, net))

    return Activation(
        name="silu",
        value=unitwise(lambda net: net / chance(net)),
        slope=lambda net, out: (
            out + (1 - out) / chance(net)
            if steep is None
            else steep * out + (1 - steep * out) / chance(net)
        ),
        parameter=parameter,
        written=written("silu", parameter),
        source="Ramachandran, Zoph & Le (2017), Searching for activation functions, section 3",
    )
