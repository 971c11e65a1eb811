"""The three streams that a program is given: whole even where the caller has closed one."""

import errno
import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from bpcalc.cli.encoding import LENIENT
from bpcalc.cli.patience import make_room
from bpcalc.errors import BpcalcError, reason
from bpcalc.locale import say
from bpcalc.locale.cleaning import cleaned
from bpcalc.patterns import pattern


def open_missing() -> None:
    """Put something in the place of every stream that the caller has closed (`<&-`, `>&-`).

    Else the next file to be opened would get its number, and be taken for it. Reading from a
    closed input, or writing to a closed output, fails as the operating system has it fail: a bad
    file descriptor. Messages are for nobody then, and vanish.

    Source: `stdopen` of the GNU programs, https://www.gnu.org/software/gnulib/
    """
    for number, flags in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError as error:
            if error.errno == errno.EBADF:
                os.open(os.devnull, flags)  # takes the lowest number that is free: this one
    if sys.stdin is None:
        sys.stdin = _text(0, "r")
    if sys.stdout is None:
        sys.stdout = _text(1, "w")
    if sys.stderr is None:
        sys.stderr = _text(2, "w")


def _text(number: int, mode: str) -> io.TextIOWrapper:
    raw = io.FileIO(number, mode, closefd=False)
    buffer = io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw)
    return io.TextIOWrapper(buffer, encoding="utf-8", errors="backslashreplace")


def buffer_output() -> None:
    """Put a buffer over a standard output that has none (`PYTHONUNBUFFERED`, `python -u`).

    A file that is written to without one takes a part of a long text where the disk is nearly full
    or the size of files is limited, and only its return value says so: the rest would be lost
    without a word. A buffer writes on until all is written, or an error says why not.
    """
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper) and type(stream.buffer) is io.FileIO:
        stream.flush()
        raw = io.FileIO(stream.fileno(), "w", closefd=False)
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw),
            encoding=stream.encoding,
            errors=stream.errors,
            line_buffering=True,
        )


def need_input() -> None:
    """Make sure that standard input can be read, before somebody waits for what comes there.

    Raises:
        BpcalcError: it is closed.
    """
    try:
        os.read(sys.stdin.fileno(), 0)
    except io.UnsupportedOperation:  # a text in memory
        return
    except OSError as error:
        says = say("standard input cannot be read: {reason}", reason=reason(error))
        raise BpcalcError(says) from None


_held: list[str] = []


def hold(message: str) -> None:
    """Keep a message that is of no use to a call that fails, until there is something to show."""
    _held.append(message)


def release() -> None:
    """Print what was kept: there is something to show."""
    messages = list(_held)
    drop()
    for message in messages:
        tell(message)


def drop() -> None:
    """Forget what was kept: the call fails, and is told why."""
    _held.clear()


def tell(message: str) -> None:
    """Print a message on standard error, cleaned; where nobody can be told, nothing happens."""
    release()
    make_room()
    try:
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        text = _ENDLESS.sub(_shortened, cleaned(f"{message}\n", lines=True))
        sys.stderr.write(text.encode(encoding, LENIENT).decode(encoding))
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def announce(message: str) -> None:
    """Say that something will take long; of many processes, the first one says it for all."""
    from multiprocessing import parent_process

    if parent_process() is None:
        tell(message)


_ENDLESS = pattern("[!-~]{500,}")
"""A word that no one wrote by hand: an option of 5,000 digits, say, which the message quotes."""


def _shortened(match: re.Match[str]) -> str:
    return f"{match[0][:60]}…{match[0][-20:]}"


@contextmanager
def torn_pipes() -> Iterator[None]:
    """Let a pipe whose reader has gone be an error, where click ends the program because of it.

    Raises:
        BrokenPipeError: standard output is such a pipe.
    """
    stdout = sys.stdout
    try:
        yield
    except SystemExit:
        if sys.stdout is stdout:
            raise
        sys.stdout = stdout  # click has put something in its place that swallows errors
        raise BrokenPipeError from None


def silence(stream: TextIO) -> None:
    """Point a stream to nowhere, so that Python does not complain once more at exit."""
    try:
        descriptor = stream.fileno()
    except io.UnsupportedOperation:  # it is in memory, where another program has called this one
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
