"""Options that have no effect in a call, because of the others that stand in it or do not.

What a format can do nothing with is in its `takes`, and is refused by `Output.check_taken`.
"""

from collections.abc import Iterator, Mapping

import click
from click.core import ParameterSource

from bpcalc.locale import say

NEEDED: Mapping[str, Mapping[str, str]] = {
    "train": {"--seed": "--shuffle"},
    "compare": {"--seed": "--shuffle"},
    "grade": dict.fromkeys(("--format", "--anonymous", "--platform", "--regrade"), "--output"),
}
"""Options of the commands, each with the one without which it has no effect."""

MARKING = (
    *("--epochs", "--only", "--decimals", "--significant", "--follow", "--form", "--mistake"),
    *("--same-mistake", "--goal-pays", "--accept", "--cut-off", "--notation", "--grading"),
    *("--deadline", "--overrides"),
)
"""What papers are marked by; parts of a class have been."""

PAPERS = ("--format", "--columns", "--propose", "--shard", "--jobs")
"""What is to be done with papers."""

RESULTS = ("--anonymous", "--platform", "--regrade", "--roster")
"""What becomes of the marks of a class."""

IDLE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "step": {"--brief": ("--chain",)},
    "new": {"--layers": ("--like",)},
    "notations": {"--template": ("--width", "--ascii")},
    "grade": {
        "--merge": (*MARKING, *PAPERS, "--autograder"),
        "--autograder": (*PAPERS, *RESULTS, "--overrides", "--output", "--merge"),
        "--propose": ("--output", *RESULTS[:3], "--format", "--shard", "--jobs"),
        "--shard": RESULTS[:3],
    },
}
"""Options of the commands, each with those that have no effect beside it."""


def refuse_idle(context: click.Context) -> None:
    """Refuse options of a call that would be forgotten.

    Raises:
        click.UsageError: one would; the message names the option that decides it.
    """
    name = context.info_name or ""
    given = frozenset(_given(context))
    for option, idle in IDLE.get(name, {}).items():
        for other in idle if option in given else ():
            if other in given:
                says = say(
                    "{option} has no effect with {other}; leave one of them out",
                    option=_short(other),
                    other=option,
                )
                raise click.UsageError(says, context)
    for option, needed in NEEDED.get(name, {}).items():
        if option in given and needed not in given and "--autograder" not in given:
            says = say(
                "{option} has no effect without {other}; add {other}, or leave {option} out",
                option=option,
                other=_short(needed),
            )
            raise click.UsageError(says, context)


def _given(context: click.Context) -> Iterator[str]:
    """Yield the options that stand in a call, by their long names."""
    for param in context.command.params:
        source = context.get_parameter_source(param.name or "")
        if isinstance(param, click.Option) and source is ParameterSource.COMMANDLINE:
            yield max(param.opts, key=len)


def _short(option: str) -> str:
    """Return the name by which an option is known best."""
    return "-o" if option == "--output" else option
