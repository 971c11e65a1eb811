"""Units that are called by numbers are read by them, in whatever words."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

BOOK = Marker(bpcalc.load("han-kamber")).names
MAZUR = Marker(bpcalc.load("mazur")).names
XOR = {
    "inputs": [1, 1],
    "targets": [0],
    "layers": [2, 2, 1],
    "learning_rate": 0.1,
    "weights": {"w13": 0.5, "w14": 0.9, "w23": 0.4, "w24": 1.0, "w35": -1.2, "w45": 1.1},
    "thresholds": {"θ3": 0.8, "θ4": -0.1, "θ5": 0.3},
}
FOUR, FIVE = {"I_4": "-0.7", "O_4": "0.332"}, {"I_5": "0.1", "O_5": "0.525"}
SIX = {"I_6": "-0.105", "O_6": "0.474"}


def read(text, names=BOOK):
    """Return the numbers of a text by the names of what they are read as."""
    found = read_text(text, names)
    return {names.own.name(key): cell.raw for key, cell in found.cells.items()}


@pytest.mark.parametrize(
    "text",
    [
        "Neuron 4:\nnet = -0.7\nout = 0.332\nNeuron 5:\nnet = 0.1\nout = 0.525",
        "Unit 4\nnet input: -0.7\noutput: 0.332\nUnit 5\nnet input: 0.1\noutput: 0.525",
        "4: net=-0.7, out=0.332\n5: net=0.1, out=0.525",
        "4: net -0.7, out 0.332\n5: net 0.1, out 0.525",
        "神经元4：净输入 -0.7，输出 0.332\n神经元5：净输入 0.1，输出 0.525",
        "节点4的净输入=-0.7\n节点4的输出=0.332\n节点5的净输入=0.1\n节点5的输出=0.525",
        "unit 4 (hidden): net = -0.7, out = 0.332\nunit 5 (hidden): net = 0.1, out = 0.525",
        "Unit j   Net input I_j   Output O_j\n4   -0.7   0.332\n5   0.1   0.525",
        "| Unit, j | Net input, I_j | Output, O_j |\n|---|---|---|\n"
        "| 4 | -0.7 | 0.332 |\n| 5 | 0.1 | 0.525 |",
    ],
)
def test_a_unit_of_a_hidden_layer(text):
    """It is not the only output, although that alone is called by no number."""
    assert read(text) == FOUR | FIVE


def test_the_output_and_its_error():
    """Beside the hidden units it has a number, too."""
    text = "6: net=-0.105, out=0.474, Err=0.1311\nNeuron 4: net=-0.7, out=0.332, Err=-0.0087"

    assert read(text) == FOUR | SIX | {"Err_6": "0.1311", "Err_4": "-0.0087"}


def test_errors_in_a_table_of_their_own():
    """The rows are units."""
    text = "| Unit, j | Err_j |\n|---|---|\n| 6 | 0.1311 |\n| 5 | -0.0065 |\n| 4 | -0.0087 |"

    assert read(text) == {"Err_6": "0.1311", "Err_5": "-0.0065", "Err_4": "-0.0087"}


def test_wrong_numbers_stay_with_their_units():
    """The number behind a unit that says which one it is decides nothing."""
    assert read("Neuron 4: net=-0.5, out=0.378") == {"I_4": "-0.5", "O_4": "0.378"}


def test_units_counted_with_the_inputs():
    """Inputs are 1 and 2."""
    names = Marker(bpcalc.load(XOR)).names
    text = "Neuron 3: net=0.1, out=0.5250\nNeuron 4: net=2, out=0.8808\nNeuron 5: out=0.5097"
    found = read(text, names)
    assert found == {"I_3": "0.1", "I_4": "2", "O_3": "0.5250", "O_4": "0.8808", "O_5": "0.5097"}


def test_a_number_of_a_wrong_value_is_that_of_the_others():
    """`Neuron 3` is read as `Neuron 4` is, which its number tells."""
    names = Marker(bpcalc.load(XOR)).names
    text = "Neuron 3: net=-0.4\nNeuron 4: net=2\nNeuron 5: net=0.0389"

    assert read(text, names) == {"I_3": "-0.4", "I_4": "2", "I_5": "0.0389"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Neuron 3: net=0.3775\nNeuron 5: net=1.1059", {"net_h1": "0.3775", "net_o1": "1.1059"}),
        ("neuron 1 net=0.3775\nneuron 2 net=0.3925", {"net_h1": "0.3775", "net_h2": "0.3925"}),
        ("layer 2 net = [1.1059, 1.2249]", {"net_o1": "1.1059", "net_o2": "1.2249"}),
    ],
)
def test_where_units_have_other_names(text, found):
    """They may be counted through the network, or in their layer; a layer is no unit."""
    assert read(text, MAZUR) == found


@pytest.mark.parametrize(
    ("error", "quantity"),
    [("error=0.2984", "E_total"), ("error=0.009954", "delta_h2"), ("E=0.2984", "E_total")],
)
def test_an_error_below_a_hidden_unit(error, quantity):
    """It is its own one, or that of all outputs, as the number tells."""
    found = read(f"h2:\nnet = 0.3925\n{error}", MAZUR)
    assert found == {"net_h2": "0.3925", quantity: error.partition("=")[2]}


def test_a_count_of_rows_is_no_unit():
    """Where units are called otherwise."""
    table = "unit   net    out\n1 h1   0.3775 0.5933\n2 h2   0.3925 0.5969\n3 o1   1.1059 0.7514"

    assert read(table, MAZUR)["net_o1"] == "1.1059"
