"""Whose mark has changed since the last run, and why."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bpcalc.locale import say
from bpcalc.report.class_tables import CHANGES, SheetRecord
from bpcalc.report.escaping import csv as escaped


class Change(NamedTuple):
    """One thing that is otherwise than before; `quantity` is "" for the mark."""

    student: str
    quantity: str
    before: str
    after: str
    why: str


def changes_between(
    before: Iterable[SheetRecord], after: Iterable[SheetRecord]
) -> Iterator[Change]:
    """Yield what has changed between two runs over a class; nothing after the first run."""
    old = {_identity(record): record for record in before}
    if not old:
        return
    for record in after:
        earlier = old.pop(_identity(record), None)
        name = record["student"]
        if earlier is None:
            yield Change(name, "", "", record["mark"], say("new in the class"))
        else:
            yield from _changed(name, earlier, record)
    for record in old.values():
        yield Change(record["student"], "", record["mark"], "", say("no longer in the class"))


def _identity(record: SheetRecord) -> tuple[str, ...]:
    for name in ("id", "email", "participant"):
        if record[name]:
            return name, record[name]
    return "student", record["student"]


def _changed(name: str, before: SheetRecord, after: SheetRecord) -> Iterator[Change]:
    rows = {row[0]: row for row in before["rows"]}
    written = any(rows.get(row[0], row)[1] != row[1] for row in after["rows"])
    why = say("the paper has changed") if written else _why(before, after)
    if before["mark"] != after["mark"]:
        yield Change(name, "", before["mark"], after["mark"], why)
    for quantity, raw, verdict, credit in after["rows"]:
        row = rows.get(quantity)
        if row is not None and row[3] != credit:
            reason = say("another number is written") if row[1] != raw else why
            yield Change(name, quantity, f"{row[3]} {row[2]}", f"{credit} {verdict}", reason)


def _why(before: SheetRecord, after: SheetRecord) -> str:
    """Return why the same numbers have another mark."""
    then, now = before.get("by") or {}, after.get("by") or {}
    if before["problem"] != after["problem"]:
        return say("the paper has changed")
    reasons = {
        "exercise": say("the exercise has changed"),
        "policy": say("the policy has changed"),
        "hand": _by_hand(after),
        "program": say("another version of bpcalc has marked it"),
    }
    told = [says for name, says in reasons.items() if then and then.get(name) != now.get(name)]
    if told:
        return say("; ").join(told)
    if before["late_days"] != after["late_days"]:
        return say("it was handed in at another time")
    return say("it is marked otherwise")


def _by_hand(record: SheetRecord) -> str:
    if record["by_hand"]:
        return say("by hand: {what}", what=record["by_hand"])
    return say("it is no longer set by hand")


def change_rows(changes: Iterable[Change]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table of changes, the headings first."""
    yield CHANGES
    for change in changes:
        yield tuple(map(escaped, change))
