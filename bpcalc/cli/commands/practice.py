"""`bpcalc practice`: an exercise asked line by line."""

import click

from bpcalc.cli import options
from bpcalc.cli.numbers import Whole


@click.command()
@options.exercise_argument
@options.list_option("--only", "KIND,…", "Ask for these kinds only, such as net,delta.")
@options.notation_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="practice.yaml",
    help="Keep the answers there; `bpcalc practice` goes on from it, and `check` reads it.",
)
@options.force_option
@click.option("--seed", type=Whole(0), help="Of the exercises that come after this one.")
@click.option("--width", type=Whole(20), help="Width of the text.")
@click.option("--ascii", "in_ascii", is_flag=True, help="Write in ASCII.")
def command(
    exercise: str | None,
    only: str | None,
    notation: str | None,
    output: str,
    seed: int | None,
    width: int | None,
    in_ascii: bool,
) -> None:
    """Ask EXERCISE line by line, and say to every answer what the marker says.

    An answer is a number, or arithmetic such as 0.15*0.05 + 0.35. `?` shows the formula, `??` the
    numbers put in, `!` the value; `<` goes back, `>` on; `g` shows what is given, `h` all of
    this, and `q` leaves. The next call goes on where this one has ended.
    """
    from bpcalc.cli.run_practice import Dialogue, Wanted

    source = click.get_current_context().get_parameter_source("output")
    named = source is not click.core.ParameterSource.DEFAULT
    Dialogue(Wanted(exercise, only, notation, output, named, seed, width, in_ascii)).run()
