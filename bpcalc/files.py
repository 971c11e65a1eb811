"""The user's files: how they are read, and which of them this call has read and written.

What a call has read or written it never writes over: whoever writes a file asks first.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever has a path has imported it
    from pathlib import Path

_read: set[tuple[int, int]] = set()
"""Device and number of every file that was read: it is known by them under all its names."""

_written: set[tuple[int, int]] = set()
"""Likewise of every file that was written."""

_guessed: dict[str, str] = {}
"""By the name of a file, the encoding that it was taken for."""


def read_bytes(path: "str | Path", most: int) -> bytes:
    """Return the content of a file, and take note of it.

    Args:
        path: where it is.
        most: bytes that are of any use. Of what is longer, or never ends, as a device may not,
            one byte more is read, so that the caller sees that there are too many.

    Raises:
        OSError: it cannot be read, or no file can have this name.
    """
    if _closed:
        raise OSError(errno.EACCES, _closed)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a name with a zero is no Path everywhere
            note_as_read(file.fileno())
            return file.read(most + 1)
    except ValueError:  # a zero in the name, or half a character
        raise _error(errno.EINVAL) from None


def regular_bytes(path: "Path") -> bytes:
    """Return the content of a regular file; a pipe that nobody writes into would keep us waiting.

    Raises:
        OSError: it is none, or cannot be read.
    """
    if path.exists() and not path.is_file():
        raise _error(errno.EINVAL)
    return path.read_bytes()


_closed = ""
"""Why no file is read just now."""


@contextmanager
def nothing_read(why: str) -> Iterator[None]:
    """Let no file be read meanwhile: what comes from somebody else may name any.

    Args:
        why: the reason that is told instead of the one of the operating system, and what to do.
    """
    global _closed
    _closed = why
    try:
        yield
    finally:
        _closed = ""


def read_standard_input(most: int) -> bytes:
    """Return what comes on standard input, and take note of the file that it may be.

    Raises:
        OSError: it cannot be read, or is closed.
    """
    if sys.stdin is None:
        raise _error(errno.EBADF)
    with suppress(OSError, ValueError):  # a text in memory is no file
        note_as_read(sys.stdin.fileno())
    return sys.stdin.buffer.read(most + 1)


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def note_as_read(descriptor: int) -> None:
    """Take note that an open file was read."""
    found = os.fstat(descriptor)
    if found.st_ino:  # a file system without numbers would make all files the same
        _read.add((found.st_dev, found.st_ino))


def was_read(path: "str | Path") -> bool:
    """Return whether a file was read by this call, under whatever name."""
    return _identity(path) in _read


def note_as_written(path: "str | Path") -> None:
    """Take note that a file was written."""
    identity = _identity(path)
    if identity is not None:
        _written.add(identity)


def was_written(path: "str | Path") -> bool:
    """Return whether a file was written by this call, under whatever name."""
    return _identity(path) in _written


def note_guess(path: "str | Path", encoding: str) -> None:
    """Take note that a file is in no UTF-8, and of the encoding that it was taken for."""
    if encoding:
        _guessed[str(path)] = encoding


def guesses() -> dict[str, str]:
    """Return the encodings that files of this call were taken for, by their names."""
    return dict(_guessed)


def _identity(path: "str | Path") -> tuple[int, int] | None:
    """Return device and number of a file, None if it is not there or has none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - no Path for a name that may be none
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if found.st_ino else None


def same_file(path: "str | Path", other: "str | Path") -> bool:
    """Return whether two names are those of one file that is there."""
    identity = _identity(path)
    return identity is not None and identity == _identity(other)


def forget() -> None:
    """Begin a new call, which has read and written nothing yet."""
    _read.clear()
    _written.clear()
    _guessed.clear()


def is_file(path: "str | Path") -> bool:
    """Return whether a file is there that is no folder, device or pipe."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises for some names


def is_folder(path: "str | Path") -> bool:
    """Return whether a folder is there; a name that no file can have is none."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises for some names


def exists(path: "str | Path") -> bool:
    r"""Return whether there is a file of this name; one that no file can have has none.

    >>> exists("x" * 300), exists("zero\\0"), exists(__file__)
    (False, False, True)
    """
    try:
        os.stat(path)  # noqa: PTH116 - no Path for a name that may be none
    except (OSError, ValueError):
        return False
    return True
