"""CSV: a sheet of two columns for a spreadsheet."""

import csv
from io import StringIO

from bpcalc.report.ownership import KnownColumns
from bpcalc.report.sheet import Sheet
from bpcalc.report.sheets import SheetFormat

SHEET_HEADER = ("name", "value")


def _write(sheet: Sheet) -> str:
    """Return a sheet of two columns for a spreadsheet."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SHEET_HEADER)
    for _, keys in sheet.parts():
        writer.writerows((sheet.name(key), sheet.value(key)) for key in keys)
    return text.getvalue()


FORMAT = SheetFormat(
    suffixes=(".csv",),
    ownership=KnownColumns({"sheet": SHEET_HEADER}, to_fill_in=True),
    encoding="utf-8-sig",  # else Excel would not see what it is written in
    write=_write,
    takes=frozenset(),
)
