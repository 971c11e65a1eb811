"""Formulas as data for `formulas.typ`: lists of strings and lists, ready for JSON."""

import re
from collections.abc import Callable
from typing import Any

from bpcalc.notation.boxes import (
    Fenced,
    Fraction,
    Glyphs,
    Hat,
    MathBox,
    MathRow,
    Script,
    Table,
    boxes,
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


def formula(latex: str) -> Pieces:
    r"""Return a formula of our own LaTeX, in the pieces between which it may be broken.

    >>> formula("a\n- 1")
    [[['letter', 'a']], [['binary', '−'], ['number', '1']]]
    """
    first, *others = printable_text(latex).split("\n")
    return [_row(boxes(first)), *(_row(_going_on(part)) for part in others)]


def whole_part(text: str) -> str:
    """Return what of a number stands before its point.

    >>> whole_part("-0.25"), whole_part("12")
    ('−0', '12')
    """
    digits = text.partition("e")[0].partition(".")[0]
    return digits.replace("-", "−")


def _going_on(latex: str) -> MathRow:
    """Return what follows a break; the sign it begins with stands between two terms."""
    first, *others = boxes(latex)
    if isinstance(first, Glyphs) and first.role == "prefix":
        first = first._replace(role="binary")
    return (first, *others)


def _row(row: MathRow) -> Set:
    return [_SET[type(box)](box) for box in row]


def _glyphs(box: Glyphs) -> Set:
    return [box.role, box.text]


def _script(box: Script) -> Set:
    return ["script", _row(box.base), _row(box.below), _row(box.above)]


def _fraction(box: Fraction) -> Set:
    return ["fraction", _row(box.over), _row(box.under)]


def _fenced(box: Fenced) -> Set:
    return ["fenced", _row(box.body)]


def _hat(box: Hat) -> Set:
    return ["hat", _row(box.body)]


def _table(box: Table) -> Set:
    return [box.kind, [[_row(cell) for cell in row] for row in box.rows]]


_SET: dict[type[MathBox], Callable[..., Set]] = {
    Glyphs: _glyphs,
    Script: _script,
    Fraction: _fraction,
    Fenced: _fenced,
    Hat: _hat,
    Table: _table,
}
