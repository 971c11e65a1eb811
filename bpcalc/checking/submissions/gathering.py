"""A class as it comes: a folder, an archive or a table becomes students with their papers."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from bpcalc.checking.reading.contents import content_of, guessed_encoding
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.submissions.class_reader import MAX_TABLE, ClassReader, Piece
from bpcalc.checking.submissions.columns import TableColumns
from bpcalc.checking.submissions.files import PaperFile, Unused, files_of
from bpcalc.checking.submissions.name_words import folded, may_be_same
from bpcalc.checking.submissions.people import ClassList, Person, contradicts, distinct
from bpcalc.checking.submissions.tables import TableRow
from bpcalc.checking.submissions.times import order
from bpcalc.errors import AnswersError
from bpcalc.file_kinds import is_archive
from bpcalc.files import is_folder, note_guess
from bpcalc.locale import enumerated, say, say_many
from bpcalc.maths.keys import Key

_MOST_NAMES = 10  # of students, in one line


class Paper(NamedTuple):
    """What one student handed in.

    Attributes:
        number: counted from 0, in the order of the class.
        person: the student.
        name: under which the student stands in every output; nobody else has it.
        files: what was handed in, the oldest first; () for a row of a table.
        row: the row of a table, None for files.
        time: of the latest of it, None if that is not known.
        listed: whether the student is on the roster, or there is none.
        doubt: whom of the roster it may belong to, if that is not clear.
        time_of_file: whether the time is only the date of a file.
    """

    number: int
    person: Person
    name: str
    files: tuple[PaperFile, ...] = ()
    row: TableRow | None = None
    time: datetime | None = None
    listed: bool = True
    doubt: str = ""
    time_of_file: bool = False


class Gathered(NamedTuple):
    """A class.

    Attributes:
        papers: of every student who handed something in.
        missing: the students of the roster who did not.
        unused: files, columns and rows that are not marked, each with its reason.
        columns: of a table, of several the first; None for files.
        perhaps: what may be the papers of somebody who seems to be missing, by their names.
        begun: the states of attempts of missing students that were not handed in.
    """

    papers: list[Paper]
    missing: list[Person]
    unused: list[Unused]
    columns: TableColumns | None = None
    perhaps: Mapping[Person, Sequence[str]] = MappingProxyType({})
    begun: Mapping[Person, str] = MappingProxyType({})

    def missing_names(self) -> list[tuple[Person, str]]:
        """Return the missing students, and the name under which each of them alone stands."""
        people = [paper.person for paper in self.papers] + self.missing
        return list(zip(self.missing, distinct(people)[len(self.papers) :], strict=True))


def gather(
    path: Path,
    index: QuantityIndex,
    asked: Sequence[Key],
    roster: Iterable[Person] = (),
    told: Mapping[str, str] | None = None,
    skip: Path | None = None,
) -> Gathered:
    """Return the class that a folder, an archive or a table holds.

    Args:
        path: what the teacher has.
        index: the names of quantities, for the headings of tables.
        asked: what the sheet asks for, in its order.
        roster: who is in the class; () if that is not known.
        told: what columns are, by their headings.
        skip: a folder of results that may lie in it.

    Raises:
        AnswersError: it can be read in no way.
    """
    class_list = ClassList(roster)
    reader = ClassReader(index, asked, told, class_list)
    if is_folder(path):
        reader.files(*files_of(path, skip), archived=False)
    else:
        try:
            content = content_of(path, MAX_TABLE)
        except AnswersError as error:
            says = say("{file}: {reason}", file=path, reason=error)
            raise AnswersError(says) from None
        if is_archive(content):
            reader.files(*files_of(path), archived=True)
        else:
            note_guess(path, guessed_encoding(content))
            reader.table(content, path)
    blank = [person for person, _ in reader.blank]
    papers, missing, earlier = _people(reader.pieces, class_list, blank)
    perhaps: dict[Person, list[str]] = {}
    for paper in papers:
        for person in class_list.candidates(paper.person) if paper.doubt else ():
            perhaps.setdefault(person, []).append(paper.name)
    begun = {class_list.find(person) or person: state for person, state in reader.blank if state}
    unused = [*reader.unused, *earlier, *_other_names(reader.pieces, class_list)]
    return Gathered(papers, missing, unused, reader.columns, perhaps, begun)


def _people(
    pieces: Iterable[Piece], roster: ClassList, blank: Iterable[Person]
) -> tuple[list[Paper], list[Person], list[Unused]]:
    """Return the papers, who is missing, and what a later submission has replaced."""
    pieces = list(pieces)
    spread = set(_over_worksheets(pieces))
    groups: dict[object, list[Piece]] = {}
    people: dict[object, tuple[Person, bool]] = {}
    holders = _found_on(roster, pieces)
    sharing = _Sharing()
    for number, (piece, found) in enumerate(zip(pieces, holders, strict=True)):
        person = _merged(piece.person, found)
        key = sharing.apart(_group(piece, person, number, spread), person, found)
        groups.setdefault(key, []).append(piece)
        people.setdefault(key, (person, found is not None or not roster.people))
    names = distinct(person for person, _ in people.values())
    papers: list[Paper] = []
    unused: list[Unused] = []
    for name, (key, (person, listed)) in zip(names, people.items(), strict=True):
        paper, replaced = _paper(len(papers), person, name, groups[key])
        doubt = (
            ""
            if listed and roster.people
            else _doubt(roster.candidates(person) or sharing.with_id_of(person))
        )
        listed = listed and not doubt
        papers.append(paper._replace(listed=listed, doubt=doubt))
        unused += replaced
    here = {id(found) for found in holders if found}
    missing = [person for person in roster.people if id(person) not in here]
    known = {person.identity or person.name for person, _ in people.values()}
    for person in dict.fromkeys(blank):
        unlisted = roster.find(person) is None
        if unlisted and (person.identity or person.name) not in known:
            missing.append(person)
    return papers, missing, unused


def _other_names(pieces: Iterable[Piece], roster: ClassList) -> Iterator[Unused]:
    """Yield, as one, beside whose ID or address a name stands that is nobody's on the roster."""
    told: list[str] = []
    for piece in pieces:
        name = piece.person.name
        found = roster.find(piece.person) if name and piece.person.identity else None
        if found and found.name and not may_be_same(found.name, name):
            told.append(f"{found.label} ({name})")
    if told:
        shown = [*told[:_MOST_NAMES], *(["…"] if told[_MOST_NAMES:] else [])]
        why = say_many(
            "{n} student has another name beside their ID or address: {names}",
            "{n} students have another name beside their ID or address: {names}",
            len(told),
            names=say("; ").join(shown),
        )
        yield Unused(say("the names"), why, harmless=True, taken=True)


class _Sharing:
    """Who has written one ID or address beside two names: who mistypes it is to lose no paper."""

    def __init__(self) -> None:
        self._by_id: dict[object, list[tuple[Person | None, Person]]] = {}

    def apart(self, group: object, person: Person, found: Person | None) -> object:
        """Return what the papers of a student have in common, apart from others of the same ID.

        Args:
            group: what they have in common as it seems.
            person: who has written one of them.
            found: the same on the roster, None for somebody else.
        """
        if not person.identity or group != person.identity:
            return group
        known = self._by_id.setdefault(group, [])
        for number, (holder, other) in enumerate(known):
            same = person.id and person.email and folded(person.email) == folded(other.email)
            if holder is found and (found or same or may_be_same(person.name, other.name)):
                return (group, number) if number else group
        known.append((found, person))
        return (group, len(known) - 1) if known[1:] else group

    def with_id_of(self, person: Person) -> list[Person]:
        """Return all who have written an ID, if that are several."""
        known = self._by_id.get(person.identity, [])
        return [one for _, one in known] if known[1:] else []


def _found_on(roster: ClassList, pieces: Sequence[Piece]) -> list[Person | None]:
    """Return whose the pieces are, as the roster has them.

    A piece with another number than the one student of its name may have it mistyped; where that
    student's own number stands on another piece, it is of somebody else of this name.
    """
    found = [roster.find(piece.person) for piece in pieces]
    pairs = list(zip(pieces, found, strict=True))
    sure = {id(one) for piece, one in pairs if one and not contradicts(piece.person, one)}
    return [
        None if one and id(one) in sure and contradicts(piece.person, one) else one
        for piece, one in pairs
    ]


def _doubt(candidates: Sequence[Person]) -> str:
    """Return whom of the roster a paper may belong to, if more than one has its name."""
    return enumerated(
        " ".join(filter(None, (one.name, one.id or one.email))) for one in candidates[:5]
    )


def _merged(person: Person, found: Person | None) -> Person:
    """Return what the roster says of a student, and beside it what the platform says."""
    if found is None:
        return person
    pairs = zip(found, person, strict=True)
    return Person(*(told or other for told, other in pairs))


def _over_worksheets(pieces: Iterable[Piece]) -> Iterator[str]:
    """Yield names that stand once in each of several worksheets which ask for different things."""
    found: dict[str, list[TableRow]] = {}
    for piece in pieces:
        if piece.row is not None and not piece.person.identity:
            found.setdefault(folded(piece.person.name), []).append(piece.row)
    for name, rows in found.items():
        quantities = [quantity for row in rows for quantity in row.names]
        apart = len({row.table for row in rows}) == len(rows) > 1
        if apart and len(set(quantities)) == len(quantities):
            yield name


def _group(piece: Piece, person: Person, number: int, spread: Container[str]) -> object:
    """Return what all that one student handed in has in common."""
    if person.identity:
        return person.identity
    if piece.file is not None and len(piece.file.own) > 1:
        return "folder", tuple(map(folded, piece.file.parts[: piece.file.before + 1]))
    if piece.file is not None:  # `ann.yaml` and `ann.jpg` beside each other are of one student
        return "file", (*map(folded, piece.file.parts[:-1]), folded(person.name))
    if folded(person.name) in spread:
        return "worksheets", folded(person.name)
    return "alone", number  # two rows of one name may be two students


def _paper(
    number: int, person: Person, name: str, pieces: list[Piece]
) -> tuple[Paper, list[Unused]]:
    """Return one student's paper: the latest row, or all files, the latest of them last."""
    ordered = sorted(enumerate(pieces), key=lambda pair: (order(pair[1].time), pair[0]))
    last = ordered[-1][1]
    why = say("a later submission of {name} counts", name=name)
    if last.row is None:
        handed_in = [(piece, piece.file) for _, piece in ordered if piece.file]
        files = tuple(file for piece, file in handed_in if not _is_earlier(piece, last))
        paper = Paper(number, person, name, files, None, last.time, time_of_file=not _told(last))
        earlier = [
            Unused(file.place, why, harmless=True, student=name)
            for piece, file in handed_in
            if _is_earlier(piece, last)
        ]
        return paper, [*_several(name, files), *earlier]
    row, replaced = last.row, []
    for _, piece in reversed(ordered[:-1]):
        if piece.row is None:
            continue
        if piece.row.table != row.table and not set(piece.row.names) & set(row.names):
            row = row.with_more(piece.row)  # the other half of the sheet
        else:
            replaced.append(Unused(piece.row.shown, why, harmless=True, student=name))
    return Paper(number, person, name, (), row, last.time), replaced[::-1]


def _told(piece: Piece) -> bool:
    """Return whether the time of a paper is told by the platform, and is not that of a file."""
    return piece.file is None or piece.time != piece.file.time


def _is_earlier(piece: Piece, last: Piece) -> bool:
    """Return whether the platform says that a paper was handed in before the last one."""
    if piece.time is None or not (_told(piece) and _told(last)):
        return False
    return order(piece.time) < order(last.time)


def _several(name: str, files: Sequence[PaperFile]) -> Iterator[Unused]:
    """Say so if one student's papers come from several folders."""
    folders = sorted({"/".join(f.parts[: f.before + 1]) for f in files if f.own[1:]})
    if len(folders) > 1:
        why = say(
            "papers from several folders are taken together: {folders}; where they differ, the "
            "latest counts",
            folders=enumerated(folders[:5]),
        )
        yield Unused(name, why, harmless=True, student=name, taken=True)
