"""GIFT: numerical questions of Moodle as text.

Source: Moodle, question/format/gift/format.php.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from bpcalc.locale import say
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.quiz import Bounds, Question, Quiz
from bpcalc.report.quizzes import QuizFormat

_MATHS = r"\\({}\\)"
_SPECIAL = re.compile(r"[\\~=#{}:]")


def _write(quizzes: Sequence[Quiz]) -> str:
    return "\n\n".join(block for quiz in quizzes for block in _blocks(quiz)) + "\n"


def _blocks(quiz: Quiz) -> Iterator[str]:
    yield f"// {quiz.title}".replace("\n", " ")
    givens = "<br/>".join(given.text(_escaped, _MATHS) for given in quiz.preface())
    yield f"::{_escaped(quiz.title)}::[html]{givens}"
    for question in quiz.questions:
        yield "\n".join(_lines(question))


def _lines(question: Question) -> Iterator[str]:
    yield f"::{_escaped(question.title)}::[html]{question.text(_escaped, _MATHS)} {{#"
    yield from _answers("=", question.bounds, say("Right."))
    for mistake in question.mistakes:
        yield from _answers("=%0%", mistake.bounds, mistake.says)
    yield "}"


def _answers(sign: str, bounds: Bounds, says: str) -> Iterator[str]:
    for middle, tolerance in bounds.parts:
        yield f"{sign}{middle}:{tolerance}#{_escaped(says)}"


def _escaped(text: str) -> str:
    """Return a text in which nothing means anything to GIFT, or to HTML."""
    plain_text = escape(" ".join(text.split()), quote=False)
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", plain_text)


FORMAT = QuizFormat(suffixes=(".gift",), ownership=Signed(comment("// ")), write=_write)
