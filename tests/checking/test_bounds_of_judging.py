"""Where one verdict ends and the next begins: on either side of every bound."""

from decimal import Decimal

import pytest

from bpcalc.checking.audit import is_tie
from bpcalc.checking.cells import half_unit, read_cell
from bpcalc.checking.coincidence import SPREAD, Scale, covered
from bpcalc.checking.nearness import Visible
from bpcalc.checking.precision import is_long, may_show_noise, shows_single
from bpcalc.checking.rounded_early import EARLY
from bpcalc.checking.slips import slip
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.rounding import Digits


@pytest.mark.parametrize("places", range(-5, 6))
def test_a_point_is_misplaced_by_three_places_at_most(places: int) -> None:
    """To either side; farther away it is another number."""
    expected = AffineNumber(Decimal("0.13849"))
    cell = read_cell(format(Decimal("0.1385").scaleb(places), "f"))

    found = slip(cell, expected, [])

    assert found == ("point" if 1 <= abs(places) <= 3 else None)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("0.12345", False),
        ("0.123456", True),
        ("0.1234567", True),
        ("123456", True),
        ("0.00002", False),
        ("0.000002", True),
        ("2", False),
        ("", False),
        ("1/3", False),
    ],
)
def test_where_single_precision_can_show(text: str, shows: bool) -> None:
    """In six significant digits, as C's FLT_DIG says, or in the sixth decimal."""
    assert may_show_noise(read_cell(text)) is shows


@pytest.mark.parametrize(
    ("text", "digits", "long"),
    [("0.123456", 7, False), ("0.1234567", 7, True), ("0.1234567", 8, False)],
)
def test_long_numbers(text: str, digits: int, long: bool) -> None:
    """From so many digits on; seven if nothing is said."""
    assert is_long(read_cell(text), digits) is long
    assert is_long(read_cell(text)) is (text == "0.1234567")


SINGLES = ["0.75136507", "0.13849856", "0.082167044", "0.59688437"]
"""What NumPy prints of numbers of Mazur in float32."""


@pytest.mark.parametrize(
    ("texts", "single"),
    [
        (SINGLES[:3], True),
        (SINGLES[:2], False),
        ([*SINGLES, "0.75136506"], True),
        ([*SINGLES[:3], "0.75136506"], False),
        (["0.7513651", "0.7729285", "0.1384986"], False),
        ([*SINGLES[:3], "0.7513650", "0.1"], True),
    ],
)
def test_three_long_numbers_show_single_precision(texts: list[str], single: bool) -> None:
    """If four of five are what a float of 32 bits prints; what has seven digits may be anything."""
    assert shows_single([read_cell(text) for text in texts]) is single


@pytest.mark.parametrize(
    ("text", "decimals", "half"),
    [("12", 0, "0.5"), ("0.5", 1, "0.05"), ("-3.140", 3, "0.0005"), ("2e3", 0, "500")],
)
def test_decimals_and_half_a_unit(text: str, decimals: int, half: str) -> None:
    """Of the last digit that is written."""
    cell = read_cell(text)

    assert cell.decimals == decimals
    assert half_unit(cell.exponent) == Decimal(half)
    assert not half_unit(cell.exponent).is_signed()


@pytest.mark.parametrize(
    ("value", "digits", "tie"),
    [
        ("0.3925", Digits(3), True),
        ("-0.3925", Digits(3), True),
        ("0.3925", Digits(2), False),
        ("0.3925", Digits(3, significant=True), True),
        ("39.25", Digits(3, significant=True), True),
        ("39.25", Digits(2, significant=True), False),
        ("3925", Digits(3, significant=True), True),
        ("0.5", Digits(0), True),
        ("0", Digits(3), False),
    ],
)
def test_ties(value: str, digits: Digits, tie: bool) -> None:
    """By decimals or by significant digits."""
    assert is_tie(Decimal(value), digits) is tie


@pytest.mark.parametrize("size", [1e-9, 1e-5, 0.02, 1.0, 3e4])
def test_a_number_and_its_negative_are_two(size: float) -> None:
    """Each covers a part of the scale of its own, however large the right number is."""
    scale = Scale(0.0, size, size / 100, 0.0)
    values = [size, -size, size * 20, -size / 20]

    alone = [covered(scale.spans(value)) for value in values]
    together = covered([span for value in values for span in scale.spans(value)])

    assert all(alone)
    assert together == pytest.approx(sum(alone))
    assert covered(Scale(0.0, size, size * SPREAD * 2, 0.0).spans(0.0)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("value", "right"),
    [(0.3775, True), (0.3775 * (1 + 1e-14), True), (0.3775 * (1 + 1e-10), False), (0.0, False)],
)
def test_the_right_value_worked_out_in_another_way(value: float, right: bool) -> None:
    """It is off in the last digits of a float, and nothing else is."""
    visible = Visible(AffineNumber(Decimal("0.3775")), Decimal("0.00005"))

    assert visible.is_right(value) is right


def test_digits_that_somebody_may_have_rounded_to() -> None:
    """One to four decimals; two to four significant digits, for one is seldom kept."""
    assert {(each.count, each.significant) for each in EARLY} == {
        *((decimals, False) for decimals in (1, 2, 3, 4)),
        *((digits, True) for digits in (2, 3, 4)),
    }
