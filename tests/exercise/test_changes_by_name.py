"""The changes before the first update, written by hand under the names of the weights."""

from decimal import Decimal
from pathlib import Path

import pytest

import bpcalc
from bpcalc.cli import run
from exercise.texts import faults, read

UNIT = """\
inputs: [1]
targets: [0]
learning_rate: 0.1
momentum: 0.5
weights: [[[2]]]
biases: [1]
activation: identity
"""


def test_a_momentum_goes_on_from_changes_by_name() -> None:
    """By hand: δ = 3, Δw = -0.1·3 + 0.5·0.2 = -0.2 and Δb = -0.3 + 0.5·(-0.1) = -0.35."""
    solved = bpcalc.solve(UNIT + "previous_changes: {b1: -0.1, w1: 0.2}\n")

    assert solved["w1_new"].value == Decimal("1.8")
    assert solved["b1_new"].value == Decimal("0.65")
    listed = read(UNIT + "previous_changes: [0.2, -0.1]\n").exercise
    assert read(UNIT + "previous_changes: {w1: 0.2, b1: -0.1}\n").exercise == listed


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ("{w1: 0.2}", ["8:19: missing: `b1`"]),
        ("{w1: 0.2, b1: x}", ["8:33: expected a number, found `x`"]),
        (
            "{w1: 0.2, b1: 1, w2: 1}",
            ["8:36: there is no `w2` in this network and notation"],
        ),
        ("[0.2]", ["8:19: expected 2 changes, one for each updated weight and bias; found 1"]),
    ],
)
def test_changes_that_do_not_fit(changes: str, says: list[str]) -> None:
    """Each weight and bias has one."""
    found = faults(f"{UNIT}previous_changes: {changes}\n")

    assert len(found) == len(says)
    assert all(one.startswith(other) for one, other in zip(found, says, strict=True))


def test_changes_by_name_are_those_of_momentum() -> None:
    """Other optimisers keep other numbers, of other signs."""
    named = "previous_changes: {w1: 0.2, b1: -0.1}\n"
    plain = UNIT.replace("momentum: 0.5\n", "")

    assert faults(plain + "optimizer: adam\n" + named) == [
        "8:19: changes by name are those of `momentum`; this optimiser keeps other numbers, which "
        "`train --save` writes as a list"
    ]
    (says,) = faults(plain + named)
    assert says.startswith("7:19: previous changes are of use with momentum")


@pytest.mark.parametrize(
    "weights",
    [
        "weights: {w^(1)_11: 0.5, w^(1)_12: 0.25, w^(2)_11: 0.75}\nbiases: {b^(1): 1, b^(2): 2}\n",
        "weights: {W1: [[0.5, 0.25]], b1: [1], W2: [[0.75]], b2: 2}\n",
    ],
)
def test_training_saves_into_files_with_such_names(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Raised layers, and vectors among matrices: the new numbers stand where the old ones stood."""
    text = "inputs: [1, 2]\ntargets: [1]\nlearning_rate: 0.5\nlayers: [2, 1, 1]\n" + weights
    (tmp_path / "a.yaml").write_text(text)

    assert (
        run(["train", str(tmp_path / "a.yaml"), "--epochs", "2", "--save", f"{tmp_path}/b.yaml"])
        == 0
    )

    saved = (tmp_path / "b.yaml").read_text()
    assert saved.count("{") == text.count("{")
    before, after = read(text).exercise, read(saved).exercise
    assert before.layers != after.layers
    assert [layer.shared_bias for layer in after.layers] == [
        layer.shared_bias for layer in before.layers
    ]
