"""`bpcalc notations`: the symbols of the books, side by side."""

import click


@click.command()
@click.option("--width", type=click.IntRange(20, 10_000), help="Width of the page in characters.")
@click.option("--ascii", "in_ascii", is_flag=True, help="Show the ASCII names, to type them.")
def command(width: int | None, in_ascii: bool) -> None:
    """Show the notations side by side: their symbols, their sign of delta, their books.

    The network of the example has two inputs, three hidden units and two outputs.
    """
    from bpcalc.cli import destination
    from bpcalc.report.notations import side_by_side

    unicode = not in_ascii and destination.writes_unicode(None)
    text = side_by_side(width or destination.width(), unicode=unicode)
    destination.write_output(text, None)
