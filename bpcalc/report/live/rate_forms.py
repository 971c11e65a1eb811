"""The formula of a learning rate that changes, for every epoch at once.

What a schedule writes is read off from its own formulas: from which epoch on they have another
form, and how the whole numbers in them grow from epoch to epoch, such as n in η₀·κⁿ.
"""

from collections.abc import Callable, Mapping

from bpcalc.maths.keys import Key
from bpcalc.maths.schedules import ScheduleForm
from bpcalc.report.live.trees import Tree, tree

HORIZON = 10**9
"""An epoch that nobody comes to."""

RateForm = tuple[int, Tree]
"""The epoch from which a form holds, and its tree, whose exponents are texts as other numbers are;
`["n", a, b]` stands in it for the whole part of (epoch + a)/b."""


def rate_forms(schedule: ScheduleForm, places: Mapping[Key, int]) -> list[RateForm]:
    """Return the forms of the rate, one after the other.

    >>> from bpcalc.maths.schedules import START, FACTOR
    >>> rate_forms(ScheduleForm("step", every=10), {START.key: 3, FACTOR.key: 4})
    [(1, 3), (11, ['*', 3, 4]), (21, ['*', 3, ['^', 4, ['n', -1, 10]]])]
    """

    def formula(epoch: int) -> Tree:
        return _with_texts(tree(schedule.rate(epoch), places))

    def as_before(epoch: int) -> bool:
        return _frame(formula(epoch)) == frame

    forms: list[RateForm] = []
    first = 1
    while first <= HORIZON:
        frame = _frame(formula(first))
        last = _last(first, HORIZON, as_before)
        forms.append((first, _counted(formula, first, last)))
        first = last + 1
    return forms


def in_epoch(form: Tree, epoch: int) -> Tree:
    """Return the tree of a form in an epoch, as the script makes it.

    >>> in_epoch(['*', 3, ['^', 4, ['n', -1, 10]]], 32)
    ['*', 3, ['^', 4, 3]]
    """
    if not isinstance(form, list):
        return form
    if form[0] == "n":
        return str((epoch + form[1]) // form[2])
    sign, *parts = form
    written = [in_epoch(part, epoch) for part in parts]
    return [sign, written[0], int(str(written[1]))] if sign == "^" else [sign, *written]


def _with_texts(formula: Tree) -> Tree:
    """Return a tree with its exponents as texts, so that no number in it but places is an int."""
    if not isinstance(formula, list):
        return formula
    sign, *parts = formula
    if sign == "^":
        return [sign, _with_texts(parts[0]), str(parts[1])]
    return [sign, *map(_with_texts, parts)]


def _frame(formula: Tree) -> Tree:
    """Return a tree without the whole numbers in it."""
    if isinstance(formula, list):
        return list(map(_frame, formula))
    return "" if isinstance(formula, str) and formula.isdecimal() else formula


def _last(first: int, end: int, holds: Callable[[int], bool]) -> int:
    """Return the last epoch up to an end of those, from the first on, for which something holds."""
    step = 1
    while first + step <= end and holds(first + step):
        step *= 2
    within, beyond = first + step // 2, min(first + step, end + 1)
    while beyond - within > 1:
        middle = (within + beyond) // 2
        if holds(middle):
            within = middle
        else:
            beyond = middle
    return within


def _counted(formula: Callable[[int], Tree], first: int, last: int) -> Tree:
    """Return the tree of these epochs, with what stands for numbers that grow by 1 at a time."""
    start = formula(first)
    if isinstance(start, list):
        return [
            _counted(lambda epoch, part=part: formula(epoch)[part], first, last)  # type: ignore[misc,index]  # a list in all of them
            for part in range(len(start))
        ]
    if formula(last) == start:
        return start
    above = int(str(start)) + 1
    second = _last(first, last, lambda epoch: formula(epoch) == start) + 1
    width = _last(second, last, lambda epoch: formula(epoch) == str(above)) + 1 - second
    return ["n", width * above - second, width]
