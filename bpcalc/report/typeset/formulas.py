"""Formulas as data for `formulas.typ`: lists of strings and lists, ready for JSON."""

import re
from collections.abc import Callable
from typing import Any

from bpcalc.notation.boxes import (
    Fenced,
    Fraction,
    Glyphs,
    Hat,
    MathRow,
    Power,
    Root,
    Script,
    Table,
    terms,
)

Set = list[Any]
"""A row of boxes, each a list that begins with what it is."""

Pieces = list[Set]
"""A formula; it may be broken between two pieces."""

_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable_text(text: str) -> str:
    r"""Return a text with a sign in the place of every character that cannot be printed.

    >>> printable_text("a\x07")
    'a�'
    """
    return _UNPRINTABLE.sub("\ufffd", text)


def formula(row: MathRow) -> Pieces:
    """Return a formula in the pieces between which it may be broken.

    >>> formula((Glyphs("a", "letter"), Glyphs("−", "binary"), Glyphs("1", "number")))
    [[['letter', 'a']], [['binary', '−'], ['number', '1']]]
    """
    return [_row(piece) for piece in terms(row)]


def unbroken(row: MathRow) -> Pieces:
    """Return a side of an equation of matrices, which is broken into rows already."""
    return [_row(row)] if row else []


def whole_part(text: str) -> str:
    """Return what of a number stands before its point.

    >>> whole_part("-0.25"), whole_part("12")
    ('−0', '12')
    """
    digits = text.partition("e")[0].partition(".")[0]
    return digits.replace("-", "−")


def _row(row: MathRow) -> Set:
    return [_SET[type(box)](box) for box in row]


def _glyphs(box: Glyphs) -> Set:
    role = "mark" if box.role == "separator" else box.role
    return [role, printable_text(box.text)]


def _script(box: Script) -> Set:
    return ["script", _row(box.base), _row(box.below), _row(box.above)]


def _power(box: Power) -> Set:
    base = box.base[0]
    if len(box.base) == 1 and isinstance(base, Script) and base.below and not base.above:
        return _script(base._replace(above=box.exponent))
    return ["script", _row(box.base), [], _row(box.exponent)]


def _fraction(box: Fraction) -> Set:
    return ["fraction", _row(box.over), _row(box.under)]


def _fenced(box: Fenced) -> Set:
    return ["fenced" if box.by == "brackets" else "bars", _row(box.body)]


def _root(box: Root) -> Set:
    return ["root", _row(box.body)]


def _hat(box: Hat) -> Set:
    return ["hat", _row(box.body)]


def _table(box: Table) -> Set:
    return [box.kind, [[_row(cell) for cell in row] for row in box.rows]]


_SET: dict[type[Any], Callable[..., Set]] = {
    Glyphs: _glyphs,
    Script: _script,
    Power: _power,
    Fraction: _fraction,
    Fenced: _fenced,
    Root: _root,
    Hat: _hat,
    Table: _table,
}
