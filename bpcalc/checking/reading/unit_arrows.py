"""What goes into a unit, and what comes out: `Neuron h1: 0.3775 -> 0.5933`."""

from collections.abc import Iterable, Iterator

from bpcalc.checking.cells import read_cell
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import said_as_read
from bpcalc.checking.reading.values import before_arrow, read_value
from bpcalc.maths.keys import Key


def net_and_out(entries: Iterable[WrittenEntry], index: QuantityIndex) -> Iterator[WrittenEntry]:
    """Yield entries, a net input and an output with an arrow between them on their own."""
    for entry in entries:
        parts = _parts(entry, index) if entry.value is None and before_arrow(entry.raw) else ()
        if not parts:
            yield entry
            continue
        yield from parts
        yield WrittenEntry(NOTE, said_as_read(entry.name, (part.name for part in parts)))


def _parts(entry: WrittenEntry, index: QuantityIndex) -> list[WrittenEntry]:
    """Return the net input before an arrow and the output behind it; none if it is no such line."""
    before = before_arrow(entry.raw)
    after = read_value(entry.raw).value
    net, is_unit = _net(entry.name, index)
    if net is None or not isinstance(after, str):
        return []
    numbers = read_cell(before), read_cell(after)
    out = net._replace(kind="out")
    if None in (number.value for number in numbers) or out not in index:
        return []
    # `net_h1: 0.3775 -> 0.3774` is that before and after the update.
    if is_unit or near(numbers[1], index.values.get(out)):
        return [_entry(net, before, index), _entry(out, after, index)]
    return [_entry(net, before, index)] if near(numbers[0], index.values.get(net)) else []


def _net(name: str, index: QuantityIndex) -> tuple[Key | None, bool]:
    """Return the net input that a name may mean, and whether it is that of a unit: `Neuron h1`."""
    label, when = index.label_and_when(name)
    if label and len(label.units) == 1 and {"net", "out"}.issubset(label.kinds):
        return index.first_at("net", *label.units[0], None, when), True
    found = index.found(name)
    key = found.keys[0] if found and found.keys else None
    return (key if key and key.kind == "net" else None), False


def _entry(key: Key, raw: str, index: QuantityIndex) -> WrittenEntry:
    return WrittenEntry(index.told_name(key), raw)
