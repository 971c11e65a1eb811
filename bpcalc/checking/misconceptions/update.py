"""Mistakes in the last step: changes, new weights, new biases."""

from collections.abc import Iterator
from decimal import Decimal

from bpcalc.checking.line_context import LineContext, changed, other_connections
from bpcalc.checking.misconceptions.entry import COMMON, Misconception
from bpcalc.checking.substitution import rebuilt
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Ref, Sum, add, expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import CHANGE_KINDS, GRADIENT_KINDS, LEARNT_KINDS, NEW_KINDS

LEARNING_RATES = frozenset({"learning_rate", "layer_rate"})
MOMENTUM_KEY = Key("momentum")
USUAL_RATES = (
    *(Number(f"0.{digit}") for digit in range(1, 10)),
    *map(Number, ("0.01", "0.05", "0.25", "0.65", "0.75")),
)


def _parts(here: LineContext) -> tuple[Ref | None, Expr]:
    """Return the old value and the step; no old value in the line of a change."""
    formula = here.formula
    if isinstance(formula, Sum) and isinstance(formula.terms[0], Ref):
        first = formula.terms[0]
        if first.key.kind in LEARNT_KINDS:
            return first, add(formula.terms[1:])
    return None, formula


def _whole_step(here: LineContext) -> tuple[Ref | None, Expr]:
    """Return the old value and the step with its change written out."""
    old, step = _parts(here)
    formulas = here.scheme.formulas
    return old, rebuilt(step, lambda key: formulas[key] if key.kind in CHANGE_KINDS else None)


def wrong_way(here: LineContext) -> Iterator[Expr]:
    """Step up the slope of the error; with momentum, whole, or but for what is made again."""
    old, step = _parts(here)
    turned = step.operand if isinstance(step, Minus) else Minus(step)
    yield turned if old is None else Sum((old, turned))
    if MOMENTUM_KEY in step.refs():
        uphill = rebuilt(step, _turned_gradient)
        yield uphill if old is None else Sum((old, uphill))


def _turned_gradient(key: Key) -> Expr | None:
    return Minus(Ref(key)) if key.kind in GRADIENT_KINDS else None


def no_rate(here: LineContext) -> Iterator[Expr]:
    """Forget the learning rate."""
    yield from _with_rate(here, expr(1))


def rate_twice(here: LineContext) -> Iterator[Expr]:
    """Multiply by the learning rate twice."""
    yield from _with_rate(here, Product((Ref(here.rate), Ref(here.rate))))


def _with_rate(here: LineContext, rate: Expr) -> Iterator[Expr]:
    old, step = _whole_step(here)
    for other in changed(step, lambda key: rate if key.kind in LEARNING_RATES else None):
        yield other if old is None else Sum((old, other))


def update_with_rate(here: LineContext, rate: Expr) -> Iterator[Expr]:
    """Yield the line of an update with another learning rate, if that makes a difference."""
    yield from _with_rate(here, rate)


def other_rate(here: LineContext) -> Iterator[Expr]:
    """Work with another learning rate, one that is no other mistake with the own one."""
    own = here.scheme.values.get(here.rate, Decimal(0))
    for rate in USUAL_RATES:
        if rate.value not in named_rates(own):
            yield from _with_rate(here, rate)


def named_rates(rate: Decimal) -> tuple[Decimal, ...]:
    """Return a learning rate, and those that are mistakes of their own.

    They are none at all, or the rate squared, doubled or halved.
    """
    return rate, Decimal(1), rate * rate, 2 * rate, rate / 2


def doubled(here: LineContext) -> Iterator[Expr]:
    """Take twice the learning rate, or make the update twice."""
    yield from _with_rate(here, Product((expr(2), Ref(here.rate))))


def halved(here: LineContext) -> Iterator[Expr]:
    """Take half the learning rate."""
    yield from _with_rate(here, Quotient(Ref(here.rate), expr(2)))


def divided(here: LineContext) -> Iterator[Expr]:
    """Divide by the learning rate."""
    yield from _with_rate(here, Quotient(expr(1), Ref(here.rate)))


def _bare_step(here: LineContext) -> Iterator[tuple[Ref, Expr]]:
    """Yield the old value, and the step without the learning rate."""
    old, step = _whole_step(here)
    if old is not None:
        for bare in changed(step, lambda key: expr(1) if key.kind in LEARNING_RATES else None):
            yield old, bare


def rate_outside(here: LineContext) -> Iterator[Expr]:
    """Multiply the old value by the learning rate as well: η·(w - g)."""
    for old, bare in _bare_step(here):
        yield Product((Ref(here.rate), Sum((old, bare))))


def rate_on_old(here: LineContext) -> Iterator[Expr]:
    """Multiply the old value by the learning rate, and not the gradient: η·w - g."""
    for old, bare in _bare_step(here):
        yield Sum((Product((Ref(here.rate), old)), bare))


def change_again(here: LineContext) -> Iterator[Expr]:
    """Take the change, multiplied by the learning rate again, for the new value."""
    old, step = _whole_step(here)
    if old is not None:
        again = Product((Ref(here.rate), step))
        yield from (again, Minus(again))


def out_for_gradient(here: LineContext) -> Iterator[Expr]:
    """Take the output of the unit before where the gradient belongs."""
    out = here.other("out", here.layer - 1, here.key.source) if here.key.source else None
    if out:
        yield from here.swapped(lambda key: out if key.kind in GRADIENT_KINDS else None)


def step_only(here: LineContext) -> Iterator[Expr]:
    """Give the change alone for the new value."""
    old, step = _parts(here)
    if old is not None:
        yield from (step, step.operand if isinstance(step, Minus) else Minus(step))


def turned_round(here: LineContext) -> Iterator[Expr]:
    """Subtract the old value from the step."""
    old, step = _parts(here)
    if old is not None:
        yield from (Sum((step, Minus(old))), Sum((Minus(step), Minus(old))))


def kept(here: LineContext) -> Iterator[Expr]:
    """Leave the old value as it is."""
    old, _ = _parts(here)
    if old is not None:
        yield old


def gradient_for_new(here: LineContext) -> Iterator[Expr]:
    """Give the gradient for the new value, or for the change."""
    yield from (Ref(key) for key in here.formula.refs() if key.kind in GRADIENT_KINDS)


def multiplied(here: LineContext) -> Iterator[Expr]:
    """Multiply the old value by the step, or the step by the old value."""
    old, step = _parts(here)
    if old is not None:
        yield Sum((old, Product((step, old))))
        yield Product((old, step))


def other_old(here: LineContext) -> Iterator[Expr]:
    """Start from another weight of the layer, or take the gradient of another one."""
    for key in dict.fromkeys(here.formula.refs()):
        if key.kind in LEARNT_KINDS | GRADIENT_KINDS:
            for other in other_connections(here, key):
                yield from here.replaced({key: Ref(other)})


def delta_for_gradient(here: LineContext) -> Iterator[Expr]:
    """Take the delta where the gradient belongs."""
    for key in here.formula.refs():
        if key.kind == "weight_gradient" and key.layer is not None and here.unit:
            delta = here.other("delta", here.layer, here.unit)
            yield from here.replaced({key: delta})


def no_momentum(here: LineContext) -> Iterator[Expr]:
    """Leave the momentum out, or give it the other sign."""
    for other in (expr(0), Minus(Ref(MOMENTUM_KEY))):
        old, step = _whole_step(here)
        for wrong in changed(step, {MOMENTUM_KEY: other}.get):
            yield wrong if old is None else Sum((old, wrong))


OF_UPDATE = NEW_KINDS | CHANGE_KINDS

UPDATE_RULES = (
    Misconception(
        "plus_update",
        OF_UPDATE,
        wrong_way,
        later(
            "The step goes the wrong way: up the error instead of down. The sign of delta and the "
            "sign of the update belong together."
        ),
        "accord-net/framework#258",
        "A",
        ("mazur", "w5_new", "0.441084"),
    ),
    Misconception(
        "no_eta",
        OF_UPDATE,
        no_rate,
        later("The learning rate has been forgotten."),
        COMMON,
        "A",
        ("mazur", "w5_new", "0.317833"),
    ),
    Misconception(
        "eta_twice",
        OF_UPDATE,
        rate_twice,
        later("The learning rate has been multiplied in twice."),
        COMMON,
        "A",
        ("mazur", "w5_new", "0.379458"),
    ),
    Misconception(
        "eta_doubled",
        OF_UPDATE,
        doubled,
        later("The learning rate has been doubled, or the update has been made twice."),
        COMMON,
        "B",
        ("mazur", "w5_new", "0.317833"),
    ),
    Misconception(
        "eta_halved",
        OF_UPDATE,
        halved,
        later("Half the learning rate has been used."),
        COMMON,
        "B",
        ("mazur", "w5_new", "0.379458"),
    ),
    Misconception(
        "divided_by_eta",
        OF_UPDATE,
        divided,
        later("The gradient has been divided by the learning rate instead of multiplied by it."),
        COMMON,
        "C",
        ("mazur", "w5_new", "0.235666"),
    ),
    Misconception(
        "rate_outside",
        NEW_KINDS,
        rate_outside,
        later("The old value has been multiplied by the learning rate; only the gradient is."),
        COMMON,
        "B",
        ("mazur", "w5_new", "0.158916"),
    ),
    Misconception(
        "rate_on_old",
        NEW_KINDS,
        rate_on_old,
        later("The learning rate stands at the old value; it belongs to the gradient."),
        COMMON,
        "C",
        ("mazur", "w5_new", "0.117833"),
    ),
    Misconception(
        "change_for_new",
        NEW_KINDS,
        change_again,
        later(
            "This is the change, times the learning rate once more; the new value is the old value "
            "and the change."
        ),
        "a student's notebook",
        "B",
        ("mazur", "w5_new", "-0.0205418"),
    ),
    Misconception(
        "out_for_gradient",
        NEW_KINDS,
        out_for_gradient,
        later("The output of the unit before has been used where the gradient belongs."),
        COMMON,
        "C",
        ("mazur", "w5_new", "0.103365"),
    ),
    Misconception(
        "other_eta",
        OF_UPDATE,
        other_rate,
        later("A different learning rate was used than the exercise gives."),
        "Schiendorfer (2020) prints weights of a run at 0.65 where 0.5 is said",
        "C",
        ("mazur", "w5_new", "0.391783"),
    ),
    Misconception(
        "step_only",
        NEW_KINDS,
        step_only,
        later("This is the change alone; the new value is the old value and the change."),
        COMMON,
        "A",
        ("mazur", "w5_new", "-0.041084"),
    ),
    Misconception(
        "turned_round",
        NEW_KINDS,
        turned_round,
        later("The subtraction is the wrong way round."),
        COMMON,
        "B",
        ("mazur", "w5_new", "-0.358916"),
    ),
    Misconception(
        "kept",
        NEW_KINDS,
        kept,
        later("This is the old value; it has not been updated."),
        COMMON,
        "B",
        ("mazur", "w5_new", "0.40000"),
    ),
    Misconception(
        "gradient_for_new",
        OF_UPDATE,
        gradient_for_new,
        later(
            "This is the gradient; the new value is the old value minus learning rate times "
            "gradient."
        ),
        COMMON,
        "B",
        ("mazur", "w5_new", "0.082167"),
    ),
    Misconception(
        "multiplied",
        NEW_KINDS,
        multiplied,
        later("The old value has been multiplied in; the step is only subtracted from it."),
        COMMON,
        "C",
        ("mazur", "w5_new", "0.383567"),
    ),
    Misconception(
        "other_connection",
        OF_UPDATE,
        other_old,
        later("The old value or the gradient of another connection has been used."),
        "udacity/sdc-issue-reports#709",
        "A",
        ("mazur", "w6_new", "0.358666"),
    ),
    Misconception(
        "delta_for_gradient",
        NEW_KINDS,
        delta_for_gradient,
        later(
            "The delta has been used for the gradient; the gradient of a weight is delta "
            "times output."
        ),
        COMMON,
        "A",
        ("mazur", "w5_new", "0.330751"),
    ),
    Misconception(
        "momentum",
        OF_UPDATE,
        no_momentum,
        later(
            "The momentum has been left out, or has the wrong sign: a part of the last change is "
            "made again."
        ),
        COMMON,
        "B",
        ("batch-momentum", "dw1@e2", "-0.00128278"),
    ),
)
