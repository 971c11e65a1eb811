"""Plain text for a terminal or a pipe, at any width; no number is ever cut.

Tables without vertical rules, as in printed books. What is worked out stands out, what is given
stands back: both in the colour of the terminal's own text, so that they can be read on white as
well as on black.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from bpcalc.locale.folding import folded
from bpcalc.report.ansi import StyledPiece, painted
from bpcalc.report.block_writer import BlockWriter, writes
from bpcalc.report.breaking import broken
from bpcalc.report.cell_text import cell, inline, is_number, sign_before
from bpcalc.report.cells import terminal_width
from bpcalc.report.document import (
    Block,
    ColumnName,
    Curve,
    Document,
    Figure,
    Grid,
    Items,
    Lines,
    Matrices,
    NetworkBlock,
    Outcome,
    Paragraph,
    Section,
    Verbatim,
    without_pictures,
)
from bpcalc.report.grid import GridColumn, cells, padded, side_by_side, widths
from bpcalc.report.words import column, outcome, too_wide
from bpcalc.solution import Solution

STYLES: dict[ColumnName, str] = {"value": "bold", "new value": "bold"}
"""What a line comes to stands out in the colour of the text, which can be read on any ground."""

GIVEN_STYLE = "dim"
FINAL_STYLE = "bold"
TITLE_STYLE = "bold"
QUIET_STYLE = "dim"

SIDES: tuple[ColumnName, ...] = ("formula", "numbers", "value", "new value")
"""The columns that are sides of an equation."""

USED: tuple[ColumnName, ...] = ("old", "gradient", "change")
"""The columns whose numbers are among those put in."""

PrintedRow = list[StyledPiece]


def terminal_text(document: Document, width: int, *, colour: bool) -> str:
    """Return a report as lines of at most `width` cells, as far as numbers allow."""
    rows = TerminalWriter(document.solution, width).document(document.blocks)
    return painted(rows, colour)


class TerminalWriter(BlockWriter[Iterator[PrintedRow]]):
    """Writes blocks at one width."""

    def __init__(self, solution: Solution, width: int) -> None:
        self._solution = solution
        self._width = width
        self._headed = True  # whether the next table has headings of its own
        self._measured: dict[int, dict[ColumnName, GridColumn]] = {}

    def document(self, blocks: Iterable[Block]) -> Iterator[PrintedRow]:
        """Yield the rows of a report."""
        last: Block | None = None
        for block in self._with_one_heading(without_pictures(blocks)):
            close = isinstance(block, Items) and block.close
            close |= isinstance(block, Outcome) and isinstance(last, Items)
            if last is not None and not close and not isinstance(last, Section):
                yield []
            self._headed = not _same_columns(block, last)
            yield from self.block(block)
            last = block

    def _with_one_heading(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Leave columns out where one of the tables under the same headings has no room for them.

        What an update uses stands in its numbers as well.
        """
        for columns, together in groupby(blocks, key=_columns_of):
            tables = list(together)
            if "numbers" in columns and not all(map(self._has_room, tables)):
                kept = tuple(name for name in columns if name not in USED)
                tables = [
                    table._replace(columns=kept) if isinstance(table, Lines) else table
                    for table in tables
                ]
            yield from tables

    def _has_room(self, block: Block) -> bool:
        """Return whether a table stands side by side; its columns are kept until it is written."""
        if not isinstance(block, Lines):
            return True
        columns = self._columns(block)
        self._measured[id(block.lines)] = dict(zip(block.columns, columns, strict=True))
        return _stand_side_by_side(columns, self._width)

    @writes(Section)
    def _section(self, block: Section) -> Iterator[PrintedRow]:
        """Set a heading off by a rule below it: heavy for the title, lighter further down."""
        yield from self._folded(block.title, TITLE_STYLE)
        rule = "═━─"[block.level]
        yield [(rule * min(self._width, max(terminal_width(block.title), 8)), QUIET_STYLE)]

    @writes(Paragraph)
    def _paragraph(self, block: Paragraph) -> Iterator[PrintedRow]:
        return self._folded(block.text, QUIET_STYLE)

    @writes(Verbatim)
    def _verbatim(self, block: Verbatim) -> Iterator[PrintedRow]:
        return ([(line, "")] for line in block.text.splitlines())

    @writes(Curve)
    def _curve(self, block: Curve) -> Iterator[PrintedRow]:
        yield from ([(line, "")] for line in block.drawing.splitlines())
        if block.drawing and block.line:
            yield []
        yield from self._listed(filter(None, [block.line]))

    @writes(Figure)
    def _figure(self, block: Figure) -> Iterator[PrintedRow]:
        if block.drawing:
            yield from ([(line, "")] for line in block.drawing.splitlines())
        else:
            yield from self._folded(block.words, "")

    def _folded(self, text: str, style: str) -> Iterator[PrintedRow]:
        return ([(line, style)] for line in folded(text, self._width, terminal_width))

    @writes(NetworkBlock)
    def _network(self, block: NetworkBlock) -> Iterator[PrintedRow]:
        stacks = [_stack(name, units, note) for name, units, note in block.layers]
        arrow = "  ──▶  "
        across = [max(map(terminal_width, stack)) for stack in stacks]
        if sum(across) + len(arrow) * (len(stacks) - 1) <= self._width:
            for number, texts in enumerate(zip_longest(*stacks, fillvalue="")):
                between = arrow if number == 1 else " " * len(arrow)
                parts = [padded(text, width) for text, width in zip(texts, across, strict=True)]
                yield [(between.join(parts).rstrip(), TITLE_STYLE if number == 0 else "")]
            return
        for number, stack in enumerate(stacks):
            if number:
                yield [("  │", QUIET_STYLE)]
                yield [("  ▼", QUIET_STYLE)]
            for place, text in enumerate(stack):
                yield from self._folded(text, "" if place else TITLE_STYLE)

    @writes(Items)
    def _items(self, block: Items) -> Iterator[PrintedRow]:
        if block.title:
            yield from self._folded(block.title, TITLE_STYLE)
        yield from self._listed(inline(self._solution, item) for item in block.items)

    def _listed(self, items: Iterable[str]) -> Iterator[PrintedRow]:
        line = ""
        for item in items:
            if line and terminal_width(line) + 3 + terminal_width(item) > self._width:
                yield [(line, GIVEN_STYLE)]
                line = ""
            line += ("   " if line else "") + item
        if line:
            yield [(line, GIVEN_STYLE)]

    @writes(Grid)
    def _grid(self, block: Grid) -> Iterator[PrintedRow]:
        if block.title:
            yield from self._folded(block.title, TITLE_STYLE)
        headers, *rows = (
            [inline(self._solution, item) for item in row] for row in (block.headers, *block.rows)
        )
        columns = [
            GridColumn(header, texts, numbers=all(map(is_number, texts)))
            for header, texts in zip(headers, zip(*rows, strict=True), strict=True)
        ]
        whole = widths(columns, self._width) is not None
        tables = [columns] if whole else side_by_side(columns, block.groups, self._width)
        if not tables:
            yield from self._listed(block.list)
            return
        for number, table in enumerate(tables):
            if number:
                yield []
            shared = widths(table, self._width) or []
            yield from _table(table, shared, [TITLE_STYLE] + [GIVEN_STYLE] * (len(table) - 1))

    @writes(Lines)
    def _lines(self, block: Lines) -> Iterator[PrintedRow]:
        columns = self._columns(block)
        shared = widths(columns, self._width)
        styles = [STYLES.get(name, "") for name in block.columns]
        across = 0 if shared is None else _across(columns, shared)
        length = terminal_width(block.title)
        if block.title and not self._headed and length + 4 < across:  # on the rule of its table
            yield [(block.title, TITLE_STYLE), (" " + "─" * (across - length - 1), QUIET_STYLE)]
            yield from _rows(columns, shared or [], styles)
            return
        if block.title:
            yield from self._folded(block.title, TITLE_STYLE)
        if shared is None:
            yield from self._stacked(block)
        else:
            yield from _table(columns, shared, styles, headed=self._headed)

    def _columns(self, block: Lines) -> list[GridColumn]:
        measured = self._measured.pop(id(block.lines), {})
        return [measured.get(name) or self._column(block, name) for name in block.columns]

    def _column(self, block: Lines, name: ColumnName) -> GridColumn:
        return GridColumn(
            column(name),
            [cell(self._solution, line, name) for line in block.lines],
            breaks=name in ("formula", "numbers"),
            numbers=name not in ("symbol", "formula", "numbers"),
            signs=self._signs(block, name),
        )

    def _signs(self, block: Lines, name: ColumnName) -> list[str]:
        """Return the signs before the cells of a column; that of an equation is understood."""
        signs = (sign_before(self._solution, line, name, block.columns) for line in block.lines)
        return ["" if found == "=" else found for found in signs]

    def _stacked(self, block: Lines) -> Iterator[PrintedRow]:
        """Break every line at its equals signs."""
        names = [name for name in block.columns if name in SIDES]
        for line in block.lines:
            shown = {name: cell(self._solution, line, name) for name in names}
            if len(set(shown.values())) == 1:  # a given number is its own formula
                shown = dict(list(shown.items())[-1:])
            yield [(cell(self._solution, line, "symbol"), "")]
            for name, text in shown.items():
                mark = sign_before(self._solution, line, name, block.columns)
                first, *others = broken(text, max(self._width - 4, 1))
                yield [(f"  {mark} ", QUIET_STYLE), (first, STYLES.get(name, ""))]
                for other in others:
                    yield [("    ", ""), (other, STYLES.get(name, ""))]

    @writes(Matrices)
    def _matrices(self, block: Matrices) -> Iterator[PrintedRow]:
        from bpcalc.report.matrix_text import drawn  # takes a while to import

        drawing = drawn(self._solution, block, self._width)
        if drawing is None:
            yield from self._folded(too_wide(block), QUIET_STYLE)
            return
        yield from self._folded(block.title, TITLE_STYLE)
        for place, band in enumerate(drawing):
            if place:
                yield []
            yield from ([(line, "")] for line in band)

    @writes(Outcome)
    def _outcome(self, block: Outcome) -> Iterator[PrintedRow]:
        solution = self._solution
        before, after = solution.shown(block.before), solution.shown(block.after)
        fall = [(f"{solution.symbol(block.before)} = {before} → ", ""), (after, FINAL_STYLE)]
        words = outcome(block)
        length = sum(terminal_width(text) for text, _ in fall) + terminal_width(words) + 3
        if length <= self._width:
            yield [*fall, (f"   {words}", "")]
        else:
            yield fall
            yield from self._folded(words, "")


def _same_columns(block: Block, last: Block | None) -> bool:
    """Return whether a table has the columns of the table right above it."""
    if isinstance(block, Lines) and isinstance(last, Lines):
        return block.columns == last.columns
    return False


def _columns_of(block: Block) -> tuple[ColumnName, ...]:
    return block.columns if isinstance(block, Lines) else ()


def _stand_side_by_side(columns: Sequence[GridColumn], width: int) -> bool:
    """Return whether columns fit a width without a formula being broken."""
    gaps = sum(column.gap for column in columns[1:])
    texts = ((column.header, *column.shown()) for column in columns)
    return gaps + sum(max(map(terminal_width, each)) for each in texts) <= width


def _stack(name: str, units: tuple[str, ...], note: str) -> list[str]:
    """Return what stands in the picture for one layer: its name, its units, its activation."""
    shown = units if len(units) <= 8 else (*units[:3], "…", units[-1])
    return [f"{name} ({len(units)})", "  ".join(shown), *([note] if note else [])]


def _table(
    columns: list[GridColumn], shared: list[int], styles: list[str], *, headed: bool = True
) -> Iterator[PrintedRow]:
    """Write a table: headings, a rule, and the rows, each as high as its highest cell."""
    if headed:
        pairs = zip(columns, shared, strict=True)
        headers = [padded(" " * any(each.signs) + each.header, width) for each, width in pairs]
        gaps = [column.gap for column in columns]
        yield _joined([[(header, TITLE_STYLE)] for header in headers], gaps)
    yield [("─" * _across(columns, shared), QUIET_STYLE)]
    yield from _rows(columns, shared, styles)


def _across(columns: Sequence[GridColumn], shared: Sequence[int]) -> int:
    """Return how wide a table is."""
    return sum(shared) + sum(column.gap for column in columns[1:])


def _rows(columns: list[GridColumn], shared: list[int], styles: list[str]) -> Iterator[PrintedRow]:
    gaps = [column.gap for column in columns]
    for row in cells(columns, shared):
        for texts in zip_longest(*row, fillvalue=""):
            parts = [
                [(padded(text, width), style)]
                for text, width, style in zip(texts, shared, styles, strict=True)
            ]
            yield _joined(parts, gaps)


def _joined(parts: list[PrintedRow], gaps: Sequence[int]) -> PrintedRow:
    joined = list(parts[0])
    for part, gap in zip(parts[1:], gaps[1:], strict=True):
        joined.append((" " * gap, ""))
        joined.extend(part)
    text, style = joined[-1]
    joined[-1] = (text.rstrip(), style)
    return joined
