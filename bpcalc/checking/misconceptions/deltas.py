"""Mistakes on the way back: slopes and deltas."""

from collections.abc import Iterator

from bpcalc.checking.line_context import MAX_NEIGHBOURS, LineContext, changed
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.checking.misconceptions.nets import turned
from bpcalc.checking.substitution import Swap
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Product, Quotient, Ref, Sum, add, expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import WEIGHT_KINDS


def own_coming(here: LineContext) -> Expr | None:
    """Return the error that comes to the unit."""
    return here.coming(here.layer, here.unit)


def own_slope(here: LineContext) -> Expr | None:
    """Return f'(net) of the unit."""
    return here.slope(here.layer, here.unit)


def with_factors(here: LineContext, coming: Expr | None, slope: Expr | None) -> Iterator[Expr]:
    """Yield error times slope, for the line of a delta; for the line of a factor, that factor."""
    if here.key.kind == "delta":
        if coming is not None and slope is not None:
            yield Product((coming, slope))
    elif here.key.kind == "error_slope" and coming is not None:
        yield coming


def hidden_with(here: LineContext, swap: Swap) -> Iterator[Expr]:
    """Yield a hidden unit's delta, or the sum that comes back to it, with other leaves."""
    if here.is_output or not here.layer:
        return
    coming = own_coming(here)
    if coming is None:
        return
    for other in changed(here.written_out(coming), swap):
        yield from with_factors(here, other, own_slope(here))


def minus(here: LineContext) -> Iterator[Expr]:
    """Take the other sign."""
    if here.key.kind != "error_slope" or here.is_output:
        yield Minus(here.formula)


def no_slope(here: LineContext) -> Iterator[Expr]:
    """Leave f'(net) out."""
    if (coming := own_coming(here)) is not None:
        yield coming


def only_slope(here: LineContext) -> Iterator[Expr]:
    """Leave the error out."""
    if (slope := own_slope(here)) is not None:
        yield slope


def needless_slope(here: LineContext) -> Iterator[Expr]:
    """Multiply by f'(net) where the error function has cancelled it.

    What is left is a difference; where a book writes the slope out, delta is a product.
    """
    if not cancelled(here):
        return
    slope, out = own_slope(here), here.other("out", here.layer, here.unit)
    if slope is None and out is not None:  # what is taken for f'(net) of a whole layer
        slope = here.exercise.layers[here.layer - 1].activation.slope(out, out)
    if slope is not None:
        yield Product((here.formula, slope))


def cancelled(here: LineContext) -> bool:
    """Return whether the error function has cancelled the slope in the delta of an output."""
    used = {key.kind for key in here.formula.refs()}
    return here.is_output and isinstance(here.formula, Sum) and used == {"out", "target"}


def slope_twice(here: LineContext) -> Iterator[Expr]:
    """Multiply by f'(net) twice."""
    if (slope := own_slope(here)) is not None:
        yield Product((here.formula, slope))


def updated_weights(here: LineContext) -> Iterator[Expr]:
    """Send the error back through the weights that are already new."""
    yield from hidden_with(here, lambda key: _new(here, key))


def _new(here: LineContext, key: Key) -> Ref | None:
    """Return the weight after the update, or before it where the exercise wants the new one."""
    if key.kind == "weight":
        return here.ref(key._replace(kind="new_weight"))
    return here.ref(key._replace(kind="weight")) if key.kind == "new_weight" else None


def transposed(here: LineContext) -> Iterator[Expr]:
    """Send the error back through the transposed weights."""
    yield from hidden_with(here, lambda key: turned(here, key))


def no_weights(here: LineContext) -> Iterator[Expr]:
    """Add the deltas up without their weights."""
    yield from hidden_with(here, lambda key: expr(1) if key.kind in WEIGHT_KINDS else None)


def error_for_delta(here: LineContext) -> Iterator[Expr]:
    """Use the error of a unit where its delta belongs."""
    if here.key.kind in ("delta", "error_slope"):
        yield from hidden_with(here, lambda key: _error(here, key))
    else:
        yield from here.swapped(lambda key: _error(here, key))


def _error(here: LineContext, key: Key) -> Expr | None:
    if key.kind != "delta" or key.layer is None or key.unit is None:
        return None
    return LineContext(here.scheme, key).coming(key.layer, key.unit)


def one_output(here: LineContext) -> Iterator[Expr]:
    """Let the error come back from one unit only."""
    for delta, weight in list(above(here))[:MAX_NEIGHBOURS]:
        yield from _several(here, with_factors(here, Product((delta, weight)), own_slope(here)))


def _several(here: LineContext, formulas: Iterator[Expr]) -> Iterator[Expr]:
    if len(list(above(here))) > 1:
        yield from formulas


def above(here: LineContext) -> Iterator[tuple[Ref, Ref]]:
    """Yield the deltas of the layer above, with the weights that lead there."""
    if here.is_output or not here.layer:
        return
    for delta, weight in here.fed(here.layer, here.unit):
        if delta and weight:
            yield delta, weight


def other_unit(here: LineContext) -> Iterator[Expr]:
    """Send the error back through the weights of another unit of the layer."""
    for other in here.neighbours(here.layer, here.unit):
        yield from hidden_with(
            here,
            lambda key, other=other: (
                here.ref(key._replace(source=other))  # type: ignore[misc]
                if key.kind in WEIGHT_KINDS
                else None
            ),
        )


def sum_of_gradients(here: LineContext) -> Iterator[Expr]:
    """Add up the gradients of the weights where delta times weight belongs."""
    terms: list[Expr] = []
    out = here.other("out", here.layer, here.unit)
    for delta, weight in above(here):
        key = weight.key.turned("weight_gradient", *here.key.when)
        gradient = here.ref(key)
        if gradient is None and out is None:
            return
        terms.append(gradient or Product((delta, out or delta)))
    if terms:
        yield from with_factors(here, add(terms), own_slope(here))


def divided(here: LineContext) -> Iterator[Expr]:
    """Divide where the error comes back times the weight."""
    terms: list[Expr] = [Quotient(delta, weight) for delta, weight in above(here)]
    if terms:
        yield from with_factors(here, add(terms), own_slope(here))


def factor_two(here: LineContext) -> Iterator[Expr]:
    """Differentiate the square with a factor 2 too many or too few."""
    if here.is_output and here.exercise.loss.family == "squared":
        yield from (2 * here.formula, Quotient(here.formula, expr(2)))


HIDDEN = of("delta", "error_slope")

DELTA_RULES = (
    Misconception(
        "no_fprime",
        of("delta"),
        no_slope,
        later(
            "This is the error that comes to the unit. A delta also needs the derivative f'(net)."
        ),
        "jiexunsee/Neural-Network-with-Python#1; iamtrask/Grokking-Deep-Learning#50",
        "A",
        ("mazur", "delta_o1", "0.741365"),
    ),
    Misconception(
        "updated_w",
        HIDDEN,
        updated_weights,
        later(
            "The error has been sent back through weights that were already updated; it goes back "
            "through the weights that were used on the way forward."
        ),
        "joelgrus/data-science-from-scratch#31; Bot-Academy/NeuralNetworkFromScratch#3",
        "A",
        ("mazur", "delta_h1", "0.007294458"),
    ),
    Misconception(
        "err_sign",
        of("delta", "error_slope"),
        minus,
        later("The sign is wrong: target - output and output - target have been exchanged."),
        "accord-net/framework#258",
        "A",
        ("mazur", "delta_o2", "0.038098"),
        under="any",
    ),
    Misconception(
        "transposed",
        HIDDEN,
        transposed,
        later("The weights have been read with rows and columns exchanged on the way back."),
        "ai.stackexchange.com 42884",
        "A",
        ("mazur", "delta_h1", "0.009231"),
    ),
    Misconception(
        "err_for_delta",
        of(
            "delta",
            "error_slope",
            "weight_gradient",
            "bias_gradient",
            "weight_change",
            "bias_change",
            "new_weight",
            "new_bias",
        ),
        error_for_delta,
        later("The error has been used where the delta belongs: error times derivative."),
        "jiexunsee/Neural-Network-with-Python#1",
        "A",
        ("mazur", "delta_h1", "0.045367"),
    ),
    Misconception(
        "sum_gradients",
        HIDDEN,
        sum_of_gradients,
        later(
            "The gradients of the weights have been added up; what comes back to a unit is the sum "
            "of delta times weight."
        ),
        "bcxiaobai.eu.org/post/11874, a course exercise",
        "A",
        ("mazur", "delta_h1", "0.014373"),
    ),
    Misconception(
        "one_output",
        HIDDEN,
        one_output,
        later(
            "The error comes back from every unit that this one feeds; here one of them is missing."
        ),
        COMMON,
        "B",
        ("mazur", "delta_h1", "0.013368"),
    ),
    Misconception(
        "no_weights",
        HIDDEN,
        no_weights,
        later("The deltas have been added up without their weights."),
        COMMON,
        "B",
        ("mazur", "delta_h1", "0.024227"),
    ),
    Misconception(
        "weights_of_neighbour",
        HIDDEN,
        other_unit,
        later("The error has been sent back through the weights of another unit."),
        COMMON,
        "B",
        ("mazur", "delta_h1", "0.0099827"),
    ),
    Misconception(
        "divided_by_weight",
        HIDDEN,
        divided,
        later("The delta has been divided by the weight; the error comes back times the weight."),
        "stevenmiller888.github.io, Mind: How to Build a Neural Network",
        "B",
        ("mazur", "delta_h1", "0.065163"),
    ),
    Misconception(
        "only_fprime",
        of("delta"),
        only_slope,
        later("This is the derivative f'(net) alone; a delta is the error times the derivative."),
        COMMON,
        "B",
        ("mazur", "delta_o1", "0.186816"),
    ),
    Misconception(
        "fprime_twice",
        of("delta"),
        slope_twice,
        later("The derivative f'(net) has been multiplied in twice."),
        COMMON,
        "B",
        ("mazur", "delta_o1", "0.025874"),
    ),
    Misconception(
        "needless_fprime",
        of("delta"),
        needless_slope,
        later(
            "With this error function the derivative cancels: delta is simply output minus target."
        ),
        "rasbt/python-machine-learning-book-2nd-edition#54",
        "A",
        ("cross", "delta_o1", "0.138499"),
    ),
    Misconception(
        "factor2",
        of("delta", "error_slope"),
        factor_two,
        later("A factor 2 is too many or too few: it comes from the square, and ½ cancels it."),
        "losses with ½, 1/n or no factor stand side by side in books",
        "A",
        ("mazur", "delta_o1", "0.276997"),
        under="error",
    ),
)
