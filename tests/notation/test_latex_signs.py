"""Signs of formulas in LaTeX: the fonts of mathematics have each of them."""

import json
import re

import pytest

import bpcalc
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report import formats
from bpcalc.report.layout import of_solution

EXERCISE = """
layers: [2, 2, 1]
samples: [{inputs: [0.05, 0.1], targets: [0.3]}, {inputs: [0.5, 0.2], targets: [0.7]}]
weights: [[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45]]]
biases: [0.35, 0.6]
batch_norm: [{gamma: 1.5, beta: 0}, null]
update: batch
learning_rate: {start: 0.5, exponential: 0.9}
optimizer: adam
penalty: {l2: 0.01}
clip_gradients: {norm: 1}
max_norm: 0.3
measures: [mse, rmse, mae, mape, r2]
epochs: 2
"""


@pytest.mark.parametrize("notation", NOTATIONS)
def test_no_sign_is_one_that_a_font_of_mathematics_lacks(notation: str) -> None:
    """What is raised is raised by TeX: a ² of its own would be left out of the page."""
    solution = bpcalc.solve(f"notation: {notation}{EXERCISE}")
    written = str(formats.find("json").write(of_solution(solution), formats.Page()))
    lines = [line["latex"] for line in json.loads(written)["lines"]]
    strange = {sign for line in lines for sign in re.sub(r"\\text\{[^}]*\}", "", line)}

    assert len(lines) > 100
    assert {sign for sign in strange if not sign.isascii()} == set()
