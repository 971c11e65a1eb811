"""Which way the matrices of a sheet stand: what comes to one unit in a row, or what comes from it.

A program that multiplies `x @ W` has all its matrices turned, one that multiplies `W @ x` none. A
square one does not tell by its shape, and a wrong one not by its numbers; the others do.
"""

from collections.abc import Iterable, Iterator

from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.nearness import as_float
from bpcalc.checking.reading.labels import Label
from bpcalc.checking.reading.layers import GIVEN_KINDS, Arrangement, arrangements, fitting
from bpcalc.checking.reading.name_parts import When
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.structures import Value, WrittenArray
from bpcalc.checking.reading.values import number_texts, padded, shape_of
from bpcalc.maths.kinds import NEW_KINDS

CLOSER = 0.25
"""So much nearer the new weights are, read one way, to the right ones than read the other way."""

MOST_NUMBERS = 400
"""Numbers of a matrix that is asked which way it stands; larger ones are hardly square."""


def orientation(entries: Iterable[tuple[str, Value]], index: QuantityIndex) -> bool | None:
    """Return whether the matrices of a sheet are turned; None if they do not tell, or not alike.

    A matrix tells if all its numbers are right, or given, one way and not the other. Where none
    does, new weights tell: even wrong ones lie near the old ones.

    Args:
        entries: what is written on the sheet, by its name.
        index: the quantities.
    """
    by_numbers: set[bool] = set()
    by_distance: set[bool] = set()
    for name, value in entries:
        label, when = (None, None) if isinstance(value, str) else index.label_and_when(name)
        if label is None:
            continue
        for ways, cells in _matrices(label, value, when, index):
            by_numbers |= _told_by_numbers(ways, cells, index)
            by_distance |= _told_by_distance(ways, cells, index)
    told = by_numbers or by_distance
    return told.pop() if len(told) == 1 else None


def _matrices(
    label: Label, value: Value, when: When | None, index: QuantityIndex
) -> Iterator[tuple[list[Arrangement], list[Cell]]]:
    """Yield what an array may be, with its numbers; of a list, what the array of each layer is."""
    shape = shape_of(value)
    texts = padded(number_texts(value))
    if len(texts) > MOST_NUMBERS:
        return
    ways = list(arrangements(label, shape, index, when)) if shape else []
    if ways:
        yield ways, [read_cell(text) for text in texts]
    elif isinstance(value, WrittenArray) and len(value.items) == len(label.layers) > 1:
        for layer, item in zip(label.layers, value.items, strict=True):
            if not isinstance(item, str):
                yield from _matrices(label._replace(layers=(layer,)), item, when, index)


def _told_by_numbers(ways: list[Arrangement], cells: list[Cell], index: QuantityIndex) -> set[bool]:
    whole = {
        way.turned
        for way in ways
        if fitting(way.keys, cells, index) == len(cells)
        and (way.kind not in GIVEN_KINDS or _is_given(way, cells, index))
    }
    return {way for way in whole if way is not None} if len(whole) == 1 else set()


def _is_given(way: Arrangement, cells: list[Cell], index: QuantityIndex) -> bool:
    values = (None if key is None else index.values.get(key) for key in way.keys)
    return all(cell.value == value for cell, value in zip(cells, values, strict=True))


def _told_by_distance(
    ways: list[Arrangement], cells: list[Cell], index: QuantityIndex
) -> set[bool]:
    far: dict[bool, float] = {}
    for way in ways:
        if way.kind in NEW_KINDS and way.turned is not None:
            distance = _distance(way, cells, index)
            far[way.turned] = min(distance, far.get(way.turned, distance))
    if len(far) < 2:
        return set()
    nearer = far[True] < far[False]
    return {nearer} if far[nearer] < CLOSER * far[not nearer] else set()


def _distance(way: Arrangement, cells: list[Cell], index: QuantityIndex) -> float:
    """Return how far numbers lie from the right ones, in all."""
    total = 0.0
    for key, cell in zip(way.keys, cells, strict=True):
        value = None if key is None else index.values.get(key)
        if value is None or cell.value is None:
            return float("inf")
        total += abs(as_float(cell.value) - as_float(value))
    return total
