"""Options and arguments that several commands share.

Only what `--help` needs is imported here; what an option means is in `bpcalc.cli.arguments`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from bpcalc.notation.notations import NOTATIONS
from bpcalc.report import formats

Function = TypeVar("Function", bound=Callable[..., Any])


def several(*decorators: Callable[[Any], Any]) -> Callable[[Function], Function]:
    """Return decorators as one, applied so that `--help` lists them in this order."""

    def decorate(function: Function) -> Function:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


exercise_argument = click.argument("exercise", required=False)

notation_option = click.option(
    "--notation",
    type=click.Choice(list(NOTATIONS)),
    help="Whose symbols and way of working to use; `bpcalc notations` shows them.",
)

rounding_options = several(
    click.option("--decimals", type=click.IntRange(0, 100), help="Show so many decimals."),
    click.option(
        "--significant", type=click.IntRange(1, 100), help="Show so many significant digits."
    ),
    click.option(
        "--carry",
        type=click.Choice(["exact", "rounded"]),
        help="Go on with the exact numbers, or with the printed ones, as on paper.",
    ),
    click.option(
        "--ties",
        type=click.Choice(["half_up", "half_even", "down"]),
        help="What becomes of a half.",
    ),
)

selection_options = several(
    click.option("--only", metavar="KIND,…", help="Show only these kinds, such as net,delta."),
    click.option("--unit", metavar="NAME,…", help="Show only what these units are about."),
    click.option(
        "--show", metavar="COLUMN,…", help="Show only these columns: formula,numbers,value."
    ),
)

output_options = several(
    click.option(
        "--format",
        "format_name",
        type=click.Choice(formats.names()),
        help="How to write it; else what the suffix of -o asks for, else for a terminal.",
    ),
    click.option("-o", "--output", metavar="FILE", help="Write to FILE, replacing it as a whole."),
    click.option(
        "--width", type=click.IntRange(20, 10_000), help="Width of the page in characters."
    ),
    click.option("--ascii", "in_ascii", is_flag=True, help="Use ASCII names and signs only."),
)
