"""Rounding as it is taught."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bpcalc
from bpcalc.maths.rounding import TIES, Digits, Rounding

NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, places=9, min_value=-(10**6), max_value=10**6
)
COUNTS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "down"),
    [
        ("2.675", "2.68", "2.68", "2.67"),
        ("2.665", "2.67", "2.66", "2.66"),
        ("0.125", "0.13", "0.12", "0.12"),
        ("-0.125", "-0.13", "-0.12", "-0.12"),
        ("0.1250000000000000000000000000001", "0.13", "0.13", "0.12"),
        ("0.1249999999999999999999999999999", "0.12", "0.12", "0.12"),
        ("0.999", "1.00", "1.00", "0.99"),
        ("-0.004", "0.00", "0.00", "0.00"),
        ("-0.005", "-0.01", "0.00", "0.00"),
        ("3", "3.00", "3.00", "3.00"),
        ("1e-400", "0.00", "0.00", "0.00"),
        (
            "123456789012345678901234567890.125",
            *(f"123456789012345678901234567890.{end}" for end in ("13", "12", "12")),
        ),
    ],
)
def test_two_decimals(value, half_up, half_even, down):
    """Two decimals, by each of the three rules for a half; zero has no sign."""
    shown = [Rounding(Digits(2), ties=ties).shown("net", Decimal(value)) for ties in TIES]

    assert shown == [half_up, half_even, down]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("9.9996", "10.00"),
        ("9.9994", "9.999"),
        ("99995", "100000"),
        ("12345", "12350"),
        ("12344", "12340"),
        ("0.00098765", "0.0009877"),
        ("-0.00012345", "-0.0001235"),
        ("1", "1.000"),
        ("0.5", "0.5000"),
        ("0", "0"),
        ("-0", "0"),
        ("0.000000012345", "0.00000001235"),
        ("0.00000001", "0.00000001000"),
        ("0.00000000123", "1.230e-9"),
        ("123456789012345678901", "123500000000000000000"),
        ("1234567890123456789012", "1.235e21"),
        ("1e-400", "1.000e-400"),
        ("-1e400", "-1.000e400"),
    ],
)
def test_four_significant_digits(value, shown):
    """Significant digits count from the first one that is not 0 and are filled up with zeros."""
    rounding = Rounding(Digits(4, significant=True))

    assert rounding.shown("net", Decimal(value)) == shown


@pytest.mark.parametrize(
    ("ties", "shown"), [("half_up", "0.1235"), ("half_even", "0.1234"), ("down", "0.1234")]
)
def test_half_of_a_significant_digit(ties, shown):
    """A half of the last significant digit follows the rule for ties too."""
    rounding = Rounding(Digits(4, significant=True), ties=ties)

    assert rounding.shown("net", Decimal("0.12345")) == shown


@given(NUMBERS, COUNTS, st.sampled_from(list(TIES)))
def test_decimals_by_fractions(value, count, ties):
    """To round to decimals is to round a whole number of units, by the rule for ties."""
    units = abs(Fraction(value)) * 10**count
    whole, rest = int(units), units - int(units)
    up = {"half_up": rest >= Fraction(1, 2), "down": False}.get(
        ties, rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
    )
    expected = Fraction(whole + up, 10**count) * (-1 if value < 0 else 1)

    assert Fraction(Digits(count).round(value, TIES[ties])) == expected


@given(NUMBERS, COUNTS)
def test_significant_digits_are_decimals_of_the_scaled_number(value, count):
    """Significant digits do not depend on where the point stands."""
    digits = Digits(count, significant=True)
    moved = digits.round(value.scaleb(7))

    assert moved == digits.round(value).scaleb(7)
    assert digits.round(digits.round(value)) == digits.round(value)


@given(NUMBERS, st.builds(Digits, COUNTS, st.booleans()), st.sampled_from(list(TIES)))
def test_shown_is_what_is_carried(value, digits, ties):
    """With `carry: rounded`, the printed text is the carried number."""
    rounding = Rounding(digits, carry="rounded", ties=ties)
    carried = rounding.carried("net", value)

    assert Decimal(rounding.shown("net", value)) == carried
    assert rounding.carried("net", carried) == carried
    assert replaced(rounding).carried("net", value) is value


def replaced(rounding):
    """Return the rounding with exact values carried."""
    return Rounding(rounding.digits, carry="exact", ties=rounding.ties)


@given(NUMBERS, st.builds(Digits, COUNTS, st.booleans()))
def test_zero_has_no_sign(value, digits):
    """What is rounded to zero is plain zero."""
    rounded = digits.round(value)

    assert rounded != 0 or not rounded.is_signed()


def test_kinds():
    """Digits for a kind come before those for all, and a kind without any is carried exactly."""
    third = Decimal(1) / 3
    both = Rounding(Digits(4), {"delta": Digits(2), "out": Digits(3, significant=True)})
    only = Rounding(None, {"delta": Digits(2)}, carry="rounded")

    assert [both.shown(kind, third / 10) for kind in ("net", "delta", "out")] == [
        "0.0333",
        "0.03",
        "0.0333",
    ]
    assert only.carried("delta", third) == Decimal("0.33")
    assert only.carried("net", third) is third


def test_digits_by_choice_of_the_program():
    """Where the exercise asks for no digits, six are shown, and a number that ends before ends."""
    shown = [
        Rounding().shown("net", Decimal(text)) for text in ("0.5", "2", "0.1234565", "1234567.8")
    ]

    assert shown == ["0.5", "2", "0.123457", "1234570"]


@pytest.mark.parametrize(("count", "precision"), [(1, 34), (6, 34), (14, 34), (15, 35), (100, 120)])
def test_precision(count, precision):
    """Twenty digits more than are shown are worked with, and never fewer than 34."""
    assert Rounding(Digits(count)).precision() == precision
    assert Rounding(None, {"net": Digits(count)}).precision() == precision


def test_rules():
    """The rules for ties are those of the decimal module."""
    assert TIES == {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


def test_a_tie_of_decimals_is_a_tie():
    """Mazur's net_h2 is 0.3925, which binary fractions round to 0.392 and a pupil to 0.393."""
    net = bpcalc.solve(bpcalc.load("mazur"))["net_h2"].value

    assert Rounding(Digits(3)).shown("net", net) == "0.393"
    assert Rounding(Digits(3), ties="half_even").shown("net", net) == "0.392"
    assert f"{0.25 * 0.05 + 0.3 * 0.1 + 0.35:.3f}" == "0.392"
