"""The latest submission counts whole; a name within a paper gives it to nobody, but nobody is 0."""

import csv
from pathlib import Path
from zipfile import ZipFile

import pytest

from bpcalc.cli import run

BOTH = "net_h1: 0.3775\nnet_h2: 0.3925\n"
ONE = "net_h1: 0.3775\n"
WHO = "HW3_{}_attempt_2026-11-{}-09-30-11_answers.txt"


def rows(path: Path) -> dict[str, dict[str, str]]:
    """Return the rows of a table by student."""
    return {row["student"]: row for row in csv.DictReader(path.read_text("utf-8-sig").splitlines())}


@pytest.fixture
def grade(tmp_path, capsys):
    """Mark a class of files, in a folder or in an archive; return exit code, rows, what is said."""

    def call(files: dict[str, str], *options: str, archived: bool = False):
        where = tmp_path / ("class.zip" if archived else "class")
        if archived:
            with ZipFile(where, "w") as archive:
                for name, content in files.items():
                    archive.writestr(name, content)
        for name, content in {} if archived else files.items():
            path = where / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        out = tmp_path / "out"
        said = ["grade", "mazur", str(where), "-o", str(out), "--lang", "en", "--only", "net"]
        code = run([*said, *options])
        return code, rows(out / "class.csv"), capsys.readouterr().out

    return call


def test_a_later_attempt_is_not_filled_up_from_an_earlier_one(grade):
    """A mark that no attempt has earned is nobody's; the earlier attempt is listed."""
    earlier, later = WHO.format("liwei", 19), WHO.format("liwei", 20)
    code, found, said = grade({earlier: BOTH, later: ONE})
    assert (code, found["liwei"]["score"]) == (0, "1")
    assert f"Not used: {earlier}: a later submission of liwei counts" in said

    code, found, said = grade({earlier: ONE, later: BOTH})
    assert (code, found["liwei"]["score"]) == (0, "2")


def test_two_files_of_one_attempt_are_one_paper(grade):
    """As the halves of a sheet."""
    half = WHO.replace("answers", "second")
    code, found, said = grade(
        {WHO.format("ann", 20): ONE, half.format("ann", 20): "net_h2: 0.3925\n"}
    )
    assert (code, found["ann"]["score"]) == (0, "2")
    assert "a later submission" not in said


@pytest.mark.parametrize("name", ["Group 3: Ann_310001", "C:Ann_310001", "=HYPERLINK(http:_310001"])
def test_a_colon_in_an_archive_climbs_nowhere(grade, name):
    """Only the letter of a drive does."""
    folder = f"{name}_assignsubmission_file_/a.yaml"
    code, found, _ = grade(
        {folder: BOTH, "Bob_310002_assignsubmission_file_/a.yaml": BOTH}, archived=True
    )
    assert code == 0
    assert [row["score"] for row in found.values()] == ["2", "2"]


def test_the_letter_of_a_drive_leads_out_of_an_archive(grade):
    """It is listed, and the others are marked."""
    code, found, said = grade({"C:/Ann/a.yaml": BOTH, "Bob/a.yaml": BOTH}, archived=True)
    assert code == 1
    assert list(found) == ["Bob"]
    assert "C:/Ann/a.yaml: its name leads out of the archive" in said


@pytest.mark.parametrize("written", ["Qian Qi", "qian qi 1006", "1006", "q@x.cn"])
def test_whom_a_paper_names_inside_has_not_handed_in_nothing(grade, tmp_path, written):
    """It is marked under the name of its file, and who is named there has no 0."""
    roster = tmp_path / "roster.csv"
    roster.write_text("ID,name,email\n1006,Qian Qi,q@x.cn\n1007,Zhao Ba,z@x.cn\n")
    code, found, said = grade(
        {"final version.yaml": f"student: {written}\n{BOTH}"}, "--roster", str(roster)
    )
    assert code == 1
    assert found["final version"]["score"] == "2"
    assert found["Qian Qi"]["mark"] == ""
    assert found["Zhao Ba"]["mark"] == "0"
    assert "Qian Qi: the paper called final version says that it is theirs" in said
