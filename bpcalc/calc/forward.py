"""The forward pass and the error, for one sample."""

from collections.abc import Sequence

from bpcalc.calc.lines import Heading
from bpcalc.calc.plan import Plan
from bpcalc.calc.shape import Shape
from bpcalc.calc.weights_in_force import WeightsInForce
from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Ref, Sum, add
from bpcalc.maths.keys import Key, Node

Outs = dict[Node, Ref]
"""The outputs of the units, the inputs among them."""


def forward(
    plan: Plan, shape: Shape, used: WeightsInForce, samples: Sequence[int], epoch: int
) -> dict[int, Outs]:
    """Enter nets and outputs, layer by layer; return the outputs of every sample.

    net_j = Σ_i w_ji·out_i + b_j (a threshold is subtracted), out_j = f(net_j); or, where the
    working leaves the bias to the activation, net_j = Σ_i w_ji·out_i, out_j = f(net_j + b_j).

    Source: Rumelhart, Hinton & Williams (1986), Nature 323, eqs. 1 and 2; for the threshold in
    the activation, 周志华 (2016), 机器学习, section 5.3.
    """
    inputs = shape.graph.nodes(0)
    found: dict[int, Outs] = {
        sample: {node: Ref(Key("input", 0, node.unit, None, sample)) for node in inputs}
        for sample in samples
    }
    for layer in shape.graph.layers:
        for sample, outs in found.items():
            plan.open(Heading("net", layer, sample, epoch))
            for node in shape.graph.nodes(layer):
                key = Key("net", *node, None, sample, epoch)
                plan.work(key, _net(shape, used, node, outs))
        if shape.normed(layer):
            from bpcalc.calc.net_norms import normalise_nets  # seldom needed

            normalise_nets(plan, shape, layer, used, (samples, epoch))
        for sample, outs in found.items():
            _outputs(plan, shape, used, outs, (layer, sample, epoch))
    return found


def _outputs(
    plan: Plan, shape: Shape, used: WeightsInForce, outs: Outs, place: tuple[int, int, int]
) -> None:
    """Enter the outputs of a layer, of one sample in an epoch."""
    layer, sample, epoch = place
    nodes = shape.graph.nodes(layer)
    activation = shape.activation(layer)
    nets = [Ref(Key("net", *node, None, sample, epoch)) for node in nodes]
    felt = [argument(shape, used, net) for net in nets]
    plan.open(Heading("out", layer, sample, epoch, "jump" if activation.jump else ""))
    for number, node in enumerate(nodes):
        key = Key("out", *node, None, sample, epoch)
        outs[node] = plan.work(key, activation.value(felt, number))
    if dropout := shape.dropped(layer):
        plan.open(Heading("dropout", layer, sample, epoch))
        for node in nodes:
            masked = dropout.applied(node.unit, outs[node])
            outs[node] = plan.work(shape.sent(node, sample, epoch), masked)


def errors(
    plan: Plan, shape: Shape, forward: tuple[WeightsInForce, Outs], sample: int, epoch: int
) -> None:
    """Enter the error of every output and their sum, or mean where the loss is one.

    Where the sample has an update of its own, a penalty on its weights is added.
    """
    used, outs = forward
    plan.open(Heading("error", shape.last, sample, epoch))
    parts = [
        plan.work(
            Key("error", *node, None, sample, epoch),
            shape.loss.error(Ref(Key("target", *node, None, sample)), outs[node]),
        )
        for node in shape.graph.nodes(shape.last)
    ]
    total = Key("total_error", None, None, None, sample, epoch)
    formula = mean(parts) if shape.loss.averaged else add(parts)
    plan.work(total, formula if shape.together else _penalised(plan, shape, used, total, formula))


def _penalised(plan: Plan, shape: Shape, used: WeightsInForce, total: Key, formula: Expr) -> Expr:
    """Return an error with the penalty on the weights in force, which has a line of its own."""
    if not shape.penalty:
        return formula
    weights = [
        used[parameter]
        for layer in shape.graph.layers
        for parameter in shape.graph.parameters(layer, biases=shape.penalty.biases)
        if shape.penalty.covers(parameter.kind)
    ]
    of = shape.penalty.error(lambda kind: Ref(Key(kind)), weights)
    penalty = plan.work(total._replace(kind="penalty"), of)
    terms = formula.terms if isinstance(formula, Sum) else (formula,)
    return Sum((*terms, penalty))


def all_errors(plan: Plan, shape: Shape, epoch: int, used: WeightsInForce) -> None:
    """Enter the error over all samples: their sum, or mean for `batch_mean`.

    A penalty is added once where all of them have one update, and stands in the error of every
    sample where each has its own.
    """
    plan.open(Heading("all_errors", None, None, epoch))
    samples = shape.batch(epoch) if epoch <= shape.epochs else range(1, shape.samples + 1)
    parts = [Ref(Key("total_error", None, None, None, sample, epoch)) for sample in samples]
    formula = mean(parts) if shape.update == "batch_mean" else add(parts)
    total = Key("total_error", None, None, None, None, epoch)
    plan.work(total, _penalised(plan, shape, used, total, formula) if shape.together else formula)


def mean(parts: list[Ref]) -> Expr:
    """Return the mean of the parts; the mean of one part is that part."""
    if len(parts) == 1:
        return parts[0]
    return Quotient(Sum(tuple(parts)), Number(str(len(parts))))


def argument(shape: Shape, used: WeightsInForce, net: Ref) -> Expr:
    """Return what the activation of a unit is applied to.

    That is its net input, with the bias in it; or what it has become when it is normalised.
    """
    bias = None
    if net.key.layer in shape.graph.normed:
        return Ref(net.key._replace(kind="scaled"))
    if shape.working.bias_in == "out" and (node := net.key.receiver):
        bias = _bias(shape, used, node)
    return net if bias is None else Sum((net, bias))


def _net(shape: Shape, used: WeightsInForce, node: Node, outs: Outs) -> Expr:
    terms: list[Expr] = [
        Product((used[edge.parameter], outs[edge.source]))
        for edge in shape.graph.into(node)
        if edge.source is not None
    ]
    bias = _bias(shape, used, node) if shape.working.bias_in == "net" else None
    return add(terms if bias is None else [*terms, bias])


def _bias(shape: Shape, used: WeightsInForce, node: Node) -> Expr | None:
    """Return the term that a unit's bias or threshold adds; None if it has none."""
    bias = shape.graph.bias(node)
    if bias is None:
        return None
    return Minus(used[bias]) if shape.thresholds else used[bias]
