"""Plain text for a terminal or a pipe, at any width; no number is ever cut."""

from typing import TYPE_CHECKING

from bpcalc.report.formats import PAGES, SHAPES, Page, ReportFormat, one_below_the_other
from bpcalc.report.ownership import Signed, comment

if TYPE_CHECKING:
    from bpcalc.report.document import Document


def _write(document: "Document", page: Page) -> str:
    """Return a report as text."""
    from bpcalc.report.terminal import terminal_text

    return terminal_text(document, page.width, colour=page.colour)


FORMAT = ReportFormat(
    suffixes=(".txt",),
    ownership=Signed(comment("-- ")),
    writer=one_below_the_other(_write),
    writes=PAGES,
    takes=SHAPES | {"curve", "plot"},
    several=True,
)
