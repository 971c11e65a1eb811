"""Commands in the user's language: help texts, placeholders, and a page that counts in cells.

A command is written with English texts, as click wants it. Here it is copied with the texts of
the language that is spoken, when it is called; so a test can call it in both.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from inspect import cleandoc
from typing import TypeVar

import click

from bpcalc.cli.language import OPTION
from bpcalc.locale import language, later, say
from bpcalc.locale.folding import cells, folded

AnyCommand = TypeVar("AnyCommand", bound=click.Command)

METAVARS = (later("[OPTIONS]"), later("COMMAND [ARGS]..."))
"""What click puts into every usage line."""

WIDEST_TERM = 30
"""An option wider than this has its text below it."""


def spoken(command: AnyCommand) -> AnyCommand:
    """Return the command with the option `--lang`, and with its texts in the user's language."""
    mine = copy(command)
    mine.params = [*command.params, OPTION]
    if language() == "en":
        return mine
    mine.context_class = _Context
    mine.params = [_spoken_parameter(param, mine) for param in mine.params]
    paragraphs = [say(text) for text in texts(command)]
    mine.help = "\n\n".join(paragraphs)
    mine.short_help = paragraphs[0].partition("。")[0]
    if command.options_metavar:
        mine.options_metavar = say(command.options_metavar)
    if isinstance(mine, click.Group):
        mine.subcommand_metavar = say(mine.subcommand_metavar)
    return mine


def texts(command: click.Command) -> list[str]:
    """Return the paragraphs of a command's help, each on one line: so they stand in catalogues."""
    return [" ".join(text.split()) for text in cleandoc(command.help or "").split("\n\n")]


def metavar(param: click.Parameter, command: click.Command) -> str:
    """Return the placeholder of a parameter, "" where click lists choices in its place."""
    if isinstance(param.type, click.Choice) or (isinstance(param, click.Option) and param.is_flag):
        return ""
    return param.make_metavar(click.Context(command)).strip("[]")


def _spoken_parameter(param: click.Parameter, command: click.Command) -> click.Parameter:
    mine = copy(param)
    placeholder = metavar(param, command)
    if placeholder:
        whole = param.make_metavar(click.Context(command))
        mine.metavar = whole.replace(placeholder, say(placeholder))
    if isinstance(mine, click.Option) and mine.help:
        mine.help = say(mine.help)
    return mine


class _Formatter(click.HelpFormatter):
    """Writes help pages whose lines end where Chinese lines may, and whose columns are in line."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        start = f"{prefix or say('Usage:')}{prog} "
        self._write(start, folded(args, self.width - cells(start)))

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        start = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            self._write(start, folded(paragraph, self.width - len(start)))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = WIDEST_TERM, col_spacing: int = 2
    ) -> None:
        """Write terms and what is said of them in two columns."""
        rows = list(rows)
        gap = " " * col_spacing
        widest = min(max((cells(term) for term, _ in rows), default=0), col_max)
        start = " " * self.current_indent
        room = max(self.width - len(start) - widest - col_spacing, 10)
        for term, text in rows:
            if cells(term) > widest:
                self.write(f"{start}{term}\n")
                term = ""
            self._write(f"{start}{term}{' ' * (widest - cells(term))}{gap}", folded(text, room))

    def _write(self, start: str, lines: Iterator[str]) -> None:
        """Write lines behind a start, the further ones set in as deep."""
        for line in lines:
            self.write(f"{start}{line}".rstrip() + "\n")
            start = " " * cells(start)


class _Context(click.Context):
    formatter_class = _Formatter
