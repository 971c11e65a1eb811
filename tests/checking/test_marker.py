"""Verdicts, credit and findings, on Mazur's network and on random ones."""

from decimal import Decimal, localcontext
from random import Random

import pytest

import bpcalc
from benchmarks.marking import FINE, filled_in, honest, markers, planted, slips
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.reader import read
from bpcalc.maths.intervals import WORK
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.ranges import few

PUBLISHED = {
    "w5_new": "0.358916480",
    "w6_new": "0.408666186",
    "w7_new": "0.511301270",
    "w8_new": "0.561370121",
    "w1_new": "0.149780716",
}


def marked(*words, exercise="mazur", options=None, epochs=1):
    """Return the marking of words, with marks for those words only."""
    marker = Marker(bpcalc.load(exercise), epochs, options)
    cells = read_words(words, marker.names).cells
    return marker.mark(cells, cells)


def verdicts(marking):
    """Return the verdicts, in order of working."""
    return [mark.verdict for mark in marking.marks]


@pytest.mark.parametrize("biases", [[], ["b1_new=0.340637", "b2_new=0.549800"]])
def test_published_values_are_right(biases):
    """Mazur's weights are right, whether somebody updates the biases as well or not."""
    words = [f"{name}={value}" for name, value in PUBLISHED.items()]
    marking = marked(*words, *biases)

    assert set(verdicts(marking)) <= {"right", "convention"}
    assert marking.score == len(words) + len(biases)


def test_updated_weights_are_named():
    """Hidden deltas from new weights are one finding, and what follows from them is no mistake."""
    marking = marked("delta_h1=0.007294458", "delta_h2=0.008472592", "w1_new=0.14981764")

    assert verdicts(marking) == ["mistake", "mistake", "follow"]
    assert [found.rule for found in marking.findings] == ["updated_w"]
    assert marking.findings[0].sure == "is"


def test_a_tie_may_be_rounded_either_way():
    """Mazur's net_h2 is 0.3925 exactly: 0.393 is right, and so is 0.392."""
    assert verdicts(marked("net_h2=0.393")) == ["right"]
    assert verdicts(marked("net_h2=0.392")) == ["right"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["net_h1=0.3775"], ["right"]),
        (["net_h1=151/400"], ["right"]),
        (["net_h1="], ["blank"]),
        (["net_h1=abc"], ["unreadable"]),
        (["net_h1=0.0275"], ["mistake"]),
        (["net_h1=0.3757"], ["slip"]),
        (["net_h1=3.775"], ["slip"]),
        (["net_h1=0.9"], ["unexplained"]),
        (["net_h1=0.4775", "out_h1=0.6172"], ["slip", "follow"]),
        (["net_h1=0.4775", "out_h1=0.5933"], ["slip", "jump"]),
        (["delta_o2=-0.00381", "dE/dw7=-0.022604"], ["slip", "jump"]),  # from 0.0381
        (["net_h1=3.78", "out_h1=0.59338"], ["slip", "jump"]),  # from 0.378
        (["out_h1=0.593269", "out_h2=0.5968"], ["form", "form"]),
        (["out_h1=0.6"], ["form"]),
        (["out_o1=0", "dE/dw5=0"], ["unexplained", "trivial"]),
        (["out_o1=0", "dE/dw5=0", "w5_new=0.40"], ["unexplained", "trivial", "trivial"]),
        (["out_o1=0", "w5_new=0.40"], ["unexplained", "trivial"]),
        (["out_o1=0.011", "w5_new=0.4000"], ["unexplained", "follow"]),
        (["out_o1=0", "delta_o1=0", "w5_new=0.40"], ["unexplained", "trivial", "trivial"]),
        (["out_h1=0", "dE/dw5=0"], ["unexplained", "trivial"]),
        (["out_h1=0", "w5_new=0.40"], ["unexplained", "trivial"]),
        (["out_o1=0.5", "dE/dw5=0", "w5_new=0.40"], ["unexplained", "unexplained", "trivial"]),
        (["delta_o1=-0.1385", "delta_o2=0.0381", "dE/dw5=0.0822"], ["convention"] * 2 + ["right"]),
    ],
)
def test_verdict(words, expected):
    """What is written gets the verdict that a good teacher would give."""
    assert expected == verdicts(marked(*words))


def test_total_of_one_error_follows_from_it():
    """Where the total is the error of the only output, it repeats it: no work has vanished."""
    marker = Marker(bpcalc.load("single-neuron"))
    kinds = ("error", "total_error")
    errors = [key for key in marker.scheme.formulas if key.kind in kinds and key.epoch == 1]
    cells = {key: read_cell("1.0000") for key in errors}

    found = [one for one in verdicts(marker.mark(cells, cells)) if one != "blank"]

    assert found == ["unexplained", "follow"]


@pytest.mark.parametrize(
    ("value", "remarked"),
    [("1.2", True), ("1.0000001", True), ("1", False), ("0", False), ("-0.1", True)],
)
def test_outputs_beyond_their_bounds(value, remarked):
    """A sigmoid lies from 0 to 1; its bounds are what it is rounded to, and nothing strange."""
    (mark,) = marked(f"out_h1={value}").marks

    assert ("out_of_range" in mark.notes) is remarked


def test_blank_cells_are_passed_through():
    """A wrong output is followed through blank lines to the new weight."""
    marking = marked("out_o1=0.8514", "w5_new=0.3684")

    assert verdicts(marking)[-1] == "follow"


def test_extra_digits_do_no_harm():
    """Where four decimals are asked, a wrong ninth one is remarked and costs nothing."""
    options = Options(Rounding(Digits(4)))
    marking = marked("net_h1=0.377500021", options=options)

    assert verdicts(marking) == ["right"]
    assert marking.marks[0].notes == ("extra",)


def test_digits_may_cost():
    """With `form` below 1, too few digits cost a share."""
    options = Options(Rounding(Digits(4)), form=Decimal("0.5"))
    marking = marked("out_h1=0.59", options=options)

    assert (["form"], Decimal("0.5")) == (verdicts(marking), marking.score)
    assert not marking.flawless


def test_same_mistake_costs_once():
    """The first of two alike mistakes costs a mark, unless each of them is to."""
    words = ["delta_h1=0.007294458", "delta_h2=0.008472592"]

    assert marked(*words).score == 1
    assert marked(*words, options=Options(same_mistake="each")).score == 0


def test_a_right_goal_may_pay_for_blank_lines():
    """With `goal_pays`, the blanks before a right value are paid for, and wrong ones are not."""
    marker = Marker(bpcalc.load("mazur"), 1, Options(goal_pays=True))
    cells = read_words(["w5_new=0.358916"], marker.names).cells

    assert marker.mark(cells).score == 9
    assert Marker(bpcalc.load("mazur")).mark(cells).score == 1


def test_a_number_that_needs_no_formula_is_never_divided_by():
    """Overflow and 0/0 are not judged, and raise nothing."""
    marking = marked("out_h1=1e400", "net_o1=-1e400", "out_o1=0", "delta_o1=0")

    assert len(marking.marks) == 4


@pytest.mark.parametrize("carry", ["exact", "rounded"])
@pytest.mark.parametrize("name", ["mazur", "han-kamber", "thresholds", "softmax", "xor", "tanh"])
def test_key_of_a_built_in_exercise_is_right(name, carry):
    """The key earns full marks, however it was carried."""
    marker = Marker(bpcalc.load(name))
    with localcontext(WORK):
        paper = filled_in(marker.scheme, marker.asked, FINE, carry)
    marking = marker.mark(paper.cells)

    assert {"right"} == set(verdicts(marking))
    assert marking.score == marking.most == len(marker.asked)


def test_honest_papers_have_no_false_wrong():
    """A small version of the benchmark: 2 to 6 decimals, 2 to 5 digits, both habits."""
    found, hit = honest(Random(7), 60)

    assert hit == 0
    assert found["right"] > 1000


def test_planted_mistakes_are_found_and_named():
    """A small version of the benchmark: one mistake, four significant digits."""
    made = planted(Random(7), 60)
    seen = made.papers - made.invisible

    assert made.first >= 0.98 * seen
    assert made.named >= 0.97 * seen
    assert made.alone >= 0.88 * seen


def test_slips_are_seldom_called_mistakes():
    """A small version of the benchmark, at four decimals."""
    made, named = slips(Random(7), 80, Digits(4))

    assert named <= 0.04 * made


def test_marking_does_not_depend_on_the_order_of_cells():
    """A sheet that is filled in backwards is the same sheet."""
    words = ["net_h1=0.4775", "out_h1=0.6172", "delta_o1=0.7414"]

    assert verdicts(marked(*words)) == verdicts(marked(*reversed(words)))


def test_several_rounds():
    """What belongs to the second round follows from the first."""
    marker = Marker(bpcalc.load("mazur"), 2)
    key = marker.names.find("net_h1@e2")
    first = marker.names.find("w1_new")
    cells = {first: read_cell("0.2"), key: read_cell("0.3800")}
    marking = marker.mark(cells, cells)

    assert verdicts(marking) == ["unexplained", "follow"]


def test_many_blank_rounds():
    """A weight after fifty rounds is worked out from the first ones, however deep that is."""
    marker = Marker(bpcalc.load("mazur"), 50)
    key = marker.names.find("w1_new@e50")
    value = marker.scheme.values[key]

    assert verdicts(marker.mark({key: read_cell(f"{value:.9f}")}, [key])) == ["right"]
    assert verdicts(marker.mark({key: read_cell("7.7")}, [key])) == ["unexplained"]


GARBAGE = ["0", "-0.000", "1e300", "-1e-300", "1/3", "1", "-1", "0.5", "99999", "1e-9", "abc", "-"]


@pytest.mark.sampled(1)
@pytest.mark.parametrize("seed", range(few(2, 12)))
def test_nonsense_is_marked_as_well(seed):
    """Whatever numbers stand on a sheet, there is a verdict for each and no exception."""
    random = Random(seed)
    for marker in markers(random, 3):
        cells = {key: read_cell(random.choice(GARBAGE)) for key in marker.asked}
        marking = marker.mark(cells)

        assert len(marking.marks) == len(cells)
        assert 0 <= marking.score <= marking.most


@pytest.mark.parametrize("name", ["distinct-numbers", "mazur", "xor"])
def test_values_of_the_next_epoch_are_one_mistake(name):
    """A cell of a notebook that was run twice: all numbers are those of epoch 2."""
    later = Marker(bpcalc.load(name), 2)
    marker = Marker(bpcalc.load(name))
    shown = Rounding(Digits(4)).shown
    values = {key: later.scheme.values.get(key._replace(epoch=2)) for key in marker.asked}
    cells = {
        key: read_cell(shown(key.kind, value))
        for key, value in values.items()
        if key.kind in ("net", "out", "new_weight") and value is not None
    }
    marking = marker.mark(cells, cells)

    assert marking.most - marking.score == 1
    assert {"other_epoch"} == {found.rule for found in marking.findings}


def test_a_bias_that_stays_is_right_where_biases_stay():
    """The exercise has no line for it; whoever writes the old bias as the new one is right."""
    marker = Marker(bpcalc.load("mazur"))
    cells = read_words(["b1_new=0.35", "b2_new=0.60", "w5_new=0.358916"], marker.names).cells
    marking = marker.mark(cells, cells)

    assert [mark.verdict for mark in marking.marks if mark.key in cells] == ["right"] * 3
    assert marking.first_error is None


SEVERAL_WAYS = """
samples:
  - {inputs: [0.4, 0.9], targets: [0.3, 0.7, 0.15]}
  - {inputs: [0.8, -0.35], targets: [0.9, 0.2, 0.55]}
learning_rate: 0.6
weights: [[[0.25, -0.5], [0.65, 0.15]], [[0.45, 0.85], [-0.75, 0.95], [0.05, -0.55]]]
biases: [0.35, -0.45]
activation: sigmoid
loss: mean_squared_error
update: batch_mean
"""


def test_no_sheet_leans_on_those_marked_before():
    """A convention may be kept in several ways, and what comes behind it goes with each of them."""
    marker = Marker(read(SEVERAL_WAYS.encode(), "several.yaml").exercise)
    losses = next(one for one in CONVENTIONS if one.id == "loss_mean")
    batch = next(one for one in CONVENTIONS if one.id == "batch")
    means = list(variants(losses, marker.scheme, 1))
    assert len(means) > 1
    for scheme in means:
        wanted = [other.formulas for other in variants(batch, scheme, 1)]
        for _ in range(2):
            found = marker.search.schemes(batch, scheme)
            assert [dict(other.formulas) for other in found] == list(map(dict, wanted))


@pytest.mark.parametrize(
    ("written", "kept", "lost"),
    [
        ({}, True, 0),
        ({"net_h1": "0.3775"}, True, 0),
        ({"delta_o1": "0.2770", "delta_o2": "-0.0762"}, True, 0),
        ({"delta_o1": "0.1385", "delta_o2": "-0.0381"}, False, 1),
        ({"w5_new": "0.3589"}, False, 1),
        ({"E_o2": "0.0236", "E_total": "0.5732"}, False, 1),
    ],
)
def test_errors_without_the_half_are_a_convention_where_nothing_says_otherwise(written, kept, lost):
    """A sheet keeps to it with all its errors, and with what follows from them if that is there."""
    sheet = {"E_o1": "0.5496", "E_o2": "0.0471", "E_total": "0.5967", **written}
    marked = bpcalc.check("mazur", sheet)
    assert (marked.plain()["conventions"] == ["loss_factor"]) is kept
    assert marked.score == len(sheet) - lost
