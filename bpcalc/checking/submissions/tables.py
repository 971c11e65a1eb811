"""Tables of a class: a row for each student, or a row for each answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.submissions.columns import TableColumns, columns_of, named_in, role_of
from bpcalc.checking.submissions.files import Unused
from bpcalc.checking.submissions.headings import headings_of, long_columns, long_names
from bpcalc.checking.submissions.name_words import folded
from bpcalc.checking.submissions.people import Person, person_of
from bpcalc.checking.submissions.roles import ATTEMPTS, MAY_BE_NAMES, NOT_HANDED_IN, SUMMARIES
from bpcalc.checking.submissions.times import order, read_time
from bpcalc.checking.submissions.unused_columns import decimals, no_quantity, unknown_columns
from bpcalc.errors import AnswersError
from bpcalc.locale import say
from bpcalc.maths.keys import Key

MOST_OF_LIST = 3
"""Columns that one student's list of names and values has at most."""


class TableRow(NamedTuple):
    """A row, or several, of one student.

    Attributes:
        person: as the row says.
        place: which row, counted from 1 as a spreadsheet does.
        names: of the quantities.
        cells: what is written, as many.
        time: as it is written.
        table: which worksheet or file it stands in, "" if there is only one.
    """

    person: Person
    place: int
    names: tuple[str, ...]
    cells: tuple[str, ...]
    time: str = ""
    table: str = ""

    def with_more(self, other: "TableRow") -> "TableRow":
        """Return a row with the answers of another worksheet as well."""
        return self._replace(names=self.names + other.names, cells=self.cells + other.cells)

    @property
    def shown(self) -> str:
        """Return where it is, as it is shown."""
        return in_table(self.table, say("row {n}", n=self.place))


def in_table(table: str, place: str) -> str:
    """Return a place within one of several tables."""
    return f"{table}: {place}" if table else place


class ClassTable(NamedTuple):
    """What a table holds.

    Attributes:
        columns: what they are about.
        rows: of students who have answered something.
        unused: columns and rows that are not marked.
        blank: students in whose rows no answer stands, or none that was handed in, each with the
            state of the attempt, "" if nothing is said of it.
    """

    columns: TableColumns
    rows: list[TableRow]
    unused: list[Unused]
    blank: list[tuple[Person, str]]


def read_table(
    rows: Sequence[Sequence[str]],
    index: QuantityIndex,
    asked: Sequence[Key],
    told: Mapping[str, str] | None = None,
    is_listed: Callable[[Person], bool] = lambda _: False,
) -> ClassTable:
    """Return the students of a table.

    Args:
        rows: its cells.
        index: the names of quantities.
        asked: what the sheet asks for, in its order.
        told: what columns are, by their headings.
        is_listed: whether somebody is on the roster.

    Raises:
        AnswersError: no column of it is a quantity.
    """
    heads, first, rows = headings_of(rows, index, told or {})
    columns = columns_of(heads, index, asked, told)
    body = [(number, row) for number, row in enumerate(rows[first:], start=first + 1)]
    long = long_columns(heads)
    if "quantity" not in columns.roles and long:
        names = long_names(heads, rows[first:], index, long[0])
        kept, earlier = _latest_attempts(body, columns)
        table = _long(kept, columns, index, is_listed, names, long[1])
        return table._replace(unused=[*earlier, *table.unused])
    if "quantity" not in columns.roles:
        raise AnswersError(no_quantity(columns, len(asked)))
    return _wide(body, columns, is_listed)


def is_of_class(rows: Sequence[Sequence[str]], index: QuantityIndex, asked: Sequence[Key]) -> bool:
    """Return whether a table is of several students, each told by a column; else it is a paper."""
    try:
        table = read_table(rows, index, asked)
    except AnswersError:
        return False
    told = {"name", "last", "id", "email", "login", "participant"} & set(table.columns.roles)
    return bool(told) and len({row.person for row in table.rows}) > 1


def is_list_of_class(rows: Sequence[Sequence[str]], index: QuantityIndex) -> bool:
    """Return whether a table says who is in a class, and nothing of any quantity."""
    heads, _, _ = headings_of(rows, index, {})
    roles = [role_of(head) for head in heads]
    who = {"name", "last", "first", "id", "email", "login"} & set(roles)
    named = any(not role and named_in(head, index) for head, role in zip(heads, roles, strict=True))
    return len(who) > 1 and not named


def has_unknown_answers(rows: Sequence[Sequence[str]], index: QuantityIndex) -> bool:
    """Return whether a table that names no quantity may have answers of students all the same."""
    heads, first, rows = headings_of(rows, index, {})
    who = {"name", "last", "id", "email", "login"} & set(map(role_of, heads))
    body = list(enumerate(rows[first:]))
    return bool(who) and any(decimals(body, at) for at in range(len(heads)))


def is_own_list(rows: Sequence[Sequence[str]], index: QuantityIndex) -> bool:
    """Return whether a table is one student's list of names and values."""
    if not rows or max(map(len, rows)) > MOST_OF_LIST or is_list_of_class(rows, index):
        return False
    known = [index.knows(row[0]) for row in rows if row and row[0].strip()]
    return sum(level > 1 for level in known) * 2 > len(known)


def _wide(
    body: Sequence[tuple[int, Sequence[str]]],
    columns: TableColumns,
    is_listed: Callable[[Person], bool],
) -> ClassTable:
    answered = [at for at, role in enumerate(columns.roles) if role == "quantity"]
    when = next((at for at, role in enumerate(columns.roles) if role == "time"), None)
    roles = _identified(body, columns)
    names = tuple(columns.names[at] for at in answered)
    who = [at for at, role in enumerate(roles) if role == "name"]
    rows, unused, blank = [], unknown_columns(body, columns, who), []
    begun: list[tuple[TableRow, str]] = []
    last = _last_student(body, roles)
    for number, row in body:
        cells = [*row, *[""] * (len(columns.heads) - len(row))]
        place = say("row {n}", n=number)
        person = person_of(roles, cells)
        called = _summary(person, roles, cells)
        if called and not is_listed(person) and not (_may_be_name(called) and number < last):
            unused.append(_no_student(place, called))
            continue
        if called and not is_listed(person):
            why = say("it is marked as a student's; is it one? {name}", name=called[:60])
            unused.append(Unused(place, why, harmless=True, taken=True))
        written = tuple(cells[at] for at in answered)
        empty = not any(cell.strip(" -–—") for cell in written)
        state = _not_handed_in(roles, cells)
        if empty or state:
            blank += [(person, state)] if person.label else []
            begun += [] if empty else [(TableRow(person, number, names, written), state)]
            continue
        if not person.label:
            person = Person(place)
            why = say("it does not say whose it is; it is marked under this name")
            unused.append(Unused(place, why, taken=True))
        time = cells[when] if when is not None else ""
        rows.append(TableRow(person, number, names, written, time))
    return ClassTable(columns, rows, [*unused, *_begun(begun, rows)], blank)


def _not_handed_in(roles: Sequence[str], cells: Sequence[str]) -> str:
    """Return the state of an attempt that was not handed in; "" for all others."""
    pairs = zip(roles, cells, strict=False)
    states = (cell.strip() for role, cell in pairs if role == "state")
    return next((state[:40] for state in states if folded(state) in NOT_HANDED_IN), "")


def _begun(begun: Sequence[tuple[TableRow, str]], rows: Sequence[TableRow]) -> Iterator[Unused]:
    """Yield the attempts with answers that were not handed in; some are all that there is."""
    known = {row.person.identity or row.person.name for row in rows}
    for row, state in begun:
        person = row.person
        why = say(
            "the attempt of {name} was not handed in ({state})", name=person.label, state=state
        )
        other = (person.identity or person.name) in known
        yield Unused(row.shown, why, harmless=other, student=person.label)


def _summary(person: Person, roles: Sequence[str], cells: Sequence[str]) -> str:
    """Return what a row that is no student's is called; "" for a student's.

    What has a number or an address of its own is a student, whatever the name.
    """
    names = (cell.strip() for cell in _who_cells(roles, cells))
    called = next((cell for cell in names if folded(cell) in SUMMARIES), "")
    own = {folded(part) for part in (person.id, person.email) if part} - SUMMARIES
    return "" if own else called


def _may_be_name(called: str) -> bool:
    return folded(called) in MAY_BE_NAMES


def _last_student(body: Sequence[tuple[int, Sequence[str]]], roles: Sequence[str]) -> int:
    """Return the last row that is no summary; what stands below it may be called Sum or Max."""
    last = 0
    for number, row in body:
        who = [cell.strip() for cell in _who_cells(roles, row)]
        if any(who) and not any(folded(cell) in SUMMARIES for cell in who):
            last = number
    return last


def _no_student(place: str, called: str) -> Unused:
    return Unused(place, say("it is no student: {name}", name=called[:60]), harmless=True)


def _who_cells(roles: Sequence[str], cells: Sequence[str]) -> list[str]:
    who = ("name", "last", "first", "id", "login", "email")
    return [cell for role, cell in zip(roles, cells, strict=False) if role in who]


def _identified(body: Sequence[tuple[int, Sequence[str]]], columns: TableColumns) -> list[str]:
    """Return the roles, the first column a name if no other one says who somebody is."""
    roles = list(columns.roles)
    if not {"name", "last", "id", "email", "login", "participant"} & set(roles):
        free = (at for at, role in enumerate(roles) if not role and not decimals(body, at))
        first = next(free, None)
        if first is not None:
            roles[first] = "name"
    return roles


class _Answer(NamedTuple):
    """One row of a table with a row for each answer."""

    name: str
    value: str
    time: str
    when: datetime
    row: int


def _long(
    body: Sequence[tuple[int, Sequence[str]]],
    columns: TableColumns,
    index: QuantityIndex,
    is_listed: Callable[[Person], bool],
    name_at: int,
    value_at: int,
) -> ClassTable:
    roles = _long_roles(columns, name_at, value_at)
    when = next((at for at, role in enumerate(roles) if role == "time"), None)
    sheets: dict[Person, dict[str, _Answer]] = {}
    first_rows: dict[Person, int] = {}
    unused = []
    for number, row in body:
        cells = [*row, *[""] * (len(columns.heads) - len(row))]
        person = person_of(roles, cells)
        place = say("row {n}", n=number)
        called = _summary(person, roles, cells)
        if not person.label or (called and not is_listed(person) and not _may_be_name(called)):
            nobody = Unused(place, say("it does not say whose it is"))
            unused.append(_no_student(place, called) if called else nobody)
            continue
        first_rows.setdefault(person, number)
        time = cells[when] if when is not None else ""
        name = _quantity_name(cells[name_at], index)
        new = _Answer(name, cells[value_at], time, order(read_time(time)), number)
        unused += _keep_later(sheets.setdefault(person, {}), new, person.label)
    rows, blank = [], []
    for person, answers in sheets.items():
        told = list(answers.values())
        if any(answer.value.strip(" -–—") for answer in told):
            time = max(told, key=lambda answer: answer.when).time
            names, values = tuple(a.name for a in told), tuple(a.value for a in told)
            rows.append(TableRow(person, first_rows[person], names, values, time))
        else:
            blank.append((person, ""))
    return ClassTable(columns, rows, unused, blank)


def _latest_attempts(
    body: Sequence[tuple[int, Sequence[str]]], columns: TableColumns
) -> tuple[list[tuple[int, Sequence[str]]], list[Unused]]:
    """Return the rows of everybody's last attempt, and what is said of those before it."""
    heads = [head.strip().casefold() for head in columns.heads]
    at = next((n for n, head in enumerate(heads) if head in ATTEMPTS), None)
    if at is None:
        return list(body), []
    counted = [
        (person_of(columns.roles, row), int(row[at]))
        if len(row) > at and row[at].strip().isdecimal()
        else None
        for _, row in body
    ]
    last: dict[Person, int] = {}
    for person, number in filter(None, counted):
        last[person] = max(number, last.get(person, 0))
    kept: list[tuple[int, Sequence[str]]] = []
    earlier: dict[tuple[Person, int], int] = {}
    for row, count in zip(body, counted, strict=True):
        if count is None or count[1] == last[count[0]]:
            kept.append(row)
        else:
            earlier.setdefault(count, row[0])
    unused = [
        Unused(
            say("row {n}", n=row),
            say("a later submission of {name} counts", name=person.label),
            harmless=True,
            student=person.label,
        )
        for (person, _), row in earlier.items()
    ]
    return kept, unused


def _long_roles(columns: TableColumns, name_at: int, value_at: int) -> list[str]:
    """Return the roles of a table with a row for each answer; some column says whose it is."""
    roles = ["" if at in (name_at, value_at) else role for at, role in enumerate(columns.roles)]
    if not {"name", "last", "id", "email", "login", "participant"} & set(roles):
        others = (at for at, role in enumerate(roles) if at not in (name_at, value_at) and not role)
        if (first := next(others, None)) is not None:
            roles[first] = "name"
    return roles


def _keep_later(answers: dict[str, _Answer], new: _Answer, student: str) -> Iterator[Unused]:
    """Keep an answer unless there is a later one; yield the one that does not count."""
    old = answers.get(new.name)
    newer = old is None or (new.when >= old.when and bool(new.value.strip()))
    if newer:
        answers[new.name] = new
    if old is not None and (replaced := old if newer else new).value.strip():
        why = say("a later answer for {name} counts", name=new.name)
        yield Unused(say("row {n}", n=replaced.row), why, harmless=True, student=student)


def _quantity_name(text: str, index: QuantityIndex) -> str:
    """Return the name of a quantity, also out of a question such as `What is net_h1?`."""
    if index.knows(text):
        return text
    named = named_in(text, index)
    return index.told_name(named.key) if named and not named.several else text
