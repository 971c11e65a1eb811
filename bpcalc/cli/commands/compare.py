"""`bpcalc compare`: the same exercise trained with other settings."""

import click

from bpcalc.cli import options
from bpcalc.cli.numbers import ErrorLimit, Whole
from bpcalc.cli.shells import variations


@click.command()
@options.exercise_argument
@click.option(
    "--vary",
    metavar="NAME=VALUE,…",
    multiple=True,
    shell_complete=variations,
    help="What differs from run to run: learning_rate=0.1,0.5,2, activation=sigmoid,tanh, loss, "
    "optimizer, momentum, update, batch_size, penalty, or weights=given,zero,random:1,random:2. "
    "Given twice: every value of one with every value of the other.",
)
@click.option("--epochs", type=Whole(1), help="Train each run at most this number of epochs.")
@click.option(
    "--until", type=ErrorLimit(), help="Stop a run at an error at or below this; 0: at none."
)
@click.option("--shuffle", is_flag=True, help="Take the samples in a new random order each epoch.")
@click.option("--seed", type=Whole(), default=0, help="Seed of that order, the same in each run.")
@click.option("--jobs", type=Whole(1), help="Run at most so many at a time; else one on each core.")
@click.option(
    "--engine",
    type=click.Choice(["python", "arrays", "machine", "paper"]),
    help="What to calculate with; chosen by size if left out.",
)
@options.output_options_of("comparison")
def command(exercise: str | None, **asked: object) -> int:
    """Train EXERCISE several times with other settings, and show the errors side by side.

    Values are written as in an exercise file; commas within brackets do not part them. Drawn
    weights are between -1/√n and 1/√n, n being the connections into a unit; biases stay. A run
    that diverges is named, and is no fault: the exit code is 3 only where --until, or `until` in
    the file, names an error and no run came to it.
    """
    from bpcalc.cli.run_compare import CompareCall, run_compare

    return run_compare(exercise, CompareCall(**asked))  # type: ignore[arg-type]  # click has checked the options
