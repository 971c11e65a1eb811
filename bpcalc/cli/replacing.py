"""Files are replaced as a whole or not at all, and what is no file is written into.

The new content goes into a draft beside the file, and the draft takes its place at one stroke:
whoever looks sees the old or the new. SIGTERM takes the draft along; one whose program was killed
is swept away by the next one that writes into the folder. A device, a pipe or a terminal has
nothing that could be kept: it is written into, and never replaced.
"""

import errno
import os
import signal
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import IO

from bpcalc.locale import say
from bpcalc.patterns import pattern

locks: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows; there an open file cannot be deleted anyway
    locks = None
else:
    locks = fcntl

PREFIX, SUFFIX = ".bpcalc-", ".draft"
"""What the names of drafts begin and end with."""

PAUSES = (0.05, 0.2, 0.5)
"""Seconds to wait where another program, a virus scanner say, holds a file for a moment."""

_OWN_STREAM = pattern(r"/dev/std(?P<name>out|err)|/(?:dev|proc/self)/fd/(?P<number>[0-9]{1,4})")

_own_drafts: dict[Path, int] = {}
"""Drafts that are being written, each with the process that does: a fork has none of them."""

_swept: set[Path] = set()
"""Folders that this process has looked through for drafts."""


def write_into(path: str | Path, content: bytes) -> None:
    """Write into a device, a pipe or a terminal.

    Raises:
        OSError: it takes no more; a part may have been written.
    """
    own = own_stream(path)
    sys.stdout.flush()
    descriptor = os.dup(own) if own is not None else os.open(path, os.O_WRONLY | _NOCTTY)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


_NOCTTY = getattr(os, "O_NOCTTY", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)


def own_stream(path: str | Path) -> int | None:
    """Return the number of a stream of this process that a path such as /dev/stdout names.

    It is written into as it is: opened once more, a file that it is redirected to would be
    written over from its beginning.

    >>> own_stream("/dev/stdout"), own_stream("/dev/fd/3"), own_stream("solution.txt")
    (1, 3, None)
    """
    match = _OWN_STREAM.fullmatch(str(path))
    if not match:
        return None
    return int(match["number"]) if match["number"] else {"out": 1, "err": 2}[match["name"]]


def is_stream(path: str | Path) -> bool:
    """Return whether something is there that is written into: a device, a pipe, a terminal."""
    if own_stream(path) is not None:
        return True
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - no Path for a name that may be none
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def replace(
    path: str | Path, content: bytes, *, durable: bool = True, new_owner: bool = False
) -> None:
    """Put new content in place of a file at one stroke.

    Args:
        path: of the file; a link is followed, so that it stays a link.
        content: what is to stand there.
        durable: whether to wait until the disk has it.
        new_owner: whether the file may come to belong to whoever writes it.

    Raises:
        OSError: nothing has changed.
    """
    with replacing(path, durable=durable, new_owner=new_owner) as draft:
        draft.write(content)


@contextmanager
def replacing(
    path: str | Path, *, durable: bool = True, new_owner: bool = False
) -> Iterator[IO[bytes]]:
    """Give a file to write into, which takes the place of another one if all goes well.

    Permissions and owner of a file that is there are kept.

    Args:
        path: of the file that is replaced or comes into being.
        durable: whether to wait until the disk has it.
        new_owner: whether it may come to belong to whoever writes it.

    Raises:
        OSError: nothing has changed.
    """
    target = Path(os.path.realpath(path))
    _check(target)
    sweep(target.parent)
    draft, file = _draft(target.parent)
    try:
        with _removed_by_sigterm(draft), file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
            _take_after(target, draft, new_owner)
            if locks is not None:
                os.replace(draft, target)  # noqa: PTH105 - what fails is told by both names
        if locks is None:  # Windows moves no file that is open
            _patiently_replace(draft, target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


@contextmanager
def _removed_by_sigterm(draft: Path) -> Iterator[None]:
    """Remove a draft where SIGTERM ends the program meanwhile; it ends as it would have."""
    if locks is None:  # Windows has no such signal
        yield
        return
    _own_drafts[draft] = os.getpid()
    ours = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    with suppress(ValueError):  # only the first thread may set it
        if ours:
            signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        del _own_drafts[draft]
        with suppress(ValueError):
            if ours:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(number: int, _: object) -> None:
    """Remove the drafts of this process, and end it by the signal, which is 143 for a shell."""
    for draft, process in tuple(_own_drafts.items()):
        if process == os.getpid():
            with suppress(OSError):
                draft.unlink()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def try_out(path: str | Path) -> None:
    """See whether a file could be replaced, or come into being; nothing is left of it.

    Raises:
        OSError: it could not.
    """
    target = Path(os.path.realpath(path))
    _check(target)
    draft, file = _draft(target.parent)
    file.close()
    draft.unlink()


def _check(target: Path) -> None:
    """Refuse what cannot be replaced.

    Raises:
        OSError: the reason is in words.
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, say("it is a folder"))
    if target.exists() and not os.access(target, os.W_OK):
        # A folder that may be written would let a protected file be replaced all the same.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _draft(folder: Path) -> tuple[Path, IO[bytes]]:
    """Return a new draft, held by a lock as long as it is open."""
    while True:
        path = folder / f"{PREFIX}{os.urandom(4).hex()}{SUFFIX}"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        except FileExistsError:
            continue
        # Between these two steps a sweeper may have taken it for a forgotten one.
        if _held(descriptor) and path.exists():
            return path, os.fdopen(descriptor, "wb")
        os.close(descriptor)


def _held(descriptor: int) -> bool:
    """Return whether this process now holds an open file; where there are no locks, it does."""
    if locks is None:
        return True
    try:
        locks.flock(descriptor, locks.LOCK_EX | locks.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _take_after(target: Path, draft: Path, new_owner: bool) -> None:
    """Give a draft the permissions and the owner of the file it is to replace, or of a new one."""
    try:
        old = target.stat()
    except FileNotFoundError:
        draft.chmod(0o666 & ~_umask())
        return
    new = draft.stat()
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        try:
            os.chown(draft, old.st_uid, old.st_gid)
        except PermissionError:
            if not new_owner:
                says = say("it belongs to somebody else, and would be yours; --force replaces it")
                raise PermissionError(errno.EPERM, says) from None
    draft.chmod(stat.S_IMODE(old.st_mode))
    if hasattr(os, "listxattr"):
        _copy_attributes(target, draft)


def _copy_attributes(old: Path, new: Path) -> None:
    """Copy what else a file has: access control lists are among it."""
    with suppress(OSError):
        for name in os.listxattr(old):
            with suppress(OSError):
                os.setxattr(new, name, os.getxattr(old, name))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _patiently_replace(draft: Path, target: Path) -> None:
    for pause in PAUSES:
        try:
            draft.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    draft.replace(target)


def sweep(folder: Path) -> None:
    """Remove the drafts that killed programs have left in a folder, once in a process."""
    if folder in _swept:
        return
    _swept.add(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.name.endswith(SUFFIX):
                _remove_if_forgotten(entry.path)


def _remove_if_forgotten(path: str) -> None:
    """Remove a draft unless a program that is still at work holds it."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDWR | _NOFOLLOW)
        try:
            if locks is not None and _held(descriptor):
                os.unlink(path)  # noqa: PTH108 - a Path would be built for nothing
        finally:
            os.close(descriptor)
        if locks is None:
            os.unlink(path)  # noqa: PTH108 - one that is open cannot be deleted here
