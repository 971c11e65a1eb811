"""A workbook prints the digits that floats know of a number, and no wrong one behind them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import bpcalc
from bpcalc.api.solving import SolvedExercise
from bpcalc.maths.rounding import Digits
from bpcalc.report.workbook.rounding import rounded
from bpcalc.report.workbook.training_workbook import training_workbook
from tests.helpers.libreoffice import displayed, needs_libreoffice
from tests.report.test_xlsx import book_of, names_of

MAZUR = """inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
rounding: {decimals: %d, ties: %s}
"""

SMALL = """inputs: [300]
targets: [0]
weights: [[[-3]], [[1]]]
biases: [0, 0]
learning_rate: 1
"""
"""Its hidden unit is at 1.36·10^-391."""

CONVERGED = """inputs: [0.3]
targets: [0.6]
learning_rate: 0.5
activation: identity
weights: [[[2.00000000000000000001]]]
"""
"""Its error is 4.5·10^-42; in floats it is 0."""

CASES = {
    "many": MAZUR % (25, "half_up"),
    "even": MAZUR % (25, "half_even"),
    "three": MAZUR % (3, "half_even"),
    "small": SMALL,
    "converged": CONVERGED,
}


@needs_libreoffice
def test_no_printed_digit_is_wrong(tmp_path: Path) -> None:
    """As LibreOffice works the formulas out, and prints them."""
    solutions = {name: bpcalc.solve(text) for name, text in CASES.items()}
    screens = displayed({name: book_of(each) for name, each in solutions.items()}, tmp_path)
    for name, solution in solutions.items():
        names = names_of(solution)
        rows = {row[-1]: row[-2] for row in screens[name] if len(row) > 3}
        wrong = [
            (names[line.key], rows[names[line.key]], line.value)
            for line in solution
            if names[line.key] in rows and not _right(rows[names[line.key]], line.value)
        ]
        assert wrong == [], name
        note = any("Spreadsheets" in cell for row in screens[name] for cell in row)
        assert note == (name != "three")


def _right(printed: str, value: Decimal) -> bool:
    """Return whether a printed number is the value to its digits, or says what it is within."""
    if found := re.fullmatch(r"0 ± (.+)", printed):
        return abs(value) <= Decimal(found[1])
    number = Decimal(printed)
    unit = Decimal((0, (1,), number.as_tuple().exponent))
    if number == number.to_integral_value() and "E" not in printed:
        unit = min(unit, Decimal(1))
    return abs(number - value) <= unit / 2


def test_digits_that_floats_have_not_are_told() -> None:
    """Once on the first sheet; where there are all, nothing is said."""
    assert _told(bpcalc.solve(CASES["many"]))
    assert _told(bpcalc.solve(SMALL))
    assert not _told(bpcalc.solve(MAZUR % (6, "half_up")))


def _told(solution: SolvedExercise) -> bool:
    book = load_workbook(BytesIO(book_of(solution)))
    cells: Iterator[object] = (cell.value for row in book.worksheets[0].rows for cell in row)
    return any("Spreadsheets calculate with 16 digits" in str(cell) for cell in cells)


@pytest.mark.parametrize("count", [3, 25])
def test_ties_to_even_need_no_remainder_of_large_numbers(count: int) -> None:
    """Spreadsheets refuse `MOD` of a number of 25 digits."""
    assert "MOD" not in rounded("C7", Digits(count), "half_even")


NEAR_NOTHING = """inputs: [0.35, 0.9]
targets: [0.5]
learning_rate: 10
weights: [[[0.1, 0.8], [0.4, 0.6]], [[0.3, 0.9]]]
"""


@pytest.mark.parametrize(("epochs", "told"), [(3, False), (50, True)])
def test_a_training_workbook_tells_where_errors_are_roundings(epochs: int, told: bool) -> None:
    """Its rows are formulas, which spreadsheets work out in floats."""
    training = bpcalc.train(NEAR_NOTHING, epochs=epochs).training
    book = load_workbook(BytesIO(training_workbook(training)))
    texts = [str(cell.value) for row in book.worksheets[0].rows for cell in row]
    assert any("digits are made by roundings" in text for text in texts) == told
