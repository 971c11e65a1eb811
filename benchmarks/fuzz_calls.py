"""Calls of the program as its options have them; for `benchmarks/fuzz.py`.

Options that mean something together, each with a value that fits, hardly ever come about where
words of calls are put in each other's place: here a call gets one of the options of its command.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

NAMED = ["ex.yaml", "table.yaml", "mazur", "xor", "softmax", "batch-momentum", "answers.json"]
NAMED += ["class.csv", "policy.yaml", "roster.csv", "nothing.yaml", ".", "-"]
"""What the arguments of a command may be: files of a call, built-in exercises, and what is none."""

VALUES = ["0", "1", "2", "3", "12", "-1", "0.5", "1e-3", "h1", "w5_new", "net_h1", "all", "1,2"]
VALUES += ["2-2-1", "0.1:0.5:0.1", "tenths", "x=1", "2/3", "en", "x"]
"""What the value of an option may be that no other call has."""

OUTPUTS = ("csv", "html", "ipynb", "json", "md", "npz", "pdf", "py", "svg", "tex", "typ", "xlsx")
OUTPUTS += ("docx", "png", "txt", "yaml", "zip", "x")
"""Ends of the names of files that are written."""

ANEW = 0.2
"""The part of calls that are made up whole."""


def with_own_options(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return a call with an option more of those that its command has, or another call."""
    words = data.decode("utf-8", "surrogateescape").split("\n")
    known = _commands()
    if words[0] not in known or chance.random() < ANEW:
        name = chance.choice([*known])
        words = [name, *(chance.choice(NAMED) for _ in range(chance.choice((0, 1, 1, 1, 2, 3))))]
    for _ in range(chance.choice((1, 1, 2, 3))):
        words += _drawn(chance, chance.choice(known[words[0]]), others)
    return "\n".join(words).encode("utf-8", "surrogateescape")


def _drawn(chance: Random, option: "click.Option", others: Sequence[bytes]) -> Iterator[str]:
    """Yield an option, and a value that fits it."""
    name = chance.choice([*option.opts, *option.secondary_opts])
    yield name
    if option.is_flag:
        return
    choices = getattr(option.type, "choices", ())
    if choices and chance.random() < 0.9:
        some = chance.choice((1, 1, 1, 2))
        yield ",".join(str(chance.choice(choices)) for _ in range(some))
    elif "--output" in option.opts:
        yield f"o.{chance.choice(OUTPUTS)}" if chance.random() < 0.8 else chance.choice(NAMED)
    else:
        yield chance.choice([*VALUES, *NAMED, *(_of_others(chance, name, others) * len(VALUES))])


def _of_others(chance: Random, name: str, others: Sequence[bytes]) -> list[str]:
    """Return a value that another call has for an option, if one of some has it."""
    for other in chance.sample(others, min(40, len(others))):
        words = other.decode("utf-8", "surrogateescape").split("\n")
        if name in words[:-1]:
            return [words[words.index(name) + 1]]
    return []


@cache
def _commands() -> "dict[str, list[click.Option]]":
    """Return the options of every command that has some."""
    import click

    from bpcalc.cli import cli

    found: dict[str, list[click.Option]] = {}
    for name in cli.list_commands(click.Context(cli)):
        command = cli.get_command(click.Context(cli), name)
        options = [one for one in command.params if isinstance(one, click.Option)]
        if options:
            found[name] = options
    return found
