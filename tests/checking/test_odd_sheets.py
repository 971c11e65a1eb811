"""Sheets as nobody should write them: each is marked, or told what is wrong with it."""

import pytest

from bpcalc.checking.by_hand import read_overrides
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.policy import missing_digits
from bpcalc.checking.statistics import statistics
from bpcalc.cli import run
from bpcalc.errors import AnswersError
from bpcalc.exercise.reader import read
from bpcalc.maths.rounding import Digits

SHEETS = {
    "places": "net[0] = 0.3775\nnet[2] = 0.3925\n",
    "places of two kinds": "net[0] = 0.3775\nnet[0][1] = 0.3925\n",
    "three places": "net[0][1][2] = 0.3775\nnet[] = 1\nnet[a] = 1\n",
    "places that hold lists": "net[0] = [0.3775, 0.3925]\nnet[1] = [1, 2]\n",
    "places from two on": "net[2] = 0.3775\nnet[3] = 0.3925\n",
    "one place": "net[0] = 0.3775\n",
    "a matrix by places": "W[1][1] = 0.15\nW[1][2] = 0.20\nW[2][1] = 0.25\nW[2][2] = 0.30\n",
    "a full stop": "net_h1: 0.3775.\nout_h1: 0.593270。\nout_h2: 0.596884；\n",
    "a time": "12:30 net_h1 = 0.3775\n2026-11-27 12:31:07 out_h1 = 0.593270\n",
    "a list of dashes": "net_h:\n- 0.3775\n- 0.3925\n",
    "a list in a dash": "net_h:\n- [0.3775, 0.3925]\n",
    "as R prints": "> net_h\n[1] 0.3775 0.3925\n",
    "columns of R": "      [,1]   [,2]\n[1,] 0.3775 0.3925\n",
    "open brackets": "net_h = [0.3775, (0.3925\nout_h1 = 0.593270\n",
    "closed brackets": "net_h1 = 0.3775]\nout_h1 = )0.593270\n",
    "brackets in brackets": "net_h = {'h1': (0.3775), 'h2': [0.3925]}\n",
    "remarks": "net_h1 = 0.3775 (w1*i1 + w2*i2 + b1)\nout_h1: {0.593270 (sigmoid)}\n",
    "escapes": '{"net\\\\_h1": "0.3775", "\\\\x": 1, "\\u0041": "\\q"}\n',
    "quotation marks": '"net_h1": "0.3775", \'out_h1\': \'0.593270\n',
    "signs apart": "dE/dw7 = - 0.0226025\ndE/dw8 = -\n0.0227402\n",
    "a table of heads": "net_h1,net_h2\n,\n",
    "a table of one column": "quantity\nnet_h1\n0.3775\n",
    "a table of nobody": "student,net_h1\n,\n",
    "two students": "student,net_h1\nAnn,0.3775\nBob,0.3925\n",
    "a value in words": "net_h1,about 0.3775\nout_h1,?\n",
    "layers": "layers = [[0.3775, 0.3925], 1]\nweights = [[1, 2], [3]]\n",
    "a pair twice": "net_h1: {a: 1, b: 2}\nnet_h1: 0.3775\nnet_h1: 0.3776\n",
    "arrows": "w1·i1 + w2·i2 + b1 = 0.3775 = net_h1\nnet_h2 := 0.3925\n0.593270 -> out_h1\n",
    "comments": "# net_h1 = 1\nnet_h1 = 0.3775 # = 1\n// out_h1\n",
    "no name": "= 0.3775\n: 1\n[]\n{}\n",
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_an_odd_sheet_is_marked_or_told(sheet, name, tmp_path, capsys):
    """Never a traceback; what cannot be used ends with its file and one line, 2 for the shell."""
    path = tmp_path / name
    path.write_text(sheet, encoding="utf-8")
    code = run(["check", "mazur", str(path)])
    told = capsys.readouterr()

    assert code in (0, 1, 2)
    assert code == 2 or not told.err.startswith("Usage")
    assert code != 2 or name in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (["net_h1=0.3775", "hello"], "`hello` is no answer; write name=value"),
        (["{folder}"], "expected a file of answers, found a folder"),
        (["/dev/null"], "this is no regular file, but a pipe or a device"),
    ],
)
def test_what_is_no_sheet_is_told(answers, says, tmp_path, capsys):
    """A word without a value, a folder, a device."""
    words = [word.replace("{folder}", str(tmp_path)) for word in answers]

    assert run(["check", "mazur", *words]) == 2
    assert says in capsys.readouterr().err


def test_a_table_of_marks_set_by_hand_needs_its_columns():
    """Rows that are empty are passed over; columns of other names are told."""
    table = "student,quantity,credit,comment\nAnn,net_h1,1,fine\n , ,,\n,net_h1,1,\nBob,total,x,\n"
    rows = read_overrides(table, "overrides.csv")

    assert [bool(row.problem) for row in rows] == [False, True, True]
    for other in ("", "name,points\nAnn,1\n"):
        with pytest.raises(AnswersError, match="expected the columns student, quantity, credit"):
            read_overrides(other, "overrides.csv")


def test_no_digits_are_missing_where_none_are_asked_for_or_none_are_there():
    """A blank cell, a word, and no digits asked for."""
    asked = Digits(4, significant=False)

    assert missing_digits(None, asked) == missing_digits(read_cell("?"), asked) == 0
    assert missing_digits(read_cell("0.3775"), None) == 0
    assert missing_digits(read_cell("0.38"), asked) == 2


def test_a_number_that_ends_in_ten_is_no_power_of_ten():
    """3210^2 is not 32·10²; 10^2 and 2·10^2 are what they say."""
    assert read_cell("3210^2").value != 3200
    assert read_cell("10^2").value == 100
    assert read_cell("2·10^2").value == 200


def test_a_paper_that_could_not_be_read_is_in_no_statistics():
    """As if it were not there."""
    assert vars(statistics([{"problem": "no text"}])) == vars(statistics([]))


HUGE = """
inputs: [0.5, 0.9]
targets: [0.8]
learning_rate: 0.5
weights: [[[1e60, 0.2]]]
optimiser: {optimiser}
activation: [linear]
"""


@pytest.mark.parametrize("optimiser", ["gradient", "momentum", "adagrad", "adam"])
@pytest.mark.parametrize("number", ["2e60", "-1.5e60", "1.0669e394", "3e-400", "0"])
def test_numbers_of_any_size_are_marked(optimiser, number):
    """No place behind the point of 10^60 fits into 50 digits, and 10^394 into no float."""
    marker = Marker(read(HUGE.format(optimiser=optimiser).encode(), "exercise.yaml").exercise)
    cells = {key: read_cell(number) for key in marker.asked}
    marking = marker.mark(cells, cells)

    assert len([mark for mark in marking.marks if mark.cell]) == len(cells)
    assert marking.first_error is not None
