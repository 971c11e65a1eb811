"""How wide mathematics is, and in which rows it fits on a page."""

from collections.abc import Callable, Iterator
from typing import Any

from bpcalc.notation.boxes import (
    PRIME_MARK,
    Fenced,
    Fraction,
    Glyphs,
    Hat,
    MathBox,
    MathRow,
    Power,
    Root,
    Script,
    Table,
    terms,
)

SCRIPT = 0.75
"""The size of an index or exponent, beside that of its base."""

_SIGNS = {"+": 2.4, "−": 2.4, "×": 2.4, "·": 1.5, "⊙": 2.4, "=": 2.6, "≈": 2.6, ">": 2.6, "→": 3.0}
_SIGNS |= dict.fromkeys("<≤≥", 2.6)
_WORDS = {"max": 4.0, "min": 4.0, "ln": 2.2, "tanh": 4.6, "cosh": 4.8}
_CHARACTERS = {" ": 0.0, ".": 0.6, ",": 0.9, "^": 2.4, **dict.fromkeys("\\~∂{}_$%#&", 1.2)}


def math_width(row: MathRow) -> float:
    """Return the width of a row in digits of its font, rather too wide than too narrow.

    >>> from bpcalc.notation.boxes import number
    >>> round(math_width(number("0.15")), 1)
    3.6
    """
    return sum(map(_width, row))


def _width(box: MathBox) -> float:
    return _WIDTHS[type(box)](box)


def _glyphs(box: Glyphs) -> float:
    if box.role in ("binary", "relation", "prefix"):
        return _SIGNS[box.text]
    if box.role == "function" and box.text in _WORDS:
        return _WORDS[box.text]
    return sum(map(_character, box.text))


def _character(sign: str) -> float:
    if sign in _CHARACTERS:
        return _CHARACTERS[sign]
    return 2.0 if sign > "\u2e80" else 1.2 if sign.isalpha() else 1.0


def _script(box: Script) -> float:
    above = 1.0 if box.above == (PRIME_MARK,) else SCRIPT * math_width(box.above)
    return math_width(box.base) + SCRIPT * math_width(box.below) + above


def _table(box: Table) -> float:
    cells = sum(math_width(cell) for row in box.rows for cell in row)
    return 3.0 + cells + sum(2.0 * (len(row) - 1) for row in box.rows)


_WIDTHS: dict[type[Any], Callable[[Any], float]] = {
    Glyphs: _glyphs,
    Script: _script,
    Power: lambda box: math_width(box.base) + SCRIPT * math_width(box.exponent),
    Fraction: lambda box: max(math_width(box.over), math_width(box.under)) + 0.5,
    Fenced: lambda box: math_width(box.body) + 2.0,
    Root: lambda box: math_width(box.body) + 1.2,
    Hat: lambda box: math_width(box.body) + 1.2,
    Table: _table,
}


def broken(row: MathRow, width: float) -> list[MathRow]:
    """Return a formula in rows of at most this width, as far as it can be broken.

    Each row but the first begins with the sign it was broken before: a plus or minus, or, where
    a single term is too wide, a dot.

    >>> from bpcalc.notation.boxes import number
    >>> row = (*number("1"), Glyphs("+", "binary"), *number("2"), Glyphs("−", "binary"))
    >>> [len(part) for part in broken((*row, *number("3")), 5)]
    [3, 2]
    """
    if math_width(row) <= width:
        return [row]
    rows: list[MathRow] = []
    for piece in _pieces(row, width):
        if rows and math_width(rows[-1] + piece) <= width:
            rows[-1] += piece
        else:
            rows.append(piece)
    return rows


def _pieces(row: MathRow, width: float) -> Iterator[MathRow]:
    for piece in terms(row):
        if math_width(piece) <= width:
            yield piece
        else:
            yield from _factors(piece)


def _factors(piece: MathRow) -> Iterator[MathRow]:
    """Split before every dot that stands outside of other boxes."""
    start = 0
    for place, box in enumerate(piece):
        if place and box == Glyphs("·", "binary"):
            yield piece[start:place]
            start = place
    yield piece[start:]
