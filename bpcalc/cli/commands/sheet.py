"""`bpcalc sheet`: a sheet of answers to fill in."""

from pathlib import Path
from typing import Any

import click

from bpcalc.cli import options
from bpcalc.locale import say


@click.command()
@options.exercise_argument
@click.option("--key", "filled", is_flag=True, help="Fill it in: the key.")
@click.option("--epochs", type=click.IntRange(1), default=1, help="Ask for so many rounds.")
@click.option("--only", metavar="KIND,…", help="Ask for these kinds only, such as net,delta.")
@options.notation_option
@options.rounding_options
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["yaml", "csv", "markdown"]),
    help="What to write; else what the suffix of -o asks for, else YAML.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, replacing it as a whole.")
def command(
    exercise: str | None,
    filled: bool,
    epochs: int,
    only: str | None,
    notation: str | None,
    format_name: str | None,
    output: str | None,
    **rounding: Any,
) -> None:
    """Print a blank sheet of answers to EXERCISE.

    As YAML or CSV it can be filled in and checked as it is. Deltas and gradients, which are
    small, are asked for in significant digits unless you say otherwise.
    """
    from bpcalc.calc.calculate import calculate
    from bpcalc.checking.marker import SHEET
    from bpcalc.cli import asked
    from bpcalc.cli import output as place
    from bpcalc.cli.showing import keep_apart
    from bpcalc.report.sheet import FORMATS, SUFFIXES, Sheet, asking

    keep_apart(exercise, output)
    chosen = format_name or SUFFIXES.get(Path(output or ".yaml").suffix or ".yaml")
    if chosen is None:
        suffix = Path(output or "").suffix
        raise click.UsageError(say("no sheet is written to `{suffix}` files", suffix=suffix))
    spec = asked.with_rounding(asked.read_exercise(exercise, notation), **rounding)
    told = rounding["decimals"] is not None or rounding["significant"] is not None
    spec = asking(spec, told)
    kinds = asked.selection(spec, only, None, None).kinds or frozenset(SHEET)
    calculation = calculate(spec, epochs)
    keys = [
        line.key
        for line in calculation
        if line.key.kind in kinds and (line.key.epoch or 1) <= calculation.epochs
    ]
    encoding = "utf-8-sig" if chosen == "csv" else "utf-8"
    place.write(FORMATS[chosen](Sheet(calculation, keys, filled)), output, encoding)
