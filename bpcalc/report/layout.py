"""What is shown of a worked solution, and in what order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from bpcalc.calc.lines import Heading, Line, Stage
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import DATA
from bpcalc.report.document import (
    Block,
    ColumnName,
    Document,
    Items,
    Lines,
    Matrices,
    Mention,
    Outcome,
    Paragraph,
    Section,
)
from bpcalc.report.givens import givens
from bpcalc.report.matrix_lifting import matrices
from bpcalc.report.selection import Selection
from bpcalc.report.words import part_title, remark, stage_title, step_title
from bpcalc.solution import Solution

WORKED: tuple[ColumnName, ...] = ("symbol", "formula", "numbers", "value")


def of_solution(solution: Solution, selection: Selection | None = None) -> Document:
    """Return the report of a worked solution, or of the lines selected from it."""
    layout = _Layout(solution, selection or Selection())
    return Document(solution, layout.selected(list(solution)), list(layout.blocks()))


def of_derivation(
    solution: Solution, wanted: Line, lines: Iterable[Line], selection: Selection
) -> Document:
    """Return the report of how one quantity comes about: these lines, the last one is its own."""
    keys = frozenset(line.key for line in lines)
    document = of_solution(solution, replace(selection, keys=keys))
    title = say("How {symbol} comes about", symbol=solution.symbol(wanted))
    return replace(document, blocks=[Section(title, level=0), *document.blocks])


class _Layout:
    """The blocks of one solution's report."""

    def __init__(self, solution: Solution, selection: Selection) -> None:
        self._solution = solution
        self._selection = selection
        self._last_part = ""

    def blocks(self) -> Iterator[Block]:
        first, *stages = self._solution.stages
        if self._selection.everything():
            yield from givens(self._solution, first.lines)
            yield from self._about_digits(stages)
        elif given := self.selected(first.lines):
            yield from self._given(given)
        if self._selection.matrices:
            yield Paragraph(say("A vector is a column; ⊙ multiplies entry by entry."))
        step: tuple[int | None, int | None] = (None, None)
        for stage in stages:
            if lines := self.selected(stage.lines):
                here = (stage.heading.epoch, stage.heading.sample)
                if here != step:
                    yield from self._step(stage.heading)
                    step = here
                yield from self._stage(stage, lines)
        if self._selection.everything():
            yield from self._outcome()

    def _about_digits(self, stages: Iterable[Stage]) -> Iterator[Block]:
        """Say once why printed numbers may not quite give a printed value."""
        if not self._selection.shows("numbers"):
            return
        relation = self._solution.relation
        if any(relation(line) == "≈" for stage in stages for line in stage.lines):
            yield Paragraph(
                say(
                    "Numbers put in are shown rounded, values are exact: ≈ stands where the two "
                    "differ (`--carry rounded`: as on paper)."
                )
            )

    def _given(self, lines: list[Line]) -> Iterator[Block]:
        """Show given quantities, each sample's apart from the others'."""
        several = len(self._solution.exercise.samples) > 1

        def sample(line: Line) -> int | None:
            return line.key.sample if several and line.key.kind in DATA else None

        yield Section(say("Given"))
        for number, group in groupby(lines, key=sample):
            label = [] if number is None else [say("sample {sample}:", sample=number)]
            yield Items("", (*label, *map(Mention, group)))

    def _step(self, heading: Heading) -> Iterator[Block]:
        """Head the lines of an epoch and sample, where there is more than one of either."""
        self._last_part = ""
        title = step_title(heading, self._solution.calculation)
        if title:
            yield Section(title, level=1)

    def _stage(self, stage: Stage, lines: list[Line]) -> Iterator[Block]:
        part = part_title(stage.heading, self._solution.exercise)
        if part != self._last_part:
            yield Section(part)
            self._last_part = part
        words = remark(stage.heading, self._solution.exercise)
        if words:
            yield Paragraph(words)
        title = stage_title(stage.heading, self._solution.exercise)
        if self._selection.matrices and stage.heading.name not in ("error", "all_errors"):
            for block in matrices(self._solution.exercise, lines):
                yield block if isinstance(block, Matrices) else self._table(title, block)
            return
        if stage.heading.name != "update":
            yield self._table(title, lines)
            return
        columns = ("symbol", "formula", "numbers", "old", *_slopes(lines), "new value")
        yield self._table(title, lines, columns)

    def _table(
        self, title: str, lines: list[Line], columns: tuple[ColumnName, ...] = WORKED
    ) -> Lines:
        return Lines(title, tuple(filter(self._selection.shows, columns)), lines)

    def selected(self, lines: list[Line]) -> list[Line]:
        if self._selection.everything():
            return lines
        return self._selection.lines(lines, self._unit_names)

    def _unit_names(self, line: Line) -> set[str]:
        """Return the names of the units that a line is about."""
        key, units = line.key, self._solution.exercise.units
        names = set()
        if key.layer is not None and key.unit is not None:
            names.add(units[key.layer][key.unit - 1])
            if key.sender is not None:
                names.add(units[key.sender.layer][key.sender.unit - 1])
        return names

    def _outcome(self) -> Iterator[Block]:
        """Close with the error before and after, or with what was not worked out and why."""
        exercise = self._solution.exercise
        if not exercise.has_targets:
            yield Section(say("Result"))
            yield Paragraph(
                say("The exercise gives no targets, so there is a forward pass and no error.")
            )
        elif not exercise.updates:
            yield Section(say("Result"))
            yield Paragraph(
                say(
                    "The exercise gives no learning rate, so the gradients are not followed by an "
                    "update."
                )
            )
        else:
            sample = None if len(exercise.samples) > 1 else 1
            error = Key("total_error", None, None, None, sample, 1)
            after = error._replace(epoch=self._solution.calculation.epochs + 1)
            yield Section(say("Error before and after"))
            yield Outcome(self._solution[error], self._solution[after])


def _slopes(new: list[Line]) -> list[ColumnName]:
    """Return the column for what is added to old values, as far as it has lines of its own."""
    used = {key.kind.partition("_")[2] for line in new for key in line.formula.refs()}
    return [name for name in SLOPES if name in used]


SLOPES: tuple[ColumnName, ...] = ("gradient", "change")
