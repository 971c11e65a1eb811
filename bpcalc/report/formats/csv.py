"""CSV for spreadsheets: one row a line, plain values, the same keys as in JSON."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from bpcalc.report.formats import LINES, Page, ReportFormat, one_below_the_other
from bpcalc.report.ownership import KnownColumns, is_history

if TYPE_CHECKING:
    from bpcalc.report.document import Document

SOLUTION_HEADER = (
    *("name", "symbol", "kind", "layer", "unit", "source", "sample", "epoch"),
    *("formula", "substitution", "value", "shown", "relation", "latex"),
)

LEAPS = "source_layer"
"""A column more, where connections leap over a layer."""

TRAINING_HEADER = ("epoch", "error")
COMPARISON_HEADER = ("run", ..., "epoch", "error")
"""With a column for each setting in between."""


def _between() -> Collection[str]:
    """Return what columns that are not always there may be called."""
    from bpcalc.experiments.varying import SETTINGS

    return {*SETTINGS, LEAPS}


def _are_lines(header: Sequence[str], rows: list[list[str]]) -> bool:
    """Return whether every row is of a quantity that there is."""
    from bpcalc.maths.kinds import INFO

    kind = SOLUTION_HEADER.index("kind")
    further = [*header[len(SOLUTION_HEADER) :]]
    return further in ([], [LEAPS]) and all(row[kind] in INFO for row in rows)


def _write(document: "Document", page: Page) -> str:
    """Return the lines of a report, or its own table; an empty cell is a null."""
    import csv
    from io import StringIO

    from bpcalc.report.escaping import csv as escaped

    sheet = StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    rows = document.table() if document.table else _rows(document)
    for cells in rows:
        writer.writerow([escaped(cell) if isinstance(cell, str) else cell for cell in cells])
    return sheet.getvalue()


def _rows(document: "Document") -> Iterator[Sequence[object]]:
    from bpcalc.report.json import row
    from bpcalc.report.math_reading import MathReading

    leaps = any(line.key.source_layer is not None for line in document.lines)
    header = (*SOLUTION_HEADER, LEAPS) if leaps else SOLUTION_HEADER
    yield header
    reading = MathReading(document.solution)
    for line in document.lines:
        cells = row(document.solution, line, reading)
        yield [cells.get(name) for name in header]


def _last(documents: Sequence["Document"], page: Page) -> str:
    """Return the report that sums the others up, where there is one; else all of their lines."""
    summed = [document for document in documents if document.table]
    return ALL(summed[-1:] or documents, page)


ALL = one_below_the_other(_write)

FORMAT = ReportFormat(
    suffixes=(".csv",),
    ownership=KnownColumns(
        {
            "step": (*SOLUTION_HEADER, ...),
            "why": (*SOLUTION_HEADER, ...),
            "train": TRAINING_HEADER,
            "compare": COMPARISON_HEADER,
        },
        between=_between,
        rows={"step": _are_lines, "why": _are_lines, "train": is_history},
    ),
    encoding="utf-8-sig",  # in a file: without its mark Excel would not see that δ is δ
    writer=_last,
    writes=LINES | {"training", "comparison"},
    takes=frozenset({"lines", "alone"}),
)
