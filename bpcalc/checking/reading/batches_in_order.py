"""What a batch leaves that stands below its samples, under a name without any batch.

sample 3:  net_h1 = -0.1453     of the second batch, which no heading names
sample 4:  net_h1 = 0.1201
update:    dw5 = 0.0213         also of the second batch, where the number or the order tells
"""

from collections.abc import Iterator, Sequence

from bpcalc.checking.cells import Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.values import read_value
from bpcalc.maths.keys import Key


def in_their_batches(
    entries: Sequence[WrittenEntry], index: QuantityIndex, separator: DecimalSeparator = "point"
) -> Iterator[WrittenEntry]:
    """Yield entries, those of a later batch under its names.

    A name that has been answered is that of the batch whose samples stand above, if its number is
    another one; a name that has not, only if the number is right there and nowhere else. Where no
    later batch stands above, it may be what the last one leaves: `final: w5_new = 0.5584`.
    """
    update, written = 1, dict[Key, str]()
    for entry in entries:
        found = index.found(entry.name) if index.exercise.batches else None
        key = found.keys[0] if found and found.keys else None
        if key is None:
            yield entry
        elif key.sample is not None or "@" in entry.name.removesuffix("@all"):
            update = key.epoch or 1
            yield entry
        else:
            cell = _cell(entry, separator)
            if cell and cell.value is not None and not near(cell, index.values.get(key)):
                again = update > 1 and key in written and written[key] != entry.raw
                later = _later(cell, key, update, again, index)
                entry = entry._replace(name=index.told_name(later)) if later else entry
            written.setdefault(key, entry.raw)
            yield entry


def _cell(entry: WrittenEntry, separator: DecimalSeparator) -> Cell | None:
    value = entry.value if entry.value is not None else read_value(entry.raw).value
    return read_cell(value, separator) if isinstance(value, str) else None


def _later(cell: Cell, key: Key, update: int, again: bool, index: QuantityIndex) -> Key | None:
    """Return the quantity of a later batch whose number it is, None if there is none.

    Args:
        cell: the number, which is not that of the first batch.
        key: of the first batch.
        update: of which batch the samples above are.
        again: whether that of the first batch has been written already.
        index: the quantities.
    """
    last = (index.updates, len(index.exercise.batches))
    for each in (update,) if update > 1 else last:
        later = key._replace(epoch=each)
        if later in index and (again or near(cell, index.values.get(later))):
            return later
    return None
