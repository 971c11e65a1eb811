"""What is shown of a worked solution, and in what order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from math import inf

from bpcalc.calc.lines import Heading, Line, Stage
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import DATA
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.partial import Partial
from bpcalc.report.comparison import comparison, errors_compared
from bpcalc.report.document import (
    Block,
    ColumnName,
    Condition,
    Document,
    Items,
    Lines,
    Matrices,
    Mention,
    Outcome,
    Paragraph,
    Rule,
    Section,
)
from bpcalc.report.givens import MAX_LISTED_WEIGHTS, differences, givens, taken_for_granted
from bpcalc.report.remarks import holds, stage_remarks
from bpcalc.report.selection import Selection, is_factor
from bpcalc.report.step_titles import epoch_title, step_title, with_sample
from bpcalc.report.words import part_title, stage_title
from bpcalc.solution import Solution

ERRORS = ("error", "all_errors")
WORKED: tuple[ColumnName, ...] = ("symbol", "formula", "numbers", "value")


def of_solution(solution: Solution, selection: Selection | None = None) -> Document:
    """Return the report of a worked solution, or of the lines selected from it."""
    layout = _Layout(solution, selection or Selection())
    return Document(solution, layout.lines(), list(layout.blocks()))


def of_derivation(
    solution: Solution, wanted: Line, lines: Iterable[Line], selection: Selection
) -> Document:
    """Return the report of how one quantity comes about: these lines, the last one is its own."""
    keys = frozenset(line.key for line in lines)
    document = of_solution(solution, replace(selection, keys=keys))
    title = say("Derivation of {symbol}", symbol=solution.symbol(wanted))
    return replace(document, blocks=[Section(title, level=0), *document.blocks])


def of_equation(solution: Solution, line: Line) -> Document:
    """Return a single line as one equation."""
    return Document(solution, [line], [Items("", (Mention(line, "chain"),))])


class _Layout:
    """The blocks of one solution's report."""

    def __init__(self, solution: Solution, selection: Selection) -> None:
        self._solution = solution
        self._selection = selection
        self._last_part = ""
        self._stated = False  # whether the chain rule has been
        self._close = False  # whether a brief stage follows another one

    def lines(self) -> list[Line]:
        """Return every line that is asked for, in order of working."""
        return [line for stage in self._solution.stages for line in self.selected(stage)]

    def blocks(self) -> Iterator[Block]:
        first, *stages = self._solution.stages
        if self._selection.everything():
            yield from self._top(first, stages)
        else:
            yield from map(Paragraph, taken_for_granted(self._solution))
        given = [] if self._selection.everything() else self.selected(first)
        if given:
            yield from self._given(given)
            yield from self._about_digits(line for stage in stages for line in self.selected(stage))
        if self._selection.matrices:
            yield Paragraph(say("Vectors are columns; ⊙ is the element-wise product."))
        ruled = _has_tables(self._solution.exercise) and self._selection.everything()
        if ruled and not self._selection.matrices:
            yield from self._rule_page(stages)
            return
        for _, together in groupby(stages, key=_epoch if self._abreast else _when):
            found = [(stage, lines) for stage in together if (lines := self._on_page(stage))]
            if found:
                yield from self._step(found[0][0].heading)
                yield from self._together(found)
        if self._selection.everything():
            yield from self._answer()

    def _rule_page(self, stages: list[Stage]) -> Iterator[Block]:
        """Write one row in full, then the textbooks' tables."""
        from bpcalc.report.rule_tables import example, tables  # few networks learn by a rule

        for sample in (example(self._solution), None):
            found = [
                (stage, lines)
                for stage in stages
                if _when(stage) == (1, sample) and (lines := self._on_page(stage))
            ]
            if found and not self._selection.brief and self._is_update(sample):
                yield from self._step(found[0][0].heading)
                yield from self._together(found)
        yield Section(say("Epoch by epoch"), level=1)
        yield from tables(self._solution)
        for stage in stages:
            if stage.heading.name in ("turned_back", "measures"):
                yield from self._stage(stage, stage.lines)
        yield from self._answer()

    def _is_update(self, sample: int | None) -> bool:
        """Return whether a step belongs to the row that is written in full, or to its update."""
        return sample is not None or self._solution.exercise.batch

    def _together(self, found: list[tuple[Stage, list[Line]]]) -> Iterator[Block]:
        """Write the stages of one sample in one epoch; of the last pass, what it comes to."""
        first, _ = found[0]
        whole = self._selection.whole_after or not self._selection.everything()
        if self._after(first) and not whole and not self._selection.brief:
            if self._abreast:
                found.sort(key=lambda pair: pair[0].heading.sample or inf)
            for _, same in groupby(found, key=lambda pair: pair[0].heading.sample):
                of_sample = list(same)
                title = self._of_sample(of_sample[0][0], "")
                yield self._table(title, [line for _, lines in of_sample for line in lines])
            return
        for stage, lines in found:
            yield from self._stage(stage, lines)

    def _top(self, first: Stage, stages: list[Stage]) -> Iterator[Block]:
        """Begin with what is given, and with what the page has not, if it is not whole."""
        title, *given = givens(self._solution, first.lines)
        yield title
        yield from self._what_is_missing()
        if self._selection.brief:
            yield from map(Paragraph, taken_for_granted(self._solution))
            return
        yield from given
        yield from self._about_digits(line for stage in stages for line in stage.lines)

    def _what_is_missing(self) -> Iterator[Block]:
        exercise = self._solution.exercise
        if not exercise.has_targets and exercise.taught:
            yield Paragraph(say("No targets are given, so only the forward pass is calculated."))
        elif not exercise.has_targets and not exercise.updates:
            yield Paragraph(
                say("No learning rate is given, so only the forward pass is calculated.")
            )
        elif not exercise.updates:
            yield Paragraph(
                say("No learning rate is given, so the calculation stops at the gradients.")
            )

    def _on_page(self, stage: Stage) -> list[Line]:
        """Return the lines of a stage that are shown; of the last pass, what it comes to."""
        lines = self.selected(stage)
        selection = self._selection
        if not self._after(stage) or selection.whole_after or not selection.everything():
            return lines
        last = len(self._solution.exercise.layers)
        if (
            stage.heading.name in ("net", "net_norm", "out", "dropout")
            and stage.heading.layer != last
        ):
            return []
        return [] if stage.heading.name in ("net", "net_norm") else lines

    def _after(self, stage: Stage) -> bool:
        """Return whether a stage follows the last update."""
        return stage.heading.epoch == self._solution.calculation.epochs + 1

    def _about_digits(self, lines: Iterable[Line]) -> Iterator[Block]:
        """Say once why printed numbers may not quite give a printed value."""
        if not self._selection.shows("numbers"):
            return
        lines = list(lines)
        if digits := self._solution.exercise.rounding.decimals_kept:
            words = say(
                "With {n} decimals, small numbers would keep fewer than two digits; they have "
                "{n} significant digits.",
                n=digits,
            )
            yield from self._where(Paragraph(words, when=Condition("kept")), lines)
        words = say("≈: printed numbers are rounded, values exact (--carry rounded: as on paper).")
        plain = say("≈: printed numbers are rounded, values exact.")
        yield from self._where(Paragraph(words, when=Condition("nearly"), plain=plain), lines)

    def _where(self, words: Paragraph, lines: Iterable[Line]) -> Iterator[Block]:
        """Yield a paragraph if it is true of these lines, or may become so."""
        assert words.when is not None  # the caller has a condition
        if self._solution.changes or holds(words.when, self._solution, lines):
            yield words

    def _given(self, lines: list[Line]) -> Iterator[Block]:
        """Show given quantities, each sample's apart from the others'."""
        several = len(self._solution.exercise.samples) > 1

        def sample(line: Line) -> int | None:
            return line.key.sample if several and line.key.kind in DATA else None

        yield Section(say("Given"))
        for number, group in groupby(lines, key=sample):
            label = [] if number is None else [say("sample {sample}:", sample=number)]
            yield Items("", (*label, *map(Mention, group)))
        yield from map(Paragraph, differences(self._solution, {line.key for line in lines}))

    def _step(self, heading: Heading) -> Iterator[Block]:
        """Head the lines of an epoch and sample, where there is more than one of either."""
        self._last_part = ""
        self._close = False
        calculation = self._solution.calculation
        title = (epoch_title if self._abreast else step_title)(heading, calculation)
        if title:
            yield Section(title, level=1)

    @property
    def _abreast(self) -> bool:
        """Whether the samples go through the layers together, so that each table is of another."""
        return bool(self._solution.exercise.batch_norm)

    def _of_sample(self, stage: Stage, title: str) -> str:
        calculation = self._solution.calculation
        return with_sample(title, stage.heading, calculation) if self._abreast else title

    def _stage(self, stage: Stage, lines: list[Line]) -> Iterator[Block]:
        if self._selection.brief:
            kept = [line for line in lines if not is_factor(line.key)]
            if kept and not self._is_answer(stage):
                yield self._briefly(stage, kept)
            return
        title = stage_title(stage.heading, self._solution.exercise)
        part = part_title(stage.heading, self._solution.exercise)
        if part != self._last_part:
            yield Section(part)
        if stage.heading.name in ERRORS and (self._abreast or part != self._last_part):
            title = ""  # the heading says it
        self._last_part = part
        title = self._of_sample(stage, title)
        yield from stage_remarks(stage, self._solution)
        rule = self._chain_rule(stage, lines)
        if rule:
            title = say("{title}, {rule}", title=title, rule=rule.text)
        for block in self._worked(title, stage, lines):
            yield block._replace(rule=rule) if isinstance(block, Lines) else block

    def _worked(self, title: str, stage: Stage, lines: list[Line]) -> Iterator[Block]:
        """Write the lines of a stage under a title, as a table or as matrices."""
        if self._selection.matrices and stage.heading.name not in ERRORS:
            from bpcalc.report.matrix_lifting import matrices  # takes a while to import

            for block in matrices(self._solution.exercise, lines):
                yield block if isinstance(block, Matrices) else self._table(title, block)
            return
        if stage.heading.name != "update":
            yield self._table(title, lines)
            return
        columns = ("symbol", "formula", "numbers", "old", *_slopes(lines), "new value")
        yield self._table(title, lines, columns)

    def _chain_rule(self, stage: Stage, lines: list[Line]) -> Rule | None:
        """Return the chain rule in symbols for the title of the first gradients; once."""
        if stage.heading.name != "gradient" or self._stated:
            return None
        gradients = [line.key for line in lines if line.key.kind == "weight_gradient"]
        alone = [key for key in gradients if _stands_once(self._solution, key)]
        self._stated = bool(alone)
        return chain_rule(self._solution, alone[0]) if alone else None

    def _is_answer(self, stage: Stage) -> bool:
        """Return whether the lines of a stage are those that the page closes with."""
        several = self._solution.calculation.epochs > 1 or len(self._solution.exercise.samples) > 1
        return stage.heading.name == "update" and self._selection.everything() and not several

    def _briefly(self, stage: Stage, lines: list[Line]) -> Items:
        """Return the values of a stage behind its title, in one paragraph."""
        title = self._of_sample(stage, stage_title(stage.heading, self._solution.exercise))
        found = Items("", (title, *map(Mention, lines)), close=self._close)
        self._close = True
        return found

    def _table(
        self, title: str, lines: list[Line], columns: tuple[ColumnName, ...] = WORKED
    ) -> Lines:
        return Lines(title, tuple(filter(self._selection.shows, columns)), lines)

    def selected(self, stage: Stage) -> list[Line]:
        """Return the lines of a stage that are asked for."""
        selection = self._selection
        if selection.everything():
            return stage.lines
        if stage.heading.name == "given" and not selection.kinds and selection.keys is None:
            return [line for line in stage.lines if line.key in self._needed]
        if not selection.has_part(stage.heading.name, after=self._after(stage)):
            return []
        return selection.lines(stage.lines, self._unit_names)

    @cached_property
    def _needed(self) -> frozenset[Key]:
        """What the lines that are asked for refer to."""
        stages = self._solution.stages[1:]
        asked = (line for stage in stages for line in self.selected(stage))
        return frozenset(key for line in asked for key in line.formula.refs())

    def _unit_names(self, line: Line) -> set[str]:
        """Return the names of the units that a line is about."""
        key, units = line.key, self._solution.exercise.units
        names = set()
        if key.layer is not None and key.unit is not None:
            names.add(units[key.layer][key.unit - 1])
            if key.sender is not None:
                names.add(units[key.sender.layer][key.sender.unit - 1])
        return names

    def _answer(self) -> Iterator[Block]:
        """Close with the answer: every new weight and bias, and the error before and after."""
        if not self._solution.exercise.updates:
            return
        new = [line for _, line in comparison(self._solution)]
        errors = errors_compared(self._solution)
        if not new and errors is None:
            return
        yield Section(say("Result"))
        if 0 < len(new) <= MAX_LISTED_WEIGHTS:
            yield Items("", tuple(map(Mention, new)))
        if errors is not None:
            before, after = errors
            yield Items("", (Mention(after),)) if before is None else Outcome(before, after)


def _epoch(stage: Stage) -> int | None:
    return stage.heading.epoch


def _when(stage: Stage) -> tuple[int | None, int | None]:
    return stage.heading.epoch, stage.heading.sample


def _stands_once(solution: Solution, gradient: Key) -> bool:
    """Return whether a weight stands on one connection only: one product is its gradient."""
    graph = solution.exercise.graph
    return not graph.shared or len(graph.on(gradient.turned("weight", None, None))) == 1


def _has_tables(exercise: Exercise) -> bool:
    """Return whether a page has the tables of a learning rule."""
    return exercise.learning_rule in LEARNING_RULES and exercise.updates


def chain_rule(solution: Solution, gradient: Key) -> Rule | None:
    """Return the chain rule for the gradient of a weight, None if it has no factors."""
    if gradient.layer is None or gradient.receiver is None:
        return None
    if not _stands_once(solution, gradient):
        return None
    if gradient.layer in solution.exercise.graph.normed:
        return None  # not a product: mean and variance depend on other net inputs as well
    node = gradient.receiver
    slope = Key("slope", *node, None, gradient.sample, gradient.epoch)
    above = slope._replace(kind="error_slope")
    if slope not in solution.calculation.by_key or above not in solution.calculation.by_key:
        return None
    last = slope._replace(kind="net"), gradient._replace(kind="weight", sample=None, epoch=None)
    text = solution.spell
    passed, dot = solution.derivative(*last), "·" if solution.unicode else "*"
    words = f"{text(gradient)} = {dot.join((text(above).lstrip('-'), text(slope), passed))}"
    carried = _last_factor(solution[gradient].formula)
    if carried is None:
        return Rule(words, gradient)
    last_factor = f"{passed} = {text(carried)}"
    return Rule(
        say("{rule}, {last_factor}", rule=words, last_factor=last_factor), gradient, carried
    )


def _last_factor(gradient: Expr) -> Key | None:
    """Return what ∂net/∂w is, where the chain rule is written out in a gradient; None if not."""
    if isinstance(gradient, Partial):
        return next(gradient.refs())
    return next((key for part in gradient.parts() if (key := _last_factor(part))), None)


def _slopes(new: list[Line]) -> list[ColumnName]:
    """Return the column for what is added to old values, as far as it has lines of its own."""
    used = {key.kind.partition("_")[2] for line in new for key in line.formula.refs()}
    return [name for name in SLOPES if name in used]


SLOPES: tuple[ColumnName, ...] = ("gradient", "change")
