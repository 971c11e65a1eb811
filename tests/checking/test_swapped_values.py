"""Two values that stand in each other's place are one mistake, and it has a name."""

import pytest

from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read
from bpcalc.maths.expr import Number
from bpcalc.maths.rounding import Digits, Rounding

NET = """inputs: [0.35, 0.8]
targets: [0, 1, 0]
weights:
  - [[0.41, -0.63], [0.27, 0.52], [0.37, 0.22]]
  - [[0.33, 0.71, 0.11], [-0.24, 0.48, 0.15], [0.61, -0.2, 0.45]]
biases: [[0.15, 0.2, 0.12], [0.3, -0.1, 0.25]]
learning_rate: 0.6
activation: [sigmoid, {output}]
loss: {loss}
"""

FIVE = Rounding(Digits(5, significant=True))

NAMED = {"swapped", "other_net", "weights_of_neighbour", "deltas_swapped", "wrong_pair"}
"""What it is called; of some kinds, the number is as well that of another mistake."""


def marked(output, loss, pair, short=False, alone=False):
    """Return the marking of a sheet on which two values are in each other's place."""
    marker = Marker(read(NET.format(output=output, loss=loss).encode(), "net").exercise)
    one, other = map(marker.names.find, pair)
    right = marker.scheme.values
    lines = {one: Number(str(right[other]))}
    if not alone:
        lines[other] = Number(str(right[one]))
    values = overlaid(marker.scheme, lines, marker.exercise).values
    kinds = {"out", "new_weight", "new_bias"}
    cells = {
        key: read_cell(FIVE.shown(key.kind, values[key]))
        for key in marker.asked
        if not short or key.kind in kinds
    }
    return marker.mark(cells, cells)


PAIRS = [
    ("net_h1", "net_h3"),
    ("out_h1", "out_h3"),
    ("net_o1", "net_o2"),
    ("out_o1", "out_o3"),
    ("E_o1", "E_o2"),
    ("delta_o1", "delta_o2"),
    ("dE/db_o1", "dE/db_o2"),
    ("w7_new", "w10_new"),
    ("b_o1_new", "b_o2_new"),
]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize(
    ("output", "loss"), [("softmax", "cross_entropy"), ("sigmoid", "half_squared_error")]
)
def test_two_values_in_each_others_place_are_one_mistake(output, loss, pair):
    """Whatever follows from them; and a name is told."""
    marking = marked(output, loss, pair)

    assert marking.most - marking.score == 1
    assert len(marking.findings) == 1
    assert marking.findings[0].rule in NAMED


@pytest.mark.parametrize("pair", [("out_o1", "out_o3"), ("w7_new", "w10_new")], ids="-".join)
def test_two_values_in_each_others_place_on_a_short_sheet(pair):
    """Outputs and new weights only."""
    marking = marked("softmax", "cross_entropy", pair, short=True)

    assert [finding.rule for finding in marking.findings] == ["swapped"]


@pytest.mark.parametrize("pair", [("E_o1", "E_o2"), ("b_o1_new", "b_o2_new")], ids="-".join)
def test_one_value_alone_is_copied_and_not_swapped(pair):
    """The other one stands at its own place."""
    marking = marked("sigmoid", "half_squared_error", pair, alone=True)

    assert "swapped" not in {finding.rule for finding in marking.findings}
