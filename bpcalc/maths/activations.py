"""The activation functions. One entry in `ACTIVATIONS` adds one, everywhere.

An entry is written once, as formulas. The value is a formula over the net input; the slope,
f'(net), a formula over the net input and the output, in the form in which textbooks use it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bpcalc.maths.expr import Choice, Expr, Number, Sum, exp, expr, max0, softplus, tanh


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function.

    Attributes:
        name: as in the exercise file.
        value: (nets of the layer, unit counted from 0) -> formula of that unit's output.
        slope: (net, out) -> formula of ∂out/∂net of one unit.
        source: where the formula is printed.
        cross_slope: for a function of the whole layer, (outs, k, j) -> ∂out_k/∂net_j for
            k ≠ j, both counted from 0; None where a unit's output depends on its own net alone.
        outputs: the open interval in which outputs lie, or None if unbounded.
        parameter: the literal text of the parameter, for a function that has one.
        written: as an exercise file has it, with its parameter; "" if that is its name.
        kinks: the net inputs, as text, at which the slope jumps.
        kink_slope: what the slope counts as there.
    """

    name: str
    value: Callable[[Sequence[Expr], int], Expr]
    slope: Callable[[Expr, Expr], Expr]
    source: str
    cross_slope: Callable[[Sequence[Expr], int, int], Expr] | None = None
    outputs: tuple[int, int] | None = None
    parameter: str | None = None
    written: str = ""
    kinks: tuple[str, ...] = ()
    kink_slope: str = "0"

    @property
    def whole_layer(self) -> bool:
        """Whether one unit's output depends on the net inputs of the whole layer."""
        return self.cross_slope is not None

    @property
    def in_file(self) -> str:
        """As an exercise file has it."""
        return self.written or self.name


ACTIVATIONS: dict[str, Activation] = {}
"""The activations by name; those that take a parameter with the usual one, or none."""

WITH_PARAMETER: dict[str, Callable[[str], Activation]] = {}
"""The activations that take a parameter, `{leaky_relu: 0.1}` in the exercise file."""


ABOVE_ZERO: set[str] = set()
"""Those whose parameter has to be above 0."""


class Switches(NamedTuple):
    """The settings of an activation that has several, `{step: {at_zero: 0}}`.

    Attributes:
        make: (settings as texts of numbers, by name) -> the activation.
        allowed: by setting, the numbers that it may be; () if it may be any.
    """

    make: Callable[..., Activation]
    allowed: Mapping[str, tuple[int, ...]]


WITH_SWITCHES: dict[str, Switches] = {}
"""The activations that have several settings."""


def _entry(activation: Activation) -> Activation:
    """Enter an activation into the table."""
    ACTIVATIONS[activation.name] = activation
    return activation


Make = Callable[..., Activation]


def _with_parameter(*, above_zero: bool = False) -> Callable[[Make], Make]:
    """Enter an activation that takes a parameter; the same one is made once, so that it is equal.

    What is entered returns it for the text of a parameter, or without one the usual activation.
    """

    def entered(make: Make) -> Make:
        plain = _entry(make())
        others = cache(make)

        def made(parameter: str | None = plain.parameter) -> Activation:
            return plain if parameter == plain.parameter else others(parameter)

        WITH_PARAMETER[plain.name] = made
        if above_zero:
            ABOVE_ZERO.add(plain.name)
        return made

    return entered


def _unitwise(formula: Callable[[Expr], Expr]) -> Callable[[Sequence[Expr], int], Expr]:
    """Lift a formula over one net input to the signature of a whole layer."""
    return lambda nets, unit: formula(nets[unit])


SIGMOID = _entry(
    Activation(
        name="sigmoid",
        value=_unitwise(lambda net: 1 / (1 + exp(-net))),
        slope=lambda net, out: out * (1 - out),
        outputs=(0, 1),
        source="Rumelhart, Hinton & Williams (1986), Nature 323, eq. 2",
    )
)

TANH = _entry(
    Activation(
        name="tanh",
        value=_unitwise(tanh),
        slope=lambda net, out: 1 - out**2,
        outputs=(-1, 1),
        source="LeCun, Bottou, Orr & Müller (1998), Efficient BackProp, section 4.4",
    )
)

RELU = _entry(
    Activation(
        name="relu",
        value=_unitwise(max0),
        slope=lambda net, out: Choice(net, expr(1), expr(0)),
        kinks=("0",),
        source="Goodfellow, Bengio & Courville (2016), Deep Learning, section 6.3.1",
    )
)


@_with_parameter()
def leaky_relu(parameter: str = "0.01") -> Activation:
    """Return a leaky ReLU with that slope at and below zero."""
    below = Number(parameter)
    return Activation(
        name="leaky_relu",
        value=_unitwise(lambda net: Choice(net, net, below * net)),
        slope=lambda net, out: Choice(net, expr(1), below),
        parameter=parameter,
        written="" if parameter == "0.01" else f"{{leaky_relu: {parameter}}}",
        kinks=("0",),
        kink_slope=parameter,
        source="Maas, Hannun & Ng (2013), Rectifier nonlinearities improve acoustic models, eq. 2",
    )


SOFTMAX = _entry(
    Activation(
        name="softmax",
        value=lambda nets, unit: exp(nets[unit]) / Sum(tuple(map(exp, nets))),
        slope=lambda net, out: out * (1 - out),
        cross_slope=lambda outs, k, j: -(outs[k] * outs[j]),
        outputs=(0, 1),
        source="Bridle (1990), Neurocomputing: Algorithms, Architectures and Applications",
    )
)

IDENTITY = _entry(
    Activation(
        name="identity",
        value=_unitwise(lambda net: net),
        slope=lambda net, out: expr(1),
        source="Bishop (2006), Pattern Recognition and Machine Learning, section 5.1",
    )
)

BIPOLAR_SIGMOID = _entry(
    Activation(
        name="bipolar_sigmoid",
        value=_unitwise(lambda net: (1 - exp(-net)) / (1 + exp(-net))),
        slope=lambda net, out: (1 - out**2) / 2,
        outputs=(-1, 1),
        source="Fausett (1994), Fundamentals of Neural Networks, section 6.1.2",
    )
)

SOFTPLUS = _entry(
    Activation(
        name="softplus",
        value=_unitwise(softplus),
        slope=lambda net, out: 1 / (1 + exp(-net)),
        source="Goodfellow, Bengio & Courville (2016), Deep Learning, eq. 3.31",
    )
)
