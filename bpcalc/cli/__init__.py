"""The command line: click and nothing else. One file a command; errors become sentences here."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import click

from bpcalc import __version__, files, locale
from bpcalc.cli import patience
from bpcalc.cli.encoding import be_lenient
from bpcalc.cli.help import spoken
from bpcalc.cli.idle_options import refuse_idle
from bpcalc.cli.language import chosen, unknown
from bpcalc.cli.option_values import judge_values
from bpcalc.cli.repeated_options import refuse_repeated
from bpcalc.cli.shells import VARIABLE, with_files
from bpcalc.cli.streams import (
    buffer_output,
    drop,
    hold,
    open_missing,
    release,
    silence,
    tell,
    torn_pipes,
)
from bpcalc.errors import BpcalcError, ExitCode, interrupts_unwrapped, reason
from bpcalc.locale import enumerated, later, say
from bpcalc.locale.preference import LANGUAGES
from bpcalc.nearest import nearest

COMMANDS = f"{__name__}.commands"

MAX_SHORT_HELP = 400
"""Letters of a command's first sentence that the first page has; it may run over two lines."""

GROUPS: dict[str, tuple[str, ...]] = {
    later("Learn"): ("step", "why", "practice", "train", "compare"),
    later("Mark"): ("check", "sheet", "grade"),
    later("Set"): ("new", "audit", "draw", "export", "import"),
    later("Look up"): ("examples", "notations", "functions", "schema", "completion"),
    later("More"): (),
}
"""The commands by what one wants; those that no group names come last."""


class Cli(click.Group):
    """The group of all commands: every module in `commands/` is one, named as its file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the options that stand before the command."""
        refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands group by group."""
        names = self.list_commands(ctx)
        named = {name for group in GROUPS.values() for name in group}
        for title, members in GROUPS.items():
            chosen = [name for name in members if name in names]
            if not members:
                chosen = [name for name in names if name not in named]
            rows = [
                (name, command.get_short_help_str(MAX_SHORT_HELP))
                for name in chosen
                if (command := self.get_command(ctx, name)) is not None
            ]
            if rows:
                with formatter.section(say(title)):
                    formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [*_commands()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command, and no other one."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{COMMANDS}.{cmd_name}").command
        found = spoken(with_files(command) if VARIABLE in os.environ else command)
        found.callback = _judged(found.callback)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a misspelt one, say which was meant.

        An exercise alone is worked: `bpcalc exercise.yaml` is `bpcalc step exercise.yaml`.
        """
        commands = self.list_commands(ctx)
        if args[0] not in commands and _is_exercise(args[0]):
            args = ["step", *args]
        if args[0].lower() == "help":
            name = _next(args) if _next(args) in commands else "step"
            says = say("write `bpcalc --help`, or `bpcalc {name} --help`", name=name)
            raise click.UsageError(says, ctx)
        close = nearest(args[0], commands) if args[0] not in commands else None
        if close:
            raise click.UsageError(
                say(
                    "there is no command `{name}`; did you mean `{close}`?",
                    name=args[0],
                    close=close,
                ),
                ctx,
            )
        found, command, words = super().resolve_command(ctx, args)
        if command is not None:
            called = command.context_class(command, ctx, found)
            refuse_repeated(command, called, words)
        return found, command, words


def _judged(command: Callable[..., Any] | None) -> Callable[..., Any]:
    """Return what a command does, after a look at its options."""
    assert command is not None

    def judge_and_do(*arguments: Any, **options: Any) -> Any:
        context = click.get_current_context()
        judge_values(context)
        refuse_idle(context)
        return command(*arguments, **options)

    return judge_and_do


@cache
def _commands() -> tuple[str, ...]:
    """Return the names of all commands; click asks for them again and again."""
    return tuple(sorted(module.name for module in iter_modules(import_module(COMMANDS).__path__)))


def _next(words: list[str]) -> str:
    """Return the second word of a call, "" where there is none."""
    return words[1] if words[1:] else ""


def _is_exercise(word: str) -> bool:
    """Return whether a word in the place of a command names an exercise."""
    from bpcalc.exercise.sources import built_in

    if word.lower().endswith((".yaml", ".yml")):
        return True
    return word in built_in()


@click.group(
    cls=Cli,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.version_option(
    __version__,
    prog_name="bpcalc",
    message="%(prog)s, version %(version)s",
    help="Show the version and exit.",
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Show, train and check the hand calculation of a back-propagation network.

    Start with `bpcalc step`, which works the built-in exercise, or with `bpcalc examples`.
    """
    if context.invoked_subcommand is None:
        raise click.exceptions.NoArgsIsHelpError(context)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; return its exit code. The one place where errors become sentences."""
    open_missing()
    buffer_output()
    be_lenient()
    files.forget()
    words = sys.argv[1:] if arguments is None else arguments
    locale.use(chosen(words))
    if own := unknown(words):
        hold(
            say(
                "BPCALC_LANG is `{found}`; expected one of {languages}. The language of the system "
                "is used",
                found=own,
                languages=enumerated(LANGUAGES),
            )
        )
    with locale.shared():
        code = _run(arguments)
        _tell_guesses()
    return code


def _tell_guesses() -> None:
    """Say of files that are in no UTF-8 what they were taken for."""
    guesses = files.guesses()
    if guesses:
        from bpcalc.exercise.decoding import taken_for  # few have any

        for file, encoding in guesses.items():
            tell(say("{file}: {reason}", file=file, reason=taken_for(encoding)))


def _run(arguments: Sequence[str] | None) -> int:
    patience.begin()
    try:
        with interrupts_unwrapped(), torn_pipes():
            result = spoken(cli).main(args=arguments, prog_name="bpcalc", standalone_mode=False)
        release()
        if not sys.stdout.closed:  # as some releases of the package mcp leave it
            sys.stdout.flush()
        return result if isinstance(result, int) else ExitCode.RIGHT
    except click.ClickException as error:
        _tell_usage(error, sys.argv[1:] if arguments is None else arguments)
        return ExitCode.UNUSABLE
    except BpcalcError as error:
        drop()
        tell(str(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        drop()
        tell(say("Interrupted."))
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        silence(sys.stdout)
        return ExitCode.RIGHT
    except OSError as error:
        drop()
        silence(sys.stdout)
        why = reason(error)
        if isinstance(error.filename, str):
            why = say("{file}: {reason}", file=error.filename, reason=why)
        tell(say("The output cannot be written: {reason}", reason=why))
        return ExitCode.UNUSABLE
    finally:
        drop()
        patience.end()


def _tell_usage(error: click.ClickException, words: Sequence[str]) -> None:
    """Print what click says about a call; it quotes the call as it is."""
    from bpcalc.cli.usage import said  # only where something is wrong

    drop()
    name = next((word for word in words if word in _commands()), "")
    root = click.Context(cli, info_name="bpcalc")
    command = cli.get_command(root, name) if name else None
    tell(said(error, command.context_class(command, root, name) if command else None))
