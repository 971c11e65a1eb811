"""Values of options that no command can do anything with: nothing at all, and bytes of no text."""

from collections.abc import Iterator

import click

from bpcalc.locale import say

PATHS = frozenset({"FILE", "DIR", "EXERCISE"})
"""Placeholders of what names a file or folder, which may have any name."""


def judge_values(context: click.Context) -> None:
    """Refuse options of a call that are given without a value, in no text, or as no file's name.

    Raises:
        click.UsageError: an option has such a value; it would be taken for left out, or could not
            be written down.
    """
    for option in context.command.params:
        if not isinstance(option, click.Option) or option.is_flag:
            continue
        name = max(option.opts, key=len)
        for value in _texts(context.params.get(option.name or "")):
            if not value.strip():
                says = say("{option} has no value; write one, or leave the option out", option=name)
                raise click.UsageError(says, context)
            if option.metavar in PATHS and "\0" in value:  # from Python; a shell passes none
                reason = say("no file can have this name")
                raise click.UsageError(say("{file}: {reason}", file=value, reason=reason), context)
            if option.metavar not in PATHS and not _is_text(value):
                says = say(
                    "{option} expects text in UTF-8, found {value}",
                    option=name,
                    value=_shown(value),
                )
                raise click.UsageError(says, context)


def _texts(given: object) -> Iterator[str]:
    """Yield the words that an option was given, each time it was."""
    for value in given if isinstance(given, tuple) else (given,):
        if isinstance(value, str):
            yield value


def _is_text(value: str) -> bool:
    """Return whether a word is Unicode; bytes that are none stand in it as surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _shown(value: str) -> str:
    r"""Return a word with its bytes that are no text as such.

    >>> _shown("\udc80bad")
    '\\x80bad'
    """
    return "".join(
        f"\\x{ord(character) - 0xDC00:02x}" if "\udc80" <= character <= "\udcff" else character
        for character in value
    )
