"""`bpcalc schema`: the JSON Schema of the exercise file, for editors."""

from pathlib import Path

import click


@click.command()
def command() -> None:
    """Print the JSON Schema of the exercise file, for an editor that completes and checks."""
    import bpcalc.exercise

    path = Path(bpcalc.exercise.__file__).parent / "schema.json"
    click.echo(path.read_text(encoding="utf-8"), nl=False)
