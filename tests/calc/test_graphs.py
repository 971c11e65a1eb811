"""Networks as they are drawn: missing and skipping connections, weights that stand on several.

The second opinion is a network of plain numbers that knows nothing of `bpcalc`, see
`tests/helpers/drawings.py`: its error is worked out in mpmath, and its gradients are central
differences of it.
"""

from dataclasses import replace
from decimal import Decimal
from itertools import chain
from random import Random

import pytest
from mpmath import mp, mpf

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.reader import read
from tests.helpers.drawings import Drawing
from tests.helpers.ranges import few


def exercise_of(text):
    """Return the exercise that a text holds."""
    return read(text.encode(), "drawing.yaml").exercise


def agrees(drawing, more=""):
    """Assert that every gradient is the slope of the error; return how many there are."""
    exercise = exercise_of(drawing.text() + more)
    names = spelling(exercise)
    count = 0
    for line in calculate(exercise):
        key = line.key
        if key.kind == "weight_gradient":
            true = drawing.slope(names.name(key.turned("weight", None, None)))
        elif key.kind == "bias_gradient":
            true = drawing.bias_slope(key.layer, key.unit)
        else:
            continue
        assert abs(mpf(str(line.value)) - true) < mpf(10) ** -20, (key, drawing.text())
        count += 1
    assert count == len(drawing.weights) + sum(map(len, exercise.graph.biases))
    return count


@pytest.mark.parametrize("portion", range(few(2, 10)))
def test_gradients_are_the_slopes_of_the_error(portion):
    """On 300 random drawings (in the long run 1,000), a gradient is what the error changes by."""
    with mp.workdps(40):
        for seed in range(100):
            assert agrees(Drawing(Random(100 * portion + seed)))


def test_so_they_are_with_the_chain_rule_written_out():
    """The same for 30 of them whose gradients are products of the whole chain rule."""
    with mp.workdps(40):
        for seed in range(3000, 3030):
            assert agrees(Drawing(Random(seed)), "\nchain: true\n")


def test_gradients_are_those_of_pytorch():
    """On 200 random drawings, gradients are what autograd finds in double precision."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    functions = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "identity": lambda net: net,
        "bipolar_sigmoid": lambda net: torch.tanh(net / 2),
    }
    for seed in range(2000, 2200):
        drawing = Drawing(Random(seed))
        weights = {
            name: torch.tensor(float(value), dtype=torch.float64, requires_grad=True)
            for name, value in drawing.values.items()
        }
        drawing.error_of(weights, drawing.floats(), functions).backward()
        exercise = exercise_of(drawing.text())
        names = spelling(exercise)
        for line in calculate(exercise):
            if line.key.kind == "weight_gradient":
                name = names.name(line.key.turned("weight", None, None))
                found = 0.0 if weights[name].grad is None else weights[name].grad.item()
                assert found == pytest.approx(float(line.value), rel=1e-12, abs=1e-15)


def test_the_drawings_have_what_is_to_be_tested():
    """Among them are skipped layers, missing connections and shared weights, over layers too."""
    graphs = [exercise_of(Drawing(Random(seed)).text()).graph for seed in range(100)]

    assert sum(bool(graph.skips) for graph in graphs) > 20
    assert sum(bool(graph.absent) for graph in graphs) > 20
    assert sum(bool(graph.shared) for graph in graphs) > 20
    assert any(len({key.layer for key in group}) > 1 for g in graphs for group in g.shared)


FULL = """
layers: [2, 3, 2]
inputs: [5, 10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: {weights}
biases: [0.35, 0.65]
"""
MATRICES = "[[[0.1, 0.15], [0.2, 0.25], [0.3, 0.35]], [[0.4, 0.5, 0.6], [0.45, 0.55, 0.65]]]"


def test_a_full_graph_is_the_matrix_form_to_the_last_digit():
    """Every connection drawn for itself gives the numbers of the matrices, line by line."""
    matrices = exercise_of(FULL.replace("{weights}", MATRICES))
    ends = [
        *(("i", source, "h", unit) for unit in (1, 2, 3) for source in (1, 2)),
        *(("h", source, "o", unit) for unit in (1, 2) for source in (1, 2, 3)),
    ]
    numbers = chain(*(chain(*layer.weights) for layer in matrices.layers))
    drawn = ", ".join(
        f"c{place}: {{from: {a}{source}, to: {b}{unit}, value: {number.text}}}"
        for place, ((a, source, b, unit), number) in enumerate(zip(ends, numbers, strict=True))
    )
    own = exercise_of(FULL.replace("{weights}", f"{{{drawn}}}"))

    assert own.graph == matrices.graph
    assert list(calculate(own, 3)) == list(calculate(matrices, 3))


@pytest.mark.parametrize("numbering", [("to", "from"), ("from", "to"), ("from", "from")])
def test_renumbering_changes_names_only(numbering):
    """Counted another way, the weights of matrices have other names and the same numbers."""
    exercise = exercise_of(FULL.replace("{weights}", MATRICES))
    other = replace(exercise, numbering=numbering)
    names, others = spelling(exercise), spelling(other)
    keys = [line.key for line in calculate(exercise)]

    assert list(calculate(exercise)) == list(calculate(other))
    assert [names.name(key) for key in keys] != [others.name(key) for key in keys]
    assert {names.name(key) for key in keys} == {others.name(key) for key in keys}
    assert all(others.read(others.full(key), keys) == key for key in keys)


def test_the_gradient_of_a_shared_weight_is_a_sum_on_a_line():
    """As books write it: over all the connections that the weight stands on."""
    exercise = exercise_of(
        """
layers: [2, 2, 1]
inputs: [1, 2]
targets: [1]
activation: identity
weights:
  k: {on: [[i1, h1], [i2, h2]], value: 0.5}
  a: {from: h1, to: o1, value: 1}
  b: {from: h2, to: o1, value: 3}
"""
    )
    lines = {line.key: line for line in calculate(exercise)}
    gradient = next(
        line for key, line in lines.items() if key.kind == "weight_gradient" and key.layer == 1
    )

    # out = 0.5·1·1 + 0.5·2·3 = 3.5; δ_o = 2.5; dE/dk = 2.5·(1·1 + 3·2)
    assert gradient.value == Decimal("17.5")
    assert [key.kind for key in gradient.formula.refs()] == ["delta", "input", "delta", "input"]
