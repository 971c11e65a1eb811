"""Every printed digit is right: a short run of what `benchmarks/digits.py` does at night."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.maths.activations import IDENTITY, RELU, SIGMOID
from bpcalc.maths.correct import CorrectValues
from bpcalc.maths.expr import Apply, Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import MEAN_SQUARED_ERROR
from bpcalc.maths.precision import ZERO
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.exercises import exercise, layer, sample
from tests.helpers.mpmath_digits import FUNCTIONS as TRUE_FUNCTIONS
from tests.helpers.mpmath_digits import SIMPLE, rounded
from tests.helpers.right_digits import CLASSES, ORACLE, ORACLES, outcomes

needs_balls = pytest.mark.skipif(ORACLE != "ball_digits", reason="python-flint is not installed")

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


@needs_balls
@pytest.mark.parametrize("kind", CLASSES)
def test_both_oracles_say_the_same(kind):
    """Of a program that works with fewer digits than it should, both find the same digits wrong."""
    few = range(9000, 9006)
    with plainly_worked():
        [first, other] = [list(outcomes(kind, few, oracle)) for oracle in ORACLES]

    assert first == other


@contextmanager
def plainly_worked() -> Iterator[None]:
    """Let bpcalc work as a program would that never looks whether its digits are enough."""

    def plain(self, formula, places, near_one):
        return self._cut(formula.fold(self._decimals)[0]), ZERO

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CorrectValues, "_worked", plain)
        yield


@contextmanager
def cut_short() -> Iterator[None]:
    """Let bpcalc lose the digits that it has to spare."""
    worked = CorrectValues._worked

    def short(self, formula, places, near_one):
        value, error = worked(self, formula, places, near_one)
        return self._plain(value), error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CorrectValues, "_worked", short)
        yield


@contextmanager
def other_ties() -> Iterator[None]:
    """Let bpcalc round halves to even where they should go up, and the other way round."""
    shown = Rounding.shown
    other = {"half_up": "half_even", "half_even": "half_up", "down": "down"}

    def wrongly(self, kind, value):
        return shown(replace(self, ties=other[self.ties]), kind, value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rounding, "shown", wrongly)
        yield


@pytest.mark.parametrize(
    ("planted", "noticed_by"),
    [
        (plainly_worked, ["ordinary", "ties", "saturated", "extreme", "many digits"]),
        (cut_short, ["ordinary", "ties", "saturated", "extreme", "many digits"]),
        (other_ties, ["ordinary", "ties"]),
    ],
)
def test_planted_faults_are_noticed(planted, noticed_by):
    """Of a program with a fault, each class that should notice finds wrong digits."""
    with planted():
        found = {kind: outcomes(kind, range(9000, 9025)) for kind in noticed_by}
        wrong = {kind: any(each and each.wrong for _, each in all) for kind, all in found.items()}

    assert wrong == dict.fromkeys(noticed_by, True)


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


@needs_balls
def test_balls_know_every_function():
    """So do the balls."""
    from tests.helpers import ball_digits

    assert set(FUNCTIONS) == set(ball_digits.FUNCTIONS) | set(ball_digits.SIMPLE)


@needs_balls
def test_what_balls_leave_open_is_asked_again():
    """An eighth of ln 2 / ln 2 is a tie, and what is a little less, after 300 digits, is none."""
    from tests.helpers.ball_digits import Truth

    truth, half, near = Truth(150), Key("net", 1, 1), Key("net", 1, 2)
    logarithm = Apply("ln", Number("2"))
    truth.work(half, logarithm * Number("0.125") / logarithm)
    truth.work(near, logarithm * Number("0.125") / logarithm + Number("-1e-300"))

    assert truth.rounded(half, Digits(2), "half_up") == Decimal("0.13")
    assert truth.rounded(half, Digits(2), "half_even") == Decimal("0.12")
    assert truth.rounded(near, Digits(2), "half_up") == Decimal("0.12")
    assert truth.rounded(near, Digits(3), "down") == Decimal("0.124")
    assert truth.near(half, Decimal("0.1250000000000000000000000000"))
    assert not truth.near(half, Decimal("0.1250000000000000000000000001"))


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


@needs_balls
@pytest.mark.parametrize("seed", [2004663, 2004791])
def test_what_is_cut_off_next_to_a_decimal(seed):
    """An output of selu 10^-5001 from its bound, which is taken for it, and one of 17,074 nines."""
    [(_, found)] = outcomes("saturated", range(seed, seed + 1))

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
