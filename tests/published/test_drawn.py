"""Published exercises as their drawings have them: every number under the name it has there.

In `drawn/` there are two files for every publication: the exercise, with the names, places and
numbering of its drawing, and what is printed there, by the names of our quantities. What an author
has wrong, or rounded by eye, stands apart; the tests of marking read it.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

import bpcalc
from bpcalc.exercise.reader import read
from bpcalc.exercise.writer import write

FOLDER = Path(__file__).parent / "drawn"
CASES = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.numbers.yaml"))
FLOAT_DIGITS = 14


def numbers(case):
    """Return what is printed, every number a text."""
    text = (FOLDER / f"{case}.numbers.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


@cache
def solution(case):
    """Return the worked exercise, with as many epochs as its numbers need."""
    epochs = [
        int(name.rpartition("e")[2])
        for name in numbers(case)["numbers"]
        if "@" in name and name.rpartition("e")[2].isdecimal()
    ]
    return bpcalc.solve(FOLDER / f"{case}.yaml", max(epochs, default=1), inputs=True)


@pytest.mark.parametrize("case", CASES)
def test_printed_numbers_are_reproduced_by_name(case):
    """Every printed number is ours, in every digit, under the name of the drawing."""
    printed = numbers(case)
    worked = solution(case)

    assert len(printed["numbers"]) == int(printed["count"])
    for name, text in printed["numbers"].items():
        number = Decimal(text)
        last = number.as_tuple().exponent
        if len(number.as_tuple().digits) > FLOAT_DIGITS:  # noise of binary floats
            last = number.adjusted() - FLOAT_DIGITS + 1
        place = Decimal(1).scaleb(last)
        value = worked[name].value.quantize(place, ROUND_HALF_UP)
        assert value == number.quantize(place, ROUND_HALF_UP), (name, worked[name].value)


def test_all_of_them():
    """Of 21 drawings, 360 printed numbers are reproduced."""
    assert len(CASES) == 21
    assert sum(len(numbers(case)["numbers"]) for case in CASES) == 360


@pytest.mark.parametrize("case", CASES)
def test_they_are_written_and_read_again(case):
    """The file of a drawing reads back to the same network."""
    exercise = bpcalc.load(FOLDER / f"{case}.yaml")

    again = read(write(exercise).encode(), "again.yaml").exercise

    assert again.layers == exercise.layers
    assert again.own_names == exercise.own_names
    assert again.samples == exercise.samples
