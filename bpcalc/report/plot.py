"""The error curve drawn with characters, on the axes of its picture."""

from collections.abc import Sequence

from bpcalc.report.cells import terminal_width
from bpcalc.report.drawing.curve_scales import CurveScales, curve_scales
from bpcalc.training.history import Point

ROWS, MAX_COLUMNS = 13, 60
"""The size of a curve in characters."""

MIN_PAGE_COLUMNS = 40
"""A page that is not as wide has no room for it."""

UNICODE, ASCII = ("•", "│", "─", "└"), ("*", "|", "-", "+")
"""A point, the axes, and their corner."""


def drawn(points: Sequence[Point], width: int, *, unicode: bool = True) -> str:
    """Return the curve as lines of text, "" where the page has no room or there is no curve."""
    scales = curve_scales([(point.epoch, point.error) for point in points])
    if scales is None or len(scales.kept) < 2 or width < MIN_PAGE_COLUMNS:
        return ""
    point, bar, dash, corner = UNICODE if unicode else ASCII
    labels = {_row(tick.share): tick.text for tick in scales.up.ticks}
    room = max(map(terminal_width, labels.values()))
    across = min(width - room - 4, MAX_COLUMNS)
    grid = _grid(scales, across, point)
    lines = [f"{labels.get(n, ''):>{room}} {bar}{''.join(row)}" for n, row in enumerate(grid)]
    lines += [f"{'':{room}} {corner}{dash * across}", f"{'':{room + 2}}{_below(scales, across)}"]
    return "\n".join(line.rstrip() for line in lines)


def _grid(scales: CurveScales, across: int, sign: str) -> list[list[str]]:
    """Return the rows of the curve; from column to column it has no gaps."""
    grid = [[" "] * across for _ in range(ROWS)]
    before: tuple[int, int] | None = None
    for epoch, error in scales.kept:
        column = round(scales.across.share(epoch) * (across - 1))
        row = _row(scales.up.share(error))
        grid[row][column] = sign
        if before and column - before[0] == 1:
            step = 1 if row > before[1] else -1
            for between in range(before[1] + step, row, step):
                grid[between][column] = sign
        before = column, row
    return grid


def _row(share: float) -> int:
    return round((1 - share) * (ROWS - 1))


def _below(scales: CurveScales, across: int) -> str:
    """Return the numbers of the epochs, each below its place, as far as they have room."""
    line = ""
    for tick in scales.across.ticks:
        place = round(tick.share * (across - 1)) - len(tick.text) // 2
        place = min(max(place, 0), across - len(tick.text))
        if place > len(line) or not line:
            line = f"{line:<{place}}{tick.text}"
    return line
