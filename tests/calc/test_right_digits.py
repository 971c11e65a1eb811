"""Every printed digit is right: a short run of what `benchmarks/digits.py` does at night."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.maths.activations import IDENTITY, RELU, SIGMOID
from bpcalc.maths.expr import Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.losses import MEAN_SQUARED_ERROR
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.exercises import exercise, layer, sample
from tests.helpers.right_digits import CLASSES, SIMPLE, outcomes, rounded
from tests.helpers.right_digits import FUNCTIONS as TRUE_FUNCTIONS

SEEDS = {"ordinary": 20, "ties": 40, "saturated": 8, "extreme": 12, "many digits": 12}


@pytest.fixture(autouse=True)
def long_integers() -> Iterator[None]:
    """Let the oracle write integers of any length, and no other test."""
    usual = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    yield
    sys.set_int_max_str_digits(usual)


@pytest.mark.parametrize("kind", CLASSES)
def test_no_digit_is_wrong(kind):
    """Against fractions and mpmath, all printed digits are right, and 28 of every value."""
    found = [each for _, each in outcomes(kind, range(5000, 5000 + SEEDS[kind])) if each]

    assert sum(each.values for each in found) > 500
    assert [each.wrong for each in found if each.wrong] == []
    assert sum(each.imprecise for each in found) == 0


def test_fractions_are_carried_exactly():
    """Sevenths that come to a tie are rounded as the tie they are, however many digits it takes."""
    net = exercise(
        [layer([["1/7"]], IDENTITY)], [sample(["0.0175"], ["0"])], learning_rate=Number("1/3")
    )
    worked = calculate(net)

    assert worked.values[next(key for key in worked.values if key.kind == "net")] == Decimal(
        "0.0025"
    )
    with_digits = replace(net, rounding=Rounding(Digits(3), {"net": Digits(3)}))
    line = bpcalc.solve(with_digits)["net_o1"]
    assert bpcalc.solve(with_digits).shown(line) == "0.003"
    assert bpcalc.solve(with_digits).substitution(line) == "(1/7)·0.0175"


def thirds(**rounding):
    """Return a batch of three whose mean gradient is 10/3, and its new weight exactly -1."""
    return exercise(
        [layer([["1"]], RELU)],
        [sample(["2"], ["-0.5"]), sample(["-0.5"], ["0.25"]), sample(["-1"], ["1"])],
        loss=MEAN_SQUARED_ERROR,
        learning_rate=Number("0.6"),
        update="batch_mean",
        rounding=Rounding(**rounding),
    )


def shown(worked, kind, **where):
    """Return what is printed for the quantities of a kind."""
    rounding = worked.exercise.rounding
    return [
        rounding.shown(kind, line.value)
        for line in worked
        if line.key.kind == kind
        and all(getattr(line.key, name) == value for name, value in where.items())
    ]


def test_a_weight_that_comes_out_of_thirds():
    """The new weight is exactly -1 and an error exactly 0.0625, which prints as 0.063."""
    worked = calculate(thirds(digits=Digits(3)))

    assert [line.value for line in worked if line.key.kind == "new_weight"] == [-1]
    assert shown(worked, "error", sample=2, epoch=2) == ["0.063"]
    assert shown(calculate(thirds(digits=Digits(3), ties="half_even")), "error", sample=2) == [
        "0.062",
        "0.062",
    ]


def test_cut_off_at_an_exact_value():
    """Cut off, an exact 0.66 is 0.66, even where it is the third of 1.98."""
    cut = exercise(
        [layer([["0.66"]], IDENTITY)],
        [sample(["1"], ["0"]), sample(["0"], ["0"]), sample(["0"], ["0"])],
        loss=MEAN_SQUARED_ERROR,
        learning_rate=Number("1.5"),
        update="batch_mean",
        rounding=Rounding(Digits(12), ties="down"),
    )

    assert shown(calculate(cut), "new_weight") == ["0.000000000000"]
    assert shown(calculate(cut), "weight_gradient", sample=None) == ["0.440000000000"]


def test_digits_beyond_the_working_precision():
    """A number of 42 digits before the point has its own four decimals, not four zeros."""
    large = exercise(
        [
            layer([["12345678901234567890.12345"]], IDENTITY),
            layer([["98765432109876543210"]], SIGMOID),
        ],
        [sample(["0.406543217"], ["1"])],
        rounding=Rounding(Digits(4)),
    )
    with localcontext(prec=100):
        product = Decimal("12345678901234567890.12345") * Decimal("0.406543217")
        expected = (product * Decimal("98765432109876543210")).quantize(Decimal("0.0001"))

    assert shown(calculate(large), "net", layer=2) == [str(expected)]


def test_the_oracle_knows_every_function():
    """A function that is new is known to the oracle the day it is written."""
    assert set(FUNCTIONS) == set(TRUE_FUNCTIONS) | set(SIMPLE)


def test_the_oracle_rounds_by_definition():
    """Halves go up, to even or off; what is next to one does not."""
    half = Fraction("0.125")

    assert [rounded(half, Digits(2), rule) for rule in ("half_up", "half_even", "down")] == [
        Decimal("0.13"),
        Decimal("0.12"),
        Decimal("0.12"),
    ]
    assert rounded(-half + Fraction(1, 10**30), Digits(2), "half_up") == Decimal("-0.12")
    assert rounded(Fraction(99996), Digits(4, significant=True), "half_up") == Decimal("1E+5")


@pytest.mark.parametrize("seed", [14780, 20478, 20499])
def test_outputs_of_large_nets_know_their_decimals(seed):
    """A softmax of nets of 10^30 depends on their decimals, beyond the digits that are carried."""
    [(_, found)] = outcomes("extreme", range(seed, seed + 1))

    assert found
    assert found.wrong == []
    assert found.imprecise == 0


@pytest.mark.parametrize("seed", [17348, 19098])
def test_what_is_far_smaller_than_its_neighbours_costs_no_digit(seed):
    """A sum with 10^-218331 beside numbers of 28 digits; e^x - 1 where x is 10^-17300001170."""
    [(_, found)] = outcomes("saturated", range(seed, seed + 1))

    assert found
    assert found.wrong == []
    assert found.imprecise == 0
