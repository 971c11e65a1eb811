"""What floats tell of the numbers that would be printed: which wrong values look like a right one.

They tell nothing where a value lies at the border of two printed numbers.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import floor, inf, isfinite, log10
from typing import NamedTuple

from bpcalc.checking.audit import AuditItem
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import DEFAULT_DIGITS, TIES, Digits, Rounding

BORDER = 1e-6
"""Within so much of a unit of the last digit, floats do not tell which number is printed."""

TINY = 1e-11
"""Numbers closer than this, relative to them, may be equal; below it, they may be 0."""

MAX_DIGITS = 9
"""Beyond, floats have no digits to spare."""

Printed = tuple[int, int]
"""The digits of a printed number, as a whole number, and the power of ten of the first one."""


class AskedPrint(NamedTuple):
    """How a right value is printed.

    Attributes:
        shown: as what.
        digits: those that are asked for; None for six.
        cut: whether digits are cut off.
    """

    shown: Printed
    digits: Digits | None
    cut: bool = False


class MixedUp(NamedTuple):
    """Mistakes that cannot be told apart by what they give.

    Attributes:
        hidden: those that look like the right value.
        same: those that give it, whatever the digits.
        alike: groups of others that look the same.
    """

    hidden: set[str]
    same: set[str]
    alike: list[set[str]]


NOTHING_MIXED_UP = MixedUp(set(), set(), [])


def compared(
    key: Key,
    value: float,
    asked: AskedPrint,
    rules: Sequence[tuple[str, ...]],
    given: Sequence[float],
) -> AuditItem | None:
    """Return what the audit says about these wrong values; None if floats do not tell.

    Args:
        key: the quantity.
        value: the right one.
        asked: how it is printed.
        rules: the mistakes, of those with the same formula together.
        given: what each of them gives.
    """
    found = mixed_up(value, asked, rules, given)
    if found is None:
        return None
    hidden, same, alike = found
    groups = tuple(tuple(sorted(group)) for group in alike)
    digits = significant_digits(asked.shown)
    return AuditItem(key, tuple(sorted(hidden)), tuple(sorted(same)), groups, digits, False)


def mixed_up(
    value: float,
    asked: AskedPrint,
    rules: Sequence[tuple[str, ...]],
    given: Sequence[float],
) -> MixedUp | None:
    """Return the mistakes that cannot be told apart by what they give; None if floats do not tell.

    Args:
        value: the right one.
        asked: how it is printed.
        rules: the mistakes, of those with the same formula together.
        given: what each of them gives.
    """
    shown, digits = asked.shown, asked.digits or DEFAULT_DIGITS
    near = _near([*given, value], digits)
    if not near:
        return NOTHING_MIXED_UP
    by_value: dict[Printed | float, set[str]] = {}
    same: set[str] = set()
    hidden: set[str] = set()
    large: set[str] = set()
    texts = {
        one: printed(one, digits, asked.cut) for one in near
    }  # many mistakes give the same number
    for at, wrong in [(at, wrong) for at, wrong in enumerate(given) if wrong in near]:
        some = rules[at]
        if abs(wrong - value) <= abs(value) * TINY:
            same.update(some)
            continue
        text = texts[wrong] or (None if _is_large(wrong, digits) else _apart(wrong, near, digits))
        if text is None:
            if not _is_large(wrong, digits):
                return None
            large.update(some)
        elif text == shown:
            hidden.update(some)
        else:
            by_value.setdefault(text, set()).update(some)
    if len(large) > 1:
        return None
    return MixedUp(hidden, same, [rules for rules in by_value.values() if len(rules) > 1])


def _apart(value: float, near: Iterable[float], digits: Digits) -> float | None:
    """Return what stands for a value at the border of two printed numbers, and for its equals.

    However it is printed, nothing else can be if nothing else is near it; None if something is.
    """
    share, unit = _nearness(digits)
    room = abs(value) * share + unit
    around = [other for other in near if abs(other - value) <= room]
    equal = [other for other in around if abs(other - value) <= abs(value) * TINY]
    return min(equal) if len(equal) == len(around) else None


def _is_large(value: float, digits: Digits) -> bool:
    """Return whether a value has more digits than floats tell, as have those that are near it."""
    return isfinite(value) and not digits.significant and abs(value) > 10.0 ** (MAX_DIGITS + 1)


def _near(values: list[float], digits: Digits) -> set[float]:
    """Return those of some values that may be printed like another one; not what is no number."""
    values.sort()
    share, unit = _nearness(digits)
    before = -inf
    near: set[float] = set()
    for value in values:
        if not value - before > (share * abs(value) + unit if share else unit):
            if value != value or before != before:  # after dividing by 0; it spoils the order
                return _near([each for each in values if each == each], digits)
            near.add(before)
            near.add(value)
        before = value
    return near


def _nearness(digits: Digits) -> tuple[float, float]:
    """Return how near numbers are that may be printed alike: a share of them, and so much."""
    if digits.significant:
        return 10.0 ** (1 - digits.count), TINY
    return 0.0, 10.0**-digits.count


def printed(value: float, digits: Digits, cut: bool = False) -> Printed | None:
    """Return what a float is printed as; None if it is too close to the border of two numbers.

    Digits may be cut off: then the border is not half-way between them, but at the next one.

    >>> printed(0.0123456, Digits(3, significant=True)), printed(-2.00004, Digits(4))
    ((123, -2), (-20000, 0))
    >>> printed(0.56789, Digits(3)), printed(0.56789, Digits(3), cut=True)
    ((568, 0), (567, 0))
    """
    size = abs(value)
    if not isfinite(size) or digits.count > MAX_DIGITS:
        return None
    if size < TINY:
        return 0, 0
    first = floor(log10(size)) if digits.significant else 0
    places = digits.count - 1 - first if digits.significant else digits.count
    scaled = size * 10.0**places
    moved = scaled if cut else scaled + 0.5
    if scaled > 10**MAX_DIGITS or abs(moved - round(moved)) < BORDER:
        return None
    whole = floor(moved)
    if digits.significant and whole >= 10**digits.count:
        whole, first = whole // 10, first + 1
    return (whole if value > 0 else -whole), first


def printed_exactly(value: Decimal, digits: Digits, rounding: Rounding) -> Printed:
    """Return what a number is printed as.

    >>> printed_exactly(Decimal("0.00625"), Digits(4), Rounding())
    (63, 0)
    """
    rounded = digits.round(value, TIES[rounding.ties])
    if not rounded:
        return 0, 0
    first = rounded.adjusted() if digits.significant else 0
    places = digits.count - 1 - first if digits.significant else digits.count
    return int(rounded.scaleb(places)), first


def told(value: float, digits: Digits | None, cut: bool = False) -> Printed | None:
    """Return what a right value is printed as, None if floats do not tell; without digits, six."""
    shown = printed(value, digits or DEFAULT_DIGITS, cut)
    if value and (abs(value) < TINY or (digits is None and shown and is_short(value))):
        return None
    return shown


def significant_digits(shown: Printed) -> int:
    """Return how many digits are left of a value that is printed so."""
    return len(str(abs(shown[0]))) if shown[0] else 0


def is_short(value: float) -> bool:
    """Return whether a value may end before the digits that are shown without being asked for."""
    count = DEFAULT_DIGITS.count
    scaled = abs(value) * 10.0 ** (count - 1 - floor(log10(abs(value))))
    return abs(scaled - round(scaled)) < BORDER
