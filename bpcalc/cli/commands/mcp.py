"""`bpcalc mcp`: a server for assistants."""

from typing import Any

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
    from bpcalc.cli.streams import need_input, release

    made = server()
    patience.end()
    release()
    need_input()
    _serve(made)


def _serve(made: Any) -> None:
    """Serve until nothing comes any more.

    Raises:
        OSError: nothing can be written any more.
    """
    failed: BaseException | None = None
    try:
        made.run()
    except* OSError as errors:  # it was raised beside what else was at work
        failed = errors
    while isinstance(failed, BaseExceptionGroup):
        failed = failed.exceptions[0]
    if failed is not None:
        raise failed
