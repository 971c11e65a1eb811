"""The forward pass and the error, for one sample."""

from bpcalc.calc.lines import Heading
from bpcalc.calc.plan import Plan
from bpcalc.calc.shape import Shape
from bpcalc.calc.weights_in_force import WeightsInForce
from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Ref, Sum, add
from bpcalc.maths.keys import Key


def forward(
    plan: Plan, shape: Shape, used: WeightsInForce, sample: int, epoch: int
) -> list[list[Ref]]:
    """Enter nets and outputs, layer by layer; return the outputs, by layer and unit.

    net_j = Σ_i w_ji·out_i + b_j (a threshold is subtracted), out_j = f(net_j); or, where the
    working leaves the bias to the activation, net_j = Σ_i w_ji·out_i, out_j = f(net_j + b_j).

    Source: Rumelhart, Hinton & Williams (1986), Nature 323, eqs. 1 and 2; for the threshold in
    the activation, 周志华 (2016), 机器学习, section 5.3.
    """
    outs = [[Ref(Key("input", 0, unit, None, sample)) for unit in shape.units(0)]]
    for layer in range(1, shape.last + 1):
        plan.open(Heading("forward", layer, sample, epoch))
        nets = [
            plan.work(
                Key("net", layer, unit, None, sample, epoch),
                _net(shape, used, layer, unit, outs[-1]),
            )
            for unit in shape.units(layer)
        ]
        value = shape.activation(layer).value
        felt = [argument(shape, used, net) for net in nets]
        outs.append(
            [
                plan.work(Key("out", layer, unit, None, sample, epoch), value(felt, unit - 1))
                for unit in shape.units(layer)
            ]
        )
    return outs


def errors(plan: Plan, shape: Shape, outs: list[Ref], sample: int, epoch: int) -> None:
    """Enter the error of every output and their sum, or mean where the loss is one."""
    layer = shape.last
    plan.open(Heading("error", layer, sample, epoch))
    parts = [
        plan.work(
            Key("error", layer, unit, None, sample, epoch),
            shape.loss.error(Ref(Key("target", layer, unit, None, sample)), out),
        )
        for unit, out in enumerate(outs, start=1)
    ]
    total = Key("total_error", None, None, None, sample, epoch)
    plan.work(total, mean(parts) if shape.loss.averaged else add(parts))


def all_errors(plan: Plan, shape: Shape, epoch: int) -> None:
    """Enter the error over all samples: their sum, or mean for `batch_mean`."""
    plan.open(Heading("all_errors", None, None, epoch))
    samples = range(1, shape.samples + 1)
    parts = [Ref(Key("total_error", None, None, None, sample, epoch)) for sample in samples]
    formula = mean(parts) if shape.update == "batch_mean" else add(parts)
    plan.work(Key("total_error", None, None, None, None, epoch), formula)


def mean(parts: list[Ref]) -> Expr:
    """Return the mean of the parts; the mean of one part is that part."""
    if len(parts) == 1:
        return parts[0]
    return Quotient(Sum(tuple(parts)), Number(str(len(parts))))


def argument(shape: Shape, used: WeightsInForce, net: Ref) -> Expr:
    """Return what the activation of a unit is applied to: its net input, with the bias in it."""
    bias = None
    if shape.working.bias_in == "out":
        bias = _bias(shape, used, net.key.layer or 0, net.key.unit or 0)
    return net if bias is None else Sum((net, bias))


def _net(shape: Shape, used: WeightsInForce, layer: int, unit: int, outs: list[Ref]) -> Expr:
    row = used.weights[layer - 1][unit - 1]
    terms: list[Expr] = [Product((weight, out)) for weight, out in zip(row, outs, strict=True)]
    bias = _bias(shape, used, layer, unit) if shape.working.bias_in == "net" else None
    return add(terms if bias is None else [*terms, bias])


def _bias(shape: Shape, used: WeightsInForce, layer: int, unit: int) -> Expr | None:
    """Return the term that a unit's bias or threshold adds; None if it has none."""
    bias = used.bias(layer, unit)
    return Minus(bias) if bias is not None and shape.thresholds else bias
