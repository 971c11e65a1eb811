"""How the weights of a drawing are counted: by the unit that receives, or by the one that sends."""

from collections.abc import Mapping
from dataclasses import replace

from bpcalc.exercise.collections import entries, wrong_length
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.recognition import has_places
from bpcalc.exercise.scalars import choice
from bpcalc.exercise.spec import Numbering
from bpcalc.exercise.yaml_nodes import Node, YamlMapping, YamlSequence
from bpcalc.locale import enumerated, say
from bpcalc.maths.keys import Key
from bpcalc.notation.layout import Layout
from bpcalc.notation.notations import Notation
from bpcalc.notation.spelling import Spelling

OTHER: dict[Numbering, Numbering] = {"to": "from", "from": "to"}


def read_numbering(
    page: SourceText, keys: Mapping[str, Node], notation: Notation, layers: int | None
) -> tuple[Numbering, ...]:
    """Return how weights are counted, layer by layer; () for by receiving unit everywhere."""
    node = keys.get("numbering")
    if node is None:
        return ()
    if has_places(keys.get("weights", node)):
        says = say("these weights have names of their own, so there is nothing to count")
        page.fault(node, say("leave out `numbering`: {reason}", reason=says))
        return ()
    if not notation.counts_weights:
        says = say(
            "the names of weights in the notation {notation} tell both units that they connect",
            notation=notation.name,
        )
        page.fault(node, say("leave out `numbering`: {reason}", reason=says))
        return ()
    read = read_ways(page, node, layers)
    return () if set(read) == {"to"} else read


def read_ways(page: SourceText, node: Node, layers: int | None) -> tuple[Numbering, ...]:
    """Return `to` or `from` for every layer; () with a fault, or if their number is not known."""
    nodes = node.items if isinstance(node, YamlSequence) else (node,) * (layers or 0)
    if isinstance(node, YamlSequence) and layers is not None and len(nodes) != layers:
        expected = say("{entries}, one for each layer of weights", entries=entries(layers))
        wrong_length(page, node, expected, layers)
        return ()
    ways: list[Numbering] = []
    for item in nodes if isinstance(node, YamlSequence) else (node,):
        way = choice(page, item, ("to", "from"))
        if way is None:
            return ()
        ways.append("from" if way == "from" else "to")
    return tuple(ways) if isinstance(node, YamlSequence) else tuple(ways * len(nodes))


def refuse_rows(page: SourceText, keys: Mapping[str, Node]) -> None:
    """Say that weights by name have no rows."""
    if "weight_rows" in keys and isinstance(keys.get("weights"), YamlMapping):
        says = say(
            "`weight_rows` says how matrices are written, and these weights have names; "
            "if the drawing counts them by the sending unit, say `numbering: from`"
        )
        page.fault(keys["weight_rows"], says)


def taken(spelling: Spelling) -> str:
    """Return what was taken for the numbering that a file does not tell; "" where it is no matter.

    >>> from bpcalc.notation.layout import Layout, default_units
    >>> from bpcalc.notation.notations import NOTATIONS
    >>> taken(Spelling(NOTATIONS["mazur"], Layout(default_units((2, 2, 1)))))[:20]
    'w2 connects i2 → h1;'
    """
    layout = spelling.layout
    if layout.numbering or not spelling.notation.counts_weights:
        return ""
    ways: list[Numbering] = ["from" for _ in layout.sizes[1:]]
    other = replace(layout, numbering=tuple(ways))
    found: dict[int, str] = {}
    for key in _in_order(layout):
        layer = key.layer or 0
        if layer not in found and layout.weight_number(key) != other.weight_number(key):
            found[layer] = _connects(spelling, key)
    if not found:
        return ""
    places = enumerated(found[layer] for layer in sorted(found)[:MAX_TOLD_LAYERS])
    if len(found) == 1:
        return say(
            "{places}; if your drawing counts by the sending unit, say `numbering: from`, or a "
            "list, one a layer",
            places=places,
        )
    mixed = ["from" if layer == max(found) else "to" for layer in range(1, len(layout.sizes))]
    return say(
        "{places}; if your drawing counts by the sending unit, say `numbering: from`, or where it "
        "does so in some layers only, a list such as `numbering: [{mixed}]`",
        places=places,
        mixed=", ".join(mixed),
    )


MAX_TOLD_LAYERS = 3
"""Layers of weights of which a place is told."""


def _connects(spelling: Spelling, key: Key) -> str:
    """Return which two units a weight connects."""
    units = spelling.layout.units
    assert key.sender is not None
    return say(
        "{weight} connects {source} → {unit}",
        weight=spelling.name(key),
        source=units[key.sender.layer][key.sender.unit - 1],
        unit=units[key.layer or 0][(key.unit or 1) - 1],
    )


def _in_order(layout: Layout) -> list[Key]:
    """Return the weights in which the two ways of counting may first differ."""
    return [
        Key("weight", layer, unit, source)
        for layer in range(1, len(layout.sizes))
        for unit in (1, 2)[: layout.sizes[layer]]
        for source in (1, 2)[: layout.sizes[layer - 1]]
    ]
