"""Names of weights with the unit that receives first, and other names of drawings."""

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.exercise.writer import write
from exercise.texts import faults, notes

RUMELHART = """\
inputs: [1, 0.5]
targets: [0]
learning_rate: 0.1
layers: [2, 2, 1]
weights: {w31: 0.5, w32: 0.4, w41: 0.9, w42: 1.0, w53: -1.2, w54: 1.1}
biases: {b3: -0.8, b4: 0.1, b5: -0.3}
"""
SENDER_FIRST = RUMELHART
for one, other in (("31", "13"), ("32", "23"), ("41", "14"), ("42", "24"), ("53", "35")):
    SENDER_FIRST = SENDER_FIRST.replace(f"w{one}", f"w{other}")
SENDER_FIRST = SENDER_FIRST.replace("w54", "w45")

SAYS = (
    "these weights have the unit that receives first: w31 connects i1 → h1, w53 connects h1 → o1; "
    "other quantities are named as in the notation han-kamber"
)


def test_the_receiver_may_stand_first() -> None:
    """The network is that of the names with the sender first, and weights keep their names."""
    assert notes(RUMELHART) == [f"5:10: {SAYS}"]
    one, other = bpcalc.solve(RUMELHART), bpcalc.solve(SENDER_FIRST)

    assert [line.value for line in one] == [line.value for line in other]
    assert one["w31_new"].value == other["w13_new"].value
    assert one.formula(one["I_3"]) == "w31·O₁ + w32·O₂ + θ₃"


def test_sizes_that_only_such_names_tell() -> None:
    """Without `layers`, the notes say what was taken."""
    text = RUMELHART.replace("layers: [2, 2, 1]\n", "")

    assert notes(text)[1].endswith("taken to be [2, 2, 1]; `layers` says so")
    assert bpcalc.load(text).layers == bpcalc.load(RUMELHART).layers


def test_what_can_be_read_as_it_stands_is_not_turned_round() -> None:
    """In Fausett's names of two layers of two units, v12 leads from 1 to 2, and a note says so."""
    square = (
        "inputs: [1, 2]\ntargets: [0]\nlayers: [2, 2, 1]\n"
        "weights: {v11: 1, v12: 2, v21: 3, v22: 4, w11: 5, w21: 6}\n"
    )
    assert bpcalc.load(square + "notation: fausett\n").layers[0].weights[1][0].text == "2"
    wide = square.replace("[2, 2, 1]", "[2, 3, 1]").replace("v22: 4, w11: 5, w21: 6", "v22: 4")
    wide = wide.replace("v22: 4", "v22: 4, v31: 7, v32: 8, w11: 5, w12: 6, w13: 9")
    rows = bpcalc.load(wide + "notation: fausett\n").layers[0].weights

    assert [[number.text for number in row] for row in rows] == [["1", "2"], ["3", "4"], ["7", "8"]]


def test_names_of_which_only_some_have_the_receiver_first_are_refused() -> None:
    """Nobody knows which of them are wrong."""
    text = RUMELHART.replace("w31", "w13")

    assert faults(text)[0].startswith("5:11: the weights are called w1 to w6 in this notation")


def test_such_names_are_kept_in_other_files(tmp_path) -> None:
    """What is written has them with their places; numbers are put into the file as it stands."""
    exercise = bpcalc.load(RUMELHART)

    assert "w31: {from: i1, to: h1, value: 0.5}" in write(exercise)
    assert bpcalc.load(write(exercise)).own_names == exercise.own_names
    (tmp_path / "a.yaml").write_text(RUMELHART)
    saved = tmp_path / "b.yaml"
    assert run(["train", str(tmp_path / "a.yaml"), "--epochs", "1", "--save", str(saved)]) == 0
    new = bpcalc.solve(RUMELHART)["w53_new"].value
    assert f"w53: {float(new)!r}"[:16] in saved.read_text()


def test_answers_under_such_names(capsys, tmp_path) -> None:
    """A sheet says w31, and so does the file."""
    (tmp_path / "a.yaml").write_text(RUMELHART)
    value = bpcalc.solve(RUMELHART)["w41_new"].value

    assert run(["check", str(tmp_path / "a.yaml"), f"w41={value:.6f}", "--lang", "en"]) == 0
    assert "1 of 1 marks" in capsys.readouterr().out


@pytest.mark.parametrize("layers", ["2-2-1", "2 - 2 - 1", "2×2×1", "2–2–1", '"2-2-1"'])
def test_layers_in_a_row_of_dashes(layers: str) -> None:
    """As `new --layers` takes them."""
    text = SENDER_FIRST.replace("[2, 2, 1]", layers)

    assert bpcalc.load(text).sizes == (2, 2, 1)
    assert faults(text.replace(layers, "2-x-1"))[0].startswith("4:9: expected the sizes")


def test_thresholds_counted_unit_by_unit() -> None:
    """θ1, θ2, θ3 of three units are theirs, as b1, b2, b3 are."""
    text = (
        "inputs: [0.4, 0.7]\ntargets: [1]\nweights: [[[1, 2], [3, 4]], [[5, 6]]]\n"
        "thresholds: {θ1: 0.1, theta_2: -0.2, θ3: 0.3}\n"
    )
    taken = "θ1, θ2, … were taken as the thresholds of the units, one by one"

    assert notes(text) == [f"4:13: {taken}"]
    layers = bpcalc.load(text).layers
    assert [[n.text for n in layer.biases] for layer in layers] == [["0.1", "-0.2"], ["0.3"]]
    assert bpcalc.load(text).thresholds
    of_layers = text.replace("{θ1: 0.1, theta_2: -0.2, θ3: 0.3}", "{θ1: 0.1, θ2: 0.2}")
    assert notes(of_layers) == [
        "4:13: θ1, θ2, … were taken as the thresholds of whole layers; those of single units are "
        "theta_h1, theta_h2"
    ]


def test_where_the_notation_has_the_receiver_first_the_sender_is() -> None:
    """`w1_31` of three inputs and two hidden units leads from input 3 to unit 1."""
    text = (
        "inputs: [1, 2, 3]\ntargets: [1]\nlayers: [3, 2, 1]\nweights: {w1_11: 1, w1_21: 2, "
        "w1_31: 3, w1_12: 4, w1_22: 5, w1_32: 6, w2_11: 7, w2_21: 8}\n"
    )
    [says] = notes(text)

    assert "the unit that sends first: w1_21 connects i2 → h1" in says
    assert "receives" not in says
    assert [number.text for number in bpcalc.load(text).layers[0].weights[0]] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("name", "other", "says"),
    [
        (", w45: 6", "", "; missing: `w45`"),
        ("w45", "w54", "; unknown there: `w54`; missing: `w45`"),
        ("w23", "w32", "; unknown there: `w32`; missing: `w23`"),
        ("w45: 6", "w45: 6, w15: 7", "; unknown there: `w15`"),
    ],
)
def test_one_slip_in_the_names_of_a_notation_is_told(name: str, other: str, says: str) -> None:
    """It was said that the weights are called w1 to w6."""
    text = (
        "inputs: [1, 2]\ntargets: [1]\nlayers: [2, 2, 1]\n"
        "weights: {w13: 1, w14: 2, w23: 3, w24: 4, w35: 5, w45: 6}\n"
    ).replace(name, other)

    assert faults(text) == [
        f"4:11: almost all weights have names as in `notation: han-kamber`{says}"
    ]
    three = "inputs: [1, 2]\ntargets: [1]\nlayers: [2, 2, 1]\nweights: {v11: 1, v12: 2, v21: 3"
    assert faults(three + ", w11: 5, w21: 6}\n") == [
        "4:11: almost all weights have names as in `notation: zhou` or `notation: hanliqun` or "
        "`notation: fausett`; missing: `v_22`"
    ]
