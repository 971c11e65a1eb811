"""The questions of a quiz as functions of one another's answers.

A question is a formula in the answers to others and in numbers; what no sheet asks for, such as
the factors of a delta, is written out in it. Platforms that mark by the student's own earlier
answers work these formulas out.
"""

from collections.abc import Iterable
from decimal import Decimal, localcontext
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.cells import half_unit
from bpcalc.checking.marking_rule import asked_exponent
from bpcalc.checking.substitution import rebuilt
from bpcalc.maths.expr import Expr, Number, Ref
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.report.quiz import Mistake, Question, Quiz

BARE = tuple(map(Decimal, ("0", "1", "-1")))
"""Numbers from which, if nobody knows where they come from, no credit follows: they make the work
of the lines behind them vanish."""

NO_WORK = "it follows from your numbers, but only because a 0 or 1 made it vanish"

MORE_DIGITS = 3
"""So many more than asked for has an answer of a trial, that it fits one formula only."""


class Trial(NamedTuple):
    """An answer that shows a mistake.

    Attributes:
        question: to which it is given.
        answer: the number.
        mistake: which one of the question it shows, counted from 0; None: any of them, or none.
    """

    question: Question
    answer: Decimal
    mistake: int | None


class FollowThrough:
    """The questions of one quiz, each as it follows from the others.

    Attributes:
        quiz: the quiz.
        questions: by quantity.
    """

    def __init__(self, quiz: Quiz) -> None:
        """Look at this quiz."""
        self.quiz = quiz
        self.questions = {question.key: question for question in quiz.questions}
        self._lines: dict[Key, Expr] = {}
        self._parents: dict[Key, list[Question]] = {}
        self._bare: dict[Key, list[Mistake]] = {}
        self._sources: dict[Key, list[Question]] = {}

    def line(self, key: Key) -> Expr:
        """Return the right formula of a quantity, in what is asked for and numbers."""
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = self.written_out(self.quiz.scheme.formulas[key])
        return found

    def written_out(self, formula: Expr) -> Expr:
        """Return a formula with what nobody is asked for written out."""
        return rebuilt(formula, lambda key: None if key in self.questions else self.line(key))

    def parents(self, question: Question) -> list[Question]:
        """Return the questions whose answers a question is worked out from."""
        found = self._parents.get(question.key)
        if found is None:
            found = self._parents[question.key] = self._asked(self.line(question.key))
        return found

    def _asked(self, formula: Expr) -> list[Question]:
        return [self.questions[key] for key in dict.fromkeys(formula.refs())]

    def bare(self, question: Question) -> list[Decimal]:
        """Return the answers to a question that take no work where a factor of it is 0 or 1.

        Where a line is another number as it stands, there is no work that could vanish.
        """
        formulas = self.quiz.scheme.formulas
        if isinstance(formulas[question.key], Ref):
            return []
        parts = (formulas[key] for key in formulas[question.key].refs())
        givens = (part.value for part in parts if isinstance(part, Number))
        return list(dict.fromkeys([*BARE, *givens]))

    def bare_mistakes(self, question: Question) -> list[Mistake]:
        """Return the mistakes that give 0 or 1, or -1."""
        found = self._bare.get(question.key)
        if found is None:
            found = self._bare[question.key] = [
                mistake
                for mistake in question.mistakes
                if any(mistake.bounds.low <= bare <= mistake.bounds.high for bare in BARE)
            ]
        return found

    def needed(self, question: Question) -> list[Question]:
        """Return all questions that the answer may depend on, its mistakes included."""
        found = {question.key: question}
        waiting = [*self.parents(question), *self._built_on(question.mistakes)]
        for each in waiting:
            if each.key not in found:
                found[each.key] = each
                waiting += self._handed_on(each)
        return sorted(found.values(), key=attrgetter("place"))

    def _handed_on(self, question: Question) -> list[Question]:
        """Return what an answer depends on where it is an operand; asked for by all behind it."""
        found = self._sources.get(question.key)
        if found is None:
            wrong = self._built_on(self.bare_mistakes(question))
            found = self._sources[question.key] = [*self.parents(question), *wrong]
        return found

    def _built_on(self, mistakes: Iterable[Mistake]) -> list[Question]:
        wrong = (self.written_out(mistake.formula) for mistake in mistakes)
        return [question for formula in wrong for question in self._asked(formula)]

    # Trials -----------------------------------------------------------------------------------

    @cached_property
    def trials(self) -> list[list[Trial]]:
        """Sheets in which every question has its first mistake, its second, and so on.

        Mistakes are worked out with the wrong answers before them, as students do.
        """
        most = max((len(question.mistakes) for question in self.quiz.questions), default=0)
        with localcontext(WORK):
            return [sheet for turn in range(most) if (sheet := self._trial(turn))]

    def _trial(self, turn: int) -> list[Trial]:
        written: dict[Key, AffineNumber] = {}
        given = []
        for question in self.quiz.questions:
            if turn >= len(question.mistakes):
                continue
            world = self._world(written)
            box = world.value(question.mistakes[turn].formula)
            if not box.known:
                continue
            answer, half = self._written(question, box.centre)
            if self._clearly(question, answer, half, world) == turn:
                written = {**written, question.key: AffineNumber(answer, {}, half)}
                given.append((question, answer, half))
        world = self._world(written)  # a mistake may take the number of a later line
        return [
            Trial(question, answer, self._clearly(question, answer, half, world))
            for question, answer, half in given
        ]

    def _world(self, written: dict[Key, AffineNumber]) -> StudentValues:
        scheme = self.quiz.scheme
        return StudentValues(scheme.formulas, written, scheme.fixed)

    def _written(self, question: Question, value: Decimal) -> tuple[Decimal, Decimal]:
        """Return a value as it is written, and half a unit of the last digit asked for."""
        digits = self.quiz.digits(question.key)
        answer = self.quiz.rounded(question.key, value, MORE_DIGITS)
        return answer, half_unit(asked_exponent(digits, answer))

    def _clearly(
        self, question: Question, answer: Decimal, half: Decimal, world: StudentValues
    ) -> int | None:
        """Return which mistake an answer shows; None if it is right, or might be."""
        for box in (
            AffineNumber(self.quiz.scheme.values[question.key]),
            world.own(question.key),
        ):
            if not box.known or abs(answer - box.centre) <= 3 * half + 2 * box.radius:
                return None
        for place, mistake in enumerate(question.mistakes):
            box = world.value(mistake.formula)
            distance = abs(answer - box.centre) if box.known else half
            if distance <= half / 2:
                return place
            if distance <= 2 * half:
                return None
        return None
