"""Exercises whose samples or notation stand in files of their own."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from bpcalc.cli import run
from bpcalc.exercise.companions import companions

EXERCISE = """\
layers: [1, 1]
samples: {table}
learning_rate: 0.5
loss: squared_error
weights: [[[0.5]]]
"""


@pytest.fixture
def exercise(tmp_path: Path) -> Path:
    """Return an exercise with a table of samples."""
    (tmp_path / "d.csv").write_text("i1,o1\n2,1\n")
    path = tmp_path / "e.yaml"
    path.write_text(EXERCISE.format(table="d.csv"))
    return path


def test_a_corrected_table_marks_again(exercise, tmp_path, capsys):
    """What a paper earns depends on the table, and so does whether it is marked again."""
    papers = tmp_path / "class"
    papers.mkdir()
    (papers / "ann.yaml").write_text("net_o1: 1.0\n")
    call = ["grade", str(exercise), str(papers), "-o", str(tmp_path / "r"), "--regrade"]
    assert run(call) == 0
    assert "on average 1.0 of" in capsys.readouterr().out
    assert run(call) == 0
    assert "No mark has changed." in capsys.readouterr().out

    (tmp_path / "d.csv").write_text("i1,o1\n3,1\n")
    assert run(call) == 0
    out = capsys.readouterr().out
    assert "on average 0.0 of" in out
    assert "ann: 1 → 0" in out


def test_the_autograder_takes_the_table_along(exercise, tmp_path):
    """An exercise that works here works on Gradescope."""
    assert run(["grade", str(exercise), "--autograder", str(tmp_path / "a")]) == 0
    with ZipFile(tmp_path / "a" / "autograder.zip") as archive:
        assert archive.read("d.csv") == (tmp_path / "d.csv").read_bytes()


def test_a_table_elsewhere_is_refused_by_the_autograder(exercise, tmp_path, capsys):
    """What stands above the folder of the exercise has no place in the archive."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "e.yaml").write_text(EXERCISE.format(table="../d.csv"))
    assert run(["grade", str(inner / "e.yaml"), "--autograder", str(tmp_path / "a")]) == 2
    assert "the exercise needs `../d.csv`" in capsys.readouterr().err


def test_files_that_an_exercise_names(exercise, tmp_path):
    """Names of notations and lists of samples are no files."""
    text = b"notation: mazur\nsamples: d.csv\n"
    assert companions(text, str(exercise)) == {"d.csv": (tmp_path / "d.csv").read_bytes()}
    assert companions(b"samples: [{inputs: [1]}]\nnotation: nosuch.yaml\n", str(exercise)) == {}
    assert companions(b"a: [", str(exercise)) == {}
