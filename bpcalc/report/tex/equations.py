r"""Lines of a calculation as equations of LaTeX, no wider than the host's text.

Where all lines of a display fit with their equals signs below one another, they stand so: `align`
with `&&`, since programs that read LaTeX take the argument of `alignat` for a number of ours.
Else each line goes on one row if it can, and only a line that is too long for it is broken: before
an equals sign first, then before a plus or minus.
"""

from collections.abc import Iterator, Sequence
from math import inf

from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.boxes import MathRow
from bpcalc.notation.latex import latex, one_line, rows_of
from bpcalc.notation.math_width import broken, math_width
from bpcalc.report.cells import terminal_width
from bpcalc.report.escaping import latex as escaped
from bpcalc.report.math_reading import NEARLY

EQUALS = 2.6
"""The width of an equals sign, in digits."""

BETWEEN = 2.5
"""What stands between two columns of a table or display, in digits."""

TAG = 6.0
"""What the number of an equation takes, in digits."""

AT_ONCE = 30
"""Rows in one display; TeX holds a display in memory as a whole."""


class TexEquation(NamedTuple):
    """A line of the calculation.

    Attributes:
        sides: its symbol, and what it is equal to; a side may begin with `≈`, or be empty where
            other lines of the display have one.
        label: by which the text refers to it, "" for none.
    """

    sides: Sequence[MathRow]
    label: str = ""


TexRow = list[str]
"""A row of a display: what stands before its first sign, then what follows each sign."""


class TexDisplays:
    """Writes equations as displays."""

    def __init__(self, room: float, *, numbered: bool = False, uncovered: bool = False) -> None:
        """Write displays of so many digits.

        Args:
            room: the digits of a line.
            numbered: whether equations have numbers at the margin.
            uncovered: whether each equation comes on a slide of its own, below those before it.
        """
        self._room = room - TAG if numbered else room
        self._numbered = numbered
        self._uncovered = uncovered

    def write(self, equations: Sequence[TexEquation]) -> str:
        """Return equations as one display, or several where they are many."""
        aligned = fits([each.sides for each in equations], self._room)
        starts = range(0, len(equations), AT_ONCE)
        parts = [equations[start : start + AT_ONCE] for start in starts]
        return "\n".join(self._display(part, aligned=aligned) for part in parts)

    def height(self, equations: Sequence[TexEquation]) -> list[int]:
        """Return how many rows each of the equations takes."""
        if fits([each.sides for each in equations], self._room):
            return [1] * len(equations)
        room = self._beside(equations)
        return [len(list(broken_equation(each.sides, room))) for each in equations]

    def _display(self, equations: Sequence[TexEquation], *, aligned: bool) -> str:
        """Return equations, their signs below one another if they are to be aligned."""
        room = self._beside(equations)
        rows: list[str] = []
        for place, each in enumerate(equations, 1):
            found = [in_columns(each.sides)] if aligned else broken_equation(each.sides, room)
            *before, last = [beside(self._cells(row, place)) for row in found]
            rows += [f"{row} \\nonumber" if self._numbered else row for row in before]
            rows.append(last + self._tag(each))
        name = "align" if self._numbered else "align*"
        return surrounded(name, "", [" \\\\\n".join(rows)])

    def _beside(self, equations: Sequence[TexEquation]) -> float:
        """Return the room beside the widest symbol."""
        return self._room - max(math_width(each.sides[0]) for each in equations)

    def _cells(self, row: TexRow, place: int) -> TexRow:
        return uncovered(row, place) if self._uncovered else row

    def _tag(self, equation: TexEquation) -> str:
        return f" \\label{{{equation.label}}}" if self._numbered and equation.label else ""


def beside(cells: Sequence[str]) -> str:
    """Return the cells of a row of `align`."""
    first, *others = cells
    return f"{first} &{' &&'.join(others)}".lstrip()


def uncovered(cells: Sequence[str], place: int) -> list[str]:
    """Return the cells of a row that is seen from the slide of this number on."""
    return [f"\\uncover<{place}->{{{cell}}}" if cell else "" for cell in cells]


def fits(
    rows: Sequence[Sequence[MathRow]], room: float, headers: Sequence[str] | None = None
) -> bool:
    """Return whether rows fit side by side into so many digits, in columns.

    Args:
        rows: the cells.
        room: the digits.
        headers: of a table, which has nothing on its outer sides.
    """
    widths = [max(map(math_width, column)) for column in zip(*rows, strict=True)]
    if headers is None:
        return sum(widths) + BETWEEN * len(widths) <= room
    whole = sum(map(max, widths, map(terminal_width, headers)))
    return whole + BETWEEN * (len(widths) - 1) <= room


def in_columns(sides: Sequence[MathRow]) -> TexRow:
    """Return an equation as a row, each of its signs in a column."""
    first, *others = sides
    if not others:
        return ["", one_line(first, escaped)]
    return [one_line(first, escaped), *(" ".join(_signed(each)) for each in others)]


def surrounded(environment: str, argument: str, lines: Sequence[str]) -> str:
    """Return lines in an environment."""
    begin = f"\\begin{{{environment}}}" + (f"{{{argument}}}" if argument else "")
    return "\n".join((begin, *lines, f"\\end{{{environment}}}"))


def _signed(side: MathRow, room: float = inf) -> list[str]:
    """Return the sign before a side of an equation, and the side in rows of at most that width.

    Of an empty side, nothing.
    """
    if not side:
        return []
    if side[:1] == (NEARLY,):
        return [r"\approx", *rows_of(side[1:], room, escaped)]
    return ["=", *rows_of(side, room, escaped)]


def broken_equation(sides: Sequence[MathRow], room: float) -> Iterator[TexRow]:
    """Yield the rows of an equation: a value stays beside its numbers, where that is possible."""
    symbol, *parts = filter(None, sides)
    if not parts:
        yield ["", one_line(symbol, escaped)]
        return
    before, row = latex(symbol, escaped), ""
    for together in _sharing(parts, room):
        for side in together:
            sign, first, *others = _signed(side, room - EQUALS)
            row += f"{sign} {first} "
            for other in others:
                yield [before, row.rstrip()]
                before, row = "", f"\\phantom{{={{}}}} {other} "
        yield [before, row.rstrip()]
        before, row = "", ""


def _side_width(side: MathRow) -> float:
    """Return the width of a side behind its sign."""
    return EQUALS + math_width(side[1:] if side[:1] == (NEARLY,) else side)


def _sharing(parts: Sequence[MathRow], room: float) -> list[Sequence[MathRow]]:
    """Return the sides of an equation, those together that share a row."""
    for ways in ([parts], [parts[:1], parts[1:]]):
        if all(sum(map(_side_width, sides)) <= room for sides in ways):
            return ways
    *longer, value = parts
    end = broken(longer[-1], room - EQUALS)[-1] if longer else value
    if len(parts) > 2 and EQUALS + math_width(end) + _side_width(value) <= room:
        return [*([part] for part in longer[:-1]), [longer[-1], value]]
    return [[part] for part in parts]
