"""What one student handed in, opened: names and values of all files, and what could not be read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import islice
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from bpcalc.checking.answers import Answers
from bpcalc.checking.answers_reader import answers, read_content
from bpcalc.checking.reading.contents import MAX_BYTES, check_archive, guessed_encoding
from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.submissions.files import decoded_name, is_aside
from bpcalc.checking.submissions.gathering import Paper
from bpcalc.checking.submissions.name_words import folded
from bpcalc.checking.submissions.people import Person, shown_name
from bpcalc.errors import AnswersError
from bpcalc.exercise.decoding import taken_for
from bpcalc.file_kinds import is_archive
from bpcalc.locale import enumerated, in_a_row, say

MAX_OWN_MEMBERS = 50
"""Files in an archive that one student handed in."""

MAX_ARCHIVES_DEEP = 2
"""Archives within one another that a student handed in."""

MAX_LISTED_FILES = 5
"""Quantities that are named where two files differ."""


class Opened(NamedTuple):
    """What one student handed in.

    Attributes:
        answers: of everything that could be read.
        unread: places of files, and why they could not be read.
        remark: what is to be said about whose it is, "" if nothing.
    """

    answers: Answers
    unread: list[tuple[str, str]]
    remark: str = ""


def contents(paper: Paper) -> Iterator[tuple[str, bytes | AnswersError]]:
    """Yield the files of a paper, the latest first: where each is, and what is in it."""
    for file in reversed(paper.files):
        try:
            content = file.content()
        except AnswersError as error:
            yield file.place, error
            continue
        if is_archive(content):
            yield from islice(_members(file.place, content), MAX_OWN_MEMBERS)
        else:
            yield file.place, content


def _members(
    place: str, content: bytes, deep: int = 1
) -> Iterator[tuple[str, bytes | AnswersError]]:
    """Yield the files of an archive that a student handed in, and of one within it."""
    try:
        check_archive(content)
        with ZipFile(BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            for member in members[:MAX_OWN_MEMBERS]:
                name = decoded_name(member)
                if member.flag_bits & 1:
                    locked = AnswersError(say("it is locked with a password"))
                    yield f"{place}/{shown_name(name)}", locked
                    continue
                if not any(map(is_aside, name.replace("\\", "/").split("/"))):
                    with archive.open(member) as opened:
                        found = opened.read(MAX_BYTES + 1)
                    yield from _member(f"{place}/{shown_name(name)}", found, deep)
    except AnswersError as error:
        yield place, error
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        yield place, AnswersError(say("it cannot be taken out of the archive"))


def _member(place: str, content: bytes, deep: int) -> Iterator[tuple[str, bytes | AnswersError]]:
    """Yield what a file of an archive holds, of an archive within it that of its files."""
    if not is_archive(content):
        yield place, content
    elif deep < MAX_ARCHIVES_DEEP:
        yield from _members(place, content, deep + 1)
    else:
        yield place, AnswersError(say("too many archives within one another"))


def opened(
    paper: Paper, found: list[tuple[str, bytes | AnswersError]], index: QuantityIndex
) -> Opened:
    """Return what a paper holds.

    Args:
        paper: whose it is.
        found: its files, as `contents` has them.
        index: the names of quantities.

    Raises:
        AnswersError: nothing of it can be read.
    """
    if paper.row is not None:
        cells = zip(paper.row.names, paper.row.cells, strict=True)
        sheet = answers([WrittenEntry(name, cell) for name, cell in cells], index)
        return Opened(sheet, [])
    sheets: list[tuple[str, Answers]] = []
    unread: list[tuple[str, str]] = []
    for place, content in found:
        try:
            if isinstance(content, AnswersError):
                raise content
            sheets.append((place, _read(place, content, index)))
        except AnswersError as error:
            unread.append((place, str(error)))
    if not found:
        raise AnswersError(say("the archive has no paper in it"))
    if not sheets:
        told = (say("{file}: {reason}", file=place, reason=why) for place, why in unread[:3])
        raise AnswersError(say("; ").join(told))
    sheet, remarks = _together(sheets, index)
    remarks = [_contradiction(paper.person, sheet.student), *remarks]
    return Opened(sheet, unread, in_a_row(filter(None, remarks)))


def _read(place: str, content: bytes, index: QuantityIndex) -> Answers:
    """Return the answers of a file; a note says what it was taken for if that is no UTF-8."""
    sheet = read_content(content, index)
    encoding = guessed_encoding(content)
    if not encoding:
        return sheet
    says = say("{file}: {reason}", file=place, reason=taken_for(encoding))
    return replace(sheet, notes=(says, *sheet.notes))


def _together(
    sheets: Sequence[tuple[str, Answers]], index: QuantityIndex
) -> tuple[Answers, list[str]]:
    """Return the answers of several files, of which the first counts; and where others differ."""
    place, sheet = sheets[0]
    remarks = []
    for other, older in sheets[1:]:
        differing = []
        cells = dict(sheet.cells)
        for key, cell in older.cells.items():
            before = cells.get(key)
            if before is None or before.blank:
                cells[key] = cell
            elif not cell.blank and cell.value != before.value:
                differing.append(index.own.full(key))
        if differing:
            names = enumerated(differing[:MAX_LISTED_FILES])
            more = len(differing) - MAX_LISTED_FILES
            names += say(" and {n} more", n=more) if more > 0 else ""
            says = say(
                "{other} has other numbers for {names}; {place} is later, and counts.",
                other=other,
                names=names,
                place=place,
            )
            remarks.append(says)
        unknown = tuple(dict.fromkeys((*sheet.unknown, *older.unknown)))
        notes = tuple(dict.fromkeys((*sheet.notes, *older.notes)))
        hints = tuple(dict.fromkeys((*sheet.hints, *older.hints)))
        books = {each.notation for each in (sheet, older) if each.notation}
        book = books.pop() if len(books) == 1 else ""
        sheet = Answers(cells, sheet.student or older.student, unknown, notes, hints, book)
    return sheet, remarks


def _contradiction(person: Person, written: str) -> str:
    """Say so if a paper names somebody else."""
    names = {folded(part) for part in (person.name, person.id, person.email) if part}
    other = folded(written)
    if not other or any(other in name or name in other for name in names):
        return ""
    if not person.id and set(other) <= set("0123456789"):
        return ""  # a number of the school, which nobody here knows
    words = {word for name in names for word in name.replace(",", " ").replace("_", " ").split()}
    if words & set(other.replace(",", " ").split()):
        return ""
    return say("the paper says that it is by {other}", other=written[:80])
