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

from bpcalc.checking.cells import SIGN
from bpcalc.checking.reading.cell_names import CellName, is_kind, plain_heading
from bpcalc.checking.reading.crossed_tables import LABELS, left_out, name_at
from bpcalc.checking.reading.entries import Knows, WrittenEntry
from bpcalc.checking.reading.line_forms import COLUMNS, RULED_LINE
from bpcalc.checking.reading.statement_parts import NUMERIC
from bpcalc.checking.reading.value_columns import VALUES
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

MAX_WIDTH = 400
"""Characters that a line of such a table may have."""

MOST_WORDS = 40
"""Words that it may have."""

MIN_ALIGNED = 2
"""Lines that tell where the columns stand: whole rows, and the headings."""

MOST_WIDTHS = 3
"""Numbers of words in a row that are looked at."""

LOOKED_AT = 8
"""Rows by which the columns are told."""

MOST_BETWEEN = 3
"""Lines between headings and rows: a rule, the types of the columns, nothing."""

_NUMBER = pattern(rf"{SIGN}?[.．]?[0-9０-９][0-9０-９.,．，]*(?:[eE]{SIGN}?[0-9]+)?")
_WRAPPED = pattern(r"\{?\[{0,3}|(?:np\.|torch\.)?(?:tensor|float[0-9]*|array)\(\[{0,2}")
_MISSING = frozenset({"nan", "none", "null", "na", "n/a", "<na>", "nat", "-", "--", "—", "–"})
_TYPE = pattern(
    r"<?(?:chr|dbl|int|num|fct|lgl)>?|(?:Float|Int|float|int)(?:32|64)|String[0-9]*|object|str|f64|f32|---"
)
_SERIES = pattern(r"Name: ([^,:]{1,60}), (?:Length: [0-9]{1,9}, )?dtype: \w{1,20}\s*$")
"""What pandas prints below a series: what its numbers are."""

_QUOTES = " '\"`{}$*:："
_WORD = pattern(r"\S+")


class PrintedWord(NamedTuple):
    """A word of a row, and where it begins and ends in it."""

    text: str
    start: int
    end: int


class PrintedRow(NamedTuple):
    """A row as it stands there, and its words."""

    line: str
    words: tuple[PrintedWord, ...]


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
        row = _row(lines[-1])
        if row is None or not _is_number(row.words[-1].text):
            break
        if any(_is_number(word.text) for word in row.words[1:-1]):
            break
        label = " ".join(word.text for word in row.words[:-1]).strip(_QUOTES)
        name = name_at(label, head, knows, ())
        told = name.name if name.known else label if knows(label) > 1 else row.line
        entries.append(WrittenEntry(told, row.line if told == row.line else row.words[-1].text))
        lines.pop()
    return entries[::-1]


def _table(lines: Sequence[str], at: int, knows: Knows) -> tuple[list[WrittenEntry], int] | None:
    """Return what the table says whose headings are in this line, and where it ends."""
    headings = _headings(lines[at])
    if not headings:
        return None
    start = _first_row(lines, at + 1)
    rows, end = _rows(lines, start)
    if not rows:
        return None
    columns = _columns(lines[at], headings, rows, knows)
    if columns is not None:
        return list(_entries(columns, rows, knows)), end
    named = all(not _is_number(row.words[0].text) for row in rows)
    if named and any(map(_tells, headings)) and _numbers(rows[0]) > 1:
        return [WrittenEntry(row.line, row.line) for row in rows], end
    return None


def _tells(heads: list[str]) -> bool:
    """Return whether headings are those of a table, although none of its rows is known."""
    return sum(map(is_kind, heads)) >= max(2, len(heads) - 1)


def _headings(line: str) -> list[list[str]]:
    """Return what may be the headings of columns in a line; empty if it has none.

    Two blanks separate them, or one does.
    """
    text = line.strip()
    if not text or len(text) > MAX_WIDTH or text[0] == "|" or any(sign in text for sign in "=:："):
        return []
    text = text.lstrip("#%/> ").removesuffix("\\").replace("|", "  ").strip()
    apart = [field.strip() for field in COLUMNS.split(text)]
    words = text.split()
    if not words or len(words) > MOST_WORDS or any(map(NUMERIC.match, apart)):
        return []
    if len(words) == len(apart) or any(map(NUMERIC.match, words)):
        return [apart]
    return [apart, words]


def _first_row(lines: Sequence[str], at: int) -> int:
    """Return where rows may begin below headings."""
    for _ in range(MOST_BETWEEN):
        text = lines[at].strip() if at < len(lines) else "-1"
        words = text.replace("|", " ").split() if len(text) <= MAX_WIDTH else ["-1"]
        index = len(words) == 1 and plain_heading(text) in LABELS  # as pandas names the rows
        ruled = RULED_LINE.fullmatch(text[:MAX_WIDTH])
        if not (ruled or index or all(map(_TYPE.fullmatch, words))):
            break
        at += 1
    return at


def _rows(lines: Sequence[str], at: int) -> tuple[list[PrintedRow], int]:
    """Return the rows that follow one another, and where they end."""
    rows: list[PrintedRow] = []
    end = at
    while at < len(lines):
        row = _row(lines[at])
        if row is not None:
            if len(rows) > 1 and at > end and len(row.words) != len(rows[-1].words):
                break  # behind an empty line
            rows.append(row)
            end = at + 1
        elif lines[at].strip() and not RULED_LINE.fullmatch(lines[at].strip()[:MAX_WIDTH]):
            break
        elif at > end:
            break  # two empty lines
        at += 1
    return rows, end


def _row(line: str) -> PrintedRow | None:
    """Return a line as a row of a table; None if it has no numbers, or is something else."""
    text = line.strip()
    if not text or len(line) > MAX_WIDTH or text[0] == "|" or "=" in text:
        return None
    words = tuple(
        PrintedWord(match[0], match.start(), match.end())
        for match in _WORD.finditer(line.replace("|", " ").expandtabs())
    )
    if not 2 <= len(words) <= MOST_WORDS or any(sign in line for sign in "：＝"):
        return None
    numbers = sum(_is_number(word.text) for word in words[1:])
    if not numbers or numbers * 2 < len(words) - 2:
        return None
    said = "".join(word.text for word in words if not _is_number(word.text))
    if ":" in said[:-1]:  # it says more than whose the numbers are
        return None
    return PrintedRow(text, words)


def _numbers(row: PrintedRow) -> int:
    return sum(_is_number(word.text) for word in row.words[1:])


def _is_number(text: str) -> bool:
    """Return whether a word is a number, be it wrapped as programs do, or stands for none."""
    wrap = _WRAPPED.match(text)
    if wrap and wrap[0]:
        text = text[wrap.end() :].rstrip("])},")
    return bool(_NUMBER.fullmatch(text)) or text.casefold() in _MISSING


class _Columns(NamedTuple):
    """How the words of a row belong to the headings.

    Attributes:
        heads: the headings of the columns of numbers.
        spans: where these begin and end.
        width: words of a whole row.
        numbered: whether rows begin with their numbers.
    """

    heads: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    width: int
    numbered: bool


def _columns(
    line: str, headings: list[list[str]], rows: list[PrintedRow], knows: Knows
) -> _Columns | None:
    """Return the columns by which most rows can be read; None if no cell has a name."""
    best, most = None, (0, False, 0)
    for (width, _), heads in product(Counter(map(_width, rows)).most_common(MOST_WIDTHS), headings):
        numbered = _are_numbered([row for row in rows if len(row.words) == width])
        for count in range(min(len(heads), width - 1), 0, -1):
            before, told = heads[: len(heads) - count], tuple(heads[len(heads) - count :])
            if not _may_stand_before(before, width - count):
                continue
            if len(told) == 1 and not is_kind(told[0]):
                continue
            columns = _Columns(told, _spans(line, heads)[-count:], width, numbered)
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


def _may_stand_before(heads: list[str], words: int) -> bool:
    if len(heads) > words:
        return False
    return len(heads) < 2 or all(plain_heading(head) in LABELS for head in heads)


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
    label = _label(columns, row)
    return [name_at(label, head, knows, columns.heads) for head in columns.heads]


def _label(columns: _Columns, row: PrintedRow) -> str:
    """Return what a row is called."""
    count = len(columns.heads)
    end = -count if _is_whole(columns, row) else columns.width - count
    words = [word.text for word in row.words[:end]]
    if columns.numbered and len(words) > 1:
        words = words[1:]
    return " ".join(words).strip(_QUOTES)


def _is_whole(columns: _Columns, row: PrintedRow) -> bool:
    """Return whether a row has a number in every column, be its name of one word or of two."""
    if len(row.words) == columns.width:
        return True
    count = len(columns.heads)
    before, cells = row.words[:-count], row.words[-count:]
    if not before or any(_is_number(word.text) for word in before):
        return False
    return all(_is_number(word.text) for word in cells) and not cells[0].text.isdigit()


def _entries(columns: _Columns, rows: list[PrintedRow], knows: Knows) -> Iterator[WrittenEntry]:
    """Yield the cells that have names; rows that do not fit as they stand there."""
    unnamed = dict.fromkeys(columns.heads)
    for row in rows:
        names = _names(columns, row, knows)
        cells = _cells(columns, row, rows)
        if cells is None or not any(name.known for name in names):
            yield WrittenEntry(row.line, row.line)
            continue
        for head, name, cell in zip(columns.heads, names, cells, strict=True):
            if name.known:
                unnamed.pop(head, None)
            if name.known and cell.casefold() not in _MISSING and any(map(str.isdigit, cell)):
                yield WrittenEntry(name.name, cell)
    lists = all(plain_heading(head) in VALUES for head in columns.heads if head not in unnamed)
    if unnamed and not lists:
        yield left_out(list(unnamed))


def _cells(columns: _Columns, row: PrintedRow, rows: list[PrintedRow]) -> list[str] | None:
    """Return the cells of a row below the headings; None if it is open which is which.

    A row with fewer words has cells left blank: these are told where the numbers of all other rows
    end at the same places, or begin there.
    """
    count = len(columns.heads)
    if _is_whole(columns, row):
        return [word.text for word in row.words[-count:]]
    label = columns.width - count
    whole = [other.words[-count:] for other in rows if len(other.words) == columns.width]
    if len(row.words) > columns.width:
        return None
    for edge in ("end", "start"):
        places = [tuple(getattr(word, edge) for word in words) for words in whole]
        above = tuple(span[edge == "end"] for span in columns.spans)
        if len({*places}) != 1 or len([*places, *[above] * (above in places)]) < MIN_ALIGNED:
            continue
        column_at = {place: at for at, place in enumerate(places[0])}
        found = {column_at.get(getattr(word, edge)): word.text for word in row.words[label:]}
        if None not in found and len(found) == len(row.words) - label:
            return [found.get(at, "") for at in range(count)]
    return None
