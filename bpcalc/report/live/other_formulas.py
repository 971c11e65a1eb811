"""Formulas that hold for all targets, in the place of those that ask something of the targets.

With softmax and a cross-entropy, delta is output minus target, but only where the targets of a
sample add up to 1. On a page on which targets can be changed, such a line has the longer formula,
too: what `step` writes for other targets, on one line.
"""

from collections.abc import Iterator, Mapping

from bpcalc.calc.planner import build_plan
from bpcalc.calc.shape import shape_of
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.report.live.trees import Tree, tree


def counts_on_targets(exercise: Exercise) -> bool:
    """Return whether deltas are output minus target for targets that add up to 1."""
    last = exercise.layers[-1].activation
    return exercise.has_targets and last.whole_layer and exercise.loss.cancels(last)


def general_formulas(exercise: Exercise) -> Iterator[tuple[Key, Expr]]:
    """Yield what is worked out for targets of which nothing is known."""
    form = shape_of(exercise)
    plan = build_plan(form._replace(whole=tuple(False for _ in form.whole)))
    for stage in plan.stages:
        for key, formula in stage.entries:
            if formula is not None:
                yield key, formula


def other_formulas(exercise: Exercise, places: Mapping[Key, int]) -> dict[int, Tree]:
    """Return the longer formulas of deltas, by the places of their lines.

    Factors that have no line on the page, since its own formulas need none, stand in the formula.
    """
    if not counts_on_targets(exercise):
        return {}
    known: dict[Key, Tree] = dict(places)
    found: dict[int, Tree] = {}
    for key, formula in general_formulas(exercise):
        if key not in places:
            known[key] = tree(formula, known)
        elif key.kind == "delta" and key.layer == len(exercise.layers):
            found[places[key]] = tree(formula, known)
    return found
