"""HTML: one page to look at, to project and to print, or a fragment of one for a notebook."""

from collections.abc import Sequence

from bpcalc.report.document import Document
from bpcalc.report.formats import Page

SUFFIXES = (".html", ".htm")
BYTES = True
NEEDS = (("jinja2", "report"),)

MOST = 25_000
"""Numbers in formulas; a page of so many has 6 MB or more and takes seconds to open."""


def write(document: Document, page: Page) -> bytes:
    """Return the report as a page in UTF-8."""
    return write_all([document], page)


def write_all(documents: Sequence[Document], page: Page) -> bytes:
    """Return several reports as one page."""
    from bpcalc.report.web import page as web  # takes jinja2, which not everyone has

    reports = map(web.fragment, documents)
    text = "\n".join(reports) if page.fragment else web.page(documents)
    return text.encode(errors="replace")  # half a character of a command line, say
