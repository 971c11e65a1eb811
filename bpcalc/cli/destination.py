"""Where a report goes: the screen, a pipe or a file; and what that place can show."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from bpcalc.cli.encoding import ASCII_SIGNS, LENIENT, can_write, of_stdout
from bpcalc.errors import OutputError, reason
from bpcalc.locale import say

PROBED_SIGNS = "∂δηθαΔ⁺·²→─═━│▼▶…"
"""What a report may need; where one of them cannot be written, all is written in ASCII."""


def writes_unicode(file: str | None) -> bool:
    """Return whether the signs of the field can be written to the file or standard output."""
    return (file is not None and file != "-") or can_write(PROBED_SIGNS)


def in_ascii(text: str) -> str:
    """Return a report with its rules and arrows in ASCII."""
    return text.translate(ASCII_SIGNS)


def width() -> int:
    """Return the width of the terminal; 80 where there is none, and `COLUMNS` wins."""
    return shutil.get_terminal_size((80, 24)).columns


def colours(file: str | None) -> bool:
    """Return whether to use colour: on a terminal, unless NO_COLOR or TERM=dumb says no."""
    if (file is not None and file != "-") or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def write_output(text: str | bytes, file: str | None, encoding: str = "utf-8") -> None:
    """Write a report to standard output (None or `-`), or to a file that is replaced as a whole.

    Args:
        text: the report; bytes are written as they are.
        file: where to.
        encoding: of the file; standard output has its own.

    Raises:
        OutputError: the file could not be written; what stood there before is untouched.
    """
    if isinstance(text, bytes):
        _write_bytes(text, file)
    elif file is None or file == "-":
        encoding = of_stdout()
        sys.stdout.write(text.encode(encoding, LENIENT).decode(encoding))
        sys.stdout.flush()
    else:
        _write_bytes(text.encode(encoding), file)


def _write_bytes(content: bytes, file: str | None) -> None:
    if file is None or file == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        replace(Path(file), content)
    except OSError as error:
        message = say("{file} cannot be written: {reason}", file=file, reason=reason(error))
        raise OutputError(message) from None


def replace(path: Path, content: bytes) -> None:
    """Put new content in place of a file at one stroke: whoever looks sees the old or the new.

    A link is followed, so that it stays a link; the permissions of an existing file are kept.

    Raises:
        OSError: nothing has changed.
    """
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError(None, say("it is a folder"))
    with NamedTemporaryFile(
        dir=target.parent, prefix=f".{target.name}.", suffix=".tmp", delete=False
    ) as draft:
        try:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).chmod(_mode(target))
            Path(draft.name).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(draft.name).unlink()
            raise


def _mode(target: Path) -> int:
    """Return the permissions for a file: those it has, or what a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
