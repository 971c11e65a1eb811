"""Delta with the other sign, where there is one output, and so one delta to show it."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read

EXERCISE = """
inputs: [0.3, 0.6]
targets: [0.40]
learning_rate: 0.3
weights: [[[0.5, -0.2], [-0.8, -0.4]], [[0.6, -0.2]]]
biases: [[0.3, -0.3], [0.5]]
"""

SHEET = """
net_h1: 0.3300
net_h2: -0.7800
out_h1: 0.5818
out_h2: 0.3143
net_o1: 0.7862
out_o1: 0.6870
E_total: 0.0412
delta_o1: -0.06172
dE/dw5: 0.03590
dE/dw6: 0.01940
dE/db_o1: 0.06172
delta_h1: -0.009010
delta_h2: 0.002660
dE/dw1: 0.002703
dE/dw2: 0.005406
dE/dw3: -0.0007981
dE/dw4: -0.001596
w5_new: 0.5892
w6_new: -0.2058
w1_new: 0.4992
w2_new: -0.2016
w3_new: -0.7998
w4_new: -0.3995
"""


def marked(text):
    """Return the marking of a sheet."""
    marker = Marker(read(EXERCISE.encode(), "exercise.yaml").exercise)
    cells = read_text(text, marker.names).cells
    return marker.mark(cells, cells)


def without(*names):
    """Return the sheet without some of its lines."""
    return "\n".join(line for line in SHEET.splitlines() if line.partition(":")[0] not in names)


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET,
        without("delta_h1", "delta_h2"),
        "delta_o1: -0.06172\ndelta_h1: -0.009010\ndE/dw5: 0.03590\n",
        "delta_o1: -0.06172\ndelta_h1: -0.009010\nw5_new: 0.5892\n",
    ],
)
def test_the_sign_of_delta_is_a_convention(sheet):
    """The gradients and new weights are those of the exercise: the update makes up for it."""
    marking = marked(sheet)

    assert marking.conventions == ("err_sign",)
    assert marking.first_error is None
    assert {m.verdict for m in marking.marks if m.cell} <= {"right", "form", "convention"}


def test_one_delta_with_the_wrong_sign_is_a_mistake():
    """The hidden deltas have the sign of the exercise, so this one has lost its own."""
    sheet = SHEET.replace("-0.009010", "0.009010").replace("delta_h2: ", "delta_h2: -")
    marking = marked(sheet)

    assert marking.conventions == ()
    assert str(marking.first_error.cell.raw) == "-0.06172"


def test_gradients_that_keep_the_wrong_sign_are_a_mistake():
    """Nothing makes up for it: the weights go up the error."""
    marking = marked("delta_o1: -0.06172\ndE/dw5: -0.03590\ndE/dw6: -0.01940\nw5_new: 0.6108\n")

    assert marking.conventions == ()
    assert str(marking.first_error.cell.raw) == "-0.06172"
