"""What is said of a stage where a reader would ask, and only there."""

from collections.abc import Iterable, Iterator
from decimal import localcontext

from bpcalc.calc.lines import Line, Stage
from bpcalc.maths.correct import CorrectValues
from bpcalc.maths.expr import Apply, Expr, Minus, Number, Ref, add
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT
from bpcalc.report.document import Condition, Paragraph
from bpcalc.report.words import kink_remark, remark
from bpcalc.solution import Solution

ENDS = frozenset({"abs", "max0"})
"""Functions whose slope jumps where their operand is 0."""


def stage_remarks(stage: Stage, solution: Solution) -> Iterator[Paragraph]:
    """Yield why the lines of a stage are as they are, where a reader would ask.

    What the slope counts as at a kink is said only where a number is at one; on a page whose
    numbers change, it comes with that condition.
    """
    if words := remark(stage.heading, solution.exercise):
        yield Paragraph(words)
    if words := kink_remark(stage.heading, solution.exercise):
        condition = Condition("kink", tuple(_zero_at_kinks(stage, solution)))
        if solution.changes or holds(condition, solution):
            yield Paragraph(words, when=condition)


def is_at_kink(stage: Stage, solution: Solution) -> bool:
    """Return whether a number of a stage is where a slope jumps."""
    if not kink_remark(stage.heading, solution.exercise):
        return False
    return any(_zeros(_zero_at_kinks(stage, solution), solution))


def holds(condition: Condition, solution: Solution, lines: Iterable[Line] = ()) -> bool:
    """Return whether what a condition says is so with the numbers of a solution.

    Args:
        condition: what is asked.
        solution: that has the numbers.
        lines: that are shown; a kink is where its formulas are 0.
    """
    if condition.kind == "nearly":
        return any(solution.relation(line) == "≈" for line in lines)
    if condition.kind == "kept":
        rounding = solution.exercise.rounding
        kept = (line for line in lines if line.key.kind in rounding.kept)
        return any(rounding.asked(line.key.kind, line.value) != rounding.digits for line in kept)
    zeros = _zeros(condition.zero, solution)
    if condition.kind == "kink":
        return any(zeros)
    return all(zeros) == (condition.kind == "all zero")


def _zero_at_kinks(stage: Stage, solution: Solution) -> Iterator[Expr]:
    """Yield formulas that are 0 where a number of the stage is at a kink."""
    heading, exercise = stage.heading, solution.exercise
    if heading.name == "error":
        for line in stage.lines:
            yield from _operands(line.formula)
        return
    assert heading.layer is not None  # kinks are of a layer, or of an error
    when = (None, heading.sample, heading.epoch)
    for unit in range(1, exercise.sizes[heading.layer] + 1):
        felt = _felt(Key("net", heading.layer, unit, *when), solution)
        if felt is not None:
            for kink in exercise.layers[heading.layer - 1].activation.kinks:
                yield felt - Number(kink)


def _operands(formula: Expr) -> Iterator[Expr]:
    """Yield what stands in |…| and max(0, …)."""
    if isinstance(formula, Apply) and formula.function in ENDS:
        yield formula.operands[0]
    for part in formula.parts():
        yield from _operands(part)


def _zeros(formulas: Iterable[Expr], solution: Solution) -> list[bool]:
    """Return which of the formulas are 0 with the values of a solution."""
    values = CorrectValues(solution.exercise.rounding.precision())
    zeros = []
    with localcontext(EXACT):
        for formula in formulas:
            for key in formula.refs():
                values.give(key, solution[key].value)
            zeros.append(values.value(formula) == 0)
    return zeros


def _felt(net: Key, solution: Solution) -> Expr | None:
    """Return what the activation of a unit is applied to: its net input, with the bias in it."""
    lines = solution.calculation.by_key
    if net not in lines:
        return None
    scaled = net._replace(kind="scaled")
    if solution.exercise.norms and scaled in lines:
        return Ref(scaled)
    if solution.exercise.working.bias_in == "net" or solution.exercise.norms:
        return Ref(net)
    out = lines[net._replace(kind="out")]
    biases = dict.fromkeys(key for key in out.formula.refs() if key.kind in ("bias", "new_bias"))
    signed = (Minus(Ref(key)) if solution.exercise.thresholds else Ref(key) for key in biases)
    return add([Ref(net), *signed])
