"""What `bpcalc step` writes for programs, JSON and CSV: every line of the calculation by its place.

Whoever hands it in has the right numbers, at most those of another exercise.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import get_args

from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.own_notations import is_in_own_notation, share_of_names
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import CHANGE_KINDS, GRADIENT_KINDS, NEW_KINDS, UNASKED

CSV_HEAD = "name,symbol,kind,layer,unit,source,sample,epoch,"
"""What the first line of such a table begins with."""

_JSON_HEAD = '"bpcalc"'
_KINDS = frozenset(get_args(Kind))
_OF_UPDATES = NEW_KINDS | GRADIENT_KINDS | CHANGE_KINDS | {"delta"}
MAX_ROWS_READ = 100_000
"""Lines of a table that are read."""

MOST_COMPARED = 200
"""Lines of a file whose names tell its notation."""


def own_entries(text: str, index: QuantityIndex) -> list[WrittenEntry] | None:
    """Return the lines of such a file that are no given ones; None if it is something else.

    Raises:
        OtherNotation: it is in the notation of another book.
    """
    rows: Iterator[Mapping[str, object]]
    beyond = 0
    if text.startswith(CSV_HEAD):
        lines = text.splitlines()
        beyond = max(len(lines) - MAX_ROWS_READ, 0)
        rows = iter(csv.DictReader(lines[:MAX_ROWS_READ]))
    elif text.startswith("{") and _JSON_HEAD in text[:80]:
        rows = _lines(text)
    else:
        return None
    found: list[WrittenEntry] = []
    later: list[tuple[Key, WrittenEntry]] = []
    strange: list[str] = []
    try:
        first = list(islice(rows, MOST_COMPARED))
        named = [(key, str(row.get("name"))) for row in first if (key := _key(row))]
        is_in_own_notation(index, partial(share_of_names, named))
        for row in chain(first, rows):
            if entry := _entry(row, index):
                found.append(entry)
            elif of_later := _later_entry(row, index):
                later.append(of_later)
            elif row.get("value") and row.get("kind") not in UNASKED:
                strange.append(str(row.get("name")))
    except (csv.Error, ValueError):
        return None
    found += _up_to_last_update(later)
    return [*found, *_left_out(strange, beyond)] if found else None


def _left_out(strange: Sequence[str], beyond: int) -> Iterator[WrittenEntry]:
    """Yield notes on lines that nothing here is in the place of, and on those not read."""
    if strange:
        says = say(
            "lines of this file that fit no quantity of this exercise are left out: {n}, "
            "the first of them `{name}`",
            n=len(strange),
            name=quoted(strange[0]),
        )
        yield WrittenEntry(NOTE, says)
    if beyond:
        says = say("only the first {n} lines of this file are read", n=f"{MAX_ROWS_READ:,}")
        yield WrittenEntry(NOTE, says)


def _lines(text: str) -> Iterator[Mapping[str, object]]:
    """Yield the lines of a calculation in JSON; none if it holds something else."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return
    lines = content.get("lines") if isinstance(content, dict) else None
    yield from (line for line in lines or () if isinstance(line, dict))


def _entry(row: Mapping[str, object], index: QuantityIndex) -> WrittenEntry | None:
    """Return a line under its name here; None if it is given, or nothing here is in its place."""
    value, name = str(row.get("value") or ""), str(row.get("name") or "")
    key = _key(row)
    if key is None or not value or not name:
        return None
    sample, epoch = key.sample, key.epoch
    if key in index and (told := index.told_name(key)).partition("@")[0] == name:
        return WrittenEntry(told, value)
    when = f"s{sample}" * bool(sample) + f"e{epoch}" * ((epoch or 1) > 1)
    full = f"{name}@{when}" if when and (sample != 1 or when != "s1") else name
    return WrittenEntry(full, value) if index.knows(full) > 1 else None


def _later_entry(
    row: Mapping[str, object], index: QuantityIndex
) -> tuple[Key, WrittenEntry] | None:
    """Return a line of an epoch that is not asked for, under the name that says so."""
    key, value = _key(row), str(row.get("value") or "")
    if key is None or (key.epoch or 1) <= index.updates or not value or key.kind in UNASKED:
        return None
    if (key.sample or 1) > len(index.exercise.samples):
        return None  # of another exercise
    sample = f"s{key.sample}" if key.sample and len(index.exercise.samples) > 1 else ""
    return key, WrittenEntry(f"{row.get('name')}@{sample}e{key.epoch}", value)


def _up_to_last_update(later: Sequence[tuple[Key, WrittenEntry]]) -> list[WrittenEntry]:
    """Return such lines without the pass after the last update, which is of no epoch."""
    updates = [key.epoch or 1 for key, _ in later if key.kind in _OF_UPDATES]
    last = max(updates, default=None)
    return [entry for key, entry in later if last is None or (key.epoch or 1) <= last]


def _key(row: Mapping[str, object]) -> Key | None:
    """Return the quantity of a line by its place, None if there is none of its kind."""
    kind = str(row.get("kind"))
    if kind not in _KINDS:
        return None
    places = (_number(row.get(at)) for at in ("layer", "unit", "source", "sample", "epoch"))
    return Key(kind, *places)  # type: ignore[arg-type]  # in _KINDS


def _number(value: object) -> int | None:
    """Return a number of a layer, a unit, a sample or an epoch; None where there is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
