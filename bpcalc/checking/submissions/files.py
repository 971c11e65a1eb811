"""The files of a folder or archive: found, looked at, and not yet read.

Links are not followed: they could lead out of the folder, to the key for example. What is no
regular file, or too large, is listed and not opened.
"""

import os
import re
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from bpcalc.checking.reading.contents import MAX_BYTES, content_of, too_large
from bpcalc.checking.submissions.people import shown_name
from bpcalc.checking.submissions.platform_names import is_of_platform
from bpcalc.errors import AnswersError, reason
from bpcalc.locale import say

_DRIVE = re.compile("[A-Za-z]:")

MAX_FILES = 200_000
MAX_FOLDERS_DEEP = 12
MAX_ARCHIVE = 2**32
MAX_INNER = 2**26
"""Bytes of an archive within an archive."""

DAMAGED = (BadZipFile, OSError, ValueError, NotImplementedError, struct.error)
"""What a damaged archive raises when it is opened."""

NOT_PAPERS = frozenset(
    {
        *(".ds_store", "thumbs.db", "desktop.ini", "__macosx", ".git", ".svn", "grading.yaml"),
        *("roster.csv", "overrides.csv", "columns.yaml", "class.csv", "class-long.csv"),
        *("items.csv", "problems.csv", "changes.csv", "class.html", "class.xlsx", "readme.txt"),
        *("moodle-grades.csv", "moodle-feedback.zip", "canvas.csv", "blackboard.txt", "mail.csv"),
        *(
            "index.html",
            "archive_browser.html",
            "manifest.json",
            ".ipynb_checkpoints",
            "__pycache__",
            ".idea",
            ".vscode",
        ),
    }
)
"""Names of what stands in folders of classes and is nobody's paper."""

LITTER = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
"""What systems leave in folders of which nobody has taken anything out or put anything in."""

RESULTS = "records"
"""The folder in which we keep what was marked; where it stands, the results of a class do."""


_HIDDEN_PAPER = re.compile(
    r"\.(?!_|~)(?:.*\.(?:ya?ml|csv|tsv|txt|md|docx|xlsx|od[ts]|pdf)|.*[ \u0080-\uffff].*)"
)
"""A name that begins with a dot, and is a paper's or student's; programs hide other files."""


class PaperFile(NamedTuple):
    """A file that somebody handed in.

    Attributes:
        parts: its place within the folder or archive: folders, then its own name.
        path: where it is on this machine; the archive, if it is in one.
        member: its name within the archive, "" if it is in none.
        size: in bytes.
        time: when it was last changed.
        outer: the name of an archive within the archive at `path` that holds it, "" if none does.
        before: how many folders of its place stand around that of the student.
        refused: why it is not opened, "" if it may be.
        group: the folder of many students that it stands in, "" if there is only one.
    """

    parts: tuple[str, ...]
    path: str
    member: str = ""
    size: int = 0
    time: datetime | None = None
    outer: str = ""
    before: int = 0
    refused: str = ""
    group: str = ""

    @property
    def own(self) -> tuple[str, ...]:
        """Its place, from the folder of the student on."""
        return self.parts[self.before :]

    @property
    def place(self) -> str:
        """Where it is, to be shown."""
        return "/".join(self.parts)

    def content(self) -> bytes:
        """Return what is in it.

        Raises:
            AnswersError: it is not opened, cannot be read, or has become too large meanwhile.
        """
        if self.refused:
            raise AnswersError(self.refused)
        if not self.member:
            return content_of(Path(self.path))
        source = BytesIO(_inner(self.path, self.outer)) if self.outer else self.path
        return _taken_out(source, self.member, MAX_BYTES)


def _taken_out(source: str | BytesIO, member: str, most: int) -> bytes:
    """Return a member of an archive.

    Raises:
        AnswersError: it cannot be taken out, or is larger than that.
    """
    try:
        with ZipFile(source) as archive, archive.open(member) as file:
            content = file.read(most + 1)
    except (*DAMAGED, KeyError, RuntimeError, EOFError, zlib.error):
        raise AnswersError(say("it cannot be taken out of the archive")) from None
    if len(content) > most:
        raise AnswersError(too_large(most))
    return content


@lru_cache(maxsize=1)
def _inner(path: str, member: str) -> bytes:
    """Return an archive within an archive; its papers are asked for one after the other."""
    return _taken_out(path, member, MAX_INNER)


class Unused(NamedTuple):
    """Something that was not marked.

    Attributes:
        place: the file, or the column or row of a table.
        reason: a sentence.
        harmless: whether it is nobody's paper, so that nothing is missing.
        student: whose it is, if that is known.
        taken: whether it was marked all the same, and only a guess is to be looked at.
    """

    place: str
    reason: str
    harmless: bool = False
    student: str = ""
    taken: bool = False


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
        listed = _looked_into(folder, parts)
        if not isinstance(listed, list):
            yield listed
            continue
        ours = not parts and Path(folder, RESULTS, "manifest.json").is_file()
        for entry in listed:
            place = (*parts, _shown(entry.name))
            if ours and entry.name in (RESULTS, "students"):  # written into the class itself
                yield Unused("/".join(place), say("these are results of bpcalc"), harmless=True)
            elif is_aside(entry.name) or not entry.is_dir(follow_symlinks=False):
                yield _entry(entry, place)
            elif len(place) > MAX_FOLDERS_DEEP:
                yield Unused("/".join(place), say("too many folders within one another"))
            elif skipped is None or Path(entry.path).resolve() != skipped:
                waiting.append((entry.path, place))


def _looked_into(
    folder: str, parts: tuple[str, ...]
) -> "list[os.DirEntry[str]] | PaperFile | Unused":
    """Return what is in a folder; if that is of no use, what is said of it."""
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except OSError as error:
        return Unused("/".join(parts) or folder, reason(error))
    nobodys = _without_papers(folder, parts, listed) if parts else None
    return nobodys or listed


def _without_papers(
    path: str, parts: tuple[str, ...], listed: "Sequence[os.DirEntry[str]]"
) -> PaperFile | Unused | None:
    """Return what is said of a folder of our results, or with nothing in it; else None."""
    if any(entry.name == RESULTS and entry.is_dir() for entry in listed):
        return Unused("/".join(parts), say("these are results of bpcalc"), harmless=True)
    if not all(entry.name.startswith(".") or entry.name.lower() in LITTER for entry in listed):
        return None
    why = say("there is no paper in this folder")
    if len(parts) == 1 or is_of_platform(parts[-1:]):
        return PaperFile((*parts, ""), path, refused=why)
    return Unused("/".join(parts), why, harmless=True)


def _entry(entry: "os.DirEntry[str]", parts: tuple[str, ...]) -> PaperFile | Unused:
    place = "/".join(parts)
    if is_aside(entry.name):
        return Unused(place, say("this is nobody's paper"), harmless=True)
    refused = PaperFile(parts, entry.path)
    if entry.is_symlink():
        return refused._replace(refused=say("this is a link; links are not followed"))
    try:
        state = entry.stat(follow_symlinks=False)
    except OSError as error:
        return refused._replace(refused=reason(error))
    if not stat.S_ISREG(state.st_mode):
        return refused._replace(refused=say("this is no regular file, but a pipe or a device"))
    most = MAX_ARCHIVE if place.lower().endswith(".zip") else MAX_BYTES
    if state.st_size > most:
        return refused._replace(refused=too_large(most))
    return PaperFile(parts, entry.path, "", state.st_size, _time(state.st_mtime))


def _time(seconds: float) -> datetime | None:
    """Return when a file was changed; file systems hold times that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds)
    except (ValueError, OverflowError, OSError):
        return None


def is_aside(name: str) -> bool:
    """Return whether a file or folder of this name is nobody's paper."""
    lower = name.lower()
    if lower.startswith((".", "~$")):
        return not (is_of_platform([name]) or _HIDDEN_PAPER.fullmatch(lower))
    return lower in NOT_PAPERS or lower.endswith((".results.json", "~", ".tmp", ".part"))


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
    except DAMAGED:
        raise AnswersError(say("{file}: the archive cannot be opened", file=path)) from None
    yield from _members(members, path)


def _members(members: Sequence[ZipInfo], path: Path) -> Iterator[PaperFile | Unused]:
    """Yield what is in an archive; of members of one name, a zip program leaves the last."""
    files = [member for member in members if not member.is_dir()]
    last = {member.filename: member for member in files}
    for member in files:
        found = _member(member, path)
        if isinstance(found, PaperFile) and last[member.filename] is not member:
            why = say("a later file of the archive has the same name, and counts")
            found = Unused("/".join(found.parts), why)
        yield found


def unpacked(file: PaperFile) -> list[PaperFile | Unused] | None:
    """Return what is in an archive that stands among the papers of a class.

    Returns:
        Its files, their places within it; None if it is no archive that can be opened.
    """
    source: str | BytesIO = file.path
    if file.refused:
        return None
    if file.member:
        if file.outer or file.size > MAX_INNER:
            return None
        try:
            source = BytesIO(_inner(file.path, file.member))
        except AnswersError:
            return None
    try:
        with ZipFile(source) as archive:
            members = archive.infolist()
    except DAMAGED:
        return None
    if len(members) > MAX_FILES:
        return None
    return [_within(each, file) for each in _members(members, Path(file.path))]


def _within(each: PaperFile | Unused, archive: PaperFile) -> PaperFile | Unused:
    if isinstance(each, Unused):
        return each._replace(place=f"{archive.place}/{each.place}")
    return each._replace(parts=(*archive.parts, *each.parts), outer=archive.member)


def _member(member: ZipInfo, path: Path) -> PaperFile | Unused:
    parts = tuple(shown_name(part) for part in decoded_name(member).replace("\\", "/").split("/"))
    place = "/".join(parts)
    if any(part in ("", ".", "..") for part in parts) or _DRIVE.fullmatch(parts[0]):
        return Unused(place, say("its name leads out of the archive"))
    if any(map(is_aside, parts)):
        return Unused(place, say("this is nobody's paper"), harmless=True)
    refused = PaperFile(parts, os.fspath(path), member.filename)
    if stat.S_ISLNK(member.external_attr >> 16):
        return refused._replace(refused=say("this is a link; links are not followed"))
    if member.flag_bits & 1:
        return refused._replace(refused=say("it is locked with a password"))
    most = MAX_INNER if place.lower().endswith(".zip") else MAX_BYTES
    if member.file_size > most:
        return refused._replace(refused=too_large(most))
    return PaperFile(parts, os.fspath(path), member.filename, member.file_size, _changed(member))


def _changed(member: ZipInfo) -> datetime | None:
    try:
        return datetime(*member.date_time)
    except ValueError:
        return None


def decoded_name(member: ZipInfo) -> str:
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
