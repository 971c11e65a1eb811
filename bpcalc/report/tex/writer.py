r"""The blocks of a report in LaTeX.

Headings are written with commands such as `\\bpcalcsubsection`, titles of tables with
`\\bpcalcblock`: what these do, the document decides that the report stands in.
"""

import re
from collections.abc import Iterable, Sequence

from bpcalc.calc.lines import Line
from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.boxes import MathRow, number, upright
from bpcalc.notation.latex import latex
from bpcalc.notation.math_width import math_width
from bpcalc.report.block_writer import BlockWriter, writes
from bpcalc.report.cell_text import in_parts, is_number
from bpcalc.report.document import (
    ColumnName,
    Curve,
    Document,
    Figure,
    Grid,
    Inline,
    Items,
    Lines,
    Matrices,
    Mention,
    NetworkBlock,
    Outcome,
    Paragraph,
    Section,
    Verbatim,
    without_hints,
    without_pictures,
)
from bpcalc.report.escaping import latex as escaped
from bpcalc.report.math_reading import MathReading, said_once
from bpcalc.report.matrix_boxes import matrix_equation
from bpcalc.report.matrix_latex import matrix_rows
from bpcalc.report.tex.equations import (
    AT_ONCE,
    BETWEEN,
    TexDisplays,
    TexEquation,
    fits,
    surrounded,
)
from bpcalc.report.words import column, head, outcome, too_wide

ROOM = 2.0
"""What a formula has on its sides in a table, in digits."""

CLOSER = 1.2
"""What stands between two columns of a table of many, in digits."""

SMALL_LETTERS = 0.9
"""How large the letters of such a table are in a document of our own, beside those of the text."""

LONG = 0.5
"""The share of a line above which the names of a layer's units are set as a paragraph."""

EQUATION_COLUMNS: tuple[ColumnName, ...] = ("formula", "numbers", "value", "new value")
"""The columns that follow an equals sign, where a line is written as an equation."""

TALL_ROW = 3
"""As many usual rows are as high as one with fractions within fractions."""

HEADINGS = ("section", "subsection", "subsubsection", "paragraph", "subparagraph")
"""What LaTeX calls the levels of headings."""

_URL = re.compile(r"(https?://[\w.~:/?@!&+,;=-]*[\w/])(?![#%])", re.ASCII)
"""An address as `\\url` takes it wherever it stands; others are written as text."""


class TexPage(NamedTuple):
    r"""What LaTeX is written for.

    Attributes:
        room: the width of a line of text, in digits of its font.
        heading: the level of the title, 1 for `\\section`; 0: no headings.
        numbered: whether equations have numbers.
        label: what the labels of a report begin with, "" for none.
        own: whether the document is one of ours, whose letters may be made smaller.
    """

    room: float
    heading: int = 1
    numbered: bool = False
    label: str = ""
    own: bool = False


class TexWriter(BlockWriter[str]):
    """Writes the blocks of one document."""

    def __init__(self, document: Document, page: TexPage) -> None:
        """Write this document on such a page."""
        self._document = document
        self._maths = MathReading(document.solution)
        self._page = page
        self._displays = TexDisplays(page.room, numbered=page.numbered)
        self._depth = 1
        self._labels: set[str] = set()

    def write(self) -> str:
        """Return the whole document."""
        blocks = without_pictures(without_hints(self._document.blocks))
        return "\n\n".join(filter(None, self.each(blocks))) + "\n"

    @writes(Section)
    def _section(self, block: Section) -> str:
        """Put the parts of a calculation one level below the epoch or sample they belong to.

        Without headings, an epoch or sample still has a title: its lines have the symbols of
        another one.
        """
        level = {0: 0, 1: 1}.get(block.level, self._depth)
        if block.level == 1:
            self._depth = 2
        if not self._page.heading:
            return _block(escaped(block.title)) if block.level == 1 else ""
        name = HEADINGS[min(self._page.heading + level, len(HEADINGS)) - 1]
        return f"\\bpcalc{name}{{{escaped(block.title)}}}"

    @writes(Paragraph)
    def _paragraph(self, block: Paragraph) -> str:
        return "".join(
            _with_addresses(part) if isinstance(part, str) else self._inline(part)
            for part in in_parts(self._maths.solution, block)
        )

    @writes(Verbatim)
    def _verbatim(self, block: Verbatim) -> str:
        lines = (escaped(line).replace(" ", "~") for line in block.text.splitlines())
        return "{\\noindent\\ttfamily\n" + " \\\\\n".join(line or "~" for line in lines) + "\\par}"

    @writes(Curve)
    def _curve(self, block: Curve) -> str:
        return self._verbatim(Verbatim(block.drawing)) if block.drawing else ""

    @writes(Figure)
    def _figure(self, block: Figure) -> str:
        if block.drawing:
            return self._verbatim(Verbatim(block.drawing))
        return self._paragraph(Paragraph(block.words))

    @writes(NetworkBlock)
    def _network(self, block: NetworkBlock) -> str:
        headers = head(say("layer"), say("units"), say("activation"))
        rows = [
            [escaped(name), escaped(", ".join(units)), escaped(activation)]
            for name, units, activation in block.layers
        ]
        width = sum(math_width(upright(", ".join(units))) for _, units, _ in block.layers[:1])
        long = width > LONG * self._page.room
        columns = r"l>{\raggedright}p{0.4\linewidth}l" if long else "lll"
        return "\\medskip\n" + _table(list(map(escaped, headers)), rows, columns=columns)

    @writes(Items)
    def _items(self, block: Items) -> str:
        return _titled(block.title, "\\noindent\n" + self._side_by_side(block.items))

    def _side_by_side(self, items: Iterable[Inline]) -> str:
        return " \\quad\n".join(map(self._inline, items))

    @writes(Grid)
    def _grid(self, block: Grid) -> str:
        return _titled(block.title, self._grid_body(block))

    def _grid_body(self, block: Grid) -> str:
        headers = [self._inline(item) for item in block.headers]
        rows = [[self._inline(item) for item in row] for row in block.rows]
        found = zip(block.headers, *block.rows, strict=True)
        widths = [max(map(self._width, column)) for column in found]
        if sum(widths) + BETWEEN * len(widths) <= self._page.room:
            return _table(headers, rows)
        items = [item for row in block.rows for item in row[1:]]
        if all(isinstance(item, Mention) and item.shows == "equation" for item in items):
            kept = dict.fromkeys(item for row in rows for item in row[1:])
            return "\\noindent\n" + " \\quad\n".join(kept)
        letters = SMALL_LETTERS if self._page.own else 1.0
        if letters * sum(widths) + CLOSER * len(widths) <= self._page.room:
            small = "\\small" if self._page.own else ""
            return f"{{{small}\\setlength{{\\tabcolsep}}{{3pt}}\n{_table(headers, rows)}}}"
        return _listed(headers, rows)

    def _inline(self, item: Inline) -> str:
        if not isinstance(item, Mention):
            return escaped(item)
        shown = latex(self._maths.mention(item), escaped)
        return f"{escaped(item.words)} ${shown}$" if item.words else f"${shown}$"

    def _width(self, item: Inline) -> float:
        """Return the width of a cell, in digits; a formula has a little room on its sides."""
        if not isinstance(item, Mention):
            return math_width(number(item) if is_number(item) else upright(item))
        room = ROOM if item.shows == "equation" else 0
        return math_width(upright(item.words)) + math_width(self._maths.mention(item)) + room

    @writes(Lines)
    def _lines(self, block: Lines) -> str:
        before, rule, after = self._maths.around_rule(block)
        shown = self._lines_body(block)
        return _titled(before, shown, self._rule(rule), after)

    def _rule(self, rule: MathRow) -> str:
        return f"${latex(rule, escaped)}$" if rule else ""

    def _lines_body(self, block: Lines) -> str:
        columns = block.columns
        rows = [[self._maths.side(line, name, columns) for name in columns] for line in block.lines]
        headers = [column(name) for name in columns]
        if "old" in columns and not self._page.numbered and fits(rows, self._page.room, headers):
            return _table(
                list(map(escaped, headers)), [self._cells(row) for row in rows], tall=True
            )
        return self._displays.write(self._equations(block, rows))

    def _equations(self, block: Lines, rows: Sequence[Sequence[MathRow]]) -> list[TexEquation]:
        """Return the lines of a table as equations, without what is no part of them."""
        places = [place for place, name in enumerate(block.columns) if name in EQUATION_COLUMNS]
        found = [said_once([row[place] for place in places]) for row in rows]
        kept = [place for place in range(len(places)) if any(sides[place] for sides in found)]
        return [
            TexEquation([row[0], *(sides[place] for place in kept)], self.label(line))
            for line, row, sides in zip(block.lines, rows, found, strict=True)
        ]

    def _cells(self, row: Sequence[MathRow]) -> list[str]:
        return [f"${latex(cell, escaped).lstrip()}$" if cell else "" for cell in row]

    def label(self, line: Line) -> str:
        """Return by what the text refers to a line, "" if by nothing; no two have the same."""
        if not self._page.label:
            return ""
        name = _NO_LABEL.sub("-", self._document.solution.spelling.full(line.key))
        label = f"{self._page.label}:{name}"
        while label in self._labels:
            label += "-"
        self._labels.add(label)
        return label

    @writes(Matrices)
    def _matrices(self, block: Matrices) -> str:
        found = matrix_equation(self._maths, block, self._page.room)
        if found is None:
            return escaped(too_wide(block))
        rows = [row.replace("\n", " ") for row in matrix_rows(found, escaped)]
        return _titled(block.title, surrounded("align*", "", [" \\\\\n".join(rows)]))

    @writes(Outcome)
    def _outcome(self, block: Outcome) -> str:
        symbol = latex(self._maths.symbol(block.before), escaped)
        before, after = (latex(self._maths.value(line)) for line in (block.before, block.after))
        stop = say(". ")
        return f"${symbol}$: ${before} \\to {after}${stop}{escaped(outcome(block))}"


_NO_LABEL = re.compile(r"[^\w.+@:/-]")
"""What may not stand in a label: TeX would read it, or `\\ref` could not."""


def _with_addresses(text: str) -> str:
    first, *others = _URL.split(text)
    pairs = zip(others[::2], others[1::2], strict=True)
    return escaped(first) + "".join(f"\\url{{{url}}}{escaped(rest)}" for url, rest in pairs)


def _block(title: str) -> str:
    return f"\\bpcalcblock{{{title}}}"


def _listed(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return what a table says that is wider than the page: a paragraph for each row."""
    return "\n\n".join(
        f"{{{row[0]}}} \\quad "
        + " \\quad\n".join(
            f"{header}: {text}" for header, text in zip(headers[1:], row[1:], strict=True) if text
        )
        for row in rows
    )


def _titled(title: str, content: str, rule: str = "", after: str = "") -> str:
    """Put a title over a display or a table, on the same page; a rule may stand in it."""
    if not title:
        return content
    between = "" if content.startswith("\\begin{align") else "\\par\\nopagebreak\\smallskip"
    return f"{_block(f'{escaped(title)}{rule}{escaped(after)}')}{between}\n{content}"


def _table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, columns: str = "", tall: bool = False
) -> str:
    """Return a table; one of many rows may go on over the page. `tall` rows hold fractions."""
    columns = f"@{{}}{columns or 'l' * len(headers)}@{{}}"
    head = f"\\toprule\n{' & '.join(headers)} \\\\\n\\midrule"
    shown = [f"{' & '.join(row)} \\\\" for row in rows]
    at_once = AT_ONCE // TALL_ROW if tall else AT_ONCE
    if len(shown) <= at_once:  # a longtable knows its width only at the second run
        text = surrounded("tabular", columns, [head, *shown, "\\bottomrule"])
        text = f"\\noindent\n{text}\\par\\medskip"
    else:
        text = surrounded(
            "longtable", columns, [head, "\\endhead", "\\bottomrule", "\\endlastfoot", *shown]
        )
    return f"{{\\renewcommand{{\\arraystretch}}{{1.45}}\n{text}}}" if tall else text
