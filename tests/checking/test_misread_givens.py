"""A given number that was misread, and then used all through, is one mistake, and is said."""

from decimal import Decimal

import pytest

from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.messages import finding, rule
from bpcalc.checking.slips_of_reading import misreadings
from bpcalc.checking.verdicts import MISREAD
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import load
from bpcalc.locale import in_language
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import NEW_KINDS
from bpcalc.maths.rounding import Digits

FIVE = Digits(5, significant=True)

EXERCISE = """inputs: [0.68, 0.76]
targets: [0.92, 0.43]
learning_rate: 0.7
weights:
  - [[-0.24, -0.70], [-0.52, 0.24], [-0.29, -0.62]]
  - [[0.34, -0.51, 0.20], [-0.10, 0.66, 0.62]]
biases: [[-0.40, -0.56, 0.49], [-0.44, 0.52]]
"""

I1, W7, W10 = Key("input", 0, 1, None, 1), Key("weight", 2, 1, 1), Key("weight", 2, 2, 1)
B, TARGET = Key("bias", 2, 1), Key("target", 2, 2, None, 1)


@pytest.fixture(scope="module")
def marker():
    """The marker of a network 2-3-2."""
    return Marker(read(EXERCISE.encode(), "n9").exercise)


def written(marker, readings, kinds=None, wrong=None):
    """Return the cells of somebody who reads these numbers for the given ones."""
    lines = {given_of(marker, key): Number(text) for key, text in readings.items()}
    values = overlaid(marker.scheme, {**lines, **(wrong or {})}, marker.exercise).values
    asked = [key for key in marker.asked if kinds is None or key.kind in kinds]
    return {key: read_cell(f"{FIVE.round(values[key]):f}") for key in asked}


def given_of(marker, key):
    """Return the key of a given number, whatever its sample and epoch are."""
    return next(one for one in marker.scheme.given if one[:4] == key[:4])


def said(marking):
    """Return what is said of the first finding."""
    return finding(marking.findings[0], marking.first_error, symbol=lambda key: key.kind)


@pytest.mark.parametrize(
    ("key", "read_as"),
    [
        (I1, "0.86"),
        (I1, "0.63"),
        (I1, "6.8"),
        (I1, "-0.68"),
        (W7, "0.43"),
        (W7, "0.39"),
        (W10, "0.10"),
        (W10, "-1.0"),
        (B, "0.44"),
        (B, "-0.54"),
        (TARGET, "0.34"),
        (TARGET, "4.3"),
    ],
)
def test_a_misread_number_is_one_mistake(marker, key, read_as):
    """In its sign, its point, in two digits exchanged or one that is another."""
    cells = written(marker, {key: read_as})
    marking = marker.mark(cells)
    assert marking.score == marking.most - 1
    (told,) = marking.findings
    assert (told.rule, told.sure) == (MISREAD, "is")
    found = next(mark for mark in marking.marks if mark.mistakes).mistakes[0].misread
    assert found.given == given_of(marker, key)
    assert Number(found.read).value == Number(read_as).value
    assert told.keys == (marking.first_error.key,) == (found.first,)
    given = marker.scheme.given[found.given].text
    assert said(marking) == f"{key.kind} = {given} has been read as {found.read}."
    verdicts = {mark.verdict for mark in marking.marks}
    assert verdicts <= {"right", "follow", "mistake"}


def test_the_right_value_is_that_of_the_exercise(marker):
    """Beside it stands what follows from the student's numbers, with what is given."""
    marking = marker.mark(written(marker, {W7: "0.43"}))
    right = {mark.key: mark.true for mark in marking.marks}
    assert right == {key: marker.scheme.values[key] for key in right}
    first = marking.first_error
    assert abs(first.own - right[first.key]) < abs(first.cell.value - right[first.key])
    untouched = [mark for mark in marking.marks if mark.key.kind == "net" and mark.key.layer == 1]
    assert {mark.verdict for mark in untouched} == {"right"}


def test_a_number_that_is_not_easily_misread_costs_one_mark_all_the_same(marker):
    """Several lines agree on it."""
    marking = marker.mark(written(marker, {W7: "0.4123"}))
    assert marking.score == marking.most - 1
    assert [one.rule for one in marking.findings] == [MISREAD]
    assert said(marking) == "For weight = 0.34, another number has been used: about 0.4123."


def test_two_misread_numbers_are_two_mistakes(marker):
    """Each has its own finding, and costs its own mark."""
    marking = marker.mark(written(marker, {I1: "0.86", W10: "0.10"}))
    assert [one.rule for one in marking.findings] == [MISREAD, MISREAD]
    assert marking.score == marking.most - 2


def test_outputs_and_new_weights_alone_show_it(marker):
    """As a quiz asks."""
    cells = written(marker, {W7: "0.43"}, NEW_KINDS | {"out"})
    marking = marker.mark(cells, cells)
    assert [one.rule for one in marking.findings] == [MISREAD]
    assert marking.score == marking.most - 1


def test_another_mistake_beside_it_keeps_its_name(marker):
    """The bias of the first hidden unit is left out as well."""
    net = Key("net", 1, 1, None, 1, 1)
    here = next(key for key in marker.scheme.formulas if key[:4] == net[:4])
    formula = marker.scheme.formulas[here]
    no_bias = type(formula)(formula.terms[:-1])
    marking = marker.mark(written(marker, {W7: "0.43"}, wrong={here: no_bias}))
    assert [one.rule for one in marking.findings] == ["no_bias", MISREAD]


def test_a_line_that_has_the_given_number_right_forbids_it(marker):
    """It was not misread, if another line shows that it was known."""
    cells = written(marker, {W7: "0.43"})
    honest = written(marker, {})
    new = next(key for key in cells if key[:4] == ("new_weight", 2, 1, 1))
    marking = marker.mark(cells | {new: honest[new]})
    assert MISREAD not in {one.rule for one in marking.findings}


@pytest.mark.parametrize("name", ["mazur", "two-three-two", "fausett"])
def test_nothing_is_misread_on_an_honest_sheet(name):
    """All numbers are right."""
    marker = Marker(load(name))
    marking = marker.mark(written(marker, {}))
    assert not marking.findings


def test_what_a_number_may_be_taken_for():
    """Its sign first, then its digits and its point, then single digits."""
    found = list(misreadings(Number("-0.10")))
    assert [one.number.text for one in found[:3]] == ["0.10", "-1.00", "-0.01"]
    assert Number("-0.70").value in {one.value for one in found}
    assert not list(misreadings(Number("0")))
    assert not list(misreadings(Number("1/3")))


def test_a_class_is_told_in_general():
    """Which number it was differs from student to student."""
    english = rule(MISREAD, "net")
    assert english.startswith("A given number has been misread")
    assert in_language("zh", english) != english


def test_one_line_alone_is_no_proof():
    """A new weight is wrong by 0.01, which a slip of the pen gives as well; so is another one."""
    text = """inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [[0.35, 0.35], [0.60, 0.60]]
"""
    marker = Marker(read(text.encode(), "n").exercise)
    cells = written(marker, {}, kinds={"new_weight"})
    first = next(iter(cells))
    second = next(key for key in cells if key[1:4] == (1, 1, 2))
    cells[first] = read_cell(f"{FIVE.round(cells[first].value * Decimal('0.7713')):f}")
    cells[second] = read_cell(f"{cells[second].value + Decimal('0.01'):f}")
    told = [mark.mistakes[0] for mark in marker.mark(cells).marks if mark.mistakes]
    assert [(one.rule, one.sure) for one in told] == [(MISREAD, "probably")]


SCALED = """inputs: [0.6, -0.4]
targets: [0.8]
learning_rate: 0.5
weights: [[[0.3, 0.8], [-0.5, 0.7]], [[0.9, 0.2]]]
biases: [[0.1, 0.1], [-0.1]]
"""


@pytest.mark.parametrize("wrong", ["98.7", "-1.3"])
def test_a_target_is_no_factor_of_all_that_comes_back(wrong):
    """With the error and the deltas left out, any factor of them may be a target."""
    marker = Marker(read(SCALED.encode(), "n").exercise)
    target = next(key for key in marker.scheme.given if key.kind == "target")
    short = written(marker, {target: wrong}, kinds={"out", "new_weight", "new_bias"})
    whole = written(marker, {target: wrong})

    assert MISREAD not in {one.rule for one in marker.mark(short).findings}
    assert MISREAD in {one.rule for one in marker.mark(whole).findings}
