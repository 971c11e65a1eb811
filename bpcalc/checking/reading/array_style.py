"""How the arrays of a sheet are written, all of them: which way matrices stand, how layers count.

A program that multiplies `x @ W` has all its matrices turned, one that multiplies `W @ x` none; one
that counts its layers from 0 calls that of the outputs `W1`. A square one does not tell by its
shape, and a wrong one not by its numbers; the others do.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.nearness import as_float
from bpcalc.checking.reading.arrangements import GIVEN_KINDS, Arrangement, arrangements
from bpcalc.checking.reading.gradient_or_change import is_open, role_of
from bpcalc.checking.reading.labels import Label
from bpcalc.checking.reading.layers import ArrayStyle, fitting
from bpcalc.checking.reading.name_parts import When
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.structures import Value, WrittenArray
from bpcalc.checking.reading.values import number_texts, padded, shape_of
from bpcalc.maths.kinds import BELONGS_TO, NEW_KINDS, KindRole

CLOSER = 0.25
"""So much nearer the new weights are, read one way, to the right ones than read the other way."""

Told = TypeVar("Told")

MOST_NUMBERS = 400
"""Numbers of a matrix that is asked which way it stands; larger ones are hardly square."""


def style_of(entries: Iterable[tuple[str, Value]], index: QuantityIndex) -> ArrayStyle:
    """Return how the arrays of a sheet are written.

    An array tells if all its numbers are right, or given, one way and not the other. Where none
    tells which way matrices stand, one that is not square does by its shape, or new weights do:
    even wrong ones lie near the old ones.

    Args:
        entries: what is written on the sheet, by its name.
        index: the quantities.
    """
    by_numbers, near_right, near_old = _Told(), _Told(), _Told()
    by_shape: set[bool] = set()
    shifts: set[int] = set()
    meant: set[tuple[KindRole, KindRole]] = set()
    for name, value in entries:
        label, when = (None, None) if isinstance(value, str) else index.label_and_when(name)
        if label is None:
            continue
        for ways, cells in _matrices(label, value, when, index):
            whole = [way for way in ways if _is_right(way, cells, index)]
            by_numbers.add(whole)
            shifts |= _only({way.shift for way in whole})
            by_shape |= _only({way.shaped for way in ways})
            near_right.add(_nearest(ways, cells, index))
            near_old.add(_nearest(ways, cells, index, old=True))
            if is_open(label.kinds):
                roles: set[KindRole] = _only({role_of(way.kind) for way in whole})
                meant |= {(role_of(label.kinds[0]), role) for role in roles}
    return ArrayStyle(
        turned=_single(by_numbers.turned or by_shape or near_right.turned or near_old.turned),
        first=_single(by_numbers.first or near_right.first or near_old.first),
        shift=_single(shifts),
        meant=frozenset(meant),
    )


class _Told:
    """What arrays tell in one way: whether they are turned, whether their biases come first."""

    def __init__(self) -> None:
        self.turned: set[bool] = set()
        self.first: set[bool] = set()

    def add(self, ways: Collection[Arrangement]) -> None:
        """Take what all arrangements have in common that an array may have."""
        self.turned |= _only({way.turned for way in ways})
        self.first |= _only({way.first for way in ways})


def _only(told: Collection[Told | None]) -> set[Told]:
    """Return what is told, if that is one thing."""
    return {each for each in told if each is not None} if len(told) == 1 else set()


def _single(told: Collection[Told]) -> Told | None:
    """Return what is told; None if it is not one thing."""
    return next(iter(told)) if len(told) == 1 else None


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


def _is_right(way: Arrangement, cells: list[Cell], index: QuantityIndex) -> bool:
    if way.kind in GIVEN_KINDS:
        values = (None if key is None else index.values.get(key) for key in way.keys)
        return all(cell.value == value for cell, value in zip(cells, values, strict=True))
    return way.is_right(fitting(way.keys, cells, index))


def _nearest(
    ways: list[Arrangement], cells: list[Cell], index: QuantityIndex, *, old: bool = False
) -> list[Arrangement]:
    """Return the arrangements by which new weights lie nearest to the right ones, of several.

    Args:
        ways: what an array may be.
        cells: its numbers.
        index: the quantities.
        old: whether to measure from the old weights instead.
    """
    new = [way for way in ways if way.kind in NEW_KINDS and (way.turned, way.first) != (None, None)]
    far = [_distance(way, cells, index, old=old) for way in new]
    nearest = min(far, default=0.0)
    near = [way for way, distance in zip(new, far, strict=True) if CLOSER * distance <= nearest]
    return near if len(near) < len(new) else []


def _distance(way: Arrangement, cells: list[Cell], index: QuantityIndex, *, old: bool) -> float:
    """Return how far new parameters lie from the right ones, or from the old ones, in all."""
    total = 0.0
    for key, cell in zip(way.keys, cells, strict=True):
        if key is None:
            continue  # an old bias
        place = (key.layer, key.unit, key.source)
        at = next(iter(index.at_place(BELONGS_TO[key.kind], *place)), None) if old else key
        value = None if at is None else index.values.get(at)
        if value is None or cell.value is None:
            return float("inf")
        total += abs(as_float(cell.value) - as_float(value))
    return total
