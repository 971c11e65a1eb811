"""The blocks of a report as paragraphs and tables of Word."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bpcalc.locale import say
from bpcalc.notation.boxes import Glyphs, MathRow
from bpcalc.notation.math_width import broken, math_width
from bpcalc.notation.omml import displayed, omml
from bpcalc.report.block_writer import BlockWriter, writes
from bpcalc.report.cell_text import in_parts, inline
from bpcalc.report.cells import terminal_width
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
    Tone,
    Verbatim,
    without_hints,
)
from bpcalc.report.docx.columns import DIGIT, LETTER, Column, widths
from bpcalc.report.docx.markup import (
    CELL_MARGIN,
    TEXT_WIDTH,
    WordTable,
    lines_of_text,
    paragraph,
    run,
)
from bpcalc.report.docx.package import Package
from bpcalc.report.docx.pictures import picture_paragraph
from bpcalc.report.drawing.curve import curve
from bpcalc.report.drawing.network import given_picture, network_picture
from bpcalc.report.math_reading import EQUALS, NEARLY, MathReading, said_once
from bpcalc.report.matrix_boxes import matrix_equation
from bpcalc.report.words import column, outcome, too_wide

DEEPEST = 6
"""The lowest level of a heading."""

ROOM = TEXT_WIDTH / DIGIT
"""How many digits go side by side on the page."""

INDENT = 420
"""By how much the rows of an equation stand in, below its first one, in twips."""

FORMULA_COLUMNS: tuple[ColumnName, ...] = ("symbol", "formula", "numbers")

EQUATION_COLUMNS: tuple[ColumnName, ...] = ("formula", "numbers", "value", "new value")
"""The columns that follow an equals sign, where a line is written as an equation."""

MAX_CELL_ROWS = 3
"""A line whose formula needs more rows in its cell is written as an equation."""

GAP = "\u2003 "
"""Between two items side by side."""

TONES: dict[Tone, str] = {
    "": "",
    "good": "E3F3E6",
    "fair": "FDF3D3",
    "bad": "FBE3E0",
    "open": "F0F0F0",
}

_LINK = re.compile(r"(https?://[\w.~:/?#@!&+,;=%-]*[\w/])", re.ASCII)


class DocxWriter(BlockWriter[Iterator[str]]):
    """Writes the blocks of one document into a package."""

    def __init__(self, document: Document, package: Package, heading: int) -> None:
        """Write a document with headings from this level on, 0 for none."""
        self._document = document
        self._solution = document.solution
        self._maths = MathReading(document.solution)
        self._package = package
        self._heading = heading
        self._depth = 1

    def write(self) -> str:
        """Return the whole document."""
        return "".join(
            part for parts in self.each(without_hints(self._document.blocks)) for part in parts
        )

    @writes(Section)
    def _section(self, block: Section) -> Iterator[str]:
        """Put the parts of a calculation one level below the epoch or sample they belong to.

        Without headings, an epoch or sample still has a title: its lines have the symbols of
        another one.
        """
        level = {0: 0, 1: 1}.get(block.level, self._depth)
        if block.level == 1:
            self._depth = 2
        if self._heading:
            style = f"Heading{min(self._heading + level, DEEPEST)}"
            yield paragraph(run(block.title), style)
        elif block.level == 1:
            yield from _titled(block.title)

    @writes(Paragraph)
    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        parts = in_parts(self._solution, block)
        yield paragraph("".join(map(self._with_addresses, parts)))

    def _with_addresses(self, part: Inline) -> str:
        if isinstance(part, Mention):
            return self._inline(part)
        first, *others = _LINK.split(part)
        pairs = zip(others[::2], others[1::2], strict=True)
        return run(first) + "".join(self._link(address) + run(rest) for address, rest in pairs)

    def _link(self, address: str) -> str:
        shown = run(address).replace(
            "<w:r>", '<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>', 1
        )
        return f'<w:hyperlink r:id="{self._package.link(address)}">{shown}</w:hyperlink>'

    @writes(Verbatim)
    def _verbatim(self, block: Verbatim) -> Iterator[str]:
        yield paragraph(lines_of_text(block.text), "BpcalcVerbatim")

    @writes(NetworkBlock)
    def _network(self, block: NetworkBlock) -> Iterator[str]:
        several = len(self._solution.exercise.samples) > 1  # no sample alone is the network's
        draw = given_picture if block.given_only or several else network_picture
        yield picture_paragraph(self._package, draw(self._solution))

    @writes(Curve)
    def _curve(self, block: Curve) -> Iterator[str]:
        yield picture_paragraph(self._package, curve(block.points))

    @writes(Figure)
    def _figure(self, block: Figure) -> Iterator[str]:
        yield picture_paragraph(self._package, block.draw())

    @writes(Items)
    def _items(self, block: Items) -> Iterator[str]:
        yield from _titled(block.title)
        yield paragraph(run(GAP).join(map(self._inline, block.items)))

    @writes(Grid)
    def _grid(self, block: Grid) -> Iterator[str]:
        yield from _titled(block.title)
        found = zip(block.headers, *block.rows, strict=True)
        across = widths([self._grid_column(cells) for cells in found])
        if across is None:
            yield from map(self._listed, [block.headers] * len(block.rows), block.rows)
            return
        rows = [[[self._inline(item)] for item in row] for row in block.rows]
        tones = [TONES[tone] for tone in block.tones]
        yield str(WordTable([self._inline(head) for head in block.headers], rows, across, tones))

    def _grid_column(self, cells: Sequence[Inline]) -> Column:
        """Return what a column needs: words can be broken, quantities are not."""
        whole = max(map(self._width, cells))
        least = max(
            max(map(terminal_width, item.split()), default=0) * LETTER
            if isinstance(item, str)
            else self._width(item)
            for item in cells
        )
        return Column(whole, min(least, whole))

    def _width(self, item: Inline) -> float:
        if isinstance(item, str):
            return terminal_width(item) * LETTER
        words = terminal_width(f"{item.words} ") if item.words else 0
        return words * LETTER + math_width(self._maths.mention(item)) * DIGIT

    def _listed(self, headers: Sequence[Inline], row: Sequence[Inline]) -> str:
        """Return a row of a table that is wider than the page, each cell behind its heading."""
        parts = [self._inline(row[0])]
        for header, item in zip(headers[1:], row[1:], strict=True):
            if item:
                named = "" if _is_equation(item) else self._inline(header) + run(" ")
                parts.append(named + self._inline(item))
        return paragraph(run(GAP).join(parts))

    def _inline(self, item: Inline) -> str:
        if not isinstance(item, Mention):
            return run(item)
        if not (row := self._maths.mention(item)):
            return run(inline(self._solution, item))
        return (run(f"{item.words} ") if item.words else "") + omml(row)

    @writes(Lines)
    def _lines(self, block: Lines) -> Iterator[str]:
        before, rule, after = self._maths.around_rule(block)
        title = run(before) + (omml(rule) if rule else "") + run(after)
        if title:
            yield paragraph(title, "BpcalcBlock")
        columns = block.columns
        rows = [[self._maths.side(line, name, columns) for name in columns] for line in block.lines]
        across = widths(
            [_formula_column(name, cells) for name, *cells in zip(columns, *rows, strict=True)]
        )
        cells = [[*map(_broken, row, across)] for row in rows] if across else []
        if across is None or any(len(parts) > MAX_CELL_ROWS for row in cells for parts in row):
            yield from self._equations(columns, rows)
            return
        heads = [column(name) for name in columns]
        yield str(
            WordTable(
                [*map(run, heads)],
                [[[displayed(part) for part in parts] for parts in row] for row in cells],
                [*map(_taken, heads, zip(*cells, strict=True), across)],
            )
        )

    def _equations(
        self, columns: Sequence[ColumnName], rows: Sequence[Sequence[MathRow]]
    ) -> Iterator[str]:
        """Yield lines as equations, without what is no part of them."""
        for symbol, *others in rows:
            pairs = zip(columns[1:], others, strict=True)
            sides = [side for name, side in pairs if side and name in EQUATION_COLUMNS]
            yield from _equation(symbol, [*filter(None, said_once(sides))])

    @writes(Matrices)
    def _matrices(self, block: Matrices) -> Iterator[str]:
        found = matrix_equation(self._maths, block, ROOM)
        if found is None:
            yield paragraph(run(too_wide(block)))
            return
        yield from _titled(block.title)
        for place, (left, right) in enumerate(found.rows):
            yield _display((*left, *right), indented=place > 0)

    @writes(Outcome)
    def _outcome(self, block: Outcome) -> Iterator[str]:
        symbol = omml(self._maths.symbol(block.before))
        to = Glyphs("→", "relation")
        before, after = (self._maths.value(line) for line in (block.before, block.after))
        says = say(". ") + outcome(block)
        yield paragraph(symbol + run(": ") + omml((*before, to, *after)) + run(says))


def _titled(title: str) -> Iterator[str]:
    if title:
        yield paragraph(run(title), "BpcalcBlock")


def _is_equation(item: Inline) -> bool:
    return isinstance(item, Mention) and item.shows == "equation"


def _formula_column(name: ColumnName, cells: Sequence[MathRow]) -> Column:
    """Return what a column of a table of lines needs; formulas can be broken."""
    head = terminal_width(column(name)) * LETTER
    whole = max(map(math_width, cells)) * DIGIT
    least = whole
    if name in FORMULA_COLUMNS[1:]:
        least = max(math_width(part) for row in cells for part in broken(row, 0)) * DIGIT
    return Column(max(head, whole), max(head, least))


def _broken(row: MathRow, width: int) -> list[MathRow]:
    """Return what stands below one another in a cell of such a width."""
    return broken(row, (width - 2 * CELL_MARGIN + 1) / DIGIT)


def _taken(head: str, cells: Iterable[Sequence[MathRow]], width: int) -> int:
    """Return how much of its width a column takes, once its formulas are broken."""
    widest = max(math_width(part) for parts in cells for part in parts) * DIGIT
    return min(width, int(max(widest, terminal_width(head) * LETTER)) + 2 * CELL_MARGIN)


def _display(row: MathRow, *, indented: bool) -> str:
    more = f'<w:ind w:left="{INDENT}"/>' if indented else ""
    return paragraph(displayed(row), "BpcalcEquation", more)


def _equation(symbol: MathRow, sides: Sequence[MathRow]) -> Iterator[str]:
    """Yield a line in as many rows as it needs."""
    signed = [side if side[0] == NEARLY else (EQUALS, *side) for side in sides]
    whole = (*symbol, *(box for side in signed for box in side))
    if math_width(whole) <= ROOM:
        yield _display(whole, indented=False)
        return
    first, *others = signed or [()]
    rows = broken((*symbol, *first), ROOM)
    for side in others:
        rows += broken(side, ROOM - INDENT / DIGIT)
    for place, row in enumerate(rows):
        yield _display(row, indented=place > 0)


def document_title(documents: Iterable[Document]) -> str:
    """Return the title of the first of several reports, what it is if it has none."""
    blocks = (block for document in documents for block in document.blocks)
    titles = (block.title for block in blocks if isinstance(block, Section))
    return next(titles, say("Worked solution"))
