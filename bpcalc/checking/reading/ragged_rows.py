"""Rows of a table that have fewer columns than its first one, or more."""

from collections.abc import Iterator, Sequence

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, NOTE, Knows, WrittenEntry
from bpcalc.checking.reading.grids import HEADS
from bpcalc.checking.reading.value_columns import is_number
from bpcalc.errors import AnswersError
from bpcalc.locale import say

MOST_SAID = 3
"""Short rows that are told one by one."""


def ragged(rows: Sequence[Sequence[str]], knows: Knows) -> Iterator[WrittenEntry]:
    """Yield what is to be said about rows with fewer columns than the names above them.

    Raises:
        AnswersError: a row has more numbers than the first one has columns.
    """
    first = rows[0] if rows else []
    named = sum(bool(cell) and len(cell) <= MAX_QUANTITY_NAME and knows(cell) > 0 for cell in first)
    if not (named or HEADS.intersection(cell.casefold() for cell in first)):
        return
    width, short = len(first), []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > width and any(map(is_number, row[width:])):
            raise AnswersError(
                say(
                    "row {n} of the table has {found} columns, and its first row has {expected}; "
                    "a number with a comma needs quotation marks, or columns that ; separates",
                    n=number,
                    found=len(row),
                    expected=width,
                )
            )
        if len(row) < width and named > 1:
            short.append((number, len(row)))
    for number, found in short[:MOST_SAID]:
        says = say(
            "row {n} of the table has {found} of {expected} columns; the others are blank",
            n=number,
            found=found,
            expected=width,
        )
        yield WrittenEntry(NOTE, says)
