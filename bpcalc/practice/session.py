"""One practice: what is asked, what has been answered, and what the marker says to it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bpcalc.calc.lines import Line
from bpcalc.checking.answers import Answers
from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asking, digits_compared, same_quantities
from bpcalc.checking.messages import NOTES, note
from bpcalc.checking.verdicts import ACCEPTED, Mark, Marking
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import in_a_row, say, say_many
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.notation.writing import UNICODE, CharacterSet
from bpcalc.practice.arithmetic import typed
from bpcalc.report.marking import Report
from bpcalc.report.student_solution import StudentSolution

_COMMA = re.compile("[,，]")

Row = tuple[str, ...]
"""What stands between equals signs."""


class Reply(NamedTuple):
    """What is said to an answer.

    Attributes:
        accepted: whether the next line comes.
        row: a line of the calculation to be shown with it, part by part; empty for none.
        says: sentences.
    """

    accepted: bool
    says: str
    row: Row = ()


@dataclass
class Progress:
    """How far a practice has come.

    Attributes:
        place: which of the lines is asked.
        answers: what was answered, by full name.
        wrong: wrong answers given before, by full name.
        shown: full names of the values that were shown.
    """

    place: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        """Whether anything was answered, or a value shown."""
        return bool(self.answers or self.wrong or self.shown)


class Session:
    """The practice of one exercise.

    Attributes:
        exercise: with the digits that are asked for.
        marker: marks it.
        keys: the lines that are asked, in order of working.
        progress: how far it has come.
    """

    def __init__(
        self,
        exercise: Exercise,
        characters: CharacterSet = UNICODE,
        kinds: Collection[Kind] | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Ask for the lines of an exercise.

        Args:
            exercise: the exercise.
            characters: in which lines are written.
            kinds: what is asked for; the rest is filled in. None: everything.
            progress: of an earlier time.
        """
        self.exercise = asking(exercise, told=False)
        self.marker = Marker(self.exercise)
        self._characters = characters
        self._spelling = self.marker.names.own
        self.keys = [key for key in self.marker.asked if kinds is None or key.kind in kinds]
        self.progress = progress or Progress()
        filled = (key for key in self.marker.asked if key not in set(self.keys))
        rounding = self.exercise.rounding
        self._filled = {
            key: rounding.shown(key.kind, self.marker.scheme.values[key]) for key in filled
        }
        self.rules: Counter[str] = Counter()

    def name(self, key: Key) -> str:
        """Return the full name of a quantity."""
        return self._spelling.full(key)

    @property
    def key(self) -> Key | None:
        """The line that is asked; None after the last one."""
        place = self.progress.place
        return self.keys[place] if place < len(self.keys) else None

    def move(self, steps: int) -> bool:
        """Go back or forth; return whether that was possible."""
        place = self.progress.place + steps
        possible = 0 <= place <= len(self.keys)
        if possible:
            self.progress.place = place
        return possible

    def givens(self) -> list[str]:
        """Return what the exercise gives."""
        own = self._own()
        lines = [line for line in self.marker.calculation if own.is_given(line)]
        pairs = [(self.symbol(line.key), own.shown(line)) for line in lines]
        return [f"{symbol} = {number}" for symbol, number in dict(pairs).items()]

    def symbol(self, key: Key) -> str:
        """Return the symbol of a quantity."""
        return self._report(self._marked()).sentences.symbol(key)

    def question(self, key: Key) -> Row:
        """Return the line that is asked, without its value."""
        return self.symbol(key), self._own().formula(self._worked(key)), "?"

    def formulas(self, key: Key) -> list[Row]:
        """Return the formula of a line, and of the factors in it that are not asked for."""
        own = self._own()
        return [(self.symbol(named), own.formula(line)) for named, line in self._with_factors(key)]

    def numbers(self, key: Key) -> list[Row]:
        """Return the same with the numbers put in, as they have been answered."""
        own = self._own()
        return [
            (self.symbol(named), own.formula(line), own.substitution(line))
            for named, line in self._with_factors(key)
        ]

    def show(self, key: Key) -> Row:
        """Fill the value of a line in, and return it."""
        marking = self._marked(without=key)
        mark = _mark_of(marking, key)
        raw = self._report(marking).sentences.shown(
            key, mark.true if mark.own is None else mark.own
        )
        name = self.name(key)
        self.progress.answers[name] = raw
        if name not in self.progress.shown:
            self.progress.shown.append(name)
        return self.symbol(key), raw

    def answer(self, key: Key, text: str) -> Reply:
        """Take an answer down, and return what is to be said to it."""
        found = typed(text, key.kind, self.exercise.rounding, self._names())
        if found.problem:
            return Reply(False, say("This cannot be read: {reason}.", reason=found.problem))
        name = self.name(key)
        before = self.progress.answers.get(name)
        self.progress.answers[name] = found.raw
        marking = self._marked()
        mark = _mark_of(marking, key)
        row = (self.symbol(key), found.raw) if found.worked else ()
        if "few" in mark.notes:
            self._put_back(name, before)
            return Reply(False, self._more_digits(key), row)
        if mark.verdict in ACCEPTED:
            return Reply(True, self._praise(mark), row)
        self.progress.wrong.setdefault(name, []).append(found.raw)
        self.rules.update(one.rule for one in mark.mistakes[:1])
        return Reply(False, self._objection(marking, mark), self._did(marking, mark) or row)

    def _put_back(self, name: str, before: str | None) -> None:
        if before is None:
            del self.progress.answers[name]
        else:
            self.progress.answers[name] = before

    def _more_digits(self, key: Key) -> str:
        """Ask for the digits that are wanted."""
        digits = digits_compared(self.exercise.rounding, key.kind, self.marker.scheme.values[key])
        if digits.significant:
            wanted = say("{n} significant digits", n=digits.count)
        else:
            wanted = say("{n} decimals", n=digits.count)
        return say("Right so far, but with {digits}, please.", digits=wanted)

    def _praise(self, mark: Mark) -> str:
        words = say("Right.") if mark.verdict != "follow" else say("Right, from your own numbers.")
        if mark.verdict == "convention":
            words = say("Right, by another convention.")
        notes = [note(code) for code in mark.notes if code in NOTES]
        return in_a_row([words, *(say("But {says}.", says=one) for one in notes)])

    def _objection(self, marking: Marking, mark: Mark) -> str:
        report = self._report(marking)
        found = [one for one in marking.findings if mark.key in one.keys]
        if not found:
            return say("This is not right.")
        return in_a_row([say("This is not right."), *map(report.sentences.of_finding, found)])

    def _did(self, marking: Marking, mark: Mark) -> Row:
        """Return what a known mistake has been, with the numbers of whoever made it."""
        report = self._report(marking)
        found = next((one for one in marking.findings if mark.key in one.keys), None)
        compared = found and report.compared(found, self._own())
        if not compared or not compared.did.formula:
            return ()
        return self.symbol(compared.key), *compared.did

    # what there is to show ---------------------------------------------------------------------

    def _line(self, key: Key) -> Line:
        return self.marker.calculation.by_key[key]

    def _worked(self, key: Key) -> Line:
        """Return the line in which a quantity is worked out; a total of one error is that error."""
        line = self._line(key)
        same = same_quantities(self.marker.scheme.formulas)
        other = next((one for one, told in same.items() if told == key), None)
        return line if other is None else self._line(other)

    def _with_factors(self, key: Key) -> Iterator[tuple[Key, Line]]:
        """Yield a line behind those of the factors in it, which no sheet asks for.

        Beside each stands under which name it is shown.
        """
        line = self._worked(key)
        asked = set(self.marker.asked)
        for leaf in dict.fromkeys(line.formula.refs()):
            if leaf.kind in FACTOR_KINDS and leaf not in asked:
                yield leaf, self._line(leaf)
        yield key, line

    def cells(self) -> dict[Key, Cell]:
        """Return the sheet as it is filled in by now."""
        answered = {key: self.progress.answers.get(self.name(key)) for key in self.keys}
        texts = {**self._filled, **{key: text for key, text in answered.items() if text}}
        # A number alone has no thousands: `0,114` is no 114.
        return {
            key: read_cell(text, "comma" if _COMMA.search(text) else "point")
            for key, text in texts.items()
        }

    def _names(self) -> dict[str, str]:
        """Return the numbers that may be called by name in arithmetic."""
        own, cells = self._own(), self.cells()
        found = {}
        for line in self.marker.calculation:
            name = self.name(line.key)
            cell = cells.get(line.key) if name in self.progress.answers else None
            if cell is not None and cell.value is not None and name.isidentifier():
                found[name] = format(cell.value, "f")  # however it was typed
            elif own.is_given(line) and name.isidentifier():
                found[name] = own.shown(line)
        return found

    def _marked(self, without: Key | None = None) -> Marking:
        cells = self.cells()
        if without is not None:
            cells.pop(without, None)
        return self.marker.mark(cells)

    def _report(self, marking: Marking) -> Report:
        answers = Answers(self.cells())
        return Report(marking, answers, self.marker.options, self._spelling, self._characters)

    def _own(self) -> StudentSolution:
        """Return the calculation with the numbers that have been answered."""
        texts = {key: cell.raw for key, cell in self.cells().items()}
        return StudentSolution(self.marker.calculation, texts, self._characters)

    # the end -----------------------------------------------------------------------------------

    @cached_property
    def _wanted(self) -> set[Key]:
        return set(self.keys)

    def wrong_keys(self) -> list[Key]:
        """Return the lines that went wrong, or had to be shown."""
        progress = self.progress
        return [key for key in self.keys if {self.name(key)} & {*progress.wrong, *progress.shown}]

    def summary(self) -> list[str]:
        """Return the mark, and what went wrong, in sentences."""
        progress = self.progress
        marks = {mark.key: mark for mark in self._marked().marks}
        right = [key for key in self.keys if marks[key].verdict in ACCEPTED]
        shown = [key for key in right if self.name(key) in progress.shown]
        late = [key for key in right if self.name(key) in progress.wrong and key not in shown]
        at_once = len(right) - len(shown) - len(late)
        parts = [
            say("{n} of {m} lines right at once", n=at_once, m=len(self.keys)),
            say_many("1 at another try", "{n} at another try", len(late)) if late else "",
            say_many("1 shown", "{n} shown", len(shown)) if shown else "",
            say_many("1 open or wrong", "{n} open or wrong", len(self.keys) - len(right))
            if len(right) < len(self.keys)
            else "",
        ]
        lines = [say("{parts}.", parts=say(", ").join(filter(None, parts)))]
        lines.append(say("Mark: {n} of {m}.", n=len(right) - len(shown), m=len(self.keys)))
        wrong = self.wrong_keys()
        if wrong:
            names = ", ".join(dict.fromkeys(map(self.symbol, wrong)))
            lines.append(say("To practise: {names}.", names=names))
        return lines


def _mark_of(marking: Marking, key: Key) -> Mark:
    return next(mark for mark in marking.marks if mark.key == key)
