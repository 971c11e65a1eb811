"""What training in floats says it knows of its numbers, against the same training in decimals."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count, islice

import pytest
from click.testing import CliRunner

from benchmarks.doubts import compared, drawn
from bpcalc.api.solving import solve
from bpcalc.api.training import train as train_exercise
from bpcalc.cli import cli
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Number
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.report.numbers import shown_error, shown_float
from bpcalc.report.training import of_training
from bpcalc.report.training_ending import Ending
from bpcalc.training import following
from bpcalc.training.doubts import errors_at
from bpcalc.training.engine_choice import choose
from bpcalc.training.following import _Following, doubts_of
from bpcalc.training.problem import Problem
from bpcalc.training.surely import in_decimals, lacks_digits, trained, uncertain
from bpcalc.training.trainer import Interrupt, Run, Training, train
from tests.helpers.ranges import few

CONVERGING = """inputs: [0.35, 0.9]
targets: [0.5]
learning_rate: 10
weights: [[[0.1, 0.8], [0.4, 0.6]], [[0.3, 0.9]]]
"""
"""After 50 epochs its error is 2.86614·10^-36, far below the square of the last bit of 0.5."""

CHAOTIC = """samples:
  - {inputs: [0, 1], targets: [1]}
  - {inputs: [1, 0], targets: [1]}
  - {inputs: [1, 1], targets: [0]}
learning_rate: 4
activation: tanh
weights: [[[0.9, -0.4], [0.3, 0.7]], [[1.2, -0.8]]]
biases: [[0.1, -0.2], [0.3]]
"""
"""At this rate the weights jump about, and what roundings add is doubled again and again."""


def exercise(text: str) -> Exercise:
    """Read an exercise."""
    return read(text.encode(), "exercise").exercise


def run_of(
    text: str, epochs: int, engine: str | None = "python", until: float | None = None
) -> Training:
    """Train an exercise for so many epochs."""
    problem = Problem.of(exercise(text))
    return train(problem, choose(problem, epochs, engine), Run(epochs, until))


def test_no_number_of_random_networks_is_farther_off_than_is_said() -> None:
    """Of random networks every error, weight and output, against decimals."""
    found = (compared(case, 20) for case in map(drawn, count(900)) if case)
    numbers = [number for each in islice(filter(None, found), few(5, 25)) for number in each]
    assert not [each for each in numbers if not each.within or each.digits == "wrong"]
    known = Counter(each.digits for each in numbers)
    assert known["right"] > 0.9 * len(numbers)  # to know nothing would be easy


def test_errors_near_the_end_of_floats_have_the_digits_that_are_known() -> None:
    """As far as 10^-30 and below, where a float has no digit of an error left."""
    training, paper = run_of(CONVERGING, 50), run_of(CONVERGING, 50, "paper")
    marks = range(0, 51, 5)
    doubts = doubts_of(training, marks)
    right = dict(errors_at(paper, marks))
    assert shown_error(right[50], exercise(CONVERGING).rounding, 0.0) == "2.86614e-36"
    told = {}
    for mark, error in errors_at(training, marks):
        assert abs(error - right[mark]) <= doubts.errors[mark] <= 1e4 * abs(error) + 1e-29
        told[mark] = shown_error(error, exercise(CONVERGING).rounding, doubts.errors[mark])
    assert told[20] == "7.37925e-16"
    assert told[30] in {"1.16e-22", "1.160e-22"}
    assert all(told[mark].startswith("< ") for mark in (45, 50))
    assert all(float(told[mark][2:]) >= right[mark] for mark in (45, 50))


def test_a_run_that_blows_roundings_up_keeps_no_digit() -> None:
    """The error jumps about, and at last nobody knows more of it than its size."""
    rounding = exercise(CHAOTIC).rounding
    training, paper = run_of(CHAOTIC, 400), run_of(CHAOTIC, 5, "paper")
    doubts = doubts_of(training, [5]).errors
    (_, found), (_, end) = errors_at(training, [5, 400])
    right = shown_float(paper.errors_after.total, rounding)
    assert shown_error(found, rounding, doubts[5]) == right
    assert shown_error(end, rounding, doubts[400]).startswith("< ")


def test_a_short_run_is_worked_again_in_decimals() -> None:
    """It is soon done, and then all digits are known."""
    training, run = run_of(CONVERGING, 50), Run(50)
    doubts = doubts_of(training)
    assert lacks_digits(training, doubts)
    again = in_decimals(training, doubts, run)
    assert again.engine == "paper"
    assert not lacks_digits(again, doubts_of(again))
    assert again.errors_after.total == pytest.approx(2.86614e-36, rel=1e-5)


def test_a_run_that_has_its_digits_stays_in_floats() -> None:
    """Nothing is worked again that need not be."""
    training = run_of(CONVERGING, 10)
    doubts = doubts_of(training, range(11))
    assert doubts.followed
    assert not lacks_digits(training, doubts)
    assert in_decimals(training, doubts, Run(10)) is training


def test_an_error_that_floats_do_not_know_is_not_reached() -> None:
    """Floats come to 0 and stop; decimals go on until the error is there."""
    training = run_of(CONVERGING, 100, until=1e-35)
    assert training.stopped == "until"
    assert uncertain(training, doubts_of(training), 1e-35)
    assert not uncertain(training, doubts_of(training), 1e-20)
    document = of_training(training, until=1e-35)
    assert "not known to be reached" in str(document.blocks)
    problem = Problem.of(exercise(CONVERGING))
    surely, doubts = trained(problem, Run(100, 1e-35), None)
    assert surely.engine == "paper"
    assert surely.errors_after.total <= 1e-35
    assert surely.epochs > training.epochs
    assert not uncertain(surely, doubts, 1e-35)


WANDERING = """inputs: [1]
targets: [0.3]
learning_rate: 6
activation: [tanh, linear]
weights: [[[0.7]], [[0.9]]]
"""
"""Its error goes up and down between 0 and 0.05, never the same way for long."""


@pytest.mark.parametrize("engine", ["python", "paper"])
@pytest.mark.parametrize(("until", "says"), [(None, "whether it fell"), (0.001, "from 0.001")])
def test_what_is_not_known_of_an_error_is_no_verdict(engine: str, until: float, says: str) -> None:
    """It had "fallen", though it was not known to be below what it was."""
    training = run_of(WANDERING, 403, engine)
    verdict = Ending(training, doubts_of(training), until, "").verdict()
    assert "too little is known of the error" in verdict
    assert says in verdict


def test_a_long_run_is_not_followed_unasked() -> None:
    """It is taken for granted that an error may have come from every update."""
    training = run_of(CONVERGING, 400_000)
    doubts = doubts_of(training)
    assert not doubts.followed
    assert doubts_of(training, unhurried=True).followed
    right = dict(errors_at(run_of(CONVERGING, 50, "paper"), [50]))[50]
    assert training.errors_after.total + doubts.errors[400_000] >= right


def test_decimals_below_all_floats_are_not_called_zero() -> None:
    """Nor where the decimals themselves have no digit left."""
    fast = replace(exercise(CONVERGING), learning_rate=Number("39"))
    problem = Problem.of(fast)
    training = train(problem, choose(problem, 400, "paper"), Run(400))
    shown = shown_error(training.errors_after.total, fast.rounding, doubts_of(training).errors[400])
    assert shown != "0"


@pytest.mark.parametrize(
    ("value", "doubt", "text"),
    [
        (0.1234565, 1e-9, "0.12346"),
        (-0.25, 1e-12, "-0.25"),
        (123456.0, 600.0, "1.2e5"),
        (1e-17, 2e-16, "0 ± 3e-16"),
        (-0.7, 0.2, "-0.7 ± 0.3"),
        (0.3, float("inf"), "?"),
    ],
)
def test_digits_that_are_not_known_are_left_out(value: float, doubt: float, text: str) -> None:
    """What is left of them is a range."""
    assert shown_float(value, exercise(CONVERGING).rounding, doubt) == text


LARGE = """layers: [1, 1]
inputs: [3]
targets: [1000]
weights: [[[123456789012345.6]]]
biases: [0.1]
activation: identity
learning_rate: 0.001
rounding: {decimals: 3, carry: %s}
"""

TIE = """inputs: [1.5]
targets: [0.4]
weights: [[[0.6]]]
biases: [0]
update_biases: false
activation: identity
learning_rate: 0.2
rounding: {decimals: 2}
"""
"""Its error is 0.125 exactly; a float is a little less."""


def reported(text: str) -> str:
    """Return the report of one epoch, as a user gets it."""
    called = CliRunner().invoke(cli, ["train", "-", "--epochs", "1"], input=text)
    assert called.exit_code == 0
    return called.stdout


@pytest.mark.parametrize("carry", ["exact", "rounded"])
def test_large_numbers_have_the_digits_of_the_hand_calculation(carry: str) -> None:
    """Floats have zeros in place of half of them."""
    found = reported(LARGE % carry)
    solution = solve(LARGE % carry)
    for name in ("E_total", "w1_new"):
        assert solution.shown(solution[name]) in found


def test_what_is_rounded_at_a_tie_is_rounded_as_on_paper() -> None:
    """A float may lie on the other side of it."""
    assert re.search(r"^0 +0\.13$", reported(TIE), re.MULTILINE)


def test_no_error_is_low_enough_for_until_zero() -> None:
    """Not even one of exactly 0, behind which momentum goes on."""
    text = "inputs: [1]\ntargets: [1]\nweights: [[[0]]]\nactivation: identity\n"
    text += "learning_rate: 1\nmomentum: 0.5\n"
    training = run_of(text, 3, until=0.0)
    assert (training.stopped, training.epochs) == ("epochs", 3)
    assert training.errors_after.total == 0.03125


def test_the_logarithm_of_an_output_near_nothing_is_not_held() -> None:
    """An output of e^-3000 has the logarithm -3000; a float would be 0, and was held at -700."""
    text = "inputs: [1000]\ntargets: [1]\nweights: [[[-3]]]\nloss: poisson\nlearning_rate: 0.5\n"
    assert run_of(text, 1).errors_before.total == 3000


def test_a_trained_exercise_shows_the_digits_of_its_error_that_are_known() -> None:
    """In a notebook, too, where nothing is worked again unasked."""
    assert repr(train_exercise(CONVERGING, 3)) == "<TrainedExercise: 3 epochs, error 0.000270308>"
    assert re.search(r"error < \de-\d\d>$", repr(train_exercise(CONVERGING, 50)))


PERCEPTRON = """samples:
  - {inputs: [0, 0], targets: [0]}
  - {inputs: [0, 1], targets: [0]}
  - {inputs: [1, 0], targets: [0]}
  - {inputs: [1, 1], targets: [1]}
weights: [[[0.1, 0.1]]]
biases: [[0.1]]
activation: step
learning_rate: 0.1
"""


@pytest.mark.parametrize("epochs", [20, 100_000])
def test_an_error_of_outputs_that_jump_is_exact(epochs: int) -> None:
    """Of a perceptron that has learnt its samples it is 0, followed or not: "< 3e-32" was told."""
    training = run_of(PERCEPTRON, epochs)
    doubts = doubts_of(training)
    assert doubts.at_end == training.errors_after.total == 0
    assert not any(doubt for each in doubts.outs for doubt in each)


@pytest.mark.parametrize("nobody_said_how_long", [False, True])
def test_a_run_in_decimals_goes_on_for_twice_as_long_at_most(nobody_said_how_long: bool) -> None:
    """An error that decimals never reach: the run of 100,000 epochs was begun in decimals."""
    text = "weights: [[[0.102]]]\nactivation: linear\nlearning_rate: 2\n"
    text += "inputs: [1]\ntargets: [0]\n"
    until = 0.005201999999999999
    training = run_of(text, 100_000, until=until)
    assert training.stopped == "until"
    doubts = doubts_of(training)
    assert uncertain(training, doubts, until)
    run = Run(100_000, until, open=nobody_said_how_long)
    assert in_decimals(training, doubts, run) is training


def test_decimals_beyond_floats_have_no_doubt_of_floats() -> None:
    """An error of 1e400 was told as "?"."""
    text = "weights: [[[0.5]]]\nbiases: [[0]]\nactivation: linear\nlearning_rate: 1e-400\n"
    text += "inputs: [1e200]\ntargets: [0]\n"
    training = run_of(text, 2, "paper")
    assert set(doubts_of(training).errors.values()) == {0.0}


@pytest.mark.parametrize("engine", ["python", "arrays"])
def test_runs_of_every_engine_are_followed(engine: str) -> None:
    """Short runs of arrays were not, as arrays take long to begin; chaotic ones told six digits."""
    doubts = doubts_of(run_of(CHAOTIC, 2_000, engine))
    assert doubts.followed
    assert max(doubts.weights) > 1e-2


def test_an_error_that_nobody_kept_is_not_that_of_the_end() -> None:
    """Of a long run every second error is kept, say; that of the end was told for the others."""
    training = run_of(CONVERGING, 20_000)
    assert training.history.thinned
    kept = [point.epoch for point in training.history.points[:3]]
    assert [mark for mark, _ in errors_at(training, [*kept, 20_000])] == [*kept, 20_000]
    with pytest.raises(LookupError, match="no error is kept after epoch 1 of 20000"):
        errors_at(training, [0, 1])
    with pytest.raises(LookupError):
        doubts_of(training, [1])


def test_a_run_is_followed_in_portions_that_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is told after each; whoever has had enough is told that nobody followed."""
    training = run_of(CHAOTIC, 2_000)
    whole = doubts_of(training)
    monkeypatch.setattr(following, "PORTION", 1e-4)
    seen, interrupt = list[int](), Interrupt()
    assert doubts_of(training, progress=lambda done, error: seen.append(done)) == whole
    assert len(seen) > 20
    assert seen == sorted(seen)
    assert seen[-1] == 2_000

    def enough(done: int, error: Callable[[], float]) -> None:
        seen.append(done)
        assert error() > 0
        interrupt()

    seen.clear()
    assert not doubts_of(training, progress=enough, interrupt=interrupt).followed
    assert len(seen) == 1


def test_a_weight_below_all_digits_of_floats_has_none() -> None:
    """Of 9e-315 a float has nine digits, and what it came from had no more."""
    text = "inputs: [1e-160]\ntargets: [1]\nweights: [[[0]]]\nactivation: identity\n"
    training = run_of(text + "learning_rate: 1e-155\nupdate_biases: false\n", 3)
    (weight,), (doubt,) = training.after, doubts_of(training).weights
    assert 0 < weight < 1e-310
    assert doubt > weight


AT_THE_KINK = """samples:
  - {inputs: [1, 1, 1], targets: [1]}
  - {inputs: [0.1, 0.2, 0.3], targets: [0.3]}
activation: [relu, identity]
weights: [[[0.1, 0.2, -0.3], [0.3, 0.1, 0.2]], [[0.5, 0.4]]]
learning_rate: 0.1
optimizer: %s
"""
"""The net input 0.1 + 0.2 - 0.3 is 0 on paper, where relu has no slope, and 6e-17 in floats."""


@pytest.mark.parametrize("epochs", [3, 20])
@pytest.mark.parametrize("optimiser", ["gradient", "adam", "rmsprop", "amsgrad", "adadelta"])
def test_floats_on_the_other_side_of_a_kink_are_not_believed(optimiser: str, epochs: int) -> None:
    """With adam, a mean of squares was moved below 0, and who had no number said nothing."""
    text = AT_THE_KINK % optimiser
    floats, paper = run_of(text, epochs), run_of(text, epochs, "paper")
    doubts = doubts_of(floats)
    offs = [abs(one - float(other)) for one, other in zip(floats.after, paper.after, strict=True)]
    assert max(offs[:8]) > 1e-4
    assert all(off <= doubt for off, doubt in zip(offs, doubts.weights, strict=False))
    assert in_decimals(floats, doubts, Run(epochs)).engine == "paper"


def test_weights_that_add_up_to_nothing_are_moved_apart() -> None:
    """By the same part each, 0.1 + 0.2 - 0.3 stayed what it was."""
    following = _Following(run_of(AT_THE_KINK % "gradient", 1), None, 1e3)
    start = following._engine.start()
    nets = [sum(following._moved_by(start, way)[:3]) for way in (1, -1)]
    assert min(nets) < 0 < max(nets)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_runs_of_every_optimiser_are_followed(optimiser: str) -> None:
    """Far from kinks floats have nearly all their digits, and are known to have them."""
    text = CONVERGING.replace("learning_rate: 10", "learning_rate: 0.1")
    doubts = doubts_of(run_of(f"{text}optimizer: {optimiser}\n", 20))
    assert 0 < max(doubts.weights) < 1e-9
