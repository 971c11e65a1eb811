"""The blocks of a report as pieces of HTML."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from jinja2.environment import TemplateModule
from markupsafe import Markup

from bpcalc.calc.lines import Line
from bpcalc.locale import say
from bpcalc.maths.expr import Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import fellow
from bpcalc.notation.boxes import MathRow, number
from bpcalc.notation.math_width import math_width
from bpcalc.notation.mathml import equation, joined, mathml, pieces
from bpcalc.report.block_writer import BlockWriter, writes
from bpcalc.report.cell_text import cell, in_parts, inline, sign_before
from bpcalc.report.cells import terminal_width as cells_of
from bpcalc.report.comparison import comparison
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
)
from bpcalc.report.escaping import latex as escaped
from bpcalc.report.math_reading import MathReading
from bpcalc.report.matrix_boxes import matrix_equation
from bpcalc.report.web.numbers import column as aligned
from bpcalc.report.web.numbers import is_column, single
from bpcalc.report.web.parts import WebPart, parts
from bpcalc.report.web.pictures import Pictures, error_curve, figure
from bpcalc.report.web.tables import BAR, MAX_TEXT_WIDTH, NARROWEST, HtmlColumn, fold
from bpcalc.report.words import column, outcome, too_wide

WIDEST_MATRICES = 100.0
"""How many digits of a matrix equation go side by side."""

MAX_ANNOTATED_NUMBERS = 2_000
"""Numbers in formulas up to which a page has its LaTeX, too; a larger one is large enough."""

COLUMN_CLASSES: dict[ColumnName, Any] = {"symbol": "s", "formula": "f", "numbers": "f"}
"""The classes of the columns that are not numbers."""

LABELLED: tuple[ColumnName, ...] = ("old", "gradient", "change")
"""The columns whose numbers are no part of the equation that a line is."""

NEARLY_MARKUP = Markup('<b class="nearly">≈ </b>')
"""The sign before a value that the numbers beside it nearly give."""

PLAIN = Markup('<span class="plain" aria-hidden="true">{}</span>')
"""A formula as it is copied: what a browser makes of MathML would read 11+e for 1/(1 + e)."""

_LINK = re.compile(r"(https?://[\w.~:/?#@!&+,;=%-]*[\w/])", re.ASCII)


class BreakableFormula(NamedTuple):
    """A formula and the width of what cannot be broken in it, in digits."""

    written: Markup
    width: float


class Writer(BlockWriter[Markup]):
    """Writes the blocks of one document."""

    def __init__(
        self, document: Document, macros: TemplateModule, most: int, heading: int = 1
    ) -> None:
        """Write a document.

        Args:
            document: the report.
            macros: of a template.
            most: how many pictures of stages it has at most.
            heading: the level of its title, 0 for no headings.
        """
        self._document = document
        self._solution = document.solution
        self._maths = MathReading(document.solution)
        self._macros = macros
        self._pictures = Pictures(document.solution, document.lines, most)
        self._heading = heading
        self._level = heading + 1 if heading else 0  # of the next heading
        # A notebook holds many pages, and numbers that change would leave their annotation behind.
        numbers = sum(1 for line in document.lines for _ in line.formula.refs())
        small = numbers <= MAX_ANNOTATED_NUMBERS
        self._annotated = most > 0 and small and not document.solution.changes
        self._written: dict[MathRow, BreakableFormula] = {}  # a symbol stands in many places

    def write(self) -> Markup:
        """Return the whole document."""
        return self._all(parts(self._document.blocks))

    def _all(self, content: Iterable[Block | WebPart]) -> Markup:
        return Markup("\n").join(self.each(content))

    def _set(self, macro: str, *content: Any, **more: Any) -> Markup:
        """Return what a macro of the template makes of the content."""
        written: Markup = getattr(self._macros, macro)(*content, **more)
        return written

    @writes(WebPart)
    def _part(self, part: WebPart) -> Markup:
        if not self._heading:  # an epoch has a title still: its symbols are those of another one
            title = part.title if part.level == 1 else ""
            return self._set("heading", title, 0) + self._all(part.content)
        self._level += 1
        written = self._set("part", part, self._level - 1, self._all(part.content))
        self._level -= 1
        return written

    @writes(Section)
    def _section(self, block: Section) -> Markup:
        return self._set("title", block.title, self._heading) if self._heading else Markup("")

    @writes(Paragraph)
    def _paragraph(self, block: Paragraph) -> Markup:
        pieces = [Markup("")]  # every second one is a link
        for part in in_parts(self._solution, block):
            first, *others = [part] if isinstance(part, Mention) else _LINK.split(part)
            pieces[-1] += self._inline(first)
            pieces += map(Markup.escape, others)
        return self._set("paragraph", pieces)

    @writes(Verbatim)
    def _verbatim(self, block: Verbatim) -> Markup:
        return self._set("verbatim", block.text)

    @writes(NetworkBlock)
    def _network(self, block: NetworkBlock) -> Markup:
        picture = self._pictures.given() if block.given_only else self._pictures.network()
        words = "" if block.given_only else self._pictures.left_out(picture)
        note = self._paragraph(Paragraph(words)) if words else Markup("")
        return self._set("figure", "network", picture) + note

    @writes(Curve)
    def _curve(self, block: Curve) -> Markup:
        return self._set("figure", "curve", error_curve(block))

    @writes(Figure)
    def _figure(self, block: Figure) -> Markup:
        return self._set("figure", "chart", figure(block))

    @writes(Items)
    def _items(self, block: Items) -> Markup:
        return self._set(
            "items", block.title, self._level, [self._inline(item) for item in block.items]
        )

    @writes(Grid)
    def _grid(self, block: Grid) -> Markup:
        found = zip(block.headers, *block.rows, strict=True)
        columns = [self._grid_column(head, cells) for head, *cells in found]
        if columns[0].kind != "n":  # a name says of itself what it is, the number of a sample not
            columns[0] = columns[0]._replace(labelled=False)
        spoken = [inline(self._solution, row[0]) for row in block.rows]
        return self._table(block.title, "grid", columns, tones=block.tones, spoken=spoken)

    def _grid_column(self, head: Inline, cells: Sequence[Inline]) -> HtmlColumn:
        values = [inline(self._solution, item) for item in cells]
        width = max(map(self._width, (head, *cells)))
        header = self._grid_header(head)
        if is_column(values):
            return HtmlColumn(header, "n", aligned(values), width, labelled=True)
        if any(map(_is_formula, cells)):
            return self._formula_column(header, cells)
        shown = [self._inline(item) for item in cells]
        if any(isinstance(item, Mention) for item in cells):
            return HtmlColumn(header, "s", shown, width)
        # Words go on several lines before a table becomes a list.
        longest = max((cells_of(word) for text in values for word in text.split()), default=0)
        return HtmlColumn(
            header, "t", shown, min(width, MAX_TEXT_WIDTH, 2 * longest), labelled=True
        )

    def _grid_header(self, head: Inline) -> Markup:
        header = self._inline(head)
        if isinstance(head, Mention):  # mathematics alone is no name for a screen reader
            header += Markup('<span class="spoken">{}</span>').format(inline(self._solution, head))
        return header

    def _formula_column(self, header: Markup, cells: Sequence[Inline]) -> HtmlColumn:
        """Return a column of formulas, which break where those of lines do."""
        found = [
            self._formula(self._maths.mention(item))
            if isinstance(item, Mention)
            else BreakableFormula(Markup.escape(item), cells_of(item))
            for item in cells
        ]
        width = max(each.width for each in found)
        return HtmlColumn(header, "f", [each.written for each in found], width, labelled=True)

    def _width(self, item: Inline) -> float:
        if isinstance(item, str):
            return cells_of(item)
        return cells_of(item.words) + math_width(self._maths.mention(item))

    @writes(Lines)
    def _lines(self, block: Lines) -> Markup:
        columns = [self._lines_column(block.lines, name, block.columns) for name in block.columns]
        picture = self._pictures.of_lines(block)
        role = self._role(block.lines[0].key)
        spoken = [self._solution.symbol(line) for line in block.lines]
        before, rule, after = self._maths.around_rule(block)
        title = Markup("{}{}{}").format(before, Markup(mathml(rule)) if rule else "", after)
        if math_width(rule) > NARROWEST:  # plain text breaks anywhere
            title = Markup.escape(block.title)
        copied = "" if self._solution.changes else " copied"
        return self._table(title, f"lines {role}{copied}", columns, picture=picture, spoken=spoken)

    def _lines_column(
        self, lines: Sequence[Line], name: ColumnName, columns: Sequence[ColumnName] = ()
    ) -> HtmlColumn:
        if name not in COLUMN_CLASSES:
            texts = [cell(self._solution, line, name) for line in lines]
            found = self._numbers(name, texts, labelled=name in LABELLED)
            signs = [sign_before(self._solution, line, name, columns) for line in lines]
            return found if set(signs) == {"="} else _nearly(found, signs)
        formulas = [self._formula(self._maths.cell(line, name)) for line in lines]
        width = max(each.width for each in formulas)
        shown = [each.written for each in formulas]
        if name != "symbol" and not self._solution.changes:
            shown = [
                each + PLAIN.format(cell(self._solution, line, name))
                for each, line in zip(shown, lines, strict=True)
            ]
        return HtmlColumn(Markup.escape(column(name)), COLUMN_CLASSES[name], shown, width)

    def _table(
        self, title: str, classes: str, columns: Sequence[HtmlColumn], **more: Any
    ) -> Markup:
        rows = list(zip(*(column.cells for column in columns), strict=True))
        kinds = f"{classes} {fold(columns, BAR if 'bars' in more else 0)}"
        return self._set("table", title, self._level, kinds, columns, rows, **more)

    @writes(Matrices)
    def _matrices(self, block: Matrices) -> Markup:
        found = matrix_equation(self._maths, block, WIDEST_MATRICES)
        if found is None:
            return self._paragraph(Paragraph(too_wide(block)))
        picture = self._pictures.of_matrices(block)
        role = self._role(block.first)
        shown = [(Markup(mathml(left)), Markup(equation(right))) for left, right in found.rows]
        return self._set("matrices", block.title, self._level, role, shown, picture)

    @writes(Outcome)
    def _outcome(self, block: Outcome) -> Markup:
        symbol = Markup(mathml(self._maths.symbol(block.before)))
        errors = [single(self._solution.shown(line)) for line in (block.before, block.after)]
        trend = "good" if block.after.value < block.before.value else "bad"
        summary = self._set("outcome", symbol, errors, trend, outcome(block))
        return summary + self._comparison()

    def _comparison(self) -> Markup:
        """Return the weights and biases before and after all updates."""
        pairs = comparison(self._solution)
        if not pairs:
            return Markup("")
        calculation = self._solution.calculation
        changes = [
            calculation.value_of(Ref(new.key) - Ref(old.key), fellow(old.key.kind, "state"))
            for old, new in pairs
        ]
        rounding = self._solution.exercise.rounding
        shown = [
            rounding.shown(fellow(old.key.kind, "state"), change)
            for (old, _), change in zip(pairs, changes, strict=True)
        ]
        old_lines, new_lines = zip(*pairs, strict=True)
        columns = [
            self._lines_column(old_lines, "symbol"),
            self._numbers("old", list(map(self._solution.shown, old_lines))),
            self._numbers("change", shown),
            self._numbers("new value", list(map(self._solution.shown, new_lines))),
        ]
        largest = max(map(abs, changes)) or 1
        bars = [float(change / largest) for change in changes]
        thresholds = self._solution.exercise.thresholds
        title = (
            say("Weights and thresholds, before and after")
            if thresholds
            else say("Weights and biases, before and after")
        )
        spoken = [self._solution.symbol(line) for line in old_lines]
        return self._table(title, "comparison", columns, bars=bars, spoken=spoken)

    def _numbers(self, name: ColumnName, texts: list[str], *, labelled: bool = True) -> HtmlColumn:
        width = max(math_width(number(text)) for text in texts)
        head = Markup.escape(column(name))
        return HtmlColumn(head, "n", aligned(texts), width, labelled=labelled)

    def _role(self, key: Key) -> str:
        """Return the role of the layer that a quantity belongs to, whose colour it has."""
        if key.layer is None:
            return ""
        last = len(self._solution.exercise.layers)
        return {0: "input", last: "output"}.get(key.layer, "hidden")

    def _formula(self, row: MathRow) -> BreakableFormula:
        found = self._written.get(row)
        if found is None:
            found = self._written[row] = _formula(row, self._annotated)
        return found

    def _inline(self, item: Inline) -> Markup:
        if isinstance(item, str):
            return Markup.escape(item)
        if item.shows == "value":
            shown = single(self._solution.shown(item.line))
        else:
            sides = (self._maths.symbol(item.line), self._maths.value(item.line))
            written = Markup(equation(self._maths.mention(item)))
            shown = _movable(written, max(map(math_width, sides)))
        return Markup("{} {}").format(item.words, shown) if item.words else shown


def _is_formula(item: Inline) -> bool:
    return isinstance(item, Mention) and item.shows in ("formula", "numbers")


def _nearly(column: HtmlColumn, signs: Sequence[str]) -> HtmlColumn:
    """Return a column of values with `≈` before those that the numbers beside them nearly give."""
    cells = [
        cell if sign == "=" else NEARLY_MARKUP + cell
        for cell, sign in zip(column.cells, signs, strict=True)
    ]
    return column._replace(cells=cells, width=column.width + 2)


def _formula(row: MathRow, annotated: bool) -> BreakableFormula:
    if not row:
        return BreakableFormula(Markup(""), 0.0)
    parts = pieces(row)
    width = max(map(math_width, parts))
    written = Markup(joined(parts, escaped if annotated else None))
    return BreakableFormula(_movable(written, width), width)


def _movable(written: Markup, width: float) -> Markup:
    """Return a formula; one that is too wide for a phone can be moved to and fro there."""
    return Markup('<div class="wide">{}</div>').format(written) if width > NARROWEST else written
