"""Quotation marks that are opened in a table and not closed: the rows below would be lost."""

import csv
from collections.abc import Iterator, Sequence

from bpcalc.checking.reading.grids import MAX_CELL, delimiter, rows_of
from bpcalc.errors import AnswersError
from bpcalc.locale import say
from bpcalc.patterns import pattern

_CLOSED_EARLY = pattern(r'"[ \t]{1,9}(?=[,;\t|\r\n]|$)')
"""A mark at the end of a cell, with blanks behind it."""


def whole_rows(text: str) -> list[list[str]]:
    """Return the rows of a table with rows for several students.

    Raises:
        AnswersError: it is no table, or a quotation mark in it is not closed.
    """
    if '"' in text:
        _refuse_open(text)
    return list(rows_of(text))


def _refuse_open(text: str) -> None:
    """Refuse a table in which a mark is opened and not closed before the next row.

    What somebody has typed on several lines stays one cell, whatever marks are in it.

    Raises:
        AnswersError: with the line.
    """
    csv.field_size_limit(MAX_CELL)
    sign = delimiter(text)
    lines = _Lines(text)
    columns = 0
    for taken in lines.of_rows(sign):
        columns = columns or taken[0].count(sign)
        rows_within = columns and any(line.count(sign) >= columns for line in taken[1:])
        if (rows_within and not _is_whole(taken, sign)) or (lines.ended and _is_open(taken, sign)):
            says = say(
                "line {n}: a quotation mark is opened and not closed, so what follows would be "
                "taken for one cell; close it, or take it away",
                n=lines.number - len(taken) + 1,
            )
            raise AnswersError(says)


def _is_whole(lines: Sequence[str], sign: str) -> bool:
    """Return whether the lines are one row, and every mark is closed where a cell ends."""
    row = _CLOSED_EARLY.sub('"', "".join(lines)).splitlines(keepends=True)
    try:
        return len(list(csv.reader(row, delimiter=sign, strict=True))) == 1
    except csv.Error:
        return False


def _is_open(lines: Sequence[str], sign: str) -> bool:
    """Return whether another line would belong to the row of these; what is no row is not open."""
    try:
        return len(list(csv.reader([*lines, "\n", "more\n"], delimiter=sign))) == 1
    except csv.Error:
        return False


class _Lines:
    """The lines of a text, told by the rows that they make.

    Attributes:
        number: how many have been read.
        ended: whether these are all.
    """

    def __init__(self, text: str) -> None:
        self.number = 0
        self.ended = False
        self._text, self._start, self._last = text, 0, len(text.rstrip())
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._start == len(self._text):
            raise StopIteration
        end = self._text.find("\n", self._start) + 1 or len(self._text)
        line = self._text[self._start : end]
        self._start = end
        self.number += 1
        self.ended = end >= self._last
        self._taken.append(line)
        return line

    def of_rows(self, sign: str) -> Iterator[list[str]]:
        """Yield the lines of each row."""
        reader = csv.reader(self, delimiter=sign)
        while True:
            try:
                next(reader)
            except StopIteration:
                return
            except csv.Error:  # a cell without end
                pass
            taken, self._taken = self._taken, []
            yield taken
