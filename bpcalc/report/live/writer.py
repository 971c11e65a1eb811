"""The blocks of a live page: those of any page, with the places of their numbers marked."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from bpcalc.calc.lines import Line
from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.maths.keys import Kind
from bpcalc.notation.mathml import mathml
from bpcalc.report.block_writer import writes
from bpcalc.report.cell_text import VALUES, sign_before
from bpcalc.report.comparison import comparison
from bpcalc.report.document import ColumnName, Inline, Mention, Outcome, Paragraph
from bpcalc.report.live.solution import LiveSolution, is_given
from bpcalc.report.live.trees import tree
from bpcalc.report.web.numbers import column as aligned
from bpcalc.report.web.numbers import single
from bpcalc.report.web.parts import WebPart
from bpcalc.report.web.tables import HtmlColumn
from bpcalc.report.web.writer import Writer
from bpcalc.report.words import outcome

_VALUE = Markup('<span data-value="{}">{}</span>')
_NUMBERS = Markup('<span data-numbers="{}">{}</span>')
_FORMULA = Markup('<span data-formula="{}">{}</span>')
_EPOCH = Markup('<span data-epoch="">{}</span>{}')
_RELATION = Markup('<b class="nearly" data-relation="{}">{}</b>')
_DIFFERENCE = Markup('<span data-difference="{} {}">{}</span>')
_SOMETIMES = Markup('<div data-when="{}">{}</div>')
_FIELD = Markup(
    '<label class="given">{}<input data-given="{}" value="{}" size="{}" '
    'inputmode="decimal" autocomplete="off" spellcheck="false" aria-label="{}"></label>'
)

OF_COLUMN: dict[ColumnName, tuple[Kind, ...]] = {
    "old": ("weight", "bias"),
    "gradient": ("weight_gradient", "bias_gradient"),
    "change": ("weight_change", "bias_change"),
}
"""Whose value a column of an update shows, where it is not that of the line."""


FIELD_WIDTH = 8.0
"""What a field takes beside the number in it, in digits."""


class LiveWriter(Writer):
    """Writes the blocks of one document for a script that works them out again."""

    _solution: LiveSolution

    def _lines_column(
        self, lines: Sequence[Line], name: ColumnName, columns: Sequence[ColumnName] = ()
    ) -> HtmlColumn:
        column = super()._lines_column(lines, name)
        cells = [
            self._sign(line, name, columns) + self._marked(line, name, cell)
            for line, cell in zip(lines, column.cells, strict=True)
        ]
        signed = name in VALUES and "numbers" in columns
        return column._replace(cells=cells, width=column.width + 2 * signed)

    def _sign(self, line: Line, name: ColumnName, columns: Sequence[ColumnName]) -> Markup:
        """Return the place of the sign before a value, with the sign in it if it is no `=`."""
        if name not in VALUES or "numbers" not in columns:
            return Markup("")
        shown = "≈ " if sign_before(self._solution, line, name, columns) == "≈" else ""
        return _RELATION.format(self._solution.places[line.key], shown)

    def _marked(self, line: Line, name: ColumnName, cell: Markup) -> Markup:
        places = self._solution.places
        if name == "formula" and self._solution.has_other_forms(line.key):
            return _FORMULA.format(places[line.key], cell)
        if not cell or name in ("symbol", "formula"):
            return cell
        if name == "numbers":
            return _NUMBERS.format(places[line.key], cell)
        kinds = OF_COLUMN.get(name)
        if kinds is None:
            return _VALUE.format(places[line.key], cell)
        key = next(key for key in line.formula.refs() if key.kind in kinds)
        return _VALUE.format(places[key], cell)

    def _inline(self, item: Inline) -> Markup:
        if isinstance(item, Mention) and item.shows != "symbol":
            return self._field(item) if is_given(item.line) else self._worked(item)
        return super()._inline(item)

    def _followed(self, item: Inline, cell: Markup) -> Markup:
        """Return the cell of a number, marked if it is one that is worked out."""
        if isinstance(item, str):
            return cell
        return _VALUE.format(self._solution.places[item.line.key], cell)

    def _worked(self, item: Mention) -> Markup:
        """Return a quantity that is worked out, its number marked."""
        value = _VALUE.format(
            self._solution.places[item.line.key], single(self._solution.shown(item.line))
        )
        if item.shows == "value":
            return Markup("{} {}").format(item.words, value) if item.words else value
        if item.shows != "equation":
            raise OutputError(say("a live page cannot read {part}", part=item.shows))
        symbol = Markup(mathml(self._maths.symbol(item.line)))
        shown = Markup('<span class="equation">{} = {}</span>').format(symbol, value)
        return Markup("{} {}").format(item.words, shown) if item.words else shown

    def _grid_column(self, head: Inline, cells: Sequence[Inline]) -> HtmlColumn:
        if not any(isinstance(item, Mention) and is_given(item.line) for item in cells):
            column = super()._grid_column(head, cells)
            if column.kind != "n":
                return column
            pairs = zip(cells, column.cells, strict=True)
            return column._replace(cells=[self._followed(*pair) for pair in pairs])
        shown = [self._inline(item) for item in cells]
        width = max(map(self._width, (head, *cells)))
        return HtmlColumn(self._grid_header(head), "s", shown, width)

    def _width(self, item: Inline) -> float:
        field = isinstance(item, Mention) and item.shows != "symbol" and is_given(item.line)
        return super()._width(item) + FIELD_WIDTH * field

    def _field(self, item: Mention) -> Markup:
        """Return a given quantity with a field for its number."""
        line = item.line
        text, name = self._solution.shown(line), self._solution.symbol(line)
        symbol = Markup(mathml(self._maths.symbol(line)))
        place = self._solution.places[line.key]
        label = Markup("<span>{} =</span> ").format(symbol) if item.shows == "equation" else ""
        field = _FIELD.format(label, place, text, max(6, len(text) + 2), name)
        return Markup("{} {}").format(item.words, field) if item.words else field

    @writes(Paragraph)
    def _paragraph(self, block: Paragraph) -> Markup:
        """Write a sentence; one that is not always true with its condition, for the script."""
        if block.when is None:
            return super()._paragraph(block)
        trees = [tree(formula, self._solution.places) for formula in block.when.zero]
        return _SOMETIMES.format(json.dumps([block.when.kind, trees]), super()._paragraph(block))

    @writes(WebPart)
    def _part(self, part: WebPart) -> Markup:
        return super()._part(part._replace(title=_following_epochs(part.title)))

    def _table(
        self, title: str, classes: str, columns: Sequence[HtmlColumn], **more: Any
    ) -> Markup:
        return super()._table(_following_epochs(title), classes, columns, **more)

    @writes(Outcome)
    def _outcome(self, block: Outcome) -> Markup:
        symbol = Markup(mathml(self._maths.symbol(block.before)))
        errors = [self._value(line) for line in (block.before, block.after)]
        sentence = Markup('<span data-trend="">{}</span>').format(outcome(block))
        return self._set("outcome", symbol, errors, "", sentence) + self._comparison()

    def _value(self, line: Line) -> Markup:
        (shown,) = aligned([self._solution.shown(line)])
        return _VALUE.format(self._solution.places[line.key], shown)

    def _comparison(self) -> Markup:
        """Return the weights and biases before and after all updates."""
        pairs = comparison(self._solution)
        if not pairs:
            return Markup("")
        old, new = zip(*pairs, strict=True)
        columns = [
            self._lines_column(old, "symbol"),
            self._before(old),
            self._changes(pairs),
            self._lines_column(new, "new value"),
        ]
        title = say("Weights and biases, before and after")
        spoken = [self._solution.symbol(line) for line in old]
        return self._table(title, "comparison", columns, spoken=spoken)

    def _before(self, old: Iterable[Line]) -> HtmlColumn:
        lines = list(old)
        column = self._numbers("old", list(map(self._solution.shown, lines)))
        cells = zip(lines, column.cells, strict=True)
        places = self._solution.places
        return column._replace(
            cells=[_VALUE.format(places[each.key], cell) for each, cell in cells]
        )

    def _changes(self, pairs: Sequence[tuple[Line, Line]]) -> HtmlColumn:
        column = self._numbers("change", ["0" for _ in pairs])
        places = self._solution.places
        cells = [_DIFFERENCE.format(places[new.key], places[old.key], "") for old, new in pairs]
        return column._replace(cells=cells)


def _following_epochs(title: str) -> Markup:
    """Return a heading whose epoch, the first one, is marked for the script, which counts on."""
    epoch = say("Epoch {epoch}", epoch=1)
    if not title.startswith(epoch):
        return Markup.escape(title)
    return _EPOCH.format(epoch, title.removeprefix(epoch))
