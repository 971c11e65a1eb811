"""`check`, `sheet`, `audit` and `grade` as a user meets them."""

import csv
import json
from pathlib import Path

import pytest

from bpcalc.cli import run
from bpcalc.exercise.sources import built_in, built_in_path


@pytest.fixture
def class_csv(tmp_path, capsys):
    """A table of six students; two of them made the same mistake."""
    run(["sheet", "mazur", "--key", "--format", "csv"])
    key = list(csv.reader(capsys.readouterr().out.splitlines()))[1:]
    names, values = [row[0] for row in key], [row[1] for row in key]
    table = [["student", *names], *([f"s{number}", *values] for number in range(6))]
    wrong = names.index("delta_h1") + 1
    table[1][wrong] = table[2][wrong] = "0.007294"
    table[3][1] = "=1+1"
    table[4][2] = ""
    path = tmp_path / "class.csv"
    path.write_text("\n".join(",".join(row) for row in table), encoding="utf-8")
    return path


def said(capsys, *arguments):
    """Return exit code and standard output of a command."""
    code = run(list(arguments))
    return code, capsys.readouterr().out


def test_right_words_end_with_0(capsys):
    """A right answer is right, and the exit code says so."""
    code, out = said(capsys, "check", "mazur", "net_h1=0.3775", "out_h1=0.5933")

    assert code == 0
    assert "2 of 2 marks" in out


def test_what_is_not_understood_ends_with_1(capsys):
    """It is no mistake and costs nothing, but nobody knows that all is right."""
    code, out = said(capsys, "check", "mazur", "net_h1=0.3775", "foo=1")

    assert code == 1
    assert "1 of 1 marks (100 %): 1 right." in out
    assert "The first mistake" not in out
    _, told = said(capsys, "check", "--help")
    assert "The exit code is 1 if anything is wrong or not understood." in " ".join(told.split())


def test_mistake_ends_with_1_and_shows_the_right_line(capsys):
    """The first mistake is shown with the right line in the student's own numbers."""
    code, out = said(capsys, "check", "mazur", "out_h1=0.61", "net_o1=0.7", "--width", "120")

    assert code == 1
    assert "You wrote out_h1 = 0.61." in out
    code, out = said(capsys, "check", "mazur", "delta_h1=0.007294", "--width", "200")
    assert "0.0363" in out
    assert "already updated" in out


def test_unusable_call_ends_with_2(capsys, tmp_path):
    """What cannot be read is one sentence and exit code 2."""
    assert run(["check", "mazur", str(tmp_path / "none.yaml")]) == 2
    assert run(["check", "mazur", "net_h1=1", "word"]) == 2
    assert run(["check", "mazur"]) == 2
    assert run(["check", "mazur", "net_h1=1", "--format", "csv"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_json_is_the_contract(capsys):
    """The keys that programs rely on are there."""
    code, out = said(
        capsys, "check", "mazur", "net_h1=0.3775", "delta_h1=0.007294", "--format", "json"
    )
    content = json.loads(out)
    right, wrong = content["marks"]

    assert code == 1
    assert (content["score"], content["max_score"]) == (1, 2)
    assert content["first_error"] == "delta_h1"
    assert {"name", "written", "key", "own", "verdict", "credit", "mistakes"} <= set(right)
    assert (right["written"], right["key"], right["verdict"]) == ("0.3775", "0.3775", "right")
    assert [found["id"] for found in wrong["mistakes"]] == ["updated_w"]
    assert {"id", "says", "chance"} <= set(wrong["mistakes"][0])
    assert content["findings"][0]["names"] == ["delta_h1"]


@pytest.mark.parametrize("form", ["terminal", "markdown", "latex"])
@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_report_is_written_in_every_format(capsys, form, width):
    """The report has the mark and the finding in all of them."""
    wide = [] if form == "markdown" else ["--width", width]
    _, out = said(capsys, "check", "mazur", "w5+=0.4411", "--format", form, *wide)

    assert "0 of 1 marks" in out
    assert "wrong way" in " ".join(out.split())


@pytest.mark.sampled(15)
@pytest.mark.parametrize("form", ["yaml", "csv"])
@pytest.mark.parametrize("name", list(built_in()))
def test_key_checks_with_full_marks(capsys, tmp_path, name, form):
    """The filled sheet of every built-in exercise is right as it is."""
    path = tmp_path / f"key.{form}"
    run(["sheet", name, "--key", "-o", str(path)])
    code, out = said(capsys, "check", name, str(path), "--format", "json")
    content = json.loads(out)

    assert code == 0
    assert content["score"] == content["max_score"] > 0


@pytest.mark.sampled(5)
@pytest.mark.parametrize("digits", [["--decimals", "2"], ["--significant", "3"]])
@pytest.mark.parametrize("notation", ["mazur", "z-a", "han-kamber", "zhou", "hanliqun"])
def test_key_in_any_notation_and_digits(capsys, tmp_path, notation, digits):
    """So it is in any notation, and with whatever digits are asked for."""
    path = tmp_path / "key.yaml"
    call = ["distinct-numbers", "--notation", notation, *digits]
    run(["sheet", *call, "--key", "-o", str(path)])
    call.insert(1, str(path))

    assert said(capsys, "check", *call)[0] == 0


def test_blank_sheet_is_blank(capsys, tmp_path):
    """A sheet that nobody filled in has no marks and no mistakes."""
    path = tmp_path / "sheet.yaml"
    run(["sheet", "mazur", "-o", str(path)])
    code, out = said(capsys, "check", "mazur", str(path), "--format", "json")
    content = json.loads(out)

    assert (code, content["score"]) == (0, 0)
    assert {mark["verdict"] for mark in content["marks"]} == {"blank"}
    assert "significant" in path.read_text(encoding="utf-8")


def test_markdown_sheet_is_a_table(capsys):
    """The printed sheet has symbols and the names for files."""
    _, out = said(capsys, "sheet", "mazur", "--format", "markdown")

    assert "`delta_h1`" in out


def test_audit_of_mazur_at_four_decimals(capsys):
    """His gradients would keep one digit or two, so four are asked for; some mistakes stay open."""
    _, out = said(capsys, "audit", "mazur", "--decimals", "4", "--width", "120")
    words = " ".join(out.split())

    assert "∂E/∂w1 0.0004" not in words
    assert "∂E/∂w2, ∂E/∂w4: The learning rate is already in this gradient" in words
    assert "rate_inside" not in words


def test_audit_refuses_what_nobody_writes_down(capsys, monkeypatch):
    """Every mistake is tried in every line; of thousands of them, at once, it says so instead."""
    monkeypatch.setattr("bpcalc.cli.sizes.MAX_AUDITED", 15)
    code, _ = said(capsys, "audit", "mazur")
    only, out = said(capsys, "audit", "mazur", "--only", "delta")

    assert code == 2
    assert only == 0
    assert "4 quantities" in out


def test_audit_finds_ties(capsys):
    """net_h2 is half-way between two numbers of three decimals."""
    _, out = said(capsys, "audit", "mazur", "--decimals", "3")

    assert "half-way" in out
    assert "net_h2" in out


def test_class_is_graded(capsys, class_csv, tmp_path):
    """There is a report for each student, and tables of the class."""
    folder = tmp_path / "out"
    code, out = said(capsys, "grade", "mazur", str(class_csv), "-o", str(folder))

    assert code == 0
    assert "6 papers marked" in out
    assert len(list((folder / "students").glob("*.md"))) == 6
    wide = rows(folder / "class.csv")
    assert [row["findings"] for row in wide[:2]] == ["updated_w", "updated_w"]
    long = rows(folder / "class-long.csv")
    raws = [row["raw"] for row in long]
    assert "'=1+1" in raws
    assert not any(raw.startswith("=") for raw in raws)
    results = json.loads((folder / "students" / "s0.results.json").read_text("utf-8"))
    assert results["tests"][0].keys() >= {"score", "max_score", "status", "name", "tags"}
    items = rows(folder / "items.csv")
    assert next(row for row in items if row["quantity"] == "delta_h1")["root_errors"] == "2"


def rows(path):
    """Return the rows of a table as mappings."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def contents(folder):
    """Return the tables and reports of a folder."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "records" not in path.parts
    }


@pytest.mark.parametrize("name", ["terminal", "markdown", "latex", "html"])
def test_the_right_line_has_the_students_own_numbers(capsysbinary, name):
    """In every format, what is put in is what the student wrote and what follows from it."""
    words = ["out_h1=0.59", "net_o1=1.1", "out_o1=0.7503", "delta_o1=0.5"]

    assert run(["check", "mazur", *words, "--format", name]) == 1

    text = capsysbinary.readouterr().out.decode()
    assert "0.7403" in text  # ∂E/∂out_o1 = 0.7503 - 0.01, which is not asked for
    assert "0.187350" in text  # 0.7503·(1 - 0.7503)
    assert "0.138695" in text
    assert "0.186816" not in text  # of the key


def test_a_name_that_no_font_can_write_costs_nobody_a_report(capsys, tmp_path):
    """The sign is a box in the PDF, and itself everywhere else."""
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("Ann", "Bo\U000f1234b", "Cid"):
        (folder / f"{name}.yaml").write_text("answers: {net_h1: 0.3775}\n", encoding="utf-8")
    out = tmp_path / "out"

    code, _ = said(
        capsys, "grade", "mazur", str(folder), "-o", str(out), "--format", "pdf", "--lang", "en"
    )

    assert code == 0
    assert len(list((out / "students").glob("*.pdf"))) == 3
    assert len(list((out / "students").glob("*.results.json"))) == 3
    assert [row["score"] for row in rows(out / "class.csv")] == ["1"] * 3
    assert [row["student"] for row in rows(out / "class.csv")] == ["Ann", "Bo\U000f1234b", "Cid"]


def test_a_wide_table_in_latex_says_whose_numbers_these_are(capsys):
    """Where it does not fit on the page, every row still has its quantity and its headings."""
    assert run(["check", "mazur", "net_h1=0.3775", "net_h2=0.5", "--format", "latex"]) == 1
    narrow = capsys.readouterr().out
    long = ["out_o1=0." + "7" * 30, "out_o2=0." + "7" * 30]
    assert run(["check", "mazur", *long, "--format", "latex"]) == 1
    wide = capsys.readouterr().out

    assert "& Verdict" in narrow
    assert "& Verdict" not in wide
    for sign in ("out}_{o_1}", "out}_{o_2}", "Written: 0.7777", "Right: 0.751365", "Verdict: "):
        assert sign in wide


def test_as_many_digits_as_are_wrong(capsys):
    """Beside 0.35891699, which is wrong, stands 0.35891648, and not a number that looks alike."""
    _, out = said(capsys, "check", "mazur", "w5_new=0.35891699")

    assert "0.35891648" in out
    assert "0.358916 " not in out


@pytest.mark.parametrize(
    "rounding",
    ["carry: rounded", "carry: rounded, ties: down", "decimals: 3, carry: rounded", "ties: down"],
)
def test_the_key_of_a_sheet_is_right(capsys, tmp_path, rounding):
    """However an exercise is rounded, what `sheet --key` writes down, `check` finds right."""
    exercise, key = tmp_path / "exercise.yaml", tmp_path / "key.yaml"
    _, text = said(capsys, "examples", "distinct-numbers")
    exercise.write_text(f"{text}rounding: {{{rounding}}}\n", encoding="utf-8")
    assert run(["sheet", str(exercise), "--key", "-o", str(key)]) == 0

    code, out = said(capsys, "check", str(exercise), str(key))

    assert code == 0
    assert "46 of 46 marks (100 %)" in out


def test_almost_everything_is_not_everything(capsys):
    """One wrong number in a thousand is no 100 %."""
    run(["sheet", "batch-momentum", "--key", "--epochs", "8", "--format", "csv"])
    key = list(csv.reader(capsys.readouterr().out.splitlines()))[1:]
    words = [f"{name}={value}" for name, value in key]
    words[-1] = f"{key[-1][0]}=7.5"

    _, out = said(capsys, "check", "batch-momentum", *words, "--epochs", "8")

    assert "(99 %)" in out


@pytest.mark.parametrize(
    ("exercise", "words"),
    [("han-kamber", "O_6=0.474 Err_6=0.0327"), ("thresholds", "yhat_1=0.495317 g_1=0.0253")],
)
def test_a_slope_that_stands_in_the_formula_has_not_cancelled(capsys, exercise, words):
    """Whoever multiplies by it twice is not told that it should not be there at all."""
    _, out = said(capsys, "check", exercise, *words.split())

    assert "cancels" not in out


@pytest.mark.parametrize(("name", "start"), [("html", b"<!doctype"), ("pdf", b"%PDF-")])
def test_students_get_reports_to_look_at(class_csv, tmp_path, name, start):
    """Each report is a file of its own in the format that the teacher asks for."""
    folder = tmp_path / "out"

    assert run(["grade", "mazur", str(class_csv), "-o", str(folder), "--format", name]) == 0

    written = sorted((folder / "students").glob(f"*.{name}"))
    assert len(written) == 6
    assert all(path.read_bytes().startswith(start) for path in written)


def test_the_folder_is_not_called_like_a_file(capsys, class_csv, tmp_path):
    """Who writes `-o report.html` wants a file, and is told what there is instead."""
    code = run(["grade", "mazur", str(class_csv), "-o", str(tmp_path / "report.html")])

    assert code == 2
    assert "--format says how they are written" in capsys.readouterr().err


def test_a_class_that_is_not_there_leaves_nothing_behind(tmp_path):
    """No folder is made before there is something to write into it."""
    assert run(["grade", "mazur", str(tmp_path / "nobody"), "-o", str(tmp_path / "out")]) == 2

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("parts", [1, 2, 5])
def test_shards_merge_to_the_same(capsys, class_csv, tmp_path, parts):
    """However many shards a class is spread over, the result is the same."""
    whole, merged = tmp_path / "whole", tmp_path / "merged"
    _, expected = said(capsys, "grade", "mazur", str(class_csv), "-o", str(whole))
    for part in range(1, parts + 1):
        call = ["grade", "mazur", str(class_csv), "-o", str(merged), "--shard", f"{part}/{parts}"]
        assert run(call) == 0
    _, out = said(capsys, "grade", "mazur", "--merge", "-o", str(merged))

    assert expected == out
    assert contents(whole) == contents(merged)


def test_missing_shard_is_noticed(capsys, class_csv, tmp_path):
    """A class of which a part is missing is not merged."""
    run(["grade", "mazur", str(class_csv), "-o", str(tmp_path), "--shard", "1/2"])

    assert run(["grade", "mazur", "--merge", "-o", str(tmp_path)]) == 2


def test_one_unusable_sheet_stops_nothing(capsys, tmp_path):
    """It is reported, and the others are marked."""
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "ann.yaml").write_text("net_h1: 0.3775\n", encoding="utf-8")
    (folder / "bob.json").write_text("{", encoding="utf-8")
    (folder / "李雷.csv").write_bytes("net_h1;0,3775\n姓名;李雷\n".encode("gb18030"))
    code, out = said(capsys, "grade", "mazur", str(folder))

    assert code == 1
    assert "2 papers marked" in out
    assert "bob" in out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_long_table(capsys, tmp_path, encoding):
    """A long table has a row for every answer."""
    text = "学号;quantity;value\n李雷;net_h1;0,3775\n李雷;out_h1;0,5933\n韩梅;net_h1;0,4\n"
    path = tmp_path / "class.csv"
    path.write_bytes(text.encode(encoding))
    _, out = said(capsys, "grade", "mazur", str(path))

    assert "2 papers marked" in out


def test_common_mistake_makes_one_look_at_the_key(capsys, tmp_path):
    """If most of a class has the same, the key or the lecture may be otherwise."""
    table = ["student,delta_h1,delta_h2", *(f"s{n},0.007294,0.008473" for n in range(5))]
    path = tmp_path / "class.csv"
    path.write_text("\n".join(table), encoding="utf-8")
    _, out = said(capsys, "grade", "mazur", str(path))

    assert "Check the key" in out


def test_file_names_are_harmless(capsys, tmp_path):
    """A student called ../x writes nowhere else."""
    path = tmp_path / "class.csv"
    path.write_text("student,net_h1\n../../x,0.3775\n../../x,0.3\n", encoding="utf-8")
    run(["grade", "mazur", str(path), "-o", str(tmp_path / "out")])
    names = sorted(path.name for path in Path(tmp_path / "out" / "students").iterdir())

    assert all(name.startswith("x") for name in names)
    assert len(names) == 4


@pytest.mark.parametrize("epochs", ["1", "2"])
def test_a_key_over_epochs_is_all_right(epochs, tmp_path, capsys):
    """The headings of a sheet are no answers."""
    assert run(["sheet", "mazur", "--key", "--epochs", epochs]) == 0
    path = tmp_path / "key.yaml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")

    assert run(["check", "mazur", str(path), "--epochs", epochs]) == 0
    assert "no quantity" not in capsys.readouterr().out


def test_a_key_of_batches_is_all_right(tmp_path, capsys):
    """A sheet counts epochs and batches as the page does, and is read again."""
    path, key = tmp_path / "x.yaml", tmp_path / "key.yaml"
    path.write_text(
        "samples: [{inputs: [1, 2], targets: [1]}, {inputs: [0.5, -1], targets: [0]}, "
        "{inputs: [-0.3, 0.7], targets: [1]}]\nweights: [[[0.1, -0.2]]]\nlearning_rate: 0.1\n"
        "batch_size: 2\n"
    )
    assert run(["sheet", str(path), "--key", "--epochs", "2"]) == 0
    sheet = capsys.readouterr().out
    assert "# epoch 2, batch 2: " in sheet
    assert "epoch 4" not in sheet
    key.write_text(sheet, encoding="utf-8")

    assert run(["check", str(path), str(key), "--epochs", "2"]) == 0
    assert "no quantity" not in capsys.readouterr().out


def test_a_sheet_of_more_epochs_than_are_asked_for(tmp_path, capsys):
    """E_samples@e3 is of the third batch there, and of all samples after one epoch of two."""
    path, key = tmp_path / "x.yaml", tmp_path / "key.yaml"
    text = built_in_path("xor").read_text(encoding="utf-8")
    path.write_text(text.replace("update: online", "update: batch\nbatch_size: 2"), "utf-8")
    assert run(["sheet", str(path), "--key", "--epochs", "2"]) == 0
    key.write_text(capsys.readouterr().out, encoding="utf-8")

    marking = json.loads(said(capsys, "check", str(path), str(key), "--format", "json")[1])
    assert marking["first_error"] is None
    assert marking["score"] == marking["max_score"]
    (told,) = marking["unknown"]
    assert "of epoch 2, which is not asked for" in told
    assert "--epochs 2" in told


def test_what_nobody_asked_for_is_not_the_first_mistake(tmp_path, capsys):
    """It costs no mark, and is told apart."""
    assert run(["sheet", "mazur", "--key"]) == 0
    key = tmp_path / "key.yaml"
    key.write_text(capsys.readouterr().out + "\nE_total@e2: 0.99\n", encoding="utf-8")

    _, text = said(capsys, "check", "mazur", str(key))
    assert "A mistake in what nobody asked for" in text
    assert "The first mistake" not in text
