"""Options that are given more than once in a call, though they take one value."""

from collections.abc import Sequence
from copy import copy

import click

from bpcalc.locale import say

OPTIONS_SO_FAR = "bpcalc.given"
"""Under this name click keeps what was given to the options before the command."""


def refuse_repeated(command: click.Command, context: click.Context, words: Sequence[str]) -> None:
    """Refuse a call in which an option has two values: one of them would be forgotten.

    The same value twice says nothing else than once. `--lang` may stand before the command and
    behind it, and is one option.

    Args:
        command: what is called.
        context: in which it is.
        words: what stands behind its name.

    Raises:
        click.UsageError: an option that takes one value has several.
    """
    if context.resilient_parsing:
        return
    parser = _with_all_values(command).make_parser(context)
    try:
        found, _, _ = parser.parse_args(args=list(words))
    except click.UsageError:
        return  # click says it itself, in the same words
    eager = (param.name or "" for param in command.get_params(context) if param.is_eager)
    if any(found.get(name) for name in eager):
        return  # the help, or the version, is all that is wanted
    given = context.meta.setdefault(OPTIONS_SO_FAR, {})
    for option in command.params:
        name = option.name or ""
        if isinstance(option, click.Option) and not option.multiple and name in found:
            given[name] = list(dict.fromkeys([*given.get(name, ()), *found[name]]))
            if len(given[name]) > 1:
                raise click.UsageError(_said(option, given[name]), context)


def _with_all_values(command: click.Command) -> click.Command:
    """Return a command each of whose options keeps all that it is given."""
    twin = copy(command)
    twin.params = [copy(param) for param in command.params]
    for param in twin.params:
        if isinstance(param, click.Option):
            param.multiple = True
    return twin


def _said(option: click.Option, values: Sequence[object]) -> str:
    if option.is_flag:
        one, other = max(option.opts, key=len), max(option.secondary_opts, key=len)
        return say(
            "{one} and {other} contradict each other; keep one of them", one=one, other=other
        )
    return say(
        "{option} takes one value, found {values}; keep one of them",
        option=max(option.opts, key=len),
        values=say(" and ").join(f"`{value}`" for value in values),
    )
