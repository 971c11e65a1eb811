"""What stands in one cell of a table of lines."""

import re
from collections.abc import Callable, Iterator, Sequence

from bpcalc.calc.lines import Line
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import CHANGE_KINDS, FINAL_GRADIENT_KINDS, GRADIENT_KINDS, PARAMETERS
from bpcalc.patterns import pattern
from bpcalc.report.document import ColumnName, Inline, Paragraph
from bpcalc.solution import Solution

_NUMBER = pattern(r"-?[0-9.]+(e-?[0-9]+|/[0-9.]+)?")


def cell(solution: Solution, line: Line, column: ColumnName) -> str:
    """Return the text of a line in a column, "" where the line has nothing to say there."""
    return _READINGS[column](solution, line)


VALUES: tuple[ColumnName, ...] = ("value", "new value")
"""The columns that have the value of a line."""


def sign_before(
    solution: Solution, line: Line, column: ColumnName, columns: Sequence[ColumnName]
) -> str:
    """Return the sign before a cell: `≈` where the numbers beside it do not give it quite.

    Args:
        solution: that the line belongs to.
        line: the line.
        column: of the cell.
        columns: of the table; without the numbers put in, nothing is claimed.
    """
    if column not in VALUES or "numbers" not in columns:
        return "="
    return solution.relation(line)


def inline(solution: Solution, item: Inline) -> str:
    """Return words as they are, and a quantity among them as its equation, value or symbol."""
    if isinstance(item, str):
        return item
    text = _MENTIONS[item.shows](solution, item.line)
    return f"{item.words} {text}" if item.words else text


_MENTIONS: dict[str, Callable[[Solution, Line], str]] = {
    "equation": lambda solution, line: f"{solution.symbol(line)} = {solution.shown(line)}",
    "value": lambda solution, line: solution.shown(line),
    "symbol": lambda solution, line: solution.symbol(line),
    "formula": lambda solution, line: solution.formula(line),
    "numbers": lambda solution, line: solution.substitution(line),
    "chain": lambda solution, line: solution.chain(line),
}


def in_words(solution: Solution, headers: Sequence[Inline], row: Sequence[Inline]) -> str:
    """Return a row of a table as one line, each cell behind its heading; empty cells are left out.

    So stands a table on a page that is too narrow for it.
    """
    return ", ".join(
        f"{inline(solution, header)} {inline(solution, item)}"
        for header, item in zip(headers, row, strict=True)
        if item
    )


def in_parts(solution: Solution, block: Paragraph) -> Iterator[Inline]:
    """Yield a sentence as words and the quantities among them, each where its symbol stands."""
    text = block.text
    for item in block.symbols:
        symbol = re.escape(inline(solution, item))
        found = re.search(rf"(?<![A-Za-z0-9_∂/]){symbol}(?![A-Za-z0-9_⁺])", text)
        if found:
            if found.start():
                yield text[: found.start()]
            yield item
            text = text[found.end() :]
    if text:
        yield text


def is_number(text: str) -> bool:
    """Return whether a text is a number as the report writes numbers."""
    return _NUMBER.fullmatch(text) is not None


def _used(kinds: frozenset[Kind]) -> Callable[[Solution, Line], str]:
    """Read the first quantity of these kinds that the line's formula uses."""

    def reading(solution: Solution, line: Line) -> str:
        keys: list[Key] = [key for key in line.formula.refs() if key.kind in kinds]
        return solution.shown(solution[keys[0]]) if keys else ""

    return reading


_READINGS: dict[ColumnName, Callable[[Solution, Line], str]] = {
    "symbol": lambda solution, line: solution.symbol(line),
    "formula": lambda solution, line: solution.formula(line),
    "numbers": lambda solution, line: solution.substitution(line),
    "old": _used(PARAMETERS),
    "gradient": _used(GRADIENT_KINDS | FINAL_GRADIENT_KINDS),
    "change": _used(CHANGE_KINDS),
    "value": lambda solution, line: solution.shown(line),
    "new value": lambda solution, line: solution.shown(line),
}
