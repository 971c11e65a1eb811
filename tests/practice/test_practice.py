"""Practice: every key does what it says, what is kept can be marked, and a session is golden."""

import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pyte
import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.cli import run
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.practice.arithmetic import typed
from bpcalc.practice.record import read, written
from bpcalc.practice.session import Session
from tests.helpers.patience import PATIENCE

GOLDEN = Path(__file__).parent.parent / "golden" / "practice"

KEYS = """\
0.3775
?
??
0.25*0.05 + 0.30*0.10 + 0.35
0.59
0.5933
1/(1+e^-net_h1)
<
>
x
!
1.105
g
h
q
"""
"""What is typed in the golden session."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Work in a folder of our own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def practise(monkeypatch, capsys):
    """Return what a session through a pipe prints."""

    def printed(keys, *arguments):
        monkeypatch.setattr(sys, "stdin", StringIO(keys))
        assert run(["practice", *arguments]) == 0
        return capsys.readouterr().out

    return printed


def right_answers(name):
    """Return the right answer of every line."""
    session = Session(bpcalc.load(name))
    values = session.marker.scheme.values
    return [session.exercise.rounding.shown(key.kind, values[key]) for key in session.keys]


def test_bytes_that_are_no_text_end_nothing(monkeypatch, capsys, tmp_path):
    """A line that cannot be read is said to be none, and what was answered before is kept."""
    keys = TextIOWrapper(BytesIO(b"0.3775\n\xff\xfe\n=0.3925\nq\n"), "utf-8", "strict")
    monkeypatch.setattr(sys, "stdin", keys)
    assert run(["practice", "mazur", "--lang", "en"]) == 0
    printed = capsys.readouterr().out

    assert printed.count("Right.") == 2
    assert "= =" not in printed
    assert "net_h2: 0.3925" in (tmp_path / "practice.yaml").read_text("utf-8")


def test_what_is_typed_is_repeated_without_escapes(practise):
    """Through a pipe, colours, titles and direction marks are shown, not passed on."""
    printed = practise("\x1b[31m0.3\u202e\n\x1b]0;t\x07\nq\n", "mazur")

    assert "> \\x1b[31m0.3\\u202e\n" in printed
    assert not {"\x1b", "\x07", "\u202e"} & set(printed)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_golden_session(language, write_golden, practise):
    """A session as a terminal of 80 columns shows it."""
    screen = pyte.Screen(80, 120)
    printed = practise(KEYS, "mazur", "--lang", language, "--width", "80")
    pyte.Stream(screen).feed(printed.replace("\n", "\r\n"))
    shown = "\n".join(line.rstrip() for line in screen.display).rstrip() + "\n"
    file = GOLDEN / f"{language}.txt"
    if write_golden:
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")

    assert shown == file.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_at_a_terminal():
    """On a terminal of 80 columns, what is typed appears once, and nothing is moved about."""
    import pty

    ours, theirs = pty.openpty()
    call = [sys.executable, "-m", "bpcalc", "practice", "mazur", "--lang", "en"]
    environment = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", "TERM": "dumb"}
    child = subprocess.Popen(call, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    heard = b""
    for words in (b"0.3775\n", b"q\n"):
        while not heard.endswith(b"> "):
            heard += os.read(ours, 4096)
        os.write(ours, words)
        heard += b"\n"
    try:
        while more := os.read(ours, 4096):
            heard += more
    except OSError:  # the other end is closed
        pass
    child.wait()
    os.close(ours)
    text = heard.decode()

    assert text.count("0.3775") == 1
    assert "Right." in text
    assert "Kept in practice.yaml" in text


def test_what_is_kept_can_be_marked_and_gone_on_with(practise, capsys):
    """The file is a sheet; the next call begins where the last one has ended."""
    answers = right_answers("mazur")
    practise("\n".join([*answers[:5], "q", ""]), "mazur", "--lang", "en")

    assert run(["check", "mazur", "practice.yaml", "--lang", "en"]) == 0
    assert "5 right" in capsys.readouterr().out
    again = practise("\n".join([*answers[5:], "n", ""]), "--lang", "en")
    assert "Going on with mazur, line 6 of 31." in again
    assert "31 of 31 lines right at once." in again
    assert "Mark: 31 of 31." in again


def test_the_end_of_the_pipe_leaves(practise):
    """What was answered until then is kept."""
    printed = practise("0.3775\n", "mazur", "--lang", "en")

    assert "Kept in practice.yaml" in printed
    assert "net_h1: 0.3775" in Path("practice.yaml").read_text("utf-8")


@pytest.mark.parametrize("typed", ["q\n", "", "?\nh\ng\nq\n", "\n\n", ">\n<\nq\n"])
def test_where_nothing_was_answered_nothing_is_kept(typed, practise, tmp_path):
    """Whoever has only looked has nothing to go on with; a file that is named is written."""
    printed = practise(typed, "mazur", "--lang", "en")

    assert "Kept" not in printed
    assert list(tmp_path.iterdir()) == []
    assert "Kept in mine.yaml" in practise(typed, "mazur", "--lang", "en", "-o", "mine.yaml")
    assert Path("mine.yaml").exists()
    assert "Going on with mazur" in practise(typed, "--lang", "en", "-o", "mine.yaml")


@pytest.mark.parametrize("typed", ["0.3775\nq\n", "7\nq\n", "!\nq\n"])
def test_an_answer_or_a_value_that_was_shown_is_kept(typed, practise):
    """Right or wrong; the next call that answers nothing leaves it there."""
    assert "Kept in practice.yaml" in practise(typed, "mazur", "--lang", "en")
    before = Path("practice.yaml").read_bytes()

    assert "Kept in practice.yaml" in practise("q\n", "--lang", "en")
    assert Path("practice.yaml").read_bytes() == before


def test_one_more_exercise_practises_what_went_wrong(practise):
    """Only kinds that went wrong are asked for; the rest is filled in."""
    answers = right_answers("mazur")
    keys = [*answers[:2], "0.9", *answers[2:], "y", "q", ""]
    printed = practise("\n".join(keys), "mazur", "--lang", "en", "--seed", "4")
    second = Path("practice-2.yaml").read_text("utf-8")

    assert "30 of 31 lines right at once, 1 at another try." in printed
    assert "To practise: out_h1." in printed
    assert "4 lines are asked." in printed  # h1, h2, o1 and o2
    assert "net_h1: 0." in second
    assert "out_h1:\n" in second
    assert Path("practice-2.exercise.yaml").exists()


def test_a_mistake_is_named_with_the_numbers_of_whoever_made_it():
    """What was done is shown, and not what should have been."""
    session = Session(bpcalc.load("mazur"))
    for key, answer in zip(session.keys[:4], right_answers("mazur"), strict=False):
        session.answer(key, answer)
    reply = session.answer(session.keys[4], "1/(1+e^-0.3775) + 0.6")

    assert not reply.accepted
    reply = session.answer(session.keys[3], "0.5933")  # that of h1
    assert reply.row[-2:] == ("1/(1 + e^(-0.3775))", "0.5933")
    assert "0.5969" not in reply.says


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("0.3775", "0.3775"),
        ("0,3775", "0,3775"),
        ("−3.9×10⁻³", "−3.9×10⁻³"),
        ("0.15*0.05+0.35", "0.3575"),
        ("0.15·0.05 + 0.35", "0.3575"),
        ("1/4", "0.2500"),
        ("1/(1+exp(-w1))", "0.5374"),
        ("2^-2", "0.2500"),
    ],
)
def test_numbers_and_arithmetic(text, raw):
    """A number stays as it was written; arithmetic is rounded to the digits asked for."""
    found = typed(text, "net", Rounding(Digits(4)), {"w1": "0.15"})

    assert (found.raw, found.problem) == (raw, "")


@pytest.mark.parametrize("text", ["abc", "1/0", "__import__('os')", "(" * 60, "ln(0)"])
def test_what_is_no_arithmetic(text):
    """It is said why, and nothing is run."""
    assert typed(text, "net", Rounding(Digits(4)), {}).problem


def test_what_belongs_to_somebody_stays(capsys):
    """A file that no practice has written is not touched."""
    Path("practice.yaml").write_text("net_h1: 0.3775\n", encoding="utf-8")

    assert run(["practice", "mazur", "--lang", "en"]) == 2
    assert Path("practice.yaml").read_text("utf-8") == "net_h1: 0.3775\n"
    assert "practice.yaml is there" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_other_lines_than_those_of_the_practice_are_refused(practise, capsys):
    """With --only, what is kept is of these lines, or one sentence says what it is."""
    practise("0.1385\nq\n", "mazur", "--only", "delta")
    practise("q\n", "mazur", "--only", "delta")

    assert run(["practice", "mazur", "--only", "net", "--lang", "en"]) == 2
    assert "holds a practice of other lines: delta" in capsys.readouterr().err
    assert run(["practice", "mazur", "--only", "xxxx"]) == 2
    assert "xxxx" in capsys.readouterr().err


def test_a_pipe_gets_the_answers_once_and_is_not_read(practise):
    """What keeps nothing is written into at the end; `-` is standard output."""
    os.mkfifo("pipe")
    reader = subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE, text=True)

    printed = practise("0.3775\nq\n", "mazur", "-o", "pipe")
    kept = reader.communicate(timeout=PATIENCE)[0]

    assert "goes on from there" not in printed
    assert kept.count("net_h1: 0.3775\n") == 1
    assert Path("pipe").is_fifo()
    assert "\nnet_h1: 0.3775\n" in practise("0.3775\nq\n", "mazur", "-o", "-")
    assert [*Path().iterdir()] == [Path("pipe")]


def test_the_record_is_read_back():
    """What is written is what is read."""
    session = Session(bpcalc.load("xor"))
    key = session.keys[0]
    session.answer(key, "7")
    session.show(key)
    session.move(1)

    assert read(written(session, "xor")) == (
        "xor",
        frozenset(key.kind for key in session.keys),
        session.progress,
    )
    assert read("net_h1: 1\n") is None
    notes = read_text(written(session, "xor"), session.marker.names).notes
    assert notes == (f"a hint has shown the value of {session.name(key)}",)


def test_a_total_of_one_error_is_asked_with_its_formula():
    """Neither the question nor the numbers put in give the value away."""
    session = Session(bpcalc.load("single-neuron"))
    session.answer(session.keys[0], "0.09")
    session.answer(session.keys[1], "0.5225")
    key = session.keys[2]
    assert key.kind == "total_error"
    assert session.question(key) == ("E_total", "1/2·(target_o1 - out_o1)²", "?")
    assert "0.1140" not in " ".join(part for row in session.numbers(key) for part in row)


@pytest.mark.parametrize("text", ["0,090", "0，09", "0,0900"])
def test_a_comma_is_a_decimal_point(text):
    """A number alone has no thousands, and one beyond all digits cannot be read."""
    session = Session(bpcalc.load("single-neuron"))
    assert session.answer(session.keys[0], text).says.startswith("Right")
    assert session.answer(session.keys[1], "1/(1 + e^-net_o1)").accepted
    assert not session.answer(session.keys[1], "2**999999").accepted
