"""The printed numbers of first courses, for activations, losses and step units."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.errors import CalculationError, ExerciseError
from bpcalc.exercise.reader import read
from bpcalc.exercise.writer import write
from bpcalc.maths.activations import ACTIVATIONS, WITH_PARAMETER
from bpcalc.maths.expr import Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.rounding import Digits
from bpcalc.report import formats
from bpcalc.report.layout import of_solution
from bpcalc.report.words import remark
from bpcalc.solution import Solution
from tests.helpers.values import value_of

FOLDER = Path(__file__).parent / "functions"

CALLS = {
    "hs": lambda *_: WITH_PARAMETER["hard_sigmoid"]("0.2"),
    "elu": lambda x, a="1": WITH_PARAMETER["elu"](a),
    "pr": lambda x, a: WITH_PARAMETER["prelu"](a),
    "sp": lambda *_: ACTIVATIONS["softplus"],
    "ss": lambda *_: ACTIVATIONS["softsign"],
    "sw": lambda *_: WITH_PARAMETER["silu"](None),
    "se": lambda *_: ACTIVATIONS["selu"],
}


def printed(name):
    """Return the numbers of a source that agree with textbook working, by name."""
    source = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    right = [entry for entry in source["printed"] if entry["agrees"] == "yes"]
    return {entry["name"]: entry["value"] for entry in right}, source


def rounded(value, text):
    """Return a value to as many decimals as a printed number has."""
    return Digits(len(text.partition(".")[2])).round(value)


def test_activations():
    """Hard sigmoid, ELU, PReLU, softplus, softsign, swish and SELU at 35 places."""
    numbers, source = printed("act_deepml")
    for name, call in source["data"]["compute"]:
        kind = name.rstrip("0123456789")
        inner = call.partition("(")[2].rstrip(")") if "(" in call else call.replace("*", ",")
        operands = [part.strip() for part in inner.split(",")]
        entry = CALLS[kind](*operands)
        net = Ref(Key("net"))
        found = value_of(entry.value([net], 0), {net.key: Decimal(operands[0])})
        assert rounded(found, numbers[name]) == Decimal(numbers[name]), name


def test_hinge_of_labels():
    """Labels of 0 count as -1, and the mean is taken over the outputs."""
    text = (
        "samples: [{inputs: [0.6, 0.4], targets: [0, 1]}, {inputs: [0.4, 0.6], targets: [0, 0]}]\n"
        "weights: [[[1, 0], [0, 1]]]\nactivation: identity\nloss: mean_hinge\nupdate: batch_mean\n"
    )
    exercise = read(text.encode(), "test").exercise
    assert exercise.loss.name == "mean_hinge"
    assert exercise.loss != LOSSES["mean_hinge"]
    values = bpcalc.solve(exercise)
    totals = [line.value for line in values if line.key.kind == "total_error"]

    assert list(map(str, totals)) == ["1.1", "1.5", "1.3"]


def test_huber():
    """Four misses of at most 1: half the squares, and their mean."""
    text = (
        "inputs: [0.6, 0.6, 0.4, 0.6]\ntargets: [0, 0, 0, 0]\nactivation: identity\n"
        "weights: [[[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]]\nloss: mean_huber\n"
    )
    solution = bpcalc.solve(read(text.encode(), "test").exercise)

    assert [str(line.value) for line in solution if line.key.kind == "total_error"] == ["0.155"]


def test_slope_of_a_sigmoid():
    """A 2-2-1 network whose sigmoids have the slope 2."""
    numbers, _ = printed("act_sigmoid_slope")
    text = (
        "inputs: [1, -1]\ntargets: [1]\nactivation: {sigmoid: 2}\n"
        "weights: [[[0.5, -0.5], [0.25, 0.75]], [[0.5, -1.0]]]\n"
    )
    solution = bpcalc.solve(read(text.encode(), "test").exercise)
    values = {line.key[:4]: line.value for line in solution}
    places = {
        "h[0]": ("net", 1, 1, None),
        "h[1]": ("net", 1, 2, None),
        "V[0]": ("out", 1, 1, None),
        "V[1]": ("out", 1, 2, None),
        "hout": ("net", 2, 1, None),
        "O": ("out", 2, 1, None),
        "dout": ("delta", 2, 1, None),
        "gW2[0]": ("weight_gradient", 2, 1, 1),
        "gW2[1]": ("weight_gradient", 2, 1, 2),
        "d[0]": ("delta", 1, 1, None),
        "d[1]": ("delta", 1, 2, None),
        "gW1[0][0]": ("weight_gradient", 1, 1, 1),
        "gW1[0][1]": ("weight_gradient", 1, 1, 2),
        "gW1[1][0]": ("weight_gradient", 1, 2, 1),
        "gW1[1][1]": ("weight_gradient", 1, 2, 2),
    }
    assert numbers.keys() == places.keys()
    for name, text in numbers.items():
        assert rounded(values[places[name]], text) == Decimal(text), name


def outputs(text):
    """Return the outputs of an exercise without targets, sample by sample."""
    solution = bpcalc.solve(read(text.encode(), "test").exercise)
    return [str(line.value) for line in solution if line.key.kind == "out"]


SAMPLES = "samples: [{inputs: [0, 0]}, {inputs: [0, 1]}, {inputs: [1, 0]}, {inputs: [1, 1]}]\n"


@pytest.mark.parametrize(
    ("activation", "row", "expected"),
    [
        ("{step: 2}", "[1, 1]", ["0", "0", "0", "1"]),
        ("{step: 1}", "[1, 1]", ["0", "1", "1", "1"]),
        ("{step: {theta: 2, at_zero: 0}}", "[1, 1]", ["0", "0", "0", "0"]),
        ("step", "[-1, 0]", ["1", "1", "0", "0"]),
        ("sign", "[-1, 0]", ["1", "1", "-1", "-1"]),
        ("{sign: {at_zero: -1}}", "[-1, 0]", ["-1", "-1", "-1", "-1"]),
        ("{sign: {at_zero: 0}}", "[-1, 0]", ["0", "0", "-1", "-1"]),
        ("{sign: 0.5}", "[-1, 0.5]", ["0", "0", "-1", "0"]),
    ],
)
def test_step_units(activation, row, expected):
    """McCulloch and Pitts' gates; at the threshold itself a unit fires unless it is set not to."""
    assert outputs(f"{SAMPLES}activation: {activation}\nweights: [[{row}]]\n") == expected


def test_softmax_with_a_temperature():
    """A temperature divides the net inputs; 1 is no temperature at all."""
    text = "inputs: [3.0, 2.5, 1.5]\nweights: [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]]\n"
    plain = outputs(f"{text}activation: softmax\n")
    warm = outputs(f"{text}activation: {{softmax: 2}}\n")
    halved = outputs(f"{text.replace('3.0, 2.5, 1.5', '1.5, 1.25, 0.75')}activation: softmax\n")
    numbers, _ = printed("act_softmax_temp_cpsource")

    assert outputs(f"{text}activation: {{softmax: 1}}\n") == plain
    assert warm == halved
    for place in (1, 2):  # the first one is misprinted
        text = numbers[f"p[{place}]"]
        assert rounded(Decimal(plain[place]), text) == Decimal(text)


def test_a_function_of_the_exercise_itself():
    """max(net, 1) is worked out and differentiated; a given derivative is taken as it is."""
    text = "inputs: [1, 0]\ntargets: [1]\nlearning_rate: 1\nweights: [[[0, 2], [2, 1]], [[1, 1]]]\n"
    solution = bpcalc.solve(
        read(f'{text}activation: {{formula: "max(net, 1)"}}\n'.encode(), "test").exercise
    )
    values = {line.key[:4]: str(line.value) for line in solution if line.key.epoch == 1}

    assert [values["out", 1, unit, None] for unit in (1, 2)] == ["1", "2"]
    assert values["delta", 2, 1, None] == "2"
    assert [values["slope", 1, unit, None] for unit in (1, 2)] == ["0", "1"]
    given = read(
        f'{text}activation: {{formula: "max(net, 1)", slope: "out"}}\n'.encode(), "test"
    ).exercise
    steep = {line.key[:4]: str(line.value) for line in bpcalc.solve(given) if line.key.epoch == 1}
    assert steep["slope", 1, 2, None] == "2"


def test_a_gradient_that_is_not_the_derivative():
    """E = Σ(t - o)² with δ = (o - t)·f' is half the derivative, and the page says so."""
    mazur = bpcalc.load("mazur")
    text = write(mazur) + "loss: squared_error\ngradient_factor: 0.5\n"
    exercise = read(text.encode(), "test").exercise
    plain = {line.key: line.value for line in bpcalc.solve(mazur)}
    halved = {line.key: line.value for line in bpcalc.solve(exercise)}
    changed = {key.kind for key in plain if plain[key] != halved[key]}

    assert changed == {"error", "total_error"}
    told = [remark(stage.heading, exercise) for stage in calculate(exercise, 1).stages]
    assert sum("not the derivative" in words for words in told) == 1
    assert read(write(exercise).encode(), "test").exercise == exercise


def test_the_chain_of_a_cross_entropy():
    """With `shortcut: false`, ∂E/∂out and ∂out/∂net stand there; the deltas are the same."""
    text = write(bpcalc.load("mazur")) + "loss: binary_cross_entropy\n"
    short, long = (
        bpcalc.solve(read((text + more).encode(), "test").exercise)
        for more in ("", "shortcut: false\n")
    )
    kinds = {line.key.kind for line in long if line.key.layer == 2}
    deltas = [
        [line.value for line in solution if line.key.kind == "delta"] for solution in (short, long)
    ]

    assert {"error_slope", "slope"} <= kinds
    for one, other in zip(*deltas, strict=True):
        assert abs(one - other) < Decimal("1e-30")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("activation: max(x, 1)", 'a formula of your own is written {formula: "max(net, 1)"}'),
        ('activation: {formula: "max(net, 1"}', "at character 4: this bracket is never closed"),
        ('activation: {formula: "foo(net)"}', "at character 1: `foo` is no function here"),
        ('loss: {formula: "t - q"}', "at character 5: `q` is not known"),
        ('loss: {formula: "(y - 1)^2"}', "at character 2: `y` is not known"),
        ('loss: {formula: "t^2"}', "the output o does not stand in this loss"),
        ("activation: {softmax: 0}", "a number above 0, found `0`"),
        ("activation: {step: {at_zero: 2}}", "expected one of: 0, 1, found `2`"),
        ("activation: {step: {at_zeros: 1}}", "unknown key `at_zeros`; did you mean `at_zero`?"),
        ("loss: {huber: -1}", "a number above 0, found `-1`"),
        ("gradient_factor: 0", "a factor above 0"),
    ],
)
def test_faults(line, says):
    """What cannot be is said with its place."""
    text = f"inputs: [1]\ntargets: [1]\nweights: [[[1]]]\n{line}\n"
    with pytest.raises(ExerciseError) as caught:
        read(text.encode(), "test")

    assert says in caught.value.faults[0].says
    assert caught.value.faults[0].line == 4


@pytest.mark.parametrize(("formula", "notes"), [("(t - o)^2", 0), ("(o - t)^2", 0), ("o^2", 1)])
def test_a_loss_without_the_target_is_told(formula, notes):
    """Wherever the output stands in it."""
    text = f'inputs: [1]\ntargets: [1]\nweights: [[[1]]]\nloss: {{formula: "{formula}"}}\n'
    said = [note for note in read(text.encode(), "test").notes if "target t" in note.says]

    assert len(said) == notes


@pytest.mark.parametrize(
    "formula",
    ["(t - o)^2", "(y - o)^2", "(t - y)^2", "(y - ŷ)^2", "(d - y)²", "(y - a)^2", "(t-out)(t-out)"],
)
def test_the_names_of_target_and_output(formula):
    """Y is the target beside a name of the output, and the output beside one of the target."""
    text = (
        "inputs: [1]\ntargets: [3]\nweights: [[[0.5]]]\nactivation: identity\n"
        f'loss: {{formula: "{formula}"}}\n'
    )
    solution = bpcalc.solve(read(text.encode(), "test").exercise)

    assert solution["E_total"].value == Decimal("6.25")
    assert solution["delta_o1"].value == -5


def page(line: str) -> str:
    """Return the page of a unit with net = 0."""
    text = f"inputs: [0]\ntargets: [0.5]\nweights: [[[1]]]\nlearning_rate: 0.1\n{line}\n"
    solution = Solution(calculate(read(text.encode(), "test").exercise))
    written = formats.find("markdown").write(of_solution(solution))
    assert isinstance(written, str)
    return written


@pytest.mark.parametrize(
    ("line", "said", "unsaid"),
    [
        ('activation: {formula: "max(net, 0.1*net)"}', "At a kink of max", "Where its parts"),
        ('activation: {formula: "net if net > 0 else 0.1*net"}', "Where its parts", "At a kink"),
        ('activation: {formula: "net^2", slope: "3*net"}', "That is not its derivative", "At a"),
        ('activation: {formula: "net^2", slope: "2*net"}', "as the exercise says.", "That is not"),
        ('activation: {formula: "sigmoid(x)", slope: "o(1-o)"}', "exercise says.", "That is not"),
        ('loss: {formula: "(t-o)^2", slope: "o - t"}', "That is not its derivative", "At a"),
    ],
)
def test_what_is_said_of_a_formula(line, said, unsaid):
    """The derivative where branches meet, and whether a slope that is given is the derivative."""
    text = page(line)

    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("sqrt(net - 4)", "it takes the square root of -4"),
        ("1/net", "it divides by zero"),
        ("ln(net)", "it takes the logarithm of 0"),
        ("1 if net > 1 else ln(net - 1)", "it takes the logarithm of -1"),
        ("1 if net >= 1 else ln(net - 1)", "it takes the logarithm of -1"),
    ],
)
def test_why_a_formula_has_no_value(formula, says):
    """The reason is that of the innermost part that has none; there is no cross-entropy in it."""
    with pytest.raises(CalculationError) as caught:
        page(f'activation: {{formula: "{formula}"}}')

    assert says in str(caught.value)
    assert "cross-entropy" not in str(caught.value)
