"""Layouts of further platforms, and of spreadsheets in which a student stands more than once."""

import csv
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from bpcalc.cli import run

RIGHT = "net_h1: 0.3775\nnet_h2: 0.3925\n"
WRONG = "net_h1: 9\nnet_h2: 9\n"


def graded(path: Path, out: Path, *options: str) -> dict[str, tuple[str, str]]:
    """Return everybody's ID and score."""
    call = ["grade", "mazur", str(path), "-o", str(out), "--only", "net", "--lang", "en", *options]
    assert run(call) == 0
    text = (out / "class.csv").read_text("utf-8-sig")
    return {row["student"]: (row["id"], row["score"]) for row in csv.DictReader(text.splitlines())}


def written(folder: Path, files: dict[str, str]) -> Path:
    """Write files, their contents by their places."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def sakai() -> dict[str, str]:
    """A download from Sakai."""
    files = {"HW3/grades.csv": '"HW3","Score"\n\n"Display ID","ID","Last Name"\n"alee","7","Lee"\n'}
    for student in ("Lee, Ann(alee)", "Li, Lei(lilei)"):
        start = f"HW3/{student}"
        files[f"{start}/Submission attachment(s)/answers.yaml"] = RIGHT
        files[f"{start}/comments.txt"] = ""
        files[f"{start}/timestamp.txt"] = "20261120090511000"
        files[f"{start}/Feedback Attachment(s)/net_h1.yaml"] = WRONG
    files["HW3/Ray, Bob(bray)/Ray, Bob(bray)_submissionText.html"] = "<p>net_h1 = 0.3775</p>"
    return files


@pytest.mark.parametrize("packed", [False, True])
def test_sakai(tmp_path, packed):
    """Students by their folders, with the time that stands in them; what it adds is no paper."""
    path = written(tmp_path / "class", sakai())
    if packed:
        with ZipFile(tmp_path / "class.zip", "w") as archive:
            for file in path.rglob("*"):
                archive.write(file, file.relative_to(path).as_posix())
        path = tmp_path / "class.zip"
    found = graded(path, tmp_path / "out")
    assert found == {
        "Lee, Ann": ("alee", "2"),
        "Li, Lei": ("lilei", "2"),
        "Ray, Bob": ("bray", "1"),
    }
    call = ["grade", "mazur", str(path), "-o", str(tmp_path / "late"), "--deadline", "2026-11-18"]
    assert run(call) == 0
    rows = csv.DictReader((tmp_path / "late" / "class.csv").read_text("utf-8-sig").splitlines())
    assert [row["late_days"] for row in rows][:2] == ["2", "2"]


@pytest.mark.parametrize("between", ["/", " - "])
def test_brightspace(tmp_path, between):
    """Folders or files with number, name and time; of two submissions the later one counts."""
    files = {
        "index.html": "<html>",
        f"101-88 - Ann Lee - Nov 20, 2026 905 AM{between}a.yaml": WRONG,
        f"101-88 - Ann Lee - Nov 20, 2026 1205 PM{between}a.yaml": RIGHT,
        f"102-89 - 李雷 - Nov 20, 2026 905 AM{between}a.yaml": RIGHT,
    }
    found = graded(written(tmp_path / "class", files), tmp_path / "out")
    assert {name: score for name, (_, score) in found.items()} == {"Ann Lee": "2", "李雷": "2"}


def test_dates_in_the_names_of_files(tmp_path):
    """They are no part of a name, and the later paper counts."""
    files = {
        "ann_2026-11-20.yaml": WRONG,
        "ann_2026-11-21.yaml": RIGHT,
        "2026-11-20 Bob Ray.yaml": RIGHT,
        "cy 20.11.2026.yaml": RIGHT,
        "李雷_2026-11-20 09_05_11/a.yaml": RIGHT,
    }
    found = graded(written(tmp_path / "class", files), tmp_path / "out")
    assert {name: score for name, (_, score) in found.items()} == {
        "ann": "2",
        "Bob Ray": "2",
        "cy": "2",
        "李雷": "2",
    }


def test_a_list_of_the_class_beside_its_papers(tmp_path):
    """As 学习通 adds it, with no answer in it."""
    files = {"1班/20261-李雷/a.yaml": RIGHT, "统计.csv": "学号,姓名,成绩\n20261,李雷,\n"}
    found = graded(written(tmp_path / "class", files), tmp_path / "out")
    assert list(found.values()) == [("", "2")]


@pytest.mark.parametrize("with_id", [False, True])
def test_two_worksheets_of_one_class(tmp_path, with_id):
    """Forward pass here, backward pass there: together they are one paper."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("Output layer")
    who = (["Name", "ID"], ["Ann", "7"], ["Bob", "8"]) if with_id else (["Name"], ["Ann"], ["Bob"])
    for sheet, names, values in (
        (first, ["net_h1", "net_h2"], [0.3775, 0.3925]),
        (second, ["net_o1", "net_o2"], [1.1059, 1.2249]),
    ):
        sheet.append(who[0] + names)
        sheet.append(who[1] + values)
        sheet.append(who[2] + [9, values[1]])
    book.save(tmp_path / "class.xlsx")
    found = graded(tmp_path / "class.xlsx", tmp_path / "out")
    assert {name: score for name, (_, score) in found.items()} == {"Ann": "4", "Bob": "2"}


def test_a_worksheet_for_each_student(tmp_path):
    """The worksheets are called like the students."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("Ann Lee", "李雷"):
        sheet = book.create_sheet(name)
        for row in (("quantity", "value"), ("net_h1", 0.3775), ("net_h2", 0.3925)):
            sheet.append(row)
    book.save(tmp_path / "class.xlsx")
    found = graded(tmp_path / "class.xlsx", tmp_path / "out")
    assert {name: score for name, (_, score) in found.items()} == {"Ann Lee": "2", "李雷": "2"}


def test_a_worksheet_with_two_columns_of_values_keeps_nobody_else_back(tmp_path, capsys):
    """It is listed with its reason, and the others are marked."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("Ann Lee", "Bob Ray"):
        sheet = book.create_sheet(name)
        other = name == "Bob Ray"
        for row in (("quantity", "value", "answer"), ("net_h1", 0.3775, 9), ("net_h2", 0.3925, 9)):
            sheet.append(row if other else row[:2])
    book.save(tmp_path / "class.xlsx")
    call = ["grade", "mazur", str(tmp_path / "class.xlsx"), "-o", str(tmp_path / "out")]
    run([*call, "--only", "net", "--lang", "en"])
    said = capsys.readouterr()
    assert "Bob Ray: the values may stand in more than one column" in said.out + said.err
    table = (tmp_path / "out" / "class.csv").read_text("utf-8-sig")
    rows = {row["student"]: row for row in csv.DictReader(table.splitlines())}
    assert rows["Ann Lee"]["score"] == "2"


def test_a_notebook_is_read_by_what_it_shows(tmp_path):
    """Printed lines and texts, and not the code."""
    cells = [
        {"cell_type": "markdown", "source": ["net_h2 = 0.3925\n"]},
        {
            "cell_type": "code",
            "source": ["net_h1 = 9\n"],
            "outputs": [{"output_type": "stream", "text": ["net_h1 = 0.3775\n"]}],
        },
    ]
    files = {"ann.ipynb": json.dumps({"cells": cells, "nbformat": 4, "metadata": {}})}
    assert graded(written(tmp_path / "class", files), tmp_path / "out") == {"ann": ("", "2")}


def test_a_german_export(tmp_path):
    """A title above the table, decimal commas, and the encoding of Windows."""
    text = "Export vom 20.11.2026\n\nNachname;Vorname;Q1 net_h1 [4 dp];Q2 net_h2 [4 dp]\n"
    text += "Müller;Jürgen;0,3775;0,3925\nGroß;Zoë;0,3775;9\n"
    (tmp_path / "class.csv").write_bytes(text.encode("cp1252"))
    found = graded(tmp_path / "class.csv", tmp_path / "out")
    assert found == {"Jürgen Müller": ("", "2"), "Zoë Groß": ("", "1")}


def test_chinese_in_gbk_stays_chinese(tmp_path):
    """Also where only a name is Chinese."""
    for name in ("李雷", "丁一", "欧阳娜娜"):
        (tmp_path / "class.csv").write_bytes(f"name,net_h1\n{name},0.3775\n".encode("gbk"))
        assert list(graded(tmp_path / "class.csv", tmp_path / "out")) == [name]
