"""The error over the epochs of a training run, as a curve."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import isfinite

from bpcalc.locale import in_a_row, say, say_many
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.axes import HEIGHT, SIZE, WIDTH, Axes, draw_grid, name_axes
from bpcalc.report.drawing.curve_scales import Points, curve_scales
from bpcalc.report.drawing.svg import Element, add, rounded
from bpcalc.report.drawing.texts import TextPlace, haloed, plain_text

MAX_STRETCHES = 300
"""Of a longer run so many stretches are drawn, each by its first, least, largest and last error."""

MARKED = 12
"""Points up to which each one is marked by a dot."""

CURVE = "#1c66bd"


def curve(points: Points) -> Element:
    """Return the picture of an error curve as an `<svg>` element.

    Args:
        points: epochs, rising, and errors. Where an error is infinite or no number, or is 0 or
            less on a logarithmic scale, the curve is interrupted, and the picture says so.
    """
    scales = curve_scales(points)
    if scales is None:
        return _nothing(len(points))
    axes, kept = Axes.of(scales.across, scales.up), scales.kept
    notes = list(notes_of(scales.infinite, scales.unplaced))
    finite = [point for point in points if isfinite(point[1])]
    root = svg.picture(
        WIDTH, HEIGHT + 18 * len(notes), say("Error curve"), _description(finite, notes)
    )
    draw_grid(root, axes)
    draw_line(root, axes, stretches_of(points, kept))
    error = say("error, logarithmic scale") if axes.up.logarithmic else say("error")
    name_axes(root, axes, error, say("epoch"))
    for number, note in enumerate(notes):
        y = HEIGHT + 4 + 18 * number
        haloed(root, plain_text(note), "note", TextPlace(axes.left, y, SIZE))
    return root


def stretches_of(points: Points, kept: Points) -> Iterator[Points]:
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

    def stretch(point: tuple[float, float]) -> int:
        return int((point[0] - first) * MAX_STRETCHES // (last - first + 1))

    kept: list[tuple[float, float]] = []
    for _, group in groupby(points, key=stretch):
        part = list(group)
        errors = [error for _, error in part]
        places = {0, errors.index(min(errors)), errors.index(max(errors)), len(part) - 1}
        kept += [part[place] for place in sorted(places)]
    return kept


def draw_line(
    root: Element,
    axes: Axes,
    stretches: Iterator[Points],
    colour: str = CURVE,
    dashes: str | None = None,
) -> None:
    """Draw a curve; points that stand alone, or are few, are marked by dots."""
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
                stroke=colour,
                stroke_width=2,
                stroke_dasharray=dashes,
                stroke_linejoin="round",
            )
        for x, y in places if len(places) <= MARKED else ():
            add(root, "circle", "point", cx=x, cy=y, r=3, fill=colour)


def notes_of(infinite: int, unplaced: int) -> Iterator[str]:
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
        last=_number(finite[-1][0]),
        before=f"{finite[0][1]:.3g}",
        after=f"{finite[-1][1]:.3g}",
    )
    return in_a_row((sentence, *notes))


def _number(epoch: float) -> str:
    """Return the number of an epoch, which is a fraction where a run stops inside one."""
    return str(epoch) if epoch == int(epoch) else f"{epoch:.2f}"


def _nothing(left_out: int) -> Element:
    """Return a picture that says why it is empty."""
    notes = list(notes_of(left_out, 0)) or [say("There is no error to draw.")]
    root = svg.picture(WIDTH, 60, say("Error curve"), in_a_row(notes))
    for note in notes:
        haloed(root, plain_text(note), "note", TextPlace(12, 30, SIZE))
    return root
