"""PDF: a sheet to be printed and filled in by hand, or its key."""

from typing import TYPE_CHECKING

from bpcalc.report.folder import Extra
from bpcalc.report.ownership import Signed, in_pdf
from bpcalc.report.sheets import SheetFormat

if TYPE_CHECKING:
    from bpcalc.report.sheet import Sheet


def _write(sheet: "Sheet") -> bytes:
    """Return the sheet as a PDF.

    Raises:
        OutputError: no font on this machine has some of its characters.
    """
    from bpcalc.report.typeset.compile import compile_pdf
    from bpcalc.report.typeset.sheet import sheet as data

    return compile_pdf("sheet.typ", data(sheet))


FORMAT = SheetFormat(
    suffixes=(".pdf",),
    ownership=Signed(in_pdf),
    binary=True,
    for_screen=False,
    needs=(Extra("typst", "pdf"),),
    max_formula_numbers=10_000,
    seconds_per_number=1.4e-3,
    write=_write,
)
