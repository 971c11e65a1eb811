"""What is written of the versions of an exercise: tables, and sheets and keys to be printed."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from io import BytesIO, StringIO
from typing import NamedTuple

from bpcalc.calc.calculate import calculate
from bpcalc.checking.marking_rule import asked_keys, asking
from bpcalc.checking.submissions.people import Person
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.kinds import SHEET_KINDS
from bpcalc.report.sheet import Sheet

VERSION_COLUMNS = (
    "version",
    "code",
    "file",
    "seed",
    "unreached",
    "id",
    "name",
    "email",
    "group",
)
"""Of versions.csv, which `grade` reads as the list of who has which version."""

ANSWER_COLUMNS = ("version", "code", "quantity", "value")


class WrittenVersion(NamedTuple):
    """A version as it is written.

    Attributes:
        name: such as `v07`.
        code: what stands on its sheet.
        seed: from which it was made.
        unreached: at how many quantities mistakes could not be told apart.
        exercise: the exercise.
        people: who gets it; () if that is open.
    """

    name: str
    code: str
    seed: int
    unreached: int
    exercise: Exercise
    people: tuple[Person, ...] = ()


def version_table(versions: Iterable[WrittenVersion]) -> str:
    """Return versions.csv: a row for every student, or for every version that nobody has."""
    return _table(VERSION_COLUMNS, (row for one in versions for row in _rows(one)))


def _rows(one: WrittenVersion) -> Iterator[tuple[object, ...]]:
    for person in one.people or (Person(),):
        yield (
            *(one.name, one.code, f"{one.name}.yaml", one.seed, one.unreached),
            *(person.id, person.name, person.email, person.group),
        )


def answer_table(versions: Iterable[WrittenVersion]) -> str:
    """Return answers.csv: every asked value of every version."""
    return _table(
        ANSWER_COLUMNS,
        (
            (one.name, one.code, sheet.name(line.key), sheet.value(line.key))
            for one in versions
            for sheet in [sheet_of(one.exercise, filled=True)]
            for line in sheet.solution
            if line.key in sheet.keys
        ),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe(cell: object) -> object:
    """Return a cell in which no spreadsheet sees a formula; a number stays as it is."""
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "@", "\t") else cell


def sheet_of(exercise: Exercise, *, filled: bool) -> Sheet:
    """Return the sheet of one version, or its key."""
    calculation = calculate(asking(exercise, told=False))
    formulas = {line.key: line.formula for line in calculation}
    keys = asked_keys(formulas, frozenset(SHEET_KINDS), calculation.epochs, calculation.given)
    return Sheet(calculation, keys, filled)


class Booklets(NamedTuple):
    """Two PDFs.

    Attributes:
        sheets: all sheets, in the order of the class.
        keys: all keys.
    """

    sheets: bytes
    keys: bytes


def booklets(title: str, versions: Iterable[WrittenVersion]) -> Booklets:
    """Return the sheets and the keys of all versions.

    Raises:
        MissingExtra: what sets type is not installed.
        OutputError: no font on this machine has some of the characters.
    """
    from bpcalc.report.sheets.pdf import FORMAT
    from bpcalc.report.typeset import sheet as typeset
    from bpcalc.report.typeset.compile import compile_pdf

    FORMAT.check_needs()
    sheets: list[typeset.CodedSheet] = []
    keys: list[typeset.CodedSheet] = []
    for one in versions:
        blank, key = typeset.blank_and_key(sheet_of(one.exercise, filled=False))
        coded = typeset.CodedSheet(blank, one.code, svg=qr_code(one.code))
        sheets += [coded._replace(person=person.label) for person in one.people] or [coded]
        keys.append(coded._replace(data=key))
    found = [compile_pdf("booklet.typ", typeset.booklet(title, some)) for some in (sheets, keys)]
    return Booklets(*found)


def qr_code(code: str) -> str:
    """Return a picture of the code that cameras read, "" if what draws it is not installed."""
    if find_spec("segno") is None:
        return ""
    import segno

    picture = BytesIO()
    segno.make(f"bpcalc {code}", error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, border=1
    )
    return picture.getvalue().decode()
