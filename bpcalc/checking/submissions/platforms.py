"""Whose a file is: told by its folders and its name, as learning platforms write them."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from bpcalc.checking.reading.contents import decoded
from bpcalc.checking.submissions.files import PaperFile
from bpcalc.checking.submissions.people import Person, named_and_numbered, shown_name
from bpcalc.checking.submissions.platform_names import (
    BLACKBOARD,
    BRIGHTSPACE,
    CANVAS,
    MOODLE,
    is_of_platform,
)
from bpcalc.checking.submissions.times import read_time
from bpcalc.errors import AnswersError

_COPY = re.compile(
    r"^(?:Copy of|Kopie von|Copie de|Copia de|副本) ?(?=\S)"
    r"|(?: ?\([0-9]{1,2}\)| - (?:Copy|Kopie|副本)(?: \([0-9]{1,2}\))?)$",
    re.IGNORECASE,
)
SAKAI = "Submission attachment(s)"
_OF_SAKAI = frozenset(("timestamp.txt", "comments.txt", "feedbackText.html"))
"""What Sakai writes into the folder of everybody."""

_SAKAI_STUDENT = re.compile(r"(?P<name>[^()]{1,120})\((?P<id>[^()]{1,60})\)")
_NO_COLON = re.compile(r"(?<= )([0-9]{1,2})[:_.]?([0-9]{2})((?: ?[AP]M)?)$")
_DATE = re.compile(
    r"(?:^|[ _-]+)(?:(?:19|20)[0-9]{2}[-_.][0-9]{2}[-_.][0-9]{2}"
    r"(?:[ _T-]+[0-9]{2}[-_.:][0-9]{2}(?:[-_.:][0-9]{2})?)?"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.(?:20)?[0-9]{2})(?=$|[ _-])"
)
"""A date that is part of the name of a file."""

_METADATA = ("submission_metadata.yml", "submission_metadata.yaml", "submission_metadata.json")
_PART = re.compile(
    r"(?:attempt|version|versuch|try|upload|submission|part|task|question|exercise|teil|aufgabe"
    r"|hw|homework|lab|week|assignment|blatt|作业|报告"
    r"|src|source|code|data|img|images?|pictures?|docs?|old|new|final|draft|backup|v|第.{1,3}次|附件)?"
    r"[ _.-]*[0-9a-c]?[0-9]*",
    re.IGNORECASE,
)
"""What folders within one student's folder are called."""

_GROUP = re.compile(
    r"(?:group|section|class|tutorial|tut|gruppe|übung|kurs|course|homework|hw|week|blatt|sheet"
    r"|[0-9０-９一二三四五六七八九十]{1,3} *班|第.{1,3}组|.{0,6}班$)",
    re.IGNORECASE,
)
"""What folders of many students are called."""

MANY_PAPERS = 3
"""Files of different names in an archive that are hardly one student's, with no folders."""

_ADDRESS = re.compile(
    r"(?P<address>.+@[\w.-]+?\.[A-Za-z]{2,}?)(?:\.(?:ya?ml|[ct]sv|txt|md|json|docx?|xlsx?|pdf|zip|html?"
    r"|odt|ods|ipynb|py|jpe?g|png)){0,2}",
    re.IGNORECASE,
)
"""An address as the name of a file; `.edu` is none of a file."""

_SUFFIX = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,5}){1,2}$")


class Owner(NamedTuple):
    """Whose a file is, and when it was handed in, if the platform says so."""

    person: Person
    time: datetime | None = None


Metadata = Mapping[str, tuple[Owner, ...]]
"""What a Gradescope export says of its folders: all who have handed something in together."""


def owners_of(parts: Sequence[str], metadata: Metadata) -> tuple[Owner, ...]:
    """Return whose a file is by its place; () if it is a note of the platform itself.

    >>> owners_of(["Ann Lee_310000_assignsubmission_file_", "a.yaml"], {})[0].person[:4]
    ('Ann Lee', '', '', '310000')
    >>> owners_of(["ann (1).yaml"], {})[0].person.name
    'ann'
    """
    for part in parts:
        if part in metadata:
            return metadata[part]
        if owner := _owner_by(part):
            return (owner,)
    if len(parts) > 1:
        return (_dated(parts[0]),)
    name = parts[0]
    if canvas := CANVAS.fullmatch(name):
        return (Owner(Person(canvas["name"], participant=canvas["id"])),)
    if blackboard := BLACKBOARD.fullmatch(name):
        if not blackboard["rest"].startswith("_"):
            return ()  # Blackboard's own note beside the files
        return (Owner(Person(id=blackboard["login"]), read_time(blackboard["time"])),)
    stem = _without_suffix(name)
    return (_dated(_COPY.sub("", stem).strip() or stem or name),)


def _owner_by(part: str) -> Owner | None:
    """Return whose a folder or file is whose name says so by itself."""
    if moodle := MOODLE.fullmatch(part):
        return Owner(Person(moodle["name"], participant=moodle["number"]))
    if found := BRIGHTSPACE.fullmatch(part):
        time = read_time(_NO_COLON.sub(r"\1:\2\3", found["time"]))
        return Owner(Person(found["name"], participant=found["number"]), time)
    return None


def _dated(name: str) -> Owner:
    """Return whom a name means that may have a date before or behind it.

    >>> _dated("李雷_2026-11-20 09_05_11")[0].name, _dated("2026-11-20 Ann")[0].name
    ('李雷', 'Ann')
    """
    match = _DATE.search(name)
    rest = name[: match.start()] + name[match.end() :] if match else ""
    if match is None or not rest.strip(" _-"):
        return Owner(named_and_numbered(name))
    day, _, clock = match[0].strip(" _-").replace("T", " ").replace("_", "-").partition(" ")
    if not clock:
        day, clock = day[:10], day[11:]
    time = read_time(f"{day} {clock.replace('-', ':').replace('.', ':')}")
    return Owner(named_and_numbered(rest.strip(" _-")), time) if time else Owner(Person(name))


class OfSakai(NamedTuple):
    """A download from Sakai: the papers, whose they are, what stands beside them, who has none."""

    papers: list[PaperFile]
    metadata: Metadata
    beside: list[PaperFile]
    blank: list[Person]


def of_sakai(files: Sequence[PaperFile]) -> OfSakai:
    """Return what is in a download from Sakai.

    It has a folder `Last, First(id)` for every student, with `Submission attachment(s)` in it.
    """
    papers, beside = [], []
    metadata: dict[str, tuple[Owner, ...]] = {}
    times = {}
    for file in files:
        if file.parts[-1] == "timestamp.txt" and len(file.parts) > 1:
            with suppress(AnswersError):
                times[file.parts[-2]] = decoded(file.content()).strip()
        at = file.parts.index(SAKAI) if SAKAI in file.parts else len(file.parts) - 1
        typed = file.parts[-1].endswith("submissionText.html")
        student = _SAKAI_STUDENT.fullmatch(file.parts[at - 1]) if at else None
        if student and (SAKAI in file.parts or typed):
            papers.append(file._replace(before=at - 1))
            person = Person(shown_name(student["name"]), id=student["id"])
            metadata[file.parts[at - 1]] = (Owner(person),)
        else:
            beside.append(file)
    for folder, text in times.items():
        if folder in metadata and (digits := re.match(r"[0-9]{14}", text)):
            with suppress(ValueError):
                when = datetime.strptime(digits[0], "%Y%m%d%H%M%S")
                metadata[folder] = (metadata[folder][0]._replace(time=when),)
    folders = dict.fromkeys(
        file.parts[-2] for file in beside if len(file.parts) > 1 and file.parts[-1] in _OF_SAKAI
    )
    found = (_SAKAI_STUDENT.fullmatch(folder) for folder in folders if folder not in metadata)
    blank = [Person(shown_name(told["name"]), id=told["id"]) for told in found if told]
    return OfSakai(papers, metadata, beside, blank)


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
    found: dict[str, tuple[Owner, ...]] = {}
    for folder, about in content.items() if isinstance(content, dict) else ():
        if isinstance(about, dict):
            plain = {str(name).strip(":"): value for name, value in about.items()}
            users = plain.get("submitters") or plain.get("users") or [{}]
            told = [
                {
                    str(name).strip(":"): "" if value is None else str(value)
                    for name, value in user.items()
                }
                for user in (users if isinstance(users, list) else [users])
                if isinstance(user, dict)
            ]
            found[folder] = _owners(told, str(plain.get("created_at") or ""))
    return found


def _ruby_metadata(text: str) -> Metadata:
    """Read YAML with Ruby's symbols, of which only a few lines matter."""
    found: dict[str, tuple[Owner, ...]] = {}
    folder, part, time = "", "", ""
    users: list[dict[str, str]] = []
    for line in [*text.splitlines(), "end:"]:
        inner = line.strip().removeprefix("- ")
        name, colon, value = inner.strip().lstrip(":").partition(":")
        value = value.strip().strip("\"'")
        indent = len(line) - len(line.lstrip())
        if line[:1] not in ("", " ", "-", "#") and colon and not value:
            if folder:
                found[folder] = _owners(users, time)
            folder, part, time, users = name.strip("\"'"), "", "", []
        elif colon and indent <= 2 and not line.lstrip().startswith("-"):
            part = name
            time = value if name == "created_at" else time
        elif colon and part in ("submitters", "users"):
            if line.lstrip().startswith("- ") or not users:
                users.append({})
            users[-1].setdefault(name, "" if value in ("~", "null") else value)
    return found


def _owners(users: Sequence[Mapping[str, str]], time: str) -> tuple[Owner, ...]:
    """Return all who have handed something in together; somebody unknown if nobody is named."""
    when = read_time(time)
    people = []
    for told in users:
        name, sid, email = (shown_name(told.get(word) or "") for word in ("name", "sid", "email"))
        people.append(Owner(Person(name, id=sid, email=email), when))
    return tuple(owner for owner in people if owner.person.label)


def without_wrapper(
    files: Sequence[PaperFile], archived: bool, listed: Callable[[str], Person | None]
) -> list[PaperFile]:
    """Return files without the folders that stand around those of the students.

    Args:
        files: all files of a class.
        archived: whether they come in an archive, in which such a folder is usual; in a folder
            that somebody names it is one only if the students have folders in it.
        listed: gives whom of the roster a name may mean, None if nobody.
    """
    inner, deep = list(files), 0
    found = inner
    while inner and all(len(file.own) > 1 for file in inner):
        first = {file.own[0] for file in inner}
        if len(first) > 1 or is_of_platform(first) or any(map(listed, first)):
            break
        inner, deep = _within(inner), deep + 1
        if _holds_class(inner, archived, deep):
            found, deep = inner, 0
    return found


def _holds_class(files: Sequence[PaperFile], archived: bool, deep: int) -> bool:
    """Return whether what stands within some lone folders is of several students.

    Args:
        files: without these folders.
        archived: whether they come in an archive.
        deep: how many folders there are.
    """
    names = {file.own[0] for file in files}
    folders = {file.own[0] for file in files if len(file.own) > 1}
    if deep == 1 and len(names) > 1 and (archived or names == folders):
        return True
    people = [folder for folder in folders if not _PART.fullmatch(folder)]
    papers = {_stem(file) for file in files if len(file.own) == 1}
    return len(people) > 1 or (archived and len(papers) >= MANY_PAPERS)


def of_students(
    files: Sequence[PaperFile], listed: Callable[[str], Person | None]
) -> list[PaperFile]:
    """Return files with the folder or name of their student as the first of their own parts.

    A folder is of a student unless it is one of many students: the roster has several of those
    within it and not itself; or nothing but folders is in it, none of them called like a part of
    somebody's work; or it is called like a group, and the files in it are not called alike in
    every group.

    Args:
        files: all files of a class.
        listed: gives whom of the roster a name may mean, None if nobody.
    """
    by_folder: dict[str, list[PaperFile]] = {}
    for file in files:
        by_folder.setdefault(file.own[0] if len(file.own) > 1 else "", []).append(file)
    found = by_folder.pop("", [])
    stems = [{_stem(file) for file in inside} for inside in by_folder.values()]
    alike = set.intersection(*stems) if len(stems) > 1 else set()
    many = {
        folder
        for folder, inside in by_folder.items()
        if not listed(folder) and _is_of_many(folder, inside, listed, alike)
    }
    if many:  # a group of one student beside larger ones
        many |= {
            folder
            for (folder, inside), told in zip(by_folder.items(), stems, strict=True)
            if _GROUP.match(folder) and not listed(folder)
            if all(len(file.own) > 2 for file in inside) or not told & alike
        }
    for folder, inside in by_folder.items():
        if folder in many:
            group = folder if len(many) > 1 else ""
            found += of_students(_within(inside, group), listed)
        else:
            found += inside
    return found


def _without_suffix(name: str) -> str:
    """Return the name of a file without its suffixes.

    >>> _without_suffix("ann.yaml.txt"), _without_suffix("ann@x.edu.txt"), _without_suffix("a@b.de")
    ('ann', 'ann@x.edu', 'a@b.de')
    """
    found = _ADDRESS.fullmatch(name)
    return found["address"] if found else _SUFFIX.sub("", name)


def _within(files: Sequence[PaperFile], group: str = "") -> list[PaperFile]:
    """Return files without the first of their own parts, which may be that of a group."""
    return [
        file._replace(before=file.before + 1, group="/".join(filter(None, (file.group, group))))
        for file in files
    ]


def _stem(file: PaperFile) -> str:
    return _without_suffix(file.parts[-1]).casefold()


def _is_of_many(
    folder: str,
    inside: Sequence[PaperFile],
    listed: Callable[[str], Person | None],
    alike: set[str],
) -> bool:
    if is_of_platform([folder]):
        return False
    first = {file.own[1] for file in inside}
    if any(is_of_platform([name]) for name in first):
        return True
    people = {id(found) for name in first if (found := listed(_without_suffix(name)))}
    if len(people) > 1 or (people and _GROUP.match(folder)):
        return True
    if all(len(file.own) > 2 for file in inside):
        return len(first) > 1 and not any(_PART.fullmatch(name) for name in first)
    flat = all(len(file.own) == 2 for file in inside)
    stems = {_stem(file) for file in inside}
    return bool(flat and len(stems) > 1 and _GROUP.match(folder) and not stems & alike)
