"""Exercise files at the very edge of what is taken."""

from pathlib import Path

import pytest

import bpcalc
from bpcalc.errors import BpcalcError
from bpcalc.exercise.reader import read

LEAST = "inputs: [1]\ntargets: [1]\nlearning_rate: 0.5\n"


def test_a_bias_and_one_weight_are_a_matrix() -> None:
    """A bias alone is none."""
    file = LEAST + "bias_column: last\nweights: [[[0.5, 0.25]]]\n"

    assert bpcalc.solve(file)["net_o1"].value == 0.75
    with pytest.raises(BpcalcError, match="nothing but biases"):
        read(file.replace("0.5, 0.25", "0.5").encode(), "a.yaml")


def test_an_empty_notation_is_told_at_its_first_letter(tmp_path: Path) -> None:
    """Line 1, column 1."""
    (tmp_path / "own.yaml").write_text("", encoding="utf-8")
    exercise = tmp_path / "a.yaml"
    exercise.write_text(LEAST + "weights: [[[1]]]\nnotation: own.yaml\n", encoding="utf-8")

    with pytest.raises(BpcalcError, match=r"own\.yaml:1:1: the file is empty"):
        bpcalc.solve(exercise)


def test_a_layer_may_have_no_mask() -> None:
    """Null is none; what is no mask is a fault."""
    weights = "weights: [[[1], [1]], [[1, 1], [1, 1]], [[1, 1]]]\n"
    masks = "dropout: [null, {mask: [1, 0], keep: 0.5}]\n"

    first, second = read((LEAST + weights + masks).encode(), "a.yaml").exercise.dropout

    assert first is None
    assert second is not None
    with pytest.raises(BpcalcError):
        read((LEAST + weights + masks.replace("null", "x")).encode(), "a.yaml")
