"""Boxes that may be turned, and whether they meet one another, a circle or a line."""

from math import cos, dist, hypot, sin
from typing import NamedTuple


class PicturePoint(NamedTuple):
    """A place on the picture, in pixels; y points downwards."""

    x: float
    y: float


class Circle(NamedTuple):
    """A circle."""

    centre: PicturePoint
    radius: float


class Segment(NamedTuple):
    """A straight line from one point to another."""

    start: PicturePoint
    end: PicturePoint


class Rectangle(NamedTuple):
    """A rectangle, turned about its centre.

    Attributes:
        centre: where its diagonals meet.
        width, height: before it is turned.
        angle: in radians, clockwise.
    """

    centre: PicturePoint
    width: float
    height: float
    angle: float = 0.0

    @property
    def reach(self) -> float:
        """The distance from the centre to a corner."""
        return hypot(self.width, self.height) / 2

    def seen(self, point: PicturePoint) -> PicturePoint:
        """Return a point as seen from the box: its centre is the origin, its sides are level."""
        x, y = point.x - self.centre.x, point.y - self.centre.y
        along, across = cos(self.angle), sin(self.angle)
        return PicturePoint(x * along + y * across, y * along - x * across)

    def corners(self) -> list[PicturePoint]:
        """Return the four corners."""
        along, across = cos(self.angle), sin(self.angle)
        return [
            PicturePoint(
                self.centre.x + x * self.width / 2 * along - y * self.height / 2 * across,
                self.centre.y + x * self.width / 2 * across + y * self.height / 2 * along,
            )
            for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]

    def grown(self, margin: float) -> "Rectangle":
        """Return the box with a margin around it."""
        return self._replace(width=self.width + 2 * margin, height=self.height + 2 * margin)


def boxes_meet(one: Rectangle, other: Rectangle) -> bool:
    """Return whether two boxes overlap.

    They do not if their shadows on a side of one of them are apart (the separating axis theorem).
    """
    if dist(one.centre, other.centre) >= one.reach + other.reach:
        return False
    return not (_apart(one, other) or _apart(other, one))


def _apart(box: Rectangle, other: Rectangle) -> bool:
    corners = [box.seen(corner) for corner in other.corners()]
    width, height = box.width / 2, box.height / 2
    across = [corner.x for corner in corners]
    if min(across) >= width or max(across) <= -width:
        return True
    down = [corner.y for corner in corners]
    return min(down) >= height or max(down) <= -height


def meets_circle(box: Rectangle, circle: Circle) -> bool:
    """Return whether a box overlaps a circle."""
    if dist(box.centre, circle.centre) >= box.reach + circle.radius:
        return False
    x, y = box.seen(circle.centre)
    beside, below = max(abs(x) - box.width / 2, 0), max(abs(y) - box.height / 2, 0)
    return hypot(beside, below) < circle.radius


def meets_segment(box: Rectangle, segment: Segment) -> bool:
    """Return whether a line passes through a box."""
    start, end = box.seen(segment.start), box.seen(segment.end)
    width, height = box.width / 2, box.height / 2
    first, last = 0.0, 1.0
    # What is left of the line between the sides, one pair of them after the other.
    for begins, step, side in (
        (start.x, end.x - start.x, width),
        (start.y, end.y - start.y, height),
    ):
        if step == 0:
            if abs(begins) >= side:
                return False
            continue
        enters, leaves = sorted(((-side - begins) / step, (side - begins) / step))
        first, last = max(first, enters), min(last, leaves)
    return first < last
