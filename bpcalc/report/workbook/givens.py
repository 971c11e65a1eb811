"""The sheet of what the exercise gives: the cells that are there to be changed."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from bpcalc.calc.descriptions import kind_word
from bpcalc.calc.lines import Line
from bpcalc.errors import OutputError
from bpcalc.locale import enumerated, say
from bpcalc.maths.graph import Edge
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO, KindRole
from bpcalc.maths.optimisers import ROLES
from bpcalc.report.givens import weights_title
from bpcalc.report.words import column, layer_within
from bpcalc.report.workbook.book import Book, Number, SheetColumn, SheetPage, Text
from bpcalc.report.workbook.rounding import given_format
from bpcalc.solution import Solution

GIVEN_COLUMN = 2
"""The column of the values, counted from 0."""


class Givens:
    """The sheet of givens of one workbook.

    Attributes:
        page: the sheet; its first rows stay free for what a workbook has to say on top.
    """

    def __init__(
        self, book: Book, solution: Solution, names: Mapping[Key, str], style: str = "change"
    ) -> None:
        """Begin the sheet.

        Args:
            book: the workbook.
            solution: which spells the quantities.
            names: of the cells.
            style: of the numbers.
        """
        columns = [
            SheetColumn(column("symbol"), 12, 24),
            SheetColumn(say("What it is"), 26, 44),
            SheetColumn(column("value"), 13, 24, "head right"),
            SheetColumn(say("Name of the cell"), 16, 40),
        ]
        self.page: SheetPage = book.page(sheet_name(say("Given")), columns)
        self._book = book
        self._solution = solution
        self._names = names
        self._style = style

    def write(self, lines: Iterable[Line]) -> None:
        """Write the quantities of these lines, which are given, and name their cells."""
        self.page.heading()
        self._groups(lines)

    def further(
        self, title: str, solution: Solution, names: Mapping[Key, str], lines: Iterable[Line]
    ) -> None:
        """Write below them, under a title, the quantities of another solution."""
        self._solution, self._names = solution, names
        self.page.band(title, "step")
        self._groups(lines)

    def _groups(self, lines: Iterable[Line]) -> None:
        for group, members in groupby(lines, key=self._group):
            self.page.band(self._title(group), "group")
            for line in members:
                self._line(line)

    def _group(self, line: Line) -> "Group":
        if line.key in self._solution.calculation.given:
            return "told", 0
        return _GROUPS[INFO[line.key.kind].role](line.key)

    def _line(self, line: Line) -> None:
        value = float(line.value)
        symbol, shown = self._solution.symbol(line), self._solution.shown(line)
        if value in (float("inf"), float("-inf")):
            message = say("{symbol} is too large a number for a spreadsheet", symbol=symbol)
            raise OutputError(message)
        name = self._names[line.key]
        row = self.page.add(
            Text(symbol, f"symbol {layer_style(self._solution, line.key)}"),
            Text(self._what(line.key)),
            Number(value, self._style, given_format(shown), len(shown)),
            Text(name, "name"),
        )
        self._book.name(name, self.page.reference(GIVEN_COLUMN, row))

    def _title(self, group: "Group") -> str:
        what, number = group
        exercise = self._solution.exercise
        if what == "sample":
            if len(exercise.samples) > 1:
                return say("Sample {sample}", sample=number)
            return say("Inputs and targets") if exercise.has_targets else say("Inputs")
        if what == "layer":
            return weights_title(self._solution, number)
        if what == "told":
            return say("Given, and not worked out")
        return say("Changes of the last update") if what == "changes" else say("Learning rate")

    def _what(self, key: Key) -> str:
        """Return in words what a quantity is."""
        exercise, units = self._solution.exercise, self._solution.units
        layer = key.layer or 0
        if key.kind == "weight":
            return enumerated(map(self._connection, exercise.graph.on(key.timeless)))
        if key.kind != "bias":
            return kind_word(key)
        if key.unit is None:
            name = layer_within(layer, exercise)
            if exercise.thresholds:
                return say("threshold of {layer}", layer=name)
            return say("bias of {layer}", layer=name)
        unit = units[layer][key.unit - 1]
        if exercise.thresholds:
            return say("threshold of {unit}", unit=unit)
        return say("bias of {unit}", unit=unit)

    def _connection(self, edge: Edge) -> str:
        assert edge.source is not None  # it is a weight's
        units = self._solution.units
        source, target = edge.source, edge.target
        return say(
            "weight {source} → {unit}",
            source=units[source.layer][source.unit - 1],
            unit=units[target.layer][target.unit - 1],
        )


Group = tuple[str, int]
"""Givens that stand together: those of a sample or a layer, the rates, the changes."""

_GROUPS: dict[KindRole, Callable[[Key], Group]] = {
    "datum": lambda key: ("sample", key.sample or 0),
    "rate": lambda key: ("rates", 0),
    "statistic": lambda key: ("rates", 0),
    "parameter": lambda key: ("layer", key.layer or 0),
    "state": lambda key: ("changes", 0),
    "power": lambda key: ("changes", 0),
    **dict.fromkeys(ROLES, lambda key: ("changes", 0)),
}


def layer_style(solution: Solution, key: Key) -> str:
    """Return the colour of the layer that a quantity belongs to."""
    if key.layer is None:
        return "plain"
    if key.layer == 0:
        return "input"
    return "output" if key.layer == len(solution.exercise.layers) else "hidden"


def sheet_name(text: str) -> str:
    """Return a text as the name of a sheet.

    >>> sheet_name("Forward pass: [1/2]")
    'Forward pass   1 2'
    """
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in text).strip()[:31]
