"""A picture on paper: how large it is, how large its letters are, and in greys if need be."""

import re
from dataclasses import dataclass
from math import ceil, inf

from bpcalc.report.drawing.svg import Element, rounded

PIXEL = 0.75
"""A pixel in points (of 1/72 inch), where nothing else is said."""

SMALLEST_TEXT = 11.0
"""The size of the smallest label of a picture, in pixels."""

LEAST_FONT = 6.0
"""The size of letters, in points, below which nobody reads them on paper."""

UNITS = {"mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pt": 1.0, "px": PIXEL}
"""Units of length in points."""

_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]*)?)\s*(mm|cm|in|pt|px)")
_COLOUR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")


def points(text: str) -> float | None:
    """Return a length in points, None if the text is no length, or none that a number holds.

    >>> points("2 in"), points("8 pt"), points("120")
    (144.0, 8.0, None)
    """
    match = _LENGTH.fullmatch(text.strip().lower())
    length = float(match[1]) * UNITS[match[2]] if match else 0.0
    return length if 0 < length < inf else None


@dataclass(frozen=True, slots=True)
class PaperSize:
    """How large a picture is to be.

    Attributes:
        width: in points; None: as wide as it likes.
        font: the least size of its letters, in points; None: what can be read.
        grey: whether its colours become greys.
    """

    width: float | None = None
    font: float | None = None
    grey: bool = False

    @property
    def widest(self) -> float:
        """How wide it may be in pixels, so that its letters are large enough on paper."""
        if self.width is None:
            return inf
        return self.width * SMALLEST_TEXT / (self.font or LEAST_FONT)

    def scale(self, width: float) -> float:
        """Return what a pixel of a picture of that width is on paper, in points."""
        if self.width is not None:
            return self.width / width
        return max(PIXEL, (self.font or 0) / SMALLEST_TEXT)


def width_needed(pixels: float, size: PaperSize) -> int:
    """Return in how many millimetres a picture of so many pixels can be read."""
    return ceil(pixels * (size.font or LEAST_FONT) / SMALLEST_TEXT / UNITS["mm"])


def on_paper(drawing: Element, size: PaperSize) -> Element:
    """Return the drawing in its size, and in greys if these are wanted."""
    if size.width is not None or size.font is not None:
        scale = size.scale(float(drawing.get("width", "1"))) * 25.4 / 72
        for side in ("width", "height"):
            drawing.set(side, f"{rounded(float(drawing.get(side, '0')) * scale)}mm")
    if size.grey:
        for element in drawing.iter():
            for name in ("fill", "stroke"):
                if colour := element.get(name):
                    element.set(name, grey(colour))
    return drawing


def grey(colour: str) -> str:
    """Return the grey that is as light as a colour.

    Source: ITU-R BT.709, luma coefficients.

    >>> grey("#b3261e"), grey("none")
    ('#434343', 'none')
    """
    match = _COLOUR.fullmatch(colour.lower())
    if not match:
        return colour
    red, green, blue = (int(part, 16) for part in match.groups())
    light = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return f"#{light:02x}{light:02x}{light:02x}"
