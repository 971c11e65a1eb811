"""New exercises like another one: drawn, then repaired by the audit.

Random numbers keep the usual mistakes apart in one draw of a hundred. So single numbers are changed
as long as that makes an exercise no worse, until nothing is wrong with it or many changes in a row
have not helped: a climb by small steps. Draws come from one stream of random numbers, and what is
counted is steps, not seconds: the same seed gives the same exercise everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import NamedTuple

from bpcalc.calc.mistakes import MOST_EPOCHS
from bpcalc.checking.answer_key import worked
from bpcalc.checking.audit import AuditItem
from bpcalc.checking.marking_rule import asking
from bpcalc.checking.misconceptions import MISCONCEPTIONS
from bpcalc.errors import CalculationError
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.making.audit_model import Alike, AuditModel
from bpcalc.making.clashes import clashes
from bpcalc.making.course import Course, course, template_course
from bpcalc.making.faults import (
    Clean,
    Faults,
    Wanted,
    faults,
    never_apart,
    undistinguished,
)
from bpcalc.making.givens import Group
from bpcalc.making.quick_costs import QuickCosts
from bpcalc.making.ranges import Draw, Nice, NumberRange
from bpcalc.making.steps import short_steps
from bpcalc.making.stock import Stock
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding

MAX_STEPS = 2500
"""Changes that are tried in all."""

QUANTITIES = 500_000
"""What is asked for in an exercise, times the changes: of a large one, fewer are tried."""

FEWEST_STEPS = 100
"""So many are tried of any exercise."""

PATIENCE = 500
"""Changes in a row that may fail to help."""

SAMPLES = 5
"""Exercises that are drawn to see which mistakes are always alike."""

TYPICAL = 2
"""Exercises that are made to see how hard those of a form are; the best one says."""

TYPICAL_STEPS = 100
"""Changes that are tried in each of them."""

TRIES = 200
"""Changes that are tried to keep units alive."""

STAY_WHOLE = frozenset({"identity", "relu"})
"""Functions that give whole numbers for whole numbers."""

UNUSABLE = 10**6
"""The cost of an exercise whose lines have no finite values."""

CLASH = 50
"""What two given numbers that may not be equal cost."""


class Wish(NamedTuple):
    """What new exercises are to be like.

    Attributes:
        template: the exercise whose sizes, conventions and digits they have.
        nice: how many decimals their numbers have; None for as many as in the template.
        ranges: from which numbers a group is drawn, where that is said.
        clean: tiers, A or B, or ids of the mistakes that are to be told apart.
        alike: whether they are to be as hard as the template: with as many minus signs, as many
            digits, and as many values below 0.01.
        call: how all this was asked for on the command line, without the seed.
    """

    template: Exercise
    nice: Nice | None
    ranges: Mapping[Group, NumberRange]
    clean: frozenset[str]
    alike: bool
    call: str = ""

    @property
    def alike_all_through(self) -> bool:
        """Whether nothing has been asked for that makes other values."""
        return self.alike and not self.ranges and self.nice is None

    @property
    def stock(self) -> Stock:
        """The numbers from which theirs are drawn."""
        return Stock(self.template, self.ranges, self.nice, alike=self.alike)


class Made(NamedTuple):
    """A new exercise, and what the audit says about it.

    Attributes:
        exercise: with its numbers.
        seed: of all that was drawn.
        faults: what is still wrong.
        wanted: what was asked for.
        clashes: how many given numbers are equal, or 0 or 1, that should not be.
        at_this_rate: mistakes that are alike as long as the learning rate is what it is.
        steps: how many changes were tried.
        short_steps: new weights and biases that lie close to the old ones.
        widened: ranges that are wider than those of the template, which has too few numbers.
        kept: the groups of which numbers that are 0, 1 or -1 stay.
        courses: how a perceptron learns the samples of the template, and those of this one.
    """

    exercise: Exercise
    seed: int
    faults: Faults
    wanted: Wanted
    clashes: int
    at_this_rate: Alike
    steps: int
    short_steps: tuple[Key, ...] = ()
    widened: tuple[tuple[Group, NumberRange], ...] = ()
    kept: frozenset[Group] = frozenset()
    courses: tuple[Course, Course] | None = None

    @property
    def dead(self) -> list[Key]:
        """The outputs of units that give 0 out and have a delta of 0: they learn nothing."""
        if self.wanted.zeros:
            return []
        zero = {one.item.key for one in self.faults.audited if not one.value}
        return [key for key in zero if key.kind == "out" and key._replace(kind="delta") in zero]

    @property
    def unreached(self) -> list[tuple[AuditItem, list[tuple[str, ...]]]]:
        """The quantities at which some of these mistakes cannot be told apart, with these."""
        items = (one.item for one in self.faults.audited)
        found = ((item, undistinguished(item, self.wanted)) for item in items)
        return [(item, rules) for item, rules in found if rules]


def make(wish: Wish, seed: int) -> Made:
    """Return a new exercise."""
    return Maker(wish).made(seed)


def clean_rules(words: frozenset[str]) -> Clean:
    """Return the mistakes of some tiers, or those that are named, with where they are made.

    >>> sorted(clean_rules(frozenset({"no_fprime"})))
    [('no_fprime', 'delta')]
    """
    rules = [rule for rule in MISCONCEPTIONS if rule.tier in words or rule.id in words]
    return frozenset((rule.id, kind) for rule in rules for kind in rule.kinds)


class Maker:
    """Makes exercises of one form."""

    def __init__(self, wish: Wish) -> None:
        """Prepare what all of them have in common.

        Raises:
            CalculationError: whole numbers are wanted of functions that give none.
        """
        if wish.nice == "integers" and (others := _not_whole(wish.template)):
            raise CalculationError(
                say(
                    "whole numbers stay whole in identity and relu units only, and there are units "
                    "with {names}: take tenths or hundredths",
                    names=", ".join(others),
                )
            )
        if wish.nice == "integers" and wish.template.rounding == Rounding():
            # Else decimals would be asked of whole numbers, or four digits of larger ones.
            wish = wish._replace(template=replace(wish.template, rounding=Rounding(Digits(0))))
        self.wish = wish
        self._stock = wish.stock
        self._rounding = asking(wish.template, told=False).rounding
        self._clean = clean_rules(wish.clean)
        self._model = AuditModel(wish.template, self._rounding, wish.clean, wish.ranges)
        self._course = template_course(wish.template)

    def made(self, seed: int) -> Made:
        """Return the exercise with this seed."""
        draw = Random(seed).random
        start = self._stock.first(draw)
        if not self.wanted.zeros:
            start = self._alive(start, draw)
        numbers, steps = self._climbed(start, draw, self.wanted, self._most_steps)
        exercise = self._model.exercise(numbers)
        found = self._finally(numbers, self.wanted)
        rest = self._alike_at_this_rate(numbers) if found.cost else frozenset()
        clash = clashes(self._stock.places, numbers)
        short = tuple(short_steps(worked(exercise, 1), self._model.keys, self._rounding))
        widened = tuple(self._stock.widened.items())
        kept = frozenset(place.group for place in self._stock.places if place.fixed)
        said = (exercise, seed, found, self.wanted, clash, rest, steps, short, widened, kept)
        return Made(*said, self._courses(exercise))

    def _courses(self, exercise: Exercise) -> tuple[Course, Course] | None:
        """Return how the samples of the template, and those of an exercise, are learnt."""
        its = self._course
        if its is None:
            return None
        return its, course(exercise, MOST_EPOCHS if its.learnt else its.epochs)

    @cached_property
    def wanted(self) -> Wanted:
        """What is asked of every one of them."""
        wish = self.wish
        # The same for all seeds. What is alike in so many exercises is so in all of them.
        never, zero = never_apart(self._model, self._samples)
        whole = wish.nice == "integers"
        of_template = worked(wish.template, 1).values
        zero = frozenset(key for key in zero if not of_template[key])
        zeros = self._course is not None
        plain = Wanted(self._clean, never, zero, None, whole, wish.nice is not None, zeros)
        if whole:
            return plain
        return plain._replace(small=self._finally(self._typical(plain), plain).small)

    @property
    def _most_steps(self) -> int:
        """How many changes are tried in all."""
        return max(FEWEST_STEPS, min(MAX_STEPS, QUANTITIES // len(self._model.keys)))

    def _typical(self, wanted: Wanted) -> Sequence[Decimal]:
        """Return the numbers of an exercise that all of them are as hard as.

        Where they have other values than the template, it is a new one, the same for all seeds.
        """
        if self.wish.alike_all_through:
            return [place.number.value for place in self._stock.places]
        found: list[tuple[int, int, list[Decimal]]] = []
        for seed in range(TYPICAL):
            draw = Random(seed).random
            start = self._alive(self._stock.first(draw), draw)
            numbers, _ = self._climbed(start, draw, wanted, TYPICAL_STEPS)
            its = self._finally(numbers, wanted)
            found.append((its.cost, its.small, numbers))
        return min(found)[-1]

    @cached_property
    def _samples(self) -> list[list[Decimal]]:
        """Some lists of numbers with which no more units are dead than have to be."""
        found: list[tuple[int, list[Decimal]]] = []
        for number in range(4 * SAMPLES):
            draw = Random(number).random
            numbers = self._alive(self._stock.first(draw, any_rate=True), draw)
            found.append((self._dead(numbers), numbers))
            if sum(not dead for dead, _ in found) == SAMPLES:
                break
        fewest = min(dead for dead, _ in found)
        return [numbers for dead, numbers in found if dead == fewest][:SAMPLES]

    def _alike_at_this_rate(self, numbers: Sequence[Decimal]) -> Alike:
        """Return the mistakes that only another learning rate tells apart."""
        drawn = [list(sample) for sample in self._samples]
        for index, place in enumerate(self._stock.places):
            if place.group == "learning_rate":
                for sample in drawn:
                    sample[index] = numbers[index]
        return never_apart(self._model, drawn)[0] - self.wanted.never

    def _climbed(
        self, numbers: list[Decimal], draw: Draw, wanted: Wanted, most: int
    ) -> tuple[list[Decimal], int]:
        """Change single numbers as long as that makes things no worse; also return how often."""
        clash = clashes(self._stock.places, numbers)
        costs = QuickCosts(self._model, self.wish.template, wanted)
        now = self._cost(costs, numbers, clash, UNUSABLE)
        tried: dict[tuple[Decimal, ...], int] = {tuple(numbers): now}
        idle = 0
        for step in range(most):
            if not now or idle >= PATIENCE:
                return numbers, step
            changed = self._stock.changed(numbers, draw)
            its_clash = clashes(self._stock.places, changed)
            if its_clash > clash:
                continue
            same = tuple(changed)
            # What was too much before is so again: what is found becomes no worse.
            its_cost = tried.get(same) or self._cost(costs, changed, its_clash, now)
            tried[same] = its_cost
            idle = 0 if its_cost < now else idle + 1
            if its_cost <= now:
                numbers, now, clash = changed, its_cost, its_clash
        return numbers, most

    def _cost(self, costs: QuickCosts, numbers: Sequence[Decimal], clash: int, most: int) -> int:
        """Return how far an exercise of these numbers is from what is asked, up to `most`."""
        given = CLASH * clash
        try:
            found = given + costs.cost(numbers, most - given)
            if self._course is None or found > most:
                return found
            return found + self._course.cost_of(self._model.exercise(numbers))
        except CalculationError:
            return UNUSABLE

    def _alive(self, numbers: list[Decimal], draw: Draw) -> list[Decimal]:
        """Return numbers like these, changed until no unit is dead."""
        dead = self._dead(numbers)
        for _ in range(TRIES):
            if not dead:
                break
            changed = self._stock.changed(numbers, draw)
            if clashes(self._stock.places, changed) <= clashes(self._stock.places, numbers):
                now = self._dead(changed)
                if now <= dead:
                    numbers, dead = changed, now
        return numbers

    def _finally(self, numbers: Sequence[Decimal], wanted: Wanted) -> Faults:
        """Return what is wrong with an exercise of these numbers, by the whole audit."""
        return faults(self._model.audit(numbers), self.wish.template, wanted)

    def _dead(self, numbers: Sequence[Decimal]) -> int:
        """Return how many asked values are 0, as those around a dead unit are."""
        try:
            return self._model.zeros(numbers)
        except CalculationError:
            return UNUSABLE


def _not_whole(template: Exercise) -> list[str]:
    """Return the activations that make other numbers of whole ones."""
    names = dict.fromkeys(layer.activation.name for layer in template.layers)
    return [name for name in names if name not in STAY_WHOLE]
