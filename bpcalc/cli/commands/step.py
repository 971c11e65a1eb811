"""`bpcalc step`: the whole worked solution."""

from pathlib import Path

import click

from bpcalc.cli import options
from bpcalc.locale import say


@click.command()
@options.exercise_argument
@click.option("--epochs", type=click.IntRange(1), default=1, help="Work so many rounds.")
@click.option("--inputs", is_flag=True, help="Work out ∂E/∂input as well.")
@options.rounding_options
@options.selection_options
@options.output_options
def command(
    exercise: str | None,
    epochs: int,
    inputs: bool,
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
) -> None:
    """Print the whole hand calculation of EXERCISE.

    EXERCISE is a file, `-` for standard input, or the name of a built-in exercise; left out, it
    is the built-in two-three-two.
    """
    from bpcalc.calc.calculate import calculate
    from bpcalc.cli import asked
    from bpcalc.cli import output as place
    from bpcalc.notation.writing import ASCII, UNICODE
    from bpcalc.report import formats
    from bpcalc.report.layout import of_solution
    from bpcalc.solution import Solution

    chosen = formats.find(asked.chosen_format(format_name, output))
    spec = asked.with_rounding(asked.read_exercise(exercise), decimals, significant, carry, ties)
    wanted = asked.selection(spec, only, unit, show)
    _guard(exercise, output)
    unicode = not in_ascii and place.writes_unicode(output)
    solution = Solution(calculate(spec, epochs, inputs=inputs), UNICODE if unicode else ASCII)
    page = formats.Page(width or place.width(), place.colours(output))
    text = chosen.write(of_solution(solution, wanted), page)
    place.write(text if unicode else place.plain(text), output)


def _guard(exercise: str | None, output: str | None) -> None:
    """Refuse to write the solution over the exercise."""
    both = [Path(name) for name in (exercise, output) if name]
    if len(both) == 2 and all(path.exists() for path in both) and both[0].samefile(both[1]):
        message = say("-o names the exercise itself, which would be lost; name another file")
        raise click.UsageError(message)
