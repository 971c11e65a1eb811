r"""Numbas: one question for each exercise, whose parts follow through.

Every line is a variable whose definition is its formula. Where an answer is wrong, Numbas puts it
in the place of its variable, works out anew what hangs on it, and marks the next part by that.
Source: Numbas documentation, question file format, adaptive marking, and JME reference.
"""

import json
from collections.abc import Iterator, Sequence
from html import escape
from operator import attrgetter
from typing import Any

from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key
from bpcalc.report.follow_through import FollowThrough
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.quiz import Question, Quiz, positional
from bpcalc.report.quiz_code import QuizCode, QuizLanguage
from bpcalc.report.quizzes import QuizFormat

HEAD = "// Numbas version: finer_feedback_settings\n"

DOUBLE_SLACK = "1.000000001"
"""So much further reach bounds than half a unit, for what floats lose."""

JME = QuizLanguage(
    name="Numbas",
    word=attrgetter("numbas"),
    choice="if({tested}>0,{above},{otherwise})",
)

Data = dict[str, Any]


class Jme(QuizCode):
    """The reading of a formula in the language of Numbas."""

    def __init__(self, quiz: Quiz, moved: Key | None = None) -> None:
        """Name the quantities of a quiz.

        Args:
            quiz: the quiz.
            moved: a quantity that is taken as far off as its digits allow.
        """
        names = {key: f"q{place}" for place, key in enumerate(quiz.scheme.formulas, 1)}
        if moved is not None:
            names[moved] = f"({names[moved]} + {names[moved]}_reach)"
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
    variables = dict(_variables(quiz, jme))
    givens = "".join(f"<p>{given.text(escape)}</p>" for given in quiz.givens())
    return {
        "name": quiz.title,
        "statement": givens,
        "variables": variables,
        "ungrouped_variables": [*variables],
        "parts": [_part(quiz, jme, question) for question in quiz.questions],
    }


def _variables(quiz: Quiz, jme: Jme) -> Iterator[tuple[str, Data]]:
    """Yield every line, and of what is asked for how far an answer, and what follows, may be off.

    An answer that is rounded reaches to half a unit; the number itself, as long as no answer stands
    in its place, is exact.
    """
    follow = FollowThrough(quiz)
    for key, formula in quiz.scheme.formulas.items():
        yield _variable(jme.ref(key), _rounded(quiz, key, formula, formula.fold(jme)))
    for asked in quiz.questions:
        yield _variable(f"{jme.ref(asked.key)}_reach", _reach(quiz, asked, jme.ref(asked.key)))
    for asked in quiz.questions:
        line = follow.line(asked.key)
        moved = (Jme(quiz, parent.key) for parent in follow.parents(asked))
        parts = [f"abs({line.fold(each)} - {line.fold(jme)})" for each in moved]
        yield _variable(f"{jme.ref(asked.key)}_off", " + ".join(parts) or "0")


def _reach(quiz: Quiz, asked: Question, name: str) -> str:
    """Return how far an answer reaches; 0 for the number itself, unless that is rounded as well."""
    half, key = _half(quiz, asked, name), positional(asked.bounds.centre)
    if quiz.calculation.exercise.rounding.stored(asked.key.kind):
        return half
    # JME has no exponents: 1e-12 would be e - 12.
    return f"if(abs({name} - ({key})) <= 10^(-12)*abs({name}) + 10^(-15), 0, {half})"


def _variable(name: str, definition: str) -> tuple[str, Data]:
    return name, {
        "name": name,
        "group": "Ungrouped variables",
        "definition": definition,
        "description": "",
        "templateType": "anything",
        "can_override": False,
    }


def _rounded(quiz: Quiz, key: Key, formula: Expr, definition: str) -> str:
    """Return a definition that is rounded as the exercise says before it is carried on."""
    digits = quiz.calculation.exercise.rounding.stored(key.kind)
    if digits is None or isinstance(formula, Number):
        return definition
    call = "siground" if digits.significant else "precround"
    return f"{call}({definition}, {digits.count})"


def _part(quiz: Quiz, jme: Jme, asked: Question) -> Data:
    return {
        **_entry(quiz, asked, jme.ref(asked.key), f"{jme.ref(asked.key)}_off"),
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


def _entry(quiz: Quiz, asked: Question, value: str, off: str = "0") -> Data:
    half = f"({_half(quiz, asked, value)} + {off})"
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
