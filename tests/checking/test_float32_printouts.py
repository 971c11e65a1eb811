"""Arrays of 32-bit floats as NumPy prints them, with the error as an f-string prints it."""

import numpy as np
import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import load

STYLES = {
    "as it is": {},
    "fixed": {"precision": 8, "floatmode": "fixed"},
    "equal": {"precision": 8, "floatmode": "maxprec_equal"},
    "unique": {"floatmode": "unique"},
    "six": {"precision": 6},
}
ERRORS = {"f-string": "{}".format, "str": lambda error: str(np.float32(error)), "none": None}


def worked(seed):
    """Return an exercise, and arrays of a program that works it in single precision."""
    random = np.random.default_rng(seed)
    x, t = random.uniform(0.05, 0.95, 3).round(2), random.uniform(0.01, 0.99, 2).round(2)
    first, second = random.uniform(-1, 1, (3, 3)).round(2), random.uniform(-1, 1, (2, 3)).round(2)
    exercise = (
        f"inputs: {x.tolist()}\ntargets: {t.tolist()}\nlearning_rate: 0.5\n"
        f"weights: [{first.tolist()}, {second.tolist()}]\n"
    )
    x, t, first, second = (each.astype(np.float32) for each in (x, t, first, second))
    z1 = first @ x
    a1 = 1 / (1 + np.exp(-z1))
    z2 = second @ a1
    a2 = 1 / (1 + np.exp(-z2))
    d2 = (a2 - t) * a2 * (1 - a2)
    g2 = np.outer(d2, a1)
    g1 = np.outer(second.T @ d2 * a1 * (1 - a1), x)
    half = np.float32(0.5)
    arrays = {
        "Z1": z1, "A1": a1, "Z2": z2, "A2": a2, "dW2": g2, "dW1": g1,
        "W2_new": second - half * g2, "W1_new": first - half * g1,
    }  # fmt: skip
    assert {each.dtype for each in arrays.values()} == {np.dtype(np.float32)}
    return exercise, arrays, half * np.sum((t - a2) ** 2)


@pytest.mark.sampled(6)
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("style", STYLES)
def test_no_number_of_a_printout_is_called_wrong(style, error):
    """Not every number is one that a float of 32 bits prints alone, and not all have one length."""
    for seed in range(8):
        text, arrays, loss = worked(seed)
        with np.printoptions(**STYLES[style]):
            lines = [f"{name} = {array}" for name, array in arrays.items()]
        if ERRORS[error]:
            lines.insert(4, f"E_total = {ERRORS[error](loss)}")
        marker = Marker(read(text.encode(), "exercise.yaml").exercise)
        answers = read_text("\n".join(lines), marker.names)
        marking = marker.mark(answers.cells, answers.cells)

        verdicts = {mark.key: mark.verdict for mark in marking.marks if mark.cell}
        assert len(verdicts) >= 40, lines
        assert set(verdicts.values()) <= {"right", "form"}, (seed, verdicts, lines)


TWO_FORMATS = """out_h1=1.900000 out_h3=1.800000 out_y=3.560000
dE/dw7=1.06399989 dE/dw9=1.00799990 dE/dw1=0.58799994 dE/dw2=0.78399992
dE/dw5=0.92399991 dE/dw6=1.23199987
w7_new=0.646800 w1_new=0.370600"""
"""Gradients with `%.8f`, all else with `%.6f`."""


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("mazur", "loss: 0.2983711063861847"),  # loss.item(), and nothing else
        ("tanh", "W2_new = [0.9021, 0.2236]\nloss 0.0387820266187191"),
        ("two-three-two", "out_o = array([0.8910897 , 0.90432996], dtype=float32)"),
        ("two-three-two", "out_o2 = np.float32(0.90432996)"),
        ("regression", TWO_FORMATS),
    ],
)
def test_few_numbers_show_their_precision_too(name, sheet):
    """One with all its digits does, as does the word behind an array, or a few of many digits."""
    marking = marked(name, sheet)

    assert {mark.verdict for mark in marking.marks if mark.cell} <= {"right", "follow"}
    assert marking.score == sum(mark.cell is not None for mark in marking.marks)
    assert marking.precision == "single"


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("mazur", "loss: 0.2983711063861843"),  # of no float of 32 bits
        ("two-three-two", "out_o = [0.8910897, 0.90432996]"),
    ],
)
def test_else_its_digits_are_those_of_double_precision(name, sheet):
    """Neither is a digit too many forgiven, nor the eighth of an array that says nothing."""
    marking = marked(name, sheet)

    assert [mark.verdict for mark in marking.marks if mark.cell][-1] != "right"
    assert marking.precision != "single"


def test_what_was_left_out_was_not_rounded_before_a_long_number():
    """With out_h1 to four decimals many a mistake before it might have led to this number."""
    marking = marked("tanh", "W2_new = [0.9021, 0.2236]\nloss 0.0387820296187191")

    assert [mark.verdict for mark in marking.marks if mark.cell and mark.verdict != "right"] == [
        "unexplained"
    ]


def marked(name, sheet):
    """Return what is said of a sheet to an exercise that comes with the program."""
    marker = Marker(load(name))
    answers = read_text(sheet, marker.names)
    return marker.mark(answers.cells, answers.cells)


CANCELLED = """
inputs: [0.86, 0.82]
targets: [0.99, 0.99]
learning_rate: 0.9
weights: [[[0.51, 0.48], [0.17, 0.95], [-0.63, 0.66]],
          [[-0.35, 0.77, -0.53], [0.41, -0.37, 0.42]]]
"""

IN_SIX_DIGITS = """net_h1=0.8322 net_h2=0.9252 net_h3=-0.00059998 net_o1=0.0425899 net_o2=0.230676
out_h1=0.69682 out_h2=0.7161 out_h3=0.49985 out_o1=0.510646 out_o2=0.557415
delta_o1=-0.119784 dE/dw7=-0.083468 dE/dw8=-0.0857775 dE/dw9=-0.0598741 dE/dw10=-0.0743649
dE/dw11=-0.0764225 dE/dw12=-0.0533442 w7_new=-0.274879 w9_new=-0.476113 w10_new=0.476928"""


def test_a_difference_that_is_next_to_nothing_has_fewer_digits():
    """net_h3 is -0.0006, worked in single precision and printed with `%g`."""
    marker = Marker(read(CANCELLED.encode(), "exercise.yaml").exercise)
    cells = read_text(IN_SIX_DIGITS, marker.names).cells
    marking = marker.mark(cells, cells)

    assert {mark.verdict for mark in marking.marks if mark.cell} == {"right"}
    assert marking.precision == "single"


def test_a_digit_that_is_wrong_by_hand_stays_wrong():
    """The same sheet, with a slip that no rounding of a program reaches."""
    marker = Marker(read(CANCELLED.encode(), "exercise.yaml").exercise)
    cells = read_text(IN_SIX_DIGITS.replace("out_h2=0.7161", "out_h2=0.7163"), marker.names).cells
    wrong = [mark for mark in marker.mark(cells, cells).marks if mark.verdict == "slip"]

    assert [mark.cell.raw for mark in wrong] == ["0.7163"]
