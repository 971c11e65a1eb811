"""The lines of a page as floats need them, so that what it trains is what `train` comes to.

Only the lines that floats need otherwise are written down: what takes their place, after what they
need in between.
"""

from bpcalc.calc.lines import Stage
from bpcalc.calc.plan import PlannedLine, PlannedStage
from bpcalc.calc.shape import Shape, shape_of
from bpcalc.maths.expr import expr
from bpcalc.maths.keys import Key
from bpcalc.report.live.solution import is_given
from bpcalc.report.live.trees import FloatTrees, Tree
from bpcalc.solution import Solution
from bpcalc.training.epoch_lines import divisors, vanishes
from bpcalc.training.stable_forms import StableForms

FloatLine = tuple[int, Tree]
"""A place, of a line or beyond all lines, and what is worked out there."""


def float_lines(solution: Solution) -> dict[int, list[FloatLine]]:
    """Return what floats work out in the place of lines, by their places."""
    form = shape_of(solution.exercise)
    stable = StableForms(held=True, divisors=divisors(form) if form.has_targets else frozenset())
    places = {line.key: place for place, line in enumerate(solution)}
    known: dict[Key, int] = dict(places)
    found: dict[int, list[FloatLine]] = {}
    algebra = FloatTrees(known)
    for stage in solution.stages:
        waiting: list[FloatLine] = []
        for key, formula in stable.stage(_planned(stage, form)).entries:
            if formula is None:
                continue
            place = known.setdefault(key, len(known))
            waiting.append((place, formula.fold(algebra)))
            if key not in places:
                continue
            if len(waiting) > 1 or formula != solution[key].formula:
                found[place] = waiting
            waiting = []
    return found


def _planned(stage: Stage, form: Shape) -> PlannedStage:
    """Return a stage as it is rewritten; a gradient that floats only have noise of is 0."""
    lines = [
        PlannedLine(line.key, None)
        if is_given(line)
        else PlannedLine(line.key, expr(0) if _is_noise(line.key, form) else line.formula)
        for line in stage.lines
    ]
    return PlannedStage(stage.heading, lines)


def _is_noise(key: Key, form: Shape) -> bool:
    return bool(form.norms) and vanishes(form, key)
