"""LaTeX: a document of its own, or a fragment to put into one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.report.formats import PAGES, SHAPES, Page, ReportFormat
from bpcalc.report.ownership import Signed, comment

if TYPE_CHECKING:
    from bpcalc.report.document import Document


def _write(documents: Sequence["Document"], page: Page) -> str:
    """Return reports as one document in LaTeX, which xelatex and lualatex compile."""
    from bpcalc.report.tex.document import latex_text

    return latex_text(documents, page)


FORMAT = ReportFormat(
    suffixes=(".tex",),
    ownership=Signed(comment("% ")),
    writer=_write,
    writes=PAGES - {"training", "comparison"},
    takes=SHAPES | {"fragment", "heading", "number"},
    several=True,
)
