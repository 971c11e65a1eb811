"""Right numbers after lines that were left out, and were rounded or cut off as all the others."""

from decimal import Decimal
from random import Random

import pytest

from benchmarks.sheets import left_out
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import load

TWO_THREE_THREE = """
inputs: [0.35, 0.35]
targets: [0.5, 0.5, 0.99]
learning_rate: 0.25
weights:
  - [[-0.12, 0.3], [0.06, -0.96], [-0.92, -0.74]]
  - [[0.13, 0.66, -0.43], [-0.11, -0.79, 0.27], [-0.16, 0.55, 0.38]]
biases: [[0.07, 0.86, -0.49], [0.14, -0.57, -0.44]]
activation: [tanh, sigmoid]
"""

OF_INTEGERS = """
inputs: [1, 0.5]
targets: [0.5, 1, 0.99]
learning_rate: 0.5
weights:
  - [[0.8, 0.6], [-0.7, -0.6], [0.7, -0.8]]
  - [[0.6, 0.4, 0.5], [0.3, -0.5, -0.9], [0.4, -0.9, -0.1]]
biases: [[0.5, 0.4, -0.1], [0.4, -0.1, -1.0]]
activation: [tanh, sigmoid]
"""

ONE_THREE_TWO = """
inputs: [0.05]
targets: [0.5, 0.01]
learning_rate: 0.5
weights: [[[-0.36], [0.45], [-0.85]], [[0.91, 0.34, 0.93], [-0.30, 0.67, -0.07]]]
biases: [[0.83, 0.49, 0.92], [-0.76, -0.07]]
activation: [sigmoid, identity]
"""

RATE_ONE = """
inputs: [0.35]
targets: [1, 0.5]
learning_rate: 1
weights: [[[0.50], [-0.82], [0.24]], [[0.03, 0.32, 0.28], [-0.49, 0.15, -0.72]]]
biases: [[-0.95, -0.35, 0.05], [0.99, -0.94]]
activation: [sigmoid, sigmoid]
"""

THREE_ONE = """
inputs: [0.1, 0.5, 0.9]
targets: [0.5]
learning_rate: 0.25
weights: [[[-1.0, -0.2, -0.5], [-0.9, -0.7, -0.9], [0.4, -0.5, -0.5]], [[0.3, 0.3, -0.1]]]
biases: [[0.4, -0.6, 0.7], [-0.8]]
activation: [sigmoid, sigmoid]
"""

UNCHANGED = """
inputs: [0.05, 0.1]
targets: [0.99]
learning_rate: 0.25
weights: [[[-0.84, -0.95], [0.05, 0.12]], [[-0.13, -0.98]]]
biases: [[0.08, 0.00], [-0.79]]
activation: [sigmoid, sigmoid]
"""


def marked(exercise, answers):
    """Return the marking of answers, `name=number` each."""
    marker = Marker(read(exercise.encode(), "exercise.yaml").exercise)
    cells = read_words(answers.split(), marker.names).cells
    return marker, marker.mark(cells, cells)


RIGHT = [
    # a factor of δ, rounded to the five digits of the sheet
    (TWO_THREE_THREE, "out_o2=0.23323 delta_o2=-0.047706 out_o1=0.69523 delta_o1=0.041367"),
    # δ_h3 = 0.124 is left out: dE/db_h3 is the same, and dE/dw6 its half
    (OF_INTEGERS, "out_h3=0.197 dE/db_h3=0.124 dE/dw5=0.124 dE/dw6=0.0620"),
    # products to the four digits of all numbers: -0.2078 + 0.4190 - 0.04944 - 0.07
    (
        ONE_THREE_TWO,
        "net_h1=0.8120 net_h2=0.5125 net_h3=0.8775 out_h1=0.6925 out_h2=0.6254 out_h3=0.7063 "
        "net_o1=0.7397 net_o2=0.09176",
    ),
    # the gradient 0.0016849 is left out, and was cut off like all numbers
    (
        RATE_ONE,
        "out_h1=0.315398 out_h2=0.345925 out_h3=0.533449 out_o1=0.778943 out_o2=0.193607 "
        "delta_o1=-0.038063 delta_o2=-0.047835 delta_h1=0.004814 w1_new=0.498316",
    ),
    # a gradient under its own name, cut off: it is none of the change -0.0004
    (THREE_ONE, "delta_h1=-0.002 dE/dw1=0 dE/dw2=-0.001 dE/dw3=-0.001"),
]


@pytest.mark.parametrize(("exercise", "answers"), RIGHT)
def test_what_rounding_lines_left_out_gives_is_right(exercise, answers):
    """Every line was rounded, or cut off, as it is on the sheet; so was what is not written."""
    _, marking = marked(exercise, answers)

    assert {mark.verdict for mark in marking.marks if mark.cell} <= {"right", "form"}
    assert marking.precision != "single"


@pytest.mark.parametrize("change", ["0.09276", "0.08176", "0.09150", "0.09211"])
def test_products_in_significant_digits_are_no_blanket(change):
    """What no rounding of the products gives is wrong, on the same sheet."""
    exercise, answers = RIGHT[2]
    _, marking = marked(exercise, answers.replace("0.09176", change))

    assert marking.marks[-1].verdict in ("slip", "unexplained", "mistake")


def test_random_right_papers_with_lines_left_out():
    """None of their numbers is called wrong; `benchmarks/sheets.py` has thousands of them."""
    wrong, cells = left_out(Random(5), 14)

    assert cells > 200
    assert not wrong


def test_a_gradient_with_the_rate_in_it_is_one_mistake():
    """Its own name says that it is no change: it is not read as one, and costs a mark."""
    marker = Marker(load("mazur"))
    cells = read_words(["dE/dw5=0.04108", "dE/dw6=0.04133"], marker.names).cells
    marking = marker.mark(cells, cells)

    assert [mark.verdict for mark in marking.marks if mark.cell] == ["mistake", "mistake"]
    assert marking.findings[0].rule == "rate_inside"
    assert (marking.score, marking.most) == (1, 2)


def test_a_rule_that_changes_nothing_is_never_named():
    """With a learning rate of 1, it has been neither forgotten nor multiplied in twice."""
    _, marking = marked(RATE_ONE, "out_h1=0.3154 delta_h1=0.004814 w1_new=0.4981")

    assert not any(mark.mistakes for mark in marking.marks)


def test_right_siblings_speak_against_a_mistake_before_all_of_them():
    """Hidden weights that stayed the old ones do not come from an output's δ of 0."""
    exercise = UNCHANGED.replace("0.99", "0")
    right = "out_h1=0.4858 out_h2=0.5036 out_o1=0.2064 w5_new=-0.1341 w6_new=-0.9843 b_o1_new="
    kept = "-0.7985 w1_new=-0.84 w2_new=-0.95 w3_new=0.05 w4_new=0.12 b_h1_new=0.08 b_h2_new=0"
    marker, marking = marked(exercise, f"{right}{kept}".replace(" ", " "))
    found = {marker.names.own.full(mark.key): mark for mark in marking.marks}

    assert found["w5_new"].verdict == found["b_o1_new"].verdict == "right"
    assert "target_in_slope" not in {each.rule for m in marking.marks for each in m.mistakes}


def test_a_mistake_after_rounded_lines_is_named_with_its_siblings():
    """δ for the gradient: -0.13 + 0.25·0.1284 = -0.0979, where δ is 0.12836."""
    answers = (
        "out_h1=0.4858 out_h2=0.5036 out_o1=0.2064 w5_new=-0.09790 w6_new=-0.9479 "
        "b_o1_new=-0.7579 w1_new=-0.8410 w2_new=-0.9510 w3_new=0.04214 w4_new=0.1121"
    )
    _, marking = marked(UNCHANGED, answers)
    (finding,) = marking.findings

    assert finding.rule == "delta_for_gradient"
    assert len(finding.keys) == 6
    assert marking.most - marking.score == 1


THREE_THREE_ONE = """
inputs: [0.10, 0.9, 0.5]
targets: [0.99]
learning_rate: 0.5
weights:
  - [[-0.52, -0.42, 0.82], [-0.01, 0.03, 0.75], [-0.33, 0.44, 0.89]]
  - [[0.79, -0.84, -0.59]]
biases: [[0.67, -0.19, -0.79], [-0.17]]
activation: [sigmoid, sigmoid]
"""


def test_what_follows_from_a_hidden_mistake_is_rounded_on_the_way_too():
    """δ = (0.3982 + 0.99)·0.2396 = 0.3327, gradient 0.3327·0.5526 = 0.1839, -0.84 - 0.5·0.1839."""
    answers = (
        "out_h1=0.6570 out_h2=0.5526 out_h3=0.5045 out_o1=0.3982 E_total=0.1751 w10_new=0.6807 "
        "w11_new=-0.9320 w12_new=-0.6739 b_o1_new=-0.3364 w1_new=-0.5230 w2_new=-0.4467 "
        "w3_new=0.8052 b_h1_new=0.6404 w4_new=-0.006546 w5_new=0.06109 w6_new=0.7673 "
        "b_h2_new=-0.1555"
    )
    _, marking = marked(THREE_THREE_ONE, answers)

    assert [finding.rule for finding in marking.findings] == ["target_added"]
    assert marking.most - marking.score == 1


CANCELLING = """
inputs: [0.5, 0.9]
targets: [0.5]
weights: [[[0.3, 0.7], [-0.4, 0.2]], [[0.83, -0.92]]]
biases: [[0.1, 0.2], [-0.13]]
activation: sigmoid
"""


@pytest.mark.parametrize("left_out", [False, True])
def test_a_small_difference_has_no_rougher_products(left_out):
    """0.5866 - 0.5013 - 0.13 = -0.0447; with four digits all over, nothing gives -0.0444."""
    before = "net_h1=0.8800 net_h2=0.1800 " + "out_h1=0.7068 out_h2=0.5449 " * (not left_out)
    verdicts = {}
    for number in ("-0.0449", "-0.0447", "-0.0444", "-0.0443", "-0.0442"):
        _, marking = marked(CANCELLING, f"{before}net_o1={number}")
        verdicts[number] = next(m.verdict for m in marking.marks if m.key.layer == 2 and m.cell)

    assert verdicts.pop("-0.0447") in ("right", "form")
    assert not {"right", "form"} & set(verdicts.values())


@pytest.mark.parametrize("number", ["2.0000", "0.6000", "0.45"])
def test_what_is_divided_by_next_to_nothing_is_not_anything(number):
    """In four decimals nothing is left of v; that lets no other number pass for 0.3."""
    exercise = """
        inputs: [0.5]
        targets: [0]
        learning_rate: 0.1
        weights: [[[0.4]]]
        biases: [[0.05]]
        activation: identity
        optimiser: adam
        rounding: {decimals: 4}
    """
    marker, marking = marked(exercise.replace("        ", ""), f"w1_new={number}")

    assert marking.score == 0, marker.names


def test_what_rounds_to_zero_is_no_noise_without_bounds():
    """v̂ = 9e-8 is written 0.000000; nothing a float does makes 0.300003 of that 0.312345."""
    exercise = """
inputs: [0.5]
targets: [0.4494]
learning_rate: 0.1
weights: [[[0.4]]]
biases: [[0.25]]
activation: identity
optimiser: adam
rounding: {decimals: 6}
"""
    before = (
        "net_o1=0.450000 out_o1=0.450000 delta_o1=0.000600 dE/dw1=0.000300 dE/db_o1=0.000600 "
        "m_w1=0.000030 v_w1=0.000000 mhat_w1=0.000300 vhat_w1=0.000000 m_b_o1=0.000060 "
        "v_b_o1=0.000000 mhat_b_o1=0.000600 vhat_b_o1=0.000000 b_o1_new=0.150002 w1_new="
    )
    _, right = marked(exercise, before + "0.300003")
    assert not right.first_error

    for number in ("0.312345", "490000.7"):
        _, marking = marked(exercise, before + number)
        assert marking.first_error.key.kind == "new_weight"
        assert marking.precision != "single"


ONE_TWO = """
inputs: [0, 0.05, 1]
targets: [0, 1]
learning_rate: 0.5
weights: [[[0.33, 0.57, -0.20]], [[-0.64], [-0.75]]]
biases: [[-0.95], [0.22, -0.18]]
activation: sigmoid
"""


@pytest.mark.parametrize(("sibling", "verdict"), [("-0.1087", "slip"), ("-0.1100", "form")])
def test_rounding_early_is_no_excuse_where_siblings_have_all_digits(sibling, verdict):
    """0.22 - 0.5·0.13 = 0.1550, but -0.18 + 0.5·0.1427 was worked with all of them, or was not."""
    answers = (
        "out_h1=0.2456 out_o1=0.5157 dE/db_o1=0.1288 dE/db_o2=-0.1427 delta_h1=0.004557 "
        f"w4_new=-0.6558 b_o1_new=0.1550 w5_new=-0.7325 b_o2_new={sibling}"
    )
    marker, marking = marked(ONE_TWO, answers)
    found = {marker.names.own.full(mark.key): mark for mark in marking.marks}

    assert found["b_o1_new"].verdict == verdict


DEEP = """
inputs: [0.19, 0.93]
targets: [0.01]
learning_rate: 0.9
weights: [[[0.13, -0.71], [0.54, 0.95]], [[0.51, -0.24], [0.29, 0.25]], [[0.52, -0.65]]]
biases: [[0.27, 0.28], [0.76, 0.50], [-0.69]]
activation: [sigmoid, sigmoid, sigmoid]
rounding: {decimals: 3}
"""

OF_TWO = """
samples:
  - {inputs: [0.24, 0.54], targets: [0.01, 0.99]}
  - {inputs: [0.91, 0.40], targets: [0.8, 0.3]}
learning_rate: 0.6
weights:
  - [[-0.07, -0.75], [0.79, 0.26], [0.38, 0.69]]
  - [[0.52, 0.27, 0.78], [0.65, -0.17, 0.37]]
biases: [[0.70, 0.46, -0.82], [0.28, 0.25]]
activation: [tanh, sigmoid]
update: batch
rounding: {decimals: 4}
"""

BEYOND = [
    (DEEP, "delta_h1_2", "dE/dw3", 6),
    (DEEP, "delta_h1_2", "dE/dw3", -6),
    (OF_TWO, "dE/dw7@s1", "dE/dw7@all", 3),
    (OF_TWO, "dE/dw7@s1", "dE/dw7@all", 6),
]


@pytest.mark.parametrize(("exercise", "blank", "name", "units"), BEYOND)
def test_the_last_digit_may_differ_by_what_roundings_come_to_and_no_more(
    exercise, blank, name, units
):
    """One line of a whole sheet is left out; the number after it is off by so many units."""
    marker = Marker(read(exercise.encode(), "exercise.yaml").exercise)
    shown, values = marker.options.rounding.shown, marker.scheme.values
    find = marker.names.find
    cells = {
        key: read_cell(shown(key.kind, values[key])) for key in marker.asked if key != find(blank)
    }
    right = cells[find(name)]
    cells[find(name)] = read_cell(
        format(right.value + units * Decimal(1).scaleb(right.exponent), "f")
    )
    marks = {mark.key: mark.verdict for mark in marker.mark(cells, cells).marks}

    assert marks[find(name)] not in ("right", "form", "jump")


THREE_HIDDEN = """
inputs: [0.375, 0.214]
targets: [0.69, 0.24]
learning_rate: 0.5
weights:
  - [[-0.178, 0.364], [0.729, -0.881], [-0.870, 0.704]]
  - [[-0.347, 0.181, 0.411], [-0.296, -0.879, -0.056]]
biases: [[-0.071, 0.565, -0.245], [0.106, 0.220]]
"""


@pytest.mark.parametrize(
    "answers",
    [
        "out_h1=0.6636 out_h2=1.0699 out_h3=0.5048",  # one of them is softplus of the exact net
        "out_h1=0.6636 out_h2=1.0699",  # none is
    ],
)
def test_a_rule_whose_nets_were_rounded_and_left_out(answers):
    """ln(1 + e^0.0599) is 0.6636, with the net input rounded to four decimals; exactly 0.6637."""
    _, marking = marked(THREE_HIDDEN, answers)

    assert [(finding.rule, finding.sure) for finding in marking.findings] == [("softplus", "is")]
    assert sum(mark.most - mark.credit for mark in marking.marks if mark.cell) == 1


def test_numbers_that_no_rounding_leads_to_have_no_name():
    """0.6630 and 1.0690 are too far from softplus of any rounded net input."""
    _, marking = marked(THREE_HIDDEN, "out_h1=0.6630 out_h2=1.0690 out_h3=0.5042")

    assert {finding.rule for finding in marking.findings} == {""}


TWO_SAMPLES = """
samples:
  - {inputs: [0.86, 0.27], targets: [0, 1]}
  - {inputs: [0.54, 0.70], targets: [0.3, 0.99]}
learning_rate: 0.8
weights:
  - [[-0.11, -0.13], [0.44, 0.08], [-0.50, 0.23]]
  - [[0.30, 0.62, 0.22], [-0.85, 0.65, -0.61]]
biases: [[0.72, 0.41, 0.71], [0.83, 0.46]]
update: batch
"""

OUTPUTS = """out_h1=0.6434 out_h2=0.6921 out_h3=0.5847 out_o1=0.8293 out_o2=0.5016
out_h1@s2=0.6387 out_h2@s2=0.6690 out_h3@s2=0.6459 out_o1@s2=0.8290 out_o2@s2=0.4895"""


def test_errors_left_out_have_the_decimals_of_the_sheet():
    """No digits are asked, and all numbers have four decimals; 0.0310 is 0.01797 + 0.01306.

    Each output has been compared with the target of the other one.
    """
    answers = f"{OUTPUTS} E_total=0.1404 E_total@s2=0.0310"
    _, marking = marked(TWO_SAMPLES, answers)

    (found,) = marking.findings
    assert (found.rule, len(found.keys)) == ("other_output", 2)


@pytest.mark.parametrize("written", ["E_total@s1=0.2340 ", ""])
def test_a_mistake_before_a_line_and_in_it(written):
    """Both totals of samples, and the total of these, are means; one of them is left out."""
    answers = f"{OUTPUTS} {written}E_total@s2=0.1326 E_samples=0.1833"
    _, marking = marked(TWO_SAMPLES, answers)

    assert {finding.rule for finding in marking.findings} == {"mean_or_sum"}
    assert sum(mark.most - mark.credit for mark in marking.marks if mark.cell) == 1


CUT_OFF = """
inputs: [0.35, 0.9]
targets: [0.5]
learning_rate: 1
weights: [[[0.1, 0.8], [0.4, 0.6]], [[0.3, 0.9]]]
"""
CUT = ("0.0991", "0.7977", "0.3972", "0.5928", "0.2724", "0.8731")
"""New weights, each number on the way cut off behind four decimals."""


def test_new_weights_alone_are_right_where_digits_may_be_cut_off():
    """Those of the output layer had been called wrong, and a hidden output that nobody wrote."""
    exercise = read(CUT_OFF.encode(), "x.yaml").exercise
    marker = Marker(exercise, 1, Options(exercise.rounding, cut_off=True))
    sheet = [f"w{number}_new={value}" for number, value in enumerate(CUT, start=1)]
    report = marker.mark(read_words(sheet, marker.names).cells)

    assert report.first_error is None
    wrong = [f"w{number}_new={value}" for number, value in enumerate(CUT, start=1)]
    wrong[4] = "w5_new=0.2764"
    assert marker.mark(read_words(wrong, marker.names).cells).first_error
