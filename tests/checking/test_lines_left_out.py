"""Lines left out: what they must have been, and where a mistake was made that nobody wrote down."""

from decimal import Decimal, localcontext
from random import Random

import pytest

import bpcalc
from benchmarks.apart import APART
from benchmarks.habits import HABITS
from benchmarks.sheets import (
    SHORT,
    Measured,
    full,
    judge,
    marker_of,
    with_blanks,
    wrong_papers,
)
from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.inference import inferred, solved
from bpcalc.checking.marker import Marker
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.ranges import LONG, few

FINE = Rounding(Digits(6, significant=True))


def key_sheet(marker):
    """Return the key of an exercise as cells."""
    shown, values = FINE.shown, marker.scheme.values
    return {key: read_cell(shown(key.kind, values[key])) for key in marker.asked}


@pytest.mark.parametrize("name", ["mazur", "distinct-numbers", "tanh", "thresholds"])
def test_a_formula_is_solved_for_any_of_its_leaves(name):
    """The value of a line gives every leaf back that stands in it once."""
    scheme = Marker(bpcalc.load(name)).scheme
    count = 0
    with localcontext(WORK):
        world = StudentValues(scheme.formulas, {}, scheme.fixed)
        for line, formula in scheme.formulas.items():
            for leaf in scheme.parents[line]:
                if list(formula.refs()).count(leaf) != 1:
                    continue
                found = solved(formula, leaf, AffineNumber(scheme.values[line]), world.value)
                if found is not None:
                    count += 1
                    assert abs(found.centre - scheme.values[leaf]) <= Decimal("1e-20")
    assert count > 30


def test_every_blank_delta_is_read_off_the_gradients():
    """∂E/∂b and gradient ÷ output give δ, as narrowly as they are written."""
    marker = Marker(bpcalc.load("distinct-numbers"))
    names = marker.names
    cells = {key: cell for key, cell in key_sheet(marker).items() if key.kind != "delta"}
    wrong = [key for key in cells if key.kind in ("weight_gradient", "bias_gradient")]
    with localcontext(WORK):
        written = {key: AffineNumber(cell.value, {}, cell.half) for key, cell in cells.items()}
        world = StudentValues(marker.scheme.formulas, written, marker.scheme.fixed)
        found = inferred(marker.scheme, world, wrong, Rounding().asked)
    deltas = [key for key in marker.asked if key.kind == "delta"]

    assert deltas
    for key in deltas:
        true = marker.scheme.values[key]
        assert abs(found[key].box.centre - true) <= found[key].box.radius + abs(true) / 10**5
        assert len(found[key].through) >= 2, names.own.full(key)


def test_a_deleted_wrong_delta_costs_what_it_would_have_cost_and_its_own_mark():
    """Two wrong output deltas, and the same sheet without them: two blanks lose their marks."""
    marker = Marker(bpcalc.load("mazur"))
    words = ["delta_o1=0.5", "delta_o2=-0.3", "dE/dw5=0.296635", "dE/dw6=0.298442"]
    words += ["dE/dw7=-0.177981", "dE/dw8=-0.179065"]
    cells = read_words(words, marker.names).cells
    full = marker.mark(cells, cells)
    shorter = {key: cell for key, cell in cells.items() if key.kind != "delta"}
    short = marker.mark(shorter, cells)

    assert full.most - full.score == 2
    assert short.most - short.score == 4
    assert [mark.verdict for mark in short.marks if mark.key in shorter] == [
        "unexplained",
        "follow",
        "unexplained",
        "follow",
    ]


def test_a_forgotten_slope_on_a_short_sheet_is_one_mistake():
    """Only outputs and new weights are written: the slope is missed once, and it is named."""
    marker = Marker(bpcalc.load("mazur"))
    words = ["out_h1=0.593270", "out_h2=0.596884", "out_o1=0.751365", "out_o2=0.772928"]
    words += ["w5_new=0.180085", "w6_new=0.228745", "w7_new=0.564391", "w8_new=0.614783"]
    cells = read_words(words, marker.names).cells

    marking = marker.mark(cells, cells)

    assert marking.most - marking.score == 1
    assert {found.rule for found in marking.findings} == {"no_fprime"}


@pytest.mark.parametrize("seed", range(few(1, 3)))
def test_nobody_scores_more_by_leaving_a_line_out(seed):
    """Whatever the mistake, a sheet without its first wrong line earns no more."""
    habits = HABITS if LONG else HABITS[::4]
    for paper in wrong_papers(Random(seed), len(habits), habits=habits):
        marker = marker_of(paper.task, paper.digits)
        first = paper.guilty[0]
        full = marker.mark(paper.cells, paper.cells)
        rest = {key: cell for key, cell in paper.cells.items() if key != first}
        short = marker.mark(rest, paper.cells)

        assert short.score <= full.score, paper.mistakes[0].name


def test_few_innocent_numbers_are_blamed_where_a_wrong_line_is_left_out():
    """A small version of the benchmark."""
    made = with_blanks(Random(11), few(20, 60))

    assert made.innocent <= 0.03 * made.blamed
    assert made.false_name <= 1


def test_what_nobody_knows_is_given_no_name():
    """Mistakes for which there is no rule, whole and with lines left out: cause unknown."""
    papers = few(25, 60)
    whole = full(Random(13), papers, habits=APART)
    blank = with_blanks(Random(13), papers, habits=APART)

    assert whole.first >= 0.98 * whole.papers
    assert whole.false_name <= 1
    assert blank.false_name <= 2


def test_an_output_left_out_is_read_off_its_error_and_its_delta():
    """e^net for e^-net: the error holds the output twice, the delta three times."""
    marker = Marker(bpcalc.load("mazur"))
    words = ["E_o1=0.028473", "delta_o1=0.044581", "dE/dw5=0.026448", "dE/dw6=0.026610"]
    cells = read_words(words, marker.names).cells

    marking = marker.mark(cells, cells)

    error, *rest = [mark for mark in marking.marks if mark.key in cells]
    assert [tuple(at[:3]) for at in marking.hidden.values()] == [("out", 2, 1)]
    assert error.mistakes[0].rule == "exp_sign"
    assert [mark.verdict for mark in rest] == ["follow"] * 3


def test_who_shows_a_hidden_mistake_agrees_with_it():
    """Numbers that are wrong all the same are not blamed on a line that explains another one."""
    marker = Marker(bpcalc.load("mazur"))
    words = ["E_o1=5", "dE/dw5=7", "out_o2=0.6604", "E_o2=0.054316"]
    cells = read_words(words, marker.names).cells

    marking = marker.mark(cells, cells)

    for first in marking.hidden:
        mark = next(mark for mark in marking.marks if mark.key == first)
        assert mark.cell.raw not in ("5", "7")


def test_a_rule_in_a_line_left_out_is_believed_only_if_its_siblings_agree():
    """The gradients of a unit are written one by one; what explains one of many is no reason."""
    marker = Marker(bpcalc.load("mazur"))
    words = ["dE/dw6=0.2500", "dE/dw7=-0.1000", "dE/dw8=-0.1000"]
    words += ["w5_new=0.2750"]  # what the gradient of w6 would give
    cells = read_words(words, marker.names).cells

    marking = marker.mark(cells, cells)

    named = {found.rule for mark in marking.marks for found in mark.mistakes}
    assert "other_connection" in named
    assert not any(found.rule == "other_connection" for found in marking.findings)


def test_short_sheets_lose_few_marks_for_one_mistake():
    """A small version of the benchmark: outputs and new weights only."""
    made = Measured()
    for paper in wrong_papers(Random(12), 40):
        judge(made, paper, short=True)

    assert made.loss <= Decimal("0.15") * made.papers
    assert SHORT


UPDATES = [key for key in Marker(bpcalc.load("distinct-numbers")).asked if key.kind == "new_weight"]


def short_sheet(steps):
    """Return a marked sheet of outputs and new weights, some of whose steps are wrong.

    Args:
        steps: what is put in the place of the gradient of each new weight, from the right one.
    """
    marker = Marker(bpcalc.load("distinct-numbers"))
    values, rate = marker.scheme.values, marker.exercise.learning_rate.value
    cells = {key: cell for key, cell in key_sheet(marker).items() if key.kind in SHORT}
    for key in UPDATES:
        old = values[next(iter(marker.scheme.formulas[key].refs()))]
        wrong = steps(key, (old - values[key]) / rate)
        cells[key] = read_cell(str(round(old - rate * wrong, 6)))
    return marker.mark(cells, cells)


ALL_ALIKE = {
    "a factor that nobody has a name for": lambda key, g: g * Decimal("1.7321"),
    "a step of one size": lambda key, g: Decimal("0.1234").copy_sign(g),
}


@pytest.mark.parametrize("steps", ALL_ALIKE.values(), ids=list(ALL_ALIKE))
def test_one_thing_done_in_all_steps_is_one_mistake(steps):
    """Whatever it is: the first new weight that shows it loses its mark, and the rest follow."""
    marking = short_sheet(steps)

    assert marking.most - marking.score == 1
    assert marking.first_error.key == UPDATES[0]
    assert sum(mark.verdict == "follow" for mark in marking.marks) == len(UPDATES) - 1


def test_a_factor_of_the_weights_of_each_unit_is_one_mistake_a_unit():
    """The biases are right, so it was not made in delta; nor can one unit speak for another."""
    factors = {1: "1.7", 2: "0.37", 3: "2.6"}
    marking = short_sheet(lambda key, g: g * Decimal(factors[key.unit]))

    assert marking.most - marking.score == len({(key.layer, key.unit) for key in UPDATES})
    assert all(mark.verdict == "right" for mark in marking.marks if mark.key.kind == "new_bias")


def test_steps_with_nothing_in_common_are_as_many_mistakes():
    """Numbers out of the air are no one mistake."""
    random = Random(4)
    marking = short_sheet(lambda key, g: Decimal(random.randint(500, 5000)) / 1000)

    assert marking.most - marking.score >= len(UPDATES) - 1
