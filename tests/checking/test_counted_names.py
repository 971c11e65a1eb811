"""A number in a name may count units, layers or samples: the answer decides."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker


@pytest.fixture(scope="module")
def mazur():
    """Return the names of a network with two outputs and one sample."""
    return Marker(bpcalc.load("mazur")).names


@pytest.fixture(scope="module")
def xor():
    """Return the names of a network with one output and four samples."""
    return Marker(bpcalc.load("xor")).names


def read(names, text):
    """Return the answers of a sheet by full name, and how many names are told as unknown."""
    answers = read_text(f"dE/dw1 = 0.5\n{text}\n", names)
    found = {names.own.full(key): cell.raw for key, cell in answers.cells.items()}
    return {name: raw for name, raw in found.items() if name != "dE/dw1"}, len(answers.unknown)


def right(names, name):
    """Return a right number, rounded."""
    return format(names.values[names.find(name)], ".4f")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("output 1", "out_h1"), ("output 1", "out_o1"), ("output_2", "out_h2")),
        *(("net1", "net_h1"), ("net 1", "net_o1"), ("第2个神经元的输出", "out_h2")),
        *(("第2个神经元的输出", "out_o2"), ("node 1 net", "net_h1"), ("delta 2", "delta_h2")),
    ],
)
def test_a_number_that_may_count_in_two_layers_is_that_of_the_right_answer(mazur, written, meant):
    """`output 1` was the first output, and a right hidden output was called wrong."""
    number = right(mazur, meant)

    assert read(mazur, f"{written} = {number}") == ({meant: number}, 0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("output 2", "out_o1@s2"), ("输出2", "out_o1@s2"), ("out^(2)", "out_o1@s2")),
        *(("output 2", "out_h2"), ("E2", "E_total@s2"), ("error 3", "E_total@s3")),
        *(("prediction 4", "out_o1@s4"), ("loss2", "E_total@s2"), ("net 2", "net_h2")),
        *(("y2", "out_o1@s2"), ("y^(3)", "out_o1@s3"), ("E1", "E_total")),
    ],
)
def test_a_number_may_be_that_of_a_sample(xor, written, meant):
    """Where one unit gives the output, there is no second one."""
    number = right(xor, meant)

    assert read(xor, f"{written} = {number}") == ({meant: number}, 0)


@pytest.mark.parametrize("written", ["output 2", "E2", "error 3", "net 2", "out^(2)", "a2"])
def test_what_stays_open_is_told(xor, written):
    """It was a wrong answer to one of them."""
    assert read(xor, f"{written} = 0.9876") == ({}, 1)


@pytest.mark.parametrize(
    "written", ["prediction 2", "E^(2)", "样本2的E", "第二个样本的误差", "sample 2: output"]
)
def test_a_wrong_number_of_the_only_reading_is_an_answer(xor, written):
    """Nothing else may be meant."""
    found, unknown = read(xor, f"{written} = 0.9876")

    assert list(found.values()) == ["0.9876"]
    assert next(iter(found)).endswith("@s2")
    assert not unknown


@pytest.mark.parametrize(
    "written", ["样本二 net_h2", "对于样本2，net_h2", "样本2的net_h2", "Sample 2: net_h2"]
)
def test_the_sample_may_stand_before_the_name(xor, written):
    """It was a name that meant nothing."""
    assert read(xor, f"{written} = 0.1234") == ({"net_h2@s2": "0.1234"}, 0)


def test_an_array_of_one_number_has_the_number_of_its_layer(xor):
    """A program counts layers so."""
    assert read(xor, "a2 = [[0.9876]]") == ({"out_o1": "0.9876"}, 0)


@pytest.mark.parametrize(
    ("number", "meant"), [("0.2984", "E_total"), ("0.0236", "E_o2"), ("0.1234", "E_o2")]
)
def test_the_error_behind_an_output_is_the_one_that_its_number_meets(mazur, number, meant):
    """E in a line about o2 is its own; who writes the whole error there is right as well."""
    found, _ = read(mazur, f"o2: net = 1.2249, E = {number}")

    assert found == {"net_o2": "1.2249", meant: number}


TWO_UNITS = {"net_h1": "0.3775", "net_h2": "0.3925", "out_h1": "0.5933", "out_h2": "0.5969"}


@pytest.mark.parametrize(
    "line",
    [
        "Neuron h1: net = 0.3775, out = 0.5933; Neuron h2: net = 0.3925, out = 0.5969",
        "hidden neuron 1: net = 0.3775, out = 0.5933; neuron 2: net = 0.3925, out = 0.5969",
        "隐藏层第1个神经元的输出为0.5933, 第2个神经元的输出为0.5969",
        "隐藏层第1个神经元的净输入为0.3775, 第2个神经元的净输入为0.3925",
    ],
)
def test_two_units_may_be_told_of_in_a_line(mazur, line):
    """The second one has the layer of the first, and its own number."""
    answers = read_text(f"net_o2 = 1.2249\n{line}", mazur)
    found = {mazur.own.name(key): cell.raw for key, cell in answers.cells.items()}
    del found["net_o2"]

    assert len(found) in (2, 4)
    assert found.items() <= TWO_UNITS.items()
    assert not answers.unknown


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("b1_new", "b_h1_new"), ("b1_new", "b_o1_new"), ("b2'", "b_h2_new")),
        *(("b2_new", "b_o1_new"), ("b3_new", "b_o1_new"), ("new b2", "b_h2_new")),
        *(("dE/db2", "dE/db_h2"), ("dE/db3", "dE/db_o1"), ("b1", "out_h1"), ("b1", "b_h1_new")),
        *(("bnew3", "b_o1_new"), ("wnew5", "w5_new"), ("w_new_5", "w5_new")),
        ("w^{new}_5", "w5_new"),
    ],
)
def test_a_parameter_may_be_counted(xor, written, meant):
    """Biases are counted among all, in their layer, or by it; b1 is an output in one book."""
    number = right(xor, meant)

    assert read(xor, f"{written} = {number}") == ({meant: number}, 0)


@pytest.mark.parametrize("number", ["-0.20", "-0.200", "-0.60"])
def test_a_bias_that_is_given_is_no_answer(xor, number):
    """It was a wrong output of the first hidden unit."""
    assert read(xor, f"b1 = {number}") == ({}, 0)


@pytest.mark.parametrize("written", ["b1_new", "dE/db2", "b2"])
def test_a_bias_that_may_be_another_is_told(xor, written):
    """Its number is that of none."""
    assert read(xor, f"{written} = 0.9876") == ({}, 1)


def test_the_only_bias_of_its_number_is_an_answer(xor):
    """Right or wrong."""
    assert read(xor, "b3_new = 0.9876") == ({"b_o1_new": "0.9876"}, 0)


@pytest.mark.parametrize("written", ["w7(1)", "w_7(1)", "w7（1）", "w7(2)", "wnew7", "w7(t+1)"])
def test_a_weight_after_a_step_is_the_new_one(mazur, written):
    """Steps are counted from 0 or from 1."""
    assert read(mazur, f"{written} = 0.5113") == ({"w7_new": "0.5113"}, 0)


@pytest.mark.parametrize("written", ["w7(0)", "w7(1)"])
def test_a_weight_before_the_step_is_given(mazur, written):
    """It is no wrong new one."""
    assert read(mazur, f"{written} = 0.50") == ({}, 0)


def test_a_weight_that_every_sample_updates_has_no_step(xor):
    """w5(2) may be that of the second sample, or of the second epoch."""
    assert read(xor, "w5(2) = 0.9876") == ({}, 1)


def test_another_layer_is_no_other_sample(xor):
    """Of names with samples, those of this layer stay the likeliest."""
    text = "z_in1@s2 = 0.9876\nz_in2@s2 = 0.9654"

    assert read(xor, text) == ({"net_h1@s2": "0.9876", "net_h2@s2": "0.9654"}, 0)


@pytest.mark.parametrize(
    ("beside", "meant"), [("y1 = {out_o1}", "out_o2"), ("y1 = {out_h1}", "out_h2")]
)
def test_a_wrong_number_means_what_the_names_beside_it_mean(mazur, beside, meant):
    """Otherwise it is told: y is an output in one book, and of a hidden unit in another."""
    name = beside[6:-1]
    text = beside.format(**{name: right(mazur, name)})
    found, unknown = read(mazur, f"y2 = 0.9876\n{text}")

    assert (found[meant], unknown) == ("0.9876", 0)
    assert read(mazur, "y2 = 0.9876") == ({}, 1)


def test_the_sample_beside_is_another(xor):
    """Of `output 2` beside those of other samples."""
    text = "".join(f"output {n} = {right(xor, f'out_o1@s{n}')}\n" for n in (1, 3, 4))
    found, unknown = read(xor, f"output 2 = 0.9876\n{text}")

    assert (found["out_o1@s2"], unknown) == ("0.9876", 0)


def test_a_threshold_of_another_book_stays_known():
    """There units are counted with the inputs."""
    names = Marker(bpcalc.load("softmax")).names
    number = right(names, "b_h1_new")

    assert read(names, f"theta_3_new = {number}") == ({"b_h1_new": number}, 0)
