"""What the placing of labels is told: lines, the size of their labels, and what is in the way."""

from typing import NamedTuple

from bpcalc.report.drawing.geometry import Circle, Rectangle, Segment, boxes_meet, meets_circle

LABEL_MARGIN = 1.5
"""What stays free around a label, in pixels."""


class LabelledLine(NamedTuple):
    """A line that is to have a label.

    Attributes:
        segment: from circle to circle.
        width, height: of the label.
    """

    segment: Segment
    width: float
    height: float


class Surroundings(NamedTuple):
    """What labels have to keep away from, and what they had better not cover."""

    circles: tuple[Circle, ...]
    boxes: tuple[Rectangle, ...]
    lines: tuple[Segment, ...]


def fits(box: Rectangle, around: Surroundings) -> bool:
    """Return whether a label keeps away from circles and from other texts."""
    wide = box.grown(LABEL_MARGIN)
    return not (
        any(meets_circle(wide, circle) for circle in around.circles)
        or any(boxes_meet(wide, other) for other in around.boxes)
    )
