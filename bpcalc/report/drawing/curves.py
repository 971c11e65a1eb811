"""The errors of several training runs in one picture, each a curve with a line in the legend."""

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import NamedTuple

from bpcalc.locale import in_a_row, say, say_many
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.axes import HEIGHT, SIZE, WIDTH, Axes, draw_grid, name_axes
from bpcalc.report.drawing.curve import draw_line, notes_of, stretches_of
from bpcalc.report.drawing.curve_scales import CurveScales, Points, curve_scales
from bpcalc.report.drawing.svg import Element, add
from bpcalc.report.drawing.texts import TextPlace, cut_to, haloed, pixel_width, plain_text

COLOURS = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7"),
    *("#b8860b", "#56b4e9", "#8a5a2b", "#7a7a7a"),
)
"""Colours that can be told apart by everybody. Source: Okabe & Ito (2008), Color Universal Design;
their yellow and black are darker and lighter here, for paper and for a dark screen."""

DASHES = (None, "7 4", "2 3", "9 3 2 3")
"""Of the curves beyond as many as there are colours."""

ABOVE = 3.0
"""A run that diverges is drawn up to so many times the largest error of those that do not."""

BELOW = 1e-12
"""The part of the largest error below which others are not drawn: they would leave no room to tell
the rest apart."""

ROW = 18.0
"""The height of a row of the legend or of the notes, in pixels."""

SAMPLE, GAP = 26.0, 18.0
"""The length of a line in the legend, and the space behind its text, in pixels."""


class NamedCurve(NamedTuple):
    """The errors of a run.

    Attributes:
        name: of the run.
        points: epochs, rising, and errors.
        diverged: whether it went beyond all bounds.
    """

    name: str
    points: tuple[tuple[float, float], ...]
    diverged: bool = False


class Drawable(NamedTuple):
    """What of several curves can be drawn.

    Attributes:
        curves: the points of each.
        above: how many points are too high.
        below: how many are too low.
    """

    curves: list[Points]
    above: int
    below: int

    @property
    def notes(self) -> Iterator[str]:
        """What is to be said of the points that are not drawn."""
        if self.above:
            yield say_many(
                "1 error of a run that diverged is too high for this picture.",
                "{n} errors of runs that diverged are too high for this picture.",
                self.above,
            )
        if self.below:
            yield say_many(
                "1 error is too low for this picture.",
                "{n} errors are too low for this picture.",
                self.below,
            )


def within(curves: Sequence[NamedCurve]) -> Drawable:
    """Return the points of every curve that can be drawn, and how many are too high or too low.

    What has gone beyond all bounds would flatten the curves of all other runs, and so would what
    has come near to 0 where others have not.
    """
    tame = [error for c in curves if not c.diverged for _, error in c.points if isfinite(error)]
    first = [c.points[0][1] for c in curves if c.points and isfinite(c.points[0][1])]
    most = max(tame, default=10 * max(first, default=1.0)) * ABOVE
    kept = [[p for p in c.points if not (c.diverged and p[1] > most)] for c in curves]
    above = sum(len(c.points) for c in curves) - sum(map(len, kept))
    if len(curves) < 2:
        return Drawable(list(kept), above, 0)
    least = max((p[1] for c in kept for p in c if isfinite(p[1])), default=0.0) * BELOW
    high = [[p for p in c if not 0 < p[1] < least] for c in kept]
    return Drawable(list(high), above, sum(map(len, kept)) - sum(map(len, high)))


def scales_of(drawn: Sequence[Points]) -> CurveScales | None:
    """Return the axes that all curves have in common, None if there is nothing to draw."""
    return curve_scales([point for points in drawn for point in points])


def curves_picture(curves: Sequence[NamedCurve]) -> Element:
    """Return the picture of the errors of several runs as an `<svg>` element."""
    drawable = within(curves)
    drawn = drawable.curves
    scales = scales_of(drawn)
    title = say("Error curves")
    if scales is None:
        root = svg.picture(WIDTH, 60, title, say("There is no error to draw."))
        text = plain_text(say("There is no error to draw."))
        haloed(root, text, "note", TextPlace(12, 30, SIZE))
        return root
    axes = Axes.of(scales.across, scales.up)
    notes = [*notes_of(scales.infinite, scales.unplaced), *drawable.notes]
    rows = list(_rows([curve.name for curve in curves], WIDTH - axes.left - 12))
    height = HEIGHT + ROW * (len(rows) + len(notes))
    root = svg.picture(WIDTH, height, title, in_a_row((_described(curves), *notes)))
    draw_grid(root, axes)
    for number, points in enumerate(drawn):
        draw_line(root, axes, stretches_of(points, scales.kept), *style_of(number))
    error = say("error, logarithmic scale") if axes.up.logarithmic else say("error")
    name_axes(root, axes, error, say("epoch"))
    _legend(root, axes.left, rows)
    for number, note in enumerate(notes, start=len(rows)):
        place = TextPlace(axes.left, HEIGHT + 4 + ROW * number, SIZE)
        haloed(root, plain_text(note), "note", place)
    return root


def style_of(number: int) -> tuple[str, str | None]:
    """Return the colour and the dashes of a curve, counted from 0."""
    return COLOURS[number % len(COLOURS)], DASHES[number // len(COLOURS) % len(DASHES)]


def _described(curves: Sequence[NamedCurve]) -> str:
    n = len(curves)
    return say_many("The errors of 1 run.", "The errors of {n} runs.", n)


class _Entry(NamedTuple):
    """A curve in the legend: its number, its place in the row, its name."""

    number: int
    x: float
    name: str


def _rows(names: Sequence[str], room: float) -> Iterator[list[_Entry]]:
    """Yield the rows of the legend, as many entries in each as there is room for."""
    row: list[_Entry] = []
    x = 0.0
    for number, name in enumerate(names):
        width = min(pixel_width(plain_text(name), SIZE), room - SAMPLE) + SAMPLE + GAP
        if row and x + width > room + GAP:
            yield row
            row, x = [], 0.0
        row.append(_Entry(number, x, name))
        x += width
    yield row


def _legend(root: Element, left: float, rows: Sequence[Sequence[_Entry]]) -> None:
    for at, row in enumerate(rows):
        y = HEIGHT + 4 + ROW * at
        for entry in row:
            x = left + entry.x
            colour, dashes = style_of(entry.number)
            add(
                root,
                "line",
                "legend",
                x1=x,
                y1=y,
                x2=x + SAMPLE - 6,
                y2=y,
                stroke=colour,
                stroke_width=2.5,
                stroke_dasharray=dashes,
            )
            text = cut_to(plain_text(entry.name), (WIDTH - x - SAMPLE - 12) / SIZE)
            haloed(root, text, "legend-name", TextPlace(x + SAMPLE, y, SIZE))
