"""Commands in the user's language: their help texts and placeholders.

A command is written with English texts, as click wants it. Here it is copied with the texts of
the language that is spoken, when it is called; so a test can call it in both.
"""

from copy import copy
from inspect import cleandoc
from typing import TypeVar

import click

from bpcalc.cli.language import OPTION
from bpcalc.locale import language, later, say

AnyCommand = TypeVar("AnyCommand", bound=click.Command)

METAVARS = (later("[OPTIONS]"), later("COMMAND [ARGS]..."))
"""What click puts into every usage line."""


def spoken(command: AnyCommand) -> AnyCommand:
    """Return the command with the option `--lang`, and with its texts in the user's language."""
    mine = copy(command)
    mine.params = [*command.params, OPTION]
    mine._help_option = None  # click keeps `--help` in the language in which it was first asked for
    if language() == "en":
        return mine
    from bpcalc.cli.help_formatter import Context  # English pages are click's own

    mine.context_class = Context
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
    if isinstance(param.type, click.Choice) and param.metavar is None:
        return ""
    if isinstance(param, click.Option) and param.is_flag:
        return ""
    return param.make_metavar(click.Context(command)).removesuffix("...").strip("[]")


def _spoken_parameter(param: click.Parameter, command: click.Command) -> click.Parameter:
    mine = copy(param)
    placeholder = metavar(param, command)
    if placeholder:
        whole = param.make_metavar(click.Context(command))
        mine.metavar = whole.replace(placeholder, say(placeholder))
    if isinstance(mine, click.Option) and mine.help:
        mine.help = say(mine.help)
    return mine
