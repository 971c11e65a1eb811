"""Given numbers that should differ, and do not."""

from collections.abc import Sequence
from decimal import Decimal

from bpcalc.making.givens import TRUTH_VALUES, Place
from bpcalc.maths.precision import ONE

DISTINCT_DECIMALS = 2
"""From so many decimals on, no two given numbers are equal."""

TENTH = Decimal("0.1")


def clashes(places: Sequence[Place], numbers: Sequence[Decimal]) -> int:
    """Return how often numbers are equal, or 0 or 1, that may not be."""
    found = 0
    lines: dict[tuple[object, ...], list[Decimal]] = {}
    fine: list[Decimal] = []
    for place, number in zip(places, numbers, strict=True):
        if place.fixed:
            continue
        found += number in TRUTH_VALUES
        for line in place.lines:
            lines.setdefault(line, []).append(number)
        if place.lines and _is_fine(number):
            fine.append(number)
    return found + sum(map(_repeated, (fine, *lines.values())))


class Taken:
    """Numbers that have been drawn, each for its place."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lines: dict[tuple[object, ...], set[Decimal]] = {}

    def clashes(self, place: Place, number: Decimal) -> bool:
        """Return whether a number may not stand at a place."""
        if place.fixed:
            return False
        if number in TRUTH_VALUES:
            return True
        return any(number in self._lines.get(line, ()) for line in _lines(place, number))

    def add(self, place: Place, number: Decimal) -> None:
        """Take a number for a place."""
        if not place.fixed:
            for line in _lines(place, number):
                self._lines.setdefault(line, set()).add(number)


def _lines(place: Place, number: Decimal) -> list[tuple[object, ...]]:
    """Return the lines in which no number is equal to another one; the last has all fine ones."""
    fine = place.lines and _is_fine(number)
    return [*place.lines, ("fine",)] if fine else [*place.lines]


def _repeated(numbers: list[Decimal]) -> int:
    return len(numbers) - len(set(numbers))


def _is_fine(number: Decimal) -> bool:
    """Return whether a number is written with so many decimals that none comes again."""
    if number.same_quantum(TENTH) or number.same_quantum(ONE):  # most are, and it is quickly told
        return False
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -exponent >= DISTINCT_DECIMALS
