"""What a policy makes of a marked paper: points, bonus, digits, and the size of the mark."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpcalc.checking.policy import GradingPolicy
from bpcalc.cli import run


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table as mappings."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def graded(folder: Path, text: str, policy: str, *options: str) -> list[dict[str, str]]:
    """Return the rows of a class under a policy."""
    folder.mkdir(exist_ok=True)
    (folder / "class.csv").write_text(text, encoding="utf-8")
    (folder / "grading.yaml").write_text(policy, encoding="utf-8")
    files = [str(folder / "class.csv"), "--grading", str(folder / "grading.yaml")]
    call = ["grade", "mazur", *files, "-o", str(folder / "out"), "--lang", "en", *options]
    assert run(call) == 0
    return rows(folder / "out" / "class.csv")


@given(
    st.integers(0, 60),
    st.integers(1, 60),
    st.integers(1, 20),
    st.sampled_from(["1", "0.5", "0.25"]),
)
def test_halves_are_rounded_up_whatever_the_fraction(score, most, out_of, step):
    """The mark is the multiple nearest to the exact fraction; of two, the larger."""
    policy = GradingPolicy(out_of=Decimal(out_of), round_to=Decimal(step))
    mark = Fraction(policy.mark(Decimal(score), Decimal(most)))
    exact = Fraction(score * out_of, most)

    assert -Fraction(step) / 2 <= exact - mark < Fraction(step) / 2
    assert (mark / Fraction(step)).denominator == 1


def test_seven_of_twelve_out_of_six_is_a_half():
    """In decimals it is a little less, and would be rounded down."""
    policy = GradingPolicy(out_of=Decimal(6), round_to=Decimal(1))
    assert policy.mark(Decimal(7), Decimal(12)) == 4
    assert str(GradingPolicy(out_of=Decimal(10)).mark(Decimal(1), Decimal(3))) == "3.33"


def test_missing_digits_cost_their_share(tmp_path):
    """Four are asked for; 0.378 lacks one, 0.38 two, 0.3775 none."""
    text = "student,net_h1,net_h2\nAnn,0.378,0.3925\nBob,0.38,0.3925\nCid,0.3775,0.3925\n"
    found = graded(tmp_path / "a", text, "decimals: 4\nper_digit: 0.25\nonly: net\n")
    assert [row["score"] for row in found] == ["1.75", "1.5", "2"]
    policy = "decimals: 4\nper_digit: 0.25\npoints: {net: 2}\nonly: net\n"
    found = graded(tmp_path / "b", text, policy)
    assert [row["score"] for row in found] == ["3.5", "3", "4"]
    report = next((tmp_path / "b" / "out" / "students").glob("Ann*.md")).read_text("utf-8")
    assert "Each digit that is asked for and missing costs 25 %" in " ".join(report.split())


def test_missing_digits_are_those_of_the_blank_sheet_where_nobody_says_which(tmp_path, capsys):
    """It asks for four decimals, of deltas for four digits; they had cost nothing, with no word."""
    text = (
        "student,net_h1,delta_o1\nAnn,0.38,0.1385\nBob,0.3775,0.14\nCid,0.3775,0.138499\n"
        "Dan,0.3775,0.139\nEve,0.37750,0.138\n"
    )
    found = graded(tmp_path / "a", text, "per_digit: 0.25\nonly: net,delta\n")
    assert [row["score"] for row in found] == ["1.5", "1.5", "2", "1.75", "1.75"]
    report = next((tmp_path / "a" / "out" / "students").glob("Ann*.md")).read_text("utf-8")
    told = " ".join(report.split())
    assert "Asked for are 4 decimals, and 4 significant digits of deltas and gradients" in told
    assert "fewer digits than asked for" in told

    capsys.readouterr()
    assert run(["sheet", "mazur", "--only", "net,delta", "--lang", "en"]) == 0
    sheet = capsys.readouterr().out
    assert "net inputs (4 decimals)" in sheet
    assert "deltas (4 significant digits)" in sheet


def test_what_ends_sooner_lacks_no_digits(tmp_path, capsys):
    """0.5 is 0.5000; what is right stays right by the digits that it has."""
    (tmp_path / "own.yaml").write_text(
        "inputs: [1]\nweights: [[[0.5]]]\nbiases: [0]\nactivation: linear\ntargets: [0.2]\n"
        "learning_rate: 0.1\ngrading: {per_digit: 0.25}\n"
    )
    call = ["check", str(tmp_path / "own.yaml"), "net_o1=0.5", "out_o1=.5", "--lang", "en"]
    assert run(call) == 0
    said = capsys.readouterr().out
    assert "2 of 2 marks" in said
    assert "Each digit that is asked for and missing costs 25 %" in said
    assert "fewer digits" not in said


@pytest.mark.parametrize("digits", ["decimals: 2", "significant: 2", "per_digit: 0"])
def test_digits_that_are_set_stay_what_they_are(digits, tmp_path):
    """Also where they are fewer, or where a missing one costs nothing."""
    text = "student,net_h1,delta_o1\nAnn,0.38,0.14\n"
    more = "" if "per_digit" in digits else "per_digit: 0.25\n"
    [row] = graded(tmp_path / "a", text, f"{digits}\n{more}only: net,delta\n")
    assert row["score"] == "2"


def test_wrong_rounding_has_a_share_of_its_own(tmp_path):
    """0.5932 is out_h1 with its digits cut off."""
    text = "student,out_h1\nAnn,0.5932\nBob,0.5933\n"
    found = graded(tmp_path / "a", text, "decimals: 4\nrounding: 0.5\nonly: out\n")
    assert [row["score"] for row in found] == ["0.5", "1"]


def test_a_bonus_goes_beyond_the_best_mark(tmp_path):
    """It counts for who has earned it, and the points to be had stay the same."""
    text = "student,net_h1,net_h2,net_o1,net_o2\nAnn,0.3775,0.3925,1.1059,1.2249\n"
    text += "Bob,0.3775,0.3925,1.1059,9\n"
    policy = "bonus: {net_o2: 2}\nout_of: 8\nonly: net\n"
    ann, bob = graded(tmp_path / "a", text, policy)

    assert (ann["score"], ann["max_score"], ann["mark"]) == ("4", "4", "12")
    assert (bob["score"], bob["mark"]) == ("3", "6")
    assert "Bonus: net_o2: 2." in (tmp_path / "a/out/students/Ann.md").read_text("utf-8").replace(
        "\\", ""
    )


def test_a_bonus_by_hand_is_added(tmp_path):
    """As the comment says, on top of whatever the mark is."""
    text = "student,net_h1,net_h2\nAnn,0.3775,9\n"
    (tmp_path / "hand.csv").write_text(
        "student,quantity,credit,comment\nAnn,bonus,0.5,blackboard\n"
    )
    (ann,) = graded(tmp_path / "a", text, "only: net\n", "--overrides", str(tmp_path / "hand.csv"))
    assert (ann["score"], ann["mark"]) == ("1", "1.5")
    report = (tmp_path / "a/out/students/Ann.md").read_text("utf-8").replace("\\", "")
    assert "By hand: bonus: 0.5 (blackboard)." in report


def test_shares_of_marks_are_shares(tmp_path):
    """The facility of a quantity is at most one, whatever it is worth."""
    text = "student,net_h1,net_h2\nAnn,0.3775,9\nBob,0.3775,0.3925\n"
    graded(tmp_path / "a", text, "only: net\npoints: {net: 5}\n")
    found = {row["quantity"]: row["facility"] for row in rows(tmp_path / "a/out/items.csv")}
    assert (found["net_h1"], found["net_h2"]) == ("1.000", "0.500")


@pytest.mark.parametrize("policy", ["per_digit: 2", "rounding: 1.5", "late: {per_day: 50}"])
def test_a_share_is_at_most_one(tmp_path, capsys, policy):
    """Who writes 50 for 0.5 is told so."""
    (tmp_path / "class.csv").write_text("student,net_h1\nAnn,0.3775\n")
    (tmp_path / "grading.yaml").write_text(policy)
    call = ["grade", "mazur", str(tmp_path / "class.csv"), "--lang", "en"]
    assert run([*call, "--grading", str(tmp_path / "grading.yaml")]) == 2
    assert "from 0 to 1" in capsys.readouterr().err


def test_a_workbook_without_names_can_be_shown(tmp_path):
    """Nobody is named in it, and the students stand in the order of their marks."""
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    text = "name,id,email,group,net_h1,net_h2\nNina,4711,nina@example.org,A,9,9\n"
    text += "Zoe,4712,zoe@example.org,B,0.3775,0.3925\nYan,4713,yan@example.org,B,,\n"
    graded(tmp_path / "a", text, "only: net\n", "--anonymous")
    book = openpyxl.load_workbook(tmp_path / "a/out/class.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.rows for cell in row]

    assert not any(name in cell for name in ("Nina", "Zoe", "Yan", "471", "@") for cell in cells)
    assert [row[0].value for row in book["Students"].iter_rows(min_row=2)] == [1, 2, 3]
    assert [cell.value for cell in book["Groups"]["A"]] == ["Groups", "A", "B"]


def test_a_convention_that_passes_is_no_mistake_of_a_class(tmp_path, capsys):
    """Neither on the console nor on the page; how many keep to it is said."""
    paper = "delta_o1: -0.1385\ndelta_o2: 0.0381\nout_o1: 0.7514\nout_o2: 0.7729\n"
    wrong = "w5_new: 0.4411\nw6_new: 0.4914\n"
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    (folder / "Ann.yaml").write_text(paper)
    (folder / "Bob.yaml").write_text(paper)
    (folder / "Cy.yaml").write_text(wrong)
    assert run(["grade", "mazur", str(folder), "-o", str(out), "--lang", "en"]) == 0

    told = capsys.readouterr().out
    assert "2 × err_sign: a convention, not a mistake: delta with the other sign" in told
    assert "sign is wrong" not in told
    page = (out / "class.html").read_text("utf-8")
    assert "a convention, not a mistake: delta with the other sign" in page
    assert "The sign is wrong" not in page


def test_of_two_marks_set_by_hand_it_is_said_which_counts(tmp_path, capsys):
    """The later one; bonuses are added up."""
    table, overrides = tmp_path / "class.csv", tmp_path / "by_hand.csv"
    table.write_text("student,net_h1\nAnn,0.3775\n")
    rows = ["student,quantity,credit", "Ann,total,5", "ann,Total,7", "Ann,bonus,1", "Ann,bonus,1"]
    overrides.write_text("\n".join(rows))
    call = ["grade", "mazur", str(table), "--overrides", str(overrides), "--lang", "en"]
    assert run(call) == 0

    told = [line for line in capsys.readouterr().out.splitlines() if "by_hand" in line]
    assert told == [f"Not used: {overrides}: row 2: a later row sets the same for Ann"]
