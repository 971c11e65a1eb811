"""Whose names a file uses that does not say so, and for a network of which sizes.

People copy `v11` or `w14` from a book without saying which. What all names of weights and biases
tell is taken and said; where they tell two things, the file has to say which one.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.layers_by_name import with_layer_first
from bpcalc.exercise.matrices import Ends
from bpcalc.exercise.name_table import as_looked_up, other_names
from bpcalc.exercise.named_weights import MAX_NAMED_WEIGHTS, first_layer
from bpcalc.exercise.receiver_first import names_receiver_first, receiver_last
from bpcalc.exercise.threshold_names import added_in, subtracted
from bpcalc.exercise.unit_names import names_in_sentences
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import enumerated, later, say
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.notations import NOTATIONS, Notation
from bpcalc.notation.spelling import Spelling

DEFAULT_NOTATION = "mazur"

Sizes = list[tuple[int, ...]]
"""Of the layers of several networks."""


def has_places(node: Node) -> bool:
    """Return whether the weights of a file say where they stand."""
    return isinstance(node, YamlMapping) and any(
        isinstance(value, YamlMapping) for _, value in node.pairs
    )


class Reading(NamedTuple):
    """One way to understand the names of a file.

    Attributes:
        notation: whose names they are.
        sizes: of the layers.
        keys: what each name stands for.
        exact: whether they are written just so.
    """

    notation: str
    sizes: tuple[int, ...]
    keys: tuple[Key, ...]
    exact: bool


class Recognised(NamedTuple):
    """What the names of a file tell.

    Attributes:
        notation: whose names they are.
        sizes: of the layers; None where the file says them, or nothing tells.
        own: the notation, if it is no book's.
        turned: what names stand for of which the unit that receives is the first; they stay.
    """

    notation: str | None
    sizes: tuple[int, ...] | None = None
    own: Notation | None = None
    turned: Mapping[str, Key] = MappingProxyType({})

    @property
    def spelt(self) -> Notation | None:
        """The notation itself."""
        if self.own is not None or self.notation is None:
            return self.own
        return NOTATIONS[self.notation]


def recognised(
    page: SourceText,
    keys: Mapping[str, Node],
    ends: Ends,
    notation: str | None,
    own: Notation | None = None,
) -> Recognised:
    """Return whose names a file uses, and the sizes of the layers where only names tell them.

    Args:
        page: for what is taken, and for what has to be said.
        keys: of the whole file.
        ends: the lengths of the samples.
        notation: which the file says, or the usual one; None if it names one that there is not.
        own: the notation itself, if it is no book's.
    """
    node = keys.get("weights")
    if notation is None or not isinstance(node, YamlMapping) or has_places(node):
        return Recognised(notation, None, own)
    if len(node.pairs) > MAX_NAMED_WEIGHTS:
        return Recognised(notation, None, own)
    said = "notation" in keys
    sizes = list(_sizes(keys, ends, len(node.pairs)))
    usual = list(_readings(keys, node, [own or NOTATIONS[notation]], sizes))
    if not usual and not said:
        others = [other for name, other in NOTATIONS.items() if name != notation]
        found = list(_readings(keys, node, others, sizes))
        if found:
            return _among(page, node, found, notation, keys)
    if not usual:
        named = [own or NOTATIONS[notation]] if said else [*NOTATIONS.values()]
        return _turned(page, keys, named, sizes) or Recognised(notation, None, own)
    return Recognised(notation, _told(page, node, usual, keys), own)


def _turned(
    page: SourceText, keys: Mapping[str, Node], notations: list[Notation], sizes: Sizes
) -> Recognised | None:
    """Return what names tell that are none as they stand, but are with the receiver first."""
    node = keys["weights"]
    assert isinstance(node, YamlMapping)
    other = receiver_last(node)
    if other is None:
        return None
    both = [notation for notation in notations if not notation.counts_weights]
    found = list(_readings(keys, other, both, sizes))
    if len(found) != 1:
        return None
    [reading] = found
    own = next(each for each in both if each.name == reading.notation)
    order = later(
        "these weights have the unit that receives first: {places}; other quantities are named as "
        "in the notation {name}"
    )
    if names_receiver_first(own):
        order = later(
            "these weights have the unit that sends first: {places}; other quantities are named as "
            "in the notation {name}"
        )
    says = say(order, places=_places(node, reading, keys), name=reading.notation)
    page.note(node, says + ("" if "notation" in keys else added_in(keys, own)))
    _told(page, node, found, keys)
    names = (name.text for name, _ in node.pairs)
    return Recognised(
        reading.notation,
        reading.sizes,
        None if own.name in NOTATIONS else own,
        dict(zip(names, reading.keys, strict=True)),
    )


def _among(
    page: SourceText,
    node: YamlMapping,
    found: list[Reading],
    notation: str,
    keys: Mapping[str, Node],
) -> Recognised:
    """Choose among the readings in other notations than the usual one."""
    exact = [reading for reading in found if reading.exact]
    names = list(dict.fromkeys(reading.notation for reading in exact or found))
    if len(names) > 1:
        says = say(
            "these names are those of several notations: {names}; say which with `notation`",
            names=enumerated(names),
        )
        page.fault(node, says)
    if len(names) != 1:
        return Recognised(notation)
    says = say(
        "these are the names of the notation {name}, which is used: {places}; `notation: {name}` "
        "says so",
        name=names[0],
        places=_places(node, (exact or found)[0], keys),
    )
    page.note(node, says + added_in(keys, NOTATIONS[names[0]]))
    return Recognised(names[0], _told(page, node, exact or found, keys))


def _places(node: YamlMapping, reading: Reading, keys: Mapping[str, Node]) -> str:
    """Return what a name of each layer of weights connects, which tells the order of its indices.

    It is the first one whose two numbers differ, if there is one: `w11` connects the same two
    units, whichever of its numbers is that of the unit that receives. Where units are counted
    through all layers, any two numbers differ.
    """
    units = names_in_sentences(keys.get("units"), reading.sizes)
    counted = reading.notation in NOTATIONS and NOTATIONS[reading.notation].counts_units
    shown: dict[int, tuple[str, Key]] = {}
    told: set[int] = set()
    for (name, _), key in zip(node.pairs, reading.keys, strict=True):
        layer = key.layer or 0
        tells = counted or key.unit != key.source
        if key.kind == "weight" and (layer not in shown or (tells and layer not in told)):
            shown[layer] = name.text, key
            told |= {layer} if tells else set()
    return enumerated(_connects(*shown[layer], units=units) for layer in sorted(shown)[:MAX_PLACES])


def _connects(name: str, key: Key, units: tuple[tuple[str, ...], ...]) -> str:
    assert key.sender is not None
    assert key.receiver is not None
    return say(
        "{weight} connects {source} → {unit}",
        weight=quotable(name),
        source=units[key.sender.layer][key.sender.unit - 1],
        unit=units[key.receiver.layer][key.receiver.unit - 1],
    )


MAX_PLACES = 3
"""Layers of weights of which a place is told."""


def _told(
    page: SourceText, node: YamlMapping, found: list[Reading], keys: Mapping[str, Node]
) -> tuple[int, ...] | None:
    """Return the sizes that only the names tell, if they tell one thing."""
    sizes = {reading.sizes for reading in found}
    if "layers" in keys or len(sizes) != 1:
        return None
    told = sizes.pop()
    listed = enumerated(map(str, told))
    page.note(node, say("the layers were taken to be [{sizes}]; `layers` says so", sizes=listed))
    return told


def _sizes(keys: Mapping[str, Node], ends: Ends, names: int) -> Iterator[tuple[int, ...]]:
    """Yield the sizes of the layers that the file says, or that so many names may have."""
    layers = keys.get("layers")
    if layers is not None:
        items = layers.items if isinstance(layers, YamlSequence) else ()
        texts = [item.text for item in items if isinstance(item, Scalar)]
        if len(texts) > 1 and all(text.isdecimal() and len(text) < 5 for text in texts):
            yield tuple(map(int, texts))
        return
    if ends.inputs is None or ends.targets is None:
        return
    yield ends.inputs, ends.targets
    for hidden in range(1, names // (ends.inputs + ends.targets) + 1):
        yield ends.inputs, hidden, ends.targets


def _readings(
    keys: Mapping[str, Node],
    node: YamlMapping,
    notations: list[Notation],
    sizes: Sizes,
) -> Iterator[Reading]:
    for notation in notations:
        for layers in sizes:
            if sum(a * b for a, b in pairwise(layers)) > MAX_NAMED_WEIGHTS:
                continue
            reading = _reading(keys, node, notation, layers)
            if reading is not None:
                yield reading


def _reading(
    keys: Mapping[str, Node], node: YamlMapping, notation: Notation, sizes: tuple[int, ...]
) -> Reading | None:
    """Return what the names stand for in a notation; None if some are none, or weights missing."""
    connections = sum(a * b for a, b in pairwise(sizes))
    if len(node.pairs) < connections and "given" not in keys:
        return None  # some weight has no name, whatever the names are
    minus = subtracted(keys, notation)
    layout = Layout(
        default_units(sizes),
        (False,) * (len(sizes) - 1),
        thresholds=minus,
        first_layer=first_layer(keys),
    )
    spelling = Spelling(notation, layout)
    weights = set(Graph(sizes).every_connection)
    biases = [
        Key("bias", layer, unit)
        for layer in range(1, len(sizes))
        for unit in (*range(1, sizes[layer] + 1), None)
    ]
    names = [name.text for name, _ in node.pairs]
    found, exact = _keys(spelling, names, [*weights, *biases])
    if found is None or not (weights <= set(found) or "given" in keys):
        return None
    given = keys.get("thresholds", keys.get("biases"))
    if isinstance(given, YamlMapping):
        others, also = _keys(spelling, [name.text for name, _ in given.pairs], biases)
        if others is None:
            return None
        exact = exact and also
    return Reading(notation.name, sizes, tuple(found), exact)


def _keys(spelling: Spelling, names: list[str], keys: list[Key]) -> tuple[list[Key] | None, bool]:
    """Return what names stand for, None if some stand for nothing, and whether they are exact."""
    table: dict[str, Key] = {}
    for key in keys:
        for text in spelling.form(key):
            table.setdefault(text, key)
    known_keys = set(keys)
    for text, key in other_names(spelling).items():
        if key in known_keys:
            table.setdefault(text, key)
    loosely = spelling.loosely(keys)
    exact = [table.get(name) or table.get(with_layer_first(name)) for name in names]
    found = [
        key or loosely.get(text := as_looked_up(spelling, name)) or loosely.get(text.lower())
        for key, name in zip(exact, names, strict=True)
    ]
    known = [key for key in found if key is not None]
    return (known if len(known) == len(found) else None), None not in exact
