"""Whose a sheet is, of which class, of what day: headings above the answers are no numbers."""

from random import Random

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from tests.helpers.ranges import few

NAMES = Marker(bpcalc.load("mazur")).names

LABELS = [
    *("学号", "姓名", "班级", "日期", "座位号", "专业", "成绩", "得分", "总分", "序号", "作业"),
    *("Name", "Student ID", "Class", "Date", "Matrikelnummer", "Score", "Points", "Group"),
    *("Homework", "Page", "No.", "Seat", "Time", "Week", "Grade", "Attempt", "学籍番号", "학번"),
]
VALUES = ["2023123456", "3", "2026-11-27", "27.11.2026", "Ann", "计科2301", "95 / 100", "0.5"]

BODIES = {
    "csv": "net_h1,0.3775\nnet_h2,0.3925\n",
    "csv with names of columns": "quantity,value\nnet_h1,0.3775\nnet_h2,0.3925\n",
    "csv of three columns": "layer,quantity,value\n1,net_h1,0.3775\n1,net_h2,0.3925\n",
    "a row of names": "net_h1,net_h2\n0.3775,0.3925\n",
    "Markdown table": "\n| quantity | value |\n|---|---|\n| net_h1 | 0.3775 |\n"
    "| net_h2 | 0.3925 |\n",
    "text": "\nnet_h1 = 0.3775\nnet_h2 = 0.3925\n",
    "list": "- net_h1: 0.3775\n- net_h2: 0.3925\n",
}
ROWS = ["{},{}", "{}：,{}", "{}:,{}", "{}: {}", "{}: {},"]
LINES = ["{}: {}", "{}：{}", "**{}**: {}", "{} {}", "# {}: {}"]


def headings(random, kind):
    """Return two to four headings as they stand above such answers."""
    forms = ROWS if kind.startswith(("csv", "a row")) else LINES
    return "".join(
        random.choice(forms).format(random.choice(LABELS), random.choice(VALUES)) + "\n"
        for _ in range(random.randint(2, 4))
    )


@pytest.mark.parametrize("kind", BODIES)
def test_headings_are_no_answers(kind):
    """Whatever they are, and whatever the answers below look like."""
    random = Random(1)
    for _ in range(few(60, 400)):
        text = headings(random, kind) + BODIES[kind]
        answers = read_text(text, NAMES)
        found = {NAMES.own.full(key): cell.raw for key, cell in answers.cells.items()}

        assert found == {"net_h1": "0.3775", "net_h2": "0.3925"}, text


@pytest.mark.parametrize(
    ("above", "whose"),
    [
        ("姓名,张三\n学号,2023123456\n班级,3\n", "张三"),
        ("学号：,2023123456\nName:,Ann\nDate:,2026/11/27\n", "2023123456"),
        ("Name:,Ann,Class:,3,Date:,2026-11-27\n", "Ann"),
        ("Class: 3\nName: Ann Lee\n", "Ann Lee"),
    ],
)
def test_headings_say_whose_it_is(above, whose):
    """And what else they say is noted, where it is nobody's name."""
    for body in ("csv", "csv with names of columns", "a row of names"):
        answers = read_text(above + BODIES[body], NAMES)

        assert answers.student == whose
        assert len(answers.cells) == 2


@pytest.mark.parametrize(
    ("line", "whose"),
    [
        ("**学号**：2023123456 **姓名**：张三 班级：3", "2023123456"),
        ("Name: Lee, Ann", "Lee, Ann"),
        ("姓名: 张三\t班级: 3", "张三"),
        ("作业三 姓名：张三", "张三"),
        ("姓名：张三学号：2023123456", "张三"),
        ("Name: Ann Lee Student ID: 123", "Ann Lee"),
        ("Name: Lee, Ann: 12345, Class: 3", "Lee, Ann: 12345"),
    ],
)
def test_labels_in_one_line_are_no_part_of_a_name(line, whose):
    """The first one says whose the sheet is."""
    answers = read_text(f"{line}\n\nnet_h1: 0.3775\nnet_h2: 0.3925\n", NAMES)

    assert answers.student == whose
    assert len(answers.cells) == 2


@pytest.mark.parametrize("name", ["Lee, Ann: 12345", "Dr. Ann: Lee", "O: E: 0.3", "Lee, Mark: 7"])
@pytest.mark.parametrize("body", ["csv", "text", "list"])
def test_a_name_is_cut_at_no_colon_but_that_of_a_label(name, body):
    """A word before a colon may be a part of what somebody is called."""
    answers = read_text(f"Name: {name}\n\n{BODIES[body]}", NAMES)

    assert answers.student == name
    assert len(answers.cells) == 2
    assert not answers.unknown


def test_a_name_in_quotation_marks_is_not_cut():
    """Who writes them has said where it ends."""
    assert read_text('student: "Lee: Class: x"\nnet_h1: 0.3775', NAMES).student == "Lee: Class: x"


@pytest.mark.parametrize("line", ["Layer: hidden", "S: x", "Hidden layer:", "E", "Unit: h1", "net"])
@pytest.mark.parametrize("body", ["csv", "csv with names of columns", "a row of names"])
def test_a_heading_without_columns_begins_no_table(line, body):
    """Although what it names is known, such as a layer."""
    answers = read_text(f"{line}\n{BODIES[body]}", NAMES)

    assert len(answers.cells) == 2
    assert {cell.raw for cell in answers.cells.values()} == {"0.3775", "0.3925"}


def test_an_answer_above_a_table_is_one():
    """A statement, and below it the others as a table."""
    answers = read_text(f"E_total: 0.2984\n{BODIES['csv with names of columns']}", NAMES)

    assert len(answers.cells) == 3


def test_kinds_crossed_with_units_have_no_headings():
    """Their first row is no heading of another kind."""
    answers = read_text(",h1,h2\nnet,0.3775,0.3925\nout,0.5933,0.5969\n", NAMES)

    assert len(answers.cells) == 4


@pytest.mark.parametrize(
    ("line", "student"),
    [
        ("姓名：,,学号：,", ""),
        ("Name:,,Student ID:,", ""),
        ("姓名：,,班级：,3", ""),
        ("姓名：,李明", "李明"),
    ],
)
def test_a_field_that_is_left_empty_is_not_filled_with_the_next_label(line, student):
    """A form that nobody signed is nobody's."""
    found = read_text(f"{line}\n\n{BODIES['csv']}", NAMES)

    assert found.student == student
    assert len(found.cells) == 2


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Deltas: o1=0.1385, o2=-0.0381", {"delta_o1": "0.1385", "delta_o2": "-0.0381"}),
        ("Deltas:\no1=0.1385\no2=-0.0381", {"delta_o1": "0.1385", "delta_o2": "-0.0381"}),
        ("Outputs: o1=0.7514\nDeltas: o1=0.1385", {"out_o1": "0.7514", "delta_o1": "0.1385"}),
        ("Outputs: o1=0.7514; Deltas: o1=0.1385", {"out_o1": "0.7514", "delta_o1": "0.1385"}),
        ("Outputs: o1=0.7514 / Deltas: o1=0.1385", {"out_o1": "0.7514", "delta_o1": "0.1385"}),
        ("误差项：o1=0.1385。输出：o1=0.7514", {"out_o1": "0.7514", "delta_o1": "0.1385"}),
        ("Net inputs: o1=1.1059 | Outputs: o1=0.7514", {"net_o1": "1.1059", "out_o1": "0.7514"}),
        # an error is the one that the numbers meet
        ("Errors: o1=0.2748, o2=0.0236", {"E_o1": "0.2748", "E_o2": "0.0236"}),
        ("误差：o1=0.1385，o2=-0.0381", {"delta_o1": "0.1385", "delta_o2": "-0.0381"}),
        # the list has names in full, so that a bare one is what it is alone
        ("Deltas:\ndelta_o1=0.1385\no1=0.7514", {"delta_o1": "0.1385", "out_o1": "0.7514"}),
    ],
)
def test_names_of_outputs_below_another_kind(text: str, cells: dict[str, str]) -> None:
    """`o1` is an output; below `Deltas` it is the delta of that unit."""
    marker = Marker(bpcalc.load("mazur"))
    read = read_text(text, marker.names)
    found = {marker.names.own.full(key): cell.raw for key, cell in read.cells.items()}
    assert found == cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (
            "Neuron h1:\nnet = 0.3775\nout = 0.5933\nNeuron h2:\nnet: 0.3925",
            {"net_h1": "0.3775", "out_h1": "0.5933", "net_h2": "0.3925"},
        ),
        (
            "o1:\nnet = 1.1059\nE = 0.2748\ndelta = 0.1385",
            {"net_o1": "1.1059", "E_o1": "0.2748", "delta_o1": "0.1385"},
        ),
        ("神经元h1：\n净输入 = 0.3775\n输出 = 0.5933", {"net_h1": "0.3775", "out_h1": "0.5933"}),
        ("### h1\n- z: 0.3775\n- a: 0.5933", {"net_h1": "0.3775", "out_h1": "0.5933"}),
        ("o1\nerror = 0.7414\n", {"dE/dout_o1": "0.7414"}),
        (
            "Output layer o1\nnet   out   E   delta\n1.1059 0.7514 0.2748 0.1385",
            {"net_o1": "1.1059", "out_o1": "0.7514", "E_o1": "0.2748", "delta_o1": "0.1385"},
        ),
        # the whole error may stand at the end of what is said of a unit
        ("o2:\nnet = 1.2249\n\nE = 0.2984", {"net_o2": "1.2249", "E_total": "0.2984"}),
        ("h2:\nnet = 0.3925\n\nE = 0.2984", {"net_h2": "0.3925", "E_total": "0.2984"}),
    ],
)
def test_what_stands_below_the_heading_of_a_unit(text: str, cells: dict[str, str]) -> None:
    """It is that of the unit; `E` may be the whole error, as the number tells."""
    marker = Marker(bpcalc.load("mazur"))
    read = read_text(text, marker.names)
    found = {marker.names.own.full(key): cell.raw for key, cell in read.cells.items()}
    assert {name: raw for name, raw in found.items() if raw} == cells


@pytest.mark.parametrize(
    "text", ["after update w5 = 0.3589", "out_h1=0.5933\nAfter the update w5=0.3589 w6=0.4087"]
)
def test_a_new_weight_behind_after_update(text: str) -> None:
    """Without a colon, too."""
    marker = Marker(bpcalc.load("mazur"))
    read = read_text(text, marker.names)
    assert not read.unknown
    found = {marker.names.own.full(key): cell.raw for key, cell in read.cells.items()}
    assert found["w5_new"] == "0.3589"
