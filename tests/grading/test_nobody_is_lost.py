"""Whatever students, folders and columns are called, everybody's paper is found or spoken of."""

import csv
import os
from pathlib import Path

import pytest

from bpcalc.cli import run
from tests.helpers import classes

RIGHT = "net_h1: 0.3775\nnet_h2: 0.3925\n"


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table as mappings."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


class Graded:
    """A class that was marked: exit code, students by name, problems, and what was said."""

    def __init__(self, folder: Path, code: int, said: str) -> None:
        """Read the results of a folder."""
        self.code, self.said, self.out = code, said, folder
        table = rows(folder / "class.csv") if (folder / "class.csv").exists() else []
        self.students = {row["student"]: row for row in table}
        self.problems = rows(folder / "problems.csv") if table else []

    @property
    def scores(self) -> dict[str, str]:
        """What everybody has earned."""
        return {name: row["score"] for name, row in self.students.items()}


@pytest.fixture
def grade(tmp_path, capsys):
    """Mark a class of files, their contents by their names, or of one table."""

    def call(given: dict[str, str] | str, *options: str, roster: str = "") -> Graded:
        where = tmp_path / "class"
        if isinstance(given, str):
            where = tmp_path / "class.csv"
            where.write_text(given, encoding="utf-8")
        for name, content in given.items() if isinstance(given, dict) else ():
            path = where / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        if roster:
            (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
            options = (*options, "--roster", str(tmp_path / "roster.csv"))
        out = tmp_path / "out"
        capsys.readouterr()
        call = ["grade", "mazur", str(where), "--lang", "en", "--only", "net"]
        written = () if "--propose" in options else ("-o", str(out))
        code = run([*call, *written, *options])
        captured = capsys.readouterr()
        return Graded(out, code, captured.out + captured.err)

    return call


@pytest.mark.parametrize(
    "name",
    [
        ".._.._etc_passwd_310003_assignsubmission_file_/a.yaml",
        ".._.._etc_passwd_310003_assignsubmission_file_a.yaml",
        ".Dot Jr._310009_assignsubmission_file_/a.yaml",
        ".Dot Jr/a.yaml",
        ".dot.yaml",
    ],
)
def test_a_name_may_begin_with_a_dot(grade, name):
    """It is a student's if a platform, or a paper, is called so."""
    found = grade({name: RIGHT, ".DS_Store": "x", ".git/config.yaml": "x"})
    assert found.code == 0
    assert list(found.scores.values()) == ["2"]


def test_the_platforms_number_tells_two_apart(grade):
    """Beside a name that fits two, the number decides."""
    paper = {"a_b_310046_assignsubmission_file_/a.yaml": RIGHT}
    found = grade(paper, roster="ID,name\n310040,{a: b}\n310046,a\\b\n")
    assert found.students["a\\b"]["score"] == "2"
    assert found.students["{a: b}"]["problem"] == "nothing was handed in"


def test_where_an_owner_is_not_clear_somebody_may_be_missing(grade):
    """That is an exit code 1."""
    found = grade({"Ann Lee.yaml": RIGHT}, roster="ID,name\n1,Ann Lee\n2,Ann Lee\n")
    assert found.code == 1
    told = [row["left_out"] for row in found.problems if "not clear" in row["reason"]]
    assert told == ["yes"] * 3  # the paper, and both of them


def test_a_folder_says_whose_it_is_and_not_the_file_in_it(grade):
    """A file called like somebody's number does not move a paper."""
    papers = {f"{name}/1.yaml": RIGHT for name in ("Ann Lee", "Bob Ray", "王小明")}
    papers["Cy/Ann Lee.yaml"] = RIGHT
    found = grade(papers, roster="ID,name\n1,Ann Lee\n")
    assert set(found.scores) == {"Ann Lee", "Bob Ray", "王小明", "Cy"}
    assert set(found.scores.values()) == {"2"}


def test_a_folder_of_several_of_the_roster_is_a_group(grade):
    """Files of two students in one folder are two papers."""
    papers = {
        "Monday/Ann Lee.yaml": RIGHT,
        "Monday/Bob Ray.yaml": RIGHT,
        "Group 2/Cy Dee.yaml": RIGHT,
    }
    found = grade(papers, roster="ID,name\n1,Ann Lee\n2,Bob Ray\n3,Cy Dee\n")
    assert found.scores == {"Ann Lee": "2", "Bob Ray": "2", "Cy Dee": "2"}


def test_what_comes_from_several_folders_is_told(grade):
    """Two folders of one student are one paper, and that is said."""
    papers = {"Lee Ann/a.yaml": RIGHT, "Ann Lee/b.yaml": RIGHT}
    found = grade(papers, roster="ID,name\n1,Ann Lee\n")
    assert found.scores == {"Ann Lee": "2"}
    assert "papers from several folders are taken together: Ann Lee, Lee Ann" in found.said


def test_files_that_contradict_each_other_are_told(grade, tmp_path):
    """The later one counts, and the teacher reads of the other."""
    (tmp_path / "class" / "Ann").mkdir(parents=True)
    old, new = (tmp_path / "class" / "Ann" / name for name in ("z.yaml", "a.yaml"))
    old.write_text(RIGHT.replace("0.3775", "0.9"))
    new.write_text(RIGHT)
    os.utime(old, (1e9, 1e9))
    os.utime(new, (1.1e9, 1.1e9))
    found = grade({})
    assert found.scores == {"Ann": "2"}
    assert "Ann/z.yaml has other numbers for net_h1; Ann/a.yaml is later, and counts" in found.said


def test_a_paper_in_two_files_keeps_to_the_conventions_of_its_book(tmp_path, capsys):
    """In Zhou's book `beta_1` is a net input without its threshold."""
    (tmp_path / "Bob").mkdir()
    lines = "beta_1: 0.5059\ne_1: -0.008771\ne_2: -0.009954\nw_11_new: 0.3589\n"
    (tmp_path / "Bob" / "a.yaml").write_text(lines)
    (tmp_path / "Bob" / "b.yaml").write_text("w1_new: 0.1498\n")
    assert run(["grade", "mazur", str(tmp_path)]) == 0
    assert "on average 5.0 of 31 marks" in capsys.readouterr().out


def test_what_cannot_be_opened_is_its_students_line(grade, tmp_path):
    """With its reason, and no zero for having handed in nothing."""
    folder = tmp_path / "class"
    for name in ("Bob", "Dan", "Eve"):
        (folder / name).mkdir(parents=True)
    (folder / "Bob" / "a.yaml").symlink_to("/etc/passwd")
    os.mkfifo(folder / "Dan" / "a.yaml")
    found = grade({"Ann/a.yaml": RIGHT}, roster="name\nAnn\nBob\nDan\nEve\nGus\n")

    assert found.code == 1
    reasons = {name: row["problem"] for name, row in found.students.items()}
    assert "links are not followed" in reasons["Bob"]
    assert "no regular file" in reasons["Dan"]
    assert "no paper in this folder" in reasons["Eve"]
    assert reasons["Gus"] == "nothing was handed in"
    assert [found.students[name]["mark"] for name in ("Bob", "Dan", "Eve", "Gus")] == [
        "",
        "",
        "",
        "0",
    ]


# Tables ------------------------------------------------------------------------------------------


def test_a_column_for_each_student_whatever_they_are_called(grade):
    """One who is called like a quantity turns nothing round."""
    found = grade(
        "quantity,Ann,Bob,O2\nnet_h1,0.3775,0.3775,9\nnet_h2,0.3925,9,9\n"
        "net_o1,1.1059,9,9\nnet_o2,1.2249,9,9\n"
    )
    assert found.scores == {"Ann": "4", "Bob": "1", "O2": "0"}


def test_max_and_sum_are_names_as_well(grade):
    """A number of one's own, the roster, or students below say so; a last line of sums is none."""
    table = "name,id,net_h1,net_h2\nAnn,1,0.3775,0.3925\nMax,2,0.3775,9\nSum,3,0.3775,0.3925\n"
    assert grade(f"{table}Overall average,,0.37,0.39\n").scores == {
        "Ann": "2",
        "Max": "1",
        "Sum": "2",
    }
    table = "name,net_h1,net_h2\nMax,0.3775,0.3925\nAnn,0.3775,9\nMax,0.3775,0.3925\n"
    found = grade(table)
    assert found.scores == {"Ann": "1", "Max": "2"}
    assert "row 4: it is no student: Max" in found.said
    assert grade(table, roster="name\nAnn\nMax\n").scores == {"Ann": "1", "Max": "2"}


def test_anonymous_is_nobody(grade):
    """Everybody with the address `anonymous` would be one student."""
    table = "Email,Name,Your full name,net_h1,net_h2\n"
    named = [f"anonymous,,{name},0.3775,0.3925\n" for name in ("Ann", "Bob", "Cy")]
    assert set(grade(table + "".join(named)).scores) == {"Ann", "Bob", "Cy"}
    found = grade(table + "anonymous,,,0.3775,0.3925\nanonymous,,,0.3775,9\n")
    assert (found.code, found.scores) == (1, {"row 2": "2", "row 3": "1"})


def test_null_is_a_surname(grade):
    """Of people, while no number and no address is called so."""
    table = "Last name,First name,ID,net_h1,net_h2\nNull,Eva,null,0.3775,0.3925\nNone,Ann,7,9,9\n"
    assert grade(table).scores == {"Eva Null": "2", "Ann None": "0"}
    found = grade({"Null/a.yaml": RIGHT}, roster="ID,name\n1,Null\n")
    assert found.scores == {"Null": "2"}


def test_a_name_within_chinese_words_is_found(grade):
    """Where it is written without blanks around it."""
    found = grade(
        "1、姓名,2、隐层单元的net_h1是多少？（保留4位小数）,3、请填net_h2的值____\n李雷,0.3775,0.3925\n"
    )
    assert found.scores == {"李雷": "2"}


def test_questions_in_the_rows_with_marks_of_html(grade):
    """As Blackboard writes them."""
    names = ("net_h1", "net_h2", "net_o1", "net_o2")
    heads = (f"Question ID {n},Question {n},Answer {n},Possible Points {n}" for n in range(1, 5))
    table = f"Username,{','.join(heads)}\n"
    for name in ("ann", "bob"):
        cells = (f"x,<p>What is {each}?</p>,<p>0.3775</p>,1" for each in names)
        table += f"{name},{','.join(cells)}\n"
    assert grade(table).scores == {"ann": "1", "bob": "1"}


def test_a_second_column_of_one_quantity_is_told(grade):
    """The first one counts."""
    found = grade("name,net_h1,net_h2,net_h1\nAnn,0.3775,0.3925,9\n")
    assert found.scores == {"Ann": "2"}
    assert "column `net_h1` has the same quantity" in found.said


def test_lines_that_are_not_understood_are_told(grade):
    """To the teacher as well."""
    found = grade({"Ann.yaml": "net_h1 is 0.3775\nmy net_h2 came out near 0.39, or 0.40\n"})
    assert found.scores == {"Ann": "1"}
    assert "Look at Ann: 1 line was not understood" in found.said


# Rosters and what is set by hand -----------------------------------------------------------------


@pytest.mark.parametrize(
    "roster", ["ID,name\n1,Ann\n1,Bob\n", "email,name\na@x.edu,Ann\nA@x.edu,Bob\n"]
)
def test_a_roster_with_one_number_for_two_is_refused(grade, roster):
    """With both lines named."""
    found = grade({"Ann.yaml": RIGHT}, roster=roster)
    assert found.code == 2
    assert "in two lines, 2 and 3" in found.said


def test_points_possible_are_no_student(grade):
    """A gradebook of Canvas may be the roster."""
    roster = "Student,ID,SIS Login ID\n    Points Possible,,\nAnn,7,ann\n"
    assert set(grade({"Ann.yaml": RIGHT}, roster=roster).scores) == {"Ann"}


def test_what_is_set_by_hand_for_nobody_is_told(grade, tmp_path):
    """And what names no quantity is refused, with its row."""
    hand = tmp_path / "hand.csv"
    hand.write_text("student,quantity,credit,comment\nAnn,total,1,late bus\nZed,total,5,\n")
    found = grade({"Ann.yaml": RIGHT}, "--overrides", str(hand))
    assert found.code == 1
    assert "row 3: nobody in the class is called `Zed`" in found.said
    assert found.students["Ann"]["by_hand"] == "total 1 (late bus)"
    hand.write_text("student,quantity,credit\nAnn,foo,1\n")
    found = grade({"Ann.yaml": RIGHT}, "--overrides", str(hand))
    assert found.code == 2
    assert "row 2: no quantity of this calculation is called `foo`" in found.said


def test_what_is_set_by_hand_for_a_name_of_several_changes_nobody(grade, tmp_path):
    """It may have been meant for one; an ID says for which."""
    hand = tmp_path / "hand.csv"
    hand.write_text("student,quantity,credit,comment\nLi Wei,total,1,\n")
    files = {
        f"Li Wei_{number}_assignsubmission_file_/answers.yaml": RIGHT for number in ("11", "12")
    }
    roster = "ID,name\n11,Li Wei\n12,Li Wei\n"
    found = grade(files, "--overrides", str(hand), roster=roster)
    assert found.code == 1
    assert "row 2: 2 in the class are called `Li Wei`; write the ID or the e-mail" in found.said
    assert {row["by_hand"] for row in found.students.values()} == {""}
    hand.write_text("student,quantity,credit,comment\n11,total,1,\n")
    found = grade(files, "--overrides", str(hand), roster=roster)
    assert found.code == 0
    assert sorted(row["by_hand"] for row in found.students.values()) == ["", "total 1"]


def test_of_two_credits_for_the_same_the_last_one_counts(grade, tmp_path):
    """As somebody corrects a list at its end; what is added is added each time."""
    hand = tmp_path / "hand.csv"
    lines = ("Ann,total,1,", "Ann,Total,3,", "Bob,net_h1,0,", "Bob,bonus,1,", "Bob,bonus,2,")
    hand.write_text("student,quantity,credit,comment\n" + "\n".join(lines))
    found = grade({"Ann.yaml": RIGHT, "Bob.yaml": RIGHT}, "--overrides", str(hand))
    assert {name: row["mark"] for name, row in found.students.items()} == {"Ann": "3", "Bob": "4"}
    assert found.students["Ann"]["by_hand"] == "total 3"


def test_texts_in_the_place_of_numbers_are_told(grade):
    """A wrong column is no quiet zero."""
    found = grade("name,net_h1,net_h2\nAnn,What is net_h1?,What is net_h2?\n")
    assert "2 of 2 answers are no numbers that can be read, such as `What is net_h1?`" in found.said


def test_who_was_ill_may_have_a_mark_by_hand(grade, tmp_path):
    """Without any paper."""
    hand = tmp_path / "hand.csv"
    hand.write_text("student,quantity,credit,comment\nBob,total,3,ill\n")
    found = grade({"Ann.yaml": RIGHT}, "--overrides", str(hand), roster="name\nAnn\nBob\n")
    assert (found.students["Bob"]["mark"], found.students["Bob"]["by_hand"]) == (
        "3",
        "total 3 (ill)",
    )


def test_changes_say_why(grade, tmp_path):
    """The policy, a mark by hand with its comment; they stay until there are others."""
    grade({"Ann.yaml": RIGHT, "Bob.yaml": RIGHT})
    policy = tmp_path / "g.yaml"
    policy.write_text("out_of: 10\n")
    found = grade({}, "--grading", str(policy))
    changes = rows(found.out / "changes.csv")
    assert {row["why"] for row in changes if not row["quantity"]} == {"the policy has changed"}
    (found.out / "overrides.csv").write_text("student,quantity,credit,comment\nAnn,total,9,tired\n")
    found = grade({}, "--grading", str(policy))
    (row,) = rows(found.out / "changes.csv")
    assert (row["student"], row["after"], row["why"]) == ("Ann", "9", "by hand: total 9 (tired)")
    found = grade({}, "--grading", str(policy))
    assert rows(found.out / "changes.csv") == [row]


def test_a_report_says_the_bonus_and_speaks_no_ids(grade, tmp_path):
    """Conventions and kinds in words, and one rule for digits only."""
    policy = tmp_path / "g.yaml"
    policy.write_text(
        "out_of: 10\nbonus: {net_h2: 1}\naccept: [biases_left]\npoints: {net: 2}\nper_digit: 0.25\n"
    )
    found = grade({"Ann.yaml": RIGHT}, "--grading", str(policy))
    report = (found.out / "students" / "Ann.md").read_text("utf-8").replace("\\", "")

    assert "A bonus of 1 is added to the marks." in report
    assert "Points: net inputs: 2; everything else 1." in report
    assert "all through the sheet: biases left as they are." in report
    assert "One with its digits" not in report
    assert found.students["Ann"]["bonus"] == "1"
    results = (found.out / "students" / "Ann.results.json").read_text("utf-8")
    assert f'"score": {float(found.students["Ann"]["mark"])}' in results
    assert "on average 6.3 of 10" in found.said  # 6.25, halves up


def test_a_gradescope_export_is_not_said_to_be_of_no_use(grade):
    """Its metadata say whose the papers are."""
    metadata = '{"submission_1": {":submitters": [{":name": "Ann", ":sid": "7"}]}}'
    found = grade({"e/submission_1/a.yaml": RIGHT, "e/submission_metadata.json": metadata})
    assert (found.code, found.scores) == (0, {"Ann": "2"})
    assert "metadata" not in found.said


def test_feedback_goes_back_into_the_folders_as_they_came(grade):
    """Moodle looks for their names."""
    from zipfile import ZipFile

    name = "=HYPERLINK(_http___x_)_310002_assignsubmission_file_"
    roster = 'ID,name\n310002,"=HYPERLINK(""http://x"")"\n'
    found = grade({f"{name}/a.yaml": RIGHT}, "--platform", "moodle", roster=roster)
    with ZipFile(found.out / "moodle-feedback.zip") as archive:
        assert archive.namelist() == [f"{name}/report.md"]
    (row,) = rows(found.out / "moodle-grades.csv")
    assert row["Last modified (grade)"] == "-"


# Proposals ---------------------------------------------------------------------------------------


def test_proposed_where_nothing_is_known(grade):
    """Columns of numbers, as many as the sheet asks for, have its quantities, to be looked at."""
    table = "name,Aufgabe A,Aufgabe B,Aufgabe C,Aufgabe D\nAnn,0.3775,0.3925,1.1059,1.2249\n"
    found = grade(table, "--propose")
    assert found.code == 0
    assert "'Aufgabe A': 'net_h1'  # by the order of the sheet only" in found.said
    assert "'Aufgabe D': 'net_o2'" in found.said


def test_proposed_for_all_tables_of_a_folder(grade):
    """Each heading once, under the file in which it stands first."""
    tables = {
        "a.csv": "name,net_h1,x\nAnn,0.3775,1\nBob,9,1\n",
        "b.csv": "name,net_h2\nCy,0.3925\nDi,9\n",
    }
    found = grade(tables, "--propose")
    assert found.code == 0
    assert "# a.csv\n'name': name\n'net_h1': 'net_h1'\n'x':" in found.said
    assert "# b.csv\n'net_h2': 'net_h2'\n" in found.said


def test_nothing_to_propose_for_papers(grade):
    """A folder of papers has no table."""
    found = grade({"Ann.yaml": classes.yaml()}, "--propose")
    assert found.code == 2
    assert "--propose is for tables" in found.said


# Where things lie --------------------------------------------------------------------------------


def test_results_written_into_the_class_itself_are_no_papers(tmp_path, capsys):
    """Neither at the first run nor at the second."""
    (tmp_path / "Ann.yaml").write_text(RIGHT)
    for _ in range(2):
        assert run(["grade", "mazur", str(tmp_path), "-o", str(tmp_path), "--lang", "en"]) == 0
        assert [row["student"] for row in rows(tmp_path / "class.csv")] == ["Ann"]


def test_an_exercise_beside_the_papers_is_nobodys(grade):
    """It is listed, and no zero in the average."""
    exercise = (
        "inputs: [0.05, 0.10]\ntargets: [0.01, 0.99]\nlearning_rate: 0.5\nbiases: [0.35, 0.60]\n"
        "weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]\n"
    )
    found = grade({"hw3.yaml": exercise, "Ann.yaml": RIGHT, "Bob.yaml": exercise + RIGHT})
    assert found.scores == {"Ann": "2", "Bob": "2"}
    assert "hw3.yaml: this is an exercise" in found.said


def test_late_by_the_date_of_a_file_is_told(grade, tmp_path):
    """Who copies a folder makes a class late; times of a platform are not doubted."""
    policy = tmp_path / "g.yaml"
    policy.write_text("deadline: 2020-01-01\nlate: {per_day: 0.1, most: 0.5}\n")
    found = grade({"Ann.yaml": RIGHT}, "--grading", str(policy))
    assert "late by the date of the file" in found.said
    found = grade("name,time,net_h1,net_h2\nAnn,,1,1\nBob,x,1,1\n", "--grading", str(policy))
    assert "date of the file" not in found.said


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ("points: {foo: 2}", "no kind and no quantity `foo`"),
        ("points: {detla: 2}", "did you mean `delta`"),
        ("accept: [foo]", "g.yaml:1:1: accept: `foo`: choose from"),
        ("out_of: 10\nout_of: 20", "g.yaml:2:1: `out_of` stands twice"),
        ("points: {delta: 1, delta: 2}", "g.yaml:1:20: `delta` stands twice"),
        (
            "out_of: 10\n  missing: zero",
            "g.yaml:2:3: `missing` begins in column 3",
        ),
        ("", "g.yaml: the file is empty"),
    ],
)
def test_a_policy_that_means_nothing_is_refused(grade, tmp_path, policy, says):
    """With the file and the word."""
    path = tmp_path / "g.yaml"
    path.write_text(policy)
    found = grade({"Ann.yaml": RIGHT}, "--grading", str(path))
    assert found.code == 2
    assert says in found.said


@pytest.mark.parametrize("option", ["--grading", "--roster", "--overrides", "--columns"])
def test_a_missing_file_is_named(grade, option):
    """And not only said to be missing."""
    found = grade({"Ann.yaml": RIGHT}, option, "nowhere.csv")
    assert found.code == 2
    assert "nowhere.csv: " in found.said


def test_canvas_gets_its_gradebook_back(grade):
    """Its columns as they were exported, that of the exercise filled in."""
    book = (
        "Student,ID,SIS User ID,SIS Login ID,Section,HW2 (77),HW3 (1234),Final Score\n"
        "    Points Possible,,,,,10,4,\n"
        '"Lee, Ann",501,001,alee,Sec1,9,,9\n"Ray, Bob",502,002,bray,Sec1,8,,8\n'
    )
    papers = {
        "leeann_501_9_a.yaml": RIGHT,
        "raybob_LATE_502_10_a.yaml": RIGHT.replace("0.3925", "9"),
    }
    found = grade(papers, "--platform", "canvas", roster=book)
    written = list(csv.reader((found.out / "canvas.csv").read_text("utf-8").splitlines()))
    assert written == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "HW3 (1234)"],
        ["    Points Possible", "", "", "", "", "4"],
        ["Lee, Ann", "501", "001", "alee", "Sec1", "2"],
        ["Ray, Bob", "502", "002", "bray", "Sec1", "1"],
    ]
    assert [row["id"] for row in found.students.values()] == ["001", "002"]


LOGINS = """ID,name,email,login
1,Ann Lee,a.lee@x.edu,alee
2,Bob Ray,bob@x.edu,b-ray
3,Al,ale@x.edu,al
"""


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("hw3-alee/answers.yaml", "Ann Lee"),
        ("HW3_b-ray/answers.yaml", "Bob Ray"),
        ("a.lee hw3.yaml", "Ann Lee"),
        ("submission (bob)/a.yaml", "Bob Ray"),
    ],
)
def test_a_login_within_a_name_tells_whose_it_is(grade, name, student):
    """As class rooms of repositories name their folders; parts of other words are no logins."""
    found = grade({name: RIGHT}, roster=LOGINS)
    assert [name for name, row in found.students.items() if row["score"]] == [student]


@pytest.mark.parametrize(
    "name", ["hw3-aleena/answers.yaml", "al-1/answers.yaml", "mix alee bob.yaml"]
)
def test_what_is_no_login_of_anybody_is_not_given_to_anybody(grade, name):
    """Nor what has two of them, nor so short a one."""
    found = grade({name: RIGHT}, roster=LOGINS)
    assert not any(row["score"] for name, row in found.students.items() if row["id"])


@pytest.mark.parametrize("name", ["class.tar.gz", "class.7z", "class.rar"])
def test_other_archives_are_to_be_packed_anew(name, tmp_path, capsys):
    """They are named, and it is said what to do."""
    start = {"gz": b"\x1f\x8b", "7z": b"7z\xbc\xaf", "rar": b"Rar!"}[name.rpartition(".")[2]]
    (tmp_path / name).write_bytes(start + bytes(20))
    assert run(["grade", "mazur", str(tmp_path / name), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert name in told
    assert "pack what is in it as a zip" in told


def test_bad_rows_of_what_is_set_by_hand_are_told_all_at_once(grade, tmp_path):
    """Nobody mends one to be told of the next."""
    hand = tmp_path / "hand.csv"
    lines = ["student,quantity,credit", "Ann,net_h1,abc", "Ann,net_h9,1", ",total,1", "Ann,total,1"]
    hand.write_text("\n".join([*lines, "Ann,total,nan", "Ann,total,1e999999999"]))
    found = grade({"Ann.yaml": RIGHT}, "--overrides", str(hand), "--only", "net")
    assert found.code == 2
    expected = {
        2: "expected a number as credit, found `abc`",
        3: "no quantity of this calculation is called `net_h9`",
        4: "expected a student",
        6: "expected a number as credit, found `nan`",
        7: "`1e+999999999` is too large, or has too many digits: points and shares go up to",
    }
    for row, why in expected.items():
        assert f"{hand}: row {row}: {why}" in found.said
    assert f"{hand}: row 5" not in found.said


def test_credit_by_hand_for_what_is_not_asked_is_told(grade, tmp_path):
    """It earns nothing, and the file may be for a longer sheet."""
    hand = tmp_path / "hand.csv"
    hand.write_text("student,quantity,credit\nAnn,out_h1,1\nAnn,net_h2,0.5\n")
    found = grade({"Ann.yaml": RIGHT}, "--overrides", str(hand), "--only", "net")
    assert (found.code, found.students["Ann"]["score"]) == (1, "1.5")
    assert f"Not used: {hand}: row 2: `out_h1` is not asked for" in found.said


def test_credit_by_hand_beyond_the_points_is_to_be_looked_at(grade, tmp_path):
    """It counts; what lies between 0 and the points, and a bonus, is nothing remarkable."""
    hand = tmp_path / "hand.csv"
    lines = ["student,quantity,credit", "Ann,net_h1,5", "Ann,net_h2,1", "Bob,total,-1"]
    hand.write_text("\n".join([*lines, "Bob,bonus,9", "Cid,total,4", "Cid,net_h1,0"]))
    files = {f"{name}.yaml": RIGHT for name in ("Ann", "Bob", "Cid")}
    found = grade(files, "--overrides", str(hand), "--only", "net")
    assert [found.students[name]["mark"] for name in ("Ann", "Bob", "Cid")] == ["6", "-1", "4"]
    looks = [line for line in found.said.splitlines() if line.startswith("Look at")]
    assert looks == [
        "Look at Ann: by hand: net_h1 5, of 1",
        "Look at Bob: by hand: total -1, of 4",
    ]


def test_a_mark_by_hand_for_who_handed_in_nothing_is_no_change_of_a_paper(grade, tmp_path):
    """There is none."""
    roster = "name\nAnn\nBob\n"
    found = grade({"Ann.yaml": RIGHT}, roster=roster)
    (found.out / "overrides.csv").write_text("student,quantity,credit,comment\nBob,total,4,ill\n")
    (row,) = rows(grade({"Ann.yaml": RIGHT}, roster=roster).out / "changes.csv")
    assert (row["student"], row["after"], row["why"]) == ("Bob", "4", "by hand: total 4 (ill)")


def test_moodle_is_told_the_best_mark_of_who_handed_in_nothing(grade):
    """An empty Maximum Grade beside a mark says nothing."""
    roster = "name,participant\nAnn,501\nBob,502\n"
    found = grade({"Ann.yaml": RIGHT}, "--platform", "moodle", "--only", "net", roster=roster)
    told = rows(found.out / "moodle-grades.csv")
    assert [(row["Grade"], row["Maximum Grade"]) for row in told] == [("2", "4"), ("0", "4")]
