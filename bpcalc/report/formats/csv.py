"""CSV for spreadsheets: one row a line, plain values, the same keys as in JSON."""

import csv
from io import StringIO

from bpcalc.report.document import Document
from bpcalc.report.escaping import csv as escaped
from bpcalc.report.formats import Page
from bpcalc.report.formats.json import row

SUFFIXES = (".csv",)
ENCODING = "utf-8-sig"  # in a file: without its mark Excel would not see that δ is δ

HEADER = (
    *("name", "symbol", "kind", "layer", "unit", "source", "sample", "epoch"),
    *("formula", "substitution", "value", "shown"),
)


def write(document: Document, page: Page) -> str:
    """Return all lines of the solution, or those that were selected; an empty cell is a null."""
    sheet = StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(HEADER)
    for line in document.lines:
        cells = row(document.solution, line)
        writer.writerow(
            [escaped(cell) if isinstance(cell, str) else cell for cell in map(cells.get, HEADER)]
        )
    return sheet.getvalue()
