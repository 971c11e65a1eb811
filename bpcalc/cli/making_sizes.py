"""How much work new exercises are: judged before it begins."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from bpcalc.cli.sizes import (
    PER_WEIGHT,
    SMALLER,
    estimated,
    judge_numbers,
    refuse_days,
    refuse_numbers,
)
from bpcalc.locale import later
from bpcalc.maths.learning_rules import GRADIENT

if TYPE_CHECKING:
    from bpcalc.making.maker import Wish

MAKING_SECONDS = 3.4e-3
"""That it takes before new exercises are tried, to write the mistakes down at which it stands."""

FORM_SECONDS = 3.6e-3
"""That it takes besides to see how hard exercises of another form are."""

CHANGE_SECONDS = 5.4e-6
"""That it takes whenever another exercise is tried."""

USUAL_CHANGES = 450
"""Exercises that are tried until one is found."""

HOPELESS_CHANGES = 1400
"""Exercises that are tried where ranges have too few numbers, and none is good enough."""

EXACT_SECONDS = 20e-6
"""That a number takes besides whenever another exercise is worked out exactly."""

BOOKLET_SECONDS = 1.1e-3
"""That a number in a formula takes in the sheets and keys of versions."""

FEWEST_CHANGES = 100
"""So many are tried of any size."""

CHANGED_NUMBERS = 1_200_000
"""Numbers in all the exercises that are tried: of a large one, fewer are."""

FEWER_VERSIONS = later("Ask for fewer versions, or take a smaller exercise")
"""What to do where versions have too many numbers."""

DRAWN = later("Ask for fewer units in --layers")
"""What to do where a network that is to be drawn has too many."""


def making(
    count: int = 1, alike: bool = True, changes: int = USUAL_CHANGES
) -> Callable[[int], float]:
    """Return how the seconds of so many new exercises grow with the numbers of all.

    Args:
        count: how many.
        alike: whether they are as hard as the exercise that they are like, and nothing has to be
            made to see how hard they are.
        changes: how many are tried until one is found.
    """
    form = MAKING_SECONDS + (0 if alike else FORM_SECONDS)

    def seconds(numbers: int) -> float:
        each = numbers / count
        tried = max(FEWEST_CHANGES * each, min(changes * each, CHANGED_NUMBERS))
        return form * each + CHANGE_SECONDS * tried * count

    return seconds


def making_of(wish: "Wish", count: int = 1) -> Callable[[int], float]:
    """Return how the seconds of so many new exercises grow with the numbers of all.

    Args:
        wish: what they are to be like.
        count: how many.
    """
    template = wish.template
    changes = HOPELESS_CHANGES if wish.stock.too_few else USUAL_CHANGES
    usual = making(count, wish.alike_all_through, changes)
    # Half of the errors of outputs that are 0 or 1 lie half-way between two printed numbers.
    half_way = template.layers[-1].activation.levels and template.learning_rule == GRADIENT
    exactly = EXACT_SECONDS * changes if half_way or template.rounding.carry == "rounded" else 0
    return lambda numbers: usual(numbers) + exactly * numbers


def judge_versions(wish: "Wish", count: int, written: Sequence[Callable[[int], float]]) -> None:
    """Refuse to make more new exercises than there is memory or time for, or announce them.

    Args:
        wish: what they are to be like.
        count: how many.
        written: how the seconds of what is written of them grow with the numbers of all.

    Raises:
        click.UsageError: they are too many; the message has the estimate.
    """
    parts = [making_of(wish, count), *written]
    advice = SMALLER if count == 1 else FEWER_VERSIONS
    numbers = count * estimated(wish.template, 1)
    judge_numbers(numbers, lambda all_: sum(each(all_) for each in parts), advice=advice)


def in_booklets(numbers: int) -> float:
    """Return the seconds that the sheets and keys of versions take."""
    return numbers * BOOKLET_SECONDS


def judge_layers(sizes: Sequence[int]) -> None:
    """Refuse to draw a network of which nobody could work out one sample.

    Raises:
        click.UsageError: it has too many weights; the message has the estimate.
    """
    weights = sum(sending * receiving for sending, receiving in pairwise(sizes))
    numbers = PER_WEIGHT * weights
    refuse_numbers(numbers, advice=DRAWN)
    refuse_days(numbers, making(alike=False)(numbers), DRAWN)
