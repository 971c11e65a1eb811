"""Net inputs normalised over a batch, or over a layer, on the way forward and on the way back."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bpcalc.calc.lines import Heading
from bpcalc.calc.plan import Plan
from bpcalc.calc.shape import Shape
from bpcalc.calc.weights_in_force import WeightsInForce
from bpcalc.maths.expr import Ref
from bpcalc.maths.keys import Key, Kind, Node
from bpcalc.maths.net_norms import Known, NetNormForm


class NormGroup(NamedTuple):
    """Net inputs that are normalised together.

    Attributes:
        whose: the unit and the sample of each.
        unit: that of all of them; None for those of a whole layer.
        sample: that of all of them; None for those of a batch.
    """

    whose: list[tuple[Node, int]]
    unit: int | None
    sample: int | None


def groups(shape: Shape, layer: int, samples: Sequence[int]) -> Iterator[NormGroup]:
    """Yield what is normalised together in a layer."""
    nodes = shape.graph.nodes(layer)
    if shape.norm_of(layer).way == "batch":
        for node in nodes:
            yield NormGroup([(node, sample) for sample in samples], node.unit, None)
    else:
        for sample in samples:
            yield NormGroup([(node, sample) for node in nodes], None, sample)


def normalise_nets(
    plan: Plan, shape: Shape, layer: int, used: WeightsInForce, when: tuple[Sequence[int], int]
) -> None:
    """Enter means, variances, normalised and scaled net inputs of a layer.

    Source: Ioffe & Szegedy (2015), Batch normalization, algorithm 1; Ba, Kiros & Hinton (2016),
    Layer normalization, eqs. 3 and 4.
    """
    norm, (samples, epoch) = shape.norm_of(layer), when
    for whose, found in _by_heading(shape, layer, samples):
        plan.open(Heading("net_norm", layer, whose, epoch, norm.way))
        for group in found:
            _statistics(plan, norm, layer, group, epoch)
    for sample in samples:
        plan.open(Heading("net_norm", layer, sample, epoch, norm.way))
        for node in shape.graph.nodes(layer):
            net, mean, root = (
                _of(shape, kind, node, sample, epoch) for kind in ("net", "norm_mean", "norm_root")
            )
            key = Key("normalised", *node, None, sample, epoch)
            plan.work(key, norm.normalised(net, mean, root))
        for node in shape.graph.nodes(layer):
            gamma, beta = (used[key] for key in shape.graph.gains(node))
            normalised = Ref(Key("normalised", *node, None, sample, epoch))
            key = Key("scaled", *node, None, sample, epoch)
            plan.work(key, norm.scaled(normalised, gamma, beta))


def net_slopes(
    plan: Plan, shape: Shape, layer: int, used: WeightsInForce, when: tuple[Sequence[int], int]
) -> None:
    """Enter the deltas of a layer's net inputs; those after the normalisation stand there already.

    Source: Ioffe & Szegedy (2015), Batch normalization, section 3.
    """
    norm, (samples, epoch) = shape.norm_of(layer), when
    for sample in samples:
        plan.open(Heading("net_norm_back", layer, sample, epoch, norm.way))
        for node in shape.graph.nodes(layer):
            gamma, _ = (used[key] for key in shape.graph.gains(node))
            delta = Ref(Key("scaled_delta", *node, None, sample, epoch))
            plan.work(Key("normalised_slope", *node, None, sample, epoch), delta * gamma)
    for whose, found in _by_heading(shape, layer, samples):
        plan.open(Heading("net_norm_back", layer, whose, epoch, norm.way))
        for group in found:
            _slopes(plan, shape, layer, group, epoch)
    for sample in samples:
        plan.open(Heading("net_norm_back", layer, sample, epoch, norm.way))
        for node in shape.graph.nodes(layer):
            _net_slope(plan, shape, node, len(samples), (sample, epoch))


def _by_heading(
    shape: Shape, layer: int, samples: Sequence[int]
) -> list[tuple[int | None, list[NormGroup]]]:
    """Return the groups that stand under one heading, with the sample that it is about."""
    found = list(groups(shape, layer, samples))
    if shape.norm_of(layer).way == "batch":
        return [(None, found)]
    return [(group.sample, [group]) for group in found]


def _statistics(plan: Plan, norm: NetNormForm, layer: int, group: NormGroup, epoch: int) -> None:
    nets = [Ref(Key("net", *node, None, sample, epoch)) for node, sample in group.whose]
    place = (layer, group.unit, None, group.sample, epoch)
    mean = plan.work(Key("norm_mean", *place), norm.mean(nets))
    variance = plan.work(Key("norm_variance", *place), norm.variance(nets, mean))
    plan.work(Key("norm_root", *place), norm.root(variance))


def _slopes(plan: Plan, shape: Shape, layer: int, group: NormGroup, epoch: int) -> None:
    norm = shape.norm_of(layer)
    nets = [Ref(Key("net", *node, None, sample, epoch)) for node, sample in group.whose]
    slopes = [
        Ref(Key("normalised_slope", *node, None, sample, epoch)) for node, sample in group.whose
    ]
    place = (layer, group.unit, None, group.sample, epoch)
    mean, root = Ref(Key("norm_mean", *place)), Ref(Key("norm_root", *place))
    variance_slope = plan.work(
        Key("variance_slope", *place), norm.variance_slope(slopes, nets, mean, root)
    )
    known = Known(mean, root, variance_slope)
    plan.work(Key("mean_slope", *place), norm.mean_slope(slopes, nets, known))


def _net_slope(plan: Plan, shape: Shape, node: Node, samples: int, when: tuple[int, int]) -> None:
    norm = shape.norm_of(node.layer)
    mean, root, variance_slope, mean_slope = (
        _of(shape, kind, node, *when)
        for kind in ("norm_mean", "norm_root", "variance_slope", "mean_slope")
    )
    known = Known(mean, root, variance_slope, mean_slope)
    slope = Ref(Key("normalised_slope", *node, None, *when))
    net = Ref(Key("net", *node, None, *when))
    count = samples if norm.way == "batch" else shape.sizes[node.layer]
    plan.work(Key("delta", *node, None, *when), norm.net_slope(slope, net, count, known))


def _of(shape: Shape, kind: Kind, node: Node, sample: int, epoch: int) -> Ref:
    """Return a quantity of a unit, or what the group of its net input has in its place."""
    if kind in ("net", "normalised"):
        return Ref(Key(kind, *node, None, sample, epoch))
    if shape.norm_of(node.layer).way == "batch":
        return Ref(Key(kind, *node, None, None, epoch))
    return Ref(Key(kind, node.layer, None, None, sample, epoch))
