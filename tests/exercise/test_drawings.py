"""Networks as people write them: numbering, names with places, biases in their own ways."""

from decimal import Decimal
from io import BytesIO
from math import tanh
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.checking.marker import Marker
from bpcalc.cli import cli
from bpcalc.errors import ExerciseError
from bpcalc.exercise.patching import patched
from bpcalc.exercise.reader import read
from bpcalc.exercise.writer import write
from bpcalc.maths.expr import Number
from bpcalc.solution import Solution


def reading(text):
    """Return what a text holds, with its notes."""
    return read(text.encode(), "sheet.yaml")


def notes(text):
    """Return what is said about a text that is accepted."""
    return [note.says for note in reading(text).notes]


def faults(text):
    """Return why a text cannot be used."""
    with pytest.raises(ExerciseError) as refused:
        reading(text)
    return [fault.says for fault in refused.value.faults]


def value(text, name):
    """Return a number of the solution, to six decimals."""
    return bpcalc.solve(reading(text).exercise)[name].value.quantize(Decimal("1e-6"))


SHEET = """
layers: [2, 3, 2]
inputs: [5, 10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: {w1: 0.1, w2: 0.15, w3: 0.2, w4: 0.25, w5: 0.3, w6: 0.35,
  w7: 0.4, w8: 0.45, w9: 0.5, w10: 0.55, w11: 0.6, w12: 0.65}
biases: {b1: 0.35, b2: 0.65}
"""
SENDER = """
layers: [2, 2, 1]
inputs: [1, 0]
targets: [1]
learning_rate: 0.7
weights: {w1: 0.45, w2: 0.78, w3: -0.12, w4: 0.13, w5: 1.5, w6: -2.3}
"""


def test_a_sheet_that_counts_in_two_ways():
    """With its numbering the course sheet gives the printed output, without it another one."""
    assert value(SHEET + "numbering: [to, from]", "out_o1") == Decimal("0.891090")
    assert value(SHEET, "out_o1") == Decimal("0.875821")


def test_what_is_taken_for_the_numbering_is_said():
    """Weights by counted names do not tell whose numbers they are; once it is said, no note."""
    says = (
        "w2 connects i2 → h1; if your drawing counts by the sending unit, say `numbering: from`, "
        "or a list, one a layer"
    )

    assert notes(SENDER) == [says]
    assert notes(SENDER + "numbering: to") == notes(SENDER + "numbering: from") == []
    assert "Note: " + says in " ".join(printed(SENDER).split())
    # Where either way of counting gives the same, nobody asks.
    assert notes("layers: [2, 1]\ninputs: [1, 2]\nweights: {w1: 1, w2: 2}") == []


def test_every_layer_that_may_be_counted_the_other_way_is_told():
    """Who finds w2 where his drawing has it may still have w8 elsewhere."""
    says = (
        "w2 connects i2 → h1, w8 connects h2 → o1; if your drawing counts by the sending unit, "
        "say `numbering: from`, or where it does so in some layers only, a list such as "
        "`numbering: [to, from]`"
    )

    assert notes(SHEET) == [says]
    assert notes(SHEET + "numbering: [to, from]") == []
    # Only the layers in which it matters are told: w5 and w6 go to a single unit.
    deep = "layers: [2, 1, 2, 2]\ninputs: [1, 2]\n"
    many = deep + f"weights: {{{', '.join(f'w{n}: {n}' for n in range(1, 9))}}}\n"
    assert notes(many) == [
        "w6 connects h2_2 → o1; if your drawing counts by the sending unit, say `numbering: "
        "from`, or a list, one a layer"
    ]


@pytest.mark.parametrize(
    "command",
    [
        ["step"],
        ["step", "--brief"],
        ["step", "--only", "net"],
        ["step", "--format", "html"],
        ["train", "--epochs", "1"],
        ["check", "net_h1=0.45"],
        ["why", "net_h1"],
        ["audit"],
        ["sheet"],
        ["sheet", "--format", "markdown"],
        ["step", "--format", "xlsx"],
        ["sheet", "--format", "xlsx"],
    ],
    ids=" ".join,
)
def test_every_page_says_what_was_taken_for_the_numbering(tmp_path, command):
    """It stands on top of whatever is printed or kept, once, unless the file tells it."""
    told = []
    for name, text in (("open", SENDER), ("told", SENDER + "numbering: to\n")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text)
        out = tmp_path / name
        words = [command[0], str(path), *command[1:], "-o", str(out)]
        ran = CliRunner().invoke(cli, words)
        assert ran.exit_code == 0, ran.exception
        content = out.read_bytes()
        if "xlsx" in command:
            content = ZipFile(BytesIO(content)).read("xl/sharedStrings.xml")
        told.append(" ".join(content.decode().split()).count("w2 connects"))

    assert told[0] >= 1
    assert told[1] == 0
    if command[0] != "sheet":  # a sheet that marks itself says it beside the questions and givens
        assert told[0] == 1


def printed(text):
    """Return the page of a text, on a terminal."""
    from bpcalc.report.document import Paragraph
    from bpcalc.report.givens import givens

    solution = bpcalc.solve(reading(text).exercise)
    blocks = givens(solution, solution.stages[0].lines)
    return " ".join(block.text for block in blocks if isinstance(block, Paragraph))


def test_numbering_decides_names_with_matrices_too():
    """w2 of a matrix is the second number of its drawing, and keeps its place in the matrix."""
    text = "inputs: [1, 2]\ntargets: [1]\nweights: [[[1, 2], [3, 4]], [[5, 6]]]\n"

    assert value(text, "w2") == 2
    assert value(text + "numbering: from", "w2") == 3
    assert value(text + "numbering: from", "net_h1") == value(text, "net_h1") == 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SENDER + "weight_rows: from", "`weight_rows` says how matrices are written"),
        (SENDER + "numbering: [to]", "expected 2 entries, one for each layer of weights, found 1"),
        (SENDER + "numbering: sideways", "expected one of: to, from"),
        (
            "notation: z-a\ninputs: [1]\nweights: [[[1]]]\nnumbering: from",
            "leave out `numbering`: the names of weights in the notation z-a",
        ),
    ],
)
def test_refused_numbering(text, says):
    """What numbering cannot mean is answered with the right word."""
    assert any(says in fault for fault in faults(text)), faults(text)


DRAWN = """
layers: [2, 2, 1]
inputs: [0.05, 0.10]
targets: [0.99]
learning_rate: 0.5
weights:
  w1: {from: i1, to: h1, value: 0.15}
  w2: {from: i1, to: h2, value: 0.20}
  w3: {from: i2, to: h2, value: 0.25}
  w4: {from: h1, to: o1, value: 0.40}
  w5: {from: h2, to: o1, value: 0.45}
  w6: {from: i1, to: o1, value: 0.30}
"""


def test_what_is_not_listed_is_not_connected():
    """h1 is fed by i1 alone, and o1 by i1 as well."""
    assert value(DRAWN, "net_h1") == Decimal("0.0075")
    formula = bpcalc.solve(reading(DRAWN).exercise)
    assert formula.formula(formula["net_o1"]) == "w4·out_h1 + w5·out_h2 + w6·i1"


def test_sizes_follow_from_usual_names():
    """Where all units have the usual names, or names of their own, `layers` may be missing."""
    assert reading(DRAWN.replace("layers: [2, 2, 1]\n", "")).exercise == reading(DRAWN).exercise
    named = DRAWN.replace(
        "layers: [2, 2, 1]", "units: {inputs: [a, b], hidden: [c, d], outputs: [e]}"
    )
    for old, new in (("i1", "a"), ("i2", "b"), ("h1", "c"), ("h2", "d"), ("o1", "e")):
        named = named.replace(f": {old}", f": {new}")
    assert reading(named).exercise.graph == reading(DRAWN).exercise.graph


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "w6: {from: i1, to: o1, value: 0.30}",
            "w6: 0.3",
            "the other weights say where they stand",
        ),
        ("to: o1, value: 0.30", "to: o9, value: 0.30", "there is no unit `o9`"),
        ("from: i1, to: o1", "from: o1, to: i1", "a connection leads forward"),
        ("w6: {from: i1, to: o1", "w6: {from: h1, to: o1", "`w4` stands on the connection h1 → o1"),
        (", value: 0.30", "", "`w6` has no `value`"),
        ("from: i1, to: o1", "from: i1", "`w6` needs the two units that it connects"),
        ("w6: {from", "net_h1: {from", "another quantity has the name `net_h1` too"),
        ("  w1: {from: i1, to: h1, value: 0.15}\n", "", "nothing leads to unit h1"),
        ("  w4: {from: h1, to: o1, value: 0.40}\n", "", "unit h1 leads nowhere"),
        ("from: i1, to: o1,", "on: [[i1, o1], [i1]],", "expected the two ends of a connection"),
    ],
)
def test_refused_drawings(old, new, says):
    """What a drawing cannot mean gets one clear sentence."""
    assert old in DRAWN
    assert any(says in fault for fault in faults(DRAWN.replace(old, new))), faults(
        DRAWN.replace(old, new)
    )


def test_null_in_a_matrix_is_no_connection():
    """Two linear units that share nothing: L = w1² + 4·w2², as in an example of momentum."""
    text = """
inputs: [1, 2]
targets: [0, 0]
activation: identity
loss: squared_error
learning_rate: 0.05
momentum: 0.9
weights: [[[4, null], [null, 2]]]
"""
    solution = bpcalc.solve(reading(text).exercise)

    assert [solution.formula(solution[name]) for name in ("net_o1", "net_o2")] == ["w1·i1", "w2·i2"]
    assert [value(text, name) for name in ("dE/dw1", "dE/dw2")] == [8, 16]
    assert [value(text, name) for name in ("w1_new", "w2_new")] == [Decimal("3.6"), Decimal("1.2")]


def test_one_unit_without_a_bias():
    """Null in a list of biases, or under a name."""
    text = "inputs: [1]\nweights: [[[1], [2]]]\nbiases: [[0.5, null]]"

    assert (value(text, "net_o1"), value(text, "net_o2")) == (Decimal("1.5"), 2)
    assert (
        reading(text.replace("[[0.5, null]]", "{b_o1: 0.5, b_o2: null}")).exercise
        == reading(text).exercise
    )


def test_biases_among_the_weights():
    """A bias that stands among the weights under its name is a bias."""
    text = """
layers: [2, 2, 1]
notation: hanliqun
inputs: [0, 1]
targets: [1]
learning_rate: 0.25
weights: {v11: 0.6, v21: -0.1, v12: -0.3, v22: 0.4, w11: 0.4, w21: 0.1,
  v01: 0.3, v02: 0.5, w01: -0.2}
"""
    assert value(text, "net_y1") == Decimal("0.2")
    assert value(text, "o_1") == Decimal("0.522741")
    assert "the weights name biases already; keep them in one place" in faults(
        text + "biases: [1, 1]"
    )


COLUMN = """
inputs: [0.6, 0.2]
targets: [1]
learning_rate: 0.5
weights:
  - [[0.1, 0.5, -0.4], [-0.2, 0.3, 0.8]]
  - [[0.2, 0.7, -0.5]]
"""


def test_biases_as_a_column():
    """First or last column of the matrices; first or last row where rows are sending units."""
    first = reading(COLUMN + "bias_column: first").exercise
    last = reading(COLUMN + "bias_column: last").exercise

    assert first.layers[0].biases == (Number("0.1"), Number("-0.2"))
    assert last.layers[0].biases == (Number("-0.4"), Number("0.8"))
    assert first.layers[1].weights == ((Number("0.7"), Number("-0.5")),)
    turned = (
        "inputs: [0.6, 0.2]\nweights: [[[0.1], [0.5], [-0.4]]]\nweight_rows: from\n"
        "bias_column: first"
    )
    assert reading(turned).exercise.layers[0].biases == (Number("0.1"),)


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        (COLUMN, ["weight matrix 1 has 3 numbers a row", "`bias_column: first`", "[from, to]"]),
        (
            "inputs: [1, 2]\ntargets: [1]\n"
            "weights: [[[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], [[0.7, 0.8, 0.9]]]",
            ["weight matrix 1 has 3 numbers a row", "`weight_rows: [from, to]`"],
        ),
        (COLUMN + "biases: [1, 1]", ["[from, to]"]),
        (COLUMN + "bias_column: first\nbiases: [1, 1]", ["the matrices hold the biases already"]),
        (
            "inputs: [1, 2]\nweights: [[0.1, 0.2, 0.3, 0.4], [0.5, 0.6]]",
            ["all its numbers in one row; write 2 rows of 2 numbers"],
        ),
        ("inputs: [1, 2]\nweights: [0.1, 0.2, 0.3, 0.4]", ["all weights in one flat list"]),
    ],
)
def test_matrices_that_would_fit_another_way(text, hints):
    """What does not fit as it is read is answered with what would."""
    says = " ".join(faults(text))

    assert all(hint in says for hint in hints), says


def test_names_of_another_notation_are_recognised():
    """Weights in Han & Kamber's names, without a word of whose they are."""
    text = """
layers: [3, 2, 1]
inputs: [1, 0, 1]
targets: [1]
learning_rate: 0.9
weights: {w14: 0.2, w15: -0.3, w24: 0.4, w25: 0.1, w34: -0.5, w35: 0.2, w46: -0.3, w56: -0.2}
"""
    assert reading(text).exercise.notation == "han-kamber"
    assert notes(text)[0].startswith(
        "these are the names of the notation han-kamber, which is used"
    )
    assert value(text, "I_4") == Decimal("-0.3")


def test_names_of_two_notations_are_not_guessed():
    """`v_11` and `w_11` are those of two Chinese books; which one has to be said."""
    text = "layers: [1, 1, 1]\ninputs: [1]\nweights: {v_11: 1, w_11: 2}"

    assert any("several notations: zhou, hanliqun" in fault for fault in faults(text)), faults(text)


FAUSETT = """
notation: fausett
inputs: [0, 1]
targets: [1]
learning_rate: 0.25
weights: {v11: 0.6, v21: -0.1, v12: -0.3, v22: 0.4, w11: 0.4, w21: 0.1}
biases: {v01: 0.3, v02: 0.5, w01: -0.2}
"""


def test_fausett_names_tell_the_sizes():
    """Six weights, two inputs, one target: two hidden units; it is said."""
    assert notes(FAUSETT) == ["the layers were taken to be [2, 2, 1]; `layers` says so"]
    expected = {"z_in1": "0.2", "z_in2": "0.9", "y_in1": "0.091029", "delta1": "0.119068"}
    for name, number in expected.items():
        assert value(FAUSETT, name) == Decimal(number)
    solution = bpcalc.solve(reading(FAUSETT).exercise)
    assert solution.formula(solution["delta_h1"]) == "δ_in₁·z₁·(1 - z₁)"


@pytest.mark.parametrize(
    "text",
    [
        DRAWN,
        SHEET + "numbering: [to, from]",
        COLUMN + "bias_column: first",
        FAUSETT,
        "inputs: [1]\nweights: [[[1], [2]]]\nbiases: [[0.5, null]]",
    ],
)
def test_new_numbers_go_where_the_old_ones_stood(text):
    """What training saves is the same text with other numbers."""
    from bpcalc.exercise.parameters import parameters, with_parameters

    exercise = reading(text).exercise
    numbers = [Number(f"0.{place + 1}1") for place, _ in enumerate(parameters(exercise))]
    other = with_parameters(exercise, numbers)
    saved = patched(text.encode(), "sheet.yaml", other)

    assert list(parameters(reading(saved).exercise)) == numbers


@pytest.mark.parametrize("text", [DRAWN, SHEET + "numbering: [to, from]", FAUSETT])
def test_written_and_read_again(text):
    """What is written reads back to the same exercise."""
    exercise = reading(text).exercise

    assert reading(write(exercise)).exercise == exercise


def test_where_layers_start():
    """The first weights are w², or w¹ for those who do not count the inputs as a layer."""
    text = "notation: z-a\ninputs: [1]\ntargets: [1]\nweights: [[[0.5]], [[2]]]\n"

    assert value(text, "z2_1") == value(text + "first_layer: 1", "z1_1") == Decimal("0.5")
    assert reading(write(reading(text + "first_layer: 1").exercise)).exercise.first_layer == 1
    refused = faults("inputs: [1]\nweights: [[[1]]]\nfirst_layer: 1")
    assert refused[0].startswith("leave out `first_layer`")


def test_an_input_of_ones_gets_a_note():
    """It may stand for the biases; nothing is changed."""
    samples = "samples: [{inputs: [1, 0], targets: [0]}, {inputs: [1, 1], targets: [1]}]\n"
    says = "the input i1 looks like that of the biases; it is worked with like any other"

    assert notes(samples + "weights: [[[1, 2]]]\n") == [says]
    assert notes("inputs: [1, 0]\nweights: [[[1, 2]]]\n") == []
    named = "inputs: [1, 0]\nweights: [[[1, 2]]]\nunits: {inputs: [x0, x1]}\n"
    assert notes(named) == [says.replace("i1", "x0")]


@pytest.mark.parametrize("name", ["unipolar_sigmoid", "binary_sigmoid", "logsig"])
def test_other_names_of_the_sigmoid(name):
    """What other books and programs call it is understood, and not taken for the bipolar one."""
    text = f"inputs: [1]\nweights: [[[0.5]]]\nactivation: {name}"

    assert value(text, "out_o1") == Decimal("0.622459")


@pytest.mark.parametrize(
    ("weights", "shape"),
    [
        ("[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]", "[[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6]]]"),
        ("[[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]", "[[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6]]]"),
        ("[0.1, 0.2]", "[[[0.1, 0.2]]]"),
        ("[0.1, 0.2, 0.3, 0.4]", "[[[…], […]], [[…]]]"),
    ],
)
def test_a_flat_list_is_shown_the_shape_it_should_have(weights, shape):
    """All weights in one list, with or without rows, are set out as they should stand."""
    (says,) = faults(f"inputs: [1, 2]\ntargets: [1]\nweights: {weights}\n")

    assert says.endswith(f"a row for each receiving unit: {shape}")


@pytest.mark.parametrize(
    ("notation", "units"), [("fausett", "x1 x2 z1 y1"), ("han-kamber", "1 2 3 4")]
)
def test_sizes_follow_from_the_names_of_a_notation(notation, units):
    """Where the units have no names of their own, those of the notation tell the layers."""
    x1, x2, z, y = units.split()
    exercise = reading(
        f"notation: {notation}\ninputs: [1, 2]\ntargets: [1]\nlearning_rate: 0.1\n"
        f"weights: {{a: {{from: {x1}, to: {z}, value: 0.1}}, "
        f"b: {{from: {x2}, to: {z}, value: 0.2}}, c: {{from: {z}, to: {y}, value: 0.3}}, "
        f"d: {{from: {x1}, to: {y}, value: 0.4}}}}\n"
    ).exercise

    assert exercise.sizes == (2, 1, 1)
    assert [key.source_layer for key, _ in exercise.skips] == [0]


def test_thresholds_among_the_weights():
    """θ among the weights, or under `biases`, is subtracted, and that is said."""
    text = """
layers: [2, 2, 1]
inputs: [1, 2]
targets: [1]
learning_rate: 0.5
weights: {w1: 0.1, w2: 0.2, w3: 0.3, w4: 0.4, w5: 0.5, w6: 0.6, θ_h1: 0.1, theta_h2: 0.2, θ_o1: 0}
numbering: to
"""
    assert value(text, "net_h1") == Decimal("0.4")
    assert value(text, "net_h2") == Decimal("0.9")
    assert notes(text) == ["θ names thresholds here, which are subtracted; `thresholds` says so"]
    exercise = reading(text).exercise
    assert reading(patched(text.encode(), "sheet.yaml", exercise)).exercise == exercise
    other = text.replace(", θ_h1: 0.1, theta_h2: 0.2, θ_o1: 0}", "}\nbiases: {θ1: 0.1, θ2: 0}")
    assert value(other, "net_h1") == Decimal("0.4")
    plain = other.replace("biases:", "thresholds:").replace("θ1", "b1")
    assert value(plain, "net_h1") == Decimal("0.4")
    layers = "θ1, θ2, … were taken as the thresholds of whole layers; those of single units are "
    assert notes(plain) == [f"{layers}theta_h1, theta_h2"]


def test_w0_is_the_bias_of_a_single_unit():
    """The bias of a single unit is called w0; where there are more units, nobody knows whose."""
    text = "layers: [2, 1]\ninputs: [1, 2]\ntargets: [1]\nweights: {w0: 0.5, w1: 0.1, w2: 0.2}\n"

    assert value(text, "net_o1") == Decimal("1.0")
    exercise = reading(text).exercise
    assert reading(patched(text.encode(), "sheet.yaml", exercise)).exercise == exercise
    more = "layers: [1, 1, 1]\ninputs: [1]\nweights: {w0: 0.5, w1: 0.1, w2: 0.2}\n"
    assert faults(more) == ["there is no `w0` in this network and notation"]


def test_a_weight_without_a_number():
    """A name without a number is an error, in a file and in its schema."""
    text = "layers: [2, 1]\ninputs: [1, 2]\nweights: {w1: 0.1, w2: ~}\n"

    (says,) = faults(text)

    assert says.startswith("`w2` has no number; write one, or give the weights as matrices")


PLACED = """
inputs: [1, 2]
targets: [1]
weights:
  w1: {from: i1, to: h1, value: 0.1}
  w2: {from: i2, to: h1, value: 0.2}
  w3: {from: h1, to: o1, value: 0.3}
"""


@pytest.mark.parametrize(
    ("more", "biases"),
    [("  b1: 0.5\n  b2: 0.7\n", ["0.5", "0.7"]), ("  b_h1: 0.5\n  θ_o1: 0.7\n", ["0.5", "0.7"])],
)
def test_biases_stand_among_weights_with_places(more, biases):
    """Under the names that the notation has for them."""
    exercise = read((PLACED + more).encode(), "placed.yaml").exercise

    assert [number.text for layer in exercise.layers for number in layer.biases] == biases


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{from: i1, to: h1, value: 0.1}", "{on: [], value: 0.1}", "`w1` stands on no connection"),
        ("from: i1", "from: 1", "no unit is called 1; a bias stands here as b_h1: 0.35"),
        (
            "{from: i1, to: h1, value: 0.1}",
            "{to: h1, value: 0.1}",
            "a bias is a number, b_h1: 0.35",
        ),
        ("w1:", "'w=1':", "the name of a weight has no =, :, @ or other sign of a formula"),
        ("from: h1, to: o1", "from: h1, to: y", "which unit is in which layer? name them: units:"),
    ],
)
def test_a_drawing_that_cannot_be_read_is_told_what_helps(old, new, says):
    """One sentence, with the right word in it."""
    assert old in PLACED
    with pytest.raises(ExerciseError) as refused:
        read(PLACED.replace(old, new).encode(), "placed.yaml")

    assert says in str(refused.value)


def test_an_input_without_a_connection_is_there_and_said():
    """The samples have a number for it."""
    text = PLACED.replace("  w2: {from: i2, to: h1, value: 0.2}\n", "")
    found = read(text.encode(), "placed.yaml")

    assert found.exercise.sizes == (2, 1, 1)
    assert any("no connection starts from i2" in str(note) for note in found.notes)


def test_units_of_a_drawing_are_read_as_a_notation_spells_them():
    """With the underscore or without."""
    text = (
        PLACED.replace("inputs", "notation: han-kamber\nlearning_rate: 0.5\ninputs")
        .replace("i1", "O1")
        .replace("i2", "O_2")
        .replace("h1", "O3")
        .replace("o1", "4")
    )
    exercise = read(text.encode(), "placed.yaml").exercise

    assert exercise.sizes == (2, 1, 1)


def test_layers_counted_from_one_name_weights_and_biases():
    """In z-a, `first_layer: 1` says that the first weights are w¹."""
    text = (
        "inputs: [1, 2]\ntargets: [1]\nnotation: z-a\nfirst_layer: 1\nlayers: [2, 2, 1]\n"
        "weights: {w1_11: 0.1, w1_12: 0.2, w1_21: 0.3, w1_22: 0.4, w2_11: 0.5, w2_12: 0.6}\n"
        "biases: {b1_1: 0.1, b1_2: 0.2, b2_1: 0.3}\n"
    )
    exercise = read(text.encode(), "first.yaml").exercise

    assert [row[0].text for row in exercise.layers[0].weights] == ["0.1", "0.3"]
    assert exercise.layers[1].biases[0].text == "0.3"


def test_the_bias_called_w0_is_asked_for_under_its_name():
    """Who was given w0 may ask for w0_new, and write it."""
    text = (
        "inputs: [1, 2]\ntargets: [1]\nlearning_rate: 0.5\nlayers: [2, 1]\n"
        "weights: {w0: 0.3, w1: 0.1, w2: 0.2}\n"
    )
    exercise = read(text.encode(), "w0.yaml").exercise
    solution = Solution(calculate(exercise))
    new = next(line for line in solution if line.key.kind == "new_bias")

    assert solution["w0_new"] is new
    assert solution["dE/dw0"].key.kind == "bias_gradient"
    assert Marker(exercise).names.find("w0_new") == new.key
    assert Marker(exercise).names.find("w0⁺") == new.key


BY_NAME = """
layers: [2, 2, 1]
numbering: to
inputs: [1, 2]
targets: [1]
weights: {w1: 0.1, w2: 0.8, w3: 0.4, w4: 0.6, w5: 0.3, w6: 0.9}
"""


@pytest.mark.parametrize(
    ("biases", "found", "says"),
    [
        ("{b1: 1, b2: 2, b3: 3}", [["1", "2"], ["3"]], "as the biases of the units, one by one"),
        ("{b1: 1, b2: 2}", [["1"], ["2"]], "of whole layers; those of single units are b_h1, b_h2"),
    ],
)
def test_counted_biases_are_of_units_or_of_layers_and_it_is_said(biases, found, says):
    """As many as there are units are theirs; where they could be either, a line says which."""
    reading = read((BY_NAME + f"biases: {biases}\n").encode(), "counted.yaml")

    assert [[number.text for number in layer.biases] for layer in reading.exercise.layers] == found
    assert any(says in str(note) for note in reading.notes)


def test_a_bias_of_no_name_is_told_the_names_there_are():
    """One sentence says how biases of single units are written."""
    with pytest.raises(ExerciseError) as refused:
        read((BY_NAME + "biases: {b1_1: 1, b1_2: 2, b2: 3}\n").encode(), "counted.yaml")

    assert "there is no `b1_1`" in str(refused.value)
    assert "biases of single units are written as b_h1: 0.1, b_o1: 0.1" in str(refused.value)


def test_biases_of_no_name_beside_weights_of_no_unit_are_refused():
    """Weights that connect nothing leave no unit whose bias could be an example."""
    text = "biases: {st: 0.5, e: 0.9}\nweights: {x: {adam: {beta1: 0.9}}}\n"
    with pytest.raises(ExerciseError) as refused:
        read(text.encode(), "no_units.yaml")

    assert "there is no `st`" in str(refused.value)
    assert "`x` needs the two units that it connects" in str(refused.value)


def test_theta_among_biases_is_said_on_the_page():
    """Not only on standard error: the network would be another one."""
    text = BY_NAME + "biases: {theta_h1: 0.1, theta_h2: 0.2, theta_o1: 0.3}\n"

    page = CliRunner().invoke(cli, ["step", "-"], input=text).output

    assert "Note: θ names thresholds here, which are subtracted" in page


def test_the_chain_rule_is_stated_for_a_weight_with_one_place():
    """That of a shared weight is a sum, so no product stands above it."""
    text = """
inputs: [0.5, -1.2]
targets: [0.9, 0.1]
learning_rate: 0.3
weights:
  a: {from: i1, to: h1, value: 0.4}
  b: {from: i2, to: h2, value: 0.6}
  c: {on: [[h1, o1], [h2, o2]], value: 0.5}
  d: {from: h1, to: o2, value: 0.7}
"""
    page = CliRunner().invoke(cli, ["step", "-"], input=text).output
    (heading,) = (line for line in page.splitlines() if "gradients, " in line)
    assert "gradients, ∂E/∂d = ∂E/∂out_o2·∂out_o2/∂net_o2·∂net_o2/∂d" in heading

    alone = text.replace("  d: {from: h1, to: o2, value: 0.7}\n", "")
    page = CliRunner().invoke(cli, ["step", "-"], input=alone).output
    (heading,) = (line for line in page.splitlines() if "gradients, " in line)
    assert heading.startswith("Hidden layer: gradients, ∂E/∂a = ")


@pytest.mark.parametrize("names", ["abcdef", ["k1", "k2", "k3", "k4", "k5", "k6"]])
def test_names_of_no_notation_are_answered_once(names):
    """One sentence says what the names are, and what to do with one's own."""
    weights = ", ".join(f"{name}: 0.1" for name in names)
    text = f"layers: [2, 2, 1]\ninputs: [1, 2]\ntargets: [1]\nweights: {{{weights}}}\n"
    with pytest.raises(ExerciseError) as refused:
        read(text.encode(), "own.yaml")

    (line,) = str(refused.value).splitlines()
    assert "the weights are called w1 to w6 in this notation" in line
    assert f"{names[0]}: {{from: i1, to: h1, value: 0.15}}" in line


def test_biases_beside_numbered_units_are_called_w0():
    """w04 beside w14 is the bias of unit 4."""
    text = "layers: [2, 1]\ninputs: [1, 2]\ntargets: [1]\nweights: {w13: 0.1, w23: 0.2, w03: 0.5}\n"
    exercise = read(text.encode(), "numbered.yaml").exercise

    assert exercise.notation == "han-kamber"
    assert exercise.layers[0].biases[0].text == "0.5"
    assert not exercise.thresholds


def test_layers_in_brackets_are_those_of_the_book():
    """As in the lecture: W^[1] in the file, z^[1] in the answers; 1 is the first hidden layer."""
    text = """
notation: ng
layers: [2, 2, 1]
inputs: [0.35, 0.9]
targets: [0.5]
learning_rate: 1
weights: {"W^[1]_11": 0.1, "W^[1]_12": 0.8, "W^[1]_21": 0.4, "W^{[1]}_22": 0.6,
  "w[2]_11": 0.3, w2_12: 0.9}
"""
    exercise = read(text.encode(), "ng.yaml").exercise
    names = Marker(exercise).names

    assert [row[1].text for row in exercise.layers[0].weights] == ["0.8", "0.6"]
    for name in ("z^[1]_2", "z^{[1]}_2", "z[1]_2"):
        assert names.find(name)[:3] == ("net", 1, 2), name
    assert names.find("dW^[2]_11")[:4] == ("weight_gradient", 2, 1, 1)
    assert names.find("W^[2]_11_new")[:4] == ("new_weight", 2, 1, 1)
    assert names.find("da^[1]_1/dz^[1]_1")[:3] == ("slope", 1, 1)


def test_a_net_input_is_called_net_or_in():
    """Indonesian sheets write z_net1 for the z_in1 of the same book."""
    names = Marker(bpcalc.load("fausett")).names

    assert names.find("z_net1")[:3] == ("net", 1, 1)
    assert names.find("z_net_2")[:3] == ("net", 1, 2)
    assert names.find("y_net1")[:3] == ("net", 2, 1)


@pytest.mark.parametrize("name", ["w5_new", "dE/dw5"])
def test_an_own_name_is_not_that_of_another_weights_new_value_or_gradient(name):
    """Both would be asked for, and answered, under one name."""
    text = (
        "layers: [2, 1, 1]\ninputs: [0.3, 0.8]\ntargets: [0.1]\nlearning_rate: 0.5\nweights:\n"
        "  w5: {from: i1, to: h1, value: 0.5}\n  w6: {from: i2, to: h1, value: 0.4}\n"
        f"  {name}: {{from: h1, to: o1, value: 0.6}}\n"
    )
    with pytest.raises(ExerciseError, match=f"another quantity has the name `{name}` too"):
        read(text.encode(), "task")


SINGLE_OUTPUT = """
layers: [2, 2, 1]
inputs: [0, 1]
targets: [1]
learning_rate: 0.25
activation: bipolar_sigmoid
weights: {v11: 0.6, v21: -0.1, v01: 0.3, v12: -0.3, v22: 0.4, v02: 0.5, w1: 0.4, w2: 0.1, w0: -0.2}
"""


@pytest.mark.parametrize("notation", ["", "notation: fausett\n"])
def test_weights_of_a_single_output_may_have_one_number(notation):
    """In Fausett's exercises w1, w2 and w0 lead to the one output: w11, w21 and w01."""
    text = notation + SINGLE_OUTPUT
    marker = Marker(reading(text).exercise)
    words = ["w1_new", "w0_new", "w₂⁺", "Δw_0"]

    # (1 - e^-x)/(1 + e^-x) is tanh x/2, and the hidden net inputs are 0.2 and 0.9.
    net = 0.4 * tanh(0.1) + 0.1 * tanh(0.45) - 0.2
    assert float(value(text, "y_in1")) == pytest.approx(net, abs=1e-6)
    assert value(text, "w1_new") == value(text, "w11_new") == Decimal("0.413147")
    assert [spelt(text, marker.names.find(word)) for word in words] == [
        "w11_new",
        "w0_new",
        "w21_new",
        "dw0",
    ]


def spelt(text, key):
    """Return the name of a quantity."""
    return Solution(calculate(reading(text).exercise)).spelling.name(key)


def test_biases_beside_weights_with_the_numbers_of_units():
    """b4 is the bias of unit 4, to which w14 leads."""
    text = """
inputs: [1, 0, 1]
targets: [1]
learning_rate: 0.9
weights: {w14: 0.2, w15: -0.3, w24: 0.4, w25: 0.1, w34: -0.5, w35: 0.2, w46: -0.3, w56: -0.2}
biases: {b4: -0.4, b5: 0.2, b6: 0.1}
"""
    # Han & Kamber, Data Mining, the worked example: I4 = -0.7, I5 = 0.1, I6 = -0.105.
    assert value(text, "I4") == Decimal("-0.7")
    assert value(text, "I5") == Decimal("0.1")
    assert round(value(text, "I6"), 3) == Decimal("-0.105")


def test_matrices_under_their_names():
    """W1, W2 and b1, b2 of a program are the matrices and vectors of the layers, in order."""
    plain = "inputs: [0.5, 1.5]\nweights: [[[0.1, 0.2], [0.3, -0.4]], [[0.5, -0.6]]]\n"
    plain += "biases: [[0.1, 0.2], 0.3]\n"
    exercise = reading(plain).exercise
    for first, marks in ((1, "W{}"), (1, "W^[{}]"), (2, "w_{}")):
        one, two = (marks.format(first + n) for n in (0, 1))
        text = f"""
inputs: [0.5, 1.5]
weights:
  "{two}": [[0.5, -0.6]]
  "{one}": [[0.1, 0.2], [0.3, -0.4]]
biases: {{b{first}: [0.1, 0.2], b{first + 1}: 0.3}}
"""
        assert reading(text).exercise == exercise
        again = reading(patched(text.encode(), "sheet.yaml", exercise)).exercise
        assert again == exercise

    assert faults("inputs: [1]\nweights: {W1: [[1]], W3: [[1]]}")


def test_matrices_in_one_row_each_are_told_their_shapes():
    """What the first has tells what the second should have."""
    found = faults("inputs: [1, 2]\nweights: [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]]")

    assert ["3 rows of 2 numbers" in found[0], "2 rows of 3 numbers" in found[1]] == [True, True]
