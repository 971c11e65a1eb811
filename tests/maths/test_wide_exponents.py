"""Numbers whose powers of ten have no bounds, and decimals of them."""

from decimal import MAX_EMAX, MIN_EMIN, Decimal

import pytest

from bpcalc.maths.precision import NAN
from bpcalc.maths.wide_exponents import INFINITY, WideNumber, as_decimal


@pytest.mark.parametrize(
    ("decimal", "power", "expected"),
    [
        ("2.5", 3, "2500"),
        ("-2.5", -3, "-0.0025"),
        ("0", 10**30, "0"),
        ("Infinity", -5, "Infinity"),
        ("-Infinity", 0, "-Infinity"),
        ("5", MAX_EMAX, f"5e{MAX_EMAX}"),
        ("5", MAX_EMAX + 1, "Infinity"),
        ("-50", MAX_EMAX, "-Infinity"),
        ("5", MIN_EMIN, f"5e{MIN_EMIN}"),
        ("5", MIN_EMIN - 1, "0"),
        ("50", MIN_EMIN - 1, f"5e{MIN_EMIN}"),
    ],
)
def test_a_wide_number_as_a_decimal(decimal: str, power: int, expected: str) -> None:
    """Infinite where it is too large, and 0 where it is too small."""
    found = as_decimal(WideNumber(Decimal(decimal), power))

    assert found == Decimal(expected)
    assert found.is_infinite() == (expected.lstrip("-") == str(INFINITY))


def test_what_is_no_number_stays_none() -> None:
    """Whatever its power of ten."""
    assert as_decimal(WideNumber(NAN, 7)).is_nan()
