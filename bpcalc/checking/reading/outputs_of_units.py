"""Outputs under the names of their units: `E = 0.62`, where a unit is called E."""

from collections.abc import Iterable, Iterator

from bpcalc.checking.cells import Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.foreign_forms import is_value
from bpcalc.checking.reading.name_parts import Meaning
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import said_as_read
from bpcalc.checking.reading.values import read_value
from bpcalc.patterns import pattern

_NUMBERED = pattern(r"[0-9]")


def by_their_units(
    entries: Iterable[WrittenEntry], index: QuantityIndex, separator: DecimalSeparator = "point"
) -> Iterator[WrittenEntry]:
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
        name, at, when = entry.name.strip().partition("@")
        place = units.get(name)
        key = index.first_at("out", *place, None) if place and not index.is_own(name) else None
        own = index.own.form(key).name + at + when if key else ""
        cell = _cell(entry, separator)
        if key is None or _is_only(cell, index.found(entry.name), index.found(own), index):
            yield entry
            continue
        yield WrittenEntry(NOTE, said_as_read(entry.name, [own]))
        yield entry._replace(name=own)


def _cell(entry: WrittenEntry, separator: DecimalSeparator) -> Cell | None:
    value = entry.value if entry.value is not None else read_value(entry.raw).value
    return read_cell(value, separator) if isinstance(value, str) else None


def _is_only(
    cell: Cell | None, one: Meaning | None, other: Meaning | None, index: QuantityIndex
) -> bool:
    """Return whether a number is what one meaning of its name says, and not what the other does."""
    if cell is None or one is None or other is None:
        return False
    fits = [any(is_value(cell, key, index) for key in each.keys[:1]) for each in (one, other)]
    return fits == [True, False]
