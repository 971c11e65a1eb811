"""HTML: a page to be filled in, which marks every line at once, or an exam that only collects."""

from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.report.folder import Extra
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.sheet import Sheet
from bpcalc.report.sheets import SheetFormat


def _write(sheet: Sheet) -> bytes:
    """Return the page in UTF-8.

    Raises:
        OutputError: it is to be filled in, or nobody marks it.
    """
    from bpcalc.report.practice.page import practice_page  # takes jinja2, which not everyone has

    if sheet.filled or sheet.marked_by is None:
        raise OutputError(say("a page to practise on has no key; leave out --key"))
    return practice_page(sheet, sheet.marked_by).encode(errors="replace")


FORMAT = SheetFormat(
    suffixes=(".html", ".htm"),
    ownership=Signed(comment("<!-- ", " -->")),
    binary=True,
    for_screen=False,
    needs=(Extra("jinja2", "report"),),
    max_formula_numbers=2_000,  # with the wrong formulas of every line a page of more has megabytes
    seconds_per_number=4e-3,
    write=_write,
)
