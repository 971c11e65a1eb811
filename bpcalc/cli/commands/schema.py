"""`bpcalc schema`: the JSON Schema of the exercise file, for editors."""

import click


@click.command()
def command() -> None:
    """Print the JSON Schema of the exercise file, for an editor that completes and checks.

    What the editor says of a key is in the language of `--lang`.
    """
    from bpcalc.exercise.schema import schema_text

    click.echo(schema_text(), nl=False)
