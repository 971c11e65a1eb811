"""The names that a file gives its units."""

from typing import NamedTuple

from bpcalc.exercise.events import Items, Node, Scalar
from bpcalc.exercise.page import Page
from bpcalc.exercise.records import entries, names_of, not_a, record, wrong_length
from bpcalc.exercise.scalars import name
from bpcalc.locale import say
from bpcalc.notation.layout import default_units


class Units(NamedTuple):
    """The names of the units as they stand there, by place; None where none is given."""

    inputs: Items | None
    hidden: Items | None
    outputs: Items | None


def units(page: Page, node: Node) -> Units | None:
    """Return the lists of names, each of them a list."""
    parts = ("inputs", "hidden", "outputs")
    keys = record(page, node, say("a mapping of inputs, hidden and outputs"), parts)
    if keys is None:
        return None
    lists: list[Items | None] = []
    for part in parts:
        value = keys.get(part)
        if value is not None and not isinstance(value, Items):
            not_a(page, value, say("a list of names"))
            value = None
        lists.append(value)
    return Units(*lists)


def named(
    page: Page, read: Units | None, sizes: tuple[int, ...]
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


def _by_layer(page: Page, read: Units, last: int) -> list[tuple[int, Node]] | None:
    """Pair the lists of names with the numbers of their layers."""
    hidden = _hidden(page, read.hidden, last - 1) if read.hidden else []
    if hidden is None:
        return None
    inputs: list[tuple[int, Node]] = [(0, read.inputs)] if read.inputs else []
    outputs: list[tuple[int, Node]] = [(last, read.outputs)] if read.outputs else []
    return [*inputs, *hidden, *outputs]


def _hidden(page: Page, node: Items, layers: int) -> list[tuple[int, Node]] | None:
    flat = bool(node.items) and all(isinstance(item, Scalar) for item in node.items)
    if flat and layers == 1:
        return [(1, node)]
    if len(node.items) == layers and not flat:
        return list(enumerate(node.items, start=1))
    expected = say("{entries}, a list of names for each hidden layer", entries=entries(layers))
    wrong_length(page, node, expected, layers)
    return None


def _layer_names(page: Page, node: Node, layer: int, size: int) -> list[tuple[str, Scalar]] | None:
    if not isinstance(node, Items):
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
