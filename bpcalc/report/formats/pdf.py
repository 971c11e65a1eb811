"""PDF: a report typeset for A4, by typst."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.report.folder import Extra
from bpcalc.report.formats import PAGES, SHAPES, Page, ReportFormat
from bpcalc.report.ownership import Signed, in_pdf

if TYPE_CHECKING:
    from bpcalc.report.document import Document


def _write(documents: Sequence["Document"], page: Page) -> bytes:
    """Return reports as one PDF; each begins on a new page.

    Raises:
        OutputError: no font on this machine has some of their characters.
    """
    from bpcalc.report.typeset.blocks import report
    from bpcalc.report.typeset.compile import compile_pdf

    return compile_pdf("report.typ", report(documents))


FORMAT = ReportFormat(
    suffixes=(".pdf",),
    ownership=Signed(in_pdf),
    binary=True,
    for_screen=False,
    needs=(Extra("typst", "pdf"),),
    max_formula_numbers=10_000,
    seconds_per_number=1.4e-3,
    writer=_write,
    writes=PAGES,
    takes=SHAPES | {"curve"},
    several=True,
)
