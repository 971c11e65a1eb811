"""Points and the scale under `grading` of an exercise hold for one sheet as for a class."""

import json
from decimal import Decimal

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.errors import AnswersError

EXERCISE = """\
inputs: [0.05, 0.1]
targets: [1]
weights: [[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45]]]
learning_rate: 0.5
grading:
  points: {delta: 2, w5_new: 3}
"""
ANSWERS = "net_h1: 0.0275\ndelta_o1: 0.5\n"


def marked(capsys, path, answers, *more):
    """Return the text of `check`, and its JSON."""
    run(["check", str(path), str(answers), "--lang", "en", *more])
    text = capsys.readouterr().out
    run(["check", str(path), str(answers), "--format", "json", *more])
    return text, json.loads(capsys.readouterr().out)


@pytest.fixture
def files(tmp_path):
    """An exercise, and the start of a sheet."""
    path, answers = tmp_path / "exercise.yaml", tmp_path / "answers.yaml"
    path.write_text(EXERCISE, "utf-8")
    answers.write_text(ANSWERS, "utf-8")
    return path, answers


def test_check_weighs_points_as_grade_does(files, capsys):
    """A delta is worth two, w5_new three; they were passed over."""
    path, answers = files
    text, found = marked(capsys, path, answers)
    lines = len(found["marks"])
    assert (found["score"], found["max_score"]) == (1, lines + 3 + 2)
    assert f"1 of {lines + 5} marks" in text
    assert "Points: deltas: 2, w5⁺: 3; everything else 1." in text

    sheet = bpcalc.check(path, answers)
    assert (sheet.score, sheet.max_score) == (1, lines + 5)


def test_check_scales_and_adds_a_bonus(files, capsys):
    """`out_of` and `bonus` make another mark, which is printed."""
    path, answers = files
    path.write_text(EXERCISE + "  out_of: 10\n  bonus: {net_h1: 1}\n", "utf-8")
    text, found = marked(capsys, path, answers)
    best = Decimal(found["max_score"])
    assert f"Mark: {round(2 * 10 / best, 2)} of 10." in text
    assert "Bonus: net_h1: 1." in text


BONUS = """\
inputs: [1, 2]
targets: [1]
learning_rate: 0.5
weights: [[[0.5, 0.25]]]
biases: [0]
activation: identity
grading:
  bonus: {E_total: 1}
  out_of: 10
"""


def test_a_bonus_is_earned_where_no_points_are(tmp_path, capsys):
    """`points: {E_total: 0}` makes E_total a bonus only; a right one earned nothing at all."""
    path = tmp_path / "exercise.yaml"
    anyway = "A bonus is on top of the points that a quantity is worth anyway."
    for points, full, without in (("", "11", "9"), ("  points: {E_total: 0}\n", "11.11", "10")):
        path.write_text(BONUS + points, "utf-8")
        run(["sheet", str(path), "--key"])
        key = capsys.readouterr().out
        for sheet, mark in (
            (key, full),
            ("\n".join(line for line in key.splitlines() if "E_total" not in line), without),
        ):
            (tmp_path / "sheet.yaml").write_text(sheet, "utf-8")
            text, _ = marked(capsys, path, tmp_path / "sheet.yaml")
            assert f"Mark: {mark} of 10." in text
            assert (anyway in " ".join(text.split())) == (not points)


def test_a_sheet_of_nothing_but_a_bonus_earns_it(tmp_path, capsys):
    """There is no mark to scale it by."""
    path = tmp_path / "exercise.yaml"
    nothing_else = "  points: {E_total: 0}\n  only: total_error\n"
    path.write_text(BONUS.replace("  out_of: 10\n", nothing_else), "utf-8")
    run(["sheet", str(path), "--key"])
    (tmp_path / "sheet.yaml").write_text(capsys.readouterr().out, "utf-8")
    text, _ = marked(capsys, path, tmp_path / "sheet.yaml")
    assert "Mark: 1 of 0." in text


def test_points_for_what_there_is_not_are_refused(files, capsys):
    """As `grade` refuses them."""
    path, answers = files
    path.write_text(EXERCISE.replace("w5_new", "w9_new"), "utf-8")
    assert run(["check", str(path), str(answers)]) == 2
    assert "there is no kind and no quantity `w9_new`" in capsys.readouterr().err
    with pytest.raises(AnswersError, match="w9_new"):
        bpcalc.check(path, answers)


def test_some_quantities_have_points_and_no_mark(files, capsys):
    """Of two numbers of thirty, `100 of 100` is no mark; their points count."""
    path, _ = files
    path.write_text(EXERCISE + "  out_of: 100\n", "utf-8")
    right = bpcalc.solve(path)
    words = [f"{name}={right.shown(right[name])}" for name in ("net_h1", "delta_o1")]
    assert run(["check", str(path), *words, "--lang", "en"]) == 0
    text = capsys.readouterr().out
    assert "3 of 3 marks" in text
    assert "Mark:" not in text
    assert "Mark:" not in str(bpcalc.check(path, words))


def test_a_class_in_python_has_the_points_of_one_on_the_command_line(files, tmp_path, capsys):
    """They were passed over there."""
    path, answers = files
    graded = bpcalc.grade(path, {"Ann": answers.read_text("utf-8")})
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "Ann.yaml").write_text(ANSWERS, "utf-8")
    run(["grade", str(path), str(tmp_path / "class"), "--lang", "en"])
    assert graded.summary[0] == capsys.readouterr().out.splitlines()[0]
    assert "of 27 marks" in graded.summary[0]


def test_a_class_in_python_is_refused_whose_points_are_for_what_there_is_not(files):
    """Once, and not as a fault of every paper."""
    path, answers = files
    path.write_text(EXERCISE.replace("w5_new", "w9_new"), "utf-8")
    with pytest.raises(AnswersError, match="w9_new"):
        bpcalc.grade(path, {"Ann": answers.read_text("utf-8")})
