"""A class as it comes: a folder, an archive or a table becomes students with their papers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bpcalc.checking.quantity_index import QuantityIndex
from bpcalc.checking.reading.contents import (
    content_of,
    decoded,
    is_word,
    is_workbook,
    is_zip,
)
from bpcalc.checking.reading.grids import rows_of
from bpcalc.checking.reading.workbooks import read_workbook
from bpcalc.checking.submissions.columns import Columns
from bpcalc.checking.submissions.files import PaperFile, Unused, files_of
from bpcalc.checking.submissions.people import ClassList, Person, distinct, folded
from bpcalc.checking.submissions.platforms import (
    is_metadata,
    metadata_of,
    owner_of,
    without_wrapper,
)
from bpcalc.checking.submissions.tables import TableRow, read_table
from bpcalc.checking.submissions.times import read_time
from bpcalc.errors import AnswersError
from bpcalc.files import is_folder
from bpcalc.locale import say
from bpcalc.maths.keys import Key

MAX_TABLE = 2**28
"""Bytes that the table of a class may have."""


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
    """

    number: int
    person: Person
    name: str
    files: tuple[PaperFile, ...] = ()
    row: TableRow | None = None
    time: datetime | None = None
    listed: bool = True


class Gathered(NamedTuple):
    """A class.

    Attributes:
        papers: of every student who handed something in.
        missing: the students of the roster who did not.
        unused: files, columns and rows that are not marked, each with its reason.
        columns: of a table, None for files.
    """

    papers: list[Paper]
    missing: list[Person]
    unused: list[Unused]
    columns: Columns | None = None


class _Piece(NamedTuple):
    """Something of one student, before it is known what else there is of the same one."""

    person: Person
    time: datetime | None
    file: PaperFile | None = None
    row: TableRow | None = None


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
    columns = None
    if is_folder(path):
        pieces, unused = _of_files(*files_of(path, skip), archived=False)
    else:
        content = content_of(path, MAX_TABLE)
        if is_zip(content) and not is_workbook(content) and not is_word(content):
            pieces, unused = _of_files(*files_of(path), archived=True)
        else:
            table = read_table(_table_rows(content, path), index, asked, told)
            pieces = [_Piece(row.person, read_time(row.time), row=row) for row in table.rows]
            unused, columns = table.unused, table.columns
    papers, missing, earlier = _people(pieces, ClassList(roster))
    return Gathered(papers, missing, [*unused, *earlier], columns)


def _table_rows(content: bytes, path: Path) -> list[list[str]]:
    """Return the rows of a table of any kind."""
    if is_workbook(content):
        sheets = read_workbook(content).sheets
        rows = max((sheet.rows for sheet in sheets), key=len, default=[])
        rows = [row for row in rows if any(cell.strip() for cell in row)]
    else:
        rows = list(rows_of(decoded(content, MAX_TABLE)))
    if len(rows) < 2 or max(map(len, rows)) < 2:
        raise AnswersError(say("{file}: expected a table with a line of headings", file=path))
    return rows


def _of_files(
    files: list[PaperFile], unused: list[Unused], archived: bool
) -> tuple[list[_Piece], list[Unused]]:
    metadata = metadata_of(files)
    papers = [file for file in files if not is_metadata(file)]
    aside = [file for file in files if is_metadata(file)]
    unused = unused + [Unused(f.place, say("this is nobody's paper"), harmless=True) for f in aside]
    pieces = []
    for file in without_wrapper(papers, archived):
        owner = owner_of(file.parts, metadata)
        if owner is None:
            unused.append(Unused(file.place, say("this is nobody's paper"), harmless=True))
            continue
        pieces.append(_Piece(owner.person, owner.time or file.time, file=file))
    return pieces, unused


def _people(
    pieces: Iterable[_Piece], roster: ClassList
) -> tuple[list[Paper], list[Person], list[Unused]]:
    """Return the papers, who is missing, and what a later submission has replaced."""
    groups: dict[object, list[_Piece]] = {}
    people: dict[object, tuple[Person, bool]] = {}
    for number, piece in enumerate(pieces):
        found = roster.find(piece.person) if roster.people else None
        person = _merged(piece.person, found)
        key = _group(piece, person, number)
        groups.setdefault(key, []).append(piece)
        people.setdefault(key, (person, found is not None or not roster.people))
    names = distinct(person for person, _ in people.values())
    papers: list[Paper] = []
    unused: list[Unused] = []
    for name, (key, (person, listed)) in zip(names, people.items(), strict=True):
        paper, replaced = _paper(len(papers), person, name, groups[key])
        papers.append(paper._replace(listed=listed))
        unused += replaced
    here = {id(found) for piece in pieces if (found := roster.find(piece.person))}
    missing = [person for person in roster.people if id(person) not in here]
    return papers, missing, unused


def _merged(person: Person, found: Person | None) -> Person:
    """Return what the roster says of a student, and beside it what the platform says."""
    if found is None:
        return person
    pairs = zip(found, person, strict=True)
    return Person(*(told or other for told, other in pairs))


def _group(piece: _Piece, person: Person, number: int) -> object:
    """Return what all that one student handed in has in common."""
    if person.identity:
        return person.identity
    if piece.file is not None and len(piece.file.parts) > 1:
        return "folder", folded(piece.file.parts[0])
    return "alone", number  # two rows of one name may be two students


def _paper(
    number: int, person: Person, name: str, pieces: list[_Piece]
) -> tuple[Paper, list[Unused]]:
    """Return one student's paper: the latest row, or all files, the latest of them last."""
    ordered = sorted(enumerate(pieces), key=lambda pair: (pair[1].time or datetime.min, pair[0]))
    last = ordered[-1][1]
    if last.row is None:
        files = tuple(piece.file for _, piece in ordered if piece.file)
        return Paper(number, person, name, files, None, last.time), []
    why = say("a later submission of {name} counts", name=name)
    replaced = [
        Unused(say("row {n}", n=piece.row.place), why, harmless=True, student=name)
        for _, piece in ordered[:-1]
        if piece.row
    ]
    return Paper(number, person, name, (), last.row, last.time), replaced


def proposal(columns: Columns) -> Iterator[str]:
    """Yield the lines of a file for `--columns`: what every column was taken for."""
    yield "# " + say("Behind each heading: a quantity, id, name, email, group, time, or nothing")
    for head, role, name in zip(columns.heads, columns.roles, columns.names, strict=True):
        quoted = "'" + head.replace("'", "''") + "'"
        said = name or ("" if role == "aside" else role)
        remark = "" if said or role else "  # " + say("not known; left out")
        yield f"{quoted}: {_quoted(said)}{remark}".rstrip()


def _quoted(text: str) -> str:
    return f"'{text}'" if text and not text.isalnum() else text
