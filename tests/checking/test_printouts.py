"""What programs print, pasted as it is: NumPy, PyTorch, R, MATLAB, JavaScript, dictionaries."""

import re
from functools import lru_cache
from pathlib import Path

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError

MAZUR = Marker(bpcalc.load("mazur"))

NUMPY = """\
Hidden layer input:
[0.3775 0.3925]
Hidden layer output:
 [0.59326999 0.59688438]
net_o = [1.10590597 1.2249214 ]
out_o: [0.75136507 0.77292847]
dW2 = [[ 0.08216704  0.08266763]
 [-0.02260254 -0.02274024]]
dW1 =
[[0.00043857 0.00087714]
 [0.00049771 0.00099543]]
"""
TORCH = """\
net_h: tensor([0.3775, 0.3925], grad_fn=<AddBackward0>)
out_h: tensor([0.5933, 0.5969], grad_fn=<SigmoidBackward0>)
out_o: tensor([0.7514, 0.7729], grad_fn=<SigmoidBackward0>)
loss: 0.2983711063861847
fc2.weight.grad
tensor([[ 0.0822,  0.0827],
        [-0.0226, -0.0227]])
fc2.weight
Parameter containing:
tensor([[0.3589, 0.4087],
        [0.5113, 0.5614]], requires_grad=True)
"""
R = """\
> net_h1
[1] 0.3775
> out_h
[1] 0.5932700 0.5968844
> dW2
            [,1]        [,2]
[1,]  0.08216704  0.08266763
[2,] -0.02260254 -0.02274024
"""
MATLAB = """\
out_h =

    0.5933
    0.5969

dW1 =

   1.0e-03 *

    0.4386    0.8771
    0.4977    0.9954
"""
OBJECT = "{ net_h1: 0.3775, delta_h: [ <1 empty item>, 0.00877135, 0.00995425 ] }"
DICTIONARY = """\
{'net_h1': np.float64(0.3775), 'out_h': array([0.59327, 0.59688438], dtype=float32),
 'delta': {'o1': np.float64(0.13849856), 'o2': np.float64(-0.03809824)}}
"""
ARROWS = "w5: 0.4 -> 0.35891648\nw6 = 0.45 => 0.40866619\nold w7: 0.5, new w7: 0.51130127\n"
SEVERAL = "net_h1: 0.3775, net_h2: 0.3925\nout_h1=0.5933; out_h2=0.5969\tnet_o1=1.1059\n"
TABLE = "quantity    formula              value\nnet_h1      w1·i1 + w2·i2 + b1   0.3775\n"
AFTER = "0.3775 net_h1\n0.3925 = net_h2\n"
HALF_WIDTH = "net_h1：０．３７７５\nE总：0.2984\n"
SESSION = ">>> net_h1\n0.3775\nIn [2]: out_h1\nOut[2]: 0.5932699921\n"
TUPLE = "out_o = (0.7513650695523157, 0.7729284653214625)\n"
PARAMETERS = """\
fc1.weight tensor([[0.1498, 0.1996],
        [0.2498, 0.2995]])
fc2.weight tensor([[0.3589, 0.4087],
        [0.5113, 0.5614]])
loss tensor(0.2984, grad_fn=<MulBackward0>)
"""
NODES = "Node h1: net=0.3775 out=0.5933\nNode o1: net=1.1059 out=0.7514 delta=0.1385\n"
CROSSED = """\
unit    net      out      delta
h1      0.3775   0.5933   0.008771
h2      0.3925   0.5969   0.009954
"""
MOMENTS = "E_total before: 0.298371109, after: 0.291027774\nE1 = 0.274811083\n"
PAIR = ">>> net_h1, net_h2\n(0.3775, 0.39249999999999996)\n"
TENSORFLOW = "out_o = <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.751365, 0.772928])>"


def read(text):
    """Return what was read of a text, by name, and the sentences about names that were not."""
    answers = read_text(text, MAZUR.names)
    full = MAZUR.names.own.full
    return {full(key): cell for key, cell in answers.cells.items()}, answers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (NUMPY, "net_h1 net_h2 out_h1 out_h2 net_o1 net_o2 out_o1 out_o2 dE/dw1 dE/dw4 dE/dw8"),
        (TORCH, "net_h1 net_h2 out_h1 out_o2 E_total dE/dw5 dE/dw8 w5_new w8_new"),
        (R, "net_h1 out_h1 out_h2 dE/dw5 dE/dw6 dE/dw7 dE/dw8"),
        (MATLAB, "out_h1 out_h2 dE/dw1 dE/dw2 dE/dw3 dE/dw4"),
        (OBJECT, "net_h1 delta_h1 delta_h2"),
        (DICTIONARY, "net_h1 out_h1 out_h2 delta_o1 delta_o2"),
        (ARROWS, "w5_new w6_new w7_new"),
        (SEVERAL, "net_h1 net_h2 out_h1 out_h2 net_o1"),
        (TABLE, "net_h1"),
        (AFTER, "net_h1 net_h2"),
        (HALF_WIDTH, "net_h1 E_total"),
        (SESSION, "net_h1 out_h1"),
        (TUPLE, "out_o1 out_o2"),
        (TENSORFLOW, "out_o1 out_o2"),
        (PARAMETERS, "w1_new w4_new w5_new w8_new E_total"),
        (NODES, "net_h1 out_h1 net_o1 out_o1 delta_o1"),
        (CROSSED, "net_h1 out_h1 delta_h1 net_h2 out_h2 delta_h2"),
        (MOMENTS, "E_total E_total@e2 E_o1"),
        (PAIR, "net_h1 net_h2"),
    ],
)
def test_a_printout_is_read(text, names):
    """Every number of it stands under its quantity, is right there, and nothing is unknown."""
    cells, answers = read(text)
    marking = MAZUR.mark(answers.cells, list(answers.cells))

    assert set(names.split()) <= set(cells)
    assert answers.unknown == ()
    assert {mark.verdict for mark in marking.marks} <= {"right", "form"}
    assert marking.score == marking.most


def test_it_is_said_how_an_array_was_read():
    """The student sees which quantity each number of an array was taken for."""
    _, answers = read("dW2 = [[0.0822 0.0827] [-0.0226 -0.0227]]")

    assert answers.notes == ("`dW2` is read as dE/dw5, dE/dw6, dE/dw7, dE/dw8",)


def test_rows_may_belong_to_the_sending_units():
    """A square matrix that was set out the other way round is read the way its numbers fit."""
    cells, _ = read("dW2 = [[0.0822 -0.0226] [0.0827 -0.0227]]")

    assert {name: cell.raw for name, cell in cells.items()} == {
        "dE/dw5": "0.0822",
        "dE/dw6": "0.0827",
        "dE/dw7": "-0.0226",
        "dE/dw8": "-0.0227",
    }


def test_what_the_exercise_gives_is_no_answer():
    """A program prints what it was given; nobody asked for that, and it is no mistake either."""
    given = (
        "X = [0.05 0.10]\ny = [0.01 0.99]\nW1 =\n[[0.15 0.2 ]\n [0.25 0.3 ]]\nb1 = 0.35\nlr: 0.5\n"
    )
    cells, answers = read(given + "net_h1 = 0.3775\n")

    assert set(cells) == {"net_h1"}
    assert answers.unknown == ()


def test_two_numbers_are_not_one_shared_bias():
    """Where a layer shares its bias, a gradient for each unit is no answer, and no mistake."""
    cells, answers = read("net_h1: 0.3775\ndb2 = [0.13849856, -0.03809824]\n")

    assert set(cells) == {"net_h1"}
    assert "db2" in answers.unknown[0]


def test_an_array_that_fits_nothing_is_listed():
    """Three numbers for two units are not spread over anything."""
    cells, answers = read("net_h1: 0.3775\nnet_h = [1 2 3]\n")

    assert set(cells) == {"net_h1"}
    assert "3" in answers.unknown[0]


@pytest.mark.parametrize(
    ("text", "name", "raw"),
    [
        ("net_h1 = 0.15*0.05 + 0.20*0.10 + 0.35 = 0.3775", "net_h1", "0.3775"),
        ("net_h1 = w1*i1 + w2*i2 + b1 = 0.15·0.05 + 0.20·0.10 + 0.35 = 0.3775", "net_h1", "0.3775"),
        ("out_h1 = 0.593269992 ≈ 0.5933", "out_h1", "0.5933"),
        ("out_h1 约 0.5933", "out_h1", "0.5933"),
        ("out_h1: 约0.5933（保留四位）", "out_h1", "0.5933"),
        ("out_h1 = 0.5933 (4 d.p.)", "out_h1", "0.5933"),
        ("delta_h1 = −8.77 × 10⁻³", "delta_h1", "−8.77 × 10⁻³"),
        ("out_o1 = tensor(1.)", "out_o1", "1.0000"),
        ("dE/dw1 = -0.", "dE/dw1", "-0."),
        ("新w5 = 0.3589", "w5_new", "0.3589"),
        ("w5(new) = 0.3589", "w5_new", "0.3589"),
        ("new w5 = 0.3589", "w5_new", "0.3589"),
        ("误差 = 0.2984", "E_total", "0.2984"),
        ("cost = 0.2984", "E_total", "0.2984"),
        ("E = 0.2984", "E_total", "0.2984"),
        ("Error_o1 = 0.2748", "E_o1", "0.2748"),
        ("dL/dw5 = 0.0822", "dE/dw5", "0.0822"),
        ("dE_dw5 = 0.0822", "dE/dw5", "0.0822"),
        ("grad w5 = 0.0822", "dE/dw5", "0.0822"),
        ("dw5 = 0.0822", "dE/dw5", "0.0822"),
        ("net input of h1 = 0.3775", "net_h1", "0.3775"),
        ("h1 = 0.5933", "out_h1", "0.5933"),
        ("1. net_h1 = 0.3775", "net_h1", "0.3775"),
        ("- net_h1: 0.3775", "net_h1", "0.3775"),
        ("Hidden layer: net_h1 = 0.3775", "net_h1", "0.3775"),
        ('"net_h1": "0.3775",', "net_h1", "0.3775"),
        ("$net_{h1}$ = 0.3775", "net_h1", "0.3775"),
        ("w5 = 0.3589", "w5_new", "0.3589"),
        ("w_5^{new} = 0.3589", "w5_new", "0.3589"),
        ("w5 <- 0.3589", "w5_new", "0.3589"),
        ("w5 ← 0.3589", "w5_new", "0.3589"),
        ("∇w5 = 0.0822", "dE/dw5", "0.0822"),
        (r"$\frac{\partial E}{\partial w_{5}}$ = 0.0822", "dE/dw5", "0.0822"),
        (r"\delta_{h1} \approx 0.0088", "delta_h1", "0.0088"),
    ],
)
def test_a_line_is_read(text, name, raw):
    """The last number of a line counts, under whatever name people write."""
    cells, answers = read(text)

    assert {name: raw} == {found: cell.raw for found, cell in cells.items()}
    assert answers.unknown == ()


def test_a_change_that_nobody_asks_for_is_no_wrong_gradient():
    """Δw5 is a gradient to programs; the change itself is not called wrong."""
    cells, answers = read("net_h1 = 0.3775\nΔw5 = -0.0411\nΔw6 = 0.0827\n")

    assert set(cells) == {"net_h1", "dE/dw6"}
    assert answers.notes[0] == "`Δw5` is the change of the weight, which nobody asks for"


def test_what_stands_beside_a_number_is_left_out_with_a_note():
    """Nothing is dropped in silence."""
    _, answers = read("out_h1: 0.5933（保留四位）")

    assert answers.notes == ("beside the number, `（保留四位）` is left out: out_h1",)


def test_a_bias_is_no_output_of_another_book():
    """Zhou's b_1 is an output; here b1 is a bias that is given."""
    cells, _ = read("net_h1: 0.3775\nb1: 0.35\n")

    assert set(cells) == {"net_h1"}


def test_what_cannot_be_read_is_listed_and_is_no_first_mistake():
    """The first mistake is the first wrong number."""
    _, answers = read("net_h1: about a third\nnet_h2: 0.5\n")
    marking = MAZUR.mark(answers.cells)

    assert MAZUR.names.own.name(marking.first_error.key) == "net_h2"
    assert [mark.verdict for mark in marking.marks][:1] == ["unreadable"]


PRINTOUTS = sorted((Path(__file__).parent / "printouts").glob("*.txt"))
"""What 45 programs printed, NumPy 2.4 and PyTorch 2.13, each in a way of its own."""

DECIMAL = re.compile(r"(?<![A-Za-z_0-9.])-?[0-9]+\.[0-9]*(?:e[-+]?[0-9]+)?")
NOT_ASKED = {"old_new_arrow": 8, "before_after": 4, "steps_with_formula": 9, "named_parameters": 4}
"""Numbers that are old values, parts of a formula, or names."""


@lru_cache
def printout_marker(net, epochs):
    """Return the marker of one of the four networks."""
    return Marker(bpcalc.load(Path(__file__).parent / "printouts" / f"{net}.yaml"), epochs)


@pytest.mark.parametrize("path", PRINTOUTS, ids=lambda path: path.stem)
def test_a_real_printout_is_read_whole_and_all_of_it_is_right(path):
    """Pasted whole: every number stands under its quantity, and none is called wrong."""
    name, _, net = path.stem.rpartition(".")
    logs = name in ("epoch_lines", "training_log")
    marker = printout_marker(net, 3 if logs else 1)
    text = path.read_text("utf-8")
    answers = read_text(text, marker.names)
    marking = marker.mark(answers.cells, list(answers.cells))

    assert answers.unknown == ()
    assert len(answers.cells) == len(DECIMAL.findall(text)) - NOT_ASKED.get(name, 0)
    assert {mark.verdict for mark in marking.marks if mark.key in answers.cells} == {"right"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1/1 [=========] - 0s 32ms/step - loss: 0.2984\n", "E_total"),
        ("100%|████| 1/1 [00:00<00:00, 512.31it/s, loss=0.2984]\n", "E_total"),
        ("| unit |    net |\n|:-----|-------:|\n| h1   | 0.3775 |\n| h2   | 0.3925 |\n", ""),
        ("INFO:root:net_h1=0.3775\n2026-11-26 12:00:00,1 - INFO - net_h2: 0.3925\n", ""),
        ("\x1b[32mnet_h1\x1b[0m = 0.3775\n\x1b[1mnet_h2\x1b[0m = 0.3925\n", ""),
        ("(a) net_h1 = 0.3775\n(b) net_h2 = 0.3925\nQ3. E_total = 0.298371\n", "E_total"),
        ("Hidden neuron 1: 0.593270\nOutput neuron 2: 0.772928\n", "out_h1 out_o2"),
        ("E_total: 0.298371 => 0.291028\n", "E_total"),
        ("Epoch 0 loss 0.2983711\nEpoch 1000 loss 0.0012345\nW2 = [[-1.2 -1.1]\n [2.1 2.2]]\n", ""),
    ],
)
def test_what_stands_around_numbers_is_no_answer(text, names):
    """Bars of progress, loggers, colours, letters of questions; a late epoch is not the first."""
    cells, answers = read(text)
    marking = MAZUR.mark(answers.cells, list(answers.cells))

    assert cells
    assert set(names.split()) <= set(cells)
    assert {mark.verdict for mark in marking.marks if mark.key in answers.cells} == {"right"}


PARAMETERS = """
0.weight Parameter containing:
tensor([[0.1498, 0.1996],
        [0.2498, 0.2995]], requires_grad=True)
2.weight: Parameter containing:
tensor([[0.3589, 0.4087],
        [0.5113, 0.5614]], requires_grad=True)
"""

STATE = """
OrderedDict([('0.weight', tensor([[0.1498, 0.1996],
        [0.2498, 0.2995]])), ('2.weight', tensor([[0.3589, 0.4087],
        [0.5113, 0.5614]]))])
"""


@pytest.mark.parametrize("text", [PARAMETERS, STATE])
def test_the_parameters_of_a_model_after_a_step_are_its_new_weights(text):
    """As `named_parameters` and `state_dict` of PyTorch print them."""
    cells, answers = read(text)

    assert list(cells) == [f"w{number}_new" for number in range(1, 9)]
    assert cells["w3_new"].raw == "0.2498"
    assert answers.unknown == ()


@pytest.mark.parametrize(
    "text", ["net_h1 = " + "(" * 5000 + "0.3775\n", "net_h = [0.1, 0.1, 0.1\n"]
)
def test_a_known_name_whose_value_cannot_be_read_is_not_called_unknown(text):
    """It is the value that nobody can read, and no sheet of another exercise."""
    with pytest.raises(AnswersError, match="no value on this sheet can be read: net_h"):
        read(text)


PADDED = """\
delta_h = [0.0088 0.01  ]
dW2 = [[ 0.0822  0.0827]
 [-0.0226 -0.0227]]
"""
PADDED_MATRIX = """\
dW1 [[0.    0.   ]
 [0.001 0.001]]
delta_h [0.009 0.01 ]
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (PADDED, "delta_h1 delta_h2 dE/dw5 dE/dw6 dE/dw7 dE/dw8"),
        (PADDED_MATRIX, "dE/dw1 dE/dw2 dE/dw3 dE/dw4 delta_h1 delta_h2"),
        (PADDED_MATRIX.replace(" [[", "\t[["), "dE/dw1 dE/dw2 dE/dw3 dE/dw4 delta_h1 delta_h2"),
    ],
)
def test_blanks_in_an_array_set_no_columns_apart(text, names):
    """NumPy fills up short numbers with them, before a bracket, too; in the next line are more."""
    cells, answers = read(text)

    assert sorted(cells) == sorted(names.split())
    assert answers.unknown == ()
