"""Slides: the blocks of a report as frames of beamer.

A frame has as much as there is room for, and no more. The lines of a calculation are uncovered one
at a time; a part of the calculation is the title of its frames, the title of a table the subtitle.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import TypeVar

from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.boxes import MathRow, Table, boxes, is_tall
from bpcalc.notation.latex import LatexWriter
from bpcalc.report.document import (
    Block,
    Document,
    Grid,
    Items,
    Lines,
    Matrices,
    Paragraph,
    Section,
    without_hints,
    without_pictures,
)
from bpcalc.report.escaping import latex as escaped
from bpcalc.report.matrix_boxes import matrix_equation
from bpcalc.report.tex.equations import TexDisplays, beside, surrounded, uncovered
from bpcalc.report.tex.writer import TexPage, TexWriter
from bpcalc.report.words import too_wide

FRAME_ROWS = 9.5
"""Rows of plain formulas that a frame has room for."""

TALL = 1.9
"""The height of a row with a fraction, beside that of a plain one."""

TABLE_HEAD = 2.0
"""Rows that the head of a table takes, and what stands around it."""

BETWEEN_ITEMS = 4.0
"""Digits between two items that stand side by side."""

SharedRow = TypeVar("SharedRow")


class Frame(NamedTuple):
    """A slide.

    Attributes:
        title, subtitle: above it.
        parts: what stands on it.
        height: of the parts, in rows.
    """

    title: str
    subtitle: str
    parts: list[str]
    height: float

    def written(self) -> str:
        """Return the frame in LaTeX."""
        head = f"\\frametitle{{{self.title}}}\n" * bool(self.title)
        head += f"\\framesubtitle{{{self.subtitle}}}\n" * bool(self.subtitle)
        return "\\begin{frame}\n" + head + "\n\n".join(self.parts) + "\n\\end{frame}\n"


class SlideWriter(TexWriter):
    """Writes the blocks of one document as frames."""

    def __init__(self, document: Document, page: TexPage) -> None:
        """Write this document, in lines of so many digits."""
        super().__init__(document, page)
        self._displays = TexDisplays(page.room, uncovered=True)
        self._frames: list[Frame] = []
        self._waiting: list[tuple[str, float]] = []  # for what they stand above
        self._step = self._part = ""

    def write(self) -> str:
        """Return the frames."""
        for block in without_pictures(without_hints(self._document.blocks)):
            if isinstance(block, Section):
                self._flush()
                self._enter(block)
            else:
                self._place(block)
        self._flush()
        return "\n".join(frame.written() for frame in self._frames)

    def _enter(self, block: Section) -> None:
        if block.level == 1:
            self._step, self._part = block.title, ""
        else:
            self._part = block.title

    @property
    def _title(self) -> str:
        """What the frames are about; within a step, which one: its symbols are not its own."""
        if self._step and self._part:
            return escaped(say("{step}: {part}", step=self._step, part=self._part))
        return escaped(self._step or self._part)

    def _place(self, block: Block) -> None:
        """Put a block onto frames of its own, or above what follows."""
        if isinstance(block, Lines):
            self._spread_lines(block)
        elif isinstance(block, Matrices):
            self._spread_matrices(block)
        elif isinstance(block, Grid):
            for rows in _shared(block.rows, [1.0] * len(block.rows), FRAME_ROWS - TABLE_HEAD):
                body = self._grid_body(block._replace(rows=rows))
                self._add(escaped(block.title), body, len(rows) + TABLE_HEAD)
        elif isinstance(block, Items):
            title, taken = block.title, 1.0 + bool(block.title)
            for items in _shared(block.items, self._shares(block), FRAME_ROWS - taken):
                shown = Items("", tuple(items))
                above = f"\\textbf{{{escaped(title)}}}\n\n" * bool(title)
                self._wait(above + self._items(shown), taken + sum(self._shares(shown)))
                title = ""
        else:
            self._wait(self.block(block), self._height(block))

    def _height(self, block: Block) -> float:
        if isinstance(block, Paragraph):
            return 1.0 + len(block.text) / self._page.room
        layers = getattr(block, "layers", ())
        return len(layers) + TABLE_HEAD if layers else 2.0

    def _shares(self, block: Items) -> list[float]:
        """Return how much of a row each of the items takes."""
        widths = [(self._width(item) + BETWEEN_ITEMS) / self._page.room for item in block.items]
        return [1.2 * width for width in widths]

    def _wait(self, text: str, height: float) -> None:
        if sum(taken for _, taken in self._waiting) + height > FRAME_ROWS:
            self._flush()
        self._waiting.append((text, height))

    def _flush(self) -> None:
        """Put what waits onto the last frame, if it belongs there, else onto one of its own."""
        if not self._waiting:
            return
        parts = [text for text, _ in self._waiting]
        height = sum(taken for _, taken in self._waiting)
        self._waiting = []
        last = self._frames[-1] if self._frames else None
        if last and last.title == self._title and last.height + height <= FRAME_ROWS:
            self._frames[-1] = last._replace(
                parts=[*last.parts, *parts], height=last.height + height
            )
        else:
            self._frames.append(Frame(self._title, "", parts, height))

    def _add(self, subtitle: str, body: str, height: float) -> None:
        """Add a frame; what waits stands above its body, where there is room for both."""
        taken = sum(each for _, each in self._waiting)
        above = [text for text, _ in self._waiting]
        if taken + height > FRAME_ROWS:
            self._flush()
            above, taken = [], 0.0
        self._waiting = []
        self._frames.append(Frame(self._title, subtitle, [*above, body], taken + height))

    def _spread_lines(self, block: Lines) -> None:
        columns = block.columns
        rows = [[self._maths.side(line, name, columns) for name in columns] for line in block.lines]
        equations = self._equations(block, rows)
        tall = [TALL if any(map(is_tall, row)) else 1.0 for row in rows]
        heights = [
            high * count for high, count in zip(tall, self._displays.height(equations), strict=True)
        ]
        before, rule, after = self._maths.around_rule(block)
        subtitle = f"{escaped(before)}{self._rule(rule)}{escaped(after)}"
        for together in _shared(equations, heights, FRAME_ROWS):
            places = [equations.index(each) for each in together]
            height = sum(heights[place] for place in places)
            self._add(subtitle, self._displays.write(together), height)

    def _spread_matrices(self, block: Matrices) -> None:
        found = matrix_equation(self._maths, block, self._page.room)
        if found is None:
            self._wait(escaped(too_wide(block)), 2.0)
            return
        writer = LatexWriter(escaped)
        heights = [_height_of_rows(row) for row in found.rows]
        for together in _shared(found.rows, heights, FRAME_ROWS):
            rows = [
                beside(uncovered([writer.spaced(left), writer.spaced(right)], place))
                for place, (left, right) in enumerate(together, 1)
            ]
            body = surrounded("align*", "", [" \\\\\n".join(rows)])
            self._add(escaped(block.title), body, sum(map(_height_of_rows, together)))


def _height_of_rows(row: tuple[MathRow, MathRow]) -> float:
    return max(map(_rows_of_matrix, row))


def _rows_of_matrix(row: MathRow) -> float:
    """Return the height of a side of an equation of matrices, in rows."""
    tables = [box for box in boxes(row) if isinstance(box, Table)]
    heights = (
        sum(TALL if any(map(is_tall, cells)) else 0.9 for cells in table.rows) for table in tables
    )
    return 0.4 + max(heights, default=1.0)


def _shared(
    rows: Sequence[SharedRow], heights: Sequence[float], room: float
) -> Iterator[list[SharedRow]]:
    """Yield rows in as few parts as there is room for, all about as high, of one row at least."""
    even = sum(heights) / max(ceil(sum(heights) / room), 1)
    kept: list[SharedRow] = []
    taken = 0.0
    for row, height in zip(rows, heights, strict=True):
        if kept and (taken + height > room or taken + height / 2 > even):
            yield kept
            kept, taken = [], 0.0
        kept.append(row)
        taken += height
    if kept:
        yield kept
