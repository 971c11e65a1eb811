"""Lines of printed tables: headings that blanks separate, and rows that end with numbers."""

from collections.abc import Sequence

from bpcalc.checking.cells import SIGN
from bpcalc.checking.reading.cell_names import plain_heading
from bpcalc.checking.reading.crossed_tables import LABELS
from bpcalc.checking.reading.line_forms import COLUMNS, EPOCH, RULED_LINE, SAMPLE
from bpcalc.checking.reading.statement_parts import NUMERIC
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

MAX_WIDTH = 400
"""Characters that a line of such a table may have."""

MOST_WORDS = 40
"""Words that it may have."""

MOST_BETWEEN = 3
"""Lines between headings and rows: a rule, the types of the columns, nothing."""

_NUMBER = pattern(rf"{SIGN}?[.．]?[0-9０-９][0-9０-９.,．，]*(?:[eE]{SIGN}?[0-9]+)?")
_WRAPPED = pattern(r"\{?\[{0,3}|(?:np\.|torch\.)?(?:tensor|float[0-9]*|array)\(\[{0,2}")
_STATES = pattern(r"[=:：]|≈\s{0,3}[-+−.\[(0-9]")
"""What says the value of something in a line, and stands in no heading."""

_WORD = pattern(r"\S+")
MISSING = frozenset({"nan", "none", "null", "na", "n/a", "<na>", "nat", "-", "--", "—", "–"})
"""What stands in a cell in which there is nothing."""

_TYPE = pattern(
    r"<?(?:chr|dbl|int|num|fct|lgl)>?|(?:Float|Int|float|int)(?:32|64)|String[0-9]*|object"
    r"|str|f64|f32|---"
)
"""What programs say of the numbers of a column."""


class PrintedWord(NamedTuple):
    """A word of a row, and where it begins and ends in it."""

    text: str
    span: tuple[int, int]


class PrintedRow(NamedTuple):
    """A row as it stands there, and its words."""

    line: str
    words: tuple[PrintedWord, ...]


def headings_of(line: str) -> list[list[str]]:
    """Return what may be the headings of columns in a line; empty if it has none.

    Two blanks separate them, or one does.
    """
    text = line.strip()
    if not text or len(text) > MAX_WIDTH or text[0] == "|" or _STATES.search(text):
        return []
    text = text.lstrip("#%/> ").removesuffix("\\").replace("|", "  ").strip()
    apart = [field.strip() for field in COLUMNS.split(text)]
    words = text.split()
    if not words or len(words) > MOST_WORDS or any(map(NUMERIC.match, apart)):
        return []
    if len(words) == len(apart) or any(map(NUMERIC.match, words)):
        return [apart]
    return [apart, words]


def first_row(lines: Sequence[str], at: int) -> int:
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


def rows_below(lines: Sequence[str], at: int) -> tuple[list[PrintedRow], int]:
    """Return the rows that follow one another, and where they end."""
    rows: list[PrintedRow] = []
    end = at
    while at < len(lines):
        row = row_of(lines[at])
        if row is not None:
            if len(rows) > 1 and at > end and len(row.words) != len(rows[-1].words):
                break  # behind an empty line
            if SAMPLE.match(row.line) or EPOCH.match(row.line) or _is_counted(row, rows):
                break
            rows.append(row)
            end = at + 1
        elif lines[at].strip() and not RULED_LINE.fullmatch(lines[at].strip()[:MAX_WIDTH]):
            break
        elif at > end:
            break  # two empty lines
        at += 1
    return rows, end


def _is_counted(row: PrintedRow, rows: list[PrintedRow]) -> bool:
    """Return whether a line is a heading with a number among rows: `Layer 2`."""
    shorter = bool(rows) and len(row.words) < len(rows[-1].words)
    return shorter and numbers_in(row) == 1 and row.words[-1].text.isdigit()


def row_of(line: str) -> PrintedRow | None:
    """Return a line as a row of a table; None if it has no numbers, or is something else."""
    text = line.strip()
    if not text or len(line) > MAX_WIDTH or text[0] == "|" or "=" in text:
        return None
    words = tuple(
        PrintedWord(match[0], match.span())
        for match in _WORD.finditer(line.replace("|", " ").expandtabs())
    )
    if not 2 <= len(words) <= MOST_WORDS or any(sign in line for sign in "：＝"):
        return None
    numbers = sum(is_printed_number(word.text) for word in words[1:])
    if not numbers or numbers * 2 < len(words) - 2:
        return None
    said = "".join(word.text for word in words if not is_printed_number(word.text))
    if ":" in said[:-1]:  # it says more than whose the numbers are
        return None
    return PrintedRow(text, words)


def numbers_in(row: PrintedRow) -> int:
    """Return how many numbers stand behind the first word of a row."""
    return sum(is_printed_number(word.text) for word in row.words[1:])


def is_printed_number(text: str) -> bool:
    """Return whether a word is a number, be it wrapped as programs do, or stands for none."""
    wrap = _WRAPPED.match(text)
    if wrap and wrap[0]:
        text = text[wrap.end() :].rstrip("])},")
    return bool(_NUMBER.fullmatch(text)) or text.casefold() in MISSING
