"""Tables of plain text: columns that fit a width, or None so that the caller stacks them.

Nothing here ever shortens a text. A cell is a list of lines; a row is as high as its highest
cell.
"""

from collections.abc import Sequence

from bpcalc.named_tuples import NamedTuple
from bpcalc.report.breaking import WAYS, Breaking, broken, narrowest
from bpcalc.report.cells import terminal_width

COLUMN_GAP = 2
"""Blanks between two columns."""

READABLE = 16
"""A column that is broken narrower than this reads worse than a stacked line."""


MAX_TRIED_ROWS = 40
"""Rows of a table for which all ways of sharing out its width are tried."""


class GridColumn(NamedTuple):
    """A column of a table.

    Attributes:
        header: its heading.
        texts: one a row.
        breaks: whether its texts are formulas that may be broken.
        numbers: whether its texts are numbers, to be aligned at the decimal point.
        signs: what stands before each text, "" or a sign; () where none has one.
    """

    header: str
    texts: Sequence[str]
    breaks: bool = False
    numbers: bool = False
    signs: Sequence[str] = ()

    def shown(self) -> Sequence[str]:
        """Return the texts as they stand in the column, numbers aligned behind their signs."""
        texts = aligned(self.texts) if self.numbers else self.texts
        if not any(self.signs):
            return texts
        return [f"{sign or ' '}{text}" for sign, text in zip(self.signs, texts, strict=True)]

    @property
    def gap(self) -> int:
        """Blanks before the column; a sign takes the place of one."""
        return COLUMN_GAP - 1 if any(self.signs) else COLUMN_GAP


def aligned(texts: Sequence[str]) -> list[str]:
    """Pad numbers with blanks so that their decimal points stand below one another.

    >>> aligned(["0.5", "-12", "1.25e-9"])
    ['  0.5', '-12', '  1.25e-9']
    """
    whole = [len(text.partition("/")[0].partition(".")[0].partition("e")[0]) for text in texts]
    widest = max(whole, default=0)
    return [" " * (widest - count) + text for text, count in zip(texts, whole, strict=True)]


def widths(columns: Sequence[GridColumn], available: int) -> list[int] | None:
    """Return the widths of the columns, None if they cannot stand side by side."""
    natural = [
        max(
            terminal_width(column.header) + any(column.signs),
            *map(terminal_width, column.shown()),
            0,
        )
        for column in columns
    ]
    room = available - sum(column.gap for column in columns[1:])
    if sum(natural) <= room:
        return natural
    for ways in range(1, len(WAYS) + 1):  # broken between terms if that will do
        least = {
            number: _least(column, min(READABLE, natural[number]), ways)
            for number, column in enumerate(columns)
            if column.breaks
        }
        left = room - sum(width for number, width in enumerate(natural) if number not in least)
        if least and sum(least.values()) <= left:
            return _fewest_lines(columns, natural, least, left)
    return None


def _least(column: GridColumn, readable: int, ways: int) -> int:
    """Return the width that a column needs if it is broken in the first so many ways."""
    least = max(terminal_width(column.header), readable)
    for text in column.texts:
        if terminal_width(text) > least:
            least = max(least, narrowest(text, ways))
    return least


def _fewest_lines(
    columns: Sequence[GridColumn], natural: list[int], least: dict[int, int], room: int
) -> list[int]:
    """Give the columns that break the room there is, so that the table is as short as can be."""
    ways = [_shared_out(natural, least, room)]
    if len(least) == 2 and len(columns[0].texts) <= MAX_TRIED_ROWS:
        one, other = least
        widest = min(natural[one], room - least[other])
        for width in range(least[one], widest + 1):
            tried = list(natural)
            tried[one], tried[other] = width, min(natural[other], room - width)
            ways.append(tried)
    if len(ways) == 1:
        return _tight(columns, ways[0])
    breaking = Breaking()
    return _tight(columns, min(ways, key=lambda shared: _height(columns, shared, breaking)))


def _tight(columns: Sequence[GridColumn], shared: Sequence[int]) -> list[int]:
    """Take back the room that no line of a broken column fills."""
    return [
        max(terminal_width(column.header), *(_filled(text, width) for text in column.texts))
        if column.breaks
        else width
        for column, width in zip(columns, shared, strict=True)
    ]


def _filled(text: str, width: int) -> int:
    """Return how much of a width the lines of a text fill."""
    return max(map(terminal_width, broken(text, width)), default=0)


def _height(columns: Sequence[GridColumn], shared: Sequence[int], breaking: Breaking) -> int:
    """Return how many lines the rows of a table take."""
    counts = [
        [breaking.lines(text, width) for text in column.texts]
        for column, width in zip(columns, shared, strict=True)
        if column.breaks
    ]
    return sum(map(max, zip(*counts, strict=True)))


def _shared_out(natural: list[int], least: dict[int, int], room: int) -> list[int]:
    """Give the columns that break the room there is, in proportion to what they would like."""
    spare = room - sum(least.values())
    wanted = sum(natural[number] - width for number, width in least.items())
    shared = list(natural)
    for number, width in least.items():
        shared[number] = width + spare * (natural[number] - width) // max(wanted, 1)
    return shared


def cells(columns: Sequence[GridColumn], shared: Sequence[int]) -> list[list[list[str]]]:
    """Return the rows of the table; of each row its cells, of each cell its lines."""
    by_column = [
        [broken(text, width) for text in column.texts]
        if column.breaks
        else [[text] for text in column.shown()]
        for column, width in zip(columns, shared, strict=True)
    ]
    return [list(row) for row in zip(*by_column, strict=True)]


def padded(text: str, width: int) -> str:
    """Fill a text up with blanks to a number of terminal cells."""
    return text + " " * (width - terminal_width(text))


def side_by_side(
    columns: Sequence[GridColumn], groups: Sequence[int], available: int
) -> list[list[GridColumn]]:
    """Return the columns of several tables, each beginning with the first one.

    A group stands in one table unless it alone is too wide. There are none if a single column is
    too wide, or if there are no groups.
    """
    first, rest = columns[0], list(columns[1:])
    tables: list[list[GridColumn]] = []
    current = [first]
    for size in groups:
        group, rest = rest[:size], rest[size:]
        whole = widths([first, *group], available) is not None
        for part in [group] if whole else [[column] for column in group]:
            if widths([*current, *part], available) is None and len(current) > 1:
                tables.append(current)
                current = [first]
            current += part
            if widths(current, available) is None:
                return []
    return [*tables, current] if groups else []
