"""Calls of the program as its options have them; for `benchmarks/fuzz.py`.

Options that mean something together, each with a value that fits, hardly ever come about where
words of calls are put in each other's place: here a call gets some options of its command.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from benchmarks.fuzz_ways import FILES

if TYPE_CHECKING:
    import click

NAMED = [*FILES, "mazur", "xor", "softmax", "batch-momentum", "nothing.yaml", ".", "-"]
"""What the arguments of a command may be: files of a call, built-in exercises, and what is none."""

VALUES = ["0", "1", "2", "3", "12", "-1", "0.5", "1e-3", "h1", "w5_new", "net_h1", "all", "1,2"]
VALUES += ["2-2-1", "0.1:0.5:0.1", "tenths", "x=1", "2/3", "en", "x"]
"""What the value of an option may be, beside those that other calls have for it."""

ANEW = 0.2
"""The part of calls that are made up whole."""


def with_own_options(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return a call, or a new one, with up to three options more of those its command has."""
    words = data.decode("utf-8", "surrogateescape").split("\n")
    known = commands()
    if words[0] not in known or chance.random() < ANEW:
        name = chance.choice([*known])
        words = [name, *(chance.choice(NAMED) for _ in range(chance.choice((0, 1, 1, 1, 2, 3))))]
    options = [one for one in known[words[0]] if one.param_type_name == "option"]
    for _ in range(chance.choice((1, 1, 2, 3)) if options else 0):
        words[1:1] = _drawn(chance, chance.choice(options), others)
    return "\n".join(words).encode("utf-8", "surrogateescape")


def _drawn(chance: Random, option: "click.Parameter", others: Sequence[bytes]) -> Iterator[str]:
    """Yield an option, and a value that fits it."""
    name = chance.choice([*option.opts, *option.secondary_opts])
    yield name
    if getattr(option, "is_flag", False):
        return
    choices = getattr(option.type, "choices", ())
    if choices and chance.random() < 0.9:
        yield ",".join(str(chance.choice(choices)) for _ in range(chance.choice((1, 1, 1, 2))))
    elif "--output" in option.opts and chance.random() < 0.8:
        yield f"o{chance.choice(_suffixes())}"
    else:
        theirs = _of_another(chance, name, others)
        yield theirs if theirs and chance.random() < 0.5 else chance.choice([*VALUES, *NAMED])


def _of_another(chance: Random, name: str, others: Sequence[bytes]) -> str | None:
    """Return the value that another call has for an option, if one of forty has it."""
    for other in chance.sample(others, min(40, len(others))):
        words = other.decode("utf-8", "surrogateescape").split("\n")
        if name in words[:-1]:
            return words[words.index(name) + 1]
    return None


@cache
def commands() -> "dict[str, list[click.Parameter]]":
    """Return the arguments and options of every command."""
    import click

    from bpcalc.cli import cli

    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return {name: command.params for name, command in found.items() if command}


@cache
def _suffixes() -> list[str]:
    """Return the ends of names of files that are written, and some that are none."""
    from bpcalc.report.formats import FORMAT_FOLDER
    from bpcalc.report.pictures import PICTURE_FOLDER
    from bpcalc.report.quizzes import QUIZ_FOLDER
    from bpcalc.report.sheets import SHEET_FOLDER

    folders = (FORMAT_FOLDER, PICTURE_FOLDER, QUIZ_FOLDER, SHEET_FOLDER)
    known = {suffix for folder in folders for suffix in folder.suffixes}
    return sorted(known | {".yaml", ".npz", ".py", ".x", ""})
