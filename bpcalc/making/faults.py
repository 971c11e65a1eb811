"""What is wrong with an exercise that was drawn: in its numbers, and in what they lead to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from bpcalc.checking.audit import MIN_SIGNIFICANT_DIGITS, AuditItem
from bpcalc.exercise.spec import Exercise
from bpcalc.making.audit_model import Alike, Audited, AuditModel
from bpcalc.making.printed_floats import TINY
from bpcalc.maths.keys import Key, Kind

SMALL = 0.01
"""Below, a value is harder to write down."""

MAX_NET = 3
"""Beyond, a sigmoid is flat."""

FLAT = frozenset({"sigmoid", "tanh", "bipolar_sigmoid", "softmax"})

TIE_COST, DIGITS_COST, FLAT_COST, SMALL_COST = 10, 5, 4, 3
"""What other faults cost; two mistakes that cannot be told apart cost 1."""

DEAD = 1000
"""What a value of 0 costs: more than all mistakes that a dead unit hides."""


class Faults(NamedTuple):
    """How far an exercise is from what is asked of it; smaller is better.

    Attributes:
        cost: 0 if nothing is wrong.
        audited: what the audit says about every quantity that is asked for.
        small: asked values below `SMALL`.
    """

    cost: int
    audited: list[Audited]
    small: int


Clean = frozenset[tuple[str, Kind]]
"""Mistakes that are to be told apart, each at a kind of quantity.

A name may be that of a usual mistake at one kind, and of a rare one at another.
"""


class Wanted(NamedTuple):
    """What is asked of an exercise.

    Attributes:
        clean: the mistakes that are to be told apart.
        never: those that cannot be told apart whatever the numbers.
        zero: what is 0 whatever the numbers, as after an input of 0 that stays.
        zeros: whether anything may be 0, as in the learning of a perceptron that makes no mistake.
        small: asked values below `SMALL`; None for any number of them.
        whole: whether values are whole numbers, which have few digits.
        gentle: whether net inputs stay where a sigmoid is not flat.
    """

    clean: Clean
    never: Alike
    zero: frozenset[Key]
    small: int | None
    whole: bool
    gentle: bool
    zeros: bool = False

    def may_be_0(self, key: Key) -> bool:
        """Return whether nothing is wrong with a quantity of 0."""
        return self.zeros or key in self.zero


def faults(audited: Iterable[Audited], template: Exercise, wanted: Wanted) -> Faults:
    """Return what is wrong with the values of an exercise, and with what they tell apart.

    Args:
        audited: what the audit says about every quantity that is asked for.
        template: the exercise, or another one of its form.
        wanted: what is asked of it.
    """
    items = list(audited)
    small = sum(is_small(one.value) for one in items)
    return Faults(cost(items, template, wanted), items, small)


def cost(audited: Iterable[Audited], template: Exercise, wanted: Wanted) -> int:
    """Return how far an exercise is from what is asked of it.

    Args:
        audited: what the audit says.
        template: the exercise, or another one of its form.
        wanted: what is asked of it.
    """
    total = small = 0
    for one in audited:
        total += cost_of(one, template, wanted)
        small += is_small(one.value)
    return total + small_cost(small, wanted)


def small_cost(small: int, wanted: Wanted) -> int:
    """Return what so many values below `SMALL` cost."""
    return 0 if wanted.small is None else SMALL_COST * abs(small - wanted.small)


def cost_of(one: Audited, template: Exercise, wanted: Wanted) -> int:
    """Return the cost of what is wrong with one quantity."""
    item, value = one
    found = sum(max(1, len(rules) - 1) for rules in undistinguished(item, wanted))
    found += TIE_COST if item.tie else 0
    found += cost_of_value(item.key, value, item.digits, wanted)
    return found + (FLAT_COST if wanted.gentle and is_flat(one, template) else 0)


def cost_of_value(key: Key, value: float, digits: int, wanted: Wanted) -> int:
    """Return what it costs that a value is 0, or has few digits."""
    if not value:
        return 0 if wanted.may_be_0(key) else DEAD
    if wanted.whole:
        return 0 if value.is_integer() else DIGITS_COST
    return DIGITS_COST if digits < MIN_SIGNIFICANT_DIGITS else 0


def is_small(value: float) -> bool:
    """Return whether a value has zeros behind the point, which are easily lost."""
    return 0 < abs(value) < SMALL


def is_flat(one: Audited, template: Exercise) -> bool:
    """Return whether a net input lies where a function like the sigmoid is flat."""
    return abs(one.value) > MAX_NET and may_be_flat(one.item.key, template)


def may_be_flat(key: Key, template: Exercise) -> bool:
    """Return whether a quantity is a net input of a function that is flat somewhere."""
    if key.kind != "net" or key.layer is None:
        return False
    return template.layers[key.layer - 1].activation.name in FLAT


def undistinguished(item: AuditItem, wanted: Wanted) -> list[tuple[str, ...]]:
    """Return the mistakes that cannot be told from the right value, or from others, but could.

    A group of mistakes stands for one mistake less than it has members.
    """
    seen = [
        (rule,)
        for rule in (*item.hidden, *item.same)
        if (rule, item.key.kind) in wanted.clean
        and (item.key, frozenset({rule})) not in wanted.never
    ]
    groups = (different(item.key, group, wanted) for group in item.alike)
    return [*seen, *(group for group in groups if len(group) > 1)]


def different(key: Key, group: Iterable[str], wanted: Wanted) -> tuple[str, ...]:
    """Return the mistakes of a group that other numbers would tell apart."""
    kinds: list[str] = []
    for rule in group:
        pairs = (frozenset({rule, other}) for other in kinds)
        counts = (rule, key.kind) in wanted.clean
        if counts and not any((key, pair) in wanted.never for pair in pairs):
            kinds.append(rule)
    return tuple(kinds)


def never_apart(
    model: AuditModel, exercises: Iterable[Sequence[Decimal]]
) -> tuple[Alike, frozenset[Key]]:
    """Return the mistakes that give the same number, or the right one, in all these exercises.

    An exercise in which a quantity is 0, because a unit is dead, says nothing about it, unless it
    is 0 in all of them; those quantities are returned as well.

    Args:
        model: of the form of the exercises.
        exercises: the numbers of each.
    """
    worked = [model.wrong_values(numbers) for numbers in exercises]
    zero = frozenset(key for key in model.keys if all(abs(one[key][0]) < TINY for one in worked))
    found: dict[Key, frozenset[frozenset[str]]] = {}
    for one in worked:
        for key, (true, given) in one.items():
            if abs(true) > TINY or key in zero:
                alike = frozenset(_alike_at(true, given))
                found[key] = alike & found.get(key, alike)
    return frozenset((key, rules) for key, alike in found.items() for rules in alike), zero


def _alike_at(true: float, given: Mapping[str, list[float]]) -> Iterator[frozenset[str]]:
    """Yield the mistakes that are exactly alike at one quantity."""
    yield from (frozenset({rule}) for rule, values in given.items() if _shared([true], values))
    for (rule, values), (other, its_values) in combinations(given.items(), 2):
        if _shared(values, its_values):
            yield frozenset({rule, other})


def _shared(some: Iterable[float], others: Sequence[float]) -> bool:
    for one in some:  # a generator would take twice the time, and there are many pairs
        size = abs(one)
        for other in others:
            if abs(one - other) <= size * TINY or size + abs(other) < TINY:
                return True
    return False
