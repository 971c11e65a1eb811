"""Mistakes in outputs: what the activation makes of a net input."""

from collections.abc import Iterator

from bpcalc.checking.line_context import MAX_NEIGHBOURS, LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.checking.substitution import with_calls
from bpcalc.locale import later
from bpcalc.maths.activations import BIPOLAR_SIGMOID, RELU, SIGMOID, SOFTMAX, TANH
from bpcalc.maths.classic_activations import SOFTSIGN, bipolar_step, unit_step
from bpcalc.maths.expr import Apply, Expr, Minus, Number, Product, add
from bpcalc.maths.function_calls import exp, ln

FOR_A_CURVE = (SIGMOID, TANH, BIPOLAR_SIGMOID, RELU, SOFTSIGN)
FOR_A_STEP = (SIGMOID, TANH, BIPOLAR_SIGMOID, unit_step(), bipolar_step())
"""What is taken for another activation."""


def _argument(here: LineContext) -> Expr | None:
    net = here.other("net", here.layer, here.unit)
    return here.argument(net) if net else None


def no_activation(here: LineContext) -> Iterator[Expr]:
    """Leave the activation out."""
    if (net := _argument(here)) is not None:
        yield net


def exp_sign(here: LineContext) -> Iterator[Expr]:
    """Take e^net for e^-net."""
    activation = here.exercise.layers[here.layer - 1].activation
    if (net := _argument(here)) is not None and not activation.whole_layer:
        yield activation.value([Minus(net)], 0)


def other_activation(here: LineContext) -> Iterator[Expr]:
    """Use another activation than the exercise says."""
    own = here.exercise.layers[here.layer - 1].activation
    if (net := _argument(here)) is not None:
        for activation in FOR_A_STEP if own.levels else FOR_A_CURVE:
            if activation.name != own.name:
                yield activation.value([net], 0)
    yield from _softmax(here)


def _softmax(here: LineContext) -> Iterator[Expr]:
    """Take the softmax of the layer where each unit is activated by itself."""
    layer = here.exercise.layers[here.layer - 1]
    units = range(1, here.exercise.sizes[here.layer] + 1)
    if layer.activation.whole_layer or not 1 < len(units) <= MAX_NEIGHBOURS:
        return
    nets = [here.other("net", here.layer, unit) for unit in units]
    if None not in nets:
        yield SOFTMAX.value([here.argument(net) for net in nets if net], here.unit - 1)


def other_share(here: LineContext) -> Iterator[Expr]:
    """Divide by something else than the sum of e^net in a softmax, or by nothing."""
    layer = here.exercise.layers[here.layer - 1]
    units = range(1, here.exercise.sizes[here.layer] + 1)
    found = [here.other("net", here.layer, unit) for unit in units]
    nets = [here.argument(net) for net in found if net]
    if layer.activation.name != "softmax" or len(nets) < len(units):
        return
    own = nets[here.unit - 1]
    others = [exp(net) for net in nets if net != own]
    yield layer.activation.value([Minus(net) for net in nets], here.unit - 1)
    yield from (exp(own) / add(nets), own / add(nets), exp(own))
    if others:
        yield exp(own) / add(others)


def not_inverted(here: LineContext) -> Iterator[Expr]:
    """Forget a part of 1/(1 + e^-net)."""
    if here.exercise.layers[here.layer - 1].activation.name == "sigmoid":
        net = _argument(here)
        if net is not None:
            yield from (exp(net), exp(-net), 1 + exp(-net), 1 / (1 - exp(-net)))
            yield from (1 / (1 + net), 1 - exp(-net), exp(net) / (1 + exp(-net)))


def slope_for_out(here: LineContext) -> Iterator[Expr]:
    """Write f'(net) for f(net)."""
    slope = here.exercise.layers[here.layer - 1].activation
    if not slope.whole_layer and (net := _argument(here)) is not None:
        yield slope.slope(net, here.formula)


def other_base(here: LineContext) -> Iterator[Expr]:
    """Take 10 or 2 for e in the exponential."""
    for base in ("10", "2"):
        yield from _with_base(here.formula, ln(Number(base)))


def _with_base(formula: Expr, factor: Expr) -> Iterator[Expr]:
    def other(function: str, *operands: Expr) -> Expr:
        if function == "exp":
            return exp(Product((*operands, factor)))
        return Apply(function, *operands)

    changed = with_calls(formula, other)
    if changed != formula:
        yield changed


def activated_twice(here: LineContext) -> Iterator[Expr]:
    """Activate the output once more."""
    activation = here.exercise.layers[here.layer - 1].activation
    if not activation.whole_layer:
        yield activation.value([here.formula], 0)


def softplus_of_net(here: LineContext) -> Iterator[Expr]:
    """Take ln(1 + e^net)."""
    if (net := _argument(here)) is not None:
        yield Apply("softplus", net)


def other_out(here: LineContext) -> Iterator[Expr]:
    """Put the net input of another unit, or of another sample, into the activation."""
    own = here.other("net", here.layer, here.unit)
    if own is None:
        return
    for unit in here.neighbours(here.layer, here.unit):
        yield from here.replaced({own.key: here.other("net", here.layer, unit)})
    for sample in here.other_samples():
        yield from here.replaced({own.key: here.at_sample(own.key, sample)})


OUT_RULES = (
    Misconception(
        "no_activation",
        of("out"),
        no_activation,
        later("This is the net input; the output is what the activation function makes of it."),
        COMMON,
        "B",
        ("mazur", "out_h1", "0.3775"),
    ),
    Misconception(
        "other_share",
        of("out"),
        other_share,
        later("Softmax divides e^net by the sum of e^net over all outputs, its own included."),
        COMMON,
        "B",
        ("softmax", "out_o2", "0.357185"),
    ),
    Misconception(
        "exp_sign",
        of("out"),
        exp_sign,
        later("The exponent has the wrong sign: it is e^(-net)."),
        "the appendix of a lecture on Han & Kamber's example prints 1/(1 + e^0.1)",
        "B",
        ("mazur", "out_h1", "0.406730"),
    ),
    Misconception(
        "other_activation",
        of("out"),
        other_activation,
        later("A different activation function was used than the exercise asks for."),
        COMMON,
        "B",
        ("mazur", "out_h1", "0.360534"),
    ),
    Misconception(
        "not_inverted",
        of("out"),
        not_inverted,
        later("A part of 1/(1 + e^(-net)) has been forgotten."),
        COMMON,
        "B",
        ("mazur", "out_h1", "1.685573"),
    ),
    Misconception(
        "slope_for_out",
        of("out"),
        slope_for_out,
        later("This is the derivative f'(net); the output is f(net)."),
        COMMON,
        "C",
        ("mazur", "out_h1", "0.241301"),
    ),
    Misconception(
        "other_base",
        of("out"),
        other_base,
        later("The base of the exponential is e, not 10 or 2."),
        "the key 10^x of a pocket calculator beside e^x",
        "B",
        ("mazur", "out_h1", "0.704585"),
    ),
    Misconception(
        "activated_twice",
        of("out"),
        activated_twice,
        later("The activation function has been applied twice."),
        "programs that call it in the layer and once more behind it",
        "B",
        ("mazur", "out_h1", "0.644115"),
    ),
    Misconception(
        "softplus",
        of("out"),
        softplus_of_net,
        later("This is ln(1 + e^net), softplus; another activation function is asked for."),
        COMMON,
        "C",
        ("mazur", "out_h1", "0.899606"),
    ),
    Misconception(
        "other_net",
        of("out"),
        other_out,
        later("The net input of another unit or sample has been put into the activation."),
        COMMON,
        "B",
        ("mazur", "out_h1", "0.596884"),
    ),
)
