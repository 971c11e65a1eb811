"""Versions of an exam: equally hard, printed with codes, and marked each by its own."""

import csv
from pathlib import Path

import pytest

import bpcalc
from bpcalc.cli import destination as place
from bpcalc.cli import run
from bpcalc.errors import OutputError
from bpcalc.exercise.reader import read
from bpcalc.exercise.writer import write
from bpcalc.report.versions import qr_code
from tests.helpers.new_exercises import complaints
from tests.helpers.pdf import needs_pdftotext, text

ROSTER = 'ID,Name\n1,Ann Lee\n2,王小明\n3,"=Bob"\n'


@pytest.fixture
def folder(tmp_path, monkeypatch, capsys):
    """Return the folder of two versions for three students."""
    monkeypatch.chdir(tmp_path)
    Path("class.csv").write_text(ROSTER, encoding="utf-8")
    call = ["new", "mazur", "-n", "2", "--roster", "class.csv", "-o", "versions", "--seed", "1"]
    assert run([*call, "--lang", "en"]) == 0
    capsys.readouterr()
    return tmp_path / "versions"


def rows(file):
    """Return the rows of a table."""
    with file.open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


def handed_in(folder, place, version, capsys, before=""):
    """Hand the key of a version in."""
    assert run(["sheet", str(folder / f"{version}.yaml"), "--key", "--lang", "en"]) == 0
    path = folder.parent / "sub" / f"{place}_assignsubmission_file_" / "answers.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(before + capsys.readouterr().out, encoding="utf-8")


def test_what_is_written(folder, capsys):
    """Every version keeps the promises; neighbours have different ones; the tables say which."""
    like = write(bpcalc.load("mazur"))
    texts = [(folder / f"v0{n}.yaml").read_text("utf-8") for n in (1, 2)]
    table = rows(folder / "versions.csv")
    answers = rows(folder / "answers.csv")

    for version in texts:
        assert [*complaints(version, like)] == []
    assert read(texts[0].encode(), "a").exercise != read(texts[1].encode(), "b").exercise
    assert {row["name"]: row["version"] for row in table} == {
        "Ann Lee": "v01",
        "王小明": "v02",
        "'=Bob": "v01",
    }
    solution = bpcalc.solve(folder / "v02.yaml")
    told = {row["quantity"]: row["value"] for row in answers if row["version"] == "v02"}
    assert told["net_o1"] == f"{solution['net_o1'].value:.4f}"
    assert len(answers) == 2 * 31


def test_other_versions_are_not_replaced_unasked(folder, capsys):
    """They may have been handed out; the same ones are written again, and others by force."""
    call = ["new", "mazur", "-n", "2", "--roster", "class.csv", "-o", "versions", "--lang", "en"]
    before = (folder / "versions.csv").read_bytes()

    assert run([*call, "--seed", "1"]) == 0
    assert run([*call, "--seed", "2"]) == 2
    assert "may have been handed out" in " ".join(capsys.readouterr().err.split())
    assert (folder / "versions.csv").read_bytes() == before
    assert run([*call, "--seed", "2", "--force"]) == 0
    assert (folder / "versions.csv").read_bytes() != before
    assert run([*call[:-4], "-o", "class.csv", "--lang", "en"]) == 2
    assert "class.csv is a file" in capsys.readouterr().err


def test_a_version_can_be_made_again(folder, capsys):
    """By the seed that stands in the table."""
    seed = rows(folder / "versions.csv")[0]["seed"]
    assert run(["new", "mazur", "--seed", seed, "--lang", "en"]) == 0

    assert capsys.readouterr().out.strip() in (folder / "v01.yaml").read_text("utf-8")


@needs_pdftotext
def test_booklets(folder):
    """A sheet for every student with the code of the version; a key for every version."""
    pytest.importorskip("typst")
    sheets, keys = (text((folder / f"{name}.pdf").read_bytes()) for name in ("sheets", "keys"))
    codes = {row["version"]: row["code"] for row in rows(folder / "versions.csv")}

    assert all(name in sheets for name in ("Ann Lee", "王小明", "=Bob"))
    assert sheets.count("Answer sheet") == 3
    assert all(code in sheets and code in keys for code in codes.values())


def test_the_code_can_be_read_by_a_camera():
    """It is a QR code, drawn by a library."""
    pytest.importorskip("segno")

    assert qr_code("v01-8d71").startswith("<svg")


def test_everybody_is_marked_by_their_own_version(folder, capsys):
    """By the code on the paper, else by the list; who has neither is named."""
    codes = {row["version"]: row["code"] for row in rows(folder / "versions.csv")}
    handed_in(folder, "Ann Lee_11", "v01", capsys)
    handed_in(folder, "王小明_12", "v01", capsys, f"# {codes['v01']}\n")  # took the other sheet
    handed_in(folder, "Zed_13", "v02", capsys)
    assert run(["grade", "versions", "sub", "-o", "out", "--lang", "en"]) == 1
    marked = {row["student"]: row for row in rows(Path("out") / "class.csv")}
    problems = {row["student"]: row["reason"] for row in rows(Path("out") / "problems.csv")}

    assert marked["Ann Lee"]["version"] == "v01"
    assert marked["王小明"]["version"] == "v01"
    assert {marked[name]["score"] for name in ("Ann Lee", "王小明")} == {"31"}
    assert "neither" in marked["Zed"]["problem"]
    assert "nothing was handed in" in problems["'=Bob"]


def test_a_paper_with_the_numbers_of_another_version_is_told(folder, capsys):
    """Each of its numbers was said to be wrong by itself; its mark is that of its own version."""
    handed_in(folder, "1_Ann Lee", "v02", capsys)
    handed_in(folder, "2_王小明", "v02", capsys)
    assert run(["grade", "versions", "sub", "-o", "out", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert said.count("are those of v02; it is marked as v01") == 1
    assert "31 of its 31 numbers are those of v02" in said
    marks = {row["student"]: row["score"] for row in rows(folder.parent / "out" / "class.csv")}
    assert marks["王小明"] == "31"
    assert float(marks["Ann Lee"]) < 20


def test_a_version_that_cannot_be_worked_costs_only_its_own_papers(folder, capsys):
    """Those of the other version are marked."""
    handed_in(folder, "Ann Lee_1", "v01", capsys)
    handed_in(folder, "王小明_2", "v02", capsys)
    (folder / "v02.yaml").write_text("inputs: [1\n")
    out = folder.parent / "out"
    call = ["grade", str(folder), str(folder.parent / "sub"), "-o", str(out), "--lang", "en"]
    assert run(call) == 1

    problems = {row["student"]: row["problem"] for row in rows(out / "class.csv")}
    assert problems["Ann Lee"] == ""
    assert "v02.yaml" in problems["王小明"]


def test_nothing_is_overwritten(folder, capsys):
    """A table that somebody has changed stays, and with it all the rest."""
    table = folder / "versions.csv"
    table.write_text(table.read_text("utf-8") + "v01,x,v01.yaml,1,0,9,Zoe,,\n", encoding="utf-8")
    before = (folder / "v01.yaml").read_bytes()
    call = ["new", "mazur", "-n", "2", "-o", "versions", "--seed", "2", "--lang", "en"]

    assert run(call) == 2
    assert "or a list that has been changed" in " ".join(capsys.readouterr().err.split())
    assert table.read_text("utf-8").endswith(",Zoe,,\n")
    assert (folder / "v01.yaml").read_bytes() == before


@pytest.mark.parametrize("arguments", [["-n", "2"], ["--roster", "nobody.csv", "-o", "x"]])
def test_what_cannot_be_made(arguments, tmp_path, monkeypatch, capsys):
    """Without a folder, or for nobody."""
    monkeypatch.chdir(tmp_path)
    Path("nobody.csv").write_text("ID,Name\n", encoding="utf-8")

    assert run(["new", "mazur", *arguments, "--lang", "en"]) == 2


def test_a_folder_half_written_is_written_by_the_same_call(tmp_path, monkeypatch, capsys):
    """The list of the versions comes last: only a finished folder may have been handed out."""
    call = ["new", "mazur", "-n", "2", "-o", str(tmp_path / "vv"), "--seed", "1"]
    written = place.write_file

    def full(path, *arguments, **options):
        if Path(path).name == "v02.yaml":
            raise OutputError("the disk is full")
        written(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(place, "write_file", full)
        assert run(call) == 2
    assert not (tmp_path / "vv").exists()  # what it has begun is taken back

    assert run(call) == 0
    for name in ("v02.yaml", "versions.csv"):  # as a program that was killed leaves it
        (tmp_path / "vv" / name).unlink()
    assert run(call) == 0
    assert (tmp_path / "vv" / "v02.yaml").exists()
    assert (tmp_path / "vv" / "versions.csv").exists()
    assert run([*call[:-1], "2"]) == 2  # other versions, where these may have been handed out
