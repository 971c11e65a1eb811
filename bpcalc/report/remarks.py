"""What is said of a stage where a reader would ask, and only there."""

from decimal import Decimal

from bpcalc.calc.lines import Stage
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT
from bpcalc.report.words import remark
from bpcalc.solution import Solution


def stage_remark(stage: Stage, solution: Solution) -> str:
    """Return why the lines of a stage are as they are, or "" where nobody would ask.

    What the slope counts as at a kink is said only where a net input is at one.
    """
    if stage.heading.remark == "kink" and not _at_a_kink(stage, solution):
        return ""
    return remark(stage.heading, solution.exercise)


def _at_a_kink(stage: Stage, solution: Solution) -> bool:
    heading, exercise = stage.heading, solution.exercise
    if heading.layer is None:
        return False
    kinks = {Decimal(text) for text in exercise.layers[heading.layer - 1].activation.kinks}
    units = range(1, exercise.sizes[heading.layer] + 1)
    when = (None, heading.sample, heading.epoch)
    return any(_felt(Key("net", heading.layer, unit, *when), solution) in kinks for unit in units)


def _felt(net: Key, solution: Solution) -> Decimal | None:
    """Return what the activation of a unit is applied to: its net input, with the bias in it."""
    line = solution.calculation.by_key.get(net)
    if line is None:
        return None
    if solution.exercise.norms:
        scaled = solution.calculation.by_key.get(net._replace(kind="scaled"))
        if scaled is not None:
            return scaled.value
    if solution.exercise.working.bias_in == "net" or solution.exercise.norms:
        return line.value
    out = solution.calculation.by_key[net._replace(kind="out")]
    biases = {key for key in out.formula.refs() if key.kind in ("bias", "new_bias")}
    total = sum((solution[key].value for key in biases), Decimal(0))
    if solution.exercise.thresholds:
        return EXACT.subtract(line.value, total)
    return EXACT.add(line.value, total)
