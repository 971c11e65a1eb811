"""XLSX: a workbook of live formulas, for people who want to change a weight and see.

The lines are those of JSON, and whatever they follow from; which columns are shown is of no
concern here.
"""

from bpcalc.report.document import Document
from bpcalc.report.formats import Page

SUFFIXES = (".xlsx",)
BYTES = True
FILE_ONLY = True
NEEDS = (("xlsxwriter", "xlsx"),)
MOST = 30_000


def write(document: Document, page: Page) -> bytes:
    """Return the report as the bytes of a workbook."""
    from bpcalc.report.workbook.solution_workbook import workbook

    return workbook(document)
