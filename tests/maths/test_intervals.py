"""Numbers known to so many digits: what is certain of them holds, and what is not is not said."""

from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest

from bpcalc.maths import intervals
from bpcalc.maths.affine_algebra import AffineAlgebra
from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.intervals import UNKNOWN, WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT, GUARD, UNBOUNDED, ZERO

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
    """Nothing at all is said of 1/x where x may be 0, or where nothing is known of x."""
    with localcontext(WORK):
        assert intervals.inverse(number) is UNKNOWN


@pytest.mark.parametrize("centre", ["3", "-0.25", "1e-3", "700"])
@pytest.mark.parametrize("share", ["0.001", "0.3", "0.99"])
def test_bound_of_an_inverse_is_reached(centre, share):
    """At the end next to 0, 1/x lies as far from its tangent as the bound says, and no less."""
    radius = abs(Decimal(centre)) * Decimal(share)
    with localcontext(WORK):
        found = intervals.inverse(box(centre, radius))
    middle, moved = Fraction(centre), Fraction(radius) * (-1 if Decimal(centre) > 0 else 1)

    tangent = 1 / middle - moved / middle**2
    off = abs(1 / (middle + moved) - tangent)

    assert abs(Fraction(found.rest) / off - 1) < Fraction(1, 10**30)


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
    """Nothing at all is known of one of two numbers if nothing is known of the other."""
    with localcontext(WORK):
        assert intervals.around(*pair) is UNKNOWN


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


@pytest.mark.parametrize("below", ["1", "-1", "1.02", "30.7"])
def test_a_quotient_close_to_one_keeps_its_distance(below):
    """The distance from ±1 has all its digits, however small it is."""
    for places in (2, 5, 40, 300):
        for moved in ("-7", "7"):
            with localcontext(EXACT):
                above = abs(Decimal(below)) + Decimal(f"{moved}e-{places}")
                value, error = BoundedDecimals({}.__getitem__, 20).quotient(
                    (above, ZERO), (Decimal(below), ZERO)
                )
            true = Fraction(above) / Fraction(below)
            assert abs(true - Fraction(value)) <= Fraction(error)
            assert Fraction(error) <= abs(1 - abs(true)) / 10**19


@pytest.mark.parametrize(("above", "below"), [("1", "8"), ("0", "7"), ("-3", "2"), ("6", "6")])
def test_a_quotient_that_ends_is_exact(above, below):
    """What has few enough digits is not off at all."""
    with localcontext(EXACT):
        value, error = BoundedDecimals({}.__getitem__, 20).quotient(
            (Decimal(above), ZERO), (Decimal(below), ZERO)
        )

    assert Fraction(value) == Fraction(above) / Fraction(below)
    assert error is ZERO


def test_a_quotient_of_numbers_that_are_off_holds_every_true_one():
    """Whatever the dividend and the divisor truly are, their quotient is within the bound."""
    random = Random(3)
    for _ in range(300):
        above, below = (Decimal(f"{random.uniform(-9, 9):.3f}") for _ in "ab")
        above_off = Decimal(f"{random.uniform(0, 1):.3f}")
        below_off = abs(below) * Decimal(f"{random.uniform(0, 0.9):.3f}")
        with localcontext(EXACT):
            value, error = BoundedDecimals({}.__getitem__, 20).quotient(
                (above, above_off), (below, below_off)
            )
        for one in (-1, 1):
            for other in (-1, 1):
                true = (Fraction(above) + one * Fraction(above_off)) / (
                    Fraction(below) + other * Fraction(below_off)
                )
                assert abs(true - Fraction(value)) <= Fraction(error)


@pytest.mark.parametrize(("off", "error"), [("0", ZERO), ("0.5", UNBOUNDED)])
def test_a_quotient_by_zero_is_infinite(off, error):
    """A number over exactly 0 is infinite; over what may be 0, nothing is known."""
    with localcontext(EXACT):
        found = BoundedDecimals({}.__getitem__, 20).quotient(
            (Decimal(3), ZERO), (ZERO, Decimal(off) if off != "0" else ZERO)
        )

    assert found == (UNBOUNDED, error)


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
    assert error == Decimal("2.5")  # half the way between the branches, and the larger error


@pytest.mark.parametrize("tested", ["0.1", "0", "-0.1"])
@pytest.mark.parametrize(("above", "otherwise"), [("1", "0"), ("1", "-1"), ("-2", "5"), ("3", "3")])
def test_either_side_of_a_jump_is_held(tested, above, otherwise):
    """Where it is not certain on which side of a jump a number is, both values are possible."""
    with localcontext(WORK):
        found = AffineAlgebra({}.__getitem__).choice(
            box(tested, "0.2", OUT), box(above), box(otherwise)
        )

    assert holds(found, Fraction(above))
    assert holds(found, Fraction(otherwise))
    assert radius_of(found) == abs(Fraction(above) - Fraction(otherwise))
