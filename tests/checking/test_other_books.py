"""Names of other books are read as what all numbers under such names fit."""

from decimal import Decimal

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.other_books import TELLING_DIGITS
from bpcalc.notation.notations import NOTATIONS

MAZUR = Marker(bpcalc.load("mazur")).names
NET_H, OUT_H = ("0.3775", "0.3925"), ("0.59327", "0.596884")
NET_O, OUT_O = ("1.10591", "1.22492"), ("0.751365", "0.772928")
DELTA_O, DELTA_H = ("0.138499", "-0.0380982"), ("0.00877135", "0.00995425")
NAMED = {
    **dict(zip(("net_h1", "net_h2"), NET_H, strict=True)),
    **dict(zip(("out_h1", "out_h2"), OUT_H, strict=True)),
    **dict(zip(("net_o1", "net_o2"), NET_O, strict=True)),
    **dict(zip(("out_o1", "out_o2"), OUT_O, strict=True)),
    **dict(zip(("delta_o1", "delta_o2"), DELTA_O, strict=True)),
    **dict(zip(("delta_h1", "delta_h2"), DELTA_H, strict=True)),
}
SHEETS = {
    "raised layers": (
        ("v_{}^(1)", NET_H),
        ("v_{}^(2)", NET_O),
        ("y_{}^(1)", OUT_H),
        ("y_{}^(2)", OUT_O),
        ("δ_{}^(2)", DELTA_O),
        ("δ_{}^(1)", DELTA_H),
    ),
    "units before layers": (
        ("z{}(2)", NET_H),
        ("z{}(3)", NET_O),
        ("a{}(2)", OUT_H),
        ("a{}(3)", OUT_O),
        ("δ{}(3)", DELTA_O),
        ("δ{}(2)", DELTA_H),
    ),
    "layers alone": (
        ("o{}^(1)", OUT_H),
        ("o{}^(2)", OUT_O),
        ("δ{}^(2)", DELTA_O),
        ("δ{}^(1)", DELTA_H),
    ),
    "letters of the classical Chinese book": (
        ("s{}", NET_H),
        ("b{}", OUT_H),
        ("L{}", NET_O),
        ("C{}", OUT_O),
        ("d{}", DELTA_O),
        ("e{}", DELTA_H),
    ),
    "a letter for net inputs, and one for outputs": (
        ("a{}", NET_H),
        ("z{}", OUT_H),
        ("y{}", OUT_O),
        ("δ{}", DELTA_O),
    ),
    "letters for layers": (
        ("o_h{}", OUT_H),
        ("o_k{}", OUT_O),
        ("δ_k{}", DELTA_O),
        ("δ_h{}", DELTA_H),
        ("net^o_{}", NET_O),
    ),
}


def read(text, names=MAZUR):
    """Return the numbers of a text by the names of what they are read as."""
    found = read_text(text, names)
    return {names.told_name(key): cell.raw for key, cell in found.cells.items()}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_right_numbers_are_read_as_what_they_are(sheet):
    """Whatever book the names are of."""
    lines = [f"{n.format(i)} = {v}" for n, both in sheet for i, v in enumerate(both, start=1)]
    right = [value for _, both in sheet for value in both]
    found = read("\n".join(lines))

    assert sorted(found.values()) == sorted(right)
    assert all(NAMED[name] == value for name, value in found.items())


def test_units_counted_through_the_network():
    """The inputs are 1 and 2."""
    outs, deltas = (*OUT_H, *OUT_O), (*DELTA_H, *DELTA_O)
    lines = [f"y{i} = {v}" for i, v in enumerate(outs, start=3)]
    found = read("\n".join([*lines, *(f"δ{i} = {v}" for i, v in enumerate(deltas, start=3))]))

    assert len(found) == len(outs) + len(deltas)
    assert all(NAMED[name] == value for name, value in found.items())


def test_arrays_under_one_number():
    """The layer; `s` is a delta where its numbers are."""
    text = "n1=[0.3775; 0.3925]\na1=[0.59327; 0.596884]\nn2=[1.10591; 1.22492]\n"
    text += "a2=[0.751365; 0.772928]\ns2=[0.138499; -0.0380982]\ns1=[0.00877135; 0.00995425]"

    assert read(text) == NAMED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("w11=0.149781\nw12=0.199561\nw21=0.249751\nw22=0.299502", "w1 w2 w3 w4"),
        ("w11^(1)=0.149781\nw21^(1)=0.249751\nw12^(2)=0.408666", "w1 w3 w6"),
        ("w1_11=0.149781\nw1_12=0.199561\nw2_11=0.358916\nw2_12=0.408666", "w1 w2 w5 w6"),
        ("w_1^(1)=0.149781\nw_5^(1)=0.358916", "w1 w5"),
        ("v11=0.149781\nv21=0.199561\nw11=0.358916\nw21=0.408666", "w1 w2 w5 w6"),
    ],
)
def test_weights_by_their_ends(text, found):
    """In either order, with their layer or without it."""
    assert sorted(read(text)) == [f"{name}_new" for name in found.split()]


def test_other_places_follow_the_names_that_tell():
    """Wrong deltas, said as the outputs on the sheet are, are of the units that they say."""
    outs = "\n".join(f"y_{i}^(1) = {v}" for i, v in enumerate(OUT_H, start=1))
    outs += "\n" + "\n".join(f"y_{i}^(2) = {v}" for i, v in enumerate(OUT_O, start=1))
    found = read(f"{outs}\nδ_1^(2) = 0.741\nδ_2^(1) = 0.0123")

    assert (found["delta_o1"], found["delta_h2"]) == ("0.741", "0.0123")
    assert len(found) == 6


def test_the_exercise_has_its_own_names():
    """A wrong number under one of these stays where it is, whatever else it may be."""
    assert read("out_h1 = 0.3775\nout_h2 = 0.3925") == {"out_h1": "0.3775", "out_h2": "0.3925"}


def test_a_number_of_few_digits_tells_nothing_alone():
    """Half of all numbers are as near to one or the other."""
    few = "0." + "8" * (TELLING_DIGITS - 1)  # out_o2 is 0.77

    assert read(f"net_h1 = 0.3775\ny3 = {few}") == {"net_h1": "0.3775"}


UNITS = {
    "inputs": [1, 0],
    "targets": [1],
    "units": {"inputs": ["A", "B"], "hidden": [["C"]], "outputs": ["E"]},
    "weights": [[[0.1, 0.1]], [[0.1]]],
    "biases": [0.1, 0.1],
    "learning_rate": 0.3,
}


def test_a_unit_that_is_called_like_an_error():
    """Is a unit: its output stands under its name."""
    found = read("C = 0.5498\nE = 0.5387\nδE = 0.1", Marker(bpcalc.load(UNITS)).names)

    assert found == {"out_C": "0.5498", "out_E": "0.5387", "delta_E": "0.1"}


def test_what_is_given_by_the_name_of_a_net_input():
    """I1 of a book is no input i1 where its number is the net input."""
    assert read("I1 = 0.3775") == {"net_h1": "0.3775"}


ONE_OUTPUT = {
    "inputs": [1],
    "targets": [1.707],
    "learning_rate": 0.1,
    "weights": [[[-0.27], [-0.41]], [[0.09, -0.17]]],
    "biases": [[-0.48, -0.13], [0.48]],
    "activation": ["sigmoid", "linear"],
    "loss": "squared_error",
}


def test_a_small_e_is_the_difference_in_books_that_have_it():
    """And E stays the error that was not squared."""
    names = Marker(bpcalc.load(ONE_OUTPUT)).names

    assert read("e = 1.261\nout_o1 = 0.4463", names) == {"out_o1": "0.4463"}
    assert "E_total" in read("E = 1.261", names)


LINE = {
    "inputs": [2],
    "targets": [3],
    "layers": [1, 1],
    "weights": [[[0.5]]],
    "biases": [0.25],
    "activation": "linear",
    "learning_rate": 0.1,
}


def test_thetas_of_a_line():
    """θ0 is its bias, and θ1 its weight."""
    found = read("θ0 = 0.425\nθ1 = 0.85", Marker(bpcalc.load(LINE)).names)

    assert found == {"b1_new": "0.425", "w1_new": "0.85"}


DEEP = {
    "inputs": [0.2, 0.7],
    "targets": [0.1, 0.8],
    "learning_rate": 0.4,
    "weights": [[[0.15, -0.21], [0.24, 0.33], [-0.43, 0.12]], [[0.4, -0.5, 0.6], [0.7, 0.2, -0.3]]],
    "biases": [0.35, -0.6],
}


def numbers_in(notation, exercise):
    """Return the names of a notation with the right numbers."""
    names = Marker(bpcalc.load(exercise | {"notation": notation})).names
    return {names.own.name(key): f"{names.values[key]:.8f}" for key in names.asked}


@pytest.mark.sampled(18)
@pytest.mark.parametrize("other", sorted(NOTATIONS.keys() - {"zhou"}))
@pytest.mark.parametrize("own", sorted(NOTATIONS.keys() - {"zhou"}))
def test_sheets_in_one_notation_are_right_in_another(own, other):
    """No number is taken for one that it is not; delta may have the other sign."""
    names = Marker(bpcalc.load(DEEP | {"notation": own})).names
    text = "\n".join(f"{name} = {number}" for name, number in numbers_in(other, DEEP).items())
    cells = read_text(text, names).cells
    wrong = {
        names.own.name(key): (cell.raw, names.values[key])
        for key, cell in cells.items()
        if abs(abs(cell.value) - abs(names.values[key])) > Decimal("1e-7")
    }

    assert not wrong
    assert len(cells) >= 12


XOR = {
    "samples": [
        {"inputs": [0, 0], "targets": [0]},
        {"inputs": [0, 1], "targets": [1]},
        {"inputs": [1, 0], "targets": [1]},
        {"inputs": [1, 1], "targets": [0]},
    ],
    "learning_rate": 0.5,
    "weights": [[[0.1, 0.2], [0.3, 0.4]], [[0.5, -0.6]]],
    "biases": [[0.1, -0.1], [0.2]],
    "update": "batch",
}


@pytest.mark.parametrize("heading", ["全部样本：", "all samples:", "Sum of the gradients:", ""])
@pytest.mark.parametrize("line", ["∂E/∂w5=0.0199", "求和梯度：∂E/∂w5=0.0199", "E=0.50288"])
def test_sums_below_the_last_sample(heading, line):
    """Are of all samples, whatever their heading says."""
    names = Marker(bpcalc.load(XOR)).names
    found = read(f"样本3：\nδ_o1=-0.11534\n样本4：\nδ_o1=0.13158\n\n{heading}\n{line}", names)
    (whole,) = found.keys() - {"delta_o1@s3", "delta_o1@s4"}

    assert whole in ("dE/dw5@all", "E_samples")


def test_a_gradient_of_a_sample_stays_one():
    """Where its number is right, or is none of all."""
    names = Marker(bpcalc.load(XOR)).names

    assert read("样本4：\n∂E/∂w5=0.0788", names) == {"dE/dw5@s4": "0.0788"}
    assert read("样本4：\n∂E/∂w5=0.0234", names) == {"dE/dw5@s4": "0.0234"}


def test_decimals_with_commas():
    """Tell as much as those with points."""
    text = "v_1^(1) = 0,3775\nv_2^(1) = 0,3925\nv_1^(2) = 1,10591\nv_2^(2) = 1,22492"
    nets = {
        f"net_{unit}": NAMED[f"net_{unit}"].replace(".", ",") for unit in ("h1", "h2", "o1", "o2")
    }

    assert read(text) == nets
    names = Marker(bpcalc.load(XOR)).names
    assert read("样本4：\nδ_o1=0,13158\n∂E/∂w5=0,0199", names).keys() == {
        "delta_o1@s4",
        "dE/dw5@all",
    }


def test_an_output_that_has_the_number_of_the_net_input_beside_it():
    """Is the output without its function, and no second net input."""
    found = read("net_h1 = 0.3775\nnet_h2 = 0.3925\na_1^(1) = 0.3775\na_2^(1) = 0.3925")

    assert found["out_h1"] == "0.3775"
    assert found["out_h2"] == "0.3925"


def test_a_derivative_with_the_learning_rate_in_it():
    """Is no change of a weight: its name says what it is."""
    names = Marker(bpcalc.load(LINE | {"notation": "ng"})).names
    wrong = read_text("z1_1 = 1.25\ndL/dw_1 = -0.35", names)
    changed = read_text("z1_1 = 1.25\nΔw_1 = -0.35", names)

    assert "dw1_11" in map(names.own.name, wrong.cells)
    assert not any("change" in note for note in wrong.notes)
    assert any("change" in note for note in changed.notes)


def test_an_error_that_is_called_like_a_unit():
    """Is the error where its number is that, and that of no output."""
    names = Marker(bpcalc.load(UNITS)).names
    total = f"{names.values[names.find('E_total')]:.6f}"

    assert read(f"E = {total}", names) == {"E_total": total}


def test_a_unit_of_its_own_name_in_a_sample():
    """Is that of the sample."""
    exercise = {**UNITS, "samples": [{"inputs": [1, 0], "targets": [1]}] * 2}
    names = Marker(
        bpcalc.load({k: v for k, v in exercise.items() if k not in ("inputs", "targets")})
    ).names

    assert read("C@s2 = 0.5498", names) == {"out_C@s2": "0.5498"}
