"""The formulas of a calculation, in order of working, before any number is put in."""

from typing import NamedTuple

from bpcalc.calc.lines import Heading
from bpcalc.maths.expr import Expr, Ref
from bpcalc.maths.keys import Key


class PlannedLine(NamedTuple):
    """A line to be worked out; the formula is None for a quantity that the exercise gives."""

    key: Key
    formula: Expr | None


class PlannedStage(NamedTuple):
    """The entries of one stage."""

    heading: Heading
    entries: list[PlannedLine]


class Plan:
    """The lines of a calculation while they are written down, stage by stage.

    Attributes:
        stages: headings and entries so far; the first one has what the exercise gives.
    """

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.stages: list[PlannedStage] = []

    def open(self, heading: Heading) -> None:
        """Begin a stage; the entries that follow belong to it."""
        self.stages.append(PlannedStage(heading, []))

    def give(self, key: Key) -> None:
        """Enter a quantity that the exercise gives."""
        self.stages[-1].entries.append(PlannedLine(key, None))

    def work(self, key: Key, formula: Expr) -> Ref:
        """Enter a line; return the leaf by which later formulas refer to it."""
        self.stages[-1].entries.append(PlannedLine(key, formula))
        return Ref(key)
