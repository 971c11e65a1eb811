import pytest

from bpcalc.errors import ExerciseError, Fault
from bpcalc.exercise import reader
from bpcalc.exercise.spec import Exercise, Layer, Sample
from bpcalc.maths.activations import ACTIVATIONS, SIGMOID
from bpcalc.maths.expr import Number
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling
from exercise.texts import MAZUR, NAMED, SIX, WEIGHTS, good_files, read


def numbers(*texts: str) -> tuple[Number, ...]:
    """Return the numbers that are written so."""
    return tuple(map(Number, texts))


def rows(layer: Layer) -> list[list[str]]:
    """Return the weights of a layer as they are written."""
    return [[number.text for number in row] for row in layer.weights]


@pytest.mark.parametrize("path", good_files(), ids=lambda path: path.stem)
def test_good_files_are_read_without_a_word(path):
    """Every exercise that comes with the package, and every published one, is read as it is."""
    reading = reader.read(path.read_bytes(), path.name)

    assert reading.notes == ()


def test_the_smallest_file(loader):
    """Everything but the numbers of the homework sheet has a default."""
    expected = Exercise(
        layers=(
            Layer(
                (numbers("0.15", "0.20"), numbers("0.25", "0.30")), SIGMOID, numbers("0.35"), True
            ),
            Layer(
                (numbers("0.40", "0.45"), numbers("0.50", "0.55")), SIGMOID, numbers("0.60"), True
            ),
        ),
        samples=(Sample(numbers("0.05", "0.10"), numbers("0.01", "0.99")),),
        units=(("i1", "i2"), ("h1", "h2"), ("o1", "o2")),
        learning_rate=Number("0.5"),
    )

    assert expected == read(MAZUR + "biases: [0.35, 0.60]").exercise


@pytest.mark.parametrize(
    ("line", "attribute", "value"),
    [
        ("title: XOR, by hand", "title", "XOR, by hand"),
        ("title: 2015", "title", "2015"),
        ("title: yes", "title", "yes"),
        ('title: ""', "title", ""),
        ("title: >\n  on two\n  lines", "title", "on two lines"),
        ('title: "on two\\nlines"', "title", "on two lines"),
        ("source: 周志华《机器学习》", "source", "周志华《机器学习》"),
        ("activation: tanh", "layers.1.activation", ACTIVATIONS["tanh"]),
        ("activation: [relu, softmax]", "layers.1.activation", ACTIVATIONS["softmax"]),
        ("activation: {leaky_relu: 0.1}", "layers.0.activation.parameter", "0.1"),
        ("activation: {leaky_relu: 0.01}", "layers.0.activation", ACTIVATIONS["leaky_relu"]),
        ("activation: [{leaky_relu: 0.2}, tanh]", "layers.0.activation.parameter", "0.2"),
        ("activation: swish", "layers.1.activation", ACTIVATIONS["silu"]),
        ("activation: {hardlim: 0.5}", "layers.0.activation.jump", "0.5"),
        ("loss: binary_cross_entropy", "loss", LOSSES["binary_cross_entropy"]),
        ("update: batch_mean", "update", "batch_mean"),
        ("momentum: 0.90", "momentum", Number("0.90")),
        ("momentum: 0.90", "changes", True),
        ("momentum: 0.0", "changes", False),
        ("momentum: 0.9\nchanges: false", "changes", False),
        ("update_biases: false", "update_biases", False),
        ("update_biases: True", "update_biases", True),
        ("delta: t-o", "delta", "t-o"),
        ("delta: t-o", "changes", True),
        ("changes: true", "changes", True),
        ("hidden_deltas_use: new_weights", "hidden_deltas_use", "new_weights"),
        ("notation: mazur", "notation", "mazur"),
        ("epochs: 1000", "epochs", 1000),
        ("presentations: 1005", "presentations", 1005),
        ("epochs: 1e3", "epochs", 1000),
        ("until: 1e-4", "until", Number("1e-4")),
        ("until: '1E-4'", "until", Number("1E-4")),
        ("until: .5", "until", Number(".5")),
        ("until: +.5", "until", Number(".5")),
        ("rounding: {decimals: 4}", "rounding", Rounding(Digits(4))),
        ("rounding: {significant: 3}", "rounding", Rounding(Digits(3, significant=True))),
        ("rounding: {carry: rounded, ties: down}", "rounding.carry", "rounded"),
        ("rounding: {carry: rounded, ties: down}", "rounding.ties", "down"),
        ("rounding: {delta: 4}", "rounding.by_kind", {"delta": Digits(4)}),
        ("rounding: {out: {significant: 4}}", "rounding.by_kind", {"out": Digits(4, True)}),
        ("rounding: {out: {decimals: 2}}", "rounding.by_kind", {"out": Digits(2)}),
        (
            "rounding: {new: 3, new_bias: 2}",
            "rounding.by_kind",
            {
                "new_weight": Digits(3),
                "new_bias": Digits(2),
                "new_gamma": Digits(3),
                "new_beta": Digits(3),
            },
        ),
        (
            "rounding: {gradient: 1, change: 2}",
            "rounding.by_kind",
            {
                "weight_gradient": Digits(1),
                "bias_gradient": Digits(1),
                "gamma_gradient": Digits(1),
                "beta_gradient": Digits(1),
                "weight_change": Digits(2),
                "bias_change": Digits(2),
                "gamma_change": Digits(2),
                "beta_change": Digits(2),
            },
        ),
        ("units: {inputs: [x1, x2]}", "units", (("x1", "x2"), ("h1", "h2"), ("o1", "o2"))),
        ("units: {hidden: [a, b]}", "units.1", ("a", "b")),
        ("units: {hidden: [[a, b]]}", "units.1", ("a", "b")),
        ("units: {outputs: [y, n]}", "units.2", ("y", "n")),
        ("units: {outputs: [4, on]}", "units.2", ("4", "on")),
        ("units: {outputs: [4, on]}", "units.0", ("i1", "i2")),
        ("biases: null", "layers.0.biases", None),
        ("biases: ~", "thresholds", False),
        ("biases: [null, 0.60]", "layers.0.biases", None),
        ("biases: [null, 0.60]", "layers.1.biases", numbers("0.60")),
        ("biases: [null, 0.60]", "layers.1.shared_bias", True),
        ("biases: [[0.1, 0.2], 0.60]", "layers.0.biases", numbers("0.1", "0.2")),
        ("biases: [[0.1, 0.2], 0.60]", "layers.0.shared_bias", False),
        ("biases: {b1: 1, b_o1: 2, b_o2: 3}", "layers.0.shared_bias", True),
        ("biases: {b1: 1, b_o1: 2, b_o2: 3}", "layers.1.biases", numbers("2", "3")),
        ("biases: {b2: 1}", "layers.0.biases", None),
        ("biases: {}", "layers.1.biases", None),
        ("thresholds: [0.1, 0.2]", "thresholds", True),
        ("thresholds: {theta1: 0.1, θ_o1: 1, theta_o2: 2}", "layers.1.biases", numbers("1", "2")),
        ("thresholds: null", "thresholds", True),
        ("layers: [2, 2, 2]", "learning_rate", Number("0.5")),
    ],
)
def test_keys(line, attribute, value, loader):
    """Every key has the effect that the README promises."""
    found = read(f"{MAZUR}{line}\n").exercise
    for name in attribute.split("."):
        found = found[int(name)] if name.isdigit() else getattr(found, name)

    assert value == found


def test_without_targets_and_learning_rate():
    """Without targets there is a forward pass only, without a learning rate no update."""
    exercise = read("inputs: [1, 2]\n" + WEIGHTS).exercise

    assert exercise.samples == (Sample(numbers("1", "2"), None),)
    assert exercise.learning_rate is None


def test_a_single_neuron():
    """A network may have no hidden layer, one input and one output; then lists are optional."""
    exercise = read("inputs: 1\ntargets: 0.5\nweights: [[[0.3]]]\nbiases: -0.1\n").exercise

    assert exercise.samples == (Sample(numbers("1"), numbers("0.5")),)
    assert exercise.layers == (Layer((numbers("0.3"),), SIGMOID, numbers("-0.1"), True),)


def test_samples():
    """Several samples stand instead of inputs and targets."""
    text = (
        "samples:\n  - {inputs: [0, 1], targets: [1, 0]}\n  - {targets: [0, 1], inputs: [1, 1]}\n"
    )
    exercise = read(text + WEIGHTS).exercise

    assert exercise.samples == (
        Sample(numbers("0", "1"), numbers("1", "0")),
        Sample(numbers("1", "1"), numbers("0", "1")),
    )


def test_weight_rows():
    """With `weight_rows: from`, a row of a matrix belongs to a sending unit."""
    matrices = "weights:\n  - [[1, 2, 3], [4, 5, 6]]\n  - [[7], [8], [9]]\n"
    hidden, output = read(f"inputs: [1, 2]\nweight_rows: from\n{matrices}").exercise.layers

    assert rows(hidden) == [["1", "4"], ["2", "5"], ["3", "6"]]
    assert rows(output) == [["7", "8", "9"]]


def test_weights_by_name(loader):
    """Weights may be copied from a drawing by their names, in any order."""
    text = NAMED + "weights: {w6: 6, w5: 5, w4: 4, w3: 3, w2: 2, w1: 1}\n"
    hidden, output = read(text).exercise.layers

    assert rows(hidden) == [["1", "2"], ["3", "4"]]
    assert rows(output) == [["5", "6"]]


@pytest.mark.parametrize("notation", NOTATIONS.values(), ids=lambda notation: notation.name)
@pytest.mark.parametrize("part", ["name", "symbol"])
@pytest.mark.parametrize("sizes", [(3, 2, 1), (2, 2, 2, 1), (12, 1), (1, 11, 2)])
def test_every_notation_can_name_the_weights(notation, part, sizes):
    """Names and symbols of all notations are read back, in networks of all shapes."""
    spelling = Spelling(notation, Layout(default_units(sizes), thresholds=notation.thresholds))
    keys = list(Graph(sizes).every_connection)
    own = [
        Key("bias", layer, unit + 1)
        for layer in range(1, len(sizes))
        for unit in range(sizes[layer])
    ]
    key = "thresholds" if notation.thresholds else "biases"
    weights, biases = (
        ", ".join(f'"{getattr(spelling, part)(key)}": {n}' for n, key in enumerate(each))
        for each in (keys, own)
    )
    exercise = read(
        f"notation: {notation.name}\ninputs: {[1] * sizes[0]}\nlayers: {list(sizes)}\n"
        f"weights: {{{weights}}}\n{key}: {{{biases}}}\n"
    ).exercise
    numbers_read = [text for layer in exercise.layers for row in rows(layer) for text in row]
    biases_read = [number.text for layer in exercise.layers for number in layer.biases]

    assert numbers_read == [str(n) for n in range(len(keys))]
    assert biases_read == [str(n) for n in range(len(own))]
    assert not any(layer.shared_bias for layer in exercise.layers)


def test_biases_by_name():
    """Biases by name may be the layers' own or the units' own."""
    hidden, output = read(NAMED + SIX + "biases: {b_h2: 2, b_h1: 1, b2: 3}\n").exercise.layers

    assert (hidden.biases, hidden.shared_bias) == (numbers("1", "2"), False)
    assert (output.biases, output.shared_bias) == (numbers("3"), True)


def test_all_faults_are_told_at_once_and_in_order():
    """One reading finds every independent fault, in the order of the file."""
    with pytest.raises(ExerciseError) as caught:
        read(MAZUR.replace("0.05", "O.5") + "activation: sigmod\nloss: hing\nepochs: 0\nfoo: 1\n")

    assert [(fault.line, fault.column) for fault in caught.value.faults] == [
        (1, 10),
        (7, 13),
        (8, 7),
        (9, 9),
        (10, 1),
    ]
    assert caught.value.faults[0] == Fault(
        "net.yaml",
        1,
        10,
        "expected a number, found `O.5`; a letter instead of a digit? did you mean 0.5?",
    )


def test_only_a_hundred_faults_are_told():
    """A file in which everything is wrong is left after a hundred faults, and that is said."""
    with pytest.raises(ExerciseError) as caught:
        read(f"inputs: [{', '.join(['x'] * 5000)}]\n{WEIGHTS}")

    *told, last = caught.value.faults
    assert len(told) == 100
    assert "there may be more faults" in last.says
