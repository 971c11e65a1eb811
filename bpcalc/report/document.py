"""A report before it has a format: blocks in reading order, lines instead of strings."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from bpcalc.calc.lines import Line
from bpcalc.solution import Solution

ColumnName = Literal[
    "symbol", "formula", "numbers", "old", "gradient", "change", "value", "new value"
]


class Section(NamedTuple):
    """A heading; level 1 is an epoch or sample, level 2 a part of the calculation."""

    title: str
    level: int = 2


class Paragraph(NamedTuple):
    """A sentence or two."""

    text: str


class Network(NamedTuple):
    """The network's picture.

    Attributes:
        layers: for every layer what it is called, the names of its units, its activation ("" for
            the inputs).
    """

    layers: tuple[tuple[str, tuple[str, ...], str], ...]


class Grid(NamedTuple):
    """A table of short texts, such as the weights given; `rows` have as many as `headers`.

    Attributes:
        title: above the table.
        headers: of the columns.
        rows: texts, one a column.
        list: the same content one by one, for a page too narrow for the table.
    """

    title: str
    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    list: tuple[str, ...]


class Items(NamedTuple):
    """A few short texts side by side under a title, such as `η = 0.5`."""

    title: str
    items: tuple[str, ...]


class Lines(NamedTuple):
    """A table of lines of the calculation, one row a line."""

    title: str
    columns: tuple[ColumnName, ...]
    lines: list[Line]


class Outcome(NamedTuple):
    """The error before the first update and after the last one."""

    before: Line
    after: Line


Block = Outcome | Section | Paragraph | Network | Grid | Items | Lines


@dataclass(frozen=True, slots=True)
class Document:
    """A report of a worked solution.

    Attributes:
        solution: which spells and rounds the lines.
        lines: every line that is shown, in order of working.
        blocks: the same lines with all that stands around them, in reading order.
    """

    solution: Solution
    lines: list[Line]
    blocks: list[Block]
