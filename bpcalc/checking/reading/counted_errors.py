"""Errors of the one sample, counted in parentheses: E(0), E(1), or E(1), E(2).

Beside E(0), the one before the update, E(1) is the one after it. Where nobody counts from 0, E(1)
may be the first of all, one of the next epoch, or that of the first output: the numbers tell.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bpcalc.checking.cells import Cell
from bpcalc.checking.reading.counted_updates import right_numbers
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import said_as_read
from bpcalc.maths.keys import Key
from bpcalc.patterns import pattern

_COUNTED = pattern(
    r"((?:E|J|L|C|error|loss|cost|误差|损失)(?:_?total)?)\s?[(（]\s?([0-9]{1,6})\s?[)）]"
)

_PARENTHESIS = pattern(r"[(（]")
_OWN = frozenset({"E", "E_total", "Etotal"})
"""Names of which nobody needs to be told what they are read as."""


def errors_told(
    entries: Sequence[WrittenEntry],
    index: QuantityIndex,
    collected: Callable[[list[WrittenEntry]], Mapping[Key, Cell]],
) -> list[WrittenEntry]:
    """Return entries, errors counted in parentheses under names with their epochs.

    They stay as they are where no more numbers are right if they are read so, or one is not.

    Args:
        entries: names and values.
        index: the quantities.
        collected: returns the numbers if entries are read as they are.
    """
    best = list(entries)
    numbers = [number for entry in entries if (number := _number(entry.name, index)) is not None]
    if len(index.exercise.samples) > 1 or not numbers:
        return best
    if 0 in numbers:
        return [one for entry in entries for one in _told(entry, 0, index)]
    before, about = _right(collected(best), index)
    most = before.total(), about
    for first in (1, 0):
        other = [one for entry in entries for one in _told(entry, first, index)]
        right, about = _right(collected(other), index)
        if before <= right and (right.total(), about) > most:
            best, most = other, (right.total(), about)
    return best


def _right(cells: Mapping[Key, Cell], index: QuantityIndex) -> tuple[Counter[tuple[Key, str]], int]:
    """Return the numbers that are right, and how many are to about their digits."""
    about = sum(near(cell, index.values.get(key)) for key, cell in cells.items())
    return right_numbers(cells, index), about


def _number(name: str, index: QuantityIndex) -> int | None:
    """Return what stands in parentheses behind a name of the error; None if it is another name."""
    match = _COUNTED.fullmatch(name.strip()) if name.strip()[-1:] in ")）" else None
    found = index.found(match[1]) if match else None
    if match is None or found is None or not found.keys or found.keys[0].kind != "total_error":
        return None
    return int(match[2])


def _told(entry: WrittenEntry, first: int, index: QuantityIndex) -> list[WrittenEntry]:
    """Return an entry under its name and epoch, the first of which has this number.

    Where the letter is not the exercise's own, a note says how it is read, as it was written.
    """
    number, bare = _number(entry.name, index), _PARENTHESIS.split(entry.name.strip(), 1)[0].strip()
    found = index.found(bare)
    if number is None or number < first or not found:
        return [entry]
    name, epoch = index.own.name(found.keys[0]), number + 1 - first
    full = f"{name}@e{epoch}" if epoch > 1 else name
    note = WrittenEntry(NOTE, said_as_read(entry.name, [full]))
    return [entry._replace(name=full)] + [note] * (bare not in _OWN)
