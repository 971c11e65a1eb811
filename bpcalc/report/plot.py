"""The error curve drawn with characters, on the axes of its picture."""

from collections.abc import Sequence
from math import isfinite

from bpcalc.locale import enumerated, say
from bpcalc.locale.folding import folded
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
    curve = [(point.epoch, point.error) for point in points]
    return _page([curve], (UNICODE if unicode else ASCII)[0], width, unicode)


def drawn_together(
    curves: Sequence[Sequence[tuple[float, float]]], width: int, *, unicode: bool = True
) -> str:
    """Return several curves as lines of text, each by a sign of its own from `SIGNS`.

    They are on the axes that they have in common; where two meet, the first one is seen.
    """
    return _page(curves, SIGNS, width, unicode)


def _page(
    curves: Sequence[Sequence[tuple[float, float]]], signs: str, width: int, unicode: bool
) -> str:
    scales = curve_scales([point for points in curves for point in points])
    if scales is None or len(scales.kept) < 2 or width < MIN_PAGE_COLUMNS:
        return ""
    _, bar, dash, corner = UNICODE if unicode else ASCII
    labels = {_row(tick.share): tick.text for tick in scales.up.ticks}
    room = max(map(terminal_width, labels.values()))
    across = min(width - room - 4, MAX_COLUMNS)
    grid = [[" "] * across for _ in range(ROWS)]
    for number in reversed(range(len(curves))):
        own = scales._replace(kept=[p for p in curves[number] if _has_place(scales, p[1])])
        _put(grid, own, signs[number % len(signs)])
    behind = _behind(curves, signs, grid)
    lines = [f"{labels.get(n, ''):>{room}} {bar}{''.join(row)}" for n, row in enumerate(grid)]
    lines += [f"{'':{room}} {corner}{dash * across}", f"{'':{room + 2}}{_below(scales, across)}"]
    lines += folded(behind, width) if behind else ()
    return "\n".join(line.rstrip() for line in lines)


def _behind(
    curves: Sequence[Sequence[tuple[float, float]]], signs: str, grid: Sequence[Sequence[str]]
) -> str:
    """Return which curves others hide wholly, "" if none are."""
    seen = {sign for row in grid for sign in row}
    hidden = [
        sign
        for sign, curve in zip(signs, curves, strict=False)
        if sign not in seen and any(isfinite(error) for _, error in curve)
    ]
    return say("Behind the others: {runs}.", runs=enumerated(hidden)) if hidden else ""


SIGNS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The signs of several curves, in their order."""


def _has_place(scales: CurveScales, error: float) -> bool:
    return isfinite(error) and not (scales.up.logarithmic and error <= 0)


def _put(grid: list[list[str]], scales: CurveScales, sign: str) -> None:
    """Put a curve into the rows; from column to column it has no gaps."""
    across = len(grid[0])
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
