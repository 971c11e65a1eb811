"""`bpcalc functions`: the activations and losses, with their formulas and slopes."""

import click

from bpcalc.cli.numbers import Whole


@click.command()
@click.option("--width", type=Whole(20, 10_000), help="Width of the page in characters.")
@click.option("--ascii", "in_ascii", is_flag=True, help="Write the formulas in ASCII.")
@click.option("--sources", is_flag=True, help="Say where each formula is printed.")
def command(width: int | None, in_ascii: bool, sources: bool) -> None:
    """Show the activations and losses: their formulas and their derivatives.

    What takes a parameter is written as an exercise file has it, such as {leaky_relu: 0.1}.
    """
    from bpcalc.cli import destination
    from bpcalc.report.functions import tables

    unicode = not in_ascii and destination.writes_unicode(None)
    text = tables(width or destination.width(), unicode=unicode, sources=sources)
    destination.write_output(text, None)
