"""Circles as large as what is written in them, and texts that would need too large ones outside."""

from collections.abc import Callable
from math import hypot

from bpcalc.report.drawing.picture_model import Content, PictureRow, Unit, levels

MIN_RADIUS, MAX_RADIUS = 24.0, 42.0
"""Bounds of the radius of a circle, in pixels."""

RIM = 2.0
"""What stays free between the corner of a text and the circle around it."""


def fitted(content: Content) -> tuple[Content, float]:
    """Return what is written, and the radius of circles that hold what is written in them.

    Names that would need too large a circle are put above it, numbers under it, and then those of
    all units, so that they look alike.
    """
    if max(radius_of((unit.name,)) for unit in _units(content) if unit.name) > MAX_RADIUS:
        content = _changed(content, _name_above)
    if _radius(content) > MAX_RADIUS:
        content = _changed(content, _numbers_under)
    return content, max(_radius(content), MIN_RADIUS)


def radius_of(rows: tuple[PictureRow, ...]) -> float:
    """Return the radius of a circle that these rows fit into."""
    corners = (
        hypot(row.width / 2, abs(down) + row.size * 0.4)
        for row, down in zip(rows, levels(len(rows)), strict=True)
    )
    return max(corners, default=0.0) + RIM


def _radius(content: Content) -> float:
    return max(radius_of(unit.within) for unit in _units(content))


def _units(content: Content) -> list[Unit]:
    return [unit for column in content.columns for unit in column.written.values()]


def _changed(content: Content, change: Callable[[Unit], Unit]) -> Content:
    columns = tuple(
        column._replace(written={key: change(unit) for key, unit in column.written.items()})
        for column in content.columns
    )
    return content._replace(columns=columns)


def _name_above(unit: Unit) -> Unit:
    above = (*unit.above, unit.name) if unit.name else unit.above
    return unit._replace(name=None, above=above)


def _numbers_under(unit: Unit) -> Unit:
    return unit._replace(numbers=(), spare=(), under=(*unit.spare, *unit.under))
