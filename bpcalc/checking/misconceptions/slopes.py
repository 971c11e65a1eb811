"""Mistakes in the slope of an activation, and in deltas because of it."""

from collections.abc import Iterator

from bpcalc.checking.line_context import MAX_NEIGHBOURS, LineContext
from bpcalc.checking.misconceptions.deltas import own_coming, with_factors
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.locale import later
from bpcalc.maths.activations import SIGMOID, TANH
from bpcalc.maths.expr import Expr


def slopes_with(here: LineContext, slopes: Iterator[Expr | None]) -> Iterator[Expr]:
    """Yield the line of a slope, or of a delta, with another slope."""
    for slope in slopes:
        if slope is not None and here.key.kind == "slope":
            yield slope
        elif slope is not None:
            yield from with_factors(here, own_coming(here), slope)


def _activation_slope(here: LineContext, out: Expr | None) -> Expr | None:
    activation = here.exercise.layers[here.layer - 1].activation
    net = here.other("net", here.layer, here.unit)
    if out is None or net is None or activation.cross_slope:
        return None
    return activation.slope(here.argument(net), out)


def slope_of_net(here: LineContext) -> Iterator[Expr]:
    """Put the net input into out·(1 - out)."""
    net = here.other("net", here.layer, here.unit)
    argument = here.argument(net) if net else None
    yield from slopes_with(here, iter([_activation_slope(here, argument)]))


def slope_of_activated_out(here: LineContext) -> Iterator[Expr]:
    """Activate the output once more: f(o)·(1 - f(o))."""
    out = here.other("out", here.layer, here.unit)
    activation = here.exercise.layers[here.layer - 1].activation
    if out is not None:
        yield from slopes_with(here, iter([_activation_slope(here, activation.value([out], 0))]))


def slope_of_other_unit(here: LineContext) -> Iterator[Expr]:
    """Take the output of another unit or layer in the slope."""
    layers = range(1, len(here.exercise.layers) + 1)
    others = [
        (layer, unit)
        for layer in (here.layer, *layers)
        for unit in range(1, here.exercise.sizes[layer] + 1)
        if (layer, unit) != (here.layer, here.unit)
    ]
    outs = (here.other("out", *place) for place in dict.fromkeys(others[:MAX_NEIGHBOURS]))
    yield from slopes_with(here, (_activation_slope(here, out) for out in outs))


def slope_of_other_function(here: LineContext) -> Iterator[Expr]:
    """Take the slope of another activation function."""
    own = here.exercise.layers[here.layer - 1].activation.name
    net, out = here.other("net", here.layer, here.unit), here.other("out", here.layer, here.unit)
    if net and out:
        others = [entry for entry in (SIGMOID, TANH) if entry.name != own]
        yield from slopes_with(here, (entry.slope(here.argument(net), out) for entry in others))


def half_slope(here: LineContext) -> Iterator[Expr]:
    """Forget one factor of out·(1 - out)."""
    out = here.other("out", here.layer, here.unit)
    if out and here.exercise.layers[here.layer - 1].activation is SIGMOID:
        yield from slopes_with(here, iter([out, 1 - out, out**2, out * (1 + out)]))


def out_for_slope(here: LineContext) -> Iterator[Expr]:
    """Take the output itself for 1 - out²."""
    out = here.other("out", here.layer, here.unit)
    if out and here.exercise.layers[here.layer - 1].activation is TANH:
        yield from slopes_with(here, iter([out]))


SLOPED = of("delta", "slope")

SLOPE_RULES = (
    Misconception(
        "fprime_of_net",
        SLOPED,
        slope_of_net,
        later("The net input has been put into the derivative in place of the output."),
        "benoitfragit/libBrain#78; llSourcell/recurrent_neural_net_demo#2",
        "B",
        ("mazur", "delta_o1", "-0.086830"),
    ),
    Misconception(
        "sigma_of_out",
        SLOPED,
        slope_of_activated_out,
        later("The output has been activated once more before it was put into the derivative."),
        "benoitfragit/libBrain#78",
        "B",
        ("mazur", "delta_o1", "0.161461"),
    ),
    Misconception(
        "fprime_wrong",
        SLOPED,
        slope_of_other_unit,
        later(
            "The derivative is that of another unit or layer; it takes the output of the unit "
            "itself."
        ),
        "ttezel/nn#8",
        "B",
        ("mazur", "delta_h1", "0.006791"),
    ),
    Misconception(
        "fprime_other",
        SLOPED,
        slope_of_other_function,
        later("The derivative is that of another activation function."),
        "ttezel/nn#8",
        "B",
        ("mazur", "delta_o1", "0.322828"),
    ),
    Misconception(
        "half_fprime",
        SLOPED,
        half_slope,
        later("The derivative of the sigmoid is out·(1 - out), both factors of it."),
        COMMON,
        "B",
        ("mazur", "delta_o1", "0.557036"),
    ),
    Misconception(
        "out_for_slope",
        SLOPED,
        out_for_slope,
        later("The output has been taken for the derivative; that of tanh is 1 - out²."),
        COMMON,
        "C",
        ("tanh", "delta_o1", "-0.061688"),
    ),
)
