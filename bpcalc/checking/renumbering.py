"""A whole sheet whose weights were counted the other way: by the unit that sends, or receives.

The weight that the drawing calls w4 is then another connection's, on every line: in the net
inputs, in what comes back, and in the names of gradients and new weights. That is one mistake,
however many numbers differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from bpcalc.checking.answer_key import AnswerKey, Formulas
from bpcalc.checking.substitution import rebuilt
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.spec import Exercise, Numbering
from bpcalc.exercise.weight_numbering import OTHER
from bpcalc.maths.expr import Expr, Number, Ref
from bpcalc.maths.keys import Key
from bpcalc.notation.layout import Layout

MAX_LAYERS = 4
"""Up to so many layers, any of them may be counted the other way; of more, one or all."""

Renumbered = Mapping[Key, Key]
"""By connection, the one whose weight has its number in the other way of counting."""


def ways_of(layout: Layout) -> tuple[Numbering, ...]:
    """Return how the weights into each layer are counted."""
    return tuple(layout.counts(layer) for layer in range(1, len(layout.sizes)))


def miscounted(exercise: Exercise) -> Iterator[Exercise]:
    """Yield the exercise with the weights of some layers counted the other way."""
    spelt = spelling(exercise)
    graph = exercise.graph
    if not spelt.notation.counts_weights or exercise.own_names or graph.shared:
        return
    ways = ways_of(spelt.layout)
    pairs = enumerate(zip(exercise.sizes, exercise.sizes[1:], strict=False))
    open_ways = [n for n, (sending, receiving) in pairs if min(sending, receiving) > 1]
    counts = range(1, len(open_ways) + 1) if len(open_ways) <= MAX_LAYERS else (1, len(open_ways))
    for count in counts:
        for chosen in combinations(open_ways, count):
            other = (OTHER[way] if n in chosen else way for n, way in enumerate(ways))
            yield replace(exercise, numbering=tuple(other))


def places(own: Exercise, other: Exercise) -> Renumbered:
    """Return where each connection's weight stands if the weights are counted as in the other."""
    ours, theirs = (spelling(exercise).layout for exercise in (own, other))
    connections = list(own.graph.every_connection)
    by_number = {ours.weight_number(key): key for key in connections}
    return {key: by_number[theirs.weight_number(key)] for key in connections}


def renumbered(base: AnswerKey, other: Exercise) -> Formulas:
    """Return the lines in which the weights stand at the places of the other way of counting.

    So it is where the numbers of named weights were taken into the drawing.
    """
    return _moved(base, other, with_numbers=True)


def renamed(base: AnswerKey, other: Exercise) -> Formulas:
    """Return the lines in which every number is at its place, under the other way's name.

    So it is where the numbers stand in matrices, or on the edges of a drawing: the net inputs are
    right, and the gradient of w2 is called that of w3.
    """
    return _moved(base, other, with_numbers=False)


def _moved(base: AnswerKey, other: Exercise, *, with_numbers: bool) -> Formulas:
    """Return the lines that the other way of counting changes.

    Args:
        base: the right lines.
        other: the exercise as it was counted.
        with_numbers: whether what is given for a weight goes with its name, or stays.
    """
    moved = {key: to for key, to in places(base.exercise, other).items() if key != to}
    worked = {key for key, line in base.formulas.items() if not isinstance(line, Number)}

    def elsewhere(key: Key) -> Key | None:
        place = moved.get(key.turned("weight", None, None)) if key.source is not None else None
        return place.turned(key.kind, key.sample, key.epoch) if place else None

    def leaf(key: Key) -> Expr | None:
        if key.kind == "slope" or not (with_numbers or key in worked):
            return None
        there = elsewhere(key)
        return Ref(there) if there else None

    lines: dict[Key, Expr] = {}
    for key, formula in base.formulas.items():
        if key in worked and key.kind != "slope":
            lines[elsewhere(key) or key] = rebuilt(formula, leaf)
    return {key: line for key, line in lines.items() if base.formulas.get(key) != line}


def miscounted_layers(own: Exercise, other: Exercise) -> list[tuple[Key, Key]]:
    """Return the first and the last weight of each layer that the other counts differently."""
    mine, theirs = (ways_of(spelling(exercise).layout) for exercise in (own, other))
    layout = spelling(own).layout
    found = []
    for layer, (way, else_way) in enumerate(zip(mine, theirs, strict=True), start=1):
        if way != else_way:
            into = [key for key in own.graph.every_connection if key.layer == layer]
            found.append((min(into, key=layout.weight_number), max(into, key=layout.weight_number)))
    return found


def is_square(exercise: Exercise, layer: int | None) -> bool:
    """Return whether a layer has as many units as the one before it."""
    sizes = exercise.sizes
    return sizes[layer or 0] == sizes[(layer or 1) - 1]


def _ways(scheme: AnswerKey, square: bool) -> Iterator[tuple[Exercise, Formulas]]:
    for other in miscounted(scheme.exercise):
        layers = miscounted_layers(scheme.exercise, other)
        if square == all(is_square(scheme.exercise, first.layer) for first, _ in layers):
            yield other, renumbered(scheme, other)


def in_square_layers(scheme: AnswerKey) -> Iterator[tuple[Exercise, Formulas]]:
    """Yield the ways to count the weights of square layers, with the lines that they change."""
    return _ways(scheme, square=True)


def in_other_layers(scheme: AnswerKey) -> Iterator[tuple[Exercise, Formulas]]:
    """Yield those where a layer is not square."""
    return _ways(scheme, square=False)


def under_other_names(scheme: AnswerKey) -> Iterator[tuple[Exercise, Formulas]]:
    """Yield those in which numbers are at their places, under other names."""
    for other in miscounted(scheme.exercise):
        yield other, renamed(scheme, other)
