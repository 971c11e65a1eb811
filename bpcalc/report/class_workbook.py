"""A class as a workbook for the teacher: students, quantities, wrong numbers, what was not used."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from io import BytesIO
from itertools import chain
from typing import Any

from bpcalc.checking.statistics import Statistics
from bpcalc.locale import say
from bpcalc.report.class_page import clusters, group_rows
from bpcalc.report.class_tables import SheetRecord, items

CLASS_WORKBOOK = "class.xlsx"
WORKBOOK_TIME = datetime(2000, 1, 1)
"""When every workbook was made, so that the same class gives the same bytes."""

MAX_TEXT = 32_000
"""Characters of a cell; a spreadsheet takes 32,767."""


LARGE = 500
"""So many students are held in memory at a time; of more, the rows go to a file one by one."""


def is_possible() -> bool:
    """Return whether the package that writes workbooks is installed."""
    return find_spec("xlsxwriter") is not None


def class_workbook(
    papers: Sequence[SheetRecord],
    statistics: Statistics,
    problems: Iterable[Sequence[str]],
    anonymous: bool = False,
) -> bytes:
    """Return the workbook.

    Args:
        papers: of every student: who, the mark, and what was written.
        statistics: of the class.
        problems: the rows of problems.csv, the headings first.
        anonymous: whether no student is named; then they stand in the order of their marks.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has no stubs

    content = BytesIO()
    # Names and answers are texts and stay so, whatever they begin with.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    options["constant_memory" if len(papers) > LARGE else "in_memory"] = True
    book = Workbook(content, options)
    book.set_properties({"created": WORKBOOK_TIME})
    papers = without_names(papers) if anonymous else papers
    heads = book.add_format({"bold": True, "bottom": 1})
    quantities = list(statistics.items)
    who = ("student", "id", "email", "group", "version")
    marks = ("score", "max_score", "mark", "best", "late_days", "by_hand", "first_error", "problem")
    students = (
        [*(str(paper[name]) for name in (*who, *marks)), *_credits(paper, quantities)]
        for paper in papers
    )
    _sheet(book, say("Students"), heads, chain([[*who, *marks, *quantities]], students))
    _sheet(book, say("Quantities"), heads, items(statistics))
    found = [(str(count), *where) for count, *where in clusters(papers)]
    titles = (say("students"), say("quantity"), say("number written"))
    _sheet(book, say("The same wrong number"), heads, [titles, *found])
    for title, rows in group_rows(papers):
        _sheet(book, title, heads, rows)
    if not anonymous:
        _sheet(book, say("Not used, or remarkable"), heads, problems)
    book.close()
    return content.getvalue()


def without_names(papers: Sequence[SheetRecord]) -> list[SheetRecord]:
    """Return the papers of a class by their marks, the best first, and nobody's name.

    What was the matter with a paper may name its files; only that there is none is kept.
    """
    hidden = {"id": "", "email": "", "login": "", "participant": "", "by_hand": ""}
    ordered = sorted(papers, key=lambda paper: -(_number(paper["mark"] or "0") or 0))
    return [
        {**paper, **hidden, "student": str(n), "problem": _nameless(paper)}
        for n, paper in enumerate(ordered, start=1)
    ]


def _nameless(paper: SheetRecord) -> str:
    if not paper["problem"] or paper["missing"]:
        return str(paper["problem"])
    return say("it could not be marked")


def _credits(paper: SheetRecord, quantities: Sequence[str]) -> list[str]:
    credits = {quantity: credit for quantity, _, _, credit in paper["rows"]}
    return [credits.get(quantity, "") for quantity in quantities]


def _sheet(book: Any, title: str, heads: Any, rows: Iterable[Sequence[str]]) -> None:
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 1)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            number = _number(text) if at else None
            if number is not None:
                sheet.write_number(at, column, number)
            elif text:
                sheet.write_string(at, column, text[:MAX_TEXT], *([] if at else [heads]))


def _number(text: str) -> float | None:
    """Return a short number as one; an ID with a zero in front, or a long one, stays a text."""
    if len(text) > 12 or (text[:1] == "0" and text[1:2].isdigit()) or text[:1] in "+ '":
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() else None
