"""`bpcalc examples`: the exercises that come with bpcalc."""

import click

from bpcalc.cli.shells import built_in_names
from bpcalc.locale import say
from bpcalc.nearest import nearest


@click.command()
@click.argument("name", required=False, shell_complete=built_in_names)
def command(name: str | None) -> None:
    """List the built-in exercises, or print the file of one to start from."""
    from bpcalc.exercise.sources import built_in, built_in_path, built_in_title

    if name is None:
        names = list(built_in())
        for known in names:
            click.echo(f"{known:<{max(map(len, names))}}  {built_in_title(known)}")
        return
    path = built_in_path(name)
    if path is None:
        close = nearest(name, built_in())
        hint = (
            say("did you mean `{name}`?", name=close)
            if close
            else say("`bpcalc examples` lists them")
        )
        message = say("there is no built-in exercise `{name}`; {hint}", name=name, hint=hint)
        raise click.UsageError(message)
    click.echo(path.read_text(encoding="utf-8"), nl=False)
