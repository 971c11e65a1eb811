"""Names by which other books mean another quantity, told by all the numbers under such names.

`s1` is a net input in one book and a delta in the next, `v_1^(2)` unit 1 of layer 2, or unit 2 of
layer 1. Where the numbers under names of one form are not what these names are taken for, every
other reading of the form is tried on all of them. One that most of them fit is what was meant. The
names of the exercise itself are never read so, and no number is moved on its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import BIAS_KIND_OF, near
from bpcalc.checking.reading.name_layers import OtherBooks
from bpcalc.checking.reading.name_parts import When
from bpcalc.checking.reading.placed_names import (
    PlacedName,
    Placing,
    UnitPlace,
    placed_name,
    placings,
)
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import listed, quoted
from bpcalc.checking.reading.structures import WrittenArray
from bpcalc.checking.reading.values import number_texts, read_value, shape_of
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import INFO
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

_NUMBERED = pattern(r"[0-9]")

MAX_ENTRIES = 2_000
"""On a longer sheet, names are those of a program, and nothing is tried."""

MAX_FORMS = 40
"""Forms of names on a sheet; what has more is no sheet."""

TELLING_DIGITS = 3
"""Significant digits of a number that tells alone what its name means."""

_ReadAs: TypeAlias = Mapping[str, Sequence[Key]]
"""By a name on the sheet, what it is taken for."""


class _Written(NamedTuple):
    """A name with its numbers: one of a unit, or those of a layer."""

    entry: WrittenEntry
    name: PlacedName
    cells: tuple[Cell, ...]


class _Reading(NamedTuple):
    """What the names of a form may mean: a kind, and how their numbers say a place."""

    kind: Kind
    way: str
    placing: Placing


class _Found(NamedTuple):
    """A reading of a form, with the quantities of each name and how many numbers fit."""

    reading: _Reading
    keys: tuple[tuple[Key, ...], ...]
    fits: int


def under_own_names(
    entries: Sequence[WrittenEntry], index: QuantityIndex, read: Iterable[tuple[str, Key]]
) -> list[WrittenEntry]:
    """Return entries, those under names of another book under the exercise's own.

    Args:
        entries: what is written.
        index: the quantities.
        read: names, each with what it is taken for as it stands.
    """
    read_as: dict[str, list[Key]] = {}
    for name, key in read:
        read_as.setdefault(name, []).append(key)
    forms = _forms(entries, index)
    if not 0 < len(forms) <= MAX_FORMS:
        return list(entries)
    found: dict[tuple[str, str], _Found] = {}
    for form, written in forms.items():
        fits = sum(_taken(each, read_as, index) for each in written)
        if fits < sum(len(each.cells) for each in written):
            best = _best(written, index)
            if best is not None and _is_better(best, written, fits):
                found[form] = best
    for form, written in forms.items():
        if form not in found and not any(_taken(each, read_as, index) for each in written):
            like = _like_others(form, written, found, index)
            found |= {form: like} if like else {}
    return list(_renamed(entries, forms, found, index))


def foreign_names(entries: Sequence[WrittenEntry], index: QuantityIndex) -> bool:
    """Return whether there are names that other books may mean otherwise."""
    return bool(_forms(entries, index))


def _forms(
    entries: Sequence[WrittenEntry], index: QuantityIndex
) -> dict[tuple[str, str], list[_Written]]:
    """Return the names that the exercise does not have itself, by their form."""
    forms: dict[tuple[str, str], list[_Written]] = {}
    for entry in entries if len(entries) <= MAX_ENTRIES else ():
        name = None if index.is_own(entry.name) else placed_name(entry.name)
        if name is None or not name.kinds:
            continue
        value = entry.value if entry.value is not None else read_value(entry.raw).value
        array = isinstance(value, WrittenArray)
        if array and not (shape_of(value) and len(name.numbers) == 1):
            continue
        texts = number_texts(value) if array else [value] if isinstance(value, str) else []
        cells = tuple(map(read_cell, texts))
        if cells and all(cell.value is not None for cell in cells):
            form = (name.letters, name.shape + "[]" * array)
            forms.setdefault(form, []).append(_Written(entry, name, cells))
    return forms


def _taken(written: _Written, read_as: _ReadAs, index: QuantityIndex) -> int:
    """Return how many numbers are what their name is taken for, or what the exercise gives."""
    name = written.entry.name
    keys = read_as.get(name) or index.given_keys(name)[:1]
    if len(keys) != len(written.cells):
        return 0
    return sum(_is_value(cell, key, index) for cell, key in zip(written.cells, keys, strict=True))


def _is_value(cell: Cell, key: Key, index: QuantityIndex) -> bool:
    """Return whether a number is a value; a delta may have the other sign."""
    value = index.values.get(key)
    return near(cell, value) or (key.kind == "delta" and value is not None and near(cell, -value))


def _best(written: Sequence[_Written], index: QuantityIndex) -> _Found | None:
    """Return the reading that most numbers fit; None if two fit as well and differ."""
    readings = _readings(written[0], index)
    tried = [found for each in readings if (found := _tried(each, written, index))]
    most = max((found.fits for found in tried), default=0)
    best = [found for found in tried if found.fits == most]
    same = len({found.keys for found in best}) == 1
    return best[0] if most and same else None


def _readings(written: _Written, index: QuantityIndex) -> Iterator[_Reading]:
    layout, samples = index.layout, len(index.exercise.samples)
    own = OtherBooks(index.own, index.values).kinds_of_letter(written.name.letters)
    for kind in written.name.kinds:
        if own and kind not in own:
            continue
        if len(written.cells) > 1 or written.name.shape.endswith("[]"):
            for shift in (0, -1, 1):
                yield _Reading(kind, f"whole {shift}", _whole(shift))
            continue
        for way, placing in placings(kind, len(written.name.numbers), layout, samples):
            yield _Reading(kind, way, placing)


def _whole(shift: int) -> Placing:
    return lambda numbers: UnitPlace(numbers[0] + shift, None)


def _tried(reading: _Reading, written: Sequence[_Written], index: QuantityIndex) -> _Found | None:
    """Return what a reading makes of all names of a form; None if one of them is then nothing."""
    keys = []
    for each in written:
        place = reading.placing(each.name.numbers)
        there = _keys_at(reading.kind, place, len(each.cells), index) if place else ()
        if len(there) != len(each.cells):
            return None
        keys.append(there)
    if len({key for there in keys for key in there}) < sum(map(len, keys)):
        return None
    pairs = zip(written, keys, strict=True)
    fits = sum(_is_value(c, k, index) for e, ks in pairs for c, k in zip(e.cells, ks, strict=True))
    return _Found(reading, tuple(keys), fits)


def _keys_at(kind: Kind, place: UnitPlace, count: int, index: QuantityIndex) -> tuple[Key, ...]:
    units: Iterable[int] = range(1, count + 1) if place.unit is None else (place.unit,)
    if not 0 < place.layer < len(index.layout.sizes):
        return ()
    if place.unit is None and count != index.layout.sizes[place.layer]:
        return ()
    if place.source == 0:  # w_10 leads from a unit that is always 1
        kind, place = BIAS_KIND_OF[kind], place._replace(source=None)
    when = When(False, place.sample, 1) if place.sample else None
    found = [index.first_at(kind, place.layer, unit, place.source, when) for unit in units]
    if found == [None] and INFO[kind].place == "bias":
        found = [index.first_at(kind, place.layer, None, None, when)]
    return tuple(key for key in found if key is not None)


def by_their_units(entries: Iterable[WrittenEntry], index: QuantityIndex) -> Iterator[WrittenEntry]:
    """Yield entries, the outputs of units that have names of their own under the outputs' names.

    Where a unit is called E, the number under this name is its output, and no error.
    """
    units = {
        name: (layer, unit)
        for layer, names in enumerate(index.layout.units)
        for unit, name in enumerate(names, start=1)
        if layer and not _NUMBERED.search(name)
    }
    for entry in entries:
        at = units.get(entry.name.strip())
        key = index.first_at("out", *at, None) if at and not index.is_own(entry.name) else None
        if key is None:
            yield entry
            continue
        yield WrittenEntry(NOTE, _says(entry.name, [key], index))
        yield entry._replace(name=index.told_name(key))


def _is_better(found: _Found, written: Sequence[_Written], before: int) -> bool:
    """Return whether so many numbers fit another reading that it cannot be by chance."""
    cells = [cell for each in written for cell in each.cells]
    if found.fits == len(cells) > before:
        return any(cell.digits >= TELLING_DIGITS for cell in cells)
    told = {abs(cell.value or Decimal(0)) for cell in cells} - {Decimal(0), Decimal(1)}
    return len(told) > 1 and found.fits >= before + 2 and 3 * found.fits >= 2 * len(cells)


def _like_others(
    form: tuple[str, str],
    written: Sequence[_Written],
    found: Mapping[tuple[str, str], _Found],
    index: QuantityIndex,
) -> _Found | None:
    """Return what names of no right number mean, that say places as others on the sheet do."""
    ways = {each.reading.way for other, each in found.items() if other[1] == form[1]}
    readings = [each for each in _readings(written[0], index) if {each.way} == ways]
    one_kind = len({each.kind for each in readings}) == 1
    return _tried(readings[0], written, index) if one_kind else None


def _renamed(
    entries: Iterable[WrittenEntry],
    forms: Mapping[tuple[str, str], Sequence[_Written]],
    found: Mapping[tuple[str, str], _Found],
    index: QuantityIndex,
) -> Iterator[WrittenEntry]:
    """Yield entries, those of the forms that are read otherwise under the names they mean."""
    meant = {
        id(each.entry): (each, keys)
        for form, what in found.items()
        for each, keys in zip(forms[form], what.keys, strict=True)
    }
    for entry in entries:
        if id(entry) not in meant:
            yield entry
            continue
        written, keys = meant[id(entry)]
        names = [index.told_name(key) for key in keys]
        yield WrittenEntry(NOTE, _says(entry.name, keys, index))
        if len(names) == 1:
            yield entry._replace(name=names[0])
            continue
        for name, cell in zip(names, written.cells, strict=True):
            yield WrittenEntry(name, cell.raw, typed=entry.typed)


def _says(name: str, keys: Iterable[Key], index: QuantityIndex) -> str:
    names = [index.own.full(key) for key in keys]
    return say("`{name}` is read as {names}", name=quoted(name), names=listed(names))
