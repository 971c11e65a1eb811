"""Weights with names of their own, each with its places: copied from a drawing.

    w8: {from: h1, to: o2, value: 0.45}
    v: {on: [[i1, h1], [i2, h2]], value: 0.3}

A connection may start in any earlier layer, and one weight may stand on several connections. What
is not listed is not connected.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from bpcalc.exercise.collections import not_a, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.matrices import NOT_CONNECTED, DraftRow, Ends
from bpcalc.exercise.scalars import MAX_NAME_LENGTH, number, one_line_text
from bpcalc.exercise.strange_names import first_units, place_of_a_weight
from bpcalc.exercise.yaml_nodes import Node as YamlNode
from bpcalc.exercise.yaml_nodes import Scalar, YamlMapping, YamlSequence
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key, Node
from bpcalc.named_tuples import NamedTuple
from bpcalc.nearest import nearest
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.notations import Notation
from bpcalc.notation.spelling import Spelling, loose
from bpcalc.patterns import pattern

MAX_DRAWN = 10_000
"""So many weights can have names of their own."""

DEFAULT_NAME = pattern(r"(?P<letter>[iho])(?:(?P<layer>[0-9]{1,3})_)?(?P<unit>[0-9]{1,4})")

RESERVED = pattern(r"[=:：@≈→,，;；]|\s")
"""What ends a name on a sheet of answers."""


class DrawnWeights(NamedTuple):
    """The weights, as far as they could be read.

    Attributes:
        rows: by layer and receiving unit, as of matrices.
        skips: of connections that leap over a layer.
        shared: groups of connections with one weight.
        names: of the weights.
    """

    rows: list[tuple[DraftRow, ...]]
    skips: tuple[tuple[Key, Number], ...]
    shared: tuple[tuple[Key, ...], ...]
    names: tuple[tuple[Key, str], ...]

    def graph(self, sizes: tuple[int, ...]) -> Graph:
        """Return the connections, without biases."""
        absent = (
            Key("weight", layer, unit, source)
            for layer, rows in enumerate(self.rows, start=1)
            for unit, row in enumerate(rows, start=1)
            for source, number in enumerate(row, start=1)
            if number is NOT_CONNECTED
        )
        return Graph(sizes, (), frozenset(absent), tuple(key for key, _ in self.skips), self.shared)


def named_sizes(
    keys: Mapping[str, YamlNode], ends: Ends, notation: Notation | None = None
) -> tuple[int, ...] | None:
    """Return the sizes of the layers as the names of the units tell them, None if they do not.

    Args:
        keys: of the whole file.
        ends: the lengths of the samples.
        notation: whose names units have that the file does not name.
    """
    units = keys.get("units")
    if isinstance(units, YamlMapping):
        return _listed_sizes({key.text: value for key, value in units.pairs})
    weights = keys["weights"]
    assert isinstance(weights, YamlMapping)
    names = set(_ends(weights)) - ALWAYS_ONE
    return _default_sizes(names, ends) or (_book_sizes(names, ends, notation) if notation else None)


ALWAYS_ONE = frozenset({"1", "+1", "-1"})
"""What drawings have in the place of a unit where a bias comes from."""

MAX_TRIED = 12
"""Units of a layer up to which networks are tried whose units may have these names."""


def _book_sizes(names: set[str], ends: Ends, notation: Notation) -> tuple[int, ...] | None:
    """Return the smallest network with one hidden layer, or none, that has units of these names."""
    counts = range(1, min(len(names), MAX_TRIED) + 1)
    tried: list[tuple[int, ...]] = [(one, other) for one in counts for other in counts]
    tried += [(one, hidden, other) for one in counts for hidden in counts for other in counts]
    for sizes in sorted(tried, key=sum):
        if sum(sizes) < len(names) or not ends.fit(sizes):
            continue
        layout = Layout(default_units(sizes), (False,) * (len(sizes) - 1))
        known = unit_nodes(Spelling(notation, layout))
        if names <= known.keys() or set(map(loose, names)) <= set(map(loose, known)):
            return sizes
    return None


def unit_nodes(spelling: Spelling) -> dict[str, Node]:
    """Return the units of a network by all their names: the file's, and the notation's."""
    layout: Layout = spelling.layout
    nodes: dict[str, Node] = {}
    for layer, names in enumerate(layout.units):
        for unit, name in enumerate(names, start=1):
            nodes[name] = Node(layer, unit)
    for layer, names in enumerate(layout.units):
        for unit in range(1, len(names) + 1):
            form = spelling.form(Key("out" if layer else "input", layer, unit))
            through = str(layout.units_before[layer] + unit)
            for name in (*form, *([through] if spelling.notation.counts_units else [])):
                nodes.setdefault(name, Node(layer, unit))
    return nodes


def _listed_sizes(units: Mapping[str, YamlNode]) -> tuple[int, ...] | None:
    ends = [units.get("inputs"), units.get("outputs")]
    counts = [len(end.items) if isinstance(end, YamlSequence) else 0 for end in ends]
    if not all(counts):
        return None
    hidden = units.get("hidden")
    layers = hidden.items if isinstance(hidden, YamlSequence) else ()
    if layers and isinstance(layers[0], Scalar):
        return (counts[0], len(layers), counts[1])
    sizes = [len(layer.items) if isinstance(layer, YamlSequence) else 0 for layer in layers]
    return (counts[0], *sizes, counts[1]) if all(sizes) else None


def _ends(weights: YamlMapping) -> Iterator[str]:
    """Yield the names of all units that connections start or end at."""
    for _, value in weights.pairs:
        parts = value.pairs if isinstance(value, YamlMapping) else ()
        for key, end in parts:
            if key.text in ("from", "to") and isinstance(end, Scalar):
                yield end.text
            if key.text == "on" and isinstance(end, YamlSequence):
                pairs = (pair.items for pair in end.items if isinstance(pair, YamlSequence))
                yield from (
                    item.text for pair in pairs for item in pair if isinstance(item, Scalar)
                )


def _default_sizes(names: set[str], ends: Ends) -> tuple[int, ...] | None:
    """Return the smallest sizes that have units of these names; None if some are no usual ones.

    An input or output that nothing is connected with is there if the samples have its number.
    """
    largest: dict[tuple[str, int], int] = {}
    for name in names:
        match = DEFAULT_NAME.fullmatch(name)
        if not match:
            return None
        layer = int(match["layer"] or (match["letter"] == "h"))
        place = (match["letter"], layer)
        largest[place] = max(largest.get(place, 0), int(match["unit"]))
    hidden = [largest.get(("h", layer), 0) for layer in range(1, _deepest(largest) + 1)]
    first, last = largest.get(("i", 0), 0), largest.get(("o", 0), 0)
    sizes = (max(first, ends.inputs or 0), *hidden, max(last, ends.targets or 0))
    usual = {name for layer in default_units(sizes) for name in layer} if all(sizes) else set()
    return sizes if names <= usual else None


def _deepest(largest: Mapping[tuple[str, int], int]) -> int:
    return max((layer for letter, layer in largest if letter == "h"), default=0)


def read_drawn(page: SourceText, node: YamlMapping, spelling: Spelling) -> DrawnWeights | None:
    """Return the weights of a drawing; None, with faults, if they cannot be had.

    Args:
        page: for the faults.
        node: the mapping from names to places and values.
        spelling: of the network, which names the units.
    """
    if len(node.pairs) > MAX_DRAWN:
        says = say(
            "{n} names are too many, at most {most} are read; write lists of numbers",
            n=len(node.pairs),
            most=MAX_DRAWN,
        )
        page.fault(node, says)
        return None
    before = len(page.faults)
    units = _Units(page, spelling)
    taken: dict[Key, str] = {}
    values: dict[Key, Number] = {}
    groups: list[tuple[Key, ...]] = []
    for name, value in node.pairs:
        weight = _weight(page, name, value, units)
        if weight is None:
            continue
        connections, read = weight
        for key in connections:
            if key in taken:
                _twice(page, name, taken[key], units.say(key))
            taken[key] = name.text
        groups.append(tuple(connections))
        values |= dict.fromkeys(connections, read)
    if len(page.faults) > before:
        return None
    return DrawnWeights(
        rows=_rows(spelling.layout.sizes, values),
        skips=tuple(
            (key, values[key]) for key in sorted(values, key=order) if key.source_layer is not None
        ),
        shared=tuple(group for group in groups if len(group) > 1),
        names=tuple((group[0], taken[group[0]]) for group in groups),
    )


def order(key: Key) -> tuple[int, int, int, int]:
    """Return by what connections are put in order: nearer layers before those farther back."""
    layer, unit, source = key.layer or 0, key.unit or 0, key.source or 0
    return layer, unit, 0 if key.source_layer is None else layer - key.source_layer, source


def _rows(sizes: tuple[int, ...], values: Mapping[Key, Number]) -> list[tuple[DraftRow, ...]]:
    return [
        tuple(
            tuple(
                values.get(Key("weight", layer, unit, source), NOT_CONNECTED)
                for source in range(1, sending + 1)
            )
            for unit in range(1, receiving + 1)
        )
        for layer, (sending, receiving) in enumerate(pairwise(sizes), start=1)
    ]


def _weight(
    page: SourceText, name: Scalar, value: YamlNode, units: "_Units"
) -> tuple[list[Key], Number] | None:
    """Return the connections that a weight stands on, in order, and its number."""
    if not _is_name(page, name):
        return None
    if not isinstance(value, YamlMapping):
        says = say(
            "the other weights say where they stand; so must `{name}`: {place}",
            name=quotable(name.text),
            place=units.place,
        )
        page.fault(name, says)
        return None
    expected = say("the place of a weight, such as {place}", place=units.place)
    parts = read_mapping(page, value, expected, ("from", "to", "on", "value"))
    if parts is None:
        return None
    places = list(_places(page, name, value, parts, units))
    if "value" not in parts:
        page.fault(name, say("`{name}` has no `value`", name=quotable(name.text)))
        return None
    read = number(page, parts["value"])
    connections = [units.connection(*place) for place in places]
    known = [key for key in connections if key is not None]
    if read is None or not known or len(known) < len(connections):
        return None
    if len(set(known)) < len(known):
        page.fault(value, say("a connection stands twice in this list; keep one of them"))
        return None
    return sorted(known, key=order), read


def _is_name(page: SourceText, name: Scalar) -> bool:
    if one_line_text(page, name, say("the name of a weight"), MAX_NAME_LENGTH) is None:
        return False
    if RESERVED.search(name.text):
        says = say(
            "the name of a weight has no =, :, @ or other sign of a formula; found `{name}`",
            name=quotable(name.text),
        )
        page.fault(name, says)
        return False
    return True


def _places(
    page: SourceText,
    name: Scalar,
    node: YamlMapping,
    parts: Mapping[str, YamlNode],
    units: "_Units",
) -> Iterator[tuple[YamlNode, YamlNode]]:
    """Yield where the connections of a weight start and end."""
    if "on" in parts and ("from" in parts or "to" in parts):
        page.fault(node, say("`on` and `from`, `to` exclude each other; give one of the two"))
    elif "on" in parts:
        listed = parts["on"]
        if isinstance(listed, YamlSequence) and not listed.items:
            page.fault(listed, say("`{name}` stands on no connection", name=quotable(name.text)))
        for pair in listed.items if isinstance(listed, YamlSequence) else (listed,):
            if isinstance(pair, YamlSequence) and len(pair.items) == 2:
                yield pair.items[0], pair.items[1]
            else:
                not_a(
                    page, pair, say("the two ends of a connection, such as {ends}", ends=units.ends)
                )
    elif "from" in parts and "to" in parts:
        yield parts["from"], parts["to"]
    else:
        says = say(
            "`{name}` needs the two units that it connects: {place}; a bias is a number, {bias}",
            name=quotable(name.text),
            place=units.place,
            bias=units.bias,
        )
        page.fault(name, says)


def _twice(page: SourceText, name: Scalar, other: str, connection: str) -> None:
    says = say(
        "`{other}` stands on the connection {connection} already; keep one of them",
        other=quotable(other),
        connection=connection,
    )
    page.fault(name, says)


class _Units:
    """The units of the network by all their names.

    Attributes:
        place: how a weight is written, `ends` the two units of a connection, `bias` a bias, each
            with units of this network, for a sentence that shows it.
    """

    def __init__(self, page: SourceText, spelling: Spelling) -> None:
        self._page = page
        self._layout: Layout = spelling.layout
        self.place = place_of_a_weight(spelling)
        source, unit = first_units(spelling)
        self.ends = f"[{source}, {unit}]"
        name = spelling.name(Key("bias", 1, 1)) if self._layout.units[1] else f"b_{unit}"
        self.bias = f"{name}: 0.35"
        self._nodes = unit_nodes(spelling)
        self._loosely: dict[str, Node | None] = {}
        for name, node in self._nodes.items():
            known = self._loosely.setdefault(loose(name), node)
            if known != node:
                self._loosely[loose(name)] = None

    def connection(self, start: YamlNode, end: YamlNode) -> Key | None:
        """Return the weight of a connection; None, with a fault, if it cannot be."""
        source, target = self._unit(start), self._unit(end)
        if source is None or target is None:
            return None
        if source.layer >= target.layer:
            says = say(
                "a connection leads forward, from an earlier layer to a later one; "
                "{source} → {target} does not",
                source=self.name(source),
                target=self.name(target),
            )
            self._page.fault(end, says)
            return None
        leaps = None if source.layer == target.layer - 1 else source.layer
        return Key("weight", *target, source.unit, source_layer=leaps)

    def name(self, node: Node) -> str:
        return self._layout.units[node.layer][node.unit - 1]

    def say(self, key: Key) -> str:
        """Return a connection in words."""
        assert key.sender is not None
        assert key.receiver is not None
        return f"{self.name(key.sender)} → {self.name(key.receiver)}"

    def _unit(self, node: YamlNode) -> Node | None:
        if not isinstance(node, Scalar):
            not_a(self._page, node, say("the name of a unit"))
            return None
        found = self._nodes.get(node.text) or self._loosely.get(loose(node.text))
        if found is None and node.text in ALWAYS_ONE:
            self._page.fault(
                node, say("no unit is called 1; a bias stands here as {bias}", bias=self.bias)
            )
        elif found is None:
            close = nearest(node.text[:MAX_NAME_LENGTH], self._nodes)
            hint = say("; did you mean `{name}`?", name=close) if close else ""
            says = say("there is no unit `{name}`{hint}", name=quotable(node.text), hint=hint)
            self._page.fault(node, says)
        return found
