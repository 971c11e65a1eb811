"""A sheet with a row per epoch, and the chart of its errors."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import isfinite
from typing import NamedTuple

from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.report.words import part_title, stage_title
from bpcalc.report.workbook.book import Book, cell_text
from bpcalc.report.workbook.formulas import FormulaWriter
from bpcalc.report.workbook.rounding import rounded
from bpcalc.report.workbook.rows import checked
from bpcalc.solution import Solution
from bpcalc.training.epoch_table import EpochColumn, EpochTable

MAX_CELLS = 300_000
"""Cells of a workbook with values; of a longer run not every epoch has a row."""

MAX_SHEET_COLUMNS = 16_000
"""Columns that a sheet has, and a few to spare."""

HEAD_ROWS = 4
"""Rows above the first epoch: a note, two of groups, and one of symbols."""

HEAD_COLUMNS = 2
"""Columns before the first line: the epoch and its error."""

FALL = 100.0
"""An error that falls by more than this factor is drawn to a logarithmic scale."""

CHART_COLOURS = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7"),
    *("#b8860b", "#56b4e9", "#8a5a2b", "#7a7a7a"),
)


class Series(NamedTuple):
    """A curve of a chart: its name, where its epochs and errors stand, and what these are."""

    name: str
    sheet: str
    first: int
    last: int
    errors: Sequence[float]
    epochs: Sequence[int] = ()


class EpochSheet:
    """A sheet with a row per epoch."""

    def __init__(
        self,
        book: Book,
        solution: Solution,
        table: EpochTable,
        name: str,
        names: Mapping[Key, str] | None,
    ) -> None:
        """Begin a sheet.

        Args:
            book: the workbook.
            solution: which spells the quantities.
            table: the columns.
            name: of the sheet.
            names: of the cells that are given, for formulas; None: values are written.

        Raises:
            OutputError: there are more columns than a sheet has.
        """
        if len(table.columns) > MAX_SHEET_COLUMNS:
            says = say(
                "an epoch has {n} quantities, and a sheet at most {most} columns; take fewer "
                "samples",
                n=f"{len(table.columns):,}",
                most=f"{MAX_SHEET_COLUMNS:,}",
            )
            raise OutputError(says)
        self._book = book
        self._solution = solution
        self._table = table
        self._name = name
        self._names = names
        self._sheet = book.bare_sheet(name)
        self._value = book.style("value", "0.000000000")
        self._count = book.style("plain")
        self._texts: dict[int, str] = {}  # from the second row on: r is this row, p the one before

    def write(self, epochs: int, most: int) -> Series:
        """Write the rows; return where the errors stand.

        Args:
            epochs: how many there are; one row more has the errors behind the last one.
            most: cells at most; of more, rows are left out evenly.

        Raises:
            OutputError: a number is beyond what a spreadsheet holds.
        """
        stride = max(1, -(-len(self._table.columns) * (epochs + 1) // most))
        self._heads(stride)
        errors: list[float] = []
        shown: list[int] = []
        row = HEAD_ROWS
        for epoch, values in enumerate(self._rows(epochs + 1)):
            if epoch % stride == 0 or epoch == epochs:
                self._row(row, epoch, values, last=epoch == epochs)
                errors.append(values[self._table.error])
                shown.append(epoch)
                row += 1
        return Series("", self._name, HEAD_ROWS, row - 1, errors, shown)

    def _rows(self, count: int) -> list[list[float]]:
        rows = self._table.rows()
        found: list[list[float]] = []
        try:
            while len(found) < count:
                found.append(next(rows))
        except (ArithmeticError, ValueError):
            says = say(
                "after epoch {n} numbers are beyond what a spreadsheet can do; take fewer epochs",
                n=len(found),
            )
            raise OutputError(says) from None
        return found

    def _heads(self, stride: int) -> None:
        sheet, style = self._sheet, self._book.style
        note = say("A row is an epoch; its error is that before the update.")
        if stride > 1:
            note += " " + say("Rows are {n} epochs apart.", n=stride)
        sheet.write_string(0, 0, note, style("plain"))
        exercise = self._solution.exercise
        several = len(exercise.samples) > 1
        for (block, sample, title), columns in groupby(
            enumerate(self._table.columns, start=HEAD_COLUMNS),
            key=lambda each: self._group(each[1]),
        ):
            first = next(columns)[0]
            words = {"weights": say("Before the epoch"), "before": say("All samples")}.get(
                block, ""
            )
            if sample is not None and several and block == "epoch":
                words = say("Sample {sample}", sample=sample)
                if self._table.orders:
                    words = say("Place {n} in the order", n=sample)
            sheet.write_string(1, first, cell_text(words), style("strong"))
            sheet.write_string(2, first, cell_text(title), style("group"))
        sheet.write_string(3, 0, say("Epoch"), style("head"))
        sheet.write_string(3, 1, say("Error"), style("head"))
        for place, column in enumerate(self._table.columns, start=HEAD_COLUMNS):
            symbol = self._solution.symbol(column.line)
            sheet.write_string(3, place, cell_text(symbol), style("head right"))
        if self._table.orders:
            place = HEAD_COLUMNS + len(self._table.columns)
            sheet.write_string(3, place, say("Order of the samples"), style("head"))
        sheet.freeze_panes(HEAD_ROWS, HEAD_COLUMNS)
        sheet.set_column(1, HEAD_COLUMNS + len(self._table.columns), 15)

    def _group(self, column: EpochColumn) -> tuple[str, int | None, str]:
        heading, exercise = column.stage.heading, self._solution.exercise
        parts = (part_title(heading, exercise), stage_title(heading, exercise))
        title = " – ".join(dict.fromkeys(filter(None, parts)))
        return column.block, heading.sample, "" if column.block == "weights" else title

    def _row(self, row: int, epoch: int, values: list[float], *, last: bool) -> None:
        sheet = self._sheet
        sheet.write_number(row, 0, epoch, self._count)
        self._cell(
            row,
            1,
            f"{_letters(self._table.error + HEAD_COLUMNS)}{row + 1}",
            values[self._table.error],
        )
        if self._table.orders and not last:
            order = ", ".join(str(number + 1) for number in self._table.orders[epoch])
            sheet.write_string(row, HEAD_COLUMNS + len(values), order, self._count)
        for column, value in enumerate(values):
            place = self._table.columns[column]
            if last and not self._table.measures(place):
                continue
            self._cell(row, column + HEAD_COLUMNS, self._formula(column, row, epoch), value)

    def _cell(self, row: int, column: int, formula: str | None, value: float) -> None:
        if formula is None:
            if isfinite(value):
                self._sheet.write_number(row, column, value, self._value)
        elif self._names is None:
            if isfinite(value):
                self._sheet.write_number(row, column, value, self._value)
            else:
                self._sheet.write_string(row, column, str(value), self._value)
        else:
            now = value if isfinite(value) else "#NUM!"
            self._sheet.write_formula(row, column, f"={formula}", self._value, now)

    def _formula(self, column: int, row: int, epoch: int) -> str | None:
        """Return the formula of a cell, None if there is none."""
        if self._names is None:
            return ""
        scheduled = self._table.columns[column].line.key.kind == "learning_rate"
        if self._table.orders:
            self._texts.clear()  # another sample stands at each place
        rate = self._table.rates(epoch + 1) if scheduled else None
        if rate is not None:
            return self._written(column, rate, epoch, first=False).format(r=row + 1, p=row)
        if epoch == 0:
            formula = self._table.first_formula(column)
            if formula is None:
                return None
            return self._written(column, formula, epoch, first=True).format(r=row + 1, p=row)
        if column not in self._texts:
            formula = self._table.formula(column)
            self._texts[column] = self._written(column, formula, epoch, first=False)
        return self._texts[column].format(r=row + 1, p=row)

    def _written(self, column: int, formula: Expr, epoch: int, *, first: bool) -> str:
        names = self._names
        assert names is not None, "formulas are written"

        def leaf(key: Key) -> str:
            found = self._table.where(key, column, first=first)
            if isinstance(found, Key):
                return names[self._table.of_sample(found, column, epoch)]
            return f"{_letters(found.column + HEAD_COLUMNS)}{{{'p' if found.before else 'r'}}}"

        text = FormulaWriter(leaf).write(formula)
        digits = self._table.digits(column, first=first)
        if digits is not None:
            text = rounded(text, digits, self._solution.exercise.rounding.ties)
        return checked(text, self._solution.symbol(self._table.columns[column].line))


def _letters(column: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> _letters(0), _letters(25), _letters(26), _letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def add_chart(book: Book, name: str, curves: Sequence[Series]) -> None:
    """Add a sheet with the errors of the runs in one chart."""
    sheet, chart = book.bare_sheet(name), book.chart()
    errors = [error for curve in curves for error in curve.errors if isfinite(error)]
    for number, curve in enumerate(curves):
        chart.add_series(
            {
                "name": cell_text(curve.name),
                "categories": [curve.sheet, curve.first, 0, curve.last, 0],
                "values": [curve.sheet, curve.first, 1, curve.last, 1],
                "line": {"color": CHART_COLOURS[number % len(CHART_COLOURS)], "width": 1.75},
            }
        )
    below = min(errors, default=0.0) < 0
    positive = [] if below else [error for error in errors if error > 0]
    logarithmic = bool(positive) and max(positive) > FALL * min(positive)
    words = say("error, logarithmic scale") if logarithmic else say("error")
    chart.set_x_axis({"name": say("epoch"), "min": 0})
    ends = {"log_base": 10} if logarithmic else {} if below else {"min": 0}
    chart.set_y_axis({"name": words, **ends})
    chart.set_title({"name": name, "overlay": False})
    chart.set_size({"width": 900, "height": 520})
    chart.set_legend({"position": "bottom", "none": False} if len(curves) > 1 else {"none": True})
    sheet.insert_chart(0, 0, chart)
