"""Sums over all samples that stand below the heading of the last one, as on paper they do.

sample 4:                 of the sample
delta_o1 = 0.1316
dE/dw5 = 0.0199           of all: the heading of the sample ends where no sheet says so
"""

from collections.abc import Iterable, Iterator, Sequence

from bpcalc.checking.cells import DecimalSeparator, read_cell
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.name_parts import SUMMED_KINDS
from bpcalc.checking.reading.other_books import TELLING_DIGITS
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import said_as_read
from bpcalc.checking.reading.values import read_value
from bpcalc.maths.keys import Key, Kind


def may_be_sums(entries: Iterable[WrittenEntry], index: QuantityIndex) -> bool:
    """Return whether a sheet of several samples names any of them."""
    several = index.exercise.batch and len(index.exercise.samples) > 1
    return several and any("@s" in entry.name for entry in entries)


def sums_told(
    entries: Sequence[WrittenEntry],
    index: QuantityIndex,
    read: Sequence[tuple[str, Key]],
    separator: DecimalSeparator = "point",
) -> Iterator[WrittenEntry]:
    """Yield entries, the sums under the name of a sample under that of all of them.

    Args:
        entries: what is written.
        index: the quantities.
        read: names, each with what it is taken for as it stands.
        separator: what separates the decimals on the sheet.
    """
    taken, meant = {key for _, key in read}, dict(read)
    below: dict[tuple[Kind, int], list[tuple[WrittenEntry, Key, Key]]] = {}
    for entry in entries:
        key = meant.get(entry.name)
        whole = key._replace(sample=None) if key and key.sample else None
        if key and key.sample and whole and whole in index and key.kind in SUMMED_KINDS:
            below.setdefault((key.kind, key.sample), []).append((entry, key, whole))
    sums: dict[int, Key] = {}
    for found in below.values():
        if not taken & {whole for *_, whole in found} and _are_sums(found, index, separator):
            sums |= {id(entry): whole for entry, _, whole in found}
            taken |= {whole for *_, whole in found}
    for entry in entries:
        whole = sums.get(id(entry))
        if whole is not None:
            yield WrittenEntry(NOTE, said_as_read(entry.name, [index.own.full(whole)]))
            entry = entry._replace(name=index.told_name(whole))
        yield entry


def _are_sums(
    found: Sequence[tuple[WrittenEntry, Key, Key]],
    index: QuantityIndex,
    separator: DecimalSeparator,
) -> bool:
    """Return whether numbers are those of all samples, and not of the one they stand below."""
    telling = 0
    for entry, key, whole in found:
        value = entry.value if entry.value is not None else read_value(entry.raw).value
        cell = read_cell(value, separator) if isinstance(value, str) else None
        if cell is None or not near(cell, index.values.get(whole)):
            return False
        own = near(cell, index.values.get(key))
        telling += not own and cell.digits >= TELLING_DIGITS and bool(cell.value)
    return telling > 0
