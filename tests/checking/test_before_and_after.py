"""Changes, weights before an update, outputs that move, and rows told by their inputs."""

import io

import openpyxl
import pytest

from bpcalc.checking.answers_reader import read_content, read_text, read_words
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import load

NET = """\
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
learning_rate: 0.5
"""
ADAM = "optimiser: adam\n"
LINE = """\
samples: [{inputs: [1], targets: [2]}, {inputs: [2], targets: [4]}, {inputs: [3], targets: [5]}]
weights: [[[0.5]]]
biases: [0.1]
learning_rate: 0.1
activation: identity
"""


def marker(text):
    """Return what marks an exercise."""
    return Marker(read(text.encode(), "net").exercise if "\n" in text else load(text), 1)


def verdicts(marks, sheet):
    """Return by name what the marker says of the numbers on a sheet."""
    look = read_content if isinstance(sheet, bytes) else read_text
    found = look(sheet, marks.names)
    by_key = {mark.key: mark.verdict for mark in marks.mark(found.cells).marks}
    return {marks.names.told_name(key): by_key.get(key) for key in found.cells}


@pytest.mark.parametrize("more", ["", ADAM, "optimiser: rmsprop\n", "penalty: {l2: 0.1}\n"])
@pytest.mark.parametrize("name", ["Δw5", "delta_w5", "w5的变化量", "dw5"])
def test_a_change_is_one_whatever_the_rule(more, name):
    """It is by how much the update moves the weight, and no wrong gradient."""
    marks = marker(NET + more)
    values = {marks.names.told_name(key): value for key, value in marks.names.values.items()}
    new = values["w5_new"]
    sheet = f"{name} = {new - values['w5']:.5f}\nw5_new = {new:.5f}"

    assert verdicts(marks, sheet) == {"w5_new": "right"}


@pytest.mark.parametrize(
    "sheet",
    [
        "w5: before update 0.4, after update 0.3589",
        "w5 before update: 0.4, after update: 0.3589",
        "w5: before the training 0.4, after the training 0.3589",
        "w5 before the update = 0.4\nw5 after the update = 0.3589",
        "w5 goes from 0.4 to 0.3589",
        "w5 = 0.4 before, 0.3589 after",
        "w5: 0.4 (before the update) and 0.3589 (after the update)",
        "w5 = 0.3589 after, 0.4 before",
        "w5 = 0.4（更新前），0.3589（更新后）",
        "w5 = 0,4 before, 0,3589 after",
        "w5: before 0,4, after 0,3589",
        "w5 = 0.4 (old weight), 0.3589 (new weight)",
        "w5 = 0.4 vorher, 0.3589 nachher",
        "w5+ = 0.3589 after, 0.4 before",
    ],
)
def test_a_weight_before_an_update_is_not_the_new_one(sheet):
    """In a line with the new one, or in a line of its own."""
    assert verdicts(marker("mazur"), sheet) == {"w5_new": "right"}


@pytest.mark.parametrize(
    "line",
    [
        "w5 = 0.40 - 0.5*0.0822 = 0.3589 (new), 0.4 (old)",
        "w5 = 0.4 earlier than 0.3589",
        "w5 = 0.40 old, then 0.3589 for the next step",
    ],
)
def test_a_new_weight_that_is_not_found_in_its_line_is_told(line):
    """It was taken for the old one, without a word."""
    found = read_text(f"net_h2 = 0.3925\n{line}\n", marker("mazur").names)

    assert any("`w5`: taken for the value before the update" in note for note in found.notes)


def test_words_behind_both_values_are_read_in_a_call():
    """Nothing was answered, without a word of it."""
    names = marker("mazur").names
    found = read_words(["w5 = 0.4 before, 0.3589 after"], names)

    assert {names.told_name(key): cell.raw for key, cell in found.cells.items()} == {
        "w5_new": "0.3589"
    }


def test_an_output_that_moves_has_two_values():
    """That of the pass before the update comes first; it is not the other one."""
    sheet = "out_o1 goes from 0.7514 to 0.7420\nnet_h1 = 0.3775"

    assert verdicts(marker("mazur"), sheet) == {"net_h1": "right"}


def test_a_truth_table_with_an_empty_cell():
    """A blank is a blank."""
    sheet = "|x1|t|y|\n|1|2||\n|2|4|1.52|\n|3|5|3.896|"

    assert verdicts(marker(LINE), sheet) == {"out_o1@s2": "right", "out_o1@s3": "right"}


def test_what_stands_below_a_truth_table_is_read_as_well():
    """In a workbook, behind an empty row."""
    marks = marker("xor")
    outs = [f"{marks.scheme.values[k]:.4f}" for k in marks.asked if (k.kind, k.layer) == ("out", 2)]
    book = openpyxl.Workbook()
    inputs = [("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")]
    for row in [("x1", "x2", "out"), *((*i, o) for i, o in zip(inputs, outs, strict=True))]:
        book.active.append(row)
    book.active.append([])
    book.active.append(["net_h1@s1", 0.1])
    content = io.BytesIO()
    book.save(content)

    found = verdicts(marks, content.getvalue())
    assert {name for name in found if name.startswith("out")} == {
        f"out_o1@s{n}" for n in range(1, 5)
    }
    assert "net_h1@s1" in found


def test_a_new_bias_of_an_exercise_that_updates_none():
    """It has no line there; a wrong number beside it is marked all the same."""
    sheet = "after epoch \nneth1 .3775\n:b1: .35\n=Err6=0"

    assert "right" in verdicts(marker("mazur"), sheet).values()


def test_an_error_of_no_output_is_a_sentence():
    """A name that stands for nothing that there is."""
    with pytest.raises(AnswersError, match="epoch 10, which is not asked for"):
        verdicts(marker("mazur"), "Epoch10s5\n,\n0 e #\nnet_h1: 0.3775")


@pytest.mark.parametrize(
    ("more", "written", "told"),
    [
        (ADAM, "ε = 0.3", ["1e-8; 0.3 is another one"]),
        (ADAM, "ϵ = 1e-7", ["1e-8; 1e-7 is another one"]),
        (ADAM, "ε = 1e-8", []),
        (ADAM, "ε = a small number", []),
        ("layer_norm: [{gamma: 1, beta: 0}, null]\n", "ε = 0.3", ["0.3 is another one"]),
    ],
)
def test_a_small_number_that_is_another_one_is_told(more, written, told):
    """It went without a word, whatever it was; and it is still no error of the network."""
    names = marker(NET + more).names
    found = read_text(f"{written}\nnet_h1 = 0.3775", names)

    assert [names.told_name(key) for key in found.cells] == ["net_h1"]
    assert [each for each in found.notes if "small number" in each] == [
        note for note in found.notes if any(words in note for words in told)
    ]
    assert len(found.notes) == len(told)


def test_without_a_small_number_epsilon_is_the_error():
    """Momentum has none; an error was dropped there without a word."""
    sheet = "ε = 0.2984\nnet_h1 = 0.3775"

    assert "right" in verdicts(marker(NET + "momentum: 0.9\n"), sheet).values()
    assert len(verdicts(marker(NET + "momentum: 0.9\n"), sheet)) == 2


@pytest.mark.parametrize(
    "sheet",
    [
        "w5 changes from 0,4 to 0,3589",
        "net_h1 = 0,3775\nw5 changes from 0,4 to 0,3589",
        "net_h1 = 0,3775\nnet_h2 = 0,3925\nout_h1 = 0,5933\nw5 is updated from 0,4 to 0,3589",
        "net_h1 = 0,3775\nw5从0,4更新为0,3589",
        "net_h1 = 0.3775\nw5 changes from 0.4 to 0.3589",
    ],
)
def test_a_move_with_decimal_commas_is_no_row_of_a_table(sheet):
    """Its commas made a table of the line, and nothing on the whole sheet was read."""
    found = verdicts(marker("mazur"), sheet)

    assert found["w5_new"] == "right"
    assert set(found.values()) == {"right"}
    assert len(found) == len(sheet.splitlines())
