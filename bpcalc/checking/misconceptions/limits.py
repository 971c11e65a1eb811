"""Mistakes with clipped gradients, limited norms, and functions that are alike."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.deltas import own_slope, with_factors
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.checking.misconceptions.errors import miss
from bpcalc.checking.misconceptions.slopes import slopes_with
from bpcalc.checking.substitution import rebuilt
from bpcalc.locale import later
from bpcalc.maths.activations import ACTIVATIONS, SIGMOID
from bpcalc.maths.expr import Apply, Expr, Minus, Quotient, Ref, Sum, add, expr
from bpcalc.maths.function_calls import maximum, minimum, sqrt
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import kinds_for

NORMS = of("gradient_norm", "weight_norm")
GELUS = {"gelu": "gelu_tanh", "gelu_tanh": "gelu"}


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


def norm_squared(here: LineContext) -> Iterator[Expr]:
    """Leave the root of a norm out, or divide by the square of the norm."""
    if here.key.kind in NORMS:
        if isinstance(here.formula, Apply) and here.formula.function == "sqrt":
            yield here.formula.operands[0]
    else:
        yield from here.swapped(lambda key: Ref(key) ** 2 if key.kind in NORMS else None)


def bias_in_norm(here: LineContext) -> Iterator[Expr]:
    """Count the bias, the new one or the old one, among the weights whose norm is limited."""
    if not isinstance(here.formula, Apply):
        return
    kinds: tuple[Kind, ...] = ("new_bias", "bias")
    for kind in kinds:
        for unit in (here.unit, None):  # one that the layer shares belongs to no unit
            if bias := here.ref(here.key._replace(kind=kind, unit=unit)):
                yield sqrt(add([*here.formula.operands, bias**2]))


def limited_before(here: LineContext) -> Iterator[Expr]:
    """Make the weights of a unit shorter first, and take the step then."""
    formulas = here.scheme.formulas
    if here.key.kind == "weight_norm":
        yield rebuilt(here.formula, lambda key: _first(formulas.get(key)))
        return
    stepped = here.key._replace(kind="weight_stepped")
    norm = here.key._replace(kind="weight_norm", source=None, source_layer=None)
    most = here.ref(Key("max_norm"))
    step = formulas.get(stepped)
    if most is None or norm not in formulas or not isinstance(step, Sum):
        return
    before = rebuilt(formulas[norm], lambda key: _first(formulas.get(key)))
    shorter = Quotient(step.terms[0], maximum(expr(1), Quotient(before, most)))
    yield Sum((shorter, *step.terms[1:]))


def _first(step: Expr | None) -> Expr | None:
    """Return the old weight of a step."""
    return step.terms[0] if isinstance(step, Sum) else None


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
        "norm_squared",
        CLIPPED | NORMS | {"new_weight"},
        norm_squared,
        later(
            "This is the square of the norm, or it has been divided by it; the norm is its root."
        ),
        COMMON,
        "B",
        ("clipped", "norm_g", "0.0263880"),
    ),
    Misconception(
        "bias_in_norm",
        of("weight_norm"),
        bias_in_norm,
        later("The bias has been counted in the norm; the limit is one on the weights of a unit."),
        COMMON,
        "B",
        ("limited", "norm_w_o1", "0.386658"),
    ),
    Misconception(
        "limited_before",
        of("weight_stepped", "weight_norm", "new_weight"),
        limited_before,
        later(
            "The weights have been made shorter before the step; it is those after the step that "
            "are limited."
        ),
        COMMON,
        "B",
        ("limited", "w1_new", "0.173042"),
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
