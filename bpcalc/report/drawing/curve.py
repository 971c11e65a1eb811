"""The error over the epochs of a training run, as a curve."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import isfinite
from typing import NamedTuple

from bpcalc.locale import in_a_row, say, say_many
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.colours import FOREGROUND
from bpcalc.report.drawing.curve_scales import CurveScales, Points, curve_scales
from bpcalc.report.drawing.svg import Element, add, rounded
from bpcalc.report.drawing.texts import TextPlace, haloed, pixel_width, plain_text
from bpcalc.report.drawing.ticks import TickScale

WIDTH, HEIGHT = 640.0, 360.0
TOP, RIGHT, BOTTOM = 40.0, 36.0, 54.0
"""The size of the picture and its margins, in pixels."""

SIZE = 12.0
"""The size of all texts, in pixels."""

MAX_STRETCHES = 300
"""Of a longer run so many stretches are drawn, each by its first, least, largest and last error."""

MARKED = 12
"""Points up to which each one is marked by a dot."""

GRID, CURVE = "#dfe3e8", "#1c66bd"


class _Axes(NamedTuple):
    """Both axes, and where on the picture they cross."""

    across: TickScale
    up: TickScale
    left: float

    def x(self, epoch: float) -> float:
        return self.left + self.across.share(epoch) * (WIDTH - self.left - RIGHT)

    def y(self, error: float) -> float:
        return HEIGHT - BOTTOM - self.up.share(error) * (HEIGHT - BOTTOM - TOP)


def curve(points: Points) -> Element:
    """Return the picture of an error curve as an `<svg>` element.

    Args:
        points: epochs, rising, and errors. Where an error is infinite or no number, or is 0 or
            less on a logarithmic scale, the curve is interrupted, and the picture says so.
    """
    scales = curve_scales(points)
    if scales is None:
        return _nothing(len(points))
    axes, kept = _axes(scales), scales.kept
    notes = list(_notes(scales.infinite, scales.unplaced))
    finite = [point for point in points if isfinite(point[1])]
    root = svg.picture(
        WIDTH, HEIGHT + 18 * len(notes), say("Error curve"), _description(finite, notes)
    )
    _grid(root, axes)
    _line(root, axes, _stretches(points, kept))
    _names(root, axes)
    for number, note in enumerate(notes):
        y = HEIGHT + 4 + 18 * number
        haloed(root, plain_text(note), "note", TextPlace(axes.left, y, SIZE))
    return root


def _axes(scales: CurveScales) -> _Axes:
    room = max(pixel_width(plain_text(tick.text), SIZE) for tick in scales.up.ticks)
    return _Axes(scales.across, scales.up, left=room + 24)


def _stretches(points: Points, kept: Points) -> Iterator[Points]:
    """Yield the parts of the curve between the points that are left out, thinned."""
    drawn = set(kept)
    for there, group in groupby(points, key=drawn.__contains__):
        if there:
            yield _thinned(list(group))


def _thinned(points: Points) -> Points:
    """Return at most four points for every stretch of a long run, so that no peak is lost."""
    if len(points) <= 4 * MAX_STRETCHES:
        return points
    first, last = points[0][0], points[-1][0]

    def stretch(point: tuple[int, float]) -> int:
        return (point[0] - first) * MAX_STRETCHES // (last - first + 1)

    kept: list[tuple[int, float]] = []
    for _, group in groupby(points, key=stretch):
        part = list(group)
        errors = [error for _, error in part]
        places = {0, errors.index(min(errors)), errors.index(max(errors)), len(part) - 1}
        kept += [part[place] for place in sorted(places)]
    return kept


def _grid(root: Element, axes: _Axes) -> None:
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


def _line(root: Element, axes: _Axes, stretches: Iterator[Points]) -> None:
    """Draw the curve; points that stand alone, or are few, are marked by dots."""
    for points in stretches:
        places = [(axes.x(epoch), axes.y(error)) for epoch, error in points]
        if len(places) > 1:
            path = " ".join(f"{rounded(x)},{rounded(y)}" for x, y in places)
            add(
                root,
                "polyline",
                "curve",
                points=path,
                fill="none",
                stroke=CURVE,
                stroke_width=2,
                stroke_linejoin="round",
            )
        for x, y in places if len(places) <= MARKED else ():
            add(root, "circle", "point", cx=x, cy=y, r=3, fill=CURVE)


def _names(root: Element, axes: _Axes) -> None:
    """Write what the axes stand for."""
    error = say("error, logarithmic scale") if axes.up.logarithmic else say("error")
    middle = (axes.left + WIDTH - RIGHT) / 2
    haloed(root, plain_text(error), "axis-name", TextPlace(12, 18, SIZE, bold=True))
    below = TextPlace(middle, HEIGHT - 16, SIZE, "middle", bold=True)
    haloed(root, plain_text(say("epoch")), "axis-name", below)


def _notes(infinite: int, unplaced: int) -> Iterator[str]:
    """Yield what is missing from the picture, and why."""
    if infinite:
        yield say_many(
            "1 error beyond all bounds is left out.",
            "{n} errors beyond all bounds are left out.",
            infinite,
        )
    if unplaced:
        yield say_many(
            "1 error of 0 has no place on a logarithmic scale.",
            "{n} errors of 0 have no place on a logarithmic scale.",
            unplaced,
        )


def _description(finite: Points, notes: Sequence[str]) -> str:
    sentence = say(
        "The error from epoch {first} to epoch {last}: it goes from {before} to {after}.",
        first=finite[0][0],
        last=finite[-1][0],
        before=f"{finite[0][1]:.3g}",
        after=f"{finite[-1][1]:.3g}",
    )
    return in_a_row((sentence, *notes))


def _nothing(left_out: int) -> Element:
    """Return a picture that says why it is empty."""
    notes = list(_notes(left_out, 0)) or [say("There is no error to draw.")]
    root = svg.picture(WIDTH, 60, say("Error curve"), in_a_row(notes))
    for note in notes:
        haloed(root, plain_text(note), "note", TextPlace(12, 30, SIZE))
    return root
