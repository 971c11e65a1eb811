"""Mathematics as boxes: what every way of setting it is written from.

A formula, a symbol and a number are each a row of boxes. `math_writer` makes them of formulas,
`math_symbols` of the symbols of a notation; LaTeX, MathML, typst and the texts of a picture are
readings of them, so that none of these has to read another one.

>>> number("-1.2e-9")  # doctest: +NORMALIZE_WHITESPACE
(Glyphs(text='−', role='prefix'), Glyphs(text='1.2', role='number'),
 Glyphs(text='×', role='binary'),
 Power(base=(Glyphs(text='10', role='number'),),
       exponent=(Glyphs(text='−', role='prefix'), Glyphs(text='9', role='number'))))
"""

from collections.abc import Iterator
from typing import Literal, Union

from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

Role = Literal[
    "number", "letter", "word", "function", "binary", "relation", "prefix", "separator", "mark"
]
"""How glyphs are set: a letter is slanted, a word upright, a function upright and apart from what
follows; a sign stands between two terms, or (`prefix`) close to what follows; a separator has a
gap behind it; a mark, such as a bracket, stands close to everything."""


class Glyphs(NamedTuple):
    """Signs that stand together."""

    text: str
    role: Role


class Script(NamedTuple):
    """A base with an index, a mark or number raised beside it, or both; () where there is none.

    With neither, it is a group: a row that counts as one box.
    """

    base: "MathRow"
    below: "MathRow" = ()
    above: "MathRow" = ()


class Power(NamedTuple):
    """A base with an exponent."""

    base: "MathRow"
    exponent: "MathRow"


class Fraction(NamedTuple):
    """One row over another."""

    over: "MathRow"
    under: "MathRow"


class Fenced(NamedTuple):
    """A row between brackets, or the bars of an absolute value, as high as it is."""

    body: "MathRow"
    by: Literal["brackets", "bars"] = "brackets"


class Root(NamedTuple):
    """The square root of a row."""

    body: "MathRow"


class Hat(NamedTuple):
    """A row under a hat."""

    body: "MathRow"


class Table(NamedTuple):
    """Rows and columns: a matrix in round brackets, or the cases of a definition."""

    kind: Literal["matrix", "cases"]
    rows: tuple[tuple["MathRow", ...], ...]


MathBox = Union[Glyphs, Script, Power, Fraction, Fenced, Root, Hat, Table]  # noqa: UP007 - forward references
MathRow = tuple[MathBox, ...]

MINUS = Glyphs("−", "prefix")
TIMES = Glyphs("×", "binary")
OPEN, CLOSE = Glyphs("(", "mark"), Glyphs(")", "mark")
PLUS, PRIME_MARK = Glyphs("+", "prefix"), Glyphs("′", "mark")
"""Marks of a new value."""

STAR_MARK = Glyphs("*", "mark")
"""The mark of a value that is not the final one."""

_NUMBER = pattern(r"(-?)([0-9]*\.?[0-9]+)(?:[eE]([+-]?[0-9]+))?")


_FRACTION = pattern(r"(-?)([0-9.]+(?:[eE][+-]?[0-9]+)?)/(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)")


def number(text: str) -> MathRow:
    """Return a number as the report prints it, with a power of ten for an exponent.

    A text that is no number, such as NaN, is a word.
    """
    match = _NUMBER.fullmatch(text)
    if match is None and (ratio := _FRACTION.fullmatch(text)):
        sign, above, below = ratio.groups()
        return (*((MINUS,) if sign else ()), Fraction(number(above), number(below)))
    if match is None:
        return (Glyphs(text, "word"),) if text else ()
    sign, digits, exponent = match.groups()
    row: MathRow = (*((MINUS,) if sign else ()), Glyphs(digits, "number"))
    if exponent is None:
        return row
    return (*row, TIMES, Power((Glyphs("10", "number"),), number(str(int(exponent)))))


def upright(words: str) -> MathRow:
    """Return words as a row."""
    return (Glyphs(words, "word"),) if words else ()


def parts(box: MathBox) -> Iterator[MathRow]:
    """Yield the rows that a box consists of, from left to right."""
    if isinstance(box, Glyphs):
        return
    if isinstance(box, Table):
        for cells in box.rows:
            yield from cells
    else:
        yield from (part for part in box if isinstance(part, tuple))


def boxes(row: MathRow) -> Iterator[MathBox]:
    """Yield all boxes of a row, those within others as well."""
    for box in row:
        yield box
        for part in parts(box):
            yield from boxes(part)


def is_tall(row: MathRow) -> bool:
    """Return whether a row is higher than a line, so that brackets around it have to grow."""
    return any(isinstance(box, Fraction | Table) for box in boxes(row))


def may_break_before(box: MathBox) -> bool:
    """Return whether a formula may be broken before a box: a plus or minus between two terms."""
    return isinstance(box, Glyphs) and box.role == "binary" and box.text in "+−"


def terms(row: MathRow) -> list[MathRow]:
    """Return a row in the pieces between which it may be broken.

    >>> [len(piece) for piece in terms((*number("1"), Glyphs("−", "binary"), *number("2")))]
    [1, 2]
    """
    starts = [0, *(place for place, box in enumerate(row) if place and may_break_before(box))]
    return [row[start:end] for start, end in zip(starts, [*starts[1:], len(row)], strict=True)]
