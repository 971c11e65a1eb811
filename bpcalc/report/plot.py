"""The error curve as a drawing of characters, where the extra `plot` is installed."""

from importlib.util import find_spec
from math import isfinite, log10

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


ROWS, COLUMNS = 12, 60
"""The size of a curve in ASCII."""


def drawn_in_ascii(points: list[Point], width: int) -> str:
    """Return the curve in ASCII, which needs nothing installed; "" if there is no curve."""
    finite = [point for point in points if isfinite(point.error) and 0 < point.error < 1e100]
    across = min(width - 14, COLUMNS)
    if len(finite) < 2 or across < 20:
        return ""
    errors = [point.error for point in finite]
    scale = log10 if max(errors) > LOGARITHMIC * min(errors) else float
    lowest, highest = scale(min(errors)), scale(max(errors))
    last = finite[-1].epoch or 1
    grid = [[" "] * across for _ in range(ROWS)]
    for point in finite:
        column = round(point.epoch / last * (across - 1))
        share = (scale(point.error) - lowest) / (highest - lowest) if highest > lowest else 0.0
        grid[round((1 - share) * (ROWS - 1))][column] = "*"
    labels = {0: f"{max(errors):.3g}", ROWS - 1: f"{min(errors):.3g}"}
    rows = [f"|{''.join(row)}| {labels.get(number, '')}" for number, row in enumerate(grid)]
    edge = "+" + "-" * across + "+"
    below = f" 0{f'{last:,}':>{across - 1}}"
    return "\n".join(line.rstrip() for line in (edge, *rows, edge, below))
