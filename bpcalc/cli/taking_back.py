"""What a call has begun to put into a folder is taken back if it cannot be finished.

A folder with some of its files looks like a whole one. What was there before the call stays.
"""

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType


class Beginning:
    """The folders and files that a call makes, until all of them are there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as there, suppress(OSError):
    ...     with Beginning() as begun:
    ...         begun.make(Path(there, "exam"))
    ...         length = begun.file(Path(there, "exam", "v01.yaml")).write_text("inputs: [1]")
    ...         raise OSError("no space left")
    >>> Path(there, "exam").exists()
    False
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._folders: list[Path] = []
        self._files: list[Path] = []

    def make(self, folder: Path) -> None:
        """Make a folder, and those that it stands in.

        Raises:
            OSError: it cannot be made.
        """
        self._folders += [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)

    def file(self, path: Path) -> Path:
        """Return the path of a file that is about to be written."""
        if not os.path.lexists(path):
            self._files.append(path)
        return path

    def take_back(self) -> None:
        """Remove the files that were not there before, and the folders that were made for them."""
        for path in self._files:
            with suppress(OSError):
                path.unlink()
        for folder in sorted(self._folders, key=lambda each: -len(each.parts)):
            with suppress(OSError):  # it was not made, or somebody has put something there
                folder.rmdir()

    def __enter__(self) -> "Beginning":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.take_back()
