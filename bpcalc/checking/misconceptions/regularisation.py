"""Mistakes in penalties on large weights and in dropout."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception
from bpcalc.checking.substitution import exchanged, rebuilt
from bpcalc.locale import later
from bpcalc.maths.expr import (
    Expr,
    Minus,
    Power,
    Product,
    Quotient,
    Ref,
    Sum,
    add,
    expr,
)
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import INFO, kinds_for

PENALISED = kinds_for("penalised")
DROPPED: frozenset[Kind] = frozenset({"dropped"})


def _penalised_parts(here: LineContext) -> tuple[Expr, Expr] | None:
    """Return the gradient, and what the penalty adds."""
    if isinstance(here.formula, Sum) and len(here.formula.terms) >= 2:
        first, *others = here.formula.terms
        return first, add(others)
    return None


def without_penalty(here: LineContext) -> Iterator[Expr]:
    """Leave the penalty out."""
    if here.key.kind == "total_error":
        terms = here.formula.terms if isinstance(here.formula, Sum) else ()
        left = [t for t in terms if not (isinstance(t, Ref) and t.key.kind == "penalty")]
        if left and len(left) < len(terms):
            yield add(left)
    elif parts := _penalised_parts(here):
        yield parts[0]


def penalty_alone(here: LineContext) -> Iterator[Expr]:
    """Give what the penalty adds, and leave the gradient out."""
    if parts := _penalised_parts(here):
        yield parts[1]


def penalty_subtracted(here: LineContext) -> Iterator[Expr]:
    """Subtract what the penalty adds."""
    if parts := _penalised_parts(here):
        yield Sum((parts[0], Minus(parts[1])))


def penalty_twice_or_half(here: LineContext) -> Iterator[Expr]:
    """Take the derivative of the other form: 2·λ·w for λ·w, or λ·w for 2·λ·w."""
    if parts := _penalised_parts(here):
        half = here.exercise.penalty.form.half
        yield Sum((parts[0], Product((expr(2) if half else Quotient(expr(1), expr(2)), parts[1]))))
    elif here.key.kind == "penalty":
        half = here.exercise.penalty.form.half
        yield Product((expr(2) if half else Quotient(expr(1), expr(2)), here.formula))


def weight_squared(here: LineContext) -> Iterator[Expr]:
    """Add the square of the weight, and not its derivative."""
    if here.key.kind == "penalty":
        bare = exchanged(here.formula, lambda part: part.base if isinstance(part, Power) else None)
        if bare != here.formula:
            yield bare
    elif _penalised_parts(here):
        yield rebuilt(
            here.formula,
            lambda key: Ref(key) ** 2 if INFO[key.kind].role in ("parameter", "new") else None,
        )


def bias_penalised(here: LineContext) -> Iterator[Expr]:
    """Penalise a bias, too."""
    form = here.exercise.penalty.form
    if not form or form.biases:
        return
    olds = [key for key in here.formula.refs() if key.kind in ("bias", "new_bias")]
    if olds:
        slopes = form.slopes(lambda kind: Ref(Key(kind)), Ref(olds[0]))
        rate = Ref(here.rate)
        yield Sum((here.formula, Minus(Product((rate, add(slopes))))))


# Dropout --------------------------------------------------------------------------------------


def not_scaled(here: LineContext) -> Iterator[Expr]:
    """Put the mask on, and leave the output as large as it is."""
    if isinstance(here.formula, Quotient):
        yield here.formula.dividend


def scaled_down(here: LineContext) -> Iterator[Expr]:
    """Multiply by the probability to keep a unit."""
    if isinstance(here.formula, Quotient):
        yield Product((here.formula.dividend, here.formula.divisor))


def not_masked(here: LineContext) -> Iterator[Expr]:
    """Leave the mask out, with or without the factor."""
    for key in here.formula.refs():
        yield Ref(key)
        if isinstance(here.formula, Quotient):
            yield Quotient(Ref(key), here.formula.divisor)


REGULARISATION_RULES = (
    Misconception(
        "dropout_not_scaled",
        DROPPED,
        not_scaled,
        later(
            "The output has been left as it is; under dropout it is divided by the probability to "
            "keep a unit."
        ),
        COMMON,
        "B",
        ("dropout", "out_h1_drop", "0.593270"),
    ),
    Misconception(
        "dropout_scaled_down",
        DROPPED,
        scaled_down,
        later(
            "The output has been multiplied by the probability to keep a unit; it is divided by it."
        ),
        COMMON,
        "B",
        ("dropout", "out_h1_drop", "0.296635"),
    ),
    Misconception(
        "dropout_not_masked",
        DROPPED,
        not_masked,
        later("The mask has been left out: a unit that is dropped gives 0."),
        COMMON,
        "B",
        ("dropout", "out_h2_drop", "1.19377"),
    ),
    Misconception(
        "penalty_forgotten",
        PENALISED | {"total_error"},
        without_penalty,
        later("The penalty on large weights has been left out."),
        COMMON,
        "A",
        ("penalised", "g_w5", "0.0821670"),
    ),
    Misconception(
        "penalty_alone",
        PENALISED,
        penalty_alone,
        later("This is what the penalty adds, alone; the gradient belongs to it."),
        COMMON,
        "C",
        ("penalised", "g_w5", "0.04"),
    ),
    Misconception(
        "penalty_subtracted",
        PENALISED,
        penalty_subtracted,
        later("The derivative of the penalty is added to the gradient, not subtracted."),
        COMMON,
        "B",
        ("penalised", "g_w5", "0.0421670"),
    ),
    Misconception(
        "penalty_factor",
        PENALISED | {"penalty"},
        penalty_twice_or_half,
        later(
            "The factor of the penalty is another one: ½·λ·Σw² has the derivative λ·w, and λ·Σw² "
            "has 2·λ·w."
        ),
        COMMON,
        "A",
        ("penalised", "g_w5", "0.162167"),
    ),
    Misconception(
        "penalty_not_derived",
        PENALISED | {"penalty"},
        weight_squared,
        later("The penalty holds squares of weights; its derivative holds the weights themselves."),
        COMMON,
        "B",
        ("penalised", "g_w5", "0.0981670"),
    ),
    Misconception(
        "bias_penalised",
        frozenset({"new_bias"}),
        bias_penalised,
        later("The penalty is on weights alone; here a bias has been penalised, too."),
        COMMON,
        "B",
        ("penalised", "b2_new", "0.5198"),
    ),
)
