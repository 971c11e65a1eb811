"""Mistakes in gradients, and in what stands in their place."""

from collections.abc import Iterator

from bpcalc.checking.line_context import MAX_NEIGHBOURS, LineContext
from bpcalc.checking.misconceptions.deltas import minus, own_slope
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, Wrong, of
from bpcalc.checking.substitution import rebuilt
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Product, Quotient, Ref, Sum, add, expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BIAS_KINDS


def net_for_out(here: LineContext) -> Iterator[Expr]:
    """Multiply by the net input of the unit before, not by its output."""
    yield from here.swapped(
        lambda key: here.ref(key._replace(kind="net")) if key.kind == "out" else None
    )
    yield from _in_update(here, net_for_out)


def _in_update(here: LineContext, wrong: Wrong) -> Iterator[Expr]:
    """Make a mistake of a gradient in the update itself, where the gradient is right."""
    gradients = [key for key in here.formula.refs() if key.kind == "weight_gradient"]
    if here.key.kind == "new_weight" and len(gradients) == 1:
        for other in wrong(LineContext(here.scheme, gradients[0])):
            yield rebuilt(here.formula, {gradients[0]: other}.get)


def other_operand(here: LineContext) -> Iterator[Expr]:
    """Take the delta or the output of another unit."""
    for key in dict.fromkeys(here.formula.refs()):
        if key.kind in ("delta", "out", "input") and key.layer is not None:
            for unit in here.neighbours(key.layer, key.unit or 1):
                yield from here.replaced({key: here.ref(key._replace(unit=unit))})


def own_out(here: LineContext) -> Iterator[Expr]:
    """Multiply by the output of the receiving unit, or of its layer where one before belongs."""
    layer, unit = here.layer, here.unit
    for key in dict.fromkeys(here.formula.refs()):
        if key.kind in ("out", "input"):
            others = [here.other("out", layer, unit), here.other("net", layer, unit)]
            if key.unit not in (None, unit):
                others.append(here.other("out", layer, key.unit))
            for other in filter(None, others):
                yield from here.replaced({key: other})
    yield from _in_update(here, own_out)


def no_out(here: LineContext) -> Iterator[Expr]:
    """Take the delta itself for the gradient of a weight."""
    yield from here.swapped(lambda key: expr(1) if key.kind in ("out", "input") else None)


def no_delta(here: LineContext) -> Iterator[Expr]:
    """Take the output of the unit before for the gradient of a weight."""
    yield from here.swapped(lambda key: expr(1) if key.kind == "delta" else None)
    if here.key.kind == "bias_gradient" and len(list(here.formula.refs())) > 1:
        yield expr(1)  # for a bias that several units share


def with_weight(here: LineContext) -> Iterator[Expr]:
    """Multiply by the weight instead of by the output."""
    if weight := _own_weight(here):
        yield from here.swapped(lambda key: weight if key.kind in ("out", "input") else None)


def _own_weight(here: LineContext) -> Ref | None:
    into = here.key.receiver
    if into is None or here.key.source is None:
        return None
    return here.weight(here.graph.parameter(here.key.turned("weight", None, None)), into)


def divided_by_out(here: LineContext) -> Iterator[Expr]:
    """Divide by the output instead of multiplying by it."""
    yield from here.swapped(
        lambda key: Quotient(expr(1), Ref(key)) if key.kind in ("out", "input") else None
    )


def rate_inside(here: LineContext) -> Iterator[Expr]:
    """Multiply the gradient by the learning rate already."""
    if rate := here.ref(here.rate):
        yield Product((rate, here.formula))


def slope_inside(here: LineContext) -> Iterator[Expr]:
    """Multiply the gradient by the slope once more."""
    if here.unit and (slope := own_slope(here)) is not None:
        yield Product((here.formula, slope))


def bias_as_weight(here: LineContext) -> Iterator[Expr]:
    """Multiply the gradient of a bias by the bias."""
    used = here.formula
    biases = [key for key in here.scheme.formulas if _is_own_bias(here, key)]
    for bias in biases[:1]:
        yield Product((used, Ref(bias)))


def _is_own_bias(here: LineContext, key: Key) -> bool:
    same = key.layer == here.key.layer and key.unit == here.key.unit
    return same and key.kind in BIAS_KINDS


def one_delta(here: LineContext) -> Iterator[Expr]:
    """Take one delta only for a bias that several units share."""
    deltas = [key for key in dict.fromkeys(here.formula.refs()) if key.kind == "delta"]
    if len(deltas) > 1:
        for one in deltas[:MAX_NEIGHBOURS]:
            yield rebuilt(here.formula, {key: expr(0) for key in deltas if key != one}.get)


def place_forgotten(here: LineContext) -> Iterator[Expr]:
    """Leave out one of the places at which a weight or bias stands, or all but one."""
    whole = here.formula
    inner = whole.operand if isinstance(whole, Minus) else whole
    if not isinstance(inner, Sum) or here.key.sample is None:
        return
    several = range(min(len(inner.terms), MAX_NEIGHBOURS))
    left = [(*inner.terms[:place], *inner.terms[place + 1 :]) for place in several]
    if here.key.kind == "weight_gradient":  # a single delta for a bias is a mistake of its own
        left += [(inner.terms[place],) for place in several] if len(inner.terms) > 2 else []
    for terms in left:
        if len(terms) > 1 or here.key.kind == "weight_gradient":
            total = add(terms)
            yield Minus(total) if isinstance(whole, Minus) else total


def mean_of_deltas(here: LineContext) -> Iterator[Expr]:
    """Average where a sum belongs, or add up where a mean belongs."""
    parts = len(list(here.formula.refs()))
    if parts > 1 and isinstance(here.formula, Quotient):
        yield here.formula.dividend
    elif parts > 1 and (here.key.sample is None or here.key.kind == "bias_gradient"):
        yield Quotient(here.formula, expr(parts))


def one_sample(here: LineContext) -> Iterator[Expr]:
    """Take the gradient of one sample for that of the batch."""
    parts = [key for key in here.formula.refs() if key.kind == here.key.kind]
    if here.key.sample is None and len(parts) > 1:
        yield from map(Ref, (parts[0], parts[-1]))


def error_inside(here: LineContext) -> Iterator[Expr]:
    """Take the error E for the delta, of the unit or in total."""
    when = (None, here.key.sample, here.key.epoch)
    for key in (Key("error", here.layer, here.unit, *when), Key("total_error", None, None, *when)):
        error = here.ref(key)
        if error and here.is_output:
            yield from here.swapped(lambda leaf, e=error: e if leaf.kind == "delta" else None)  # type: ignore[misc]


def target_for_out(here: LineContext) -> Iterator[Expr]:
    """Multiply by the target where the output of the unit before belongs."""
    target = here.ref(Key("target", here.layer, here.unit, None, here.key.sample))
    if target and here.key.kind == "weight_gradient":
        yield from here.swapped(lambda key: target if key.kind in ("out", "input") else None)


def added(here: LineContext) -> Iterator[Expr]:
    """Add delta and output instead of multiplying them."""
    if isinstance(here.formula, Product) and len(here.formula.factors) == 2:
        yield Sum(here.formula.factors)


def other_sample(here: LineContext) -> Iterator[Expr]:
    """Take the output or input of another sample."""
    for sample in here.other_samples():
        yield from here.swapped(lambda key, sample=sample: here.at_sample(key, sample))  # type: ignore[misc]


def slope_for_out(here: LineContext) -> Iterator[Expr]:
    """Multiply by the slope of the unit before, not by its output."""
    source = here.key.source
    if source and here.layer > 1 and (slope := here.slope(here.layer - 1, source)) is not None:
        yield from here.swapped(lambda key: slope if key.kind == "out" else None)


GRADIENT_RULES = (
    Misconception(
        "err_sign",
        of("weight_gradient", "bias_gradient"),
        minus,
        later("The gradient has the wrong sign."),
        "accord-net/framework#258",
        "A",
        ("mazur", "dE/dw5", "-0.082167"),
    ),
    Misconception(
        "net_for_out",
        of("weight_gradient", "weight_change", "new_weight"),
        net_for_out,
        later(
            "The net input has been used; a gradient is delta times the output of the unit before."
        ),
        COMMON,
        "B",
        ("mazur", "dE/dw5", "0.052283"),
    ),
    Misconception(
        "wrong_pair",
        of("weight_gradient", "bias_gradient", "weight_change", "bias_change"),
        other_operand,
        later(
            "A gradient belongs to one connection: delta of the unit it leads to times "
            "output of the unit it comes from. Here one of the two is that of another unit."
        ),
        "udacity/sdc-issue-reports#709",
        "A",
        ("mazur", "dE/dw5", "0.082668"),
    ),
    Misconception(
        "own_out",
        of("weight_gradient", "weight_change", "new_weight"),
        own_out,
        later(
            "The delta is multiplied by the output of the unit before, not by one of its own layer."
        ),
        "a published XOR network multiplies by z where x belongs",
        "B",
        ("mazur", "dE/dw5", "0.104063"),
    ),
    Misconception(
        "no_out",
        of("weight_gradient", "weight_change", "new_weight"),
        no_out,
        later("The delta alone is the gradient of a bias; that of a weight is delta times output."),
        COMMON,
        "A",
        ("mazur", "dE/dw5", "0.138499"),
    ),
    Misconception(
        "no_delta",
        of("weight_gradient"),
        no_delta,
        later("The output alone is no gradient: that of a weight is delta times output."),
        COMMON,
        "C",
        ("mazur", "dE/dw5", "0.593270"),
    ),
    Misconception(
        "no_delta",
        of("bias_gradient"),
        no_delta,
        later("The gradient of a bias is its delta; 1 is only the input that goes with it."),
        COMMON,
        "C",
        ("xor", "dE/db_o1", "1"),
    ),
    Misconception(
        "with_weight",
        of("weight_gradient", "weight_change"),
        with_weight,
        later("The delta has been multiplied by the weight; a gradient is delta times output."),
        COMMON,
        "B",
        ("mazur", "dE/dw5", "0.055399"),
    ),
    Misconception(
        "divided_by_out",
        of("weight_gradient", "weight_change", "new_weight"),
        divided_by_out,
        later("The delta has been divided by the output; a gradient is delta times output."),
        "stevenmiller888.github.io, Mind: How to Build a Neural Network",
        "B",
        ("mazur", "dE/dw5", "0.233449"),
    ),
    Misconception(
        "rate_inside",
        of("weight_gradient", "bias_gradient"),
        rate_inside,
        later("The learning rate is already in this gradient; it comes in with the update."),
        COMMON,
        "B",
        ("mazur", "dE/dw5", "0.041084"),
    ),
    Misconception(
        "fprime_twice",
        of("weight_gradient", "bias_gradient"),
        slope_inside,
        later(
            "The derivative f'(net) is in the delta already; here it has been multiplied in again."
        ),
        COMMON,
        "B",
        ("mazur", "dE/dw5", "0.015350"),
    ),
    Misconception(
        "bias_as_weight",
        of("bias_gradient", "bias_change"),
        bias_as_weight,
        later("The gradient of a bias is the delta itself: its input is always 1."),
        "dmelcaz/simple-backprop#5",
        "A",
        ("updated", "dE/db2", "0.060240"),
    ),
    Misconception(
        "one_delta",
        of("bias_gradient", "bias_change"),
        one_delta,
        later("This bias serves several units, so the deltas of all of them are added up."),
        COMMON,
        "B",
        ("updated", "dE/db2", "0.138499"),
    ),
    Misconception(
        "place_forgotten",
        of("weight_gradient", "bias_gradient"),
        place_forgotten,
        later(
            "A weight or bias that stands at several places has as gradient the sum over all of "
            "them; here one is missing."
        ),
        COMMON,
        "B",
        ("two-three-two", "dE/db1", "0.00324268"),
    ),
    Misconception(
        "mean_or_sum",
        of("bias_gradient", "weight_gradient"),
        mean_of_deltas,
        later("A sum has been averaged, or a mean only added up."),
        "losses with ½, 1/n or no factor stand side by side in books",
        "A",
        ("updated", "dE/db2", "0.050200"),
    ),
    Misconception(
        "one_sample",
        of("weight_gradient", "bias_gradient"),
        one_sample,
        later(
            "This is the gradient of one sample; the update takes those of all samples together."
        ),
        COMMON,
        "B",
        ("batch-momentum", "dE/dw1@all", "-0.000980412"),
    ),
    Misconception(
        "error_in_gradient",
        of("weight_gradient"),
        error_inside,
        later("The error E has been used where the delta belongs."),
        COMMON,
        "B",
        ("mazur", "dE/dw5", "0.163037"),
    ),
    Misconception(
        "target_in_gradient",
        of("weight_gradient"),
        target_for_out,
        later("The target has been used; a gradient is delta times the output of the unit before."),
        COMMON,
        "B",
        ("mazur", "dE/dw5", "0.00138499"),
    ),
    Misconception(
        "added",
        of("weight_gradient"),
        added,
        later("Delta and output have been added; a gradient is their product."),
        COMMON,
        "C",
        ("mazur", "dE/dw5", "0.731769"),
    ),
    Misconception(
        "other_sample",
        of("weight_gradient"),
        other_sample,
        later("The numbers of another sample have been used."),
        "programs that loop over the samples with the wrong index",
        "B",
        ("xor", "dE/dw5@s2", "-0.0736645"),
    ),
    Misconception(
        "slope_in_gradient",
        of("weight_gradient"),
        slope_for_out,
        later("The derivative of the unit before has been used; a gradient takes its output."),
        COMMON,
        "C",
        ("mazur", "dE/dw5", "0.0334198"),
    ),
)
