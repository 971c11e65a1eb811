"""Given numbers that should differ, and do not."""

from collections.abc import Sequence
from decimal import Decimal

from bpcalc.making.givens import Place

DISTINCT_DECIMALS = 2
"""From so many decimals on, no two given numbers are equal."""


def clashes(places: Sequence[Place], numbers: Sequence[Decimal]) -> int:
    """Return how often numbers are equal, or 0 or 1, that may not be."""
    found = 0
    lines: dict[tuple[object, ...], list[Decimal]] = {}
    free = [(p, n) for p, n in zip(places, numbers, strict=True) if not p.fixed]
    for place, number in free:
        found += abs(number) in (0, 1)
        for line in place.lines:
            lines.setdefault(line, []).append(number)
    fine = [n for p, n in free if p.lines and -_exponent(n) >= DISTINCT_DECIMALS]
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
        if abs(number) in (0, 1):
            return True
        return any(number in self._lines.get(line, ()) for line in _lines(place, number))

    def add(self, place: Place, number: Decimal) -> None:
        """Take a number for a place."""
        if not place.fixed:
            for line in _lines(place, number):
                self._lines.setdefault(line, set()).add(number)


def _lines(place: Place, number: Decimal) -> list[tuple[object, ...]]:
    """Return the lines in which no number is equal to another one; the last has all fine ones."""
    fine = place.lines and -_exponent(number) >= DISTINCT_DECIMALS
    return [*place.lines, ("fine",)] if fine else [*place.lines]


def _repeated(numbers: list[Decimal]) -> int:
    return len(numbers) - len(set(numbers))


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
