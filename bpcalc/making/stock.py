"""The numbers from which an exercise is made: for every place those that may stand there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bpcalc.exercise.spec import Exercise
from bpcalc.making.clashes import DISTINCT_DECIMALS, Taken
from bpcalc.making.givens import Group, Place, places_of
from bpcalc.making.ranges import NICE, ROOMY, Draw, Nice, NumberRange, around, one_of
from bpcalc.maths.expr import Number

TRIES = 200
"""Draws of one number before it is taken although it is equal to another one."""

SWAPS = 0.25
"""The part of the changes in which two numbers change places, and with them their signs."""

NEGATIVE = 0.3
"""The part of weights and biases below 0, where no exercise says how many there are."""

PARAMETER_GROUPS: tuple[Group, ...] = ("weights", "biases")

RATE_CHOICES = [Decimal(tenth) / 10 for tenth in range(1, 10)]

WHOLE_RATES = [Decimal(2), Decimal(3)]
"""With 1, nobody sees whether it was forgotten."""

Shape = tuple[Group, int, int]
"""What numbers have in common that may change places: group, decimals, digits before the point."""


class Stock:
    """Where numbers stand in exercises of one form, and which may stand there.

    Attributes:
        places: all of them.
        like_template: whether numbers come from the ranges of the template.
        widened: groups of which the template has too few numbers, with the ranges for them.
    """

    def __init__(
        self,
        template: Exercise,
        ranges: Mapping[Group, NumberRange],
        nice: Nice | None,
        *,
        alike: bool,
    ) -> None:
        """Look at the numbers of an exercise.

        Args:
            template: the exercise.
            ranges: for the groups whose numbers are drawn from others than such as it has.
            nice: how many decimals the numbers have; None for as many as in the exercise.
            alike: whether numbers have as many digits as those of the exercise.
        """
        self.places = places_of(template, ranges)
        self._free = [index for index, place in enumerate(self.places) if not place.fixed]
        self._ranges = ranges
        self._nice = nice
        self._alike = alike
        self.like_template = alike and not ranges and nice is None
        self.widened: dict[Group, NumberRange] = {}
        self._either_sign: frozenset[Group] = frozenset() if alike else frozenset(PARAMETER_GROUPS)
        self._indices = range(len(self.places))
        self._bounded = bool(template.layers[-1].activation.outputs)
        self._shapes = [self._shape(place) for place in self.places]
        self._choices = {shape: self._of_shape(shape) for shape in dict.fromkeys(self._shapes)}

    def first(self, draw: Draw, *, any_rate: bool = False) -> list[Decimal]:
        """Return numbers that do not clash; with another learning rate too if that is asked."""
        sides = self._sides(draw)
        drawn: list[Decimal] = []
        taken = Taken()
        for index, place in enumerate(self.places):
            number = place.number.value
            kept = place.group == "learning_rate" and self._keeps_rate(any_rate)
            for _ in range(0 if kept or place.fixed else TRIES):
                number = self._number(index, sides[index], draw)
                if not taken.clashes(place, number):
                    break
            taken.add(place, number)
            drawn.append(number)
        return drawn

    @property
    def too_few(self) -> list[tuple[Group, int, int]]:
        """The groups with ranges of fewer numbers than have to be different, with both counts."""
        found: list[tuple[Group, int, int]] = []
        for group, asked in self._ranges.items():
            numbers = asked.numbers()
            needed = self._distinct(group, max(map(_decimals, numbers)))
            if len(numbers) < needed:
                found.append((group, len(numbers), needed))
        return found

    def changed(self, numbers: Sequence[Decimal], draw: Draw) -> list[Decimal]:
        """Return numbers of which one is another one, or two have changed places."""
        index = self._free[int(draw() * len(self._free))]
        changed = list(numbers)
        if draw() < SWAPS:
            shape = self._shapes[index]
            others = [other for other in self._free if self._shapes[other] == shape]
            other = others[int(draw() * len(others))]
            changed[index], changed[other] = changed[other], changed[index]
        else:
            side = -1 if numbers[index] < 0 else 1
            if self._any_sign(index):
                side = -1 if draw() < NEGATIVE else 1
            changed[index] = self._number(index, side, draw)
        return changed

    def _any_sign(self, index: int) -> bool:
        return self.places[index].group in self._either_sign

    def _keeps_rate(self, any_rate: bool) -> bool:
        """Return whether the first learning rate is that of the template: it may be changed."""
        return not any_rate and "learning_rate" not in self._ranges and self._nice != "integers"

    def _number(self, index: int, side: int, draw: Draw) -> Decimal:
        place = self.places[index]
        number = one_of(self._choices[self._shapes[index]], draw)
        return number if place.group in self._ranges else number * side

    def _shape(self, place: Place) -> Shape:
        own = place.group in self._ranges or place.group == "learning_rate"
        if own or self._nice is not None or not self._alike:
            return place.group, -1, -1
        return place.group, _decimals(place.number.value), len(str(int(abs(place.number.value))))

    def _of_shape(self, shape: Shape) -> list[Decimal]:
        group, decimals, before = shape
        asked = self._ranges.get(group)
        if asked:
            return asked.numbers()
        if group == "learning_rate":
            return WHOLE_RATES if self._nice == "integers" else RATE_CHOICES
        numbers = [place.number for place in self.places if place.group == group]
        count = sum(place.group == group and not place.fixed for place in self.places)
        if not count:
            return [number.value for number in numbers]
        if self._nice is not None:
            decimals = NICE[self._nice]
        elif decimals < 0:
            decimals = max(_decimals(number.value) for number in numbers)
        bound = Decimal(1 if group == "targets" and self._bounded and decimals else "Infinity")
        if self.like_template:
            found = self._within(group, numbers, decimals, bound).numbers()
        else:
            least = max(ROOMY, 3 * self._distinct(group, decimals))
            found = around(numbers, decimals, least, bound).numbers()
        return [number for number in found if len(str(int(number))) == before] or found

    def _within(
        self, group: Group, numbers: Sequence[Number], decimals: int, bound: Decimal
    ) -> NumberRange:
        """Return the range of the numbers of a group, a wider one if it has too few of them."""
        own, most = around(numbers, decimals, 0, bound), self._distinct(group, decimals)
        if len(own.numbers()) > most:
            return own
        wider = around(numbers, decimals, max(ROOMY, 2 * most), bound)
        self.widened[group] = wider
        return wider

    def _distinct(self, group: Group, decimals: int) -> int:
        """Return how many numbers of a group have to be different: all, or those of a line."""
        free = [place for place in self.places if place.group == group and not place.fixed]
        lines = Counter(line for place in free for line in place.lines)
        return len(free) if decimals >= DISTINCT_DECIMALS else max(lines.values(), default=0)

    def _sides(self, draw: Draw) -> list[int]:
        """Return the sign of every number: as many minus signs in a group as in the template."""
        sides = [-1 if self._any_sign(i) and draw() < NEGATIVE else 1 for i in self._indices]
        for group in dict.fromkeys(place.group for place in self.places):
            if group in self._ranges or group in self._either_sign or group == "learning_rate":
                continue
            free = [index for index in self._free if self.places[index].group == group]
            negative = sum(self.places[index].number.value < 0 for index in free)
            for _ in range(negative):
                sides[free.pop(int(draw() * len(free)))] = -1
        return sides


def _decimals(number: Decimal) -> int:
    """Return how many digits stand behind the point."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
