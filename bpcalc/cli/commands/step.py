"""`bpcalc step`: the whole worked solution."""

from dataclasses import replace

import click

from bpcalc.cli import options
from bpcalc.locale import say


@click.command()
@options.exercise_argument
@click.option("--epochs", type=click.IntRange(1), default=1, help="Number of epochs to work.")
@click.option("--inputs", is_flag=True, help="Work out ∂E/∂input as well.")
@click.option("--matrix", is_flag=True, help="Show the lines of a layer as matrices.")
@options.notation_option
@options.rounding_options
@options.selection_options
@options.output_options
@click.option("--fragment", is_flag=True, help="LaTeX without its preamble, to be included.")
def command(
    exercise: str | None,
    epochs: int,
    inputs: bool,
    matrix: bool,
    notation: str | None,
    decimals: int | None,
    significant: int | None,
    carry: str | None,
    ties: str | None,
    only: str | None,
    unit: str | None,
    show: str | None,
    format_name: str | None,
    output: str | None,
    width: int | None,
    in_ascii: bool,
    fragment: bool,
) -> None:
    """Print the whole hand calculation of EXERCISE.

    EXERCISE is a file, `-` for standard input, or the name of a built-in exercise; left out, it
    is the built-in two-three-two.
    """
    from bpcalc.calc.calculate import calculate
    from bpcalc.cli import arguments
    from bpcalc.cli.rendering import Output, check_size
    from bpcalc.cli.sizes import estimated, judge_work
    from bpcalc.report.layout import of_solution

    out = Output(format_name, output, width, in_ascii, fragment)
    out.check(exercise)
    if matrix and (only or unit or show):
        raise click.UsageError(say("--matrix shows whole layers; leave out --only, --unit, --show"))
    read = arguments.read_exercise(exercise, notation)
    spec = arguments.with_rounding(read, decimals, significant, carry, ties)
    wanted = replace(arguments.selection(spec, only, unit, show), matrices=matrix)
    judge_work(spec, epochs)
    if wanted.everything():
        check_size(out.chosen, estimated(spec, epochs))
    out.show(calculate(spec, epochs, inputs=inputs), lambda solution: of_solution(solution, wanted))
