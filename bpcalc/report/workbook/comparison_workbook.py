"""Several training runs as a workbook: how they ended, what is given, a sheet for each, a chart.

How a run ended is read off its sheet by formulas. Up to so many cells the sheets are formulas as
well: what all runs have in common is given once, and the settings that differ once for each run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf, isfinite
from typing import NamedTuple

from bpcalc.experiments.runs import ComparedRun
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.report.compared_runs import (
    OF_THE_ERROR,
    doubt_of,
    how_it_ended,
    how_it_moved,
    lowest,
    rounding_of_errors,
    said_of_growth_in,
)
from bpcalc.report.workbook.book import Book, Cell, Formula, Number, SheetColumn, SheetPage, Text
from bpcalc.report.workbook.epoch_sheet import MAX_CELLS, EpochSheet, Series, add_chart
from bpcalc.report.workbook.givens import Givens, sheet_name
from bpcalc.report.workbook.held_cells import SURE_FACTOR, printed_error, said_of_small_errors
from bpcalc.report.workbook.names import cell_names
from bpcalc.report.workbook.training_workbook import check_rows, epoch_table
from bpcalc.solution import Solution
from bpcalc.training.epoch_table import EpochTable
from bpcalc.training.surely import movement
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
    for says in said_of_growth_in(runs):
        page.paragraph(says, "note")
    page.heading()
    rows = _Rows(page, found, runs, comparable=comparable)
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
        self,
        page: SheetPage,
        found: Mapping[int, Series],
        runs: Sequence[ComparedRun],
        *,
        comparable: bool,
    ) -> None:
        """Write rows on a page, from its next one on."""
        self._page = page
        self._found = found
        self._comparable = comparable
        self._rounding = rounding_of_errors(runs[0].exercise.rounding, runs)
        self._ends = f"E${page.row + 1}:E${page.row + len(runs)}"
        last = {number: series.errors[-1] for number, series in found.items()}
        self._ends_off = {
            number: _off(error, _end(runs[number - 1]))
            for number, error in last.items()
            if isfinite(error)
        }
        self._best = min((last[number] for number in self._ends_off), default=0.0)
        most = min((last[number] + off for number, off in self._ends_off.items()), default=0.0)
        self._perhaps_best = {
            number: off for number, off in self._ends_off.items() if last[number] - off <= most
        }

    def nothing(self, number: int, run: ComparedRun) -> list[Cell]:
        """Return the row of a run that could not go on."""
        blank = Text("")
        problem = [*[blank] * 5, Text(run.problem_says), *[blank] * self._comparable]
        return [Number(number), Text(run.label), *problem]

    def of(self, sheet: _Sheet) -> list[Cell]:
        """Return the row of a run."""
        series, here = self._found[sheet.number], self._page.row + 1
        run, training = sheet.run, sheet.training
        name = series.sheet
        first, last = series.first + 1, series.last + 1
        epochs, errors = (f"'{name}'!{x}{first}:{x}{last}" for x in "AB")
        low = min(range(len(series.errors)), key=lambda n: _or_beyond(series.errors[n]))
        first_off = _off(series.errors[0], _Known(training.errors_before.total, doubt_of(run, 0)))
        least, doubt, at = lowest(run)
        times = SURE_FACTOR if at == series.epochs[low] else 1  # else the lower one is of roundings
        lowest_off = _off(series.errors[low], _Known(least, doubt), times)
        last_off = self._ends_off.get(sheet.number, 0.0)
        cells: list[Cell] = [
            Number(sheet.number),
            Text(sheet.run.label),
            Formula(f"'{name}'!A{last}", float(series.epochs[-1])),
            self._error(f"'{name}'!B{first}", series.errors[0], first_off),
            self._error(f"'{name}'!B{last}", series.errors[-1], last_off),
            self._error(f"MIN({errors})", series.errors[low], lowest_off),
            Formula(f"INDEX({epochs},MATCH(F{here},{errors},0))", float(series.epochs[low])),
            _outcome(sheet.run, here),
        ]
        if self._comparable:
            above = series.errors[-1] - self._best
            cells.append(self._error(f"E{here}-MIN({self._ends})", above, self._above_off(sheet)))
        return cells

    def _above_off(self, sheet: _Sheet) -> float:
        """Return how far what a run ended above the best one may lie off."""
        if self._perhaps_best.keys() == {sheet.number}:
            return 0.0
        return self._ends_off.get(sheet.number, 0.0) + max(self._perhaps_best.values(), default=0.0)

    def _error(self, formula: str, value: float, off: float) -> Formula:
        if not isfinite(value):
            return Formula(formula, value)
        printed = printed_error(value, self._rounding, off)
        return Formula(formula, value, "value", *printed)


class _Known(NamedTuple):
    """An error of a run, and how far it may lie off."""

    error: float
    doubt: float


def _end(run: ComparedRun) -> _Known:
    assert run.training is not None
    return _Known(run.training.errors_after.total, doubt_of(run))


def _off(value: float, known: _Known, times: float = SURE_FACTOR) -> float:
    """Return how far the number in a cell may lie off, which spreadsheets work out in floats."""
    apart = abs(value - known.error)
    return known.doubt + (times * apart if isfinite(apart) else 0.0)


def _or_beyond(error: float) -> float:
    return error if isfinite(error) else inf


def _outcome(run: ComparedRun, row: int) -> Cell:
    """Return how a run ended: a formula where that is a question of its errors alone."""
    training = run.training
    assert training is not None
    words = how_it_ended(training, run.doubts)
    if training.stopped != "epochs" or (run.doubts and movement(training, run.doubts) is None):
        return Text(words)
    grew, fell, same = map(_quoted, (how_it_moved(1), how_it_moved(-1), how_it_moved(0)))
    return Formula(f"IF(E{row}>D{row},{grew},IF(E{row}<D{row},{fell},{same}))", words, "plain")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
