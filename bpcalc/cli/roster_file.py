"""The file of a roster: a table, or a workbook with a worksheet for each group."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from bpcalc.checking.reading.contents import content_of, decoded, guessed_encoding, is_workbook
from bpcalc.checking.reading.workbooks import read_workbook
from bpcalc.checking.submissions.files import Unused
from bpcalc.checking.submissions.name_words import folded
from bpcalc.checking.submissions.people import Person
from bpcalc.checking.submissions.quotation import whole_rows
from bpcalc.checking.submissions.rosters import people_of, unknown_headings
from bpcalc.errors import AnswersError
from bpcalc.files import note_guess
from bpcalc.locale import enumerated, say
from bpcalc.report.platform_files import is_gradebook


def roster_in(path: str | None) -> tuple[Person, ...]:
    """Return the students of a roster, of a workbook those of all its worksheets.

    Raises:
        AnswersError: nobody is in it, or two students have the same number.
    """
    if path is None:
        return ()
    people: dict[object, Person] = {}
    refused: AnswersError | None = None
    tables = _tables_in(Path(path))
    for title, rows in tables:
        try:
            found = people_of(rows)
        except AnswersError as error:
            refused = refused or error
            continue
        for person in found:
            group = person.group or (title if len(tables) > 1 else "")
            known = people.setdefault(person.identity or person, person._replace(group=group))
            if folded(known.name) != folded(person.name):
                raise AnswersError(_twice(path, known, person))
    if refused and (not people or len(tables) == 1):
        raise AnswersError(say("{file}: {reason}", file=path, reason=refused)) from None
    return tuple(people.values())


def _twice(path: str, one: Person, other: Person) -> str:
    says = say(
        "the roster has `{value}` twice, for {one} and for {other}; correct one of them",
        value=one.id or one.email,
        one=one.label,
        other=other.label,
    )
    return say("{file}: {reason}", file=path, reason=says)


def unknown_in_roster(path: str | None) -> Iterator[Unused]:
    """Yield what is said of the parts of a roster of which nothing is known."""
    for title, rows in _tables_in(Path(path)) if path else ():
        if not path or not rows or is_gradebook(rows[0]):  # with a column for every assignment
            continue
        place = f"{path}: {title}" if title else path
        try:
            people_of(rows)
        except AnswersError as error:
            yield Unused(place, str(error), harmless=True)
            continue
        if heads := enumerated(f"`{head[:40]}`" for head in unknown_headings(rows)[:8]):
            why = say("it is not known what these columns say of a student: {heads}", heads=heads)
            yield Unused(place, why, harmless=True)


def gradebook_in(path: str | None) -> list[list[str]]:
    """Return the rows of a roster that Canvas has written, to be given back filled in; else []."""
    content = content_of(Path(path)) if path else b""
    if not content or is_workbook(content):
        return []
    try:
        rows = list(csv.reader(StringIO(decoded(content), newline="")))  # with all its blanks
    except csv.Error:  # Canvas has not written it
        return []
    return rows if rows and is_gradebook(rows[0]) else []


def _tables_in(path: Path) -> list[tuple[str, Sequence[Sequence[str]]]]:
    """Return the tables of a file and the names of their worksheets, "" for a single one.

    Raises:
        AnswersError: it cannot be read.
    """
    try:
        content = content_of(path)
        note_guess(path, guessed_encoding(content))
        if not is_workbook(content):
            return [("", whole_rows(decoded(content)))]
        found = read_workbook(content).sheets
    except AnswersError as error:
        raise AnswersError(say("{file}: {reason}", file=path, reason=error)) from None
    sheets = [each for each in found if any(map(any, each.rows))]
    return [(each.title if len(sheets) > 1 else "", each.rows) for each in sheets]
