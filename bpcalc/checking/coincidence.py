"""How many of the numbers that a student may write some formulas explain.

If that are many, an explanation means little.
"""

from collections.abc import Iterable, Iterator
from math import isfinite, log

from bpcalc.named_tuples import NamedTuple

SPREAD = 30
"""A number is expected from a 30th of the right one to 30 times of it, of either sign."""

SCALE = 4 * log(SPREAD)
"""The length of the logarithmic scale of such numbers."""


class Scale(NamedTuple):
    """The numbers that a student may write: evenly spread on a logarithmic scale, either sign.

    Attributes:
        base: what they are counted from.
        size: that of the right one.
        room: how far one reaches to either side.
        relative: the number to which that belongs, where it grows with the number; else 0.
    """

    base: float
    size: float
    room: float
    relative: float

    def is_nothing(self, value: float) -> bool:
        """Return whether a number is next to nothing beside the right one."""
        return not self.base and abs(value) + self.room < self.size / SPREAD

    def spans(self, value: float) -> Iterator[tuple[float, float]]:
        """Yield what a number covers of the scale; negative numbers have one of their own."""
        if not (isfinite(value) and self.size > 0):
            return
        room = self.room * (abs(value) / self.relative if self.relative and value else 1.0)
        low, high = self.size / SPREAD, self.size * SPREAD
        beyond = 2 * abs(log(high)) + 2 * abs(log(low)) + 10  # keeps the two scales apart
        for sign in (1, -1):
            centre = sign * (value - self.base)
            start, end = max(centre - room, low), min(centre + room, high)
            if start < end:
                shift = 0.0 if sign > 0 else beyond
                yield log(start) + shift, log(end) + shift


def covered(spans: Iterable[tuple[float, float]]) -> float:
    """Return the share of the scale that spans cover together."""
    total, reached = 0.0, float("-inf")
    for start, end in sorted(spans):
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return min(total / SCALE, 1.0)
