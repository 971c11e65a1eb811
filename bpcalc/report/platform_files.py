"""Marks on their way back: files that learning platforms read.

Moodle reads a grading worksheet and a zip of feedback files, Canvas and Blackboard a table of
marks, and a mail program a table of addresses. One entry in `PLATFORMS` adds one, everywhere.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO, StringIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bpcalc.checking.submissions.platform_names import MOODLE
from bpcalc.locale import say, say_many
from bpcalc.report.class_tables import SheetRecord
from bpcalc.report.escaping import csv as escaped

_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f]')
"""What no file system of Windows has in a name."""

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section")
"""The columns by which Canvas tells students."""

CANVAS_ASSIGNMENT = re.compile(r".+ \([0-9]+\)")
"""What the column of an assignment is called: its name, and the number that Canvas gave it."""

MAX_NAMES = 10
"""Students that are named whom a platform cannot tell."""

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of files in an archive, so that the same marks give the same bytes."""


class ClassInfo(NamedTuple):
    """What is written of a class as a whole.

    Attributes:
        title: of the exercise: what the column of marks is called.
        folder: in which the reports stand.
        gradebook: the rows of Canvas's own gradebook, if that is the roster.
    """

    title: str
    folder: Path
    gradebook: Sequence[Sequence[str]] = ()


def _nothing(papers: Sequence[SheetRecord], about: ClassInfo) -> str:
    return ""


def _by_participant(paper: SheetRecord, about: ClassInfo) -> str:
    return str(paper["participant"])


def _by_address(paper: SheetRecord, about: ClassInfo) -> str:
    return str(paper["email"])


class PlatformFile(NamedTuple):
    """A file for a platform.

    Attributes:
        name: of the file.
        write: it, from the class and its reports.
        remark: what is to be said of it, "" for nothing.
        tells: by what the platform knows a student, "" if by nothing.
    """

    name: str
    write: Callable[[Sequence[SheetRecord], ClassInfo], bytes]
    remark: Callable[[Sequence[SheetRecord], ClassInfo], str] = _nothing
    tells: Callable[[SheetRecord, ClassInfo], str] = _by_participant

    def remarks(self, papers: Sequence[SheetRecord], about: ClassInfo) -> Iterator[str]:
        """Yield what is to be said of it, and who is of no use in it."""
        if remark := self.remark(papers, about):
            yield remark
        unknown = [paper["student"] for paper in papers if not self.tells(paper, about)]
        if unknown:
            yield say_many(
                "{file}: no number or address tells who this is: {names}",
                "{file}: no number or address tells who these {n} are: {names}",
                len(unknown),
                file=self.name,
                names=say("; ").join(
                    [*unknown[:MAX_NAMES], *(["…"] if unknown[MAX_NAMES:] else [])]
                ),
            )


def _table(rows: Iterable[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    return text.getvalue().encode(encoding)


def _said(record: SheetRecord) -> str:
    """Return what a student is told in one line: why there is no mark, or what was found."""
    return " ".join([*(found.strip() for found in record["findings"]), record["problem"]]).strip()


def _moodle(papers: Sequence[SheetRecord], about: ClassInfo) -> bytes:
    """Return Moodle's grading worksheet."""
    heads = ("Identifier", "Full name", "Email address", "Grade", "Maximum Grade")
    rows = [(*heads, "Last modified (grade)", "Feedback comments")]
    best = _best(papers)  # also of who handed in nothing
    for paper in papers:
        number = f"Participant {paper['participant']}" if paper["participant"] else ""
        who = (number, paper["name"], paper["email"])
        rows.append((*who, paper["mark"], paper["best"] or best, "-", _said(paper)))
    return _table(rows, encoding="utf-8-sig")


def _feedback(papers: Sequence[SheetRecord], about: ClassInfo) -> bytes:
    """Return the zip of feedback files that Moodle gives to its students."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for paper in papers:
            for name in paper["reports"]:
                if paper["participant"] and not name.endswith(".json"):
                    place = f"{_moodle_folder(paper)}/report{Path(name).suffix}"
                    info = ZipInfo(place, ZIP_TIME)
                    info.compress_type = ZIP_DEFLATED
                    archive.writestr(info, (about.folder / name).read_bytes())
    return content.getvalue()


def _moodle_folder(paper: SheetRecord) -> str:
    """Return the folder of a student as it came from Moodle, or as Moodle would have named it."""
    for part in "/".join(paper["source"]).split("/"):
        found = MOODLE.fullmatch(part)
        if found and found["number"] == paper["participant"]:
            return f"{found['name']}_{found['number']}_assignsubmission_file_"
    name = _UNSAFE.sub("_", paper["name"]).replace("\t", " ").strip(" .")
    return f"{name}_{paper['participant']}_assignsubmission_file_"


def _best(papers: Sequence[SheetRecord]) -> str:
    """Return what the marks of a class are of."""
    return next((paper["best"] for paper in papers if paper["best"]), "")


def _canvas(papers: Sequence[SheetRecord], about: ClassInfo) -> bytes:
    """Return a gradebook as Canvas imports it; the points possible stand in a row of their own."""
    if about.gradebook:
        return _filled(papers, about)
    best = _best(papers)
    rows = [("Student", "ID", "SIS User ID", "SIS Login ID", "Section", about.title)]
    rows.append(("    Points Possible", "", "", "", "", best))
    for paper in papers:
        login = paper["login"] or paper["email"].partition("@")[0] or paper["id"]
        who = (paper["name"], paper["participant"], paper["id"], login, paper["group"])
        rows.append((*who, paper["mark"]))
    return _table(rows)


def is_gradebook(heads: Sequence[str]) -> bool:
    """Return whether a table has the headings of Canvas's gradebook."""
    return {"Student", "ID", "SIS Login ID"} <= {head.strip() for head in heads}


def _filled(papers: Sequence[SheetRecord], about: ClassInfo) -> bytes:
    """Return Canvas's gradebook as it was exported, with the column of the exercise filled in.

    That is the one called like the exercise, else the first in which nothing stands, else a new
    one: marks of another assignment stay as they are.
    """
    heads, *rows = _stripped(about.gradebook)
    at = _assignment(heads, rows, about.title)
    kept = [heads.index(head) for head in CANVAS if head in heads]
    marks = {
        value: paper["mark"]
        for paper in papers
        for value in (("participant", paper["participant"]), ("id", paper["id"]))
        if value[1]
    }
    filled: list[list[str]] = [[*(heads[k] for k in kept), heads[at] if at else about.title]]
    for row in rows:
        cells = [*row, *[""] * len(heads)]
        told = {head: cells[heads.index(head)].strip() for head in CANVAS if head in heads}
        keys = (
            ("participant", told["ID"]),
            ("id", told.get("SIS User ID", "")),
            ("id", told["SIS Login ID"]),
        )
        stands = cells[at] if at else _best(papers) if _is_of_points(row) else ""
        mark = next((marks[key] for key in keys if key in marks), stands)
        filled.append([*(cells[k] for k in kept), mark])
    return _table(filled)


def _stripped(gradebook: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    return [[head.strip() for head in gradebook[0]], *gradebook[1:]]


def _is_of_points(row: Sequence[str]) -> bool:
    """Return whether a row of a gradebook says how many points there are."""
    return row[:1] != [] and row[0].strip().casefold() == "points possible"


def _assignment(heads: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> int:
    """Return the column of a gradebook that is to be filled in, 0 for none."""
    found = [at for at, head in enumerate(heads) if CANVAS_ASSIGNMENT.fullmatch(head)]
    named = [at for at in found if heads[at].rpartition(" (")[0].casefold() == title.casefold()]
    who = heads.index("ID")
    students = [row for row in rows if "".join(row[who : who + 1]).strip()]
    empty = [at for at in found if not any("".join(row[at : at + 1]).strip() for row in students)]
    return (named or empty or [0])[0]


def _filled_column(papers: Sequence[SheetRecord], about: ClassInfo) -> str:
    """Say which column of Canvas's gradebook has the marks."""
    if not about.gradebook:
        return say(
            "canvas.csv: the marks are a new assignment, `{column}`; with Canvas's own gradebook "
            "as --roster, a column of it is filled in",
            column=about.title,
        )
    heads, *rows = _stripped(about.gradebook)
    at = _assignment(heads, rows, about.title)
    if not at:
        return say("canvas.csv: the marks are a new assignment, `{column}`", column=about.title)
    said = say("canvas.csv: the column `{column}` is filled in", column=heads[at])
    points = next(("".join(row[at : at + 1]).strip() for row in rows if _is_of_points(row)), "")
    best = _best(papers)
    if not points or not best or _same(points, best):
        return said
    more = say(
        "there it is worth {points} points, and the marks are of {best}", points=points, best=best
    )
    return say("; ").join((said, more))


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def _in_canvas(paper: SheetRecord, about: ClassInfo) -> str:
    """Return by what Canvas knows a student; its own gradebook has only those who stand in it."""
    keys = [paper["participant"], paper["id"]]
    if not about.gradebook:
        return next(filter(None, [*keys, paper["login"], paper["email"]]), "")
    heads, *rows = _stripped(about.gradebook)
    places = [heads.index(head) for head in CANVAS[1:4] if head in heads]
    known = {row[at].strip() for row in rows for at in places if len(row) > at}
    return next((key for key in keys if key and key in known), "")


def _blackboard(papers: Sequence[SheetRecord], about: ClassInfo) -> bytes:
    """Return a table as Blackboard uploads it: apart by tabs, in UTF-16."""
    best = _best(papers)
    rows = [("Username", f"{about.title} [Total Pts: {best} Score]", "Feedback to Learner")]
    rows += [(_username(paper), paper["mark"], _said(paper)) for paper in papers]
    return _table(rows, "\t", "utf-16")


def _username(paper: SheetRecord) -> str:
    """Return by what Blackboard knows a student; some rosters call that an address."""
    address = paper["email"]
    name = paper["login"] or ("" if "@" in address else address) or paper["id"] or address
    return str(name)


def _mail(papers: Sequence[SheetRecord], about: ClassInfo) -> bytes:
    """Return a table for a mail merge: address, name, mark, and the file of the report."""
    rows = [("email", "name", "id", "mark", "best", "report", "feedback")]
    for paper in papers:
        reports = [name for name in paper["reports"] if not name.endswith(".json")]
        who = (paper["email"], paper["name"], paper["id"])
        rows.append((*who, paper["mark"], paper["best"], *(reports[:1] or [""]), _said(paper)))
    return _table(rows, encoding="utf-8-sig")


def _without_doubtful(paper: SheetRecord) -> SheetRecord:
    """Return a paper without the number and the address beside a name that is not theirs."""
    return {**paper, "id": "", "email": "", "login": ""} if paper.get("doubt") else paper


PLATFORMS: Mapping[str, tuple[PlatformFile, ...]] = {
    "moodle": (
        PlatformFile("moodle-grades.csv", _moodle),
        PlatformFile("moodle-feedback.zip", _feedback, tells=lambda *_: "?"),
    ),
    "canvas": (PlatformFile("canvas.csv", _canvas, _filled_column, _in_canvas),),
    "blackboard": (
        PlatformFile("blackboard.txt", _blackboard, tells=lambda paper, _: _username(paper)),
    ),
    "mail": (PlatformFile("mail.csv", _mail, tells=_by_address),),
}
"""Platforms, and the files that each of them reads."""


def platform_files(
    names: Iterable[str], papers: Sequence[SheetRecord], about: ClassInfo
) -> Iterator[tuple[str, bytes, str]]:
    """Yield names and contents of the files for some platforms, and what is to be said of each.

    Args:
        names: of the platforms, as in `PLATFORMS`.
        papers: the records of the class, with the files of their reports.
        about: the class as a whole.
    """
    papers = [_without_doubtful(paper) for paper in papers]
    for name in names:
        for file in PLATFORMS[name]:
            told = "\n".join(file.remarks(papers, about))
            yield file.name, file.write(papers, about), told
