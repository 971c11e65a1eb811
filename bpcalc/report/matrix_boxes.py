"""Matrix equations as boxes: what LaTeX, Markdown, web pages and PDFs write them from."""

from collections.abc import Sequence

from bpcalc.maths.expr import Number, Ref
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.boxes import (
    Fenced,
    Glyphs,
    MathBox,
    MathRow,
    Power,
    Table,
    number,
)
from bpcalc.notation.math_width import math_width
from bpcalc.report.document import Array, EquationPart, Matrices, Word
from bpcalc.report.math_reading import EQUALS, NEARLY, MathReading
from bpcalc.report.matrix_text import BlockReading, Token, bands, equations

BRACKETS = 4.0
"""The width of two brackets, in digits."""

MATRIX_GAP = 2.0
"""The width between two columns of a matrix."""

NARROW_SIGNS = ("·", "⊙")
"""Signs that stand close to the brackets beside them."""

BOX_SIGNS = {
    "=": EQUALS,
    "≈": NEARLY,
    "+": Glyphs("+", "binary"),
    "-": Glyphs("−", "binary"),
    "·": Glyphs("·", "binary"),
    "⊙": Glyphs("⊙", "binary"),
    "/": Glyphs("/", "mark"),
}
BLANK: MathRow = (Glyphs("", "mark"),)
EXPONENTS = {"²": number("2"), "³": number("3")}


class Equation(NamedTuple):
    """An equation of matrices in rows.

    Attributes:
        rows: what stands left and right of the place at which the rows are aligned; () left of
            it in a row that goes on.
        at_signs: whether they are aligned at their equals signs; else every row is indented.
    """

    rows: list[tuple[MathRow, MathRow]]
    at_signs: bool


def matrix_equation(reading: MathReading, block: Matrices, width: float) -> Equation | None:
    """Return a matrix equation in rows; None if it is wider than so many digits.

    Args:
        reading: of the solution that the equation belongs to.
        block: the equation.
        width: of the page, in digits.
    """
    setter = _Setter(reading, block.first)
    first, *others = (_bare(tokens) for tokens in equations(block, reading.solution))
    beside = width - setter.width(first[0])
    ways = [bands(first, setter.width, width)]
    ways += [bands(tokens, setter.width, beside) for tokens in others]
    if all(way is not None and len(way) == 1 for way in ways):
        return Equation([setter.sides(tokens) for tokens in (first, *others)], at_signs=True)
    rows: list[tuple[MathRow, MathRow]] = []
    for tokens in (first, *others):
        found = bands(tokens, setter.width, width)
        if found is None:
            return None
        rows += [((), setter.row(band)) for band in found]
    return Equation(rows, at_signs=False)


class _Setter:
    """Makes boxes of the parts of one equation."""

    def __init__(self, reading: MathReading, within: Key) -> None:
        self._reading = reading
        self._within = within

    def width(self, token: Token) -> float:
        """Return the estimated width of a part, in digits."""
        if isinstance(token[0], str) and token[0] in NARROW_SIGNS:
            return 1.0
        columns = zip(*self._entries(token), strict=True)
        across = [max(map(math_width, column)) for column in columns]
        return sum(across) + MATRIX_GAP * (len(across) - 1) + BRACKETS * isinstance(token[0], Array)

    def sides(self, tokens: Sequence[Token]) -> tuple[MathRow, MathRow]:
        """Return what stands before the first equals sign, and the rest."""
        place = next(number for number, token in enumerate(tokens) if token[0] == "=")
        return self.row(tokens[:place]), self.row(tokens[place:])

    def row(self, tokens: Sequence[Token]) -> MathRow:
        """Return the boxes of a row; what stands in brackets is one box."""
        rows: list[list[MathBox]] = [[]]
        for token in tokens:
            part = token[0]
            if part == "(":
                rows.append([])
            elif part == ")":
                inner = tuple(rows.pop())
                rows[-1].append(Fenced(inner))
            elif isinstance(part, str) and part in EXPONENTS:
                base = rows[-1].pop()
                rows[-1].append(Power((base,), EXPONENTS[part]))
            else:
                rows[-1].extend(self._boxes(token, rows[-1]))
        return tuple(rows[0])

    def _boxes(self, token: Token, before: Sequence[MathBox]) -> MathRow:
        part, _ = token
        if isinstance(part, Array):
            return (Table("matrix", tuple(map(tuple, self._entries(token)))),)
        if part == "-" and (not before or _opens(before[-1])):
            return (Glyphs("−", "prefix"),)
        if isinstance(part, str):
            return (BOX_SIGNS[part],)
        return self._entries(token)[0][0]

    def _entries(self, token: Token) -> list[list[MathRow]]:
        part, reading = token
        if isinstance(part, Array):
            return [
                [self._entry(key, reading) if key else BLANK for key in row] for row in part.rows
            ]
        return [[self._scalar(part, reading)]]

    def _scalar(self, part: EquationPart, reading: BlockReading) -> MathRow:
        if isinstance(part, Ref):
            return self._entry(part.key, reading)
        if isinstance(part, Number):
            return number(part.text)
        if isinstance(part, Word):
            return (Glyphs(part.text.replace("_", " "), "word"),)
        return EXPONENTS.get(str(part)) or (BOX_SIGNS.get(str(part), Glyphs(str(part), "mark")),)

    def _entry(self, key: Key, reading: BlockReading) -> MathRow:
        if reading == "symbols":
            return self._reading.spell(key, self._within)
        return self._reading.number(key)


def _opens(box: MathBox) -> bool:
    return isinstance(box, Glyphs) and box.role in ("binary", "relation", "prefix")


def _bare(tokens: Sequence[Token]) -> list[Token]:
    """Leave out the brackets around the one matrix that a function is applied to: it has some."""
    kept: list[Token] = []
    rest = list(tokens)
    while rest:
        if isinstance(rest[0][0], Word) and isinstance(rest[2][0], Array) and rest[3][0] == ")":
            kept += (rest[0], rest[2])
            rest = rest[4:]
        else:
            kept.append(rest.pop(0))
    return kept
