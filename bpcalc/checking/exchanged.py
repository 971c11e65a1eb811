"""A sheet on which two units, or two rows or columns of a matrix, stand in each other's place.

Every number is right there, under the name of another: that is one mistake, in however many lines
it shows.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

from bpcalc.checking.answer_key import AnswerKey, Formulas
from bpcalc.checking.substitution import rebuilt
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Expr, Number, Ref
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import CHANGE_KINDS, GRADIENT_KINDS, NEW_KINDS

MOST_PAIRED = 4
"""Units that a layer may have of which any two may be exchanged."""

MOST_EXCHANGED = 400
"""Lines that an exercise may have."""

OF_MATRICES: frozenset[Kind] = GRADIENT_KINDS | CHANGE_KINDS | NEW_KINDS
"""What is written in matrices, and has rows and columns."""

Elsewhere = Callable[[Key], Key]
"""Returns under which name a number stands."""


def units_exchanged(scheme: AnswerKey) -> Iterator[tuple[Exercise, Formulas]]:
    """Yield the lines in which all numbers of two units are under one another's names."""
    sizes = scheme.exercise.sizes
    for layer in range(1, len(sizes)) if len(scheme.formulas) <= MOST_EXCHANGED else ():
        for one, other in _pairs(sizes[layer]):
            yield from _moved(scheme, lambda key, at=(layer, one, other): _of_unit(key, *at))  # type: ignore[misc]


def rows_exchanged(scheme: AnswerKey) -> Iterator[tuple[Exercise, Formulas]]:
    """Yield the lines in which two rows of the matrices of a layer, or two columns, are exchanged.

    The bias of a unit goes with its row, or stays.
    """
    sizes = scheme.exercise.sizes
    for layer in range(1, len(sizes)) if len(scheme.formulas) <= MOST_EXCHANGED else ():
        for one, other in _pairs(sizes[layer]):
            for biases in (True, False):
                place = layer, one, other, biases
                yield from _moved(scheme, lambda key, at=place: _of_row(key, *at))  # type: ignore[misc]
        for one, other in _pairs(sizes[layer - 1]):
            yield from _moved(scheme, lambda key, at=(layer, one, other): _of_column(key, *at))  # type: ignore[misc]


def _pairs(size: int) -> Iterator[tuple[int, int]]:
    return combinations(range(1, size + 1), 2) if size <= MOST_PAIRED else iter(())


def _other(number: int | None, one: int, other: int) -> int | None:
    return {one: other, other: one}.get(number or 0, number)


def _of_unit(key: Key, layer: int, one: int, other: int) -> Key:
    if key.layer == layer:
        key = key._replace(unit=_other(key.unit, one, other))
        within = key.kind == "slope"  # of a softmax: ∂out_1/∂net_2
        return key._replace(source=_other(key.source, one, other)) if within else key
    sender = key.source_layer if key.source_layer is not None else (key.layer or 0) - 1
    if key.source is not None and sender == layer and key.kind != "slope":
        return key._replace(source=_other(key.source, one, other))
    return key


def _of_row(key: Key, layer: int, one: int, other: int, biases: bool) -> Key:
    of_row = key.kind in OF_MATRICES and key.layer == layer
    if not of_row or (key.source is None and not biases):
        return key
    return key._replace(unit=_other(key.unit, one, other))


def _of_column(key: Key, layer: int, one: int, other: int) -> Key:
    if key.kind not in OF_MATRICES or key.layer != layer or key.source_layer is not None:
        return key
    return key._replace(source=_other(key.source, one, other))


def _moved(scheme: AnswerKey, elsewhere: Elsewhere) -> Iterator[tuple[Exercise, Formulas]]:
    """Yield the lines, each with its number under another name; nothing if there is no such name.

    What is given has its own name everywhere.
    """
    worked = {key for key, line in scheme.formulas.items() if not isinstance(line, Number)}

    def leaf(key: Key) -> Expr | None:
        there = elsewhere(key) if key in worked else key
        return Ref(there) if there != key else None

    lines: dict[Key, Expr] = {}
    for key in worked:
        there = elsewhere(key)
        if there not in worked:
            return
        lines[there] = rebuilt(scheme.formulas[key], leaf)
    found = {key: line for key, line in lines.items() if scheme.formulas[key] != line}
    if found:
        yield scheme.exercise, {key: found[key] for key in scheme.formulas if key in found}
