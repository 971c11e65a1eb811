"""PrairieLearn: a folder for each exercise, marked by the student's own earlier answers.

`server.py` of the folder has the formulas as functions of the answers before them. An answer is
right if it is the right number, or if it follows; else the first mistake that gives it is named.
Source: PrairieLearn, docs/question/server.md and elements/pl-number-input.
"""

import json
from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bpcalc.locale import say
from bpcalc.maths.expr import Expr
from bpcalc.report.code.languages import PLAIN_SCRIPT
from bpcalc.report.code.reading import Code, bare
from bpcalc.report.follow_through import NO_WORK, FollowThrough
from bpcalc.report.ownership import Signed, in_zip
from bpcalc.report.quiz import Question, Quiz, positional
from bpcalc.report.quizzes import QuizFormat

SERVER_HEAD = '''"""Marks the answers of this question."""

import math

import prairielearn as pl
'''

SERVER_GRADING = '''
def room(value, other, digits, significant):
    """Return how far a number may be off that is written with the digits asked for."""
    if not significant:
        return REACH * 10.0**-digits
    size = abs(value or other)
    if not 0 < size < math.inf:
        return 0.0
    return REACH * 10.0 ** (math.floor(math.log10(size * (1 + 1e-12))) - digits + 1)


def worked_out(formula, numbers):
    """Return what a formula gives with these numbers, or no number where it gives none."""
    try:
        return float(formula(numbers))
    except (ArithmeticError, ValueError):
        return math.nan


def followed(written):
    """Return by place: what follows, how far it may be off, and the numbers that count."""
    follows, radius, numbers, reach = {}, {}, {}, {}
    for place, (_, _, digits, significant, formula, parents, _, _) in QUESTIONS.items():
        follows[place] = worked_out(formula, numbers)
        moved = [{**numbers, each: numbers[each] + reach[each]} for each in parents]
        radius[place] = sum(abs(worked_out(formula, each) - follows[place]) for each in moved)
        numbers[place] = written.get(place, follows[place])
        reach[place] = radius[place]
        if place in written:
            reach[place] = room(written[place], follows[place], digits, significant)
    return follows, radius, numbers


def mark(place, answer, follows, radius, numbers):
    """Return what an answer is, and what is said to it."""
    low, high, digits, significant, _, _, _, mistakes = QUESTIONS[place]
    if low - 1e-12 * abs(low) <= answer <= high + 1e-12 * abs(high):
        return "right", RIGHT
    half = room(answer, follows[place], digits, significant) * (1 + 1e-9)
    if abs(answer - follows[place]) <= half + radius[place]:
        return "follows", FOLLOWS
    for formula, says in mistakes:
        if abs(answer - worked_out(formula, numbers)) <= half:
            return "mistake", says
    return "unknown", UNKNOWN


def grade(data):
    """Mark all answers; a blank one counts for others as it follows from those before it."""
    written = {}
    for place in QUESTIONS:
        answer = pl.from_json(data["submitted_answers"].get(f"ans{place}"))
        if answer not in (None, ""):
            written[place] = float(answer)
    known = followed(written)
    found, vanishing = {}, {}  # the second: whether the work behind it vanishes
    for place, (_, _, _, _, _, parents, bare, _) in QUESTIONS.items():
        culprit = any(vanishing[each] for each in parents)
        found[place] = ("blank", "")
        if place in written:
            found[place] = mark(place, written[place], *known)
        if found[place][0] == "follows" and culprit and written[place] in bare:
            found[place] = ("vanished", VANISHED)
        what = found[place][0]
        wrong = what in ("mistake", "unknown") and written[place] in (0, 1, -1)
        vanishing[place] = culprit if what == "blank" else what == "vanished" or wrong
    excused = all(what != "unknown" for what, _ in found.values())
    for place, (what, says) in found.items():
        if what == "vanished" and excused:
            what, says = "follows", FOLLOWS
        part = {"score": int(what in ("right", "follows")), "weight": 1, "feedback": says}
        data["partial_scores"][f"ans{place}"] = part
    pl.set_weighted_score_data(data)
'''


def _write(quizzes: Sequence[Quiz]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for number, quiz in enumerate(quizzes, start=1):
            folder = "bpcalc" if len(quizzes) == 1 else f"bpcalc_{number:02}"
            for file, text in _files(quiz).items():
                archive.writestr(ZipInfo(f"{folder}/{file}"), text)  # without the time of day
    return content.getvalue()


def _files(quiz: Quiz) -> dict[str, str]:
    page = "\n".join(_page(quiz)) + "\n"
    info = {
        "uuid": str(uuid5(NAMESPACE_URL, page)),
        "title": quiz.title,
        "topic": say("Back-propagation"),
        "type": "v3",
    }
    return {
        "info.json": json.dumps(info, ensure_ascii=False, indent=2) + "\n",
        "question.html": page,
        "server.py": "\n".join(_server(quiz)),
    }


def _page(quiz: Quiz) -> Iterator[str]:
    yield "<pl-question-panel>"
    yield f"<p>{_html(quiz.title)}</p>"
    for given in quiz.givens():
        yield f"<p>{given.text(_html)}</p>"
    yield "</pl-question-panel>"
    for asked in quiz.questions:
        yield f"<div>{asked.text(_html)}"
        middle, tolerance = asked.bounds.around
        yield (
            f'<pl-number-input answers-name="ans{asked.place}" '
            f'aria-label="{_html(asked.name)}" '
            f'correct-answer="{middle}" rtol="0" atol="{tolerance}" '
            'allow-blank="true" blank-value="" display="inline" size="14" '
            'show-help-text="false" show-placeholder="false">'
            "</pl-number-input></div>"
        )


def _html(text: str) -> str:
    """Return a text in which nothing means anything to HTML, or to Mustache."""
    return escape(text).replace("{{", "{ {")


# The script -----------------------------------------------------------------------------------


def _server(quiz: Quiz) -> Iterator[str]:
    follow = FollowThrough(quiz)
    yield SERVER_HEAD
    yield f"RIGHT = {_said(say('Right.'))}"
    yield f"FOLLOWS = {_said(say('It follows from your earlier numbers.'))}"
    unknown = say("it does not follow from your numbers, and no usual mistake gives it")
    yield f"UNKNOWN = {_said(unknown)}"
    yield f"VANISHED = {_said(say(NO_WORK))}"
    yield f"REACH = {quiz.reach}  # of the last digit that is asked for"
    for asked in quiz.questions:
        yield from _function(follow, f"line_{asked.place}", asked.name, follow.line(asked.key))
        for at, mistake in enumerate(asked.mistakes, start=1):
            wrong = follow.written_out(mistake.formula)
            yield from _function(follow, f"wrong_{asked.place}_{at}", mistake.rule, wrong)
    yield "\n"
    yield "# Lower and upper bound, digits, whether significant, line, places that it is built on,"
    yield "# numbers that take no work, mistakes."
    yield "QUESTIONS = {"
    for asked in quiz.questions:
        yield from _entry(follow, asked)
    yield "}"
    yield SERVER_GRADING


def _function(follow: FollowThrough, name: str, says: str, formula: Expr) -> Iterator[str]:
    code = Code(PLAIN_SCRIPT, lambda key: f"a[{follow.questions[key].place}]")
    value = bare(formula.fold(code))
    yield f"\n\ndef {name}(a):  # {' '.join(says.split())}"
    for line in code.lines:
        yield f"    {line}"
    yield f"    return {value}"


def _entry(follow: FollowThrough, asked: Question) -> Iterator[str]:
    digits = follow.quiz.digits(asked.key)
    low, high = asked.bounds.edges
    parents = ", ".join(str(parent.place) for parent in follow.parents(asked))
    yield f"    {asked.place}: ("
    yield f"        {low}, {high}, {digits.count}, {digits.significant},"
    bare = ", ".join(map(positional, follow.bare(asked)))
    yield f"        line_{asked.place}, [{parents}], [{bare}],"
    yield "        ["
    for at, mistake in enumerate(asked.mistakes, start=1):
        yield f"            (wrong_{asked.place}_{at}, {_said(mistake.says)}),"
    yield "        ],"
    yield "    ),"


def _said(text: str) -> str:
    """Return a sentence as a literal of Python."""
    return json.dumps(text, ensure_ascii=False)


FORMAT = QuizFormat(
    suffixes=(".zip",), ownership=Signed(in_zip), binary=True, for_screen=False, write=_write
)
