"""PDF: a sheet to be printed and filled in by hand, or its key."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bpcalc.report.sheet import Sheet

SUFFIXES = (".pdf",)
BYTES = True
FILE_ONLY = True
NEEDS = (("typst", "pdf"),)
MOST = 10_000


def write(sheet: "Sheet") -> bytes:
    """Return the sheet as a PDF.

    Raises:
        OutputError: no font on this machine has some of its characters.
    """
    from bpcalc.report.typeset.compile import compile_pdf
    from bpcalc.report.typeset.sheet import sheet as data

    return compile_pdf("sheet.typ", data(sheet))
