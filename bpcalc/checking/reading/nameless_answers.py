"""A number under `answer`, and one under `error` beside it, which may be that of the answer."""

from collections.abc import Iterator, Sequence

from bpcalc.checking.cells import DecimalSeparator, read_cell
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted, said_as_read
from bpcalc.checking.reading.value_columns import VALUES
from bpcalc.locale import say
from bpcalc.maths.keys import Key

_ERRORS = frozenset({"error", "err", "误差"})
"""Headings of the network's error, or of that of an answer."""


def answers_named(
    entries: Sequence[WrittenEntry], index: QuantityIndex, separator: DecimalSeparator = "point"
) -> Iterator[WrittenEntry]:
    """Yield entries; `answer` as the only output if it has its number.

    An error beside it that is not the network's is none that is asked for, and said to be unclear.

    Args:
        entries: names and values.
        index: the quantities.
        separator: what separates the decimals on the sheet.
    """
    names = [entry.name.strip().casefold() for entry in entries]
    answered = [one for one, name in zip(entries, names, strict=True) if name in VALUES]
    if len(answered) != 1 or index.knows(answered[0].name) or _ERRORS.isdisjoint(names):
        yield from entries
        return
    (answer,) = answered
    errors = [one for one, name in zip(entries, names, strict=True) if name in _ERRORS]
    out = _only_output(index)
    if out is not None and _is(answer, out, index, separator):
        named = answer._replace(name=index.told_name(out))
        told = [named, WrittenEntry(NOTE, said_as_read(answer.name, [index.own.full(out)]))]
    elif all(not one.raw.strip() or _is_total(one, index, separator) for one in errors):
        told = [answer]
    else:
        entries = [one for one in entries if one not in errors]
        told = [WrittenEntry(NOTE, _unclear(answer, errors[0], index))]
    for entry in entries:
        yield from told if entry is answer else [entry]


def _only_output(index: QuantityIndex) -> Key | None:
    last = len(index.layout.sizes) - 1
    return index.first_at("out", last, 1, None) if index.layout.sizes[last] == 1 else None


def _is_total(entry: WrittenEntry, index: QuantityIndex, separator: DecimalSeparator) -> bool:
    found = index.found(entry.name)
    return found is not None and any(_is(entry, key, index, separator) for key in found.keys)


def _is(entry: WrittenEntry, key: Key, index: QuantityIndex, separator: DecimalSeparator) -> bool:
    cell = read_cell(entry.raw, separator)
    return bool(cell.value) and near(cell, index.values.get(key))


def _unclear(answer: WrittenEntry, error: WrittenEntry, index: QuantityIndex) -> str:
    """Say that nobody knows of what a number is the error."""
    found = index.found(error.name)
    total = found.keys[0] if found and found.keys else Key("total_error")
    return say(
        "`{error}` beside `{answer}` may be the error of that answer: write {total} above the "
        "network's error, and above an answer the name of its quantity",
        error=quoted(error.name),
        answer=quoted(answer.name),
        total=index.own.full(total),
    )
