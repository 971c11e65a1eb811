"""Mistakes in the error of an output, on the way back: the wrong target, E for o - t."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext, changed
from bpcalc.checking.misconceptions.deltas import cancelled, own_coming, own_slope, with_factors
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.checking.misconceptions.errors import miss
from bpcalc.checking.substitution import Swap
from bpcalc.locale import later
from bpcalc.maths.expr import Choice, Expr, Minus, Product, Ref, expr
from bpcalc.maths.keys import Key


def _miss_with(here: LineContext, swap: Swap) -> Iterator[Expr]:
    """Yield the error, or the delta, of an output with other leaves in t - o."""
    if not here.is_output:
        return
    whole = here.key.kind == "delta" and own_slope(here) is None and cancelled(here)
    if here.key.kind == "error" or whole:
        yield from here.swapped(swap)
        return
    coming = own_coming(here)
    if coming is not None:
        for other in changed(here.written_out(coming), swap):
            yield from with_factors(here, other, own_slope(here))


def other_target(here: LineContext) -> Iterator[Expr]:
    """Take the target of another output, or of another sample."""
    for unit in here.neighbours(here.layer, here.unit):
        yield from _miss_with(here, lambda key, unit=unit: _target_of(here, key, unit))  # type: ignore[misc]
    for sample in here.other_samples():
        yield from _miss_with(
            here,
            lambda key, sample=sample: (  # type: ignore[misc]
                here.at_sample(key, sample) if key.kind == "target" else None
            ),
        )


def _target_of(here: LineContext, key: Key, unit: int) -> Ref | None:
    return here.ref(key._replace(unit=unit)) if key.kind == "target" else None


def target_added(here: LineContext) -> Iterator[Expr]:
    """Take the target with the other sign: o + t."""
    yield from _miss_with(here, lambda key: Minus(Ref(key)) if key.kind == "target" else None)


def net_in_error(here: LineContext) -> Iterator[Expr]:
    """Compare the net input, not the output, with the target."""
    net = here.other("net", here.layer, here.unit)
    yield from _miss_with(here, lambda key: net if key.kind == "out" else None)


def out_alone(here: LineContext) -> Iterator[Expr]:
    """Forget the target."""
    yield from _miss_with(here, lambda key: expr(0) if key.kind == "target" else None)


def target_in_slope(here: LineContext) -> Iterator[Expr]:
    """Put the target into the slope: t·(1 - t)."""
    pair = miss(here)
    activation = here.exercise.layers[here.layer - 1].activation
    if here.is_output and pair and not activation.whole_layer:
        net = here.other("net", here.layer, here.unit)
        slope = activation.slope(here.argument(net), pair[0]) if net else None
        if here.key.kind == "slope" and slope is not None:
            yield slope
        else:
            yield from with_factors(here, own_coming(here), slope)


def _errors(here: LineContext) -> Iterator[Ref]:
    """Yield the error of the unit, and the total."""
    when = (None, here.key.sample, here.key.epoch)
    one = here.ref(Key("error", here.layer, here.unit, *when))
    total = here.ref(Key("total_error", None, None, *when))
    yield from filter(None, (one, total))


def error_for_miss(here: LineContext) -> Iterator[Expr]:
    """Take E, of the unit or in total, for o - t; with the slope, or for delta itself."""
    if here.is_output and here.key.kind == "delta":
        for error in _errors(here):
            yield error
            slope = own_slope(here)
            if slope is not None:
                yield Product((error, slope))


def squared_miss(here: LineContext) -> Iterator[Expr]:
    """Square the difference on the way back, too."""
    coming, slope = own_coming(here), own_slope(here)
    if here.is_output and coming is not None and slope is not None:
        yield from with_factors(here, Product((coming, coming)), slope)


def perceptron(here: LineContext) -> Iterator[Expr]:
    """Compare the target with what the unit decides, 1 or 0, or 1 or -1."""
    pair, net = miss(here), here.other("net", here.layer, here.unit)
    if not here.is_output or pair is None or net is None:
        return
    for below in (expr(-1), expr(0)):
        decided = Choice(here.argument(net), expr(1), below)
        error = pair[0] - decided
        yield error if here.exercise.delta == "t-o" else Minus(error)


OUTPUT = of("delta", "error_slope")

OUTPUT_DELTA_RULES = (
    Misconception(
        "other_target",
        of("delta", "error_slope", "error"),
        other_target,
        later("The target of another output or sample has been used."),
        COMMON,
        "B",
        ("mazur", "delta_o1", "-0.0445807"),
    ),
    Misconception(
        "target_added",
        of("delta", "error_slope", "error"),
        target_added,
        later("The target has been added; the error is the difference of output and target."),
        COMMON,
        "B",
        ("mazur", "delta_o1", "0.142235"),
    ),
    Misconception(
        "net_in_error",
        of("delta", "error_slope", "error"),
        net_in_error,
        later("The net input has been compared with the target; it is the output that is."),
        COMMON,
        "B",
        ("mazur", "delta_o1", "0.204732"),
    ),
    Misconception(
        "target_forgotten",
        of("delta", "error_slope", "error"),
        out_alone,
        later("The target has been left out."),
        COMMON,
        "C",
        ("mazur", "delta_o1", "0.140367"),
    ),
    Misconception(
        "target_in_slope",
        of("delta", "slope"),
        target_in_slope,
        later("The target has been put into the derivative; it takes the output."),
        COMMON,
        "B",
        ("mazur", "delta_o1", "0.00733951"),
    ),
    Misconception(
        "error_for_miss",
        of("delta"),
        error_for_miss,
        later(
            "The error E has been used for delta, or in it where the difference of output and "
            "target belongs."
        ),
        COMMON,
        "B",
        ("mazur", "delta_o1", "0.274811"),
    ),
    Misconception(
        "squared_miss",
        OUTPUT,
        squared_miss,
        later("The difference is squared in the error only; a delta takes it as it is."),
        COMMON,
        "B",
        ("mazur", "delta_o1", "0.102678"),
    ),
    Misconception(
        "perceptron",
        of("delta"),
        perceptron,
        later(
            "The perceptron rule has been used: it compares the target with the decision, not with "
            "the output."
        ),
        "a published exercise on Adaline, solved with the perceptron rule",
        "B",
        ("mazur", "delta_o1", "0.990000"),
    ),
)
