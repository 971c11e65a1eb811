"""Lines worked in numbers that are rounded, each of them: what comes out is right."""

import pytest

from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read

ONE_UNIT = """
inputs: [0.410, 0.089, 0.476]
targets: [0.24]
learning_rate: 0.2
weights: [[[-0.305, 0.489, 0.245]], [[0.562]]]
biases: [[-0.130], [0.144]]
"""

TWO_UNITS = """
inputs: [0.80, 0.35]
targets: [0]
learning_rate: 0.6
weights: [[[0.12, 0.31], [0.25, 0.73]], [[0.57, 0.52]]]
"""

IN_DECIMALS = """net_h1=0.2045 net_h2=0.4555 out_h1=0.5509 out_h2=0.6119 net_o1=0.6322
out_o1=0.6530 E_total=0.2132 delta_o1=0.1480"""

ONE_OUTPUT = """
inputs: [1]
targets: [-0.2]
learning_rate: 0.5
weights: [[[0.97785]]]
activation: identity
"""


def verdict(exercise, answers, name):
    """Return the verdict on one of these answers, `name=number` each, and its notes."""
    marker = Marker(read(exercise.encode(), "exercise.yaml").exercise)
    cells = read_words(answers.split(), marker.names).cells
    found = {marker.names.own.full(m.key): m for m in marker.mark(cells, cells).marks if m.cell}
    return found[name].verdict, found[name].notes


@pytest.mark.parametrize(
    ("written", "good"),
    [
        ("-0.09498", True),  # -0.1251 + 0.04352 + 0.1166 - 0.130
        ("-0.09503", False),
        ("-0.09485", False),
    ],
)
def test_products_of_four_digits(written, good):
    """As many as are written; the sum is small, and so has one decimal more than the products."""
    found = verdict(ONE_UNIT, f"net_h1={written} out_h1=0.4763", "net_h1")

    assert (found == ("form", ("last_place",))) == good


@pytest.mark.parametrize(
    ("written", "good"),
    [
        ("0.01829", True),  # 0.0770·0.2375, where 0.018276 is exact
        ("0.01828", True),
        ("0.01831", False),
        ("0.01825", False),
    ],
)
def test_factors_of_four_decimals_in_a_delta_of_four_digits(written, good):
    """All else on the sheet has four decimals, and so have the factors that nobody asks for."""
    found = verdict(TWO_UNITS, f"{IN_DECIMALS} delta_h2={written}", "delta_h2")

    assert (found[0] in ("right", "form")) == good


@pytest.mark.parametrize(
    ("written", "good"),
    [
        ("0.69370", True),  # ½·1.3874, the square of 1.1779
        ("0.69372", True),  # ½·1.1779²
        ("0.69367", True),  # ½·1.17785²
        ("0.69375", False),
        ("0.69360", False),
    ],
)
def test_a_difference_rounded_before_it_is_squared(written, good):
    """1.17785 is 1.1779 with five digits."""
    found = verdict(ONE_OUTPUT, f"out_o1=0.97785 E_total={written}", "E_total")

    assert (found[0] in ("right", "form")) == good


ONE_INPUT = """
inputs: [1]
targets: [0.5]
learning_rate: 0.5
weights: [[[1.1455]]]
rounding: {decimals: 3}
"""


@pytest.mark.parametrize(("written", "good"), [("0.760", True), ("0.759", True), ("0.761", False)])
def test_a_line_left_out_on_a_sheet_of_three_digits(written, good):
    """Three decimals are asked, and three digits are written: 1.15 for 1.1455 gives 0.760."""
    rest = "E_total=0.0338 delta_o1=0.0474 dE/dw1=0.0474 w1_new=1.12"
    found = verdict(ONE_INPUT, f"out_o1={written} {rest}", "out_o1")

    assert (found[0] in ("right", "form")) == good
