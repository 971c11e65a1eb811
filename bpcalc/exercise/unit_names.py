"""The names that a file gives its units."""

from collections import Counter
from itertools import chain

from bpcalc.exercise.collections import entries, names_of, not_a, read_mapping, wrong_length
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.scalars import name
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.layout import default_units


class Units(NamedTuple):
    """The names of the units as they stand there, by place; None where none is given."""

    inputs: YamlSequence | None
    hidden: YamlSequence | None
    outputs: YamlSequence | None


def units(page: SourceText, node: Node) -> Units | None:
    """Return the lists of names, each of them a list."""
    parts = ("inputs", "hidden", "outputs")
    keys = read_mapping(page, node, say("a mapping of inputs, hidden and outputs"), parts)
    if keys is None:
        return None
    lists: list[YamlSequence | None] = []
    for part in parts:
        value = keys.get(part)
        if value is not None and not isinstance(value, YamlSequence):
            not_a(page, value, say("a list of names"))
            value = None
        lists.append(value)
    return Units(*lists)


def named(
    page: SourceText, read: Units | None, sizes: tuple[int, ...]
) -> tuple[list[list[str]] | None, list[Scalar]]:
    """Return the names of all units, layer by layer, and where the file gives them.

    The names are None if some of them could not be read.
    """
    names = [list(layer) for layer in default_units(sizes)]
    if read is None:
        return names, []
    lists = _by_layer(page, read, len(sizes) - 1)
    at: list[Scalar] = []
    for layer, node in lists or ():
        own = _layer_names(page, node, layer, sizes[layer])
        if own is None:
            lists = None
        else:
            names[layer] = [text for text, _ in own]
            at.extend(where for _, where in own)
    return (None if lists is None else names), at


def names_in_sentences(node: Node | None, sizes: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the names of all units for a sentence: those of the file, where they can be read."""
    names = default_units(sizes)
    if not isinstance(node, YamlMapping):
        return names
    parts = {key.text: value for key, value in node.pairs}
    hidden = parts.get("hidden")
    inner = hidden.items if isinstance(hidden, YamlSequence) else ()
    if inner and isinstance(inner[0], Scalar):
        inner = (hidden,) if hidden else ()
    listed = [parts.get("inputs"), *inner, parts.get("outputs")]
    if len(listed) != len(sizes):
        return names
    return tuple(
        own if len(own := _texts(layer)) == size else usual
        for layer, size, usual in zip(listed, sizes, names, strict=True)
    )


def _texts(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, YamlSequence) else ()
    return tuple(quotable(item.text.strip()) for item in items if isinstance(item, Scalar))


def repeated(page: SourceText, at: list[Scalar], units: list[list[str]]) -> bool:
    """Return whether two units have the same name; say so if they do."""
    seen = Counter(chain.from_iterable(units))
    twice = [node for node in at if seen[node.text.strip()] > 1]
    for node in twice[1:] or twice:
        says = say(
            "another unit is called `{name}` too; choose another name",
            name=quotable(node.text.strip()),
        )
        page.fault(node, says)
    return bool(twice)


def _by_layer(page: SourceText, read: Units, last: int) -> list[tuple[int, Node]] | None:
    """Pair the lists of names with the numbers of their layers."""
    hidden = _hidden(page, read.hidden, last - 1) if read.hidden else []
    if hidden is None:
        return None
    inputs: list[tuple[int, Node]] = [(0, read.inputs)] if read.inputs else []
    outputs: list[tuple[int, Node]] = [(last, read.outputs)] if read.outputs else []
    return [*inputs, *hidden, *outputs]


def _hidden(page: SourceText, node: YamlSequence, layers: int) -> list[tuple[int, Node]] | None:
    flat = bool(node.items) and all(isinstance(item, Scalar) for item in node.items)
    if flat and layers == 1:
        return [(1, node)]
    if len(node.items) == layers and not flat:
        return list(enumerate(node.items, start=1))
    expected = say("{entries}, a list of names for each hidden layer", entries=entries(layers))
    wrong_length(page, node, expected, layers)
    return None


def _layer_names(
    page: SourceText, node: Node, layer: int, size: int
) -> list[tuple[str, Scalar]] | None:
    if not isinstance(node, YamlSequence):
        not_a(page, node, say("a list of names"))
        return None
    read = [(name(page, item), item) for item in node.items]
    own = [(text, item) for text, item in read if text is not None and isinstance(item, Scalar)]
    if len(read) != size:
        expected = say(
            "{names}, one for each unit of layer {layer}", names=names_of(size), layer=layer
        )
        wrong_length(page, node, expected, size)
    return own if len(own) == size == len(read) else None
