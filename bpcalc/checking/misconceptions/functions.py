"""Mistakes with the switches of activations and losses: steepness, thresholds, edges, bars."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.checking.misconceptions.errors import miss
from bpcalc.checking.misconceptions.slopes import slopes_with
from bpcalc.locale import later
from bpcalc.maths.activation import ACTIVATIONS, Activation
from bpcalc.maths.activations import SIGMOID, TANH
from bpcalc.maths.expr import Apply, Choice, Expr, Product, Quotient, expr
from bpcalc.maths.function_calls import ln


def _plain(here: LineContext) -> Activation | None:
    """Return the activation of the unit without its factor, None if it has none."""
    activation = here.exercise.layers[here.layer - 1].activation
    plain = ACTIVATIONS.get(activation.name)
    if plain is None or activation.parameter is None or activation.whole_layer:
        return None
    return plain if plain.parameter is None else None


def factor_forgotten(here: LineContext) -> Iterator[Expr]:
    """Leave the factor of the net input out of the output."""
    net, plain = here.other("net", here.layer, here.unit), _plain(here)
    if net and plain:
        yield plain.value([here.argument(net)], 0)


def factor_forgotten_in_slope(here: LineContext) -> Iterator[Expr]:
    """Leave the factor of the net input out of the derivative."""
    net, plain = here.other("net", here.layer, here.unit), _plain(here)
    out = here.other("out", here.layer, here.unit)
    if net and out and plain:
        yield from slopes_with(here, iter([plain.slope(here.argument(net), out)]))


def other_side(here: LineContext) -> Iterator[Expr]:
    """Take the other value at the very threshold."""
    formula = here.formula
    activation = here.exercise.layers[here.layer - 1].activation
    if activation.jump and isinstance(formula, Choice):
        yield Choice(*formula.parts(), at_zero=not formula.at_zero)
    elif activation.jump and (net := here.other("net", here.layer, here.unit)):
        for at_zero in (True, False):  # it is 0 at the threshold, and 1 or -1 elsewhere
            yield Choice(here.argument(net), expr(1), expr(-1), at_zero=at_zero)


def common_logarithm(here: LineContext) -> Iterator[Expr]:
    """Take the logarithm to the base 10."""
    net = here.other("net", here.layer, here.unit)
    activation = here.exercise.layers[here.layer - 1].activation
    if net and activation.name == "softplus":
        yield Quotient(activation.value([here.argument(net)], 0), ln(expr(10)))


def other_steepness(here: LineContext) -> Iterator[Expr]:
    """Put twice the net input into the activation, or half of it."""
    net = here.other("net", here.layer, here.unit)
    activation = here.exercise.layers[here.layer - 1].activation
    if net and activation is SIGMOID:
        yield activation.value([Quotient(here.argument(net), expr(2))], 0)
    if net and activation in (SIGMOID, TANH):  # half of it in tanh is the bipolar sigmoid
        yield activation.value([Product((expr(2), here.argument(net)))], 0)


def no_bars(here: LineContext) -> Iterator[Expr]:
    """Keep the sign of an absolute error."""
    if here.exercise.loss.family == "absolute" and (pair := miss(here)):
        target, out = pair
        yield from (target - out, out - target)


def other_branch(here: LineContext) -> Iterator[Expr]:
    """Take the branch of Huber's loss that holds elsewhere."""
    if here.exercise.loss.family == "huber" and isinstance(here.formula, Choice):
        yield from (here.formula.above, here.formula.otherwise)


def not_cut_off(here: LineContext) -> Iterator[Expr]:
    """Let a hinge loss fall below 0."""
    formula = here.formula
    if here.exercise.loss.family == "hinge" and isinstance(formula, Apply):
        yield formula.operands[0]


FUNCTION_RULES = (
    Misconception(
        "factor_forgotten",
        of("out"),
        factor_forgotten,
        later("The net input is to be multiplied by the factor in the activation function first."),
        COMMON,
        "B",
        ("steep", "out_h1", "0.593270"),
    ),
    Misconception(
        "factor_forgotten",
        of("slope", "delta"),
        factor_forgotten_in_slope,
        later(
            "The factor of the net input is missing in the derivative: by the chain rule it stands "
            "in front."
        ),
        COMMON,
        "A",
        ("steep", "delta_o1", "0.071121"),
    ),
    Misconception(
        "other_side",
        of("out"),
        other_side,
        later("At the threshold itself this unit has its other value: look at what the step says."),
        "of 19 worked perceptrons, 11 fire at the threshold and 8 do not",
        "A",
        ("step", "out_h1", "0"),
        sole=True,
    ),
    Misconception(
        "common_logarithm",
        of("out"),
        common_logarithm,
        later("The logarithm has been taken to the base 10; softplus has the natural one, ln."),
        COMMON,
        "B",
        ("softplus", "out_o1", "0.508603"),
    ),
    Misconception(
        "other_steepness",
        of("out"),
        other_steepness,
        later("The net input has been doubled or halved: the exponent is -net, times nothing."),
        "books whose sigmoid has a steepness, 1/(1 + e^(-2·net))",
        "C",
        ("mazur", "out_o1", "0.634820"),
    ),
    Misconception(
        "no_bars",
        of("error"),
        no_bars,
        later("An absolute error has no sign: it is |t - o|."),
        COMMON,
        "B",
        ("absolute", "E_o1", "-0.741365"),
    ),
    Misconception(
        "other_branch",
        of("error"),
        other_branch,
        later(
            "This is the other branch of Huber's loss: it is half the square near the target, and "
            "a straight line beyond."
        ),
        COMMON,
        "B",
        ("huber", "E_o1", "0.274811"),
    ),
    Misconception(
        "not_cut_off",
        of("error"),
        not_cut_off,
        later("A hinge loss is never below 0: past the margin it is 0."),
        COMMON,
        "B",
        ("hinge", "E_o2", "-0.004625"),
    ),
)
