"""Delta with the other sign, where there is one output, and so one delta to show it."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import Options
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


def marked(text, exercise=EXERCISE):
    """Return the marking of a sheet."""
    marker = Marker(read(exercise.encode(), "exercise.yaml").exercise)
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


NEGATIVE = SHEET.replace("dE/dw5: ", "dE/dw5: -").replace("dE/dw6: ", "dE/dw6: -")
for each in ("dE/db_o1: ", "dE/dw1: ", "dE/dw2: "):
    NEGATIVE = NEGATIVE.replace(each, f"{each}-")
NEGATIVE = NEGATIVE.replace("dE/dw3: -", "dE/dw3: ").replace("dE/dw4: -", "dE/dw4: ")


def test_negative_gradients_that_are_added_are_one_mistake():
    """The new weights are right."""
    marking = marked(NEGATIVE)

    assert [finding.rule for finding in marking.findings] == ["gradient_sign"]
    assert str(marking.first_error.cell.raw) == "-0.03590"  # delta has a sign that passes
    written = [mark for mark in marking.marks if mark.cell]
    assert sum(mark.most - mark.credit for mark in written) == 1
    assert {m.verdict for m in written if m.key.kind == "new_weight"} <= {"right", "form"}


def test_negative_gradients_that_a_teacher_accepts():
    """They cost nothing then."""
    options = Options(accept=frozenset({"gradient_sign"}))
    marker = Marker(read(EXERCISE.encode(), "exercise.yaml").exercise, options=options)
    cells = read_text(NEGATIVE, marker.names).cells
    marking = marker.mark(cells, cells)

    assert marking.conventions == ("gradient_sign",)
    assert marking.first_error is None
    assert marking.score == len(cells)


def test_one_gradient_with_the_wrong_sign_is_no_convention():
    """The others have theirs."""
    marking = marked(SHEET.replace("dE/dw5: ", "dE/dw5: -"))

    assert "gradient_sign" not in [finding.rule for finding in marking.findings]


TWO_OUTPUTS = """
inputs: [0.811, 0.666, 0.367]
targets: [0.07, 0.33]
learning_rate: 0.6
weights:
  - [[-0.317, -0.047, -0.436], [0.014, -0.889, -0.062], [0.849, 0.446, 0.556]]
  - [[-0.370, -0.413, 0.400], [-0.445, -0.880, -0.293]]
biases: [0.086, -0.310]
"""

ROUNDED = """
out_h1: 0.4104
out_h2: 0.3734
out_h3: 0.7817
out_o1: 0.4247
out_o2: 0.2592
delta_o1: -0.08666
delta_o2: 0.01359
dE/dw10: -0.03557
dE/dw11: -0.03236
dE/dw12: -0.06774
dE/dw13: 0.005577
w10_new: -0.3913
w11_new: -0.4324
w12_new: 0.3594
w13_new: -0.4417
"""


def test_a_new_weight_that_follows_from_a_rounded_negative_gradient():
    """0.400 - 0.6·0.06774 is 0.35936; 0.35935 is right, and the step did not go the wrong way."""
    marking = marked(ROUNDED, TWO_OUTPUTS)

    assert [finding.rule for finding in marking.findings] == ["gradient_sign"]
    assert {m.verdict for m in marking.marks if m.cell and m.key.kind == "new_weight"} == {"right"}
