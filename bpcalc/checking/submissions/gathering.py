"""A class as it comes: a folder, an archive or a table becomes students with their papers."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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
from bpcalc.checking.reading.grids import grid_entries, rows_of
from bpcalc.checking.reading.workbooks import read_workbook
from bpcalc.checking.submissions.columns import TableColumns
from bpcalc.checking.submissions.files import PaperFile, Unused, files_of, unpacked
from bpcalc.checking.submissions.people import ClassList, Person, distinct, folded, shown_name
from bpcalc.checking.submissions.platform_names import is_of_platform
from bpcalc.checking.submissions.platforms import (
    SAKAI,
    Owner,
    is_metadata,
    metadata_of,
    of_sakai,
    of_students,
    owners_of,
    without_wrapper,
)
from bpcalc.checking.submissions.tables import (
    TableRow,
    in_table,
    is_list_of_class,
    is_of_class,
    is_own_list,
    read_table,
)
from bpcalc.checking.submissions.times import is_day_first, is_doubtful, order, read_time
from bpcalc.errors import AnswersError, MissingExtra
from bpcalc.files import is_folder
from bpcalc.locale import say
from bpcalc.maths.keys import Key

TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
"""What files are called that may hold a table of several students."""

_KEY = re.compile(r"^([a-z_][\w]*)[ \t]*:", re.MULTILINE)
_OF_EXERCISE = frozenset(("targets", "biases", "thresholds", "learning_rate", "momentum", "given"))

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
    """

    papers: list[Paper]
    missing: list[Person]
    unused: list[Unused]
    columns: TableColumns | None = None


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
    class_list = ClassList(roster)
    reader = _Reader(index, asked, told, class_list)
    if is_folder(path):
        reader.files(*files_of(path, skip), archived=False)
    else:
        try:
            content = content_of(path, MAX_TABLE)
        except AnswersError as error:
            says = say("{file}: {reason}", file=path, reason=error)
            raise AnswersError(says) from None
        if is_zip(content) and not is_workbook(content) and not is_word(content):
            reader.files(*files_of(path), archived=True)
        else:
            reader.table(content, path)
    papers, missing, earlier = _people(reader.pieces, class_list, reader.blank)
    return Gathered(papers, missing, [*reader.unused, *earlier], reader.columns)


class _Reader:
    """Reads folders, archives and tables, piece by piece."""

    def __init__(
        self,
        index: QuantityIndex,
        asked: Sequence[Key],
        told: Mapping[str, str] | None,
        roster: ClassList,
    ) -> None:
        self._index, self._asked, self._told, self._roster = index, asked, told, roster
        self.pieces: list[_Piece] = []
        self.unused: list[Unused] = []
        self.blank: list[Person] = []
        self.columns: TableColumns | None = None

    def table(self, content: bytes, path: Path) -> None:
        """Read the table of a class; of a workbook, all worksheets in which one stands."""
        sheets = [each for each in tables_of(content) if is_table(each[1])]
        if not sheets:
            raise AnswersError(say("{file}: expected a table with a line of headings", file=path))
        if len(sheets) > 1 and all(is_own_list(rows, self._index) for _, rows in sheets):
            self._worksheets(sheets)
            return
        first: AnswersError | None = None
        for title, rows in sheets:
            shown = title if len(sheets) > 1 else ""
            try:
                self._rows(rows, shown)
            except AnswersError as error:
                first = first or error
                self.unused.append(Unused(title, str(error), harmless=True))
        if self.columns is None and first:
            raise first

    def _worksheets(self, sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> None:
        """Read a workbook in which every student has a worksheet, called like the student."""
        for title, rows in sheets:
            pairs = [(e.name, e.raw) for e in grid_entries(rows, self._index.knows)]
            names, cells = (tuple(part) for part in zip(*pairs, strict=True))
            person = Person(shown_name(title))
            self.pieces.append(
                _Piece(person, None, row=TableRow(person, 1, names, cells, "", title))
            )

    def _rows(self, rows: Sequence[Sequence[str]], title: str) -> None:
        table = read_table(rows, self._index, self._asked, self._told, self._is_on_roster)
        times = [row.time for row in table.rows]
        day_first = is_day_first(times)
        if is_doubtful(times):
            why = say("dates such as {date} are read as month/day/year", date=times[0][:40])
            place = in_table(title, say("times"))
            self.unused.append(Unused(place, why, harmless=True, taken=True))
        for row in table.rows:
            row = row._replace(table=title)
            time = read_time(row.time, day_first)
            if row.time.strip(" -") and time is None:
                why = say("its time is not understood: `{time}`", time=row.time[:60])
                self.unused.append(
                    Unused(row.shown, why, harmless=True, student=row.person.label, taken=True)
                )
            self.pieces.append(_Piece(row.person, time, row=row))
        self.unused += [each._replace(place=in_table(title, each.place)) for each in table.unused]
        self.blank += table.blank
        self.columns = self.columns or table.columns

    def files(self, files: list[PaperFile], unused: list[Unused], archived: bool) -> None:
        """Read the files of a folder or archive, and of archives and tables within it."""
        self.unused += unused
        files = [each for file in files for each in self._unpacked(file, len(files) == 1)]
        for file, owners in self._owned(files, archived):
            if not owners:
                self._aside(file)
            elif self._is_exercise(file):
                why = say("this is an exercise, and nobody's paper")
                self.unused.append(Unused(file.place, why, harmless=True))
            elif not self._is_class_table(file):
                self.pieces += [_Piece(o.person, o.time or file.time, file=file) for o in owners]

    def _owned(
        self, files: list[PaperFile], archived: bool
    ) -> Iterator[tuple[PaperFile, tuple[Owner, ...]]]:
        """Yield the files that may be papers, and whose they are."""
        if any(SAKAI in file.parts for file in files):
            papers, metadata, beside = of_sakai(files)
            for file in beside:
                self._aside(file)
        else:
            metadata = metadata_of(files)
            for file in filter(is_metadata, () if metadata else files):
                self.unused.append(Unused(file.place, say("nobody is named in it")))
            papers = [file for file in files if not is_metadata(file)]
            papers = of_students(without_wrapper(papers, archived), self._listed)
        yield from ((file, owners_of(file.own, metadata)) for file in papers)

    def _aside(self, file: PaperFile) -> None:
        self.unused.append(Unused(file.place, say("this is nobody's paper"), harmless=True))

    def _is_list(self, file: PaperFile, tables: Sequence[Sequence[Sequence[str]]]) -> bool:
        """Set a list of the class aside that stands beside the papers, with no answer in it."""
        if not tables or not all(is_list_of_class(rows, self._index) for rows in tables):
            return False
        why = say("it lists students, and names no quantity of the exercise")
        self.unused.append(Unused(file.place, why, harmless=True))
        return True

    def _is_exercise(self, file: PaperFile) -> bool:
        """Return whether a file beside the papers is an exercise, in which nothing is worked."""
        if len(file.own) > 1 or not file.parts[-1].lower().endswith((".yaml", ".yml")):
            return False
        try:
            text = decoded(file.content())
        except AnswersError:
            return False
        keys = set(_KEY.findall(text))
        data, net = {"inputs", "samples"}, {"weights", "layers"}
        own = {key for key in keys - data - net - _OF_EXERCISE if self._index.knows(key) > 1}
        return bool(keys & data and keys & net and not own)

    def _listed(self, name: str) -> Person | None:
        return next(iter(self._roster.candidates(Person(name))), None)

    def _is_on_roster(self, person: Person) -> bool:
        return bool(self._roster.people and self._roster.candidates(person))

    def _unpacked(self, file: PaperFile, alone: bool) -> list[PaperFile]:
        """Return the files of an archive that holds a class; any other file as it is."""
        if not file.parts[-1].lower().endswith(".zip") or any(
            is_of_platform([part]) for part in file.parts
        ):
            return [file]
        found = unpacked(file)
        if found is None:
            return [file]
        inside = [each for each in found if isinstance(each, PaperFile)]
        if not inside or not (alone or any(map(_is_of_class, inside))):
            return [file]
        self.unused += [each for each in found if isinstance(each, Unused)]
        return inside

    def _is_class_table(self, file: PaperFile) -> bool:
        """Read a file as the table of a class if it holds several students."""
        if len(file.own) > 1 or not file.parts[-1].lower().endswith(TABLES):
            return False
        try:
            content = file.content()
            sheets = [each for each in tables_of(content) if is_table(each[1])]
            if not any(is_of_class(rows, self._index, self._asked) for _, rows in sheets):
                return self._is_list(file, [rows for _, rows in sheets])
            for title, rows in sheets:
                self._rows(rows, f"{file.place}: {title}" if title else file.place)
        except (AnswersError, MissingExtra):
            return False
        return True


def _is_of_class(file: PaperFile) -> bool:
    return is_metadata(file) or is_of_platform(file.parts)


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether there is more than a line, and more than a column."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    return len(filled) > 1 and max(map(len, filled)) > 1


def tables_of(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """Return the tables of a file of any kind, and what each is called."""
    if is_workbook(content):
        return [(sheet.title, sheet.rows) for sheet in read_workbook(content).sheets]
    return [("", list(rows_of(decoded(content, MAX_TABLE))))]


def _people(
    pieces: Iterable[_Piece], roster: ClassList, blank: Iterable[Person]
) -> tuple[list[Paper], list[Person], list[Unused]]:
    """Return the papers, who is missing, and what a later submission has replaced."""
    pieces = list(pieces)
    spread = set(_over_worksheets(pieces))
    groups: dict[object, list[_Piece]] = {}
    people: dict[object, tuple[Person, bool]] = {}
    for number, piece in enumerate(pieces):
        found = roster.find(piece.person) if roster.people else None
        person = _merged(piece.person, found)
        key = _group(piece, person, number, spread)
        groups.setdefault(key, []).append(piece)
        people.setdefault(key, (person, found is not None or not roster.people))
    names = distinct(person for person, _ in people.values())
    papers: list[Paper] = []
    unused: list[Unused] = []
    for name, (key, (person, listed)) in zip(names, people.items(), strict=True):
        paper, replaced = _paper(len(papers), person, name, groups[key])
        doubt = "" if listed else _doubt(roster.candidates(person))
        papers.append(paper._replace(listed=listed, doubt=doubt))
        unused += replaced
    here = {id(found) for piece in pieces if (found := roster.find(piece.person))}
    missing = [person for person in roster.people if id(person) not in here]
    known = {person.identity or person.name for person, _ in people.values()}
    for person in dict.fromkeys(blank):
        unlisted = roster.find(person) is None
        if unlisted and (person.identity or person.name) not in known:
            missing.append(person)
    return papers, missing, unused


def _doubt(candidates: Sequence[Person]) -> str:
    """Return whom of the roster a paper may belong to, if more than one has its name."""
    return ", ".join(
        " ".join(filter(None, (one.name, one.id or one.email))) for one in candidates[:5]
    )


def _merged(person: Person, found: Person | None) -> Person:
    """Return what the roster says of a student, and beside it what the platform says."""
    if found is None:
        return person
    pairs = zip(found, person, strict=True)
    return Person(*(told or other for told, other in pairs))


def _over_worksheets(pieces: Iterable[_Piece]) -> Iterator[str]:
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


def _group(piece: _Piece, person: Person, number: int, spread: Container[str]) -> object:
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
    number: int, person: Person, name: str, pieces: list[_Piece]
) -> tuple[Paper, list[Unused]]:
    """Return one student's paper: the latest row, or all files, the latest of them last."""
    ordered = sorted(enumerate(pieces), key=lambda pair: (order(pair[1].time), pair[0]))
    last = ordered[-1][1]
    if last.row is None:
        files = tuple(piece.file for _, piece in ordered if piece.file)
        by_file = last.file is not None and last.time == last.file.time
        paper = Paper(number, person, name, files, None, last.time, time_of_file=by_file)
        return paper, list(_several(name, files))
    why = say("a later submission of {name} counts", name=name)
    row, replaced = last.row, []
    for _, piece in reversed(ordered[:-1]):
        if piece.row is None:
            continue
        if piece.row.table != row.table and not set(piece.row.names) & set(row.names):
            row = row.with_more(piece.row)  # the other half of the sheet
        else:
            replaced.append(Unused(piece.row.shown, why, harmless=True, student=name))
    return Paper(number, person, name, (), row, last.time), replaced[::-1]


def _several(name: str, files: Sequence[PaperFile]) -> Iterator[Unused]:
    """Say so if one student's papers come from several folders."""
    folders = sorted({"/".join(f.parts[: f.before + 1]) for f in files if f.own[1:]})
    if len(folders) > 1:
        why = say(
            "papers from several folders are taken together: {folders}; where they differ, the "
            "latest counts",
            folders=", ".join(folders[:5]),
        )
        yield Unused(name, why, harmless=True, student=name, taken=True)
