"""`bpcalc train`: the calculation repeated until it converges."""

import click

from bpcalc.cli import options
from bpcalc.cli.numbers import ErrorLimit, Listed, Whole


@click.command()
@options.exercise_argument
@click.option("--epochs", type=Whole(1), help="Train at most this number of epochs.")
@click.option(
    "--presentations",
    type=Whole(1),
    help="Stop after this number of samples, even within an epoch.",
)
@click.option("--until", type=ErrorLimit(), help="Stop at an error at or below this; 0: at none.")
@click.option("--every", type=Whole(1), help="Report every Nth epoch.")
@click.option("--shuffle", is_flag=True, help="Take the samples in a new random order each epoch.")
@click.option("--seed", type=Whole(), default=0, help="Seed of that order.")
@click.option("--save", metavar="FILE", help="Write the exercise with the new weights to FILE.")
@click.option("--history", metavar="FILE", help="Write epochs and errors to FILE (.csv, .json).")
@click.option(
    "--show-steps",
    type=Listed(),
    metavar="N,…",
    help="Print the whole worked solution of these epochs.",
)
@click.option(
    "--engine",
    type=click.Choice(["python", "arrays", "machine", "paper"]),
    help="What to calculate with; chosen by size if left out.",
)
@click.option(
    "--verify",
    type=Listed(),
    metavar="N,…",
    help="Compare these epochs, the first and the last with the decimals.",
)
@click.option(
    "--plot/--no-plot",
    default=None,
    help="Draw the error curve large; else only on a terminal.",
)
@click.option(
    "--regions", is_flag=True, help="Draw the outputs over two inputs: -o FILE.svg, .html, .pdf."
)
@click.option(
    "--surface",
    type=Listed(),
    metavar="NAME,NAME",
    help="Draw the path of two weights over the error: -o FILE.svg, .html, .pdf.",
)
@click.option("--verbose", is_flag=True, help="Say on standard error which engine ran.")
@options.rounding_options
@options.output_options_of("training")
@options.library_option
def command(exercise: str | None, **asked: object) -> int:
    """Train EXERCISE: repeat forward and backward pass until the error is low.

    EXERCISE is a file, `-` for standard input, or the name of a built-in exercise; left out, it
    is the built-in two-three-two. Ctrl-C stops after the current epoch and shows the result
    so far.
    """
    from bpcalc.cli.run_train import TrainCall, run_train

    return run_train(exercise, TrainCall(**asked))  # type: ignore[arg-type]  # click has checked the options
