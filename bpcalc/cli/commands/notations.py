"""`bpcalc notations`: the symbols of the books, side by side."""

import click

from bpcalc.cli.numbers import Whole
from bpcalc.cli.shells import files
from bpcalc.locale import say


@click.command()
@click.argument("file", required=False, shell_complete=files)
@click.option("--template", is_flag=True, help="Print a notation of your own to start from.")
@click.option("--width", type=Whole(20, 10_000), help="Width of the page in characters.")
@click.option("--ascii", "in_ascii", is_flag=True, help="Show the ASCII names, to type them.")
def command(file: str | None, template: bool, width: int | None, in_ascii: bool) -> None:
    """Show the notations side by side: their symbols, their sign of delta, their books.

    With FILE, a notation of your own is looked at and shown. The
    network of the example has two inputs, three hidden units and two outputs.
    """
    from bpcalc.cli import destination
    from bpcalc.exercise.own_notation import load_notation
    from bpcalc.report import notations

    if template and file:
        raise click.UsageError(say("--template prints a file; leave FILE out"))
    unicode = not in_ascii and destination.writes_unicode(None)
    if template:
        from bpcalc.report.notation_template import template_text

        destination.write_output(template_text(), None)
        return
    books = [load_notation(file)] if file else notations.BOOKS
    text = notations.side_by_side(width or destination.width(), books, unicode=unicode)
    destination.write_output(text, None)
