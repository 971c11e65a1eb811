"""Markdown with formulas, as GitHub shows it.

GitHub reads Markdown first and looks for formulas in what is left, so a formula may hold nothing
that Markdown knows: no vertical bar, no backslash before punctuation, no underscore between two
signs of punctuation. The formulas of this program have none of these; a name that a user gave a
unit may, and then the quantity is written in plain text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from math import inf

from bpcalc.calc.lines import Line
from bpcalc.locale import say
from bpcalc.notation.boxes import MathRow
from bpcalc.notation.latex import latex, rows_of
from bpcalc.notation.math_width import math_width
from bpcalc.report.block_writer import BlockWriter, writes
from bpcalc.report.cell_text import cell, in_parts, inline, sign_before
from bpcalc.report.cells import terminal_width
from bpcalc.report.document import (
    Block,
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
from bpcalc.report.escaping import markdown as escaped
from bpcalc.report.math_reading import MathReading
from bpcalc.report.matrix_boxes import matrix_equation
from bpcalc.report.matrix_latex import matrix_rows
from bpcalc.report.words import column, head, outcome, too_wide
from bpcalc.solution import Solution

MAX_CELL_DIGITS = 60
"""A formula wider than so many digits is written as several, so that the table can fold it."""

WIDEST_MATRICES = 100.0
"""How many digits of a matrix equation go side by side."""

DEEPEST = 6
"""The lowest level of a heading."""

_BACKTICKS = re.compile("`+")
_MEANS_SOMETHING = re.compile(r"\\[^A-Za-z]|\\text|[`$|<*~#@!]|\]\(")
_EMPHASIS = re.compile(r"(?<=[^\w\s])_(?!\s)")


def markdown_text(document: Document, heading: int) -> str:
    """Return a report in GitHub's Markdown, with headings from this level on; 0: none.

    Its lines may be long.
    """
    writer = MarkdownWriter(document.solution, heading)
    return "\n\n".join(writer.blocks(without_hints(document.blocks))) + "\n"


class MarkdownWriter(BlockWriter[Iterator[str]]):
    """Writes the blocks of one solution."""

    def __init__(self, solution: Solution, heading: int) -> None:
        """Write it with headings from this level on, 0 for none."""
        self._solution = solution
        self._maths = MathReading(solution)
        self._heading = heading
        self._depth = 1

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Yield the parts of a report, between which there is an empty line."""
        for block in without_pictures(blocks):
            yield from self.block(block)

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
            yield "#" * min(self._heading + level, DEEPEST) + " " + escaped(block.title)
        elif block.level == 1:
            yield from self._titled(block.title)

    @writes(Paragraph)
    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        yield "".join(map(self._inline, in_parts(self._solution, block)))

    @writes(Verbatim)
    def _verbatim(self, block: Verbatim) -> Iterator[str]:
        fence = "`" * max(
            3, 1 + max((len(run) for run in _BACKTICKS.findall(block.text)), default=0)
        )
        yield f"{fence}text\n{block.text}\n{fence}"

    @writes(Curve)
    def _curve(self, block: Curve) -> Iterator[str]:
        if block.drawing:
            yield from self._verbatim(Verbatim(block.drawing))
        if block.line:
            yield escaped(block.line)

    @writes(Figure)
    def _figure(self, block: Figure) -> Iterator[str]:
        if block.drawing:
            yield from self._verbatim(Verbatim(block.drawing))
        else:
            yield escaped(block.words)

    def _titled(self, title: str) -> Iterator[str]:
        if title:
            yield f"**{escaped(title)}**"

    @writes(NetworkBlock)
    def _network(self, block: NetworkBlock) -> Iterator[str]:
        rows = [
            [escaped(name), escaped(", ".join(units)), escaped(activation)]
            for name, units, activation in block.layers
        ]
        headers = head(say("layer"), say("units"), say("activation"))
        widths = [max(map(terminal_width, column)) for column in zip(headers, *rows, strict=True)]
        yield _table(headers, rows, widths)

    @writes(Grid)
    def _grid(self, block: Grid) -> Iterator[str]:
        yield from self._titled(block.title)
        headers, *rows = (
            [self._inline(item) for item in row] for row in (block.headers, *block.rows)
        )
        found = zip(block.headers, *block.rows, strict=True)
        widths = [
            max(terminal_width(inline(self._solution, item)) for item in column) for column in found
        ]
        yield _table(headers, rows, widths)

    @writes(Items)
    def _items(self, block: Items) -> Iterator[str]:
        yield from self._titled(block.title)
        yield " &emsp; ".join(map(self._inline, block.items))

    @writes(Lines)
    def _lines(self, block: Lines) -> Iterator[str]:
        before, rule, after = self._maths.around_rule(block)
        if block.rule is None:
            yield from self._titled(before)
        else:
            words = [f"**{escaped(text.strip())}**" if text else "" for text in (before, after)]
            yield f" {_formula(rule, block.rule.text)} ".join(words).rstrip()
        yield _table(
            [escaped(column(name)) for name in block.columns],
            [[self._side(line, name, block) for name in block.columns] for line in block.lines],
            [self._column_width(block, name) for name in block.columns],
        )

    def _column_width(self, block: Lines, name: ColumnName) -> int:
        """Return about how wide a column is seen, in characters."""
        sides = (self._maths.side(line, name, block.columns) for line in block.lines)
        return max(terminal_width(column(name)), *map(round, map(math_width, sides)))

    @writes(Matrices)
    def _matrices(self, block: Matrices) -> Iterator[str]:
        found = matrix_equation(self._maths, block, WIDEST_MATRICES)
        if found is None:
            yield escaped(too_wide(block))
            return
        yield from self._titled(block.title)
        body = " \\\\\n".join(matrix_rows(found))
        yield f"```math\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n```"

    @writes(Outcome)
    def _outcome(self, block: Outcome) -> Iterator[str]:
        symbol = self._cell(block.before, "symbol")
        before, after = (self._cell(line, "value") for line in (block.before, block.after))
        stop = say(". ")
        yield f"{symbol}: {before} → {after}{stop}{escaped(outcome(block))}"

    def _cell(self, line: Line, column: ColumnName) -> str:
        return _formula(self._maths.cell(line, column), cell(self._solution, line, column))

    def _side(self, line: Line, column: ColumnName, block: Lines) -> str:
        mark = sign_before(self._solution, line, column, block.columns)
        plain = cell(self._solution, line, column)
        return _formula(
            self._maths.side(line, column, block.columns),
            plain if mark == "=" else f"{mark} {plain}",
        )

    def _inline(self, item: Inline) -> str:
        if not isinstance(item, Mention):
            return escaped(item)
        text = item._replace(words="")
        widest = inf if item.shows == "chain" else MAX_CELL_DIGITS
        shown = _formula(self._maths.mention(text), inline(self._solution, text), widest)
        return f"{escaped(item.words)} {shown}" if item.words else shown


def _formula(row: MathRow, plain: str, widest: float = MAX_CELL_DIGITS) -> str:
    """Return a formula between dollar signs, or in plain text if it cannot stand there."""
    if not row:
        return ""
    if _MEANS_SOMETHING.search(latex(row)):
        return escaped(plain)
    parts = [part.lstrip() for part in rows_of(row, widest)]
    return " ".join(f"${_EMPHASIS.sub('_ ', part)}$" for part in parts)


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    """Return a table; programs that make columns of a page take their shares from the dashes."""
    lines = [headers, ["-" * max(width, 3) for width in widths], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
