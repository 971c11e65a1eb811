"""How an epoch of a page follows from the one before: what the update leaves is given to it.

The state of an optimiser is given to the first epoch as well, 0 or 1 as it begins with, so that
every epoch has the same formulas. What changes from epoch to epoch is the rate of a schedule.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Calculation, Line
from bpcalc.calc.planner import first_moment
from bpcalc.calc.shape import shape_of
from bpcalc.calc.update import kept_keys
from bpcalc.errors import CalculationError
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.expr import Apply, Expr, Number, Power, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import kinds_for
from bpcalc.report.live.solution import is_given
from bpcalc.solution import Solution

POWER_KINDS = kinds_for("power")
"""What an optimiser keeps of its rates; as a product of none, it begins with 1."""


def begun(calculation: Calculation) -> Calculation:
    """Return the calculation of an exercise whose optimiser begins with a state, as given.

    So the first epoch has the same formulas as those that follow.
    """
    exercise = calculation.exercise
    kept = exercise.updates and exercise.rule.form.kept
    if not kept or exercise.previous_changes is not None:
        return calculation
    form = shape_of(exercise)
    state = tuple(  # each a number of its own, with a place of its own in the file
        Number("1" if key.kind in POWER_KINDS else "0")
        for key in kept_keys(form, first_moment(form))
    )
    return calculate(replace(exercise, previous_changes=state))


def following(solution: Solution, places: Mapping[Key, int]) -> list[tuple[int, int]]:
    """Return pairs of a given and the line that takes its place in the next epoch.

    They are read from the formulas of a second epoch. Where these are no copies of the first
    epoch's, leaf by leaf, there are none: a page then works a single epoch.
    """
    if not solution.exercise.updates:
        return []
    try:
        second = calculate(solution.exercise, epochs=2)
    except CalculationError:  # the second epoch has no finite values, so there is none to go to
        return []
    pairing = _Pairing(solution)
    if not all(map(pairing.add, _second_lines(solution.exercise, second))):
        return []
    return [(places[old], places[new]) for old, new in pairing.left.items() if old != new]


def why_single(solution: Solution) -> str:
    """Return why a page with updates works a single epoch; "" where nothing is updated."""
    exercise = solution.exercise
    if not exercise.updates:
        return ""
    try:
        calculate(exercise, epochs=2)
    except CalculationError:
        return say("This page works one epoch: the next one has no finite values.")
    return say(
        "This page works one epoch: the next one has other lines. `bpcalc step --epochs 2` shows "
        "it, and `bpcalc train` goes on."
    )


def _second_lines(exercise: Exercise, second: Calculation) -> Iterator[Line]:
    """Yield the lines of the second epoch, without the pass that follows it."""
    updates = exercise.moments
    later = range(updates + 1, 2 * updates + 1)
    return (line for line in second if line.key.epoch in later)


class _Pairing:
    """Lays the lines of a second epoch beside those of the first.

    Attributes:
        left: what takes the place of a given, as far as it is known.
    """

    def __init__(self, solution: Solution) -> None:
        self._lines: Mapping[Key, Line] = solution.calculation.by_key
        self._given: Set[Key] = {line.key for line in solution if is_given(line)}
        self._updates = solution.exercise.moments
        self._scheduled = solution.exercise.schedule is not None
        self.left: dict[Key, Key] = {}

    def first(self, line: Line) -> Line | None:
        """Return the line of the first epoch that stands where this one stands in the second."""
        return self._lines.get(line.key._replace(epoch=(line.key.epoch or 0) - self._updates))

    def add(self, line: Line) -> bool:
        """Return whether a line repeats the one of the first epoch; note what it takes over."""
        first = self.first(line)
        if first is None:
            return False
        if first.key in self._given and isinstance(line.formula, Ref):
            self.left[first.key] = line.formula.key
            return True
        if self._scheduled and line.key.kind == "learning_rate":
            return True  # of every epoch its own, see `rate_forms`
        return self._repeats(first.formula, line.formula)

    def _repeats(self, first: Expr, second: Expr) -> bool:
        """Return whether a formula repeats one of the first epoch, leaf by leaf."""
        if isinstance(first, Ref) and isinstance(second, Ref):
            return self._leads_on(first.key, second.key)
        if type(first) is not type(second):
            return False
        parts = zip(first.parts(), second.parts(), strict=False)
        same = len(first.parts()) == len(second.parts()) and _own(first) == _own(second)
        return same and all(self._repeats(one, other) for one, other in parts)

    def _leads_on(self, first: Key, second: Key) -> bool:
        """Return whether a leaf is that of the epoch before, or takes the place of a given."""
        within = first.epoch is not None and 1 <= first.epoch <= self._updates
        if within and second == first._replace(epoch=(first.epoch or 0) + self._updates):
            return True
        if first in self._given:
            return self.left.setdefault(first, second) == second
        return first == second


def _own(formula: Expr) -> object:
    """Return what a formula is beside its parts."""
    if isinstance(formula, Power):
        return formula.exponent
    if isinstance(formula, Apply):
        return formula.function
    return formula if isinstance(formula, Number) else None
