"""How wide the columns of a table are: as wide as what stands in them, if the page has the room."""

from collections.abc import Sequence
from typing import NamedTuple

from bpcalc.report.docx.markup import CELL_MARGIN, TEXT_WIDTH

DIGIT = 124.0
"""The width of a digit of a formula, in twips.

That of Cambria Math in 10 pt is 111, but LibreOffice sets formulas in 12 pt, whatever is asked for.
"""

LETTER = 108.0
"""The same of a text, for one cell of a terminal."""

READABLE = 24.0
"""A formula of so many digits is broken no further, if another column can give way."""


class Column(NamedTuple):
    """What a column needs, in twips.

    Attributes:
        whole: with nothing in it broken.
        least: with everything broken where it can be.
    """

    whole: float
    least: float


def widths(columns: Sequence[Column], room: int = TEXT_WIDTH) -> list[int] | None:
    """Return the widths of columns, their margins included; None if they do not fit.

    >>> widths([Column(1000, 1000), Column(2000, 500)])
    [1180, 2180]
    >>> widths([Column(1000, 1000), Column(20000, 3000)])
    [1180, 8231]
    >>> widths([Column(9000, 9000), Column(1000, 1000)])
    """
    left = room - 2 * CELL_MARGIN * len(columns)
    if sum(column.whole for column in columns) <= left:
        return [_outer(column.whole) for column in columns]
    for spared in (DIGIT * READABLE, 0.0):
        least = [max(column.least, min(column.whole, spared)) for column in columns]
        more = left - sum(least)
        if more >= 0:
            wanted = sum(c.whole - few for c, few in zip(columns, least, strict=True))
            return [
                _outer(few + more * (c.whole - few) / wanted)
                for c, few in zip(columns, least, strict=True)
            ]
    return None


def _outer(width: float) -> int:
    return int(width) + 2 * CELL_MARGIN
