"""DOCX: a Word document with equations of Word's own, to be edited and pasted from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.report.folder import Extra
from bpcalc.report.formats import PAGES, SHAPES, Page, ReportFormat
from bpcalc.report.ownership import Signed, in_zip

if TYPE_CHECKING:
    from bpcalc.report.document import Document


def _write(documents: Sequence["Document"], page: Page) -> bytes:
    """Return reports as one document, each from its own heading on.

    Raises:
        OutputError: no font on this machine has some characters of the pictures.
    """
    from bpcalc.report.docx.package import Package
    from bpcalc.report.docx.writer import DocxWriter, document_title

    package = Package()
    body = [DocxWriter(document, package, page.heading).write() for document in documents]
    return package.file("".join(body), document_title(documents))


FORMAT = ReportFormat(
    suffixes=(".docx",),
    ownership=Signed(in_zip),
    binary=True,
    for_screen=False,
    needs=(Extra("typst", "docx"),),  # which draws the pictures in pixels
    max_formula_numbers=20_000,
    writer=_write,
    writes=PAGES,
    takes=SHAPES | {"heading", "curve"},
    several=True,
)
