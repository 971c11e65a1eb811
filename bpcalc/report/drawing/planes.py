"""Pictures of planes: the regions of decision, and the path of weights over the error."""

from collections.abc import Callable, Sequence
from itertools import groupby
from math import isfinite

from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.axes import (
    BOTTOM,
    HEIGHT,
    RIGHT,
    SIZE,
    TOP,
    WIDTH,
    Axes,
    draw_grid,
    name_axes,
)
from bpcalc.report.drawing.curve_scales import heights
from bpcalc.report.drawing.curves import COLOURS
from bpcalc.report.drawing.svg import Element, add, rounded
from bpcalc.report.drawing.texts import TextPlace, haloed, plain_text
from bpcalc.report.drawing.ticks import spanning
from bpcalc.training.landscape import Path, Plane

LEVELS = 12
"""Shades of a value; between two of them, places look alike."""

LOW, HIGH = (33, 102, 172), (214, 96, 77)
"""The colours of the least and the largest value, with white between. Source: ColorBrewer, RdBu."""

DEEP, SHALLOW = (8, 69, 148), (247, 251, 255)
"""The colours of the least and the largest error."""

PLANE_TICKS = 9


def regions_picture(plane: Plane, exercise: Exercise, names: Sequence[str]) -> Element:
    """Return the outputs over two inputs as an `<svg>` element, with the samples on it.

    Args:
        plane: the outputs.
        exercise: whose samples are shown.
        names: of the two inputs.
    """
    several = len(plane.values[0][0]) > 1
    edge = border(exercise)
    if several:
        words = say("Each place has the colour of the largest output there.")
        paint: Callable[[tuple[float, ...]], str] = _of_class
    else:
        words = say("Blue: an output below {border}; red: above it.", border=f"{edge:g}")
        low, high = _ends(plane, edge)
        paint = _of_value(low, edge, high)
    root, axes = _page(plane, say("Decision regions"), words)
    _cells(root, axes, plane, paint)
    draw_grid(root, axes)
    for sample in exercise.samples:
        x, y = (float(number.value) for number in sample.inputs)
        target = tuple(float(number.value) for number in sample.targets or ())
        colour = paint(target) if target else "#ffffff"
        add(
            root,
            "circle",
            "sample",
            cx=axes.x(x),
            cy=axes.y(y),
            r=6,
            fill=colour,
            stroke="#1b1b1b",
            stroke_width=1.5,
        )
    name_axes(root, axes, names[1], names[0])
    _note(root, axes, words, say("Circles: the samples, with their targets."))
    return root


def path_picture(found: Path) -> Element:
    """Return the path of two weights over the error as an `<svg>` element."""
    words = say("Dark: a low error; the other weights are as at the end of the training.")
    root, axes = _page(found.surface, say("Path of the weights over the error"), words)
    height = heights(error for row in found.surface.values for (error,) in row)

    def paint(value: tuple[float, ...]) -> str:
        if not isfinite(value[0]):
            return "#ffffff"
        return _mixed(DEEP, SHALLOW, _step(height(value[0])))

    _cells(root, axes, found.surface, paint)
    draw_grid(root, axes)
    places = [(axes.x(x), axes.y(y)) for x, y in found.points]
    line = " ".join(f"{rounded(x)},{rounded(y)}" for x, y in places)
    add(root, "polyline", "path", points=line, fill="none", stroke="#d55e00", stroke_width=2)
    for (x, y), fill in ((places[0], "#ffffff"), (places[-1], "#d55e00")):
        add(root, "circle", "end", cx=x, cy=y, r=5, fill=fill, stroke="#d55e00", stroke_width=2)
    name_axes(root, axes, found.names[1], found.names[0])
    _note(root, axes, words, say("The way begins at the open circle."))
    return root


def _page(plane: Plane, title: str, words: str) -> tuple[Element, Axes]:
    axes = Axes.of(spanning(*plane.across, PLANE_TICKS), spanning(*plane.up, PLANE_TICKS))
    return svg.picture(WIDTH, HEIGHT + 36, title, words), axes


def _cells(
    root: Element, axes: Axes, plane: Plane, paint: Callable[[tuple[float, ...]], str]
) -> None:
    """Draw the places, those of one colour that stand side by side as one."""
    rows = len(plane.values)
    height = (HEIGHT - BOTTOM - TOP) / rows
    for number, row in enumerate(plane.values):
        width = (WIDTH - axes.left - RIGHT) / len(row)
        y = HEIGHT - BOTTOM - (number + 1) * height
        at = 0
        for colour, group in groupby(map(paint, row)):
            count = len(list(group))
            add(
                root,
                "rect",
                "place",
                x=axes.left + at * width,
                y=y,
                width=count * width + 0.3,
                height=height + 0.3,
                fill=colour,
            )
            at += count


def _note(root: Element, axes: Axes, *lines: str) -> None:
    for number, text in enumerate(lines):
        place = TextPlace(axes.left, HEIGHT + 4 + 18 * number, SIZE)
        haloed(root, plain_text(text), "note", place)


def border(exercise: Exercise) -> float:
    """Return what tells two classes apart: half-way between the least and the largest target."""
    targets = [float(n.value) for sample in exercise.samples for n in sample.targets or ()]
    return (min(targets) + max(targets)) / 2 if targets and min(targets) < max(targets) else 0.5


def _ends(plane: Plane, border: float) -> tuple[float, float]:
    values = [value for row in plane.values for (value,) in row if isfinite(value)]
    reach = max((abs(value - border) for value in values), default=0.5) or 0.5
    return border - reach, border + reach


def _of_value(low: float, border: float, high: float) -> Callable[[tuple[float, ...]], str]:
    def paint(value: tuple[float, ...]) -> str:
        share = (value[0] - border) / (high - border)
        if not isfinite(share):
            return "#ffffff"
        return _mixed((255, 255, 255), HIGH if share > 0 else LOW, _step(abs(share)))

    return paint


def _of_class(value: tuple[float, ...]) -> str:
    place = max(range(len(value)), key=value.__getitem__)
    colour = COLOURS[place % len(COLOURS)]
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return _mixed((255, 255, 255), (parts[0], parts[1], parts[2]), 0.45)


def _step(share: float) -> float:
    """Return a share as the nearest of a few levels, so that places look alike."""
    return round(min(max(share, 0.0), 1.0) * LEVELS) / LEVELS


def _mixed(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)
