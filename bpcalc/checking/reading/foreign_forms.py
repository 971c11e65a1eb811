"""Names of letters and numbers on a sheet, by their forms, and what each form may mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from bpcalc.checking.cells import Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.arrangements import BIAS_KIND_OF
from bpcalc.checking.reading.entries import WrittenEntry
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
from bpcalc.checking.reading.structures import WrittenArray
from bpcalc.checking.reading.values import number_texts, read_value, shape_of
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import INFO
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.spelling import WHEN

MAX_ENTRIES = 2_000
"""On a longer sheet, names are those of a program, and nothing is tried."""

ReadAs: TypeAlias = Mapping[str, Sequence[Key]]
"""By a name on the sheet, what it is taken for."""

NameForm: TypeAlias = tuple[str, str]
"""The letters of names, and how numbers stand behind them."""


class WrittenName(NamedTuple):
    """A name with its numbers: one of a unit, or those of a layer."""

    entry: WrittenEntry
    name: PlacedName
    cells: tuple[Cell, ...]
    when: When | None = None


class FormReading(NamedTuple):
    """What the names of a form may mean: a kind, and how their numbers say a place."""

    kind: Kind
    way: str
    placing: Placing


class FoundReading(NamedTuple):
    """A reading of a form, with the quantities of each name and how many numbers fit."""

    reading: FormReading
    keys: tuple[tuple[Key, ...], ...]
    fits: int


def forms_of(
    entries: Sequence[WrittenEntry], separator: DecimalSeparator
) -> dict[NameForm, list[WrittenName]]:
    """Return the names of letters and numbers, by their form."""
    forms: dict[NameForm, list[WrittenName]] = {}
    for entry in entries if len(entries) <= MAX_ENTRIES else ():
        bare, when = name_and_when(entry.name)
        name = placed_name(bare)
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
            forms.setdefault(form, []).append(WrittenName(entry, name, cells, when))
    return forms


def name_and_when(text: str) -> tuple[str, When | None]:
    """Return a name without the sample and epoch that it says, and these.

    >>> name_and_when("z_1@s2"), name_and_when("z_1")
    (('z_1', When(all=False, sample=2, epoch=1)), ('z_1', None))
    """
    match = WHEN.fullmatch(text.strip())
    if match is None:
        return text, None
    return match[1], When(bool(match[3]), int(match[2] or 0), int(match[4] or 1))


def right_as_taken(written: WrittenName, read_as: ReadAs, index: QuantityIndex) -> int:
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


def readings_of(written: WrittenName, index: QuantityIndex) -> Iterator[FormReading]:
    """Yield what names of the form of one may mean, in one book or another."""
    layout, samples = index.layout, len(index.exercise.samples)
    own = OtherBooks(index.own, index.values).kinds_of_letter(written.name.letters)
    for kind in written.name.kinds:
        if own and kind not in own:
            continue
        if len(written.cells) > 1 or written.name.shape.endswith("[]"):
            for shift in (0, -1, 1):
                yield FormReading(kind, f"whole {shift}", _whole(shift))
            continue
        for way, placing in placings(kind, len(written.name.numbers), layout, samples):
            yield FormReading(kind, way, placing)


def _whole(shift: int) -> Placing:
    return lambda numbers: UnitPlace(numbers[0] + shift, None)


def placed_by(
    reading: FormReading, written: Sequence[WrittenName], index: QuantityIndex
) -> FoundReading | None:
    """Return what a reading makes of all names of a form; None if one of them is then nothing."""
    keys = []
    for each in written:
        place = reading.placing(each.name.numbers)
        there = _keys_at(reading.kind, place, each, index) if place else ()
        if len(there) != len(each.cells):
            return None
        keys.append(there)
    if len({key for there in keys for key in there}) < sum(map(len, keys)):
        return None
    pairs = zip(written, keys, strict=True)
    fits = sum(is_value(c, k, index) for e, ks in pairs for c, k in zip(e.cells, ks, strict=True))
    return FoundReading(reading, tuple(keys), fits)


def _keys_at(
    kind: Kind, place: UnitPlace, written: WrittenName, index: QuantityIndex
) -> tuple[Key, ...]:
    count = len(written.cells)
    if written.when and place.sample:
        return ()  # a name says one sample
    units: Iterable[int] = range(1, count + 1) if place.unit is None else (place.unit,)
    if not 0 < place.layer < len(index.layout.sizes):
        return ()
    shared = place.unit is None and INFO[kind].place == "bias"
    if place.unit is None and not shared and count != index.layout.sizes[place.layer]:
        return ()
    if place.source == 0:  # w_10 leads from a unit that is always 1
        kind, place = BIAS_KIND_OF[kind], place._replace(source=None)
    when = When(False, place.sample, 1) if place.sample else written.when
    found = [index.first_at(kind, place.layer, unit, place.source, when) for unit in units]
    if shared or (found == [None] and INFO[kind].place == "bias"):
        found = [index.first_at(kind, place.layer, None, None, when)]
    return tuple(key for key in found if key is not None)


def is_foreign(written: Iterable[WrittenName], index: QuantityIndex) -> bool:
    """Return whether names are not all those that the exercise has for something."""
    return not all(index.is_own(name_and_when(each.entry.name)[0]) for each in written)
