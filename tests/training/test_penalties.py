"""Penalties and limits: against differences, printed numbers, and between all engines."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.errors import CalculationError, ExerciseError
from bpcalc.exercise.parameters import parameters, with_parameters
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.optimisers import OPTIMISERS, Optimiser
from bpcalc.maths.penalties import Penalty, PenaltyForm
from bpcalc.training import epoch_lines
from bpcalc.training.engine_choice import ENGINES, has_fast
from bpcalc.training.following import doubts_of
from bpcalc.training.problem import Problem
from bpcalc.training.surely import lacks_digits
from bpcalc.training.trainer import Run, train
from tests.helpers.exercises import numbers, random_exercise
from tests.training.test_engines import after_epochs, furthest

FORMS = [
    PenaltyForm(("l2",)),
    PenaltyForm(("l1",)),
    PenaltyForm(("l2", "l1"), half=False, biases=True),
    PenaltyForm(("l2",), biases=True),
]
ENGINE_NAMES = ["python", "arrays", "paper", *(["machine"] if has_fast() else [])]


def penalised(seed: int, form: PenaltyForm, **rest: object) -> Exercise:
    """Return an exercise of chance with this penalty."""
    case = random_exercise(Random(seed), learning_rate=Number("0.1"), **rest)
    return replace(case, penalty=Penalty(form, numbers(*["0.05", "0.01"][: len(form.names)])))


def state_after(case: Exercise, engine: str, epochs: int) -> tuple[float, ...]:
    """Return the weights that an engine gives, and look that it knows the error as well."""
    problem = Problem.of(case)
    runner = ENGINES[engine](problem)
    state = runner.run(epochs, runner.start())
    return tuple(map(float, state))[: len(problem.parameters)]


@pytest.mark.sampled(12)
@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.parametrize("seed", range(6))
def test_engines_give_the_hand_calculation(form, seed):
    """Weights after four epochs, and errors, of whatever conventions chance has chosen."""
    optimiser = list(OPTIMISERS)[seed % len(OPTIMISERS)]
    usual = numbers(*(rate.default for rate in OPTIMISERS[optimiser].rates))
    case = penalised(seed, form, momentum=Number("0"), optimiser=Optimiser(optimiser, usual))
    try:
        wanted = after_epochs(case, 4)
    except CalculationError:
        pytest.skip("a line has no finite value")
    problem, values = Problem.of(case), calculate(case).values
    sample = None if len(case.samples) > 1 else 1
    if not problem.shape.together:
        sample = 1
    error = float(values[Key("total_error", sample=sample, epoch=1)])
    for name in ENGINE_NAMES:
        runner = ENGINES[name](problem)
        assert furthest(state_after(case, name, 4), wanted) < 1e-9, name
        found = runner.errors(runner.start())
        assert (found.total if problem.shape.together else found.samples[0]) == pytest.approx(error)
        watched = []
        runner.watch(1, -1.0, runner.start(), watched.append)
        assert watched == pytest.approx([found.total])


@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.parametrize("update", ["online", "batch", "batch_mean"])
def test_the_gradient_is_that_of_the_error(form, update):
    """Central differences of the error with its penalty."""
    case = penalised(3, form, update=update, delta="o-t", hidden_deltas_use="old_weights")
    case = replace(case, update_biases=True, momentum=Number("0"))
    calculation = calculate(case)
    shape = Problem.of(case).shape
    sample = None if shape.together else 1
    given, step = list(parameters(case)), Decimal("1e-12")
    keys = [key for layer in case.graph.layers for key in case.graph.parameters(layer)]
    for place, key in enumerate(keys):
        errors = []
        for sign in (1, -1):
            moved = [*given]
            moved[place] = Number(str(given[place].value + sign * step))
            values = calculate(with_parameters(case, moved)).values
            errors.append(values[Key("total_error", sample=sample, epoch=1)])
        slope = (errors[0] - errors[1]) / (2 * step)
        role = "penalised" if form.covers(key.kind) else "gradient"
        found = calculation.values[key.turned(f"{key.kind}_{role}", sample, 1)]
        assert float(found) == pytest.approx(float(slope), rel=1e-9, abs=1e-12)


def unit(weights: str, rest: str, inputs: str = "1", targets: str = "0") -> Exercise:
    """Return one linear unit."""
    text = (
        f"inputs: [{inputs}]\ntargets: [{targets}]\nweights: [[[{weights}]]]\n"
        f"activation: identity\n{rest}\n"
    )
    return read(text.encode(), "x.yaml").exercise


@pytest.mark.parametrize(
    ("weights", "rate", "printed"),
    [
        ("1, 2, 3", "0.5", "7"),  # a page of click4ai: λ·Σw²
        ("4, 5, 6", "1.0", "77"),
        ("1, 2, 3", "0.1", "1.4"),  # a course for graduates
        ("-1, 1, -1, 1", "0.5", "2"),
    ],
)
def test_printed_penalties(weights, rate, printed):
    """The whole square, not halved."""
    zeros = ", ".join("0" for _ in weights.split(","))
    rest = f"learning_rate: 1\npenalty: {{l2: {rate}, half: false}}"
    values = calculate(unit(weights, rest, inputs=zeros)).values

    assert values[Key("penalty", sample=1, epoch=1)] == Decimal(printed)


def test_printed_gradients_of_a_penalty():
    """2·λ·w: 0.2, 0.4 and 0.6 for λ = 0.1; -1, 2 and -3 for λ = 0.5."""
    for weights, rate, wanted in (
        ("1, 2, 3", "0.1", ["0.2", "0.4", "0.6"]),
        ("-1, 2, -3", "0.5", ["-1", "2", "-3"]),
    ):
        rest = f"learning_rate: 1\npenalty: {{l2: {rate}, half: false}}"
        values = calculate(unit(weights, rest, inputs="0, 0, 0")).values
        found = [values[Key("weight_penalised", 1, 1, n, 1, 1)] for n in (1, 2, 3)]
        assert found == list(map(Decimal, wanted))


def test_ridge_regression():
    """Open-Deep-ML, problem 43: the mean of squares and 0.1·Σw²: 2.204."""
    text = (
        "samples:\n"
        + "".join(f"  - {{inputs: [{x}, 1], targets: [{x + 1}]}}\n" for x in (1, 2, 3, 4))
        + "weights: [[[0.2, 2]]]\nactivation: identity\nloss: squared_error\n"
        "update: batch_mean\nlearning_rate: 0.1\npenalty: {l2: 0.1, half: false}\n"
    )
    case = read(text.encode(), "x.yaml").exercise

    assert calculate(case).values[Key("total_error", epoch=1)] == Decimal("2.204")


@pytest.mark.parametrize(
    ("gradients", "printed"), [("6, 8", ["3", "4"]), ("9, 12", ["3", "4"]), ("3, 4", ["3", "4"])]
)
def test_printed_clipping(gradients, printed):
    """A practice sheet: (6, 8) and (9, 12) with the threshold 5; (3, 4) stays as it is."""
    rest = 'learning_rate: 1\nloss: {formula: "target*out"}\nclip_gradients: {norm: 5}'
    values = calculate(unit("0, 0", rest, inputs=gradients, targets="1")).values

    found = [values[Key("weight_clipped", 1, 1, n, 1, 1)] for n in (1, 2)]
    assert found == list(map(Decimal, printed))


def test_clipping_one_by_one_and_longest_weights():
    """Each gradient between ±1; a unit's weights no longer than 2, in the direction they had."""
    rest = (
        'learning_rate: 1\nloss: {formula: "target*out"}\nclip_gradients: {value: 1}\nmax_norm: 2'
    )
    case = unit("-2, 3.5, 0", rest, inputs="3, -0.5, 0", targets="1")
    values = calculate(case).values

    clipped = [values[Key("weight_clipped", 1, 1, n, 1, 1)] for n in (1, 2, 3)]
    new = [values[Key("new_weight", 1, 1, n, 1, 1)] for n in (1, 2, 3)]
    assert clipped == list(map(Decimal, ("1", "-0.5", "0")))
    assert values[Key("weight_norm", 1, 1, None, 1, 1)] == 5
    assert new == list(map(Decimal, ("-1.2", "1.6", "0")))


def test_no_gradients_are_clipped_to_none():
    """Where every gradient is 0, nothing is divided by their norm."""
    case = unit("0", "learning_rate: 1\nclip_gradients: {norm: 5}", inputs="0")

    assert calculate(case).values[Key("weight_clipped", 1, 1, 1, 1, 1)] == 0


@pytest.mark.sampled(16)
@pytest.mark.parametrize("engine", ENGINE_NAMES)
@pytest.mark.parametrize("seed", range(8))
def test_engines_limit_alike(engine, seed):
    """Clipped gradients and short weights, after three epochs."""
    case = random_exercise(Random(seed), hidden_deltas_use="old_weights", shared=())
    case = replace(
        case,
        learning_rate=Number("0.1"),
        clip="norm" if seed % 2 else "value",
        largest_gradient=Number("0.05"),
        max_norm=Number("0.7"),
    )
    try:
        wanted = after_epochs(case, 3)
    except CalculationError:
        pytest.skip("a line has no finite value")

    assert furthest(state_after(case, engine, 3), wanted) < 1e-9


@pytest.mark.parametrize(
    "rest",
    [
        "penalty: {l2: 0.01}",
        "penalty: {l2: 0.01, l1: 0.1, half: false, biases: true}",
        "clip_gradients: {norm: 5}",
        "clip_gradients: {value: 0.5}\nmax_norm: 3",
    ],
)
def test_a_file_says_it_and_is_read_again(rest):
    """What is written reads back to the same exercise."""
    case = unit("0.5", f"learning_rate: 1\n{rest}")

    assert read(write(case).encode(), "x.yaml").exercise == case


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ("penalty: {l2: -1}", "0 or more"),
        ("penalty: {half: true}", "such as {l2: 0.01}"),
        ("penalty: 0.1", "such as {l2: 0.01}"),
        ("penalty: {l3: 0.1}", "unknown key `l3`"),
        ("clip_gradients: 5", "such as {norm: 5}"),
        ("clip_gradients: {norm: 5, value: 1}", "one of {norm: 5}"),
        ("clip_gradients: {norm: 0}", "above 0"),
        ("max_norm: 0", "above 0"),
        ("penalty: {l2: 1}\nlearning_rule: lms", "a learning rule has none"),
        ("clip_gradients: {norm: 1}\nhidden_deltas_use: new_weights", "clip by value"),
    ],
)
def test_what_cannot_be_is_said(rest, says):
    """One sentence, not a traceback."""
    with pytest.raises(ExerciseError) as refused:
        unit("0.5", f"learning_rate: 1\n{rest}")
    assert says in str(refused.value)


def test_without_an_update_there_is_nothing_to_limit():
    """A penalty belongs to an update."""
    with pytest.raises(ExerciseError, match="belongs to the update"):
        unit("0.5", "penalty: {l2: 0.1}")


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_a_kind_needs_no_letters_to_be_trained(engine, monkeypatch):
    """A quantity that no table of names knows is called by its kind."""
    case = penalised(3, PenaltyForm(("l2", "l1")))
    usual = state_after(case, engine, 3)
    monkeypatch.setattr(
        epoch_lines, "SHORT_NAMES", {"weight": "w", "new_weight": "w", "bias": "b", "new_bias": "b"}
    )

    assert state_after(case, engine, 3) == usual


LASSO = """inputs: [1, 1]
targets: [0]
weights: [[[0.3, -0.3]]]
activation: identity
learning_rate: 1
update_biases: false
penalty: {l1: 0.1}
"""
"""Both weights come to 0 after three epochs on paper, and stay there."""


@pytest.mark.parametrize(
    "engine", ["python", "arrays", "paper", *(["machine"] if has_fast() else [])]
)
def test_a_weight_that_an_l1_penalty_brings_to_0_stays_there(engine: str) -> None:
    """In floats it is 3e-17, which was pushed to the other side and back, to -0.1 and 0."""
    problem = Problem.of(read(LASSO.encode(), "exercise").exercise)
    runner = ENGINES[engine](problem)
    for epochs in (4, 5):
        state = map(float, runner.run(epochs, runner.start()))
        assert [*state] == pytest.approx([0, 0], abs=1e-15)


def test_a_weight_next_to_0_under_an_l1_penalty_is_not_believed() -> None:
    """On paper it may be no more than small, and then it is pushed on."""
    problem = Problem.of(read(LASSO.encode(), "exercise").exercise)
    training = train(problem, ENGINES["python"](problem), Run(5))
    assert lacks_digits(training, doubts_of(training))
