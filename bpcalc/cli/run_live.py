"""`step --live`: the page that computes."""

import click

from bpcalc.calc.calculate import calculate
from bpcalc.cli import destination as place
from bpcalc.cli.rendering import Output, check_size
from bpcalc.cli.sizes import estimated
from bpcalc.exercise.given_quantities import refuse_given
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.report.formats import find
from bpcalc.report.selection import Selection
from bpcalc.solution import Solution

MAX_LIVE_NUMBERS = 6_000
"""Numbers in formulas that a page works out again after every change without a pause."""


def run_live(out: Output, exercise: Exercise, wanted: Selection) -> None:
    """Write the live page of an exercise.

    Raises:
        click.UsageError: another format, or less than the whole solution, is asked for; or the
            network is larger than a page can work out at once.
    """
    if out.chosen is not find("html"):
        raise click.UsageError(say("--live is a page of HTML; name a file, such as -o live.html"))
    if not wanted.everything() or wanted.matrices:
        raise click.UsageError(say("--live shows the whole solution; leave out what narrows it"))
    refuse_given(exercise, say("a live page"))
    numbers = estimated(exercise, 1)
    check_live(numbers)
    check_size(out.chosen, numbers)
    from bpcalc.report.live.page import live_page  # takes jinja2, which not everyone has

    page = live_page(Solution(calculate(exercise))).encode()
    place.write_output(page, out.output, out.chosen.encoding, out.chosen.ownership)


def check_live(numbers: int) -> None:
    """Refuse a live page that would be slow.

    Args:
        numbers: how many stand in its formulas.

    Raises:
        click.UsageError: they are too many.
    """
    if numbers > MAX_LIVE_NUMBERS:
        raise click.UsageError(
            say(
                "that is about {numbers} numbers in formulas, and a live page has at most {most}; "
                "leave out --live",
                numbers=f"{numbers:,}",
                most=f"{MAX_LIVE_NUMBERS:,}",
            )
        )
