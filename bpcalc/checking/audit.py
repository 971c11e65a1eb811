"""Whether an exercise can tell mistakes apart, at the digits that it asks for.

Source: Brown & Burton (1978) judged tests by the bugs that they can tell apart.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.diagnosis import mistakes_at, rules_at
from bpcalc.checking.verdicts import Options
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits

MIN_SIGNIFICANT_DIGITS = 3
"""So many significant digits a value should have."""

NOTHING = Decimal("1e-25")
"""Numbers that differ by a smaller part of themselves are equal."""


@dataclass(frozen=True)
class AuditItem:
    """What is to be said about one quantity of an exercise.

    Attributes:
        key: the quantity.
        hidden: ids of the mistakes that nobody sees at the digits asked for.
        same: ids of those that give the right value whatever the digits.
        alike: groups of mistakes that give the same wrong value.
        digits: significant digits that are left of the value.
        tie: whether the value is exactly half-way between two printed ones.
    """

    key: Key
    hidden: tuple[str, ...]
    same: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]
    digits: int
    tie: bool

    @property
    def poor(self) -> bool:
        """Whether anything is to be said."""
        return (
            bool(self.hidden or self.same or self.alike or self.tie)
            or self.digits < MIN_SIGNIFICANT_DIGITS
        )


def audit(
    scheme: AnswerKey, keys: Iterable[Key], options: Options, also: Container[str] = ()
) -> list[AuditItem]:
    """Return what is to be said about every quantity that is asked for.

    Args:
        scheme: the right lines.
        keys: what is asked for.
        options: the digits that are asked for.
        also: ids of rare mistakes that count as well; else only those met in classes do.
    """
    audited = Audit(scheme, options, also)
    return [audited.item(key) for key in keys]


class Audit:
    """The audit of one exercise, quantity by quantity."""

    def __init__(self, scheme: AnswerKey, options: Options, also: Container[str] = ()) -> None:
        """Begin with none; the arguments are those of `audit`."""
        self._scheme = scheme
        self._options = options
        self._also = also
        self._world = StudentValues(scheme.formulas, {}, scheme.fixed)

    def item(self, key: Key) -> AuditItem:
        """Return what is to be said about a quantity."""
        with localcontext(WORK):
            return self._item(key)

    def _item(self, key: Key) -> AuditItem:
        rounding = self._options.rounding
        true = self._scheme.values[key]
        shown = rounding.shown(key.kind, true)
        by_value: dict[str, set[str]] = {}
        same: set[str] = set()
        hidden: set[str] = set()
        for rule, formula in mistakes_at(
            self._scheme, key, counting(self._scheme, key, self._also)
        ):
            box = self._world.value(formula)
            if not box.known:
                continue
            # What cancels leaves the last of the digits that are worked with, and is 0.
            centre = box.centre if abs(box.centre) > NOTHING else Decimal(0)
            text = rounding.shown(key.kind, centre)
            if abs(centre - true) <= abs(true) * NOTHING:
                same.add(rule.id)
            elif text == shown:
                hidden.add(rule.id)
            else:
                by_value.setdefault(text, set()).add(rule.id)
        alike = tuple(tuple(sorted(rules)) for rules in by_value.values() if len(rules) > 1)
        significant = len(Decimal(shown).as_tuple().digits) if Decimal(shown) else 0
        tie = is_tie(true, self._options.digits(key, true))
        return AuditItem(key, tuple(sorted(hidden)), tuple(sorted(same)), alike, significant, tie)


def counting(scheme: AnswerKey, key: Key, also: Container[str]) -> list[str]:
    """Return the ids of the mistakes that count in a line: those met in classes, and others named.

    The others are not even written down: some of them depend on the learning rate.

    Args:
        scheme: the right lines.
        key: the line.
        also: ids of rare mistakes that count as well.
    """
    return [rule.id for rule in rules_at(scheme, key) if rule.tier != "C" or rule.id in also]


def is_tie(value: Decimal, digits: Digits | None) -> bool:
    """Return whether a value lies exactly half-way between two printed ones.

    >>> is_tie(Decimal("0.3925"), Digits(3)), is_tie(Decimal("0.3925"), Digits(4))
    (True, False)
    """
    if digits is None or not value:
        return False
    size = value.adjusted() if digits.significant else -1
    last = size - digits.count + 1
    moved = value.scaleb(-last) % 1
    return abs(moved) == Decimal("0.5")
