"""Updates that a sheet counts one by one, sample after sample, where it was taken to count epochs.

Or it counts epochs, and says what the last sample of each has left.

Li Hang's table of a perceptron counts what each sample that is wrong has changed: 1, 2, 3, …
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bpcalc.checking.cells import Cell
from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.epochs_from_0 import AT_EPOCH
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import NEW_KINDS

_When = tuple[int, int]
"""An epoch and a sample."""

_OLD: dict[Kind, Kind] = {"new_weight": "weight", "new_bias": "bias"}

LEAST_MORE = 2
"""So many numbers more must be right, if epochs are read as updates."""


def as_updates(
    entries: Sequence[WrittenEntry],
    index: QuantityIndex,
    collected: Callable[[list[WrittenEntry]], Mapping[Key, Cell]],
) -> list[WrittenEntry]:
    """Return entries, the epochs in their names read as updates where more numbers then are right.

    Args:
        entries: names with epochs at their ends.
        index: the quantities.
        collected: returns the numbers if entries are read as they are.
    """
    found = [AT_EPOCH.fullmatch(entry.name) for entry in entries if "@" in entry.name]
    told = [match for match in found if match]
    samples = len(index.exercise.samples)
    if samples < 2 or index.exercise.batch or not told or any(match[2] for match in told):
        return list(entries)
    moments = _moments(index)
    best = list(entries)
    most = _right(collected(best), index) + LEAST_MORE - 1
    changes = _changes(index)
    ends = [when for when in moments if when[1] == samples]
    for way in (moments, [when for when in moments if when in changes], ends):
        other = list(_counted(entries, way))
        right = _right(collected(other), index)
        if right > most:
            best, most = other, right
    return best


def _right(cells: Mapping[Key, Cell], index: QuantityIndex) -> int:
    """Return how many numbers are right, whole ones not taken for what is next to them."""
    pairs = ((cell, index.values.get(key)) for key, cell in cells.items())
    return sum(
        abs(cell.value - value) <= cell.half
        for cell, value in pairs
        if cell.value is not None and value is not None
    )


def _moments(index: QuantityIndex) -> list[_When]:
    """Return after which samples of which epochs there are new weights, in their order."""
    new = (key for key in index.values if key.kind in NEW_KINDS and key.sample)
    return sorted({(key.epoch or 1, key.sample or 1) for key in new})


def _changes(index: QuantityIndex) -> set[_When]:
    """Return those after which a weight or bias is another one than before."""
    new = ((key, value) for key, value in index.values.items() if key.kind in NEW_KINDS)
    return {
        (key.epoch or 1, key.sample)
        for key, value in new
        if key.sample and index.values.get(key._replace(kind=_OLD[key.kind])) != value
    }


def _counted(entries: Sequence[WrittenEntry], moments: Sequence[_When]) -> Iterator[WrittenEntry]:
    """Yield entries with the sample and epoch of their update for the number of it."""
    for entry in entries:
        match = AT_EPOCH.fullmatch(entry.name) if "@" in entry.name else None
        number = int(match[3]) if match else 1
        if ("@" in entry.name and not match) or not 0 < number <= len(moments):
            yield entry
            continue
        epoch, sample = moments[number - 1]
        name = match[1] if match else entry.name
        when = f"s{sample}" + (f"e{epoch}" if epoch > 1 else "")
        yield entry if (epoch, sample) == (1, 1) else entry._replace(name=f"{name}@{when}")
