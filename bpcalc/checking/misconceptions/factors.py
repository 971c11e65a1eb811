"""Mistakes on the way back: a factor too many, or another one than belongs there."""

from collections.abc import Iterator

from bpcalc.checking.line_context import MAX_NEIGHBOURS, LineContext
from bpcalc.checking.misconceptions.coming_back import HIDDEN
from bpcalc.checking.misconceptions.deltas import (
    above,
    hidden_with,
    own_coming,
    own_slope,
    with_factors,
)
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Product, Quotient, Ref, Sum, add, expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BIAS_KINDS


def rate_in_delta(here: LineContext) -> Iterator[Expr]:
    """Multiply by the learning rate already."""
    if rate := here.ref(here.rate):
        yield Product((rate, here.formula))


def gradient_for_delta(here: LineContext) -> Iterator[Expr]:
    """Multiply by an output of the layer before: that is a gradient."""
    for pair in here.inputs(here.layer, here.unit)[:MAX_NEIGHBOURS]:
        yield Product((here.formula, pair.out))


def out_in_delta(here: LineContext) -> Iterator[Expr]:
    """Multiply by the unit's own output once more, or divide by it."""
    if out := here.other("out", here.layer, here.unit):
        yield from (Product((here.formula, out)), Quotient(here.formula, out))


def slope_sign(here: LineContext) -> Iterator[Expr]:
    """Write a wrong sign, or a square, in out·(1 - out)."""
    out, coming = here.other("out", here.layer, here.unit), own_coming(here)
    if out is None or here.exercise.layers[here.layer - 1].activation.name != "sigmoid":
        return
    for slope in (out * (1 + out), out * (out - 1), out**2, 1 - out**2, (1 - out) ** 2):
        if here.key.kind == "slope":
            yield slope
        else:
            yield from with_factors(here, coming, slope)


def net_for_slope(here: LineContext) -> Iterator[Expr]:
    """Multiply by the net input in the place of the slope."""
    net = here.other("net", here.layer, here.unit)
    if net is not None and here.key.kind == "delta":
        yield from with_factors(here, own_coming(here), net)


def subtracted_back(here: LineContext) -> Iterator[Expr]:
    """Subtract what comes back from a unit instead of adding it."""
    parts: list[Expr] = [Product(pair) for pair in above(here)]
    for part in parts[1:MAX_NEIGHBOURS]:
        turned = add([Minus(one) if one is part else one for one in parts])
        yield from with_factors(here, turned, own_slope(here))


def outputs_back(here: LineContext) -> Iterator[Expr]:
    """Send the outputs back, or the targets, instead of the deltas."""

    def signal(key: Key, kind: str) -> Ref | None:
        if key.kind != "delta":
            return None
        if kind == "target":
            return here.ref(Key("target", key.layer, key.unit, None, key.sample))
        return here.ref(key._replace(kind="out"))

    for kind in ("out", "target"):
        yield from hidden_with(here, lambda key, kind=kind: signal(key, kind))  # type: ignore[misc]


def hidden_target(here: LineContext) -> Iterator[Expr]:
    """Compare the output of a hidden unit with a target."""
    out = here.other("out", here.layer, here.unit)
    if here.is_output or out is None:
        return
    for unit in range(1, min(here.exercise.sizes[-1], MAX_NEIGHBOURS) + 1):
        place = Key("target", len(here.exercise.layers), unit, None, here.key.sample)
        if target := here.ref(place):
            for miss in (out - target, target - out):
                yield from with_factors(here, miss, own_slope(here))


def one_weight_for_all(here: LineContext) -> Iterator[Expr]:
    """Multiply all deltas by the same weight."""
    pairs = list(above(here))
    if 1 < len(pairs) <= MAX_NEIGHBOURS:
        for _, weight in pairs:
            same = add([Product((delta, weight)) for delta, _ in pairs])
            yield from with_factors(here, same, own_slope(here))


def bias_coming_back(here: LineContext) -> Iterator[Expr]:
    """Add a bias to what comes back."""
    coming = own_coming(here)
    biases = [k for k in here.scheme.formulas if k.kind in BIAS_KINDS and k.kind != "new_bias"]
    layers = (here.layer, here.layer + 1)
    if not here.is_output and coming is not None:
        for key in [k for k in biases if k.layer in layers][:MAX_NEIGHBOURS]:
            yield from with_factors(here, Sum((coming, Ref(key))), own_slope(here))


def delta_of_next_layer(here: LineContext) -> Iterator[Expr]:
    """Take a delta of the layer above as it is."""
    for delta, _ in list(above(here))[:MAX_NEIGHBOURS] if here.key.kind == "delta" else ():
        yield delta


# gradients


def gradient_of_next_layer(here: LineContext) -> Iterator[Expr]:
    """Multiply a delta of a later layer by the output before: the way back is skipped."""
    layers = range(here.layer + 1, len(here.exercise.layers) + 1)
    for layer in layers:
        for unit in range(1, min(here.exercise.sizes[layer], MAX_NEIGHBOURS) + 1):
            delta = here.other("delta", layer, unit)
            yield from here.swapped(lambda key, d=delta: d if key.kind == "delta" else None)  # type: ignore[misc]


def squared(here: LineContext) -> Iterator[Expr]:
    """Multiply by the delta, or by the output, twice."""
    for key in dict.fromkeys(here.formula.refs()):
        if key.kind in ("delta", "out", "input"):
            yield from here.replaced({key: Product((Ref(key), Ref(key)))})


def weight_besides(here: LineContext) -> Iterator[Expr]:
    """Multiply the gradient by the weight as well."""
    into = here.key.receiver
    if into is not None and here.key.source is not None:
        place = here.graph.parameter(here.key.turned("weight", None, None))
        if weight := here.weight(place, into):
            yield Product((here.formula, weight))


def complement(here: LineContext) -> Iterator[Expr]:
    """Multiply by 1 - out of the unit before."""
    yield from here.swapped(lambda key: 1 - Ref(key) if key.kind in ("out", "input") else None)


def old_input(here: LineContext) -> Iterator[Expr]:
    """Take an input of the network for the output of the unit before."""
    if here.layer < 2:
        return
    for unit in range(1, min(here.exercise.sizes[0], MAX_NEIGHBOURS) + 1):
        data = here.other("out", 0, unit)
        yield from here.swapped(lambda key, x=data: x if key.kind == "out" else None)  # type: ignore[misc]


def sums_of_samples(here: LineContext) -> Iterator[Expr]:
    """Multiply the sum of the deltas over the samples by the sum of the outputs."""
    source = here.key.sender
    parts = [key.sample for key in here.formula.refs() if key.kind == here.key.kind]
    if here.key.sample is not None or source is None or len(parts) < 2 or not here.unit:
        return
    at = [here.scheme.formulas.get(here.key._replace(sample=sample)) for sample in parts]
    leaves = [list(formula.refs()) for formula in at if formula is not None]
    deltas = [Ref(key) for keys in leaves for key in keys if key.kind == "delta"]
    outs = [Ref(key) for keys in leaves for key in keys if key.kind in ("out", "input")]
    if len(deltas) == len(outs) == len(parts):
        product = Product((add(deltas), add(outs)))
        yield product
        yield Quotient(product, expr(len(parts)))


def bias_times_out(here: LineContext) -> Iterator[Expr]:
    """Multiply the gradient of a bias by an output."""
    if not here.unit:
        return
    outs = [here.other("out", here.layer, here.unit)]
    outs += [pair.out for pair in here.inputs(here.layer, here.unit)[:MAX_NEIGHBOURS]]
    for out in filter(None, outs):
        yield Product((here.formula, out))


OF_DELTA, OF_GRADIENT = of("delta"), of("weight_gradient", "weight_change")

FACTOR_RULES = (
    Misconception(
        "rate_in_delta",
        OF_DELTA,
        rate_in_delta,
        later("The learning rate is already in this delta; it comes in with the update."),
        "programs that write δ = η·error·slope",
        "C",
        ("mazur", "delta_o1", "0.0692493"),
        under="any",
    ),
    Misconception(
        "gradient_for_delta",
        OF_DELTA,
        gradient_for_delta,
        later(
            "This is delta times an output of the layer before, a gradient; the delta is without "
            "that."
        ),
        "programs that keep gradients under the name of delta",
        "C",
        ("mazur", "delta_o1", "0.0821670"),
    ),
    Misconception(
        "out_in_delta",
        OF_DELTA,
        out_in_delta,
        later("The output of the unit has been multiplied in, or divided by, once too often."),
        COMMON,
        "C",
        ("mazur", "delta_o1", "0.104063"),
    ),
    Misconception(
        "slope_sign",
        of("delta", "slope"),
        slope_sign,
        later("The derivative of the sigmoid is out·(1 - out): look at its signs and powers."),
        COMMON,
        "C",
        ("mazur", "delta_o1", "0.975573"),
    ),
    Misconception(
        "net_for_slope",
        OF_DELTA,
        net_for_slope,
        later("The net input has been multiplied in; a delta takes the derivative f'(net)."),
        COMMON,
        "C",
        ("mazur", "delta_o1", "0.819880"),
    ),
    Misconception(
        "subtracted",
        HIDDEN,
        subtracted_back,
        later("What comes back from a unit has been subtracted; it is added."),
        COMMON,
        "C",
        ("mazur", "delta_h1", "0.0179645"),
    ),
    Misconception(
        "outputs_back",
        HIDDEN,
        outputs_back,
        later("Outputs or targets have been sent back; it is the deltas that come back."),
        COMMON,
        "C",
        ("mazur", "delta_h1", "0.165776"),
    ),
    Misconception(
        "hidden_target",
        HIDDEN,
        hidden_target,
        later("A hidden unit has no target: its error is what comes back to it."),
        COMMON,
        "C",
        ("mazur", "delta_h1", "0.140743"),
    ),
    Misconception(
        "one_weight",
        HIDDEN,
        one_weight_for_all,
        later("All deltas have been multiplied by the same weight; each comes by its own."),
        COMMON,
        "C",
        ("mazur", "delta_h1", "0.00969067"),
    ),
    Misconception(
        "bias_coming_back",
        HIDDEN,
        bias_coming_back,
        later("A bias has been added to what comes back; biases do not come back."),
        COMMON,
        "C",
        ("mazur", "delta_h1", "0.0932266"),
    ),
    Misconception(
        "delta_of_next_layer",
        OF_DELTA,
        delta_of_next_layer,
        later("This is the delta of a unit of the next layer, as it is."),
        COMMON,
        "C",
        ("mazur", "delta_h1", "0.138499"),
    ),
    Misconception(
        "delta_of_next_layer",
        OF_GRADIENT,
        gradient_of_next_layer,
        later(
            "The delta of a later layer has been used; a gradient takes that of the unit which the "
            "connection leads to."
        ),
        COMMON,
        "C",
        ("mazur", "dE/dw1", "0.00692493"),
    ),
    Misconception(
        "squared",
        OF_GRADIENT,
        squared,
        later("Delta or output has been multiplied in twice."),
        COMMON,
        "C",
        ("mazur", "dE/dw5", "0.0113800"),
    ),
    Misconception(
        "weight_besides",
        OF_GRADIENT,
        weight_besides,
        later("The weight has been multiplied in as well; a gradient is delta times output."),
        COMMON,
        "C",
        ("mazur", "dE/dw5", "0.0328668"),
    ),
    Misconception(
        "complement",
        OF_GRADIENT,
        complement,
        later("1 - out of the unit before has been used; a gradient takes its output."),
        COMMON,
        "C",
        ("mazur", "dE/dw5", "0.0563315"),
    ),
    Misconception(
        "old_input",
        OF_GRADIENT,
        old_input,
        later("An input of the network stands where the output of the unit before belongs."),
        COMMON,
        "C",
        ("mazur", "dE/dw5", "0.00692493"),
    ),
    Misconception(
        "sums_multiplied",
        OF_GRADIENT,
        sums_of_samples,
        later(
            "The sum of the deltas has been multiplied by the sum of the outputs; each sample has "
            "its own product, and these are added up."
        ),
        "matrix products with the axes exchanged",
        "C",
        ("batch-momentum", "dE/dw5", "-0.0316129"),
    ),
    Misconception(
        "bias_times_out",
        of("bias_gradient", "bias_change"),
        bias_times_out,
        later("An output has been multiplied in; the gradient of a bias is the delta itself."),
        COMMON,
        "C",
        ("xor", "dE/db_o1@s1", "0.0713835"),
    ),
)
