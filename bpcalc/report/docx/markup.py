"""Paragraphs, runs and tables of WordprocessingML; text comes in here and nowhere else."""

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from bpcalc.locale.cleaning import cleaned

TEXT_WIDTH = 9411
"""The width of a line of text in twips (of 1/1440 inch): A4 with margins of 22 mm."""

MAX_KEPT_ROWS = 8
"""A table of no more rows stays on one page."""

CELL_MARGIN = 90
"""What stands empty on either side of a cell, in twips."""


def run(text: str) -> str:
    """Return words.

    >>> run("a < b")
    '<w:r><w:t xml:space="preserve">a &lt; b</w:t></w:r>'
    """
    return f'<w:r><w:t xml:space="preserve">{escape(cleaned(text))}</w:t></w:r>' if text else ""


KEPT = "<w:keepNext/>"
"""Keeps a paragraph on the page of the next one."""


def paragraph(inner: str, style: str = "", more: str = "") -> str:
    """Return a paragraph of a style; `more` are properties of this one alone."""
    form = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
    return f"<w:p>{f'<w:pPr>{form}</w:pPr>' if form else ''}{inner}</w:p>"


def lines_of_text(text: str) -> str:
    """Return a text whose line breaks and blanks are kept, as the inside of one run."""
    rows = (escape(cleaned(line)) for line in text.splitlines())
    shown = "<w:br/>".join(f'<w:t xml:space="preserve">{row}</w:t>' for row in rows)
    return f"<w:r>{shown}</w:r>"


class WordTable(NamedTuple):
    """A table.

    Attributes:
        headers: the inside of the paragraphs of its first row.
        rows: of each cell the insides of its paragraphs.
        widths: of the columns, in twips.
        tones: the colours of the rows, "" for none; () if no row has any.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[Sequence[str]]]
    widths: Sequence[int]
    tones: Sequence[str] = ()

    def __str__(self) -> str:
        """Return its markup, and a small paragraph that keeps it from the next table."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        head = self._row([[header] for header in self.headers], kept=True, header=True)
        few = len(self.rows) <= MAX_KEPT_ROWS
        tones = self.tones or [""] * len(self.rows)
        body = "".join(
            self._row(cells, kept=few and place < len(self.rows), tone=tone)
            for place, (cells, tone) in enumerate(zip(self.rows, tones, strict=True), 1)
        )
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="BpcalcTable"/>'
            f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
            f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>" + paragraph("", "BpcalcGap")
        )

    def _row(
        self, cells: Sequence[Sequence[str]], *, kept: bool, header: bool = False, tone: str = ""
    ) -> str:
        """Return a row, which no page break divides."""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{tone}"/>' if tone else ""
        more = KEPT if kept else ""
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
            f"{''.join(paragraph(part, 'BpcalcCell', more) for part in parts)}</w:tc>"
            for parts, width in zip(cells, self.widths, strict=True)
        )
        form = "<w:cantSplit/>" + "<w:tblHeader/>" * header
        return f"<w:tr><w:trPr>{form}</w:trPr>{inner}</w:tr>"
