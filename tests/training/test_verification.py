"""Epochs of a run are compared with the decimals, and what does not agree is told."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

import bpcalc
from bpcalc.cli import cli
from bpcalc.maths.expr import Number
from bpcalc.training.engine_choice import ENGINES
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Checkpoint, Run, Training, train
from bpcalc.training.verification import compared


def trained(name: str, run: Run, engine: str = "python") -> Training:
    """Train a built-in exercise."""
    problem = Problem.of(bpcalc.load(name))
    return train(problem, ENGINES[engine](problem), run)


@pytest.mark.parametrize("engine", ["python", "arrays"])
@pytest.mark.parametrize("name", ["mazur", "xor", "batch-momentum", "softmax", "thresholds"])
def test_the_first_the_last_and_the_chosen_epochs_agree(name, engine):
    """Each is worked once more from the floats at its start."""
    training = trained(name, Run(100, checked=frozenset({7, 50})), engine)

    found = compared(training.problem, training.checkpoints)

    assert [each.epoch for each in found] == [1, 7, 50, 100]
    assert all(each.difference < 1e-13 for each in found)
    assert training.checkpoints[-1].after == training.after


def test_checkpoints_are_right_where_a_run_stops_early_or_is_shuffled():
    """The last epoch is the last that was run, and its samples come in the order they had."""
    early = trained("xor", Run(5000, until=0.01))
    shuffled = trained("xor", Run(20, shuffle=True, seed=3))

    for training in (early, shuffled):
        found = compared(training.problem, training.checkpoints)
        assert [each.epoch for each in found] == [1, training.epochs]
        assert all(each.difference < 1e-13 for each in found)


def test_what_differs_is_found():
    """One weight that is off by 10^-9 is enough."""
    training = trained("mazur", Run(3))
    first = training.checkpoints[0]
    other = (*first.after[:4], first.after[4] * (1 + 1e-9), *first.after[5:])

    (found,) = compared(training.problem, [Checkpoint(1, first.before, other, None)])

    assert not found.agrees
    assert found.key == training.problem.parameters[4]
    assert found.difference == pytest.approx(1e-9, rel=1e-3)


SHARED_BIAS = """
inputs: [0.05, 0.7]
targets: [0, 0.5, 0.2, 0.3]
weights: [[[-8.14, 0.3], [5.8, -1.2], [3.71, 0.4], [2, 0.9]]]
biases: [0]
activation: softmax
loss: kl_divergence
learning_rate: 0.05
"""
"""The deltas of a softmax add up to nothing: on paper the one bias stays 0."""


@pytest.mark.parametrize("engine", ["python", "arrays"])
def test_what_is_added_up_to_nothing_is_held_against_what_was_added_up(engine):
    """Of 0 no float is a fraction; one that is off by more than the roundings is found."""
    problem = Problem.of(bpcalc.load(SHARED_BIAS))
    trained = train(problem, ENGINES[engine](problem), Run(3))
    checkpoint = trained.checkpoints[0]
    bias = problem.parameters.index(next(key for key in problem.parameters if key.kind == "bias"))
    after = list(checkpoint.after)
    after[bias] = 1e-9

    (wrong,) = compared(problem, [checkpoint._replace(after=tuple(after))])

    assert all(each.difference < 1e-15 for each in compared(problem, trained.checkpoints))
    assert (wrong.agrees, wrong.key.kind) == (False, "bias")


def test_the_command_says_what_was_compared():
    """Asked for, it names the epochs."""
    result = CliRunner().invoke(cli, ["train", "mazur", "--epochs", "50", "--verify", "2,10"])

    assert result.exit_code == 0
    assert "Compared with the decimals" in result.stderr
    assert "epochs 1, 2, 10, 50" in result.stderr


def test_the_command_says_what_was_not_compared(tmp_path):
    """What would take too long is left out, with a word."""
    rows = ", ".join(f"[{', '.join(['0.01'] * 30)}]" for _ in range(30))
    path = tmp_path / "large.yaml"
    path.write_text(
        f"inputs: [{', '.join(['0.5'] * 30)}]\ntargets: [{', '.join(['0.5'] * 30)}]\n"
        f"learning_rate: 0.1\nweights: [[{rows}], [{rows}]]\n"
    )
    runner = CliRunner()

    silent = runner.invoke(cli, ["train", str(path), "--epochs", "3", "--format", "csv"])
    asked = runner.invoke(
        cli, ["train", str(path), "--epochs", "3", "--format", "csv", "--verify", "1"]
    )

    assert "were not compared with the decimals" in silent.stderr
    assert "no weight differs" in asked.stderr


def test_an_engine_that_trains_something_else_is_told_of(monkeypatch):
    """A wrong engine ends in a sentence that names the epoch and the weight."""
    entry = ENGINES["python"]

    def wrong(problem):
        exercise = problem.exercise
        return entry.make(Problem.of(replace(exercise, learning_rate=Number("0.25"))))

    monkeypatch.setitem(ENGINES, "python", entry._replace(make=wrong))
    result = CliRunner().invoke(cli, ["train", "mazur", "--epochs", "5"])

    assert "differs from the decimals" in result.stderr
    assert "In epoch 1 the engine `python`" in result.stderr
