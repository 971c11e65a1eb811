"""Layouts of one teacher and no platform, or of a platform on a bad day: nobody is lost or merged.

Each is a few papers, written by hand, with what must be found in it.
"""

import csv
import json
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bpcalc.cli import run
from tests.helpers import classes

PAPER = "net_h1: 0.3775\nnet_h2: 0.3925\nout_h1: 0.5933\n"
VALUES = {"net_h1": "0.3775", "net_h2": "0.3925", "out_h1": "0.5933"}
LINE = list(VALUES.values())
MOODLE = "{}_{}_assignsubmission_file_/answers.yaml"


def packed(*members):
    """Return an archive."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members:
            archive.writestr(name, text)
    return content.getvalue()


class OldName(zipfile.ZipInfo):
    """A member named as Chinese Windows does: in GBK, without saying so."""

    def _encodeFilenameFlags(self):  # noqa: N802 - as zipfile calls it
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def section(*people):
    """Return a Moodle download."""
    return packed(*((MOODLE.format(name, number), PAPER) for name, number in people))


def sheet(*rows, merged=()):
    """Return a workbook of one worksheet."""
    return book(Sheet=rows, merged=merged)


def book(merged=(), **sheets):
    """Return a workbook."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        one = made.create_sheet(title)
        for row in rows:
            one.append(list(row))
        for area in merged:
            one.merge_cells(area)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def table(*rows):
    """Return a table as CSV."""
    return classes.table(rows)


GRADESCOPE = """---
submission_1:
  :submitters:
  - :name: Ann Lee
    :sid: '1001'
    :email: ann@example.org
  - :name: "Jürgen Müller"
    :sid: '1002'
  :created_at: 2026-11-19 10:00:00.000000000 Z
  :history:
  - :id: 77
    :created_at: 2026-11-18 09:00:00.000000000 Z
submission_2:
  :submitters:
  - :name: 李雷
    :sid:
    :email: lilei@example.org
"""

ALL = {"Ann Lee": 3, "Jürgen Müller": 3, "李雷": 3}
ROWS = [[name, *LINE] for name in ALL]

LAYOUTS = {
    "a zip of the sections' zips": (
        {"c.zip": packed(("A.zip", section(("Ann Lee", 1), ("Jürgen Müller", 2))),
                         ("B.zip", section(("李雷", 3))))},
        ALL,
    ),
    "a folder of the sections' zips": (
        {"A.zip": section(("Ann Lee", 1), ("Jürgen Müller", 2)), "B.zip": section(("李雷", 3))},
        ALL,
    ),
    "a zip from each student": (
        {
            f"{name}.zip": packed(("hw/a.yaml", PAPER), ("hw/.DS_Store", b"\0"),
                                  ("__MACOSX/hw/._a.yaml", b"\0\5\x16\7"))
            for name in ALL
        },
        ALL,
    ),
    "names in GBK": (
        {"c.zip": packed((OldName("李雷/答案.txt"), PAPER), (OldName("韩梅梅/答案.txt"), PAPER))},
        {"李雷": 3, "韩梅梅": 3},
    ),
    "work of two": (
        {"submission_metadata.yml": GRADESCOPE, "submission_1/a.yaml": PAPER,
         "submission_2/a.yaml": PAPER},
        ALL,
    ),
    "groups with a folder for each student": (
        {f"Group {'AB'[n % 2]}/{name}/a.yaml": PAPER for n, name in enumerate(ALL)}, ALL
    ),
    "groups with a file for each student": (
        {"Group A/Ann Lee.yaml": PAPER, "Group A/Jürgen Müller.txt": PAPER,
         "Group B/李雷.yaml": PAPER},
        ALL,
    ),
    "work of groups": (
        {"Group 1/answers.yaml": PAPER, "Group 2/answers.yaml": PAPER},
        {"Group 1": 3, "Group 2": 3},
    ),
    "work of one group beside sections": (
        {"Section 1/Ann Lee/answers.yaml": PAPER, "Section 1/Bo Doe/answers.yaml": PAPER,
         "Group 7/answers.yaml": PAPER},
        {"Ann Lee": 3, "Bo Doe": 3, "Group 7": 3},
    ),
    "attempts": (
        {"Ann Lee/attempt 1/a.yaml": PAPER, "Ann Lee/attempt 2/a.yaml": PAPER, "Bob/a.yaml": PAPER},
        {"Ann Lee": 3, "Bob": 3},
    ),
    "two files of one name": (
        {"Ann Lee.yaml": "net_h1: 0.3775\n", "Ann Lee.txt": "net_h2: 0.3925\n",
         "Ann Lee (1).yaml": "out_h1: 0.5933\n", "Bob.jpg": classes.PHOTO, "Bob.yaml": PAPER,
         unicodedata.normalize("NFD", "Jürgen Müller.yaml"): PAPER},
        {"Ann Lee": 3, "Bob": 3, "Jürgen Müller": 3},
    ),
    "merged headings": (
        {"c.xlsx": sheet(["Homework 3"], ["Student", "Hidden layer"], ["", *VALUES], *ROWS,
                         merged=("A1:D1", "A2:A3", "B2:D2"))},
        ALL,
    ),
    "kinds over units": (
        {"c.xlsx": sheet(["Student", "net", "", "out"], ["", "h1", "h2", "h1"], *ROWS,
                         merged=("B1:C1",))},
        ALL,
    ),
    "a worksheet for each group": (
        {"c.xlsx": book(A=[["Name", *VALUES], *ROWS[:2]], B=[["Name", *VALUES], ROWS[2]],
                        Notes=[["Seen", "by"], ["me", "today"]])},
        ALL,
    ),
    "a table for each group": (
        {"A.csv": table(["name", *VALUES], *ROWS[:2]),
         "B.csv": table(["name", *VALUES], ROWS[2], ["Overall average", "0.1", "0.1", "0.1"],
                        ["Zoë", *LINE])},
        {**ALL, "Zoë": 3},
    ),
    "a zip of a table": ({"c.zip": packed(("t.csv", table(["name", *VALUES], *ROWS)))}, ALL),
    "a column for each student": (
        {"c.csv": table(["quantity", *ALL], *([name, *[value] * 3] for name, value in
                                              VALUES.items()))},
        ALL,
    ),
    "questions in the rows": (
        {"c.csv": table(["who", "item", "your answer"],
                        *([name, f"What is {q}?", v] for name in ALL for q, v in VALUES.items()))},
        ALL,
    ),
    "answers again": (
        {"c.csv": table(["name", "quantity", "value", "submitted at"],
                        *(["Ann Lee", q, v, "2026-11-19 10:00"] for q, v in VALUES.items()),
                        *(["Ann Lee", q, "9", "2026-11-18 10:00"] for q in VALUES))},
        {"Ann Lee": 3},
    ),
    "a quiz with its questions": (
        {"c.csv": table(
            ["Last name", "First name", "State",
             *(f"{what} {n}" for n in (1, 2, 3) for what in ("Question", "Response",
                                                           "Right answer"))],
            ["Lee", "Ann", "Finished",
             *(cell for q, v in VALUES.items() for cell in (f"Calculate {q}", v, "0.1"))])},
        {"Ann Lee": 3},
    ),
    "one letter wrong": (
        {"c.csv": table(["Name", "nte_h1", "NET h2 (4 digits)", "3. What is out-h1? *"], *ROWS)},
        ALL,
    ),
    "问卷星": (
        {"c.csv": table(["序号", "提交答卷时间", "1、您的姓名：", "2、请填写您的学号（必填）",
                         "3、前向传播—net_h1", "4．输入net_h2（填空题）",
                         "5、请输入 out_h1（四位）"],
                        *([str(n), "2026/11/20 9:00:11", name, str(n), *LINE]
                          for n, name in enumerate(ALL))).encode("gbk")},
        ALL,
    ),
    "雨课堂": (
        {"c.xlsx": sheet(["作业：神经网络"], ["学号", "姓名", "班级", "提交状态", "得分",
                                              *(f"第{n}题 {q}" for n, q in enumerate(VALUES, 1))],
                         *([str(n), name, "1班", "已提交", "", *LINE]
                           for n, name in enumerate(ALL)),
                         ["99", "未交", "1班", "未提交", "", "", "", ""])},
        {**ALL, "未交": None},
    ),
}  # fmt: skip


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write a class; if it is one file, return that."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / next(iter(files)) if len(files) == 1 else folder


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table as mappings."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_everybody_is_found_once(layout, tmp_path, capsys):
    """Under their own name, with all that they wrote."""
    files, wanted = LAYOUTS[layout]
    path, out = written(tmp_path / "class", files), tmp_path / "out"
    assert run(["grade", "mazur", str(path), "-o", str(out)]) == 0

    found = [(row["student"], row["score"]) for row in rows(out / "class.csv")]
    assert sorted(found) == sorted(
        (name, "" if score is None else str(score)) for name, score in wanted.items()
    )


WORK = [["Name", "ID", *VALUES], ["Ann Lee", "1", *LINE], ["Bob Ray", "2", *LINE]]


OTHER = {
    "notes": ([["Task", "Remark"], ["1", "hard"]], 0),
    "a line": ([["made in November"]], 0),
    "answers under unknown headings": ([["Name", "ID", "a", "b"], ["Dan", "3", "0.5", "0.25"]], 1),
    "blank": ([], 0),
}


@pytest.mark.parametrize("place", ["alone in a folder", "beside a paper", "by itself"])
@pytest.mark.parametrize("other", OTHER)
def test_worksheets_of_something_else_are_listed(other, place, tmp_path, capsys):
    """They make nobody of the class's workbook, before it or behind it, wherever it lies."""
    cells, code = OTHER[other]
    sheets = {"A": WORK, "Other": cells} if len(other) % 2 else {"Other": cells, "Work": WORK}
    paper = {"Cy.yaml": PAPER} if place == "beside a paper" else {}
    out, path = tmp_path / "out", written(tmp_path / "class", {"c.xlsx": book(**sheets)} | paper)
    path = path if place == "by itself" else tmp_path / "class"
    assert run(["grade", "mazur", str(path), "-o", str(out)]) == code

    found = [(row["student"], row["score"], row["problem"]) for row in rows(out / "class.csv")]
    assert sorted(found) == [
        (name, "3", "") for name in ("Ann Lee", "Bob Ray", "Cy")[: 3 if paper else 2]
    ]
    problems = [row["place"] for row in rows(out / "problems.csv")]
    assert problems == (["Other" if place == "by itself" else "c.xlsx: Other"] if cells else [])


ROSTER = """ID,Name,Email,Language
2026001,Ann Lee,ann@example.org,en
2026002,Jürgen Müller,jm@example.org,中文
2026003,李雷,lilei@example.org,zh
2026004,محمد علي,ali@example.org,
2026005,Ann Lee,lee2@example.org,
2026006,Zoë O'Brien-Smith,zoe@example.org,
"""


@pytest.fixture
def roster(tmp_path):
    """A list of a class in which two have the same name."""
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("file", "student"),
    [
        ("hw3_Ann Lee_2026005", "2026005"),
        ("HW3-Jürgen Müller-final", "2026002"),
        ("Homework 3 Muller, Jurgen", "2026002"),
        ("李雷-作业3", "2026003"),
        ("第三次作业李雷", "2026003"),
        ("学号2026003", "2026003"),
        ("محمد علي", "2026004"),
        ("lee2", "2026005"),
        ("obriensmithzoe_9_77_answers", "2026006"),
        ("O'BRIEN-SMITH Zoe", "2026006"),
        ("Ann Lee", ""),
        ("Jürgen Müller and 李雷", ""),
        ("Lee", ""),
    ],
)
def test_the_roster_knows_a_student_by_part_of_a_name(file, student, tmp_path, roster):
    """A whole name, number or address in it is enough; what is not clear is left open."""
    path, out = written(tmp_path / "class", {f"{file}.yaml": PAPER, "x.txt": PAPER}), tmp_path / "o"
    code = run(["grade", "mazur", str(path), "-o", str(out), "--roster", roster])
    assert code == 1  # `x` is nobody's, and somebody of the roster has nothing

    found = [row["id"] for row in rows(out / "class.csv") if row["score"]]
    assert sorted(found) == sorted([student, ""])


def test_a_name_that_two_students_have_is_asked_about(tmp_path, roster, capsys):
    """The paper keeps its name, both are listed, and it is said whose it may be."""
    path = written(tmp_path / "class", {"Ann Lee.yaml": PAPER, "李雷.yaml": PAPER})
    out = tmp_path / "out"
    call = ["grade", "mazur", str(path), "-o", str(out), "--roster", roster, "--lang", "en"]
    assert run(call) == 1

    told = capsys.readouterr().out
    assert "it may be of Ann Lee 2026001, Ann Lee 2026005" in told
    assert "Not marked: Ann Lee (2026001): the paper called Ann Lee may be theirs" in told
    marks = {row["id"]: (row["mark"], row["problem"][:9]) for row in rows(out / "class.csv")}
    assert marks["2026001"] == marks["2026005"] == ("", "the paper")  # nobody can say 0
    assert marks["2026002"] == ("0", "nothing w")


def test_reports_speak_the_students_language_and_problems_the_teachers(tmp_path, roster, capsys):
    """What could not be read is said to the teacher."""
    path = written(
        tmp_path / "class",
        {"Jürgen Müller/a.yaml": PAPER, "Jürgen Müller/b.jpg": classes.PHOTO, "Zoë/a.yaml": PAPER},
    )
    out = tmp_path / "out"
    call = ["grade", "mazur", str(path), "-o", str(out), "--roster", roster, "--lang", "en"]
    assert run(call) == 1

    assert "this is a JPEG picture, not a text" in capsys.readouterr().out
    report = next((out / "students").glob("2026002*.md")).read_text("utf-8")
    assert "正确" in report
    assert "正确" not in next((out / "students").glob("Zo*.md")).read_text("utf-8")


def test_a_column_of_numbers_that_is_not_known_is_no_small_matter(tmp_path, capsys):
    """Something may have been left out: exit code 1, and what to do."""
    text = table(["Name", "net_h1", "the second one"], ["Ann", "0.3775", "0.3925"])
    path = written(tmp_path, {"c.csv": text})
    assert run(["grade", "mazur", str(path), "--lang", "en"]) == 1
    assert "column `the second one`: it has numbers in it" in capsys.readouterr().out


def test_numbered_columns_say_how_many_are_asked_for(tmp_path, capsys):
    """Two responses are not told by their order if the sheet asks for more."""
    text = table(["Name", "第1题", "第2题"], ["Ann", "0.3775", "0.3925"])
    path = written(tmp_path, {"c.csv": text})
    assert run(["grade", "mazur", str(path), "--lang", "en"]) == 2
    assert "2 columns have numbers only" in capsys.readouterr().err
    assert run(["grade", "mazur", str(path), "--only", "net", "--lang", "en"]) == 2
    out = tmp_path / "out"
    four = table(["Name", *(f"第{n}题" for n in range(1, 5))], ["Ann", "0.3775", "9", "9", "9"])
    path = written(tmp_path, {"d.csv": four})
    assert run(["grade", "mazur", str(path), "--only", "net", "-o", str(out)]) == 0
    assert rows(out / "class.csv")[0]["score"] == "1"


def test_a_blank_row_is_no_paper(tmp_path):
    """Who only opened the quiz has handed in nothing; an earlier answer is not lost by it."""
    text = table(
        ["Timestamp", "Email", "net_h1", "net_h2"],
        ["2026-11-20 9:00", "ann@example.org", "0.3775", "0.3925"],
        ["2026-11-20 9:05", "ann@example.org", "-", ""],
        ["2026-11-20 9:05", "bob@example.org", "-", "-"],
    )
    path, out = written(tmp_path, {"c.csv": text}), tmp_path / "out"
    assert run(["grade", "mazur", str(path), "-o", str(out)]) == 0

    found = {row["email"]: (row["score"], row["mark"]) for row in rows(out / "class.csv")}
    assert found == {"ann@example.org": ("2", "2"), "bob@example.org": ("", "0")}


def test_a_time_that_no_calendar_has_stops_nobody(tmp_path):
    """Archives and file systems hold such times."""
    import os

    path, out = written(tmp_path / "class", {"ann.yaml": PAPER, "bob.yaml": PAPER}), tmp_path / "o"
    os.utime(path / "ann.yaml", (2**38, 2**38))
    assert run(["grade", "mazur", str(path), "-o", str(out)]) == 0
    assert len(rows(out / "class.csv")) == 2
    assert json.loads((out / "students" / "ann.results.json").read_text("utf-8"))["score"] == 3


def test_a_paper_that_takes_too_long_is_given_up(tmp_path, monkeypatch, capsys):
    """The others are marked, and it is said why one was not."""
    import signal

    from bpcalc.checking.marker import Marker
    from bpcalc.cli import grading_job

    if not hasattr(signal, "SIGALRM"):
        pytest.skip("the system cannot interrupt a calculation")
    mark = Marker.mark

    def slow(self, cells, *rest):
        while any(cell.raw == "7" for cell in cells.values()):
            pass
        return mark(self, cells, *rest)

    monkeypatch.setattr(grading_job, "MAX_SECONDS", 1)
    monkeypatch.setattr(Marker, "mark", slow)
    path = written(tmp_path / "class", {"ann.yaml": "net_h1: 7\n", "bob.yaml": PAPER})
    out = tmp_path / "out"
    assert run(["grade", "mazur", str(path), "-o", str(out), "--lang", "en"]) == 1

    assert "Not marked: ann: it takes longer than 1 seconds" in capsys.readouterr().out
    assert [row["score"] for row in rows(out / "class.csv")] == ["", "3"]


def test_archives_in_archives_do_no_harm(tmp_path, capsys):
    """What climbs, bursts, is damaged or goes on for ever is listed, and the others are marked."""
    inner = packed(
        (MOODLE.format("Ann", 1), PAPER), ("../../Evil_2_assignsubmission_file_/a.yaml", PAPER)
    )
    deep = packed((MOODLE.format("Deep", 9), PAPER))
    for _ in range(3):
        deep = packed(("Deep_9_assignsubmission_file_/a.zip", deep))
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MOODLE.format("Bomb", 3), b"0" * (17 * 2**20))
        archive.writestr(MOODLE.format("Cid", 4), PAPER)
    files = {"a.zip": inner, "b.zip": bomb.getvalue(), "c.zip": inner[:200], "d.zip": deep}
    path, out = written(tmp_path / "class", files), tmp_path / "out"
    assert run(["grade", "mazur", str(path), "-o", str(out), "--lang", "en"]) == 1

    marked = {row["student"] for row in rows(out / "class.csv") if row["score"]}
    assert marked == {"Ann", "Cid"}
    told = capsys.readouterr().out
    assert "leads out of the archive" in told
    assert "larger than 16 MiB" in told


def test_parts_of_a_class_give_the_same_bytes(tmp_path):
    """Whatever it is spread over, and with a policy, groups and things by hand."""
    text = table(
        ["name", "id", "group", "nte_h1", "net_h2"],
        *([f"S{n}", str(n), "AB"[n % 2], "0.3775", "0.3925" if n % 3 else "9"] for n in range(7)),
    )
    path = written(tmp_path, {"c.csv": text})
    (tmp_path / "hand.csv").write_text("student,quantity,credit\nS1,bonus,1\n")
    call = ["grade", "mazur", str(path), "--overrides", str(tmp_path / "hand.csv"), "--only", "net"]
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    assert run([*call, "-o", str(whole)]) == 0
    for part in ("1/3", "2/3", "3/3"):
        assert run([*call, "-o", str(parts), "--shard", part]) == 0
    assert run(["grade", "mazur", "--merge", "-o", str(parts)]) == 0

    names = ["class.csv", "class-long.csv", "items.csv", "problems.csv", "class.html", "class.xlsx"]
    names += [f"students/{p.name}" for p in (whole / "students").iterdir()]
    for name in names:
        assert (parts / name).read_bytes() == (whole / name).read_bytes(), name


def test_our_workbook_says_who_filled_it_in(tmp_path, capsys):
    """If that is somebody else than the one who handed it in, it is reported."""
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    blank, folder = tmp_path / "blank.xlsx", tmp_path / "class"
    assert run(["sheet", "mazur", "-o", str(blank)]) == 0
    folder.mkdir()
    for name in ("Ann", "Bob"):
        book = openpyxl.load_workbook(blank)
        page = book.worksheets[0]
        page["B2"] = "Bob"
        for row in page.iter_rows(min_row=5, max_col=3):
            if row[0].value in VALUES:
                row[2].value = float(VALUES[row[0].value])
        book.save(folder / f"{name}.xlsx")
    out = tmp_path / "out"
    assert run(["grade", "mazur", str(folder), "-o", str(out), "--lang", "en"]) == 0

    assert [(r["student"], r["score"]) for r in rows(out / "class.csv")] == [
        ("Ann", "3"),
        ("Bob", "3"),
    ]
    told = capsys.readouterr().out
    assert "Look at Ann: the paper says that it is by Bob" in told
    assert "Look at Bob" not in told
