"""Papers that are nobody's for sure: what is told, what the exit code is, and what goes back."""

import csv

import pytest

from bpcalc.cli import run

RIGHT, WRONG = "0.3775,0.3925", "0.9,0.9"
SHEET = "net_h1: 0.3775\nnet_h2: 0.3925\n"


@pytest.fixture
def grade(tmp_path, capsys):
    """Mark a table, or files by name; return exit code, marks by student, and what is said."""

    def call(given: str | dict[str, str], roster: str = "", *options: str):
        where = tmp_path / ("class.csv" if isinstance(given, str) else "class")
        if isinstance(given, str):
            where.write_text(given, encoding="utf-8")
        for name, content in given.items() if isinstance(given, dict) else ():
            (where / name).parent.mkdir(parents=True, exist_ok=True)
            (where / name).write_text(content, encoding="utf-8")
        (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
        listed = ("--roster", str(tmp_path / "roster.csv")) if roster else ()
        out = ("-o", str(tmp_path / "out"))
        code = run(["grade", "mazur", str(where), *out, "--lang", "en", *listed, *options])
        text = (tmp_path / "out" / "class.csv").read_text("utf-8-sig")
        marks = {row["student"]: row["mark"] for row in csv.DictReader(text.splitlines())}
        return code, marks, capsys.readouterr().out

    return call


@pytest.mark.parametrize("name", ["Annie L", "Max Planck"])
def test_somebody_has_0_and_a_paper_is_nobodys(grade, name):
    """That is no exit code 0: the paper may be of who seems to have handed in nothing."""
    files = {"Ann/a.yaml": SHEET, f"{name}/a.yaml": SHEET}
    roster = "ID,Name,Email\n1,Ann,a@x.de\n2,M. Planck,mp@x.de\n3,Max Born,max@x.de\n"
    code, marks, said = grade(files, roster)
    assert (code, marks) == (1, {"Ann": "2", name: "2", "M. Planck": "0", "Max Born": "0"})
    assert f"Not on the roster: {name}\n" in said


def test_somebody_who_is_not_on_the_roster_is_nothing_to_look_for(grade):
    """Where all of it have handed something in."""
    assert grade({"Ann/a.yaml": SHEET, "Cy/a.yaml": SHEET}, "ID,Name\n1,Ann\n")[0] == 0


def test_who_has_handed_in_nothing_is_no_fault(grade):
    """Where every paper is of somebody on the roster."""
    assert grade({"Ann/a.yaml": SHEET}, "ID,Name\n1,Ann\n2,Cy\n")[0] == 0


LISTED = "ID,Name,Email\n2021001,Max Born,q@x.de\n2021002,Max Planck,mp@x.de\n"


def test_a_platform_is_not_told_the_number_of_somebody_else(grade, tmp_path):
    """The mark of a paper that is nobody's goes back to nobody."""
    table = f"ID,Name,Email,net_h1,net_h2\n2021001,Max Planck,q@x.de,{WRONG}\n"
    code, _, said = grade(table, LISTED, "--platform", "mail", "--platform", "blackboard")
    assert code == 1
    assert "mail.csv: no number or address tells who this is: Max Planck\n" in said
    rows = csv.DictReader((tmp_path / "out" / "mail.csv").read_text("utf-8-sig").splitlines())
    told = [(row["email"], row["mark"]) for row in rows if row["email"]]
    assert told == [("q@x.de", ""), ("mp@x.de", "")]
    assert "2021001\t0\t" not in (tmp_path / "out" / "blackboard.txt").read_text("utf-16")


def test_a_name_that_nobody_has_beside_an_id_is_told(grade):
    """The ID is believed, and the teacher can look; a name in other words or letters is none."""
    rows = f"1,Max Weber,{RIGHT}\n2,A. Lee,{RIGHT}\n3,Zhao Wei,{RIGHT}\n4,planckmax,{RIGHT}\n"
    roster = "ID,Name\n1,Max Born\n2,Ann Lee\n3,赵伟\n4,Max Planck\n"
    code, marks, said = grade(f"ID,Name,net_h1,net_h2\n{rows}", roster, "--only", "net")
    assert (code, set(marks.values())) == (0, {"2"})
    told = "1 student has another name beside their ID or address: Max Born (Max Weber)"
    assert f"Look at the names: {told}\n" in said
