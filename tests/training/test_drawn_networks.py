"""Networks as they are drawn, in every engine: connections missing, leaping over layers, shared."""

from dataclasses import replace
from itertools import chain, cycle
from random import Random

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.calc.planner import first_moment
from bpcalc.calc.shape import shape_of
from bpcalc.calc.weights_in_force import after
from bpcalc.exercise.reader import read
from bpcalc.maths.keys import Moment
from bpcalc.training.engine import BOUND
from bpcalc.training.engine_choice import ENGINES, has_fast
from bpcalc.training.problem import Problem
from tests.helpers.drawings import Drawing
from tests.helpers.exercises import sample
from tests.training.test_engines import after_epochs, close

OPTIMISERS = cycle(
    [
        "",
        "momentum: 0.9",
        "optimizer: adam",
        "optimizer: nesterov",
        "penalty: {l2: 0.1, biases: true}",
        "update_biases: false",
        "hidden_deltas_use: new_weights",
        "delta: t-o",
        "optimizer: {adagrad: {epsilon: 0}}",
    ]
)
UPDATES = cycle(["online", "batch", "batch_mean", "online"])
SAMPLES = cycle([1, 3, 2])


def across_layers(drawing):
    """Return whether a weight stands on connections into several layers."""
    return any(len({b[0] for _, b in lines}) > 1 for lines in drawing.weights.values())


def drawn(seed):
    """Return a random network with some way of learning; thresholds in every fifth."""
    random = Random(seed)
    drawing = Drawing(random)
    learning = next(OPTIMISERS)
    if "new_weights" in learning and across_layers(drawing):
        learning = ""
    text = drawing.text() + f"\n{learning}\n"
    if seed % 5 == 0:
        text = text.replace("biases: [", "thresholds: [")
    case = read(text.encode(), "drawing.yaml").exercise
    more = [
        sample(
            [f"{random.uniform(-1, 1):.2f}" for _ in drawing.inputs],
            [f"{random.uniform(0, 1):.2f}" for _ in drawing.targets],
        )
        for _ in range(next(SAMPLES) - 1)
    ]
    return replace(case, samples=(*case.samples, *more), update=next(UPDATES))


CASES = [drawn(seed) for seed in range(3060, 3150)]
FLOATS = ["python", "arrays", *(["machine"] if has_fast() else [])]


def test_every_engine_gives_the_decimals():
    """On random drawings, three epochs of any engine are those of the hand calculation."""
    kinds = set()
    for place, case in enumerate(CASES):
        problem = Problem.of(case)
        values, last = calculate(case, 3).values, problem.shape.last
        form = shape_of(case, 3)
        moment = Moment(None if form.together else form.samples, 3)
        wanted = tuple(float(values[p.key]) for p in after(form, moment, first_moment(form)))
        outs = [
            float(value)
            for key, value in values.items()
            if (key.kind, key.layer, key.epoch) == ("out", last, 4)
        ]
        kinds.add((bool(case.graph.skips), bool(case.graph.absent), bool(case.graph.shared)))
        for name in FLOATS[: None if place % 5 == 0 else 2]:  # machine code takes long to make
            assert ENGINES[name].can(problem), (name, ENGINES[name].hindrance(problem))
            engine = ENGINES[name](problem)
            found = engine.run(3, engine.start())
            assert close(found[: len(wanted)], wanted, 1e-12), (name, case)
            assert list(chain(*engine.errors(found).outs)) == pytest.approx(
                outs, rel=1e-11, abs=1e-13
            )

    assert len(kinds) == 8  # some with, some without each of the three


@pytest.mark.parametrize("case", CASES[::10])
def test_arrays_go_on_where_they_were(case):
    """Watched, or run in two parts, the state is the same to the last bit; errors are Python's."""
    problem = Problem.of(case)
    arrays, python = ENGINES["arrays"](problem), ENGINES["python"](problem)
    errors = []

    watched = arrays.watch(5, -1.0, arrays.start(), errors.append)

    assert watched.state == arrays.run(5, arrays.start())
    assert watched.state == arrays.run(3, arrays.run(2, arrays.start()))
    theirs = []
    python.watch(5, -1.0, python.start(), theirs.append)
    assert errors == pytest.approx(theirs, rel=1e-12)


def test_arrays_run_until_the_error_is_beyond_all_numbers():
    """A connection that is not there stays away from numbers that are too large."""
    text = """
inputs: [1, 2]
targets: [1, 1]
activation: identity
learning_rate: 50
layers: [2, 2, 2]
weights:
  a: {from: i1, to: h1, value: 0.5}
  b: {from: i2, to: h2, value: 0.4}
  c: {from: h1, to: o1, value: 0.3}
  d: {on: [[h2, o2], [i1, o2]], value: 0.2}
"""
    engine = ENGINES["arrays"](Problem.of(read(text.encode(), "far.yaml").exercise))
    errors = []

    watched = engine.watch(10_000, 0.0, engine.start(), errors.append)

    assert errors[-1] >= BOUND > errors[-2]
    assert all(abs(number) < BOUND for number in watched.state)


def test_a_unit_without_a_bias_beside_units_that_have_one():
    """A null among the biases is no bias: not in the net input, not in the update."""
    text = """
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [[0.35, null], [null, 0.60]]
"""
    case = read(text.encode(), "nulls.yaml").exercise
    wanted = tuple(map(float, after_epochs(case, 4)))
    for name in FLOATS:
        engine = ENGINES[name](Problem.of(case))
        assert close(engine.run(4, engine.start()), wanted, 1e-14), name


def test_a_drawing_of_hundreds_of_units_trains():
    """Every third connection of 40-60-10 is missing, each input leaps to the outputs."""
    random = Random(4)
    sizes = {"i": 40, "h": 60, "o": 10}
    lines = [
        f"  {a}{n}_{b}{m}: {{from: {a}{n}, to: {b}{m}, value: {random.uniform(-0.3, 0.3):.2f}}}"
        for a, b in ("ih", "ho", "io")
        for n in range(1, sizes[a] + 1)
        for m in range(1, sizes[b] + 1)
        if a + b == "io" or (n + m) % 3
    ]
    inputs = [f"{random.random():.2f}" for _ in range(40)]
    text = "\n".join(
        [
            f"layers: {list(sizes.values())}",
            f"inputs: [{', '.join(inputs)}]",
            f"targets: [{', '.join(['0.5'] * 10)}]",
            "learning_rate: 0.5",
            "weights:",
            *lines,
        ]
    )
    case = read(text.encode(), "large.yaml").exercise
    problem = Problem.of(replace(case, samples=case.samples * 2))
    arrays, python = ENGINES["arrays"](problem), ENGINES["python"](problem)

    assert close(arrays.run(20, arrays.start()), python.run(20, python.start()), 1e-12)
