"""Tables of a class: a row for each student, or a row for each answer."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bpcalc.checking.quantity_index import QuantityIndex
from bpcalc.checking.reading.grids import HEADS, VALUES
from bpcalc.checking.submissions.columns import Columns, columns_of
from bpcalc.checking.submissions.files import Unused
from bpcalc.checking.submissions.people import Person, folded, person_of
from bpcalc.errors import AnswersError
from bpcalc.locale import say
from bpcalc.maths.keys import Key

MAX_TITLE_ROWS = 8
"""Rows among which the headings are looked for; some exports put titles above them."""

SUMMARIES = frozenset(
    {
        *("overall average", "average", "mean", "median", "max", "maximum", "points", "total"),
        *("points possible", "max points", "maximum points", "sum", "standard deviation", "std"),
        *("平均分", "平均", "满分", "总计", "合计", "总平均", "key", "标准差", "最高分", "最低分"),
    }
)
"""What stands in a row that is no student."""


class TableRow(NamedTuple):
    """A row, or several, of one student.

    Attributes:
        person: as the row says.
        place: which row, counted from 1 as a spreadsheet does.
        names: of the quantities.
        cells: what is written, as many.
        time: as it is written.
    """

    person: Person
    place: int
    names: tuple[str, ...]
    cells: tuple[str, ...]
    time: str = ""


class ClassTable(NamedTuple):
    """What a table holds."""

    columns: Columns
    rows: list[TableRow]
    unused: list[Unused]


def read_table(
    rows: Sequence[Sequence[str]],
    index: QuantityIndex,
    asked: Sequence[Key],
    told: Mapping[str, str] | None = None,
) -> ClassTable:
    """Return the students of a table.

    Raises:
        AnswersError: no column of it is a quantity.
    """
    at = _head_row(rows, index, asked, told)
    heads = list(rows[at]) if rows else []
    columns = columns_of(heads, index, asked, told)
    body = [(number, row) for number, row in enumerate(rows[at + 1 :], start=at + 2)]
    long = _long_columns(heads)
    if "quantity" not in columns.roles and long:
        return _long(body, heads, columns, *long)
    if "quantity" not in columns.roles:
        raise AnswersError(_no_quantity(heads))
    return _wide(body, columns)


def _no_quantity(heads: Sequence[str]) -> str:
    listed = ", ".join(head[:60] for head in heads[:8] if head)
    return say(
        "no column of the table names a quantity of this exercise; its headings are: {heads}. "
        "Say what they are with --columns; --propose writes a file for it",
        heads=listed or say("(none)"),
    )


def _head_row(
    rows: Sequence[Sequence[str]],
    index: QuantityIndex,
    asked: Sequence[Key],
    told: Mapping[str, str] | None,
) -> int:
    """Return the row of the headings: of the first ones, the one in which most is known."""
    counts = []
    for at, row in enumerate(rows[:MAX_TITLE_ROWS]):
        columns = columns_of(row, index, asked, told)
        known = sum(bool(role) for role in columns.roles) + 2 * columns.roles.count("quantity")
        if _long_columns(row):
            known += len(row) * 3
        counts.append((known, -at))
    return -max(counts)[1] if counts else 0


def _long_columns(heads: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of names and values of a table with a row for each answer."""
    lower = [head.strip().casefold() for head in heads]
    values = [at for at, head in enumerate(lower) if head in VALUES]
    names = [at for at, head in enumerate(lower) if head in HEADS and (at or head != "name")]
    told = [at for at in names if at not in values]
    return (told[-1], values[-1]) if told and values else None


def _unknown_columns(columns: Columns, used: Sequence[int] = ()) -> list[Unused]:
    unused = []
    for at, (head, role) in enumerate(zip(columns.heads, columns.roles, strict=True)):
        if role in ("", "aside") and at not in used and head:
            place = say("column `{head}`", head=head[:80])
            why = say("it names no quantity and says nothing of a student")
            if role == "aside":
                why = say("it is no answer")
            unused.append(Unused(place, why, harmless=True))
    return unused


def _wide(body: Sequence[tuple[int, Sequence[str]]], columns: Columns) -> ClassTable:
    answered = [at for at, role in enumerate(columns.roles) if role == "quantity"]
    when = next((at for at, role in enumerate(columns.roles) if role == "time"), None)
    roles = _identified(columns)
    names = tuple(columns.names[at] for at in answered)
    rows, unused = [], _unknown_columns(columns)
    for number, row in body:
        cells = [*row, *[""] * (len(columns.heads) - len(row))]
        place = say("row {n}", n=number)
        if any(folded(cell) in SUMMARIES for cell in _who_cells(roles, cells)):
            unused.append(Unused(place, say("it is no student"), harmless=True))
            continue
        person = person_of(roles, cells)
        written = tuple(cells[at] for at in answered)
        if not person.label:
            if any(cell.strip(" -") for cell in written):
                unused.append(Unused(place, say("it does not say whose it is")))
            continue
        time = cells[when] if when is not None else ""
        rows.append(TableRow(person, number, names, written, time))
    return ClassTable(columns, rows, unused)


def _who_cells(roles: Sequence[str], cells: Sequence[str]) -> list[str]:
    who = ("name", "last", "first", "id", "login", "email")
    return [cell for role, cell in zip(roles, cells, strict=False) if role in who]


def _identified(columns: Columns) -> list[str]:
    """Return the roles, the first column a name if no other one says who somebody is."""
    roles = list(columns.roles)
    if not {"name", "last", "id", "email", "login", "participant"} & set(roles):
        first = next((at for at, role in enumerate(roles) if not role), None)
        if first is not None:
            roles[first] = "name"
    return roles


def _long(
    body: Sequence[tuple[int, Sequence[str]]],
    heads: Sequence[str],
    columns: Columns,
    name_at: int,
    value_at: int,
) -> ClassTable:
    roles = ["" if at in (name_at, value_at) else role for at, role in enumerate(columns.roles)]
    if not any(roles):
        others = (at for at in range(len(roles)) if at not in (name_at, value_at))
        if (first := next(others, None)) is not None:
            roles[first] = "name"
    sheets: dict[Person, tuple[int, list[str], list[str]]] = {}
    unused = []
    for number, row in body:
        cells = [*row, *[""] * (len(heads) - len(row))]
        person = person_of(roles, cells)
        if not person.label:
            unused.append(Unused(say("row {n}", n=number), say("it does not say whose it is")))
            continue
        _, names, values = sheets.setdefault(person, (number, [], []))
        names.append(cells[name_at])
        values.append(cells[value_at])
    rows = [TableRow(who, at, tuple(n), tuple(v)) for who, (at, n, v) in sheets.items()]
    return ClassTable(columns, rows, unused)
