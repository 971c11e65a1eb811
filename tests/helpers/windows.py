"""A file system with the rules of Windows, for tests on other systems.

Audit hooks see every file that Python opens, moves or deletes, whoever asks for it. While the
rules are in force, a file that is open anywhere in the process can be neither moved nor deleted
nor moved upon; names that Windows takes for devices, or changes behind one's back, are errors;
and what only POSIX has is not there: locks, owners, attributes, most signals.

Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bpcalc.cli import replacing, windows

_in_force = False
_installed = False

POSIX_ONLY = ("chown", "listxattr", "getxattr", "setxattr", "geteuid", "getuid", "mkfifo", "fork")
SIGNALS_ONLY_THERE = (
    *("SIGHUP", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGPROF", "SIGXFSZ"),
)
FLAGS_ONLY_THERE = ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC")


def _open_files() -> set[str]:
    found = set()
    for number in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the folder itself was open a moment ago
            found.add(str(number.readlink()))
    return found


def _in_use(*paths: str) -> None:
    for path in paths:
        if os.path.realpath(path) in _open_files():
            raise PermissionError(
                13, "The process cannot access the file because it is being used", path
            )


def _good_name(path: str) -> None:
    for part in Path(path).parts:
        stem = part.partition(".")[0].rstrip(" ").lower()
        if stem in windows.DEVICES or ":" in part or part != part.rstrip(". ") or "?" in part:
            raise OSError(22, f"Windows would lose what is written to {part!r}")


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _in_force:
        return
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        flags = arguments[2]
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            _good_name(os.fspath(arguments[0]))
    elif event == "os.rename":
        _good_name(os.fspath(arguments[1]))
        _in_use(os.fspath(arguments[0]), os.fspath(arguments[1]))
    elif event == "os.remove":
        _in_use(os.fspath(arguments[0]))


@contextmanager
def rules_of_windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the rules of Windows in force for a while."""
    global _in_force, _installed
    if not _installed:
        sys.addaudithook(_audit)  # for ever; it sleeps between the tests
        _installed = True
    monkeypatch.setattr(windows, "WINDOWS", True)
    monkeypatch.setattr(replacing, "locks", None)
    monkeypatch.setattr(replacing, "PAUSES", ())
    for name in POSIX_ONLY:
        monkeypatch.delattr(os, name, raising=False)
    for name in SIGNALS_ONLY_THERE:
        monkeypatch.delattr(signal, name, raising=False)
    for name in FLAGS_ONLY_THERE:
        monkeypatch.delattr(os, name, raising=False)
    _in_force = True
    try:
        yield
    finally:
        _in_force = False
        monkeypatch.undo()
