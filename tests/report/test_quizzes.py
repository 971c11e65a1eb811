"""Quizzes: every format is parsed back, and marks as `check` does."""

import json
import math
import re
from decimal import Decimal
from html import unescape
from io import BytesIO
from random import Random
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

import bpcalc
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marking_rule import fit
from bpcalc.cli import run
from bpcalc.maths.intervals import AffineNumber
from bpcalc.report.quiz import Quiz, positional
from bpcalc.report.quizzes import QUIZ_FOLDER

EXERCISES = ["mazur", "two-three-two", "softmax", "thresholds", "regression", "tanh"]

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


@pytest.fixture(scope="module")
def quizzes():
    """Return the quizzes of some exercises."""
    return {name: Quiz(bpcalc.load(name)) for name in EXERCISES}


def written(quiz, name):
    """Return a quiz in a format."""
    return QUIZ_FOLDER.find(name).write([quiz])


def moodle(text):
    """Return (text of the question, [(key, tolerance, fraction, feedback)]) of every question."""
    for question in ET.fromstring(text).iter("question"):
        if question.get("type") == "numerical":
            answers = [
                (
                    Decimal(answer.findtext("text")),
                    Decimal(answer.findtext("tolerance")),
                    answer.get("fraction"),
                    answer.findtext("feedback/text"),
                )
                for answer in question.iter("answer")
            ]
            yield question.findtext("questiontext/text"), answers


def gift(text):
    """Return the same of a text in GIFT, by the rules of its importer."""
    held = text
    for number, sign in enumerate("\\:#={}~"):
        held = held.replace(f"\\{sign}", chr(0xE000 + number))

    def back(part):
        for number, sign in enumerate("\\:#={}~"):
            part = part.replace(chr(0xE000 + number), sign)
        return part

    for match in re.finditer(r"::[^:]*::\[html\](?P<text>[^{}]*)\{#\n(?P<rest>[^{}]*)\}", held):
        answers = []
        for part in re.split(r"(?m)^=", match["rest"])[1:]:
            weight = re.match(r"%(\d+)%", part)
            value, _, feedback = part[weight.end() if weight else 0 :].partition("#")
            key, _, tolerance = value.partition(":")
            fraction = weight[1] if weight else "100"
            answers.append((Decimal(key), Decimal(tolerance), fraction, back(feedback.strip())))
        yield back(match["text"]), answers


def qti21(content):
    """Return the same of a package of QTI 2.1."""
    with ZipFile(BytesIO(content)) as archive:
        manifest = ET.fromstring(archive.read("imsmanifest.xml"))
        names = [file.get("href") for file in manifest.iter() if file.tag.endswith("}file")]
        assert sorted([*names, "imsmanifest.xml"]) == sorted(archive.namelist())
        items = [ET.fromstring(archive.read(name)) for name in names]
    for item in items:
        feedback = {each.get("identifier"): each.text for each in item.iter(f"{QTI}modalFeedback")}
        condition = next(item.iter(f"{QTI}responseCondition"))
        answers = []
        for branch in condition:
            equal = branch.find(f"{QTI}equal")
            score, said = (
                outcome.findtext(f"{QTI}baseValue")
                for outcome in branch.iter(f"{QTI}setOutcomeValue")
            )
            tolerance = equal.get("tolerance").split()[0]
            key = Decimal(equal.findtext(f"{QTI}baseValue"))
            fraction = str(100 * int(score))
            answers.append((key, Decimal(tolerance), fraction, feedback[said]))
        yield "".join(item.find(f"{QTI}itemBody").itertext()), answers


READERS = {"moodle": moodle, "gift": gift, "qti21": qti21}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("exercise", ["mazur", "softmax"])
def test_what_is_read_back(quizzes, exercise, name):
    """Keys, tolerances and sentences are those of the quiz, in its order."""
    quiz = quizzes[exercise]
    found = list(READERS[name](written(quiz, name)))

    assert len(found) == len(quiz.questions)
    for question, (text, answers) in zip(quiz.questions, found, strict=True):
        expected = [(question.bounds, "100"), *((m.bounds, "0") for m in question.mistakes)]
        assert " ".join(question.formula.split()) in " ".join(unescape(text).split())
        assert [fraction for _, _, fraction, _ in answers] == [each for _, each in expected]
        assert [unescape(says) for *_, says in answers][1:] == [m.says for m in question.mistakes]
        for (bounds, _), (key, tolerance, _, _) in zip(expected, answers, strict=True):
            for reached, wanted in ((key - tolerance, bounds.low), (key + tolerance, bounds.high)):
                assert abs(reached - wanted) <= abs(wanted) * Decimal("1e-12")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_what_is_accepted_is_what_check_calls_right(quizzes, exercise):
    """Random answers with the digits asked for, or more, get the verdict of the marker."""
    quiz, random = quizzes[exercise], Random(exercise)
    for question in quiz.questions:
        true, digits = quiz.scheme.values[question.key], quiz.digits(question.key)
        for _ in range(15):
            moved = true + question.bounds.half * Decimal(str(random.uniform(-2.5, 2.5)))
            more = digits.__class__(digits.count + random.choice([0, 0, 1, 3]), digits.significant)
            cell = read_cell(positional(more.round(moved)))
            if cell.value is None or not moved or cell.digits < digits.count:
                continue
            right = fit(cell, AffineNumber(true), digits) in ("good", "extra")
            if cell.exponent <= -digits.count or digits.significant:
                strict = question.bounds.low <= cell.value <= question.bounds.high
                assert right == strict, (question.name, cell.raw, true)


def evaluated(definition, values):
    """Return the value of an expression of Numbas, as far as ours use its language."""
    python = definition.replace("^", "**")
    python = re.sub(r"\bif\(", "choice(", python)
    functions = {
        "choice": lambda test, above, otherwise: above if test else otherwise,
        "exp": math.exp,
        "ln": math.log,
        "log": math.log10,
        "tanh": math.tanh,
        "sqrt": math.sqrt,
        "floor": math.floor,
        "abs": abs,
        "max": max,
        "min": min,
        "sign": lambda x: (x > 0) - (x < 0),
    }
    return eval(python, {"__builtins__": {}}, {**functions, **values})


def numbas(text):
    """Return the one question of a file for Numbas."""
    head, _, rest = text.partition("\n")
    assert head == "// Numbas version: finer_feedback_settings"
    [group] = json.loads(rest)["question_groups"]
    [question] = group["questions"]
    return question


def worked(question, given):
    """Return the values of all variables, some of them replaced by answers."""
    values = {}
    for name, variable in question["variables"].items():
        values[name] = given.get(name, evaluated(variable["definition"], values))
    return values


@pytest.mark.parametrize("exercise", EXERCISES)
def test_numbas_marks_and_follows_through(quizzes, exercise):
    """Keys are right; with a wrong answer in its place, what follows from it is right."""
    quiz = quizzes[exercise]
    question = numbas(written(quiz, "numbas"))
    values = worked(question, {})
    parts = question["parts"]

    assert len(parts) == len(quiz.questions)
    for part, asked in zip(parts, quiz.questions, strict=True):
        low, high = (evaluated(part[bound], values) for bound in ("minValue", "maxValue"))
        assert low <= float(quiz.scheme.values[asked.key]) <= high
        assert float(asked.bounds.high - asked.bounds.low) == pytest.approx(high - low, rel=0.6)
        assert part["adaptiveMarkingUseCondition"] == "true"
        for other, mistake in zip(part["alternatives"], asked.mistakes, strict=True):
            low, high = (evaluated(other[bound], values) for bound in ("minValue", "maxValue"))
            assert low - 1e-9 <= float(mistake.bounds.centre) <= high + 1e-9
    part, before = next((part, each) for part in parts[1:] for each in part["variableReplacements"])
    wrong = {before["variable"]: values[before["variable"]] + 0.25}
    after = worked(question, wrong)
    low, high = (evaluated(part[bound], after) for bound in ("minValue", "maxValue"))
    assert not low <= evaluated(part["minValue"], values) <= high


def test_the_command_writes_what_the_suffixes_promise(tmp_path, capsys):
    """One file for all exercises; another platform is refused; nothing is overwritten."""
    for name in QUIZ_FOLDER.names:
        file = tmp_path / f"quiz{QUIZ_FOLDER.find(name).suffixes[0]}"
        call = ["export", "mazur", "tanh", "--to", name, "-o", str(file), "--lang", "zh"]
        assert run(call) == 0
        assert file.read_bytes()
        assert run(call) == 0  # its own file is written again
    assert run(["export", "mazur", "--to", "paper"]) == 2
    own = tmp_path / "mine.xml"
    own.write_text("<quiz/>", encoding="utf-8")
    assert run(["export", "mazur", "--to", "moodle", "-o", str(own)]) == 2
    assert own.read_text("utf-8") == "<quiz/>"
