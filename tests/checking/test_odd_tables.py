"""Tables of answers with short or long rows, or with several columns of numbers."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError

NAMES = Marker(bpcalc.load("mazur")).names


def read(text):
    """Return what a table answers, by name, and what is said about it."""
    found = read_text(text, NAMES)
    return {NAMES.own.full(key): cell.raw for key, cell in found.cells.items()}, found.notes


@pytest.mark.parametrize(
    ("text", "expected", "note"),
    [
        ("net_h1,net_h2,net_o1\n0.3775,0.3925\n", ["0.3775", "0.3925", ""], "row 2 … 2 of 3"),
        ("net_h1,net_h2\n0.3775\n", ["0.3775", ""], "row 2 … 1 of 2"),
        ("student,net_h1,net_h2\nLi,0.3775\n", ["0.3775", ""], "row 2 … 2 of 3"),
        ("student;net_h1;net_h2\nLi;0,3775\n", ["0,3775", ""], "row 2 … 2 of 3"),
        ("Class: 3\nnet_h1,net_h2\n0.3775\n", ["0.3775", ""], "row 2 … 1 of 2"),
    ],
)
def test_a_short_row_is_blank_at_its_end(text, expected, note):
    """As `grade` reads it; the row and its columns are told."""
    cells, notes = read(text)

    assert list(cells.values()) == expected
    assert notes[0] == f"{note.replace('…', 'of the table has')} columns; the others are blank"


def test_a_name_without_its_value_is_blank():
    """In a column of names, nothing else is missing."""
    assert read("name,value\nnet_h1\nnet_h2,0.3925\n") == ({"net_h1": "", "net_h2": "0.3925"}, ())


@pytest.mark.parametrize(
    "rows", ["Li,0.3775\nWu\n", "Li,0.3775,0.39\nWu,,\n", "Li\nWu,0.3775,0.39\n"]
)
def test_a_class_with_short_rows_is_a_class(rows):
    """Nobody of it is left out without a word."""
    with pytest.raises(AnswersError, match="a table of 2 students; `bpcalc grade` marks a class"):
        read(f"student,net_h1,net_h2\n{rows}")


@pytest.mark.parametrize(
    "text",
    [
        "net_h1,net_h2\n0,3775,0,3925\n",
        "name,value\nnet_h1,0,3775\nnet_h2,0,3925\n",
        "net_h1,0.3775\nnet_h2,0,3925\n",
        "student,net_h1,net_h2\nLi,0,3775,0,3925\n",
    ],
)
def test_a_row_with_more_numbers_than_columns_is_refused(text):
    """Decimal commas have parted its numbers: none of them would be read as it was meant."""
    with pytest.raises(
        AnswersError, match=r"row [23] of the table has [345] columns, and its first"
    ):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "name,my value,page\nnet_h1,0.3775,3\nnet_h2,0.3925,4\n",
        "name,page,my answer\nnet_h1,3,0.3775\nnet_h2,4,0.3925\n",
        "name,correct value,my value\nnet_h1,0.4,0.3775\nnet_h2,0.4,0.3925\n",
        "name,value (4 decimals),points\nnet_h1,0.3775,1\nnet_h2,0.3925,0.5\n",
        "name,value,answer\nnet_h1,,0.3775\nnet_h2,,0.3925\n",
        "name,value,result\nnet_h1,0.3775,0.3775\nnet_h2,0.3925,0.3925\n",
        "name,calculated,page\nnet_h1,0.3775,3\nnet_h2,0.3925,4\n",
        "net_h1,0.3775,3\nnet_h2,0.3925,4\n",
        "1,net_h1,0.3775\n2,net_h2,0.3925\n",
        "序号,量,我的数值,页码\n1,net_h1,0.3775,3\n2,net_h2,0.3925,4\n",
        "量,计算结果,分值\nnet_h1,0.3775,2.5\nnet_h2,0.3925,2.5\n",
        "量,标准答案,我的答案\nnet_h1,0.4,0.3775\nnet_h2,0.4,0.3925\n",
        "| name | my value | page |\n|---|---|---|\n| net_h1 | 0.3775 | 3 |\n"
        "| net_h2 | 0.3925 | 4 |\n",
        "name,formula,calculated\nnet_h1,0.15*0.05+0.37,0.3775\nnet_h2,0.25*0.05+0.38,0.3925\n",
        "name,value,remark\nnet_h1,0.3775\nnet_h2,0.3925,rounded\n",
    ],
)
def test_the_column_of_the_values(text):
    """Is the one whose heading says so, or the only one with such numbers."""
    assert read(text)[0] == {"net_h1": "0.3775", "net_h2": "0.3925"}


def test_new_values_stand_beside_old_ones():
    """The old ones are given."""
    assert read("name,old,new\nw5,0.40,0.3589\nw6,0.45,0.4087\n")[0] == {
        "w5_new": "0.3589",
        "w6_new": "0.4087",
    }


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("name,value,answer\nnet_h1,0.3775,0.4\nnet_h2,0.39,0.3\n", "`value`, `answer`"),
        ("name,a,b\nnet_h1,0.3775,0.4\nnet_h2,0.39,0.3\n", "`a`, `b`"),
        ("net_h1,0.3775,0.4\nnet_h2,0.39,0.3\n", "2, 3"),
        ("net_h1,0,3775\nnet_h2,0,3925\n", "2, 3"),
        ("量,我的答案,你的答案\nnet_h1,0.3775,0.4\n", "`我的答案`, `你的答案`"),
    ],
)
def test_two_columns_that_may_hold_the_values_are_asked_about(text, columns):
    """None of them is taken."""
    with pytest.raises(AnswersError, match="the values may stand in more than one column") as told:
        read(text)

    assert f": {columns}; write `value` above the one" in str(told.value)


@pytest.mark.parametrize(
    "text",
    [
        "net_h1, net_h2 = 0.3775, 0.3925",
        "net_h1, net_h2: 0.3775, 0.3925",
        "net_h1, net_h2 = (0.3775, 0.3925)",
        "net_h1,net_h2 = 0.3775,0.3925",
        "net_h1; net_h2 = 0.3775; 0.3925",
    ],
)
def test_several_names_and_their_values_in_one_line_are_no_table(text):
    """Programs unpack what they return so; the last number was taken for the first name."""
    assert read(text)[0] == {"net_h1": "0.3775", "net_h2": "0.3925"}
    more = text.replace("net_", "out_").replace("0.3775", "0.5933").replace("0.3925", "0.5969")
    assert len(read(f"{text}\n{more}\n")[0]) == 4


@pytest.mark.parametrize(
    "text",
    [
        "quantity,answer,error\nnet_h1,0.3775,0.5",
        "量,公式,结果\nnet_h1,w1*x1+b1,0.3775",
        "quantity,formula,result\nnet_h1,a,0.3775",
        "quantity,E,answer\nnet_h1,0.1,0.3775",
        "| quantity | answer | error |\n|---|---|---|\n| net_h1 | 0.3775 | 0.5 |",
        "quantity  answer  error\nnet_h1  0.3775  0.5",
    ],
)
def test_one_row_under_the_heading_of_names_is_a_list(text):
    """`error` was the name of the only answer, and 0.5 its number."""
    assert read(text) == ({"net_h1": "0.3775"}, ())


def test_a_column_of_formulas_is_none_of_names():
    """Nor is the heading of the values a part of their names."""
    rows = "net_h1,w1*x1+b1,0.3775\nnet_h2,b,0.3925\n"

    assert read(f"公式,代入,结果\n{rows}") == ({"net_h1": "0.3775", "net_h2": "0.3925"}, ())


@pytest.mark.parametrize(
    "text",
    [
        "quantity,net,out\nh1,0.3775,0.5933",
        "name,net_h1,out_h1\nAnn,0.3775,0.5933",
        "variable,net_h1,out_h1\nvalue,0.3775,0.5933",
    ],
)
def test_one_row_under_names_of_quantities_is_none(text):
    """Its heading says what the columns hold."""
    assert read(text)[0] == {"net_h1": "0.3775", "out_h1": "0.5933"}


def test_a_number_beside_the_values_is_no_second_column_of_them():
    """Where most of its rows have none."""
    expected = {"net_h1": "0.3775", "net_h2": "0.3925", "net_o1": "1.1059"}
    assert read("net_h1,0.3775,\nnet_h2,0.3925,0.5\nnet_o1,1.1059,\n")[0] == expected


def test_two_columns_of_names_that_nobody_knows_are_told():
    """All of them, so that the teacher sees which exercise they are of."""
    with pytest.raises(AnswersError, match=r"none of the names .* of this exercise: foo, bar"):
        read("foo,0.1\nbar,0.2\n")


def test_bars_between_columns_alone():
    """None stand around the rows, and none below the heading."""
    units = "unit | net | out\nh1 | 0.3775 | 0.5933\nh2 | 0.3925 | 0.5969\n"
    weights = "weight | old | new\n-----|-----|-----\nw5 | 0.40 | 0.3589\nw6 | 0.45 | 0.4087\n"

    assert read(units)[0] == {
        "net_h1": "0.3775",
        "out_h1": "0.5933",
        "net_h2": "0.3925",
        "out_h2": "0.5969",
    }
    assert read(weights)[0] == {"w5_new": "0.3589", "w6_new": "0.4087"}
