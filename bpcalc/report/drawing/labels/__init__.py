"""Where the labels of lines stand. `placed` is all that the rest of the drawing knows of it."""

from collections.abc import Sequence

from bpcalc.report.drawing.geometry import Rectangle
from bpcalc.report.drawing.labels.lines import LabelledLine, Surroundings
from bpcalc.report.drawing.labels.searched import searched

__all__ = ["LabelledLine", "Surroundings", "placed"]


def placed(lines: Sequence[LabelledLine], around: Surroundings) -> list[Rectangle] | None:
    """Return a box for the label of every line, None if some label finds no place.

    Args:
        lines: which are to have a label, in the order in which they choose.
        around: what else there is.
    """
    return searched(lines, around)
