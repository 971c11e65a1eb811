"""A calculation as the script of a page reads it: its lines, their trees, and how they round.

The trees are those of the report, leaf by leaf; the script has readings of them (value, numbers
put in, float), and no formula of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bpcalc.calc.lines import Line
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Apply, Expr, Number
from bpcalc.maths.function_entry import Function, Spelling
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO, RATES
from bpcalc.notation.mathml import mathml_inside
from bpcalc.report.comparison import errors_compared
from bpcalc.report.live.float_lines import float_lines
from bpcalc.report.live.next_epoch import following
from bpcalc.report.live.other_formulas import (
    counts_on_targets,
    general_formulas,
    other_formulas,
)
from bpcalc.report.live.rate_forms import rate_forms
from bpcalc.report.live.solution import is_given
from bpcalc.report.live.trees import FloatTrees, Operand, Tree, tree
from bpcalc.report.math_reading import MathReading
from bpcalc.solution import Solution

GUARD = 30
"""Digits that the script works with beyond those that are shown."""


def program(solution: Solution) -> dict[str, Any]:
    """Return all that a script needs to work the solution out again.

    Raises:
        OutputError: a formula has a part that the script cannot read.
    """
    lines = list(solution)
    places = {line.key: place for place, line in enumerate(lines)}
    rounding = solution.exercise.rounding
    rate, others = _rate(solution, places), other_formulas(solution.exercise, places)
    formulas = [line.formula for line in lines]
    formulas += [*_rate_formulas(solution.exercise, rate), *_other_formulas(solution.exercise)]
    used = sorted({name for formula in formulas for name in _functions(formula)})
    return {
        "lines": [_line(solution, line, places) for line in lines],
        "functions": {name: _function(FUNCTIONS[name]) for name in used},
        "carry": rounding.carry,
        "ties": rounding.ties,
        "digits": rounding.precision() + GUARD,
        "next": following(solution, places),
        "rate": rate,
        "others": others,
        "floats": float_lines(solution),
        "symbols": _symbols(solution, places, others),
        "error": _errors(solution, places),
        "closing": _closing(solution),
        "kept": rounding.decimals_kept,
    }


def _line(solution: Solution, line: Line, places: Mapping[Key, int]) -> dict[str, Any]:
    kind, rounding = line.key.kind, solution.exercise.rounding
    data: dict[str, Any] = {"name": solution.name(line), "kind": kind, "digits": None}
    free = kind in rounding.kept or kind not in rounding.by_kind
    digits = rounding.digits if kind in rounding.kept else rounding.asked(kind)
    if digits is not None:
        data["digits"] = {"count": digits.count, "significant": digits.significant}
    if free and rounding.decimals_kept is not None:
        data["family"] = INFO[kind].family or kind
    data["rounded"] = rounding.stored(kind) is not None
    if is_given(line):
        assert isinstance(line.formula, Number)
        return {**data, "formula": None, "given": line.formula.text}
    return {**data, "formula": tree(line.formula, places)}


def _functions(formula: Expr) -> Iterator[str]:
    """Yield the names of the functions of a formula, as it is and as it is written."""
    if isinstance(formula, Apply):
        yield formula.function
        spelling = FUNCTIONS[formula.function].spelling
        if not isinstance(spelling, Spelling):
            yield from _functions(spelling(*formula.operands))
    for part in formula.parts():
        yield from _functions(part)


def spelled(names: Iterable[str]) -> dict[str, Any]:
    """Return how functions are written, and those as which they are written."""
    found: dict[str, Any] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _function(FUNCTIONS[name])
            spelling = FUNCTIONS[name].spelling
            if not isinstance(spelling, Spelling):
                operands = map(Operand, range(FUNCTIONS[name].operands))
                waiting += _functions(spelling(*operands))
    return found


def _function(function: Function) -> dict[str, Any]:
    """Return how a function is written and how it is worked out in floats, over its operands."""
    operands = [["@", number] for number in range(function.operands)]
    data: dict[str, Any] = {"floats": function.floats(FloatTrees(), *operands)}
    if isinstance(function.spelling, Spelling):
        return {**data, "style": function.spelling.style, "text": function.spelling.text}
    written = function.spelling(*map(Operand, range(function.operands)))
    return {**data, "style": "formula", "written": tree(written, {})}


def _rate(solution: Solution, places: Mapping[Key, int]) -> dict[str, Any] | None:
    """Return the line of a learning rate that changes, its forms, and the symbols in them."""
    schedule, key = solution.exercise.schedule, Key("learning_rate", epoch=1)
    if schedule is None or key not in places:
        return None
    return {"place": places[key], "forms": rate_forms(schedule.form, places)}


def _symbols(
    solution: Solution, places: Mapping[Key, int], others: Mapping[int, Tree]
) -> dict[int, str]:
    """Return the symbols of all that may stand in a formula that is written anew."""
    maths = MathReading(solution)
    last = len(solution.exercise.layers)
    outputs = {"out", "target"} if others else set()
    return {
        places[line.key]: mathml_inside(maths.symbol(line))
        for line in solution
        if (line.key.kind in RATES and solution.exercise.schedule is not None)
        or (line.key.kind in outputs and line.key.layer == last)
    }


def _other_formulas(exercise: Exercise) -> Iterator[Expr]:
    """Yield the formulas that stand in those for other targets."""
    if counts_on_targets(exercise):
        yield from (formula for _, formula in general_formulas(exercise))


def _rate_formulas(exercise: Exercise, rate: dict[str, Any] | None) -> Iterator[Expr]:
    """Yield a formula of every form of the rate."""
    if exercise.schedule is not None and rate is not None:
        yield from (exercise.schedule.form.rate(first) for first, _ in rate["forms"])


def _errors(solution: Solution, places: Mapping[Key, int]) -> tuple[int | None, int] | None:
    """Return the places of the error before the first update and after the last one.

    The first one is None where the two are not compared.
    """
    errors = errors_compared(solution)
    if errors is None:
        return None
    before, after = errors
    return (None if before is None else places[before.key]), places[after.key]


def _closing(solution: Solution) -> int:
    """Return the place of the first line of the pass after the last update."""
    last = solution.calculation.epochs + 1
    places = (place for place, line in enumerate(solution) if line.key.epoch == last)
    return next(places, len(solution))
