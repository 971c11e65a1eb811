"""Runs over a folder of results: nothing of the teacher is lost, nothing is stale."""

import csv
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpcalc.cli import result_folder, run
from bpcalc.cli.grade_results import Results
from bpcalc.report import class_workbook
from bpcalc.report.platform_files import ClassInfo, platform_files


@pytest.fixture
def small_class(tmp_path: Path) -> Path:
    """Return a class of two."""
    table = tmp_path / "class.csv"
    table.write_text("student,net_h1,net_h2\nAnn,0.3775,0.3925\nBob,0.3775,9\n")
    return table


def test_every_edit_of_a_table_is_kept(tmp_path, small_class, capsys):
    """The second one as well as the first; one that is kept already is not kept again."""
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "-o", str(out), "--lang", "en"]
    assert run(call) == 0
    edits = []
    for word in ("Robert", "Bobby"):
        edits.append((out / "class.csv").read_text("utf-8-sig").replace("Bob", word))
        (out / "class.csv").write_text(edits[-1])
        assert run(call) == 0
    (out / "class.csv").write_text(edits[0])
    capsys.readouterr()
    assert run(call) == 0

    assert "by hand" not in capsys.readouterr().out
    kept = ["class-by-hand.csv", "class-by-hand-2.csv"]
    assert [(out / name).read_text() for name in kept] == edits
    assert not (out / "class-by-hand-3.csv").exists()


def test_parts_marked_by_different_policies_are_not_put_together(tmp_path, small_class, capsys):
    """Half a class at one policy and half at another is no class."""
    policy = tmp_path / "grading.yaml"
    policy.write_text("out_of: 10\n")
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "-o", str(out), "--lang", "en"]
    assert run([*call, "--shard", "1/2"]) == 0
    assert run([*call, "--shard", "2/2", "--grading", str(policy)]) == 0

    assert run(["grade", "mazur", "--merge", "-o", str(out), "--lang", "en"]) == 2
    assert "2-of-2.jsonl: this part was marked by another" in capsys.readouterr().err

    assert run([*call, "--shard", "2/2"]) == 0
    assert run(["grade", "mazur", "--merge", "-o", str(out), "--lang", "en"]) == 0


def test_parts_put_together_again_keep_what_was_changed_by_hand(tmp_path, small_class, capsys):
    """A table is kept as a copy; reports stay, and platforms and changes have their files."""
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "-o", str(out), "--lang", "en"]
    merge = ["grade", "mazur", "--merge", "-o", str(out), "--lang", "en", "--platform", "mail"]

    def both():
        assert [run([*call, "--shard", part]) for part in ("1/2", "2/2")] == [0, 0]
        capsys.readouterr()
        assert run(merge) == 0
        return capsys.readouterr().out

    both()
    edited = (out / "class.csv").read_text("utf-8-sig").replace("Bob", "Robert")
    (out / "class.csv").write_text(edited)
    small_class.write_text("student,net_h1,net_h2\nAnn,0.3775,0.3925\nBob,0.3775,0.3925\n")
    told = both()

    assert "it is kept as class-by-hand.csv" in told
    assert "1 mark has changed" in told
    assert (out / "class-by-hand.csv").read_text() == edited
    reports = {path.name for path in (out / "students").iterdir() if path.suffix == ".md"}
    assert reports == {"Ann.md", "Bob.md"}
    mails = list(csv.DictReader((out / "mail.csv").read_text("utf-8-sig").splitlines()))
    assert [row["report"] for row in mails] == ["students/Ann.md", "students/Bob.md"]
    assert "by hand" not in both()


def test_parts_in_the_folder_of_a_whole_class(tmp_path, small_class, capsys):
    """Nobody has changed its reports by hand, and none of them goes."""
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "-o", str(out), "--lang", "en"]
    assert run(call) == 0
    small_class.write_text("student,net_h1,net_h2\nAnn,0.3775,0.3925\nBob,0.3775,0.3925\n")
    assert [run([*call, "--shard", part]) for part in ("1/2", "2/2")] == [0, 0]
    assert run(["grade", "mazur", "--merge", "-o", str(out), "--lang", "en"]) == 0

    assert "by hand" not in capsys.readouterr().out
    assert sorted(path.name for path in (out / "students").glob("*.md")) == ["Ann.md", "Bob.md"]
    assert run(call) == 0
    assert "by hand" not in capsys.readouterr().out
    assert sorted(path.name for path in (out / "students").glob("*.md")) == ["Ann.md", "Bob.md"]


HOLD = """
import sys
from pathlib import Path
from bpcalc.cli.result_folder import ResultFolder
folder = ResultFolder(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_two_runs_do_not_write_into_one_folder(tmp_path, small_class, capsys):
    """The second one says so and touches nothing; when the first has ended, however, it can."""
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "-o", str(out), "--lang", "en"]
    assert run(call) == 0
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == b"held"
    before = (out / "class.csv").read_bytes()

    assert run(call) == 2
    assert "another `bpcalc grade` is writing there" in capsys.readouterr().err
    assert (out / "class.csv").read_bytes() == before

    other.kill()
    other.communicate()
    assert run(call) == 0
    assert [path.name for path in tmp_path.iterdir() if "lock" in path.name] == []


class Killed(BaseException):
    """What ends a run in the middle."""


@pytest.mark.parametrize("last", [0, 1, 5, 9, 12, 14])
def test_a_run_that_ends_between_two_files_leaves_no_edits(
    tmp_path, small_class, monkeypatch, capsys, last
):
    """In a folder with somebody's own files, ours are ours, be they of the old run or the new."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    call = ["grade", "mazur", str(small_class), "-o", str(out), "--format", "markdown"]
    assert run(call) == 0
    small_class.write_text(small_class.read_text().replace("9\n", "0.3925\n"))
    put = result_folder.replace_file
    done = []

    def some(path, content, **how):
        if len(done) == last:
            raise Killed
        done.append(path)
        put(path, content, **how)

    with monkeypatch.context() as patch:
        patch.setattr(result_folder, "replace_file", some)
        with pytest.raises(Killed):
            run(call)
    capsys.readouterr()
    assert run([*call, "--lang", "en"]) == 0

    assert "by hand" not in capsys.readouterr().out
    assert not list(out.glob("*-by-hand*"))
    rows = csv.DictReader((out / "class.csv").read_text("utf-8-sig").splitlines())
    assert {row["student"]: row["mark"] for row in rows} == {"Ann": "2", "Bob": "2"}
    assert "2 of" in (out / "students" / "Bob.md").read_text()
    assert (out / "mine.txt").read_text() == "mine"


BOOK = [
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "HW1 (7)", "Final exam (8)"],
    ["    Points Possible", "", "", "", "", "10", "40"],
    ["Lee, Ann", "501", "001", "alee", "Sec1", "9", "38"],
]


def filled_in(book, folder, title="BP"):
    """Return a gradebook with a mark of 2 of 31 in it, and what is said of that."""
    paper = {"participant": "501", "id": "001", "mark": "2", "best": "31"}
    [(name, content, remark)] = platform_files(["canvas"], [paper], ClassInfo(title, folder, book))
    assert name == "canvas.csv"
    return list(csv.reader(content.decode().splitlines())), remark


def test_marks_of_another_assignment_stay(tmp_path):
    """A gradebook of Canvas that has marks in all columns gets a new one."""
    written, remark = filled_in(BOOK, tmp_path)
    assert [row[-1] for row in written] == ["BP", "31", "2"]
    assert "Final exam (8)" not in written[0]
    assert "a new assignment, `BP`" in remark


def test_it_is_said_which_column_of_a_gradebook_is_filled_in(tmp_path):
    """And if its points are not those that the marks are of."""
    written, remark = filled_in(BOOK, tmp_path, "final EXAM")
    assert [row[-1] for row in written] == ["Final exam (8)", "40", "2"]
    assert remark.startswith("canvas.csv: the column `Final exam (8)` is filled in; there it is")

    empty = [*BOOK[:1], ["    Points Possible", *[""] * 4, "31.0", "40"], [*BOOK[2][:5], "", "38"]]
    written, remark = filled_in(empty, tmp_path)
    assert [row[-1] for row in written] == ["HW1 (7)", "31.0", "2"]
    assert remark == "canvas.csv: the column `HW1 (7)` is filled in"


def test_a_large_class_has_the_same_workbook(tmp_path, small_class, monkeypatch, capsys):
    """Its rows go to a file one by one, and are read as those of a small one."""
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    books = []
    for most, name in ((500, "small"), (1, "large")):
        monkeypatch.setattr(class_workbook, "LARGE", most)
        assert run(["grade", "mazur", str(small_class), "-o", str(tmp_path / name)]) == 0
        book = openpyxl.load_workbook(tmp_path / name / "class.xlsx")
        books.append({sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book})
    assert books[0] == books[1]
    assert (tmp_path / "large" / "class.xlsx").read_bytes() != (
        tmp_path / "small" / "class.xlsx"
    ).read_bytes()


def test_a_table_that_a_full_disk_does_not_take_leaves_no_lock(tmp_path: Path) -> None:
    """What fails when the tables are closed does not keep the folder from the next run."""

    class Full:
        def close(self) -> None:
            raise OSError(errno.ENOSPC, "full")

    results = Results(result_folder.ResultFolder(tmp_path / "class"), "")
    results._wide.close()
    results._wide = Full()

    results.release()

    assert not (tmp_path / ".class.lock").exists()
    result_folder.ResultFolder(tmp_path / "class").release()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_in_the_folder_is_not_waited_for(tmp_path, small_class, capsys):
    """It is nothing of ours, and stays."""
    out = tmp_path / "out"
    out.mkdir()
    os.mkfifo(out / "class.csv")

    assert run(["grade", "mazur", str(small_class), "-o", str(out), "--lang", "en"]) == 2

    assert "class.csv: this is no regular file" in capsys.readouterr().err
    assert (out / "class.csv").is_fifo()


@pytest.mark.parametrize("protected", ["", "students"])
def test_results_that_their_owner_has_protected_stay(
    protected, tmp_path, small_class, monkeypatch, capsys
):
    """A folder is replaced by its name, which needs no right in it; so its rights are asked for."""
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "-o", str(out), "--lang", "en"]
    assert run(call) == 0
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    small_class.write_text("student,net_h1,net_h2\nAnn,9,9\n")
    folder = out / protected
    access = os.access  # root may write anywhere
    monkeypatch.setattr(
        os, "access", lambda path, mode: Path(path) != folder and access(path, mode)
    )
    capsys.readouterr()

    assert run(call) == 2
    assert capsys.readouterr().err == f"{out}: Permission denied\n"
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class.csv", "out"]
