"""XLSX: a sheet that marks itself as it is filled in."""

from bpcalc.report.sheet import Sheet

SUFFIXES = (".xlsx",)
BYTES = True
FILE_ONLY = True
NEEDS = (("xlsxwriter", "xlsx"),)
MOST = 30_000


def write(sheet: Sheet) -> bytes:
    """Return a sheet as the bytes of a workbook."""
    from bpcalc.report.workbook.answers import workbook

    return workbook(sheet)
