"""Decimals of a run so long, or so hard, that the bounds of their errors no longer hold."""

from decimal import Decimal

import pytest

from bpcalc.exercise.reader import read
from bpcalc.report.numbers import shown_error, shown_float
from bpcalc.training.decimal_doubts import proven_epochs
from bpcalc.training.decimal_engine import Left
from bpcalc.training.doubts import errors_at
from bpcalc.training.engine_choice import choose
from bpcalc.training.following import doubts_of
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Run, Training, train

SATURATED = """samples:
  - {inputs: [1.0], targets: [1, 0]}
  - {inputs: [0.83], targets: [0, 1]}
learning_rate: 10
weights:
  - [[-0.64], [0.7], [-0.24], [0.66]]
  - [[-0.297, -0.33, 0.455, -0.286], [1, 1, -0.98, -0.6]]
activation: [softsign, softmax]
loss: mean_binary_cross_entropy
update: batch
"""
"""Its outputs come within 10^-20 of 1 and divide, so that bounds grow by 10^10 an epoch."""

CHAOTIC = """inputs: [1]
targets: [0.3]
learning_rate: 6
activation: [tanh, linear]
weights: [[[0.7]], [[0.9]]]
"""
"""What two runs differ by is doubled every second epoch."""


def run_of(text: str, epochs: int, engine: str = "paper") -> Training:
    """Train an exercise for so many epochs."""
    problem = Problem.of(read(text.encode(), "exercise").exercise)
    return train(problem, choose(problem, epochs, engine), Run(epochs))


@pytest.mark.parametrize("rate", ["10", "{start: 10, exponential: 0.999}"])
def test_what_is_as_small_as_its_bound_is_not_called_nothing(rate: str) -> None:
    """Of weights near 20 there was 5e-5 missing after 20 epochs, and nobody had said so."""
    text = SATURATED.replace("learning_rate: 10", f"learning_rate: {rate}")
    paper, floats = run_of(text, 20), run_of(text, 20, "python")
    assert (proven_epochs(paper) or 0) < 12
    assert [*map(float, paper.after)] == pytest.approx([*floats.after], rel=1e-9)
    right = dict(errors_at(floats, range(21)))
    assert dict(errors_at(paper, range(21))) == pytest.approx(right, rel=1e-8)
    assert doubts_of(paper, range(21)).at_end < 1e-25


def test_a_chaotic_run_keeps_the_digits_that_are_proven_and_at_last_none() -> None:
    """Six digits were told of an error of which nothing was known."""
    training = run_of(CHAOTIC, 400)
    rounding, proven = training.problem.exercise.rounding, proven_epochs(training)
    assert proven is not None
    doubts = doubts_of(training, range(401)).errors
    told = {
        mark: shown_error(error, rounding, doubts[mark])
        for mark, error in errors_at(training, range(401))
    }
    for mark in (100, proven):
        right = run_of(CHAOTIC, mark).errors_after.total
        assert told[mark] == shown_float(right, rounding)
    assert told[proven + 40] != told[400]
    assert told[400].startswith("< ")


def test_a_run_beside_starts_as_far_off_as_the_bounds_say() -> None:
    """What is rational stays as it is."""
    state = run_of(CHAOTIC, 20).after
    assert isinstance(state, Left)
    offs = [abs(one - other) for one, other in zip(state, state.moved(), strict=True)]
    assert offs == pytest.approx([known.error for known in state.known])
    assert all(offs)
    assert all(
        known.error <= abs(known.value) * Decimal("1e-99") for known in state.unbounded().known
    )


FAR = """inputs: [1]
targets: [1, 0]
learning_rate: 1000
activation: [sigmoid, softmax]
loss: cross_entropy
update_biases: false
weights: [[[0.3]], [[0.2], [0.1]]]
"""
"""After an epoch an output is nearer to 1 than the last of 134 digits."""


@pytest.mark.parametrize("loss", ["cross_entropy", "mean_binary_cross_entropy"])
def test_an_error_below_the_last_digit_of_an_output_is_not_0(loss: str) -> None:
    """It was: the output of a state that is known to 130 digits was taken for 1.

    And where it is divided by 1 - out, the run ended there.
    """
    text = FAR.replace("loss: cross_entropy", f"loss: {loss}")
    paper, floats = run_of(text, 3), run_of(text, 3, "python")
    assert paper.stopped == "epochs"
    assert 0 < floats.errors_after.total < 1e-150
    assert paper.errors_after.total == pytest.approx(floats.errors_after.total, rel=1e-9, abs=0)
    assert doubts_of(paper).at_end < 1e-6 * paper.errors_after.total
