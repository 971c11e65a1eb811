"""Markdown with formulas, as GitHub shows it."""

from typing import TYPE_CHECKING

from bpcalc.report.formats import PAGES, SHAPES, Page, ReportFormat, one_below_the_other
from bpcalc.report.ownership import Signed, comment

if TYPE_CHECKING:
    from bpcalc.report.document import Document


def _write(document: "Document", page: Page) -> str:
    """Return a report in Markdown."""
    from bpcalc.report.markdown import markdown_text

    return markdown_text(document, page.heading)


FORMAT = ReportFormat(
    suffixes=(".md", ".markdown"),
    ownership=Signed(comment("<!-- ", " -->")),
    writer=one_below_the_other(_write),
    writes=PAGES,
    takes=SHAPES | {"heading", "curve", "plot"},
    several=True,
)
