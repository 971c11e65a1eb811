"""Mistakes with dropout on the way back, clipped gradients, limited norms, and like functions."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.deltas import own_coming, own_slope, with_factors
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.checking.misconceptions.errors import miss
from bpcalc.checking.misconceptions.slopes import slopes_with
from bpcalc.locale import later
from bpcalc.maths.activations import ACTIVATIONS, SIGMOID
from bpcalc.maths.expr import Apply, Expr, Minus, Number, Product, Quotient, Ref, Sum, add, expr
from bpcalc.maths.function_calls import maximum, minimum, sqrt
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import kinds_for

GELUS = {"gelu": "gelu_tanh", "gelu_tanh": "gelu"}


def dropout_not_back(here: LineContext) -> Iterator[Expr]:
    """Leave the mask, or the factor of dropout, or both, out on the way back."""
    coming = own_coming(here)
    if here.is_output or coming is None:
        return
    whole = here.scheme.formulas.get(coming.key, coming) if isinstance(coming, Ref) else coming
    scaled = whole.dividend if isinstance(whole, Quotient) else whole
    if not isinstance(scaled, Product) or not isinstance(scaled.factors[-1], Number):
        return
    bare = Product(scaled.factors[:-1]) if len(scaled.factors) > 2 else scaled.factors[0]
    others: list[Expr] = [bare]
    if isinstance(whole, Quotient):
        others += [scaled, Product((scaled, whole.divisor)), Quotient(bare, whole.divisor)]
    for other in others:
        yield from with_factors(here, other, own_slope(here))


def keep_for_drop(here: LineContext) -> Iterator[Expr]:
    """Take the probability to keep a unit for that to drop it."""
    if isinstance(here.formula, Quotient):
        left = Sum((expr(1), Minus(here.formula.divisor)))
        yield from (Quotient(here.formula.dividend, left), Product((here.formula.dividend, left)))


def root_of_variance_forgotten(here: LineContext) -> Iterator[Expr]:
    """Leave the root out, and divide by the variance with its ε."""
    if isinstance(here.formula, Apply) and here.formula.function == "sqrt":
        yield here.formula.operands[0]


def gains_forgotten(here: LineContext) -> Iterator[Expr]:
    """Go on with the normalised net input, without γ and β."""
    yield from (Ref(key) for key in here.formula.refs() if key.kind == "normalised")


def not_clipped(here: LineContext) -> Iterator[Expr]:
    """Leave a gradient, or a weight, as long as it is."""
    kinds = kinds_for("gradient", "penalised", "stepped")
    limited = here.key.kind != "new_weight" or isinstance(here.formula, Quotient)
    yield from (Ref(key) for key in here.formula.refs() if limited and key.kind in kinds)


def each_clipped(here: LineContext) -> Iterator[Expr]:
    """Cut every gradient off at the largest norm."""
    most = here.ref(Key("clip_norm"))
    if most is not None and isinstance(here.formula, Quotient):
        yield maximum(Minus(most), minimum(most, here.formula.dividend))


def bias_not_in_norm(here: LineContext) -> Iterator[Expr]:
    """Leave the biases out of the norm."""
    keys = list(here.formula.refs())
    weights = [key for key in keys if not key.kind.startswith("bias")]
    if weights and len(weights) < len(keys):
        yield sqrt(add([Ref(key) ** 2 for key in weights]))


def difference_for_sign(here: LineContext) -> Iterator[Expr]:
    """Take o - t, the derivative of the square, where only its sign or a part of it counts."""
    pair, slope = miss(here), own_slope(here)
    if pair is None or not here.is_output or here.exercise.loss.family not in ("absolute", "huber"):
        return
    target, out = pair
    descent = here.exercise.delta == "t-o"
    yield from with_factors(here, target - out if descent else out - target, slope)


def other_gelu(here: LineContext) -> Iterator[Expr]:
    """Take the other form of GELU, with tanh or with erf."""
    net = here.other("net", here.layer, here.unit)
    other = GELUS.get(here.exercise.layers[here.layer - 1].activation.name)
    if other and net:
        yield ACTIVATIONS[other].value([here.argument(net)], 0)


def slope_of_like_function(here: LineContext) -> Iterator[Expr]:
    """Take σ(net) for the derivative of net·σ(net), or the output for that of ELU."""
    net = here.other("net", here.layer, here.unit)
    out = here.other("out", here.layer, here.unit)
    name = here.exercise.layers[here.layer - 1].activation.name
    if net and out and name in ("silu", "swish"):
        yield from slopes_with(here, iter([SIGMOID.value([here.argument(net)], 0)]))
    elif net and out and name in ("elu", "selu"):
        yield from slopes_with(here, iter([out]))


CLIPPED = kinds_for("clipped")

LIMIT_RULES = (
    Misconception(
        "dropout_not_back",
        of("delta", "error_slope"),
        dropout_not_back,
        later(
            "Dropout has been forgotten on the way back: the error is multiplied by the mask and "
            "the factor of the way forward."
        ),
        COMMON,
        "A",
        ("dropout", "delta_h1", "0.00867294"),
    ),
    Misconception(
        "keep_for_drop",
        of("dropped"),
        keep_for_drop,
        later("This is the probability to drop a unit; here the one to keep it is given."),
        "courses call p either of the two",
        "A",
        ("keeping", "out_h1_drop", "2.96635"),
    ),
    Misconception(
        "norm_root_forgotten",
        of("norm_root"),
        root_of_variance_forgotten,
        later("The root has been forgotten: it is √(σ² + ε)."),
        COMMON,
        "A",
        ("batch-norm", "root_h1", "0.0147266"),
    ),
    Misconception(
        "gains_forgotten",
        of("scaled"),
        gains_forgotten,
        later("γ and β have been left out: the scaled net input is γ·x̂ + β."),
        COMMON,
        "A",
        ("batch-norm", "y_h1", "-0.566529"),
    ),
    Misconception(
        "not_clipped",
        CLIPPED | {"new_weight"},
        not_clipped,
        later("This has not been made smaller, although it is larger than the limit."),
        COMMON,
        "A",
        ("clipped", "ghat_w1", "-0.0663175"),
    ),
    Misconception(
        "each_clipped",
        CLIPPED,
        each_clipped,
        later("Each gradient has been cut off by itself; the limit is one on the norm of all."),
        COMMON,
        "A",
        ("clipped", "ghat_w1", "-0.0500000"),
    ),
    Misconception(
        "bias_not_in_norm",
        of("gradient_norm"),
        bias_not_in_norm,
        later("The biases have been left out of the norm; it is that of all gradients."),
        COMMON,
        "B",
        ("clipped", "norm_g", "0.148290"),
    ),
    Misconception(
        "difference_for_sign",
        of("delta", "error_slope"),
        difference_for_sign,
        later(
            "The difference is the derivative of the square; an absolute error has only its sign, "
            "and Huber's beyond δ only δ."
        ),
        COMMON,
        "A",
        ("absolute", "delta_o1", "0.138499"),
    ),
    Misconception(
        "other_gelu",
        of("out"),
        other_gelu,
        later("This is the other form of GELU: one has erf in it, the other one tanh."),
        COMMON,
        "B",
        ("gelu", "out_o1", "0.630432"),
    ),
    Misconception(
        "slope_of_like_function",
        of("delta", "slope"),
        slope_of_like_function,
        later("The derivative is that of another function, or the output itself has been taken."),
        COMMON,
        "B",
        ("silu", "delta_o1", "-0.309123"),
    ),
)
