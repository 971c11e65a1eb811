"""Several training runs as a workbook: how they ended, what is given, a sheet for each, a chart.

How a run ended is read off its sheet by formulas. Up to so many cells the sheets are formulas as
well: what all runs have in common is given once, and the settings that differ once for each run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf, isfinite

from bpcalc.experiments.runs import ComparedRun
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.report.compared_runs import OF_THE_ERROR, how_it_ended, how_it_moved
from bpcalc.report.numbers import shown_float
from bpcalc.report.workbook.book import Book, Cell, Formula, Number, SheetColumn, SheetPage, Text
from bpcalc.report.workbook.epoch_sheet import MAX_CELLS, EpochSheet, Series, add_chart
from bpcalc.report.workbook.givens import Givens, sheet_name
from bpcalc.report.workbook.held_cells import said_of_small_errors
from bpcalc.report.workbook.names import cell_names
from bpcalc.report.workbook.rounding import value_format
from bpcalc.report.workbook.training_workbook import check_rows, epoch_table
from bpcalc.solution import Solution
from bpcalc.training.epoch_table import EpochTable
from bpcalc.training.trainer import Training

MAX_LIVE_CELLS = 120_000
"""Cells of all runs up to which every number is a formula."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A run that has a sheet of its own.

    Attributes:
        number: of the run, from 1.
        run: what it has otherwise than the exercise.
        training: what came of it.
        table: its rows.
        solution: spells its quantities.
    """

    number: int
    run: ComparedRun
    training: Training
    table: EpochTable
    solution: Solution

    @property
    def title(self) -> str:
        return f"{self.number}: {self.run.label}"

    @property
    def name(self) -> str:
        return sheet_name(f"{self.number} {self.run.label}")

    @property
    def cells(self) -> int:
        return len(self.table.columns) * (self.training.epochs + 1)


def comparison_workbook(title: str, runs: Sequence[ComparedRun]) -> bytes:
    """Return the workbook of several runs: how they ended, a sheet for each, and a chart.

    Raises:
        OutputError: a run has no such rows; the sentence says why.
    """
    book = Book(title)
    settings = {setting.name for run in runs for setting in run.settings}
    comparable = settings.isdisjoint(OF_THE_ERROR)
    page = book.page(sheet_name(say("Comparison")), _columns(comparable=comparable))
    sheets = {number: _sheet(number, run) for number, run in enumerate(runs, start=1)}
    present = [sheet for sheet in sheets.values() if sheet]
    live = sum(sheet.cells for sheet in present) <= MAX_LIVE_CELLS
    names = _given(book, title, present) if live and present else {}
    found: dict[int, Series] = {}
    for sheet in present:
        writer = EpochSheet(book, sheet.solution, sheet.table, sheet.name, names.get(sheet.number))
        series = writer.write(sheet.training.epochs, MAX_CELLS // len(present))
        found[sheet.number] = series._replace(name=sheet.title)
    page.paragraph(title, "title", height=26)
    if present:
        page.paragraph(_note(live=bool(names)), "note")
    doubts = [(run.training, run.doubts) for run in runs if run.training and run.doubts]
    if small := said_of_small_errors(doubts):
        page.paragraph(small, "note")
    page.heading()
    rows = _Rows(page, found, len(runs), comparable=comparable)
    for number, run in enumerate(runs, start=1):
        has_rows = sheets[number]
        page.add(*(rows.of(has_rows) if has_rows else rows.nothing(number, run)))
    add_chart(book, sheet_name(say("Error curves")), list(found.values()))
    return book.finished()


def _columns(*, comparable: bool) -> list[SheetColumn]:
    headings = (
        *(say("Run"), say("Settings"), say("Epochs"), say("Error before"), say("Last error")),
        *(say("Lowest error of the rows"), say("At epoch"), say("Outcome")),
        *((say("Above the best run"),) if comparable else ()),
    )
    return [SheetColumn(heading, 8, 60) for heading in headings]


def _note(*, live: bool) -> str:
    if live:
        return say("Change a number in a yellow cell of the next sheet: all sheets follow.")
    most = f"{MAX_LIVE_CELLS:,}"
    return say("More than {most} cells: the rows hold values, and no formulas.", most=most)


def _sheet(number: int, run: ComparedRun) -> _Sheet | None:
    if run.training is None:
        return None
    check_rows(run.training)
    table = epoch_table(run.training)
    return _Sheet(number, run, run.training, table, Solution(table.calculation))


def _given(book: Book, title: str, sheets: Sequence[_Sheet]) -> Mapping[int, Mapping[Key, str]]:
    """Write what is given; return the names of the cells that each run uses."""
    values: dict[Key, set[Decimal]] = {}
    for sheet in sheets:
        for line in sheet.table.given:
            values.setdefault(line.key, set()).add(line.value)

    def owner(sheet: _Sheet, key: Key) -> int:
        """Return the number of the run that a given number belongs to; 0: to all."""
        return sheet.number if len(values[key]) > 1 else 0

    spelling = sheets[0].solution.spelling
    cells = [
        (key, owner(sheet, key)) for sheet in sheets for key in (x.key for x in sheet.table.given)
    ]
    named = cell_names(
        lambda cell: spelling.full(cell[0]) + (f"_run{cell[1]}" if cell[1] else ""),
        dict.fromkeys(cells),
    )
    names = {
        sheet.number: {x.key: named[x.key, owner(sheet, x.key)] for x in sheet.table.given}
        for sheet in sheets
    }
    first, *_ = sheets
    givens = Givens(book, first.solution, names[first.number])
    givens.page.paragraph(title, "title", height=26)
    givens.write(line for line in first.table.given if not owner(first, line.key))
    written = {line.key for line in first.table.given if not owner(first, line.key)}
    for sheet in sheets:
        lines = [line for line in sheet.table.given if line.key not in written]
        written |= {line.key for line in lines if not owner(sheet, line.key)}
        if lines:
            givens.further(sheet.title, sheet.solution, names[sheet.number], lines)
    return names


class _Rows:
    """The rows of the runs: formulas over their sheets."""

    def __init__(
        self, page: SheetPage, found: Mapping[int, Series], runs: int, *, comparable: bool
    ) -> None:
        """Write rows on a page, from its next one on."""
        self._page = page
        self._found = found
        self._comparable = comparable
        self._ends = f"E${page.row + 1}:E${page.row + runs}"
        ends = [series.errors[-1] for series in found.values() if isfinite(series.errors[-1])]
        self._best = min(ends, default=0.0)

    def nothing(self, number: int, run: ComparedRun) -> list[Cell]:
        """Return the row of a run that could not go on."""
        blank = Text("")
        problem = [*[blank] * 5, Text(run.problem_says), *[blank] * self._comparable]
        return [Number(number), Text(run.label), *problem]

    def of(self, sheet: _Sheet) -> list[Cell]:
        """Return the row of a run."""
        series, here = self._found[sheet.number], self._page.row + 1
        name = series.sheet
        first, last = series.first + 1, series.last + 1
        epochs, errors = (f"'{name}'!{x}{first}:{x}{last}" for x in "AB")
        low = min(range(len(series.errors)), key=lambda n: _or_beyond(series.errors[n]))
        cells: list[Cell] = [
            Number(sheet.number),
            Text(sheet.run.label),
            Formula(f"'{name}'!A{last}", float(series.epochs[-1])),
            self._error(sheet, f"'{name}'!B{first}", series.errors[0]),
            self._error(sheet, f"'{name}'!B{last}", series.errors[-1]),
            self._error(sheet, f"MIN({errors})", series.errors[low]),
            Formula(f"INDEX({epochs},MATCH(F{here},{errors},0))", float(series.epochs[low])),
            _outcome(sheet.training, here),
        ]
        if self._comparable:
            above = series.errors[-1] - self._best
            cells.append(self._error(sheet, f"E{here}-MIN({self._ends})", above))
        return cells

    def _error(self, sheet: _Sheet, formula: str, value: float) -> Formula:
        if not isfinite(value):
            return Formula(formula, value)
        shown = shown_float(value, sheet.run.exercise.rounding)
        return Formula(formula, value, "value", value_format(shown, None), width=len(shown))


def _or_beyond(error: float) -> float:
    return error if isfinite(error) else inf


def _outcome(training: Training, row: int) -> Cell:
    """Return how a run ended: a formula where that is a question of its errors alone."""
    words = how_it_ended(training)
    if training.stopped != "epochs":
        return Text(words)
    grew, fell, same = map(_quoted, (how_it_moved(1), how_it_moved(-1), how_it_moved(0)))
    return Formula(f"IF(E{row}>D{row},{grew},IF(E{row}<D{row},{fell},{same}))", words, "plain")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
