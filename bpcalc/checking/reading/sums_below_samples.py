"""Sums over all samples that stand below the heading of the last one, as on paper they do.

sample 4:                 of the sample
delta_o1 = 0.1316
dE/dw5 = 0.0199           of all: the heading of the sample ends where no sheet says so
"""

from collections.abc import Iterable, Iterator, Sequence

from bpcalc.checking.cells import read_cell
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.name_parts import SUMMED_KINDS
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted
from bpcalc.checking.reading.values import read_value
from bpcalc.locale import say
from bpcalc.maths.keys import Key

TELLING_DIGITS = 3
"""Significant digits of a number that cannot be a sum by chance."""


def may_be_sums(entries: Iterable[WrittenEntry], index: QuantityIndex) -> bool:
    """Return whether a sheet of several samples names any of them."""
    several = index.exercise.batch and len(index.exercise.samples) > 1
    return several and any("@s" in entry.name for entry in entries)


def sums_told(
    entries: Sequence[WrittenEntry], index: QuantityIndex, read: Sequence[tuple[str, Key]]
) -> Iterator[WrittenEntry]:
    """Yield entries, the sums under the name of a sample under that of all of them.

    Args:
        entries: what is written.
        index: the quantities.
        read: names, each with what it is taken for as it stands.
    """
    taken, meant = {key for _, key in read}, dict(read)
    for entry in entries:
        key = meant.get(entry.name)
        whole = key._replace(sample=None) if key and key.sample else None
        if key is None or whole is None or whole in taken or not _is_sum(entry, key, whole, index):
            yield entry
            continue
        taken.add(whole)
        name = index.own.full(whole)
        says = say("`{name}` is read as {names}", name=quoted(entry.name), names=name)
        yield WrittenEntry(NOTE, says)
        yield entry._replace(name=index.told_name(whole))


def _is_sum(entry: WrittenEntry, key: Key, whole: Key, index: QuantityIndex) -> bool:
    """Return whether a number is that of all samples, and not of the one it stands below."""
    if key.kind not in SUMMED_KINDS or whole not in index:
        return False
    value = entry.value if entry.value is not None else read_value(entry.raw).value
    cell = read_cell(value) if isinstance(value, str) else None
    if cell is None or not cell.value or cell.digits < TELLING_DIGITS:
        return False
    return near(cell, index.values.get(whole)) and not near(cell, index.values.get(key))
