"""Answers at the very edge of a rule of reading."""

from decimal import Decimal

import pytest

from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.marker import Marker
from bpcalc.checking.slips import _chance
from bpcalc.errors import BpcalcError
from bpcalc.exercise.sources import open_source
from bpcalc.maths.intervals import AffineNumber

NAMES = Marker(open_source("mazur").reading.exercise).names


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
