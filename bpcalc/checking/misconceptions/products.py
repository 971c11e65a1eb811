"""Mistakes in the products of a net input: what is multiplied with what, and with which sign."""

from collections.abc import Iterator

from bpcalc.checking.line_context import MAX_NEIGHBOURS, Input, LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Number, Product, Ref, add
from bpcalc.maths.kinds import WEIGHT_KINDS


def _pairs(here: LineContext) -> list[Input]:
    pairs = here.inputs(here.layer, here.unit)
    return pairs if len(pairs) <= MAX_NEIGHBOURS else []


def _and_bias(here: LineContext, terms: list[Expr]) -> Expr:
    bias = here.bias_term(here.formula)
    return add([*terms, *([] if bias is None else [bias])])


def _products(here: LineContext) -> list[Expr]:
    return [Product(pair) for pair in _pairs(here)]


def bias_multiplied_in(here: LineContext) -> Iterator[Expr]:
    """Multiply the bias by an input, or the whole sum by the bias."""
    bias, products = here.bias_term(here.formula), _products(here)
    if bias is None or not products:
        return
    inner = bias.operand if isinstance(bias, Minus) else bias
    for out in dict.fromkeys(pair.out for pair in _pairs(here)):
        yield add([*products, Product((inner, out))])
    yield Product((add(products), inner))


def bias_every_time(here: LineContext) -> Iterator[Expr]:
    """Add the bias once for every input."""
    bias, products = here.bias_term(here.formula), _products(here)
    if bias is not None and len(products) > 1:
        yield add([*products, *([bias] * len(products))])


def subtracted(here: LineContext) -> Iterator[Expr]:
    """Subtract one product, or all but the first."""
    products = _products(here)
    if len(products) < 2:
        return
    yield _and_bias(here, [products[0], *map(Minus, products[1:])])
    if len(products) > 2:
        for product in products[1:]:
            yield _and_bias(here, [Minus(p) if p is product else p for p in products])


def sums_multiplied(here: LineContext) -> Iterator[Expr]:
    """Multiply the sum of the weights by the sum of the inputs."""
    pairs = _pairs(here)
    if len(pairs) > 1:
        weights, outs = zip(*pairs, strict=True)
        yield _and_bias(here, [Product((add(weights), add(outs)))])


def one_input_for_all(here: LineContext) -> Iterator[Expr]:
    """Multiply every weight by the same input."""
    pairs = _pairs(here)
    for out in dict.fromkeys(pair.out for pair in pairs) if len(pairs) > 1 else ():
        yield _and_bias(here, [Product((pair.weight, out)) for pair in pairs])


def point_shifted(here: LineContext) -> Iterator[Expr]:
    """Read a weight, or an input, with its point one place off."""
    for pair in _pairs(here):
        for leaf in pair:
            if leaf.key.kind in WEIGHT_KINDS or leaf.key.kind == "input":
                for factor in ("0.1", "10"):
                    yield from here.replaced({leaf.key: Product((Number(factor), leaf))})


def slopes_passed_on(here: LineContext) -> Iterator[Expr]:
    """Pass on the slopes of the units before, not their outputs."""
    slopes = {pair.out.key: _slope(here, pair.out) for pair in _pairs(here)}
    if here.layer > 1 and slopes and None not in slopes.values():
        yield from here.replaced(slopes)


def _slope(here: LineContext, out: Ref) -> Expr | None:
    place = out.key.receiver
    return here.slope(place.layer, place.unit) if place and place.layer else None


def targets_for_inputs(here: LineContext) -> Iterator[Expr]:
    """Multiply by the targets where the inputs belong."""
    pairs = _pairs(here)
    targets = {
        pair.out.key: here.ref(
            pair.out.key._replace(kind="target", layer=len(here.exercise.layers))
        )
        for pair in pairs
        if pair.out.key.kind == "input"
    }
    if targets and None not in targets.values():
        yield from here.replaced(targets)


def not_weighted(here: LineContext) -> Iterator[Expr]:
    """Add the inputs up without their weights, or the weights without their inputs."""
    pairs = _pairs(here)
    if len(pairs) > 1:
        yield _and_bias(here, [pair.out for pair in pairs])
        yield _and_bias(here, [pair.weight for pair in pairs])


def squared_input(here: LineContext) -> Iterator[Expr]:
    """Multiply by the square of an input."""
    squares = {pair.out.key: Product((pair.out, pair.out)) for pair in _pairs(here)}
    for key, square in squares.items():
        yield from here.replaced({key: square})
    if len(squares) > 1:
        yield from here.replaced(squares)


OF_NET = of("net")

PRODUCT_RULES = (
    Misconception(
        "bias_multiplied_in",
        OF_NET,
        bias_multiplied_in,
        later("The bias has been multiplied in; it is only added: its input is always 1."),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.0450"),
    ),
    Misconception(
        "bias_every_time",
        OF_NET,
        bias_every_time,
        later("The bias has been added with every product; it is added once."),
        "loops that start from the bias",
        "C",
        ("mazur", "net_h1", "0.7275"),
    ),
    Misconception(
        "subtracted",
        OF_NET,
        subtracted,
        later("A product has been subtracted; a net input is their sum."),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.3375"),
    ),
    Misconception(
        "sums_multiplied",
        OF_NET,
        sums_multiplied,
        later(
            "The sum of the weights has been multiplied by the sum of the inputs; each weight goes "
            "with its own input."
        ),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.4025"),
    ),
    Misconception(
        "one_input",
        OF_NET,
        one_input_for_all,
        later("All weights have been multiplied by the same input; each one has its own."),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.3675"),
    ),
    Misconception(
        "misread",
        OF_NET,
        point_shifted,
        later("A given number has been read with its decimal point at another place."),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.37075"),
    ),
    Misconception(
        "slopes_passed_on",
        OF_NET,
        slopes_passed_on,
        later("The derivatives f'(net) have been passed on; the next layer takes the outputs."),
        COMMON,
        "C",
        ("mazur", "net_o1", "0.804796"),
    ),
    Misconception(
        "targets_for_inputs",
        OF_NET,
        targets_for_inputs,
        later("The targets stand where the inputs belong."),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.5495"),
    ),
    Misconception(
        "not_weighted",
        OF_NET,
        not_weighted,
        later("Inputs or weights alone have been added up; each input goes times its weight."),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.50"),
    ),
    Misconception(
        "squared_input",
        OF_NET,
        squared_input,
        later("An input has been multiplied in twice."),
        COMMON,
        "C",
        ("mazur", "net_h1", "0.370375"),
    ),
)
