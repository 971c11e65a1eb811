"""`bpcalc sheet`: a sheet of answers to fill in."""

from typing import TYPE_CHECKING, Any

import click

from bpcalc.cli import options
from bpcalc.cli.idle_options import ROUNDED_BY, given
from bpcalc.cli.numbers import Whole
from bpcalc.locale import enumerated, say
from bpcalc.report import sheets

if TYPE_CHECKING:
    from bpcalc.exercise.sources import Source
    from bpcalc.exercise.spec import Exercise


@click.command()
@options.exercise_argument
@click.option("--key", "filled", is_flag=True, help="Fill it in: the key.")
@click.option("--exam", is_flag=True, help="A page of HTML without the key, which only collects.")
@click.option("--epochs", type=Whole(1), help="Number of epochs to ask for.")
@options.list_option("--only", "KIND,…", "Ask for these kinds only, such as net,delta.")
@options.notation_option
@options.rounding_options
@click.option(
    "--format",
    "format_name",
    type=click.Choice(sheets.SHEET_FOLDER.names),
    help="What to write; else what the suffix of -o asks for, else YAML.",
)
@options.output_option
def command(
    exercise: str | None,
    filled: bool,
    exam: bool,
    epochs: int | None,
    only: str | None,
    notation: str | None,
    format_name: str | None,
    output: str | None,
    **rounding: Any,
) -> None:
    """Print a blank sheet of answers to EXERCISE.

    As YAML or CSV it can be filled in and checked as it is. As HTML it is a page to practise on,
    which marks every line at once; with --exam one that only collects. Deltas and gradients, which
    are small, are asked for in significant digits unless you say otherwise.
    """
    from bpcalc.calc.calculate import calculate
    from bpcalc.checking.marking_rule import asked_keys, asking
    from bpcalc.cli import arguments
    from bpcalc.cli import destination as place
    from bpcalc.cli.rendering import check_size, keep_apart, ready
    from bpcalc.cli.run_practice_page import page_marker
    from bpcalc.cli.sizes import estimated, judge_work, writing
    from bpcalc.maths.kinds import SHEET_KINDS
    from bpcalc.report.sheet import Sheet

    keep_apart(exercise, output)
    name = arguments.chosen_format(format_name, output, sheets.SHEET_FOLDER, "yaml")
    chosen = sheets.SHEET_FOLDER.find(name)
    ready(chosen, output)
    if not filled:
        _check_blank(name)
        place.claim(output, chosen.ownership)  # a key may be known only by what it will hold
    is_page = name == "html"
    if exam and (filled or not is_page):
        raise click.UsageError(
            say("--exam is a page of HTML without a key; name a file: -o exam.html")
        )
    source = arguments.read_source(exercise, 1)
    plain = arguments.in_that(source.reading.exercise, notation)
    epochs, only, *counts = _asked_for(source, epochs, only, rounding)
    digits = counts[0], counts[1]
    spec = asking(arguments.with_rounding(plain, **rounding), digits != (None, None))
    kinds = arguments.selection(spec, only, None, None).kinds or frozenset(SHEET_KINDS)
    epochs = epochs or _usual_epochs(spec)
    if only is None:
        check_size(chosen, estimated(spec, epochs))
        judge_work(spec, epochs, writing(chosen), written=chosen.seconds_per_number > 0)
    else:
        judge_work(spec, epochs, written=False)
    calculation = calculate(spec, epochs)
    formulas = {line.key: line.formula for line in calculation}
    keys = asked_keys(formulas, kinds, calculation.epochs, calculation.given)
    check_size(chosen, sum(1 for key in keys for _ in calculation.by_key[key].formula.refs()))
    marked_by = None
    if is_page:
        marked_by = page_marker(source, plain, epochs, only, digits, notation, not exam)
    written = chosen.write(Sheet(calculation, keys, filled, marked_by))
    place.write_output(written, output, chosen.encoding, chosen.ownership)


def _check_blank(name: str) -> None:
    """Refuse digits where a blank sheet in this format has nothing that they could change.

    Raises:
        click.UsageError: it has not; the message names the formats that have.
    """
    for option in given(ROUNDED_BY):
        wanted: sheets.BlankOption = "ties" if option == "--ties" else "digits"
        known = sheets.blank_ones_that_take(wanted)
        if name not in known:
            says = say(
                "{option} has no effect on a blank sheet in {name}; leave it out, or choose from "
                "{formats}",
                option=option,
                name=name,
                formats=enumerated(known),
            )
            raise click.UsageError(says)


def _asked_for(
    source: "Source", epochs: int | None, only: str | None, rounding: dict[str, Any]
) -> tuple[int | None, str | None, int | None, int | None]:
    """Return what is asked for, where the exercise says it and the command line does not.

    That is how many epochs, which kinds, decimals and significant digits; these go into `rounding`.
    """
    from bpcalc.cli.grade_policy import policy_rules
    from bpcalc.cli.marking_options import Rules

    told = Rules.usual(epochs, only, rounding["decimals"], rounding["significant"])
    found = policy_rules(source, told)[:4]
    rounding |= zip(("decimals", "significant"), found[2:], strict=True)
    return found


def _usual_epochs(exercise: "Exercise") -> int:
    """Return how many epochs are asked for where no option says so, and tell it."""
    from bpcalc.calc.mistakes import usual_epochs
    from bpcalc.cli.arguments import tell_epochs

    epochs = usual_epochs(exercise)
    tell_epochs(exercise, epochs)
    return epochs
