"""LaTeX: a document of its own, or a fragment to put into one."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bpcalc.notation.latex import one_line
from bpcalc.report.document import Document, Items, Mention
from bpcalc.report.escaping import is_chinese
from bpcalc.report.escaping import latex as escaped
from bpcalc.report.math_reading import MathReading
from bpcalc.report.tex.writer import HEADINGS, TexPage, TexWriter

if TYPE_CHECKING:  # a format imports what writes it, and not the other way round
    from bpcalc.report.formats import Page

OWN_LINE = 86.0
"""Digits of a line of text in a document of our own; see `math_width`."""

ARTICLE_LINE = 69.0
"""Digits of a line of text in `article`, where a fragment goes if nothing else is said."""

PREAMBLE = r"""
\usepackage[a4paper, margin=22mm]{geometry}
\usepackage{amsmath, array, booktabs, longtable}
\usepackage[hyphens]{url}
\allowdisplaybreaks
\setlength{\parindent}{0pt}
\setlength{\parskip}{\smallskipamount}
\setlength{\mathindent}{0pt}
\setlength{\LTleft}{0pt}
\setcounter{secnumdepth}{0}
\raggedright
"""

BREAKS = r"\def\UrlBreaks{\do\/\do\.\do\_\do\=\do\?\do\&\do\-}"
"""Where an address may be broken; in a narrow column, before and after hyphens as well."""

RUN_IN = ("paragraph", "subparagraph")
"""Headings that LaTeX puts into the line of what follows."""

ALONE = r"\mbox{}\par\nopagebreak"
"""What gives such a heading a line of its own: below it stands the title of a table."""

PACKAGES = {
    "amsmath": r"\\begin\{(align|cases|pmatrix)|\\text\{",
    "array": r">\{",
    "booktabs": r"\\toprule",
    "longtable": r"\\begin\{longtable\}",
    "url": r"\\url\{",
}
"""Packages that a fragment needs, and in what it needs them."""


def latex_text(documents: Sequence[Document], page: "Page") -> str:
    """Return reports as one document in LaTeX, which xelatex and lualatex compile."""
    if page.fragment and (alone := _equation(documents)):
        return f"${alone}$\n"
    room = page.line or (ARTICLE_LINE if page.fragment else OWN_LINE)
    body = "\n".join(
        TexWriter(document, tex_page(page, room, place)).write()
        for place, document in enumerate(documents)
    )
    if page.fragment:
        return fragment(body)
    kind = "[11pt, fleqn, scheme=plain]{ctexart}" if is_chinese(body) else "[11pt, fleqn]{article}"
    head = f"\\documentclass{kind}{PREAMBLE}{commands(body)}"
    return f"{head}\n\\begin{{document}}\n\n{body}\n\\end{{document}}\n"


def _equation(documents: Sequence[Document]) -> str:
    """Return the one equation that reports consist of, "" if they have anything else."""
    if len(documents) > 1 or len(documents[0].blocks) > 1:
        return ""
    block = documents[0].blocks[0]
    item = block.items[0] if isinstance(block, Items) else None
    if not isinstance(item, Mention) or item.shows != "chain":
        return ""
    return one_line(MathReading(documents[0].solution).mention(item), escaped)


def tex_page(page: "Page", room: float, place: int) -> TexPage:
    """Return what the report in a place is written for."""
    label = page.labels[place] if place < len(page.labels) else ""
    return TexPage(room, page.heading, page.numbered, label, own=not page.fragment)


def fragment(body: str) -> str:
    """Return a body to be included, under what it needs; its lines end where they have to."""
    needs = [name for name, sign in PACKAGES.items() if re.search(sign, body)]
    words = f"% needs \\usepackage{{{', '.join(needs)}}} and \\allowdisplaybreaks\n" * bool(needs)
    breaks = BREAKS * ("\\url{" in body)
    head = f"{words}{needs_chinese(body)}{commands(body)}"
    return f"{head}\n{{\\raggedright{breaks}\n\n{body}\n\\par}}\n"


def needs_chinese(body: str) -> str:
    """Return a comment on what a body needs whose letters pdflatex does not know, "" for none."""
    words = "% has Chinese letters: needs xelatex or lualatex, and \\usepackage[scheme=plain]{ctex}"
    return f"{words}\n" * is_chinese(body)


def commands(body: str) -> str:
    """Return the commands that a body uses, as they are where the document has not its own."""
    return "".join(f"{command}\n" for command in _commands(body))


def _commands(body: str) -> Iterator[str]:
    used = [name for name in HEADINGS if f"\\bpcalc{name}{{" in body]
    run_in = [name for name in used if name in RUN_IN]
    for name in used:
        alone = ALONE * (name in run_in)
        yield f"\\providecommand{{\\bpcalc{name}}}[1]{{\\{name}*{{#1}}{alone}}}"
    if "\\bpcalcblock{" in body:
        letters = "textit" if run_in else "textbf"  # such a heading is bold, and no larger
        yield f"\\providecommand{{\\bpcalcblock}}[1]{{\\par\\medskip\\noindent\\{letters}{{#1}}}}"
