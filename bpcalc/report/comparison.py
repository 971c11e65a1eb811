"""Weights, biases and the error before the first update and after the last one."""

from bpcalc.calc.lines import Line
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO, NEW_KINDS
from bpcalc.solution import Solution


def comparison(solution: Solution) -> list[tuple[Line, Line]]:
    """Return the old and the new line of every weight and bias that is updated.

    The old one is as the exercise gives it, the new one as the last update of the whole
    calculation leaves it; they are in the order in which the exercise gives them, weights that
    are counted by the sending unit in the order of their numbers. A weight or bias that stays as
    it is, such as one of `update_biases: false`, has no pair.

    >>> import bpcalc
    >>> solution = bpcalc.solve("mazur")
    >>> old, new = comparison(solution)[4]
    >>> solution.symbol(old), solution.shown(old), solution.symbol(new), solution.shown(new)
    ('w5', '0.40', 'w5⁺', '0.358916')
    """
    last = {
        line.key.turned(BELONGS_TO[line.key.kind], None, None): line
        for line in solution
        if line.key.kind in NEW_KINDS
    }
    given = _as_counted(solution) if last else []
    pairs = ((line, last.get(line.key.timeless)) for line in given)
    return [(old, new) for old, new in pairs if new is not None]


def errors_compared(solution: Solution) -> tuple[Line | None, Line] | None:
    """Return the line of the error before the first update, and that after the last one.

    The first one is None where the two cannot be compared: the error of the first batch is not
    that of all samples, and a given output is of the first epoch. None: there is no error.

    >>> import bpcalc
    >>> before, after = errors_compared(bpcalc.solve("mazur"))
    >>> before.key.epoch, after.key.epoch
    (1, 2)
    """
    calculation = solution.calculation
    sample = None if len(solution.exercise.samples) > 1 else 1
    first = Key("total_error", None, None, None, sample, 1)
    last = first._replace(epoch=calculation.epochs + 1)
    before, after = calculation.by_key.get(first), calculation.by_key.get(last)
    if before is None or after is None or not solution.exercise.updates:
        return None
    alone = solution.exercise.batches or calculation.given_on_the_way
    return (None if alone else before), after


def _as_counted(solution: Solution) -> list[Line]:
    """Return the given lines; within a layer, counted weights in the order of their numbers."""
    lines, layout = solution.stages[0].lines, solution.spelling.layout
    if not layout.numbering:
        return lines

    def place(line: Line) -> tuple[int, bool, int]:
        counted = line.key.kind == "weight"
        return line.key.layer or 0, not counted, layout.weight_number(line.key) if counted else 0

    return sorted(lines, key=place)
