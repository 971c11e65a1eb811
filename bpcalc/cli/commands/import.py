"""`bpcalc import`: an exercise with the weights of a trained network."""  # noqa: N999 - its name

import re
from pathlib import Path

import click

from bpcalc.cli import options
from bpcalc.cli.idle_options import refuse_for_model
from bpcalc.cli.numbers import Listed, Whole
from bpcalc.cli.shells import files
from bpcalc.locale import say


@click.command()
@click.argument("model", shell_complete=files)
@click.option(
    "--activation",
    type=Listed(),
    metavar="NAME,…",
    help="Of its layers; one for all, or one a layer.",
)
@click.option(
    "--weight-rows",
    type=click.Choice(["to", "from"]),
    help="What a row of weights is: a unit that receives, or one that sends.",
)
@click.option("--weights", metavar="FILE", help="The weights of a Keras model in JSON (.h5).")
@click.option(
    "--inputs", type=Listed(), metavar="NUMBER,…", help="The inputs; else they are drawn."
)
@click.option(
    "--targets", type=Listed(), metavar="NUMBER,…", help="The targets; else they are made up."
)
@click.option("--learning-rate", metavar="NUMBER", help="The learning rate; else 0.5.")
@click.option("--seed", type=Whole(0), default=0, help="The same seed draws the same inputs.")
@options.output_option
def command(
    model: str,
    activation: str | None,
    weight_rows: str | None,
    weights: str | None,
    inputs: str | None,
    targets: str | None,
    learning_rate: str | None,
    seed: int,
    output: str | None,
) -> None:
    """Write the exercise file of a trained network.

    MODEL is an .npz, .safetensors, .onnx, .keras or .h5 file, or the .json of a Keras model with
    its weights beside it: what can be read without running any code. Pickles are refused, with
    the lines that save an .npz instead.
    """
    from bpcalc.cli import destination as place
    from bpcalc.cli.rendering import keep_apart
    from bpcalc.exercise.reader import read
    from bpcalc.importing.dense import exercise_keys, file_text
    from bpcalc.importing.files import read_model
    from bpcalc.locale.cleaning import cleaned
    from bpcalc.report.ownership import Signed, comment

    ownership = Signed(comment("# "))
    keep_apart(model, output)
    place.claim(output, ownership)
    path = Path(model)
    layers = read_model(path, weight_rows, Path(weights) if weights else None)
    refuse_for_model(path.suffix)
    given: dict[str, object] = {}
    for key, text in (("inputs", inputs), ("targets", targets)):
        if text:
            given[key] = _numbers(text, key)
    if learning_rate:
        given["learning_rate"] = learning_rate
    names = [each.strip() for each in _parted(activation)] if activation else []
    keys, notes = exercise_keys(layers, names, given, seed)
    written = file_text(keys, notes, cleaned(path.stem))
    read(written.encode(), model)  # what is written can be used, or its faults are told
    place.write_output(written, output, ownership=ownership)


def _parted(text: str) -> list[str]:
    """Return the names of a list; a comma within brackets parts nothing."""
    return re.findall(r"(?:[^,，{]|\{[^}]*\})+", text)


def _numbers(text: str, key: str) -> list[str]:
    numbers = [part.strip() for part in re.split("[,，]", text)]
    from bpcalc.exercise.scalars import written_number  # no other command's help needs it

    if None in map(written_number, numbers):
        says = say(
            "--{option} takes numbers with commas, such as 0.05,0.1; found {text}",
            option=key,
            text=text,
        )
        raise click.UsageError(says)
    return numbers
