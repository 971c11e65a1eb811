"""The axes of a picture of errors: where they are, their round numbers, what they stand for."""

from typing import NamedTuple

from bpcalc.report.drawing.colours import FOREGROUND
from bpcalc.report.drawing.svg import Element, add
from bpcalc.report.drawing.texts import TextPlace, haloed, pixel_width, plain_text
from bpcalc.report.drawing.ticks import TickScale

WIDTH, HEIGHT = 640.0, 360.0
TOP, RIGHT, BOTTOM = 40.0, 36.0, 54.0
"""The size of a picture and its margins, in pixels."""

SIZE = 12.0
"""The size of all texts, in pixels."""

GRID = "#dfe3e8"


class Axes(NamedTuple):
    """Both axes, and where on the picture they cross."""

    across: TickScale
    up: TickScale
    left: float

    @classmethod
    def of(cls, across: TickScale, up: TickScale) -> "Axes":
        """Return the axes with as much room on the left as their numbers need."""
        room = max(pixel_width(plain_text(tick.text), SIZE) for tick in up.ticks)
        return cls(across, up, left=room + 24)

    def x(self, value: float) -> float:
        """Return the place of a value on the axis across."""
        return self.left + self.across.share(value) * (WIDTH - self.left - RIGHT)

    def y(self, value: float) -> float:
        """Return the place of a value on the axis up."""
        return HEIGHT - BOTTOM - self.up.share(value) * (HEIGHT - BOTTOM - TOP)


def draw_grid(root: Element, axes: Axes) -> None:
    """Draw the axes with their round numbers."""
    low, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for tick in axes.up.ticks:
        y = low - tick.share * (low - TOP)
        add(root, "line", "grid", x1=axes.left, y1=y, x2=right, y2=y, stroke=GRID, stroke_width=1)
        text = plain_text(tick.text)
        haloed(root, text, "tick", TextPlace(axes.left - 8, y, SIZE, "end"))
    for tick in axes.across.ticks:
        x = axes.left + tick.share * (right - axes.left)
        add(root, "line", "axis", x1=x, y1=low, x2=x, y2=low + 5, stroke=FOREGROUND, stroke_width=1)
        text = plain_text(tick.text)
        haloed(root, text, "tick", TextPlace(x, low + 15, SIZE, "middle"))
    add(
        root,
        "line",
        "axis",
        x1=axes.left,
        y1=low,
        x2=right,
        y2=low,
        stroke=FOREGROUND,
        stroke_width=1,
    )


def name_axes(root: Element, axes: Axes, up: str, across: str) -> None:
    """Write what the axes stand for: above the one, below the other."""
    middle = (axes.left + WIDTH - RIGHT) / 2
    haloed(root, plain_text(up), "axis-name", TextPlace(12, 18, SIZE, bold=True))
    below = TextPlace(middle, HEIGHT - 16, SIZE, "middle", bold=True)
    haloed(root, plain_text(across), "axis-name", below)
