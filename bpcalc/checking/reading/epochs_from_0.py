"""Epochs that a program counts from 0: `epoch 0` is the first, or what there is before it."""

from collections.abc import Callable, Iterable, Sequence

from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.patterns import pattern

AT_EPOCH = pattern(r"([^@]{1,200})@(s[0-9]{1,9}|all)?e([0-9]{1,9})")
"""A name, its sample or that it is of all of them, and its epoch."""


def counted_from_1(
    entries: Sequence[WrittenEntry], fitting: Callable[[list[WrittenEntry]], int]
) -> list[WrittenEntry]:
    """Return entries with their epochs counted from 1, as the quantities of an exercise are.

    Where a program has printed the given weights as those of epoch 0, and what it calculates as
    that of epoch 1, the numbers tell.

    Args:
        entries: names with epochs at their ends.
        fitting: returns how many numbers are right if entries are read as they are.

    >>> entries = [WrittenEntry("E@e0", "0.29"), WrittenEntry("E@e1", "0.28")]
    >>> [name for name, *_ in counted_from_1(entries, len)]
    ['E', 'E@e2']
    """
    ways = ways_counted(entries)
    return ways[0] if len(ways) == 1 else max(ways, key=fitting)


def ways_counted(entries: Sequence[WrittenEntry]) -> list[list[WrittenEntry]]:
    """Return what entries may be, their epochs counted from 1; as they are if none has epoch 0.

    >>> [[name for name, *_ in way] for way in ways_counted([WrittenEntry("dw5@alle0", "0.1")])]
    [['dw5@all'], ['dw5@all']]
    """
    if not any(_epoch(entry.name) == 0 for entry in entries):
        return [list(entries)]
    return [list(_counted(entries, first)) for first in (0, 1)]


def is_later(entry: WrittenEntry) -> bool:
    """Return whether the name of an entry says that it is of a later epoch."""
    return (_epoch(entry.name) or 1) > 1


def _epoch(name: str) -> int | None:
    match = AT_EPOCH.fullmatch(name) if "@" in name else None
    return int(match[3]) if match else None


def _counted(entries: Iterable[WrittenEntry], first: int) -> Iterable[WrittenEntry]:
    """Yield entries as if the first epoch had this number; before it, it is no other epoch."""
    for entry in entries:
        match = AT_EPOCH.fullmatch(entry.name) if "@" in entry.name else None
        if match is None:
            yield entry
            continue
        number = int(match[3]) + 1 - first
        when = (match[2] or "") + (f"e{number}" if number > 1 else "")
        yield entry._replace(name=f"{match[1]}@{when}" if when else match[1])
