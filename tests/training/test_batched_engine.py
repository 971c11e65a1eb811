"""Mini-batches and learning rates that change: printed numbers, and every engine."""

from decimal import Decimal
from math import exp
from random import Random

import pytest

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.checking.marker import Marker
from bpcalc.cli import run
from bpcalc.errors import ExerciseError
from bpcalc.exercise.presentations import hindrance
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.maths.keys import Key
from bpcalc.report.layout import of_solution
from bpcalc.solution import Solution
from bpcalc.training.batched_engine import rate_of
from bpcalc.training.engine_choice import choose, has_fast
from bpcalc.training.problem import Problem
from bpcalc.training.result import at_state
from bpcalc.training.trainer import Run, train
from bpcalc.training.verification import compared


def line(rest: str, samples: int = 4) -> Exercise:
    """Return a linear unit with a constant input, on the points (x, x + 1)."""
    rows = "".join(f"  - {{inputs: [{x}, 1], targets: [{x + 1}]}}\n" for x in range(1, samples + 1))
    text = (
        f"samples:\n{rows}weights: [[[0, 0]]]\nactivation: identity\nloss: squared_error\n{rest}\n"
    )
    return read(text.encode(), "x.yaml").exercise


def network(rest: str, seed: int = 1) -> Exercise:
    """Return a 2-3-1 network over five samples, drawn by chance."""
    draw = Random(seed)

    def some(count: int) -> str:
        return "[" + ", ".join(str(draw.randint(-9, 9) / 10) for _ in range(count)) + "]"

    rows = "".join(
        f"  - {{inputs: {some(2)}, targets: [{draw.randint(0, 1)}]}}\n" for _ in range(5)
    )
    weights = f"[[{some(2)}, {some(2)}, {some(2)}], [{some(3)}]]"
    text = f"samples:\n{rows}weights: {weights}\nbiases: [{some(3)}, {some(1)}]\n{rest}\n"
    return read(text.encode(), "x.yaml").exercise


def rates(rest: str, epochs: int) -> list[Decimal]:
    """Return the learning rates of so many epochs."""
    values = calculate(line(f"learning_rate: {rest}", 1), epochs).values
    return [values[Key("learning_rate", epoch=epoch)] for epoch in range(1, epochs + 1)]


def test_printed_rates():
    """Open-Deep-ML, problems 153 and 154: epochs there are counted from 0."""
    stairs = rates("{start: 0.1, step: {every: 5, factor: 0.5}}", 11)
    assert [stairs[n] for n in (4, 5, 9, 10)] == list(
        map(Decimal, ("0.1", "0.05", "0.05", "0.025"))
    )
    assert rates("{start: 1, exponential: 0.9}", 4)[3] == Decimal("0.729")
    falling = rates("{start: 0.005, exponential: 0.99}", 21)
    assert [round(float(falling[n]), 4) for n in (10, 20)] == [0.0045, 0.0041]


def test_rates_that_fall_along_a_line_or_a_power_of_e():
    """η₀·e^(-κ·n) of the mathematical library, and a tenth less in every epoch down to the end."""
    natural = rates("{start: 0.5, natural: 0.1}", 6)
    assert list(map(float, natural)) == pytest.approx(
        [0.5 * exp(-0.1 * epoch) for epoch in range(6)], rel=1e-12
    )
    line = rates("{start: 0.5, linear: {epochs: 4, end: 0.1}}", 6)
    assert list(map(str, line)) == ["0.5", "0.4", "0.3", "0.2", "0.1", "0.1"]


def test_printed_cosines():
    """Open-Deep-ML, problem 155: down half a wave, and level from there on."""
    found = rates("{start: 0.1, cosine: {epochs: 10, end: 0.001}}", 13)
    printed = {0: "0.1000", 2: "0.0905", 5: "0.0505", 7: "0.0214", 10: "0.0010", 12: "0.0010"}
    assert {n: f"{found[n]:.4f}" for n in printed} == printed
    assert found[5] == Decimal("0.0505")  # cos π/2 is 0
    assert f"{rates('{start: 0.2, cosine: {epochs: 20, end: 0.01}}', 16)[15]:.4f}" == "0.0378"
    assert list(map(float, rates("{start: 2, cosine: 4}", 5))) == pytest.approx(
        [2, 1 + 2**-0.5, 1, 1 - 2**-0.5, 0], abs=1e-15
    )


def test_warm_up_and_inverse():
    """A third, two thirds, then the start, and after that as the schedule has it."""
    found = rates("{start: 0.6, inverse: 0.5, warm_up: 3}", 6)
    wanted = [0.2, 0.4, 0.6, 0.6, 0.6 / 1.5, 0.6 / 2]
    assert list(map(float, found)) == pytest.approx(wanted)
    assert list(map(float, rates("{start: 0.5, warm_up: 2}", 3))) == [0.25, 0.5, 0.5]


@pytest.mark.parametrize(
    ("size", "printed"), [(4, "1.14905239 0.56176776"), (2, "1.10334065 0.68329431")]
)
def test_printed_batches(size, printed):
    """Open-Deep-ML, problem 47: 100 epochs at 0.01, in batches of four and of two."""
    problem = Problem.of(line(f"learning_rate: 0.01\nbatch_size: {size}"))
    engine = choose(problem, 100, "python")
    found = engine.run(100, engine.start())

    assert [f"{each:.8f}" for each in found] == printed.split()


RESTS = [
    "batch_size: 2\nlearning_rate: 0.5",
    "batch_size: 3\nlearning_rate: 0.5\nupdate: batch\nmomentum: 0.9",
    "batch_size: 2\nlearning_rate: {start: 0.5, exponential: 0.5}\noptimizer: adam",
    "learning_rate: {start: 0.5, step: {every: 2, factor: 0.1}, warm_up: 1}",
    "learning_rate: {start: 0.5, cosine: {epochs: 3, end: 0.1}}\nupdate: batch",
    "learning_rate: {start: 0.5, natural: 0.3}",
    "learning_rate: {start: 0.5, linear: {epochs: 3, end: 0.1}}",
    "learning_rate: {start: 0.5, inverse: 0.1}\noptimizer: {momentum: 0.8}\nupdate: batch",
    "learning_rate: [0.5, 0.1]",
    "learning_rate: [0.5, 0.1]\noptimizer: adam\nbatch_size: 2",
    "batch_size: 2\nlearning_rate: 0.5\nnotation: han-kamber",
    "batch_size: 2\nlearning_rate: 0.5\npenalty: {l2: 0.1}",
]


@pytest.mark.parametrize("rest", RESTS)
def test_engines_give_the_hand_calculation(rest):
    """Three epochs, in every engine."""
    case = network(rest)
    calculation = calculate(case, 3)
    shape = Problem.of(case).shape
    last = calculation.epochs
    sample = None if shape.together else 5
    wanted = [
        float(calculation.values[key.turned(f"new_{key.kind}", sample, last)])
        for layer in case.graph.layers
        for key in case.graph.parameters(layer)
    ]
    problem = Problem.of(case)
    names = ["python", "arrays", "paper", *(["machine"] if has_fast() else [])]
    for name in names:
        engine = choose(problem, 3, name)
        state = engine.run(3, engine.start())
        found = list(map(float, state))[: len(wanted)]
        assert found == pytest.approx(wanted, rel=1e-10), name
        error = calculation.values[Key("total_error", epoch=last + 1)]
        assert engine.errors(state).total == pytest.approx(float(error))
        again = at_state(problem, state)
        more = choose(Problem.of(again), 1, name)
        on = list(map(float, more.run(2, more.start())))[: len(wanted)]
        assert on == pytest.approx(list(map(float, engine.run(2, state)))[: len(wanted)])


SCHEDULES = [
    "exponential: 0.9",
    "natural: 0.3",
    "inverse: 0.17",
    "linear: {epochs: 5, end: 0.1}",
    "cosine: {epochs: 5, end: 0.1}",
    "step: {every: 2, factor: 0.3}",
]


@pytest.mark.parametrize("update", ["online", "batch"])
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_rate_is_rounded_as_on_the_page(schedule, update):
    """Where every line is rounded, η is one of them; what is learnt has the page's digits."""
    rate = f"learning_rate: {{start: 0.55, {schedule}}}"
    case = network(f"{rate}\nupdate: {update}\nrounding: {{decimals: 1, carry: rounded}}")
    values = calculate(case, 4).values
    engine = choose(Problem.of(case), 4)

    state = engine.run(4, engine.start())

    sample = None if update == "batch" else 5
    keys = [key for layer in case.graph.layers for key in case.graph.parameters(layer)]
    wanted = [values[key.turned(f"new_{key.kind}", sample, 4)] for key in keys]
    assert list(state)[: len(keys)] == wanted
    rates = [values[Key("learning_rate", epoch=n)] for n in range(1, 5)]
    assert [rate_of(case, n) for n in range(1, 5)] == rates


@pytest.mark.skipif(not has_fast(), reason="the extra `fast` is not installed")
@pytest.mark.parametrize("rest", RESTS)
def test_machine_code_takes_every_rate(rest):
    """The bits of the default engine, whatever was compiled before a rate was set."""
    problem = Problem.of(network(rest))
    straight, machine = choose(problem, 9, "python"), choose(problem, 9, "machine")
    state = straight.start()
    for epochs in (1, 4):
        state = straight.run(epochs, state)
    assert machine.run(4, machine.run(1, machine.start())) == state

    fixed = Problem.of(network("learning_rate: 0.5"))
    one, other = choose(fixed, 9, "python"), choose(fixed, 9, "machine")
    for engine in (one, other):
        engine.run(1, engine.start())
        engine.set_rate(Decimal("0.25"))
    assert other.run(2, other.start()) == one.run(2, one.start())


@pytest.mark.parametrize("rest", RESTS)
def test_a_file_says_it_and_is_read_again(rest):
    """What is written reads back to the same exercise."""
    case = network(rest)

    assert read(write(case).encode(), "x.yaml").exercise == case


def test_training_is_compared_with_the_decimals():
    """Checkpoints of a run by the batch at a rate that falls."""
    problem = Problem.of(network(RESTS[2]))
    engine = choose(problem, 20)
    training = train(problem, engine, Run(20, checked=frozenset({7})))

    assert all(each.agrees for each in compared(problem, training.checkpoints))
    assert [each.epoch for each in training.checkpoints] == [1, 7, 20]


def test_titles_and_a_sheet():
    """A page counts epochs and batches; a sheet asks for all of them."""
    case = network(RESTS[0])
    solution = Solution(calculate(case, 2))
    titles = [getattr(block, "title", "") for block in of_solution(solution).blocks]

    assert "Epoch 2, batch 3, sample 5" in titles
    assert Key("net", 1, 1, None, 5, 6) in Marker(case, 2).asked


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ("learning_rate: {start: 0.5}", "a schedule such as"),
        ("learning_rate: {exponential: 0.5}", "`start` is missing, as in {start"),
        ("learning_rate: {start: 0.5, exponential: 0.5, inverse: 1}", "and `inverse` exclude"),
        ("learning_rate: {start: 0.5, exponential: 0}", "a factor above 0"),
        ("learning_rate: {start: 0.5, step: {every: 2}}", "{every: 10, factor: 0.5}"),
        ("learning_rate: {start: 0.5, cosine: 0}", "1"),
        ("learning_rate: {start: 0.5, cosine: {end: 1}}", "{epochs: 10, end: 0}"),
        ("learning_rate: {start: 0.5, decay: 0.1}", "unknown key `decay`"),
        ("learning_rate: [0.5, -1]", "0 or more"),
        ("learning_rate: [0.5, 0.5, 0.5]", "expected 2 learning rates"),
        ("learning_rate: 1\nbatch_size: 0", "1"),
        ("learning_rate: 1\nbatch_size: 2\nupdate: online", "has no batches"),
    ],
)
def test_what_cannot_be_is_said(rest, says):
    """One sentence, not a traceback."""
    with pytest.raises(ExerciseError) as refused:
        network(rest)
    assert says in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    "name", ["python", "arrays", "paper", *(["machine"] if has_fast() else [])]
)
@pytest.mark.parametrize("presentations", [1, 4, 5, 10, 12])
def test_presentations(name, presentations):
    """A run stops within an epoch: with the weights that stand there on the page."""
    case = network("learning_rate: 0.5\nmomentum: 0.5")
    values = calculate(case, 3).values
    epochs, rest = divmod(presentations, 5)
    problem = Problem.of(case)
    training = train(problem, choose(problem, 1, name), Run(epochs, rest=rest))
    moment = (rest, epochs + 1) if rest else (5, epochs)
    wanted = [
        float(values[key.turned(f"new_{key.kind}", *moment)])
        for layer in case.graph.layers
        for key in case.graph.parameters(layer)
    ]

    assert list(map(float, training.after))[: len(wanted)] == pytest.approx(wanted, rel=1e-9)
    assert (training.epochs, training.rest) == (epochs, rest)


def test_the_error_inside_an_epoch_has_a_row_of_its_own(tmp_path, capsys):
    """It is not the error after an epoch: that one stands above it, as in a longer run."""
    path, history = tmp_path / "counted.yaml", tmp_path / "errors.csv"
    path.write_text(write(network("learning_rate: 0.5")))
    assert run(["train", str(path), "--presentations", "7", "--history", str(history)]) == 0
    page = capsys.readouterr().out
    rows = history.read_text().splitlines()
    assert [row.partition(",")[0] for row in rows] == ["epoch", "0", "1", "1.4"]
    assert "\n1 + 2 samples  " in page
    whole = tmp_path / "whole.csv"
    assert run(["train", str(path), "--epochs", "1", "--history", str(whole)]) == 0
    assert whole.read_text().splitlines() == rows[:3]


def test_presentations_in_the_file(tmp_path, capsys):
    """The file may say it as well; the command line wins, and the writer writes it."""
    case = network("learning_rate: 0.5\npresentations: 12")
    assert read(write(case).encode(), "x.yaml").exercise == case
    path = tmp_path / "counted.yaml"
    path.write_text(write(case))

    assert run(["train", str(path)]) == 0
    assert "12 presentations of a sample were run: 2 epochs, and the first 2" in (
        capsys.readouterr().out
    )
    assert run(["train", str(path), "--epochs", "3"]) == 0
    assert "All 3 epochs were run" in capsys.readouterr().out
    assert run(["train", str(path), "--presentations", "13"]) == 0
    assert "and the first 3" in capsys.readouterr().out
    trained = bpcalc.train(case)
    assert (trained.epochs, trained.training.rest) == (2, 2)


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ("presentations: 7\nupdate: batch", "7 is no multiple of its 5"),
        ("presentations: 5\nepochs: 1", "exclude"),
    ],
)
def test_presentations_that_cannot_be(rest, says):
    """An update of a batch is not cut; and one word is enough."""
    with pytest.raises(ExerciseError, match=says):
        network(f"learning_rate: 0.5\n{rest}")


@pytest.mark.parametrize("name", ["python", "paper"])
def test_presentations_of_whole_batches(name):
    """A run may stop after any update; within a batch there is none."""
    case = network("learning_rate: 0.5\nbatch_size: 2")  # five samples: batches of 2, 2 and 1
    values = calculate(case, 2).values
    training = train(Problem.of(case), choose(Problem.of(case), 1, name), Run(1, rest=4))
    wanted = [
        float(values[key.turned(f"new_{key.kind}", None, 5)])
        for layer in case.graph.layers
        for key in case.graph.parameters(layer)
    ]

    assert list(map(float, training.after)) == pytest.approx(wanted, rel=1e-9)
    assert hindrance(case, 9) == ""
    assert "8 samples end within one" in hindrance(case, 8)
