"""What is wrong with an exercise that was drawn: in its numbers, and in what they lead to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import combinations
from typing import NamedTuple

from bpcalc.checking.answer_key import AnswerKey, StudentValues, worked
from bpcalc.checking.audit import MIN_SIGNIFICANT_DIGITS, AuditItem, audit
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marking_rule import asked_keys
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.spec import Exercise
from bpcalc.making.givens import Place
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import SHEET_KINDS
from bpcalc.maths.rounding import Digits, Rounding

SMALL = Decimal("0.01")
"""Below, a value is harder to write down."""

MAX_NET = 3
"""Beyond, a sigmoid is flat."""

FLAT = frozenset({"sigmoid", "tanh", "bipolar_sigmoid", "softmax"})

DEAD = 1000
"""What a value of 0 costs: more than all mistakes that a dead unit hides."""

EQUAL = Decimal("1e-25")
"""Numbers that differ by a smaller part of themselves are equal."""

DISTINCT_DECIMALS = 2
"""From so many decimals on, no two given numbers are equal."""


class Faults(NamedTuple):
    """How far an exercise is from what is asked of it; smaller is better.

    Attributes:
        cost: 0 if nothing is wrong.
        items: what the audit says about every quantity that is asked for.
        small: asked values below `SMALL`.
    """

    cost: int
    items: list[AuditItem]
    small: int


Alike = frozenset[tuple[Key, frozenset[str]]]
"""By quantity, pairs of mistakes that give the same number, or single ones that give the right."""


class Wanted(NamedTuple):
    """What is asked of an exercise.

    Attributes:
        clean: ids of the mistakes that are to be told apart.
        never: those that cannot be told apart whatever the numbers.
        small: asked values below `SMALL`; None for any number of them.
        whole: whether values are whole numbers, which have few digits.
        gentle: whether net inputs stay where a sigmoid is not flat.
    """

    clean: frozenset[str]
    never: Alike
    small: int | None
    whole: bool
    gentle: bool


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


def faults(exercise: Exercise, wanted: Wanted) -> Faults:
    """Return what is wrong with the values of an exercise, and with what they tell apart."""
    rounding = asked_rounding(exercise)
    scheme = worked(exercise, 1)
    keys = asked_keys(scheme.formulas, SHEET_KINDS, 1)
    items = audit(scheme, keys, Options(rounding=rounding))
    values = [scheme.values[key] for key in keys]
    small = sum(0 < abs(value) < SMALL for value in values)
    cost = sum(max(1, len(rules) - 1) for item in items for rules in undistinguished(item, wanted))
    cost += 10 * sum(item.tie for item in items) + DEAD * sum(not value for value in values)
    if not wanted.whole:
        cost += 5 * sum(item.digits < MIN_SIGNIFICANT_DIGITS for item in items)
    if wanted.small is not None:
        cost += 3 * abs(small - wanted.small)
    if wanted.gentle:
        cost += 4 * sum(_is_flat(exercise, scheme, key) for key in keys)
    return Faults(cost, items, small)


def zeros(exercise: Exercise) -> int:
    """Return how many asked values are 0, as those around a dead unit are."""
    scheme = worked(exercise, 1)
    return sum(not scheme.values[key] for key in asked_keys(scheme.formulas, SHEET_KINDS, 1))


def undistinguished(item: AuditItem, wanted: Wanted) -> list[tuple[str, ...]]:
    """Return the mistakes that cannot be told from the right value, or from others, but could.

    A group of mistakes stands for one mistake less than it has members.
    """
    seen = [
        (rule,)
        for rule in (*item.hidden, *item.same)
        if rule in wanted.clean and (item.key, frozenset({rule})) not in wanted.never
    ]
    groups = (_different(item.key, group, wanted) for group in item.alike)
    return [*seen, *(group for group in groups if len(group) > 1)]


def _different(key: Key, group: Iterable[str], wanted: Wanted) -> tuple[str, ...]:
    """Return the mistakes of a group that other numbers would tell apart."""
    kinds: list[str] = []
    for rule in group:
        pairs = (frozenset({rule, other}) for other in kinds)
        if rule in wanted.clean and not any((key, pair) in wanted.never for pair in pairs):
            kinds.append(rule)
    return tuple(kinds)


def never_apart(exercises: Iterable[Exercise]) -> Alike:
    """Return the mistakes that give the same number, or the right one, in all these exercises.

    An exercise in which a quantity is 0, because a unit is dead, says nothing about it.
    """
    found: dict[Key, frozenset[frozenset[str]]] = {}
    for exercise in exercises:
        scheme = worked(exercise, 1)
        with localcontext(WORK):
            world = StudentValues(scheme.formulas, {}, scheme.fixed)
            for key in asked_keys(scheme.formulas, SHEET_KINDS, 1):
                if scheme.values[key]:
                    alike = frozenset(_alike_at(scheme, world, key))
                    found[key] = alike & found.get(key, alike)
    return frozenset((key, rules) for key, alike in found.items() for rules in alike)


def _alike_at(scheme: AnswerKey, world: StudentValues, key: Key) -> Iterator[frozenset[str]]:
    """Yield the mistakes that are exactly alike at one quantity."""
    given = [(rule.id, world.value(formula).centre) for rule, formula in mistakes_at(scheme, key)]
    true = scheme.values[key]
    yield from (frozenset({rule}) for rule, value in given if _equal(value, true))
    for (rule, value), (other, its_value) in combinations(given, 2):
        if rule != other and _equal(value, its_value):
            yield frozenset({rule, other})


def _equal(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= abs(one) * EQUAL


def asked_rounding(exercise: Exercise) -> Rounding:
    """Return the rounding of an exercise; four significant digits if it does not say."""
    rounding = exercise.rounding
    if rounding.digits or rounding.by_kind or rounding.carry == "rounded":
        return rounding
    return Rounding(Digits(4, significant=True), ties=rounding.ties)


def _is_flat(exercise: Exercise, scheme: AnswerKey, key: Key) -> bool:
    if key.kind != "net" or key.layer is None:
        return False
    name = exercise.layers[key.layer - 1].activation.name
    return name in FLAT and abs(scheme.values[key]) > MAX_NET


def _repeated(numbers: Iterable[Decimal]) -> int:
    return sum(count - 1 for count in Counter(numbers).values())


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
