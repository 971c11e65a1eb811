"""Rows of cells, wherever they come from: CSV, a Markdown table, a worksheet.

Columns are told by what stands in them. A column of names and one of values, a row of names over
a row of values, and units crossed with kinds are all read.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bpcalc.checking.cells import SIGN
from bpcalc.checking.reading.crossed_tables import crossed_entries
from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, Knows, WrittenEntry
from bpcalc.checking.reading.line_forms import SAMPLE, is_move
from bpcalc.checking.reading.rows_of_samples import rows_of_samples
from bpcalc.checking.reading.sampled_names import of_sample
from bpcalc.checking.reading.value_columns import VALUES, has_digit, says_value, value_column
from bpcalc.checking.reading.words_in_indices import with_kept_commas, without_kept
from bpcalc.errors import AnswersError
from bpcalc.locale import say
from bpcalc.patterns import pattern

OWN_HEADS = frozenset(("name in files", "文件中的名称", "文件中的名字"))
"""What stands above the names in a table of a sheet of ours."""

HEADS = OWN_HEADS | {
    *("name", "quantity", "symbol", "question", "item", "variable", "(index)"),
    *("量", "名称", "符号", "变量", "题目"),
}
WHO = frozenset(
    {
        *("student", "name", "id", "sid", "email", "e-mail", "student id", "student name"),
        *("full name", "student number", "matriculation", "username", "surname", "first name"),
        *("last name", "学号", "姓名", "学生", "名字", "邮箱", "学生姓名", "学生学号", "sis id"),
    }
)
"""Names of what says whose a sheet is."""

_ARRAYS = ("tensor(", "array(", "[[", "Tensor(", "Array(")
"""What stands in printed arrays, whose commas separate no columns."""

_SAYS = ":=：＝≈"
"""What stands between a name and its value in a line."""

_OPEN_MATRIX = pattern(r"[:=：＝]\s{0,9}\[[^\[\]]{1,400}$")
"""The first row of a matrix, which goes on in the next line."""

_DECIMAL_COMMA = pattern(
    rf"(?:[{_SAYS}]|\sis\s)\s{{0,9}}{SIGN}?[0-9]{{1,9}},[0-9]{{1,30}}[.;]?\s{{0,9}}$"
)
"""A value at the end of a line, of which the comma is a part: `Delta: -0,001`."""

_NO_ROW = ("{", "[", "(", "|", ">>>", "In [", "Out[")
"""What no row of a table begins with."""

_STATED = pattern(r"([^=＝≈]{1,80}?)\s?[=＝≈]\s?([^=＝≈]{1,200})")
MAX_CELL = 2**20
DELIMITERS = ",;\t|"


def delimiter(text: str) -> str:
    r"""Return what separates the columns of a table: the sign that most of its lines agree on.

    >>> delimiter("name;value\nnet_h1;0,3775"), delimiter("net_h1,net_h2")
    (';', ',')
    """
    lines = [line for _, line in zip(range(40), _lines(text), strict=False) if line.strip()]
    first = lines[0] if lines else ""
    told = [sign for sign in ";\t," if first.count(sign)]
    if not told:  # a title above the table
        return max(",;\t", key=lambda sign: _agreeing(lines, sign))
    # `name;value` over `net_h1;0,3775`: the sign that stands in every line as often as in the first
    steady = [s for s in told if all(line.count(s) >= first.count(s) for line in lines)]
    return max(steady or told, key=first.count)


def _agreeing(lines: Sequence[str], sign: str) -> tuple[int, int]:
    """Return how many lines have a sign as often as most have it, and how often that is."""
    counts = Counter(line.count(sign) for line in lines if sign in line)
    (often, agreeing) = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return agreeing, often


def rows_of(text: str, separator: str | None = None) -> Iterator[list[str]]:
    """Yield the rows of a table, without those that are empty.

    Raises:
        AnswersError: it is no table.
    """
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(_lines(text), delimiter=separator or delimiter(text))
    try:
        for row in reader:
            cells = [without_kept(cell.strip()) for cell in row]
            if any(cells):
                yield cells
    except csv.Error as error:
        raise AnswersError(say("this is not a table: {problem}", problem=error)) from None


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends; a class may be too large for a copy.

    Commas within indices are kept apart from those that separate columns.
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield with_kept_commas(text[start:end])
        start = end


def is_table(text: str, knows: Knows = lambda _: 0) -> bool:
    r"""Return whether a text looks like a table: its first lines have two columns or more.

    >>> is_table("name,value\nnet_h1,0.3775"), is_table("net_h1: 0.3775, out_h1: 0.5933")
    (True, False)
    >>> is_table("net_h1,net_h2\n0.3775"), is_table("net_h1,net_h2\n0.3775", lambda _: 2)
    (False, True)
    """
    lines = [line for _, line in zip(range(12), _lines(text), strict=False) if line.strip()]
    if not lines or any(line.lstrip().startswith(_NO_ROW) for line in lines):
        return False
    sign = delimiter(text)
    if sign not in lines[0] or any(mark in line for line in lines for mark in _ARRAYS):
        return False
    if any(map(_OPEN_MATRIX.search, lines)):
        return False
    if _names_several(lines[0], sign, knows):
        return False
    cells = map(without_kept, lines[0].split(sign))
    heads = [cell.strip().strip('"').casefold() for cell in cells]
    if HEADS.intersection(heads) and VALUES.intersection(heads):
        return True  # although a row may be shorter
    # Where lines have separators of their own, commas only list the statements in them.
    own = sum(_says_itself(line, sign) for line in lines)
    if not own and len(lines) > 1 and sum(_is_known(head, knows) for head in heads) > 1:
        return True  # a row of names; rows of values may be shorter, too
    return own * 2 <= len(lines) and all(sign in line for line in lines)


def _says_itself(line: str, sign: str) -> bool:
    """Return whether a line says what something is, and a comma in it separates no columns."""
    named = any(mark in line.split(sign)[0] for mark in _SAYS) or is_move(line)
    return named or (sign == "," and _DECIMAL_COMMA.search(line) is not None)


def _names_several(line: str, sign: str, knows: Knows) -> bool:
    """Return whether a line gives several names their values: `net_h1, net_h2 = 0.3775, 0.3925`."""
    ends = [at for mark in _SAYS if (at := line.find(mark)) > 0]
    names = [without_kept(name) for name in line[: min(ends, default=0)].split(sign)]
    return len(names) > 1 and all(_is_known(name.strip(), knows) for name in names)


def grid_entries(
    rows: Iterable[Sequence[str]], knows: Knows, single: Knows = lambda _: 0
) -> Iterator[WrittenEntry]:
    """Yield the names and values of a table.

    Args:
        rows: the cells.
        knows: tells how well a name is known.
        single: tells how well the name of one quantity is known; without it, headings such as
            `gradient` are not looked at.

    Raises:
        AnswersError: it holds the answers of several students.

    >>> known = {"net_h1", "net_h2"}.__contains__
    >>> rows = [["quantity", "name", "value"], ["net", "net_h1", "0.3775"], ["", "net_h2", ""]]
    >>> [entry[:2] for entry in grid_entries(rows, known)]
    [('net_h1', '0.3775'), ('net_h2', '')]
    """
    table = [list(row) for row in rows if any(cell.strip() for cell in row)]
    if not table:
        return
    width = max(map(len, table))
    table = [row + [""] * (width - len(row)) for row in table]
    own = _own_column([cell.casefold() for cell in table[0]])
    yield from _told(table, knows, single) if own is None else _listed(table, own, knows)


def _own_column(heads: Sequence[str]) -> int | None:
    """Return the column of names in a table of a sheet of ours, be they of another notation."""
    own = [at for at, head in enumerate(heads) if head in OWN_HEADS]
    return own[0] if own and any(map(says_value, heads)) else None


def _told(table: list[list[str]], knows: Knows, single: Knows) -> Iterator[WrittenEntry]:
    """Yield the names and values of a table that is told by what stands in it."""
    if of_samples := list(rows_of_samples(table, knows)) or list(_stated(table, knows)):
        yield from of_samples
        return
    heads = _named(table[0], knows)
    width = len(table[0])
    of_one = SAMPLE.fullmatch(table[0][-1].strip().casefold())  # no kind, as gradients are
    crossed = [] if width < 2 or of_one else crossed_entries(table, single)
    if len(crossed) >= max(len(heads), 1):
        yield from crossed
        return
    column = _name_column(table, knows)
    named = sum(_is_known(row[column], knows) for row in table) if width > 1 else 0
    names = [*table[0], *(row[column] for row in table)]
    strong = any(_is_known(name, knows) and knows(name) > 1 for name in names)
    crossed = [] if width < 3 else list(_crossed(table, knows))
    plain = sum(knows(entry.name) > 1 for entry in crossed)
    if len(crossed) > 1 and (not strong or plain > max(named, len(heads))):
        yield from crossed
        return
    headed = _headed_column(table, knows, heads)
    if headed is not None:
        yield from _listed(table, headed, knows)
        return
    only_head = len(heads) == named == 1 and len(table) > 1 and not any(map(has_digit, table[0]))
    if len(heads) > named or only_head:
        yield from _wide(table, knows)
    elif named or width == 2 or table[0][0].casefold() in HEADS:
        yield from _listed(table, column, knows)
    else:
        yield from crossed


def _stated(table: list[list[str]], knows: Knows) -> Iterator[WrittenEntry]:
    """Yield what the cells say of which each names its own quantity: `| h2 | w3 = -0.5 |`.

    The first row is most often one of headings, and the first column one of labels; they count
    where they state numbers themselves.
    """
    inner = [cell for row in table[1:] for cell in row[1:] if cell.strip("-: ")]
    if sum(_statement(cell, knows) is not None for cell in inner) * 2 <= len(inner):
        return
    for above, row in enumerate(table):
        for before, cell in enumerate(row):
            told = _statement(cell, knows)
            if told and ((above and before) or has_digit(told.raw)):
                yield told


def _statement(cell: str, knows: Knows) -> WrittenEntry | None:
    """Return the known name that a cell begins with, and what it is said to be."""
    match = _STATED.fullmatch(cell)
    if match is None or not _is_known(match[1].strip("$ "), knows):
        return None
    return WrittenEntry(match[1].strip("$ "), match[2].strip("$ "))


def _is_known(cell: str, knows: Knows) -> bool:
    return (
        bool(cell) and len(cell) <= MAX_QUANTITY_NAME and not cell[0].isdigit() and knows(cell) > 0
    )


def _named(row: list[str], knows: Knows) -> list[int]:
    """Return the columns whose heading is a name."""
    return [at for at, cell in enumerate(row) if _is_known(cell, knows)]


def _name_column(table: list[list[str]], knows: Knows) -> int:
    """Return the column that holds the names: the one with most, of equals the best known."""
    counts = []
    for at in range(len(table[0])):
        told = {row[at] for row in table if _is_known(row[at], knows)}
        counts.append((len(told), sum(knows(name) > 1 for name in told), at))
    most, _, at = max(counts)
    if most:
        return at
    heads = [cell.casefold() for cell in table[0]]
    return next((at for at, head in enumerate(heads) if head in HEADS), 0)


def _headed_column(table: list[list[str]], knows: Knows, named: Sequence[int] = ()) -> int | None:
    """Return the column of names by its heading, however few rows stand below.

    Of a row of names that has only one, as `answer, error`, that is the column of quantities' own.

    Args:
        table: the rows.
        knows: tells how well a name is known.
        named: the columns whose heading is a name.
    """
    counts = [
        (sum(_is_known(row[at], knows) for row in table[1:]), at)
        for at, head in enumerate(map(str.casefold, table[0]))
        if head in HEADS - WHO
    ]
    most, at = max(counts, default=(0, 0))
    if most or len(named) != 1 or len(table) < 2:
        return at if most else None
    own = (at for at, cell in enumerate(table[1]) if at not in named and _is_own(cell, knows))
    return next(own, None)


def _is_own(cell: str, knows: Knows) -> bool:
    return _is_known(cell, knows) and knows(cell) > 1


def _listed(table: list[list[str]], names: int, knows: Knows) -> Iterator[WrittenEntry]:
    """Yield the rows of a table with a column of names."""
    heads = [cell.casefold() for cell in table[0]]
    values = value_column(table, names)
    _check_one_student(table, heads, names, values)
    sample = SAMPLE.fullmatch(heads[values])
    skip_first = heads[values] in VALUES or (
        heads[names] in HEADS | VALUES and not _is_known(table[0][names], knows)
    )
    for row in table[skip_first:]:
        if row[names].strip("-: "):
            name = of_sample(row[names], sample[1], knows) if sample else row[names]
            yield WrittenEntry(name, row[values])


def _check_one_student(table: list[list[str]], heads: list[str], *used: int) -> None:
    who = next((at for at, head in enumerate(heads) if head in WHO and at not in used), None)
    if who is not None:
        _refuse_class(len({row[who] for row in table[1:]}))


def _refuse_class(students: int) -> None:
    if students > 1:
        message = say("this is a table of {n} students; `bpcalc grade` marks a class", n=students)
        raise AnswersError(message)


def _wide(table: list[list[str]], knows: Knows) -> Iterator[WrittenEntry]:
    """Yield the row under a row of names."""
    named = set(_named(table[0], knows))
    answered = [row for row in table[1:] if any(row[at].strip() for at in named)]
    who = [at for at, cell in enumerate(table[0]) if cell.casefold() in WHO and at not in named]
    if len(answered) > 1 and not who:
        raise AnswersError(
            say(
                "{n} rows of values stand under the names, and no column says whose they are: "
                "write one row for one student, or, for a class, add a column `student` and "
                "use `bpcalc grade`",
                n=len(answered),
            )
        )
    _refuse_class(sum(any(row[at].strip() for at in (*who, *named)) for row in table[1:]))
    row = answered[0] if answered else [""] * len(table[0])
    yield from (WrittenEntry(*pair) for pair in zip(table[0], row, strict=True) if pair[0])


def _crossed(table: list[list[str]], knows: Knows) -> Iterator[WrittenEntry]:
    """Yield the cells of a table of kinds and units: `net` beside, `h1` above."""
    for row in table[1:]:
        for head, cell in zip(table[0][1:], row[1:], strict=True):
            value = says_value(head.casefold()) and knows(row[0]) > 1  # of a column of values
            if row[0] and head and not value and not set(row[0]) <= set("-: "):
                name = max((f"{row[0]}_{head}", f"{head}_{row[0]}"), key=knows)
                if _is_known(name, knows):
                    yield WrittenEntry(name, cell)
