"""Nothing that a person made is overwritten unasked, whatever the command and the format."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

from bpcalc.cli import cli, run
from bpcalc.report.formats import FORMAT_FOLDER
from bpcalc.report.sheets import SHEET_FOLDER

EXERCISE = Path(__file__).parents[2] / "configs" / "mazur.yaml"
WORDS = ["net_h1=0.3775", "out_h1=0.5"]

CALLS: list[tuple[list[str], str, str]] = [
    *((["step", "mazur", "--format", name], "-o", f"x.{name}") for name in FORMAT_FOLDER.names),
    *((["why", "mazur", "out_o1", "--format", n], "-o", "x") for n in ("terminal", "csv", "html")),
    *((["sheet", "mazur", "--format", name], "-o", f"x.{name}") for name in SHEET_FOLDER.names),
    (["step", "skip-connection"], "-o", "x.csv"),
    (["sheet", "mazur", "--key", "--format", "yaml"], "-o", "x.yaml"),
    *(
        (["check", "mazur", *WORDS, "--format", name], "-o", f"x.{name}")
        for name in ("terminal", "markdown", "latex", "html", "pdf", "json")
    ),
    (["audit", "mazur", "--format", "markdown"], "-o", "x.md"),
    *(
        (["train", "mazur", "--epochs", "3", "--format", name], "-o", f"x.{name}")
        for name in ("terminal", "markdown", "html", "pdf", "svg", "json", "csv")
    ),
    (["train", "mazur", "--epochs", "3"], "--save", "x.yaml"),
    (["train", "mazur", "--epochs", "3"], "--history", "x.csv"),
    (["train", "mazur", "--epochs", "3"], "--history", "x.json"),
    (["draw", "mazur"], "-o", "x.svg"),
]
IDS = [" ".join([*call, option, file]) for call, option, file in CALLS]
every_call = pytest.mark.parametrize(("call", "option", "file"), CALLS, ids=IDS)


def _worked(call: list[str]) -> bool:
    return run(call) in (0, 1)


@every_call
def test_a_command_knows_its_own_file_again(
    call: list[str], option: str, file: str, tmp_path: Path
) -> None:
    """What it wrote it replaces without being asked, with the same or with other numbers."""
    target = str(tmp_path / file)

    assert _worked([*call, option, target])
    assert _worked([*call, option, target])
    others = [word.replace("mazur", "han-kamber") for word in call]
    if call[0] not in ("why", "check"):
        assert _worked([*others, option, target])


@every_call
def test_what_a_person_changed_stays(
    call: list[str], option: str, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line more, at the end or the beginning, and the file is a person's; --force takes it."""
    target = tmp_path / file
    for change in (
        lambda old: old + b"a remark of mine\n",
        lambda old: b"a remark of mine\n" + old,
        lambda old: b"something else\n",
    ):
        target.unlink(missing_ok=True)
        assert _worked([*call, option, str(target)])
        changed = change(target.read_bytes())
        target.write_bytes(changed)
        capsys.readouterr()

        assert run([*call, option, str(target)]) == 2

        assert "--force" in capsys.readouterr().err
        assert target.read_bytes() == changed
        assert list(tmp_path.iterdir()) == [target]
    assert _worked([*call, option, str(target), "--force"])
    assert target.read_bytes() != changed


def _told(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    """Return what changes the text of a JSON file."""

    def changed(text: str) -> str:
        content = json.loads(text)
        change(content)
        return json.dumps(content, indent=1)

    return changed


@pytest.mark.parametrize(
    ("call", "option", "file", "change"),
    [
        (["step"], "-o", "x.csv", lambda text: text + "my own note\n"),
        (["step"], "-o", "x.csv", lambda text: text.replace("\ni2,", ",mine\ni2,", 1)),
        (["step"], "-o", "x.csv", lambda text: text + "x1,my,note" + "," * 11 + "\n"),
        (["step"], "-o", "x.json", _told(lambda found: found["lines"][3].update(comment="mine"))),
        (["step"], "-o", "x.json", _told(lambda found: found["lines"].append("mine"))),
        (["step"], "-o", "x.json", _told(lambda found: found.update(comment="mine"))),
        (["step"], "-o", "x.json", _told(lambda found: found.update(title="mine"))),
        (["step"], "-o", "x.json", _told(lambda found: found["lines"][3].pop("formula"))),
        (["step"], "-o", "x.json", _told(lambda found: found["lines"][3].update(shown="0.7"))),
        (["train", "--epochs", "3"], "-o", "x.json", _told(lambda found: found.update(outputs=[]))),
        (
            ["train", "--epochs", "3"],
            "-o",
            "x.json",
            _told(lambda found: found["history"][1].update(comment="mine")),
        ),
        (
            ["check", *WORDS],
            "-o",
            "x.json",
            _told(lambda found: found["marks"][0].update(comment="mine")),
        ),
        *(
            (["train", "--epochs", "4"], "--history", "x.csv", lambda text, new=new: new)
            for new in (
                "epoch,error\n1,0.5\n2,0.4\n",
                "epoch,error\n0,0.50\n1,0.40\n",
                "epoch,error\n0,0.5\n1,0.4\n5,0.3\n6,0.2\n",
                "epoch,error\n0,0.5\n1,0.4,a remark\n",
                "epoch,error\nbegin,0.5\n",
            )
        ),
        (["train", "--epochs", "4"], "--history", "x.csv", lambda text: text + "4,0.25\n4,0.5\n"),
    ],
)
def test_a_cell_a_row_or_a_key_of_a_person_stays(
    call: list[str], option: str, file: str, change: Callable[[str], str], tmp_path: Path
) -> None:
    """Tables and JSON have no room for a digest; what the command does not write is seen."""
    target = tmp_path / file
    whole = [call[0], "mazur", *call[1:], option, str(target)]
    assert _worked(whole)
    text = target.read_text(encoding="utf-8-sig")
    target.write_text(change(text))
    changed = target.read_bytes()

    assert run(whole) == 2

    assert target.read_bytes() == changed


def test_tables_of_other_lengths_and_digits_are_replaced(tmp_path: Path) -> None:
    """Histories that are thinned or end within an epoch, other digits and other exercises."""
    history, report = tmp_path / "h.csv", tmp_path / "x.csv"
    for much in (["--epochs", "1"], ["--presentations", "5"], ["--epochs", "25000"], ["--carry"]):
        words = ["--epochs", "2", "--carry", "rounded"] if much == ["--carry"] else much
        assert run(["train", "xor", *words, "--history", str(history)]) in (0, 3), much
    for words in (["mazur"], ["mazur", "--decimals", "3"], ["xor", "--epochs", "2"]):
        assert run(["step", *words, "-o", str(report)]) == 0, words


def test_answers_that_were_filled_in_stay(tmp_path: Path) -> None:
    """A blank sheet is replaced, one with a single number in it is not."""
    for name in ("answers.yaml", "answers.csv"):
        sheet = tmp_path / name
        assert run(["sheet", "mazur", "-o", str(sheet)]) == 0
        assert run(["sheet", "mazur", "--only", "net", "-o", str(sheet)]) == 0
        text = sheet.read_text(encoding="utf-8-sig")
        blank = "net_h1:" if name.endswith("yaml") else "net_h1,"
        filled = text.replace(blank, f"{blank} 0.3775", 1)
        sheet.write_text(filled)

        assert run(["sheet", "mazur", "-o", str(sheet)]) == 2

        assert sheet.read_text() == filled


def test_a_key_is_replaced_by_itself_and_a_sheet_filled_in_is_not(tmp_path: Path) -> None:
    """The call of the teachers' page can be made twice; a number changed in the key is kept."""
    key = tmp_path / "key.csv"
    for _ in range(2):
        assert run(["sheet", "mazur", "--key", "-o", str(key)]) == 0
    changed = key.read_text(encoding="utf-8-sig").replace("0.3775", "0.3776")
    key.write_text(changed, encoding="utf-8-sig")

    assert run(["sheet", "mazur", "--key", "-o", str(key)]) == 2
    assert key.read_text(encoding="utf-8-sig") == changed


def test_a_report_of_another_command_stays(tmp_path: Path) -> None:
    """`check` does not replace what `step` wrote."""
    target = tmp_path / "report.html"
    run(["step", "mazur", "-o", str(target)])
    before = target.read_bytes()

    assert run(["check", "mazur", *WORDS, "-o", str(target)]) == 2

    assert target.read_bytes() == before


def test_mail_and_git_may_change_how_lines_end(tmp_path: Path) -> None:
    """A report with the line ends of Windows is still the command's own."""
    target = tmp_path / "report.md"
    run(["step", "mazur", "-o", str(target)])
    target.write_bytes(target.read_bytes().replace(b"\n", b"\r\n"))

    assert run(["step", "xor", "-o", str(target)]) == 0


def _exercise(folder: Path) -> Path:
    path = folder / "mine.yaml"
    path.write_bytes(EXERCISE.read_bytes())
    return path


def _over_the_exercise(folder: Path) -> tuple[Path, list[str]]:
    path = _exercise(folder)
    return path, ["train", str(path), "--epochs", "2", "--save", str(path)]


def _over_a_trained_exercise(folder: Path) -> tuple[Path, list[str]]:
    path = folder / "trained.yaml"
    run(["train", "mazur", "--epochs", "2", "--save", str(path)])
    return path, ["train", str(path), "--epochs", "2", "--save", str(path)]


def _over_the_exercise_by_another_name(folder: Path) -> tuple[Path, list[str]]:
    path = _exercise(folder)
    (folder / "link.txt").symlink_to(path)
    return path, ["step", str(path), "-o", str(folder / "link.txt")]


def _over_the_exercise_in_training(folder: Path) -> tuple[Path, list[str]]:
    path = _exercise(folder)
    (folder / "link.txt").hardlink_to(path)
    return path, ["train", str(path), "--epochs", "1", "-o", str(folder / "link.txt")]


def _over_the_answers(folder: Path) -> tuple[Path, list[str]]:
    path = folder / "answers.txt"
    path.write_text("net_h1: 0.3775\n")
    return path, ["check", "mazur", str(path), "-o", str(path)]


def _over_the_table(folder: Path) -> tuple[Path, list[str]]:
    path = folder / "samples.csv"
    path.write_text("i1,i2,o1,o2\n0.05,0.1,0.01,0.99\n")
    text = EXERCISE.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("inputs", "targets"))]
    (folder / "x.yaml").write_text("\n".join([*lines, "samples: samples.csv", ""]))
    return path, ["train", str(folder / "x.yaml"), "--epochs", "1", "--history", str(path)]


def _over_the_class(folder: Path) -> tuple[Path, list[str]]:
    path = folder / "class.csv"
    path.write_text("student,net_h1\nLi,0.3775\n")
    return path, ["grade", "mazur", str(path), "-o", str(folder)]


@pytest.mark.parametrize(
    "made",
    [
        _over_the_exercise,
        _over_a_trained_exercise,
        _over_the_exercise_by_another_name,
        _over_the_exercise_in_training,
        _over_the_answers,
        _over_the_table,
        _over_the_class,
    ],
)
def test_an_input_is_never_replaced(
    made: Callable[[Path], tuple[Path, list[str]]], tmp_path: Path
) -> None:
    """Not by any name, and not with --force either."""
    path, call = made(tmp_path)
    before = path.read_bytes()

    assert run(call) == 2
    assert run([*call, "--force"]) == 2

    assert path.read_bytes() == before


WRITING = {
    ("audit", "-o"): (".md", []),
    ("check", "-o"): (".md", WORDS),
    ("compare", "-o"): (".csv", ["--vary", "learning_rate=1,2", "--epochs", "1"]),
    ("draw", "-o"): (".svg", []),
    ("export", "-o"): (".txt", ["--to", "gift"]),
    ("import", "-o"): (".npz", []),
    ("new", "-o"): (".yaml", []),
    ("practice", "-o"): (".yaml", []),
    ("sheet", "-o"): (".yaml", []),
    ("step", "-o"): (".md", []),
    ("train", "-o"): (".md", ["--epochs", "1"]),
    ("train", "--save"): (".yaml", ["--epochs", "1"]),
    ("train", "--history"): (".csv", ["--epochs", "1"]),
    ("why", "-o"): (".md", ["out_o1"]),
}
"""Every option that names a file to be written: a suffix that it takes, and what else is said."""


def test_every_option_that_writes_a_file_is_tried_on_its_input() -> None:
    """Whoever adds one adds it above; `grade` writes into a folder, and is tried by itself."""
    context = click.Context(cli)
    found = set()
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        words = {word for param in command.params for word in param.opts}
        found |= {(name, word) for word in words & {"-o", "--save", "--history"}}

    assert found - {("grade", "-o")} == {*WRITING}


def _input(command: str, path: Path) -> None:
    """Write what the command reads."""
    if command == "import":
        with path.open("wb") as file:
            np.savez(file, W1=np.ones((3, 2)), b1=np.ones(3), W2=np.ones((2, 3)), b2=np.ones(2))
    else:
        path.write_bytes(EXERCISE.read_bytes())


@pytest.mark.parametrize(("command", "option"), WRITING)
def test_no_option_replaces_the_input(
    command: str,
    option: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Under none of its names, and not with --force either; any other file is written."""
    suffix, words = WRITING[command, option]
    path, link, twin = (tmp_path / f"{name}{suffix}" for name in ("mine", "link", "twin"))
    _input(command, path)
    before = path.read_bytes()
    link.symlink_to(path)
    twin.hardlink_to(path)
    monkeypatch.chdir(tmp_path)
    call = [command, str(path), *words, option]

    for name in (str(path), f"./{path.name}", str(link), str(twin)):
        monkeypatch.setattr("sys.stdin", StringIO("0.3775\nq\n"))
        assert run([*call, name, "--force"]) == 2, name
        assert path.read_bytes() == twin.read_bytes() == before
        assert "would be lost" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", StringIO("0.3775\nq\n"))
    assert _worked([*call, f"other{suffix if command != 'import' else '.yaml'}"])


def test_practice_does_not_replace_the_notation_that_it_has_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an exercise is written in is an input too."""
    path = tmp_path / "mine.yaml"
    path.write_text("like: mazur\n")
    monkeypatch.setattr("sys.stdin", StringIO("0.3775\nq\n"))
    call = ["practice", "mazur", "--notation", str(path), "-o"]

    assert run([*call, str(path), "--force"]) == 2
    assert path.read_text() == "like: mazur\n"
    monkeypatch.setattr("sys.stdin", StringIO("0.3775\nq\n"))
    assert run([*call, str(tmp_path / "other.yaml")]) == 0


def test_two_outputs_are_two_files(tmp_path: Path) -> None:
    """One call writes no file twice."""
    target = str(tmp_path / "x.csv")

    assert run(["train", "mazur", "--epochs", "2", "--history", target, "-o", target]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_found_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody trains for an hour to hear that the file cannot be written."""
    import bpcalc.cli.run_train

    target = tmp_path / "mine.txt"
    target.write_text("mine")
    monkeypatch.setattr(bpcalc.cli.run_train, "run_training", None)

    assert run(["train", "mazur", "-o", str(target)]) == 2


def test_a_report_that_a_teacher_changed_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a class, the other reports are written again, and the one is named."""
    table = tmp_path / "class.csv"
    table.write_text("student,net_h1\nLi,0.3775\nWu,0.1\n")
    call = ["grade", "mazur", str(table), "-o", str(tmp_path / "out")]
    assert run(call) == 0
    report = tmp_path / "out" / "students" / "Wu.md"
    changed = report.read_text() + "\nPlease see me.\n"
    report.write_text(changed)
    capsys.readouterr()

    assert run(call) == 1

    assert report.read_text() == changed
    assert "Wu" in capsys.readouterr().out
    assert run([*call, "--force"]) == 0
    assert report.read_text() != changed


def test_every_command_that_writes_a_file_has_force() -> None:
    """So the advice to use it is never wrong."""
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        options = {option for param in command.params for option in param.opts}
        if options & {"-o", "--save", "--history"}:
            assert "--force" in options, name


@pytest.mark.parametrize(
    "call",
    [["step"], ["why", "mazur", "w5_new"], ["train", "--epochs", "3"], ["check", "mazur", *WORDS]],
)
def test_a_json_file_has_a_digest_and_one_without_is_known_by_its_keys(
    call: list[str], tmp_path: Path
) -> None:
    """Files of an earlier release have none; what is printed has none either."""
    target = tmp_path / "x.json"
    assert _worked([*call, "-o", str(target)])
    written = target.read_bytes()
    content = json.loads(written)
    assert content.pop("digest").startswith(f"bpcalc {call[0]}, digest ")
    target.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    assert _worked([*call, "-o", str(target)])
    assert target.read_bytes() == written
    assert _worked([*call, "-o", str(target)])
