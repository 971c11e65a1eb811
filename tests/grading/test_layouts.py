"""Classes as platforms hand them out: everybody found, once, under their own name."""

import csv
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from bpcalc.checking.policy import read_policy
from bpcalc.cli import run
from tests.helpers import classes


def _folder(write):
    return lambda folder: write(folder / "class")


def _text(name, text):
    def write(folder):
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


LAYOUTS = {
    "moodle": _folder(classes.moodle),
    "moodle, newer": _folder(lambda folder: classes.moodle(folder, end="")),
    "moodle, flat": _folder(classes.moodle_flat),
    "moodle, zip": lambda folder: classes.zipped(classes.moodle(folder / "m"), folder / "m.zip"),
    "gradescope": _folder(classes.gradescope),
    "gradescope, zip": lambda folder: classes.zipped(
        classes.gradescope(folder / "g").parent, folder / "g.zip"
    ),
    "google": lambda folder: _text("g.csv", classes.google_form())(folder),
    "microsoft": lambda folder: _text("m.xlsx", classes.xlsx(classes.microsoft_form()))(folder),
    "moodle quiz": lambda folder: _text("q.csv", classes.moodle_quiz())(folder),
    "问卷星": lambda folder: _text("w.csv", classes.wenjuanxing())(folder),
    "wide": lambda folder: _text("w.csv", classes.wide())(folder),
    "wide, commas": lambda folder: _text("w.csv", classes.wide(delimiter=";", comma=True))(folder),
    "wide, tabs": lambda folder: _text("w.tsv", classes.wide(delimiter="\t"))(folder),
    "long": lambda folder: _text("l.csv", classes.long())(folder),
}
FILES = {name for name in LAYOUTS if name.startswith(("moodle", "gradescope"))} - {"moodle quiz"}


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table as mappings."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


@pytest.fixture
def roster(tmp_path: Path) -> str:
    """The list of the class."""
    path = tmp_path / "roster.csv"
    path.write_text(classes.roster(), encoding="utf-8")
    return str(path)


def plain(name: str) -> str:
    """Return a name as it stood before the table made it harmless."""
    return name.removeprefix("'")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_paper_is_found_under_its_owner(layout, tmp_path, roster, capsys):
    """None twice, none lost, none at zero for a heading or a suffix; the rest with its reason."""
    path, out = LAYOUTS[layout](tmp_path), tmp_path / "out"
    code = run(["grade", "mazur", str(path), "--roster", roster, "-o", str(out), "--lang", "en"])
    found = rows(out / "class.csv")

    unreadable = classes.UNREADABLE if layout in FILES else set()
    missing = classes.NOTHING
    assert code == (1 if unreadable else 0)
    assert sorted(row["id"] for row in found) == [pupil.id for pupil in classes.pupils()]
    by_id = {row["id"]: row for row in found}
    for pupil in classes.pupils():
        row = by_id[pupil.id]
        assert plain(row["student"]).partition(" (")[0] == pupil.name
        if pupil.number in missing:
            assert (row["score"], row["mark"]) == ("", "0")
        elif pupil.number in unreadable:
            assert row["score"] == ""
            assert row["problem"]
        else:
            assert (row["score"], row["problem"]) == (str(len(classes.VALUES)), "")
    problems = {row["student"] for row in rows(out / "problems.csv")}
    assert {p.name for p in classes.pupils() if p.number in missing | unreadable} <= problems


@pytest.mark.parametrize("layout", ["moodle", "moodle, flat", "gradescope", "google", "wide"])
def test_without_a_roster_nobody_is_lost(layout, tmp_path, capsys):
    """Two students of one name stay two."""
    path, out = LAYOUTS[layout](tmp_path), tmp_path / "out"
    run(["grade", "mazur", str(path), "-o", str(out)])
    found = rows(out / "class.csv")

    unreadable = len(classes.UNREADABLE) if layout in FILES else 0
    marked = [row for row in found if row["score"]]
    assert len(found) == classes.SIZE - len(classes.NOTHING)
    assert len(marked) == len(found) - unreadable
    assert len({row["student"] for row in found}) == len(found)
    assert len([row for row in found if row["student"].startswith("Ann Lee")]) == 2


def test_headings_are_proposed_and_told(tmp_path, capsys):
    """What a heading means can be seen, changed, and given back."""
    table = tmp_path / "class.csv"
    table.write_text(
        "Name,What is δ_o1?,delta o2 (output),the first one,IP\n"
        "Ann,0.1385,-0.0381,0.3775,1.2.3.4\n",
        encoding="utf-8",
    )
    assert run(["grade", "mazur", str(table), "--propose"]) == 0
    proposed = capsys.readouterr().out
    assert "'What is δ_o1?': 'delta_o1'" in proposed
    assert "'delta o2 (output)': 'delta_o2'" in proposed
    assert "'the first one':" in proposed

    told = tmp_path / "columns.yaml"
    told.write_text(
        proposed.replace("'the first one':", "'the first one': net_h1"), encoding="utf-8"
    )
    out = tmp_path / "out"
    call = ["grade", "mazur", str(table), "--columns", str(told), "-o", str(out)]
    assert run(call) == 0
    assert rows(out / "class.csv")[0]["score"] == "3"


def test_responses_are_told_by_their_order(tmp_path, capsys):
    """`Response 7` is the seventh quantity of the sheet, if there are as many responses."""
    table = tmp_path / "quiz.csv"
    table.write_text(
        "Last name,First name,ID number,State,Response 1,Response 2\n"
        "Lee,Ann,7,Finished,0.3775,-\nOverall average,,,,,\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    exercise = tmp_path / "e.yaml"
    exercise.write_text("inputs: [0.5]\nweights: [[[0.755]]]\nactivation: identity\n")
    assert run(["grade", str(exercise), str(table), "-o", str(out)]) == 0
    (row,) = rows(out / "class.csv")
    assert (row["student"], row["id"], row["score"], row["max_score"]) == ("Ann Lee", "7", "1", "2")


def test_a_table_of_something_else_is_refused(tmp_path, capsys):
    """No column is a quantity: one sentence, the headings, and no zeros."""
    table = tmp_path / "class.csv"
    table.write_text("name,apples\nAnn,3\n", encoding="utf-8")

    assert run(["grade", "mazur", str(table)]) == 2
    assert "apples" in capsys.readouterr().err


def test_a_folder_without_papers_is_refused(tmp_path, capsys):
    """Nothing could be marked: exit code 2."""
    folder = tmp_path / "class"
    folder.mkdir()
    assert run(["grade", "mazur", str(folder)]) == 2
    (folder / "ann.jpg").write_bytes(classes.PHOTO)
    assert run(["grade", "mazur", str(folder)]) == 2
    assert "ann" in capsys.readouterr().out


def test_the_paper_does_not_say_whose_it_is(tmp_path, capsys):
    """A sheet in Ann's folder that says Bob makes no second Bob; it is reported."""
    for name in ("Ann", "Bob"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "a.yaml").write_text("student: Bob\nnet_h1: 0.3775\n")
    out = tmp_path / "out"
    assert run(["grade", "mazur", str(tmp_path / "class"), "-o", str(out), "--lang", "en"]) == 0

    assert [row["student"] for row in rows(out / "class.csv")] == ["Ann", "Bob"]
    assert "Look at Ann: the paper says that it is by Bob" in capsys.readouterr().out


def test_two_files_of_one_student_are_one_paper(tmp_path):
    """Both count, the later one first; a photo beside them is listed and costs nothing."""
    folder = tmp_path / "class" / "Ann Lee_310000_assignsubmission_file_"
    folder.mkdir(parents=True)
    early, late = folder / "a.yaml", folder / "b.yaml"
    early.write_text("net_h1: 9\nnet_h2: 0.3925\n")
    late.write_text("net_h1: 0.3775\n")
    os.utime(early, (1_000_000, 1_000_000))
    (folder / "c.jpg").write_bytes(classes.PHOTO)
    out = tmp_path / "out"

    assert run(["grade", "mazur", str(tmp_path / "class"), "-o", str(out)]) == 0
    assert [row["score"] for row in rows(out / "class.csv")] == ["2"]
    assert any("c.jpg" in row["place"] for row in rows(out / "problems.csv"))


# Hostile papers --------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_one_paper_cannot_stop_stall_or_fool_the_class(tmp_path, capsys):
    """Links, pipes, sparse files, names in other bytes: each is a line of the results."""
    folder, key = tmp_path / "class", tmp_path / "key.yaml"
    folder.mkdir()
    assert run(["sheet", "mazur", "--key", "-o", str(key)]) == 0
    (folder / "ann.yaml").write_text("net_h1: 0.3775\n")
    (folder / "cheat.yaml").symlink_to(key)
    (folder / "passwd.yaml").symlink_to("/etc/passwd")
    (folder / "zero.yaml").symlink_to("/dev/zero")
    (folder / "outside").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.yaml")
    with (folder / "sparse.yaml").open("wb") as file:
        file.truncate(2**31)
    (folder / ("\U0001f600" * 60 + ".yaml")).write_text("net_h1: 0.3775\n")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xc0\xee\xc0\xd7.yaml")).write_text(
        "net_h1: 0.3775\n"
    )
    (folder / "long.yaml").write_text("net_h1: 0.3775\n" + "x" * 2**21 + ": 1\n")
    out = tmp_path / "out"

    assert run(["grade", "mazur", str(folder), "-o", str(out)]) == 1

    found = {row["student"]: row["score"] for row in rows(out / "class.csv")}
    hostile = dict.fromkeys(("cheat", "passwd", "zero", "outside", "pipe", "sparse"), "")
    assert found == {"ann": "1", "long": "1", "李雷": "1", "\U0001f600" * 60: "1"} | hostile
    places = {row["place"] for row in rows(out / "problems.csv")}
    assert {
        "cheat.yaml",
        "passwd.yaml",
        "zero.yaml",
        "outside",
        "pipe.yaml",
        "sparse.yaml",
    } <= places
    assert "root:" not in "".join(path.read_text("utf-8") for path in out.rglob("*.md"))


def test_an_archive_that_climbs_or_bursts_writes_nothing(tmp_path, capsys):
    """Members that lead out, links, and members that unpack to too much are listed."""
    from zipfile import ZIP_DEFLATED, ZipFile

    path = tmp_path / "class.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("Ann/a.yaml", "net_h1: 0.3775\n")
        archive.writestr("../../evil.yaml", "net_h1: 0.3775\n")
        archive.writestr("Bob/big.yaml", b"0" * (17 * 2**20))
        archive.writestr("Cid/a.yaml", "net_h1: 0.3775\n")
    out = tmp_path / "out"

    assert run(["grade", "mazur", str(path), "-o", str(out)]) == 1
    found = {
        row["student"]: (row["score"], bool(row["problem"])) for row in rows(out / "class.csv")
    }
    assert found == {"Ann": ("1", False), "Bob": ("", True), "Cid": ("1", False)}
    assert not list(tmp_path.parent.glob("evil*"))


# Policy ----------------------------------------------------------------------------------------


@pytest.fixture
def small_class(tmp_path: Path) -> Path:
    """A table of two students: one all right, one with a mistake and a late paper."""
    path = tmp_path / "class.csv"
    path.write_text(
        "student,timestamp,net_h1,out_h1,delta_h1\n"
        "Ann,2026-11-20 10:00,0.3775,0.5933,0.008771\n"
        "Bob,2026-11-22 10:00,0.3775,0.5933,0.9\n",
        encoding="utf-8",
    )
    return path


def test_points_marks_and_late_days(tmp_path, small_class, capsys):
    """A policy in a file: points by kind, a mark out of ten, a share for each late day."""
    policy = tmp_path / "grading.yaml"
    policy.write_text(
        "points: {delta: 2}\nout_of: 10\nround_to: 0.5\nonly: [net, out, delta]\n"
        "deadline: 2026-11-20 23:59\nlate: {per_day: 0.1, most: 0.5}\n"
    )
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "--grading", str(policy), "-o", str(out)]
    assert run([*call, "--lang", "en"]) == 0
    ann, bob = rows(out / "class.csv")

    assert (ann["score"], ann["max_score"], ann["mark"]) == ("4", "16", "2.5")
    assert (bob["score"], bob["late_days"], bob["mark"]) == ("2", "2", "1")
    report = (out / "students" / "Bob.md").read_text("utf-8")
    assert "Handed in 2 days late." in report
    assert "Points: deltas: 2; everything else 1." in report


def test_the_exercise_has_a_policy_and_the_command_line_wins(tmp_path, small_class, capsys):
    """Under `grading` in the exercise; the file wins over it, and the command line over both."""
    exercise = tmp_path / "e.yaml"
    run(["examples", "mazur"])
    text = capsys.readouterr().out
    exercise.write_text(f"{text}\ngrading: {{out_of: 100, only: net, same_mistake: each}}\n")
    out = tmp_path / "out"
    assert run(["grade", str(exercise), str(small_class), "-o", str(out)]) == 0
    assert {row["max_score"] for row in rows(out / "class.csv")} == {"4"}
    assert run(["grade", str(exercise), str(small_class), "-o", str(out), "--only", "delta"]) == 0
    assert [row["mark"] for row in rows(out / "class.csv")] == ["25", "0"]
    assert run(["check", str(exercise), "net_h1=0.3775"]) == 0
    capsys.readouterr()
    exercise.write_text(f"{text}\ngrading: {{only: net, accept: []}}\n")
    sheet = tmp_path / "a.yaml"
    sheet.write_text("net_h1: 0.3775\n")
    assert run(["check", str(exercise), str(sheet), "--lang", "en"]) == 0
    assert "1 of 4 marks" in capsys.readouterr().out
    assert run(["check", str(exercise), str(sheet), "--only", "delta", "--lang", "en"]) == 0
    assert "0 of 4 marks" in capsys.readouterr().out


@pytest.mark.parametrize("file", ["docs/marking.md", "docs/marking.zh.md"])
def test_the_policy_in_the_documentation_is_one(file):
    """What stands there can be used."""
    text = Path(__file__).parents[2].joinpath(file).read_text("utf-8")
    block = text[text.index("points: {") :].partition("```")[0]
    policy = read_policy(block, file)

    assert (policy.out_of, policy.late_per_day) == (Decimal(10), Decimal("0.1"))
    assert policy.credit["same_mistake"] == "once"
    assert (policy.bonus, policy.per_digit, policy.rounding) == (
        {"E_total": Decimal(1)},
        Decimal("0.25"),
        Decimal("0.5"),
    )


@pytest.mark.parametrize(
    "text", ["points: 3", "outof: 10", "out_of: ten", "late: 1", "deadline: soon", "[1]", "{"]
)
def test_a_policy_that_means_nothing_is_refused(tmp_path, small_class, capsys, text):
    """In one sentence that names the file."""
    policy = tmp_path / "grading.yaml"
    policy.write_text(text)
    assert run(["grade", "mazur", str(small_class), "--grading", str(policy)]) == 2
    assert "grading.yaml" in capsys.readouterr().err


def test_what_is_set_by_hand_stays(tmp_path, small_class, capsys):
    """Overrides are read, shown as by hand, and survive every run."""
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "-o", str(out), "--lang", "en"]
    assert run(call) == 0
    (out / "overrides.csv").write_text(
        "student,quantity,credit,comment\nBob,delta_h1,1,said aloud\nAnn,,30,star\n"
    )
    for _ in range(2):
        assert run(call) == 0
        ann, bob = rows(out / "class.csv")
        assert (ann["mark"], bob["score"]) == ("30", "3")
        report = (out / "students" / "Bob.md").read_text("utf-8").replace("\\", "")
        assert "By hand: δ_h1: 1 (said aloud)." in report
        assert (out / "overrides.csv").exists()


# Running again ---------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder, but for the records."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != "records"
    }


def test_a_second_run_marks_only_what_is_new(tmp_path, small_class, capsys, monkeypatch):
    """It gives the same bytes; a changed paper is marked again, and the change is said."""
    from bpcalc.checking.marker import Marker

    marked = []
    mark = Marker.mark
    monkeypatch.setattr(Marker, "mark", lambda *args: marked.append(1) or mark(*args))
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "-o", str(out), "--lang", "en"]
    assert run(call) == 0
    first = contents(out)
    assert run(call) == 0
    assert (len(marked), contents(out)) == (2, first)

    small_class.write_text(small_class.read_text().replace("0.9", "0.008771"))
    capsys.readouterr()
    assert run([*call, "--regrade"]) == 0
    assert len(marked) == 3
    assert "Bob: 2 → 3" in capsys.readouterr().out
    changes = rows(out / "changes.csv")
    assert {(row["student"], row["why"]) for row in changes} == {
        ("Bob", "the paper has changed"),
        ("Bob", "another number is written"),
    }


def test_a_late_paper_renames_nobody_and_stale_files_go(tmp_path):
    """Files are named after students, not after their places in the class."""
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for name in ("bob", "cid"):
        (folder / f"{name}.yaml").write_text("net_h1: 0.3775\n")
    call = ["grade", "mazur", str(folder), "-o", str(out)]
    assert run(call) == 0
    (folder / "ann.yaml").write_text("net_h1: 0.3775\n")
    (folder / "cid.yaml").unlink()
    (out / "notes.txt").write_text("mine")
    assert run(call) == 0

    names = {path.name for path in (out / "students").iterdir()}
    assert names == {"ann.md", "ann.results.json", "bob.md", "bob.results.json"}
    assert (out / "notes.txt").read_text() == "mine"


def test_a_table_changed_by_hand_is_kept(tmp_path, small_class, capsys):
    """Nothing that the teacher has typed is lost."""
    out = tmp_path / "out"
    call = ["grade", "mazur", str(small_class), "-o", str(out)]
    assert run(call) == 0
    changed = (out / "class.csv").read_text("utf-8-sig").replace("Bob", "Robert")
    (out / "class.csv").write_text(changed)
    assert run(call) == 0

    assert (out / "class-by-hand.csv").read_text() == changed
    assert "Robert" not in (out / "class.csv").read_text("utf-8-sig")


def test_an_interrupted_run_is_resumed(tmp_path, monkeypatch):
    """What it had marked is not marked again, and nothing of it is left over."""
    from bpcalc.checking.marker import Marker

    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for number in range(6):
        (folder / f"s{number}.yaml").write_text("net_h1: 0.3775\n")
    mark, marked = Marker.mark, []

    def interrupted(*args):
        if len(marked) == 4:
            raise KeyboardInterrupt
        marked.append(1)
        return mark(*args)

    call = ["grade", "mazur", str(folder), "-o", str(out)]
    with monkeypatch.context() as patch:
        patch.setattr(Marker, "mark", interrupted)
        assert run(call) == 130
    assert not out.exists()
    monkeypatch.setattr(Marker, "mark", lambda *args: marked.append(1) or mark(*args))
    assert run(call) == 0

    assert len(marked) == 6
    assert len(rows(out / "class.csv")) == 6
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_a_part_that_was_cut_short_is_refused(tmp_path, small_class, capsys):
    """One sentence, and no traceback."""
    out = tmp_path / "out"
    for part in ("1/2", "2/2"):
        assert run(["grade", "mazur", str(small_class), "-o", str(out), "--shard", part]) == 0
    path = out / "records" / "2-of-2.jsonl"
    path.write_bytes(path.read_bytes()[:-20])

    assert run(["grade", "mazur", "--merge", "-o", str(out)]) == 2
    assert "cut short" in capsys.readouterr().err


# The teacher's page ----------------------------------------------------------------------------


def test_the_page_of_the_class(tmp_path, capsys):
    """Distribution, items, clusters and pairs; nobody is named if nobody is to be."""
    lines = ["student,group,net_h1,delta_o1,delta_o2"]
    lines += [f"Nina{n},{'AB'[n % 2]},0.3775,0.1111,-0.0381" for n in range(4)]
    lines += ["Zoe,A,0.7771,0.1385,0.8882", "Yan,B,0.7771,0.1385,0.8882", "Ok,A,0.3775,0.1385,"]
    table = tmp_path / "class.csv"
    table.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    call = ["grade", "mazur", str(table), "-o", str(out), "--lang", "en"]
    assert run(call) == 0
    page = (out / "class.html").read_text("utf-8")

    assert "Check the key first." in page
    assert "<td>0.1111</td>" in page or ">0.1111<" in page
    assert "Papers to look at together" in page
    assert "it proves nothing" in page
    assert run([*call, "--anonymous"]) == 0
    page = (out / "class.html").read_text("utf-8")
    assert not any(name in page for name in ("Nina", "Zoe", "Yan"))


def test_the_class_as_a_workbook(tmp_path):
    """Marks are numbers, names and IDs are texts, whatever they begin with."""
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    table = tmp_path / "class.csv"
    table.write_text("name,id,net_h1\n=1+1,007,0.3775\nAnn,12345678901234,9\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(["grade", "mazur", str(table), "-o", str(out), "--lang", "en"]) == 0
    book = openpyxl.load_workbook(out / "class.xlsx")
    heads, one, two = book["Students"].iter_rows(values_only=True)

    assert heads[:2] == ("student", "id")
    assert one[:2] == ("=1+1", "007")
    assert two[:2] == ("Ann", "12345678901234")
    assert (one[heads.index("score")], two[heads.index("score")]) == (1, 0)
    assert book["Students"]["A2"].data_type == "s"
    assert book["Quantities"]["A2"].value == "net_h1"


def test_names_are_harmless_in_the_page(tmp_path):
    """A student called like a script runs nothing."""
    table = tmp_path / "class.csv"
    table.write_text("student,net_h1\n<script>alert(1)</script>,0.3775\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(["grade", "mazur", str(table), "-o", str(out)]) == 0

    assert "<script" not in (out / "class.html").read_text("utf-8")


def test_results_are_as_gradescope_reads_them(tmp_path, small_class):
    """One file a student, one test a quantity."""
    out = tmp_path / "out"
    assert run(["grade", "mazur", str(small_class), "-o", str(out)]) == 0
    found = json.loads((out / "students" / "Ann.results.json").read_text("utf-8"))

    assert {"score", "output", "tests"} <= set(found)


def test_a_policy_says_which_conventions_pass(tmp_path, capsys):
    """The sign of delta passes unless the policy lists what does, and that is not among it."""
    table = tmp_path / "class.csv"
    table.write_text(
        "student,delta_o1,delta_o2,delta_h1,delta_h2\nAnn,-0.1385,0.03810,-0.008771,-0.009954\n"
    )
    policy, out = tmp_path / "grading.yaml", tmp_path / "out"
    call = ["grade", "mazur", str(table), "-o", str(out), "--grading", str(policy)]
    policy.write_text("only: delta\n")
    assert run(call) == 0
    assert rows(out / "class.csv")[0]["score"] == "4"
    policy.write_text("only: delta\naccept: []\n")
    assert run(call) == 0
    assert float(rows(out / "class.csv")[0]["score"]) < 4
    policy.write_text("accept: [nonsense]\n")
    assert run(call) == 2
