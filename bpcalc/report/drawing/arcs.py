"""The lines of connections that leap over a layer: down, along below the layers, and up again."""

from collections.abc import Iterable, Iterator, Mapping

from bpcalc.report.drawing.geometry import Circle, PicturePoint, Rectangle
from bpcalc.report.drawing.highlighting import PicturePart, unit_part
from bpcalc.report.drawing.picture_model import LINE, PictureArc, PictureNode, PictureRow

APART = 12.0
"""What stays free between a line and what is above it, in pixels."""

SLOPE = 0.8
"""After how much of the way to the next layer a line runs level."""

STEPS = 12
"""Points of each bend."""


def arcs_below(
    labels: Mapping[PicturePart, tuple[PictureRow, ...]],
    nodes: Iterable[PictureNode],
    boxes: Iterable[Rectangle],
) -> list[PictureArc]:
    """Return the lines, one below the other.

    Args:
        labels: what is written on each.
        nodes: the circles.
        boxes: of the texts at them, which the lines stay below.
    """
    circles = {node.part: node.circle for node in nodes}
    across = sorted({circle.centre.x for part, circle in circles.items() if part[0] == "unit"})
    low = max(
        *(circle.centre.y + circle.radius for circle in circles.values()),
        *(box.centre.y + box.height / 2 for box in boxes),
        0.0,
    )
    found: list[PictureArc] = []
    for part, rows in labels.items():
        what, layer, unit, source = part
        start = circles[unit_part(int(what.split()[1]), source or 0)]
        end = circles[unit_part(layer or 0, unit or 0)]
        height = max(len(rows), 1) * LINE
        level = low + APART + height / 2
        low = level + height / 2
        down = _bend(_foot(start, 1), _next(across, start.centre.x, 1), level)
        up = _bend(_foot(end, -1), _next(across, end.centre.x, -1), level)
        way = (*down, *reversed([*up]))
        middle = PicturePoint((start.centre.x + end.centre.x) / 2, level)
        width = max((row.width for row in rows), default=0.0)
        found.append(PictureArc(part, way, Rectangle(middle, width, height), rows))
    return found


def _foot(circle: Circle, side: int) -> PicturePoint:
    """Return where on a circle a line starts that leads down to one side."""
    (x, y), radius = circle
    return PicturePoint(x + side * radius * 0.8, y + radius * 0.6)


def _next(across: list[float], x: float, side: int) -> float:
    """Return where a line that leaves a layer to one side has reached its level."""
    place = across.index(x)
    return x + SLOPE * (across[place + side] - x)


def _bend(start: PicturePoint, x: float, level: float) -> Iterator[PicturePoint]:
    """Yield points from a circle down to a level, where the line goes on."""
    knee = PicturePoint(start.x + (x - start.x) * 0.45, level)
    for step in range(STEPS + 1):
        t = step / STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        yield PicturePoint(a * start.x + b * knee.x + c * x, a * start.y + b * knee.y + c * level)
