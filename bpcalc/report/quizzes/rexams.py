"""R/exams: a cloze of numbers in R Markdown, from which R/exams makes quizzes and papers.

Of several exercises, every run draws one. R/exams has no sentences for single wrong numbers; they
stand in the solution, behind the number that they belong to.
Source: R/exams, package exams 2.4, read_metainfo.R and its example exercises.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from bpcalc.locale import say
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.quiz import Question, Quiz, positional
from bpcalc.report.quizzes import QuizFormat

_MATHS = "${}$"
_SPECIAL = re.compile(r"[!-/:-@\[-_{-~]")


def _write(quizzes: Sequence[Quiz]) -> str:
    if len(quizzes) == 1:
        return "\n".join(_exercise(quizzes[0]))
    lines = ['```{r, echo = FALSE, results = "hide"}']
    lines += [f"version <- sample({len(quizzes)}, 1)", "```", ""]
    for number, quiz in enumerate(quizzes, start=1):
        lines += [f"```{{asis, echo = version == {number}}}", *_exercise(quiz), "```", ""]
    return "\n".join(lines)


def _exercise(quiz: Quiz) -> Iterator[str]:
    yield from _heading("Question", "=")
    yield from (_escaped(quiz.title), "")
    for given in quiz.preface():
        yield from (f"{_escaped(given.title)} {_formulas(given.formulas)}".rstrip(), "")
    yield from _list(quiz, lambda asked: _asked(asked))
    yield from _heading("Solution", "=")
    yield from _list(quiz, _solution)
    yield from _heading("Meta-information", "=")
    yield f"exname: {re.sub(r'[|`]', ' ', ' '.join(quiz.title.split()))}"
    yield "extype: cloze"
    yield f"exclozetype: {'|'.join('num' for _ in quiz.questions)}"
    yield f"exsolution: {'|'.join(each.bounds.around[0] for each in quiz.questions)}"
    yield f"extol: {'|'.join(each.bounds.around[1] for each in quiz.questions)}"


def _heading(text: str, line: str) -> Iterator[str]:
    yield from (text, line * len(text))


def _list(quiz: Quiz, write: Callable[[Question], str]) -> Iterator[str]:
    yield from _heading("Answerlist", "-")
    for asked in quiz.questions:
        yield f"* {write(asked)}"
    yield ""


def _asked(asked: Question) -> str:
    formula = _MATHS.format(asked.formula)
    return f"{_escaped(asked.name)}: {formula} = ? {_escaped(asked.digits)}"


def _solution(asked: Question) -> str:
    right = f"{_escaped(asked.name)} = {_escaped(asked.shown)}."
    mistakes = (
        f"{_escaped(positional(each.bounds.value))}: {_escaped(each.says)}"
        for each in asked.mistakes
    )
    return " ".join([right, _escaped(say("Usual mistakes give:")), *mistakes])


def _formulas(formulas: Sequence[str]) -> str:
    return ", ".join(map(_MATHS.format, formulas))


def _escaped(text: str) -> str:
    """Return a text in which nothing means anything to Pandoc, or to R."""
    plain = _SPECIAL.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))
    return plain.replace("`", "&#96;")


FORMAT = QuizFormat(suffixes=(".Rmd",), ownership=Signed(comment("<!-- ", " -->")), write=_write)
