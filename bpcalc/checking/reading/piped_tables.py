"""Tables with bars between their columns and none around them: `unit | net | out`."""

from collections.abc import Iterator
from itertools import groupby, zip_longest

from bpcalc.checking.reading.statement_parts import NUMERIC
from bpcalc.patterns import pattern

_RULE = pattern(r"[\s|:+-]{3,400}")
MAX_LINE = 1000
"""Characters of a line that may be a row."""


def with_bars(text: str) -> str:
    r"""Return a text, the rows of such tables with bars around them, as Markdown has them.

    A heading without any number stands above rows at least half of which are numbers.

    >>> with_bars("unit | net | out\nh1 | 0.3 | 0.57\nso E = 0.1")
    '| unit | net | out |\n| h1 | 0.3 | 0.57 |\nso E = 0.1'
    >>> with_bars("     | h1 | h2\nnet | 0.3 | 0.4")
    '| # | h1 | h2 |\n| net | 0.3 | 0.4 |'
    >>> with_bars("loss = 0.1 | out = 0.5"), with_bars("epoch | 1\nloss | 0.1")
    ('loss = 0.1 | out = 0.5', 'epoch | 1\nloss | 0.1')
    """
    if " | " not in text:
        return text
    lines: list[str] = []
    for bars, run in groupby(_with_corner(text.splitlines()), _bars):
        rows = list(run)
        lines += [f"| {row.strip()} |" for row in rows] if bars and _is_table(rows) else rows
    return "\n".join(lines)


def _with_corner(lines: list[str]) -> Iterator[str]:
    """Yield the lines; a heading that begins with a bar, above rows that do not, gets a corner."""
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        bare, row = line.strip(), below.strip()
        bars = bare.count("|") if bare[:1] == "|" != bare[-1:] else 0
        empty = bars > 1 and row[:1] != "|" and row.count("|") == bars
        yield f"{NO_HEADING} {bare}" if empty else line


NO_HEADING = "#"
"""Stands in an empty corner of a table; it counts the rows, and names nothing."""


def _bars(line: str) -> int:
    """Return how many bars stand in a line; 0 if it begins or ends with one, or is no row."""
    bare = line.strip()
    return 0 if bare[:1] == "|" or bare[-1:] == "|" or len(bare) > MAX_LINE else bare.count("|")


def _is_table(rows: list[str]) -> bool:
    head, *body = [row.split("|") for row in rows if not _RULE.fullmatch(row)] or [[]]
    if not body or any(NUMERIC.match(cell.strip()) or set(cell) & set("=＝:：") for cell in head):
        return False
    return all(
        2 * sum(bool(NUMERIC.match(cell.strip())) for cell in row) >= len(row) for row in body
    )
