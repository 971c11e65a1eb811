r"""The symbols of a notation, and the names of units, as boxes.

A template of a symbol, such as `net_{u}` or `w^[{L}]_[{ji}]`, says all that is needed: its words
stand upright and its letters slanted, `_` and `^` lower and raise what follows, a number behind a
letter is its index, and `/` is the bar of a fraction.

>>> w7 = symbol("w{n}", {"n": 7})
>>> w7 == (Script((Glyphs("w", "letter"),), (Glyphs("7", "number"),)),)
True
>>> symbol("{w}⁺", {"w": w7})[0].above
(Glyphs(text='+', role='prefix'),)
"""

import re
from collections.abc import Mapping

from bpcalc.notation.boxes import (
    MINUS,
    PLUS,
    PRIME_MARK,
    STAR_MARK,
    Fraction,
    Glyphs,
    Hat,
    MathBox,
    MathRow,
    Script,
    boxes,
)
from bpcalc.patterns import pattern

MARKS = {"⁺": PLUS, "′": PRIME_MARK, "*": STAR_MARK}
HAT = "\u0302"
"""The hat of a letter that has none of its own in Unicode."""
HATS = {"ŷ": "y"}
"""Letters that carry their hat in Unicode, and what is below it."""

_TOKEN = pattern(
    r"\{(?P<field>\w+)\}|(?P<shift>[_^])(?:\[(?P<group>[^\]]*)\])?"
    r"|(?P<number>[0-9]+)|(?P<hat>[A-Za-z]\u0302)|(?P<letters>[A-Za-z]+)|(?P<sign>.)"
)
_NAME = pattern(r"(?P<number>[0-9]+)|(?P<letters>[A-Za-z]+)|(?P<sign>(?s:.))")
_INDEXED = pattern(r"([A-Za-z]+)_?([0-9]+)(?:_([0-9]+))?")
_NUMBERS = pattern(r"[0-9]+|[^0-9]+")
_SPECIAL = frozenset("\\{}_^$%#&~")
"""Signs in the name of a unit that TeX has a command for; any other one is text."""


def symbol(template: str, fields: Mapping[str, object]) -> MathRow:
    """Return the symbol that a template gives.

    Args:
        template: as in a notation.
        fields: what it is filled with: boxes, or numbers and digits such as `1,14`.
    """
    over, bar, under = template.partition("/")
    if bar:
        sign: MathRow = (MINUS,) if over.startswith("-") else ()
        fraction = Fraction(symbol(over.removeprefix("-"), fields), symbol(under, fields))
        return (*sign, fraction)
    row: list[MathBox] = []
    place = 0
    while match := _TOKEN.match(template, place):
        place = match.end()
        if match["shift"]:
            inner = match["group"]
            if inner is None:  # without brackets, all that follows
                inner, place = template[place:], len(template)
            _attach(row, match["shift"], symbol(inner, fields))
        elif match["field"]:
            _fill(row, fields[match["field"]])
        elif match["number"]:
            _fill(row, match["number"])
        elif mark := MARKS.get(match[0]):
            _mark(row, mark)
        else:
            row.append(_sign(match[0]))
    return tuple(row)


def _fill(row: list[MathBox], value: object) -> None:
    """Add what a field stands for; a number behind a letter is its index."""
    if isinstance(value, tuple):
        row.extend(value)
        return
    digits = tuple(
        Glyphs(part, "number" if part.isdecimal() else "mark")
        for part in _NUMBERS.findall(str(value))
    )
    if row and isinstance(row[-1], Glyphs) and row[-1].role in ("letter", "word"):
        _attach(row, "_", digits)
    else:
        row.extend(digits)


def _attach(row: list[MathBox], shift: str, inner: MathRow) -> None:
    base = row.pop() if row else Glyphs("", "mark")
    whole = base if isinstance(base, Script) else Script((base,))
    if shift == "_" and not (whole.below and whole.above):  # a second index stands behind the first
        first = (*whole.below, Glyphs(",", "mark")) if whole.below else ()
        row.append(whole._replace(below=(*first, *inner)))
    elif shift == "^" and not whole.above:
        row.append(whole._replace(above=inner))
    else:
        row.append(Script((base,), inner) if shift == "_" else Script((base,), (), inner))


def _mark(row: list[MathBox], mark: Glyphs) -> None:
    """Raise a mark beside a symbol, beside the whole of it where something is raised already."""
    if any(isinstance(box, Script) and box.above for box in boxes(tuple(row))):
        row[:] = [Script((group(tuple(row)),), (), (mark,))]
    else:
        _attach(row, "^", (mark,))


def group(row: MathRow) -> MathBox:
    """Return a row as one box."""
    return Script(row)


def _sign(text: str) -> MathBox:
    if text.endswith(HAT):
        return Hat((Glyphs(text[0], "letter"),))
    if text in HATS:
        return Hat((Glyphs(HATS[text], "letter"),))
    if len(text) > 1:
        return Glyphs(text, "word")
    return Glyphs(text, "letter" if text.isalpha() else "mark")


def unit_name(name: str) -> MathRow:
    """Return the name of a unit, where a user may have written anything.

    >>> unit_name("h1") == unit_name("h_1") == (
    ...     Script((Glyphs("h", "letter"),), (Glyphs("1", "number"),)),)
    True
    >>> [box.text for box in unit_name("50%_净")], unit_name("净")[0].role
    (['50', '%', '_', '净'], 'word')
    """
    indexed = _INDEXED.fullmatch(name)
    if indexed is None:
        return tuple(_part(match) for match in _NAME.finditer(name))
    letters, *numbers = indexed.groups()
    row = [_sign(letters)]
    _attach(row, "_", _indices([number for number in numbers if number]))
    return tuple(row)


def _indices(numbers: list[str]) -> MathRow:
    first, *others = (Glyphs(number, "number") for number in numbers)
    return (first, *(box for number in others for box in (Glyphs(",", "mark"), number)))


def _part(match: re.Match[str]) -> MathBox:
    text = match[0]
    if match["number"]:
        return Glyphs(text, "number")
    if match["letters"]:
        return _sign(text)
    return Glyphs(text, "mark" if text in _SPECIAL else "word")
