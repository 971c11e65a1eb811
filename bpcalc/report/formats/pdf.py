"""PDF: a report typeset for A4, by typst."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.report.formats import Page

if TYPE_CHECKING:
    from bpcalc.report.document import Document

SUFFIXES = (".pdf",)
BYTES = True
FILE_ONLY = True
NEEDS = (("typst", "pdf"),)
MOST = 10_000


def write(document: "Document", page: Page) -> bytes:
    """Return the report as a PDF.

    Raises:
        OutputError: no font on this machine has some of its characters.
    """
    return write_all([document], page)


def write_all(documents: Sequence["Document"], page: Page) -> bytes:
    """Return several reports as one PDF; each begins on a new page.

    Raises:
        OutputError: no font on this machine has some of their characters.
    """
    from bpcalc.report.typeset.blocks import report
    from bpcalc.report.typeset.compile import compile_pdf

    return compile_pdf("report.typ", report(documents))
