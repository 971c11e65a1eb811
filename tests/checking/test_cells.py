"""Numbers as students write them."""

from decimal import Decimal

import pytest

from bpcalc.checking.cells import decimal_mark, read_cell

WRITTEN = [  # text, value, power of ten of the last digit, significant digits
    ("0.5933", "0.5933", -4, 4),
    (" 0.10 ", "0.10", -2, 2),
    ("１５．５", "15.5", -1, 3),
    ("－０．２５", "-0.25", -2, 2),
    ("＋１", "1", 0, 1),
    ("−0.5", "-0.5", -1, 1),
    ("‐0.5", "-0.5", -1, 1),
    ("‑0.5", "-0.5", -1, 1),
    ("‒0.5", "-0.5", -1, 1),
    ("–0.5", "-0.5", -1, 1),
    ("—0.5", "-0.5", -1, 1),
    ("﹣0.5", "-0.5", -1, 1),
    ("ー0.5", "-0.5", -1, 1),
    ("- 0.5", "-0.5", -1, 1),
    ("0。5933", "0.5933", -4, 4),
    ("0·5933", "0.5933", -4, 4),
    ("1.2e-3", "0.0012", -4, 2),
    ("1.2E-3", "0.0012", -4, 2),
    ("1.2ᴇ-3", "0.0012", -4, 2),
    ("1.2×10⁻³", "0.0012", -4, 2),
    ("1.20 × 10⁻³", "0.00120", -5, 3),
    ("1.2x10^-3", "0.0012", -4, 2),
    ("1.2×10^(-3)", "0.0012", -4, 2),
    ("1.2*10**-3", "0.0012", -4, 2),
    ("1.2·10^-3", "0.0012", -4, 2),
    ("1.2×10^−3", "0.0012", -4, 2),
    ("1.2×10<sup>-3</sup>", "0.0012", -4, 2),
    ("1.2∙10^-3", "0.0012", -4, 2),
    ("1.2•10^-3", "0.0012", -4, 2),
    ("10⁻³", "0.001", -3, 1),
    ("1.2×１０⁻³", "0.0012", -4, 2),
    ("-10^-3", "-0.001", -3, 1),
    ("0.593 269 992", "0.593269992", -9, 9),
    ("0.593\u2009269", "0.593269", -6, 6),
    ("0.593\u00a0269", "0.593269", -6, 6),
    ("1_000.5", "1000.5", -1, 5),
    ("1'000", "1000", 0, 4),
    ("1,234.5", "1234.5", -1, 5),
    ("1.234,5", "1234.5", -1, 5),
    (".5", "0.5", -1, 1),
    ("5.", "5", 0, 1),
    ("+0.5", "0.5", -1, 1),
    ("59.33%", "0.5933", -4, 4),
    ("59.33 ％", "0.5933", -4, 4),
    ("0", "0", 0, 0),
    ("0.000", "0.000", -3, 0),
    ("-0.00", "0", -2, 0),
    ("≈0.59", "0.59", -2, 2),
    ("= 0.59", "0.59", -2, 2),
    ("0.59　", "0.59", -2, 2),
]


@pytest.mark.parametrize(("text", "value", "exponent", "digits"), WRITTEN)
def test_written_number_is_read_with_its_digits(text, value, exponent, digits):
    """Value, place of the last digit and significant digits come from the text."""
    cell = read_cell(text)

    assert (Decimal(value), exponent, digits) == (cell.value, cell.exponent, cell.digits)
    assert cell.raw == text


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "?", "n/a", "N/A", "无", "空", "　"])
def test_blank_is_blank(text):
    """What people put into a cell they leave empty is no answer and no fault."""
    assert read_cell(text).blank


UNREADABLE = [
    *("nan", "inf", "-inf", "0x1F", "1:30", "abc", "0.5.1", "1,2,3", "O.5", "一", "--1", "1e"),
    *("e5", "1/0", "2024-01-02", "1-Feb", "1月2日", "1e99999999"),
]


@pytest.mark.parametrize("text", [*UNREADABLE, "0.5 or 0.6", "9" * 500])
def test_unreadable_is_never_guessed(text):
    """What is no number has no value, and a reason."""
    cell = read_cell(text)

    assert (cell.value, cell.blank) == (None, False)
    assert cell.notes


def test_a_date_says_what_happened():
    """A spreadsheet's date is recognised."""
    assert "date" in read_cell("1-Feb").notes[0]


def test_fraction_is_exact():
    """A fraction has no last digit."""
    cell = read_cell("３／８")

    assert (Decimal("0.375"), None, 0) == (cell.value, cell.exponent, cell.half)


MIXED = [
    *(("2 7/20", "2.35"), ("5 7 / 20", "5.35"), ("-2 7/20", "-2.35"), ("２ ７／２０", "2.35")),
    *(("2½", "2.5"), ("½", "0.5"), ("3又17/20", "3.85"), ("3 又 1/2", "3.5")),
    *(("381/10 000", "0.0381"), ("7/20", "0.35"), ("2 7/20.", "2.35"), ("3¹/₄", "3.25")),
]


@pytest.mark.parametrize(("text", "value"), MIXED)
def test_a_whole_number_before_a_fraction_is_added_to_it(text, value):
    """`2 7/20` is 2.35, and never 27/20."""
    assert read_cell(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["1 234/1000", "1 000/3", "3 17/3", "1 2 3/4", "2 7/0"])
def test_digits_before_a_fraction_that_may_mean_two_things_are_not_read(text):
    """One and 234 thousandths, or 1234 of them."""
    assert read_cell(text).value is None


def test_zeros_at_the_end_of_a_whole_number_may_fill_up():
    """100 has one to three significant digits."""
    cell = read_cell("100")

    assert (cell.exponent, cell.loose) == (0, 2)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["0.5", "0,25"], "point"),
        (["0,5933", "0,25"], "comma"),
        (["0,593", "0,250"], "comma"),
        (["1,234", "0,5"], "comma"),
        (["０，５", "3"], "comma"),
        (["0.5", "3"], "point"),
    ],
)
def test_decimal_comma_is_decided_for_the_whole_file(texts, mark):
    """A comma is the decimal sign of a file if no number in it has a point."""
    assert decimal_mark(texts)[0] == mark


def test_decimal_comma_is_read():
    """1,5933 is 1.5933 where the file has decimal commas, and no number elsewhere.

    No thousands begin with 0, so 0,5933 is 0.5933 everywhere, and that is said.
    """
    assert Decimal("1.5933") == read_cell("1,5933", "comma").value
    assert read_cell("1,5933").value is None
    assert Decimal("0.593") == read_cell("0,593").value == read_cell("-0,593").value.copy_abs()
    assert read_cell("0,5933").notes


@pytest.mark.parametrize("sign", [*"\u200b\u200c\u200d\u200e\u2060\u202d\ufeff"])
def test_signs_that_nobody_sees_are_none_of_a_number(sign: str) -> None:
    """Pages and chats put them around what is copied."""
    cells = [
        read_cell(text) for text in (f"0.3775{sign}", f"{sign}0.3775", f" {sign} 0.3775 {sign}")
    ]

    assert [str(cell.value) for cell in cells] == ["0.3775"] * 3
    assert read_cell(sign).blank


def test_what_turns_digits_round_is_read_by_nobody() -> None:
    """It is seen as 5773.0; and a soft hyphen in front may be a minus."""
    assert read_cell("\u202e0.3775").value is None
    assert read_cell("\u00ad0.3775").value is None
    assert str(read_cell("0.3775\u00ad").value) == "0.3775"
