"""How one number comes about: the lines it depends on, and no other ones."""

from collections.abc import Iterable

from bpcalc.calc.lines import Calculation, Line
from bpcalc.maths.keys import Key


def derivation(calculation: Calculation, wanted: Key) -> list[Line]:
    """Return the shortest complete derivation of a quantity, in order of working.

    It is complete: whatever a line's formula refers to stands above it. And it is the shortest:
    every line but the last one, which is the quantity itself, is needed by a line below it.
    """
    keys = needed(calculation, [wanted])
    return [line for line in calculation if line.key in keys]


def needed(calculation: Calculation, open_: Iterable[Key]) -> set[Key]:
    """Return the keys that are reached from these by following formulas back to the givens."""
    needed: set[Key] = set()
    waiting = list(open_)
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            waiting.extend(calculation.by_key[key].formula.refs())
    return needed
