"""Lines above a table of answers: whose it is, of which class, of what day, and other headings."""

from collections.abc import Iterable, Iterator

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, NOTE, Knows, WrittenEntry
from bpcalc.checking.reading.grids import DELIMITERS, HEADS, is_table
from bpcalc.checking.reading.line_forms import SAMPLE, SAMPLE_ALONE, is_move
from bpcalc.checking.reading.statements import statements
from bpcalc.checking.reading.times_above import WhenAbove
from bpcalc.checking.reading.value_columns import VALUES

MOST_ABOVE = 12
"""So many lines may stand above a table."""

PAIR = 2

_COLONS = ":："


def below_headings(text: str, knows: Knows) -> tuple[str, str]:
    r"""Return the lines above a table of answers, and the table; nothing above if there is none.

    >>> known = {"net_h1", "net_h2"}.__contains__
    >>> below_headings("Name:,Ann\nClass: 3\nnet_h1,0.3775\nnet_h2,0.3925", known)[0]
    'Name:,Ann\nClass: 3\n'
    """
    start = 0
    for _ in range(MOST_ABOVE):
        end = text.find("\n", start) + 1
        line = text[start : end or len(text)]
        if line.strip() and _begins_table(line, knows):
            return (
                (text[:start], text[start:])
                if start and is_table(text[start:], knows)
                else ("", text)
            )
        if not end or not _may_stand_above(line):
            break
        start = end
    return "", text


def heading_entries(lines: str, knows: Knows) -> Iterator[WrittenEntry]:
    """Yield what the lines above a table say: `学号：,2023123456`, or `Name: Ann`."""
    for line in lines.splitlines():
        cells = _filled_in(_cells(line))
        if not cells:
            continue
        names, values = cells[::PAIR], cells[1::PAIR]
        inside = any(colon in name[:-1] for name in names for colon in _COLONS)
        if len(names) == len(values) and not inside:
            for name, value in zip(names, values, strict=True):
                yield WrittenEntry(name.rstrip(_COLONS).strip(), value)
        else:
            yield from statements(line.strip().rstrip(DELIMITERS), knows)


def of_headings(
    lines: str, entries: Iterable[WrittenEntry], knows: Knows
) -> Iterator[WrittenEntry]:
    r"""Yield entries of a table, those without any sample and epoch with what the lines above say.

    >>> table = [WrittenEntry("net_h1", "0.3")]
    >>> [entry.name for entry in of_headings("Sample 2\n", table, lambda _: 2)]
    ['net_h1@s2']
    """
    above = WhenAbove(knows)
    for line in map(str.strip, lines.splitlines()):
        if line.startswith("# ") or SAMPLE_ALONE.fullmatch(line):
            above.heading(line)
    for entry in entries:
        if entry.name not in (NOTE, entry.raw):
            name, of_sample = above.names(entry.name)
            entry = entry._replace(name=name, otherwise=of_sample or entry.name)
        yield entry


def _filled_in(cells: list[str]) -> list[str]:
    """Return cells without labels that have nothing behind them: `姓名：,,学号：,2023123456`."""
    following = [*cells[1:], _COLONS][: len(cells)]
    return [c for c, then in zip(cells, following, strict=True) if {c[-1], then[-1]} - {*_COLONS}]


def _cells(line: str) -> list[str]:
    """Return the cells of a line that are not empty, cut at the sign that it has."""
    sign = next((sign for sign in DELIMITERS if sign in line), ",")
    return [cell for cell in map(str.strip, line.split(sign)) if cell]


def _begins_table(line: str, knows: Knows) -> bool:
    if not any(sign in line for sign in DELIMITERS):
        return False  # `Layer: hidden`, although a layer is something that is known
    if is_move(line):
        return False  # `w5 changes from 0,4 to 0,36`
    parts = {part for sign in DELIMITERS for part in line.split(sign)}  # 0,10 may be a number
    cells = [cell.strip().strip("\"'*` ") for cell in parts]
    heads = {cell.casefold() for cell in cells}
    if HEADS & heads and (VALUES & heads or any(map(SAMPLE.fullmatch, heads))):
        return True
    return any(len(cell) <= MAX_QUANTITY_NAME and knows(cell) > 0 for cell in cells)


def _may_stand_above(line: str) -> bool:
    """Return whether a line may be a heading: one thing, a name and what it is, or several."""
    cells = _cells(line)
    if line[:1] in DELIMITERS:  # the first column has no heading: kinds crossed with units
        return False
    return len(cells) <= PAIR or any(colon in line for colon in _COLONS)
