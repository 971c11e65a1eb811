"""Names by which other books mean another quantity, told by all the numbers under such names.

`s1` is a net input in one book and a delta in the next, `v_1^(2)` unit 1 of layer 2, or unit 2 of
layer 1. Where the numbers under names of one form are not what these names are taken for, every
other reading of the form is tried on all of them. One that most of them fit is what was meant. The
names of the exercise itself are read so only if several of them are right under another reading,
and none under their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from bpcalc.checking.cells import Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.arrangements import BIAS_KIND_OF
from bpcalc.checking.reading.bracketed_layers import bracketed, counting
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
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
from bpcalc.checking.reading.quoting import quoted, said_as_read
from bpcalc.checking.reading.structures import WrittenArray
from bpcalc.checking.reading.unasked_changes import said_of_changes
from bpcalc.checking.reading.values import number_texts, read_value, shape_of
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BELONGS_TO, CHANGE_KINDS, GRADIENT_KINDS, INFO
from bpcalc.named_tuples import NamedTuple

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
    entries: Sequence[WrittenEntry],
    index: QuantityIndex,
    read: Iterable[tuple[str, Key]],
    separator: DecimalSeparator = "point",
) -> list[WrittenEntry]:
    """Return entries, those under names of another book under the exercise's own.

    Args:
        entries: what is written.
        index: the quantities.
        read: names, each with what it is taken for as it stands.
        separator: what separates the decimals on the sheet.
    """
    read_as: dict[str, list[Key]] = {}
    for name, key in read:
        read_as.setdefault(name, []).append(key)
    forms = _forms(entries, separator)
    if not 0 < len(forms) <= MAX_FORMS:
        return list(entries)
    right = {form: sum(_taken(e, read_as, index) for e in all_) for form, all_ in forms.items()}
    found = {
        form: best
        for form, written in forms.items()
        if right[form] < sum(len(each.cells) for each in written)
        and (best := _best(written, index, _elsewhere(form, forms, read_as, index))) is not None
        and _is_better(best, written, right[form], index)
    }
    unread = [form for form in forms if form not in found and not right[form]]
    foreign = [form for form in unread if _is_foreign(forms[form], index)]
    asked = {form: kind for form in foreign if (kind := _asked_instead(forms[form], index))}
    counted = counting(each.reading.way for form, each in found.items() if "[#]" in form[1])
    for form in foreign:
        if form not in asked:
            like = _like_others(form, forms[form], found, index)
            like = like or _in_brackets(forms[form], counted, index)
            found |= {form: like} if like else {}
    says = {
        id(e.entry): _of_nobody(e.entry.name, asked[form]) for form in asked for e in forms[form]
    }
    told = (WrittenEntry(NOTE, says[id(e)]) if id(e) in says else e for e in entries)
    return list(_renamed(told, forms, found, index))


def foreign_names(
    entries: Sequence[WrittenEntry], index: QuantityIndex, separator: DecimalSeparator = "point"
) -> bool:
    """Return whether there are names that other books may mean otherwise.

    Those of the exercise itself are such only if none of their numbers is right.
    """
    forms = _forms(entries, separator)
    return any(_is_foreign(each, index) or not _is_plain(each, index) for each in forms.values())


def _is_plain(written: Iterable[_Written], index: QuantityIndex) -> bool:
    """Return whether one of the exercise's own names has its number."""
    for each in written:
        meaning = index.found(each.entry.name)
        keys = meaning.keys[:1] if meaning else ()
        if _taken(each, {each.entry.name: keys}, index) or len(each.cells) > 1:
            return True
    return False


def _forms(
    entries: Sequence[WrittenEntry], separator: DecimalSeparator
) -> dict[tuple[str, str], list[_Written]]:
    """Return the names of letters and numbers, by their form."""
    forms: dict[tuple[str, str], list[_Written]] = {}
    for entry in entries if len(entries) <= MAX_ENTRIES else ():
        name = placed_name(entry.name)
        if name is None or not name.kinds:
            continue
        value = entry.value if entry.value is not None else read_value(entry.raw).value
        array = isinstance(value, WrittenArray)
        if array and not (shape_of(value) and len(name.numbers) == 1):
            continue
        one = (value,) if isinstance(value, str) else ()
        # The numbers of an array have points: its commas stand between them.
        cells = (
            tuple(map(read_cell, number_texts(value)))
            if array
            else tuple(read_cell(text, separator) for text in one)
        )
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
    return sum(is_value(cell, key, index) for cell, key in zip(written.cells, keys, strict=True))


def is_value(cell: Cell, key: Key, index: QuantityIndex) -> bool:
    """Return whether a number is a value; a delta may have the other sign."""
    value = index.values.get(key)
    return near(cell, value) or (key.kind == "delta" and value is not None and near(cell, -value))


def _elsewhere(
    form: tuple[str, str],
    forms: Mapping[tuple[str, str], Sequence[_Written]],
    read_as: _ReadAs,
    index: QuantityIndex,
) -> frozenset[Key]:
    """Return what stands on the sheet under the exercise's own names, but for those of a form.

    `h1` beside net_h1 is no net input, although it has the number of one.
    """
    here = {each.entry.name for each in forms[form]}
    own = (name for name in read_as if name not in here and index.is_own(name))
    return frozenset(key for name in own for key in read_as[name])


def _best(
    written: Sequence[_Written], index: QuantityIndex, elsewhere: frozenset[Key]
) -> _Found | None:
    """Return the reading that most numbers fit; None if two fit as well and differ."""
    readings = _readings(written[0], index)
    tried = [found for each in readings if (found := _tried(each, written, index))]
    tried = [found for found in tried if elsewhere.isdisjoint(k for ks in found.keys for k in ks)]
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


def _asked_instead(written: Sequence[_Written], index: QuantityIndex) -> Kind | None:
    """Return what is asked for where a form has gradients for changes, or changes for gradients.

    One is the other times the learning rate, with its sign or without it. None if it has neither.
    """
    rate = index.exercise.learning_rate
    if rate is None or not rate.value or not _is_foreign(written, index):
        return None
    for reading in _readings(written[0], index):
        derivative = "/" in written[0].name.letters  # dE/dw is no change, whatever its number
        if reading.kind not in (CHANGE_KINDS if derivative else CHANGE_KINDS | GRADIENT_KINDS):
            continue
        tried = _tried(reading, written, index)
        pairs = list(zip(written, tried.keys, strict=True)) if tried else []
        factor = 1 / rate.value if reading.kind in CHANGE_KINDS else rate.value
        for one in (factor, -factor) if pairs else ():
            if all(_is_times(one, each, keys, index) for each, keys in pairs):
                return reading.kind
    return None


def _is_times(
    factor: Decimal, written: _Written, keys: Sequence[Key], index: QuantityIndex
) -> bool:
    """Return whether the numbers of a name are so many times what they should be."""
    values = [index.values.get(key) for key in keys]
    return all(
        value is not None and near(cell, factor * value)
        for cell, value in zip(written.cells, values, strict=True)
    )


def _of_nobody(name: str, asked: Kind) -> str:
    """Say that a gradient or a change is not what is asked for."""
    if asked in CHANGE_KINDS:
        return say("`{name}` is a gradient, which nobody asks for", name=quoted(name))
    return said_of_changes(name)


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
    fits = sum(is_value(c, k, index) for e, ks in pairs for c, k in zip(e.cells, ks, strict=True))
    return _Found(reading, tuple(keys), fits)


def _keys_at(kind: Kind, place: UnitPlace, count: int, index: QuantityIndex) -> tuple[Key, ...]:
    units: Iterable[int] = range(1, count + 1) if place.unit is None else (place.unit,)
    if not 0 < place.layer < len(index.layout.sizes):
        return ()
    shared = place.unit is None and INFO[kind].place == "bias"
    if place.unit is None and not shared and count != index.layout.sizes[place.layer]:
        return ()
    if place.source == 0:  # w_10 leads from a unit that is always 1
        kind, place = BIAS_KIND_OF[kind], place._replace(source=None)
    when = When(False, place.sample, 1) if place.sample else None
    found = [index.first_at(kind, place.layer, unit, place.source, when) for unit in units]
    if shared or (found == [None] and INFO[kind].place == "bias"):
        found = [index.first_at(kind, place.layer, None, None, when)]
    return tuple(key for key in found if key is not None)


def _is_foreign(written: Iterable[_Written], index: QuantityIndex) -> bool:
    return not all(index.is_own(each.entry.name) for each in written)


def _is_better(
    found: _Found, written: Sequence[_Written], before: int, index: QuantityIndex
) -> bool:
    """Return whether so many numbers fit another reading that it cannot be by chance.

    Names of the exercise itself mean something else only if several, and all of them, do, and are
    never what it gives: a weight that was left as it was is no new one.
    """
    cells = [cell for each in written for cell in each.cells]
    telling = sum(cell.digits >= TELLING_DIGITS for cell in cells)
    if not _is_foreign(written, index):
        given = INFO[found.reading.kind].role == "parameter"
        return found.fits == len(cells) and not before and telling > 1 and not given
    if found.fits == len(cells) > before:
        return telling > 0
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


def _in_brackets(
    written: Sequence[_Written], counted: tuple[str, str], index: QuantityIndex
) -> _Found | None:
    """Return what names with layers in brackets mean, of which no number tells more.

    The few numbers that fit another reading are right. A weight that is stated as it is given is
    no new one.

    Args:
        written: the names of a form.
        counted: from where others on the sheet count layers and units.
        index: the quantities.
    """
    told = list(bracketed(written[0].name, counted))
    readings = [each for each in _readings(written[0], index) if (each.kind, each.way) in told]
    tried = (_tried(each, written, index) for each in readings)
    plain = next((each for each in tried if each is not None), None)
    best = _best(written, index, frozenset()) if plain else None
    if plain and best and best.fits > plain.fits:
        return best if any(c.digits >= TELLING_DIGITS for e in written for c in e.cells) else None
    return None if plain is None or _states_given(plain, written, index) else plain


def _states_given(found: _Found, written: Sequence[_Written], index: QuantityIndex) -> bool:
    """Return whether a number may be what there was before the update, and its name is not new."""
    if INFO[found.reading.kind].role != "new" or written[0].name.shape.endswith("+"):
        return False
    pairs = zip(written, found.keys, strict=True)
    return any(
        near(cell, index.values.get(old))
        for each, keys in pairs
        for cell, key in zip(each.cells, keys, strict=True)
        for old in index.at_place(BELONGS_TO[key.kind], key.layer, key.unit, key.source)
    )


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
        yield WrittenEntry(NOTE, said_as_read(entry.name, map(index.own.full, keys)))
        if len(names) == 1:
            yield entry._replace(name=names[0])
            continue
        for name, cell in zip(names, written.cells, strict=True):
            yield WrittenEntry(name, cell.raw, typed=entry.typed)
