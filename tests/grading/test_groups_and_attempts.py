"""Groups as folders, attempts that were not handed in, workbooks of two classes, doubtful names."""

import csv
from io import BytesIO

import pytest

from bpcalc.checking.submissions.roles import NOT_HANDED_IN
from bpcalc.cli import run
from tests.grading.test_latest_and_claimed import BOTH, ONE, rows

HEADS = (
    "Last name,First name,ID number,State,Started on,Completed,"
    + ",".join(f"Response {n}" for n in range(1, 5))
    + "\n"
)
ENDED = "20 November 2026  9:00 AM,20 November 2026  9:40 AM"
BEGUN = "21 November 2026  9:00 AM,-"


@pytest.fixture
def grade(tmp_path, capsys):
    """Mark a class: a table's text, or files by name; return exit code, rows, what is said."""

    def call(given: str | bytes | dict[str, str], *options: str, roster: str = ""):
        where = tmp_path / "class"
        if isinstance(given, dict):
            for name, content in given.items():
                (where / name).parent.mkdir(parents=True, exist_ok=True)
                (where / name).write_text(content, encoding="utf-8")
        else:
            where = tmp_path / ("class.csv" if isinstance(given, str) else "class.xlsx")
            where.write_bytes(given.encode() if isinstance(given, str) else given)
        if roster:
            (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
            options = ("--roster", str(tmp_path / "roster.csv"), *options)
        out = tmp_path / "out"
        said = [
            "grade",
            "mazur",
            str(where),
            "-o",
            str(out),
            "--lang",
            "en",
            "--only",
            "net",
        ]
        code = run([*said, *options])
        return code, rows(out / "class.csv"), capsys.readouterr().out

    return call


@pytest.mark.parametrize(
    "state", ["In progress", "Never submitted", "进行中", "从未提交", "In Bearbeitung", "Overdue"]
)
def test_an_attempt_that_was_not_handed_in_counts_for_nobody(grade, state):
    """The one before it counts; and where it is all there is, its own reason is said."""
    table = HEADS + f"Lee,Ann,1,Finished,{ENDED},0.3775,0.3925,-,-\n"
    later = table + f"Lee,Ann,1,{state},{BEGUN},0.1,-,-,-\n"
    code, found, said = grade(later)
    assert (code, found["Ann Lee"]["score"]) == (0, "2")
    assert f"Not used: row 3: the attempt of Ann Lee was not handed in ({state})\n" in said

    only = table + f"Ray,Bob,2,{state},{BEGUN},0.3775,-,-,-\n"
    code, found, said = grade(only)
    assert code == 1, "it has answers, and is left out"
    assert (found["Bob Ray"]["mark"], found["Bob Ray"]["score"]) == ("0", "")
    assert f"Not marked: Bob Ray: the attempt was not handed in ({state})\n" in said
    assert "State" not in said, "the column is used"

    code, found, said = grade(
        only.replace("0.3775,-,-,-", "-,-,-,-"), roster="ID,name\n1,Ann Lee\n2,Bob R\n"
    )
    assert (code, found["Bob R"]["mark"]) == (0, "0")
    assert f"Not marked: Bob R: the attempt was not handed in ({state})\n" in said


def test_other_states_say_nothing_and_a_state_can_be_left_out(grade, tmp_path):
    """`--columns` with nothing behind the heading marks what was begun as well."""
    assert not NOT_HANDED_IN & {"finished", "已完成", "beendet", "late", "submitted", "已提交"}
    table = HEADS + f"Lee,Ann,1,In progress,{BEGUN},0.3775,0.3925,-,-\n"
    table += f"Ray,Bob,2,Finished,{ENDED},0.3775,-,-,-\n"
    (tmp_path / "columns.yaml").write_text("State:\n", encoding="utf-8")
    code, found, _ = grade(table, "--columns", str(tmp_path / "columns.yaml"))
    assert code == 0
    assert [row["score"] for row in found.values()] == ["2", "1"]


def test_groups_as_folders_are_the_groups_of_their_students(grade):
    """Two of one name are told apart by them."""
    code, found, _ = grade(
        {
            "Group A/Ann Lee/a.yaml": BOTH,
            "Group A/Bo Li/a.yaml": ONE,
            "Group B/Ann Lee/a.yaml": ONE,
            "Group B/Cy/a.yaml": BOTH,
        }
    )
    assert code == 0
    groups = {name: (row["group"], row["score"]) for name, row in found.items()}
    assert groups == {
        "Ann Lee (Group A)": ("Group A", "2"),
        "Bo Li": ("Group A", "1"),
        "Ann Lee (Group B)": ("Group B", "1"),
        "Cy": ("Group B", "2"),
    }


def test_the_groups_of_a_roster_tell_whose_folder_it_is(grade):
    """And what the roster calls a group stands in the tables."""
    roster = "ID,name,group\n7,Ann Lee,A\n8,Ann Lee,B\n9,Bo Li,A\n10,Cy,B\n"
    files = {"Group A/Ann Lee/a.yaml": BOTH, "Group B/Ann Lee/a.yaml": ONE}
    files |= {"Group A/Bo Li/a.yaml": ONE, "Group B/Cy/a.yaml": ONE}
    code, found, _ = grade(files, roster=roster)
    assert code == 0
    assert [(row["id"], row["group"], row["score"]) for row in found.values()] == [
        ("7", "A", "2"),
        ("9", "A", "1"),
        ("8", "B", "1"),
        ("10", "B", "1"),
    ]


def test_all_papers_are_named_that_may_be_somebodys(grade):
    """And of two missing students of one name it is said which is which."""
    folder = "Li Wei_31000{}_assignsubmission_file_/a.yaml"
    files = {folder.format(number): BOTH for number in (2, 3)}
    code, found, said = grade(files, roster="ID,name\ns3,Li Wei\ns4,Li Wei\n")
    assert code == 1
    why = "one of the papers called Li Wei (310002), Li Wei (310003) may be theirs"
    assert f"Not marked: Li Wei (s3): {why}" in said
    assert f"Not marked: Li Wei (s4): {why}" in said
    assert found["Li Wei (s4)"]["mark"] == ""


def test_a_workbook_with_two_classes_says_that_both_are_read(grade):
    """Last year's, left in a worksheet of its own, joins nobody silently."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    old = book.create_sheet("Old class")
    for sheet, name in ((book.active, "Ann"), (old, "Ghost")):
        for row in csv.reader(["student,net_h1,net_h2", f"{name},0.3775,0.3925"]):
            sheet.append(row)
    content = BytesIO()
    book.save(content)
    code, found, said = grade(content.getvalue())
    assert (code, list(found)) == (0, ["Ann", "Ghost"])
    assert "Look at Sheet, Old class: 2 worksheets are read as one class\n" in said
