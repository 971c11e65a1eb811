"""Tables with a row for every sample, which its inputs tell; and names of regressions."""

from io import BytesIO

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_content, read_text
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError
from bpcalc.exercise.reader import read as read_exercise

LINE = b"""
samples:
  - {inputs: [1], targets: [2]}
  - {inputs: [2], targets: [4]}
  - {inputs: [3], targets: [5]}
weights: [[[0]]]
biases: [0]
activation: identity
learning_rate: 0.1
update: batch_mean
"""
NAMES = Marker(read_exercise(LINE, "line").exercise).names
XOR = Marker(bpcalc.load("xor")).names
OUTS = {"out_o1@s1": "0", "out_o1@s2": "0", "out_o1@s3": "0"}
ERRORS = {"E_total@s1": "2", "E_total@s2": "8", "E_total@s3": "12.5"}
SLOPES = {"dE/dout_o1@s1": "-2", "dE/dout_o1@s2": "-4", "dE/dout_o1@s3": "-5"}


def read(text, names=NAMES):
    """Return the numbers of a text by the names of what they are read as."""
    found = read_text(text, names)
    assert not found.unknown
    return {names.told_name(key): cell.raw for key, cell in found.cells.items()}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("x,y,ŷ,e\n1,2,0,-2\n2,4,0,-4\n3,5,0,-5\n", OUTS | SLOPES),
        ("x | y | ŷ | e\n1 | 2 | 0 | -2\n2 | 4 | 0 | -4\n3 | 5 | 0 | -5\n", OUTS | SLOPES),
        ("x1;t;y;E\n1;2;0;2\n2;4;0;8\n3;5;0;12,5\n", OUTS | ERRORS | {"E_total@s3": "12,5"}),
        ("| x | y | ŷ |\n|---|---|---|\n| 3 | 5 | 0 |\n| 1 | 2 | 0 |\n| 2 | 4 | 0 |\n", OUTS),
        ("i\tx\ty\tŷ\n1\t1\t2\t0\n2\t2\t4\t0\n3\t3\t5\t0\n\nE_samples = 7.5\n", OUTS),
    ],
)
def test_the_inputs_tell_the_sample(text, numbers):
    """And `y` is the target where the column is that; the targets were taken for outputs."""
    found = read(text)
    found.pop("E_samples", None)

    assert found == numbers


def test_a_truth_table():
    """Its rows were taken for those of several students; order does not matter, nor how many."""
    rows = {"0,0,0": "0.5357", "0,1,1": "0.5263", "1,0,1": "0.5128", "1,1,0": "0.5055"}
    table = ["x1,x2,t,out_o1", *(f"{row},{out}" for row, out in rows.items())]

    assert read("\n".join(table), XOR) == dict(
        zip((f"out_o1@s{n}" for n in (1, 2, 3, 4)), rows.values(), strict=True)
    )
    assert read("\n".join((table[0], table[4], table[2])), XOR) == {
        "out_o1@s4": "0.5055",
        "out_o1@s2": "0.5263",
    }
    with pytest.raises(AnswersError, match="4 rows of values"):
        read("\n".join(each.replace("1,1,0", "1,2,0") for each in table), XOR)


def test_a_truth_table_in_a_workbook():
    """Is read as the same table in a text."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["x1", "x2", "t", "y"], [0, 0, 0, 0.5357], [0, 1, 1, 0.5263]):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    cells = read_content(content.getvalue(), XOR).cells

    assert {XOR.told_name(key): cell.raw for key, cell in cells.items()} == {
        "out_o1@s1": "0.5357",
        "out_o1@s2": "0.5263",
    }


@pytest.mark.parametrize("name", ["h(x)", "h_θ(x)", r"$h_\theta(x)$", "ŷ"])
def test_the_hypothesis_of_a_regression(name):
    """Is its output; it was taken for a net input."""
    assert read(f"{name} = 0.5225\nJ(θ) = 0.1140", Marker(bpcalc.load("single-neuron")).names) == {
        "out_o1": "0.5225",
        "E_total": "0.1140",
    }


def test_samples_that_are_counted_in_headings_with_their_inputs():
    """The errors of all of them were taken for one, and for their sum."""
    text = (
        "第1个样本（0，0），期望输出0：\n输出：0.5357\n误差：0.1435\n"
        "第二组样本(0,1)，期望输出1：\n输出：0.5263\n误差：0.1122\n"
    )

    assert read(text, XOR) == {
        "out_o1@s1": "0.5357",
        "E_total@s1": "0.1435",
        "out_o1@s2": "0.5263",
        "E_total@s2": "0.1122",
    }
