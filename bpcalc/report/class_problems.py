"""What of a class was not marked, or is to be looked at: as lines, and as rows of a table."""

from collections.abc import Iterable, Iterator

from bpcalc.checking.submissions.files import Unused
from bpcalc.locale import say, say_many
from bpcalc.report.class_tables import PROBLEMS, SheetRecord
from bpcalc.report.escaping import csv as escaped


def problem_rows(
    records: Iterable[SheetRecord], unused: Iterable[Unused]
) -> Iterator[tuple[str, ...]]:
    """Yield the rows of all that was not used or is remarkable, the headings first."""
    yield PROBLEMS
    for record in records:
        yield from _problems(record)
    for each in unused:
        yield tuple(map(escaped, (each.place, each.student, each.reason, _yes(not each.harmless))))


def _problems(record: SheetRecord) -> Iterator[tuple[str, ...]]:
    name, where = record["student"], "; ".join(record["source"])
    if record["problem"]:
        yield tuple(map(escaped, (where, name, record["problem"], _yes(not record["missing"]))))
    for place, why in record["unread"]:
        yield tuple(map(escaped, (place, name, why, "no")))
    yield from (
        tuple(map(escaped, (where, name, line, "no"))) for line in record.get("unknown", ())
    )
    notes = [record["remark"], "" if record["listed"] else _not_listed(record)]
    if record["unwritten"]:
        notes.append(say("the report could not be written: {why}", why=record["unwritten"]))
    for note in filter(None, notes):
        left_out = bool(record["doubt"]) and note == _not_listed(record)
        yield tuple(map(escaped, (where, name, note, _yes(left_out))))


def _not_listed(record: SheetRecord) -> str:
    if not record["doubt"]:
        return say("not on the roster")
    return say("whose it is, is not clear; it may be of {names}", names=record["doubt"])


def _yes(left_out: bool) -> str:
    return "yes" if left_out else "no"


def has_problem(record: SheetRecord) -> bool:
    """Return whether something is to be said of how a paper was taken."""
    return (
        any(record.get(name) for name in ("problem", "unwritten", "unread", "remark", "unknown"))
        or not (record["listed"])
    )


def is_left_out(record: SheetRecord) -> bool:
    """Return whether a paper was handed in, and has no mark, no report or no clear owner."""
    no_mark = record["problem"] and not record["missing"]
    return bool(no_mark or record["unwritten"] or record["doubt"])


def is_somebody_missed(records: Iterable[SheetRecord]) -> bool:
    """Return whether a paper is nobody's of the roster, and somebody of it seems to have none."""
    records = list(records)
    strange = any(not record["listed"] for record in records)
    return strange and any(record.get("missing") for record in records)


def problem_lines(records: Iterable[SheetRecord], unused: Iterable[Unused]) -> Iterator[str]:
    """Yield what was not marked or is remarkable, one line each, what is nobody's paper last."""
    for record in records:
        yield from _problem_lines(record)
    for each in sorted(unused, key=lambda one: one.harmless):
        if each.taken:
            yield say("Look at {name}: {why}", name=each.place, why=each.reason)
        else:
            yield say("Not used: {place}: {why}", place=each.place, why=each.reason)


def _problem_lines(record: SheetRecord) -> Iterator[str]:
    name = record["student"]
    if record["problem"]:
        yield say("Not marked: {name}: {why}", name=name, why=record["problem"])
    for place, why in record["unread"]:
        yield say("Not read: {place} ({name}): {why}", place=place, name=name, why=why)
    looks = [record["remark"], _not_listed(record) if record["doubt"] else ""]
    if unknown := record.get("unknown"):
        looks.append(
            say_many(
                "{n} line was not understood: {first}",
                "{n} lines were not understood: {first}",
                len(unknown),
                first=unknown[0],
            )
        )
    for why in filter(None, looks):
        yield say("Look at {name}: {why}", name=name, why=why)
    if not record["listed"] and not record["doubt"]:
        yield say("Not on the roster: {name}", name=name)
    if record["unwritten"]:
        yield say("Report not written: {name}: {why}", name=name, why=record["unwritten"])
