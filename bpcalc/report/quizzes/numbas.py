r"""Numbas: one question for each exercise, whose parts follow through.

Every line is a variable whose definition is its formula. Where an answer is wrong, Numbas puts the
answers before it in the place of variables, works out anew what hangs on them, and marks by that.
Inside, quantities are called after their place in the order of working: `q7` is the number that
counts for the seventh line, `s7` what was answered (infinite if nothing was), `w7` what follows,
`q7_reach` how far the number reaches, `q7_off` how far what follows may be off. A sheet of zeros
must not follow from its zeros: `u7` is whether the answer is a wrong 0 or 1, `x7` whether a mistake
gives it, `z7` whether it makes work behind it vanish, and `t7` whether a number that takes no work
earns nothing, because something before it has vanished that no mistake excuses.
Source: Numbas documentation, question file format, adaptive marking, and JME reference.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from operator import attrgetter
from typing import Any

from bpcalc.locale import say
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key
from bpcalc.report.follow_through import NO_WORK, FollowThrough
from bpcalc.report.ownership import Signed, in_place_of
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

SAME = "10^(-15)"
"""How far apart two numbers are that are the same. JME has no exponents: 1e-15 would be e - 15."""

UNANSWERED = "infinity"

NOBODY = "10^99"
"""What nobody answers: it stands for what an answer before it, such as 0, leaves no value."""

FAR = "10^9"
"""What follows is further off only where something before it has no value."""

HAS_NO_VALUE = {"ln": ">", "sqrt": ">="}
"""How the operands of functions must be to 0, so that there is a real value."""

_EXPONENTIAL = re.compile(r"exp\([^()]*\)")
_POSITIVE = re.compile(r"[\d. +()]*")

AS_WRITTEN = """\
studentNumber:
    parsedecimal(
        replace_regex("^( *-? *0),([0-9]+ *)$", "$1.$2", replace_regex("−", "-", studentAnswer)),
        settings["notationStyles"]
    )

raw_minvalue: settings["minvalue"]

raw_maxvalue: settings["maxvalue"]
"""
"""Answers are read as `check` does: 0,593 is 0.593, while 1,234 is a number of thousands.

Bounds stay as they are, also for an answer like 1.2e-3: else Numbas rounds them to its digits.
"""

IN_RANGE = """
numberInRange:
    if(studentNumber>=minvalue and studentNumber<=maxvalue,
        if({vanished} and min(map(abs(studentNumber-n), n, [{bare}])) <= {same},
            incorrect({says});
            end()
        ,
            correct()
        )
    ,
        incorrect();
        end()
    )
"""

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
        self._needs: dict[str, str] = {}  # what has to be true, with the operand that it is about

    def product(self, factors: list[str]) -> str:
        """Return the product; where 0·ln 0 is 0, nothing is asked of the logarithm."""
        product = super().product(factors)
        if product.startswith("if("):
            tested = product[len("if(") : product.index(">0,")]
            self._needs = {
                f"(not ({tested} > 0) or {need})" if f"ln({operand})" in product else need: operand
                for need, operand in self._needs.items()
            }
        return product

    def quotient(self, dividend: str, divisor: str) -> str:
        """Return the quotient, and take down that the divisor must not be 0."""
        if not _POSITIVE.fullmatch(_EXPONENTIAL.sub("1", divisor)):
            self._needs[f"abs({divisor}) > 0"] = divisor
        return super().quotient(dividend, divisor)

    def apply(self, function: str, *operands: str) -> str:
        """Return the value of a function, and take down where it has none."""
        sign = HAS_NO_VALUE.get(function)
        if sign and operands[0]:
            self._needs[f"{operands[0]} {sign} 0"] = operands[0]
        return super().apply(function, *operands)

    def worked(self, formula: Expr, otherwise: str) -> str:
        """Return the value of a formula, or something else where it has none.

        What has no value is a complex number in Numbas, and the part that meets it fails.
        """
        self._needs = {}
        value = formula.fold(self)
        needs = " and ".join(self._needs)
        return f"if({needs}, {value}, {otherwise})" if needs else value


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
        "metadata": {"licence": "None specified", "description": ""},
    }
    return HEAD + json.dumps(exam, ensure_ascii=False, indent=1) + "\n"


def _question(quiz: Quiz) -> Data:
    jme = Jme(quiz)
    follow = FollowThrough(quiz)
    variables = dict(_variables(quiz, jme, follow))
    givens = "".join(f"<p>{given.text(escape)}</p>" for given in quiz.givens())
    return {
        "name": quiz.title,
        "statement": givens,
        "variables": variables,
        "ungrouped_variables": [*variables],
        "parts": [_part(quiz, jme, follow, question) for question in quiz.questions],
    }


def _variables(quiz: Quiz, jme: Jme, follow: FollowThrough) -> Iterator[tuple[str, Data]]:
    """Yield every line, and of what is asked for what was answered, and how far all may be off.

    An answer that is rounded reaches to half a unit; the number itself, as long as no answer stands
    in its place, is exact.
    """
    for key, formula in quiz.scheme.formulas.items():
        name, definition = jme.ref(key), _rounded(quiz, key, formula, jme.worked(formula, NOBODY))
        if key not in follow.questions:
            yield _variable(name, definition)
            continue
        asked = follow.questions[key]
        yield _variable(_of("s", name), UNANSWERED)
        yield _variable(_of("w", name), definition)
        yield _variable(
            name, f"if({_of('s', name)} < {UNANSWERED}, {_of('s', name)}, {_of('w', name)})"
        )
        yield _variable(f"{name}_off", _off(quiz, jme, follow, asked))
        yield _variable(f"{name}_reach", _reach(quiz, asked, name))
    for asked in quiz.questions:
        yield from _bare(quiz, jme, follow, asked)
    for asked in quiz.questions:
        yield _variable(_of("t", jme.ref(asked.key)), _unexcused(jme, follow, asked))


def _of(letter: str, name: str) -> str:
    """Return the name of what else is known of a quantity."""
    return f"{letter}{name[1:]}"


def _off(quiz: Quiz, jme: Jme, follow: FollowThrough, asked: Question) -> str:
    """Return how far what follows may be off, as the numbers reach from which it does."""
    line = follow.line(asked.key)
    value = jme.worked(line, NOBODY)
    moved = (Jme(quiz, parent.key).worked(line, value) for parent in follow.parents(asked))
    return " + ".join(f"abs({each} - {value})" for each in moved) or "0"


def _reach(quiz: Quiz, asked: Question, name: str) -> str:
    """Return how far an answer reaches, or what follows if there is none."""
    half = _half(quiz, asked, name)
    if quiz.calculation.exercise.rounding.stored(asked.key.kind):
        return half
    return f"if({_of('s', name)} < {UNANSWERED}, {half}, {name}_off)"


def _bare(
    quiz: Quiz, jme: Jme, follow: FollowThrough, asked: Question
) -> Iterator[tuple[str, Data]]:
    """Yield whether an answer is a wrong 0 or 1, whether a mistake gives it, and more.

    A blank hands on what stands before it, and so does an answer that took no work.
    """
    name = jme.ref(asked.key)
    s, u, w = (_of(letter, name) for letter in "suw")
    low, high = asked.bounds.edges
    right = f"({s} >= ({low}) and {s} <= ({high}))"
    follows = f"(abs({s} - {w}) <= {_half(quiz, asked, w)} + {name}_off)"
    bare = f"min(abs({s}), abs(abs({s}) - 1)) <= {SAME}"
    yield _variable(u, f"{bare} and not {right} and not {follows}")
    given = (jme.worked(mistake.formula, NOBODY) for mistake in follow.bare_mistakes(asked))
    shown = (f"abs({s} - {value}) <= {_half(quiz, asked, value)}" for value in given)
    yield _variable(_of("x", name), f"{u} and ({' or '.join(shown) or 'false'})")
    culprits = _culprits(jme, follow, asked)
    numbers = " or ".join(f"abs({s} - ({positional(n)})) <= {SAME}" for n in follow.bare(asked))
    handed = f"{u} or ({follows} and not {right} and ({culprits}) and ({numbers or 'false'}))"
    yield _variable(_of("z", name), f"if({s} < {UNANSWERED}, {handed}, {culprits})")


def _culprits(jme: Jme, follow: FollowThrough, asked: Question) -> str:
    """Return whether something has vanished from which a line is worked out."""
    parents = follow.parents(asked)
    return " or ".join(_of("z", jme.ref(parent.key)) for parent in parents) or "false"


def _unexcused(jme: Jme, follow: FollowThrough, asked: Question) -> str:
    """Return whether work has vanished, and not only by one mistake that is known."""
    before = [jme.ref(each.key) for each in follow.needed(asked) if each.place < asked.place]
    if not before:
        return "false"
    wrong, known = (" + ".join(f"if({_of(c, each)},1,0)" for each in before) for c in "ux")
    return f"({_culprits(jme, follow, asked)}) and ({wrong} > 1 or {wrong} > {known})"


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


def _part(quiz: Quiz, jme: Jme, follow: FollowThrough, asked: Question) -> Data:
    name = jme.ref(asked.key)
    return {
        **_entry(quiz, asked, name, f"{name}_off"),
        "marks": 1,
        "prompt": f"<p>{asked.text(escape)}</p>",
        "customMarkingAlgorithm": AS_WRITTEN + _in_range(name, follow, asked),
        "variableReplacements": list(_replacements(jme, follow, asked)),
        "variableReplacementStrategy": "originalfirst",
        "adaptiveMarkingUseCondition": "true",
        "adaptiveMarkingPenalty": 0,
        "alternatives": [
            {
                **_entry(quiz, asked, jme.worked(mistake.formula, NOBODY)),
                "marks": 0,
                "useAlternativeFeedback": False,
                "alternativeFeedbackMessage": escape(mistake.says),
            }
            for mistake in asked.mistakes
        ],
    }


def _in_range(name: str, follow: FollowThrough, asked: Question) -> str:
    """Return the step of marking that gives nothing for a number that took no work, if any."""
    bare = ", ".join(f"({positional(number)})" for number in follow.bare(asked))
    says = json.dumps(say(NO_WORK), ensure_ascii=False)
    vanished = _of("t", name)
    return bare and IN_RANGE.format(vanished=vanished, bare=bare, same=SAME, says=says)


def _entry(quiz: Quiz, asked: Question, value: str, off: str = "0") -> Data:
    half = f"({_half(quiz, asked, value)} + {off})"
    low, high = f"{value} - {half}", f"{value} + {half}"
    if off != "0":
        low, high = (f"if({off} < {FAR}, {bound}, {NOBODY})" for bound in (low, high))
    return {
        "type": "numberentry",
        "minValue": low,
        "maxValue": high,
        "customMarkingAlgorithm": AS_WRITTEN,
        "extendBaseMarkingAlgorithm": True,
        "correctAnswerFraction": False,
        "allowFractions": False,
        "showCorrectAnswer": True,
        "notationStyles": ["plain", "en", "si-en", "scientific"],
    }


def _half(quiz: Quiz, asked: Question, value: str) -> str:
    """Return half a unit of the last digit that is asked of a value."""
    digits = quiz.digits(asked.key)
    if not digits.significant:
        return f"{DOUBLE_SLACK}*{quiz.reach}*10^(-{digits.count})"
    first = f"floor(log(if(abs({value})>0,abs({value}),1)))"
    return f"{DOUBLE_SLACK}*{quiz.reach}*abs(sign({value}))*10^({first} - {digits.count - 1})"


def _replacements(jme: Jme, follow: FollowThrough, asked: Question) -> Iterator[Data]:
    """Yield the answers that a part, or one of its mistakes, builds on, in whatever many steps."""
    for each in follow.needed(asked):
        if each is not asked:
            variable, part = _of("s", jme.ref(each.key)), f"p{each.place - 1}"
            yield {"variable": variable, "part": part, "must_go_first": False}


FORMAT = QuizFormat(
    suffixes=(".exam",),
    ownership=Signed(in_place_of('"description": ')),
    write=_write,
    seconds_per_number=1.5e-3,
    seconds_per_link=0.1e-3,
    max_links=250_000,
)
