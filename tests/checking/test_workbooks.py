"""Workbooks with answers: what is hidden, named, damaged or not worked out yet."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from bpcalc.checking.marker import Marker
from bpcalc.checking.reading import workbooks
from bpcalc.checking.reading.workbooks import hidden_worksheets, read_workbook, signed_by
from bpcalc.errors import AnswersError
from bpcalc.exercise.reader import read as read_exercise
from bpcalc.report.workbook.names import legal

openpyxl = pytest.importorskip("openpyxl")


def saved(book) -> bytes:
    """Return the bytes of a workbook."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_is_hidden_is_not_read_and_named(tmp_path):
    """A sheet that nobody sees is no answer; whoever asks is told its title."""
    book = openpyxl.Workbook()
    book.active.append(["net_h1", 0.3775])
    book.create_sheet("key").sheet_state = "hidden"
    content = saved(book)

    assert [sheet.title for sheet in read_workbook(content).sheets] == [book.active.title]
    assert hidden_worksheets(content) == ["key"]


def test_names_of_cells_are_read_and_other_names_passed_over():
    """A name may stand for a cell, an area, a formula or a sheet that is gone."""
    from openpyxl.workbook.defined_name import DefinedName

    book = openpyxl.Workbook()
    title = book.active.title
    book.active["B2"] = 0.3775
    for name, place in (
        ("net_h1", f"'{title}'!$B$2"),
        ("area", f"'{title}'!$A$1:$B$2"),
        ("gone", "'Nowhere'!$A$1"),
        ("formula", "SUM(1,2)"),
    ):
        book.defined_names[name] = DefinedName(name, attr_text=place)

    assert read_workbook(saved(book)).named == {"net_h1": "0.3775"}


def test_a_formula_that_nobody_has_worked_out_is_no_blank():
    """It stands there as it was written, so that it can be told."""
    book = openpyxl.Workbook()
    book.active.append(["net_h1", "=0.3+0.0775", None])
    (sheet,) = read_workbook(saved(book)).sheets

    assert sheet.rows[0][:2] == ["net_h1", "=0.3+0.0775"]


@pytest.mark.parametrize("row", [["Name:", "Ann"], ["姓名：", "", "Ann"]])
def test_who_signed_stands_behind_the_name(row):
    """In either language; an empty one is nobody."""
    book = openpyxl.Workbook()
    book.active.append(row)
    assert signed_by(read_workbook(saved(book))) == "Ann"

    empty = openpyxl.Workbook()
    empty.active.append(["Name", ""])
    assert signed_by(read_workbook(saved(empty))) == ""
    assert signed_by(read_workbook(saved(openpyxl.Workbook()))) == ""


def test_a_workbook_that_cannot_be_read_is_told(monkeypatch):
    """Damaged, or with more rows than anybody writes."""
    book = openpyxl.Workbook()
    book.active.append(["net_h1", 0.3775])
    content = saved(book)
    with pytest.raises(AnswersError, match="cannot be"):
        read_workbook(content[: len(content) // 2])
    with pytest.raises(AnswersError, match="the workbook cannot be read, it is damaged; open it"):
        read_workbook(content.replace(b"workbook.xml", b"workbook.xmm"))
    monkeypatch.setattr(workbooks, "MAX_ROWS", 0)
    with pytest.raises(AnswersError, match="the worksheet is too large"):
        read_workbook(content)


@pytest.mark.parametrize("cells", ["A1:XFD1048576", "A1:A&#49;048576", "A:XFD"])
@pytest.mark.parametrize("kind", ["mergeCell", "hyperlink"])
def test_cells_over_which_others_go_are_counted_first(kind, cells):
    """A few letters are enough to merge seventeen thousand million cells."""
    book = openpyxl.Workbook()
    book.active.append(["net_h1", 0.3775])
    file = BytesIO()
    book.save(file)
    damaged = f'<{kind} ref="no cells"/>'  # hides nothing of what stands beside it
    more = f'<{kind}s><{kind} ref="{cells}"/>{damaged}</{kind}s>'.encode()
    attacked = BytesIO()
    with ZipFile(file) as whole, ZipFile(attacked, "w") as changed:
        for name in whole.namelist():
            part = whole.read(name).replace(b"</sheetData>", b"</sheetData>" + more)
            changed.writestr(name, part)

    with pytest.raises(AnswersError, match="merged cells or links over too many cells"):
        read_workbook(attacked.getvalue())


def test_merged_cells_are_read_as_ever():
    """A title over some columns is usual."""
    book = openpyxl.Workbook()
    book.active.append(["Sheet 3", None, None])
    book.active.append(["net_h1", 0.3775, "x"])
    book.active.merge_cells("A1:C1")
    file = BytesIO()
    book.save(file)

    assert read_workbook(file.getvalue()).sheets[0].rows[1] == ["net_h1", "0.3775", "x"]


@pytest.mark.parametrize("updates", [{"batch_size": 2}, {"update": "batch"}, {}])
def test_every_cell_of_our_own_workbook_is_found_by_its_name(updates):
    """Gradients of the second batch were left blank without a word."""
    samples = [{"inputs": [n, 1 - n], "targets": [1]} for n in (0, 1, 2, 3)]
    weights = [[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6]]]
    text = json.dumps({"samples": samples, "weights": weights, "learning_rate": 0.5, **updates})
    names = Marker(read_exercise(text.encode(), "ex.yaml").exercise, epochs=2).names

    found = {key: names.meaning(legal(names.own.full(key))) for key in names.keys}

    assert [key for key, meaning in found.items() if key not in meaning.keys] == []
    assert all(meaning.plain for meaning in found.values())
