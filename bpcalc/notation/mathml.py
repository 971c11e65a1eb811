"""MathML Core, for web pages: boxes that browsers set without fonts or scripts.

A formula is one `<math>` element, or several where it may be broken: a line of text is broken
between two elements and never inside one.

>>> net = Script((Glyphs("net", "word"),), (Glyphs("1", "number"),))
>>> print(mathml((net,)))
<math><msub><mtext>net</mtext><mn>1</mn></msub></math>
>>> print(mathml((Glyphs("<b>", "word"),)))
<math><mtext>&lt;b&gt;</mtext></math>
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any

from bpcalc.notation.boxes import (
    CLOSE,
    OPEN,
    Fenced,
    Fraction,
    Glyphs,
    Hat,
    MathBox,
    MathRow,
    Power,
    Role,
    Root,
    Script,
    Table,
    terms,
)
from bpcalc.notation.latex import one_line
from bpcalc.notation.math_width import broken, math_width

MAX_PIECE_WIDTH = 26.0
"""A piece wider than so many digits is broken before a factor, so that it fits on a phone."""

BREAK = "<wbr>"
UPRIGHT = 'mathvariant="normal"'

TIMES = "⋅"
"""The operator (U+22C5). Chinese fonts have the middle dot (U+00B7) as wide as a character."""

SPACED = frozenset({"binary", "relation"})
OPERATORS = frozenset("(),/′")
"""Marks that are operators; any other one is text, as it may come from the name of a unit."""


def formula(row: MathRow) -> str:
    """Return a formula in as many elements as it has places to be broken at."""
    return joined(pieces(row))


def pieces(row: MathRow) -> list[MathRow]:
    """Return a formula in what its elements hold."""
    return [piece for part in _parts(row) for piece in broken(part, MAX_PIECE_WIDTH)]


def joined(pieces: Sequence[MathRow], tex: Callable[[str], str] | None = None) -> str:
    """Return pieces of one formula, each as an element.

    Args:
        pieces: the formula.
        tex: writes words in LaTeX, for an annotation of each element; None: they have none.
    """
    first, *others = pieces
    rows = [_math(first, tex=tex), *(_math(piece, continues=True, tex=tex) for piece in others)]
    return BREAK.join(rows)


def _parts(row: MathRow) -> list[MathRow]:
    """Return a formula in parts; a short pair of brackets stays on one line."""
    parts: list[MathRow] = []
    for part in terms(row):
        joined = (*parts[-1], *part) if parts else ()
        if joined and _is_open(parts[-1]) and math_width(joined) <= MAX_PIECE_WIDTH:
            parts[-1] = joined
        else:
            parts.append(part)
    return parts


def _is_open(row: MathRow) -> bool:
    """Return whether a bracket is still open at the end of a row."""
    closed = sum(box == CLOSE or (isinstance(box, Power) and box.base == (CLOSE,)) for box in row)
    return row.count(OPEN) > closed


def mathml(row: MathRow) -> str:
    """Return a formula that is never broken."""
    return _math(row)


def mathml_inside(row: MathRow) -> str:
    """Return what the element of a formula that is never broken holds.

    >>> mathml_inside((Glyphs("3", "number"),))
    '<mn>3</mn>'
    """
    return _row(row)


def equation(row: MathRow) -> str:
    """Return a short equation, or one of matrices; it may be broken before its signs."""
    first, *others = _before_signs(row)
    starts = bool(first) and isinstance(first[0], Glyphs) and first[0].role in SPACED
    rows = [_math(first, continues=starts), *(_math(row, continues=True) for row in others)]
    return BREAK.join(rows)


def _before_signs(row: MathRow) -> Iterator[MathRow]:
    """Yield the parts of a row; each one but the first starts with a sign between two terms."""
    start = 0
    for place, box in enumerate(row):
        if place > start and isinstance(box, Glyphs) and box.role in SPACED:
            yield row[start:place]
            start = place
    yield row[start:]


def _math(row: MathRow, *, continues: bool = False, tex: Callable[[str], str] | None = None) -> str:
    """Return an element; if it continues a formula, the sign it starts with is between terms."""
    inner = _row(row)
    if continues and row and isinstance(row[0], Glyphs) and row[0].role in ("prefix", *SPACED):
        inner = _binary(row[0].text, 'form="infix"') + _row(row[1:])
    if tex is not None and not all(isinstance(box, Glyphs) for box in row):
        note = _token("annotation", one_line(row, tex).strip(), 'encoding="application/x-tex"')
        inner = _element("semantics", _element("mrow", inner) + note)
    return _element("math", inner)


def _row(row: Iterable[MathBox]) -> str:
    return "".join(map(_box, row))


def _box(box: MathBox) -> str:
    return _BOXES[type(box)](box)


def _one(row: MathRow) -> str:
    """Return a row as the single element that a script or a fraction needs."""
    inner = _row(row)
    return inner if len(row) == 1 else _element("mrow", inner)


def _glyphs(box: Glyphs) -> str:
    return _GLYPHS[box.role](box.text)


def _mark(text: str) -> str:
    if text not in OPERATORS:
        return _token("mi" if text == "∂" else "mtext", text)
    return _token("mo", text, 'stretchy="false"' if text in "()" else "")


def _letter(text: str) -> str:
    """Return a letter, slanted unless it is a Greek capital, as TeX has it."""
    return _token("mi", text, UPRIGHT if text > "\x7f" and text.isupper() else "")


def _script(box: Script) -> str:
    base = _one(box.base)
    if not box.below and not box.above:
        return base
    tag = f"m{'sub' * bool(box.below)}{'sup' * bool(box.above)}"
    return _element(tag, base + "".join(_one(row) for row in (box.below, box.above) if row))


def _power(box: Power) -> str:
    """Return a power; the exponent of a symbol stands over its index."""
    base = box.base[0]
    if len(box.base) == 1 and isinstance(base, Script) and base.below and not base.above:
        return _script(base._replace(above=box.exponent))
    return _element("msup", _one(box.base) + _one(box.exponent))


def _fraction(box: Fraction) -> str:
    return _element("mfrac", _one(box.over) + _one(box.under))


def _fenced(box: Fenced) -> str:
    left, right = "()" if box.by == "brackets" else "||"
    return _between(left, _row(box.body), right)


def _root(box: Root) -> str:
    return _element("msqrt", _row(box.body))


def _hat(box: Hat) -> str:
    hat = _token("mo", "^", 'stretchy="false"')
    return _element("mover", _one(box.body) + hat, 'accent="true"')


def _table(box: Table) -> str:
    if box.kind == "cases":
        return _between("{", _cells([list(map(_row, row)) for row in box.rows], "cases"), "")
    columns = [_column(column) for column in zip(*box.rows, strict=True)]
    numbers = all(set(column) == {True} for column in _numeric(box))
    rows = list(zip(*columns, strict=True))
    return _between("(", _cells(rows, "numbers" if numbers else ""), ")")


def _numeric(box: Table) -> Iterator[list[bool]]:
    for column in zip(*box.rows, strict=True):
        yield [_is_number(row) for row in column]


def _is_number(row: MathRow) -> bool:
    """Return whether a row is a number, with its sign and its power of ten."""
    roles = [box.role if isinstance(box, Glyphs) else "power" for box in row]
    return roles[roles[:1] == ["prefix"] :] in (["number"], ["number", "binary", "power"])


def _column(column: Sequence[MathRow]) -> list[str]:
    """Return the entries of a column; numbers stand with their points below one another."""
    if not all(map(_is_number, column)):
        return list(map(_row, column))
    whole = [_whole(row) for row in column]
    sign, digits = any(minus for minus, _ in whole), max(count for _, count in whole)
    return [
        _phantom("+" * (sign and not minus) + "0" * (digits - count)) + _row(row)
        for row, (minus, count) in zip(column, whole, strict=True)
    ]


def _whole(row: MathRow) -> tuple[bool, int]:
    """Return whether a number is negative, and how many digits it has before the point."""
    texts = [box.text for box in row if isinstance(box, Glyphs)]
    minus = texts[0] == "−"
    return minus, len(texts[minus].partition(".")[0])


def _phantom(text: str) -> str:
    """Return room for a sign and digits.

    A plus sign has the room of a minus sign, and is no wrong sign for a program that knows no
    MathML and shows all texts in it.
    """
    sign = _token("mo", "+", 'form="prefix"') if text.startswith("+") else ""
    digits = text.lstrip("+")
    return _element("mphantom", sign + (_token("mn", digits) if digits else "")) if text else ""


def _cells(rows: Sequence[Sequence[str]], kind: str) -> str:
    inner = "".join(_element("mtr", "".join(_element("mtd", cell) for cell in row)) for row in rows)
    return _element("mtable", inner, f'class="{kind}"' if kind else "")


def _between(opening: str, inner: str, closing: str) -> str:
    """Put brackets around, which grow as high as what they hold."""
    end = _token("mo", closing) if closing else ""
    return _element("mrow", _token("mo", opening) + inner + end)


def _binary(text: str, attributes: str = "") -> str:
    return _token("mo", TIMES if text == "·" else text, attributes)


def _token(tag: str, text: str, attributes: str = "") -> str:
    """Return an element that holds text: the one place where text comes in."""
    return _element(tag, escape(text), attributes)


def _element(tag: str, inner: str, attributes: str = "") -> str:
    return f"<{tag}{' ' * bool(attributes)}{attributes}>{inner}</{tag}>"


_GLYPHS: dict[Role, Callable[[str], str]] = {
    "number": lambda text: _token("mn", text),
    "letter": _letter,
    "word": lambda text: _token("mtext", text),
    "function": lambda text: _token("mi", text, UPRIGHT),
    "binary": _binary,
    "relation": lambda text: _token("mo", text),
    "prefix": lambda text: _token("mo", text, 'form="prefix"'),
    "separator": _mark,
    "mark": _mark,
}

_BOXES: dict[type[Any], Callable[[Any], str]] = {
    Glyphs: _glyphs,
    Script: _script,
    Power: _power,
    Fraction: _fraction,
    Fenced: _fenced,
    Root: _root,
    Hat: _hat,
    Table: _table,
}
