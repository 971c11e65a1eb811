"""HTML: one page to look at, to project and to print, or a fragment of one for a notebook."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.report.folder import Extra
from bpcalc.report.formats import PAGES, SHAPES, Page, ReportFormat
from bpcalc.report.ownership import Signed, comment

if TYPE_CHECKING:
    from bpcalc.report.document import Document


def _write(documents: Sequence["Document"], page: Page) -> bytes:
    """Return reports as one page in UTF-8."""
    from bpcalc.report.web import page as web  # takes jinja2, which not everyone has

    if page.fragment:
        parts = (web.fragment(document, page.heading, page.style) for document in documents)
        text = "\n".join(parts)
    else:
        text = web.page(documents, page.heading, page.style)
    return text.encode(errors="replace")  # half a character of a command line, say


FORMAT = ReportFormat(
    suffixes=(".html", ".htm"),
    ownership=Signed(comment("<!-- ", " -->")),
    binary=True,
    needs=(Extra("jinja2", "report"),),
    max_formula_numbers=25_000,  # a page of so many has 6 MB or more and takes seconds to open
    seconds_per_number=0.2e-3,
    writer=_write,
    writes=PAGES,
    takes=SHAPES | {"fragment", "heading", "style", "curve"},
    several=True,
)
