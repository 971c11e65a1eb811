"""The files that an exercise names beside itself."""

from pathlib import Path

import pytest

from bpcalc.exercise.companions import companions


def test_a_table_and_a_notation_are_read(tmp_path: Path) -> None:
    """By the names that the exercise has for them, and nothing else."""
    for name in ("data.csv", "own.yaml", "other.csv"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    source = b"title: other.csv\nsamples: data.csv\nnotation: own.yaml\n"

    found = companions(source, str(tmp_path / "exercise.yaml"))

    assert found == {"data.csv": b"data.csv", "own.yaml": b"own.yaml"}


@pytest.mark.parametrize("name", ["mazur", "missing.csv", '""', "a" * 5000, '"a\\0b"', "."])
def test_what_is_no_file_is_passed_over(name: str, tmp_path: Path) -> None:
    """A word that no file can be called by, too."""
    assert companions(f"notation: {name}\n".encode(), str(tmp_path / "exercise.yaml")) == {}


@pytest.mark.parametrize("source", [b"a: [", b"- samples", b"samples: [data.csv]"])
def test_what_names_nothing(source: bytes, tmp_path: Path) -> None:
    """Whoever reads the exercise says what is wrong with it."""
    (tmp_path / "data.csv").write_text("1", encoding="utf-8")
    assert companions(source, str(tmp_path / "exercise.yaml")) == {}
