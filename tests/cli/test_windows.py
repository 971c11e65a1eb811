"""Everything that is written is written on Windows too, under its rules."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpcalc.cli import run
from bpcalc.cli.replacing import PREFIX
from tests.cli.test_ownership import CALLS, IDS
from tests.helpers.windows import rules_of_windows

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="open files are looked up in /proc"
)


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The rules of Windows, for one test."""
    with rules_of_windows(monkeypatch):
        yield


def test_the_rules_are_enforced(on_windows: None, tmp_path: Path) -> None:
    """A file that is open is not moved, not moved upon and not deleted; some names are none."""
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("a")
    other.write_text("b")
    with path.open() as _:
        for forbidden in (
            lambda: path.replace(other),
            lambda: os.replace(other, path),  # noqa: PTH105 - both ways in are tried
            path.unlink,
        ):
            with pytest.raises(PermissionError):
                forbidden()
    path.replace(other)
    for name in ("nul.txt", "a:b", "a.", "con"):
        with pytest.raises(OSError, match="Windows"):
            (tmp_path / name).write_text("")


@pytest.mark.parametrize(("call", "option", "file"), CALLS, ids=IDS)
def test_every_file_is_written_and_written_again(
    on_windows: None, call: list[str], option: str, file: str, tmp_path: Path
) -> None:
    """No draft is moved while it is open, and none is left."""
    target = tmp_path / file

    for _ in range(2):
        assert run([*call, option, str(target)]) in (0, 1)

    assert list(tmp_path.iterdir()) == [target]


def test_a_class_is_written_whatever_its_students_are_called(
    on_windows: None, tmp_path: Path
) -> None:
    """Reserved names, colons, dots at the end: every student has a report."""
    names = ["con", "NUL", "aux.md", "com1", "a:b", "a.", "a ", "x?*<>|", "LPT¹", "..", "李雷."]
    table = tmp_path / "class.csv"
    rows = "".join(f"{name},0.3775\n" for name in names)
    table.write_text(f"student,net_h1\n{rows}", encoding="utf-8")

    assert run(["grade", "mazur", str(table), "-o", str(tmp_path / "out")]) == 0

    assert len(list((tmp_path / "out" / "students").glob("*.md"))) == len(names)
    assert len(list((tmp_path / "out" / "students").glob("*.results.json"))) == len(names)


@pytest.mark.parametrize(
    "name", ["nul.json", "Con.json", "com1.x.json", "a:b.json", "b.json.", "c.json ", "d?.json"]
)
def test_a_name_that_windows_would_lose_is_refused(
    on_windows: None, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence, and before anything is worked out."""
    assert run(["step", "mazur", "--format", "json", "-o", str(tmp_path / name)]) == 2

    (sentence,) = capsys.readouterr().err.splitlines()
    assert "Windows" in sentence
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_excel_holds_is_one_sentence(
    on_windows: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workbook that is open elsewhere is not replaced, and no draft is left beside it."""
    target = tmp_path / "solution.xlsx"
    assert run(["step", "mazur", "-o", str(target)]) == 0
    before = target.read_bytes()

    with target.open("rb"):
        assert run(["step", "xor", "-o", str(target)]) == 2

    assert "being used" in capsys.readouterr().err
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_a_draft_of_a_killed_program_is_swept_away(on_windows: None, tmp_path: Path) -> None:
    """One that is still open cannot be deleted there, and stays."""
    left, held = tmp_path / f"{PREFIX}left.draft", tmp_path / f"{PREFIX}held.draft"
    left.write_text("half")
    with held.open("w"):
        assert run(["step", "mazur", "-o", str(tmp_path / "a.json")]) == 0

    assert not left.exists()
    assert held.exists()


CONSOLES = ["cp437", "cp850", "cp936", "cp932", "cp1252", "cp1251", "ascii", "utf-8"]


@pytest.mark.sampled(9)
@pytest.mark.parametrize("encoding", CONSOLES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_console_shows_a_report(encoding: str, language: str, tmp_path: Path) -> None:
    """What a code page lacks is spelt in another way; nothing stops the program."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "BPCALC_LANG": language}
    for call in (["step", "thresholds"], ["δ"]):
        result = subprocess.run(
            [sys.executable, "-m", "bpcalc", *call],
            capture_output=True,
            env=environment,
            cwd=tmp_path,
            check=False,
        )

        assert result.returncode in (0, 1, 2)
        assert b"Traceback" not in result.stderr
        (result.stdout + result.stderr).decode(encoding)


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_a_class_is_marked_where_processes_are_not_forked(method: str, tmp_path: Path) -> None:
    """On Windows, and on Linux from Python 3.14 on, a process begins with nothing."""
    rows = "".join(f"student {number},0.3775,{number}\n" for number in range(60))
    (tmp_path / "class.csv").write_text(f"student,net_h1,out_h1\n{rows}")
    program = (
        "import multiprocessing, sys\n"
        "if __name__ == '__main__':\n"
        f"    multiprocessing.set_start_method({method!r})\n"
        "    from bpcalc.cli import run\n"
        "    sys.exit(run(sys.argv[1:]))\n"
    )
    (tmp_path / "program.py").write_text(program)
    call = ["grade", "mazur", "class.csv", "-o", "out", "--lang", "zh", "--jobs", "2"]

    result = subprocess.run(
        [sys.executable, "program.py", *call],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert len(list((tmp_path / "out" / "students").glob("*.md"))) == 60
