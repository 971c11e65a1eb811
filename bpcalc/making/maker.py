"""A new exercise like another one: drawn, then repaired by the audit.

Random numbers keep the usual mistakes apart in one draw of a hundred. So single numbers are changed
as long as that makes an exercise no worse, until nothing is wrong with it or many changes in a row
have not helped: a climb by small steps. Draws come from one stream of random numbers, and what is
counted is steps, not seconds: the same seed gives the same exercise everywhere.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import NamedTuple

from bpcalc.checking.audit import AuditItem
from bpcalc.checking.misconceptions import MISCONCEPTIONS
from bpcalc.errors import CalculationError
from bpcalc.exercise.spec import Exercise
from bpcalc.making.faults import (
    Faults,
    Wanted,
    clashes,
    faults,
    never_apart,
    undistinguished,
    zeros,
)
from bpcalc.making.givens import Group, places_of, with_numbers
from bpcalc.making.ranges import NICE, Draw, Nice, NumberRange, around, one_of
from bpcalc.maths.expr import Number

MAX_STEPS = 400
"""Changes that are tried in all."""

SAMPLES = 3
"""Exercises that are drawn to see which mistakes are always alike."""

PATIENCE = 160
"""Changes in a row that may fail to help."""

TRIES = 200
"""Draws of one number before it is taken although it is equal to another one."""

SWAPS = 0.25
"""The part of the changes in which two numbers change places, and with them their signs."""

UNUSABLE = 10**6
"""The cost of an exercise whose lines have no finite values."""

RATES = [Decimal(tenth) / 10 for tenth in range(1, 10)]

Sides = tuple[int, ...]


class Wish(NamedTuple):
    """What a new exercise is to be like.

    Attributes:
        template: the exercise whose sizes, conventions and digits it has.
        seed: of all that is drawn.
        nice: how many decimals its numbers have; None for as many as in the template.
        ranges: from which numbers a group is drawn, where that is said.
        clean: tiers, A or B, or ids of the mistakes that are to be told apart.
        alike: whether it is to be as hard as the template: with as many minus signs, and as many
            values below 0.01.
    """

    template: Exercise
    seed: int
    nice: Nice | None
    ranges: Mapping[Group, NumberRange]
    clean: frozenset[str]
    alike: bool


class Made(NamedTuple):
    """A new exercise, and what the audit says about it.

    Attributes:
        exercise: with its numbers.
        faults: what is still wrong.
        wanted: what was asked for.
    """

    exercise: Exercise
    faults: Faults
    wanted: Wanted

    @property
    def unreached(self) -> list[tuple[AuditItem, list[tuple[str, ...]]]]:
        """The quantities at which some of these mistakes cannot be told apart, with these."""
        found = ((item, undistinguished(item, self.wanted)) for item in self.faults.items)
        return [(item, rules) for item, rules in found if rules]


def make(wish: Wish) -> Made:
    """Return a new exercise."""
    maker = _Maker(wish)
    maker.climb()
    return Made(maker.exercise(maker.numbers), maker.found, maker.wanted)


def clean_rules(words: frozenset[str]) -> frozenset[str]:
    """Return the ids of the mistakes of some tiers, or of those that are named themselves."""
    return frozenset(rule.id for rule in MISCONCEPTIONS if rule.tier in words or rule.id in words)


class _Maker:
    """The numbers at one time of the climb."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._draw: Draw = Random(wish.seed).random
        self._places = places_of(wish.template)
        self._free = [index for index, place in enumerate(self._places) if not place.fixed]
        self._choices = {group: self._of_group(group) for group in self._groups()}
        self._sides = self._drawn_sides()
        self.wanted = self._wanted()
        self.numbers = self._alive(self._first())
        self.found = self._judged(self.numbers)

    def exercise(self, numbers: Sequence[Decimal]) -> Exercise:
        """Return the exercise with these numbers."""
        return with_numbers(
            self._wish.template,
            [
                place.number if place.fixed else Number(format(number, "f"))
                for place, number in zip(self._places, numbers, strict=True)
            ],
        )

    def climb(self) -> None:
        """Change single numbers as long as that makes things no worse."""
        idle = 0
        for _ in range(MAX_STEPS):
            if not self._cost or idle >= PATIENCE:
                return
            changed = self._changed(self.numbers)
            if clashes(self._places, changed) > clashes(self._places, self.numbers):
                continue
            found = self._judged(changed)
            better = self._total(changed, found) < self._cost
            if better or self._total(changed, found) == self._cost:
                self.numbers, self.found = changed, found
            idle = 0 if better else idle + 1

    @property
    def _cost(self) -> int:
        return self._total(self.numbers, self.found)

    def _total(self, numbers: Sequence[Decimal], found: Faults) -> int:
        return found.cost + 50 * clashes(self._places, numbers)

    def _changed(self, numbers: Sequence[Decimal]) -> list[Decimal]:
        """Return numbers of which one is another one, or two have changed places."""
        index = self._free[int(self._draw() * len(self._free))]
        changed = list(numbers)
        if self._draw() < SWAPS:
            group = self._places[index].group
            others = [other for other in self._free if self._places[other].group == group]
            other = others[int(self._draw() * len(others))]
            changed[index], changed[other] = changed[other], changed[index]
        else:
            changed[index] = self._number(index, -1 if numbers[index] < 0 else 1)
        return changed

    def _judged(self, numbers: Sequence[Decimal]) -> Faults:
        try:
            return faults(self.exercise(numbers), self.wanted)
        except CalculationError:
            return Faults(UNUSABLE, [], 0)

    def _first(self, *, rate: bool = False) -> list[Decimal]:
        """Return numbers that do not clash; with another learning rate too if that is asked."""
        numbers = [place.number.value for place in self._places]
        drawn: list[Decimal] = []
        for index, place in enumerate(self._places):
            drawn.append(numbers[index])
            if place.fixed or (place.group == "learning_rate" and not rate):
                continue
            for _ in range(TRIES):
                drawn[index] = self._number(index, self._sides[index])
                if not clashes(self._places[: index + 1], drawn):
                    break
        return drawn

    def _alive(self, numbers: list[Decimal]) -> list[Decimal]:
        """Return numbers like these, changed until no unit is dead."""
        cost = self._dead(numbers)
        for _ in range(TRIES):
            if not cost:
                break
            changed = self._changed(numbers)
            if clashes(self._places, changed) <= clashes(self._places, numbers):
                now = self._dead(changed)
                if now <= cost:
                    numbers, cost = changed, now
        return numbers

    def _dead(self, numbers: Sequence[Decimal]) -> int:
        try:
            return zeros(self.exercise(numbers))
        except CalculationError:
            return UNUSABLE

    def _number(self, index: int, side: int) -> Decimal:
        group = self._places[index].group
        number = one_of(self._choices[group], self._draw)
        return number if group in self._wish.ranges else number * side

    def _groups(self) -> list[Group]:
        return list(dict.fromkeys(place.group for place in self._places))

    def _of_group(self, group: Group) -> list[Decimal]:
        asked = self._wish.ranges.get(group)
        if asked:
            return asked.numbers()
        if group == "learning_rate":
            return RATES
        numbers = [p.number for p in self._places if p.group == group and not p.fixed]
        if not numbers:
            return []
        decimals = None if self._wish.nice is None else NICE[self._wish.nice]
        return around(numbers, decimals, 3 * len(numbers), self._bound(group)).numbers()

    def _bound(self, group: Group) -> Decimal:
        """Return what the numbers of a group stay below."""
        outputs = self._wish.template.layers[-1].activation.outputs
        return Decimal(1) if group == "targets" and outputs else Decimal("Infinity")

    def _drawn_sides(self) -> Sides:
        """Return the sign of every number: as many minus signs in a group as in the template."""
        sides = [1] * len(self._places)
        for group in self._groups():
            if group in self._wish.ranges or group == "learning_rate":
                continue
            free = [index for index in self._free if self._places[index].group == group]
            negative = sum(self._places[index].number.value < 0 for index in free)
            for _ in range(negative):
                sides[free.pop(int(self._draw() * len(free)))] = -1
        return tuple(sides)

    def _wanted(self) -> Wanted:
        wish = self._wish
        # What is alike in so many exercises is so in all of them.
        drawn = [self._alive(self._first(rate=True)) for _ in range(SAMPLES)]
        others = [self.exercise(numbers) for numbers in drawn]
        never = never_apart([wish.template, *others])
        clean = clean_rules(wish.clean)
        plain = Wanted(clean, never, None, wish.nice == "integers", wish.nice is not None)
        return plain._replace(small=faults(wish.template, plain).small) if wish.alike else plain
