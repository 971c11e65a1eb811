"""Mistakes in how old value, learning rate and gradient are put together."""

from collections.abc import Iterator
from decimal import Decimal

from bpcalc.checking.line_context import MAX_NEIGHBOURS, LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception
from bpcalc.checking.misconceptions.update import named_rates, update_with_rate
from bpcalc.checking.substitution import rebuilt
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Number, Product, Quotient, Ref, Sum, expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import CHANGE_KINDS, GRADIENT_KINDS, LEARNT_KINDS, NEW_KINDS


def _old_and_gradient(here: LineContext) -> tuple[Ref, Ref, Ref] | None:
    """Return old value, learning rate and gradient, None where an update is not made of them."""
    formulas = here.scheme.formulas
    written = rebuilt(here.formula, lambda key: formulas[key] if key.kind in CHANGE_KINDS else None)
    refs = list(dict.fromkeys(written.refs()))
    old = [key for key in refs if key.kind in LEARNT_KINDS]
    gradients = [key for key in refs if key.kind in GRADIENT_KINDS]
    if len(old) != 1 or len(gradients) != 1 or here.rate not in refs:
        return None
    return Ref(old[0]), Ref(here.rate), Ref(gradients[0])


def decayed(here: LineContext) -> Iterator[Expr]:
    """Shrink the old value by the learning rate, too."""
    if found := _old_and_gradient(here):
        old, rate, gradient = found
        yield (1 - rate) * old - rate * gradient
        yield (1 - rate) * old + rate * gradient
        yield (1 - rate) * (old - gradient)


def rate_added(here: LineContext) -> Iterator[Expr]:
    """Add or subtract the learning rate instead of multiplying by it."""
    if found := _old_and_gradient(here):
        old, rate, gradient = found
        yield from (old - rate - gradient, old - rate + gradient, old + rate - gradient)
        yield from (Product((old - rate, gradient)), old - (rate + gradient))


def error_in_update(here: LineContext) -> Iterator[Expr]:
    """Take the error E for the gradient."""
    if found := _old_and_gradient(here):
        old, rate, _ = found
        when = (here.key.sample, here.key.epoch)
        errors = [Key("total_error", None, None, None, *when)]
        if here.is_output:
            errors.append(Key("error", here.layer, here.unit, None, *when))
        for error in filter(None, map(here.ref, errors)):
            yield old - rate * error


def output_again(here: LineContext) -> Iterator[Expr]:
    """Multiply the step by the output of the unit before once more."""
    found, source = _old_and_gradient(here), here.key.sender
    if found and source and (out := here.other("out", *source)):
        old, rate, gradient = found
        yield old - rate * gradient * out


def gradient_squared(here: LineContext) -> Iterator[Expr]:
    """Multiply by the gradient twice."""
    if found := _old_and_gradient(here):
        old, rate, gradient = found
        yield old - rate * gradient * gradient


def divided_by_old(here: LineContext) -> Iterator[Expr]:
    """Divide the step by the old value."""
    if found := _old_and_gradient(here):
        old, rate, gradient = found
        yield old - Quotient(rate * gradient, old)


def weight_for_bias(here: LineContext) -> Iterator[Expr]:
    """Update a bias by the gradient of a weight."""
    found = _old_and_gradient(here)
    if found is None or here.key.kind != "new_bias":
        return
    old, rate, gradient = found
    for pair in here.inputs(here.layer, here.unit or 1)[:MAX_NEIGHBOURS]:
        place = pair.weight.key.turned("weight_gradient", *gradient.key.when)
        if other := here.ref(place):
            yield old - rate * other


def first_gradient(here: LineContext) -> Iterator[Expr]:
    """Update all weights of a layer by the gradient of the first one."""
    found = _old_and_gradient(here)
    if found and here.key.source is not None:
        old, rate, gradient = found
        if first := here.ref(gradient.key._replace(unit=1, source=1, source_layer=None)):
            yield old - rate * first


def averaged_with_old(here: LineContext) -> Iterator[Expr]:
    """Take the mean of the old value and the new one."""
    if found := _old_and_gradient(here):
        yield Quotient(Sum((found[0], here.formula)), expr(2))


def more_often(here: LineContext) -> Iterator[Expr]:
    """Make the update three times."""
    yield from update_with_rate(here, Product((expr(3), Ref(here.rate))))


def rate_misread(here: LineContext) -> Iterator[Expr]:
    """Read the learning rate with its point one place off."""
    own = here.scheme.values.get(here.rate, Decimal(0))
    for factor in map(Number, ("10", "0.1")):
        if factor.value * own not in named_rates(own):
            yield from update_with_rate(here, Product((factor, Ref(here.rate))))


STEP_RULES = (
    Misconception(
        "rate_misread",
        NEW_KINDS,
        rate_misread,
        later("The learning rate has been read with its decimal point at another place."),
        COMMON,
        "C",
        ("mazur", "w5_new", "-0.0108352"),
    ),
    Misconception(
        "decayed",
        NEW_KINDS,
        decayed,
        later("The old value has been multiplied by 1 - η; it is taken as it is."),
        "weight decay, where none is asked for",
        "C",
        ("mazur", "w5_new", "0.158916"),
    ),
    Misconception(
        "rate_added",
        NEW_KINDS,
        rate_added,
        later("The learning rate has been added or subtracted; the gradient is multiplied by it."),
        COMMON,
        "C",
        ("mazur", "w5_new", "-0.182167"),
    ),
    Misconception(
        "error_in_update",
        NEW_KINDS,
        error_in_update,
        later("The error E has been used where the gradient belongs."),
        COMMON,
        "C",
        ("mazur", "w5_new", "0.250814"),
    ),
    Misconception(
        "output_again",
        NEW_KINDS,
        output_again,
        later("The output of the unit before is in the gradient already; here it is in twice."),
        "programs that multiply it in with the update as well",
        "C",
        ("mazur", "w5_new", "0.375626"),
    ),
    Misconception(
        "gradient_squared",
        NEW_KINDS,
        gradient_squared,
        later("The gradient has been multiplied in twice."),
        COMMON,
        "C",
        ("mazur", "w5_new", "0.396624"),
    ),
    Misconception(
        "divided_by_old",
        NEW_KINDS,
        divided_by_old,
        later("The step has been divided by the old value; it is only subtracted from it."),
        COMMON,
        "C",
        ("mazur", "w5_new", "0.297291"),
    ),
    Misconception(
        "weight_for_bias",
        NEW_KINDS,
        weight_for_bias,
        later("The gradient of a weight has been used for the bias; that of a bias is its delta."),
        "programs that copy the line of the weights",
        "C",
        ("xor", "b_o1_new@s1", "-0.653985"),
    ),
    Misconception(
        "first_gradient",
        NEW_KINDS,
        first_gradient,
        later("The gradient of the first connection has been used for another one."),
        "programs that forget the index",
        "C",
        ("mazur", "w8_new", "0.508916"),
    ),
    Misconception(
        "averaged_with_old",
        NEW_KINDS,
        averaged_with_old,
        later("This is the mean of the old value and the new one: half the step."),
        COMMON,
        "C",
        ("mazur", "w5_new", "0.379458"),
    ),
    Misconception(
        "eta_tripled",
        NEW_KINDS,
        more_often,
        later("The learning rate has been tripled, or the update has been made three times."),
        "a cell of a notebook run again",
        "C",
        ("mazur", "w5_new", "0.276749"),
    ),
)
