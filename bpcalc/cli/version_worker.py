"""Papers of an exam in versions: each is marked by the version that its student had."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from io import StringIO
from pathlib import Path

from bpcalc.checking.cells import read_cell
from bpcalc.checking.reading.contents import content_of, decoded
from bpcalc.checking.reading.layers import near
from bpcalc.checking.submissions.gathering import Paper
from bpcalc.checking.submissions.opening import contents
from bpcalc.checking.submissions.people import ClassList, Person
from bpcalc.checking.submissions.rosters import people_of
from bpcalc.checking.verdicts import ERROR_VERDICTS
from bpcalc.cli.grading_job import Done, Job, PaperWorker, VersionText, guarded
from bpcalc.errors import AnswersError, BpcalcError
from bpcalc.locale import enumerated, in_a_row, say
from bpcalc.report.class_tables import SheetRecord, unusable
from bpcalc.solution import Solution

VERSIONS_FILE = "versions.csv"

FEWEST_NUMBERS = 6
"""So many numbers a paper must have, to be told from one of another version."""

MOST_VERSIONS = 40
"""So many versions are worked out to be compared with a paper."""


def is_versions(folder: str) -> bool:
    """Return whether a folder holds versions of an exercise, as `bpcalc new -n` writes them."""
    try:
        return (Path(folder) / VERSIONS_FILE).is_file()
    except (OSError, ValueError):  # a name that no file can have is refused where it is opened
        return False


def read_versions(folder: Path) -> tuple[tuple[VersionText, ...], tuple[Person, ...]]:
    """Return the versions of a folder, and who has which.

    Raises:
        AnswersError: its table or a file of it cannot be read.
    """
    table = folder / VERSIONS_FILE
    try:
        rows = list(csv.reader(StringIO(decoded(content_of(table)))))
    except csv.Error:
        rows = []
    head = rows[0] if rows else []
    if not {"version", "code", "file"} <= set(head):
        raise AnswersError(
            say("{file}: expected columns version, code and file in its first line", file=table)
        )
    found: dict[str, VersionText] = {}
    for row in rows[1:]:
        told = dict(zip(head, row, strict=False))
        path = folder / Path(told.get("file", "")).name
        if told.get("version") and told["version"] not in found:
            content = content_of(path)
            found[told["version"]] = VersionText(
                told["version"], told.get("code", ""), content, str(path)
            )
    if not found:
        raise AnswersError(say("{file}: no version stands in it", file=table))
    people = people_of([[cell.removeprefix("'") for cell in row] for row in rows])
    return tuple(found.values()), tuple(person for person in people if person.label)


def worker_of(job: Job) -> "PaperWorker | VersionWorker":
    """Return what marks the papers of a class."""
    return VersionWorker(job) if job.versions else PaperWorker(job)


class VersionWorker:
    """Marks papers in one process, each by its own version."""

    def __init__(self, job: Job) -> None:
        """Know the versions; each is worked out when the first paper of it comes."""
        self._job = job
        self._versions = {one.name: one for one in job.versions}
        self._by_code = {one.code: one.name for one in job.versions if one.code}
        self._holders = ClassList(job.holders)
        self._workers: dict[str, PaperWorker] = {}
        self._values: dict[str, dict[str, Decimal]] = {}
        codes = "|".join(map(re.escape, self._by_code)) or r"(?!)"
        self._code = re.compile(rf"(?<![\w-])(?:{codes})(?![\w-])", re.IGNORECASE)

    def mark(self, paper: Paper, file: str) -> Done:
        """Return what becomes of a paper; whatever happens, it is its own affair."""
        return guarded(paper, lambda: self._mark(paper, file))

    def _mark(self, paper: Paper, file: str) -> Done:
        on_sheet = self._on_sheet(paper)
        if len(on_sheet) > 1:
            codes = enumerated(sorted(on_sheet))
            return Done(unusable(paper, say("codes of several versions: {codes}", codes=codes)))
        by_list = self._by_list(paper.person)
        version = next(iter(on_sheet), None) or by_list
        if version is None:
            return Done(
                unusable(paper, say("which version it is stands neither on it nor on the list"))
            )
        person = paper.person._replace(version=version)
        done = self._worker(version).mark(paper._replace(person=person), file)
        if done.again:
            return done
        remarks = [done.record.get("remark") or ""]
        if by_list and version != by_list:
            remarks.append(
                say("the paper is {version}; the list says {other}", version=version, other=by_list)
            )
        remarks.append(self._of_another(done.record, version))
        done.record["remark"] = in_a_row(filter(None, remarks))
        return done

    def _of_another(self, record: SheetRecord, version: str) -> str:
        """Return that a paper has the numbers of another version, "" if it has not.

        It is marked by its own all the same: who has answered the wrong sheet, and why, is for
        the teacher to find out.
        """
        rows = [row for row in record.get("rows", ()) if row["value"]]
        wrong = sum(row["verdict"] in ERROR_VERDICTS for row in rows)
        if len(rows) < FEWEST_NUMBERS or wrong * 4 < len(rows):
            return ""
        cells = {row["quantity"]: read_cell(row["raw"]) for row in rows}
        fits = {
            name: sum(near(cell, values.get(each)) for each, cell in cells.items())
            for name in list(self._versions)[:MOST_VERSIONS]
            if name != version and (values := self._values_of(name))
        }
        best = max(fits, key=lambda name: fits[name], default="")
        if not best or fits[best] * 10 < len(rows) * 9:
            return ""
        return say(
            "{n} of its {all} numbers are those of {other}; it is marked as {version}",
            n=fits[best],
            all=len(rows),
            other=best,
            version=version,
        )

    def _values_of(self, version: str) -> dict[str, Decimal]:
        """Return the numbers of a version by their names; none if its file cannot be read."""
        if version not in self._values:
            self._values[version] = {}
            with suppress(BpcalcError):  # whoever has this version is told
                marker = self._job_of(version).marker()
                full = Solution(marker.calculation).spelling.full
                self._values[version] = {full(k): v for k, v in marker.scheme.values.items()}
        return self._values[version]

    def _job_of(self, version: str) -> Job:
        one = self._versions[version]
        return self._job._replace(text=one.text, name=one.file, versions=(), holders=())

    def _worker(self, version: str) -> PaperWorker:
        worker = self._workers.get(version)
        if worker is None:
            worker = self._workers[version] = PaperWorker(self._job_of(version))
        return worker

    def _by_list(self, person: Person) -> str | None:
        """Return the version that the roster, or the list of versions, has for a student."""
        holder = self._holders.find(person)
        for told in (person.version, holder.version if holder else ""):
            name = self._by_code.get(told, told)
            if name in self._versions:
                return name
        return None

    def _on_sheet(self, paper: Paper) -> set[str]:
        """Return the versions whose codes stand on a paper."""
        by_code = {code.lower(): name for code, name in self._by_code.items()}
        return {
            by_code[found.lower()]
            for text in self._texts(paper)
            for found in self._code.findall(text)
        }

    @staticmethod
    def _texts(paper: Paper) -> Iterator[str]:
        """Yield what stands on a paper, and what its files are called."""
        if paper.row is not None:
            yield from paper.row.cells
            return
        for place, content in contents(paper):
            yield place
            if isinstance(content, bytes):
                try:
                    yield decoded(content)
                except AnswersError:  # a workbook or a picture; it is marked by the list
                    continue
