"""Texts of a picture: symbols with their indices, numbers, and how much room they take."""

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any, Literal, NamedTuple
from unicodedata import combining, east_asian_width

from bpcalc.maths.keys import Key
from bpcalc.notation.boxes import (
    PRIME_MARK,
    Fenced,
    Fraction,
    Glyphs,
    Hat,
    MathRow,
    Power,
    Root,
    Script,
    Table,
)
from bpcalc.notation.glyphs import SUPERSCRIPTS
from bpcalc.notation.math_symbols import unit_name
from bpcalc.report.drawing.colours import FOREGROUND, PAPER
from bpcalc.report.drawing.svg import Element, add, xml_text
from bpcalc.solution import Solution

Shift = Literal["", "lowered", "raised", "low", "high"]
Anchor = Literal["start", "middle", "end"]

SMALLER = 0.72
"""The size of an index, beside that of its base."""

DROPS: dict[Shift, float] = {
    "": 0.0,
    "lowered": 0.24,
    "raised": -0.36,
    "low": 0.32,
    "high": -0.46,
}
"""How far glyphs stand below the line, beside the size of the text; farther apart where an index
and an exponent stand over one another."""

NARROW_GLYPH_EM = 0.36
WIDE = 1.0
_WIDTHS = {
    **dict.fromkeys("ijlI|.,:;'!()[]{} ·′", NARROW_GLYPH_EM),
    **dict.fromkeys("-ftr/\\", 0.42),
    **dict.fromkeys("mwMW@%", WIDE),
    **dict.fromkeys("=+−×<>~ABCDEFGHJKLNOPQRSTUVXYZ∂Δ", 0.8),
}
ORDINARY = 0.65
"""The widths of characters, in sizes of the text, in the widest of the common typefaces."""

TYPICAL = 0.9
"""The widths of a usual typeface, beside those."""

CENTRED = 0.95
"""The widths by which a text of several pieces is centred."""

BROADER = 1.12
"""How much more room a bold text takes."""

MARKED_WIDTH = 8 * ORDINARY
"""The room for a number that a script may replace by a longer one, in sizes of the text."""

SPACE = "{http://www.w3.org/XML/1998/namespace}space"

MAX_SYMBOL_WIDTH = 12.0
"""The room for a symbol or a name, in sizes of the text; one that a user has made longer is cut."""


class TextPiece(NamedTuple):
    """Glyphs that stand on one line.

    Attributes:
        text: the glyphs.
        shift: whether they are an index or an exponent.
        classes: by which a style sheet finds them.
        back: how far they stand over what comes before, in sizes of the text: an index stands
            under an exponent.
        fill: their colour, "" for that of the whole text.
        mark: by what a script finds a number, "" if by nothing.
    """

    text: str
    shift: Shift = ""
    classes: str = ""
    back: float = 0.0
    fill: str = ""
    mark: str = ""


Text = tuple[TextPiece, ...]


class TextPlace(NamedTuple):
    """Where a text stands, and how large.

    Attributes:
        x: its start, middle or end, by the anchor.
        y: the middle of its height.
        size: of its letters, in pixels.
        anchor: which point of it is at `x`.
        bold: whether it is bold.
    """

    x: float
    y: float
    size: float
    anchor: Anchor = "start"
    bold: bool = False


def plain_text(text: str) -> Text:
    """Return words as a text."""
    return (TextPiece(text),)


def pixel_width(text: Text, size: float) -> float:
    """Return the room that a text takes at that size, in pixels; rather too much than too little.

    >>> pixel_width(plain_text("0.15"), 10)
    23.1
    """
    return round(sum(_width(piece) - piece.back for piece in text) * size, 2)


def cut_to(text: Text, room: float = MAX_SYMBOL_WIDTH) -> Text:
    """Return a text that takes at most that room, its longest piece cut off if need be.

    >>> cut_to((TextPiece("net"), TextPiece("a_very_long_name", "lowered")), 5)[1].text
    'a_very…'
    """
    excess = pixel_width(text, 1) - room
    if excess <= 0:
        return text
    place = max(range(len(text)), key=lambda number: _width(text[number]))
    long = text[place]
    most = (_width(long) - excess) / (SMALLER if long.shift else 1) - _advance("…")
    ends = accumulate(map(_advance, long.text))
    kept = sum(end <= most for end in ends)
    short = long._replace(text=long.text[:kept] + "…")
    return (*text[:place], short, *text[place + 1 :])


def _width(piece: TextPiece) -> float:
    natural = sum(map(_advance, piece.text)) * (SMALLER if piece.shift else 1)
    return max(natural, MARKED_WIDTH) if piece.mark else natural


def _advance(sign: str) -> float:
    """Return the width of a character, in sizes of the text."""
    if combining(sign):
        return 0.0
    known = _WIDTHS.get(sign)
    if known is not None:
        return known
    return WIDE if east_asian_width(sign) in "WF" or ord(sign) > 0x2FFF else ORDINARY


def write(
    parent: Element,
    text: Text,
    classes: str,
    place: TextPlace,
    fill: str = FOREGROUND,
) -> Element:
    """Return a text element with the text in it.

    Not every program that shows pictures centres a text of several pieces as a whole, or keeps the
    blanks between them; so such a text says where it starts, and that its blanks count.
    """
    x, y, size, anchor, bold = place
    several = len(text) > 1
    if several and anchor == "middle":
        width = pixel_width(text, size) * CENTRED * (BROADER if bold else 1)
        x, anchor = x - width / 2, "start"
    element = add(parent, "text", classes, x=x, y=y + size * 0.35, font_size=size, fill=fill)
    if anchor != "start":
        element.set("text-anchor", anchor)
    if bold:
        element.set("font-weight", "bold")
    if several:
        element.set(SPACE, "preserve")
    here = 0.0
    for piece in text:
        drop = DROPS[piece.shift] * size
        moved = None if drop == here else drop - here
        part = add(
            element,
            "tspan",
            piece.classes,
            dx=-piece.back * size if piece.back else None,
            dy=moved,
            fill=piece.fill or None,
            font_size=size * SMALLER if piece.shift else None,
        )
        part.text = xml_text(piece.text)
        if piece.mark:
            part.set("data-value", piece.mark)
        here = drop
    return element


def haloed(
    parent: Element,
    text: Text,
    classes: str,
    place: TextPlace,
    fill: str = FOREGROUND,
) -> Element:
    """Return a text with a seam in the colour of the paper around it: it stands over a copy.

    `paint-order` would do with one text; but browsers paint that piece by piece, so that the seam
    of an index covers its base, and office programs paint the seam last.
    """
    both = add(parent, "g")
    below = tuple(piece._replace(classes="", fill="") for piece in text)
    seam = write(both, below, "halo", place, PAPER)
    seam.set("aria-hidden", "true")  # what is read aloud is read once
    seam.set("stroke", PAPER)
    seam.set("stroke-width", "4")
    seam.set("stroke-linejoin", "round")
    write(both, text, classes, place, fill)
    return both


class Symbols:
    """The symbols of one solution, set as in its formulas."""

    def __init__(self, solution: Solution) -> None:
        """Spell them in the solution's notation and signs."""
        self._solution = solution

    def of(self, key: Key) -> Text:
        """Return the symbol of a quantity."""
        return cut_to(self._symbol(key))

    def unit(self, layer: int, unit: int) -> Text:
        """Return what a unit is called."""
        return cut_to(self._name(layer, unit))

    def number(self, key: Key, shown: str) -> Text:
        """Return a number as the report prints it, with its minus and its power as in a book."""
        mark = self._solution.mark(key)
        if not self._solution.unicode:
            return (TextPiece(shown, classes="number", mark=mark),)
        mantissa, power, exponent = shown.replace("-", "−").partition("e")
        if mark and power:  # in one piece, which a script can replace
            return (TextPiece(f"{mantissa}×10{_raised(exponent)}", "", "number", mark=mark),)
        if not power:
            return (TextPiece(mantissa, classes="number", mark=mark),)
        return TextPiece(f"{mantissa}×10", classes="number"), TextPiece(
            exponent, "raised", "number"
        )

    def equation(self, key: Key, shown: str) -> Text:
        """Return `symbol = number`."""
        return (*self.of(key), TextPiece(" = "), *self.number(key, shown))

    def _symbol(self, key: Key) -> Text:
        if not self._solution.unicode:
            return plain_text(self._solution.spell(key))
        return tuple(_joined(_flat(self._solution.spelling.boxes(key), "")))

    def _name(self, layer: int, unit: int) -> Text:
        name = self._solution.units[layer][unit - 1]
        if not self._solution.unicode:
            return plain_text(name)
        key = Key("out" if layer else "input", layer, unit)
        if name == self._solution.spell(key):
            return self._symbol(key)
        pieces = tuple(_joined(_flat(unit_name(name), "")))
        # A name with an index, such as h1; of any other one, every sign counts.
        read = "".join(piece.text for piece in pieces).replace(",", "")
        return pieces if read == name.replace("_", "") else plain_text(name)


def _raised(exponent: str) -> str:
    return "".join("⁻" if sign == "−" else SUPERSCRIPTS[sign] for sign in exponent)


def _joined(pieces: Iterator[TextPiece]) -> Iterator[TextPiece]:
    """Yield pieces of one line as one."""
    last: TextPiece | None = None
    for piece in pieces:
        if last and last[1:] == piece[1:]:
            last = last._replace(text=last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _flat(row: MathRow, shift: Shift) -> Iterator[TextPiece]:
    """Yield a row from left to right; an index of an index stands on its line."""
    for box in row:
        yield from _FLAT[type(box)](box, shift)


def _glyphs(box: Glyphs, shift: Shift) -> Iterator[TextPiece]:
    yield TextPiece(box.text, shift)


def _script(box: Script, shift: Shift) -> Iterator[TextPiece]:
    """Put exponent and index over one another, the wider one last: the next sign is behind it.

    A prime comes last of all, as large as the base.
    """
    yield from _flat(box.base, shift)
    primed = box.above[-1:] == (PRIME_MARK,)
    above = box.above[:-1] if primed else box.above
    both = bool(above and box.below)
    scripts = [
        list(_joined(_flat(above, shift or ("high" if both else "raised")))),
        list(_joined(_flat(box.below, shift or ("low" if both else "lowered")))),
    ]
    narrow, wide = sorted(scripts, key=lambda pieces: sum(map(_width, pieces)))
    yield from narrow
    if narrow and not shift:
        back = round(sum(map(_width, narrow)) * TYPICAL, 3)
        wide[0] = wide[0]._replace(back=back)
    yield from wide
    if primed:
        yield TextPiece(PRIME_MARK.text, shift)


def _power(box: Power, shift: Shift) -> Iterator[TextPiece]:
    return _script(Script(box.base, (), box.exponent), shift)


def _fraction(box: Fraction, shift: Shift) -> Iterator[TextPiece]:
    yield from _flat(box.over, shift)
    yield TextPiece("/", shift)
    yield from _flat(box.under, shift)


def _hat(box: Hat, shift: Shift) -> Iterator[TextPiece]:
    """Put the hat over the last sign, as Unicode has it."""
    yield from _flat(box.body, shift)
    yield TextPiece("\u0302", shift)


def _fenced(box: Fenced, shift: Shift) -> Iterator[TextPiece]:
    left, right = "()" if box.by == "brackets" else "||"
    yield TextPiece(left, shift)
    yield from _flat(box.body, shift)
    yield TextPiece(right, shift)


def _root(box: Root, shift: Shift) -> Iterator[TextPiece]:
    yield TextPiece("√(", shift)
    yield from _flat(box.body, shift)
    yield TextPiece(")", shift)


def _table(box: Table, shift: Shift) -> Iterator[TextPiece]:
    for row in box.rows:
        for cell in row:
            yield from _flat(cell, shift)


_FLAT: dict[type[Any], Callable[..., Iterator[TextPiece]]] = {
    Glyphs: _glyphs,
    Script: _script,
    Power: _power,
    Fraction: _fraction,
    Hat: _hat,
    Fenced: _fenced,
    Root: _root,
    Table: _table,
}
