"""Slides for beamer: the frames of a talk, or a talk of its own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.report.formats import LINES, SHAPES, Page, ReportFormat
from bpcalc.report.ownership import Signed, comment

if TYPE_CHECKING:
    from bpcalc.report.document import Document

WIDE_LINE, LINE = 70.0, 54.0
"""Digits of a line of text on slides of 16:9, as ours are, and of 4:3."""

PREAMBLE = r"""\documentclass[aspectratio=169]{beamer}
\usepackage{amsmath, array, booktabs}
\setbeamertemplate{navigation symbols}{}
"""


def _write(documents: Sequence["Document"], page: Page) -> str:
    """Return reports as frames in LaTeX, which xelatex and lualatex compile."""
    from bpcalc.report.escaping import is_chinese
    from bpcalc.report.tex.document import needs_chinese, tex_page
    from bpcalc.report.tex.slides import SlideWriter

    room = page.line or (LINE if page.fragment else WIDE_LINE)
    frames = "\n".join(
        SlideWriter(document, tex_page(page, room, place)).write()
        for place, document in enumerate(documents)
    )
    if page.fragment:
        return needs_chinese(frames) + frames
    chinese = "\\usepackage[scheme=plain]{ctex}\n" * is_chinese(frames)
    return f"{PREAMBLE}{chinese}\n\\begin{{document}}\n\n{frames}\n\\end{{document}}\n"


FORMAT = ReportFormat(
    suffixes=(),
    ownership=Signed(comment("% ")),
    writer=_write,
    writes=LINES,
    takes=SHAPES | {"fragment"},
    several=True,
)
