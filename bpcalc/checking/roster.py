"""A class of sheets: a folder of files, or one table with all students in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bpcalc.checking.answers import (
    HEADS,
    VALUES,
    WHO,
    Answers,
    WrittenEntry,
    answers,
    decoded,
    read_file,
    rows_of,
)
from bpcalc.checking.quantity_index import QuantityIndex
from bpcalc.errors import AnswersError, reason
from bpcalc.files import is_folder, read_bytes
from bpcalc.locale import say

SHEETS = frozenset({".yaml", ".yml", ".json", ".csv", ".txt"})
LARGEST = 2**30
"""Bytes that the table of a class may have."""

TOTALS = frozenset({"max", "maximum", "points", "total", "average", "mean", "满分", "平均"})
"""What stands in the first cell of a row that is no student."""


class Student(NamedTuple):
    """One student of a class, before the sheet is read.

    Attributes:
        number: counted from 0, in the order of the folder or table.
        name: what the folder or table says.
        source: the file, or what the table holds.
    """

    number: int
    name: str
    source: Path | tuple[WrittenEntry, ...]


class Roster(NamedTuple):
    """A class: about how many students, and who they are, one after the other."""

    length: int
    students: Iterator[Student]


def roster(path: Path) -> Roster:
    """Return the students of a folder or table.

    Raises:
        AnswersError: it cannot be read.
    """
    if is_folder(path):
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in SHEETS)
        numbered = (Student(number, file.stem, file) for number, file in enumerate(files))
        return Roster(len(files), numbered)
    try:
        text = decoded(read_bytes(path, LARGEST), LARGEST)
    except OSError as error:
        raise AnswersError(say("{file}: {reason}", file=path, reason=reason(error))) from None
    rows = rows_of(text)
    heads = next(rows, [])
    if len(heads) < 2:
        raise AnswersError(say("{file}: expected a table with a line of headings", file=path))
    found = _long(heads, rows) if _is_long(heads) else _wide(heads, rows)
    numbered = (Student(number, *rest) for number, rest in enumerate(_distinct(found)))
    return Roster(text.count("\n"), numbered)


def _is_long(heads: list[str]) -> bool:
    lower = [head.lower() for head in heads]
    return any(head in VALUES for head in lower) and any(head in HEADS for head in lower[1:])


def _long(
    heads: list[str], rows: Iterator[list[str]]
) -> Iterator[tuple[str, tuple[WrittenEntry, ...]]]:
    """Yield the students of a table `student,quantity,value`."""
    heads = [head.lower() for head in heads]
    value = next(place for place, head in enumerate(heads) if head in VALUES)
    name = next(place for place, head in enumerate(heads) if place and head in HEADS)
    who = next((place for place, head in enumerate(heads) if head in WHO and place != name), 0)
    sheets: dict[str, list[WrittenEntry]] = {}
    for row in rows:
        cells = [*row, *[""] * len(heads)]
        sheets.setdefault(cells[who], []).append(WrittenEntry(cells[name], cells[value]))
    yield from ((student, tuple(entries)) for student, entries in sheets.items())


def _wide(
    heads: list[str], rows: Iterator[list[str]]
) -> Iterator[tuple[str, tuple[WrittenEntry, ...]]]:
    """Yield the students of a table with a row for each."""
    who = next((place for place, head in enumerate(heads) if head.lower() in WHO), 0)
    for row in rows:
        cells = [*row, *[""] * len(heads)]
        if cells[who].lower() in TOTALS:
            continue
        yield (
            cells[who],
            tuple(
                WrittenEntry(head, cell)
                for place, (head, cell) in enumerate(zip(heads, cells, strict=False))
                if place != who and head and head.lower() not in WHO
            ),
        )


def _distinct(
    found: Iterator[tuple[str, tuple[WrittenEntry, ...]]],
) -> Iterator[tuple[str, tuple[WrittenEntry, ...]]]:
    """Yield the students under names of which none stands twice."""
    seen: dict[str, int] = {}
    for name, entries in found:
        seen[name] = seen.get(name, 0) + 1
        yield (f"{name} ({seen[name]})" if seen[name] > 1 else name), entries


def sheet(student: Student, names: QuantityIndex) -> Answers:
    """Return the answers of a student.

    Raises:
        AnswersError: the sheet cannot be read.
    """
    if isinstance(student.source, Path):
        return read_file(student.source, names)
    return answers(student.source, names)
