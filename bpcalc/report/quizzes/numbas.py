r"""Numbas: one question for each exercise, whose parts follow through.

Every line is a variable whose definition is its formula. Where an answer is wrong, Numbas puts it
in the place of its variable, works out anew what hangs on it, and marks the next part by that.
Source: Numbas documentation, question file format, adaptive marking, and JME reference.
"""

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from bpcalc.maths.keys import Key
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.quiz import Question, Quiz
from bpcalc.report.quiz_code import QuizCode, QuizLanguage
from bpcalc.report.quizzes import QuizFormat

HEAD = "// Numbas version: finer_feedback_settings\n"

DOUBLE_SLACK = "1.000000001"
"""So much further reach bounds than half a unit, for what floats lose."""

JME = QuizLanguage(
    name="Numbas",
    calls={
        "exp": "exp({})",
        "ln": "ln({})",
        "tanh": "tanh({})",
        "cosh": "cosh({})",
        "cos": "cos({})",
        "max": "max({},{})",
        "min": "min({},{})",
        "max0": "max(0,{})",
        "abs": "abs({})",
        "sign": "sign({})",
        "sqrt": "sqrt({})",
        "pi": "pi",
        "step": "if({}<0,0,1)",
    },
    choice="if({tested}>0,{above},{otherwise})",
)

Data = dict[str, Any]


class Jme(QuizCode):
    """The reading of a formula in the language of Numbas."""

    def __init__(self, quiz: Quiz) -> None:
        """Name the quantities of a quiz."""
        names = {key: f"q{place}" for place, key in enumerate(quiz.scheme.formulas, 1)}
        super().__init__(JME, names.__getitem__)


def _write(quizzes: Sequence[Quiz]) -> str:
    exam = {
        "name": quizzes[0].title,
        "showQuestionGroupNames": False,
        "question_groups": [
            {
                "name": "",
                "pickingStrategy": "all-ordered" if len(quizzes) == 1 else "random-subset",
                "pickQuestions": 1,
                "questions": [_question(quiz) for quiz in quizzes],
            }
        ],
        "metadata": {"licence": "None specified"},
    }
    return HEAD + json.dumps(exam, ensure_ascii=False, indent=1) + "\n"


def _question(quiz: Quiz) -> Data:
    jme = Jme(quiz)
    givens = "".join(f"<p>{given.text(escape)}</p>" for given in quiz.givens())
    return {
        "name": quiz.title,
        "statement": givens,
        "variables": dict(_variables(quiz, jme)),
        "ungrouped_variables": [jme.ref(key) for key in quiz.scheme.formulas],
        "parts": [_part(quiz, jme, question) for question in quiz.questions],
    }


def _variables(quiz: Quiz, jme: Jme) -> Iterator[tuple[str, Data]]:
    for key, formula in quiz.scheme.formulas.items():
        name = jme.ref(key)
        yield (
            name,
            {
                "name": name,
                "group": "Ungrouped variables",
                "definition": formula.fold(jme),
                "description": "",
                "templateType": "anything",
                "can_override": False,
            },
        )


def _part(quiz: Quiz, jme: Jme, asked: Question) -> Data:
    return {
        **_entry(quiz, asked, jme.ref(asked.key)),
        "marks": 1,
        "prompt": f"<p>{asked.text(escape)}</p>",
        "variableReplacements": list(_replacements(quiz, jme, asked.key)),
        "variableReplacementStrategy": "originalfirst",
        "adaptiveMarkingUseCondition": "true",
        "adaptiveMarkingPenalty": 0,
        "alternatives": [
            {
                **_entry(quiz, asked, mistake.formula.fold(jme)),
                "marks": 0,
                "useAlternativeFeedback": False,
                "alternativeFeedbackMessage": escape(mistake.says),
            }
            for mistake in asked.mistakes
        ],
    }


def _entry(quiz: Quiz, asked: Question, value: str) -> Data:
    half = _half(quiz, asked, value)
    return {
        "type": "numberentry",
        "minValue": f"{value} - {half}",
        "maxValue": f"{value} + {half}",
        "correctAnswerFraction": False,
        "allowFractions": False,
        "showCorrectAnswer": True,
        "notationStyles": ["plain", "en", "si-en", "scientific"],
    }


def _half(quiz: Quiz, asked: Question, value: str) -> str:
    """Return half a unit of the last digit that is asked of a value."""
    digits = quiz.digits(asked.key)
    if not digits.significant:
        return f"{DOUBLE_SLACK}*0.5*10^(-{digits.count})"
    first = f"floor(log(if(abs({value})>0,abs({value}),1)))"
    return f"{DOUBLE_SLACK}*0.5*abs(sign({value}))*10^({first} - {digits.count - 1})"


def _replacements(quiz: Quiz, jme: Jme, key: Key) -> Iterator[Data]:
    """Yield the answers that a part builds on: those of the lines that lead to it."""
    parts = {question.key: f"p{place}" for place, question in enumerate(quiz.questions)}
    waiting, seen = list(quiz.scheme.parents[key]), set()
    for parent in waiting:
        if parent in seen:
            continue
        seen.add(parent)
        if parent in parts:
            yield {"variable": jme.ref(parent), "part": parts[parent], "must_go_first": False}
        else:
            waiting.extend(quiz.scheme.parents.get(parent, ()))


FORMAT = QuizFormat(suffixes=(".exam",), ownership=Signed(comment("// ")), write=_write)
