"""A zero in the place of a small number: worth something only where the sheet rounds like that."""

from dataclasses import replace

import pytest

from bpcalc.checking.answers_reader import read_text, read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import load

INACTIVE = """
inputs: [1]
targets: [1]
learning_rate: 1
weights: [[[-1]], [[1]]]
activation: relu
"""


def marked(answers, exercise=None):
    """Return the marks of answers, `name=number` each, by what was written; usually to Mazur's."""
    marker = Marker(exercise or load("mazur"))
    cells = read_words(answers.split(), marker.names).cells
    return {mark.cell.raw: mark for mark in marker.mark(cells, cells).marks if mark.cell}


@pytest.mark.parametrize("zero", ["0", "0.0", "-0.0", "-0"])
def test_zeros_alone_earn_nothing_for_small_values(zero):
    """∂E/∂w1 is 0.000438568: at the usual four decimals nobody writes 0."""
    assert marked(f"dE/dw1={zero}")[zero].verdict == "unexplained"


@pytest.mark.parametrize(
    ("others", "verdict"),
    [
        ("dE/dw5=0.082 dE/dw6=0.083", "right"),
        ("dE/dw5=0.08 dE/dw6=0.08", "right"),
        ("dE/dw5=0.0822 dE/dw6=0.0827", "unexplained"),
        ("dE/dw5=0.0821670 net_h1=0.3775", "unexplained"),
    ],
)
def test_a_bare_zero_has_the_decimals_of_the_other_numbers(others, verdict):
    """0.000438568 is 0.000 on a sheet of three decimals, with the zeros left out."""
    assert marked(f"{others} dE/dw1=0")["0"].verdict == verdict


def test_one_long_number_says_nothing_of_the_others():
    """All numbers but one have three decimals, and so has the 0."""
    others = "dE/dw5=0.082 dE/dw6=0.083 delta_o1=0.138 out_h1=0.593269992"

    assert marked(f"{others} dE/dw1=0")["0"].verdict == "right"


def test_zeros_with_decimals_are_what_these_show():
    """0.00 is what two decimals show of 0.000438568."""
    assert marked("dE/dw1=0.00")["0.00"].verdict == "right"


def test_a_value_that_is_zero_is_zero():
    """A unit of ReLU that is not active has the output 0, and no more digits."""
    assert (
        marked("out_h1=0", read(INACTIVE.encode(), "exercise.yaml").exercise)["0"].verdict
        == "right"
    )


@pytest.mark.parametrize("name", ["E_o1", "delta_h1", "net_h1", "w1_new"])
def test_a_zero_has_no_wrong_sign(name):
    """What is no slip of the sign: nothing is the other sign of 0."""
    assert "sign" not in marked(f"{name}=0.0")["0.0"].notes
    assert marked(f"{name}=0.0")["0.0"].verdict == "unexplained"


@pytest.mark.parametrize(
    "written", ["-0.0001", "0.0001", "0.0000", "0.000", "-0.0000", "0.001", "-0.001", "-0.0088"]
)
def test_one_digit_is_not_what_rounding_on_the_way_may_leave(written):
    """δ_h1 is 0.00877: whoever works in one digit has no numbers left, and 0 has the other sign."""
    mark = marked(f"delta_o1=0.1385 delta_h1={written}")[written]

    assert mark.verdict in ("unexplained", "slip")
    assert mark.notes in ((), ("sign",))


@pytest.mark.parametrize("written", ["0.0088", "0.0090", "0.008771", "0.00876", "0.01"])
def test_digits_that_rounding_on_the_way_may_leave(written):
    """Two digits all along give 0.038·0.24 = 0.0091, then 0.0090; four decimals 0.0088."""
    assert marked(f"delta_h1={written}")[written].verdict in ("right", "form")


@pytest.mark.parametrize(
    ("array", "verdicts"),
    [
        ("out_o = [1. 1.]", {"unexplained"}),
        ("out_o = [0.8 0.8]", {"form"}),
        ('{"out_o": [1, 1]}', {"unexplained"}),
        ("dW2 = [[0, 0], [0, 0]]", {"unexplained"}),
        ("dW2 = [[0.08, 0.08], [-0.02, -0.02]]", {"right"}),
    ],
)
def test_numbers_of_an_array_have_the_digits_that_they_show(array, verdicts):
    """NumPy leaves zeros out behind a number, and no other digits."""
    marker = Marker(load("mazur"))
    cells = read_text(array, marker.names).cells
    marks = [mark for mark in marker.mark(cells, cells).marks if mark.cell]

    assert {mark.verdict for mark in marks} == verdicts


def test_a_zero_of_a_spreadsheet_has_the_decimals_of_the_other_numbers():
    """0.000 is kept as 0 there, for 0.000438568."""
    marker = Marker(load("mazur"))
    texts = {"net_h1": "0.378", "out_h1": "0.593", "dE/dw5": "0.082", "dE/dw1": "0"}
    names = {marker.names.own.full(key): key for key in marker.asked}
    cells = {names[name]: replace(read_cell(raw), zeros_lost=True) for name, raw in texts.items()}

    assert {mark.verdict for mark in marker.mark(cells, cells).marks if mark.cell} == {"right"}


def test_zeros_for_everything_are_no_mistake_that_has_a_name():
    """Nothing but zeros is what an output of 1 would lead to; nobody has written that."""
    zeros = " ".join(f"{name}=0" for name in ("delta_h1", "delta_h2", "delta_h3", "dE/dw1"))
    marks = marked(zeros, load("two-three-two"))

    assert {mark.verdict for mark in marks.values()} == {"trivial"}
