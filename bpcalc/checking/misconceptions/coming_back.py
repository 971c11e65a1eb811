"""Mistakes in the sum that comes back to a hidden unit."""

from collections.abc import Iterator
from itertools import combinations

from bpcalc.checking.line_context import (
    MAX_NEIGHBOURS,
    LineContext,
    other_connections,
)
from bpcalc.checking.misconceptions.deltas import above, hidden_with, own_slope, with_factors
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Ref, add, expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import WEIGHT_KINDS


def averaged(here: LineContext) -> Iterator[Expr]:
    """Take the mean of what comes back instead of the sum."""
    parts: list[Expr] = [Product(pair) for pair in above(here)]
    if len(parts) > 1:
        mean = Quotient(add(parts), expr(len(parts)))
        yield from with_factors(here, mean, own_slope(here))


def sums_multiplied(here: LineContext) -> Iterator[Expr]:
    """Multiply the sum of the deltas by the sum of the weights."""
    pairs = list(above(here))
    if len(pairs) > 1:
        deltas, weights = zip(*pairs, strict=True)
        product = Product((add(deltas), add(weights)))
        yield from with_factors(here, product, own_slope(here))


def weights_of_other_layer(here: LineContext) -> Iterator[Expr]:
    """Send the error back through the weights of the layer before."""
    for turned in (False, True):
        yield from hidden_with(here, lambda key, turned=turned: _before(here, key, turned))  # type: ignore[misc]


def _before(here: LineContext, key: Key, turned: bool) -> Ref | None:
    """Return the weight of the layer before between the same numbers of units."""
    if key.kind not in WEIGHT_KINDS or key.layer is None:
        return None
    unit, source = (key.unit, key.source) if turned else (key.source, key.unit)
    return here.ref(key._replace(layer=key.layer - 1, unit=unit, source=source))


def error_coming_back(here: LineContext) -> Iterator[Expr]:
    """Send the errors E back instead of the deltas."""

    def error(key: Key) -> Ref | None:
        return here.ref(key._replace(kind="error")) if key.kind == "delta" else None

    yield from hidden_with(here, error)


def other_weight(here: LineContext) -> Iterator[Expr]:
    """Take the weight of another connection for one of them, or lose the minus of one."""
    pairs = list(above(here))
    if len(pairs) > MAX_NEIGHBOURS:
        return
    for _, weight in pairs:
        for other in other_connections(here, weight.key):
            yield from hidden_with(here, {weight.key: Ref(other)}.get)


def minus_lost(here: LineContext) -> Iterator[Expr]:
    """Lose the minus of a weight, of one or of all."""
    values = here.scheme.values
    negative = [weight.key for _, weight in above(here) if values[weight.key] < 0]
    for key in negative[:MAX_NEIGHBOURS]:
        yield from hidden_with(here, {key: Minus(Ref(key))}.get)
    if len(negative) > 1:
        yield from hidden_with(here, {key: Minus(Ref(key)) for key in negative}.get)


def point_slipped(here: LineContext) -> Iterator[Expr]:
    """Put the decimal point of one product one place off."""
    pairs = list(above(here))
    if len(pairs) > MAX_NEIGHBOURS:
        return
    for delta, _ in pairs:
        for factor in ("0.1", "10"):
            yield from hidden_with(here, {delta.key: Product((Number(factor), delta))}.get)


def deltas_swapped(here: LineContext) -> Iterator[Expr]:
    """Write the delta of another unit of the layer."""
    for unit in here.neighbours(here.layer, here.unit):
        other = here.key._replace(unit=unit)
        if other in here.scheme.formulas:
            yield here.scheme.formulas[other]


def deltas_exchanged(here: LineContext) -> Iterator[Expr]:
    """Send the deltas of two units back, each through the weight of the other."""
    deltas = [delta.key for delta, _ in above(here)]
    if len(deltas) <= MAX_NEIGHBOURS:
        for one, other in combinations(deltas, 2):
            yield from hidden_with(here, {one: Ref(other), other: Ref(one)}.get)


HIDDEN = of("delta", "error_slope")

COMING_BACK_RULES = (
    Misconception(
        "averaged",
        HIDDEN,
        averaged,
        later("What comes back to a unit is the sum over the units above, not their mean."),
        COMMON,
        "B",
        ("mazur", "delta_h1", "0.00438568"),
    ),
    Misconception(
        "sums_multiplied",
        HIDDEN,
        sums_multiplied,
        later(
            "The sum of the deltas has been multiplied by the sum of the weights; each delta goes "
            "with its own weight."
        ),
        COMMON,
        "B",
        ("mazur", "delta_h1", "0.0218040"),
    ),
    Misconception(
        "weights_of_other_layer",
        HIDDEN,
        weights_of_other_layer,
        later("The error has been sent back through the weights of another layer."),
        "programs that loop over the layers with the wrong index",
        "B",
        ("mazur", "delta_h1", "0.00317434"),
    ),
    Misconception(
        "error_coming_back",
        HIDDEN,
        error_coming_back,
        later("The errors E have been sent back; it is the deltas that come back."),
        COMMON,
        "B",
        ("mazur", "delta_h1", "0.0293674"),
    ),
    Misconception(
        "other_weight",
        HIDDEN,
        other_weight,
        later("The weight of another connection has been used."),
        COMMON,
        "C",
        ("mazur", "delta_h1", "0.0104423"),
    ),
    Misconception(
        "minus_lost",
        HIDDEN,
        minus_lost,
        later("The minus of a weight has been lost."),
        COMMON,
        "B",
        ("negative", "delta_h1", "0.00414950"),
    ),
    Misconception(
        "point_slipped",
        HIDDEN,
        point_slipped,
        later("The decimal point of one product has slipped."),
        "ahammadnafiz.github.io, Backprop by Hand: 0.4 times 0.11836 taken as 0.47344",
        "C",
        ("mazur", "delta_h1", "0.0129083"),
    ),
    Misconception(
        "deltas_swapped",
        of("delta"),
        deltas_swapped,
        later("This is the delta of another unit."),
        COMMON,
        "B",
        ("mazur", "delta_o1", "-0.0380982"),
    ),
    Misconception(
        "deltas_exchanged",
        HIDDEN,
        deltas_exchanged,
        later("The deltas of two units have gone back through each other's weights."),
        COMMON,
        "B",
        ("mazur", "delta_h1", "0.0130326"),
    ),
)
