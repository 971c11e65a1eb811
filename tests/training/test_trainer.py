"""A run stops for the right reason, remembers what it should, and can go on."""

from dataclasses import replace

import pytest

import bpcalc
from bpcalc.maths.expr import Number
from bpcalc.training import trainer
from bpcalc.training.decimal_engine import Paper
from bpcalc.training.engine import State
from bpcalc.training.history import MAX_KEPT_EPOCHS
from bpcalc.training.problem import Problem
from bpcalc.training.python_engine import Straight
from bpcalc.training.result import at_state
from bpcalc.training.trainer import Interrupt, Run, Training, train


def trained(name: str, run: Run, **changes: object) -> Training:
    """Train a built-in exercise, with some fields changed."""
    exercise = replace(bpcalc.load(name), **changes)  # type: ignore[arg-type]
    problem = Problem.of(exercise)
    return train(problem, Straight(problem), run)


def test_history_has_every_error_from_before_training_to_the_end() -> None:
    """Epoch 0 is before training, and the last point is the state at the end."""
    result = trained("mazur", Run(3))

    points = result.history.points
    assert [point.epoch for point in points] == [0, 1, 2, 3]
    assert points[0].error == result.errors_before.total
    assert points[-1].error == result.errors_after.total
    assert f"{points[1].error:.9f}" == "0.291027774"


def test_until_stops_at_the_first_epoch_that_is_good_enough() -> None:
    """The error is at or below the limit after the last epoch, and above before."""
    result = trained("xor", Run(5000, until=0.001))

    assert result.stopped == "until"
    *_, before, last = result.history.points
    assert last.epoch == result.epochs < 5000
    assert last.error <= 0.001 < before.error


def test_a_run_that_is_good_enough_already_does_nothing() -> None:
    """No epoch is run if the error is low enough at the start."""
    result = trained("mazur", Run(100, until=1.0))

    assert (result.stopped, result.epochs) == ("until", 0)
    assert result.after == result.before


@pytest.mark.parametrize("epochs", [500, 3 * MAX_KEPT_EPOCHS])
def test_divergence_keeps_the_last_finite_weights(epochs: int) -> None:
    """A learning rate that is far too large stops the run with finite weights."""
    result = trained("regression", Run(epochs), learning_rate=Number("500"))

    assert result.stopped == "diverged"
    assert result.epochs < epochs
    assert all(abs(value) < float("inf") for value in result.after)


def test_long_runs_keep_a_thinned_history() -> None:
    """Of three times as many epochs as are kept, every third is; the weights are the same."""
    epochs = 3 * MAX_KEPT_EPOCHS

    result = trained("single-neuron", Run(epochs))

    assert result.history.thinned
    assert len(result.history.points) <= MAX_KEPT_EPOCHS + 2
    problem = result.problem
    assert result.after == Straight(problem).run(epochs, problem.start())


def test_an_interrupt_stops_after_the_current_portion() -> None:
    """What was reached is kept, and the reason is told."""
    problem = Problem.of(bpcalc.load("mazur"))
    interrupt = Interrupt()

    def progress(done: int, _: float) -> None:
        interrupt()

    result = train(problem, Straight(problem), Run(10**9), progress=progress, interrupt=interrupt)

    assert result.stopped == "interrupted"
    assert 0 < result.epochs < 10**9
    assert result.after == Straight(problem).run(result.epochs, problem.start())


def test_who_asks_again_does_not_wait() -> None:
    """A second Ctrl-C ends an epoch that takes long."""
    interrupt = Interrupt()
    interrupt()

    with pytest.raises(KeyboardInterrupt):
        interrupt()


def test_decimals_are_interrupted_after_their_first_epoch() -> None:
    """They are slow: nobody waits for sixteen epochs."""
    problem = Problem.of(bpcalc.load("xor"))
    interrupt = Interrupt()

    result = train(
        problem, Paper(problem), Run(10**6), progress=lambda *_: interrupt(), interrupt=interrupt
    )

    assert (result.stopped, result.epochs) == ("interrupted", 1)


def test_epochs_that_are_long_are_interrupted_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the engine: of a million samples nobody waits for sixteen epochs."""
    monkeypatch.setattr(trainer, "PORTION", 0)
    problem = Problem.of(bpcalc.load("xor"))
    interrupt = Interrupt()
    done = []

    def progress(epochs: int, _: object) -> None:
        done.append(epochs)
        if epochs == 3:
            interrupt()

    run = Run(10**6)
    result = train(problem, Straight(problem), run, progress=progress, interrupt=interrupt)

    assert (result.stopped, done) == ("interrupted", [1, 2, 3])


def test_shuffling_is_repeatable_and_matters() -> None:
    """The same seed gives the same weights, another seed others."""
    runs = [trained("xor", Run(50, shuffle=True, seed=seed)).after for seed in (1, 1, 2)]

    assert runs[0] == runs[1] != runs[2]


@pytest.mark.parametrize("name", ["mazur", "xor", "batch-momentum", "softmax", "thresholds"])
def test_training_goes_on_as_if_it_had_never_stopped(name: str) -> None:
    """N epochs and then M give the weights of N + M, to the last bit, momentum included."""
    whole = trained(name, Run(30))
    first = trained(name, Run(12))

    problem = Problem.of(at_state(first.problem, first.after))
    second: State = train(problem, Straight(problem), Run(18)).after

    assert second == whole.after
