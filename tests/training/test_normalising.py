"""Data brought to one scale: printed numbers, what is turned back, and every engine."""

from decimal import Decimal

import numpy as np
import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.checking.marker import Marker
from bpcalc.errors import ExerciseError
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.maths.keys import Key
from bpcalc.training.engine_choice import ENGINES, choose, has_fast
from bpcalc.training.problem import Problem

ENGINE_NAMES = ["python", "arrays", "paper", *(["machine"] if has_fast() else [])]
ROWS = [("30, 2", "120"), ("45, 5", "180"), ("56, 3", "150")]


def network(rest: str, rows: list[tuple[str, str]] = ROWS) -> Exercise:
    """Return a 2-2-1 network over these samples."""
    listed = "".join(f"  - {{inputs: [{x}], targets: [{t}]}}\n" for x, t in rows)
    text = (
        f"samples:\n{listed}weights:\n  - [[0.15, 0.2], [0.25, 0.3]]\n  - [[0.4, 0.45]]\n"
        f"biases: [[0.35, 0.35], [0.6]]\nlearning_rate: 0.5\n{rest}\n"
    )
    return read(text.encode(), "x.yaml").exercise


def column(numbers: str, rest: str) -> list[Decimal]:
    """Return a single input of these numbers as it goes into the network."""
    rows = "".join(f"  - {{inputs: [{number}]}}\n" for number in numbers.split())
    text = (
        f"samples:\n{rows}weights: [[[1]]]\nactivation: identity\nnormalise: {{inputs: {rest}}}\n"
    )
    values = calculate(read(text.encode(), "x.yaml").exercise).values
    count = len(numbers.split())
    return [values[Key("input", 0, 1, None, place)] for place in range(1, count + 1)]


def test_printed_min_max():
    """Open-Deep-ML, problem 112: 1 to 5, and 30, 45, 56, 70, 88 to four digits."""
    assert column("1 2 3 4 5", "min_max") == list(map(Decimal, ("0", "0.25", "0.5", "0.75", "1")))
    found = [round(float(number), 4) for number in column("30 45 56 70 88", "min_max")]
    assert found == [0.0, 0.2586, 0.4483, 0.6897, 1.0]


def test_printed_prices():
    """Indonesian chilli prices, months 1 to 10 and prices from 31.34 to 89.763."""
    months = column("1 2 3 4 5 6 7 8 9 10", "min_max")
    assert [f"{float(each):.4f}" for each in months[:4]] == ["0.0000", "0.1111", "0.2222", "0.3333"]
    prices = "78.947 89.763 79.117 60.335 56.636 44.893 42.114 37.208 33.472 31.34"
    found = [float(each) for each in column(prices, "min_max")]
    assert found[0] == pytest.approx((78.947 - 31.34) / (89.763 - 31.34))
    assert (found[1], found[-1]) == (1, 0)


@pytest.mark.parametrize("scale", ["min_max", "z_score"])
def test_numpy_has_the_same(scale):
    """Both scales, column by column, over NumPy's minimum, maximum, mean and deviation."""
    case = network(f"normalise: {{inputs: {scale}, outputs: {scale}}}")
    table = np.array([[float(n) for n in f"{x}, {t}".split(",")] for x, t in ROWS])
    if scale == "min_max":
        wanted = (table - table.min(0)) / (table.max(0) - table.min(0))
    else:
        wanted = (table - table.mean(0)) / table.std(0)

    assert np.array(Problem.of(case).samples) == pytest.approx(wanted, abs=1e-14)


@pytest.mark.parametrize(
    "how",
    [
        "{inputs: min_max, outputs: min_max}",
        "{inputs: min_max, outputs: min_max, range: [0.1, 0.9]}",
        "{inputs: z_score, outputs: z_score}",
        "{outputs: min_max, bounds: {outputs: [100, 200]}}",
        "{inputs: min_max, range: [-1, 1], bounds: {inputs: [[0, 100], [1, 9]]}}",
    ],
)
def test_engines_results_and_file(how):
    """Engines give the weights of the page; outputs are turned back; a file is read again."""
    case = network(f"normalise: {how}")
    values = calculate(case, 3).values
    wanted = [
        float(values[key.turned(f"new_{key.kind}", 3, 3)])
        for layer in case.graph.layers
        for key in case.graph.parameters(layer)
    ]
    problem = Problem.of(case)
    for name in ENGINE_NAMES:
        engine = ENGINES[name](problem)
        state = engine.run(3, engine.start())
        assert list(map(float, state)) == pytest.approx(wanted, rel=1e-10), name
    assert read(write(case).encode(), "x.yaml").exercise == case
    if case.normalise.outputs:
        targets, outs = (
            np.array([float(values[key._replace(sample=s)]) for s in (1, 2, 3)])
            for key in (Key("raw_target", 2, 1), Key("turned_back", 2, 1, epoch=4))
        )
        found = {kind: float(values[Key(kind, epoch=4)]) for kind in case.measures}
        assert found == pytest.approx(
            {
                "mse": np.mean((targets - outs) ** 2),
                "rmse": np.sqrt(np.mean((targets - outs) ** 2)),
                "mae": np.mean(abs(targets - outs)),
                "mape": 100 * np.mean(abs((targets - outs) / targets)),
                "r2": 1 - np.sum((targets - outs) ** 2) / np.sum((targets - targets.mean()) ** 2),
            }
        )


def test_both_spellings_and_the_measures_that_are_asked_for():
    """`normalize` is the same; accuracy counts outputs on the side of their targets."""
    assert network("normalize: {inputs: z_score}") == network("normalise: {inputs: z_score}")
    rows = [("1, 2", "1"), ("2, 1", "0"), ("3, 5", "1")]
    case = network("measures: [accuracy, mae]", rows)
    values = calculate(case).values
    outs = [float(values[Key("out", 2, 1, None, sample, 2)]) for sample in (1, 2, 3)]

    assert case.measures == ("mae", "accuracy")
    right = sum((out > 0.5) == (target == "1") for out, (_, target) in zip(outs, rows, strict=True))
    assert float(values[Key("accuracy", epoch=2)]) == pytest.approx(right / 3)


def shares(targets: list[str], activation: str) -> tuple[Decimal, list[list[Decimal]]]:
    """Return the accuracy of a layer of two inputs before it has learnt, and its outputs."""
    count = len(targets[0].split(","))
    samples = "".join(
        f"  - {{inputs: [{place}, {2.5 - place}], targets: [{each}]}}\n"
        for place, each in enumerate(targets)
    )
    rows = ", ".join(f"[{0.2 * place}, {0.3 - 0.4 * place}]" for place in range(count))
    text = (
        f"samples:\n{samples}weights: [[{rows}]]\nactivation: {activation}\nmeasures: [accuracy]\n"
    )
    values = calculate(read(text.encode(), "x.yaml").exercise).values
    outs = [
        [values[Key("out", 1, unit, None, sample, 1)] for unit in range(1, count + 1)]
        for sample in range(1, len(targets) + 1)
    ]
    return values[Key("accuracy", epoch=1)], outs


@pytest.mark.parametrize(
    ("targets", "activation", "border"),
    [(["1", "-1", "1", "-1"], "tanh", 0), (["1", "0", "0", "1"], "sigmoid", Decimal("0.5"))],
)
def test_accuracy_of_one_output(targets, activation, border):
    """The border lies between the classes: at 0 for targets of -1 and 1."""
    found, outs = shares(targets, activation)
    right = [
        (out > border) == (target == "1") for (out,), target in zip(outs, targets, strict=True)
    ]

    assert found == Decimal(sum(right)) / len(right)


def test_accuracy_of_classes():
    """The largest output tells the class."""
    targets = ["1, 0, 0", "0, 1, 0", "0, 0, 1", "0, 0, 1"]
    found, outs = shares(targets, "softmax")
    right = [
        row.index(max(row)) == target.split(", ").index("1")
        for row, target in zip(outs, targets, strict=True)
    ]

    assert found == Decimal(sum(right)) / len(right)


def test_a_measure_left_out_is_told():
    """MAPE of a target 0 is no number."""
    rows = [("1, 2", "0"), ("2, 1", "3")]
    text = "normalise: {inputs: min_max, outputs: min_max}"
    assert "mape" not in network(text, rows).measures

    source = write(network(text, rows)).replace("measures: [mse, rmse, mae, r2]\n", "")
    notes = read(source.encode(), "x.yaml").notes
    assert ["MAPE divides by the targets" in note.says for note in notes] == [True]


def test_a_sheet_asks_for_what_is_scaled():
    """The scaled numbers are asked for, given bounds are not."""
    case = network("normalise: {inputs: min_max, outputs: min_max, bounds: {outputs: [100, 200]}}")
    asked = Marker(case).asked

    assert Key("input", 0, 1, None, 2) in asked
    assert Key("lowest", 0, 1) in asked
    assert Key("lowest", 2, 1) not in asked
    assert Key("raw_input", 0, 1, None, 2) not in asked


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ("normalise: min_max", "such as {inputs: min_max}"),
        ("normalise: {range: [0, 1]}", "a scale for inputs or outputs"),
        ("normalise: {inputs: mn_max}", "did you mean `min_max`?"),
        ("normalise: {inputs: min_max, range: [1, 0]}", "a lower and a higher number"),
        ("normalise: {inputs: z_score, bounds: {inputs: [0, 1]}}", "bounds belong to"),
        ("normalise: {inputs: min_max, bounds: {inputs: [[0, 1], [0, 1], [0, 1]]}}", "2 pairs"),
        ("normalise: {inputs: min_max, bounds: {inputs: [[0, 99]]}}", "2 pairs of bounds, one for"),
        ("measures: [accuracy]", "accuracy needs targets that tell classes"),
        ("measures: [r3]", "r3"),
    ],
)
def test_what_cannot_be_is_said(rest, says):
    """One sentence, not a traceback."""
    with pytest.raises(ExerciseError) as refused:
        network(rest)
    assert says in str(refused.value)


def test_a_column_that_is_the_same_everywhere_is_named():
    """It has no scale, unless the bounds are given."""
    rows = [("5, 2", "120"), ("5, 3", "120")]
    with pytest.raises(ExerciseError) as refused:
        network("normalise: {inputs: min_max, outputs: z_score}", rows)
    assert "`i1` is the same" in str(refused.value)
    assert "`o1` is the same" in str(refused.value)
    assert network("normalise: {inputs: min_max, bounds: {inputs: [0, 10]}}", rows)


@pytest.mark.parametrize("scale", ["min_max", "z_score"])
def test_a_batch_has_the_scale_of_all_samples(scale):
    """Training by the batch is the hand calculation, whose scale is that of the whole table."""
    case = network(f"normalise: {{inputs: {scale}, outputs: {scale}}}\nbatch_size: 2")
    updates = 2 * 3  # of three samples, by two
    values = calculate(case, 3).values
    wanted = [
        float(values[key.turned(f"new_{key.kind}", None, updates)])
        for layer in case.graph.layers
        for key in case.graph.parameters(layer)
    ]
    problem = Problem.of(case)
    for name in ENGINE_NAMES:
        engine = choose(problem, 3, name)
        state = engine.run(3, engine.start())
        assert list(map(float, state)) == pytest.approx(wanted, rel=1e-10), name
