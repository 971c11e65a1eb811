"""How a file wants its data brought to one scale, and its outputs measured."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bpcalc.exercise.collections import not_a, read_items, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.scalars import choice, number
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node, YamlMapping, YamlSequence
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Kind
from bpcalc.maths.measures import MEASURE_KINDS, MEASURES
from bpcalc.maths.normalising import SCALE_ALIASES, SCALES, Normalising

PARTS = ("inputs", "outputs")
NORMALISE_KEYS = (*PARTS, "range", "bounds")
Pair = tuple[Number, Number]


def read_normalising(page: SourceText, node: Node) -> Normalising | None:
    """Return how data are brought to one scale; None, with a fault, if that cannot be."""
    keys = read_mapping(page, node, say("a mapping such as {inputs: min_max}"), NORMALISE_KEYS)
    if keys is None:
        return None
    if keys.keys().isdisjoint(PARTS):
        not_a(page, node, say("a scale for inputs or outputs, such as {inputs: min_max}"))
        return None
    read: dict[str, Any] = {
        part: choice(page, keys[part], SCALES, aliases=SCALE_ALIASES)
        for part in PARTS
        if part in keys
    }
    if "range" in keys:
        ends = _pair(page, keys["range"])
        if ends is None:
            return None
        read["low"], read["high"] = ends
    if "bounds" in keys:
        read |= _bounds(page, keys["bounds"], read)
    return None if None in read.values() else Normalising(**read)


def _bounds(page: SourceText, node: Node, scales: Mapping[str, Any]) -> dict[str, Any]:
    expected = say("a mapping such as {inputs: [[0, 100]]}")
    given = read_mapping(page, node, expected, PARTS) or {}
    read: dict[str, Any] = {}
    for part, inner in given.items():
        if scales.get(part) != "min_max":
            page.fault(inner, say("bounds belong to `{part}: min_max`", part=part))
            continue
        items = read_items(page, inner, say("a pair of numbers for every unit")) or ()
        if items and not isinstance(items[0], YamlSequence):
            items = (inner,)  # one pair, for all of them
        pairs = tuple(_pair(page, item) for item in items)
        read["input_bounds" if part == "inputs" else "output_bounds"] = (
            None if None in pairs else pairs
        )
    return read


def _pair(page: SourceText, node: Node) -> Pair | None:
    expected = say("a lower and a higher number, such as [0.1, 0.9]")
    items = node.items if isinstance(node, YamlSequence) else ()
    numbers = [number(page, item) for item in items]
    if len(items) != 2 or None in numbers:
        not_a(page, node, expected)
        return None
    low, high = (each for each in numbers if each is not None)
    if low.value >= high.value:
        not_a(page, node, expected)
        return None
    return low, high


def read_measures(page: SourceText, node: Node) -> tuple[Kind, ...] | None:
    """Return what is to be said of the outputs at the end."""
    items = read_items(page, node, say("a list such as [mse, mae]")) or ()
    names = [choice(page, item, MEASURE_KINDS, aliases={}) for item in items]
    if not names or None in names:
        return None
    wanted = set(names)
    return tuple(kind for kind in MEASURE_KINDS if kind in wanted)


def fit_scales(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> Exercise:
    """Compare scales and measures with the data; return the exercise with the usual measures."""
    exercise = _one_pair_for_all(page, keys, exercise)
    if "normalise" in keys or "normalize" in keys:
        node = keys.get("normalise", keys.get("normalize"))
        assert node is not None
        if exercise.given:
            page.fault(node, say("given quantities and normalised data do not go together"))
        for name in _constant(exercise):
            says = say(
                "`{name}` is the same in all samples and has no scale; give its bounds, or leave "
                "it out",
                name=name,
            )
            page.fault(node, says)
        if "measures" not in keys and exercise.normalise.outputs and exercise.has_targets:
            usual = tuple(measure.kind for measure in MEASURES.values() if measure.usual)
            exercise = replace(exercise, measures=usual)
            hindrances = _hindrances(exercise)
            hindered = {kind for kind, _ in hindrances}
            for _, says in hindrances:
                page.note(node, say("a measure is left out: {reason}", reason=says))
            left = tuple(kind for kind in usual if kind not in hindered)
            exercise = replace(exercise, measures=left)
    if "measures" in keys:
        for _, says in _hindrances(exercise):
            page.fault(keys["measures"], says)
    return exercise


def _one_pair_for_all(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> Exercise:
    """Return the exercise with a pair of bounds for every unit."""
    scale = exercise.normalise
    for field, count in (
        ("input_bounds", exercise.sizes[0]),
        ("output_bounds", exercise.sizes[-1]),
    ):
        pairs = getattr(scale, field)
        at = keys.get("normalise", keys.get("normalize"))
        if len(pairs) == 1 and (count == 1 or _is_flat(at, field)):
            scale = replace(scale, **{field: pairs * count})
        elif pairs and len(pairs) != count:
            says = say(
                "expected {n} pairs of bounds, one for every unit; found {found}",
                n=count,
                found=len(pairs),
            )
            page.fault(at or 0, says)
    return replace(exercise, normalise=scale) if scale != exercise.normalise else exercise


def _is_flat(node: Node | None, field: str) -> bool:
    """Return whether bounds are a single pair for all units: [0, 100], not [[0, 100]]."""
    for name in ("bounds", field.replace("_bounds", "s")):
        pairs = node.pairs if isinstance(node, YamlMapping) else ()
        node = next((value for key, value in pairs if key.text == name), None)
    return isinstance(node, YamlSequence) and not isinstance(node.items[0], YamlSequence)


def _constant(exercise: Exercise) -> list[str]:
    """Return the units whose numbers are all the same, so that they have no scale."""
    scale, units = exercise.normalise, exercise.units
    found: list[str] = []
    sides = [(scale.inputs and not scale.input_bounds, 0, [s.inputs for s in exercise.samples])]
    if exercise.has_targets:
        outputs = [sample.targets or () for sample in exercise.samples]
        sides.append((scale.outputs and not scale.output_bounds, -1, outputs))
    for scaled, layer, rows in sides:
        for name, numbers in zip(units[layer], zip(*rows, strict=True), strict=True):
            if scaled and len({each.value for each in numbers}) == 1:
                found.append(name)
    return found


def _hindrances(exercise: Exercise) -> list[tuple[Kind, str]]:
    """Return which measures the targets do not allow, and why."""
    rows = [[n.value for n in sample.targets] for sample in exercise.samples if sample.targets]
    asked = (MEASURES[kind] for kind in exercise.measures)
    return [(each.kind, say(each.needs)) for each in asked if not each.possible(rows)]
