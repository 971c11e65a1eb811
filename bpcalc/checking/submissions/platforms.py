"""Whose a file is: told by its folders and its name, as learning platforms write them."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bpcalc.checking.reading.contents import decoded
from bpcalc.checking.submissions.files import PaperFile
from bpcalc.checking.submissions.people import Person, shown_name
from bpcalc.checking.submissions.times import read_time
from bpcalc.errors import AnswersError

_MOODLE = re.compile(
    r"(?P<name>.{1,200})_(?P<number>[0-9]{1,12})_assignsubmission_(?:file|onlinetext)_?(?P<rest>.{0,250})"
)
_CANVAS = re.compile(
    r"(?P<name>[^\W_]{1,80})_(?:LATE_)?(?P<id>[0-9]{1,12})_[0-9]{1,12}_(?P<rest>.{1,200})"
)
_BLACKBOARD = re.compile(
    r".{1,120}_(?P<login>[^_\s]{1,60})_attempt_(?P<time>[0-9]{4}(?:-[0-9]{2}){5})(?P<rest>.{0,200})"
)
_SUBMISSION = re.compile(r"submission_[0-9]{1,12}")
_METADATA = ("submission_metadata.yml", "submission_metadata.yaml", "submission_metadata.json")
_SUFFIX = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,5}){1,2}$")


class Owner(NamedTuple):
    """Whose a file is, and when it was handed in, if the platform says so."""

    person: Person
    time: datetime | None = None


Metadata = Mapping[str, Owner]
"""What a Gradescope export says of its folders."""


def owner_of(parts: Sequence[str], metadata: Metadata) -> Owner | None:
    """Return whose a file is by its place; None if it is a note of the platform itself.

    >>> owner_of(["Ann Lee_310000_assignsubmission_file_", "a.yaml"], {}).person[:4]
    ('Ann Lee', '', '', '310000')
    >>> owner_of(["ann.yaml"], {}).person.name
    'ann'
    """
    for part in parts:
        if part in metadata:
            return metadata[part]
        if moodle := _MOODLE.fullmatch(part):
            return Owner(Person(moodle["name"], participant=moodle["number"]))
    if len(parts) > 1:
        return Owner(Person(parts[0]))
    name = parts[0]
    if canvas := _CANVAS.fullmatch(name):
        return Owner(Person(canvas["name"], id=canvas["id"]))
    if blackboard := _BLACKBOARD.fullmatch(name):
        if not blackboard["rest"].startswith("_"):
            return None  # Blackboard's own note beside the files
        return Owner(Person(id=blackboard["login"]), read_time(blackboard["time"]))
    return Owner(Person(_SUFFIX.sub("", name) or name))


def is_metadata(file: PaperFile) -> bool:
    """Return whether a file is what a Gradescope export says of its folders."""
    return file.parts[-1].lower() in _METADATA


def metadata_of(files: Sequence[PaperFile]) -> Metadata:
    """Return what the metadata of a Gradescope export say; empty if there are none."""
    for file in filter(is_metadata, files):
        try:
            text = decoded(file.content())
        except AnswersError:
            continue
        return _json_metadata(text) if text.lstrip().startswith("{") else _ruby_metadata(text)
    return {}


def _json_metadata(text: str) -> Metadata:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    found: dict[str, Owner] = {}
    for folder, about in content.items() if isinstance(content, dict) else ():
        if isinstance(about, dict):
            plain = {str(name).strip(":"): value for name, value in about.items()}
            users = plain.get("submitters") or plain.get("users") or [{}]
            user = users[0] if isinstance(users, list) and isinstance(users[0], dict) else {}
            told = {str(name).strip(":"): str(value) for name, value in user.items()}
            found[folder] = _owner(told.get, str(plain.get("created_at", "")))
    return found


def _ruby_metadata(text: str) -> Metadata:
    """Read YAML with Ruby's symbols, of which only a few lines matter."""
    found: dict[str, Owner] = {}
    folder = ""
    told: dict[str, str] = {}
    for line in [*text.splitlines(), "end:"]:
        name, colon, value = line.strip().removeprefix("- ").lstrip(":").partition(":")
        if line[:1] not in ("", " ", "-", "#") and colon and not value.strip():
            if folder:
                found[folder] = _owner(told.get, told.get("created_at", ""))
            folder, told = name.strip("\"'"), {}
        elif colon and name in ("name", "sid", "email", "created_at"):
            told.setdefault(name, value.strip().strip("\"'"))
    return found


def _owner(told: Callable[[str, str], str], time: str) -> Owner:
    name, sid, email = (shown_name(told(word, "") or "") for word in ("name", "sid", "email"))
    return Owner(Person(name, id=sid, email=email), read_time(time))


def without_wrapper(files: Sequence[PaperFile], archived: bool) -> list[PaperFile]:
    """Return files without the one folder that stands around all of them.

    Args:
        files: all files of a class.
        archived: whether they come in an archive, in which such a folder is usual; in a folder
            that somebody names it is one only if the students have folders in it.
    """
    files = list(files)
    while files and all(len(file.parts) > (1 if archived else 2) for file in files):
        first = files[0].parts[0]
        inner = {file.parts[1] for file in files}
        same = all(file.parts[0] == first for file in files)
        if not same or len(inner) < 2 or _MOODLE.fullmatch(first) or _SUBMISSION.fullmatch(first):
            break
        files = [file._replace(parts=file.parts[1:]) for file in files]
    return files
