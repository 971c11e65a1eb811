"""A folder of results that is there as a whole, the old ones or the new ones, at any moment.

New results are written into a folder beside it, which then takes its place. What is not ours in the
old folder stays; what was ours and is no longer written goes; what somebody has changed by hand
stays as it is, or is kept under another name. A run that was interrupted leaves its folder, and the
next one uses what it finds there. A folder that was there before, with somebody's files in it, does
not change its place: there the new files are put in one by one.
"""

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from bpcalc.cli import destination as place
from bpcalc.cli.folder_lock import FolderLock
from bpcalc.cli.replacing import replace as replace_file
from bpcalc.cli.taking_back import Beginning
from bpcalc.errors import OutputError, reason
from bpcalc.files import regular_bytes
from bpcalc.locale import say
from bpcalc.report.class_tables import RECORDS, TABLES

MANIFEST = f"{RECORDS}/manifest.json"
PAPERS = f"{RECORDS}/papers.jsonl"
EXCHANGE = 2
"""What Linux calls the exchange of two names; see renameat2(2)."""

AT_WORKING_DIRECTORY = -100


class ResultFolder:
    """The results of one class.

    Attributes:
        path: the folder.
        draft: where the new results are written.
        kept: copies of tables that somebody had changed by hand.
        untouched: reports that somebody had changed by hand, and which stay so.
    """

    def __init__(self, path: Path) -> None:
        """Make room for new results.

        Raises:
            OutputError: it cannot be written there, or a file there is somebody else's.
        """
        self.path = Path(os.path.abspath(path))  # noqa: PTH100 - a link to it stays a link
        self.draft = self._beside("new")
        self._begun = Beginning()
        self.kept: list[str] = []
        self.untouched: list[str] = []
        self._call = place.this_call()
        self._failed = False
        try:
            self._begun.make(self.path.parent)
            self._lock = FolderLock(path, self._beside("lock"))
        except OSError as error:
            self._begun.take_back()
            raise _error(path, error) from None
        try:
            self._prepare()
        except BaseException:
            self.release()
            self._begun.take_back()
            raise

    def _prepare(self) -> None:
        try:
            self._recover()
            self._need_access()
            self._manifest = _manifest(self.path)
            self._whole = self._is_ours()
            for name in TABLES:
                self._claim(name)
            self._begin()
        except OSError as error:
            raise _error(self.path, error) from None

    @property
    def reports(self) -> Path:
        """The folder in which the reports of the students stand while the tables are written."""
        return self.draft

    def release(self) -> None:
        """Let other runs write there."""
        self._lock.release()
        if self._failed:
            self._begun.take_back()

    def _begin(self) -> None:
        if self.draft.exists():
            self.draft.rename(self._beside(f"cache-{os.getpid()}"))
        try:
            (self.draft / RECORDS).mkdir(parents=True)
        except OSError:
            shutil.rmtree(self.draft, ignore_errors=True)
            raise

    def take_back(self) -> None:
        """Remove what has been begun where the results cannot be written, the old ones kept.

        What an interrupted run has marked is kept for the next one; what fills a disk is not.
        """
        shutil.rmtree(self.draft, ignore_errors=True)
        self._failed = True

    def _beside(self, what: str) -> Path:
        return self.path.with_name(f".{self.path.name}.{what}")

    def _recover(self) -> None:
        """Bring back the old results if a run ended between two names."""
        old = self._beside("old")
        if old.exists() and not self.path.exists():
            old.rename(self.path)

    def _need_access(self) -> None:
        """Leave results alone that their owner has protected, though a folder beside them is none.

        Raises:
            OSError: something there may not be written in.
        """
        for folder, _, _ in os.walk(self.path):
            if not os.access(folder, os.W_OK | os.X_OK):
                raise OSError(errno.EACCES, os.strerror(errno.EACCES), folder)

    def _is_ours(self) -> bool:
        """Return whether the folder can change its place: nobody else put it there or is in it."""
        if not self.path.name or self.path.is_symlink() or self.path == self.path.parent:
            return False
        if not self.path.exists():
            return True
        if Path.cwd().is_relative_to(self.path):
            return False
        return bool(self._manifest.get(MANIFEST)) or not any(self.path.iterdir())

    def _claim(self, name: str, content: bytes | None = None) -> None:
        """Make sure that a file there may be replaced.

        Raises:
            OutputError: somebody else made it, or this call has read it.
        """
        path = self.path / name
        if path.exists() and not path.is_file() and not path.is_dir():
            no_file = say("this is no regular file, but a pipe or a device")
            raise OutputError(say("{file}: {reason}", file=path, reason=no_file))
        if not self._is_as_written(name):
            place.claim(self.path / name, TABLES.get(name), self._call, content)

    def _is_as_written(self, name: str) -> bool:
        """Return whether a file there is ours, and as the last run, or the one before, wrote it."""
        return _hash(self.path / name) in self._manifest.get(name, "").split()

    def earlier(self) -> Iterator[tuple[Path, dict[str, str]]]:
        """Yield the folders in which an earlier run may have left results, and their manifests."""
        for folder in (self.path, *self._caches()):
            if folder.is_dir():
                yield folder, _manifest(folder)

    def _caches(self) -> list[Path]:
        return [*self.path.parent.glob(f".{self.path.name}.cache-*"), self._beside("old")]

    def write(self, name: str, content: str | bytes, encoding: str = "utf-8") -> None:
        """Write one file of the new results."""
        path = self.draft / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        except OSError as error:
            raise _error(self.path / name, error) from None

    def take_over(self, folder: Path, name: str) -> bool:
        """Take a file of an earlier run as it is; return whether it was there."""
        source, target = folder / name, self.draft / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_symlink():
                target.symlink_to(source.readlink())
                return True
            try:
                os.link(source, target)
            except FileExistsError:
                return True
            except OSError:  # another file system, or one without links
                shutil.copyfile(source, target)
        except OSError:
            return False
        return True

    def finish(self) -> None:
        """Put the new results in the place of the old ones.

        Raises:
            OutputError: that cannot be done; the old ones are untouched.
        """
        try:
            ours = set(_files(self.draft))
            self._keep_what_was_changed()
            files = {name: _hash(self.draft / name) for name in ours}
            files |= {name: self._manifest[name] for name in self.untouched}
            files[MANIFEST] = "whole" if self._whole else ""
            text = json.dumps(files, indent=0, sort_keys=True)
            (self.draft / MANIFEST).write_text(text, encoding="utf-8")
            if self._whole:
                self._swap()
            else:
                self._put_in(ours)
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise _error(self.path, error) from None
        for leftover in [self.draft, *self._caches()]:
            shutil.rmtree(leftover, ignore_errors=True)

    def _keep_what_was_changed(self) -> None:
        """Keep what is not ours, and what is ours but was changed by hand."""
        for name in list(_files(self.path)):
            if name.startswith(f"{RECORDS}/"):
                continue
            written = (self.draft / name).exists()
            if name not in self._manifest:
                if written:
                    self._claim(name, (self.draft / name).read_bytes())
                elif self._whole:
                    self.take_over(self.path, name)
            elif not self._is_as_written(name) and not self._call.force:
                self._keep(name, written)

    def _keep(self, name: str, written: bool) -> None:
        """Keep a file of ours that somebody has changed: a report as it is, a table as a copy."""
        if name.startswith("students/") or not written:
            if written:
                (self.draft / name).unlink()
            self.take_over(self.path, name)
            self.untouched.append(name)
            return
        edited = _hash(self.path / name)
        for kept in _names_of_copies(name):
            if _hash(self.path / kept) == edited:
                return  # an earlier run has kept these very bytes
            if not os.path.lexists(self.path / kept) and not os.path.lexists(self.draft / kept):
                break
        shutil.copyfile(self.path / name, self.draft / kept)
        self.kept.append(kept)

    def _swap(self) -> None:
        for folder in [path for path in self.path.rglob("*") if path.is_dir()]:
            (self.draft / folder.relative_to(self.path)).mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            self.draft.rename(self.path)
        elif not _exchanged(self.draft, self.path):
            old = self._beside("old")
            shutil.rmtree(old, ignore_errors=True)
            self.path.rename(old)
            self.draft.rename(self.path)

    def _put_in(self, ours: set[str]) -> None:
        """Put the new files into a folder with other ones in it, and take stale ones out.

        Whenever that ends, each of our files is the old one or the new one: both are ours.
        """
        either = {
            name: f"{self._manifest.get(name, '')} {_hash(self.draft / name)}".strip()
            for name in ours.difference(self.untouched)
        }
        text = json.dumps(self._manifest | either, indent=0, sort_keys=True)
        with Beginning() as begun:
            begun.make((self.path / MANIFEST).parent)
            replace_file(begun.file(self.path / MANIFEST), text.encode(), durable=False)
            for name in [*self.kept, *sorted(ours), MANIFEST]:
                target = self.path / name
                begun.make(target.parent)
                replace_file(begun.file(target), (self.draft / name).read_bytes(), durable=False)
        for name in set(self._manifest) - ours - {MANIFEST}:
            stale = self.path / name
            if name not in self.untouched and stale.is_file():
                stale.unlink()


class MergedFolder(ResultFolder):
    """The folder of the parts of a class, to which the tables of all are added.

    It stays where it is, and so do the reports, which the parts have written.
    """

    def _prepare(self) -> None:
        super()._prepare()
        self._whole = False
        others = (MANIFEST, "students/")
        self._manifest = {k: v for k, v in self._manifest.items() if not k.startswith(others)}

    @property
    def reports(self) -> Path:
        """The folder in which the reports of the students stand."""
        return self.path


def _names_of_copies(name: str) -> Iterator[str]:
    """Yield the names that copies of a table changed by hand may have, without end."""
    stem, _, suffix = name.rpartition(".")
    yield f"{stem}-by-hand.{suffix}"
    yield from (f"{stem}-by-hand-{n}.{suffix}" for n in count(2))


def _error(path: Path, error: OSError) -> OutputError:
    if isinstance(error, OutputError):
        return error
    return OutputError(say("{file}: {reason}", file=path, reason=reason(error)))


def _files(folder: Path) -> Iterator[str]:
    """Yield the files and links of a folder, by their names within it."""
    for at, folders, names in os.walk(folder):
        for name in [*names, *(each for each in folders if Path(at, each).is_symlink())]:
            yield Path(at, name).relative_to(folder).as_posix()


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(regular_bytes(path)).hexdigest()
    except OSError:
        return ""


def is_unchanged(folder: Path, manifest: dict[str, str], name: str) -> bool:
    """Return whether a file of an earlier run is as it was written.

    Without a manifest, the run was interrupted, and nobody has looked at the file yet. What may be
    of either of two runs is not known to be unchanged.
    """
    return (folder / name).is_file() and (
        not manifest or manifest.get(name) == _hash(folder / name)
    )


def _manifest(folder: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange the names of two folders at one stroke; return whether the system can do that."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
        names = os.fsencode(one), AT_WORKING_DIRECTORY, os.fsencode(other)
        done: int = exchange(AT_WORKING_DIRECTORY, *names, EXCHANGE)
    except (OSError, AttributeError):
        return False
    return done == 0
