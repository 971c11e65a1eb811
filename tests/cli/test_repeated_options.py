"""An option that takes one value is given two: neither may be forgotten without a word."""

import re

import click
import pytest

from bpcalc.cli import cli, run

ARGUMENTS = {
    "check": ("mazur", "net_h1=0.5"),
    "completion": ("bash",),
    "grade": ("mazur", "class"),
    "import": ("a.npz",),
    "why": ("mazur", "net_h1"),
    "export": ("mazur",),
}


def options(*, flags: bool) -> list[tuple[str, click.Option]]:
    """Return every command with every option of it that takes one value, or with its flags."""
    context = click.Context(cli)
    return [
        (name, option)
        for name in cli.list_commands(context)
        for option in getattr(cli.get_command(context, name), "params", ())
        if isinstance(option, click.Option) and not option.multiple and option.is_flag == flags
    ]


def value(option: click.Option, number: int) -> str:
    """Return one of two values that an option takes."""
    if isinstance(option.type, click.Choice):
        return str(list(option.type.choices)[-number])
    return str(20 + number)


@pytest.mark.parametrize(("command", "option"), options(flags=False))
def test_two_values_of_an_option_are_one_sentence(
    command: str, option: click.Option, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of every command and every option; the last one won."""
    name, one, two = max(option.opts, key=len), value(option, 1), value(option, 2)

    code = run([command, *ARGUMENTS.get(command, ()), name, one, name, two])

    written = capsys.readouterr()
    assert code == 2
    assert written.out == ""
    assert written.err.endswith(
        f"Error: {name} takes one value, found `{one}` and `{two}`; keep one of them\n"
    )


@pytest.mark.parametrize(
    ("words", "once"),
    [
        ("--only net --only out", "--only net,out"),
        ("--brief --brief", "--brief"),
        ("--decimals 3 --decimals 3", "--decimals 3"),
        ("--no-pager --lang en --lang=en", ""),
    ],
)
def test_lists_add_up_and_the_same_twice_is_once(
    words: str, once: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What has one meaning is no mistake: scripts put calls together."""
    assert run(["step", "mazur", *words.split()]) == 0
    together = capsys.readouterr()
    assert run(["step", "mazur", *once.split()]) == 0

    assert together == capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--lang en step mazur --lang zh", "`en`"),
        ("--lang en --lang zh step mazur", "`en`"),
        ("--lang=en mazur --lang=zh", "`en`"),
        ("step mazur -o a.html --output b.html", "--output.*`a.html`.*`b.html`"),
        ("new -n 3 -n 4", "-n .*`3`.*`4`"),
        ("train mazur --plot --no-plot", "--plot.*--no-plot"),
    ],
)
def test_spellings_and_places_of_one_option_are_one(
    words: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--lang` before and behind the command, short names, and both sides of a flag."""
    assert run(words.split()) == 2

    assert re.search(expected, capsys.readouterr().err)


def test_who_asks_for_help_gets_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Help is shown whatever else stands there, and other faults keep their sentences."""
    assert run(["step", "--decimals", "3", "--decimals", "4", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: bpcalc step")

    assert run(["step", "--decimals", "3", "--decimals", "4", "--decimal", "4"]) == 2
    assert "No such option" in capsys.readouterr().err
