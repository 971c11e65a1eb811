"""Mistakes in what optimisers keep: one method for another, a decay or correction misplaced."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception
from bpcalc.checking.misconceptions.optimisers import STEP, shares_of
from bpcalc.checking.substitution import exchanged
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Number, Power, Product, Quotient, Ref, Sum, add, expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO, INFO, fellow, kinds_for

V = kinds_for("v")
MOMENTUM = Key("momentum")
DECAY = Key("weight_decay")
RHO = Key("rho")
LEARNING_RATES = frozenset({"learning_rate", "layer_rate"})
MOST_UPDATES = 60
"""So many updates are counted for a power that the page does not have."""


def _method(here: LineContext) -> str:
    return here.exercise.rule.name


def _last_and_new(here: LineContext) -> tuple[Expr, Expr] | None:
    """Return what v keeps of its last value, and what is added, where v is a velocity."""
    formula = here.formula
    velocity = _method(here) in ("momentum", "nesterov") and isinstance(formula, Sum)
    if velocity and isinstance(formula, Sum) and len(formula.terms) == 2:
        return formula.terms[0], formula.terms[1]
    return None


def last_velocity_forgotten(here: LineContext) -> Iterator[Expr]:
    """Leave the momentum out."""
    if parts := _last_and_new(here):
        yield parts[1]


def last_velocity_subtracted(here: LineContext) -> Iterator[Expr]:
    """Give the momentum the other sign."""
    if parts := _last_and_new(here):
        yield Sum((Minus(parts[0]), parts[1]))


def other_share(here: LineContext) -> Iterator[Expr]:
    """Take the share 1 - α of the gradient, or all of it where the share is asked for."""
    if shares := shares_of(here):
        rate, last, new = shares
        if MOMENTUM in rate.refs():
            yield Sum((Product((rate, last)), new))
    elif parts := _last_and_new(here):
        share = Sum((expr(1), Minus(Ref(MOMENTUM))))
        yield Sum((parts[0], Product((share, parts[1]))))


def looked_ahead(here: LineContext) -> Iterator[Expr]:
    """Step along g + α·v, as Nesterov does at the current point."""
    if _method(here) == "momentum":
        yield from here.swapped(lambda key: _with_gradient(here, key))


def _with_gradient(here: LineContext, key: Key) -> Expr | None:
    parameter = BELONGS_TO.get(key.kind)
    if INFO[key.kind].role != "v" or parameter is None:
        return None
    gradient = here.ref(key._replace(kind=fellow(parameter, "gradient")))
    return Sum((gradient, Product((Ref(MOMENTUM), Ref(key))))) if gradient else None


def gradient_for_moment(here: LineContext) -> Iterator[Expr]:
    """Step along the gradient of this update, not along its running mean."""

    def gradient(key: Key) -> Expr | None:
        parameter = BELONGS_TO.get(key.kind)
        if INFO[key.kind].role not in ("m", "m_hat") or parameter is None:
            return None
        return here.ref(key._replace(kind=fellow(parameter, "gradient")))

    yield from here.swapped(gradient)


def not_divided(here: LineContext) -> Iterator[Expr]:
    """Step along the mean gradient, and leave the division by √v out."""

    def dividend(part: Expr) -> Expr | None:
        if not isinstance(part, Quotient):
            return None
        roles = {INFO[key.kind].role for key in part.dividend.refs()}
        return part.dividend if roles & {"m", "m_hat"} else None

    bare = exchanged(here.formula, dividend)
    if bare != here.formula:
        yield bare


def _without(formula: Expr, key: Key) -> tuple[list[Expr], list[Expr]]:
    """Return the terms of a sum that hold a quantity, and the others."""
    terms = formula.terms if isinstance(formula, Sum) else (formula,)
    return [t for t in terms if key in t.refs()], [t for t in terms if key not in t.refs()]


def decay_forgotten(here: LineContext) -> Iterator[Expr]:
    """Leave the weight decay out."""
    decay, others = _without(here.formula, DECAY)
    if decay and others:
        yield add(others)


def decay_in_gradient(here: LineContext) -> Iterator[Expr]:
    """Add the decay to the gradient, as a penalty does, before the moments are formed."""
    parameter = BELONGS_TO.get(here.key.kind)
    weight = here.ref(here.key._replace(kind=parameter)) if parameter else None
    if _method(here) == "adamw" and weight:
        yield from here.swapped(
            lambda key: (
                Sum((Ref(key), Product((Ref(DECAY), weight))))
                if INFO[key.kind].role == "gradient"
                else None
            )
        )


def decay_without_rate(here: LineContext) -> Iterator[Expr]:
    """Leave η out of the decay, or multiply it in where it does not belong."""
    decay, others = _without(here.formula, DECAY)
    if not decay or not others:
        return
    factors = [Ref(key) for key in decay[0].refs() if key.kind not in LEARNING_RATES]
    if len(factors) == len(list(decay[0].refs())):
        factors.insert(0, Ref(here.rate))
    yield add([others[0], Minus(Product(tuple(factors))), *others[1:]])


def summed_up(here: LineContext) -> Iterator[Expr]:
    """Add the squares up, as AdaGrad does."""
    if shares := shares_of(here):
        _, last, new = shares
        yield Sum((last, new))


def _summed(here: LineContext) -> tuple[Expr, Expr] | None:
    formula = here.formula
    if _method(here) == "adagrad" and isinstance(formula, Sum) and len(formula.terms) == 2:
        return formula.terms[0], formula.terms[1]
    return None


def not_summed(here: LineContext) -> Iterator[Expr]:
    """Take the last square alone."""
    if parts := _summed(here):
        yield parts[1]


def running_mean(here: LineContext) -> Iterator[Expr]:
    """Take a running mean of the squares, as RMSProp does."""
    if parts := _summed(here):
        for rate in ("0.9", "0.99"):
            share = Number(rate)
            rest = Sum((expr(1), Minus(share)))
            yield Sum((Product((share, parts[0])), Product((rest, parts[1]))))


def _updates(here: LineContext) -> int:
    """Return which update a line belongs to, counted from 1; 0 if nobody can tell."""
    exercise, key = here.exercise, here.key
    if key.epoch is None:
        return 0
    if key.sample is None or len(exercise.samples) == 1:
        return key.epoch
    return (key.epoch - 1) * len(exercise.samples) + key.sample


def needless_correction(here: LineContext) -> Iterator[Expr]:
    """Correct v by 1 - ρᵗ, as Adam does."""
    times = _updates(here)
    if _method(here) == "rmsprop" and 0 < times <= MOST_UPDATES:
        power: Expr = Power(Ref(RHO), times) if times > 1 else Ref(RHO)
        rest = Sum((expr(1), Minus(power)))
        yield from here.swapped(
            lambda key: Quotient(Ref(key), rest) if INFO[key.kind].role == "v" else None
        )


MOMENT_RULES = (
    Misconception(
        "velocity_forgotten",
        V,
        last_velocity_forgotten,
        later("The momentum has been left out: v keeps a share of its last value."),
        COMMON,
        "A",
        ("velocity", "v_w5@e2", "0.0831252"),
    ),
    Misconception(
        "velocity_sign",
        V,
        last_velocity_subtracted,
        later("The share of the last v has the wrong sign."),
        COMMON,
        "B",
        ("velocity", "v_w5@e2", "0.00917490"),
    ),
    Misconception(
        "velocity_averaged",
        V,
        other_share,
        later(
            "This is v in its other form: with a running mean the gradient has the share 1 - α, "
            "otherwise all of it is added; the exercise says which."
        ),
        "textbooks write both forms under one name",
        "A",
        ("velocity", "v_w5", "0.00821670"),
    ),
    Misconception(
        "nesterov_step",
        STEP,
        looked_ahead,
        later("The step is that of Nesterov, along g + α·v; with plain momentum it is along v."),
        COMMON,
        "B",
        ("velocity", "w5_new", "0.321941"),
    ),
    Misconception(
        "gradient_for_moment",
        STEP,
        gradient_for_moment,
        later("The step goes along the running mean m of the gradients, not along the gradient."),
        COMMON,
        "B",
        ("adam", "w5_new@e2", "-0.602268"),
    ),
    Misconception(
        "not_divided",
        STEP,
        not_divided,
        later("The division by √v has been left out of the step."),
        COMMON,
        "A",
        ("adam", "w5_new", "0.358916"),
    ),
    Misconception(
        "decay_forgotten",
        STEP,
        decay_forgotten,
        later("The weight decay has been left out."),
        COMMON,
        "A",
        ("adamw", "w5_new", "-0.0999999"),
    ),
    Misconception(
        "decay_in_gradient",
        kinds_for("m", "v"),
        decay_in_gradient,
        later(
            "The weight decay has been added to the gradient, as with an L2 penalty; here it goes "
            "straight to the weight, and the moments do not know of it."
        ),
        "Loshchilov & Hutter (2019), section 2",
        "A",
        ("adamw", "m_w5", "0.0122167"),
    ),
    Misconception(
        "decay_rate",
        STEP,
        decay_without_rate,
        later(
            "The learning rate belongs to the weight decay as the exercise says: η·λ·w, or λ·w "
            "alone."
        ),
        "authors differ; a switch of the exercise",
        "A",
        ("adamw", "w5_new", "-0.140000"),
    ),
    Misconception(
        "squares_summed",
        V,
        summed_up,
        later("The squares have been added up, as in AdaGrad; here v is a running mean of them."),
        COMMON,
        "B",
        ("adam", "v_w5@e2", "0.00688216"),
    ),
    Misconception(
        "squares_not_summed",
        V,
        not_summed,
        later("This is the last square alone; AdaGrad adds all squares up."),
        COMMON,
        "B",
        ("adagrad", "v_w5@e2", "0.00687541"),
    ),
    Misconception(
        "squares_averaged",
        V,
        running_mean,
        later("This is a running mean of the squares, as in RMSProp; AdaGrad adds them up."),
        COMMON,
        "B",
        ("adagrad", "v_w5", "0.000675142"),
    ),
    Misconception(
        "needless_correction",
        STEP,
        needless_correction,
        later("The bias correction is Adam's; RMSProp takes v as it is."),
        COMMON,
        "A",
        ("rmsprop", "w5_new", "-0.0999999"),
    ),
)
