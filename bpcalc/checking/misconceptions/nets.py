"""Mistakes on the way forward: net inputs and outputs."""

from collections.abc import Iterator

from bpcalc.checking.line_context import MAX_NEIGHBOURS, LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.locale import later
from bpcalc.maths.activations import BIPOLAR_SIGMOID, SIGMOID, TANH
from bpcalc.maths.expr import Expr, Minus, Product, Ref, Sum, add, exp
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BIAS_KINDS, WEIGHT_KINDS


def _terms(here: LineContext) -> list[Expr]:
    """Return the terms of the line; for an output, those of the net input with its bias."""
    formula = here.formula
    if here.key.kind == "out":
        net = here.other("net", here.layer, here.unit)
        formula = here.argument(net) if net else formula
    return list(formula.terms) if isinstance(formula, Sum) else [formula]


def _with(here: LineContext, terms: list[Expr]) -> Iterator[Expr]:
    """Yield the line with other terms in the place of its own."""
    if not terms:
        return
    if here.key.kind == "net":
        yield add(terms)
    elif here.exercise.working.bias_in == "out":
        net = here.other("net", here.layer, here.unit)
        activation = here.exercise.layers[here.layer - 1].activation
        if net and not activation.whole_layer:
            yield activation.value([add(terms)], 0)


def _bias(here: LineContext) -> tuple[list[Expr], Expr] | None:
    terms = _terms(here)
    bias = here.bias_term(add(terms))
    return None if bias is None else ([term for term in terms if term is not bias], bias)


def no_bias(here: LineContext) -> Iterator[Expr]:
    """Leave the bias out."""
    if found := _bias(here):
        yield from _with(here, found[0])


def bias_minus(here: LineContext) -> Iterator[Expr]:
    """Take the bias with the other sign."""
    if found := _bias(here):
        others, bias = found
        turned = bias.operand if isinstance(bias, Minus) else Minus(bias)
        yield from _with(here, [*others, turned])


def other_bias(here: LineContext) -> Iterator[Expr]:
    """Take the bias of another unit or layer."""
    keys = {key for key in here.formula.refs() if key.kind in BIAS_KINDS}
    for key in keys:
        others = [
            other
            for other in here.scheme.formulas
            if other.kind == key.kind and other != key and other.when == key.when
        ]
        for other in filter(here.scheme.values.get, others[:MAX_NEIGHBOURS]):
            yield from here.replaced({key: Ref(other)})


def transposed(here: LineContext) -> Iterator[Expr]:
    """Read the weight matrix with rows and columns exchanged."""
    yield from here.swapped(lambda key: turned(here, key))


def turned(here: LineContext, key: Key) -> Ref | None:
    """Return the weight that stands at this place of the transposed matrix."""
    if key.kind not in WEIGHT_KINDS:
        return None
    return here.ref(key._replace(unit=key.source, source=key.unit))


def weights_of_neighbour(here: LineContext) -> Iterator[Expr]:
    """Take the weights of another unit."""
    used = [key for key in here.formula.refs() if key.kind in WEIGHT_KINDS]
    for other in here.neighbours(here.layer, here.unit):
        yield from here.replaced({key: here.ref(key._replace(unit=other)) for key in used})


def inputs_exchanged(here: LineContext) -> Iterator[Expr]:
    """Pair the weights with the wrong inputs."""
    pairs = here.inputs(here.layer, here.unit)
    outs = [pair.out for pair in pairs]
    for other in {tuple(reversed(outs)), tuple(outs[1:] + outs[:1])}:
        yield from here.replaced(
            {pair.out.key: out for pair, out in zip(pairs, other, strict=True)}
        )


def net_for_out(here: LineContext) -> Iterator[Expr]:
    """Go on with net inputs where outputs belong."""
    yield from here.swapped(
        lambda key: here.ref(key._replace(kind="net")) if key.kind == "out" else None
    )


def term_missing(here: LineContext) -> Iterator[Expr]:
    """Forget one of the products."""
    terms = _terms(here)
    products = [term for term in terms if isinstance(term, Product)]
    if len(products) > 1:
        for product in products[:MAX_NEIGHBOURS]:
            yield add([term for term in terms if term is not product])


def old_input(here: LineContext) -> Iterator[Expr]:
    """Take the inputs of the network where outputs of the hidden layer belong."""
    if here.layer > 1:
        yield from here.swapped(
            lambda key: here.other("out", 0, key.unit or 0) if key.kind == "out" else None
        )


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
    own = here.exercise.layers[here.layer - 1].activation.name
    if (net := _argument(here)) is not None:
        for activation in (SIGMOID, TANH, BIPOLAR_SIGMOID):
            if activation.name != own:
                yield activation.value([net], 0)


def not_inverted(here: LineContext) -> Iterator[Expr]:
    """Forget a part of 1/(1 + e^-net)."""
    if here.exercise.layers[here.layer - 1].activation.name == "sigmoid":
        net = _argument(here)
        if net is not None:
            yield from (exp(net), exp(-net), 1 + exp(-net), 1 / (1 - exp(-net)))


def slope_for_out(here: LineContext) -> Iterator[Expr]:
    """Write f'(net) for f(net)."""
    slope = here.exercise.layers[here.layer - 1].activation
    if not slope.whole_layer and (net := _argument(here)) is not None:
        yield slope.slope(net, here.formula)


NET_RULES = (
    Misconception(
        "no_bias",
        of("net", "out"),
        no_bias,
        later("The bias has been left out of the net input."),
        COMMON,
        "A",
        ("mazur", "net_h1", "0.0275"),
    ),
    Misconception(
        "bias_minus",
        of("net", "out"),
        bias_minus,
        later(
            "The bias has been taken with the wrong sign: a bias is added, a threshold subtracted."
        ),
        "周志华 (2016), 5.3, subtracts thresholds where other books add biases",
        "A",
        ("mazur", "net_h1", "-0.3225"),
    ),
    Misconception(
        "other_bias",
        of("net", "out"),
        other_bias,
        later("The bias of another unit or layer has been used."),
        COMMON,
        "B",
        ("mazur", "net_h1", "0.6275"),
    ),
    Misconception(
        "transposed",
        of("net"),
        transposed,
        later(
            "The weights have been read with rows and columns exchanged: w_ij where w_ji belongs."
        ),
        "ai.stackexchange.com 42884",
        "A",
        ("mazur", "net_h1", "0.3825"),
    ),
    Misconception(
        "weights_of_neighbour",
        of("net"),
        weights_of_neighbour,
        later("The weights of another unit of the layer have been used."),
        COMMON,
        "B",
        ("two-hidden-layers", "net_h1_1", "0.10000"),
    ),
    Misconception(
        "wrong_pair",
        of("net"),
        inputs_exchanged,
        later("Each weight belongs to one input; here they have been paired wrongly."),
        "udacity/sdc-issue-reports#709",
        "A",
        ("mazur", "net_h1", "0.375"),
    ),
    Misconception(
        "net_for_out",
        of("net"),
        net_for_out,
        later(
            "The net inputs of the layer before have been used; what is passed on are its outputs."
        ),
        COMMON,
        "B",
        ("mazur", "net_o1", "0.927625"),
    ),
    Misconception(
        "old_input",
        of("net"),
        old_input,
        later(
            "The inputs of the network have been used where the outputs of the layer before belong."
        ),
        COMMON,
        "B",
        ("mazur", "net_o1", "0.665"),
    ),
    Misconception(
        "term_missing",
        of("net"),
        term_missing,
        later("One product is missing in the net input."),
        COMMON,
        "B",
        ("mazur", "net_o1", "0.868598"),
    ),
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
        later("Another activation function has been used than the one the exercise asks for."),
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
        later("This is the slope f'(net); the output is f(net)."),
        COMMON,
        "C",
        ("mazur", "out_h1", "0.241301"),
    ),
)
