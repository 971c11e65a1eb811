"""Quizzes: every format is parsed back, and marks as `check` does."""

import json
import math
import re
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import cache
from html import unescape
from io import BytesIO
from itertools import islice
from random import Random
from types import SimpleNamespace
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

import bpcalc
from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asking, fit
from bpcalc.checking.verdicts import Options
from bpcalc.cli import run
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.report.quiz import Quiz, positional
from bpcalc.report.quizzes import QUIZ_FOLDER
from bpcalc.report.versions import sheet_of
from tests.helpers.exercises import MINI_BATCHES

EXERCISES = ["mazur", "two-three-two", "softmax", "thresholds", "regression", "tanh"]

XENT = """\
inputs: [0.4, 0.8]
targets: [1, 0]
learning_rate: 0.5
loss: cross_entropy
activation: sigmoid
weights:
  - [[0.12, 0.23], [0.31, -0.42]]
  - [[0.51, 0.64], [-0.73, 0.85]]
biases: [[0.11, 0.22], [0.33, 0.44]]
"""

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
QTI12 = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


@pytest.fixture(scope="module")
def quizzes():
    """Return the quizzes of some exercises."""
    found = {name: Quiz(bpcalc.load(name)) for name in EXERCISES}
    return {**found, "xent": Quiz(bpcalc.load(XENT)), "single": Quiz(bpcalc.load("single-neuron"))}


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
            score, said = (
                outcome.findtext(f"{QTI}baseValue")
                for outcome in branch.iter(f"{QTI}setOutcomeValue")
            )
            for equal in branch.iter(f"{QTI}equal"):
                tolerance = equal.get("tolerance").split()[0]
                key = Decimal(equal.findtext(f"{QTI}baseValue"))
                fraction = str(100 * int(score))
                answers.append((key, Decimal(tolerance), fraction, feedback[said]))
        yield "".join(item.find(f"{QTI}itemBody").itertext()), answers


def qti12(content):
    """Return the same of a package of QTI 1.2; its mistakes stand in one feedback."""
    with ZipFile(BytesIO(content)) as archive:
        manifest = ET.fromstring(archive.read("imsmanifest.xml"))
        names = [file.get("href") for file in manifest.iter() if file.tag.endswith("}file")]
        assert sorted([*names, "imsmanifest.xml"]) == sorted(archive.namelist())
        root = ET.fromstring(archive.read(names[0]))
    for item in root.iter(f"{QTI12}item"):
        kind = next(item.iter(f"{QTI12}fieldentry")).text
        if kind != "numerical_question":
            continue
        [right, wrong] = item.iter(f"{QTI12}respcondition")
        assert wrong.find(f"{QTI12}setvar") is None  # Canvas would take it for an answer
        low, high, key = (
            Decimal(next(right.iter(f"{QTI12}{how}")).text)
            for how in ("vargte", "varlte", "varequal")
        )
        assert low <= key <= high
        score = next(right.iter(f"{QTI12}setvar")).text
        text, *feedback = [each.text for each in item.iter(f"{QTI12}mattext")]
        listed = re.findall(r"<li>(.*?): (.*?)</li>", feedback[1])
        answers = [((low + high) / 2, (high - low) / 2, score, feedback[0])]
        answers += [(Decimal(number), None, "0", says) for number, says in listed]
        yield text, answers


def rexams(text):
    """Return the same of an exercise for R/exams; its mistakes stand in the solution."""
    parts = re.split(r"(?m)^(\S+)\n===+$", text)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    meta = dict(re.findall(r"(?m)^(ex\w+): (.*)$", found["Meta-information"]))
    keys, tolerances = (map(Decimal, meta[name].split("|")) for name in ("exsolution", "extol"))
    questions, solutions = (
        re.findall(r"(?m)^\* (.*)$", found[name]) for name in ("Question", "Solution")
    )
    assert set(meta["exclozetype"].split("|")) == {"num"}
    for asked, key, tolerance, said in zip(questions, keys, tolerances, solutions, strict=True):
        plain = re.sub(r"\\([!-/:-@\[-_{-~])", r"\1", said)
        listed = re.findall(r"(?:^| )(-?[0-9]+(?:\.[0-9]+)?): (.*?)(?= -?[0-9.]+: |$)", plain)
        answers = [(key, tolerance, "100", "")]
        answers += [(Decimal(number), None, "0", says) for number, says in listed]
        yield asked, answers


READERS = {"moodle": moodle, "gift": gift, "qti21": qti21, "qti12": qti12, "rexams": rexams}

IN_PARTS = ("moodle", "gift", "qti21")
"""Where a second answer says what is right beyond the tolerance of the first."""


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("exercise", ["mazur", "softmax"])
def test_what_is_read_back(quizzes, exercise, name):
    """Keys, tolerances and sentences are those of the quiz, in its order."""
    quiz = quizzes[exercise]
    found = list(READERS[name](written(quiz, name)))

    assert len(found) == len(quiz.questions)
    for question, (text, answers) in zip(quiz.questions, found, strict=True):
        text = unescape(text)
        assert " ".join(question.formula.split()) in " ".join(text.split())
        expected = [(question.bounds, "100", None)]
        expected += [(mistake.bounds, "0", mistake.says) for mistake in question.mistakes]
        rest = iter(answers)
        for bounds, fraction, says in expected:
            listed = list(bounds.parts) if name in IN_PARTS else [bounds]
            told = list(islice(rest, len(listed)))
            assert {each[2] for each in told} == {fraction}
            assert says is None or {unescape(each[3]) for each in told} == {says}
            parts = [(key, tolerance) for key, tolerance, *_ in told]
            if parts[0][1] is None:
                assert abs(parts[0][0] - bounds.value) <= abs(bounds.value) * Decimal("1e-12")
                continue
            reached = min(k - t for k, t in parts), max(k + t for k, t in parts)
            beyond = max(abs(bounds.low - reached[0]), abs(reached[1] - bounds.high))
            assert reached[0] <= bounds.low <= bounds.high <= reached[1]
            lax = name == "rexams"  # a tolerance there reaches as far to both sides
            assert lax or beyond <= max(map(abs, bounds)) * Decimal("1e-12")
        assert not list(rest)


@pytest.mark.parametrize("text", [MINI_BATCHES, MINI_BATCHES.replace("2\n", "1\n")], ids=["2", "1"])
def test_all_batches_of_an_epoch_are_asked_for(text, tmp_path):
    """As on a sheet, and on the sheets of versions."""
    exercise = bpcalc.load(text)
    path = tmp_path / "exercise.yaml"
    path.write_text(text)
    assert run(["sheet", str(path), "--key", "-o", str(tmp_path / "key.yaml")]) == 0
    asked = re.findall(r"(?m)^([^#\s:]+): [-\d]", (tmp_path / "key.yaml").read_text())

    assert [each.name for each in Quiz(exercise).questions] == asked
    assert len(sheet_of(exercise, filled=True).keys) == len(asked)
    assert run(["sheet", str(path), "-o", str(tmp_path / "page.html")]) == 0


CUT = """\
inputs: [1/3, -0.2]
targets: [0.3]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45]]]
biases: [0.35, 0.60]
activation: [tanh, sigmoid]
rounding: {decimals: 2, ties: down}
"""
"""Further digits are cut off."""

POWERS = """\
inputs: [1, 3]
weights: [[[%s, 0.001]]]
activation: {formula: "1000*(net + 0.00001*e^net)"}
rounding: {significant: 1}
"""
"""Printed is 1000, the smallest number that has that digit."""


def key_cells(quiz):
    """Return what the key of a quiz has, as floats, which platforms make of it."""
    rounding = quiz.calculation.exercise.rounding
    mode = "ROUND_DOWN" if rounding.ties == "down" else "ROUND_HALF_UP"
    return {
        each.place: float(quiz.digits(each.key).round(quiz.scheme.values[each.key], mode))
        for each in quiz.questions
    }


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "text",
    [
        CUT,
        CUT.replace("decimals", "significant"),
        *(POWERS % weight for weight in (1.12, 1.18, 1.24, 1.33, 1.39, 1.42)),
    ],
)
def test_the_key_is_right_on_every_platform(text, name):
    """Where it is an edge of what is accepted, too, and where platforms work in doubles."""
    quiz = Quiz(bpcalc.load(text))
    keys = key_cells(quiz)
    for question, (_, answers) in zip(
        quiz.questions, READERS[name](written(quiz, name)), strict=True
    ):
        right = [(float(k), float(t)) for k, t, fraction, _ in answers if fraction == "100"]
        key = keys[question.place]
        assert any(k - t <= key <= k + t for k, t in right), (question.name, key, right)


@pytest.mark.parametrize("text", [CUT, CUT.replace("decimals", "significant")])
def test_what_follows_from_cut_digits_is_right(text):
    """The key, and a sheet that goes on from a wrong number with all digits cut off."""
    quiz = Quiz(bpcalc.load(text))
    server, numbas_runtime, stack = Server(quiz), Numbas(quiz), Stack(quiz)
    keys = key_cells(quiz)
    first = quiz.questions[0]
    follow = {first.key: AffineNumber(Decimal("0.5"))}
    world = StudentValues(quiz.scheme.formulas, follow, quiz.scheme.fixed)
    wrong = {}
    with localcontext(WORK):
        for each in quiz.questions:
            value = follow.get(each.key, world.own(each.key)).centre
            wrong[each.place] = quiz.digits(each.key).round(value, "ROUND_DOWN")
            follow[each.key] = AffineNumber(wrong[each.place])
    wrong = {place: float(value) for place, value in wrong.items()}
    for sheet, missed in ((keys, set()), (wrong, {first.place})):
        answers = {f"ans{place}": number for place, number in sheet.items()}
        scores = server.grade(sheet)
        assert {place for place in sheet if not scores[place][0]} == missed
        assert {place for place in sheet if not numbas_runtime.is_right(place, sheet)} == missed
        notes = {place: stack.note(f"prt{place}", answers) for place in list(sheet)[::5]}
        assert {p for p, n in notes.items() if not n.endswith(("-right", "-follows"))} == missed


@pytest.mark.parametrize("exercise", EXERCISES)
def test_what_is_accepted_is_what_check_calls_right(quizzes, exercise):
    """Random answers with the digits asked for, or more, get the verdict of the marker."""
    quiz, random = quizzes[exercise], Random(exercise)
    for question in quiz.questions:
        true, digits = quiz.scheme.values[question.key], quiz.digits(question.key)
        for _ in range(15):
            reach = (question.bounds.high - question.bounds.low) / 2
            moved = true + reach * Decimal(str(random.uniform(-2.5, 2.5)))
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
    assert not re.search(r"[0-9]e|e[+-]?[0-9]", definition)  # no number has an exponent there
    python = with_branches(definition.replace("^", "**"))
    functions = {
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
        "infinity": math.inf,
        "false": False,
        "precround": lambda x, n: math.floor(x * 10**n + 0.5 + 1e-9) / 10**n,
    }
    return eval(python, {"__builtins__": {}}, {**functions, **values})


def with_branches(definition):
    """Return an expression in which only the branch that is taken is worked out, as in Numbas."""
    found = re.search(r"\bif\(", definition)
    if not found:
        return definition
    parts, depth, at = [""], 0, found.end()
    while depth or definition[at] != ")":
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(definition[at], 0)
        if definition[at] == "," and not depth:
            parts.append("")
        else:
            parts[-1] += definition[at]
        at += 1
    test, above, otherwise = map(with_branches, parts)
    rest = with_branches(definition[at + 1 :])
    return f"{definition[: found.start()]}(({above}) if ({test}) else ({otherwise})){rest}"


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


@pytest.mark.sampled(3)
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
            assert low - 1e-9 <= float(mistake.bounds.value) <= high + 1e-9
    part, before = next((part, each) for part in parts[1:] for each in part["variableReplacements"])
    wrong = {before["variable"]: values["q" + before["variable"][1:]] + 0.25}
    after = worked(question, wrong)
    low, high = (evaluated(part[bound], after) for bound in ("minValue", "maxValue"))
    assert not low <= evaluated(part["minValue"], values) <= high


def test_a_file_for_numbas_is_json_behind_its_first_line(tmp_path):
    """Also with the note by which a file of ours is known; it is replaced without asking."""
    path = tmp_path / "quiz.exam"
    call = ["export", "mazur", "--to", "numbas", "-o", str(path), "--lang", "en"]
    assert run(call) == 0
    content = path.read_text("utf-8")
    note = json.loads(content.partition("\n")[2])["metadata"]["description"]

    assert len(numbas(content)["parts"]) == 31
    assert note.startswith("bpcalc export, digest ")
    assert run([*call[:1], "single-neuron", *call[2:]]) == 0
    changed = path.read_text("utf-8").replace("Right", "Wrong", 1) + " "
    path.write_text(changed, "utf-8")
    assert run(call) == 2
    assert path.read_text("utf-8") == changed


@pytest.mark.parametrize("name", READERS)
def test_quizzes_without_follow_through_say_with_which_digits_to_go_on(quizzes, name):
    """Whoever went on with rounded numbers would lose marks for it."""
    content = QUIZ_FOLDER.find(name).write([quizzes["mazur"]])
    if isinstance(content, bytes):
        with ZipFile(BytesIO(content)) as archive:
            content = "".join(archive.read(file).decode() for file in archive.namelist())
    rounded = replace(bpcalc.load("mazur"), rounding=Rounding(Digits(4), carry="rounded"))
    advice = [quiz.preface()[-1].text() for quiz in (quizzes["mazur"], Quiz(rounded))]

    assert "all digits" in advice[0]
    assert "as you have rounded them" in advice[1]
    assert advice[0].split(";")[0] in content


@pytest.mark.parametrize(
    "text",
    ["0.593", "0,593", "-0,0123", "−0,5", "−0.5", "1.2e-3", "1,234", "1,234.5", "0,138499", "12"],
)
def test_numbas_reads_numbers_as_check(quizzes, text):
    """A comma behind the first 0 is a decimal point; elsewhere it parts thousands."""
    for part in numbas(written(quizzes["single"], "numbas"))["parts"]:
        for each in (part, *part["alternatives"]):
            algorithm = each["customMarkingAlgorithm"]
            calls = re.findall(r'replace_regex\("(.*?)", "(.*?)"', algorithm)
            read = text
            for pattern, replacement in reversed(calls):  # the inner one comes first
                read = re.sub(pattern, replacement.replace("$", "\\"), read)
            assert len(calls) == 2
            assert each["notationStyles"] == ["plain", "en", "si-en", "scientific"]
            assert Decimal(re.sub(r",(?=\d{3})", "", read)) == read_cell(text).value


@pytest.mark.sampled(5)
@pytest.mark.parametrize("answer", [0, 1, -1, -0.00005])
@pytest.mark.parametrize("exercise", ["tanh", "mazur", "xent"])
def test_numbas_has_no_complex_numbers(quizzes, exercise, answer):
    """What an answer leaves no value, such as a quotient by 0, nobody's answer is."""
    quiz = quizzes[exercise]
    question = numbas(written(quiz, "numbas"))
    for asked in quiz.questions:
        if asked.key.kind != "out":
            continue
        variable = next(
            one["variable"]
            for part in question["parts"]
            for one in part["variableReplacements"]
            if one["part"] == f"p{asked.place - 1}"
        )
        values = worked(question, {variable: answer})
        for part in question["parts"]:
            for each in (part, *part["alternatives"]):
                low, high = (evaluated(each[bound], values) for bound in ("minValue", "maxValue"))
                assert isinstance(low, float | int)
                assert low <= high
                assert high - low < 1e10 or abs(low) > 1e90


# Marked by the student's own earlier answers ----------------------------------------------------


class Server:
    """The script of a PrairieLearn question, run as the platform runs it."""

    def __init__(self, quiz):
        """Write the question of a quiz, and load its script."""
        with ZipFile(BytesIO(written(quiz, "prairielearn"))) as archive:
            self.files = {
                name.removeprefix("bpcalc/"): archive.read(name).decode()
                for name in archive.namelist()
            }
        platform = SimpleNamespace(from_json=lambda value: value, set_weighted_score_data=len)
        self._space = {"pl": platform}
        exec(self.files["server.py"].replace("import prairielearn as pl", ""), self._space)

    def grade(self, answers):
        """Return by place the score of an answer, and what is said to it."""
        names = {f"ans{place}": answer for place, answer in answers.items()}
        data = {"submitted_answers": names, "partial_scores": {}}
        self._space["grade"](data)
        parts = data["partial_scores"]
        return {int(name[3:]): (part["score"], part["feedback"]) for name, part in parts.items()}


class Stack:
    """A STACK question, its feedback variables worked out as far as ours use Maxima."""

    BLANK = object()

    def __init__(self, quiz):
        """Write and read back the question of a quiz."""
        [self.question] = ET.fromstring(written(quiz, "stack")).iter("question")
        self.names = [each.findtext("name") for each in self.question.iter("input")]
        self.trees = {tree.findtext("name"): tree for tree in self.question.iter("prt")}
        self._statements = {
            name: [
                (line.partition(":")[0].replace("%stack_prt_stop_p", "stop"), _python(line))
                for line in tree.findtext("feedbackvariables/text").splitlines()
            ]
            for name, tree in self.trees.items()
        }
        self._space = {
            **{name: getattr(math, name) for name in ("exp", "log", "tanh", "cosh", "sqrt")},
            "bphalf": _half,
            "bpfits": self._unless_blank(lambda a, x, h: abs(a - x) <= h * (1 + 1e-9) + 1e-18),
            "bpamong": self._unless_blank(lambda a, several: min(abs(a - n) for n in several) == 0),
            "bpexcused": lambda wrong, known: sum(wrong) <= 1 and sum(wrong) == sum(known),
            "bpwithin": self._unless_blank(lambda a, low, high: low - 1e-12 <= a <= high + 1e-12),
            "false": False,
            "EMPTYANSWER": self.BLANK,
        }
        variables = self.question.findtext("questionvariables/text")
        for line in variables.partition("else false);\nk1:")[2].splitlines():
            exec(_python(line if line.startswith(("k", "f")) else f"k1:{line}"), self._space)

    def _unless_blank(self, holds):
        return lambda answer, *others: answer is not self.BLANK and holds(answer, *others)

    def note(self, tree, answers):
        """Return the answer note with which a tree ends; "" if it is not begun."""
        space = dict(self._space) | dict.fromkeys(self.names, self.BLANK) | answers
        for name, statement in self._statements[tree]:
            try:
                exec(statement, space)
            except (ValueError, ZeroDivisionError):  # Maxima goes on, with no number
                space[name] = math.nan
        if space["stop"]:
            return ""
        nodes = {node.findtext("name"): node for node in self.trees[tree].iter("node")}
        node = nodes["0"]
        while True:
            assert (node.findtext("answertest"), node.findtext("tans")) == ("AlgEquiv", "true")
            branch = "true" if space[node.findtext("sans")] else "false"
            following = node.findtext(f"{branch}nextnode")
            if following == "-1":
                return node.findtext(f"{branch}answernote")
            node = nodes[following]


def _half(value, other, digits):
    size = abs(value) or abs(other)
    return 0.5 * 10.0 ** (math.floor(math.log10(size * (1 + 1e-12))) - digits + 1) if size else 0


def _python(line):
    """Return a statement in Maxima as one in Python."""
    line = line.rstrip(";").replace("^", "**").replace("%stack_prt_stop_p", "stop")
    line = re.sub(r"is\((\w+) = EMPTYANSWER\)", r"(\1 is EMPTYANSWER)", line)
    if match := re.fullmatch(r"(f\d+)\((.*?)\) := (.*)", line):
        return _compiled(f"{match[1]} = lambda {match[2]}: {_chosen(match[3])}")
    name, _, value = line.partition(":")
    return _compiled(f"{name} = {_chosen(value.strip())}")


@cache
def _compiled(statement):
    return compile(statement, "maxima", "exec")


def _chosen(text):
    """Return an expression with `a if c else b` for `if c then a else b`."""
    if not text.startswith("if "):
        start = text.find("(if ")
        if start < 0:
            return text
        end = next(
            at
            for at in range(start + 1, len(text) + 1)
            if text.count("(", start, at) == text.count(")", start, at) > 0
        )
        inner = _chosen(text[start + 1 : end - 1])
        return f"{text[:start]}({inner}){_chosen(text[end:])}"
    condition, above, otherwise = _split(text[3:], (" then ", " else "))
    return f"({_chosen(above)}) if {_chosen(condition)} else ({_chosen(otherwise)})"


def _split(text, words):
    """Return what stands between words that are in no brackets."""
    parts = []
    for word in words:
        at = next(
            at
            for at in range(len(text))
            if text.startswith(word, at) and text.count("(", 0, at) == text.count(")", 0, at)
        )
        parts.append(text[:at])
        text = text[at + len(word) :]
    return [*parts, text]


@cache
def stack_of(exercise):
    """Return the STACK question of an exercise."""
    return Stack(Quiz(bpcalc.load(exercise)))


FOLLOWING = ["mazur", "softmax", "tanh", "thresholds", "batch-momentum"]
MARKED_RIGHT = {"right", "jump", "follow"}


def sheets(quiz, random, count):
    """Yield sheets with a mistake somewhere, worked out with rounded or with exact numbers."""
    scheme = quiz.scheme
    for number in range(count):
        question = random.choice([each for each in quiz.questions if each.mistakes])
        wrong = {question.key: random.choice(question.mistakes).formula}
        carried = {}
        world = StudentValues({**scheme.formulas, **wrong}, carried, {})
        sheet = {}
        for each in quiz.questions:
            value = world.own(each.key)
            if not value.known:
                break
            sheet[each] = quiz.digits(each.key).round(value.centre)
            if number % 2:
                carried[each.key] = AffineNumber(sheet[each])
        yield sheet


@pytest.mark.sampled(3)
@pytest.mark.parametrize("exercise", FOLLOWING)
def test_what_follows_is_marked_as_by_check(exercise):
    """Where the marker finds a number right, or following, both platforms give its mark."""
    quiz, random = Quiz(bpcalc.load(exercise)), Random(exercise)
    server, stack = Server(quiz), stack_of(exercise)
    options = Options(asking(quiz.calculation.exercise, told=False).rounding)
    marker = Marker(quiz.calculation.exercise, 1, options)
    for sheet in sheets(quiz, random, 4):
        cells = {each.key: read_cell(positional(value)) for each, value in sheet.items()}
        with localcontext(WORK):
            marks = {mark.key: mark.verdict for mark in marker.mark(cells, cells).marks}
        numbers = {each.place: float(value) for each, value in sheet.items()}
        parts = server.grade(numbers)
        answers = {f"ans{place}": number for place, number in numbers.items()}
        for each in random.sample(list(sheet), min(len(sheet), 12)):
            score, says = parts[each.place]
            note = stack.note(f"prt{each.place}", answers)
            if marks[each.key] != "convention":
                assert score == (marks[each.key] in MARKED_RIGHT), (each.name, marks[each.key])
            assert score == note.endswith(("-right", "-follows"))
            named = [mistake.says for mistake in each.mistakes]
            assert (says in named) == (not score and not note.endswith("-F"))


class Numbas:
    """A question of Numbas, marked as its runtime does."""

    def __init__(self, quiz):
        """Write and read back the question of a quiz."""
        self.question = numbas(written(quiz, "numbas"))
        self.parts = self.question["parts"]
        self._original = worked(self.question, {})

    def is_right(self, place, answers):
        """Return whether an answer earns its mark, where these are the answers by place."""
        part = self.parts[place - 1]
        before = {one["variable"]: int(one["part"][1:]) + 1 for one in part["variableReplacements"]}
        replaced = {name: answers[at] for name, at in before.items() if at in answers}
        return any(
            self._accepts(part, answers[place], values)
            for values in (self._original, worked(self.question, replaced))
        )

    def _accepts(self, part, answer, values):
        low, high = (evaluated(part[bound], values) for bound in ("minValue", "maxValue"))
        algorithm = part["customMarkingAlgorithm"]
        for vanished, numbers in re.findall(
            r"if\((t\d+) and min\(map\(abs\(studentNumber-n\), n, \[(.*)\]\)\)", algorithm
        ):
            if values[vanished] and answer in evaluated(f"[{numbers}]", {}):
                return False
        return low - 1e-12 <= answer <= high + 1e-12


def judged_alike(marks, sheet, some, mine):
    """Compare what a platform says of some answers with the verdicts of the marker."""
    numbers = {each.place: float(value) for each, value in sheet.items()}
    for each in some:
        if marks[each.key] != "convention":
            right = mine(each.place, numbers)
            assert right == (marks[each.key] in MARKED_RIGHT), (each.name, marks[each.key])


def marks_of(quiz, sheet):
    """Return the verdicts of the marker on a sheet."""
    options = Options(asking(quiz.calculation.exercise, told=False).rounding)
    marker = Marker(quiz.calculation.exercise, 1, options)
    cells = {each.key: read_cell(positional(value)) for each, value in sheet.items()}
    with localcontext(WORK):
        return {mark.key: mark.verdict for mark in marker.mark(cells, cells).marks}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("exercise", ["mazur", "tanh", "han-kamber"])
def test_numbas_marks_what_follows_as_check(exercise):
    """With the answers before it in their places, a number that follows is right, others are not.

    Numbers are carried on as they were rounded, or with all their digits, or, where the exercise
    says so, rounded by the calculation itself.
    """
    quiz, random = Quiz(bpcalc.load(exercise)), Random(exercise)
    platform = Numbas(quiz)
    for sheet in sheets(quiz, random, 2):
        some = random.sample(list(sheet), min(len(sheet), 8))
        judged_alike(marks_of(quiz, sheet), sheet, some, platform.is_right)


def test_what_is_another_number_as_it_stands_takes_no_work(quizzes):
    """A gradient of a bias that is a delta follows from a delta of 1 on every platform."""
    quiz = Quiz(bpcalc.load("single-neuron"))
    delta, other = (each for each in quiz.questions if each.name in ("delta_o1", "dE/db1"))
    sheet = {each: quiz.rounded(each.key, quiz.scheme.values[each.key]) for each in quiz.questions}
    sheet |= {delta: Decimal(1), other: Decimal(1)}
    numbers = {each.place: float(value) for each, value in sheet.items()}
    stack = Stack(quiz).note(f"prt{other.place}", {f"ans{n}": v for n, v in numbers.items()})

    assert marks_of(quiz, sheet)[other.key] == "follow"
    assert Numbas(quiz).is_right(other.place, numbers)
    assert stack.endswith("-follows")
    assert Server(quiz).grade(numbers)[other.place][0] == 1


@pytest.mark.sampled(1)
@pytest.mark.parametrize("zeros", [1, 3, 31])
def test_numbas_gives_nothing_for_what_zeros_make_vanish(quizzes, zeros):
    """A sheet with zeros where they are wrong, and what follows from them, earns as by check."""
    quiz, random = quizzes["mazur"], Random(zeros)
    platform = Numbas(quiz)
    wrong = random.sample(quiz.questions, min(zeros, len(quiz.questions)))
    carried = {}
    world = StudentValues(quiz.scheme.formulas, carried, {})
    sheet = {}
    for each in quiz.questions:
        value = Decimal(0) if each in wrong else quiz.rounded(each.key, world.own(each.key).centre)
        sheet[each] = value
        carried[each.key] = AffineNumber(value)
    marks = marks_of(quiz, sheet)

    assert set(marks.values()) & {"trivial", "unexplained", "mistake"}
    judged_alike(marks, sheet, quiz.questions, platform.is_right)


@pytest.mark.parametrize("exercise", ["mazur", "softmax", "thresholds"])
def test_stack_finds_what_its_tests_expect(quizzes, exercise):
    """The tests in a question are the key and our mistakes, and its trees end as they say."""
    stack = stack_of(exercise)
    tests = list(stack.question.iter("qtest"))[:12]
    named = set()
    for number, test in enumerate(tests):
        answers = {
            each.findtext("name"): float(each.findtext("value")) for each in test.iter("testinput")
        }
        assert number or answers.keys() == set(stack.names)
        for wanted in test.iter("expected"):
            note = stack.note(wanted.findtext("name"), answers)
            assert note == wanted.findtext("expectedanswernote")
            assert wanted.findtext("expectedscore") == ("0" if number else "1")
            named.add(note)
    first = sum(min(len(question.mistakes), 11) for question in quizzes[exercise].questions)
    assert len(named) > first * 0.8


@pytest.mark.parametrize("exercise", ["mazur", "softmax", "thresholds", "tanh"])
def test_stack_keeps_the_rules_of_its_importer(exercise):
    """What its form refuses does not occur: names, lengths, lone inputs, loops, equal notes."""
    stack = stack_of(exercise)
    text = stack.question.findtext("questiontext/text")
    for name in stack.names:
        assert re.fullmatch(r"[a-zA-Z]+[0-9a-zA-Z_]*[0-9a-zA-Z]+", name)
        assert len(name) <= 18
        for tag in (f"[[input:{name}]]", f"[[validation:{name}]]"):
            assert text.count(tag) == 1
    assert len(re.findall(r"\[\[", text)) == 3 * len(stack.names)
    assert not re.search(r"\{[@#]|\$", text)
    for name, tree in stack.trees.items():
        assert text.count(f"[[feedback:{name}]]") == 1
        nodes = list(tree.iter("node"))
        notes = [node.findtext(f"{way}answernote") for node in nodes for way in ("true", "false")]
        assert len(set(notes)) == len(notes)
        assert not any(re.search("[|;:]", note) for note in notes)
        ways = [node.findtext("falsenextnode") for node in nodes]
        assert ways == [*map(str, range(1, len(nodes))), "-1"]
        assert all(node.findtext("truenextnode") == "-1" for node in nodes)
        for field in ("sans", "tans", "testoptions", "description"):
            assert all(len(node.findtext(field)) <= 255 for node in nodes)


def test_prairielearn_has_a_question_of_one_kind(quizzes):
    """The folder has what the platform asks for; blanks are no answers, and zeros no crash."""
    server = Server(quizzes["mazur"])
    info = json.loads(server.files["info.json"])
    page = server.files["question.html"]

    assert info["type"] == "v3"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", info["uuid"])
    assert "{{" not in page
    ET.fromstring(f"<div>{page}</div>")
    right = {each.place: float(each.bounds.value) for each in quizzes["mazur"].questions}
    assert {score for score, _ in server.grade(right).values()} == {1}
    assert server.grade({1: "", 2: None})[1] == (0, "")
    zeros = server.grade(dict.fromkeys(right, 0))
    assert all(score == 0 for score, _ in zeros.values())
    stack = stack_of("mazur")
    zeros = dict.fromkeys(stack.names, 0.0)
    assert all(not stack.note(tree, zeros).endswith(("-right", "-follows")) for tree in stack.trees)
    last = max(right)
    assert server.grade({last: right[last]})[last][0] == 1  # the blanks before it follow


def test_a_title_does_nothing():
    """Whatever an exercise is called, no platform takes it for a command."""
    title = "`r 1+1` {{x}} [[input:ans1]] {@1@} {#1#} $x$ <b> | \\(y\\) ]]> exname: no"
    quiz = Quiz(replace(bpcalc.load("single-neuron"), title=title))
    stack = ET.fromstring(written(quiz, "stack")).findtext("question/questiontext/text")
    assert stack.count("[[input:ans1]]") == 1
    assert not re.search(r"\{[@#]|\$", stack)
    assert "{{" not in Server(quiz).files["question.html"]
    paper = written(quiz, "rexams")
    assert "`r" not in paper
    assert paper.count("exsolution:") == 1
    assert len(list(qti12(written(quiz, "qti12")))) == len(quiz.questions)


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
