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


def _repeated(numbers: list[Decimal]) -> int:
    return len(numbers) - len(set(numbers))


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
