"""Worked examples of first courses, reproduced to the last digit that their authors print.

`courses/first_course.yaml` has an exercise each, and the printed numbers by the names of the
quantities; a step whose size alone is printed has a `|` before its name. An optimiser that is
shown single gradients is given them as the targets of a linear unit whose error is target·out.
Numbers that are slips of their authors are left out; so is one delta rule whose output of 1.963 is
no bipolar sigmoid, and all that follows from it. Not worked here are networks that recur (three
examples, and two with LSTM cells), convolve (one) or attend (two), and the ratio of corrected to
uncorrected steps of Adam, which is no line of a calculation. Others stand in tests of their own
subjects: batches and schedules, dropout, penalties, losses.
"""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.reader import read
from bpcalc.solution import Solution

EXAMPLES = yaml.safe_load(
    (Path(__file__).parent / "courses" / "first_course.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_every_printed_number(example):
    """Every number is within half a unit of its last digit."""
    exercise = read(example["exercise"].encode(), example["id"]).exercise
    solution = Solution(calculate(exercise, example["epochs"], inputs=True))
    for name, printed in example["numbers"].items():
        keys = solution.calculation.by_key
        value = solution.calculation.values[solution.spelling.read(name.lstrip("|"), keys)]
        if name.startswith("|"):
            value = abs(value)
        number = Decimal(printed)
        unit = Decimal(1).scaleb(int(number.as_tuple().exponent))
        assert abs(value - number) <= unit / 2, (name, printed, value)


def test_so_many_are_reproduced():
    """Nobody takes an example out unseen."""
    assert len(EXAMPLES) == 55
    assert sum(len(example["numbers"]) for example in EXAMPLES) == 568
