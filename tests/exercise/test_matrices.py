"""Matrices that do not fit: which one it is, what it has, and what would fit."""

import pytest

from bpcalc.errors import ExerciseError
from bpcalc.exercise.reader import read

START = "inputs: [0.1, 0.2]\ntargets: [0.5]\nweights: "


@pytest.mark.parametrize(
    ("weights", "line", "expected"),
    [
        (
            "[[[1, 2, 3], [4, 5, 6]], [[1, 2, 3]]]",
            "3:11",
            "weight matrix 1 has 3 numbers a row, one for each sending unit, and there are 2 units",
        ),
        (
            "[[[1, 2], [4, 5], [6, 7]], [[1], [2], [3]]]",
            "3:11",
            "weight matrix 2 has 1 number a row, one for each sending unit, and there are 3 units",
        ),
        (
            "[[[1, 2, 3], [4, 5, 6]], [[1], [2]]]",
            "3:35",
            "the rows of weight matrix 2 have 1 number, but layer 1 has 2 units",
        ),
        (
            "[[[1, 2], [4, 5]], [[1, 2, 3], [4, 5, 6]]]",
            "3:29",
            "the rows of weight matrix 2 have 3 numbers, but layer 1 has 2 units",
        ),
        ("[[[1, 2, 3], [4, 5]], [[1, 2]]]", "3:12", "row 1 of weight matrix 1 has 3 numbers, but"),
    ],
)
def test_a_matrix_that_does_not_fit(weights: str, line: str, expected: str) -> None:
    """The sentence counts what is there."""
    with pytest.raises(ExerciseError) as refused:
        read(f"{START}{weights}\n".encode(), "x.yaml")

    assert f"x.yaml:{line}: " in str(refused.value)
    assert expected in str(refused.value)


def test_what_fits_is_proposed() -> None:
    """Each way in which the same numbers would be a network."""
    with pytest.raises(ExerciseError) as refused:
        read(f"{START}[[[1, 2, 3], [4, 5, 6]], [[1, 2, 3]]]\n".encode(), "x.yaml")

    says = str(refused.value)
    assert "`weight_rows: [from, to]`" in says
    assert "`bias_column: first` or `last`" in says
