"""`bpcalc completion`: what a shell needs to complete commands, files and names."""

import click

from bpcalc.cli.shells import SHELLS, completion_script


@click.command()
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the script that lets SHELL complete commands, files, exercises and names.

    Its first line says where it belongs.
    """
    click.echo(completion_script(shell))
