"""The page of the commands, made of what the command line itself knows."""

from collections.abc import Iterator, Sequence

import click

from bpcalc.cli import GROUPS, cli
from bpcalc.cli.help import texts
from bpcalc.locale import say
from tools.website.functions import head
from tools.website.markdown import block, cell, code, prose, table
from tools.website.words import word


def commands() -> Iterator[str]:
    """Yield the page of all commands with their options."""
    yield from head("All commands and options")
    context = click.Context(cli, info_name="bpcalc")
    known = cli.list_commands(context)
    grouped = {name for names in GROUPS.values() for name in names}
    rest = [name for name in known if name not in grouped]
    for title, names in GROUPS.items():
        shown = [name for name in names if name in known] if names else rest
        if shown:
            yield f"## {cell(say(title))}\n"
        for name in shown:
            command = cli.get_command(context, name)
            assert command is not None
            yield from _command(command, click.Context(command, context, name))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"### bpcalc {context.info_name}\n"
    pieces = command.collect_usage_pieces(context)
    yield block("text", " ".join([f"bpcalc {context.info_name}", *pieces]))
    for paragraph in texts(command):
        yield prose(paragraph) + "\n"
    rows = [*_options(command, context)]
    yield table([word("Option"), word("What it does")], rows)


def _options(command: click.Command, context: click.Context) -> Iterator[Sequence[str]]:
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if record is not None:
            yield code(record[0]), prose(record[1])
