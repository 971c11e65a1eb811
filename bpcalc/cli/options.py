"""Options and arguments that several commands share.

Only what `--help` needs is imported here; what an option means is in `bpcalc.cli.arguments`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from bpcalc.cli.numbers import HeadingLevel, Listed, Whole
from bpcalc.cli.shells import (
    exercises,
    kinds,
    listed_quantities,
    page_columns,
    page_parts,
    units,
)
from bpcalc.locale import enumerated, say
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report import formats

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


FORCE = "bpcalc.force"
"""Under this name click keeps whether `--force` was given."""


def several(*decorators: Callable[[Any], Any]) -> Callable[[Decorated], Decorated]:
    """Return decorators as one, applied so that `--help` lists them in this order."""

    def decorate(function: Decorated) -> Decorated:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def _keep_force(context: click.Context, param: click.Parameter, value: bool) -> None:
    """Keep `--force` for whoever writes a file; the command itself has nothing to do with it."""
    context.meta[FORCE] = value


force_option = click.option(
    "--force",
    is_flag=True,
    expose_value=False,
    callback=_keep_force,
    help="Replace files that this command has not written, or that were changed since.",
)


class ListedFormats(click.Option):
    """The format of a report: its help lists those that write it."""

    def __init__(self, *words: Any, report: formats.ReportName = "solution", **rest: Any) -> None:
        """Know which report it is about."""
        super().__init__(*words, **rest)
        self._report: formats.ReportName = report

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the term and what is said of it, with the choices behind."""
        record = super().get_help_record(ctx)
        if record is None:
            return record
        written = enumerated(formats.that_write(self._report))
        names = say("One of: {names}.", names=written)
        return record[0], f"{record[1]} {names}" if names.isascii() else f"{record[1]}{names}"


output_option = several(
    click.option("-o", "--output", metavar="FILE", help="Write to FILE, replacing it as a whole."),
    force_option,
)

exercise_argument = click.argument("exercise", required=False, shell_complete=exercises)


exercises_argument = click.argument("exercise", required=False, nargs=-1, shell_complete=exercises)


class NotationName(click.Choice):  # type: ignore[type-arg]  # generic in newer clicks only
    """The notation of a book, or a file with one of one's own."""

    def __init__(self) -> None:
        """Know the books."""
        super().__init__(list(NOTATIONS))

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> Any:
        """Return the name, or the path of a YAML file."""
        if isinstance(value, str) and value.lower().endswith((".yaml", ".yml")):
            return value
        return super().convert(value, param, context)


notation_option = click.option(
    "--notation",
    type=NotationName(),
    help="Notation (symbols and conventions), or a file with one of your own; "
    "`bpcalc notations` shows them.",
)

rounding_options = several(
    click.option("--decimals", type=Whole(0, 100), help="Number of decimals to show."),
    click.option("--significant", type=Whole(1, 100), help="Number of significant digits to show."),
    click.option(
        "--carry",
        type=click.Choice(["exact", "rounded"]),
        help="Go on with the exact numbers, or with the printed ones, as on paper.",
    ),
    click.option(
        "--ties",
        type=click.Choice(["half_up", "half_even", "down"]),
        help="How to round: exact halves up or to even digits, or (down) all digits cut off.",
    ),
)


def _together(
    context: click.Context, parameter: click.Parameter, words: tuple[str, ...]
) -> str | None:
    """Return the lists of an option that was given several times as one."""
    return ",".join(words) if words else None


def list_option(name: str, metavar: str, text: str) -> Callable[[Decorated], Decorated]:
    """Return an option that takes a list with commas, and adds up if it is given again."""
    return click.option(
        name,
        type=Listed(),
        metavar=metavar,
        multiple=True,
        callback=_together,
        help=text,
        shell_complete=COMPLETED.get(name),
    )


COMPLETED = {
    "--only": kinds,
    "--unit": units,
    "--part": page_parts,
    "--show": page_columns,
    "--names": listed_quantities,
}
"""What may stand in the lists."""


only_option = list_option(
    "--only",
    "KIND,…",
    "Show only these kinds: net, out, error, total_error, error_slope, slope, delta, gradient, "
    "change, new, or given ones such as weight; Chinese words are understood.",
)

names_option = list_option(
    "--names",
    "NAME,…",
    "Show only these lines, in this order, such as net_h1,delta_o1,w5_new; net_h1@s2e3 is of "
    "sample 2 in epoch 3.",
)

selection_options = several(
    only_option,
    list_option(
        "--unit", "NAME,…", "Show only what concerns these units, with the givens it needs."
    ),
    list_option(
        "--part",
        "PART,…",
        "Show only these parts: forward, error, backward, gradients, update, after; before is all "
        "but the last; Chinese words are understood.",
    ),
    list_option("--show", "COLUMN,…", "Show only these columns: formula, substitution, value."),
)

document_options = several(
    click.option(
        "--fragment",
        is_flag=True,
        help="Without head and foot, to be put into a document of yours (LaTeX, HTML).",
    ),
    click.option(
        "--heading",
        type=HeadingLevel(),
        metavar="LEVEL",
        help="Level of the title, 1 to 5, all others below it; or none (LaTeX, Word, Markdown, "
        "HTML).",
    ),
    click.option("--style", metavar="FILE", help="A style sheet of yours, CSS, added last (HTML)."),
    click.option("--number", is_flag=True, help="Number the equations (LaTeX)."),
    click.option(
        "--label",
        type=Listed(),
        metavar="NAME,…",
        help="Number them, with labels: \\eqref{NAME:net_h1}; one name for each exercise (LaTeX).",
    ),
)

pager_option = click.option(
    "--pager/--no-pager",
    envvar="BPCALC_PAGER",
    default=False,
    help="Show it in a pager (the one that PAGER names); without, nothing pages.",
)

library_option = click.option(
    "--with",
    "library",
    type=click.Choice(["numpy", "torch", "plain", "jax"]),
    help="What a Python script (-o FILE.py) calculates with; else NumPy.",
)


def output_options_of(report: formats.ReportName) -> Callable[[Any], Any]:
    """Return the options that say how a report is written, and where."""
    return several(
        click.option(
            "--format",
            "format_name",
            type=click.Choice(formats.names()),
            cls=ListedFormats,
            report=report,
            metavar="FORMAT",
            help="How to write it; else what the suffix of -o asks for, else for a terminal.",
        ),
        output_option,
        click.option(
            "--width",
            type=Whole(20, 10_000),
            help="Width of the page in characters; in LaTeX, of a line of text in digits.",
        ),
        click.option("--ascii", "in_ascii", is_flag=True, help="Use ASCII names and signs only."),
    )


output_options = output_options_of("solution")
