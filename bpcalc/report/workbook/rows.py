"""How the lines of a solution become rows of cells.

Where rounded values are carried, a formula and its rounding have a cell each, so that both can
be read. Where exact values are carried and digits are asked for, the rounded value stands
beside the one that is carried: no number format cuts off, and none rounds a tie up that is none in
binary numbers.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bpcalc.calc.lines import Calculation, Line
from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import DEFAULT_DIGITS, Digits
from bpcalc.report.words import column
from bpcalc.report.workbook.book import Cell, Formula, SheetColumn, SheetPage, Text
from bpcalc.report.workbook.formulas import FormulaWriter
from bpcalc.report.workbook.givens import layer_style
from bpcalc.report.workbook.held_cells import HeldCells
from bpcalc.report.workbook.rounding import rounded
from bpcalc.solution import Solution

MAX_FORMULA_LENGTH = 8192
"""Characters of a formula that a spreadsheet takes."""

VALUE_COLUMN = 2
"""The column of the first number of a line, counted from 0."""


class Rows:
    """The rows of one solution.

    Attributes:
        named: the column, counted from 0, of the values that later lines use.
        held: how cells print numbers.
    """

    def __init__(self, solution: Solution, names: Mapping[Key, str]) -> None:
        """Write formulas over cells of these names."""
        self._rounding = solution.exercise.rounding
        self._solution = solution
        self._names = names
        self._writer = FormulaWriter(names.__getitem__)
        self._carried = self._rounding.carry == "rounded"
        asked = self._rounding.digits or self._rounding.by_kind
        self._beside = not self._carried and bool(self._rounding.ties != "half_up" or asked)
        self._exact = unrounded(solution.calculation)
        self.held = HeldCells(solution)

    def named(self, line: Line) -> int:
        """Return the column of the cell that later formulas use."""
        return VALUE_COLUMN + (self._carried and not self._only_shown(line))

    def _only_shown(self, line: Line) -> bool:
        """Whether a value has digits that are shown, but is carried on as it is."""
        kind = line.key.kind
        return self._rounding.stored(kind) is None and self._rounding.asked(kind) is not None

    def columns(self) -> list[SheetColumn]:
        """Return the columns."""
        numbers = [column("value")]
        if self._carried:
            numbers = [say("Before rounding"), column("value")]
        elif self._beside:
            numbers = [column("value"), say("Rounded")]
        return [
            SheetColumn(column("symbol"), 16, 30),
            SheetColumn(column("formula"), 36, 60),
            *(SheetColumn(heading, 13, 24, "head right") for heading in numbers),
            SheetColumn(say("Name of the cell"), 16, 40),
        ]

    def result(self, line: Line) -> Formula:
        """Return the value of a line for another sheet, as it is shown."""
        name, shown = self._names[line.key], self._solution.shown(line)
        printed, limits, width = self.held.printed(line)
        if not self._beside:
            return Formula(name, float(line.value), "result", printed, limits, width)
        digits = self._asked(line) or DEFAULT_DIGITS
        formula = rounded(name, digits, self._rounding.ties)
        return Formula(formula, float(Decimal(shown)), "result", printed, limits, width)

    def cells(self, line: Line, page: SheetPage, *, muted: bool) -> list[Cell]:
        """Return the next row of a page; `muted` if nobody has asked for this line."""
        quiet = " muted" if muted else ""
        return [
            Text(self._solution.symbol(line), f"symbol {layer_style(self._solution, line.key)}"),
            Text(self._solution.formula(line), f"plain{quiet}"),
            *self._numbers(line, page.address(VALUE_COLUMN, page.row), quiet),
            Text(self._names[line.key], "name"),
        ]

    def _numbers(self, line: Line, first: str, quiet: str) -> list[Cell]:
        """Return the value, or the one before and the one after rounding; `first` is the first."""
        shown, limits, width = self.held.printed(line)
        formula = checked(self._writer.write(line.formula), self._solution.symbol(line))
        text = self._solution.shown(line)
        only: Cell = Formula(formula, float(line.value), f"value{quiet}", shown, limits, width)
        if not (self._carried or self._beside):
            return [only]
        digits = self._asked(line) or (DEFAULT_DIGITS if self._beside else None)
        if digits is None:
            return [Text(""), only]
        as_asked = rounded(first, digits, self._rounding.ties)
        exact = line.value if self._only_shown(line) else self._exact(line)
        return [
            Formula(formula, float(exact), "value muted", *self.held.plainly(line)),
            Formula(as_asked, float(Decimal(text)), f"value{quiet}", shown, limits, width),
        ]

    def _asked(self, line: Line) -> Digits | None:
        return self._rounding.asked(line.key.kind, line.value)


def unrounded(calculation: Calculation) -> Callable[[Line], Decimal]:
    """Return what gives the value of a line before it is rounded."""
    if calculation.exercise.rounding.carry == "exact":
        return lambda line: line.value
    return lambda line: calculation.value_of(line.formula, line.key.kind)


def checked(formula: str, symbol: str) -> str:
    """Return the formula of a quantity if a spreadsheet takes it.

    Raises:
        OutputError: it is too long.
    """
    if len(formula) < MAX_FORMULA_LENGTH:
        return formula
    message = say(
        "the formula of {symbol} has {n} characters, and a spreadsheet takes at most {most}; "
        "write html, json or csv",
        symbol=symbol,
        n=f"{len(formula):,}",
        most=f"{MAX_FORMULA_LENGTH:,}",
    )
    raise OutputError(message)
