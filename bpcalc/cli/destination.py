"""Where a report goes: the screen, a pipe or a file; and what that place can show."""

import os
import sys
from pathlib import Path

import click

from bpcalc.cli import patience
from bpcalc.cli.encoding import LENIENT, PLAIN_SIGNS, can_write, of_stdout
from bpcalc.cli.options import FORCE
from bpcalc.cli.replacing import is_stream, own_stream, replace, sweep, try_out, write_into
from bpcalc.cli.streams import release, tell
from bpcalc.cli.windows import check_name
from bpcalc.errors import OutputError, reason
from bpcalc.files import note_as_written, was_read, was_written
from bpcalc.locale import say, say_many
from bpcalc.locale.cleaning import cleaned, cleaned_page
from bpcalc.named_tuples import NamedTuple
from bpcalc.report.ownership import Ownership

NONBLOCK = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""A pipe that nobody reads yet is not waited for."""

NO_TERMINAL = 80
"""Columns of a report where nobody says how many there are."""

PROBED_SIGNS = "∂δηθαΔ⁺·²≈→─═━│▼▶…"
"""What a report may need; where one of them cannot be written, all is written in ASCII."""


def writes_unicode(file: str | None) -> bool:
    """Return whether the signs of the field can be written to the file or standard output."""
    return (file is not None and file != "-") or can_write(PROBED_SIGNS)


def in_ascii(text: str) -> str:
    """Return a report with its rules and arrows in ASCII."""
    return text.translate(PLAIN_SIGNS)


def width() -> int:
    """Return the width of the terminal; 80 where there is none, and `COLUMNS` wins."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    try:  # as `shutil` does, which imports all kinds of compression
        stream = sys.__stdout__
        columns = os.get_terminal_size(stream.fileno()).columns if stream else 0
    except (ValueError, OSError):  # it is closed, or no terminal
        columns = 0
    return columns or NO_TERMINAL


def colours(file: str | None) -> bool:
    """Return whether to use colour: on a terminal, unless NO_COLOR or TERM=dumb says no."""
    if (file is not None and file != "-") or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def is_terminal(file: str | None) -> bool:
    """Return whether a report goes to a terminal: on standard output, or named as a device."""
    if file is None or file == "-":
        return sys.stdout.isatty()
    own = own_stream(file)
    # A pipe is not opened to look: its reader would take the closing for the end of the report.
    if own is None and not Path(file).is_char_device():
        return False
    try:
        descriptor = os.dup(own) if own is not None else os.open(file, os.O_WRONLY | NONBLOCK)
    except OSError:
        return False
    try:
        return os.isatty(descriptor)
    finally:
        os.close(descriptor)


class Call(NamedTuple):
    """The call that writes a file.

    Attributes:
        command: the name of the command.
        force: whether it may replace what is not its own.
    """

    command: str
    force: bool = False


def this_call() -> Call:
    """Return the call of the command line that is at work."""
    context = click.get_current_context(silent=True)
    if context is None:
        return Call("bpcalc")
    return Call(context.info_name or "bpcalc", bool(context.meta.get(FORCE)))


def write_output(
    text: str | bytes,
    file: str | None,
    encoding: str = "utf-8",
    ownership: Ownership | None = None,
) -> None:
    """Write a report to standard output (None or `-`), or to a file that is replaced as a whole.

    Args:
        text: the report; bytes are written as they are.
        file: where to.
        encoding: of the file; standard output has its own.
        ownership: how the command will know its report again; None: only by being the same.

    Raises:
        OutputError: the file could not be written, or is not the command's own; what stood there
            is untouched.
    """
    release()
    patience.end()
    if isinstance(text, str):
        text = cleaned_page(text) if colours(file) else cleaned(text, lines=True)
    if file is not None and file != "-":
        content = text if isinstance(text, bytes) else text.encode(encoding, LENIENT)
        write_file(file, content, ownership, this_call())
        if sys.stderr.isatty():
            tell(say("Written: {file}", file=file))
    elif isinstance(text, bytes):
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    else:
        encoding = of_stdout()
        sys.stdout.write(text.encode(encoding, LENIENT).decode(encoding))
        sys.stdout.flush()


def write_file(
    file: str | Path,
    content: bytes,
    ownership: Ownership | None = None,
    call: Call | None = None,
    *,
    durable: bool = True,
) -> None:
    """Write a file as a whole, unless that would cost somebody their work.

    Args:
        file: where to.
        content: what is to stand there.
        ownership: how the command will know it again.
        call: the call that writes; None: the one at work.
        durable: whether to wait until the disk has it.

    Raises:
        OutputError: it could not be written, or must not; nothing has changed.
    """
    call = call or this_call()
    if ownership is not None:
        content = ownership.signed(content, call.command)
    try:
        if is_written_into(file):
            write_into(file, content)
            return
        claim(file, ownership, call, content)
        others = _other_names(file)
        replace(file, content, durable=durable, new_owner=call.force)
        note_as_written(file)
        if others:
            tell(_keep_the_old(file, others))
    except (OSError, ValueError) as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(_says(file, error)) from None


def claim(
    file: str | Path | None,
    ownership: Ownership | None,
    call: Call | None = None,
    content: bytes | None = None,
) -> None:
    """Make sure that a file may be written: it is new, or empty, or the command's own.

    Args:
        file: the file; None, `-` and what is written into may always be.
        ownership: how the command knows its reports again.
        call: the call that wants to write.
        content: what is to be written, if that is known; what is there already may be so again.

    Raises:
        OutputError: it would cost somebody their work, and `--force` was not given; or the call
            itself has read or written it, and even that does not help.
    """
    if file is None or file == "-" or is_written_into(file):
        return
    call = call or this_call()
    try:
        if _is_disk(file):
            raise OutputError(say("{file} is a disk, and stays as it is; name a file", file=file))
        check_name(Path(file))
        sweep(Path(os.path.realpath(file)).parent)
        if was_read(file):
            says = say("{file} was read by this call and would be lost; name another", file=file)
            raise OutputError(says)
        if was_written(file):
            raise OutputError(
                say("{file} was written by this call already; name another", file=file)
            )
        if not call.force and not _is_ours(file, ownership, call, content):
            raise OutputError(_not_ours(file, call))
    except (OSError, ValueError) as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(_says(file, error)) from None


def claim_early(file: str | Path | None, ownership: Ownership | None) -> None:
    """Make sure before long work that a file may be written, and that it can be.

    Args:
        file: the file; None, `-` and what is written into may always be.
        ownership: how the command knows its reports again.

    Raises:
        OutputError: as of `claim`; or nothing can be written there.
    """
    claim(file, ownership)
    if file is None or file == "-" or is_written_into(file):
        return
    try:
        try_out(file)
    except (OSError, ValueError) as error:
        raise OutputError(_says(file, error)) from None


def _is_ours(
    file: str | Path, ownership: Ownership | None, call: Call, content: bytes | None
) -> bool:
    try:
        old = Path(file).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return True  # nothing is there; whether something may be is found out by writing
    if not old.strip() or old == content:
        return True
    return ownership is not None and ownership.owns(old, call.command)


def _other_names(file: str | Path) -> int:
    """Return how many more names a file has: hard links, which are not replaced with it."""
    try:
        return os.stat(file).st_nlink - 1  # noqa: PTH116 - no Path for a name that may be none
    except OSError:
        return 0


def _keep_the_old(file: str | Path, others: int) -> str:
    return say_many(
        "{file} had {n} more name, a hard link; under that name the old content stands",
        "{file} had {n} more names, hard links; under these the old content stands",
        others,
        file=file,
    )


def _not_ours(file: str | Path, call: Call) -> str:
    return say(
        "{file} is there, and is not what `bpcalc {command}` wrote, or has been changed since; "
        "it stays as it is. Name another file, or replace it with --force",
        file=file,
        command=call.command,
    )


def _says(file: str | Path, error: OSError | ValueError) -> str:
    why = reason(error) if isinstance(error, OSError) else say("no file can have this name")
    return say("{file} cannot be written: {reason}", file=file, reason=why)


def is_written_into(file: str | Path) -> bool:
    """Return whether a device that keeps nothing, a pipe or a terminal is named."""
    return is_stream(file) and not _is_disk(file)


def _is_disk(file: str | Path) -> bool:
    """Return whether a whole disk is named, which is no stream but full of somebody's work."""
    return own_stream(file) is None and Path(file).is_block_device()
