"""Several runs of one exercise: each is what training it alone comes to, on any number of cores."""

from decimal import Decimal
from math import sqrt

import pytest

import bpcalc
from bpcalc import cli
from bpcalc.errors import BpcalcError
from bpcalc.exercise.sources import built_in, load
from bpcalc.exercise.writer import write
from bpcalc.experiments import runs as comparison
from bpcalc.experiments import varying
from bpcalc.experiments.runs import Planned, run_all
from bpcalc.experiments.varying import EXAMPLES, SETTINGS, plan, settings_of, varied, with_weights
from bpcalc.training.trainer import Run

RATES = "learning_rate=0.1,0.2,0.5,0.8,1,2"


def planned(name: str, *vary: str) -> list[Planned]:
    """Return the runs of a built-in exercise."""
    return [Planned(*each) for each in plan(load(name), vary)]


@pytest.mark.parametrize("name", ["two-three-two", "xor", "batch-momentum", "skip-connection"])
def test_a_run_is_what_training_with_that_rate_comes_to(name: str) -> None:
    """Against `train` on the file with another rate, weight by weight."""
    for run in run_all(planned(name, RATES), Run(30)):
        text = write(load(name)).replace(
            f"learning_rate: {load(name).learning_rate.text}\n",  # type: ignore[union-attr]
            f"learning_rate: {run.settings[0].value}\n",
        )
        alone = bpcalc.train(text, epochs=30, until=0)

        assert run.training is not None
        assert run.training.after == alone.training.after
        assert run.training.history.points == alone.history


def test_processes_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same numbers, bit by bit, in the same order."""
    runs = planned("two-three-two", RATES, "weights=given,random:3")
    alone = run_all(runs, Run(40), jobs=1)
    monkeypatch.setattr(comparison, "WORTHWHILE", 0.0)

    together = run_all(runs, Run(40), jobs=2)

    for one, other in zip(alone, together, strict=True):
        assert one.label == other.label
        assert one.training is not None
        assert other.training is not None
        assert one.training.after == other.training.after
        assert one.training.history.points == other.training.history.points
        assert other.training.problem.exercise is other.exercise


def test_what_diverges_is_named() -> None:
    """And the others are not disturbed."""
    found = bpcalc.compare("regression", learning_rate=[0.1, 5], epochs=200)

    assert [run.diverged for run in found] == [False, True]
    assert "Diverged: learning_rate = 5." in str(found)
    assert found[0].trained is not None
    assert found[0].trained.error < 1e-6


def test_an_error_in_a_run_is_a_line_of_the_comparison() -> None:
    """Such as an engine that cannot do it."""
    found = bpcalc.compare(
        "two-three-two", optimizer=["gradient", "adam"], epochs=3, engine="no_such"
    )

    assert all(run.trained is None and "no_such" in run.problem for run in found)


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_varied_and_nothing_else(setting: str) -> None:
    """The example of its help works, and the rest of the exercise stays as it is."""
    exercise = load("xor")
    for value in settings_of(EXAMPLES[setting]):
        found = varied(exercise, value)
        assert found.samples == exercise.samples
        assert found.title == exercise.title
        if setting not in ("activation", "weights"):
            assert found.layers == exercise.layers
        if setting != "loss":
            assert found.loss == exercise.loss
        if setting == "learning_rate":
            assert found.learning_rate is not None
            assert found.learning_rate.text == value.value


def test_the_value_is_that_of_the_file() -> None:
    """Digits, functions with parameters, and lists one a layer."""
    exercise = load("xor")

    rate = varied(exercise, settings_of("learning_rate=0.50")[0])
    mixed, leaky = (
        varied(exercise, each)
        for each in settings_of("activation=[tanh, sigmoid],{leaky_relu: 0.1}")
    )
    adam = varied(load("batch-momentum"), settings_of("optimizer={adam: {beta1: 0.8}}")[0])

    assert rate.learning_rate is not None
    assert rate.learning_rate.value == Decimal("0.50")
    assert [layer.activation.name for layer in mixed.layers] == ["tanh", "sigmoid"]
    assert {layer.activation.in_file for layer in leaky.layers} == {"{leaky_relu: 0.1}"}
    assert adam.rule.name == "adam"


@pytest.mark.parametrize("name", list(built_in()))
def test_initial_weights(name: str) -> None:
    """Zero, or drawn within the bounds; the same for the same seed; biases stay."""
    exercise = load(name)
    zero, one, same, two = (
        with_weights(exercise, value) for value in ("zero", "random:1", "random:1", "random:2")
    )

    assert one == same != two
    for layer, old in zip(one.layers, exercise.layers, strict=True):
        assert layer.biases == old.biases
        for row in layer.weights:
            there = [float(number.value) for number in row if number is not None]
            assert all(abs(value) <= 1 / sqrt(max(len(there), 1)) for value in there)
            assert len(there) == sum(number is not None for number in row)
    assert {n.text for layer in zero.layers for row in layer.weights for n in row if n} == {"0"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["learning_rat=1"], "did you mean `learning_rate`"),
        (["title=1,2"], "choose from"),
        (["learning_rate"], "needs values"),
        (["learning_rate="], "needs values"),
        (["learning_rate=O.5"], "learning_rate=O.5: expected a learning rate"),
        (["activation=sigmoyd"], "activation=sigmoyd: .*sigmoid"),
        (["weights=ones"], "weights=ones: expected `given`, `zero` or `random:SEED`"),
        (["learning_rate=1", "learning_rate=2"], "varied twice"),
        (["optimizer=gradient,adam", "momentum=0,0.5"], "`optimizer` or `momentum`, not both"),
        ([f"weights={','.join(f'random:{n}' for n in range(101))}"], "101 runs; at most 100"),
        (["loss=cross_entropy}\ninputs: [1"], "loss="),
    ],
)
def test_what_cannot_be_varied_is_said(words: list[str], says: str) -> None:
    """In the sentence of whoever reads the value."""
    with pytest.raises(BpcalcError, match=says):
        plan(load("two-three-two"), words)


def test_samples_too_many_to_be_written_are_told_before_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is written out or read again; the sentence is about the samples, not about a file."""
    exercise = load("xor")
    monkeypatch.setattr(varying, "MAX_BYTES", varying.OTHER_BYTES + 100)
    monkeypatch.setattr(varying, "write", lambda exercise: pytest.fail("it was written"))

    with pytest.raises(BpcalcError, match="these 4 take more than 1 MiB; keep fewer rows"):
        plan(exercise, ["learning_rate=1,2"])


def test_what_a_process_cannot_be_told_is_worked_out_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs from other weights need no text of the exercise."""
    monkeypatch.setattr(comparison, "WORTHWHILE", 0.0)
    monkeypatch.setattr(varying, "MAX_BYTES", varying.OTHER_BYTES + 100)
    monkeypatch.setattr(comparison, "_on_several", lambda *_: pytest.fail("it was told"))

    runs = run_all(planned("xor", "weights=zero,random:1"), Run(2), jobs=2)

    assert all(each.training for each in runs)


def test_what_samples_take_is_counted_as_they_are_written() -> None:
    """The count is close to what a file has."""
    text = write(load("xor"))
    rows = [line for line in text.splitlines() if "inputs: [" in line]

    assert len(rows) == 4
    for line in rows:
        numbers = 3
        counted = varying.ROW_BYTES + numbers * (1 + varying.SEPARATOR_BYTES)
        assert abs(len(line) - counted) <= 4


def test_a_momentum_that_runs_are_without_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The run `gradient` is plain gradient descent, which the exercise is not."""
    call = ["compare", "batch-momentum", "--epochs", "3", "--vary"]
    assert cli.run([*call, "optimizer=gradient,adam"]) == 0
    told = capsys.readouterr().err
    assert "`momentum: 0.9` of the exercise is left out where `optimizer` is another one" in told
    assert cli.run([*call, "learning_rate=0.1,0.2"]) == 0
    assert "left out" not in capsys.readouterr().err


def test_until_zero_asks_for_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """As in `train`: it overrides an error that the exercise names."""
    call = ["compare", "xor", "--epochs", "3", "--vary", "learning_rate=0.1,0.2", "--until"]
    assert cli.run([*call, "0"]) == 0
    assert "asked for" not in capsys.readouterr().out
    assert cli.run([*call, "0.001"]) == 3
