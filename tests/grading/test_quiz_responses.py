"""What quizzes hand out comes back: Moodle, STACK, PrairieLearn, Canvas and Numbas."""

import csv
import json
from pathlib import Path

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.report.quiz import Quiz, positional

RIGHT, ZERO = "Ann Lee", "李雷"


@pytest.fixture(scope="module")
def quiz():
    """Return the questions of an exercise with one unit."""
    return Quiz(bpcalc.load("single-neuron"))


@pytest.fixture(scope="module")
def answers(quiz):
    """Return what two students wrote: everything right, and the first number only, and wrongly."""
    right = {
        each.place: positional(quiz.rounded(each.key, each.bounds.value)) for each in quiz.questions
    }
    return {RIGHT: right, ZERO: {1: "0.8"}}


def table(rows: list[list[str]], path: Path) -> Path:
    """Write a table as platforms do."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def moodle(quiz, answers, path):
    """The responses of a Moodle quiz, with the texts of its questions."""
    heads = ["Last name", "First name", "Email address", "State", "Completed", "Grade/10.00"]
    texts = [each.text() for each in quiz.questions]
    heads += [
        f"{word} {each.place}" for each in quiz.questions for word in ("Question", "Response")
    ]
    rows = []
    for number, (name, told) in enumerate(answers.items()):
        row = [name, "", f"s{number}@x.org", "Finished", "20 November 2026  9:05 AM", "1.00"]
        for each, text in zip(quiz.questions, texts, strict=True):
            row += [text, told.get(each.place, "-")]
        rows.append(row)
    return table([heads, *rows], path / "responses.csv")


def stack(quiz, answers, path):
    """The same of a quiz with one STACK question: all answers in one cell."""
    heads = ["Last name", "First name", "Email address", "Completed", "Grade/10.00", "Response 1"]
    rows = []
    for number, (name, told) in enumerate(answers.items()):
        bits = ["Seed: 171"]
        for each in quiz.questions:
            answer = told.get(each.place, "EMPTYANSWER")
            bits.append(f"ans{each.place}: {answer} [{'score' if each.place % 2 else 'valid'}]")
        bits += [f"prt{each.place}: # = 1 | prt{each.place}-right" for each in quiz.questions]
        who = [name, "", f"s{number}@x.org", "20 November 2026  9:05 AM", "1.00"]
        rows.append([*who, "; ".join(bits)])
    return table([heads, *rows], path / "responses.csv")


def prairielearn(quiz, answers, path):
    """All submissions of an assessment; the last one of everybody counts."""
    heads = ["UID", "UIN", "Username", "Name", "Role", "Assessment", "Question", "Variant", "Seed"]
    heads += [
        "Params",
        "True answer",
        "submission_id",
        "Submission date",
        "Submitted answer",
        "Score",
    ]
    keys = {f"ans{each.place}": float(each.bounds.value) for each in quiz.questions}
    rows = []
    for number, (name, told) in enumerate(answers.items()):
        sent = {f"ans{each.place}": "" for each in quiz.questions}
        sent |= {f"ans{place}": float(answer) for place, answer in told.items()}
        for minute, data in ((5, {"ans1": 99}), (9, sent)):
            row = [
                f"s{number}@x.org",
                f"70{number}",
                f"s{number}",
                name,
                "Student",
                "HW 3",
                "bpcalc",
            ]
            row += ["1", "k3", "{}", json.dumps(keys), str(minute)]
            row += [f"2026-11-20T09:0{minute}:00-06", json.dumps(data), "0"]
            rows.append(row)
    return table([heads, *rows], path / "all_submissions.csv")


def canvas(quiz, answers, path):
    """The student analysis of a quiz: the points of a question stand behind its text."""
    heads = ["name", "id", "sis_id", "section", "section_id", "submitted", "attempt"]
    for each in quiz.questions:
        heads += [f"{48290 + each.place}: {each.text()}", "1.0"]
    rows = []
    for number, (name, told) in enumerate(answers.items()):
        row = [name, f"99{number}", f"70{number}", "A", "3", "2026-11-20 09:05:11 UTC", "1"]
        for each in quiz.questions:
            row += [told.get(each.place, ""), "1.0" if each.place in told else "0.0"]
        rows.append([*row, "10", "0", "10.0"])
    return table([[*heads, "n correct", "n incorrect", "score"], *rows], path / "analysis.csv")


def numbas(quiz, answers, path):
    """The attempts of a class, as its LTI provider writes them."""
    attempts = []
    for number, (name, told) in enumerate(answers.items()):
        elements = {"cmi.score.raw": {"value": "3"}}
        for at, each in enumerate(quiz.questions):
            start = f"cmi.interactions.{at}"
            elements[f"{start}.id"] = {"value": f"q0p{at}"}
            elements[f"{start}.learner_response"] = {"value": told.get(each.place, "")}
        first, _, last = name.partition(" ")
        user = {"pk": number, "username": f"s{number}", "first_name": first, "last_name": last}
        attempts.append({"user": user, "end_time": 1795165511.5, "scorm": {"current": elements}})
    data = {"resource": {"pk": 1, "title": "HW 3"}, "attempts": attempts}
    (path / "attempts.json").write_text(json.dumps(data), encoding="utf-8")
    return path / "attempts.json"


PLATFORMS = [moodle, stack, prairielearn, canvas, numbas]


@pytest.mark.parametrize("alone", [True, False], ids=["file", "folder"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_class_comes_back(quiz, answers, tmp_path, platform, alone):
    """Everybody has the mark of what was answered, under the own name, and nothing is left out."""
    (tmp_path / "class").mkdir()
    path = platform(quiz, answers, tmp_path / "class")
    out = tmp_path / "out"
    place = str(path if alone else path.parent)
    assert run(["grade", "single-neuron", place, "-o", str(out), "--lang", "en"]) == 0
    rows = csv.DictReader((out / "class.csv").read_text("utf-8-sig").splitlines())
    found = {row["student"]: (row["score"], row["first_error"]) for row in rows}
    count = len(quiz.questions)
    assert found == {RIGHT: (str(count), ""), ZERO: ("0", "net_o1")}


def test_some_kinds_only(quiz, answers, tmp_path):
    """The numbers of fields count on the whole sheet, whatever of it earns marks."""
    path = numbas(quiz, answers, tmp_path)
    out = tmp_path / "out"
    assert run(["grade", "single-neuron", str(path), "-o", str(out), "--only", "delta"]) == 0
    rows = csv.DictReader((out / "class.csv").read_text("utf-8-sig").splitlines())
    assert {row["student"]: row["score"] for row in rows} == {RIGHT: "1", ZERO: "0"}


@pytest.mark.parametrize(
    "text",
    [
        '{"attempts": [{"user": 3, "scorm": {"current": {}}}], "x": "cmi.interactions"}',
        '{"attempts": "cmi.interactions"}',
        '{"cmi.interactions": ' + "[" * 100_000,
        "ans1: 0.5 [score]",
        'Name,Response 1\nAnn,"{""ans1"": {}, ""ans2"": [1], ""ans99999"": 1}"\n',
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(tmp_path, text, capsys):
    """Nothing of it is taken for an answer."""
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8")
    assert run(["grade", "single-neuron", str(path), "-o", str(tmp_path / "out")]) == 2
    assert "Traceback" not in capsys.readouterr().err
