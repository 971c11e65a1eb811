"""The update: changes and new values, and the gradient of a whole batch."""

from collections.abc import Iterator

from bpcalc.calc.forward import mean
from bpcalc.calc.lines import Heading
from bpcalc.calc.parameters import Moment, Parameters
from bpcalc.calc.plan import Plan
from bpcalc.calc.structure import Shape
from bpcalc.maths.expr import Expr, Minus, Number, Product, Ref, Sum, add
from bpcalc.maths.keys import Key, Kind

RATE = Ref(Key("learning_rate"))
MOMENTUM = Ref(Key("momentum"))
NOTHING = Number("0")

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
    used: Parameters,
    moment: Moment,
    before: Moment | None,
) -> None:
    """Enter the new weights and biases of a layer.

    w⁺ = w - η·∂E/∂w, or, with the change on a line of its own, Δw = -η·∂E/∂w + α·(previous
    Δw) and w⁺ = w + Δw.

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
        gradient = Ref(Key("weight_gradient" if weight else "bias_gradient", *place, *moment))
        step: Expr = Product((RATE, gradient))
        if shape.changes or shape.momentum:
            kind: Kind = "weight_change" if weight else "bias_change"
            change: Expr = Minus(step)
            if shape.momentum:
                previous = NOTHING if before is None else Ref(Key(kind, *place, *before))
                change = Sum((change, Product((MOMENTUM, previous))))
            formula = Sum((old, plan.work(Key(kind, *place, *moment), change)))
        else:
            formula = Sum((old, Minus(step)))
        plan.work(Key("new_weight" if weight else "new_bias", *place, *moment), formula)


def parameters_of(shape: Shape, layer: int) -> Iterator[Parameter]:
    """Yield what is updated in a layer: its weights, row by row, then its biases."""
    for unit in shape.units(layer):
        for source in shape.units(layer - 1):
            yield True, unit, source
    if shape.update_biases:
        for biased in shape.bias_units(layer):
            yield False, biased, None


def _old(used: Parameters, layer: int, unit: int | None, source: int | None) -> Ref:
    if unit is not None and source is not None:
        return used.weights[layer - 1][unit - 1][source - 1]
    bias = used.bias(layer, unit or 1)
    assert bias is not None  # only existing biases are updated
    return bias
