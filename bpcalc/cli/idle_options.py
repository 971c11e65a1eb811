"""Options that have no effect in a call, because of the others that stand in it or do not.

What a format can do nothing with is in its `takes`, and is refused by `Output.check_taken`.
"""

from collections.abc import Iterable, Iterator, Mapping

import click
from click.core import ParameterSource

from bpcalc.locale import enumerated, say

ROUNDED_BY = ("--decimals", "--significant", "--carry", "--ties")
"""What numbers are rounded by."""

NEEDED: Mapping[str, Mapping[str, str]] = {
    "train": {"--seed": "--shuffle"},
    "compare": {"--seed": "--shuffle"},
    "grade": dict.fromkeys(("--format", "--anonymous", "--platform", "--regrade"), "--output"),
}
"""Options of the commands, each with the one without which it has no effect."""

OF_MARKS = (
    *("--epochs", "--only", "--follow", "--form", "--mistake", "--same-mistake", "--goal-pays"),
    *("--accept", "--cut-off"),
)
"""What single answers are marked by, and where there are no marks has no effect."""

MARKING = (
    *OF_MARKS,
    *("--decimals", "--significant", "--notation", "--grading", "--deadline", "--overrides"),
)
"""What papers are marked by; parts of a class have been."""

PAPERS = ("--format", "--columns", "--propose", "--shard", "--jobs")
"""What is to be done with papers."""

RESULTS = ("--anonymous", "--platform", "--regrade", "--roster")
"""What becomes of the marks of a class."""

IDLE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "step": {"--brief": ("--chain",)},
    "new": {"--layers": ("--like",)},
    "import": {"--inputs": ("--seed",)},
    "notations": {"--template": ("--width", "--ascii")},
    "grade": {
        "--merge": (*MARKING, *PAPERS, "--autograder"),
        "--autograder": (*PAPERS, *RESULTS, "--overrides", "--output", "--merge"),
        "--propose": ("--output", *RESULTS[:3], "--format", "--shard", "--jobs"),
        "--shard": RESULTS[:3],
    },
}
"""Options of the commands, each with those that have no effect beside it."""


READ_FROM: Mapping[str, frozenset[str]] = {
    "--weights": frozenset({".json"}),
    "--weight-rows": frozenset({".npz", ".safetensors"}),
}
"""Options of `import`, each with the suffixes of the models about which it says something."""


def refuse_idle(context: click.Context) -> None:
    """Refuse options of a call that would be forgotten.

    Raises:
        click.UsageError: one would; the message names the option that decides it.
    """
    name = context.info_name or ""
    given = frozenset(_all_given(context))
    for option, idle in IDLE.get(name, {}).items():
        for other in idle if option in given else ():
            if other in given:
                raise without_effect(other, option)
    for option, needed in NEEDED.get(name, {}).items():
        if option in given and needed not in given and "--autograder" not in given:
            says = say(
                "{option} has no effect without {other}; add {other}, or leave {option} out",
                option=option,
                other=_short(needed),
            )
            raise click.UsageError(says, context)


def refuse_for_model(suffix: str) -> None:
    """Refuse options of `import` that say nothing about a model with this suffix.

    Raises:
        click.UsageError: one does; the message names the models that it is for.
    """
    for option in given(READ_FROM):
        if suffix.lower() not in READ_FROM[option]:
            names = enumerated(sorted(READ_FROM[option]))
            raise click.UsageError(
                say("{option} is for {formats} only", option=option, formats=names)
            )


def given(options: Iterable[str]) -> list[str]:
    """Return those of some options that stand in the call at work, by their long names."""
    found = frozenset(_all_given(click.get_current_context()))
    return [option for option in options if option in found]


def without_effect(option: str, other: str) -> click.UsageError:
    """Return what is said of an option that has no effect beside another one."""
    return click.UsageError(
        say(
            "{option} has no effect with {other}; leave one of them out",
            option=_short(option),
            other=other,
        ),
        click.get_current_context(),
    )


def _all_given(context: click.Context) -> Iterator[str]:
    """Yield the options that stand in a call, by their long names."""
    for param in context.command.params:
        source = context.get_parameter_source(param.name or "")
        if isinstance(param, click.Option) and source is ParameterSource.COMMANDLINE:
            yield max(param.opts, key=len)


def _short(option: str) -> str:
    """Return the name by which an option is known best."""
    return "-o" if option == "--output" else option
