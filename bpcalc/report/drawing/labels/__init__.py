"""Where the labels of lines stand. `placed` is all that the rest of the drawing knows of it."""

from bpcalc.report.drawing.labels.lines import LabelledLine, Surroundings
from bpcalc.report.drawing.labels.searched import searched as placed

__all__ = ["LabelledLine", "Surroundings", "placed"]
