# ruff: noqa: E501 - a sentence is easier to compare on one line

import pytest

from bpcalc.exercise.reader import FILE_KEYS
from bpcalc.maths.activations import ACTIVATIONS
from bpcalc.maths.losses import LOSSES
from bpcalc.notation.notations import NOTATIONS
from exercise.texts import MAZUR, NAMED, SIX, WEIGHTS, faults

WHOLE = [
    ("", ["1:1: the file is empty; expected at least inputs and weights"]),
    ("# nothing\n", ["1:1: the file is empty; expected at least inputs and weights"]),
    ("---\n...\n", ["1:1: the file is empty; expected at least inputs and weights"]),
    ("- 1\n- 2\n", ["1:1: expected keys with values, such as inputs: [0.05, 0.10], found a list"]),
    ("hello", ["1:1: expected keys with values, such as inputs: [0.05, 0.10], found `hello`"]),
    (
        "inputs: [1]\n---\ninputs: [2]\n",
        ["2:1: a second document starts here; an exercise file holds one"],
    ),
    ("a: 1\nb: *c\n", ["2:4: aliases (`*name`) are not used in exercises; write it out"]),
]

KEYS = [
    ("learnig_rate: 1", ["7:1: unknown key `learnig_rate`; did you mean `learning_rate`?"]),
    ("bias: [1, 2]", ["7:1: unknown key `bias`; did you mean `biases`?"]),
    ("lr: 1", ["7:1: unknown key `lr`; did you mean `learning_rate`?"]),
    ("学习率: 0.5", ["7:1: unknown key `学习率`; did you mean `learning_rate`?"]),
    (
        "foo: 1",
        [f"7:1: unknown key `foo`; write one of: {', '.join(FILE_KEYS)}"],
    ),
    (
        "loss: tanh\nloss: tanh",
        [
            f"7:7: expected a loss, found `tanh`; write one of: {', '.join(LOSSES)}",
            "8:1: the key `loss` stands on line 7 already; keep one of them",
        ],
    ),
    ("source:", ["7:1: `source` has no value; write one, or leave the key out"]),
    ("title: null", ["7:1: `title` has no value; write one, or leave the key out"]),
    ("k\u200bey: 1", ["7:1: unknown key `k\\u200bey`; it contains the invisible character U+200B"]),
    ("? [a]\n: 1", ["7:3: expected a key, found a list or mapping; a key is a word"]),
    ("<<: {a: 1}", ["7:1: merge keys (`<<`) are not used in exercises; write it out"]),
    ("title: &a b", ["7:8: anchors (`&name`) are not used in exercises; leave it out"]),
    ("title: !!str b", ["7:8: tags (`!…`) are not used in exercises; write the plain value"]),
    ("epochs: !!float 3", ["7:9: tags (`!…`) are not used in exercises; write the plain value"]),
]

NAMES = [
    (
        "activation: sigmod",
        ["7:13: expected an activation, found `sigmod`; did you mean `sigmoid`?"],
    ),
    (
        "activation: Sigmoide",
        ["7:13: expected an activation, found `Sigmoide`; did you mean `sigmoid`?"],
    ),
    (
        "activation: morlet",
        [f"7:13: expected an activation, found `morlet`; write one of: {', '.join(ACTIVATIONS)}"],
    ),
    ("activation: [sigmoid]", ["7:13: expected 2 entries, one for each layer of weights, found 1"]),
    (
        "activation: softmax",
        ["7:13: `softmax` is for the output layer only; write a list, such as [sigmoid, softmax]"],
    ),
    ("activation: {identity: 1}", ["7:24: `identity` takes no parameter; write only its name"]),
    (
        "activation: {leaky_rleu: 1}",
        ["7:14: expected an activation, found `leaky_rleu`; did you mean `leaky_relu`?"],
    ),
    ("activation: {leaky_relu: x}", ["7:26: expected the parameter of leaky_relu, found `x`"]),
    (
        "activation: []",
        ["7:13: expected an activation, or a list with one for each layer, found an empty list"],
    ),
    ("loss: mse", ["7:7: expected a loss, found `mse`; did you mean `mean_squared_error`?"]),
    (
        "loss: [1]",
        [f"7:7: expected a loss, found a list; write one of: {', '.join(LOSSES)}"],
    ),
    (
        "update: offline",
        [
            "7:9: expected one of: online, batch, batch_mean, found `offline`; did you mean `online`?"
        ],
    ),
    ("delta: t - o", ["7:8: expected one of: o-t, t-o, found `t - o`; did you mean `t-o`?"]),
    ("update_biases: no", ["7:16: expected true or false, found `no`"]),
    ("update_biases: 1", ["7:16: expected true or false, found `1`"]),
    ("changes: 'true'", ["7:10: expected true or false, found `true`"]),
    (
        "notation: bishop",
        [
            "7:11: expected a notation, found `bishop`; write one of: "
            "mazur, z-a, han-kamber, zhou, hanliqun, fausett, ng"
        ],
    ),
    (
        "notation: bishop",
        ["7:11: expected a notation, found `bishop`; write one of: " + ", ".join(NOTATIONS)],
    ),
    ("weight_rows: row", ["7:14: expected one of: to, from, found `row`"]),
]

RANGES = [
    ("momentum: 1", ["7:11: expected a momentum from 0 up to, not including, 1, found `1`"]),
    ("momentum: -0.1", ["7:11: expected a momentum from 0 up to, not including, 1, found `-0.1`"]),
    ("until: -1", ["7:8: expected an error of 0 or more, found `-1`"]),
    ("epochs: 0", ["7:9: expected a whole number from 1 to 1000000000, found `0`"]),
    ("epochs: 1.5", ["7:9: expected a whole number from 1 to 1000000000, found `1.5`"]),
    (
        "epochs: 10000000000",
        ["7:9: expected a whole number from 1 to 1000000000, found `10000000000`"],
    ),
    ("rounding: 4", ["7:11: expected a mapping such as {decimals: 4}, found `4`"]),
    ("rounding: {decimals: 101}", ["7:22: expected a whole number from 0 to 100, found `101`"]),
    ("rounding: {significant: 0}", ["7:25: expected a whole number from 1 to 100, found `0`"]),
    (
        "rounding: {decimals: 1, significant: 2}",
        ["7:38: `decimals` and `significant` exclude each other; give one of the two"],
    ),
    ("rounding: {delta: {}}", ["7:19: expected decimals or significant digits, found a mapping"]),
    (
        "rounding: {delta: {decimals: 1, significant: 1}}",
        ["7:46: `decimals` and `significant` exclude each other; give one of the two"],
    ),
    ("rounding: {delta: [1]}", ["7:19: expected a whole number from 0 to 100, found a list"]),
    ("rounding: {carry: yes}", ["7:19: expected one of: exact, rounded, found `yes`"]),
    ("rounding: {ties: up}", ["7:18: expected one of: half_up, half_even, down, found `up`"]),
    ("rounding: {dlta: 3}", ["7:12: unknown key `dlta`; did you mean `delta`?"]),
]

NUMBERS = [
    (
        "until: 0,5",
        ["7:8: expected an error of 0 or more, found `0,5`; a decimal comma? write a point: 0.5"],
    ),
    (
        "until: O.5",
        [
            "7:8: expected an error of 0 or more, found `O.5`; a letter instead of a digit? did you mean 0.5?"
        ],
    ),
    (
        "until: l.5",
        [
            "7:8: expected an error of 0 or more, found `l.5`; a letter instead of a digit? did you mean 1.5?"
        ],
    ),
    (
        "until: 1o",
        [
            "7:8: expected an error of 0 or more, found `1o`; a letter instead of a digit? did you mean 10?"
        ],
    ),
    (
        "until: nan",
        [
            "7:8: expected an error of 0 or more, found `nan`; only finite numbers can be worked with"
        ],
    ),
    (
        "until: .inf",
        [
            "7:8: expected an error of 0 or more, found `.inf`; only finite numbers can be worked with"
        ],
    ),
    (
        "until: -.inf",
        [
            "7:8: expected an error of 0 or more, found `-.inf`; only finite numbers can be worked with"
        ],
    ),
    (
        "until: 0x1F",
        ["7:8: expected an error of 0 or more, found `0x1F`; write it in decimal digits"],
    ),
    (
        "until: 1:30",
        [
            "7:8: expected an error of 0 or more, found `1:30`; times and base 60 are not numbers here"
        ],
    ),
    ("until: 1_000", ["7:8: expected an error of 0 or more, found `1_000`; write it without `_`"]),
    (
        "until: 5.",
        ["7:8: expected an error of 0 or more, found `5.`; a digit is missing after the point"],
    ),
    ("until: 1/0", ["7:8: `1/0` divides by zero"]),
    ("until: 50%", ["7:8: expected an error of 0 or more, found `50%`; write 0.5"]),
    (
        "until: (1)",
        ["7:8: expected an error of 0 or more, found `(1)`; lists are written in square brackets"],
    ),
    (
        "until: 1 2",
        ["7:8: expected an error of 0 or more, found `1 2`; put a comma between the numbers"],
    ),
    ("until: five", ["7:8: expected an error of 0 or more, found `five`"]),
    ('until: ""', ["7:8: expected an error of 0 or more, found nothing"]),
    ("until: [1]", ["7:8: expected an error of 0 or more, found a list"]),
    ("until: {a: 1}", ["7:8: expected an error of 0 or more, found a mapping"]),
    (
        "until: 1e401",
        ["7:8: the exponent of `1e401` is too large; exponents from -400 to 400 are read"],
    ),
    (
        "until: 1e-99999999999",
        ["7:8: the exponent of `1e-99999999999` is too large; exponents from -400 to 400 are read"],
    ),
    ("until: " + "1" * 401, ["7:8: the number has 401 digits; at most 400 are read"]),
    (
        "until: 0.5，6",
        ["7:8: expected an error of 0 or more, found `0.5,6`"],
    ),
    (
        "until: “5”",
        [
            "7:8: expected an error of 0 or more, found `“5”`; write straight quotation marks instead of `“`"
        ],
    ),
    (
        "until: 0.5.5",
        ["7:8: expected an error of 0 or more, found `0.5.5`; a number has one point at most"],
    ),
    ("until: 1e5.0", ["7:8: expected an error of 0 or more, found `1e5.0`"]),
    (
        "until: 5\u200b",
        [
            "7:8: expected an error of 0 or more, found `5\\u200b`; it contains the invisible character U+200B"
        ],
    ),
    (
        "until: --5",
        ["7:8: expected an error of 0 or more, found `--5`; a number has one sign at most"],
    ),
    ("until: ٣", ["7:8: expected an error of 0 or more, found `٣`"]),
]

UNITS = [
    ("units: [a]", ["7:8: expected a mapping of inputs, hidden and outputs, found a list"]),
    ("units: {inputs: [a]}", ["7:17: expected 2 names, one for each unit of layer 0, found 1"]),
    ("units: {inputs: a}", ["7:17: expected a list of names, found `a`"]),
    ("units: {input: [a, b]}", ["7:9: unknown key `input`; did you mean `inputs`?"]),
    (
        "units: {hidden: [[a, b], [c]]}",
        ["7:17: expected 1 entry, a list of names for each hidden layer, found 2"],
    ),
    ("units: {hidden: [a]}", ["7:17: expected 2 names, one for each unit of layer 1, found 1"]),
    (
        "units: {outputs: [o 1, o2]}",
        ["7:19: expected the name of a unit, one word without spaces, found `o 1`"],
    ),
    (
        "units: {outputs: ['', o2]}",
        ["7:19: expected the name of a unit, one word without spaces, found nothing"],
    ),
    ("units: {outputs: [o1, null]}", ["7:23: expected the name of a unit, found `null`"]),
    ("units: {outputs: [o1, o1]}", ["7:23: another unit is called `o1` too; choose another name"]),
    ("units: {outputs: [o1, h1]}", ["7:23: another unit is called `h1` too; choose another name"]),
    (
        "units: {outputs: [total, o2]}",
        [
            "7:19: with a unit called `total`, two quantities would have the name `E_total`; rename it"
        ],
    ),
    (
        "units: {inputs: [eta, w5]}",
        [
            "7:18: with a unit called `eta`, two quantities would have the name `eta`; rename it",
            "7:23: with a unit called `w5`, two quantities would have the name `w5`; rename it",
        ],
    ),
    ("units: {hidden: [[h1, samples]]\n}", []),
    (
        'units: {outputs: ["a\\e[31m", b]}',
        ["7:19: the text contains U+001B, a control character; delete it"],
    ),
    (
        f"units: {{outputs: [{'a' * 41}, b]}}",
        ["7:19: the text has 41 characters; at most 40 are read"],
    ),
]

BIASES = [
    ("biases: [0.35]", ["7:9: expected 2 entries, one for each layer of weights, found 1"]),
    ("biases: 0.35", ["7:9: expected 2 entries, one for each layer of weights, found 1"]),
    ("biases: [1, 2, 3]", ["7:9: expected 2 entries, one for each layer of weights, found 3"]),
    (
        "biases: [[1, 2, 3], null]",
        ["7:10: expected 2 numbers, one for each unit of layer 1, found 3"],
    ),
    ("biases: [[1], [1, 2]]", ["7:10: expected 2 numbers, one for each unit of layer 1, found 1"]),
    (
        "biases: [[], 1]",
        ["7:10: expected a number, a list of numbers or null, found an empty list"],
    ),
    (
        "biases: []",
        [
            "7:9: expected a list with the biases of every layer, or biases by name, found an empty list"
        ],
    ),
    ("biases: foo", ["7:9: expected a number, a list of numbers or null, found `foo`"]),
    ("biases: [[1, x], 2]", ["7:14: expected a number, found `x`"]),
    (
        "biases: [{a: 1}, 2]",
        ["7:10: expected a number, a list of numbers or null, found a mapping"],
    ),
    (
        "biases: [1, 2]\nthresholds: [1, 2]",
        ["8:13: `biases` and `thresholds` exclude each other; give one of the two"],
    ),
    ("biases: {b_h1: 1}", ["7:9: missing: `b_h2`"]),
    ("biases: {b1: 1, b_h1: 1}", ["7:17: `b1` is the bias of the whole layer; leave out `b_h1`"]),
    ("biases: {b3: 1}", ["7:10: there is no `b3` in this network and notation"]),
    ("thresholds: {theta1: 1, θ1: 2}", ["7:25: `θ1` is the same as `theta1`; keep one of them"]),
]

TEXTS = [
    ('title: "a\\e[31m"', ["7:8: the text contains U+001B, a control character; delete it"]),
    ('title: "a\\x9b"', ["7:8: the text contains U+009B, a control character; delete it"]),
    ("title: a\u202eb", ["7:9: the text contains U+202E, right-to-left override; delete it"]),
    ("title: a\u200db", ["7:9: the text contains U+200D, zero width joiner; delete it"]),
    ('title: "\\u2066x"', ["7:8: the text contains U+2066, left-to-right isolate; delete it"]),
    ('title: "\\x00"', ["7:8: the text contains U+0000, a control character; delete it"]),
    ("title: [a]", ["7:8: expected a title, found a list"]),
    ("title: " + "x" * 1001, ["7:8: the text has 1001 characters; at most 1000 are read"]),
]

NETWORK = [
    (
        MAZUR.replace("[0.05, 0.10]", "[1, 2, 3]"),
        ["1:9: expected 2 numbers, one for each input of the network, found 3"],
    ),
    (
        MAZUR.replace("[0.01, 0.99]", "[1]"),
        ["2:10: expected 2 numbers, one for each output of the network, found 1"],
    ),
    (
        MAZUR.replace("[0.25, 0.30]", "[0.25]"),
        ["5:20: row 2 of weight matrix 1 has 1 number, but layer 0 has 2 units"],
    ),
    (
        MAZUR.replace("[0.15, 0.20]", "[0.15, 0.20, 1]"),
        ["5:6: row 1 of weight matrix 1 has 3 numbers, but layer 0 has 2 units"],
    ),
    (
        MAZUR.replace("[[0.40, 0.45], [0.50, 0.55]]", "[[1, 2, 3], [4, 5, 6]]"),
        ["6:5: the rows of weight matrix 2 have 3 numbers, but layer 1 has 2 units"],
    ),
    (
        "inputs: [1, 2, 3]\nweights:\n  - [[1, 2], [3, 4], [5, 6]]\n  - [[1], [2]]\n",
        [
            "3:5: the weight matrices fit together only if a row is a sending unit; add `weight_rows: from`, or turn them round"
        ],
    ),
    (
        "inputs: [1, 2]\nweight_rows: from\nweights:\n  - [[1, 2], [3, 4], [5, 6]]\n  - [[1, 2, 3]]\n",
        [
            "4:5: the weight matrices fit together only if a row is a receiving unit; leave out `weight_rows: from`"
        ],
    ),
    (
        "inputs: [1, 2]\nweight_rows: from\nweights:\n  - [[1, 2, 3], [4, 5, 6]]\n  - [[1], [2]]\n",
        ["5:5: weight matrix 2 has 2 rows, but layer 1 has 3 units"],
    ),
    (
        "inputs: [1, 2]\nweight_rows: from\nweights:\n  - [[1, 2, 3], [4, 5]]\n  - [[1], [2], [3]]\n",
        ["4:17: row 2 of weight matrix 1 has 2 numbers, but layer 1 has 3 units"],
    ),
    (
        MAZUR.replace("[0.05, 0.10]", "[0,05, 0,10]"),
        [
            "1:9: expected 2 numbers, one for each input of the network, found 4; a decimal comma? write 0.05, not 0,05"
        ],
    ),
    (
        MAZUR.replace("[0.25, 0.30]", "[0,25, 0,30]"),
        [
            "5:20: row 2 of weight matrix 1 has 4 numbers, but layer 0 has 2 units; a decimal comma? write 0.25, not 0,25"
        ],
    ),
    (
        "inputs: 1\nweights: 3\n",
        ["2:10: expected a list of weight matrices, one a layer, or weights by name, found `3`"],
    ),
    (
        "inputs: 1\nweights: [0.3]\n",
        [
            "2:11: expected a weight matrix: a list of rows, such as [[0.1, 0.2], [0.3, 0.4]], found `0.3`"
        ],
    ),
    (
        "inputs: 1\nweights: [[0.3]]\n",
        ["2:11: expected a weight matrix, found a single row; write weights: [[[0.3]]] instead"],
    ),
    (
        "inputs: 1\nweights: []\n",
        [
            "2:10: expected a list of weight matrices, one a layer, or weights by name, found an empty list"
        ],
    ),
    (
        "inputs: 1\nweights: [[[0.3], 0.4]]\n",
        [
            "2:19: expected a row of numbers, such as [0.1, 0.2]; a weight matrix is a list of rows, found `0.4`"
        ],
    ),
    (WEIGHTS, ["1:1: `inputs` is missing; write for instance inputs: [0.05, 0.10]"]),
    (
        "inputs: [1, 2]\n",
        ["1:1: `weights` is missing; write one matrix a layer: a list of rows of numbers"],
    ),
    (
        MAZUR + "samples: [{inputs: [1, 2]}]\n",
        [
            "1:9: `inputs` and `samples` exclude each other; give one of the two",
            "2:10: `targets` and `samples` exclude each other; give one of the two",
        ],
    ),
    (
        "samples: [{inputs: [1, 2], targets: [1, 1]}, {inputs: [1, 2]}]\n" + WEIGHTS,
        ["1:46: this sample has no `targets`, others have; give targets to all or to none"],
    ),
    (
        "samples: [{input: [1, 2]}]\n" + WEIGHTS,
        ["1:11: this sample has no `inputs`", "1:12: unknown key `input`; did you mean `inputs`?"],
    ),
    (
        "samples: [[1, 2]]\n" + WEIGHTS,
        ["1:11: expected a sample such as {inputs: [0, 1], targets: [1]}, found a list"],
    ),
    (
        "samples: []\n" + WEIGHTS,
        [
            "1:10: expected a list of samples, such as - {inputs: [0, 1], targets: [1]}, found an empty list"
        ],
    ),
    (
        "samples: [{inputs: [1], targets: [1, 2]}]\n" + WEIGHTS,
        ["1:20: expected 2 numbers, one for each input of the network, found 1"],
    ),
    (
        NAMED + "weights: {w1: 1, w2: 2, w3: 3, w4: 4, w5: 5, w7: 6}\n",
        ["4:10: missing: `w6`", "4:46: there is no `w7` in this network and notation"],
    ),
    (NAMED + "weights: {w1: 1}\n", ["4:10: missing: `w2`, `w3`, `w4`, `w5`, `w6`"]),
    (
        NAMED + SIX.replace("w6", "weight5"),
        ["4:10: missing: `w6`", "4:46: there is no `weight5` in this network and notation"],
    ),
    (
        "inputs: 1\nweights: {w1: 1}\n",
        ["2:10: weights by name need the sizes of the layers too, such as layers: [2, 2, 1]"],
    ),
    (
        "weights: {net: {o: 1.2}}\n",
        [
            "1:1: `inputs` is missing; write for instance inputs: [0.05, 0.10]",
            "1:11: `net` needs the two units that it connects: "
            "{from: i1, to: h1, value: 0.15}; a bias is a number, b_h1: 0.35",
            "1:11: `net` has no `value`",
            "1:17: unknown key `o`; did you mean `to`?",
        ],
    ),
    (
        NAMED + SIX.replace("w6", "w5"),
        ["4:10: missing: `w6`", "4:46: the key `w5` stands on line 4 already; keep one of them"],
    ),
    (NAMED + SIX.replace("6}", "x}"), ["4:50: expected a number, found `x`"]),
    (
        MAZUR + "layers: [2, 3, 2]\n",
        ["7:9: the weight matrices are for layers of 2, 2, 2, found 2, 3, 2"],
    ),
    (
        MAZUR + "layers: [2]\n",
        ["7:9: expected the sizes of the layers, inputs first, such as [2, 3, 1], found a list"],
    ),
    (MAZUR + "layers: [2, 0]\n", ["7:13: expected a whole number from 1 to 10000, found `0`"]),
    (
        "inputs: 1\nlayers: [2, 10000, 10000]\nweights: {a: 1}\n",
        ["2:9: the network has 100020000 weights; at most 2000000 are possible"],
    ),
    (
        "inputs: 1\nlayers: [200, 100]\nweights: {a: 1}\n",
        [
            "1:9: expected 200 numbers, one for each input of the network, found 1",
            "3:10: 20000 names are too many, at most 10000 are read; write lists of numbers",
        ],
    ),
    (
        "inputs: 1\nlayers: [1, 20000]\nweights: {a: 1}\n",
        ["2:13: expected a whole number from 1 to 10000, found `20000`"],
    ),
    (
        MAZUR + "loss: cross_entropy\nactivation: tanh\n",
        [
            "7:7: the loss `cross_entropy` needs outputs between 0 and 1, `tanh` has others; use sigmoid or softmax in the output layer"
        ],
    ),
    (
        MAZUR.replace("0.99", "1.5") + "loss: binary_cross_entropy\n",
        ["2:17: the loss `binary_cross_entropy` needs targets from 0 to 1, found `1.5`"],
    ),
    (
        MAZUR.replace("[[0.15, 0.20], [0.25, 0.30]]", "x") + "biases: [1]\n",
        [
            "5:5: expected a weight matrix: a list of rows, such as [[0.1, 0.2], [0.3, 0.4]], found `x`"
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_whole_files(text, expected, loader):
    """A file that is no mapping of keys, or more than one, is refused as such."""
    assert expected == faults(text)


@pytest.mark.parametrize(("text", "expected"), NETWORK)
def test_parts_that_do_not_fit_together(text, expected, loader):
    """Samples, weights and layers of different sizes are refused, where the mistake is."""
    assert expected == faults(text)


@pytest.mark.parametrize(("line", "expected"), KEYS)
def test_keys(line, expected, loader):
    """What YAML allows and an exercise does not, and keys that have no meaning, are named."""
    assert expected == faults(f"{MAZUR}{line}\n")


@pytest.mark.parametrize(("line", "expected"), NAMES)
def test_names(line, expected, loader):
    """A word that is none of the possible ones is answered by the possible ones."""
    assert expected == faults(f"{MAZUR}{line}\n")


@pytest.mark.parametrize(("line", "expected"), RANGES)
def test_ranges(line, expected, loader):
    """A number outside its range is answered by the range."""
    assert expected == faults(f"{MAZUR}{line}\n")


@pytest.mark.parametrize(("line", "expected"), NUMBERS)
def test_numbers(line, expected, loader):
    """Every text that is no number is refused, with the remark that helps."""
    assert expected == faults(f"{MAZUR}{line}\n")


@pytest.mark.parametrize(("line", "expected"), UNITS)
def test_units(line, expected, loader):
    """Names of units are as many as the units, distinct, visible, and clash with no other name."""
    assert expected == faults(f"{MAZUR}{line}\n")


@pytest.mark.parametrize(("line", "expected"), BIASES)
def test_biases(line, expected, loader):
    """Biases that do not fit the layers are refused."""
    assert expected == faults(f"{MAZUR}{line}\n")


@pytest.mark.parametrize(("line", "expected"), TEXTS)
def test_texts(line, expected, loader):
    """A text that would garble a page is refused, with the code of the character."""
    assert expected == faults(f"{MAZUR}{line}\n")
