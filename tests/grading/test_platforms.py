"""Marks on their way back to learning platforms."""

import contextlib
import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from bpcalc.cli import run
from tests.helpers import classes


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    """A small Moodle class, marked for all platforms."""
    folder = classes.moodle(tmp_path / "class", size=6)
    roster = tmp_path / "roster.csv"
    roster.write_text(classes.roster(6), encoding="utf-8")
    exercise = tmp_path / "exercise.yaml"
    exercise.write_text(
        "title: Homework 3\ninputs: [0.05, 0.10]\ntargets: [0.01, 0.99]\nlearning_rate: 0.5\n"
        "weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]\n"
        "biases: [0.35, 0.60]\ngrading: {out_of: 10, round_to: 0.5}\n"
    )
    out = tmp_path / "out"
    call = ["grade", str(exercise), str(folder), "--roster", str(roster), "-o", str(out)]
    for platform in ("moodle", "canvas", "blackboard", "mail"):
        call += ["--platform", platform]
    assert run([*call, "--lang", "en"]) == 0
    return out


def test_moodle_reads_its_worksheet(graded):
    """Participants by their numbers, and the mark that the policy gives."""
    text = (graded / "moodle-grades.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))

    assert {row["Identifier"] for row in rows} == {f"Participant {310001 + n}" for n in range(6)}
    assert {row["Grade"] for row in rows} == {"3.5"}
    assert "'=HYPERLINK(1)" in {row["Full name"] for row in rows}


def test_moodle_gets_the_feedback_files(graded):
    """Each report lies in the folder from which the paper came, whatever the student is called."""
    with ZipFile(graded / "moodle-feedback.zip") as archive:
        names = archive.namelist()

    assert "O'Brien_310001_assignsubmission_file_/report.md" in names
    assert len(names) == 6
    assert not any(".." in name or name.startswith("/") for name in names)


def test_canvas_and_blackboard_read_theirs(graded):
    """Canvas has a row with the points possible; Blackboard reads UTF-16, apart by tabs."""
    rows = list(csv.reader((graded / "canvas.csv").read_text("utf-8").splitlines()))
    assert rows[0][-1] == "Homework 3"
    assert rows[1][0].strip() == "Points Possible"
    assert rows[1][-1] == "10"
    assert [row[-1] for row in rows[2:]] == ["3.5"] * 6
    text = (graded / "blackboard.txt").read_text("utf-16")
    assert text.splitlines()[0].split("\t")[0] == "Username"
    assert text.splitlines()[1].split("\t")[:2] == ["20260003", "3.5"]


def test_a_mail_merge_knows_address_and_report(graded):
    """Every report it names is there."""
    text = (graded / "mail.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))

    assert {row["email"] for row in rows} == {f"s{n}@example.org" for n in range(1, 7)}
    assert all((graded / row["report"]).is_file() for row in rows)


def test_an_autograder_is_made_and_runs(tmp_path, capsys):
    """What is sent to Gradescope marks the submission that is put before it."""
    policy = tmp_path / "policy.yaml"
    policy.write_text("out_of: 10\nlate: {per_day: 0.1}\n")
    folder = tmp_path / "made"
    call = ["grade", "mazur", "--autograder", str(folder), "--grading", str(policy), "--lang", "en"]
    assert run([*call, "--only", "net"]) == 0
    there = tmp_path / "autograder"
    with ZipFile(folder / "autograder.zip") as archive:
        archive.extractall(there / "source")
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    own = {name for name in modes if not name.startswith("bpcalc/")}
    assert own == {"setup.sh", "run_autograder", "exercise.yaml", "grading.yaml"}
    assert {"bpcalc/__main__.py", "bpcalc/locale/zh/LC_MESSAGES/bpcalc.mo"} <= set(modes)
    assert modes["run_autograder"] & 0o100
    script = (there / "source" / "run_autograder").read_text()
    assert "--only net --lang en --grading grading.yaml" in script
    assert "openpyxl" in (there / "source" / "setup.sh").read_text()

    (there / "submission").mkdir()
    (there / "submission" / "answers.yaml").write_text("student: Bob\nnet_h1: 0.3775\nnet_h2: 9\n")
    (there / "submission_metadata.json").write_text(
        json.dumps(
            {
                "users": [{"name": "Ann Lee", "email": "ann@example.org", "sid": "7"}],
                "created_at": "2026-11-21T10:00:00.000000-08:00",
                "assignment": {"due_date": "2026-11-20T23:59:00.000000-08:00"},
            }
        )
    )
    source = there / "source"
    call = ["grade", str(source / "exercise.yaml"), "--autograder", str(there), "--only", "net"]
    assert run([*call, "--grading", str(source / "grading.yaml")]) == 0
    results = json.loads((there / "results" / "results.json").read_text("utf-8"))

    assert results["score"] == 2.25  # one of four, out of ten, a day late
    assert results["extra_data"]["student"] == "Ann Lee"
    assert len(results["tests"]) == 4

    metadata = json.loads((there / "submission_metadata.json").read_text())
    metadata["users"][0]["assignment"] = {"due_date": "2026-11-22T23:59:00.000000-08:00"}
    (there / "submission_metadata.json").write_text(json.dumps(metadata))
    assert run([*call, "--grading", str(source / "grading.yaml")]) == 0
    results = json.loads((there / "results" / "results.json").read_text("utf-8"))
    assert results["score"] == 2.5  # who has longer is not late


def test_an_autograder_is_not_put_into_a_file(tmp_path):
    """Nor into what cannot be a folder; the sentence names the file, where output is in memory."""
    file = tmp_path / "file.txt"
    file.write_text("mine")
    output, errors = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())

    for folder, says in (
        (file, "is a file; name a folder for it"),
        (file / "x", "Not a directory"),
    ):
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            assert run(["grade", "mazur", "--autograder", str(folder)]) == 2
        told = errors.buffer.getvalue().decode()
        assert says in told
        assert str(folder) in told
    assert file.read_text() == "mine"


def test_an_autograder_says_what_it_could_not_read(tmp_path):
    """There is a results.json for a photo, too, with a sentence in it."""
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "photo.jpg").write_bytes(classes.PHOTO)
    assert run(["grade", "mazur", "--autograder", str(tmp_path)]) == 0
    results = json.loads((tmp_path / "results" / "results.json").read_text("utf-8"))

    assert results["score"] == 0
    assert "JPEG" in results["output"]


GRADEBOOK = """Student,ID,SIS User ID,SIS Login ID,Section,HW1 (7),HW3 (1234),Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,100,(read only)
"Lee, Ann",501,001,alee,Sec1,9,,90
"Ray, Bob",502,002,bray,Sec1,8,,80
"Student, Test",999,,abc123,Sec1,,,
"""


def test_a_gradebook_of_canvas_comes_back_filled_in(tmp_path, capsys):
    """Nobody else has a mark, and it is said where they stand; Blackboard's names are logins."""
    folder, book, out = tmp_path / "class", tmp_path / "canvas.csv", tmp_path / "out"
    folder.mkdir()
    (folder / "leeann_501_7001_answers.yaml").write_text("net_h1: 0.3775\n")
    book.write_text(GRADEBOOK)
    call = ["grade", "mazur", str(folder), "-o", str(out), "--roster", str(book), "--lang", "en"]
    assert run([*call, "--platform", "canvas", "--platform", "blackboard"]) == 0

    told = capsys.readouterr().out
    assert "canvas.csv: the column `HW3 (1234)` is filled in; there it is worth 100 points" in told
    assert "Student, Test" not in told
    rows = list(csv.reader((out / "canvas.csv").read_text("utf-8").splitlines()))
    assert [(row[0], row[-1]) for row in rows] == [
        ("Student", "HW3 (1234)"),
        ("", ""),
        ("    Points Possible", "100"),
        ("Lee, Ann", "1"),
        ("Ray, Bob", "0"),
        ("Student, Test", ""),
    ]
    names = [
        line.split("\t")[0] for line in (out / "blackboard.txt").read_text("utf-16").split("\n")
    ]
    assert names[1:3] == ["alee", "bray"]


def test_whom_a_platform_cannot_tell_is_named(tmp_path, capsys):
    """A mark that cannot be uploaded is no silent loss; Canvas's gradebook has its own students."""
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("Ann Lee", "Cy, Doe", "Bo Li"):
        (folder / f"{name}.yaml").write_text("net_h1: 0.3775\n")
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,HW (12)\n"
        '"Lee, Ann",501,1001,alee,S,\n"Li, Bo",502,1002,boli,S,\n'
    )
    call = ["grade", "mazur", str(folder), "--roster", str(roster), "-o", str(tmp_path / "o")]
    for platform in ("moodle", "canvas", "blackboard", "mail"):
        call += ["--platform", platform]
    assert run([*call, "--lang", "en"]) == 0
    told = capsys.readouterr().out
    for file in ("moodle-grades.csv", "canvas.csv", "blackboard.txt"):
        assert f"{file}: no number or address tells who this is: Cy, Doe\n" in told
    three = "these 3 are: Lee, Ann; Li, Bo; Cy, Doe"
    assert f"mail.csv: no number or address tells who {three}\n" in told
