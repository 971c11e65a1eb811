"""Numbers of training in decimals that are exact have all their digits, also if these are cut off.

An exact 0.79 in six digits that are cut off is 0.79; what may lie under it by ever so little is
0.78 or 0.79, and only 0.7 would be proven of it.
"""

import re

import pytest
from click.testing import CliRunner

from bpcalc.api.solving import solve
from bpcalc.cli import cli

DEAD_UNIT = """inputs: [0.63, -0.96]
targets: [0.27, -0.98]
learning_rate: 0.3
activation: [relu, gelu]
rounding: {ties: down}
weights: [[[0.79, 0.62], [0.33, -0.95]], [[-0.09, 0.25], [-0.41, -0.55]]]
biases: [[-0.48, 0.58], [-0.15, 0.29]]
"""
"""Unit h1 is never active, so nothing is ever added to its weights."""

CLIPPED = """samples:
  - {inputs: [-0.34, 1.58, -0.8], targets: [1, -1, -1]}
  - {inputs: [-0.13, -1.99, -1.42], targets: [1, -1, 1]}
learning_rate: {start: 0.59, step: {every: 3, factor: 0.67}, warm_up: 1}
activation: hard_sigmoid
loss: hinge
optimizer: {amsgrad: {beta1: 0.75}}
penalty: {l1: 0.087}
update: batch
rounding: {ties: down, decimals: 6}
weights: [[[0.95, -0.82, -0.18], [-0.83, 0.67, 0.48], [0.98, -0.99, 0.77]]]
biases: [-0.55]
"""
"""Some outputs are 0 and 1; deltas on the way are decimals as far as anybody can tell."""

MARGINS_KEPT = """inputs: [0.29, -0.17, 1.23]
targets: [1, -1, 1]
activation: [softplus, prelu]
learning_rate: 0.88
momentum: 0.93
loss: hinge
weights:
  - [[0.12, -0.73, -0.39], [-0.65, 0.74, -0.64], [-0.16, -0.32, -0.11]]
  - [[-0.43, 0.48, -0.66], [0.43, 0.99, 0.34], [-0.56, -0.79, 0.55]]
biases: [[0.03, -0.21, 0.34], [-0.01, -0.62, 0.51]]
"""
"""After six epochs every output is far enough on its side: the error is 0."""


def trained(text: str, *words: str) -> str:
    """Return the report of a training, and what is said beside it."""
    called = CliRunner().invoke(cli, ["train", "-", "--until", "0", *words], input=text)
    assert called.exit_code == 0
    return called.output


@pytest.mark.parametrize("words", [(), ("--engine", "paper")])
def test_a_weight_that_nothing_was_added_to_is_as_it_was_given(words: tuple[str, ...]) -> None:
    """All new weights are those of the hand calculation."""
    report = trained(DEAD_UNIT, "--epochs", "4", *words)
    steps = solve(DEAD_UNIT, epochs=4)
    for name in ("w1", "w2", "w3", "w5", "w7", "w8", "b_h1", "b_o2"):
        value = steps.shown(steps[f"{name}_new@e4"])
        assert re.search(rf"^{name} +\S+ +{value}$", report, re.MULTILINE), name
    assert "±" not in report


def test_an_output_that_is_clipped_is_exact() -> None:
    """Others beside it may have been taken for decimals, which changes nothing at the clip."""
    report = trained(CLIPPED, "--epochs", "5")
    assert re.search(r"^2 +1\.000000 +1 +0\.000000 +-1 +1\.000000 +1$", report, re.MULTILINE)


def test_an_error_of_nothing_but_kept_margins_is_zero() -> None:
    """It is not below 2e-262, but 0."""
    report = trained(MARGINS_KEPT, "--epochs", "6", "--engine", "paper")
    assert "to 0." in report
    assert "<" not in report
