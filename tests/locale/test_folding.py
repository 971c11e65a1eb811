"""Where lines of running text end."""

import pytest

from bpcalc.locale.folding import cells, folded


@pytest.mark.parametrize("width", range(12, 40))
def test_a_number_and_its_measure_word_stay_together(width: int) -> None:
    """No line ends between 16 and 项, or between 第 and 3."""
    lines = list(folded("共 35 项，对 19 项，未填 16 项。第 3 轮 w5 的新值为 0.358916。", width))

    assert all(not line.rstrip()[-1].isdecimal() for line in lines)
    assert not any(line.endswith("第") for line in lines)
    assert all(cells(line) <= width for line in lines)


@pytest.mark.parametrize("width", range(30, 90))
def test_a_short_formula_in_a_sentence_is_not_parted(width: int) -> None:
    """Not after its sign, nor before it."""
    text = "With sigmoid the derivative a·(1 - a) cancels: ∂L/∂z = a - y, so each delta is a - y."
    lines = list(folded(text, width))

    assert sum("∂L/∂z = a - y," in line for line in lines) == 1
    assert lines[-1].endswith("a - y.")
    assert " ".join(lines) == text


def test_a_long_formula_ends_before_its_signs() -> None:
    """A line never ends with one."""
    text = "It is 0.123456·0.654321 + 0.123456·0.654321 + 0.123456·0.654321 - 0.5 for all of them."

    for width in range(24, 80):
        assert all(line[-1] not in "+-=" for line in folded(text, width))
