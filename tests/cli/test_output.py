"""Files are replaced as a whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bpcalc.cli import destination, run

STEPS = [
    (destination, "NamedTemporaryFile"),
    (os, "fsync"),
    (Path, "chmod"),
    (Path, "replace"),
]


def failing(*_: Any, **__: Any) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_an_old_file_survives_any_failure_whole(
    owner: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever step of the writing fails, the old file is whole and no draft is left."""
    target = tmp_path / "solution.txt"
    target.write_text("old")
    monkeypatch.setattr(owner, name, failing)

    assert run(["step", "mazur", "-o", str(target)]) == 2

    monkeypatch.undo()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    """A file that is there is replaced, with the permissions it had."""
    target = tmp_path / "solution.json"
    target.write_text("old")
    target.chmod(0o600)

    assert run(["step", "mazur", "-o", str(target)]) == 0

    assert target.read_text().startswith('{\n "bpcalc"')
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Writing to a link writes to the file it points to."""
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)

    assert run(["step", "mazur", "-o", str(link)]) == 0

    assert link.is_symlink()
    assert target.read_text().startswith("A step by step")


def refused_folder(tmp_path: Path) -> Path:
    """Return a folder."""
    return tmp_path


def refused_missing(tmp_path: Path) -> Path:
    """Return a file in a folder that is not there."""
    return tmp_path / "missing" / "solution.txt"


@pytest.mark.parametrize("place", [refused_folder, refused_missing])
def test_an_impossible_file_is_one_sentence(
    place: Callable[[Path], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder, or a file in a missing folder, cannot be written; exit code 2."""
    assert run(["step", "mazur", "--format", "terminal", "-o", str(place(tmp_path))]) == 2

    (sentence,) = capsys.readouterr().err.splitlines()
    assert "cannot be written" in sentence


def test_the_exercise_itself_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """-o may not name the exercise."""
    exercise = tmp_path / "mine.txt"
    run(["examples", "mazur"])
    exercise.write_text(capsys.readouterr().out)
    before = exercise.read_text()

    assert run(["step", str(exercise), "-o", str(exercise)]) == 2

    assert exercise.read_text() == before
