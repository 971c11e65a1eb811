"""The files of a folder or archive: found, looked at, and not yet read.

Links are not followed: they could lead out of the folder, to the key for example. What is no
regular file, or too large, is listed and not opened.
"""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from bpcalc.checking.reading.contents import MAX_BYTES, content_of, too_large
from bpcalc.checking.submissions.people import shown_name
from bpcalc.errors import AnswersError, reason
from bpcalc.locale import say

MAX_FILES = 200_000
MAX_FOLDERS_DEEP = 12

NOT_PAPERS = frozenset(
    {
        *(".ds_store", "thumbs.db", "desktop.ini", "__macosx", ".git", ".svn", "grading.yaml"),
        *("roster.csv", "overrides.csv", "columns.yaml", "class.csv", "class-long.csv"),
        *("items.csv", "problems.csv", "changes.csv", "class.html", "class.xlsx", "readme.txt"),
        *("moodle-grades.csv", "moodle-feedback.zip", "canvas.csv", "blackboard.txt", "mail.csv"),
        *("index.html", "manifest.json", ".ipynb_checkpoints", "__pycache__", ".idea", ".vscode"),
    }
)
"""Names of what stands in folders of classes and is nobody's paper."""

RESULTS = "records"
"""The folder in which we keep what was marked; where it stands, the results of a class do."""


class PaperFile(NamedTuple):
    """A file that somebody handed in.

    Attributes:
        parts: its place within the folder or archive: folders, then its own name.
        path: where it is on this machine; the archive, if it is in one.
        member: its name within the archive, "" if it is in none.
        size: in bytes.
        time: when it was last changed.
    """

    parts: tuple[str, ...]
    path: str
    member: str = ""
    size: int = 0
    time: datetime | None = None

    @property
    def place(self) -> str:
        """Where it is, to be shown."""
        return "/".join(self.parts)

    def content(self) -> bytes:
        """Return what is in it.

        Raises:
            AnswersError: it cannot be read, or has become too large meanwhile.
        """
        if not self.member:
            return content_of(Path(self.path))
        try:
            with ZipFile(self.path) as archive, archive.open(self.member) as file:
                content = file.read(MAX_BYTES + 1)
        except (BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
            raise AnswersError(say("it cannot be taken out of the archive")) from None
        if len(content) > MAX_BYTES:
            raise AnswersError(too_large(MAX_BYTES))
        return content


class Unused(NamedTuple):
    """Something that was not marked.

    Attributes:
        place: the file, or the column or row of a table.
        reason: a sentence.
        harmless: whether it is nobody's paper, so that nothing is missing.
        student: whose it is, if that is known.
    """

    place: str
    reason: str
    harmless: bool = False
    student: str = ""


def files_of(path: Path, skip: Path | None = None) -> tuple[list[PaperFile], list[Unused]]:
    """Return the files of a folder or zip archive, and what in it is none, in order of names.

    Args:
        path: the folder or archive.
        skip: a folder within it that holds our results.

    Raises:
        AnswersError: there are too many, or the archive cannot be opened.
    """
    found = _of_archive(path) if path.is_file() else _of_folder(path, skip)
    files: list[PaperFile] = []
    unused: list[Unused] = []
    for each in found:
        if isinstance(each, Unused):
            unused.append(each)
        else:
            files.append(each)
        if len(files) + len(unused) > MAX_FILES:
            raise AnswersError(say("there are more than {n} files", n=f"{MAX_FILES:,}"))
    return sorted(files, key=lambda file: file.parts), sorted(unused)


def _of_folder(root: Path, skip: Path | None) -> Iterator[PaperFile | Unused]:
    skipped = skip.resolve() if skip else None
    waiting: list[tuple[str, tuple[str, ...]]] = [(os.fspath(root), ())]
    while waiting:
        folder, parts = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                listed = list(entries)
        except OSError as error:
            yield Unused("/".join(parts) or str(root), reason(error))
            continue
        if parts and any(entry.name == RESULTS and entry.is_dir() for entry in listed):
            yield Unused("/".join(parts), say("these are results of bpcalc"), harmless=True)
            continue
        for entry in listed:
            place = (*parts, _shown(entry.name))
            if entry.is_dir(follow_symlinks=False) and not _is_aside(entry.name):
                if skipped is not None and Path(entry.path).resolve() == skipped:
                    continue
                if len(place) > MAX_FOLDERS_DEEP:
                    yield Unused("/".join(place), say("too many folders within one another"))
                else:
                    waiting.append((entry.path, place))
            else:
                yield _entry(entry, place)


def _entry(entry: "os.DirEntry[str]", parts: tuple[str, ...]) -> PaperFile | Unused:
    place = "/".join(parts)
    if _is_aside(entry.name):
        return Unused(place, say("this is nobody's paper"), harmless=True)
    if entry.is_symlink():
        return Unused(place, say("this is a link; links are not followed"))
    try:
        state = entry.stat(follow_symlinks=False)
    except OSError as error:
        return Unused(place, reason(error))
    if not stat.S_ISREG(state.st_mode):
        return Unused(place, say("this is no regular file, but a pipe or a device"))
    if state.st_size > MAX_BYTES:
        return Unused(place, too_large(MAX_BYTES))
    time = datetime.fromtimestamp(state.st_mtime)
    return PaperFile(parts, entry.path, "", state.st_size, time)


def _is_aside(name: str) -> bool:
    lower = name.lower()
    hidden = lower.startswith((".", "~$", "._"))
    return hidden or lower in NOT_PAPERS or lower.endswith((".results.json", "~", ".tmp", ".part"))


def _shown(name: str) -> str:
    """Return the name of a file as a text, whatever its bytes are."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return shown_name(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return shown_name(raw.decode("utf-8", "replace"))


def _of_archive(path: Path) -> Iterator[PaperFile | Unused]:
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise AnswersError(say("{file}: the archive cannot be opened", file=path)) from None
    for member in members:
        if not member.is_dir():
            yield _member(member, path)


def _member(member: ZipInfo, path: Path) -> PaperFile | Unused:
    parts = tuple(shown_name(part) for part in _decoded_name(member).replace("\\", "/").split("/"))
    place = "/".join(parts)
    if any(part in ("", ".", "..") for part in parts) or ":" in parts[0]:
        return Unused(place, say("its name leads out of the archive"))
    if any(map(_is_aside, parts)):
        return Unused(place, say("this is nobody's paper"), harmless=True)
    if stat.S_ISLNK(member.external_attr >> 16):
        return Unused(place, say("this is a link; links are not followed"))
    if member.flag_bits & 1:
        return Unused(place, say("it is locked with a password"))
    if member.file_size > MAX_BYTES:
        return Unused(place, too_large(MAX_BYTES))
    return PaperFile(parts, os.fspath(path), member.filename, member.file_size, _changed(member))


def _changed(member: ZipInfo) -> datetime | None:
    try:
        return datetime(*member.date_time)
    except ValueError:
        return None


def _decoded_name(member: ZipInfo) -> str:
    """Return the name of a member; Windows writes it in its own encoding and does not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename
