"""Numbers that begin with a 0 behind which a point may be missing."""

from pathlib import Path

import pytest

from bpcalc.errors import ExerciseError
from bpcalc.exercise.reader import read as read_file
from exercise.texts import MAZUR, faults, notes, read

ASKS = "begins with a 0 and has no point behind it: is it"


@pytest.mark.parametrize(
    ("written", "one", "other"),
    [
        ("05", "0.5", "5"),
        ("010", "0.10", "10"),
        ("005", "0.05", "5"),
        ("00.1", "0.01", "0.1"),
        ("-05", "-0.5", "-5"),
        ("+05.25", "+0.525", "+5.25"),
        ("02e-3", "0.2e-3", "2e-3"),
        ("02/3", "0.2/3", "2/3"),
        ("1/03", "1/0.3", "1/3"),
        ("０５", "0.5", "5"),
    ],
)
def test_a_forgotten_point_is_asked_about(written: str, one: str, other: str) -> None:
    """`05` is not read as 5 without a word, wherever a number may stand."""
    says = f"`{written}` {ASKS} {one} or {other}?"
    assert faults(MAZUR.replace("0.05,", f"{written},")) == [f"1:10: {says}"]
    assert faults(MAZUR.replace("0.15,", f"{written},")) == [f"5:7: {says}"]
    assert faults(f"{MAZUR}biases: [[{written}, 0.1], 0]\n")[0].endswith(says)


def test_the_learning_rate_is_asked_about_too() -> None:
    """η = 5 is one that nobody means."""
    assert faults(MAZUR.replace("e: 0.5", "e: 05")) == [f"3:16: `05` {ASKS} 0.5 or 5?"]


def test_many_such_numbers_are_one_fault() -> None:
    """They have one cause."""
    text = MAZUR.replace("[0.05, 0.10]", "[05, 010]").replace("0.99", "099")
    assert faults(text) == [f"1:10: `05` {ASKS} 0.5 or 5?; 2 more numbers begin so"]


@pytest.mark.parametrize(
    "written", ["0", "0.5", "-0.5", "0e0", ".5", "0.05", "1e-05", "100", "00", "00.0", "-.05"]
)
def test_other_zeros_are_read(written: str) -> None:
    """So is one too many of a 0, which is 0 with a point as well."""
    inputs = read(MAZUR.replace("0.05,", f"{written},")).exercise.samples[0].inputs
    assert inputs[0].text == written


def test_behind_a_decimal_comma_no_point_is_missing() -> None:
    """What is said of decimal commas comes first, whether they make a list too long or fit."""
    comma = "; a decimal comma? write 0.05, not 0,05"
    (long,) = faults(MAZUR.replace("[0.05, 0.10]", "[0,05, 0,10]"))
    assert long.endswith(f"found 4{comma}")
    assert notes("inputs: [0,05, 0,10]\nweights: [[[1, 2, 3, 4]]]\n") == [
        "1:9: were decimal commas meant? 0,5 was read as two numbers, 0 and 5"
    ]
    one = "inputs: [0.3, 0,05]\nweights: [[[1, 2, 3]]]\n"
    assert faults(one) == [f"1:17: `05` {ASKS} 0.5 or 5?{comma}"]


def test_a_whole_number_has_no_point_to_forget() -> None:
    """Where only whole numbers make sense, zeros in front change nothing."""
    assert faults(f"{MAZUR}layers: [02, 2, 02]\nrounding: {{decimals: 04}}\n") == []


def test_a_table_is_asked_about_too(tmp_path: Path) -> None:
    """Its cells are numbers of the exercise."""
    (tmp_path / "data.csv").write_text("i1,i2,o1\n0.5,1,0\n05,1,1\n")
    text = "samples: data.csv\nweights: [[[0.1, 0.2]]]\n"
    with pytest.raises(ExerciseError) as raised:
        read_file(text.encode(), str(tmp_path / "net.yaml"))

    assert f"data.csv:3:1: `05` {ASKS} 0.5 or 5?" in str(raised.value)
