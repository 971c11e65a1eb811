"""How a number is misread: its sign, its point, two digits exchanged, one digit another."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from bpcalc.maths.expr import Number
from bpcalc.named_tuples import NamedTuple

READ_DIGITS = 6
"""Digits of a number that was used instead, of which the fewest are taken that fit."""


class Misreading(NamedTuple):
    """What a number may be taken for.

    Attributes:
        number: that number.
        value: its value.
        rank: how common it is; the less, the more.
    """

    number: Number
    value: Decimal
    rank: int


def misreadings(number: Number) -> Iterator[Misreading]:
    """Yield what a given number may be taken for, the most usual first.

    >>> [one.number.text for one in misreadings(Number("0.34"))][:5]
    ['-0.34', '3.04', '0.43', '3.4', '0.034']
    """
    if number.ratio or not number.value:
        return
    value = number.value
    seen = {value}
    for rank, others in enumerate((_exchanged(value), _other_digits(value))):
        for other in others:
            if other not in seen:
                seen.add(other)
                told = Number(format(other, "f"))
                yield Misreading(told, other, rank)


def _exchanged(value: Decimal) -> Iterator[Decimal]:
    """Yield a number with its sign lost, two digits exchanged, its point moved."""
    yield -value
    sign, digits, exponent = _spelt(value)
    for place, (left, right) in enumerate(pairwise(digits)):
        if left != right:
            yield Decimal((sign, (*digits[:place], right, left, *digits[place + 2 :]), exponent))
    yield value.scaleb(1)
    yield value.scaleb(-1)


def _other_digits(value: Decimal) -> Iterator[Decimal]:
    """Yield a number with one digit that is another."""
    sign, digits, exponent = _spelt(value)
    for place in range(len(digits)):
        for digit in range(10):
            yield Decimal((sign, (*digits[:place], digit, *digits[place + 1 :]), exponent))


def _spelt(value: Decimal) -> tuple[int, tuple[int, ...], int]:
    """Return sign, digits and exponent of a number, with the zero before its point."""
    sign, digits, exponent = value.as_tuple()
    missing = max(0, 1 - int(exponent) - len(digits))
    return sign, (*([0] * missing), *digits), int(exponent)


def shortest_between(low: float, high: float) -> Number | None:
    """Return the number with the fewest digits between two others, None if it has many.

    >>> shortest_between(0.4116, 0.4123).text
    '0.412'
    """
    middle = Decimal(repr((low + high) / 2))
    if not middle:
        return Number("0")
    for digits in range(1, READ_DIGITS + 1):
        rounded = round(middle, digits - 1 - middle.adjusted())
        if low <= float(rounded) <= high:
            return Number(format(rounded.normalize(), "f"))
    return None
