"""Office Math (OMML): boxes as equations that Word and LibreOffice set and can edit.

Words are marked as plain text, so that no program takes the name of a unit for a command; brackets
that belong together are one element, which is what the programs expect.

Source: ECMA-376-1, 5th edition (2016), part 1, section 22.1

>>> net = Script((Glyphs("net", "word"),), (Glyphs("1", "number"),))
>>> print(omml((net,)).replace(WORD_FORM, "*"))
<m:oMath><m:sSub><m:e><m:r>*<m:t>net</m:t></m:r></m:e><m:sub><m:r><m:t>1</m:t></m:r></m:sub></m:sSub></m:oMath>
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from bpcalc.locale.cleaning import cleaned
from bpcalc.notation.boxes import (
    CLOSE,
    OPEN,
    PLUS,
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
)

NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"

UPRIGHT_FORM = '<m:rPr><m:sty m:val="p"/></m:rPr>'
WORD_FORM = (
    '<m:rPr><m:nor/></m:rPr><w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/>'
    "</w:rPr>"
)
"""How a run of upright signs, and one of words, is set."""

DOT_OPERATOR = "⋅"
"""The operator (U+22C5); a middle dot (U+00B7) is punctuation to Word."""

HAT_MARK = "\u0302"

MAY_BEGIN = (Glyphs("+", "binary"), Glyphs("−", "binary"), Glyphs("≈", "relation"))
"""Signs that may stand at the start of an equation."""

KNOWN_MARKS = frozenset("()∂′/,")
"""Marks that mean the same to every program; any other one is text, as it may come from a name."""


def omml(row: MathRow) -> str:
    """Return a formula that stands in a line of text.

    A sign between two terms that it begins with has something before it, as LibreOffice demands
    of all but a few.
    """
    first = row[0] if row else None
    between = isinstance(first, Glyphs) and first.role in ("binary", "relation")
    goes_on = between and first not in MAY_BEGIN
    return _element("oMath", _run(" ", WORD_FORM) * goes_on + _row(row))


def displayed(row: MathRow) -> str:
    """Return a formula of a paragraph of its own, whose fractions are as high as they want.

    Of nothing, it is "".
    """
    if not row:
        return ""
    return (
        f'<m:oMathPara><m:oMathParaPr><m:jc m:val="left"/></m:oMathParaPr>{omml(row)}</m:oMathPara>'
    )


def _row(row: Sequence[MathBox]) -> str:
    return "".join(_grouped(row))


def _grouped(row: Sequence[MathBox]) -> Iterator[str]:
    """Yield the elements of a row; a pair of brackets is one, with its exponent if it has any."""
    place = 0
    while place < len(row):
        end = _partner(row, place) if row[place] == OPEN else None
        if end is None:
            yield _box(row[place])
            place += 1
            continue
        inner = _between("(", row[place + 1 : end], ")")
        last = row[end]
        if isinstance(last, Power):
            inner = _element("sSup", _element("e", inner) + _part("sup", last.exponent))
        yield inner
        place = end + 1


def _partner(row: Sequence[MathBox], start: int) -> int | None:
    """Return the place of the bracket that closes the one at `start`, None if none does."""
    depth = 0
    for place in range(start, len(row)):
        box = row[place]
        depth += box == OPEN
        depth -= _closes(box)
        if depth == 0:
            return place
    return None


def _closes(box: MathBox) -> bool:
    return box == CLOSE or (isinstance(box, Power) and box.base == (CLOSE,))


def _box(box: MathBox) -> str:
    return _BOXES[type(box)](box)


def _glyphs(box: Glyphs) -> str:
    if not box.text:
        return ""
    # A bracket that comes here is alone on its side of a line break: no pair that could grow.
    foreign = box.role == "mark" and box.text not in KNOWN_MARKS
    if box.role == "word" or box in (OPEN, CLOSE) or foreign:
        return _run(box.text, WORD_FORM)
    upright = box.role == "function" or (box.text > "\x7f" and box.text.isupper())
    return _run(DOT_OPERATOR if box.text == "·" else box.text, UPRIGHT_FORM if upright else "")


def _run(text: str, form: str = "") -> str:
    """Return a run: the one place where text comes in."""
    shown = cleaned(text)
    space = ' xml:space="preserve"' if shown != shown.strip() else ""
    return f"<m:r>{form}<m:t{space}>{escape(shown)}</m:t></m:r>"


def _part(name: str, row: MathRow) -> str:
    return _element(name, _row(row))


def _script(box: Script) -> str:
    if not box.below and not box.above:
        return _row(box.base)
    tag = f"s{'Sub' * bool(box.below)}{'Sup' * bool(box.above)}"
    above = _run("+", WORD_FORM) if box.above == (PLUS,) else _row(box.above)  # adds nothing
    raised = _element("sup", above) if box.above else ""
    return _element(
        tag, _part("e", box.base) + (_part("sub", box.below) if box.below else "") + raised
    )


def _power(box: Power) -> str:
    """Return a power; the exponent of a symbol stands over its index."""
    base = box.base[0]
    if len(box.base) == 1 and isinstance(base, Script) and base.below and not base.above:
        return _script(base._replace(above=box.exponent))
    return _element("sSup", _part("e", box.base) + _part("sup", box.exponent))


def _fraction(box: Fraction) -> str:
    return _element("f", _part("num", box.over) + _part("den", box.under))


def _fenced(box: Fenced) -> str:
    left, right = "()" if box.by == "brackets" else "||"
    return _between(left, box.body, right)


def _between(left: str, body: Sequence[MathBox], right: str) -> str:
    return _delimited(left, _row(body), right)


def _delimited(left: str, inner: str, right: str) -> str:
    signs = f'<m:begChr m:val="{left}"/><m:endChr m:val="{right}"/>'
    return _element("d", _element("dPr", signs) + _element("e", inner))


def _root(box: Root) -> str:
    return _element(
        "rad", '<m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>' + _part("e", box.body)
    )


def _hat(box: Hat) -> str:
    return _element("acc", f'<m:accPr><m:chr m:val="{HAT_MARK}"/></m:accPr>' + _part("e", box.body))


def _table(box: Table) -> str:
    cases = box.kind == "cases"
    columns = len(box.rows[0])
    side = "left" if cases else "center"
    form = (
        f'<m:mPr><m:mcs><m:mc><m:mcPr><m:count m:val="{columns}"/><m:mcJc m:val="{side}"/>'
        "</m:mcPr></m:mc></m:mcs></m:mPr>"
    )
    rows = "".join(_element("mr", "".join(_part("e", cell) for cell in row)) for row in box.rows)
    return _delimited("{" if cases else "(", _element("m", form + rows), "" if cases else ")")


def _element(name: str, inner: str) -> str:
    return f"<m:{name}>{inner}</m:{name}>"


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
