"""The axes of an error curve: the same for its picture and for its drawing in characters."""

from collections.abc import Callable, Iterable, Sequence
from math import ceil, floor, isfinite, log10

from bpcalc.named_tuples import NamedTuple
from bpcalc.report.drawing.ticks import TickScale, linear, logarithmic, whole_scale

Points = Sequence[tuple[float, float]]
"""Epochs, rising, and errors."""

DECADES = 100.0
"""An error that falls by more than this factor is drawn to a logarithmic scale; not so one that
goes below 0, as that of some losses does."""

TICKS = 7
"""Round numbers on an axis at most."""


class CurveScales(NamedTuple):
    """The axes, and what is drawn between them.

    Attributes:
        across: of the epochs.
        up: of the errors.
        kept: the points that have a place.
        infinite: how many errors are beyond all bounds, or no number.
        unplaced: how many have no place on a logarithmic scale.
    """

    across: TickScale
    up: TickScale
    kept: list[tuple[float, float]]
    infinite: int
    unplaced: int


def curve_scales(points: Points) -> CurveScales | None:
    """Return the axes for these points, None if not one error is finite."""
    finite = [point for point in points if isfinite(point[1])]
    if not finite:
        return None
    epochs = [epoch for epoch, _ in finite]
    errors = [error for _, error in finite]
    positive = [error for error in errors if error > 0]
    spans = bool(positive) and min(errors) >= 0 and max(positive) > DECADES * min(positive)
    up = (
        logarithmic(min(positive), max(positive), TICKS)
        if spans
        else linear(min(errors), max(errors), TICKS)
    )
    kept = [point for point in finite if not up.logarithmic or point[1] > 0]
    across = whole_scale(floor(min(epochs)), ceil(max(epochs)), TICKS)
    return CurveScales(across, up, kept, len(points) - len(finite), len(finite) - len(kept))


def heights(errors: Iterable[float]) -> Callable[[float], float]:
    """Return how high an error is among these, from 0 to 1: by powers of ten, if none is negative.

    >>> [round(heights([0.01, 0.1, 1])(error), 2) for error in (0, 0.01, 0.1, 1)]
    [0.0, 0.0, 0.5, 1.0]
    >>> [round(heights([-1, 1])(error), 2) for error in (-1, 0, 1)]
    [0.0, 0.5, 1.0]
    """
    finite = [error for error in errors if isfinite(error)]
    below = min(finite, default=0.0) < 0
    known = finite if below else [error for error in finite if error > 0]
    low, high = min(known, default=1.0), max(known, default=10.0)

    def place(error: float) -> float:
        return error if below else log10(max(error, low))

    return lambda error: (place(error) - place(low)) / ((place(high) - place(low)) or 1)
