"""Samples that are told by their inputs: `Input: [0 1], Output: 0.5336`."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from bpcalc.checking.cells import read_cell
from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.structures import WrittenArray
from bpcalc.checking.reading.values import number_texts, read_value
from bpcalc.maths.keys import Key


def told_by_input(entries: Iterable[WrittenEntry], index: QuantityIndex) -> Iterator[WrittenEntry]:
    """Yield entries; those behind the inputs of a sample as its own, until other inputs follow."""
    numbers = numbers_of_samples(index)
    if not numbers:
        yield from entries
        return
    sample = 0
    for entry in entries:
        label = index.label(entry.name)
        if label and label.kinds == ("input",) and not label.units:
            sample = numbers.get(_numbers(entry), 0)
        full = f"{entry.name}@s{sample}"
        own = sample and "@" not in entry.name
        known = own and index.knows(full) >= max(index.knows(entry.name), 1)
        yield entry._replace(name=full) if known else entry


def numbers_of_samples(index: QuantityIndex) -> dict[tuple[Decimal | None, ...], int]:
    """Return the samples by their inputs; none where there is one, or inputs stand for two."""
    numbers = {inputs: number for number, inputs in _inputs(index)}
    told = 1 < len(numbers) == len(index.exercise.samples)
    return numbers if told else {}


def given_of_samples(index: QuantityIndex) -> list[set[Decimal]]:
    """Return, for each sample, its inputs and targets."""
    found: list[set[Decimal]] = [set() for _ in index.exercise.samples]
    for key, value in index.values.items():
        if key.kind in ("input", "target"):
            for numbers in found if key.sample is None else found[key.sample - 1 : key.sample]:
                numbers.add(value)
    return found


def _inputs(index: QuantityIndex) -> Iterator[tuple[int, tuple[Decimal | None, ...]]]:
    units = range(1, index.layout.sizes[0] + 1)
    for sample in range(1, len(index.exercise.samples) + 1):
        keys = (Key("input", 0, unit, None, sample) for unit in units)
        yield sample, tuple(index.values.get(key) for key in keys)


def _numbers(entry: WrittenEntry) -> tuple[Decimal | None, ...]:
    """Return the numbers of an array; nothing for what is none."""
    value = entry.value or read_value(entry.raw).value
    texts = number_texts(value) if isinstance(value, WrittenArray) else ()
    return tuple(read_cell(text).value for text in texts)
