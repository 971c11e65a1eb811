"""A training run as a workbook: a row per epoch, and the error curve.

Up to so many cells every number is a formula over the cells of its row, of the row before, and of
what is given, so that a weight or the learning rate can be changed; of longer runs the rows hold
values, of every epoch or of every so-manieth.
"""

from collections.abc import Mapping
from itertools import islice

from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.report.givens import taken_for_granted
from bpcalc.report.workbook.book import Book
from bpcalc.report.workbook.epoch_sheet import MAX_CELLS, EpochSheet, add_chart
from bpcalc.report.workbook.givens import Givens, sheet_name
from bpcalc.report.workbook.held_cells import said_of_small_errors
from bpcalc.report.workbook.names import cell_names
from bpcalc.solution import Solution
from bpcalc.training.epoch_table import EpochTable
from bpcalc.training.following import doubts_of
from bpcalc.training.trainer import Training

MAX_LIVE_CELLS = 60_000
"""Cells up to which every number is a formula; more make a file that opens slowly."""


def training_workbook(training: Training) -> bytes:
    """Return the workbook of a training run.

    Raises:
        OutputError: it was one that has no such rows; the sentence says why.
    """
    check_rows(training)
    exercise = training.problem.exercise
    table = epoch_table(training)
    solution = Solution(table.calculation)
    title = exercise.title or say("Training")
    book = Book(title)
    names = cell_names(solution.spelling.full, (line.key for line in table.given))
    live = len(table.columns) * (training.epochs + 1) <= MAX_LIVE_CELLS
    givens = Givens(book, solution, names)
    givens.page.paragraph(title, "title", height=26)
    if live:
        note = say("Change a number in a yellow cell: all sheets follow.")
    else:
        note = say(
            "More than {most} cells: the rows hold values, and no formulas.",
            most=f"{MAX_LIVE_CELLS:,}",
        )
    givens.page.paragraph(note, "note")
    small = said_of_small_errors([(training, doubts_of(training))])
    for line in (*filter(None, [small]), *taken_for_granted(solution)):
        givens.page.paragraph(line, "note")
    givens.write(table.given)
    formulas: Mapping[Key, str] | None = names if live else None
    sheet = EpochSheet(book, solution, table, sheet_name(say("Epochs")), formulas)
    series = sheet.write(training.epochs, MAX_CELLS)
    add_chart(book, sheet_name(say("Error curve")), [series._replace(name=say("error"))])
    return book.finished()


def epoch_table(training: Training) -> EpochTable:
    """Return the rows of a run, with the order of the samples if that is another each epoch."""
    count = training.epochs + 1 if training.reordered else 0
    return EpochTable(training.problem.exercise, list(islice(training.orders(), count)))


def check_rows(training: Training) -> None:
    """Refuse a run that has no such rows.

    Raises:
        OutputError: it has none.
    """
    if not training.problem.taught:
        raise OutputError(
            say("without targets there is no error to list; `step` writes a workbook")
        )
    if training.rest:
        says = say(
            "a training workbook has a row for every whole epoch; use epochs in place of "
            "presentations"
        )
        raise OutputError(says)
