"""The lines of connections that leap over a layer: down, along below the layers, and up again.

A line leaves its unit to the right, goes down beside the layer in a lane of its own, runs level
below what it leaps over, and comes up beside the layer it leads to. The deeper a line runs, the
nearer to the layers are its lanes: so lines of one layer do not cross one another.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import atan2, dist

from bpcalc.report.drawing.geometry import Circle, PicturePoint, Rectangle
from bpcalc.report.drawing.highlighting import PicturePart, unit_part
from bpcalc.report.drawing.picture_model import LINE, PictureArc, PictureRow

APART = 12.0
"""What stays free between a line and what is above it, in pixels."""

LANE = 9.0
"""From one line beside a layer to the next, and to what is written there."""

CORNER = 14.0
"""How much room a line takes to turn from down to level."""

STEPS = 6
"""Points of each bend."""

Columns = Mapping[int, tuple[float, float]]
"""By layer, its middle and how far what is written below one another reaches to each side."""


class Leaps:
    """The connections that leap over a layer, and in what order they run."""

    def __init__(self, labels: Mapping[PicturePart, tuple[PictureRow, ...]]) -> None:
        """Find a depth for each line.

        Args:
            labels: what is written on each.
        """
        self._labels = labels
        self._depths: dict[PicturePart, int] = {}
        for part in sorted(labels, key=_length):
            start, end = _ends(part)
            above = [
                depth
                for other, depth in self._depths.items()
                if _ends(other)[0] < end and start < _ends(other)[1]
            ]
            self._depths[part] = max(above, default=-1) + 1
        self._leaving = self._by_layer(0)
        self._arriving = self._by_layer(1)

    def _by_layer(self, end: int) -> dict[int, list[PicturePart]]:
        """Return the lines at every layer that leave or reach it, the deepest first."""
        found: dict[int, list[PicturePart]] = {}
        for part in sorted(self._depths, key=self._depths.__getitem__, reverse=True):
            found.setdefault(_ends(part)[end], []).append(part)
        return found

    def room(self, layer: int) -> float:
        """Return the room that the lines need between a layer and the one before it."""
        leaving, arriving = self._leaving.get(layer - 1, []), self._arriving.get(layer, [])
        return sum((len(lines) + 0.5) * LANE for lines in (leaving, arriving) if lines)

    def arcs(
        self, circles: Mapping[PicturePart, Circle], columns: Columns, boxes: Iterable[Rectangle]
    ) -> list[PictureArc]:
        """Return the lines in their places.

        Args:
            circles: of the units and biases.
            columns: the layers.
            boxes: of the texts at them, which the lines stay below.
        """
        levels = self._levels(circles, columns, list(boxes))
        lanes = {part: self._lanes(part, columns) for part in self._labels}
        found: list[PictureArc] = []
        for part, rows in self._labels.items():
            level, (left, right) = levels[self._depths[part]], lanes[part]
            start, end = (circles[unit] for unit in _units(part))
            way = (*_bend(start, left, level), *reversed([*_bend(end, right, level)]))
            width = max((row.width for row in rows), default=0.0)
            deeper = [
                x
                for other, depth in self._depths.items()
                if depth > self._depths[part]
                for x in lanes[other]
            ]
            middle = _place(left + CORNER, right - CORNER, width, deeper)
            height = max(len(rows), 1) * LINE
            box = Rectangle(PicturePoint(middle, level), width, height)
            found.append(PictureArc(part, way, box, rows))
        return found

    def _levels(
        self, circles: Mapping[PicturePart, Circle], columns: Columns, boxes: list[Rectangle]
    ) -> list[float]:
        """Return how far down the lines of every depth run."""
        last = max(middle for middle, _ in columns.values())
        low = max(
            [
                *(circle.centre.y + circle.radius for circle in circles.values()),
                *(y + high / 2 for (x, y), wide, high, _ in boxes if x - wide / 2 < last),
            ]
        )
        found = []
        for depth in range(max(self._depths.values(), default=-1) + 1):
            rows = max(
                len(self._labels[part]) for part, own in self._depths.items() if own == depth
            )
            found.append(low + APART + max(rows, 1) * LINE / 2)
            low = found[-1] + max(rows, 1) * LINE / 2
        return found

    def _lanes(self, part: PicturePart, columns: Columns) -> tuple[float, float]:
        """Return where a line goes down, and where it comes up."""
        (start, end), places = _ends(part), []
        for layer, lines, side in ((start, self._leaving, 1), (end, self._arriving, -1)):
            middle, reach = columns[layer]
            places.append(middle + side * (reach + (lines[layer].index(part) + 1) * LANE))
        return places[0], places[1]


def _units(part: PicturePart) -> tuple[PicturePart, PicturePart]:
    """Return the units at both ends of a line."""
    what, layer, unit, source = part
    return unit_part(int(what.split()[1]), source or 0), unit_part(layer or 0, unit or 0)


def _ends(part: PicturePart) -> tuple[int, int]:
    """Return from which layer to which a line leads."""
    sender, receiver = _units(part)
    return sender[1] or 0, receiver[1] or 0


def _length(part: PicturePart) -> int:
    start, end = _ends(part)
    return end - start


def _bend(circle: Circle, lane: float, level: float) -> Iterator[PicturePoint]:
    """Yield points from a circle to its lane, and down to a level, where the line goes on."""
    (x, y), radius = circle
    side = 1 if lane > x else -1
    foot = PicturePoint(x + side * radius * 0.9, y + radius * 0.436)
    beside = PicturePoint(lane, y + radius)
    yield from _curve(foot, PicturePoint(lane, foot.y + radius * 0.2), beside)
    corner = PicturePoint(lane, level)
    down = PicturePoint(lane, max(level - CORNER, beside.y))
    yield from _curve(down, corner, PicturePoint(lane + side * CORNER, level))


def _curve(start: PicturePoint, knee: PicturePoint, end: PicturePoint) -> Iterator[PicturePoint]:
    for step in range(STEPS + 1):
        t = step / STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        yield PicturePoint(
            a * start.x + b * knee.x + c * end.x, a * start.y + b * knee.y + c * end.y
        )


def _place(left: float, right: float, width: float, lanes: Iterable[float]) -> float:
    """Return where the middle of a label stands on a level line, between the lanes of others.

    That is as near to the middle of the line as may be; where no gap is wide enough, in the widest.
    """
    middle = (left + right) / 2
    stops = [left, *sorted(lane for lane in lanes if left < lane < right), right]
    gaps = [(a + LANE / 2, b - LANE / 2) for a, b in pairwise(stops)]
    wide = [(a, b) for a, b in gaps if b - a >= width]
    if not wide:
        a, b = max(gaps, key=lambda gap: gap[1] - gap[0])
        return (a + b) / 2
    places = [min(max(middle, a + width / 2), b - width / 2) for a, b in wide]
    return min(places, key=lambda place: abs(place - middle))


def covered(arc: PictureArc) -> Iterator[Rectangle]:
    """Yield what a line covers, as thin boxes."""
    for one, other in pairwise(arc.way):
        if length := dist(one, other):
            middle = PicturePoint((one.x + other.x) / 2, (one.y + other.y) / 2)
            yield Rectangle(middle, length, 1.0, atan2(other.y - one.y, other.x - one.x))
