"""A marked class on its way out: tables for spreadsheets, reports, and Gradescope's format."""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TextIO
from unicodedata import normalize

from bpcalc.checking.by_hand import Override
from bpcalc.checking.final_mark import FinalMark, by_hand_note
from bpcalc.checking.messages import convention, is_convention
from bpcalc.checking.messages import rule as sentence
from bpcalc.checking.statistics import ItemStatistics, Statistics
from bpcalc.checking.submissions.gathering import Paper
from bpcalc.checking.submissions.people import Person
from bpcalc.checking.verdicts import Finding, Mark
from bpcalc.locale import enumerated, say, say_many
from bpcalc.maths.rounding import Digits
from bpcalc.report.escaping import csv as escaped
from bpcalc.report.marking import Report
from bpcalc.report.ownership import KnownColumns, Members, Ownership, Signed, comment, in_zip

SheetRecord = dict[str, Any]
"""A marked sheet as plain texts and numbers, so that it can be sent between processes."""

WHO = ("student", "id", "email", "group", "version")
WIDE = (
    *WHO,
    *("score", "max_score", "bonus", "mark", "late_days", "by_hand"),
    *("first_error", "findings", "hints", "problem"),
)
LONG_HEADER = (
    *("student", "quantity", "raw", "value", "key", "own"),
    *("verdict", "credit", "max", "rules", "chance"),
)
ITEMS = (
    *("quantity", "students", "blank", "unreadable", "right", "follow", "root_errors"),
    *("facility", "facility_without_earlier_mistakes", "discrimination", "top_rules"),
)
PROBLEMS = ("place", "student", "reason", "left_out")
CHANGES = ("student", "quantity", "before", "after", "why")
TABLES: dict[str, Ownership] = {
    "class.csv": KnownColumns({"grade": WIDE}),
    "class-long.csv": KnownColumns({"grade": LONG_HEADER}),
    "items.csv": KnownColumns({"grade": ITEMS}),
    "problems.csv": KnownColumns({"grade": PROBLEMS}),
    "changes.csv": KnownColumns({"grade": CHANGES}),
    "class.html": Signed(comment("<!-- ", " -->")),
    "class.xlsx": Signed(in_zip),
}
"""The tables of a class, and how they are known again."""

RESULTS_OWNERSHIP = Members(
    {
        "grade": (
            *(
                "score",
                "output",
                "output_format",
                "visibility",
                "stdout_visibility",
                "extra_data",
                "tests",
            ),
        )
    }
)
RECORDS = "records"
"""The folder in which the records of marked papers are kept."""

PASSED = frozenset({"right", "follow", "jump", "form", "convention"})

MAX_FILE_BYTES = 150
"""Of the name of a file, before its suffix; file systems take 255."""

DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)
"""Names that Windows keeps for devices."""

_UNSAFE = re.compile(r"[^\w.-]+")


def class_record(paper: Paper, report: Report, final: FinalMark) -> SheetRecord:
    """Return a marked paper as a record.

    Args:
        paper: whose it is.
        report: its marking.
        final: what it earns as a whole.
    """
    marking = report.marking
    full = report.spelling.full
    return {
        **_who(paper),
        "score": _plain(marking.score),
        "max_score": _plain(marking.most),
        "bonus": _plain(final.bonus) if final.bonus else "",
        "mark": _plain(final.mark),
        "best": _plain(final.best),
        "late_days": final.late,
        "by_hand": "",
        "first_error": full(marking.first_error.key) if marking.first_error else "",
        "findings": [_finding(found, report) for found in marking.findings],
        "notes": [*report.answers.unknown, *report.answers.notes],
        "hints": ", ".join(report.answers.hints),
        "rows": [_row(each, full(each.key), report) for each in marking.marks],
        "unknown": list(report.answers.unknown),
        "problem": "",
        "unwritten": "",
        "says": [report.sentences.summary(), report.mark, *report.remarks],
    }


def _plain(number: Decimal) -> str:
    """Return a number of marks without zeros at its end."""
    return f"{number.normalize():f}"


def _who(paper: Paper) -> SheetRecord:
    person = paper.person
    told = {name: getattr(person, name) for name in ("id", "email", "login", "group", "version")}
    told |= {"participant": person.participant, "source": _source(paper)}
    told |= {"doubt": paper.doubt, "name": person.name}
    return {"number": paper.number, "student": paper.name, **told, "listed": paper.listed}


def _source(paper: Paper) -> list[str]:
    if paper.row is not None:
        return [paper.row.shown]
    return [file.place for file in paper.files]


_NOTHING: SheetRecord = {
    "score": "",
    "max_score": "",
    "bonus": "",
    "mark": "",
    "best": "",
    "says": [],
    "first_error": "",
    "late_days": 0,
    "by_hand": "",
    "notes": [],
    "hints": "",
    "findings": [],
    "rows": [],
    "unwritten": "",
    "unread": [],
    "remark": "",
}


def unusable(paper: Paper, problem: str) -> SheetRecord:
    """Return the record of a paper that could not be read."""
    return {**_who(paper), **_NOTHING, "problem": problem, "missing": False}


def absent(
    paper: Paper,
    mark: str,
    by_hand: Sequence[Override] = (),
    perhaps: Sequence[str] = (),
    begun: str = "",
) -> SheetRecord:
    """Return the record of a student who has handed in nothing.

    Args:
        paper: without files.
        mark: what that earns, "" for no mark.
        by_hand: what the teacher has set for the student all the same.
        perhaps: papers whose owner is not clear, and which may be this student's; then nobody
            says that there is none.
        begun: the state of an attempt that was not handed in, "" if there is none.
    """
    says = say("nothing was handed in")
    if begun:
        says = say("the attempt was not handed in ({state})", state=begun)
    if perhaps:
        mark, says = "", _perhaps(perhaps)
    total = sum((each.credit for each in by_hand if each.is_bonus), Decimal(mark or 0))
    total = next((each.credit for each in by_hand if not each.quantity), total)
    told = say("; ").join(map(by_hand_note, by_hand))
    mark = _plain(total) if told else mark
    marks = {"mark": mark, "by_hand": told, "by": {"hand": told}}
    return {**_who(paper), **_NOTHING, **marks, "problem": says, "missing": not perhaps}


def _perhaps(papers: Sequence[str]) -> str:
    """Return whose papers a student's may be."""
    return say_many(
        "the paper called {name} may be theirs; whose it is, is not clear",
        "one of the papers called {name} may be theirs; whose they are, is not clear",
        len(papers),
        name=enumerated(papers),
    )


def _finding(found: Finding, report: Report) -> SheetRecord:
    kind = found.keys[0].kind if found.keys else ""
    says = report.sentences.of_finding(found)
    first = next((mark for mark in report.marking.marks if mark.key in found.keys[:1]), None)
    told = {"id": found.rule, "kind": kind, "certainty": found.sure, "says": says}
    return told | {"convention": is_convention(found, first)}


def _row(mark: Mark, name: str, report: Report) -> SheetRecord:
    value = mark.cell.value if mark.cell else None
    shown = [found for found in mark.mistakes if found.sure != "possibly"]
    own = mark.own if mark.own is not None and mark.own.is_finite() else None
    return {
        "quantity": name,
        "raw": mark.cell.raw if mark.cell else "",
        "value": "" if value is None else str(value),
        "key": f"{mark.true:.12g}",
        "own": "" if own is None else f"{own:.12g}",
        "verdict": mark.verdict,
        "says": report.sentences.of_mark(mark),
        "credit": str(mark.credit),
        "max": str(mark.most),
        "rules": [found.rule for found in shown],
        "chance": shown[0].chance if shown else 0.0,
    }


def file_names(papers: Iterable[Paper]) -> list[str]:
    """Return a name for the files of every student that does no harm in any file system.

    It follows from who the student is, and not from who else is in the class: a paper that comes
    late renames nothing.

    >>> from bpcalc.checking.submissions.people import Person
    >>> people = [Person("../李 雷"), Person("con"), Person("Ann", id="7"), Person("\U0001f600")]
    >>> file_names(Paper(n, person, person.name) for n, person in enumerate(people))
    ['李_雷', '_con', '7-Ann', 'student-821657']
    """
    papers = list(papers)
    names = [_file_name(paper.person) for paper in papers]
    counts: dict[str, int] = {}
    for name in names:
        counts[name.casefold()] = counts.get(name.casefold(), 0) + 1
    taken: set[str] = set()
    result = []
    for paper, name in zip(papers, names, strict=True):
        if not name or counts[name.casefold()] > 1:
            name = f"{name or 'student'}-{_short_hash(paper)}"
        while name.casefold() in taken:
            name += "-2"
        taken.add(name.casefold())
        result.append(name)
    return result


def _file_name(person: Person) -> str:
    parts = [person.id, person.name] if person.id != person.name else [person.id]
    text = "-".join(filter(None, parts)) or person.label
    name = _UNSAFE.sub("_", text).strip("._- ")[:60]
    name = name.encode()[:MAX_FILE_BYTES].decode("utf-8", "ignore").rstrip("._- ")
    device = normalize("NFKC", name).casefold().partition(".")[0].strip()
    return f"_{name}" if device in DEVICE_NAMES else name


def _short_hash(paper: Paper) -> str:
    person = paper.person
    known = person.id or person.email or person.participant
    place = "" if known else _place(paper)
    text = "|".join([person.name, person.id, person.email, person.participant, place])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _place(paper: Paper) -> str:
    if paper.row is not None:
        return f"{paper.row.table}{paper.row.place}"
    return paper.files[0].place if paper.files else ""


class Tables:
    """Writes the tables of a class, sheet by sheet, so that no class is too large."""

    def __init__(self, wide: TextIO, long: TextIO) -> None:
        """Write the headings."""
        self._wide = csv.writer(wide, lineterminator="\n")
        self._long = csv.writer(long, lineterminator="\n")
        self._wide.writerow(WIDE)
        self._long.writerow(LONG_HEADER)

    def add(self, record: SheetRecord) -> None:
        """Write the rows of one sheet."""
        findings = "; ".join(found["id"] or "?" for found in record["findings"])
        row = {"hints": "", **record, "findings": findings}  # older records tell of no hints
        self._wide.writerow([escaped(str(row[name])) for name in WIDE])
        for cell in record["rows"]:
            line = {"student": record["student"], **cell, "rules": " ".join(cell["rules"])}
            line["chance"] = f"{cell['chance']:.2g}" if cell["rules"] else ""
            self._long.writerow([escaped(str(line[name])) for name in LONG_HEADER])


def items(statistics: Statistics) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the item analysis, the headings first."""
    yield ITEMS
    for name, item in statistics.items.items():
        yield tuple(escaped(text) for text in (name, *_numbers(item)))


def _numbers(item: ItemStatistics) -> Iterator[str]:
    counts = (item.verdicts[name] for name in ("blank", "unreadable", "right", "follow"))
    yield from map(str, (item.count, *counts, item.roots))
    for value in (item.facility, item.fair_facility, item.discrimination):
        yield "" if value is None else f"{value:.3f}"
    yield " ".join(f"{rule}:{count}" for rule, count in item.rules.most_common(3))


def gradescope(record: SheetRecord) -> SheetRecord:
    """Return a sheet as Gradescope's results.json; its score is the mark of the policy.

    Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
    """
    tests = [
        {
            "name": row["quantity"],
            "number": str(number),
            "score": float(row["credit"]),
            "max_score": float(row["max"]),
            "status": "passed" if row["verdict"] in PASSED else "failed",
            "output": row["says"],
            "output_format": "text",
            "tags": row["rules"],
            "visibility": "visible",
        }
        for number, row in enumerate(record["rows"], start=1)
    ]
    return {
        "score": float(record["mark"] or 0),
        "output": "\n".join(filter(None, _told(record))),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"student": record["student"], "first_error": record["first_error"]},
        "tests": tests,
    }


def _told(record: SheetRecord) -> Iterator[str]:
    yield from record.get("says", ())
    yield from (found["says"] for found in record["findings"])
    yield record["problem"]


def summary(statistics: Statistics) -> Iterator[str]:
    """Yield what is to be said about a class, line by line."""
    n = statistics.students
    if not n:
        yield say("No paper is marked.")
        return
    mean = Fraction(statistics.marks) / n
    shown = Digits(1).round(Decimal(mean.numerator) / mean.denominator)
    yield say_many(
        "{n} paper marked; on average {mean} of {most} marks.",
        "{n} papers marked; on average {mean} of {most} marks.",
        n,
        mean=f"{shown:f}",
        most=_plain(statistics.best),
    )
    for name, rule, count, answered in statistics.suspect():
        yield say(
            "Check the key or the convention of the lecture first: {count} of {n} have the same "
            "at {name}{rule}.",
            count=count,
            n=answered,
            name=name,
            rule=f" ({rule})" if rule else "",
        )
    yield from _commonest(statistics)
    hardest = sorted(statistics.items.items(), key=lambda pair: -pair[1].roots)[:5]
    for name, item in hardest:
        if item.roots:
            yield say_many(
                "{name}: {n} student made a mistake here.",
                "{name}: {n} students made a mistake here.",
                item.roots,
                name=name,
            )


def _commonest(statistics: Statistics) -> Iterator[str]:
    for (rule, kind), count in statistics.rules.most_common(5):
        says = sentence(rule, kind)  # type: ignore[arg-type]  # a kind, as the record has it
        if says:
            yield say("{n} × {rule}: {says}", n=count, rule=rule, says=says)
    for name, count in statistics.conventions.most_common(3):
        yield say("{n} × {rule}: {says}", n=count, rule=name, says=convention(name))
