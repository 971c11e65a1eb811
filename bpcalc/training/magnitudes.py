"""How much is added up to get a number: what a number that is 0 on paper can be held against.

Deltas may add up to exactly nothing: those of a softmax for a bias that its units share, or those
of two samples that pull the same weight to opposite sides. On paper the weight stays where it is;
of floats, which were rounded one by one, some 10^-17 of what was added up is left. As a fraction of
0 that would be without end; as a fraction of what was added up it says how well was calculated.
"""

import math

from bpcalc.calc.calculate import calculate
from bpcalc.calc.planner import first_moment
from bpcalc.calc.shape import shape_of
from bpcalc.calc.weights_in_force import after
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Number
from bpcalc.maths.floats import Floats
from bpcalc.maths.keys import Key, Moment
from bpcalc.maths.kinds import INFO

_VALUES = frozenset({"datum", "statistic", "rate", "signal", "error", "sensitivity"})
"""The roles of what is added up; what a step makes of it is followed to the new weights."""


class Magnitudes(Floats):
    """Evaluates formulas with all terms of one sign, so that none takes anything off another."""

    def number(self, number: Number) -> float:
        """Return the number without its sign."""
        return abs(float(number.value))

    def minus(self, operand: float) -> float:
        """Return what is taken off, as if it were added."""
        return operand

    def choice(self, tested: float, above: float, otherwise: float) -> float:
        """Return the larger branch: which is taken would depend on a sign."""
        return max(above, otherwise)


def magnitudes(exercise: Exercise, updates: int) -> list[float]:
    """Return how much is added up to get each weight and bias after so many updates.

    Args:
        exercise: where they start from.
        updates: how often every weight is updated, or with samples one by one is by each.

    Raises:
        CalculationError: a line has no finite value.
    """
    shape = shape_of(exercise, updates)
    calculation = calculate(exercise, updates)
    found: dict[Key, float] = {}

    def size(key: Key) -> float:
        return found[key] if key in found else abs(float(calculation.values[key]))

    algebra = Magnitudes(size)
    for line in calculation:
        followed = INFO[line.key.kind].role not in _VALUES
        magnitude = line.formula.fold(algebra) if followed else math.nan
        found[line.key] = magnitude if math.isfinite(magnitude) else abs(float(line.value))
    last = Moment(None if shape.together else shape.samples, updates)
    return [size(leaf.key) for leaf in after(shape, last, first_moment(shape))]
