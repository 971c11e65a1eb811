"""The data of an exercise on one scale, and its outputs turned back and measured."""

from collections.abc import Iterator

from bpcalc.calc.lines import Heading
from bpcalc.calc.plan import Plan
from bpcalc.calc.shape import Shape
from bpcalc.maths.expr import Expr, Ref
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.measures import MEASURES, Measured
from bpcalc.maths.normalising import SCALE_STATISTICS, Scale, mean, statistics

Side = tuple[Scale, bool, int, Kind, Kind]
"""A scale, whether its bounds are given, a layer, and its kinds as given and as scaled."""


def sides(shape: Shape) -> Iterator[Side]:
    """Yield what is scaled: the inputs, the targets, or both."""
    form = shape.normalise
    if form.inputs:
        yield form.inputs, form.inputs_bounded, 0, "raw_input", "input"
    if form.outputs and shape.has_targets:
        yield form.outputs, form.outputs_bounded, shape.last, "raw_target", "target"


def given_kind(shape: Shape, kind: Kind) -> Kind:
    """Return as what the inputs, or the targets, of an exercise are given."""
    scaled = {after: before for _, _, _, before, after in sides(shape)}
    return scaled.get(kind, kind)


def bounds(shape: Shape) -> Iterator[Key]:
    """Yield the bounds that the exercise gives."""
    for scale, bounded, layer, _, _ in sides(shape):
        for unit in shape.units(layer) if bounded else ():
            yield from (Key(kind, layer, unit) for kind in SCALE_STATISTICS[scale])


def normalise(plan: Plan, shape: Shape) -> None:
    """Enter the inputs and targets on their scales.

    Source: Han, Kamber & Pei (2012), Data Mining: Concepts and Techniques, section 3.5.2.
    """
    samples = range(1, shape.samples + 1)
    for scale, bounded, layer, before, _ in sides(shape):
        if not bounded:
            plan.open(Heading("normalise", layer))
        for unit in shape.units(layer) if not bounded else ():
            numbers = [Ref(Key(before, layer, unit, None, sample)) for sample in samples]
            first, second = (Key(kind, layer, unit) for kind in SCALE_STATISTICS[scale])
            one, other = statistics(scale, numbers, Ref(first))
            plan.work(first, one)
            plan.work(second, other)
    for sample in samples:
        for scale, _, layer, before, after in sides(shape):
            plan.open(Heading("normalise", layer, sample))
            for unit in shape.units(layer):
                known = (Ref(Key(kind, layer, unit)) for kind in SCALE_STATISTICS[scale])
                number = Ref(Key(before, layer, unit, None, sample))
                formula = shape.normalise.scaled(scale, number, *known)
                plan.work(Key(after, layer, unit, None, sample), formula)


def turn_back(plan: Plan, shape: Shape, sample: int, epoch: int) -> None:
    """Enter the outputs of a sample in the units of the targets."""
    scale = shape.normalise.outputs
    if not scale or not shape.has_targets:
        return
    plan.open(Heading("turned_back", shape.last, sample, epoch))
    for node in shape.graph.nodes(shape.last):
        first, second = (Ref(Key(kind, *node)) for kind in SCALE_STATISTICS[scale])
        out = Ref(Key("out", *node, None, sample, epoch))
        back = shape.normalise.turned_back(scale, out, first, second)
        plan.work(Key("turned_back", *node, None, sample, epoch), back)


def measure(plan: Plan, shape: Shape, epoch: int) -> None:
    """Enter how good the outputs of all samples are."""
    if not shape.measures:
        return
    plan.open(Heading("measures", None, None, epoch))
    target, out = _measured(shape)
    samples: list[list[tuple[Expr, Expr]]] = [
        [
            (Ref(Key(target, *node, None, sample)), Ref(Key(out, *node, None, sample, epoch)))
            for node in shape.graph.nodes(shape.last)
        ]
        for sample in range(1, shape.samples + 1)
    ]
    centre = mean([wanted for each in samples for wanted, _ in each])
    shown: dict[Kind, Expr] = {}
    for kind in shape.measures:
        key = Key(kind, None, None, None, None, epoch)
        formula = MEASURES[kind].formula(Measured(samples, centre, shape.border, shown))
        plan.work(key, formula)
        shown[key.kind] = Ref(key)


def _measured(shape: Shape) -> tuple[Kind, Kind]:
    return ("raw_target", "turned_back") if shape.normalise.outputs else ("target", "out")
