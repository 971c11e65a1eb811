"""What holds for every format, the new ones too: the folders are walked."""

import os
import subprocess
import sys
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from bpcalc.calc import calculate
from bpcalc.cli import run
from bpcalc.report import folder, formats, sheets
from tests.helpers.patience import PATIENCE
from tests.helpers.reports import unsigned

REPORTS = [(formats.FORMAT_FOLDER, "step", name) for name in formats.FORMAT_FOLDER.names]
SHEETS = [(sheets.SHEET_FOLDER, "sheet", name) for name in sheets.SHEET_FOLDER.names]
EACH = pytest.mark.parametrize(
    ("home", "command", "name"),
    [*REPORTS, *SHEETS],
    ids=[f"{command}-{name}" for _, command, name in [*REPORTS, *SHEETS]],
)
WITH_NEEDS = [
    (home, command, name) for home, command, name in [*REPORTS, *SHEETS] if home.find(name).needs
]

WRITE_ALL = """
import sys
from bpcalc.cli import run
for command in sys.argv[1:]:
    assert run(command.split()) == 0, command
"""


def suffix_of(home: folder.Folder, name: str) -> str:
    """Return the file suffix that asks for a format, "" where only its name does."""
    return str(next(iter(home.find(name).suffixes), ""))


@EACH
def test_a_suffix_asks_for_it(home: folder.Folder, command: str, name: str) -> None:
    """A file suffix belongs to one format, and to no other."""
    suffixes = home.find(name).suffixes

    assert [home.by_suffix(suffix) for suffix in suffixes] == [name] * len(suffixes)
    assert len(home.suffixes) == len(set(home.suffixes))


def written(target: Path, hash_seed: str, zone: str) -> dict[str, bytes]:
    """Write every format of a report and a sheet in a process of its own; return the files."""
    target.mkdir()
    commands = [
        f"{command} two-hidden-layers --format {name} -o {command}-{name}{suffix_of(home, name)}"
        for home, command, name in [*REPORTS, *SHEETS]
    ]
    commands += [
        "train xor --until 0 --epochs 30 -o curve.svg",
        "train xor --until 0 --epochs 30 -o train.html",
    ]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone}
    subprocess.run(
        [sys.executable, "-c", WRITE_ALL, *commands],
        cwd=target,
        env=environment,
        check=True,
        timeout=PATIENCE,
    )
    return {path.name: path.read_bytes() for path in sorted(target.iterdir())}


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    """Neither the folder, nor the time zone, nor the order of hashes shows in a file."""
    first = written(tmp_path / "first", "1", "UTC")
    second = written(tmp_path / "second", "2", "Asia/Shanghai")

    assert len(first) == len(REPORTS) + len(SHEETS) + 2
    assert [name for name in first if first[name] != second.get(name)] == []


@pytest.mark.parametrize(("home", "command", "name"), WITH_NEEDS)
def test_a_missing_extra_is_one_sentence(
    home: folder.Folder,
    command: str,
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It names the command that installs the extra; nothing is written, and the exit code is 2."""
    package, extra = home.find(name).needs[0]
    monkeypatch.setattr(
        folder, "find_spec", lambda wanted: None if wanted == package else find_spec(wanted)
    )
    target = tmp_path / f"report{suffix_of(home, name)}"

    code = run([command, "mazur", "-o", str(target)])

    said = capsys.readouterr().err
    assert (code, said.count("\n")) == (2, 1)
    assert f"pip install 'bpcalc[{extra}]'" in said
    assert not target.exists()


OTHERS = [
    "check mazur net_h1=0.3775",
    "why mazur net_h1",
    "audit mazur",
    "train mazur --epochs 3",
    "grade mazur class",
]
"""Commands that write reports, besides `step` and `sheet`."""


@pytest.mark.parametrize("call", OTHERS)
def test_every_command_says_that_an_extra_is_missing(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is written as HTML, it is one sentence, and nothing is left behind."""
    monkeypatch.setattr(
        folder, "find_spec", lambda wanted: None if wanted == "jinja2" else find_spec(wanted)
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class").mkdir()
    grades = call.startswith("grade")
    options = ["--format", "html", "-o", "reports"] if grades else ["-o", "report.html"]

    code = run([*call.split(), *options])

    said = capsys.readouterr().err
    assert (code, said.count("\n")) == (2, 1)
    assert "pip install 'bpcalc[report]'" in said
    assert [path.name for path in tmp_path.iterdir()] == ["class"]


def test_a_file_needs_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty name, as of an empty variable of a shell, is refused."""
    assert run(["step", "mazur", "-o", ""]) == 2
    assert "--output has no value" in capsys.readouterr().err


LARGE = (784, 30, 10)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the path of a 784-30-10 exercise."""
    path = tmp_path_factory.mktemp("large") / "large.yaml"
    rows = [f"inputs: [{', '.join(['0.5'] * LARGE[0])}]", "targets: [0.1" + ", 0.1" * 9 + "]"]
    rows += ["learning_rate: 0.5", "weights:"]
    for below, above in pairwise(LARGE):
        row = f"[{', '.join(['0.01'] * below)}]"
        rows.append(f"  - [{', '.join([row] * above)}]")
    path.write_text("\n".join([*rows, "biases: [0.1, 0.2]", ""]), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("home", "command", "name"), WITH_NEEDS)
def test_a_report_that_nobody_could_open_is_refused_before_it_is_worked_out(
    home: folder.Folder,
    command: str,
    name: str,
    large: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One sentence says how much it would be and what to do instead."""
    monkeypatch.setattr(calculate, "calculate", lambda *_, **__: pytest.fail("it was worked out"))
    target = tmp_path / f"report{suffix_of(home, name)}"

    code = run([command, large, "-o", str(target)])

    said = capsys.readouterr().err
    assert (code, target.exists()) == (2, False)
    assert "numbers in formulas" in said
    assert "narrow it with --only" in said


def test_advice_names_options_that_there_are(
    large: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`why` cannot be narrowed, and a sheet is not refused once it is."""
    assert run(["why", large, "w1_new", "-o", str(tmp_path / "why.html")]) == 2
    said = capsys.readouterr().err
    assert "choose another format" in said
    assert "--only" not in said

    target = tmp_path / "sheet.pdf"
    assert run(["sheet", large, "--only", "delta", "-o", str(target)]) == 0
    assert target.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", [n for n in formats.names() if formats.find(n).binary])
def test_bytes_go_through_a_pipe_as_they_are(
    name: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Standard output has the bytes that a file would have."""
    target = tmp_path / "report"
    assert run(["step", "mazur", "--format", name, "-o", str(target)]) == 0
    capfdbinary.readouterr()

    assert run(["step", "mazur", "--format", name]) == 0

    whole = unsigned(target.read_bytes())
    assert capfdbinary.readouterr().out in (whole, whole.removesuffix(b"\n"))
