"""`bpcalc draw`: the picture of the network."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bpcalc.cli import options
from bpcalc.cli.idle_options import ROUNDED_BY, given, without_effect
from bpcalc.cli.numbers import Length, Listed, Whole
from bpcalc.cli.streams import tell
from bpcalc.locale import enumerated, say, say_many

if TYPE_CHECKING:
    from bpcalc.exercise.spec import Exercise
    from bpcalc.report.drawing.network import PlannedPicture
    from bpcalc.report.drawing.paper import PaperSize
    from bpcalc.report.drawing.picture_data import Show
    from bpcalc.solution import Solution

MAX_PICTURE_NUMBERS = 2_000_000
"""Numbers in formulas that are worked out for a picture; more would take many seconds."""


@click.command()
@options.exercise_argument
@click.option(
    "--show",
    type=Listed(),
    metavar="ITEM,…",
    help="Write these: weights, values, gradients, changes, new; else weights and values.",
)
@click.option("--sample", type=Whole(1), default=1, help="With the numbers of this sample.")
@click.option("--epoch", type=Whole(1), default=1, help="The epoch whose numbers are shown.")
@options.notation_option
@options.rounding_options
@click.option("--size", type=Length(), help="How wide it is on paper, such as 120mm.")
@click.option("--font", type=Length(), help="Its letters are no smaller than this, such as 8pt.")
@click.option("--grey", is_flag=True, help="In greys, for printing.")
@options.output_option
def command(
    exercise: str | None,
    show: str | None,
    sample: int,
    epoch: int,
    notation: str | None,
    decimals: int | None,
    significant: int | None,
    carry: str | None,
    ties: str | None,
    size: float | None,
    font: float | None,
    grey: bool,
    output: str | None,
) -> None:
    """Draw the network of EXERCISE with its numbers, as SVG, PDF, PNG or TikZ.

    The suffix of -o decides: net.svg, net.pdf, net.png, net.tex. In TikZ every unit is a node and
    every line has a style with the name of its weight.

    EXERCISE is a file, `-` for standard input, or the name of a built-in exercise; left out, it
    is the built-in two-three-two.
    """
    from bpcalc.cli import arguments
    from bpcalc.cli import destination as place
    from bpcalc.cli.rendering import keep_apart
    from bpcalc.report.drawing.paper import PaperSize
    from bpcalc.report.drawing.picture_data import DEFAULT_ITEMS, PICTURE_ITEMS
    from bpcalc.report.pictures import PICTURE_FOLDER

    named = arguments.listed(show, "--show", PICTURE_ITEMS)
    items: Show = frozenset(named) or DEFAULT_ITEMS  # type: ignore[arg-type]  # checked to be items
    if items <= {"weights"} and epoch == sample == 1 and (idle := given(ROUNDED_BY)):
        raise without_effect(idle[0], "--show weights")  # given numbers stand as they are given
    keep_apart(exercise, output)
    if place.is_terminal(output):
        raise click.UsageError(say("a picture is no text for a screen; use -o net.svg"))
    chosen = PICTURE_FOLDER.find(
        arguments.chosen_format(None, output, PICTURE_FOLDER, "svg", by_name=False)
    )
    chosen.check_needs()
    place.claim(output, chosen.ownership)
    read = arguments.read_exercise(exercise, notation)
    spec = arguments.with_rounding(read, decimals, significant, carry, ties)
    _check(spec, items, sample, epoch)
    paper = PaperSize(size, font, grey)
    picture = _fitting(spec, items, sample, epoch, paper)
    place.write_output(chosen.write(picture, paper), output, ownership=chosen.ownership)


def _fitting(
    spec: "Exercise", items: "Show", sample: int, epoch: int, paper: "PaperSize"
) -> "PlannedPicture":
    """Return the picture, with fewer numbers where they could not be read in its size.

    Raises:
        click.UsageError: not even the weights' lines fit; the message says how wide it has to be.
    """
    from bpcalc.report.drawing.fitted import NothingReadable, fitted

    solution = _worked(spec, items, sample, epoch)
    try:
        update = spec.update_number(epoch, sample)
        found = fitted(solution, items, paper, sample=sample, epoch=update)
    except NothingReadable as error:
        message = say(
            "nothing could be read in this size; --size {width}mm is enough", width=error.needed
        )
        raise click.UsageError(message) from None
    if found.says:
        tell(found.says)
    return found.picture


def _check(exercise: "Exercise", show: "Show", sample: int, epoch: int) -> None:
    """Refuse what the exercise cannot show.

    Raises:
        click.UsageError: it cannot; the message says what is missing.
    """
    samples = len(exercise.samples)
    if sample > samples:
        says = say_many("the exercise has 1 sample", "the exercise has {n} samples", samples)
        raise click.BadParameter(says, param_hint="'--sample'")
    for asked, needed in (
        (show & {"gradients", "changes", "new"}, exercise.has_targets or exercise.updates),
        (show & {"changes", "new"}, exercise.updates),
        ({"--epoch"} if epoch > 1 else frozenset(), exercise.updates),
    ):
        if asked and not needed:
            rate = say("a learning rate")
            missing = say("targets") if exercise.taught and not exercise.has_targets else rate
            names = enumerated(sorted(asked))
            raise click.UsageError(
                say(
                    "for {asked} an exercise needs {missing}; this one has none",
                    asked=names,
                    missing=missing,
                )
            )


def _worked(exercise: "Exercise", show: "Show", sample: int, epoch: int) -> "Solution":
    """Return the exercise worked out as far as the picture needs it."""
    from bpcalc.calc.calculate import calculate
    from bpcalc.calc.lines import Calculation
    from bpcalc.cli.sizes import amount, estimated, judge_work
    from bpcalc.report.drawing.set_out import differs, with_lines
    from bpcalc.solution import Solution

    if show <= {"weights"} and epoch == sample == 1:
        return Solution(Calculation(exercise, 0, []))
    if epoch == 1 and not exercise.batches and not (exercise.batch and show & {"changes", "new"}):
        # Later samples change nothing of this; a second one is kept, as one alone would have
        # no number.
        exercise = replace(exercise, samples=exercise.samples[: max(sample, 2)])
    numbers = estimated(exercise, epoch)
    if numbers > MAX_PICTURE_NUMBERS:
        message = say(
            "that is about {numbers} numbers to work out for one picture, more than {most}; "
            "--show weights needs none of them",
            numbers=amount(numbers),
            most=f"{MAX_PICTURE_NUMBERS:,}",
        )
        raise click.UsageError(message)
    judge_work(exercise, epoch, written=False)
    set_out = with_lines(exercise, show)
    known = calculate(exercise, epoch).values if differs(exercise, set_out) else {}
    return Solution(calculate(set_out, epoch, known=known))
