"""What a report of a run says of how good its outputs are, against how far these may lie off."""

import re
from decimal import Decimal

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.reader import read
from bpcalc.maths.keys import Key
from bpcalc.report.held_results import HeldResults
from bpcalc.report.training import of_training, told_epochs
from bpcalc.solution import Solution
from bpcalc.training.doubts import Doubts
from bpcalc.training.engine_choice import choose
from bpcalc.training.following import doubts_of
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Run, Training, train

MEASURED = """samples:
  - {inputs: [0.35], targets: [0.5]}
  - {inputs: [0.8], targets: [0.7]}
learning_rate: 4
weights: [[[0.1], [0.4]], [[0.3, 0.9]]]
biases: [[0.1, 0.2], [0.3]]
activation: [tanh, sigmoid]
measures: [mse, rmse, mae, mape, r2]
"""

CLASSES = """samples:
  - {inputs: [1], targets: [1, 0]}
  - {inputs: [-1], targets: [0, 1]}
learning_rate: 0.5
weights: [[[0.3], [0.2]]]
"""


def run_of(text: str, epochs: int) -> Training:
    """Train an exercise in floats."""
    problem = Problem.of(read(text.encode(), "exercise").exercise)
    return train(problem, choose(problem, epochs, "python"), Run(epochs))


def blocks_of(training: Training, doubts: Doubts | None = None) -> str:
    """Return the blocks of a report as a text."""
    return str(of_training(training, doubts=doubts).blocks)


def test_measures_have_the_digits_that_hold() -> None:
    """Of squares of roundings there were six digits."""
    found = blocks_of(run_of(MEASURED, 3000))
    assert re.search(r"'MSE < \de-2\d'", found)
    assert re.search(r"'RMSE < \de-1\d'", found)
    assert "'R² = 1.00000'" not in found  # with all its digits it is a line of the page
    early = blocks_of(run_of(MEASURED, 30))
    assert "MSE <" not in early
    assert "'mse'" in early


@pytest.mark.parametrize("off", [1e-3, 1e-9, 0.0])
def test_a_measure_is_off_by_no_more_than_is_said(off: float) -> None:
    """Each output is moved by what it may lie off, up or down."""
    case = read(MEASURED.encode(), "exercise").exercise
    results = Solution(calculate(case))
    held = HeldResults(results, Doubts({}, [], [[off], [off]]))
    outs = [results[Key("out", 2, 1, None, sample, 2)].value for sample in (1, 2)]
    targets = [Decimal("0.5"), Decimal("0.7")]
    for first in (-1, 1):
        for second in (-1, 1):
            moved = [
                out + way * Decimal(off) for out, way in zip(outs, (first, second), strict=True)
            ]
            squares = [(t - out) ** 2 for t, out in zip(targets, moved, strict=True)]
            mse = sum(squares) / 2
            found = {"mse": mse, "rmse": mse.sqrt(), "r2": 1 - sum(squares) / Decimal("0.02")}
            for kind, value in found.items():
                known = held.off(Key(kind, epoch=2))
                assert abs(value - results[Key(kind, epoch=2)].value) <= known + 1e-20
                assert known <= 30 * off + 1e-20


def test_a_class_that_is_not_known_is_told() -> None:
    """An output may be the larger one or not."""
    training = run_of(CLASSES, 3)
    known = doubts_of(training, told_epochs(training))
    assert "too little is known" not in blocks_of(training, known)
    wide = known._replace(outs=[[0.4, 0.4], [1e-9, 1e-9]])
    assert "Of 1 sample too little is known to tell its class." in blocks_of(training, wide)
