"""A marked sheet for a program."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from bpcalc import __version__
from bpcalc.checking.messages import note, rule, rules_of_credit
from bpcalc.checking.verdicts import Mark, Suspicion
from bpcalc.report.document import Document
from bpcalc.report.marking import Report
from bpcalc.report.side_by_side import Comparison
from bpcalc.solution import Solution


def document(report: Report, solution: Solution) -> Document:
    """Return the report of a marked sheet, with what programs read of it."""
    data = partial(sheet_record, report, solution)
    return replace(report.document(solution), data=data)


def sheet_record(report: Report, solution: Solution) -> dict[str, object]:
    """Return the marked sheet as programs read it."""
    exercise = solution.exercise
    marking, answers = report.marking, report.answers
    full = report.spelling.full
    first = marking.first_error
    return {
        "bpcalc": __version__,
        "title": exercise.title,
        "notation": exercise.notation,
        "student": answers.student or None,
        "score": float(marking.score),
        "max_score": float(marking.most),
        "first_error": full(first.key) if first else None,
        "conventions": list(marking.conventions),
        "precision": marking.precision or None,
        "marks": [_mark(mark, full(mark.key), report) for mark in marking.marks],
        "findings": [
            {
                "id": found.rule or None,
                "names": [full(key) for key in found.keys],
                "says": report.sentences.of_finding(found),
                "certainty": found.sure,
                "chance": found.chance,
                "others": list(found.others),
                **_lines(report.compared(found, solution)),
            }
            for found in marking.findings
        ],
        "unknown": list(answers.unknown),
        "notes": list(answers.notes),
        "rules": rules_of_credit(report.options),
    }


def _lines(found: Comparison | None) -> dict[str, object]:
    """Return what was done and what it should be; nothing for what is no mistake."""
    return {"did": found.did._asdict(), "should": found.should._asdict()} if found else {}


def _mark(mark: Mark, name: str, report: Report) -> dict[str, object]:
    shown = [m for m in mark.mistakes if report.teacher or m.sure != "possibly"]
    return {
        "name": name,
        "written": mark.cell.raw if mark.cell else None,
        "key": _text(mark.true),
        "own": _text(mark.own),
        "verdict": mark.verdict,
        "credit": float(mark.credit),
        "max_credit": float(mark.most),
        "mistakes": [_mistake(found) for found in shown],
        "notes": [note(code) for code in mark.notes],
    }


def _mistake(found: Suspicion) -> dict[str, object]:
    says = rule(found.rule, found.at.kind)
    return {"id": found.rule, "says": says, "chance": found.chance, "certainty": found.sure}


def _text(value: Decimal | None) -> str | None:
    return str(value) if value is not None and value.is_finite() else None
