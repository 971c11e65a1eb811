"""GIFT: numerical questions of Moodle as text.

Source: Moodle, question/format/gift/format.php.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from bpcalc.locale import say
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.quiz import Bounds, Question, Quiz, positional
from bpcalc.report.quizzes import QuizFormat

_SPECIAL = re.compile(r"[\\~=#{}:]")


def _write(quizzes: Sequence[Quiz]) -> str:
    return "\n\n".join(block for quiz in quizzes for block in _blocks(quiz)) + "\n"


def _blocks(quiz: Quiz) -> Iterator[str]:
    givens = ", ".join(rf"\({given}\)" for given in quiz.givens())
    yield f"// {quiz.title}".replace("\n", " ")
    yield f"::{_escaped(quiz.title)}::[html]{_escaped(say('Given:'))} {_escaped(givens)}"
    for number, question in enumerate(quiz.questions, start=1):
        yield "\n".join(_lines(question, number))


def _lines(question: Question, number: int) -> Iterator[str]:
    title = _escaped(f"{number:03} {question.name}")
    asked = _escaped(rf"\({question.formula} = {{?}}\)")
    yield f"::{title}::[html]{asked} {_escaped(question.digits)} {{#"
    yield f"={_value(question.bounds)}#{_escaped(say('Right.'))}"
    for mistake in question.mistakes:
        yield f"=%0%{_value(mistake.bounds)}#{_escaped(mistake.says)}"
    yield "}"


def _value(bounds: Bounds) -> str:
    return f"{positional(bounds.centre)}:{positional(bounds.half)}"


def _escaped(text: str) -> str:
    """Return a text in which nothing means anything to GIFT, or to HTML."""
    plain_text = escape(" ".join(text.split()), quote=False)
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", plain_text)


FORMAT = QuizFormat(suffixes=(".gift",), ownership=Signed(comment("// ")), write=_write)
