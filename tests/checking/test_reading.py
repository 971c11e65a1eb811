"""Files of answers: whatever they are called and written in, and whatever they do to a reader."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_file, read_text
from bpcalc.checking.marker import Marker
from bpcalc.cli import run
from bpcalc.errors import AnswersError
from tests.helpers.naughty import NAMES, TITLES

MAZUR = Marker(bpcalc.load("mazur"))

BATCH = """\
samples: [{inputs: [1], targets: [2]}, {inputs: [2], targets: [5]}, {inputs: [3], targets: [7]}]
update: batch_mean
loss: squared_error
activation: identity
learning_rate: 0.1
weights: [[[0]]]
biases: [0]
"""
ONE_OUTPUT = """\
inputs: [0.5]
targets: [1]
learning_rate: 0.1
weights: [[[0.2]]]
loss: binary_cross_entropy
"""
PREVIOUS = """\
inputs: [1]
targets: [0.5]
activation: identity
learning_rate: 0.5
momentum: 0.25
previous_changes: [0.02]
delta: t-o
weights: [[[0.4]]]
"""


def said(capsys, *arguments):
    """Return exit code, standard output and standard error of a command."""
    code = run([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def exercise(tmp_path):
    """Write an exercise file."""

    def write(text):
        path = tmp_path / "exercise.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.sampled(12)
@pytest.mark.parametrize("form", ["yaml", "csv", "md", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["mazur", "batch-momentum", "thresholds"])
def test_sheets_that_we_print_are_read_filled_in(tmp_path, capsys, name, form, language):
    """A filled sheet is worth full marks in every form, whatever the file is called."""
    path = tmp_path / f"sheet.{form}"
    assert run(["sheet", name, "--key", "-o", str(path), "--lang", language]) == 0
    other = path.rename(tmp_path / "sheet.txt")

    code, out, _ = said(capsys, "check", name, other, "--lang", "en")

    assert "(100 %)" in out
    assert code == 0
    assert "Note:" not in out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("name", ["a.csv", "a.yaml", "a.txt", "answers.yaml.txt", "A"])
def test_the_name_of_a_file_says_nothing(tmp_path, encoding, name):
    """What is in it counts: here a table of two columns, in the encodings of a classroom."""
    path = tmp_path / name
    path.write_bytes("量;值\nnet_h1;0,3775\nout_h1;0,5933\n姓名;李雷\n".encode(encoding))

    answers = read_file(path, MAZUR.names)

    assert [str(cell.value) for cell in answers.cells.values()] == ["0.3775", "0.5933"]
    assert answers.student == "李雷"


def test_a_workbook_of_any_kind_is_read(tmp_path):
    """A table of names and values is; numbers that lost their zeros are not short of digits."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["quantity", "value"], ["out_h1", 0.5933], ["delta_o1", 0.1385], ["w5_new", 0.36]):
        book.active.append(row)
    book.active["B4"].number_format = "0.0000"
    path = tmp_path / "a.xlsx"
    book.save(path)

    answers = read_file(path, MAZUR.names)

    assert [cell.raw for cell in answers.cells.values()] == ["0.5933", "0.1385", "0.3600"]
    assert all(cell.zeros_lost for cell in answers.cells.values())


def test_a_filled_practice_workbook_is_marked(tmp_path, capsys):
    """What a student typed into our own workbook is found by the names of its cells."""
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "blank.xlsx"
    assert run(["sheet", "mazur", "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    for name, value in (("net_h1", 0.3775), ("out_h1", 0.61)):
        place = book.defined_names[name].attr_text.replace("$", "").rpartition("!")[2]
        book["Answer sheet"][place] = value
    book.save(path)

    code, out, _ = said(capsys, "check", "mazur", path)

    assert code == 1
    assert "1 of 31 marks" in out
    assert "You wrote out_h1 = 0.61" in out


def test_exercise_and_answers_the_wrong_way_round(tmp_path, capsys, exercise):
    """It is said, whether the exercise is a file or comes with the program."""
    sheet = tmp_path / "answers.yaml"
    sheet.write_text("net_h1: 0.3775\n", encoding="utf-8")
    path = exercise(ONE_OUTPUT)
    for first, second in ((sheet, path), (sheet, "mazur")):
        code, _, error = said(capsys, "check", first, second)

        assert code == 2
        assert "swapped" in error
        assert f"bpcalc check {second} {first}" in error


def test_a_sheet_of_something_else_is_no_zero(tmp_path, capsys):
    """None of its names is known: one sentence, and exit code 2."""
    path = tmp_path / "a.yaml"
    path.write_text("apples: 3\npears: 4\n", encoding="utf-8")
    code, out, error = said(capsys, "check", "mazur", path)

    assert (code, out) == (2, "")
    assert "apples, pears" in error


def test_a_class_is_no_sheet(tmp_path, capsys):
    """A table of several students is not marked as that of the first."""
    path = tmp_path / "class.csv"
    path.write_text("student,net_h1\nAnn,0.3775\nBob,0.4\n", encoding="utf-8")
    code, _, error = said(capsys, "check", "mazur", path)

    assert code == 2
    assert "bpcalc grade" in error


# Names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        ",net_h1,out_h1\n0,0.3775,0.5933\n1,0.3775,0.5933\n",
        '[{"net_h1": 0.3775, "out_h1": 0.5933}, {"net_h1": 0.38, "out_h1": 0.59}]',
    ],
    ids=["data frame", "records"],
)
def test_rows_that_are_nobody_s_are_not_called_students(text):
    """Nothing there says that the rows are students: the sentence says what is missing."""
    with pytest.raises(AnswersError, match="no column says whose they are"):
        read_text(text, MAZUR.names)


def test_bare_names_on_a_batch_are_the_batch(exercise, capsys):
    """The printed gradient of a mean over three samples is that of the batch."""
    words = ["dE/dw1=-22", "dE/db1=-9.333", "w1_new=2.2", "E_total=26"]
    code, out, _ = said(capsys, "check", exercise(BATCH), *words)

    assert code == 0
    assert "4 of 4 marks" in out


@pytest.mark.parametrize(
    "text",
    ["dE/dw1: -4\ndE/dw1@s2: -20\ndE/dw1@all: -22\n", "dE/dw1@s1: -4\ndE/dw1: -22\n", "dE/dw1: -4"],
)
def test_a_file_that_names_samples_decides(exercise, text):
    """Beside `@s2` and `@all`, a bare name is the first sample; beside `@s1` it is the batch."""
    marker = Marker(bpcalc.load(exercise(BATCH)))
    answers = read_text(text, marker.names)
    marking = marker.mark(answers.cells, list(answers.cells))

    assert len(answers.cells) == text.count(":")
    assert marking.score == marking.most


def test_sheets_name_the_first_sample(exercise, capsys):
    """Nobody needs to know that a name without a sample means the first."""
    _, out, _ = said(capsys, "sheet", exercise(BATCH))

    assert "net_o1@s1:" in out
    assert "dE/dw1@all:" in out
    assert "\nnet_o1:" not in out


def test_one_output_is_asked_once(exercise, capsys):
    """E_total is E_o1: the sheet asks for it once, and takes either name."""
    path = exercise(ONE_OUTPUT)
    _, out, _ = said(capsys, "sheet", path)
    assert "E_total:" in out
    assert "E_o1:" not in out
    for words in (["E_o1=0.6444"], ["E_total=0.6444"], ["E_o1=0.6444", "E_total=0.5"]):
        code, out, _ = said(capsys, "check", path, *words)
        assert code == 0
        assert "1 of 1 marks" in out
    assert "differ on this sheet" in out


def test_given_changes_are_not_asked(exercise, capsys, tmp_path):
    """The change before the first update is given; the key is worth full marks without it."""
    path, key = exercise(PREVIOUS), tmp_path / "key.yaml"
    assert run(["sheet", str(path), "--key", "-o", str(key)]) == 0
    code, out, _ = said(capsys, "check", path, key)

    assert "@e0" not in key.read_text(encoding="utf-8")
    assert code == 0
    assert "(100 %)" in out


# Hostile files ---------------------------------------------------------------------------------

GROWING = {
    "json name": '{{"net_h1[{0}x": 1}}',
    "before value": "net_h1: {0}x",
    "after value": "net_h1: 1{0}x y",
    "in line": "{0}x",
    "in name": "net_h1{0}: 1",
    "in number": "net_h1: 1{0}2",
    "in brackets": "net_h1 = [{0}1",
    "in quotes": 'net_h1 = "{0}',
}
FILLINGS = [
    " ",
    "\t",
    "=",
    ":",
    "[",
    "(",
    "{",
    '"',
    '\\"',
    "-",
    "->",
    ",",
    "a",
    "1",
    "1,",
    ".",
    "#",
]
PROGRAM = """
import sys, resource
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError
from tests.checking.test_reading import FILLINGS, GROWING
names = Marker(bpcalc.load("mazur")).names
for text in GROWING.values():
    for filling in FILLINGS:
        try:
            read_text(text.format(filling * 3_000), names)
        except AnswersError:
            pass
print("read")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processor's time is limited by POSIX")
def test_the_work_grows_with_the_text_and_no_faster():
    """136 texts of 3,000 signs in a minute of computing: one pattern that goes back took hours."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )

    assert done.stdout == "read\n", done.stderr[-2000:]


NASTY = [
    b'{"student": "\\ud800", "net_h1": "0.3775"}',
    b"name,value\nnet_h1\nout_h1,0.5933\n",
    b"net_h1@s" + b"9" * 5000 + b": 1\nout_h1: 0.5\n",
    b"net_h1: 0.3775\n" + b"\xff\xfe",
    b"net_h1: " + b"9" * 100_000 + b"\nout_h1: 0.5\n",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"net_h1: \x1b[31m0.5\nout_h1: 0.5\n",
    b"net_h1,value\x00\n",
    b"PK\x03\x04 but no archive",
    b"%PDF-1.7 net_h1: 0.3775",
    b"\x89PNG net_h1: 0.3775",
    b"",
    b"\n\n",
]


@pytest.mark.parametrize("content", NASTY, ids=range(len(NASTY)))
def test_a_nasty_file_is_read_or_refused_in_a_sentence(tmp_path, capsys, content):
    """There is never a traceback."""
    path = tmp_path / "answers.yaml"
    path.write_bytes(content)
    code, out, error = said(capsys, "check", "mazur", path)

    assert code in (0, 1, 2)
    assert (code == 2) == (out == "")
    assert "Traceback" not in error


def test_mutilated_sheets_are_read_or_refused(capsys):
    """Whatever becomes of a sheet, reading it ends with cells or with a sentence."""
    assert run(["sheet", "mazur", "--key"]) == 0
    text = capsys.readouterr().out
    chance = random.Random(7)
    alphabet = ["", ":", "=", "[", "]", "(", '"', "\n", "  ", "->", "0", "e", "，", "\t", "|", "@s"]
    for _ in range(60):
        signs = list(text)
        for _ in range(chance.randrange(1, 30)):
            signs[chance.randrange(len(signs))] = chance.choice(alphabet)
        try:
            answers = read_text("".join(signs), MAZUR.names)
        except AnswersError:
            continue
        MAZUR.mark(answers.cells)


@pytest.mark.parametrize("text", [*NAMES, *TITLES])
def test_naughty_strings_as_name_and_value(text):
    """What breaks other programs breaks nothing here."""
    for sheet in (
        f"{text}: 1\nnet_h1: 0.5",
        f"net_h1: {text}\nnet_h2: 1",
        f"student: {text}\nE: 1",
    ):
        assert read_text(sheet, MAZUR.names).cells


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_only_regular_files_are_read(tmp_path, capsys):
    """A pipe that nobody writes to, a device and a huge sparse file end at once."""
    pipe, sparse = tmp_path / "pipe", tmp_path / "sparse"
    os.mkfifo(pipe)
    with sparse.open("wb") as file:
        file.truncate(2**31)
    for path in (pipe, Path("/dev/zero"), sparse, tmp_path):
        code, _, error = said(capsys, "check", "mazur", path)

        assert code == 2
        assert len(error.splitlines()) == 1


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, capsys):
    """Its size is looked at before it is unpacked."""
    from zipfile import ZIP_DEFLATED, ZipFile

    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (65 * 2**20))
    code, _, error = said(capsys, "check", "mazur", path)

    assert code == 2
    assert "unpacks to more" in error


def test_the_number_of_a_book_s_example_is_no_sample(tmp_path, capsys):
    """What stands under `# Example 9.1` is of the sample it was before, and of epoch 1."""
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text("# Example 9.1, example 12\nO_4: 0.332\nErr_6: 0.1311\n", encoding="utf-8")
    code, out, _ = said(capsys, "check", "han-kamber", sheet)

    assert code == 0
    assert "2 right" in out


@pytest.mark.parametrize(
    "text",
    [
        "out = {'h1': 0.593, 'h2': 0.597}\n",
        "out = OrderedDict({'h1': 0.593, 'h2': 0.597})\n",
        "out = OrderedDict([('h1', 0.593), ('h2', 0.597)])\n",
        "out: OrderedDict([('h1', 0.593), ('h2', 0.597)])\n",
        "quantity,value\nout,\"{'h1': 0.593, 'h2': 0.597}\"\n",
        "| quantity | value |\n|---|---|\n| out | {'h1': 0.593, 'h2': 0.597} |\n",
    ],
)
def test_an_object_in_the_place_of_a_number(text):
    """What is in it has the name of the object before its own."""
    found = read_text(text, MAZUR.names).cells

    named = {MAZUR.names.told_name(key): cell.raw for key, cell in found.items()}
    assert named == {"out_h1": "0.593", "out_h2": "0.597"}
