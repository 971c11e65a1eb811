"""Where the labels of lines stand: on their line, apart from one another and from the circles."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import atan2, cos, hypot, sin
from typing import NamedTuple

from bpcalc.report.drawing.geometry import (
    PicturePoint,
    Rectangle,
    Segment,
    boxes_meet,
    meets_segment,
)
from bpcalc.report.drawing.labels.lines import LABEL_MARGIN, LabelledLine, Surroundings, fits

ENDS = 7.0
"""What stays free between a label and the ends of its line."""

STEP, PLACES = 5.0, 32
"""How far apart the places are that are tried, and how many there are at most on a line."""

FAVOURITE = 0.2
"""Where on its line a label stands if nothing is in the way: near the end where the lines of one
unit part, and before the middle, where those of all units cross."""

CROSSED = 0.22
"""What it costs to cover another line, beside what it costs to move by the length of a line."""

TURNS = 8
"""How often the placing starts anew, each time with the label first that had found no place."""


@lru_cache(maxsize=256)
def searched(lines: tuple[LabelledLine, ...], around: Surroundings) -> tuple[Rectangle, ...] | None:
    """Return a box for the label of every line, None if some label finds no place.

    The pictures of a report have many layers in common; what was searched is remembered.

    Args:
        lines: which are to have a label, in the order in which they choose.
        around: what else there is.
    """
    choices = [_choices(line, around) for line in lines]
    if not all(choices):
        return None
    order = list(range(len(lines)))
    for _ in range(TURNS):
        found: dict[int, Rectangle] = {}
        for number in order:
            box = _free(choices[number], list(found.values()))
            if box is None:
                break
            found[number] = box
        else:
            return tuple(found[number] for number in range(len(lines)))
        # Whoever found no place had the fewest; choosing first costs the others little.
        order.remove(number)
        order.insert(0, number)
    return None


def _free(choices: list[Rectangle], taken: list[Rectangle]) -> Rectangle | None:
    """Return the first box that does not meet those that are taken."""
    for box in choices:
        wide = box.grown(LABEL_MARGIN)
        if not any(boxes_meet(wide, other) for other in taken):
            return box
    return None


def _choices(line: LabelledLine, around: Surroundings) -> list[Rectangle]:
    """Return the places on a line where a label might stand, the best one first."""
    others = [Crossing.of(segment) for segment in around.lines if segment != line.segment]
    rated = [
        # Rounded, so that equal places are in one order on every machine.
        (round(_cost(line, box, others), 6), number, box)
        for number, box in enumerate(_places(line))
        if fits(box, around)
    ]
    return [box for *_, box in sorted(rated)]


def _places(line: LabelledLine) -> Iterator[Rectangle]:
    (start, end) = line.segment
    length = hypot(end.x - start.x, end.y - start.y)
    angle = atan2(end.y - start.y, end.x - start.x)
    first = ENDS + line.width / 2
    room = length - 2 * first
    if room < 0:
        return
    count = min(int(room / STEP), PLACES) + 1
    for number in range(count):
        along = first + (room * number / (count - 1) if count > 1 else room / 2)
        centre = PicturePoint(start.x + along * cos(angle), start.y + along * sin(angle))
        yield Rectangle(centre, line.width, line.height, angle)


class Crossing(NamedTuple):
    """A line that a label might cover, ready to be asked how far away it is.

    Attributes:
        segment: the line.
        across, down: a step of one pixel away from it.
        far: how many of them it is away from the corner of the picture.
    """

    segment: Segment
    across: float
    down: float
    far: float

    @classmethod
    def of(cls, segment: Segment) -> "Crossing":
        """Return a line, ready to be asked."""
        (start, end) = segment
        length = hypot(end.x - start.x, end.y - start.y)
        across, down = (start.y - end.y) / length, (end.x - start.x) / length
        return cls(segment, across, down, across * start.x + down * start.y)

    def passes(self, place: PicturePoint, reach: float) -> bool:
        """Return whether the line, however long, comes that near to a place."""
        return abs(place.x * self.across + place.y * self.down - self.far) < reach


def _cost(line: LabelledLine, box: Rectangle, others: Sequence[Crossing]) -> float:
    """Return how bad a place is: what it covers, and how far it is from where it should be."""
    (start, end) = line.segment
    length = hypot(end.x - start.x, end.y - start.y)
    moved = hypot(box.centre.x - start.x, box.centre.y - start.y) / length - FAVOURITE
    centre, reach = box.centre, box.reach
    # Asked of all pairs of lines: the distance sorts out nearly all before the exact test.
    near = [other.segment for other in others if other.passes(centre, reach)]
    return abs(moved) + CROSSED * sum(meets_segment(box, segment) for segment in near)
