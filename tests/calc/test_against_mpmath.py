"""Every number of random networks, against a reference of another author and structure.

The reference is `helpers.textbook`. Compared are 20 significant digits as they are printed, of
500 networks, and of 2,000 in the long run.
"""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.exercises import random_exercise, worked
from tests.helpers.ranges import few
from tests.helpers.textbook import BeyondLimitError, textbook, to_digits

TWENTY = Rounding(Digits(20, significant=True))
TINY = Decimal("1e-30")


def on_the_edge(true):
    """Whether the last digit of a true value is decided by the slightest error: a tie, or 0."""
    return true == 0 or len(true.normalize().as_tuple().digits) == 21


def agrees(exercise):
    """Assert that all numbers of an exercise agree in 20 digits; return how many there are."""
    exercise = replace(exercise, rounding=TWENTY)
    expected = textbook(exercise, exercise.epochs)
    values = worked(exercise).values

    # The second opinion knows no connections that leap over a layer.
    assert {tuple(key)[:6] for key in values} == set(expected)
    for key, value in values.items():
        true = expected[tuple(key)[:6]]
        shown = Decimal(TWENTY.shown(key.kind, value))
        if shown != to_digits(true, 20):
            assert on_the_edge(true), key
            assert abs(value - true) < TINY, key
    return len(values)


def agreeing(seeds, count, **choices):
    """Compare the first `count` networks of these seeds that stay finite; return the numbers."""
    compared = []
    for seed in seeds:
        with suppress(BeyondLimitError):
            compared.append(agrees(random_exercise(Random(seed), **choices)))
        if len(compared) == count:
            break
    return compared


@pytest.mark.parametrize("chunk", range(few(1, 20)))
def test_random_networks(chunk):
    """Every value of 100 random networks agrees with the reference in 20 shown digits."""
    compared = agreeing(range(1000 * chunk, 1000 * chunk + 110), 100)

    assert len(compared) == 100
    assert sum(compared) > 5000


@pytest.mark.parametrize("chunk", range(few(1, 4)))
def test_saturated_networks(chunk):
    """Of networks with weights up to ±30, most of whose outputs saturate, every value agrees."""
    compared = agreeing(range(1000 * chunk, 1000 * chunk + 60), 25, largest=30, most=1)

    assert len(compared) == 25
