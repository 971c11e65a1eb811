"""`bpcalc step`: the whole worked solution."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from bpcalc.cli import options
from bpcalc.cli.numbers import Whole
from bpcalc.locale import say

if TYPE_CHECKING:
    from bpcalc.report.document import Document
    from bpcalc.report.selection import Selection
    from bpcalc.solution import Solution


@click.command()
@options.exercise_argument
@click.option("--epochs", type=Whole(1), help="Number of epochs to work.")
@click.option("--inputs", is_flag=True, help="Work out ∂E/∂input as well.")
@click.option("--matrix", is_flag=True, help="Show the lines of a layer as matrices.")
@options.notation_option
@options.rounding_options
@options.selection_options
@click.option("--brief", is_flag=True, help="Show the values without their formulas.")
@click.option("--after", "whole_after", is_flag=True, help="Show all of the pass after the update.")
@click.option("--chain", is_flag=True, help="Write each gradient in full, by the chain rule.")
@click.option(
    "--compare-carry", is_flag=True, help="Compare the numbers on paper with the exact ones."
)
@options.output_options
@options.pager_option
@click.option(
    "--live", is_flag=True, help="A page whose given numbers can be changed: -o FILE.html."
)
@click.option("--fragment", is_flag=True, help="LaTeX without its preamble, to be included.")
@click.option(
    "--with",
    "library",
    type=click.Choice(["numpy", "torch", "plain"]),
    help="What a Python script (-o FILE.py) calculates with; else NumPy.",
)
def command(
    exercise: str | None,
    epochs: int | None,
    inputs: bool,
    matrix: bool,
    notation: str | None,
    only: str | None,
    unit: str | None,
    part: str | None,
    show: str | None,
    brief: bool,
    whole_after: bool,
    chain: bool,
    compare_carry: bool,
    format_name: str | None,
    output: str | None,
    width: int | None,
    in_ascii: bool,
    pager: bool,
    live: bool,
    fragment: bool,
    library: str | None,
    **rounding: Any,
) -> None:
    """Print the whole hand calculation of EXERCISE.

    EXERCISE is a file, `-` for standard input, or the name of a built-in exercise; left out, it
    is the built-in two-three-two.
    """
    from bpcalc.calc.calculate import calculate
    from bpcalc.calc.mistakes import usual_epochs
    from bpcalc.cli import arguments
    from bpcalc.cli.rendering import Output, check_size
    from bpcalc.cli.sizes import calculating, estimated, judge_work, writing

    out = Output(format_name, output, width, in_ascii, fragment, pager, library)
    out.check(exercise)
    _check_shown(matrix, brief, only or unit, show)
    spec = arguments.with_rounding(arguments.read_exercise(exercise, notation), **rounding)
    spec = arguments.with_chain(spec) if chain else spec
    chosen = arguments.selection(spec, only, unit, show, part)
    wanted = replace(chosen, matrices=matrix, brief=brief, whole_after=whole_after)
    epochs = epochs or usual_epochs(spec)
    whole = wanted.everything() and not live
    if whole:
        check_size(out.chosen, estimated(spec, epochs))
    judge_work(spec, epochs, writing(out.chosen) if whole else calculating)
    if live:
        from bpcalc.cli.run_live import run_live  # seldom wanted

        run_live(out, spec, wanted)
        return
    calculation = calculate(spec, epochs, inputs=inputs)
    out.show(calculation, lambda solution: _document(solution, wanted, compare_carry))


def _document(solution: "Solution", wanted: "Selection", compare_carry: bool) -> "Document":
    """Return what is wanted of a solution, with a comparison of carried numbers if asked for.

    Raises:
        click.UsageError: nothing is left of it, and an empty page says nothing.
    """
    from bpcalc.report.carry import with_comparison
    from bpcalc.report.layout import of_solution

    found = of_solution(solution, wanted)
    if not (found.lines or wanted.everything()):
        raise click.UsageError(
            say("this exercise has no such lines in its notation; leave out --only, --unit, --part")
        )
    return with_comparison(found) if compare_carry else found


def _check_shown(matrix: bool, brief: bool, some: str | None, show: str | None) -> None:
    """Refuse what cannot be shown together; `some` lines are chosen by kind or by unit."""
    if matrix and (some or show):
        raise click.UsageError(say("--matrix shows whole layers; leave out --only, --unit, --show"))
    if brief and (matrix or show):
        raise click.UsageError(say("--brief shows values only; leave out --matrix, --show"))
