"""A calculation as the script of a page reads it: its lines, their trees, and how they round.

The trees are those of the report, leaf by leaf; the script has readings of them (value, numbers
put in, float), and no formula of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Line
from bpcalc.errors import CalculationError, OutputError
from bpcalc.locale import say
from bpcalc.maths.expr import Apply, Choice, Expr, Minus, Number, Power, Product, Quotient, Ref, Sum
from bpcalc.maths.float_forms import CallName
from bpcalc.maths.function_entry import Function, Spelling
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import GIVEN, INFO
from bpcalc.maths.partial import Partial
from bpcalc.solution import Solution

Tree = str | int | list[Any]
"""A number as it is written, the place of a line, or a sign with its parts."""

GUARD = 30
"""Digits that the script works with beyond those that are shown."""

TREE_SIGNS: dict[type[Expr], str] = {Sum: "+", Product: "*", Quotient: "/", Minus: "-", Choice: "?"}
"""The formulas that are no more than a sign with its parts."""


def program(solution: Solution) -> dict[str, Any]:
    """Return all that a script needs to work the solution out again.

    Raises:
        OutputError: a formula has a part that the script cannot read.
    """
    lines = list(solution)
    places = {line.key: place for place, line in enumerate(lines)}
    rounding = solution.exercise.rounding
    used = sorted({name for line in lines for name in _functions(line.formula)})
    return {
        "lines": [_line(solution, line, places) for line in lines],
        "functions": {name: _function(FUNCTIONS[name]) for name in used},
        "carry": rounding.carry,
        "ties": rounding.ties,
        "digits": rounding.precision() + GUARD,
        "next": following(solution, places),
        "error": _errors(solution, places),
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


def is_given(line: Line) -> bool:
    """Return whether a line is a number of the exercise, which a reader may change."""
    return isinstance(line.formula, Number) and line.key.kind in GIVEN


def tree(formula: Expr, places: Mapping[Key, int]) -> Tree:
    """Return a formula as nested lists.

    >>> from bpcalc.maths.function_calls import exp
    >>> net = Key("net", 1, 1)
    >>> tree(1 / (1 + exp(-Ref(net))), {net: 7})
    ['/', '1', ['+', '1', ['f', 'exp', ['-', 7]]]]
    """
    if isinstance(formula, Ref):
        return places[formula.key]
    if isinstance(formula, Number):
        return formula.text if formula.ratio is None else ["/", *formula.text.split("/")]
    if isinstance(formula, Partial):
        return tree(formula.formula, places)
    if isinstance(formula, Operand):
        return ["@", formula.number]
    parts = [tree(part, places) for part in formula.parts()]
    if isinstance(formula, Power):
        return ["^", *parts, formula.exponent]
    if isinstance(formula, Apply):
        return ["f", formula.function, *parts]
    sign = TREE_SIGNS.get(type(formula))
    if sign is None:
        raise OutputError(say("a live page cannot read {part}", part=type(formula).__name__))
    return [sign, *parts]


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


class Operand(Expr):
    """Stands for an operand of a function, by its number."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


def _function(function: Function) -> dict[str, Any]:
    """Return how a function is written and how it is worked out in floats, over its operands."""
    operands = [["@", number] for number in range(function.operands)]
    data: dict[str, Any] = {"floats": function.floats(FloatTrees(), *operands)}
    if isinstance(function.spelling, Spelling):
        return {**data, "style": function.spelling.style, "text": function.spelling.text}
    written = function.spelling(*map(Operand, range(function.operands)))
    return {**data, "style": "formula", "written": tree(written, {})}


class FloatTrees:
    """Writes down as trees how functions are worked out in floats; a `FloatAlgebra[Tree]`."""

    def ref(self, key: Key) -> Tree:
        """Refuse: a function is worked out over its operands alone."""
        raise AssertionError(key)

    def number(self, number: Number) -> Tree:
        """Return the number as it is written."""
        return number.text

    def sum(self, terms: list[Tree]) -> Tree:
        """Return the sum of the terms."""
        return ["+", *terms]

    def product(self, factors: list[Tree]) -> Tree:
        """Return the product of the factors."""
        return ["*", *factors]

    def quotient(self, dividend: Tree, divisor: Tree) -> Tree:
        """Return the quotient."""
        return ["/", dividend, divisor]

    def power(self, base: Tree, exponent: int) -> Tree:
        """Return the power."""
        return ["^", base, exponent]

    def minus(self, operand: Tree) -> Tree:
        """Return the negative."""
        return ["-", operand]

    def apply(self, function: str, *operands: Tree) -> Tree:
        """Return what the function is worked out as."""
        worked: Tree = FUNCTIONS[function].floats(self, *operands)
        return worked

    def choice(self, tested: Tree, above: Tree, otherwise: Tree) -> Tree:
        """Return the choice."""
        return ["?", tested, above, otherwise]

    def call(self, name: CallName, operand: Tree) -> Tree:
        """Return a call of the C library."""
        return ["c", name, operand]

    def once(self, value: Tree) -> Tree:
        """Return the value; a tree may stand in several places."""
        return value


def following(solution: Solution, places: Mapping[Key, int]) -> list[tuple[int, int]]:
    """Return pairs of a given and the line that takes its place in the next epoch.

    They are read from the formulas of a second epoch. Where these are no copies of the first
    epoch's, leaf by leaf, there are none: a page then works a single epoch.
    """
    exercise = solution.exercise
    if not exercise.updates:
        return []
    try:
        second = calculate(exercise, epochs=2)
    except CalculationError:  # the second epoch has no finite values, so there is none to go to
        return []
    given = {line.key for line in solution if is_given(line)}
    left: dict[Key, Key] = {}
    for line in second:
        if line.key.epoch != 2:
            continue
        first = solution.calculation.by_key.get(line.key._replace(epoch=1))
        if first is None:
            return []
        if first.key in given and isinstance(line.formula, Ref):
            left[first.key] = line.formula.key
        elif not _pairs(first.formula, line.formula, given, left):
            return []
    return [(places[old], places[new]) for old, new in left.items() if old != new]


def why_single(solution: Solution) -> str:
    """Return why a page with updates works a single epoch; "" where nothing is updated."""
    exercise = solution.exercise
    if not exercise.updates:
        return ""
    try:
        second = calculate(exercise, epochs=2)
    except CalculationError:
        return say("This page works one epoch: the next one has no finite values.")
    first = solution.calculation.by_key
    later = (line.key for line in second if line.key.epoch == 2)
    if any(key._replace(epoch=1) not in first for key in later):
        return say(
            "This page works one epoch: the next one has other samples or other lines. "
            "`bpcalc step --epochs 2` shows it, and `bpcalc train` goes on."
        )
    return say(
        "This page works one epoch: the next one has other formulas, for it builds on what this "
        "one leaves behind beside the weights. `bpcalc step --epochs 2` shows it, and "
        "`bpcalc train` goes on."
    )


def _pairs(first: Expr, second: Expr, given: Set[Key], left: dict[Key, Key]) -> bool:
    """Return whether a line of the second epoch repeats one of the first; note what it takes over.

    Args:
        first: the formula in the first epoch.
        second: the formula in the second one.
        given: what the exercise gives.
        left: what takes the place of a given, as far as it is known; added to.
    """
    if isinstance(first, Ref) and isinstance(second, Ref):
        if second.key == first.key._replace(epoch=2) and first.key.epoch == 1:
            return True
        if first.key in given:
            return left.setdefault(first.key, second.key) == second.key
        return first.key == second.key
    if type(first) is not type(second):
        return False
    parts = zip(first.parts(), second.parts(), strict=False)
    same = len(first.parts()) == len(second.parts()) and _own(first) == _own(second)
    return same and all(_pairs(one, other, given, left) for one, other in parts)


def _own(formula: Expr) -> object:
    """Return what a formula is beside its parts."""
    if isinstance(formula, Power):
        return formula.exponent
    if isinstance(formula, Apply):
        return formula.function
    return formula if isinstance(formula, Number) else None


def _errors(solution: Solution, places: Mapping[Key, int]) -> tuple[int, int] | None:
    """Return the places of the error before the first update and after the last one."""
    exercise = solution.exercise
    if not (exercise.updates and exercise.has_targets and exercise.measured):
        return None
    sample = None if len(exercise.samples) > 1 else 1
    before = Key("total_error", None, None, None, sample, 1)
    after = before._replace(epoch=solution.calculation.epochs + 1)
    return places[before], places[after]
