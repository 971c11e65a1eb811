"""The blocks of a report as data for `blocks.typ`.

Every block is a dictionary whose `is` says which function of the template sets it. What fits on
the page is for the template to say, which can measure; it is given every way a block may be set.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bpcalc.calc.lines import Line
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.notation.boxes import Glyphs, number
from bpcalc.report.block_writer import BlockWriter, writes
from bpcalc.report.cell_text import cell, in_parts, is_number, sign_before
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
)
from bpcalc.report.math_reading import EQUALS, NEARLY, MathReading
from bpcalc.report.matrix_boxes import matrix_equation
from bpcalc.report.stage_pictures import MAX_STAGE_PICTURES, StagePictures
from bpcalc.report.typeset.formulas import Pieces, formula, printable_text, unbroken, whole_part
from bpcalc.report.words import column, outcome, too_wide
from bpcalc.solution import Solution

Data = dict[str, Any]

MAX_FORMULA_WIDTH = 88.0
"""How many digits go side by side on the page."""

MAX_TITLE_LENGTH = 60
"""Characters of a title in the head of a page."""

UNBROKEN = 20
"""Characters without a blank, after which a text may be broken anyway."""

FORMULAS: tuple[ColumnName, ...] = ("formula", "numbers")

TO = Glyphs("→", "relation")

_LONG = re.compile(rf"\S{{{UNBROKEN}}}(?=\S)")


def words(text: str) -> str:
    r"""Return a text as it is printed: on one line, with a sign for what has none.

    >>> words("a\tb\x07")
    'a b�'
    """
    text = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return _LONG.sub(lambda match: match[0] + "\u200b", printable_text(text))


def short_title(text: str) -> str:
    """Return a title short enough for the head of a page."""
    wide = [2 if sign > "\u2e80" else 1 for sign in text]
    fitting = sum(sum(wide[: end + 1]) <= MAX_TITLE_LENGTH for end in range(len(text)))
    return text if fitting == len(text) else text[: fitting - 1].rstrip() + "…"


class Setter(BlockWriter[Iterator[Data]]):
    """Turns the blocks of one solution into data."""

    def __init__(
        self,
        solution: Solution,
        given_only: bool = False,
        stages: StagePictures | None = None,
    ) -> None:
        """Set the quantities of a solution.

        Args:
            solution: that has them.
            given_only: whether results are kept out of the picture.
            stages: the pictures of its stages, None if they have none.
        """
        self._solution = solution
        self._stages = stages
        self._given_only = given_only
        self._maths = MathReading(solution)
        self._depth = 2
        self._first = 0  # the level of the first heading, which has to be the highest

    def blocks(self, blocks: Iterable[Block]) -> list[Data]:
        """Return the blocks in reading order."""
        return [data for block in blocks for data in self.block(block)]

    def symbol(self, line: Line) -> Pieces:
        """Return the symbol of a quantity."""
        return formula(self._maths.symbol(line))

    def value(self, line: Line) -> list[Any]:
        """Return the value of a quantity."""
        return _numeral(self._solution.shown(line))

    @writes(Section)
    def _section(self, block: Section) -> Iterator[Data]:
        """Put the parts of a calculation one level below the epoch or sample they belong to.

        A report without a title begins with its first part.
        """
        level = {0: 1, 1: 2}.get(block.level, self._depth)
        if block.level == 1:
            self._depth = 3
        self._first = self._first or level
        level = max(level - self._first, 0) + 1
        title = words(block.title)
        yield {"is": "section", "level": level, "title": title, "short": short_title(title)}

    @writes(Paragraph)
    def _paragraph(self, block: Paragraph) -> Iterator[Data]:
        parts = [self._inline(part) for part in in_parts(self._solution, block)]
        yield {"is": "paragraph", "parts": parts}

    @writes(Verbatim)
    def _verbatim(self, block: Verbatim) -> Iterator[Data]:
        lines = [printable_text(line) for line in block.text.splitlines()]
        yield {"is": "verbatim", "text": "\n".join(lines)}

    @writes(NetworkBlock)
    def _network(self, block: NetworkBlock) -> Iterator[Data]:
        from bpcalc.report.typeset import pictures

        given_only = self._given_only or block.given_only
        draw = pictures.given if given_only else pictures.network_data
        yield draw(self._solution)

    @writes(Curve)
    def _curve(self, block: Curve) -> Iterator[Data]:
        from bpcalc.report.typeset import pictures

        yield pictures.curve(block.points)

    @writes(Figure)
    def _figure(self, block: Figure) -> Iterator[Data]:
        from bpcalc.report.typeset import pictures

        yield pictures.typeset_picture(block.draw())

    @writes(Items)
    def _items(self, block: Items) -> Iterator[Data]:
        items = [self._inline(item) for item in block.items]
        yield {"is": "items", "title": words(block.title), "items": items}

    @writes(Grid)
    def _grid(self, block: Grid) -> Iterator[Data]:
        columns = [self._column(cells) for cells in zip(*block.rows, strict=True)]
        rows = [list(row) for row in zip(*columns, strict=True)]
        yield {
            "is": "grid",
            "title": words(block.title),
            "headers": [self._inline(item) for item in block.headers],
            "rows": rows,
            "tones": list(block.tones),
        }

    def _column(self, cells: Sequence[Inline]) -> list[list[Any]]:
        """Return a column; if all of it is numbers, their points stand below one another."""
        texts = [self._number(item) for item in cells]
        if all(map(is_number, texts)):
            return [_numeral(text) for text in texts]
        return [self._inline(item) for item in cells]

    def _number(self, item: Inline) -> str:
        if not isinstance(item, Mention):
            return item
        return self._solution.shown(item.line) if item.shows == "value" and not item.words else ""

    def _inline(self, item: Inline) -> list[Any]:
        if not isinstance(item, Mention):
            return ["text", words(item)]
        shown = formula(self._maths.mention(item))
        return ["mention", words(item.words), shown] if item.words else ["math", shown]

    @writes(Lines)
    def _lines(self, block: Lines) -> Iterator[Data]:
        table = "old" in block.columns
        yield {
            "is": "lines",
            "title": self._with_rule(block),
            "picture": self._picture_of(block.lines[0].key),
            "headers": [["text", column(name)] for name in block.columns] if table else [],
            "rows": self._table_rows(block) if table else [],
            "equations": [self._equation(line, block.columns) for line in block.lines],
        }

    def _picture_of(self, first: Key) -> Data | None:
        """Return the picture of the stage that begins with a quantity, None if it has none."""
        from bpcalc.report.typeset import pictures

        drawn = self._stages.of(first) if self._stages else None
        return None if drawn is None else pictures.typeset_picture(drawn)

    def _with_rule(self, block: Lines) -> list[list[Any]]:
        before, rule, after = self._maths.around_rule(block)
        pieces: list[list[Any]] = [["text", words(before)], ["math", formula(rule)]]
        return [piece for piece in (*pieces, ["text", words(after)]) if piece[1]]

    def _table_rows(self, block: Lines) -> list[list[Any]]:
        columns = [self._cells(block.lines, name, block.columns) for name in block.columns]
        return [list(row) for row in zip(*columns, strict=True)]

    def _cells(
        self, lines: Sequence[Line], name: ColumnName, columns: Sequence[ColumnName]
    ) -> list[list[Any]]:
        if name in ("symbol", "formula", "numbers"):
            return [["math", formula(self._maths.cell(line, name))] for line in lines]
        texts = [cell(self._solution, line, name) for line in lines]
        signs = [sign_before(self._solution, line, name, columns) for line in lines]
        return [
            _numeral(text, nearly=mark != "=") if text else ["text", ""]
            for text, mark in zip(texts, signs, strict=True)
        ]

    def _equation(self, line: Line, columns: Sequence[ColumnName]) -> Data:
        """Return a line as an equation, without saying the same number twice."""
        value = self._maths.value(line)
        shown = {name: self._maths.cell(line, name) for name in FORMULAS}
        parts = [
            formula(row) if row != value else [] for name, row in shown.items() if name in columns
        ]
        valued = "value" in columns or "new value" in columns
        return {
            "symbol": self.symbol(line),
            "parts": parts if valued else [part or self.value(line)[2] for part in parts],
            "value": self.value(line) if valued else [],
            "nearly": valued and sign_before(self._solution, line, "value", columns) != "=",
        }

    @writes(Matrices)
    def _matrices(self, block: Matrices) -> Iterator[Data]:
        found = matrix_equation(self._maths, block, MAX_FORMULA_WIDTH)
        if found is None:
            yield from self._paragraph(Paragraph(too_wide(block)))
            return
        rows = [[unbroken(left), unbroken(right)] for left, right in found.rows]
        picture = self._picture_of(block.first)
        yield {"is": "matrices", "title": words(block.title), "picture": picture, "rows": rows}

    @writes(Outcome)
    def _outcome(self, block: Outcome) -> Iterator[Data]:
        before, after = map(self._maths.value, (block.before, block.after))
        fall = (*self._maths.symbol(block.before), EQUALS, *before, TO, *after)
        yield {
            "is": "outcome",
            "formula": formula(fall),
            "says": say(". ") + words(outcome(block)),
        }


def _numeral(text: str, *, nearly: bool = False) -> list[Any]:
    """Return a number, and how much of it stands before the point."""
    if nearly:
        return ["numeral", f"≈ {whole_part(text)}", formula((NEARLY, *number(text)))]
    return ["numeral", whole_part(text), formula(number(text))]


def _set(document: Document, most: int) -> list[Data]:
    """Return a report as data; so many steps of a calculation at most have pictures."""
    solution, lines = document.solution, document.lines
    stages = StagePictures(solution, lines, most) if lines else None
    return Setter(solution, stages=stages).blocks(without_hints(document.blocks))


def report(documents: Iterable[Document]) -> Data:
    """Return reports as data, each to begin on a page of its own."""
    documents = list(documents)
    most = MAX_STAGE_PICTURES // len(documents)
    set_ = [_set(document, most) for document in documents]
    titles = [block["title"] for block in set_[0] if block["is"] == "section"]
    return {"title": titles[0] if titles else say("Worked solution"), "documents": set_}
