"""Updates that a sheet counts one by one, sample after sample, where it was taken to count epochs.

Or it counts epochs, and says what the last sample of each has left.

Li Hang's table of a perceptron counts what each sample that is wrong has changed: 1, 2, 3, …
"""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from bpcalc.checking.cells import Cell
from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.epochs_from_0 import AT_EPOCH
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BELONGS_TO, NEW_KINDS

_When = tuple[int, int]
"""An epoch and a sample."""

_PARAMETERS: frozenset[Kind] = frozenset({"weight", "bias", "new_weight", "new_bias"})

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
    best = list(entries)
    before = right_numbers(collected(best), index)
    most = before.total() + LEAST_MORE - 1
    tried = [best]
    for other in _ways(entries, index):
        if other in tried:
            continue
        tried.append(other)
        right = right_numbers(collected(other), index)
        if right.total() > most and before <= right:
            best, most = other, right.total()
    return best


def right_numbers(cells: Mapping[Key, Cell], index: QuantityIndex) -> Counter[tuple[Key, str]]:
    """Return the numbers that are right, whole ones not taken for what is next to them.

    They are told by their places, whatever sample and epoch they have been read for.
    """
    pairs = ((key, cell, index.values.get(key)) for key, cell in cells.items())
    return Counter(
        (key.timeless, cell.raw)
        for key, cell, value in pairs
        if cell.value is not None and value is not None and abs(cell.value - value) <= cell.half
    )


def _ways(entries: Sequence[WrittenEntry], index: QuantityIndex) -> Iterator[list[WrittenEntry]]:
    """Yield the entries in every way to count updates, those that move the fewest first.

    Names of the first epoch have no epoch at their ends, like those under no heading at all. What
    an epoch leaves are its weights and biases; an update has net inputs and outputs of its own.
    """
    parameters = {entry.name for entry in entries if _is_parameter(entry.name, index)}
    counted = {entry.name for entry in entries if "@" in entry.name}
    moments = _moments(index)
    changes = _changes(index)
    updates = moments, [when for when in moments if when in changes]
    ends = [when for when in moments if when[1] == len(index.exercise.samples)]
    for moved in (parameters & counted, parameters):
        for way in (*updates, ends):
            yield list(_counted(entries, way, moved))
    for way in updates:
        yield list(_counted(entries, way, parameters | counted))


def _is_parameter(name: str, index: QuantityIndex) -> bool:
    """Return whether a name is that of weights or biases, be it the old or the new ones."""
    match = AT_EPOCH.fullmatch(name) if "@" in name else None
    name = match[1] if match else name
    found, (label, _) = index.found(name), index.label_and_when(name)
    keys = (*(found.keys if found else ()), *index.given_keys(name))
    kinds = {*(key.kind for key in keys), *(label.kinds if label else ())}
    return not kinds.isdisjoint(_PARAMETERS)


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
        if key.sample and index.values.get(key._replace(kind=BELONGS_TO[key.kind])) != value
    }


def _counted(
    entries: Sequence[WrittenEntry], moments: Sequence[_When], moved: Container[str]
) -> Iterator[WrittenEntry]:
    """Yield entries, those to be moved with the sample and epoch of the update they count."""
    for entry in entries:
        match = AT_EPOCH.fullmatch(entry.name) if "@" in entry.name else None
        number = int(match[3]) if match else 1
        told = "@" in entry.name and not match
        if told or entry.name not in moved or not 0 < number <= len(moments):
            yield entry
            continue
        epoch, sample = moments[number - 1]
        name = match[1] if match else entry.name
        when = f"s{sample}" + (f"e{epoch}" if epoch > 1 else "")
        yield entry if (epoch, sample) == (1, 1) else entry._replace(name=f"{name}@{when}")
