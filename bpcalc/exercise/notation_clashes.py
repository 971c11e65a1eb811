"""Quantities that a notation of one's own would give one name."""

from collections.abc import Container, Iterator, Mapping
from itertools import chain

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import say
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BELONGS_TO, INFO, KINDS, MOMENT_KINDS, OF_UNITS, RATES, words
from bpcalc.notation.layout import Layout
from bpcalc.notation.spelling import Spelling

MAX_SPELT = 2_000
"""Units or weights of a network up to which all names are compared."""

TRIALS = ((2, 3, 2), (2, 2, 1), (1, 1, 1), (2, 1), (12, 11, 2))
"""Networks in which no two quantities may have one name.

Networks with several hidden layers are looked at when an exercise has one: not every lecture does.
"""


def fit_notation(page: SourceText, keys: Mapping[str, Node], spelling: Spelling) -> None:
    """Say where a notation of one's own gives two quantities of this network one name.

    Args:
        page: for the fault.
        keys: of the whole file.
        spelling: of the exercise.
    """
    kinds = frozenset(KINDS) if {"optimizer", "optimiser"} & keys.keys() else USUAL_KINDS
    clash = first_clash(spelling, kinds)
    if clash:
        page.fault(keys["notation"], clash)


def first_clash(spelling: Spelling, kinds: Container[Kind]) -> str:
    """Return which two quantities of a network have one name, "" if none have."""
    layout = spelling.layout
    if sum(layout.sizes) > MAX_SPELT or layout.weights_before[-1] > MAX_SPELT:
        return ""
    return next((says_twice(layout, *clash) for clash in clashing_names(spelling, kinds)), "")


def clashing_names(spelling: Spelling, kinds: Container[Kind]) -> Iterator[tuple[str, Key, Key]]:
    """Yield every name or symbol that two quantities of these kinds have, with the two."""
    seen: dict[str, Key] = {}
    for key in _every_quantity(spelling.layout):
        if key.kind in kinds:
            for form in dict.fromkeys(spelling.form(key)):
                if seen.setdefault(form, key) != key:
                    yield form, seen[form], key


def says_twice(layout: Layout, form: str, one: Key, other: Key) -> str:
    """Return that two quantities have one name or symbol."""
    return say(
        "`{name}` would be the name of two quantities: {one} and {other}; tell them apart",
        name=quotable(form),
        one=_described(layout, one),
        other=_described(layout, other),
    )


def _described(layout: Layout, key: Key) -> str:
    """Return what a quantity is and where, such as `net input (h1)`."""
    units = [layout.units[node.layer][node.unit - 1] for node in (key.sender, key.receiver) if node]
    where = " → ".join(units) or ("" if key.layer is None else say("layer {n}", n=key.layer))
    return f"{words(key.kind)} ({where})" if where else words(key.kind)


USUAL_KINDS = frozenset(KINDS) - MOMENT_KINDS - (RATES - {"learning_rate", "momentum"})
"""What an exercise without an optimiser has."""


def _every_quantity(layout: Layout) -> Iterator[Key]:
    """Yield one key for everything that has a name in a network."""
    yield from (Key(kind) for kind in KINDS if INFO[kind].place == "whole" and kind != "layer_rate")
    yield Key("total_error", sample=1)
    biases = [
        (None,) if shared else tuple(range(1, size + 1))
        for shared, size in zip(layout.shared_bias, layout.sizes[1:], strict=True)
    ]
    graph = layout.graph or Graph(layout.sizes, tuple(biases))
    yield from (Key("layer_rate", layer) for layer in graph.layers)
    for node in graph.nodes(0):
        yield from (Key("input", *node), Key("error_slope", *node))
    for node in chain.from_iterable(map(graph.nodes, graph.layers)):
        yield from (Key(kind, *node) for kind in OF_UNITS)
    for node in graph.nodes(graph.last):
        yield from (Key("target", *node), Key("error", *node))
    for parameter in chain.from_iterable(map(graph.parameters, graph.layers)):
        yield parameter
        yield from (
            parameter._replace(kind=kind)
            for kind in KINDS
            if BELONGS_TO.get(kind) == parameter.kind
        )
