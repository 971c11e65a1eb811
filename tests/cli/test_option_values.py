"""Options of every command with nothing for a value, and with bytes that are no text."""

from pathlib import Path

import click
import pytest

from bpcalc.cli import cli, run

EXERCISE = "inputs: [1]\ntargets: [0]\nlearning_rate: 0.5\nweights: [[[0.5]]]\n"
NO_TEXT = "\udc80bad"
"""How Python hands on the byte 0x80, which begins no character of UTF-8."""


def with_values() -> list[tuple[str, str]]:
    """Return every command with every option of it that takes a value."""
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return [
        (name, max(option.opts, key=len))
        for name, command in commands.items()
        if command is not None
        for option in command.params
        if isinstance(option, click.Option) and not option.is_flag
    ]


ARGUMENTS = {
    "check": ("a.yaml", "net_o1=0.5"),
    "completion": ("bash",),
    "grade": ("a.yaml", "class"),
    "import": ("a.npz",),
    "why": ("a.yaml", "net_o1"),
    "examples": (),
    "functions": (),
    "mcp": (),
    "schema": (),
    "notations": (),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an exercise and the answers of a class, to work in."""
    (tmp_path / "a.yaml").write_text(EXERCISE)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "li.txt").write_text("net_o1 = 0.5\n")
    (tmp_path / "a.npz").write_bytes(b"PK")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[Path]:
    """Return all that stands in a folder."""
    return set(folder.rglob("*"))


@pytest.mark.parametrize(("command", "option"), with_values())
@pytest.mark.parametrize("value", ["", " ", NO_TEXT])
def test_an_option_without_a_value_or_text_is_one_sentence(
    command: str, option: str, value: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is refused before anything is written; a file may have a name that is no text."""
    before = files(folder)
    arguments = ARGUMENTS.get(command, ("a.yaml",))

    code = run([command, *arguments, option, value])

    said = capsys.readouterr().err
    assert "Traceback" not in said
    if value == NO_TEXT and option in PATHS:
        return
    assert code == 2
    assert said.strip()
    assert files(folder) == before


PATHS = {
    *("--output", "--history", "--save", "--style", "--roster", "--grading", "--overrides"),
    *("--columns", "--autograder", "--weights", "--like", "--notation"),
}


@pytest.mark.parametrize("command", sorted({name for name, _ in with_values()}))
def test_arguments_that_are_no_text_end_in_no_traceback(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each argument may be a file of such a name, which there is not."""
    arguments = ARGUMENTS.get(command, ("a.yaml",))
    for place in range(len(arguments)):
        words = [*arguments]
        for value in (NO_TEXT, ""):
            words[place] = value
            assert run([command, *words]) in (0, 1, 2)
            assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "call",
    [
        ("grade", "a.yaml", "class", "-o", "a\0b"),
        ("grade", "a.yaml", "--autograder", "a\0b"),
        ("new", "a.yaml", "-n", "2", "-o", "a\0b"),
        ("step", "a.yaml", "-o", "a\0b.html"),
    ],
)
def test_a_name_that_no_file_can_have_is_one_sentence(
    call: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A shell passes none such, a program in Python may."""
    assert run(["--lang", "en", *call]) == 2

    told = capsys.readouterr().err
    assert "no file can have this name" in told
    assert "Traceback" not in told


def test_the_sentences_name_the_option(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stood there is shown as the bytes that it is."""
    assert run(["new", "a.yaml", "--inputs", ""]) == 2
    assert "--inputs has no value; write one, or leave the option out" in capsys.readouterr().err

    assert run(["import", "a.npz", "--learning-rate", NO_TEXT]) == 2
    assert "--learning-rate expects text in UTF-8, found \\x80bad" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            ("new", "a.yaml", "--nice"),
            "`--nice` needs a value: --nice [integers|tenths|hundredths]",
        ),
        (("step", "a.yaml", "-o"), "`-o` needs a value: -o FILE"),
        (("new", "--weights"), "`--weights` needs a value: --weights LOW:HIGH:STEP"),
    ],
)
def test_an_option_without_its_value_says_what_may_stand_there(
    call: tuple[str, ...], says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the help does, with the usage of the command."""
    assert run(["--lang", "en", *call]) == 2
    told = capsys.readouterr().err
    assert f"Error: {says}\n" in told
    assert told.startswith(f"Usage: bpcalc {call[0]} ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("step mazur --epochs ２ --brief", "--epochs: `２` was read as 2"),
        ("check mazur net_h1=0.3775 --follow ０.５", "--follow: `０.５` was read as 0.5"),
        ("train mazur --epochs 3 --until １e9", "--until: `１e9` was read as 1e9"),
        ("train mazur --epochs 3 --verify 1,２", "--verify: `２` was read as 2"),
        ("new --seed ３", "--seed: `３` was read as 3"),
        ("new --seed 3 --rate ０.1:0.9:0.1", "--rate: `０.1:0.9:0.1` was read as 0.1:0.9:0.1"),
        ("step mazur --epochs 2 --brief", ""),
    ],
)
def test_numbers_of_other_keyboards_are_told(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As an exercise file with such numbers is answered, once for each option."""
    assert run(words.split()) == 0

    said = capsys.readouterr().err
    assert said.count("was read as") == bool(told)
    assert told in said.split("\n")
