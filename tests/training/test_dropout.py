"""Dropout with a given mask: printed numbers, differences, engines and files."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.errors import ExerciseError
from bpcalc.exercise.parameters import parameters, with_parameters
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.training.engine_choice import choose, has_fast
from bpcalc.training.problem import Problem


def network(dropout: str, rest: str = "") -> Exercise:
    """Return a 2-3-2 network."""
    text = (
        "inputs: [0.05, 0.1]\ntargets: [0.01, 0.99]\nweights:\n"
        "  - [[0.15, 0.2], [0.25, 0.3], [0.1, 0.2]]\n  - [[0.4, 0.45, 0.3], [0.5, 0.55, 0.2]]\n"
        f"biases: [[0.35, 0.35, 0.3], [0.6, 0.6]]\nlearning_rate: 0.5\ndropout: {dropout}\n{rest}\n"
    )
    return read(text.encode(), "x.yaml").exercise


@pytest.mark.parametrize(
    ("keep", "mask", "gradients", "outs", "back"),
    [
        ("0.5", "1, 0, 1, 0", "0.1, 0.2, 0.3, 0.4", "2 0 6 0", "0.2 0 0.6 0"),
        ("0.8", "1, 0, 1, 1", "0.5, 0.2, 1, 2", "1.25 0 3.75 5", "0.625 0 1.25 2.5"),
    ],
)
def test_printed_numbers(keep, mask, gradients, outs, back):
    """Open-Deep-ML: (1, 2, 3, 4) forward and a gradient backward, with a probability to keep."""
    text = (
        "inputs: [1, 2, 3, 4]\ntargets: [1]\nactivation: identity\nlearning_rate: 1\n"
        'loss: {formula: "target*out"}\n'
        "weights: [[[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], "
        f"[[{gradients}]]]\ndropout: [{{mask: [{mask}], keep: {keep}}}]\n"
    )
    values = calculate(read(text.encode(), "x.yaml").exercise).values

    found = [values[Key("dropped", 1, unit, None, 1, 1)] for unit in (1, 2, 3, 4)]
    assert found == list(map(Decimal, outs.split()))
    found = [values[Key("error_slope", 1, unit, None, 1, 1)] for unit in (1, 2, 3, 4)]
    assert found == list(map(Decimal, back.split()))


FORMS = [
    "[{mask: [1, 0, 1], keep: 0.5}]",
    "[{mask: [1, 1, 0], keep: 0.8, inverted: false}]",
    "[{mask: [0, 1, 1]}]",
]


@pytest.mark.parametrize("dropout", FORMS)
def test_the_gradient_is_that_of_the_error(dropout):
    """Central differences of the error of the network that is left."""
    case = network(dropout)
    values, given, step = calculate(case).values, list(parameters(case)), Decimal("1e-12")
    keys = [key for layer in case.graph.layers for key in case.graph.parameters(layer)]
    for place, key in enumerate(keys):
        errors = []
        for sign in (1, -1):
            moved = [*given]
            moved[place] = Number(str(given[place].value + sign * step))
            worked = calculate(with_parameters(case, moved)).values
            errors.append(worked[Key("total_error", sample=1, epoch=1)])
        found = values[key.turned(f"{key.kind}_gradient", 1, 1)]
        assert float(found) == pytest.approx(float((errors[0] - errors[1]) / (2 * step)), rel=1e-9)


@pytest.mark.parametrize("rest", ["", "notation: han-kamber", "optimizer: adam", "delta: t-o"])
@pytest.mark.parametrize("dropout", FORMS)
def test_engines_and_file(dropout, rest):
    """Engines give the weights of the page; a file is read again."""
    case = network(dropout, rest)
    values = calculate(case, 3).values
    wanted = [
        float(values[key.turned(f"new_{key.kind}", 1, 3)])
        for layer in case.graph.layers
        for key in case.graph.parameters(layer)
    ]
    problem = Problem.of(case)
    for name in ("python", "arrays", "paper", *(["machine"] if has_fast() else [])):
        engine = choose(problem, 3, name)
        state = list(map(float, engine.run(3, engine.start())))
        assert state[: len(wanted)] == pytest.approx(wanted, rel=1e-10), name
    assert read(write(case).encode(), "x.yaml").exercise == case


def test_all_units_with_certainty_is_no_dropout():
    """A mask of ones that keeps everything changes no number."""
    case = network("[{mask: [1, 1, 1], keep: 1}]")
    with_mask, without = (calculate(each).values for each in (case, replace(case, dropout=())))

    assert {key: with_mask[key] for key in without} == dict(without)


@pytest.mark.parametrize(
    ("dropout", "says"),
    [
        ("[{mask: [1, 0]}]", "is for 2 units; it has 3"),
        ("[{mask: [1, 0, 1]}, null]", "expected 1 mask, one for every hidden layer"),
        ("[{mask: [1, 0, 2]}]", "0 or 1"),
        ("[{mask: [1, 0, 1], keep: 0}]", "a probability above 0"),
        ("[{keep: 0.5}]", "such as {mask: [1, 0], keep: 0.5}"),
        ("0.5", "a mask for every hidden layer"),
    ],
)
def test_what_cannot_be_is_said(dropout, says):
    """One sentence, not a traceback."""
    with pytest.raises(ExerciseError) as refused:
        network(dropout)
    assert says in str(refused.value)
