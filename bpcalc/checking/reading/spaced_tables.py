"""Tables whose columns nothing but blanks separates, as pandas, printf, R and Octave print them.

      weight  old  gradient       new
    0     w5  0.9 -0.010588  0.902118
    1     w6  0.2 -0.118183  0.223637

A line of headings stands above rows of numbers, which end with as many numbers as there are
columns. What stands before them in a row is its name. A row that does not fit is told, not read.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from bpcalc.checking.reading.cell_names import CellName, is_kind, plain_heading
from bpcalc.checking.reading.crossed_tables import LABELS, TIMES_OF, left_out, name_at
from bpcalc.checking.reading.entries import Knows, WrittenEntry
from bpcalc.checking.reading.layer_words import LAYER_NAMES, any_of
from bpcalc.checking.reading.printed_rows import (
    MISSING,
    PrintedRow,
    first_row,
    headings_of,
    is_printed_number,
    numbers_in,
    row_of,
    rows_below,
)
from bpcalc.checking.reading.value_columns import VALUES
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

MIN_ALIGNED = 2
"""Lines that tell where the columns stand: whole rows, and the headings."""

MOST_WIDTHS = 3
"""Numbers of words in a row that are looked at."""

LOOKED_AT = 8
"""Rows by which the columns are told."""

_INDEXED = pattern(rf"(hidden|output|h|o|{any_of(LAYER_NAMES)})\s?[\[(]([0-9]{{1,3}})[\])]")
_SERIES = pattern(r"Name: ([^,:]{1,60}), (?:Length: [0-9]{1,9}, )?dtype: \w{1,20}\s*$")
"""What pandas prints below a series: what its numbers are."""

COUNTS = frozenset(("", "row", "index", "no", "no.", "nr", "#", "id", "序号", "编号"))
"""Headings of what counts the rows."""

_QUOTES = " '\"`{}$*:："


class TableEntries(NamedTuple):
    """What a table says."""

    entries: tuple[WrittenEntry, ...]


def parted(lines: Sequence[str], knows: Knows) -> Iterator[list[str] | TableEntries]:
    """Yield the lines between the tables of a text, and what these say.

    Args:
        lines: the lines of a text.
        knows: tells how well a name of one quantity is known.
    """
    between: list[str] = []
    at = 0
    while at < len(lines):
        if series := _SERIES.match(lines[at]):
            column = _column_above(between, series[1], knows)
            if between:
                yield between
            yield TableEntries(tuple(column))
            between, at = [], at + 1
            continue
        found = _table(lines, at, knows)
        if found is None:
            between.append(lines[at])
            at += 1
            continue
        if between:
            yield between
            between = []
        entries, at = found
        yield TableEntries(tuple(entries))
    if between:
        yield between


def _column_above(lines: list[str], head: str, knows: Knows) -> list[WrittenEntry]:
    """Take the rows off the end of lines below which their heading stands; return what they say."""
    entries: list[WrittenEntry] = []
    while lines:
        row = row_of(lines[-1])
        if row is None or not is_printed_number(row.words[-1].text):
            break
        if any(is_printed_number(word.text) for word in row.words[1:-1]):
            break
        label = " ".join(word.text for word in row.words[:-1]).strip(_QUOTES)
        name = name_at(label, head, knows, ())
        told = name.name if name.known else label if knows(label) > 1 else row.line
        entries.append(WrittenEntry(told, row.line if told == row.line else row.words[-1].text))
        lines.pop()
    return entries[::-1]


def _table(lines: Sequence[str], at: int, knows: Knows) -> tuple[list[WrittenEntry], int] | None:
    """Return what the table says whose headings are in this line, and where it ends."""
    headings = headings_of(lines[at])
    if not headings:
        return None
    start = first_row(lines, at + 1)
    rows, end = rows_below(lines, start)
    if not rows:
        return None
    columns = _columns(lines[at], headings, rows, knows)
    if columns is not None:
        return list(_entries(columns, rows, knows)), end
    if numbers := _below_their_names(headings[-1], rows, knows):
        return numbers, end
    named = all(not is_printed_number(row.words[0].text) for row in rows)
    if named and any(map(_tells, headings)) and numbers_in(rows[0]) > 1:
        return [WrittenEntry(row.line, row.line) for row in rows], end
    return None


def _below_their_names(
    heads: list[str], rows: list[PrintedRow], knows: Knows
) -> list[WrittenEntry]:
    """Return what a row of numbers says below names such as `w5_old w5_grad w5_new`.

    Rows that are counted, as those of several epochs are, are told; so are several rows. Names
    that are plain ones, every one of them, are read by others.
    """
    known = [knows(head) for head in heads]
    alone = sum(map(bool, known)) >= max(1, len(heads) - 1) and min(known) < 2
    if len(heads) < 2 or not alone or any(map(_has_words, rows)):
        return []
    if len(rows) == 1 and all(known) and len(rows[0].words) == len(heads):
        pairs = zip(heads, rows[0].words, strict=True)
        return [WrittenEntry(head, word.text) for head, word in pairs]
    return [WrittenEntry(row.line, row.line) for row in rows]


def _has_words(row: PrintedRow) -> bool:
    return not all(is_printed_number(word.text) for word in row.words)


def _tells(heads: list[str]) -> bool:
    """Return whether headings are those of a table, although none of its rows is known."""
    labels = sum(map(_is_label, heads))
    return sum(map(is_kind, heads)) >= max(2, len(heads) - max(labels, 1))


class _Columns(NamedTuple):
    """How the words of a row belong to the headings.

    Attributes:
        heads: the headings of the columns of numbers.
        before: those of what stands before the numbers.
        spans: where the headings of numbers begin and end.
        width: words of a whole row.
        numbered: whether rows begin with their numbers.
        from_0: whether a unit is called `hidden[0]`.
    """

    heads: tuple[str, ...]
    before: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    width: int
    numbered: bool
    from_0: bool


def _columns(
    line: str, headings: list[list[str]], rows: list[PrintedRow], knows: Knows
) -> _Columns | None:
    """Return the columns by which most rows can be read; None if no cell has a name."""
    best, most = None, (0, False, 0)
    from_0 = any(word.text.endswith(("[0]", "(0)")) for row in rows for word in row.words[:2])
    for (width, _), heads in product(Counter(map(_width, rows)).most_common(MOST_WIDTHS), headings):
        numbered = _are_numbered([row for row in rows if len(row.words) == width])
        for count in range(min(len(heads), width - 1), 0, -1):
            before, told = heads[: len(heads) - count], tuple(heads[len(heads) - count :])
            if not _may_stand_before(before, width - count) or any(map(_is_label, told)):
                continue
            if len(told) == 1 and not is_kind(told[0]):
                continue
            counts = bool(before) and plain_heading(before[0]) in COUNTS
            counted = numbered and (counts or width - count > len(before))
            before = before[1:] if counted and counts else before
            spans = _spans(line, heads)[-count:]
            columns = _Columns(told, tuple(before), spans, width, counted, from_0)
            looked_at = rows[:LOOKED_AT]
            known = [_known(columns, row, knows) for row in looked_at if _is_whole(columns, row)]
            told_by = (sum(map(bool, known)), _is_whole(columns, rows[0]), sum(known))
            if count == 1 and not all(known):
                continue  # a heading of something else
            if sum(known) and told_by > most:
                best, most = columns, told_by
    return best


def _spans(line: str, heads: list[str]) -> tuple[tuple[int, int], ...]:
    """Return where headings begin and end in their line."""
    line, at = line.expandtabs(), 0
    spans = []
    for head in heads:
        start = line.find(head, at)
        at = start + len(head)
        spans.append((start, at))
    return tuple(spans)


def _width(row: PrintedRow) -> int:
    return len(row.words)


def _is_label(head: str) -> bool:
    """Return whether a heading is that of what rows are called, and of no numbers."""
    return (plain_heading(head) in LABELS and not is_kind(head)) or plain_heading(head) in TIMES_OF


def _may_stand_before(heads: list[str], words: int) -> bool:
    if len(heads) > words:
        return False
    told = [plain_heading(head) for head in heads]
    return len(heads) < 2 or all(head in LABELS or head in TIMES_OF for head in told)


def _are_numbered(rows: list[PrintedRow]) -> bool:
    """Return whether rows begin with 0, 1, 2, … or 1, 2, 3, …, and go on with something else."""
    firsts = [row.words[0].text for row in rows]
    if not firsts or len(rows[0].words) < 3 or firsts[0] not in ("0", "1"):
        return False
    start = int(firsts[0])
    return firsts == [str(number) for number in range(start, start + len(firsts))]


def _known(columns: _Columns, row: PrintedRow, knows: Knows) -> int:
    return sum(min(name.known, 1) for name in _names(columns, row, knows))


def _names(columns: _Columns, row: PrintedRow, knows: Knows) -> list[CellName]:
    label, when = _label(columns, row)
    names = [name_at(label, head, knows, columns.heads) for head in columns.heads]
    if plain_heading("".join(columns.before[-1:])) in ("bias", "偏置"):
        own = [name_at(f"b_{label}", head, knows, columns.heads) for head in columns.heads]
        names = max(names, own, key=lambda each: sum(bool(name.known) for name in each))
    return [name._replace(name=f"{name.name}{when}") for name in names]


def _label(columns: _Columns, row: PrintedRow) -> tuple[str, str]:
    """Return what a row is called, and of which sample and epoch it is."""
    count = len(columns.heads)
    end = -count if _is_whole(columns, row) else columns.width - count
    words = [word.text for word in row.words[:end]]
    if columns.numbered and len(words) > 1:
        words = words[1:]
    when = ""
    if len(words) == len(columns.before):
        pairs = [*zip(map(plain_heading, columns.before), words, strict=True)]
        told = [TIMES_OF[head] + word for head, word in pairs if head in TIMES_OF]
        when = "@" + "".join(sorted(told, reverse=True)) if told else ""
        words = [word for head, word in pairs if head not in TIMES_OF]
    label = " ".join(words).strip(_QUOTES)
    if place := _INDEXED.fullmatch(label):  # hidden[0] of a program is the first unit
        number = int(place[2]) + columns.from_0
        label = f"{place[1]}{number}" if len(place[1]) == 1 else f"{place[1]} {number}"
    return label, when


def _is_whole(columns: _Columns, row: PrintedRow) -> bool:
    """Return whether a row has a number in every column, be its name of one word or of two."""
    if len(row.words) == columns.width:
        return True
    count = len(columns.heads)
    before, cells = row.words[:-count], row.words[-count:]
    if not before or any(is_printed_number(word.text) for word in before):
        return False
    return all(is_printed_number(word.text) for word in cells) and not cells[0].text.isdigit()


def _entries(columns: _Columns, rows: list[PrintedRow], knows: Knows) -> Iterator[WrittenEntry]:
    """Yield the cells that have names; rows that do not fit as they stand there."""
    unnamed = dict.fromkeys(columns.heads)
    lost: dict[str, list[str]] = {}
    places = _places(columns, rows)
    for row in rows:
        names = _names(columns, row, knows)
        cells = _cells(columns, row, places)
        if cells is None or not any(name.known for name in names):
            yield WrittenEntry(row.line, row.line)
            continue
        for head, name, cell in zip(columns.heads, names, cells, strict=True):
            if cell.casefold() in MISSING or not any(map(str.isdigit, cell)):
                continue
            if name.known:
                unnamed.pop(head, None)
                yield WrittenEntry(name.name, cell)
            else:
                lost.setdefault(head, []).append(f"{_label(columns, row)[0]} {head}")
    lists = all(plain_heading(head) in VALUES for head in columns.heads if head not in unnamed)
    cells_lost = [cell for head in lost if head not in unnamed for cell in lost[head]]
    if (unnamed or cells_lost) and not lists:
        yield left_out([*unnamed, *cells_lost])


def _places(columns: _Columns, rows: list[PrintedRow]) -> list[dict[int, int]]:
    """Return where columns end, and where they begin, each with the number of the column.

    They are known where all whole rows agree, and the headings with a single one.
    """
    count = len(columns.heads)
    whole = [row.words[-count:] for row in rows if len(row.words) == columns.width]
    found = []
    for edge in (1, 0):
        places = [tuple(word.span[edge] for word in words) for words in whole]
        above = tuple(span[edge] for span in columns.spans)
        if len({*places}) == 1 and (len(places) >= MIN_ALIGNED or above in places):
            found.append({place: at for at, place in enumerate(places[0])})
        else:
            found.append({})
    return found


def _cells(columns: _Columns, row: PrintedRow, places: list[dict[int, int]]) -> list[str] | None:
    """Return the cells of a row below the headings; None if it is open which is which.

    A row with fewer words has cells left blank: these are told where the numbers of all other rows
    end at the same places, or begin there.
    """
    count = len(columns.heads)
    if _is_whole(columns, row):
        return [word.text for word in row.words[-count:]]
    words = row.words[columns.width - count :]
    if len(row.words) > columns.width:
        return None
    for edge, column_at in zip((1, 0), places, strict=True):
        found = {column_at.get(word.span[edge]): word.text for word in words}
        if None not in found and len(found) == len(words) > 0:
            return [found.get(at, "") for at in range(count)]
    return None
