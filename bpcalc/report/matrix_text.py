"""Matrix equations: how they are read, where they are broken, and how characters draw them.

An equation is written in symbols, `left = right`, and below that in numbers, `= right = left`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from bpcalc.maths.expr import Number, Ref
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple
from bpcalc.report.cells import terminal_width
from bpcalc.report.document import Array, EquationPart, Matrices, Word
from bpcalc.report.grid import aligned, padded
from bpcalc.solution import Solution

BREAKABLE_SIGNS = ("=", "≈", "+", "-", "·", "⊙")
"""Between two parts; an equation may be broken before them."""

BlockReading = Literal["symbols", "numbers"]
Token = tuple[EquationPart, BlockReading]


class Chunk(NamedTuple):
    """Parts that stay together, such as a sign and the matrix that follows it."""

    parts: list[Token]
    width: float


def equations(block: Matrices, solution: Solution) -> list[list[Token]]:
    """Return the equation in symbols, then in numbers; where there is no formula, both in one.

    Before the value stands `≈` if the numbers put in do not quite give all of its entries.
    """
    left: list[EquationPart] = [block.left]
    if not block.right:
        return [_read(left, "symbols") + _read(["=", *left], "numbers")]
    right = list(block.right)
    return [
        _read([*left, "=", *right], "symbols"),
        _read(["=", *right, _sign(block, solution), *left], "numbers"),
    ]


def _sign(block: Matrices, solution: Solution) -> str:
    keys = (key for row in block.left.rows for key in row)
    relations = {solution.relation(solution[key]) for key in keys if key is not None}
    return "≈" if "≈" in relations else "="


def _read(parts: Sequence[EquationPart], reading: BlockReading) -> list[Token]:
    return [(part, reading) for part in parts]


def bands(
    equation: Sequence[Token], measure: Callable[[Token], float], width: float
) -> list[list[Token]] | None:
    """Return the equation in rows of at most this width; None if a single part is wider."""
    rows: list[list[Token]] = []
    filled = 0.0
    for chunk in _chunks(equation, measure):
        if chunk.width > width:
            return None
        if not rows or filled + chunk.width > width:
            rows.append([])
            filled = 0.0
        rows[-1] += chunk.parts
        filled += chunk.width
    return rows


def _chunks(equation: Sequence[Token], measure: Callable[[Token], float]) -> Iterator[Chunk]:
    """Break before a sign outside of brackets; `= -η` stays together."""
    parts: list[Token] = []
    depth = 0
    for token in equation:
        if (
            depth == 0
            and token[0] in BREAKABLE_SIGNS
            and parts
            and parts[-1][0] not in BREAKABLE_SIGNS
        ):
            yield Chunk(parts, sum(map(measure, parts)))
            parts = []
        depth += (token[0] == "(") - (token[0] == ")")
        parts.append(token)
    yield Chunk(parts, sum(map(measure, parts)))


def entries(
    solution: Solution, array: Array, reading: BlockReading, within: Key
) -> list[list[str]]:
    """Return the texts of a matrix by rows: symbols as they stand in a line, or values."""
    if reading == "symbols":
        return [[solution.spell(key, within) if key else "" for key in row] for row in array.rows]
    return [[solution.shown(solution[key]) if key else "" for key in row] for row in array.rows]


def scalar(solution: Solution, part: EquationPart, reading: BlockReading, within: Key) -> str:
    """Return the text of a single quantity, number or word; a sign as it is."""
    if isinstance(part, Ref):
        array = Array(((part.key,),))
        return entries(solution, array, reading, within)[0][0]
    if isinstance(part, Number):
        return part.text
    return part.text if isinstance(part, Word) else str(part)


# Drawn with characters -----------------------------------------------------------------------

TextBlock = list[str]
"""Lines of one width."""


def drawn(solution: Solution, block: Matrices, width: int) -> list[list[str]] | None:
    """Return the drawing, in bands of lines; None if it is wider than the page."""
    within = block.first

    def box(token: Token) -> TextBlock:
        part, reading = token
        if isinstance(part, Array):
            return _matrix(entries(solution, part, reading, within), solution.unicode)
        return [_spaced(scalar(solution, part, reading, within), solution.unicode)]

    def measure(token: Token) -> int:
        return terminal_width(box(token)[0])

    drawing: list[list[str]] = []
    for equation in equations(block, solution):
        rows = bands(equation, measure, width)
        if rows is None:
            return None
        drawing += [_side_by_side([box(token) for token in row]) for row in rows]
    return drawing


def _spaced(sign: str, unicode: bool) -> str:
    if sign in BREAKABLE_SIGNS:
        return f" {sign if unicode else {'·': '*', '⊙': 'o', '≈': '~'}.get(sign, sign)} "
    return sign if unicode else {"²": "^2", "³": "^3"}.get(sign, sign)


def _matrix(rows: list[list[str]], unicode: bool) -> TextBlock:
    columns = [
        aligned(column) if _numeric(column) else column for column in zip(*rows, strict=True)
    ]
    widths = [max(map(terminal_width, column)) for column in columns]
    lines = [
        "  ".join(padded(text, width) for text, width in zip(row, widths, strict=True))
        for row in zip(*columns, strict=True)
    ]
    return [
        f"{left}{line}{right}"
        for line, (left, right) in zip(lines, _brackets(len(lines), unicode), strict=True)
    ]


def _numeric(column: Sequence[str]) -> bool:
    texts = [text for text in column if text]  # a blank is where there is no connection
    return all(text[-1].isdigit() and text[0] in "-.0123456789" for text in texts)


def _brackets(height: int, unicode: bool) -> list[tuple[str, str]]:
    if height == 1 or not unicode:
        return [("[", "]")] * height
    return [("⎡", "⎤"), *[("⎢", "⎥")] * (height - 2), ("⎣", "⎦")]


def _side_by_side(boxes: Sequence[TextBlock]) -> list[str]:
    """Put boxes beside one another, their middles at one height."""
    height = max(map(len, boxes))
    columns = []
    for box in boxes:
        blank = " " * terminal_width(box[0])
        above = [blank] * ((height - len(box)) // 2)
        columns.append(above + box + [blank] * (height - len(box) - len(above)))
    lines = ["".join(parts).rstrip() for parts in zip_longest(*columns, fillvalue="")]
    indented = all(line.startswith(" ") for line in lines)  # by the blank before a first sign
    return [line[1:] for line in lines] if indented else lines
