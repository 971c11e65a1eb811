"""Names of units under which two quantities would be called the same."""

from collections.abc import Iterator
from dataclasses import replace

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.yaml_nodes import Scalar
from bpcalc.locale import say
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.spelling import Spelling

MAX_SPELT = 2_000
"""Units and weights that are spelled out to compare them. Who has more gives no names."""


def say_clashes(page: SourceText, at: list[Scalar], spelling: Spelling) -> None:
    """Say which names of units make two quantities indistinguishable."""
    layout = spelling.layout
    if sum(layout.sizes) > MAX_SPELT:
        return
    found = dict(_clashes(spelling))
    if not found:
        return
    # What clashes under the usual names, too, is the notation's own way of writing.
    usual = replace(layout, units=default_units(layout.sizes), own_names={})
    for _, pair in _clashes(Spelling(spelling.notation, usual)):
        found = {text: keys for text, keys in found.items() if keys != pair}
    for text, keys in found.items():
        node = _culprit(at, layout, keys)
        if node.text.strip() in layout.own_names.values():
            says = say(
                "another quantity has the name `{name}` too; choose another name for this weight",
                name=quotable(text),
            )
            page.fault(node, says)
            continue
        says = say(
            "with a unit called `{unit}`, two quantities would have the name `{name}`; rename it",
            unit=quotable(node.text.strip()),
            name=quotable(text),
        )
        page.fault(node, says)


def _culprit(at: list[Scalar], layout: Layout, keys: tuple[Key, Key]) -> Scalar:
    """Return the name that makes two keys clash, as well as can be told."""
    own = {layout.own_names[key] for key in keys if key in layout.own_names}
    named = [node for node in at if node.text.strip() in own]
    if named:
        return named[-1]
    names = [
        layout.units[key.layer][key.unit - 1] for key in keys if key.layer is not None and key.unit
    ]
    named = [node for node in at if node.text.strip() in names]
    return (named or at)[-1]


def _clashes(spelling: Spelling) -> Iterator[tuple[str, tuple[Key, Key]]]:
    """Yield every name or symbol that stands for two quantities, with the two."""
    seen: dict[str, Key] = {}
    for key in _keys(spelling.layout):
        for text in spelling.form(key):
            if seen.setdefault(text, key) != key:
                yield text, (seen[text], key)


def _keys(layout: Layout) -> Iterator[Key]:
    """Yield the keys whose names may depend on a unit, or may be taken by one."""
    last = len(layout.sizes) - 1
    yield from (
        Key("learning_rate"),
        Key("momentum"),
        Key("total_error"),
        Key("total_error", sample=1),
    )
    for unit in range(1, layout.sizes[0] + 1):
        yield Key("input", 0, unit)
    for layer in range(1, last + 1):
        yield from _of_biases(layout, layer)
        for unit in range(1, layout.sizes[layer] + 1):
            yield from (
                Key(kind, layer, unit) for kind in ("net", "out", "error_slope", "slope", "delta")
            )
    for unit in range(1, layout.sizes[last] + 1):
        yield from (Key("target", last, unit), Key("error", last, unit))
    graph = layout.graph or Graph(layout.sizes)
    if graph.weights <= MAX_SPELT:
        for layer in graph.layers:
            for key in graph.parameters(layer, biases=False):
                yield from (key, *_of_own_name(layout, key))


def _of_own_name(layout: Layout, weight: Key) -> Iterator[Key]:
    """Yield what a weight's own name is part of: its gradient and its new value."""
    if weight in layout.own_names:
        yield weight.turned("weight_gradient", None, None)
        yield weight.turned("new_weight", None, None)


def _of_biases(layout: Layout, layer: int) -> Iterator[Key]:
    if layout.shared_bias[layer - 1]:
        yield Key("bias", layer)
    else:
        for unit in range(1, layout.sizes[layer] + 1):
            yield Key("bias", layer, unit)
