"""What the columns of a class's tables are taken for, to be corrected by hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bpcalc.checking.reading.contents import content_of
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.submissions.class_reader import MAX_TABLE, TABLES, is_table, tables_of
from bpcalc.checking.submissions.columns import TableColumns, columns_of
from bpcalc.checking.submissions.files import files_of
from bpcalc.checking.submissions.headings import headings_of, is_decimal, long_columns
from bpcalc.errors import AnswersError, MissingExtra
from bpcalc.file_kinds import is_archive
from bpcalc.files import is_folder
from bpcalc.locale import say
from bpcalc.maths.keys import Key

MOSTLY = 2
"""A column is one of numbers if every second filled cell of it has a decimal point."""


class ProposedTable(NamedTuple):
    """A table, and what its columns are taken for.

    Attributes:
        place: the file and worksheet, "" if there is only one table.
        columns: as `grade` takes them.
        in_order: names for unknown columns of numbers, by their places: those of the sheet, in
            its order, if there are as many columns.
    """

    place: str
    columns: TableColumns
    in_order: Mapping[int, str]


def columns_in_class(
    path: Path,
    index: QuantityIndex,
    asked: Sequence[Key],
    told: Mapping[str, str] | None = None,
) -> list[ProposedTable]:
    """Return the tables of a class, whether or not anything in them is known.

    Args:
        path: a table, or a folder or archive with tables in it.
        index: the names of quantities.
        asked: what the sheet asks for, in its order.
        told: what columns are, by their headings.

    Raises:
        AnswersError: it cannot be read.
    """
    found = [
        (place, table)
        for place, rows in _tables_in(path)
        if is_table(rows) and (table := _proposed(rows, index, asked, told))
    ]
    several = len(found) > 1
    return [table._replace(place=place if several else "") for place, table in found]


def _tables_in(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    if not is_folder(path):
        content = content_of(path, MAX_TABLE)
        if not is_archive(content):
            yield from tables_of(content)
            return
    files, _ = files_of(path)
    for file in files:
        if not file.parts[-1].lower().endswith(TABLES):
            continue
        try:
            for title, rows in tables_of(file.content()):
                yield f"{file.place}: {title}" if title else file.place, rows
        except (AnswersError, MissingExtra):
            continue


def _proposed(
    rows: Sequence[Sequence[str]],
    index: QuantityIndex,
    asked: Sequence[Key],
    told: Mapping[str, str] | None,
) -> ProposedTable | None:
    """Return what a table is taken for; None if it is one student's list of names and values."""
    heads, first, rows = headings_of(rows, index, told or {})
    columns = columns_of(heads, index, asked, told)
    if len(heads) < 3 and long_columns(heads):
        return None
    free = [
        at for at, role in enumerate(columns.roles) if not role and _has_numbers(rows[first:], at)
    ]
    known = {key for key in columns.keys if key is not None}
    missing = [key for key in asked if key not in known]
    fits = free and len(free) == len(missing)
    in_order = dict(zip(free, map(index.told_name, missing), strict=True)) if fits else {}
    return ProposedTable("", columns, in_order)


def _has_numbers(rows: Sequence[Sequence[str]], at: int) -> bool:
    cells = [row[at] for row in rows[:200] if len(row) > at and row[at].strip(" -")]
    return bool(cells) and MOSTLY * sum(map(is_decimal, cells)) > len(cells)


def proposal(tables: Iterable[ProposedTable]) -> Iterator[str]:
    """Yield the lines of a file for `--columns`: what every column was taken for."""
    yield "# " + say("Behind each heading: a quantity, id, name, email, group, time, or nothing")
    seen: set[str] = set()
    for table in tables:
        if table.place:
            yield f"# {table.place}"
        columns = table.columns
        for at, head in enumerate(columns.heads):
            if head and head not in seen:
                seen.add(head)
                yield _line(head, columns.roles[at], columns.names[at], table.in_order.get(at, ""))


def _line(head: str, role: str, name: str, in_order: str) -> str:
    said = name or in_order or ("" if role == "aside" else role)
    remark = "" if said or role else "  # " + say("not known; left out")
    if in_order:
        remark = "  # " + say("by the order of the sheet only; look whether it is right")
    heading = "'" + " ".join(head.split()).replace("'", "''") + "'"
    return f"{heading}: {_quoted(said)}{remark}".rstrip()


def _quoted(text: str) -> str:
    return f"'{text}'" if text and not text.isalnum() else text
