"""A folder of results belongs to one run at a time.

The lock is one of the system on a file beside the folder, which a process loses when it ends in
whatever way; processes that it has started do not have it.
"""

import os
from contextlib import suppress
from pathlib import Path

from bpcalc.cli.replacing import locks
from bpcalc.errors import OutputError
from bpcalc.locale import say


class FolderLock:
    """Holds a folder for one run."""

    def __init__(self, folder: Path, file: Path) -> None:
        """Take it.

        Args:
            folder: for the message.
            file: the lock, beside it; it is there as long as it is held.

        Raises:
            OutputError: another run has it.
            OSError: nothing can be written there.
        """
        self._file = file
        self._descriptor: int | None = None
        if locks is None:  # Windows moves no folder in which a file is open
            return
        while self._descriptor is None:
            self._descriptor = self._opened(folder)

    def _opened(self, folder: Path) -> int | None:
        """Return the open lock; None if another run has just taken its file away."""
        assert locks is not None
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            locks.lockf(descriptor, locks.LOCK_EX | locks.LOCK_NB)
            with suppress(FileNotFoundError):
                if self._file.stat().st_ino == os.fstat(descriptor).st_ino:
                    return descriptor
        except (BlockingIOError, PermissionError):
            os.close(descriptor)
            says = say(
                "{folder}: another `bpcalc grade` is writing there; wait for its end", folder=folder
            )
            raise OutputError(says) from None
        except OSError:  # a file system without locks; there nobody can be kept out
            return descriptor
        os.close(descriptor)
        return None

    def release(self) -> None:
        """Give it back."""
        if self._descriptor is not None:
            with suppress(OSError):
                self._file.unlink()
            os.close(self._descriptor)
            self._descriptor = None
