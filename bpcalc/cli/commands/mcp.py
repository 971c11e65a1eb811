"""`bpcalc mcp`: a server for assistants."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click


@click.command()
def command() -> None:
    """Serve assistants: `step`, `check`, `why` and `new` as tools of the Model Context Protocol.

    The server speaks on standard input and output, and only there; it is started by the program
    that has the assistant (command `bpcalc`, argument `mcp`). It reads no files; exercises have a
    largest size, and every call a time.
    """
    from bpcalc.assistant.server import Server
    from bpcalc.cli import patience
    from bpcalc.cli.streams import need_input, release

    made = Server()
    patience.end()
    release()
    need_input()
    _tell_errors()
    with _ended_at_once():
        _serve(made)


def _serve(made: Any) -> None:
    """Serve until nothing comes any more.

    Raises:
        OSError: nothing can be read or written any more.
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


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """Let a signal end the program while threads wait for input that may never come."""
    before = {number: signal.getsignal(number) for number in _USUAL}
    for number, usual in _USUAL.items():
        if before[number] == usual:  # elsewhere it is ignored, or another program's
            signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_USUAL = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
"""The signals that end a server, Ctrl-C and that of an assistant, and what answers them else."""


def _end(number: int, _: object) -> None:
    from multiprocessing import active_children

    from bpcalc.assistant.limited import STARTING

    STARTING.acquire(timeout=1)  # other threads start them; until then they are none of these
    for call in active_children():
        call.kill()
    os._exit(128 + number)  # as shells have it: 130 after Ctrl-C


def _tell_errors() -> None:
    """Let the library tell its errors as everything is told here: cleaned, on standard error.

    What it only warns of, a request of a wrong form, say, is answered anyway.
    """
    import logging

    from bpcalc.cli.streams import tell

    class _Told(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            tell(self.format(record))

    logging.getLogger().addHandler(_Told(logging.ERROR))
