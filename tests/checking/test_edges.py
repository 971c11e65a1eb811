"""Answers at the very edge of a rule of reading."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.policy import missing_digits
from bpcalc.checking.rates import Range, _common
from bpcalc.checking.slips import _chance
from bpcalc.checking.submissions.tables import _Answer, _keep_later
from bpcalc.errors import BpcalcError, NotAQuantity
from bpcalc.exercise.sources import open_source
from bpcalc.maths.expr import Number
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits

MAZUR = Marker(open_source("mazur").reading.exercise)
NAMES = MAZUR.names


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Rar!\x1a\x07\x01\x00" + bytes(40), "an archive of the kind RAR; pack what is in it"),
        (b"%PDF-1.7\n\xff\xfe" + bytes(40), "a file of the kind PDF, not a text"),
    ],
)
def test_what_is_no_text_is_told_by_its_kind(content: bytes, says: str) -> None:
    """An archive can be packed otherwise, a page cannot."""
    with pytest.raises(BpcalcError, match=says):
        read_content(content, NAMES)


@pytest.mark.parametrize("text", ["[0.3775\n 0.3925]", "array([0.3775,\n       0.3925])"])
def test_an_array_over_two_lines_is_one(text: str) -> None:
    """With brackets alone, and with the call around them."""
    cells = read_content(f"net_h = {text}\n".encode(), NAMES).cells

    assert {key: cell.raw for key, cell in cells.items()}
    assert sorted(cell.raw for cell in cells.values()) == ["0.3775", "0.3925"]


def test_the_chance_of_a_slip_counts_the_places_within_reach() -> None:
    """0.01, 0.1 and 1 lie within 1: 27 of 200 hundredths around differ in one digit."""
    expected = AffineNumber(Decimal(1))

    assert _chance(Decimal("1.5"), -2, expected, 1.0) == pytest.approx(9 * 3 * 0.01 / 2)
    assert _chance(Decimal("1.5"), -2, expected, 1e9) == pytest.approx(9 * 12 * 0.01 / 2e9)


@pytest.mark.parametrize("value", ["-0.182167", "-0.017833", "0.817833"])
def test_a_rate_that_is_added_has_any_signs(value: str) -> None:
    """0.4 - 0.5 - 0.0822, and both of the others."""
    marking = MAZUR.mark(read_content(f"w5_new: {value}\n".encode(), NAMES).cells)

    assert [finding.rule for finding in marking.findings] == ["rate_added"]


def test_a_change_is_a_change_where_there_is_one() -> None:
    """And a gradient elsewhere, as programs call it."""
    with_changes = Marker(open_source("batch-momentum").reading.exercise).names

    assert with_changes.find("dw5").kind == "weight_change"
    assert NAMES.find("dw5").kind == "weight_gradient"
    with pytest.raises(NotAQuantity):
        NAMES.find("dw99")


@pytest.mark.parametrize(
    ("written", "digits", "missing"),
    [
        ("12.3", Digits(4), 1),
        ("0.38", Digits(4), 2),
        ("0.38", Digits(4, significant=True), 2),
        ("0.3775", Digits(4), 0),
        ("0.0", Digits(3), 2),
    ],
)
def test_digits_that_are_missing(written: str, digits: Digits, missing: int) -> None:
    """By the kinder of the two counts."""
    assert missing_digits(read_cell(written), digits) == missing


@pytest.mark.parametrize(("agreeing", "found"), [(4, True), (3, False)])
def test_four_of_five_updates_tell_a_rate(agreeing: int, found: bool) -> None:
    """Fewer do not."""
    key = Key("new_weight", 1, 1, 1)
    ranges = [Range(key, 0.39, 0.41)] * agreeing + [Range(key, 7.0, 8.0)] * (5 - agreeing)

    assert (_common(ranges) is not None) is found


@pytest.mark.parametrize(
    ("low", "high", "rate"),
    [(0.6, 0.84, "0.7"), (0.69, 0.72, "0.7"), (0.71, 0.78, "0.74"), (0.341, 0.349, "")],
)
def test_the_roundest_rate_is_the_one_that_was_chosen(low: float, high: float, rate: str) -> None:
    """One digit if one is enough, else two; of three updates that agree, and of no fewer."""
    agreeing = [Range(Key("new_weight", 1, 1, source), low, high) for source in (1, 2, 3)]
    found = _common(agreeing)

    assert found == (Number(rate) if rate else None)
    assert _common(agreeing[:2]) is None


@pytest.mark.parametrize(
    ("earlier", "later", "counts", "told"),
    [("0.1", "0.2", "0.2", [1]), ("0.1", " ", "0.1", []), (" ", "0.2", "0.2", [])],
)
def test_a_later_answer_counts(earlier: str, later: str, counts: str, told: list[int]) -> None:
    """Unless it is none; what does not count is told with its row."""
    answers: dict[str, _Answer] = {}
    unused = []
    for row, value in ((1, earlier), (2, later)):
        answer = _Answer("net_h1", value, "", datetime(2026, 1, row, tzinfo=UTC), row)
        unused += _keep_later(answers, answer, "Ann")

    assert answers["net_h1"].value == counts
    assert [each.place for each in unused] == [f"row {row}" for row in told]
