"""What a batch leaves that stands below its samples, under a name without any batch.

sample 3:  net_h1 = -0.1453     of the second batch, which no heading names
sample 4:  net_h1 = 0.1201
update:    dw5 = 0.0213         also of the second batch, where the number or the order tells
"""

from collections.abc import Iterator, Sequence

from bpcalc.checking.cells import DecimalSeparator, read_cell
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
    another one; a name that has not, only if the number is right there and nowhere else.
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
            later = key._replace(epoch=update)
            if (
                update > 1
                and later in index
                and _is_later(entry, key, later, index, separator, written)
            ):
                entry = entry._replace(name=index.told_name(later))
            written.setdefault(key, entry.raw)
            yield entry


def _is_later(
    entry: WrittenEntry,
    key: Key,
    later: Key,
    index: QuantityIndex,
    separator: DecimalSeparator,
    written: dict[Key, str],
) -> bool:
    value = entry.value if entry.value is not None else read_value(entry.raw).value
    cell = read_cell(value, separator) if isinstance(value, str) else None
    if cell is None or cell.value is None or near(cell, index.values.get(key)):
        return False
    again = key in written and written[key] != entry.raw
    return again or near(cell, index.values.get(later))
