"""`bpcalc why`: how one number comes about."""

from functools import partial
from typing import TYPE_CHECKING

import click

from bpcalc.cli import options
from bpcalc.cli.numbers import Whole
from bpcalc.cli.shells import quantities
from bpcalc.locale import say

if TYPE_CHECKING:
    from bpcalc.calc.lines import Line
    from bpcalc.cli.rendering import TakenOption
    from bpcalc.exercise.spec import Exercise
    from bpcalc.maths.keys import Key
    from bpcalc.solution import Solution

MAX_NAMED_PLACES = 6
"""So many places are named where a quantity is to be found."""


@click.command()
@options.exercise_argument
@click.argument("name", required=False, shell_complete=quantities)
@click.option("--sample", type=Whole(1), help="Of this sample; else of the first one.")
@click.option("--epoch", type=Whole(1), help="The epoch; without it, the first one.")
@options.notation_option
@options.rounding_options
@options.list_option("--show", "COLUMN,…", "Show only these columns: formula, substitution, value.")
@options.output_options_of("derivation")
@options.document_options
@click.option("--equation", is_flag=True, help="Only its own line, as one equation.")
def command(
    exercise: str | None,
    name: str | None,
    sample: int | None,
    epoch: int | None,
    notation: str | None,
    decimals: int | None,
    significant: int | None,
    carry: str | None,
    ties: str | None,
    show: str | None,
    format_name: str | None,
    output: str | None,
    width: int | None,
    in_ascii: bool,
    fragment: bool,
    heading: int | None,
    style: str | None,
    number: bool,
    label: str | None,
    equation: bool,
) -> None:
    """Print all that the quantity NAME of EXERCISE follows from, and nothing else.

    NAME is a name or symbol as `bpcalc step` prints it, such as w5_new or net_h1. EXERCISE left
    out is the built-in two-three-two.
    """
    from bpcalc.calc.calculate import calculate
    from bpcalc.calc.derivation import derivation
    from bpcalc.cli import arguments
    from bpcalc.cli.rendering import Output
    from bpcalc.cli.sizes import judge_work
    from bpcalc.report.layout import of_derivation, of_equation
    from bpcalc.solution import Solution

    exercise, name = _exercise_and_name(exercise, name)
    out = Output(
        *(format_name, output, width, in_ascii, fragment),
        heading=heading,
        number=number,
        label=label,
        style=style,
    )
    _check_equation(equation, show, heading, out.numbered)
    out.check(exercise, report="derivation")
    out.check_taken(_shown(equation, show), "derivation")
    read = arguments.read_exercise(exercise, notation, 1)
    spec = arguments.with_rounding(read, decimals, significant, carry, ties)
    wanted = arguments.selection(spec, None, None, show)
    epochs = epoch or _epoch(name)
    judge_work(spec, epochs)
    calculation = calculate(spec, epochs, inputs=True)
    update = spec.update_number(epoch or 1, sample) if epoch or sample else None
    line = _found(Solution(calculation), name, sample, update if spec.batches else epoch)
    if equation:
        out = out._replace(fragment="fragment" in out.chosen.takes)
        out.show(calculation, lambda solution: of_equation(solution, line))
        return
    lines = derivation(calculation, line.key)
    out.show(calculation, lambda solution: of_derivation(solution, line, lines, wanted))


def _exercise_and_name(exercise: str | None, name: str | None) -> tuple[str | None, str]:
    """Return both, where the exercise may have been left out.

    Raises:
        click.UsageError: no quantity is named.
    """
    if name is None:
        exercise, name = None, exercise
    if name is None or (exercise is None and _is_exercise(name)):
        raise click.UsageError(
            say(
                "`why` needs a NAME, for example w5_new: bpcalc why {exercise} w5_new",
                exercise=name or "mazur",
            )
        )
    return exercise, name


def _shown(equation: bool, show: str | None) -> "dict[str, TakenOption]":
    """Return which options there are that say what is shown, and what a format takes for each."""
    return {"--show": ("layout", bool(show)), "--equation": ("alone", equation)}


def _check_equation(equation: bool, show: str | None, heading: int | None, number: bool) -> None:
    """Refuse what a single equation cannot have."""
    if equation and (show or heading is not None or number):
        raise click.UsageError(
            say("--equation is one line; leave out --show, --heading, --number, --label")
        )


def _is_exercise(name: str) -> bool:
    """Return whether what stands in the place of a quantity is an exercise."""
    from bpcalc.exercise.sources import built_in

    return name in built_in() or name.lower().endswith((".yaml", ".yml"))


def _epoch(name: str) -> int:
    """Return the epoch that a full name such as `net_h1@s2e3` speaks of, else the first."""
    from bpcalc.notation.spelling import WHEN

    match = WHEN.fullmatch(name)
    return max(int(match[4]), 1) if match and match[4] else 1


def _found(solution: "Solution", name: str, sample: int | None, epoch: int | None) -> "Line":
    """Return the line that is asked for.

    Raises:
        NotAQuantity: there is none; the message says what was meant, or where the quantity is.
    """
    from bpcalc.errors import NotAQuantity

    try:
        return solution.line(name, sample, epoch)
    except NotAQuantity:
        spelling = solution.spelling
        keys = [line.key for line in solution if name in spelling.form(line.key)]
        if not keys:
            raise
        place = partial(_place, exercise=solution.exercise)
        places = list(dict.fromkeys(map(place, keys)))
        message = say(
            "`{name}` is not there for {wanted}, but for {places}",
            name=name,
            wanted=place(keys[0]._replace(sample=sample, epoch=epoch)),
            places=say("; ").join(
                (*places[:MAX_NAMED_PLACES], *(["…"] if places[MAX_NAMED_PLACES:] else []))
            ),
        )
        raise NotAQuantity(message) from None


def _place(key: "Key", exercise: "Exercise") -> str:
    """Return the sample, the epoch and the batch of a quantity in words."""
    parts = [say("sample {sample}", sample=key.sample)] if key.sample is not None else []
    if key.epoch is not None:
        epoch, batch = exercise.moment(key.epoch)
        parts.append(say("epoch {epoch}", epoch=epoch))
        parts += [say("batch {batch}", batch=batch)] if batch is not None else []
    return say(", ").join(parts) or say("the whole calculation")
