"""Marking step units: their outputs are one of a few numbers, and everything is exact."""

from decimal import Decimal

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker

AND = [([1, 1], 1), ([1, 0], 0), ([0, 1], 0), ([0, 0], 0)]


def binary_and(at_zero=0, **further):
    """Return a perceptron that learns AND from weights of 0."""
    return bpcalc.Exercise.build(
        **{
            "samples": [{"inputs": inputs, "targets": [target]} for inputs, target in AND],
            "weights": [[[0, 0]]],
            "biases": [0],
            "activation": {"step": {"at_zero": at_zero}},
            "learning_rule": "perceptron",
            "learning_rate": "0.5",
            **further,
        }
    )


def marked(words, exercise=None):
    """Return the marking of words, by the names written in them."""
    marker = Marker(exercise or binary_and())
    cells = read_words(words.split(), marker.names).cells
    marking = marker.mark(cells, cells)
    names = {
        marker.names.find(word.partition("=")[0]): word.partition("=")[0] for word in words.split()
    }
    return {names[mark.key]: mark for mark in marking.marks if mark.key in names}, marking


def paper(exercise, author, epochs=1):
    """Return the marking of a sheet that was filled in after another exercise."""
    marker, other = Marker(exercise, epochs), Marker(author, epochs)
    values = other.scheme.values
    cells = {key: read_cell(f"{values[key]:f}") for key in marker.asked if key in values}
    return marker.mark(cells)


@pytest.mark.parametrize(
    ("words", "name", "own"),
    [
        ("out_o1@s1=1 out_o1@s2=1", "out_o1@s2", 0),
        ("out_o1@s1=1 delta_o1@s2=1", "delta_o1@s2", 0),
        ("out_o1@s1=1 out_o1@s2=0", "out_o1@s2", 0),
    ],
)
def test_what_follows_is_an_output_that_there_is(words, name, own):
    """A unit that gives 0 or 1 gives no 0.5, whatever was written before."""
    marks, _ = marked(words)
    assert marks[name].own == own


def test_an_output_that_there_is_not_is_impossible():
    """A step unit never gives 0.5, however it is rounded."""
    marks, _ = marked("out_o1@s1=0.5")
    assert marks["out_o1@s1"].notes == ("out_of_range",)


@pytest.mark.parametrize(
    ("words", "sure"),
    [("out_o1@s1=1", "probably"), ("net_o1@s1=0 out_o1@s1=1", "is")],
)
def test_the_other_value_at_the_threshold_has_its_name(words, sure):
    """With the net input written there is no other reason; without it there may be."""
    _, marking = marked(words)
    assert [(found.rule, found.sure) for found in marking.findings] == [("other_side", sure)]


def test_a_wrong_output_beside_the_threshold_has_no_name():
    """The output of a step unit alone says nothing of what went wrong in its net input."""
    _, marking = marked("out_o1=1", binary_and(biases=["-0.3"]))
    assert [found.rule for found in marking.findings] == [""]


def test_no_change_follows_from_no_mistake():
    """Zeros and ones are usual numbers of a perceptron: what follows from them is paid for."""
    marks, marking = marked("out_o1@s1=1 w1_new@s1=0 w2_new@s1=0 b1_new@s1=0")
    assert [mark.verdict for mark in marks.values()] == ["mistake", "follow", "follow", "follow"]
    assert marking.score == Decimal(3)


def test_a_paper_with_the_other_value_at_the_threshold_loses_one_mark():
    """All that follows from it is right from there on."""
    marking = paper(binary_and(at_zero=0), binary_and(at_zero=1))
    assert {found.rule for found in marking.findings} == {"other_side"}
    assert marking.most - marking.score == 1


def test_delta_has_the_sign_of_the_rule():
    """Of δ alone nothing shows that the update would make up for its sign."""
    marks, _ = marked("delta_o1@s2=1")
    assert marks["delta_o1@s2"].verdict == "slip"


def test_delta_with_the_other_sign_all_through_is_a_convention():
    """Where the weights are right, the update does make up for it."""
    marking = paper(binary_and(), binary_and(delta="o-t"))
    assert marking.conventions == ("err_sign",)
    assert {mark.verdict for mark in marking.marks if mark.cell} == {"right", "convention"}


@pytest.mark.parametrize("rule", ["perceptron", {"perceptron": "target"}, "hebb", "lms"])
@pytest.mark.parametrize("activation", ["step", "sign", {"sign": {"theta": "0.2"}}])
def test_the_right_paper_is_right(rule, activation):
    """Nothing is wrong on the sheet of somebody who follows the rule."""
    exercise = binary_and(
        learning_rule=rule, activation=activation, weights=[[["0.3", "-0.1"]]], biases=["0.2"]
    )
    marking = paper(exercise, exercise, epochs=3)
    assert not marking.findings
    assert marking.score == marking.most


def test_what_has_no_value_follows_without_a_remark():
    """Under the root of a negative number there is nothing, and nothing to be said of digits."""
    exercise = bpcalc.Exercise.build(
        inputs=[1, 2],
        targets=[1],
        weights=[[["0.3", "-0.2"]]],
        biases=["0.1"],
        learning_rate="0.1",
        optimizer="adam",
    )
    marks, marking = marked("vhat_w1=-0.125 w1_new=0.33536", exercise)
    assert marks["w1_new"].verdict == "follow"
    assert all(note for mark in marking.marks for note in mark.notes)


def adaline():
    """Return a unit that learns by the rule of Widrow and Hoff; its delta is -1 - 0.45."""
    return binary_and(
        samples=[{"inputs": ["1", "0.5"], "targets": ["-1"]}],
        weights=[[["0.3", "-0.1"]]],
        biases=["0.2"],
        activation="sign",
        learning_rule="lms",
        learning_rate="0.1",
    )


@pytest.mark.parametrize("written", ["-2", "-2.0", "-2.00"])
def test_zeros_that_are_left_out_are_no_rounding(written):
    """-2 among numbers like 0.45 is target - out, with or without its zeros."""
    _, marking = marked(f"net_o1=0.45 out_o1=1 delta_o1={written}", adaline())
    assert [(found.rule, found.sure) for found in marking.findings] == [("out_on_adaline", "is")]


@pytest.mark.parametrize("words", ["delta_o1=-2", "out_o1=1 delta_o1=-2", "net_o1=0 delta_o1=-2"])
def test_where_all_is_rounded_to_whole_numbers_nothing_is_said_for_certain(words):
    """-2 may be what -1.6 is rounded to, where nothing else has decimals."""
    _, marking = marked(words, adaline())
    assert ("out_on_adaline", "is") not in [(found.rule, found.sure) for found in marking.findings]


@pytest.mark.parametrize("written", ["-3", "2", "0", "5"])
def test_other_whole_numbers_have_no_name(written):
    """No mistake gives them."""
    _, marking = marked(f"net_o1=0.45 out_o1=1 delta_o1={written}", adaline())
    assert [found.rule for found in marking.findings] == [""]


ADAM = bpcalc.Exercise.build(
    inputs=["0.5", "-1.0"],
    targets=[1],
    weights=[[["0.4", "0.3"]]],
    biases=["0.1"],
    learning_rate="0.1",
    optimizer="adam",
)
GRADIENTS = "dE/dw1=-0.0625 dE/dw2=0.125 dE/db1=-0.125"
UPHILL = "w1_new=0.3 w2_new=0.4 b1_new=0.0"


@pytest.mark.parametrize(
    ("words", "sure"),
    [("w1_new=0.3", "probably"), (UPHILL, "is"), (f"{GRADIENTS} {UPHILL}", "is")],
)
def test_uphill_with_adam_is_no_other_power_of_beta(words, sure):
    """All updates share the powers; what is wrong in every update is not put on one of them.

    A single new weight is as well that of a δ with the other sign.
    """
    marks, marking = marked(words, ADAM)
    assert {(found.rule, found.sure) for found in marking.findings} == {("plus_update", sure)}
    assert {mark.verdict for name, mark in marks.items() if "new" in name} == {"mistake"}
    assert marking.most - marking.score == 1


@pytest.mark.parametrize("written", ["2.0", "2.0000"])
def test_a_root_forgotten_with_its_zeros_or_without(written):
    """0.4 + 0.1·0.0625/0.0039063."""
    _, marking = marked(f"w1_new={written}", ADAM)
    assert [(found.rule, found.sure) for found in marking.findings] == [("root_forgotten", "is")]


@pytest.mark.parametrize("written", ["0.7", "3.0", "-0.6"])
def test_other_short_weights_have_no_name(written):
    """No mistake gives them."""
    _, marking = marked(f"w1_new={written}", ADAM)
    assert [found.rule for found in marking.findings] == [""]


TWO = bpcalc.Exercise.build(
    inputs=["0.5", 1],
    targets=[0],
    weights=[[["0.4", "0.3"]]],
    biases=["-0.1"],
    activation="step",
    learning_rate="0.2",
)
BEFORE = "net_o1=0.4 out_o1=1 delta_o1=-1"


@pytest.mark.parametrize(
    ("words", "rule", "sure"),
    [
        (f"{BEFORE} dw1=-0.2 dw2=-0.2 db1=-0.2", "input_left_out", "probably"),
        (f"{BEFORE} dw1=-0.1 dw2=-0.2 b1_new=-0.1", "bias_kept", "probably"),
        (f"{BEFORE} dw1=-0.3 dw2=-0.2", "", "is"),
        (f"{BEFORE} b1_new=0.2", "", "is"),
        ("net_o1=0.4 out_o1=0.5987", "other_activation", "is"),
        ("net_o1=0.4 out_o1=0.37995", "other_activation", "is"),
        ("net_o1=0.4 out_o1=0.4", "no_activation", "probably"),
        ("net_o1=0.4 out_o1=0.6", "", "is"),
    ],
)
def test_one_slip_in_a_perceptron(words, rule, sure):
    """What everybody does has its name, at most as probable; an output that there is not, too."""
    _, marking = marked(words, TWO)
    assert [(found.rule, found.sure) for found in marking.findings] == [(rule, sure)]


COARSE = bpcalc.Exercise.build(
    inputs=["0.5", 1],
    targets=[-1],
    weights=[[["0.4", "0.3"]]],
    biases=["-0.1"],
    activation="sign",
    learning_rule="lms",
    learning_rate="0.2",
)


@pytest.mark.parametrize(
    ("words", "rule", "sure"),
    [
        ("net_o1=0.4 out_o1=1 delta_o1=-2", "out_on_adaline", "probably"),
        ("w1_new=0.2 w2_new=-0.1 b1_new=-0.5", "out_on_adaline", "probably"),
        (
            "net_o1=0.4 out_o1=1 delta_o1=-1.4 dw1=-0.28 dw2=-0.28 db1=-0.28",
            *("input_left_out", "probably"),
        ),
        ("net_o1=0.4 out_o1=1 delta_o1=-1.4 dw1=-0.28 dw2=-0.56", "eta_doubled", "is"),
        ("net_o1=0.4 out_o1=1 delta_o1=-4", "", "is"),
    ],
)
def test_one_slip_in_an_adaline(words, rule, sure):
    """With a digit only, too; and what other numbers speak against has no name."""
    _, marking = marked(words, COARSE)
    assert [(found.rule, found.sure) for found in marking.findings] == [(rule, sure)]
