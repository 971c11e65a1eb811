"""The update: changes and new values, and the gradient of a whole batch."""

from collections.abc import Iterator

from bpcalc.calc.forward import mean
from bpcalc.calc.lines import Heading
from bpcalc.calc.plan import Plan
from bpcalc.calc.shape import Shape
from bpcalc.calc.weights_in_force import Moment, WeightsInForce
from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Ref, Sum, add, multiply
from bpcalc.maths.keys import Key, Kind

LEARNING_RATE_REF = Ref(Key("learning_rate"))
MOMENTUM_REF = Ref(Key("momentum"))
NO_CHANGE = Number("0")

Parameter = tuple[bool, int | None, int | None]
"""A parameter within its layer: whether it is a weight, its unit, its source."""


def sum_gradients(plan: Plan, shape: Shape, layer: int, epoch: int) -> None:
    """Enter the sums, or means, of the gradients of a layer over all samples of the batch."""
    plan.open(Heading("gradient_sum", layer, None, epoch))
    samples = range(1, shape.samples + 1)
    for weight, unit, source in parameters_of(shape, layer):
        kind: Kind = "weight_gradient" if weight else "bias_gradient"
        parts = [Ref(Key(kind, layer, unit, source, sample, epoch)) for sample in samples]
        formula = mean(parts) if shape.update == "batch_mean" else add(parts)
        plan.work(Key(kind, layer, unit, source, None, epoch), formula)


def update(
    plan: Plan,
    shape: Shape,
    layer: int,
    used: WeightsInForce,
    moment: Moment,
    before: Moment | None,
) -> None:
    """Enter the new weights and biases of a layer.

    w⁺ = w - η·∂E/∂w, or, with the change on a line of its own, Δw = -η·∂E/∂w + α·(previous
    Δw) and w⁺ = w + Δw. Worked directly, δ·out stands in the place of ∂E/∂w.

    Args:
        plan: where the gradients stand.
        shape: of the calculation.
        layer: number of the layer.
        used: the weights and biases that are to be updated.
        moment: this update.
        before: the update before it; None for the first one, where there is no change yet.

    Source: Rumelhart, Hinton & Williams (1986), Nature 323, eqs. 8 and 9.
    """
    plan.open(Heading("update", layer, *moment))
    for weight, unit, source in parameters_of(shape, layer):
        old = _old(used, layer, unit, source)
        place = (layer, unit, source)
        step = _step(shape, weight, place, moment)
        if shape.changes or shape.momentum:
            kind: Kind = "weight_change" if weight else "bias_change"
            if shape.momentum:
                previous = NO_CHANGE if before is None else Ref(Key(kind, *place, *before))
                step = Sum((step, Product((MOMENTUM_REF, previous))))
            formula = Sum((old, plan.work(Key(kind, *place, *moment), step)))
        else:
            formula = Sum((old, step))
        plan.work(Key("new_weight" if weight else "new_bias", *place, *moment), formula)


ParameterPlace = tuple[int, int | None, int | None]
"""Layer, unit and source of a parameter."""


def _step(shape: Shape, weight: bool, place: ParameterPlace, moment: Moment) -> Expr:
    """Return the step down the slope of the error: -η·∂E/∂w, or η·δ·out."""
    if shape.direct:
        return _direct_step(shape, place, moment)
    gradient = Ref(Key("weight_gradient" if weight else "bias_gradient", *place, *moment))
    return Minus(Product((LEARNING_RATE_REF, gradient)))


def _direct_step(shape: Shape, place: ParameterPlace, moment: Moment) -> Expr:
    """Return η·δ·out for a weight, η·δ for a bias, with the deltas of the whole batch.

    Source: Mitchell (1997), Machine Learning, eq. T4.5; for thresholds, 周志华 (2016), 机器学习,
    eqs. 5.11 to 5.14.
    """
    samples = range(1, shape.samples + 1) if moment.sample is None else [moment.sample]
    terms = [term for sample in samples for term in _pulls(shape, place, sample, moment.epoch)]
    step = multiply(LEARNING_RATE_REF, add(terms))
    if len(samples) > 1 and shape.update == "batch_mean":
        step = Quotient(step, Number(str(len(samples))))
    # The sign of a threshold is the other way round: raising it makes the net input smaller.
    threshold = place[2] is None and shape.thresholds
    return step if shape.descent != threshold else Minus(step)


def _pulls(shape: Shape, place: ParameterPlace, sample: int, epoch: int) -> Iterator[Expr]:
    """Yield what a sample contributes to the change of a parameter, before the learning rate."""
    layer, unit, source = place
    when = (None, sample, epoch)
    for receiving in shape.units(layer) if unit is None else [unit]:
        delta = Ref(Key("delta", layer, receiving, *when))
        if source is None:
            yield delta
        elif layer == 1:
            yield Product((delta, Ref(Key("input", 0, source, None, sample))))
        else:
            yield Product((delta, Ref(Key("out", layer - 1, source, *when))))


def parameters_of(shape: Shape, layer: int) -> Iterator[Parameter]:
    """Yield what is updated in a layer: its weights, row by row, then its biases."""
    for unit in shape.units(layer):
        for source in shape.units(layer - 1):
            yield True, unit, source
    if shape.update_biases:
        for biased in shape.bias_units(layer):
            yield False, biased, None


def _old(used: WeightsInForce, layer: int, unit: int | None, source: int | None) -> Ref:
    if unit is not None and source is not None:
        return used.weights[layer - 1][unit - 1][source - 1]
    bias = used.bias(layer, unit or 1)
    assert bias is not None  # only existing biases are updated
    return bias
