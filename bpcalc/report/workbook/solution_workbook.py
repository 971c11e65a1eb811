"""A worked solution as a workbook: every line a live formula over the cells that are given.

Lines that are asked for come with all those that they follow from, in grey, because a formula
refers to them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bpcalc.calc.lines import STAGES, Calculation, Line, Stage, StageName
from bpcalc.locale import later, say
from bpcalc.maths.entries import demand
from bpcalc.maths.keys import Key
from bpcalc.report.document import Document, Section
from bpcalc.report.givens import taken_for_granted
from bpcalc.report.remarks import stage_remarks
from bpcalc.report.step_titles import step_title
from bpcalc.report.words import part_title, stage_title
from bpcalc.report.workbook.book import Book, Formula, SheetPage, Text
from bpcalc.report.workbook.formulas import quoted
from bpcalc.report.workbook.givens import Givens, sheet_name
from bpcalc.report.workbook.names import cell_names
from bpcalc.report.workbook.rows import Rows

AFTER = later("After the update")

SHEETS: dict[StageName, str] = {
    "normalise": later("Forward pass"),
    "rate": later("Update"),
    "weights": later("Forward pass"),
    "ahead": later("Forward pass"),
    "net": later("Forward pass"),
    "out": later("Forward pass"),
    "net_norm": later("Forward pass"),
    "net_norm_back": later("Backward pass"),
    "dropout": later("Forward pass"),
    "error": later("Forward pass"),
    "all_errors": later("Forward pass"),
    "delta": later("Backward pass"),
    "inputs": later("Backward pass"),
    "gradient": later("Backward pass"),
    "gradient_sum": later("Backward pass"),
    "penalised": later("Update"),
    "clip": later("Update"),
    "power": later("Update"),
    "moment": later("Update"),
    "change": later("Update"),
    "norm": later("Update"),
    "turned_back": later("Forward pass"),
    "measures": later("Forward pass"),
    "update": later("Update"),
}
"""The sheet on which a stage is worked; the pass that follows the last update has its own."""

demand("stage", STAGES[1:], SHEETS, "sheet")


def workbook(document: Document) -> bytes:
    """Return the report as the bytes of a workbook.

    Raises:
        OutputError: a formula is too long for a spreadsheet, or a given number too large.
    """
    return _Working(document).bytes()


class _Working:
    """The workbook of one solution."""

    def __init__(self, document: Document) -> None:
        self._solution = document.solution
        self._calculation = document.solution.calculation
        self._shown = {line.key for line in document.lines}
        self._needed = needed(self._calculation, self._shown)
        keys = (line.key for line in self._calculation if line.key in self._needed)
        self._names = cell_names(self._solution.spelling.full, keys)
        self._title = _title(document)
        self._book = Book(self._title)
        self._rows = Rows(self._solution, self._names)

    def bytes(self) -> bytes:
        first, *stages = self._calculation.stages
        givens = Givens(self._book, self._solution, self._names)
        self._top(givens.page)
        givens.write(line for line in first.lines if line.key in self._needed)
        for sheet in dict.fromkeys(map(self._sheet, stages)):
            on_it = [stage for stage in stages if self._sheet(stage) == sheet]
            self._working(sheet, list(self._narrowed(on_it)))
        return self._book.finished()

    def _sheet(self, stage: Stage) -> str:
        after = stage.heading.epoch == self._calculation.epochs + 1
        return AFTER if after else SHEETS[stage.heading.name]

    def _narrowed(self, stages: Iterable[Stage]) -> Iterator[Stage]:
        for heading, lines in stages:
            left = [line for line in lines if line.key in self._needed]
            if left:
                yield Stage(heading, left)

    def _top(self, page: SheetPage) -> None:
        """Say what the exercise is, what can be done here, and how the error ends up."""
        source = self._solution.exercise.source
        page.paragraph(self._title, "title", height=26)
        if source:
            page.paragraph(say("Source: {source}", source=source), "source")
        page.paragraph(say("Change a number in a yellow cell: all sheets follow."), "note")
        for note in (self._rows.held.note(), *taken_for_granted(self._solution)):
            if note:
                page.paragraph(note, "note")
        error = total_errors(self._calculation)
        if error and self._needed.issuperset(error):
            self._outcome(page, *map(self._solution.__getitem__, error))

    def _outcome(self, page: SheetPage, before: Line, after: Line) -> None:
        """Write the error before and after, and in words what has become of it."""
        old, new = self._names[before.key], self._names[after.key]
        symbol = Text(self._solution.symbol(before), "symbol")
        for words, line in ((say("before the update"), before), (say("after the update"), after)):
            page.add(symbol, Text(words), self._rows.result(line))
        fallen, risen, same = (
            say("The error has decreased."),
            say("The error has increased; the learning rate may be too large."),
            say("The error is unchanged."),
        )
        formula = f"IF({new}<{old},{quoted(fallen)},IF({new}>{old},{quoted(risen)},{quoted(same)}))"
        falls, rises = after.value < before.value, after.value > before.value
        now = fallen if falls else risen if rises else same
        page.add(Text("", "words"), Formula(formula, now, "words"))

    def _working(self, sheet: str, stages: Sequence[Stage]) -> None:
        if not stages:
            return
        page = self._book.page(sheet_name(say(sheet)), self._rows.columns())
        page.heading()
        for title, together in groupby(stages, key=self._step):
            if title:
                page.band(title, "step", height=22)
            part = ""
            for stage in together:
                if part != (part := part_title(stage.heading, self._solution.exercise)):
                    page.band(part, "part", height=22)
                self._stage(page, stage)

    def _step(self, stage: Stage) -> str:
        return step_title(stage.heading, self._calculation)

    def _stage(self, page: SheetPage, stage: Stage) -> None:
        exercise = self._solution.exercise
        for words in stage_remarks(stage, self._solution):
            page.paragraph(words.text, "note")
        self._lines(page, stage_title(stage.heading, exercise), stage.lines)

    def _lines(self, page: SheetPage, title: str, lines: Iterable[Line]) -> None:
        page.band(title, "group")
        for line in lines:
            row = page.row
            page.add(*self._rows.cells(line, page, muted=line.key not in self._shown))
            reference = page.reference(self._rows.named(line), row)
            self._book.name(self._names[line.key], reference)


def needed(calculation: Calculation, shown: Iterable[Key]) -> set[Key]:
    """Return these quantities and all that they follow from."""
    keys = set(shown)
    for line in reversed(list(calculation)):
        if line.key in keys:
            keys.update(line.formula.refs())
    return keys


def total_errors(calculation: Calculation) -> tuple[Key, Key] | None:
    """Return the total error before the first update and after the last one, if there is any."""
    exercise = calculation.exercise
    told = exercise.updates and exercise.has_targets and exercise.measured
    if not told or calculation.given_on_the_way:
        return None
    sample = None if len(exercise.samples) > 1 else 1
    before = Key("total_error", None, None, None, sample, 1)
    return before, before._replace(epoch=calculation.epochs + 1)


def _title(document: Document) -> str:
    """Return what stands on top of the report."""
    for block in document.blocks[:1]:
        if isinstance(block, Section) and block.level == 0:
            return block.title
    return document.solution.exercise.title or say("Worked solution")
