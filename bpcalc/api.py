"""The door for Python programs: `load` an exercise, `solve` it."""

from pathlib import Path

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.sources import load as load
from bpcalc.exercise.spec import Exercise
from bpcalc.report.notebook import ShownSolution
from bpcalc.solution import Solution

__all__ = ["load", "solve"]


def solve(exercise: Exercise | str | Path, epochs: int = 1, *, inputs: bool = False) -> Solution:
    """Return the worked solution of an exercise; in a notebook, it shows itself.

    Args:
        exercise: an exercise, or what `load` takes.
        epochs: how often all samples are worked through.
        inputs: whether to work out the slopes of the error over the inputs as well.

    Raises:
        ExerciseError: the exercise cannot be used.
        CalculationError: a line has no finite value.

    >>> solve("mazur")["out_o1"].value.quantize(solve("mazur")["w1"].value / 10**7)
    Decimal('0.751365070')
    """
    if not isinstance(exercise, Exercise):
        exercise = load(exercise)
    return ShownSolution(calculate(exercise, epochs, inputs=inputs))
