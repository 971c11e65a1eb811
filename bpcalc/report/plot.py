"""The error curve as a drawing of characters, where the extra `plot` is installed."""

from importlib.util import find_spec
from math import isfinite

from bpcalc.training.history import Point

LOGARITHMIC = 100
"""An error that falls by more than this factor is drawn to a logarithmic scale."""


def drawn(points: list[Point], width: int) -> str:
    """Return the curve as lines of text, "" where uniplot is not installed or there is no curve."""
    finite = [point for point in points if isfinite(point.error) and 0 < point.error < 1e100]
    if find_spec("uniplot") is None or len(finite) < 2 or width < 40:
        return ""
    from uniplot import plot_to_string

    errors = [point.error for point in finite]
    drawing: str = plot_to_string(
        xs=[point.epoch for point in finite],
        ys=errors,
        y_as_log=max(errors) > LOGARITHMIC * min(errors),
        width=min(width - 20, 80),
        height=12,
        lines=True,
        color=False,
    )
    return "\n".join(line.rstrip() for line in drawing.splitlines())
