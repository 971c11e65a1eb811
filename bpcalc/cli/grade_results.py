"""What a marked class leaves behind: records as they come, tables and pages at the end."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from bpcalc.checking.statistics import Statistics
from bpcalc.checking.submissions.files import Unused
from bpcalc.checking.submissions.people import Person
from bpcalc.cli.grading_job import Done
from bpcalc.cli.result_folder import PAPERS, ResultFolder, is_unchanged
from bpcalc.errors import OutputError, reason
from bpcalc.files import regular_bytes
from bpcalc.locale import say, say_many
from bpcalc.locale.cleaning import cleaned_json
from bpcalc.report.class_changes import Change, change_rows, changes_between
from bpcalc.report.class_problems import has_problem, problem_rows
from bpcalc.report.class_tables import (
    RECORDS,
    TABLES,
    SheetRecord,
    Tables,
    items,
    summary,
)
from bpcalc.report.class_workbook import CLASS_WORKBOOK, class_workbook, is_possible
from bpcalc.report.platform_files import ClassInfo, platform_files

MAX_CHANGES = 30
"""Changed marks that are printed one by one."""


def json_line(members: object) -> str:
    """Return a JSON object on one line, without control characters."""
    return cleaned_json(json.dumps(members, ensure_ascii=False))


class ClassCall(NamedTuple):
    """What `bpcalc grade` was called with.

    Attributes:
        path: the folder, archive or table.
        folder: for the results, None: nothing is written.
        roster: who is in the class.
        columns: what columns are, by their headings.
        shard: which part is to be marked, None: all.
        jobs: how many processes, None: as many as there are cores.
        regrade: whether the differences from the last run are printed.
        anonymous: whether the teacher's page shows no names.
        platforms: for which the marks are written as they read them.
        gradebook: the rows of the roster, if Canvas has written it.
        beside: what of the roster is not used.
    """

    path: Path
    folder: Path | None = None
    roster: tuple[Person, ...] = ()
    columns: Mapping[str, str] | None = None
    shard: str | None = None
    jobs: int | None = None
    regrade: bool = False
    anonymous: bool = False
    platforms: tuple[str, ...] = ()
    gradebook: Sequence[Sequence[str]] = ()
    beside: Sequence[Unused] = ()


class Marked:
    """The records of a class, summed up.

    Attributes:
        statistics: of the papers that could be marked.
        problems: the records of which something is to be said.
    """

    def __init__(self) -> None:
        """Begin with nobody."""
        self.statistics = Statistics()
        self.problems: list[SheetRecord] = []

    def add(self, record: SheetRecord) -> None:
        """Count one student."""
        if has_problem(record):
            self.problems.append(record)
        if not record["problem"]:
            self.statistics.add(record)

    def lines(self) -> Iterator[str]:
        """Yield what is to be said of the class."""
        yield from summary(self.statistics)


class Results:
    """Writes the results of a class.

    Attributes:
        folder: of the results, which are put there at the end.
    """

    def __init__(self, folder: ResultFolder, title: str) -> None:
        """Begin the tables of an exercise of this title."""
        self._title = title
        self.folder = folder
        try:
            self._wide, self._long = self._opened("class.csv"), self._opened("class-long.csv")
        except BaseException:
            folder.take_back()
            folder.release()
            raise
        self._tables = Tables(self._wide, self._long)
        self._papers: list[SheetRecord] = []
        self._shared: dict[object, Any] = {}
        self._earlier: dict[str, tuple[Path, int, int]] = {}
        self._kept: Any = None

    def _opened(self, name: str) -> TextIO:
        """Return a table of the new results, to be written row by row.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            # Excel takes a file for UTF-8 only if it begins with a byte order mark.
            return (self.folder.draft / name).open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            why = say("{file}: {reason}", file=self.folder.path, reason=reason(error))
            raise OutputError(why) from None

    def known(self) -> frozenset[str]:
        """Return the keys of all papers that an earlier run has marked, be it interrupted."""
        for folder, manifest in self.folder.earlier():
            for key, start, length, reports in _indexed(folder / PAPERS):
                if all(is_unchanged(folder, manifest, name) for name in reports):
                    self._earlier[key] = (folder, start, length)
        self._kept = (self.folder.draft / PAPERS).open("w", encoding="utf-8")
        return frozenset(self._earlier)

    def take(self, done: Done) -> SheetRecord:
        """Keep what has become of a paper; return its record."""
        record = done.record
        names = [name for name, _ in done.reports]
        if done.again:
            record, names = self._again(record)
        record["reports"] = names
        for name, content in done.reports:
            self.folder.write(name, content)
        if not record["problem"]:
            line = json_line(record)
            self._kept.write(line + "\n")
            self._kept.flush()
        return record

    def _again(self, told: SheetRecord) -> tuple[SheetRecord, list[str]]:
        """Return the record of a paper that was marked before, and take over its reports."""
        folder, start, length = self._earlier[told["key"]]
        with (folder / PAPERS).open("rb") as file:
            file.seek(start)
            record: SheetRecord = json.loads(file.read(length))
        names: list[str] = record.pop("reports")
        for name in names:
            self.folder.take_over(folder, name)
        return record | told, names

    def close(self) -> None:
        """Close the files; what stands in that of the records can be used by the next run."""
        for file in filter(None, (self._kept, self._wide, self._long)):
            file.close()

    def release(self) -> None:
        """End the work on the folder, whether it was finished or not.

        What a full disk does not take when a file is closed is told where that is done first.
        """
        for file in filter(None, (self._kept, self._wide, self._long)):
            with suppress(OSError):
                file.close()
        self.folder.release()

    def take_back(self) -> None:
        """Leave nothing where the results could not be written; what was there before stays."""
        self.folder.take_back()

    def add(self, record: SheetRecord) -> None:
        """Write the rows of one student."""
        self._tables.add(record)
        self._papers.append(_brief(record, self._shared))

    def finish(self, marked: Marked, unused: Sequence[Unused], call: ClassCall) -> Iterator[str]:
        """Write everything, and yield what is to be said about that."""
        from bpcalc.report.class_page import class_page

        self.close()
        changes = list(self._changes())
        for name, rows in (
            ("items.csv", items(marked.statistics)),
            ("problems.csv", problem_rows(marked.problems, unused)),
        ):
            self._table(name, rows)
        self._write_changes(changes)
        page = class_page(self._papers, marked.statistics, marked.problems, unused, call.anonymous)
        self._write("class.html", page)
        if is_possible():
            rows = problem_rows(marked.problems, unused)
            self._write_bytes(
                CLASS_WORKBOOK,
                class_workbook(self._papers, marked.statistics, rows, call.anonymous),
            )
        title = self._title or say("Answer sheet")
        about = ClassInfo(title, self.folder.reports, call.gradebook)
        told = []
        for name, content, remark in platform_files(call.platforms, self._papers, about):
            self.folder.write(name, content)
            told.append(remark)
        with (self.folder.draft / RECORDS / "marks.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json_line(each) + "\n" for each in self._papers)
        self.folder.finish()
        yield from filter(None, told)
        yield from self._kept_by_hand()
        yield from _said(changes, call.regrade)

    def _kept_by_hand(self) -> Iterator[str]:
        """Say what somebody has changed by hand, and what has become of it."""
        for kept in self.folder.kept:
            yield say("You had changed a table by hand; it is kept as {name}.", name=kept)
        for name in self.folder.untouched:
            yield say(
                "Report not written: {name}: it was changed by hand and stays as it is; "
                "--force replaces it",
                name=name,
            )

    def _write_changes(self, changes: Sequence[Change]) -> None:
        """Write what has changed; else the last ones stay, which nobody may have read yet."""
        if changes:
            self._table("changes.csv", change_rows(changes))
        else:
            with suppress(OSError):
                last = regular_bytes(self.folder.path / "changes.csv")
                self.folder.write("changes.csv", last)

    def _changes(self) -> Iterator[Change]:
        before = records_in(self.folder.path / RECORDS / "marks.jsonl")
        rows_shared = (
            {**record, "rows": _shared_rows(record["rows"], self._shared)} for record in before
        )
        yield from changes_between(rows_shared, self._papers)

    def _table(self, name: str, rows: Iterable[Sequence[str]]) -> None:
        text = "\n".join(",".join(map(_quoted, row)) for row in rows)
        self._write(name, text + "\n", "utf-8-sig")

    def _write(self, name: str, content: str, encoding: str = "utf-8") -> None:
        self._write_bytes(name, content.encode(encoding))

    def _write_bytes(self, name: str, content: bytes) -> None:
        self.folder.write(name, TABLES[name].signed(content, "grade"))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


def _shared_rows(rows: Iterable[Sequence[str]], shared: dict[object, Any]) -> list[tuple[str, ...]]:
    """Return rows of a paper; most of a class write the same, and that is kept once."""
    return [shared.setdefault(row, row) for row in map(tuple, rows)]


def _brief(record: SheetRecord, shared: dict[object, Any]) -> SheetRecord:
    """Return what is kept of a record for the class as a whole, what others have too but once."""
    names = ("student", "id", "email", "group", "version", "participant", "score", "max_score")
    brief = {name: record[name] for name in (*names, "mark", "best", "problem", "late_days")}
    brief["missing"] = record.get("missing", False)
    brief["login"] = record.get("login", "")
    brief["doubt"] = record.get("doubt", "")
    brief["by_hand"] = record.get("by_hand") or ""
    brief["by"] = record.get("by", {})
    brief["source"] = record["source"]
    brief["name"] = record.get("name") or record["student"]
    rows = ((row["quantity"], row["raw"], row["verdict"], row["credit"]) for row in record["rows"])
    brief["rows"] = _shared_rows(rows, shared)
    brief["first_error"] = record["first_error"]
    brief["reports"] = record.get("reports", [])
    findings = (found["says"] for found in record["findings"])
    brief["findings"] = [shared.setdefault(says, says) for says in findings]
    return brief


def _said(changes: Sequence[Change], regrade: bool) -> Iterator[str]:
    if not changes:
        if regrade:
            yield say("No mark has changed.")
        return
    yield say_many(
        "{n} mark has changed; see changes.csv.",
        "{n} marks have changed; see changes.csv.",
        len({change.student for change in changes}),
    )
    if regrade:
        yield from (
            f"  {change.student}: {change.before} → {change.after}"
            for change in changes[:MAX_CHANGES]
            if not change.quantity
        )


def _indexed(path: Path) -> Iterator[tuple[str, int, int, list[str]]]:
    """Yield key, start, length and reports of every whole line of a file of records."""
    start = 0
    with suppress(OSError), path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                with suppress(ValueError, KeyError, TypeError):
                    found = json.loads(line)
                    yield found["key"], start, len(line), found["reports"]
            start += len(line)


def records_in(path: Path) -> Iterator[SheetRecord]:
    """Yield the records of a file, as far as it is whole."""
    with suppress(OSError, ValueError), path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
