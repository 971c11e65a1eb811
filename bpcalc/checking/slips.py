"""Slips of the pen: a sign, a shifted point, two digits swapped, one digit, a copied neighbour."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from bpcalc.checking.cells import Cell
from bpcalc.checking.marking_rule import MIN_DIGITS, touches
from bpcalc.maths.intervals import AffineNumber

Slip = Literal["sign", "point", "swapped", "digit", "copied"]

SHIFTS = (1, -1, 2, -2, 3, -3)
MAX_SHIFTED_PLACES = 40
MIN_SLIP_DIGITS = 3
"""Digits from which on one wrong digit is worth a remark; of fewer, half the number is wrong."""


RARE = 0.02
"""The chance of a coincidence up to which a slip among the digits is believed."""


def slip(
    cell: Cell,
    expected: AffineNumber,
    neighbours: Iterable[AffineNumber],
    spread: float | None = None,
) -> Slip | None:
    """Return what a student may have meant to write, None if nothing fits.

    Args:
        cell: what was written.
        expected: what would have been right.
        neighbours: what would have been right in other cells of the same kind.
        spread: how far wrong numbers of any other cause lie from the right one; a new weight that
            has one digit wrong in a small step may have any.

    >>> from bpcalc.checking.cells import read_cell
    >>> expected = AffineNumber(Decimal("0.138498562"))
    >>> [slip(read_cell(text), expected, []) for text in ("-0.1385", "1.385", "0.1835", "0.1395")]
    ['sign', 'point', 'swapped', 'digit']
    """
    value, half = cell.value, cell.half
    if value is None or cell.exponent is None or not expected.known:
        return None
    if value and touches(-value, half, expected):
        return "sign"
    if value and any(
        _is_shifted(cell, value.scaleb(by), half.scaleb(by), expected) for by in SHIFTS
    ):
        return "point"
    if cell.digits < MIN_SLIP_DIGITS:
        return None
    if spread is not None and _chance(value, cell.exponent, expected, spread) > RARE:
        return None
    return _among_digits(value, cell.exponent, half, expected, neighbours)


def _is_shifted(cell: Cell, value: Decimal, half: Decimal, expected: AffineNumber) -> bool:
    """Return whether a number with its point moved is the expected one.

    A single digit is that of one number in nine, unless there are no more.
    """
    enough = cell.digits >= MIN_DIGITS or value == expected.centre
    return enough and touches(value, half, expected)


def _chance(value: Decimal, exponent: int, expected: AffineNumber, spread: float) -> float:
    """Return the share of the wrong numbers around the right one that differ in one digit."""
    away = abs(float(value) - float(expected.centre))
    reach = spread if away <= spread else max(spread, abs(float(expected.centre)))
    unit = float(Decimal((0, (1,), exponent)))  # infinite, where a power would raise an error
    places = 0
    while unit * 10**places <= reach and places < MAX_SHIFTED_PLACES:
        places += 1
    return 9 * places * unit / (2 * reach) if reach else 1.0


def _among_digits(
    value: Decimal,
    exponent: int,
    half: Decimal,
    expected: AffineNumber,
    neighbours: Iterable[AffineNumber],
) -> Slip | None:
    if any(touches(other, half, expected) for other in _swapped(value)):
        return "swapped"
    if _one_digit(value, exponent, expected):
        return "digit"
    return "copied" if any(touches(value, half, other) for other in neighbours) else None


def _swapped(value: Decimal) -> Iterator[Decimal]:
    """Yield the number with two neighbouring digits exchanged."""
    sign, digits, exponent = value.as_tuple()
    for place, (left, right) in enumerate(pairwise(digits)):
        if left != right:
            swapped = (*digits[:place], right, left, *digits[place + 2 :])
            yield Decimal((sign, swapped, int(exponent)))


def _one_digit(value: Decimal, exponent: int, expected: AffineNumber) -> bool:
    """Return whether one digit tells the number from the expected one, rounded alike."""
    rounded = expected.centre.quantize(Decimal(1).scaleb(exponent))
    if not rounded.is_finite() or rounded.is_signed() != value.is_signed():
        return False
    ours, theirs = rounded.as_tuple().digits, value.as_tuple().digits
    if len(ours) != len(theirs):
        return False
    return sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1
