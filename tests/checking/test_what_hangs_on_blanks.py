"""Numbers that hang on the same line left out are judged together: one mistake, one mark."""

from decimal import Decimal
from random import Random

import pytest

from benchmarks.hidden import MODES, compared, planted
from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read
from bpcalc.maths.expr import Number
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.ranges import few

NET = """inputs: [0.35, 0.8]
targets: [0.1, 0.9]
weights: [[[0.41, -0.63], [0.27, 0.52]], [[0.33, 0.71], [-0.24, 0.48]]]
biases: [[0.15, 0.2], [0.3, -0.1]]
learning_rate: 0.6
activation: [{hidden}, sigmoid]
"""

FOUR = Rounding(Digits(4, significant=True))


def lost(hidden, wrong, blank):
    """Return the marks that a sheet with wrong lines loses, but for those left out.

    Args:
        hidden: the activation of the hidden layer.
        wrong: what is put in the place of quantities, by name.
        blank: names of what is left out.
    """
    marker = Marker(read(NET.format(hidden=hidden).encode(), "net").exercise)
    find, scheme = marker.names.find, marker.scheme
    lines = {find(name): Number(value) for name, value in wrong.items()}
    values = overlaid(scheme, lines, scheme.exercise).values
    gone = {find(name) for name in blank}
    cells = {
        key: read_cell(FOUR.shown(key.kind, values[key])) for key in marker.asked if key not in gone
    }
    marking = marker.mark(cells, cells)
    return marking.most - marking.score


@pytest.mark.parametrize("value", ["0.4", "5.495", "-12", "0.02"])
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
def test_an_output_left_out_is_read_off_its_error_and_delta(hidden, value):
    """The output stands in both factors of delta; it may be far from what an output can be."""
    assert lost(hidden, {"out_o1": value}, ["out_o1"]) == 1


@pytest.mark.parametrize("value", ["0.9", "-1.7", "6.5"])
def test_a_net_input_left_out_is_read_off_the_outputs_of_a_softmax(value):
    """Each of them holds it."""
    net = NET.format(hidden="sigmoid").replace(", sigmoid]", ", softmax]")
    marker = Marker(read(net.encode(), "net").exercise)
    find = marker.names.find
    values = overlaid(marker.scheme, {find("net_o2"): Number(value)}, marker.scheme.exercise).values
    cells = {
        key: read_cell(FOUR.shown(key.kind, values[key]))
        for key in marker.asked
        if key != find("net_o2")
    }
    marking = marker.mark(cells, cells)

    assert marking.most - marking.score == 1


def test_what_is_multiplied_by_zero_says_nothing():
    """The gradients of weights from a unit that is off are zero, whatever delta was."""
    net = NET.format(hidden="relu").replace("0.41, -0.63", "-0.41, -0.63")
    marker = Marker(read(net.encode(), "net").exercise)
    find = marker.names.find
    lines = {find("delta_o1"): Number("0.3251")}
    values = overlaid(marker.scheme, lines, marker.exercise).values
    cells = {
        key: read_cell(FOUR.shown(key.kind, values[key]))
        for key in marker.asked
        if key != find("delta_o1")
    }
    marking = marker.mark(cells, cells)

    assert values[find("out_h1")] == 0
    assert marking.most - marking.score == 1


def test_two_lines_left_out_are_read_off_three():
    """One net input holds both outputs, two gradients one each."""
    wrong = {"out_h1": "0.31", "out_h2": "0.94"}

    assert lost("sigmoid", wrong, wrong) <= 2


def test_lines_after_a_hidden_mistake_may_be_rounded():
    """Deltas of hidden units that follow from a wrong delta, left out as well, were rounded."""
    blank = ["delta_o1", "delta_h1", "delta_h2"]
    for value in ("0.3251", "0.9413", "-0.777"):
        assert lost("sigmoid", {"delta_o1": value}, blank) == 1


def test_a_rule_seen_in_a_sibling_is_looked_for_in_a_line_left_out():
    """The sign of one gradient of a bias; that of another is left out, and its update shows it."""
    marker = Marker(read(NET.format(hidden="sigmoid").encode(), "net").exercise)
    values, names = marker.scheme.values, marker.names
    words = [f"out_o{n}={values[names.find(f'out_o{n}')]:.6f}" for n in (1, 2)]
    words += [f"delta_o{n}={values[names.find(f'delta_o{n}')]:.6f}" for n in (1, 2)]
    words += [f"dE/db_o2={-values[names.find('delta_o2')]:.6f}"]
    words += [f"b_o1_new={Decimal('0.3') + Decimal('0.6') * values[names.find('delta_o1')]:.6f}"]
    cells = read_words(words, names).cells
    marking = marker.mark(cells, cells)

    assert marking.most - marking.score == 1
    assert len({finding.rule for finding in marking.findings}) == 1


def test_a_mistake_costs_no_more_where_its_line_is_left_out():
    """A small version of the benchmark, over rules, slips, and causes that no rule knows."""
    drawn = planted(Random(1))
    papers = [next(drawn) for _ in range(few(20, 150))]
    found = [one for made in papers for mode in MODES if (one := compared(made, mode))]

    assert sum(one.more > 0 for one in found) <= 0.05 * len(found)
    assert not any(one.earned for one in found)
