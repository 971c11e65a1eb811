"""`bpcalc mcp`: a server for assistants."""

import click


@click.command()
def command() -> None:
    """Serve assistants: `step`, `check`, `why` and `new` as tools of the Model Context Protocol.

    The server speaks on standard input and output, and only there; it is started by the program
    that has the assistant (command `bpcalc`, argument `mcp`). It reads no files; exercises have a
    largest size, and every call a time.
    """
    from bpcalc.assistant.server import server
    from bpcalc.cli import patience
    from bpcalc.cli.streams import release

    made = server()
    patience.end()
    release()
    made.run()
