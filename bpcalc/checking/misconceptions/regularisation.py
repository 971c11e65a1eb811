"""Mistakes in penalties on large weights."""

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
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO, kinds_for
from bpcalc.maths.penalties import PENALTIES

PENALISED = kinds_for("penalised")


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


def half_kept(here: LineContext) -> Iterator[Expr]:
    """Keep the ½ of ½·λ·w², although the 2 of the square cancels it."""
    if here.exercise.penalty.form.half and (parts := _penalised_parts(here)):
        yield Sum((parts[0], Product((Quotient(expr(1), expr(2)), parts[1]))))


def _weights(formula: Expr) -> list[Expr]:
    """Return the weights and biases of a formula."""
    return [Ref(key) for key in formula.refs() if INFO[key.kind].role in ("parameter", "new")]


def other_penalty(here: LineContext) -> Iterator[Expr]:
    """Penalise squares where absolute values are penalised, or the reverse."""
    names = here.exercise.penalty.form.names
    if len(names) != 1:
        return
    rate = Ref(Key(names[0]))
    weights = _weights(here.formula)
    for name, other in PENALTIES.items():
        for half in (True, False) if name != names[0] else ():
            if here.key.kind == "penalty":
                yield other.error(rate, weights, half)
            elif weights and (parts := _penalised_parts(here)):
                yield Sum((parts[0], other.slope(rate, weights[-1], half)))


def decay_without_rate(here: LineContext) -> Iterator[Expr]:
    """Take λ·w from the weight itself, and not times the learning rate."""
    for key in here.formula.refs():
        whole = here.scheme.formulas[key] if key.kind in PENALISED else None
        if isinstance(whole, Sum) and len(whole.terms) >= 2:
            for step in here.replaced({key: whole.terms[0]}):
                yield Sum((step, Minus(add(whole.terms[1:]))))


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


REGULARISATION_RULES = (
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
        "penalty_half_kept",
        PENALISED,
        half_kept,
        later("The derivative of ½·λ·w² is λ·w: the 2 of the square cancels the ½."),
        COMMON,
        "B",
        ("penalised", "g_w5", "0.102167"),
    ),
    Misconception(
        "other_penalty",
        PENALISED | {"penalty"},
        other_penalty,
        later(
            "This is the other penalty: L2 is on the squares of weights, and its derivative is in "
            "proportion to the weight; L1 is on their absolute values, and its derivative has only "
            "the sign."
        ),
        COMMON,
        "B",
        ("penalised", "g_w5", "0.182167"),
    ),
    Misconception(
        "decay_without_rate",
        frozenset({"new_weight"}),
        decay_without_rate,
        later(
            "The derivative of the penalty has been subtracted without the learning rate; it is "
            "part of the gradient."
        ),
        COMMON,
        "B",
        ("penalised", "w5_new", "0.318916"),
        under="gradient",
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
