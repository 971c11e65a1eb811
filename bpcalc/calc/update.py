"""The update: changes and new values, and the gradient of a whole batch."""

from collections.abc import Iterator

from bpcalc.calc.forward import mean
from bpcalc.calc.lines import Heading
from bpcalc.calc.plan import Plan
from bpcalc.calc.shape import Shape
from bpcalc.calc.weights_in_force import WeightsInForce
from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Ref, Sum, add, multiply
from bpcalc.maths.keys import Key, Moment
from bpcalc.maths.kinds import fellow

LEARNING_RATE_REF = Ref(Key("learning_rate"))
MOMENTUM_REF = Ref(Key("momentum"))
NO_CHANGE = Number("0")


def updated(shape: Shape, layer: int) -> Iterator[Key]:
    """Yield the weights and biases of a layer that an update changes."""
    return shape.graph.parameters(layer, biases=shape.update_biases)


def sum_gradients(plan: Plan, shape: Shape, layer: int, epoch: int) -> None:
    """Enter the sums, or means, of the gradients of a layer over all samples of the batch."""
    plan.open(Heading("gradient_sum", layer, None, epoch))
    samples = range(1, shape.samples + 1)
    for parameter in updated(shape, layer):
        kind = fellow(parameter.kind, "gradient")
        parts = [Ref(parameter.turned(kind, sample, epoch)) for sample in samples]
        formula = mean(parts) if shape.update == "batch_mean" else add(parts)
        plan.work(parameter.turned(kind, None, epoch), formula)


def changes(plan: Plan, shape: Shape, layer: int, moment: Moment, before: Moment | None) -> None:
    """Enter the changes of a layer's weights and biases, where they have lines of their own.

    Δw = -η·∂E/∂w + α·(previous Δw). Worked directly, δ·out stands in the place of ∂E/∂w.

    Args:
        plan: where the gradients stand, or the deltas.
        shape: of the calculation.
        layer: number of the layer.
        moment: this update.
        before: the update before it; None for the first one, where there is no change yet.

    Source: Rumelhart, Hinton & Williams (1986), Nature 323, eqs. 8 and 9.
    """
    if not writes_changes(shape):
        return
    plan.open(Heading("change", layer, *moment))
    for parameter in updated(shape, layer):
        step = _step(shape, parameter, moment)
        kind = fellow(parameter.kind, "state")
        if shape.momentum:
            previous = NO_CHANGE if before is None else Ref(parameter.turned(kind, *before))
            step = Sum((step, Product((MOMENTUM_REF, previous))))
        plan.work(parameter.turned(kind, *moment), step)


def update(plan: Plan, shape: Shape, layer: int, used: WeightsInForce, moment: Moment) -> None:
    """Enter the new weights and biases of a layer.

    w⁺ = w - η·∂E/∂w, or, with the change on a line of its own, w⁺ = w + Δw.

    Args:
        plan: where the gradients or changes stand.
        shape: of the calculation.
        layer: number of the layer.
        used: the weights and biases that are to be updated.
        moment: this update.
    """
    plan.open(Heading("update", layer, *moment))
    for parameter in updated(shape, layer):
        if writes_changes(shape):
            step: Expr = Ref(parameter.turned(fellow(parameter.kind, "state"), *moment))
        else:
            step = _step(shape, parameter, moment)
        new = parameter.turned(fellow(parameter.kind, "new"), *moment)
        plan.work(new, Sum((used[parameter], step)))


def writes_changes(shape: Shape) -> bool:
    """Return whether changes have lines of their own."""
    return shape.changes or shape.momentum


def _step(shape: Shape, parameter: Key, moment: Moment) -> Expr:
    """Return the step down the slope of the error: -η·∂E/∂w, or η·δ·out."""
    if shape.direct:
        return _direct_step(shape, parameter, moment)
    gradient = Ref(parameter.turned(fellow(parameter.kind, "gradient"), *moment))
    return Minus(Product((LEARNING_RATE_REF, gradient)))


def _direct_step(shape: Shape, parameter: Key, moment: Moment) -> Expr:
    """Return η·δ·out for a weight, η·δ for a bias, with the deltas of the whole batch.

    Source: Mitchell (1997), Machine Learning, eq. T4.5; for thresholds, 周志华 (2016), 机器学习,
    eqs. 5.11 to 5.14.
    """
    samples = range(1, shape.samples + 1) if moment.sample is None else [moment.sample]
    terms = [term for sample in samples for term in _pulls(shape, parameter, sample, moment.epoch)]
    step = multiply(LEARNING_RATE_REF, add(terms))
    if len(samples) > 1 and shape.update == "batch_mean":
        step = Quotient(step, Number(str(len(samples))))
    # The sign of a threshold is the other way round: raising it makes the net input smaller.
    threshold = parameter.kind == "bias" and shape.thresholds
    return step if shape.descent != threshold else Minus(step)


def _pulls(shape: Shape, parameter: Key, sample: int, epoch: int) -> Iterator[Expr]:
    """Yield what a sample contributes to the change of a parameter, before the learning rate."""
    for edge in shape.graph.on(parameter):
        delta = Ref(Key("delta", *edge.target, None, sample, epoch))
        if edge.source is None:
            yield delta
        elif edge.source.layer == 0:
            yield Product((delta, Ref(Key("input", *edge.source, None, sample))))
        else:
            yield Product((delta, Ref(Key("out", *edge.source, None, sample, epoch))))
