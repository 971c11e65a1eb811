"""Learning rules of single layers, against printed tables and against rules written anew."""

import json
import math
from random import Random

import pytest

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.cli import run
from bpcalc.errors import ExerciseError
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.maths.keys import Key
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.training.engine_choice import choose, has_fast
from bpcalc.training.problem import Problem

OR = [("1, 1, 1", "1"), ("1, -1, 1", "1"), ("-1, 1, 1", "1"), ("-1, -1, 1", "-1")]
AND = [("1, 1, 1", "1"), ("1, -1, 1", "-1"), ("-1, 1, 1", "-1"), ("-1, -1, 1", "-1")]


def unit(samples: list[tuple[str, str]], weights: str, rest: str) -> Exercise:
    """Return one unit that is shown these samples."""
    listed = "".join(f"  - {{inputs: [{x}], targets: [{t}]}}\n" for x, t in samples)
    text = f"samples:\n{listed}weights: [[[{weights}]]]\n{rest}\n"
    return read(text.encode(), "x.yaml").exercise


def weights(case: Exercise, sample: int, epoch: int = 1, epochs: int = 1) -> list[float]:
    """Return the weights after a sample."""
    values = calculate(case, epochs).values
    count = len(case.layers[0].weights[0])
    return [
        float(values[Key("new_weight", 1, 1, place, sample, epoch)])
        for place in range(1, count + 1)
    ]


def test_adaline_or():
    """A page of Scribd: Adaline, OR, bipolar, all weights 0.1, rate 0.1, one pass."""
    case = unit(OR, "0.1, 0.1, 0.1", "learning_rule: lms\nactivation: sign\nlearning_rate: 0.1")

    found = [weights(case, sample) for sample in (1, 2, 3, 4)]

    assert found[0] == pytest.approx([0.17, 0.17, 0.17])
    assert found[1] == pytest.approx([0.253, 0.087, 0.253])
    assert found[2] == pytest.approx([0.1617, 0.1783, 0.3443])
    assert found[3] == pytest.approx([0.26213, 0.27873, 0.24387])


def test_adaline_and_rounded_as_printed():
    """Siang, table 6.5: two decimals carried."""
    rest = (
        "learning_rule: lms\nactivation: sign\nlearning_rate: 0.2\n"
        "rounding: {decimals: 2, carry: rounded}"
    )
    case = unit(AND, "0, 0, 0", rest)

    assert weights(case, 2) == [-0.04, 0.44, -0.04]
    assert weights(case, 3) == [0.25, 0.15, -0.33]
    assert weights(case, 4) == [0.3, 0.2, -0.38]


def test_perceptron_with_a_strict_step():
    """T. Countz: AND, binary, rate 1, zero start, 0 at net 0, (1, 1) first; 23 presentations."""
    samples = [("1, 1, 1", "1"), ("1, 1, 0", "0"), ("1, 0, 1", "0"), ("1, 0, 0", "0")]
    case = unit(samples, "0, 0, 0", "activation: {step: {at_zero: 0}}\nlearning_rate: 1")
    printed = {
        (1, 1): [1, 1, 1],
        (2, 1): [0, 0, 1],
        (3, 1): [-1, 0, 0],
        (1, 2): [0, 1, 1],
        (2, 2): [-1, 0, 1],
        (1, 3): [0, 1, 2],
        (3, 3): [-2, 0, 1],
        (1, 4): [-1, 1, 2],
        (3, 4): [-2, 1, 1],
    }

    for (sample, epoch), wanted in printed.items():
        assert weights(case, sample, epoch, 4) == wanted, (sample, epoch)


def test_bipolar_perceptron_changes_by_two():
    """A homework page: AND, bipolar, zero start, f(0) = -1: changes of 2 with η(t - y)x."""
    samples = [("1, 1", "1"), ("1, -1", "-1"), ("-1, 1", "-1")]
    rest = "activation: {sign: {at_zero: -1}}\nbiases: [[0]]\nlearning_rate: 1"
    case = unit(samples, "0, 0", rest)
    values = calculate(case).values

    assert [weights(case, sample) for sample in (1, 2, 3)] == [[2, 2], [0, 4], [2, 2]]
    assert [int(values[Key("new_bias", 1, 1, None, s, 1)]) for s in (1, 2, 3)] == [2, 0, -2]


def test_the_change_may_be_the_target_alone():
    """Fausett's form: η·t·x on a mistake, that is, half of the former with bipolar targets."""
    samples = [("1, 1", "1"), ("1, -1", "-1")]  # the second net input is 0, and right
    rest = (
        "activation: {sign: {at_zero: -1}}\nlearning_rule: {perceptron: target}\nlearning_rate: 1"
    )
    case = unit(samples, "0, 0", rest)

    assert [weights(case, sample) for sample in (1, 2)] == [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    ("samples", "printed"),
    [
        # "Hebbian Learning Rule with Implementation of AND Gate", bipolar
        (
            [("-1, -1, 1", "-1"), ("-1, 1, 1", "-1"), ("1, -1, 1", "-1"), ("1, 1, 1", "1")],
            [[1, 1, -1], [2, 0, -2], [1, 1, -3], [2, 2, -2]],
        ),
        # a homework page: OR, bipolar, without a bias
        (
            [("-1, -1", "-1"), ("-1, 1", "1"), ("1, -1", "1"), ("1, 1", "1")],
            [[1, 1], [0, 2], [1, 1], [2, 2]],
        ),
    ],
)
def test_hebb(samples, printed):
    """Weights grow by target times input."""
    start = ", ".join("0" for _ in printed[0])
    case = unit(samples, start, "activation: sign\nlearning_rule: hebb\nlearning_rate: 1")

    assert [weights(case, sample) for sample in (1, 2, 3, 4)] == printed
    assert case.epochs == 1


def test_training_ends_when_an_epoch_has_no_mistake():
    """The page's OR with a step at 0 is learnt, in every engine that knows rules."""
    samples = [("0, 0, -1", "0"), ("0, 1, -1", "1"), ("1, 0, -1", "1"), ("1, 1, -1", "1")]
    case = unit(samples, "0, 0, 0", "activation: step\nlearning_rate: 0.5")
    problem = Problem.of(case)

    assert case.learning_rule == "perceptron"
    assert float(case.until.value) == 0
    for name in ("python", "arrays", "paper", *(["machine"] if has_fast() else [])):
        engine = choose(problem, 10, name)
        state = engine.run(3, engine.start())
        assert tuple(map(float, state)) == (0.5, 0.5, 0.5)
        assert engine.errors(state).total == 0


@pytest.mark.parametrize("name", LEARNING_RULES)
def test_a_file_says_it_and_is_read_again(name):
    """What is written reads back to the same exercise."""
    rule, _, variant = name.partition(":")
    said = f"{{{rule}: {variant}}}" if variant else rule
    case = unit([("1", "1")], "0.5", f"learning_rule: {said}\nlearning_rate: 1")

    assert case.learning_rule == name
    assert case.delta == "t-o"
    assert read(write(case).encode(), "x.yaml").exercise == case


def test_a_rule_for_one_layer_is_refused_for_two():
    """There is nothing that it says of hidden units."""
    text = (
        "inputs: [1]\ntargets: [1]\nweights: [[[1]], [[1]]]\nlearning_rate: 1\nlearning_rule: lms\n"
    )
    with pytest.raises(ExerciseError, match="for a single layer"):
        read(text.encode(), "x.yaml")


BATCH = (
    "samples: [{inputs: [1, 1], targets: [1]}, {inputs: [1, -1], targets: [-1]}, "
    "{inputs: [-1, 1], targets: [-1]}]\nweights: [[[0.1, 0.2]]]\nbiases: [0]\nactivation: sign\n"
    "learning_rule: {hebb: plain}\nlearning_rate: 1\nupdate: batch\n"
)


PLAIN = (
    "samples: [{inputs: [1, -2, 1.5, 0]}, {inputs: [1, -0.5, -2, -1.5]}, "
    "{inputs: [0, 1, -1, 1.5]}]\nweights: [[[1, -1, 0, 0.5]]]\nactivation: sign\n"
    "learning_rule: {hebb: plain}\nlearning_rate: 1\n"
)
"""Zurada (1992), Introduction to Artificial Neural Systems, example 2.1."""


@pytest.mark.parametrize("update", ["online", "batch"])
def test_plain_hebb_needs_no_targets(update, tmp_path, capsys):
    """It learns from the outputs; no error is shown, and none is trained down."""
    path = tmp_path / "plain.yaml"
    path.write_text(PLAIN + f"update: {update}\n")
    assert run(["step", str(path), "--width", "150"]) == 0
    page = capsys.readouterr().out
    rows = [line.split() for line in page.splitlines()]

    if update == "online":
        assert rows_of(rows, "2")[:7] == ["2", "1", "-0.5", "-2", "-1.5", "-0.25", "-1"]
        assert rows_of(rows, "3")[-4:] == ["1", "-3.5", "4.5", "0.5"]
    else:  # sgn 3 = 1, sgn 0.75 = 1, sgn -0.25 = -1: w + x1 + x2 - x3
        assert rows_of(rows, "all")[-4:] == ["3", "-4.5", "0.5", "-2.5"]
    assert "E_" not in page
    assert "target_" not in page

    worked = calculate(read(path.read_bytes(), "x.yaml").exercise).values
    count = 1 if update == "batch" else 3
    ends = [float(worked[key]) for key in worked if key.kind == "new_weight"][-4:]
    assert len({key.sample for key in worked if key.kind == "new_weight"}) == count
    for engine in ("python", "paper"):
        call = ["train", str(path), "--epochs", "1", "--verify", "1", "--engine", engine]
        assert run([*call, "--format", "json"]) == 0
        trained = json.loads(capsys.readouterr().out)
        assert trained["weights"][0][0] == ends
        assert trained["history"] == []
    assert run(["train", str(path)]) == 0
    page = capsys.readouterr().out
    assert "There are no targets, so there is no error" in page
    assert "out_o1" in page
    assert "Error" not in page
    assert "target" not in page.replace("no targets", "")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--until", "0.1"], "leave --until out"),
        (["--history", "h.csv"], "leave --history out"),
        (["-o", "x.xlsx"], "no error to list"),
        (["-o", "x.py"], "no error to print"),
    ],
)
def test_what_there_is_not_without_targets(more, says, tmp_path, capsys, monkeypatch):
    """Each is refused in a sentence."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plain.yaml").write_text(PLAIN)
    assert run(["train", "plain.yaml", *more]) == 2
    assert says in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["plain.yaml"]


def test_plain_hebb_goes_on_from_what_was_saved(tmp_path, capsys):
    """The file has no targets afterwards, either."""
    one, two = tmp_path / "plain.yaml", tmp_path / "saved.yaml"
    one.write_text(PLAIN)
    assert run(["train", str(one), "--epochs", "2", "--save", str(two)]) == 0
    assert "targets" not in two.read_text()
    capsys.readouterr()
    assert run(["train", str(two), "--epochs", "3", "--format", "json"]) == 0
    further = json.loads(capsys.readouterr().out)
    whole = bpcalc.train(str(one), epochs=5)
    assert further["weights"][0][0] == pytest.approx(whole.weights[0][0])
    assert math.isnan(whole.error)


def rows_of(rows: list[list[str]], name: str) -> list[str]:
    """Return the last row that begins so: that of the table of an epoch."""
    return [row for row in rows if row[:1] == [name]][-1]


def test_the_table_of_a_batch(tmp_path, capsys):
    """All nets are worked with the first weights; the update stands in a row of its own."""
    path = tmp_path / "hebb.yaml"
    path.write_text(BATCH)
    assert run(["step", str(path), "--width", "120"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]

    assert ["2", "1", "-1", "-1", "-0.1", "-1"] in rows
    assert ["all", "-1", "3", "1", "-0.9", "3.2", "1"] in rows
    assert any(row[:3] == ["w1⁺", "w1", "+"] for row in rows)


def test_a_rule_without_targets():
    """One sentence says what to do."""
    text = BATCH.replace("{hebb: plain}", "hebb")
    for target in (", targets: [1]", ", targets: [-1]"):
        text = text.replace(target, "")
    with pytest.raises(ExerciseError, match="needs targets"):
        read(text.encode(), "test")


JUMPS = ["step", "{step: {at_zero: 0}}", "{step: {theta: 0.2}}"]
SIGNS = ["sign", "{sign: {at_zero: 0}}", "{sign: {at_zero: -1}}", "{sign: 0.2}"]


@pytest.mark.parametrize("activation", [*JUMPS, *SIGNS])
@pytest.mark.parametrize("name", ["python", "arrays", *(["machine"] if has_fast() else [])])
def test_floats_jump_where_decimals_do(name, activation):
    """A net input of 0.3 - 0.1 - 0.2 is 0, and not below it."""
    for seed in range(6):
        draw = Random(f"{activation} {seed}")
        low = 0 if activation in JUMPS else -1
        samples = [
            (f"{draw.choice((low, 1))}, {draw.choice((low, 1))}, 1", str(draw.choice((low, 1))))
            for _ in range(4)
        ]
        first = ", ".join(str(draw.randint(-9, 9) / 10) for _ in range(3))
        rest = f"activation: {activation}\nlearning_rate: {draw.randint(1, 3) / 10}"
        problem = Problem.of(unit(samples, first, rest))
        found = []
        for each in (name, "paper"):
            engine = choose(problem, 9, each)
            found.append(list(map(float, engine.run(9, engine.start())))[:3])
        assert found[0] == pytest.approx(found[1], abs=1e-12), seed


def test_a_small_perceptron_is_trained_in_decimals(tmp_path, capsys):
    """Negnevitsky (2005), Artificial Intelligence, table 6.3: AND with a threshold of 0.2."""
    path = tmp_path / "and.yaml"
    path.write_text(
        "samples: [{inputs: [0, 0], targets: [0]}, {inputs: [0, 1], targets: [0]}, "
        "{inputs: [1, 0], targets: [0]}, {inputs: [1, 1], targets: [1]}]\n"
        "weights: [[[0.3, -0.1]]]\nbiases: [-0.2]\nupdate_biases: false\n"
        "activation: step\nlearning_rate: 0.1\n"
    )
    for engine in ([], ["--engine", "python"]):
        assert run(["train", str(path), *engine]) == 0
        told = capsys.readouterr()
        rows = [line.split() for line in told.out.splitlines()]
        assert [[float(word) for word in row[1:]] for row in rows if row[:1] == ["w1"]] == [
            pytest.approx([0.3, 0.1])
        ]
        assert [[float(word) for word in row[1:]] for row in rows if row[:1] == ["w2"]] == [
            pytest.approx([-0.1, 0.1])
        ]
        assert told.err == ""


@pytest.mark.parametrize("line", ["optimizer: adam", "optimiser: nesterov"])
def test_a_rule_has_no_optimiser(line):
    """There is no gradient that it could change."""
    with pytest.raises(ExerciseError, match="a learning rule has none"):
        unit(AND, "0, 0, 0", f"activation: sign\nlearning_rate: 1\n{line}")


XOR = [("0, 0", "0"), ("0, 1", "1"), ("1, 0", "1"), ("1, 1", "0")]


@pytest.mark.parametrize(
    ("samples", "said", "unsaid"),
    [
        (XOR, "there is still a mistake; if there always is", "saturated"),
        ([*XOR[:3], ("1, 1", "1")], "epoch 4 has no mistake", "low enough"),
    ],
)
def test_how_the_training_of_a_perceptron_ends(samples, said, unsaid, tmp_path, capsys):
    """Epochs are counted as on the page; weights that run in a circle are no saturated units."""
    path = tmp_path / "perceptron.yaml"
    case = unit(samples, "0, 0", "biases: [0]\nactivation: step\nlearning_rate: 1\nepochs: 20")
    path.write_text(write(case))
    assert run(["train", str(path)]) == 0
    told = capsys.readouterr().out

    assert said in told
    assert unsaid not in told


RULES = ["perceptron", "{perceptron: target}", "lms", "hebb", "{hebb: plain}"]
BIASES = [
    "",
    "biases: [0.3]",
    "thresholds: [[0.2, -0.4]]",
    "biases: [[0.1, 0]]\nupdate_biases: false",
]


@pytest.mark.parametrize("rule", RULES)
def test_arrays_learn_by_rules_as_decimals_do(rule):
    """Random layers of two units: with steps and without, sample by sample and all at once."""
    for seed in range(6):
        draw = Random(f"{rule} {seed}")
        rows = [
            f"{{inputs: {[draw.choice((-1, 1, 0.4)) for _ in range(3)]}, "
            f"targets: {[draw.choice((-1, 1)) for _ in range(2)]}}}"
            for _ in range(4)
        ]
        weights = [[draw.randint(-9, 9) / 10 for _ in range(3)] for _ in range(2)]
        activation = draw.choice(["sign", "{sign: 0.2}", "tanh", "softmax", "bipolar_sigmoid"])
        update = draw.choice(["online", "batch", "batch_mean"])
        text = (
            f"samples: [{', '.join(rows)}]\nweights: [{weights}]\n{draw.choice(BIASES)}\n"
            f"activation: {activation}\nlearning_rule: {rule}\nupdate: {update}\n"
            f"learning_rate: {draw.choice(['0.1', '{start: 0.5, exponential: 0.9}'])}\n"
        )
        problem = Problem.of(read(text.encode(), "x.yaml").exercise)
        paper, arrays = (choose(problem, 3, name) for name in ("paper", "arrays"))
        wanted, found = (engine.run(3, engine.start()) for engine in (paper, arrays))
        assert list(found) == pytest.approx(list(map(float, wanted)), abs=1e-10), text
        assert arrays.errors(found).total == pytest.approx(paper.errors(wanted).total, abs=1e-9)


def test_epochs_that_training_shows_have_no_error_that_the_exercise_has_not(tmp_path, capsys):
    """The error beside a perceptron is a measure of training alone."""
    path = tmp_path / "and.yaml"
    path.write_text(write(unit(AND, "0, 0, 0", "activation: sign\nlearning_rate: 1")))
    assert run(["train", str(path), "--epochs", "3", "--show-steps", "1,2"]) == 0
    told = capsys.readouterr().out

    assert "net_o1" in told
    assert "E_" not in told
    assert "delta is" in told  # and not what it comes from
