"""Values at the very edge of a rule, each of which a sign or a number beside it would change."""

from decimal import Decimal

import pytest

from bpcalc.maths import elementary, series
from bpcalc.maths.expr import Number, Ref
from bpcalc.maths.intervals import (
    UNKNOWN,
    AffineNumber,
    erf_bounds,
    ln_cosh_bounds,
    meets,
    normal_cdf_bounds,
    softplus_bounds,
)
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import HINGE, HINGE_OF_BINARY, of_targets
from bpcalc.maths.measures import MEASURES
from bpcalc.maths.own_functions import own_loss
from bpcalc.maths.precision import context
from bpcalc.maths.schedules import END, SCHEDULES, START
from bpcalc.maths.series import exp_series


@pytest.mark.parametrize("name", ["linear", "cosine"])
def test_a_schedule_is_its_end_from_its_last_epoch_on(name: str) -> None:
    """Not before, and then without a formula that comes to the same."""
    rate = SCHEDULES[name].rate

    assert rate(0, 4) is START
    assert rate(3, 4) is not END
    assert rate(4, 4) is END
    assert rate(5, 4) is END


@pytest.mark.parametrize(
    ("targets", "binary"),
    [
        (("0", "1"), True),
        (("0",), True),
        (("1",), False),
        (("-1", "1"), False),
        (("0", "2"), False),
    ],
)
def test_a_hinge_takes_labels_of_0_and_1(targets: tuple[str, ...], binary: bool) -> None:
    """As soon as one of them is 0, and none is another number."""
    found = of_targets(HINGE, map(Number, targets))

    assert found is (HINGE_OF_BINARY if binary else HINGE)


@pytest.mark.parametrize(
    "operand", ["1.2e18", "-1.2e18", "2.3e18", "-2.3e18", "2.305e18", "-2.305e18", "5e18", "-5e18"]
)
def test_powers_at_the_end_of_all_decimals(operand: str) -> None:
    """As the decimal module has them, which takes too long for thousands of digits."""
    for digits in (34, 60):
        expected = context(digits).exp(Decimal(operand))

        assert str(exp_series(Decimal(operand), digits)) == str(expected)


def test_r2_needs_two_targets_that_differ() -> None:
    """Two are enough."""
    possible = MEASURES["r2"].possible

    assert possible([[Decimal(1)], [Decimal(2)]])
    assert not possible([[Decimal(1)], [Decimal(1)]])


def test_two_boxes_touch_by_both_of_their_radii() -> None:
    """0.01 and 0.02 reach 0.03 together, and not further."""
    box = AffineNumber(Decimal(1), rest=Decimal("0.02"))

    assert meets(Decimal("1.03"), Decimal("0.01"), box)
    assert not meets(Decimal("1.031"), Decimal("0.01"), box)
    assert not meets(Decimal(1), Decimal(1), UNKNOWN)


@pytest.mark.parametrize(
    ("bounds", "function", "curved"),
    [
        (softplus_bounds, lambda x: elementary.softplus(x, 40), "0.25"),
        (normal_cdf_bounds, lambda x: elementary.normal_cdf(x, 40), "0.25"),
        (erf_bounds, lambda x: elementary.erf(x, 40), "0.97"),
        (ln_cosh_bounds, lambda x: elementary.ln_cosh(x, 40), "1"),
    ],
)
@pytest.mark.parametrize("centre", ["0", "0.7", "-1.3", "4"])
@pytest.mark.parametrize("radius", ["0.001", "0.2", "3"])
def test_bounds_hold_and_are_narrow(bounds, function, curved, centre, radius) -> None:
    """What a function comes to within a box is within its bounds, which bend by r²/2 at most."""
    middle, reach = Decimal(centre), Decimal(radius)
    key = Key("net", 1, 1)

    found = bounds(AffineNumber(middle, {key: reach}))

    for share in range(-4, 5):
        true = function(middle + reach * share / 4)
        assert abs(true - found.centre) <= found.radius + Decimal("1e-30")
    assert found.rest <= reach * reach * Decimal(curved) / 2 + Decimal("1e-25")


@pytest.mark.parametrize("operand", ["0.3", "3", "1e-9", "0.999"])
def test_the_library_gives_no_more_than_the_first_digits_of_a_logarithm(
    operand: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of thousands it takes thirty times as long, on either side of 1."""
    digits, asked = 1000, []

    def library(x: Decimal, most: int) -> Decimal:
        asked.append(most)
        return context(most).ln(x)

    monkeypatch.setattr(series, "_library_ln", library)

    assert series.ln_series(Decimal(operand), digits) == context(digits).ln(Decimal(operand))
    assert asked == [series.FIRST_DIGITS]


def test_the_slope_of_an_own_loss_is_derived_or_given() -> None:
    """What is said of it depends on it."""
    target, out = Ref(Key("target")), Ref(Key("out"))
    error = (target - out) ** 2

    derived = own_loss(error, None, "(t - o)^2")
    given = own_loss(error, 2 * (out - target), "(t - o)^2, 2 (o - t)")

    assert derived.own is not None
    assert given.own is not None
    assert derived.own.derived
    assert not given.own.derived
