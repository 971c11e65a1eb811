"""Reads a class as it comes: folders, archives and tables become pieces, each of one student."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bpcalc.checking.reading.cell_names import single_quantities
from bpcalc.checking.reading.contents import decoded, is_workbook
from bpcalc.checking.reading.entries import NOTE
from bpcalc.checking.reading.grids import grid_entries
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.workbooks import hidden_worksheets, read_workbook
from bpcalc.checking.submissions.columns import TableColumns
from bpcalc.checking.submissions.files import PaperFile, Unused, unpacked
from bpcalc.checking.submissions.people import ClassList, Person, shown_name
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
from bpcalc.checking.submissions.quiz_responses import attempts
from bpcalc.checking.submissions.quotation import whole_rows
from bpcalc.checking.submissions.tables import (
    TableRow,
    has_unknown_answers,
    in_table,
    is_list_of_class,
    is_of_class,
    is_own_list,
    read_table,
)
from bpcalc.checking.submissions.times import is_day_first, is_doubtful, read_time
from bpcalc.errors import AnswersError, MissingExtra
from bpcalc.locale import enumerated, say
from bpcalc.maths.keys import Key

TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".json")
"""What files are called that may hold a table of several students."""

_KEY = re.compile(r"^([a-z_][\w]*)[ \t]*:", re.MULTILINE)
_OF_EXERCISE = frozenset(("targets", "biases", "thresholds", "learning_rate", "momentum", "given"))

MAX_TABLE = 2**28
"""Bytes that the table of a class may have."""


class Piece(NamedTuple):
    """Something of one student, before it is known what else there is of the same one."""

    person: Person
    time: datetime | None
    file: PaperFile | None = None
    row: TableRow | None = None


def _no_table(content: bytes, path: Path) -> str:
    """Return the sentence that a file holds no table, and why it probably does not."""
    if not content.strip():
        return say("{file}: the file is empty", file=path)
    if path.suffix.lower() == ".zip":
        return say("{file}: this is no archive, though its name says so; pack it again", file=path)
    return say("{file}: expected a table with a line of headings", file=path)


class ClassReader:
    """Reads folders, archives and tables, piece by piece."""

    def __init__(
        self,
        index: QuantityIndex,
        asked: Sequence[Key],
        told: Mapping[str, str] | None,
        roster: ClassList,
    ) -> None:
        self._index, self._asked, self._told, self._roster = index, asked, told, roster
        self.pieces: list[Piece] = []
        self.unused: list[Unused] = []
        self.blank: list[tuple[Person, str]] = []
        self.columns: TableColumns | None = None

    def table(self, content: bytes, path: Path) -> None:
        """Read the table of a class; of a workbook, all worksheets in which one stands."""
        try:
            found = tables_of(content)
        except AnswersError as error:
            raise AnswersError(say("{file}: {reason}", file=path, reason=error)) from None
        self._hidden(content)
        sheets = [each for each in found if is_table(each[1])]
        if not sheets:
            raise AnswersError(_no_table(content, path))
        if len(sheets) > 1 and all(is_own_list(rows, self._index) for _, rows in sheets):
            self._worksheets(sheets)
            found = [each for each in found if each not in sheets]
        elif len(found) == 1:
            found = [("", rows) for _, rows in found]
        refused = self._sheets(found)
        if self.columns is None and refused:
            raise refused

    def _hidden(self, content: bytes, place: str = "") -> None:
        """List the worksheets that a workbook does not show."""
        for title in hidden_worksheets(content) if is_workbook(content) else ():
            why = say("it is a hidden worksheet")
            self.unused.append(Unused(f"{place}{title}", why, harmless=True))

    def _sheets(self, sheets: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> AnswersError | None:
        """Read the worksheets of a class, and list those of something else; return why the first.

        Args:
            sheets: the place of each, as it is shown, and its rows.
        """
        refused: AnswersError | None = None
        taken: list[str] = []
        for place, rows in sheets:
            if not is_table(rows):
                if any(cell.strip() for row in rows for cell in row):
                    self.unused.append(Unused(place, say("it is no table of a class"), True))
                continue
            before = len(self.pieces)
            try:
                self._rows(rows, place)
            except AnswersError as error:
                refused = refused or error
                harmless = not has_unknown_answers(rows, self._index)
                self.unused.append(Unused(place, str(error), harmless))
            if len(self.pieces) > before:
                taken.append(place)
        if len(taken) > 1:
            why = say("{n} worksheets are read as one class", n=len(taken))
            self.unused.append(Unused(enumerated(taken[:9]), why, harmless=True, taken=True))
        return refused

    def _worksheets(self, sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> None:
        """Read a workbook in which every student has a worksheet, called like the student."""
        single = single_quantities(self._index)
        for title, rows in sheets:
            try:
                entries = list(grid_entries(rows, self._index.knows, single))
            except AnswersError as error:
                self.unused.append(Unused(title, str(error), student=shown_name(title)))
                continue
            pairs = [(entry.name, entry.raw) for entry in entries if entry.name != NOTE]
            names, cells = (tuple(part) for part in zip(*pairs, strict=True))
            person = Person(shown_name(title))
            self.pieces.append(
                Piece(person, None, row=TableRow(person, 1, names, cells, "", title))
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
            self.pieces.append(Piece(row.person, time, row=row))
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
                self.pieces += [
                    Piece(_in_group(o.person, file.group), o.time or file.time, file=file)
                    for o in owners
                ]

    def _owned(
        self, files: list[PaperFile], archived: bool
    ) -> Iterator[tuple[PaperFile, tuple[Owner, ...]]]:
        """Yield the files that may be papers, and whose they are."""
        if any(SAKAI in file.parts for file in files):
            papers, metadata, beside, blank = of_sakai(files)
            self.blank += [(person, "") for person in blank]
            for file in beside:
                self._aside(file)
        else:
            metadata = metadata_of(files)
            for file in filter(is_metadata, () if metadata else files):
                self.unused.append(Unused(file.place, say("nobody is named in it")))
            papers = [file for file in files if not is_metadata(file)]
            papers = without_wrapper(papers, archived, self._listed)
            papers = of_students(papers, self._listed)
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
            found = tables_of(content)
            tables = [rows for _, rows in found if is_table(rows)]
            if not any(is_of_class(rows, self._index, self._asked) for rows in tables):
                return self._is_list(file, tables)
        except (AnswersError, MissingExtra):
            return False
        self._hidden(content, f"{file.place}: ")
        self._sheets((f"{file.place}: {at}" if at else file.place, rows) for at, rows in found)
        return True


def _is_of_class(file: PaperFile) -> bool:
    return is_metadata(file) or is_of_platform(file.parts)


def _in_group(person: Person, group: str) -> Person:
    return person if person.group else person._replace(group=group)


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether there is more than a line, and more than a column."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    return len(filled) > 1 and max(map(len, filled)) > 1


def tables_of(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """Return the tables of a file of any kind, and what each is called."""
    if is_workbook(content):
        return [(sheet.title, sheet.rows) for sheet in read_workbook(content).sheets]
    text = decoded(content, MAX_TABLE)
    return [("", attempts(text) or whole_rows(text))]
