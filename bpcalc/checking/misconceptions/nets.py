"""Mistakes on the way forward: net inputs and outputs."""

from collections.abc import Iterator

from bpcalc.checking.line_context import MAX_NEIGHBOURS, LineContext, other_connections
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Product, Quotient, Ref, Sum, add, expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BIAS_KINDS, PARAMETERS, WEIGHT_KINDS


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
    for key in dict.fromkeys(key for key in here.formula.refs() if key.kind in BIAS_KINDS):
        for other in filter(here.scheme.values.get, _other_biases(here, key)[:MAX_NEIGHBOURS]):
            yield from here.replaced({key: Ref(other)})


def _other_biases(here: LineContext, key: Key) -> list[Key]:
    """Return other biases: of the layer, then those of the same and the first unit elsewhere."""
    layers = [layer for layer in range(1, len(here.exercise.layers) + 1) if layer != key.layer]
    units = dict.fromkeys((here.unit, 1, 2, None))
    elsewhere = [key._replace(layer=layer, unit=unit) for layer in layers for unit in units]
    known = [other for other in elsewhere if other in here.scheme.formulas]
    return [*other_connections(here, key), *known]


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
    for other in dict.fromkeys((tuple(reversed(outs)), tuple(outs[1:] + outs[:1]))):
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


def bias_twice(here: LineContext) -> Iterator[Expr]:
    """Add the bias twice: in the net input, and once more."""
    if found := _bias(here):
        others, bias = found
        yield from _with(here, [*others, bias, bias])


def minus_lost(here: LineContext) -> Iterator[Expr]:
    """Lose the minus of a weight, of one or of all."""
    negative = [
        key
        for key in dict.fromkeys(here.formula.refs())
        if key.kind in WEIGHT_KINDS and here.scheme.values[key] < 0
    ]
    if len(negative) <= MAX_NEIGHBOURS:
        for key in negative:
            yield from here.replaced({key: Minus(Ref(key))})
    if len(negative) > 1:
        yield from here.replaced({key: Minus(Ref(key)) for key in negative})


def other_weight(here: LineContext) -> Iterator[Expr]:
    """Take the weight of another connection for one of them, with its sign or without."""
    weights = [key for key in dict.fromkeys(here.formula.refs()) if key.kind in WEIGHT_KINDS]
    if len(weights) > MAX_NEIGHBOURS:
        return
    for key in weights:
        for other in other_connections(here, key):
            yield from here.replaced({key: Ref(other)})
            if here.scheme.values[other] < 0:
                yield from here.replaced({key: Minus(Ref(other))})


def other_sample(here: LineContext) -> Iterator[Expr]:
    """Take the inputs of another sample."""
    for sample in here.other_samples():
        yield from here.swapped(lambda key, sample=sample: here.at_sample(key, sample))  # type: ignore[misc]


def constant_input(here: LineContext) -> Iterator[Expr]:
    """Put a constant, 1 or 0, in the place of an input."""
    pairs = here.inputs(here.layer, here.unit)
    if here.key.kind == "net" and 1 < len(pairs) <= MAX_NEIGHBOURS:
        for pair in pairs:
            yield from here.replaced({pair.out.key: expr(1)})


def averaged(here: LineContext) -> Iterator[Expr]:
    """Divide the sum of the products by their number, with the bias or without."""
    products = [term for term in _terms(here) if isinstance(term, Product)]
    if here.key.kind != "net" or len(products) < 2:
        return
    yield Quotient(here.formula, expr(len(products)))
    if found := _bias(here):
        yield Sum((Quotient(add(products), expr(len(products))), found[1]))


def summed_apart(here: LineContext) -> Iterator[Expr]:
    """Add weights and inputs instead of multiplying them."""
    pairs = here.inputs(here.layer, here.unit)
    if here.key.kind == "net" and 1 < len(pairs) <= MAX_NEIGHBOURS:
        terms: list[Expr] = [part for pair in pairs for part in pair]
        found = _bias(here)
        yield add([*terms, *([found[1]] if found else [])])


def weights_of_before(here: LineContext) -> Iterator[Expr]:
    """Take weights that have changed since: those of the first sample, or of the one before."""
    sample, used = here.key.sample, [key for key in here.formula.refs() if key.kind in PARAMETERS]
    if here.key.kind != "net" or sample is None or here.exercise.batch:
        return
    for earlier in dict.fromkeys((1, sample - 1)):
        if 1 <= earlier < sample:
            yield from here.replaced({key: here.ref(key._replace(sample=earlier)) for key in used})


NET_RULES = (
    Misconception(
        "weights_of_before",
        of("net"),
        weights_of_before,
        later(
            "Old weights have been used: here they change after every sample, and the next one is "
            "worked with the new ones."
        ),
        "a study site's perceptron, whose first epoch is worked with its first weights",
        "A",
        ("xor", "net_o1@s2", "0.194354"),
    ),
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
        "bias_twice",
        of("net", "out"),
        bias_twice,
        later("The bias has been added twice."),
        COMMON,
        "B",
        ("mazur", "net_h1", "0.7275"),
    ),
    Misconception(
        "minus_lost",
        of("net"),
        minus_lost,
        later("The minus of a weight has been lost."),
        COMMON,
        "A",
        ("han-kamber", "I_4", "0.300000"),
    ),
    Misconception(
        "other_weight",
        of("net"),
        other_weight,
        later("The weight of another connection has been used."),
        "a published solution takes w15 where w16 belongs",
        "B",
        ("mazur", "net_h1", "0.3825"),
    ),
    Misconception(
        "other_sample",
        of("net"),
        other_sample,
        later("The numbers of another sample have been used."),
        "programs that loop over the samples with the wrong index",
        "B",
        ("xor", "net_h1@s2", "0.376254"),
    ),
    Misconception(
        "constant_input",
        of("net"),
        constant_input,
        later("A constant 1 stands where an input belongs."),
        "programs that put the column of ones into the wrong place",
        "B",
        ("mazur", "net_h1", "0.52"),
    ),
    Misconception(
        "averaged",
        of("net"),
        averaged,
        later("The sum has been divided by the number of its terms; a net input is the sum."),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.18875"),
    ),
    Misconception(
        "summed_apart",
        of("net"),
        summed_apart,
        later("Weights and inputs have been added; each input is multiplied by its weight."),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.85"),
    ),
)
