"""One name for many numbers: arrays of all layers, of one, and with the biases in them."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.elements import assembled
from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.errors import AnswersError

MAZUR = Marker(bpcalc.load("mazur")).names
WIDER = Marker(bpcalc.load("two-three-two")).names


def meant(text: str, names=MAZUR) -> dict[str, str]:
    """Return what the numbers of a sheet are read as."""
    found = read_content(f"{text}\n".encode(), names).cells
    return {names.told_name(key): cell.raw for key, cell in found.items()}


NEW = {f"w{at}_new": f"0.{at}1" for at in range(1, 9)}
"""Eight new weights that can be told apart."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("w_new: [[[0.11, 0.21], [0.31, 0.41]], [[0.51, 0.61], [0.71, 0.81]]]", NEW),
        ("new weights: [[[0.11, 0.21], [0.31, 0.41]], [[0.51, 0.61], [0.71, 0.81]]]", NEW),
        (
            "out: [[0.593, 0.596], [0.751, 0.772]]",
            {"out_h1": "0.593", "out_h2": "0.596", "out_o1": "0.751", "out_o2": "0.772"},
        ),
        (
            "out: [[0.05, 0.1], [0.593, 0.596], [0.751, 0.772]]",
            {"out_h1": "0.593", "out_h2": "0.596", "out_o1": "0.751", "out_o2": "0.772"},
        ),
        ("out: [[0.593, 0.596]]", {"out_h1": "0.593", "out_h2": "0.596"}),
        ("new weights: 0.11 0.21 0.31 0.41 0.51 0.61 0.71 0.81", NEW),
        ("w_new = [0.11, 0.21, 0.31, 0.41, 0.51, 0.61, 0.71, 0.81]", NEW),
        ("\n".join(f"new_w[{at}] = 0.{at + 1}1" for at in range(8)), NEW),
        (
            "net: [0.3775, 0.3925, 1.105, 1.224]",
            {"net_h1": "0.3775", "net_h2": "0.3925", "net_o1": "1.105", "net_o2": "1.224"},
        ),
        (
            "delta: [[0.0087, 0.0099], [0.138, -0.038]]",
            {
                "delta_h1": "0.0087",
                "delta_h2": "0.0099",
                "delta_o1": "0.138",
                "delta_o2": "-0.038",
            },
        ),
    ],
)
def test_an_array_of_all_layers(text: str, expected: dict[str, str]) -> None:
    """From the first to the last, with the inputs before them or without; or all in one row."""
    assert meant(text) == expected


FIRST = {"w1_new": "0.14", "w2_new": "0.19", "w3_new": "0.24", "w4_new": "0.29"}


@pytest.mark.parametrize(
    "matrix",
    [
        "[[0.14, 0.19], [0.24, 0.29]]",
        "[[0.14, 0.19, 0.35], [0.24, 0.29, 0.35]]",
        "[[0.35, 0.14, 0.19], [0.35, 0.24, 0.29]]",
        "[[0.14, 0.24], [0.19, 0.29], [0.35, 0.35]]",
        "[[0.35, 0.35], [0.14, 0.24], [0.19, 0.29]]",
    ],
)
def test_a_matrix_with_its_biases(matrix: str) -> None:
    """In the last or the first column or row: where the old weights lie nearest."""
    assert meant(f"w_new: {matrix}") == FIRST


@pytest.mark.parametrize(
    "text",
    [
        "out: [[0.1], [0.05, 0.1], [0.593, 0.596], [0.751, 0.772]]",
        "net: [0.3775, 0.3925, 1.105, 1.224, 0.5]",
    ],
)
def test_an_array_of_another_shape(text: str) -> None:
    """It is none of this network."""
    with pytest.raises(AnswersError):
        meant(text)


@pytest.mark.parametrize(
    "text",
    [
        "w_h_new: [[0.11, 0.21], [0.31, 0.41], [0.51, 0.61]]",
        "w_h_new: [[0.11, 0.31, 0.51], [0.21, 0.41, 0.61]]",
    ],
)
def test_a_matrix_that_is_not_square(text: str) -> None:
    """It is turned if it has the shape of the other way round."""
    assert meant(text, WIDER) == {f"w{at}_new": f"0.{at}1" for at in range(1, 7)}


TWO = {"net_h1": "0.3775", "net_h2": "0.3925"}


@pytest.mark.parametrize(
    "text",
    [
        "quantity,value,points\nnet_h1,0.3775,2\nnet_h2,0.3925,2\n",
        "value,quantity\n0.3775,net_h1\n0.3925,net_h2\n",
        "quantity,formula,value,points\nnet_h1,151/400,0.3775,2\nnet_h2,157/400,0.3925,2\n",
        "points;quantity;value\n2;net_h1;0.3775\n2;net_h2;0.3925\n",
        "| net_h1 | 0.3775 |\n| :--- | ---: |\n| net_h2 | 0.3925 |\n",
        "net_h1 =\n0.3775\nnet_h2 =\n[0.3925]\n",
        "net_h1\n0.3775\nnet_h2\n0.3925\n",
        "net_h\n0.3775, 0.3925\n",
        "net_h =\n[0.3775\n 0.3925]\n",
        "net_h: [0.3775 0.3925]",
        "net_h : [[0.3775, 0.3925]]",
        "hidden net: (0.3775, 0.3925)",
        "       h1      h2\nnet    0.3775  0.3925\n",
        "       h2      h1\nnet    0.3925  0.3775\n",
    ],
)
def test_the_value_of_a_name(text: str) -> None:
    """In the column that is called so, beside it, below it, or where two names cross."""
    assert meant(text) == TWO


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("0.3775 0.3925", TWO),
        ("1 0.3775 0.3925", TWO),
        ("1 2 0.3775 0.3925", {}),
        ("0.5 0.3775 0.3925", {}),
        ("0.3775", {}),
    ],
)
def test_numbers_below_their_names(row: str, expected: dict[str, str]) -> None:
    """One for each, after the number of the row or without it; else they are none of theirs."""
    assert meant(f"out_o1 = 0.7514\nnet_h1 net_h2\n{row}") == {**expected, "out_o1": "0.7514"}


def test_new_weights_below_the_heading_of_a_sample_are_those_of_the_batch() -> None:
    """An update is of no sample."""
    batch = Marker(bpcalc.load("batch-momentum")).names
    text = "Sample 2:\nnet_h = [0.1, 0.2]\nw_h_new = [[0.11, 0.21], [0.31, 0.41]]"
    units = {"net_h1@s2": "0.1", "net_h2@s2": "0.2"}
    assert meant(text, batch) == {**units, **{f"w{at}_new": f"0.{at}1" for at in range(1, 5)}}


def test_a_power_of_ten_fills_up_no_other_number_of_its_array() -> None:
    """`0.` has no decimals beside it: none were left out by a program."""
    assert meant("net_h = [0., 3.925e-1]") == {"net_h1": "0.", "net_h2": "3.925e-1"}
    assert meant("net_h = [0., 0.3925]") == {"net_h1": "0.0000", "net_h2": "0.3925"}


def test_three_places_of_an_array_are_one_answer() -> None:
    """In the place of the first of them, between what stands around."""
    lines = [f"net_h[{at}] = 0.{at}1" for at in range(3)]
    entries = [WrittenEntry(*line.split(" = ")) for line in ["a = 1", *lines, "b = 2"]]
    assert [entry.name for entry in assembled(entries, WIDER.knows)] == ["a", "net_h", "b"]
