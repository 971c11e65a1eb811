"""Sigmoids, steps, the identity and softmax: entries of the table of activations."""

from collections.abc import Sequence
from decimal import Decimal

from bpcalc.maths.activation import (
    Activation,
    entry,
    number_of,
    settings,
    switched,
    threshold,
    times,
    unitwise,
    with_parameter,
    written,
)
from bpcalc.maths.expr import Choice, Expr, Minus, Number, Sum, expr
from bpcalc.maths.function_calls import absolute, exp, max0, maximum, minimum, sign, tanh
from bpcalc.maths.precision import shared_context


@with_parameter()
def sigmoid(parameter: str | None = None) -> Activation:
    """Return the logistic function of so many times the net input."""
    steep = number_of(parameter)
    return Activation(
        name="sigmoid",
        value=unitwise(lambda net: 1 / (1 + exp(-times(steep, net)))),
        slope=lambda net, out: times(steep, out) * (1 - out),
        outputs=(0, 1),
        parameter=parameter,
        written=written("sigmoid", parameter),
        source="Rumelhart, Hinton & Williams (1986), Nature 323, eq. 2",
    )


@with_parameter()
def hyperbolic_tangent(parameter: str | None = None) -> Activation:
    """Return the hyperbolic tangent of so many times the net input."""
    steep = number_of(parameter)
    return Activation(
        name="tanh",
        value=unitwise(lambda net: tanh(times(steep, net))),
        slope=lambda net, out: times(steep, 1 - out**2),
        outputs=(-1, 1),
        parameter=parameter,
        written=written("tanh", parameter),
        source="LeCun, Bottou, Orr & Müller (1998), Efficient BackProp, section 4.4",
    )


@with_parameter(above_zero=True)
def softmax(parameter: str | None = None) -> Activation:
    """Return the softmax of the net inputs, divided by a temperature."""
    heat = number_of(parameter)

    def cooled(formula: Expr) -> Expr:
        return formula if heat is None else formula / heat

    def value(nets: Sequence[Expr], unit: int) -> Expr:
        powers = [exp(cooled(net)) for net in nets]
        return powers[unit] / Sum(tuple(powers))

    return Activation(
        name="softmax",
        value=value,
        slope=lambda net, out: cooled(out * (1 - out)),
        cross_slope=lambda outs, k, j: Minus(cooled(outs[k] * outs[j])),
        outputs=(0, 1),
        parameter=parameter,
        written=written("softmax", parameter),
        source="Bridle (1990), Neurocomputing: Algorithms, Architectures and Applications",
    )


IDENTITY = entry(
    Activation(
        name="identity",
        value=unitwise(lambda net: net),
        slope=lambda net, out: expr(1),
        source="Bishop (2006), Pattern Recognition and Machine Learning, section 5.1",
    )
)


@with_parameter()
def bipolar_sigmoid(parameter: str | None = None) -> Activation:
    """Return the bipolar sigmoid of so many times the net input."""
    steep = number_of(parameter)
    return Activation(
        name="bipolar_sigmoid",
        value=unitwise(lambda net: (1 - exp(-times(steep, net))) / (1 + exp(-times(steep, net)))),
        slope=lambda net, out: times(steep, 1 - out**2) / 2,
        outputs=(-1, 1),
        parameter=parameter,
        written=written("bipolar_sigmoid", parameter),
        source="Fausett (1994), Fundamentals of Neural Networks, section 6.1.2",
    )


def _end_of_line(steep: Number) -> str:
    """Return 0.5/slope as text, a fraction where it has no end."""
    end = shared_context(12).divide(Decimal("0.5"), steep.value)
    short = format(end.normalize(), "f")
    return short if end * steep.value == Decimal("0.5") else f"0.5/{steep.text}"


def _mirrored(place: str) -> tuple[str, str]:
    return f"-{place}", place


@with_parameter(above_zero=True)
def hard_sigmoid(parameter: str | None = None) -> Activation:
    """Return a straight line through ½, cut off at 0 and 1; its slope is 1/6, or the parameter."""
    steep = number_of(parameter)
    slope = expr(1) / 6 if steep is None else steep

    def line(net: Expr) -> Expr:
        return (net / 6 if steep is None else steep * net) + Number("0.5")

    def inside(net: Expr) -> Expr:
        if steep is None:
            return Choice(3 - net, Choice(net + 3, slope, expr(0)), expr(0))
        half, rise = Number("0.5"), steep * net
        return Choice(half - rise, Choice(rise + half, slope, expr(0)), expr(0))

    return Activation(
        name="hard_sigmoid",
        value=unitwise(lambda net: minimum(max0(line(net)), expr(1))),
        slope=lambda net, out: inside(net),
        parameter=parameter,
        written=written("hard_sigmoid", parameter),
        kinks=_mirrored("3" if steep is None else _end_of_line(steep)),
        source="PyTorch 2 documentation, torch.nn.Hardsigmoid; with the slope 0.2, Keras 2",
    )


HARD_TANH = entry(
    Activation(
        name="hard_tanh",
        value=unitwise(lambda net: maximum(minimum(net, expr(1)), expr(-1))),
        slope=lambda net, out: Choice(net + 1, Choice(1 - net, expr(1), expr(0)), expr(0)),
        kinks=("-1", "1"),
        source="Collobert (2004), Large scale machine learning; PyTorch 2 documentation, Hardtanh",
    )
)

SOFTSIGN = entry(
    Activation(
        name="softsign",
        value=unitwise(lambda net: net / (1 + absolute(net))),
        slope=lambda net, out: 1 / (1 + absolute(net)) ** 2,
        outputs=(-1, 1),
        source="Glorot & Bengio (2010), Training deep feedforward neural networks, section 2",
    )
)


@switched("step", {"at_zero": (0, 1), "theta": ()})
def unit_step(at_zero: str = "1", theta: str = "0") -> Activation:
    """Return the unit step at a threshold; at the threshold itself it is 1, or as it is set."""
    edge = Number(theta)
    return Activation(
        name="step",
        value=unitwise(
            lambda net: Choice(threshold(net, edge), expr(1), expr(0), at_zero=at_zero == "1")
        ),
        slope=lambda net, out: expr(0),
        parameter=theta,
        written=settings("step", at_zero=(at_zero, "1"), theta=(theta, "0")),
        jump=theta,
        at_jump=at_zero,
        levels=("0", "1"),
        source="McCulloch & Pitts (1943), Bulletin of Mathematical Biophysics 5, section 2",
    )


@switched("sign", {"at_zero": (-1, 0, 1), "theta": ()})
def bipolar_step(at_zero: str = "1", theta: str = "0") -> Activation:
    """Return 1 or -1 on the two sides of zero; with a threshold, 0 between it and its negative."""
    edge = Number(theta)

    def value(net: Expr) -> Expr:
        if edge.value:
            below = Choice(Minus(net) - edge, expr(-1), expr(0))
            return Choice(net - edge, expr(1), below)
        return (
            sign(net) if at_zero == "0" else Choice(net, expr(1), expr(-1), at_zero=at_zero == "1")
        )

    return Activation(
        name="sign",
        value=unitwise(value),
        slope=lambda net, out: expr(0),
        parameter=theta,
        written=settings("sign", at_zero=(at_zero, "1"), theta=(theta, "0")),
        jump=theta,
        at_jump="0" if edge.value else at_zero,
        levels=("-1", "0", "1") if edge.value or at_zero == "0" else ("-1", "1"),
        source="Fausett (1994), Fundamentals of Neural Networks, section 2.3",
    )
