"""The report of a marked sheet: for the student to read, and for a program."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import localcontext
from itertools import zip_longest

from bpcalc.calc.lines import Line
from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.answers import Answers
from bpcalc.checking.marking_rule import written_out
from bpcalc.checking.messages import (
    VERDICT_WORDS,
    note,
    precision,
    rules_of_credit,
)
from bpcalc.checking.verdicts import (
    ROOTS,
    Finding,
    Mark,
    Marking,
    Options,
    Sure,
    Verdict,
)
from bpcalc.locale import later, say
from bpcalc.locale.cleaning import cleaned
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.notation.spelling import Spelling
from bpcalc.notation.writing import UNICODE, CharacterSet
from bpcalc.report.document import (
    Block,
    Document,
    Grid,
    Inline,
    Lines,
    Mention,
    Paragraph,
    Section,
    Tone,
)
from bpcalc.report.givens import picture, taken_for_granted
from bpcalc.report.layout import WORKED
from bpcalc.report.marking_sentences import MAX_LISTED_NAMES, MarkingSentences
from bpcalc.report.side_by_side import Comparison, comparison, narrow_rows, rows
from bpcalc.report.student_solution import StudentSolution
from bpcalc.report.words import head
from bpcalc.solution import Solution

MAX_COMPARED = 20
"""So many findings are shown with their lines."""

TONES: dict[Verdict, Tone] = {
    "right": "good",
    "follow": "fair",
    "jump": "fair",
    "form": "fair",
    "convention": "fair",
    "mistake": "bad",
    "slip": "bad",
    "unexplained": "bad",
    "blank": "open",
    "unreadable": "bad",
    "trivial": "bad",
}
"""What a verdict looks like from afar."""

CERTAINTY_WORDS: dict[Sure, str] = {
    "is": later("certain"),
    "probably": later("probable"),
    "possibly": later("possible"),
}
"""How certain a finding is, for the teacher."""


class Report:
    """What is said of one marked sheet.

    Attributes:
        marking: the marks.
        answers: the sheet.
        options: by which it was marked.
        spelling: of the quantities.
        sentences: about the marks.
        teacher: whether what is for the teacher only is shown.
        mark: a sentence with the mark, where it is not just the sum of all credit.
        remarks: sentences about the paper as a whole: late days, what was set by hand, the policy.
        form_told: whether these say what digits and rounding at fault earn.
    """

    def __init__(
        self,
        marking: Marking,
        answers: Answers,
        options: Options,
        spelling: Spelling,
        characters: CharacterSet = UNICODE,
        teacher: bool = False,
        remarks: Sequence[str] = (),
    ) -> None:
        """Report in this spelling, with these signs; if asked, with what is for teachers only."""
        self.mark = ""
        self.form_told = False
        self.remarks = remarks
        self.marking = marking
        self.answers = answers
        self.options = options
        self.spelling = spelling
        self._characters = characters
        self.teacher = teacher
        self._compared: list[Comparison | None] = []
        self._marks = {mark.key: mark for mark in marking.marks}
        self.sentences = MarkingSentences(marking, options, spelling, characters)

    def document(self, solution: Solution) -> Document:
        """Return the report as blocks, for any format; its numbers are those of the student."""
        lines = list(self._first_lines())
        self._compared = self._comparisons(solution)
        read = [*lines, *self._compared_lines()]
        numbers = {key: self._number(key) for line in read for key in line.formula.refs()}
        results = {}
        if first := self.marking.first_error:
            at = self._place(first)
            results[at] = self._should(at, first)
            if (right := self.marking.lines_for(first)) is not self.marking.scheme:
                numbers |= self._numbers_by(right, lines)
        own = StudentSolution(solution.calculation, numbers, self._characters, results)
        return Document(own, lines, list(self._blocks(solution, lines)))

    def _comparisons(self, solution: Solution) -> list[Comparison | None]:
        """Return what was done beside what should have been, for the findings that show it."""
        found = self.marking.findings[:MAX_COMPARED]
        return [self.compared(each, solution) for each in found]

    def _compared_lines(self) -> Iterator[Line]:
        for each in filter(None, self._compared):
            yield each.should_line
            if each.did_line:
                yield each.did_line

    def _first_lines(self) -> Iterator[Line]:
        """Yield the right line of the first mistake, behind those of factors that nobody wrote."""
        first = self.marking.first_error
        if first is None:
            return
        right, at = self.marking.lines_for(first), self._place(first)
        formulas = right.formulas
        if at not in formulas:
            return
        for key in (*formulas[at].refs(), at):
            unwritten = key.kind in FACTOR_KINDS and key not in self.answers.cells
            if unwritten or key == at:
                yield Line(key, written_out(key, formulas[key], formulas), right.values[key])

    def _place(self, mark: Mark) -> Key:
        """Return the line in which a mistake was made that shows itself at a mark."""
        return self.marking.hidden.get(mark.key, mark.key)

    def _blocks(self, solution: Solution, lines: list[Line]) -> Iterator[Block]:
        """Yield the report, the most important first."""
        title = say("Marked answers")
        if self.answers.student:
            title = say("Marked answers of {student}", student=self.answers.student)
        yield Section(title, level=0)
        if solution.exercise.title:
            yield Paragraph(solution.exercise.title)
        yield from map(Paragraph, taken_for_granted(solution))
        yield Paragraph(self.sentences.summary())
        yield from map(Paragraph, filter(None, (self.mark, *self.remarks)))
        yield from self._first(solution, lines)
        if self.marking.findings:
            yield Section(say("Diagnosis"))
            yield from self._diagnosis(solution)
        yield picture(solution)._replace(given_only=True)
        yield from self._table(solution)
        if self.teacher:
            yield from self._for_teacher(solution)
        yield from self._remarks()

    def _diagnosis(self, solution: Solution) -> Iterator[Block]:
        """Say what was found, and show what was done beside what should have been."""
        for found, compared in zip_longest(self.marking.findings, self._compared):
            yield self._paragraph(
                solution, self.sentences.of_finding(found), found.keys[:MAX_LISTED_NAMES]
            )
            if compared is not None:
                headers = (
                    self._mention(solution, compared.key),
                    say("Formula"),
                    say("Substitution"),
                    say("Value"),
                )
                yield Grid("", headers, rows(compared), narrow_rows(compared), ("bad", "good"))

    def compared(self, found: Finding, solution: Solution) -> Comparison | None:
        """Return what was done beside what should have been, None for what is no mistake."""
        mark = self._marks.get(found.keys[0]) if found.keys else None
        if mark is None or mark.verdict not in ROOTS:
            return None
        return comparison(
            self.marking,
            mark,
            solution.calculation,
            self._characters,
            self._number,
            self._should,
            self._gives,
        )

    def _should(self, key: Key, mark: Mark) -> str:
        """Return what is right for a line, with the student's own earlier numbers."""
        lines = self.marking.lines_for(mark)
        if key == mark.key and lines is self.marking.scheme:
            return self.sentences.shown(key, mark.own, mark.cell)
        return self._gives(key, lines.formulas[key], lines)

    def _gives(self, key: Key, formula: Expr, lines: AnswerKey | None = None) -> str:
        """Return what a formula gives with the student's own numbers.

        What is not written follows from them by these lines; by those the sheet keeps to, if None.
        """
        with localcontext(WORK):
            box = self._values_by(lines or self.marking.scheme).value(formula)
        return self.sentences.shown(key, box.centre if box.known else None)

    def _values_by(self, lines: AnswerKey) -> StudentValues:
        """Return the student's numbers; what is not written follows from them by these lines."""
        if lines is self.marking.scheme:
            return self.marking.world
        return StudentValues(lines.formulas, self.marking.world.written, lines.fixed)

    def _numbers_by(self, right: AnswerKey, lines: Iterable[Line]) -> dict[Key, str]:
        """Return what is not written, of what is put into some lines, as it follows by the key."""
        keys = {key for line in lines for key in line.formula.refs()}
        return {
            key: self._number(key, right)
            for key in keys - self.marking.world.written.keys()
            if key in right.formulas
        }

    def _first(self, solution: Solution, lines: list[Line]) -> Iterator[Block]:
        """Show the first mistake, and the right line with the student's own numbers."""
        first = self.marking.first_error
        if first is None:
            return
        symbol = self.sentences.symbol
        if first.most or self.marking.score < self.marking.most:
            yield Section(say("The first mistake"))
        else:
            yield Section(say("A mistake in what nobody asked for"))
        written = first.cell.raw.strip() if first.cell else ""
        says = say("You wrote {symbol} = {raw}.", symbol=symbol(first.key), raw=written)
        yield self._paragraph(solution, says, [first.key])
        if (at := self._place(first)) != first.key:
            says = say(
                "It shows a mistake in {symbol}, which is left out.",
                symbol=self.sentences.symbol(at),
            )
            yield self._paragraph(solution, says, [at])
        if lines:
            yield Paragraph(say("With your own numbers it is:"))
            yield Lines("", WORKED, lines)

    def _number(self, key: Key, lines: AnswerKey | None = None) -> str:
        """Return a number as the student has it, or as it follows by these lines."""
        lines = lines or self.marking.scheme
        given = lines.formulas.get(key)
        if isinstance(given, Number):
            return given.text
        cell = self.answers.cells.get(key)
        if cell is not None and cell.value is not None:
            return format(cell.value, "f") if -9 < cell.value.adjusted() < 9 else str(cell.value)
        with localcontext(WORK):
            box = self._values_by(lines).seen(key)
        return self.sentences.shown(key, box.centre if box.known else None)

    def _table(self, solution: Solution) -> Iterator[Block]:
        rows = [self._row(mark) for mark in self.marking.marks if mark.verdict != "blank"]
        blank = [mark for mark in self.marking.marks if mark.verdict == "blank"]
        if rows:
            columns = (
                say("quantity"),
                say("written"),
                say("from your numbers"),
                say("right"),
                say("verdict"),
            )
            listed = tuple(_listed(columns, row) for row in rows)
            tones = tuple(TONES[m.verdict] for m in self.marking.marks if m.verdict != "blank")
            keys = [mark.key for mark in self.marking.marks if mark.verdict != "blank"]
            cells: list[tuple[Inline, ...]] = [
                (self._mention(solution, key), *row[1:])
                for key, row in zip(keys, rows, strict=True)
            ]
            yield Grid(say("Marks by quantity"), head(*columns), cells, listed, tones)
            yield from self._notes(solution)
        if blank:
            says = say("Left blank: {names}.", names=self.sentences.listed(m.key for m in blank))
            yield self._paragraph(solution, says, [m.key for m in blank[:MAX_LISTED_NAMES]])

    def _row(self, mark: Mark) -> list[str]:
        raw = cleaned(mark.cell.raw.strip()) if mark.cell else ""
        written = mark.cell if TONES[mark.verdict] == "bad" else None
        own, true = (
            self.sentences.shown(mark.key, value, written) for value in (mark.own, mark.true)
        )
        return [self.sentences.symbol(mark.key), raw, own, true, say(VERDICT_WORDS[mark.verdict])]

    def _notes(self, solution: Solution) -> Iterator[Block]:
        """Say what is to be said about single cells, each sentence once."""
        codes: dict[str, list[Key]] = {}
        for mark in self.marking.marks:
            if mark.verdict not in ROOTS:
                for code in mark.notes:
                    codes.setdefault(code, []).append(mark.key)
        for code, keys in codes.items():
            says = say("{names}: {says}.", names=self.sentences.listed(iter(keys)), says=note(code))
            yield self._paragraph(solution, says, keys[:MAX_LISTED_NAMES])

    def _for_teacher(self, solution: Solution) -> Iterator[Block]:
        found = [(mark.key, each) for mark in self.marking.marks for each in mark.mistakes]
        said = [
            (each.rule, say(CERTAINTY_WORDS[each.sure]), f"{each.chance:.1g}") for _, each in found
        ]
        rows: list[tuple[Inline, ...]] = [
            (self._mention(solution, key), *words)
            for (key, _), words in zip(found, said, strict=True)
        ]
        if rows:
            listed = tuple(
                " ".join((self.sentences.symbol(key), *words))
                for (key, _), words in zip(found, said, strict=True)
            )
            headers = head(say("quantity"), say("rule"), say("certainty"), say("chance"))
            yield Grid(say("For the teacher"), headers, rows, listed)

    def _remarks(self) -> Iterator[Block]:
        if worked_in := precision(self.marking.precision):
            yield Paragraph(worked_in)
        for text in (*self.answers.unknown, *self.answers.notes):
            asks = text.endswith(("?", "？"))
            yield Paragraph(
                say("Note: {text}", text=text) if asks else say("Note: {text}.", text=text)
            )
        yield Paragraph(rules_of_credit(self.options, not self.form_told))

    def _paragraph(self, solution: Solution, text: str, keys: Sequence[Key]) -> Paragraph:
        """Return a sentence in which the symbols of quantities stand, in this order."""
        items = [self._mention(solution, key) for key in keys]
        return Paragraph(text, tuple(item for item in items if isinstance(item, Mention)))

    def _mention(self, solution: Solution, key: Key) -> Inline:
        """Return the symbol of a quantity, which every format writes with its own signs.

        Sample and epoch are no part of a symbol; where there are several, they are written.
        """
        line = None if self.sentences.long else solution.calculation.by_key.get(key)
        return self.sentences.symbol(key) if line is None else Mention(line, "symbol")


def _listed(headers: Sequence[str], row: Sequence[str]) -> str:
    """Return a row of the table for a page too narrow for it."""
    first, *numbers, verdict = row
    named = (f"{name} {text}" for name, text in zip(headers[1:-1], numbers, strict=True))
    values = say(", ").join(named)
    return say("{quantity}: {verdict} ({values})", quantity=first, verdict=verdict, values=values)
