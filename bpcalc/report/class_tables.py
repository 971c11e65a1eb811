"""A marked class on its way out: tables for spreadsheets, reports, and Gradescope's format."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from bpcalc.checking.messages import rule as sentence
from bpcalc.checking.statistics import ItemStatistics, Statistics
from bpcalc.checking.verdicts import Finding, Mark
from bpcalc.locale import say
from bpcalc.report.escaping import csv as escaped
from bpcalc.report.marking import Report
from bpcalc.report.ownership import Columns, Members

Record = dict[str, Any]
"""A marked sheet as plain texts and numbers, so that it can be sent between processes."""

WIDE = ("student", "score", "max_score", "first_error", "findings", "problem")
LONG = (
    *("student", "quantity", "raw", "value", "key", "own"),
    *("verdict", "credit", "max", "rules", "chance"),
)
ITEMS = (
    *("quantity", "students", "blank", "unreadable", "right", "follow", "root_errors"),
    *("facility", "facility_without_earlier_mistakes", "discrimination", "top_rules"),
)
TABLES = {
    "class.csv": Columns({"grade": WIDE}),
    "class-long.csv": Columns({"grade": LONG}),
    "items.csv": Columns({"grade": ITEMS}),
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
RECORD_OWNERSHIP = Members(
    {
        "grade": (
            *(
                "number",
                "student",
                "score",
                "max_score",
                "first_error",
                "findings",
                "notes",
                "rows",
            ),
            *("problem", "unwritten"),
        )
    }
)
PASSED = frozenset({"right", "follow", "jump", "form", "convention"})

_UNSAFE = re.compile(r"[^\w.-]+")


def class_record(number: int, name: str, report: Report) -> Record:
    """Return a marked sheet as a record."""
    marking = report.marking
    full = report.spelling.full
    return {
        "number": number,
        "student": name,
        "score": str(marking.score),
        "max_score": str(marking.most),
        "first_error": full(marking.first_error.key) if marking.first_error else "",
        "findings": [_finding(found, report) for found in marking.findings],
        "notes": [*report.answers.unknown, *report.answers.notes],
        "rows": [_row(mark, full(mark.key)) for mark in marking.marks],
        "problem": "",
        "unwritten": "",
    }


def unusable(number: int, name: str, problem: str) -> Record:
    """Return the record of a sheet that could not be read."""
    nothing: Record = {"score": "0", "max_score": "0", "first_error": "", "notes": []}
    nothing |= {"findings": [], "rows": []}
    return {"number": number, "student": name, **nothing, "problem": problem, "unwritten": ""}


def _finding(found: Finding, report: Report) -> Record:
    kind = found.keys[0].kind if found.keys else ""
    says = report.sentence(found)
    return {"id": found.rule, "kind": kind, "certainty": found.sure, "says": says}


def _row(mark: Mark, name: str) -> Record:
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
        "credit": str(mark.credit),
        "max": str(mark.most),
        "rules": [found.rule for found in shown],
        "chance": shown[0].chance if shown else 0.0,
    }


def file_name(name: str, number: int) -> str:
    """Return a name for a student's files that does no harm in any file system.

    >>> file_name("../李 雷", 4)
    '0005-李_雷'
    """
    return f"{number + 1:04d}-{_UNSAFE.sub('_', name).strip('._')[:60]}".rstrip("-")


class Tables:
    """Writes the tables of a class, sheet by sheet, so that no class is too large."""

    def __init__(self, wide: TextIO, long: TextIO) -> None:
        """Write the headings."""
        self._wide = csv.writer(wide, lineterminator="\n")
        self._long = csv.writer(long, lineterminator="\n")
        self._wide.writerow(WIDE)
        self._long.writerow(LONG)

    def add(self, record: Record) -> None:
        """Write the rows of one sheet."""
        findings = "; ".join(found["id"] or "?" for found in record["findings"])
        row = {**record, "findings": findings}
        self._wide.writerow([escaped(str(row[name])) for name in WIDE])
        for cell in record["rows"]:
            line = {"student": record["student"], **cell, "rules": " ".join(cell["rules"])}
            line["chance"] = f"{cell['chance']:.2g}" if cell["rules"] else ""
            self._long.writerow([escaped(str(line[name])) for name in LONG])


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


def gradescope(record: Record) -> Record:
    """Return a sheet as Gradescope's results.json.

    Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
    """
    tests = [
        {
            "name": row["quantity"],
            "number": str(number),
            "score": float(row["credit"]),
            "max_score": float(row["max"]),
            "status": "passed" if row["verdict"] in PASSED else "failed",
            "output": row["verdict"],
            "output_format": "text",
            "tags": row["rules"],
            "visibility": "visible",
        }
        for number, row in enumerate(record["rows"], start=1)
    ]
    return {
        "score": float(record["score"]),
        "output": "\n".join([*(found["says"] for found in record["findings"]), record["problem"]]),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"student": record["student"], "first_error": record["first_error"]},
        "tests": tests,
    }


def summary(statistics: Statistics, problems: Iterable[Record]) -> Iterator[str]:
    """Yield what is to be said about a class, line by line."""
    n = statistics.students
    mean = float(statistics.scores / n) if n else 0.0
    yield say(
        "{n} sheets marked; on average {mean} of {most} marks.",
        n=n,
        mean=f"{mean:.1f}",
        most=statistics.most,
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
            yield say("{name}: {n} made a mistake here.", name=name, n=item.roots)
    for record in problems:
        name = record["student"]
        if record["problem"]:
            yield say("Not marked: {name}: {why}", name=name, why=record["problem"])
        else:
            yield say("Report not written: {name}: {why}", name=name, why=record["unwritten"])


def _commonest(statistics: Statistics) -> Iterator[str]:
    for (rule, kind), count in statistics.rules.most_common(5):
        says = sentence(rule, kind)  # type: ignore[arg-type]  # a kind, as the record has it
        if says:
            yield say("{n} × {rule}: {says}", n=count, rule=rule, says=says)
