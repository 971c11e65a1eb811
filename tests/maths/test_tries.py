"""What lies next to a short decimal by a tiny term is decided without thousands of digits."""

from contextlib import suppress
from decimal import Decimal, localcontext

import pytest
from mpmath import mp, mpf

from bpcalc.calc.calculate import calculate
from bpcalc.errors import CalculationError
from bpcalc.maths import series
from bpcalc.maths.activations import ACTIVATIONS
from bpcalc.maths.correct import CorrectValues, Known
from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.expr import Apply, Number, Ref, expr
from bpcalc.maths.function_calls import exp, ln
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.precision import EXACT
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.exercises import exercise, layer, sample

A, B, C, THIRD = (Key("net", 1, unit) for unit in (1, 2, 3, 4))

FEW = 110
"""Digits of a first try."""


@pytest.fixture
def asked(monkeypatch):
    """Return the digits to which functions are worked out."""
    digits = [0]
    apply = BoundedDecimals.apply

    def counted(self, function, *operands):
        digits.append(self.digits)
        return apply(self, function, *operands)

    monkeypatch.setattr(BoundedDecimals, "apply", counted)
    return digits


TINY = {
    "gelu": (Number("-90") * Apply("normal_cdf", Number("-90")), lambda: -90 * mp.ncdf(-90)),
    "sigmoid": (1 / (1 + exp(Number("3000"))), lambda: 1 / (1 + mp.exp(3000))),
    "silu": (Number("-3000") / (1 + exp(Number("3000"))), lambda: -3000 / (1 + mp.exp(3000))),
    "softplus": (Apply("softplus", Number("-3000")), lambda: mp.exp(-3000)),
    "bell": (exp(Number("-1000") * Number("7.5")), lambda: mp.exp(-7500)),
}


@pytest.mark.parametrize("name", TINY)
@pytest.mark.parametrize(
    ("line", "true"),
    [
        (Ref(B) / 2, lambda tiny: (mpf(1) / 4 - tiny) / 2),
        (Ref(B) * Ref(B) * 2 - Ref(A), lambda tiny: 2 * (mpf(1) / 4 - tiny) ** 2 - tiny),
        (1 / (8 * Ref(B)) - Number("0.375"), lambda tiny: 1 / (2 - 8 * tiny) - mpf(3) / 8),
        (Ref(B) / (2 + Ref(A)), lambda tiny: (mpf(1) / 4 - tiny) / (2 + tiny)),
        (Ref(B) * 3 / Number("6"), lambda tiny: (mpf(1) / 4 - tiny) / 2),
        (expr(1) / 3 * (Ref(B) + Number("0.125")), lambda tiny: (mpf(3) / 8 - tiny) / 3),
        (Ref(THIRD) * (Ref(B) + Number("0.125")), lambda tiny: (mpf(3) / 8 - tiny) / 3),
    ],
    ids=["half", "square", "inverse", "quotient", "sixth", "third", "a rate of 1/3"],
)
def test_a_tiny_term_is_seen_lines_later(name, line, true, asked):
    """1/8 ± 10^-3258 lies on its side of 1/8, and right in 28 digits of what it is off by."""
    formula, tiny = TINY[name]
    values = CorrectValues(34)
    with localcontext(EXACT):
        values.enter(THIRD, Number("1/3"))
        values.work(A, formula)
        values.work(B, Number("0.25") - Ref(A))
        beside = values.work(C, line)
        off = values.value(Ref(C) - Number("0.125"))
    with mp.workdps(60):
        term = tiny()
    with mp.workdps(7000):
        expected = true(term) - mpf(1) / 8
    with mp.workdps(30):
        text = mp.nstr(+expected, 28, min_fixed=1, max_fixed=0)

    assert max(asked) <= FEW
    assert abs(off - Decimal(text)) <= abs(Decimal(text)) * Decimal("1e-26")
    below = beside < Decimal("0.125")
    assert below == (expected < 0)
    assert Digits(2).round(beside, "ROUND_HALF_UP") == Decimal("0.12" if below else "0.13")


def _silu_slope(size: str) -> Decimal:
    """Return the slope of a SiLU at an irrational number of that size, from its output."""
    values = CorrectValues(34)
    with localcontext(EXACT):
        values.work(A, exp(Number("0.001")) * Number(size))
        values.work(B, Ref(A) / (1 + exp(-Ref(A))))
        return values.work(C, Ref(B) + (1 - Ref(B)) / (1 + exp(-Ref(A))))


@pytest.mark.parametrize("size", ["20000", "1e8", "3e12"])
def test_what_is_never_seen_and_cancels_is_a_tie_at_once(size, asked):
    """1 + x·e^-x, where x is known to some digits only, is 1 without trying 5,000."""
    assert _silu_slope(size) == 1
    assert max(asked) <= FEW


def test_what_is_seen_with_more_digits_is_no_tie():
    """1 + x·e^-x is above 1 where e^-x is 10^-870."""
    above = _silu_slope("2000")

    assert above > 1
    assert (above - 1).adjusted() == -867


def test_a_power_beyond_all_decimals_is_worked_out_at_once(monkeypatch):
    """e^a/(e^a + e^b) of inexact numbers of 10^30 asks for no thousands of digits."""
    digits = []
    rest = series._exp_of_rest
    monkeypatch.setattr(
        series, "_exp_of_rest", lambda x, count: digits.append(count) or rest(x, count)
    )
    values, one, other = CorrectValues(34), Key("out", 1, 1), Key("out", 1, 2)
    with localcontext(EXACT):
        values.work(A, exp(Number("0.5")) * Number("1e30"))
        values.work(B, Ref(A) - 200)
        values.work(one, exp(Ref(A)) / (exp(Ref(A)) + exp(Ref(B))))
        values.work(other, exp(Ref(B)) / (exp(Ref(A)) + exp(Ref(B))))
        values.work(C, exp(Ref(A)) / (exp(Ref(A)) + exp(-Ref(B))))
        left = values.value(1 - Ref(one))

        apart = abs(left - values.values[other])

    assert apart <= left * Decimal("1e-32")
    assert str(left)[:10] == "1.38389652"  # e^-200 = 1.38389652…·10^-87
    assert values.values[C] == 1
    assert max(digits) <= 3 * FEW


def test_what_lies_beyond_all_digits_is_a_tie_at_once(asked):
    """10^-23652 beside 1/4 is never seen; nobody works out 5,000 digits to say so."""
    values = CorrectValues(34)
    with localcontext(EXACT):
        values.work(A, Number("-330") * Apply("normal_cdf", Number("-330")))
        values.work(B, Number("0.25") - Ref(A))

        assert values.work(C, Ref(B) / 4) == Decimal("0.0625")
    assert max(asked) <= FEW


def test_no_logarithm_is_asked_for_again(asked):
    """The logarithm of what is below 0 for certain is no number, however many digits it gets."""
    values = CorrectValues(34)
    with localcontext(EXACT):
        values.work(A, Number("-330") * Apply("normal_cdf", Number("-330")))

        assert values.value(Number("0.25") - ln(Ref(A))).is_nan()
    assert max(asked) <= FEW


def test_of_what_another_calculation_left_no_more_digits_are_asked_for(asked):
    """Its bound stays as wide as it is, so nobody works out 5,000 digits to see that."""
    values, left = CorrectValues(34), Known(Decimal("0.3"), Decimal("1e-20"), None)
    with localcontext(EXACT):
        values.go_on(A, left)

        found = values.work(B, exp(Ref(A)) - exp(Number("0.3")) + Number("0.25"))

    assert found == Decimal("0.25")
    assert max(asked) <= 3 * FEW


def test_an_identity_of_what_another_calculation_left_needs_no_digits(asked):
    """a·e^a/a - e^a is 0, whatever a is."""
    values, left = CorrectValues(34), Known(Decimal("0.3"), Decimal("1e-33"), None)
    with localcontext(EXACT):
        values.go_on(A, left)
        values.work(B, exp(Ref(A)))
        before = len(asked)

        assert values.work(C, Ref(A) * Ref(B) / Ref(A) - Ref(B)) == 0
    assert max(asked[before:], default=0) < FEW - 10


@pytest.mark.parametrize("loss", LOSSES)
def test_far_nets_ask_for_few_digits(loss, asked):
    """Two epochs of a network far from 0, with targets that make ties."""
    rows = [["1", "0"], ["0.001", "1"]], [["0.5", "1"], ["0.75", "0.5"]]
    far = exercise(
        [layer(weights, ACTIVATIONS["gelu"]) for weights in rows],
        [sample(["1", "-330"], ["0.5", "0.25"])],
        loss=LOSSES[loss],
        learning_rate=Number("1"),
        rounding=Rounding(Digits(12, significant=True)),
    )
    with suppress(CalculationError):  # as it should be where a loss is that of another range
        calculate(far, epochs=2)

    assert max(asked) <= FEW
