"""Numbers known to so many digits: what is certain of them holds, and what is not is not said."""

from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest

from bpcalc.maths import intervals
from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.intervals import UNKNOWN, WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT, GUARD, ZERO

NET, OUT = Key("net", 1, 1), Key("out", 1, 1)


def box(centre, radius="0", key=NET):
    """Return a number that may lie so far off."""
    noise = {key: Decimal(radius)} if Decimal(radius) else {}
    return AffineNumber(Decimal(centre), noise)


def radius_of(number):
    """Return how far a number may lie off, exactly."""
    return sum(map(abs, map(Fraction, number.noise.values())), Fraction(number.rest))


def holds(found, value):
    """Return whether a value is within the bounds."""
    return abs(value - Fraction(found.centre)) <= radius_of(found) + Fraction(1, 10**30)


@pytest.mark.parametrize("centre", ["3", "-0.25", "1e-3", "700"])
@pytest.mark.parametrize("share", ["0.001", "0.3", "0.99"])
def test_inverse_holds_every_value(centre, share):
    """1/x is within the bounds for every x that may be meant."""
    radius = abs(Decimal(centre)) * Decimal(share)
    with localcontext(WORK):
        found = intervals.inverse(box(centre, radius))
    assert found.known
    for part in range(-10, 11):
        x = Fraction(centre) + Fraction(radius) * Fraction(part, 10)
        assert holds(found, 1 / x)


@pytest.mark.parametrize(
    "number",
    [
        UNKNOWN,
        AffineNumber(Decimal("NaN")),
        AffineNumber(Decimal(1), {}, Decimal("Infinity")),
        box("0"),
        box("2", "2"),
        box("-2", "2"),
        box("2", "2.5"),
        box("0", "1"),
    ],
)
def test_inverse_of_what_may_be_zero_is_unknown(number):
    """Nothing is said of 1/x where x may be 0, or where nothing is known of x."""
    with localcontext(WORK):
        assert not intervals.inverse(number).known


def test_around_holds_both():
    """Whichever of two numbers is meant, it is within the bounds."""
    random = Random(1)
    for _ in range(200):
        one, other = (
            box(f"{random.uniform(-9, 9):.3f}", f"{random.uniform(0, 3):.3f}", key)
            for key in (NET, OUT)
        )
        with localcontext(WORK):
            found = intervals.around(one, other)
        for each in (one, other):
            for side in (-1, 1):
                assert holds(found, Fraction(each.centre) + side * radius_of(each))
        apart = abs(Fraction(one.centre) - Fraction(other.centre))
        assert radius_of(found) <= apart / 2 + max(radius_of(one), radius_of(other))


@pytest.mark.parametrize("pair", [(UNKNOWN, box("1")), (box("1"), UNKNOWN), (UNKNOWN, UNKNOWN)])
def test_around_what_is_unknown_is_unknown(pair):
    """Nothing is known of one of two numbers if nothing is known of the other."""
    with localcontext(WORK):
        assert not intervals.around(*pair).known


def test_lost_by_a_quotient():
    """A quotient is off by no more than its bound, which is a unit of its last digit."""
    random = Random(2)
    for _ in range(300):
        digits = random.choice([10, 34, 50])
        above, below = (Decimal(random.randint(1, 10**12)).scaleb(-6) for _ in "ab")
        with localcontext(EXACT):
            value, error = BoundedDecimals({}.__getitem__, digits).quotient(
                (above, ZERO), (below, ZERO)
            )
        off = abs(Fraction(above) / Fraction(below) - Fraction(value))
        assert off <= Fraction(error) <= abs(Fraction(value)) / 10 ** (digits - 1)
        if value * below != above and abs(value - 1) > Decimal("0.1"):
            assert Fraction(error) == abs(Fraction(value)) / 10 ** (digits + GUARD - 1)


def test_a_quotient_close_to_one_keeps_its_distance():
    """The distance from 1 has all its digits, however small it is."""
    for places in (2, 5, 40, 300):
        above = Decimal(1) - Decimal(f"7e-{places}")
        with localcontext(EXACT):
            value, error = BoundedDecimals({}.__getitem__, 20).quotient(
                (above, ZERO), (Decimal(3) / 3 + Decimal(f"1e-{places}"), ZERO)
            )
        with localcontext(EXACT):
            below = 1 + Decimal(f"1e-{places}")
        true = Fraction(above) / Fraction(below)
        assert abs(true - Fraction(value)) <= Fraction(error)
        assert Fraction(error) <= abs(1 - true) / 10**19 * 10


def test_either_branch_is_held():
    """Where a test is not certain, the value takes in both branches with their errors."""
    with localcontext(EXACT):
        value, error = BoundedDecimals({}.__getitem__, 20).choice(
            (Decimal("0.1"), Decimal("0.2")),
            (Decimal(3), Decimal("0.5")),
            (Decimal(-1), Decimal("0.25")),
        )
    assert value - error <= Decimal("-1.25")
    assert value + error >= Decimal("3.5")
