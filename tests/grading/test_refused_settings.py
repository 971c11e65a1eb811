"""Settings of marking that cannot be meant, and papers of which nothing can be taken."""

from decimal import Decimal
from zipfile import ZipFile

import pytest

from bpcalc.checking.cells import read_cell
from bpcalc.checking.precision import prints_single
from bpcalc.checking.submissions.files import PaperFile
from bpcalc.cli import run
from bpcalc.errors import AnswersError

EXERCISE = """
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
grading: {{{setting}}}
"""


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("missing: maybe", "missing: expected zero or blank"),
        ("missing: {a: 1}", "missing: expected one value"),
        ("late: 3", "late: expected per_day and most, such as"),
        ("late: {per_hour: 1}", "late: unknown key; choose from per_day, most"),
        ("points: [1]", "points: expected points by kind or name, such as delta: 2"),
        ("late: {per_day: 2}", "late: expected a share from 0 to 1, found `2`"),
        ("out_of: -1", "out_of: expected a number from 0 on, found `-1`"),
        ("out_of: 1e999999999", "out_of: `1e+999999999` is too large, or has too many digits"),
        ("round_to: 1e-999999999", "round_to: `1e-999999999` is too large, or has too many"),
        ("points: {delta: 1e999999999}", "points: `1e+999999999` is too large"),
        ("deadline: soon", "deadline: expected a time such as 2026-11-20 23:59"),
        ("zork: 1", "zork: unknown key; choose from accept, "),
    ],
)
def test_a_setting_that_cannot_be_meant_is_told(setting, says, tmp_path, capsys):
    """One sentence: the file, the setting, and what it may be."""
    path = tmp_path / "exercise.yaml"
    path.write_text(EXERCISE.format(setting=setting), encoding="utf-8")

    assert run(["check", str(path), "net_h1=0.3775"]) == 2
    said = capsys.readouterr().err
    assert f"grading: {says}" in said
    assert f"{path}:7:11: " in said


SIGNS = str.maketrans({":": "：", "{": "｛", "}": "｝"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("wide", [False, True], ids=["plain", "full-width"])
def test_a_policy_counts_in_every_writing_of_the_exercise(wide, encoding, tmp_path, capsys):
    """With Chinese punctuation, and in every encoding that exercises are read in."""
    path = tmp_path / "exercise.yaml"
    *before, line = EXERCISE.format(setting="follow: 0").splitlines()
    line = line.translate(SIGNS) if wide else line
    path.write_bytes("\n".join(["title: 作业", *before, line]).encode(encoding))
    answers = ["net_h1=0.5", "out_h1=0.6225"]  # the second follows from the first

    assert run(["check", str(path), *answers]) == 1
    told = capsys.readouterr().out
    assert run(["check", str(path), *answers, "--follow", "0"]) == 1
    assert capsys.readouterr().out == told


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("missing: blank", 0),
        ("missing: 0", 0),
        ("late: {most: 0.5}", 0),
        ("goal_pays: true", 0),
        ("cut_off: true", 0),
        ("mistake: 0.5, same_mistake: each", 0),
    ],
)
def test_settings_that_can_be_meant_are_taken(setting, code, tmp_path, capsys):
    """In each of their spellings."""
    path = tmp_path / "exercise.yaml"
    path.write_text(EXERCISE.format(setting=setting), encoding="utf-8")

    assert run(["check", str(path), "net_h1=0.3775"]) == code
    capsys.readouterr()


@pytest.mark.parametrize("sheet", ["name: Ann\n", "Name\n", "\n", "student: 李雷\n"])
def test_a_sheet_that_names_no_quantity_is_told(sheet, tmp_path, capsys):
    """Nothing is marked, and nobody gets nothing for it unasked."""
    path = tmp_path / "sheet.yaml"
    path.write_text(sheet, encoding="utf-8")

    assert run(["check", "mazur", str(path)]) == 2
    assert "sheet.yaml" in capsys.readouterr().err


def test_what_no_float_of_32_bits_holds_is_none():
    """Beyond them, and in digits that only a double prints."""
    assert not prints_single(read_cell("1e300"))
    assert not prints_single(read_cell("0.7513650695523157"))
    assert prints_single(read_cell("0.75136507"))
    assert prints_single(read_cell(str(Decimal(repr(0.7513650655746460)))))


def test_a_member_that_is_damaged_is_told(tmp_path):
    """Its bytes are not those that were packed; so is one that is not there any more."""
    path = tmp_path / "class.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("ann.yaml", "net_h1: 0.3775\n")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"0.3775", b"0.3776"))

    for member in ("ann.yaml", "bob.yaml"):
        paper = PaperFile((member,), str(path), member, 20, None)
        with pytest.raises(AnswersError, match="taken out"):
            paper.content()


def test_a_roster_with_a_cell_that_never_ends_is_told(tmp_path, capsys):
    """It looks like one of Canvas, and has a quotation mark that nothing closes."""
    roster = tmp_path / "roster.csv"
    head = "Student,ID,SIS User ID,SIS Login ID,Section\n"
    roster.write_text(head + 'Ann,"' + "1,2\n" * 600_000, encoding="utf-8")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "Ann.yaml").write_text("net_h1: 0.3775\n", encoding="utf-8")
    call = ["grade", "mazur", str(tmp_path / "papers"), "--roster", str(roster)]

    assert run([*call, "--output", str(tmp_path / "out")]) == 2
    assert "this is not a table: field larger than field limit" in capsys.readouterr().err
