"""Streams that are closed, full or torn off: a sentence or silence, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpcalc.errors import OutputError, interrupts_unwrapped
from tests.helpers.patience import PATIENCE

BPCALC = f"'{sys.executable}' -m bpcalc"

INITIALIZE = (
    '{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": '
    '"2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}'
)
"""What an assistant says first; the server answers it."""

CLOSED = [
    ("step mazur <&-", 0),
    ("step - <&-", 2),
    ("check mazur - <&-", 2),
    ("practice mazur <&-", 2),
    ("mcp <&-", 2),
    (f"mcp <<< '{INITIALIZE}' >&-", 2),
    (f"mcp <<< '{INITIALIZE}' > /dev/full", 2),
    ("step mazur >&-", 2),
    ("step mazur --format html >&-", 2),
    ("step mazur -o x.txt >&-", 0),
    ("train mazur --epochs 2 >&-", 2),
    ("draw mazur >&-", 2),
    ("examples >&-", 2),
    ("examples mazur >&-", 2),
    ("schema >&-", 2),
    ("notations >&-", 2),
    ("--help >&-", 2),
    ("--version >&-", 2),
    ("step --help >&-", 2),
    ("step 2>&-", 0),
    ("step missing.yaml 2>&-", 2),
    ("train mazur --epochs 2 --verbose 2>&-", 0),
    ("step mazur <&- >&- 2>&-", 2),
    ("step mazur > /dev/full", 2),
    ("step mazur --format pdf > /dev/full", 2),
    ("step missing.yaml 2> /dev/full", 2),
    ("step mazur -o x.json <&- >&- 2>&-", 0),
]


def bash(command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a command line of the shell."""
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell closes streams")
@pytest.mark.parametrize(("call", "code"), CLOSED)
def test_a_stream_that_is_closed_is_one_sentence_at_most(
    call: str, code: int, tmp_path: Path
) -> None:
    """The exit code is 2 where something was to be read or written there, else 0."""
    result = bash(f"{BPCALC} {call}", tmp_path)

    assert result.returncode == code
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr
    if code == 2 and "2>" not in call:
        assert len(result.stderr.splitlines()) == 1
        assert "Bad file descriptor" in result.stderr or "No space left" in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell limits files")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("call", ["step mazur", "step mazur --format html", "schema", "notations"])
def test_an_output_that_takes_a_part_is_told(call: str, unbuffered: str, tmp_path: Path) -> None:
    """Also where Python is told to keep no buffer, as in containers."""
    compiled = "PYTHONDONTWRITEBYTECODE=1"  # Python itself cuts its files off there
    limited = f"ulimit -f 1; {compiled} PYTHONUNBUFFERED={unbuffered} {BPCALC} {call} > out"
    result = bash(limited, tmp_path)

    assert result.returncode == 2
    assert result.stderr == "The output cannot be written: File too large\n"
    assert (tmp_path / "out").stat().st_size == 1024


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell closes streams")
def test_a_file_does_not_take_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    """With all streams closed, a file that is written holds the report and nothing else."""
    bash(f"{BPCALC} step mazur -o closed.json <&- >&- 2>&-", tmp_path)
    bash(f"{BPCALC} step mazur -o open.json", tmp_path)

    assert (tmp_path / "closed.json").read_bytes() == (tmp_path / "open.json").read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell tears pipes off")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "call",
    ["step mazur --format html", "train mazur --epochs 9 --format csv", "schema", "notations"],
)
def test_a_reader_that_has_seen_enough_is_no_error(
    call: str, unbuffered: str, tmp_path: Path
) -> None:
    """`| head` ends the program without a word, whether the pipe holds what it writes or not."""
    call = f"PYTHONUNBUFFERED={unbuffered} {BPCALC} {call}"
    result = bash(f"set -o pipefail; {call} | head -n 1 > /dev/null", tmp_path)

    assert result.returncode == 0
    assert result.stderr == ""


@pytest.mark.skipif(os.name != "posix", reason="processes are interrupted by signals")
def test_ctrl_c_at_any_moment_leaves_no_traceback(tmp_path: Path) -> None:
    """From the first line of ours to the last: ended by the signal, or exit code 130."""
    program = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background\n"
        "import bpcalc.__main__ as program\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == sys.argv[1]:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "where = sys.argv[1]\n"
        "sys.argv[1:] = []\n"
        "sys.argv[1:] = ['step', 'mazur']\n"
        "Interrupting.find_spec.__defaults__\n"
        "program.main()\n"
    ).replace("name == sys.argv[1]", "name == where")
    for module in (
        "click",
        "bpcalc.cli",
        "bpcalc.cli.language",
        "bpcalc.cli.commands.step",
        "yaml",
    ):
        result = subprocess.run(
            [sys.executable, "-c", program, module],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

        assert result.returncode == 130, module
        assert "Traceback" not in result.stderr, module


@pytest.mark.parametrize("module", ["gc", "signal"])
def test_ctrl_c_before_it_can_be_answered_leaves_no_traceback(module: str) -> None:
    """What the first lines of ours import is read from disk, and that may take its time."""
    program = (
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            raise KeyboardInterrupt\n"
        f"sys.modules.pop({module!r}, None)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from bpcalc.__main__ import main\n"
        "main()\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stderr) == (130, "")


@pytest.mark.skipif(os.name != "posix", reason="processes are interrupted by signals")
def test_ctrl_c_that_python_ignores_comes_once_more() -> None:
    """Where an object dies, Python prints an error and goes on; it does so while it imports."""
    program = (
        "import os, signal, sys, weakref\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from bpcalc.__main__ import main\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click':\n"
        "            def dies(_):\n"
        "                os.kill(os.getpid(), signal.SIGINT)\n"
        "            signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "            one = type('Object', (), {})()\n"
        "            self.end = weakref.ref(one, dies)\n"
        "            del one\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "sys.argv[1:] = ['train', 'mazur', '--engine', 'python', '--epochs', '1000000000']\n"
        "main()\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )

    assert result.returncode == 130
    assert "Traceback" not in result.stderr


WRAPPING = {
    # as Python 3.11 does where `__set_name__` raises while a class is made
    "cached": "class Cached(functools.cached_property):\n"
    "    def __set_name__(self, owner, name):\n"
    "        if owner.__name__ == 'Marker':\n"
    "            interrupt()\n"
    "        super().__set_name__(owner, name)\n"
    "functools.cached_property = Cached\n",
    # as libraries do that look after their own imports
    "import": "def wrapped():\n"
    "    try:\n"
    "        interrupt()\n"
    "    except BaseException as error:\n"
    "        raise ImportError('it cannot be imported') from error\n"
    "at('bpcalc.checking.marker', wrapped)\n",
    "context": "def replaced():\n"
    "    try:\n"
    "        interrupt()\n"
    "    except BaseException:\n"
    "        raise SystemError('a result with an exception set')\n"
    "at('bpcalc.checking.marker', replaced)\n",
    "twice": "def refused():\n"
    "    try:\n"
    "        try:\n"
    "            interrupt()\n"
    "        except BaseException as error:\n"
    "            raise RuntimeError('it cannot be imported') from error\n"
    "    except Exception:\n"
    "        from bpcalc.errors import AnswersError\n"
    "        raise AnswersError('the file is damaged') from None\n"
    "at('bpcalc.checking.marker', refused)\n",
    "early": "def early():\n"
    "    try:\n"
    "        interrupt()\n"
    "    except BaseException as error:\n"
    "        raise RuntimeError('it cannot be imported') from error\n"
    "import bpcalc.cli\n"
    "bpcalc.cli.open_missing = early\n",
}
"""What becomes of Ctrl-C where something else answers it first."""


@pytest.mark.parametrize("wrapping", WRAPPING.values(), ids=WRAPPING)
def test_ctrl_c_that_another_error_wraps_leaves_no_traceback(wrapping: str) -> None:
    """It is Ctrl-C all the same: exit code 130, and none of the words of what wraps it."""
    program = (
        "import functools, sys\n"
        "def interrupt():\n"
        "    print('here', flush=True)\n"
        "    raise KeyboardInterrupt\n"
        "class Interrupting:\n"
        "    places = {}\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name in self.places:\n"
        "            self.places[name]()\n"
        "def at(module, does):\n"
        "    Interrupting.places[module] = does\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        f"{wrapping}"
        "sys.argv[1:] = ['check', 'mazur', 'net_h1=0.3775']\n"
        "from bpcalc.__main__ import main\n"
        "main()\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout) == (130, "here\n")
    # Python 3.12 wraps nothing in `__set_name__`; then click writes an empty line before.
    assert result.stderr.lstrip("\n") in ("", "Interrupted.\n")


def test_what_fails_while_ctrl_c_is_answered_is_told() -> None:
    """Where what was done so far cannot be saved, that is the news."""

    @interrupts_unwrapped()
    def train() -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise OutputError("no space left on the device")

    with pytest.raises(OutputError):
        train()


UNUSABLE = [
    ["check", "mazur", "net_h1=1", "--follow", "nan"],
    ["check", "mazur", "net_h1=1", "--form", "sNaN"],
    ["check", "mazur", "net_h1=1", "--mistake", "-inf"],
    ["train", "mazur", "--until", "nan"],
    ["train", "mazur", "--show-steps", "9" * 5000],
    ["train", "mazur", "--epochs", "9" * 5000],
    ["train", "mazur", "--epochs", "9" * 4000],
    ["train", "mazur", "--seed", "9" * 5000],
    ["step", "mazur", "--epochs", "9" * 5000],
    ["sheet", "mazur", "--epochs", "9" * 4000],
    ["draw", "mazur", "--epoch", "9" * 4000],
    ["check", "mazur", "net_h1=1", "--epochs", "9" * 4000],
    ["why", "mazur", "net_h1", "--epoch", "9" * 4000],
    ["step", "mazur", "--epochs", "9" * 4000],
    ["grade", "mazur", "class.csv", "--shard", "9" * 5000 + "/1"],
    ["grade", "mazur", "class.csv", "--shard", "1/" + "9" * 5000],
    ["why", "mazur", "net_h1@s" + "9" * 5000],
    ["why", "mazur", "net_h1", "--sample", "9" * 5000],
    ["step", "x" * 300],
    ["step", "x" * 5000],
    ["step", "x" * 300 + ".yaml"],
    ["check", "x" * 300, "net_h1=1"],
    ["check", "mazur", "x" * 300],
    ["grade", "mazur", "x" * 300],
    ["grade", "x" * 300, "class.csv"],
    ["examples", "x" * 300],
    ["step", "a\0b"],
    ["check", "mazur", "a\0b"],
    ["grade", "mazur", "a\0b"],
    ["step", "mazur", "-o", "a\0b.json"],
    ["step", "mazur", "-o", "x" * 300 + ".json"],
    ["train", "mazur", "--epochs", "1", "--save", "x" * 300],
]


@pytest.mark.parametrize("call", UNUSABLE, ids=lambda call: " ".join(call)[:40])
def test_what_cannot_be_used_is_one_sentence(
    call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbers of thousands of digits, names no file can have, what is not a number."""
    from bpcalc.cli import run

    assert run(call) == 2

    said = capsys.readouterr().err
    assert said
    assert "The output" not in said
    assert len(said) < 1500


def test_long_work_is_announced_with_an_estimate(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it begins; what would not end at all is refused with the estimate."""
    from bpcalc.cli import run, run_train

    def cut_short(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_train, "run_training", cut_short)
    assert run(["train", "mazur", "--epochs", "100000000000", "--engine", "python"]) == 130
    assert "Up to 100,000,000,000 epochs; this takes about" in capsys.readouterr().err
    assert run(["step", "mazur", "--epochs", "1000000"]) == 2
    assert "72,000,000 numbers in formulas, which would take about" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("platform", "says"),
    [
        ("moodle", "About 10,800 numbers in formulas; this takes about 6 seconds."),
        ("numbas", "About 10,800 numbers in formulas; this takes about 23 seconds."),
        ("stack", "About 10,800 numbers in formulas; this takes about 104 seconds."),
    ],
)
def test_a_large_quiz_is_announced_with_what_its_platform_takes(
    platform: str,
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before it is written; where answers are followed, far longer than elsewhere."""
    from bpcalc.cli import run
    from bpcalc.report import quiz

    def cut_short(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(quiz, "Quiz", cut_short)
    file = tmp_path / "layers.yaml"
    row = f"[{', '.join(['0.1'] * 20)}]"
    layer = f"  - [{', '.join([row] * 20)}]\n"
    file.write_text(f"inputs: {row}\ntargets: {row}\nlearning_rate: 1\nweights:\n{layer * 3}")
    assert run(["export", str(file), "--to", platform]) == 130
    assert says in capsys.readouterr().err


def test_a_quiz_of_too_many_dependent_answers_is_refused_for_platforms_that_follow_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such a file would need more memory than there is, and no platform could open it."""
    from bpcalc.cli import run

    file = tmp_path / "layers.yaml"
    row = f"[{', '.join(['0.1'] * 25)}]"
    layer = f"  - [{', '.join([row] * 25)}]\n"
    file.write_text(f"inputs: {row}\ntargets: {row}\nlearning_rate: 1\nweights:\n{layer * 3}")
    assert run(["export", str(file), "--to", "stack"]) == 2
    said = capsys.readouterr().err
    assert "about 125,000 pairs of answers, and at most 65,000 are written" in said
    assert "this takes about" not in said


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["export", "WIDE", "--to", "moodle"], "a .xml file has at most 25,000; take fewer"),
        (["step", "WIDE", "--format", "html"], "a .html file has at most 25,000"),
        (["sheet", "WIDE", "--format", "csv", "--epochs", "99"], "at most 6,000,000 are worked"),
        (["step", "WIDE", "--epochs", str(10**20)], " days or more and "),
    ],
)
def test_what_is_too_large_is_refused_before_it_begins(
    call: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence has the estimate, and no other one promises the work."""
    from bpcalc.cli import run

    row = f"[{', '.join(['0.1'] * 200)}]"
    wide = tmp_path / "wide.yaml"
    wide.write_text(
        f"inputs: {row}\ntargets: {row}\nweights:\n  - [{', '.join([row] * 200)}]\n"
        "learning_rate: 0.5\n"
    )

    assert run([str(wide) if word == "WIDE" else word for word in call]) == 2

    said = capsys.readouterr().err
    assert says in said
    assert "this takes about" not in said


def test_layers_are_judged_before_they_are_drawn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their weights are counted, and what `new` can do about it is said."""
    from bpcalc.cli import run
    from bpcalc.exercise.spec import Exercise

    monkeypatch.delattr(Exercise, "build")

    assert run(["new", "--layers", "999-999"]) == 2

    said = capsys.readouterr().err
    assert "about 8,982,009 numbers in formulas, which would take about 3 minutes and 6 GB" in said
    assert "Ask for fewer units in --layers" in said
    assert "epochs" not in said


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """An exercise whose samples stand in a table of twenty rows."""
    (tmp_path / "rows.csv").write_text("i1,i2,o1,o2\n" + "0.05,0.1,0.01,0.99\n\n" * 20)
    path = tmp_path / "table.yaml"
    path.write_text("samples: rows.csv\nlearning_rate: 0.5\nweights: [[[1, 2], [3, 4]]]\n")
    return path


@pytest.mark.parametrize(
    ("call", "numbers"),
    [
        (["step", "TABLE"], 720),
        (["step", "TABLE", "--epochs", "3"], 2160),
        (["check", "TABLE", "net_o1=1"], 720),
        (["sheet", "TABLE"], 720),
        (["why", "TABLE", "w1"], 720),
        (["audit", "TABLE"], 720),
    ],
)
def test_rows_of_a_table_are_counted_before_they_are_read(
    call: list[str],
    numbers: int,
    table: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where they are too many, no number of them is read; `train` reads them."""
    from bpcalc.cli import run, sizes
    from bpcalc.exercise import table as tables

    words = [str(table) if word == "TABLE" else word for word in call]
    monkeypatch.setattr(sizes, "MAX_NUMBERS", numbers)
    assert run(words) in (0, 1)
    capsys.readouterr()
    monkeypatch.setattr(sizes, "MAX_NUMBERS", numbers - 1)
    with monkeypatch.context() as unread:
        unread.delattr(tables, "plain_rows")
        assert run(words) == 2
    assert f"about {numbers:,} numbers in formulas" in capsys.readouterr().err
    assert run(["train", str(table), "--epochs", "1"]) == 0


def test_a_table_that_is_too_large_has_one_sentence(
    table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what to do; nothing is said of columns that nobody has looked at."""
    from bpcalc.cli import run
    from bpcalc.exercise import table as tables

    monkeypatch.setattr(tables, "MAX_BYTES", 100)

    assert run(["step", str(table)]) == 2

    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].endswith("` is larger than 0 MiB; keep fewer rows in it")


def test_slow_work_is_announced_with_what_it_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Versions of an exam, and pages of a PDF, take longer than the same numbers on a screen."""
    from bpcalc.cli import run, run_versions, sizes
    from bpcalc.report import formats

    def cut_short(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_versions, "versions", cut_short)
    assert run(["new", "mazur", "-n", "1000", "-o", "versions"]) == 130
    said = capsys.readouterr().err
    assert "About 72,000 numbers in formulas; this takes about 5 minutes" in said

    large = tmp_path / "large.yaml"
    row = f"[{', '.join(['0.5'] * 90)}]"
    large.write_text(
        f"inputs: {row}\ntargets: {row}\nweights: [[{', '.join([row] * 90)}]]\nlearning_rate: 0.5\n"
    )
    assert run(["new", str(large), "-n", "99", "-o", "versions"]) == 2
    assert "are worked out. Ask for fewer versions, or take a smaller" in capsys.readouterr().err

    sizes.judge_numbers(9000, sizes.writing(formats.find("terminal")))
    assert capsys.readouterr().err == ""
    sizes.judge_numbers(9000, sizes.writing(formats.find("pdf")))
    said = capsys.readouterr().err
    assert "About 9,000 numbers in formulas; this takes about 13 seconds" in said


def test_narrow_layers_take_long_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deep network has few numbers in its formulas, but many lines: both are told."""
    from bpcalc.calc import calculate
    from bpcalc.cli import run

    def cut_short(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(calculate, "calculate", cut_short)
    deep = tmp_path / "deep.yaml"
    layers = "  - [[0.1, 0.2], [0.3, -0.4]]\n" * 990
    given = "  - {inputs: [0.5, 1], targets: [0.2, 0.7]}\n" * 2
    deep.write_text(f"samples:\n{given}weights:\n{layers}learning_rate: 0.5\n")

    assert run(["step", str(deep)]) == 130
    assert "About 71,280 numbers in formulas; this takes about 7 s" in capsys.readouterr().err


def test_the_limit_of_a_layer_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Who asks for more units learns how many there may be."""
    from bpcalc.cli import run

    assert run(["new", "--layers", "2-1000-1"]) == 2
    assert "at most 999 each; found 2-1000-1" in capsys.readouterr().err


def test_a_long_table_is_announced_before_it_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nobody sits at a terminal; a million rows take some seconds."""
    from bpcalc.cli import run, sizes

    (tmp_path / "rows.csv").write_text("i1,o1\n" + "0.5,1\n" * 40, "utf-8")
    file = tmp_path / "table.yaml"
    file.write_text("samples: rows.csv\nlearning_rate: 1\nweights: [[[0.5]]]\n", "utf-8")
    call = ["train", str(file), "--epochs", "1", "--lang", "en"]
    assert run(call) == 0
    assert "rows" not in capsys.readouterr().err
    monkeypatch.setattr(sizes, "ROW_SECONDS", 1)
    assert run(call) == 0
    said = "The table has about 40 rows; reading them takes about 41 seconds."
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("jobs", "time"), [("1", "93 seconds"), ("2", "47 seconds")])
def test_a_large_class_is_announced(
    jobs: str,
    time: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With its papers, what is asked for, and the processes that mark them."""
    from bpcalc.cli import run, sizes

    for name in ("Ann", "Bob", "Eve"):
        (tmp_path / f"{name}.yaml").write_text("net_h1: 0.3775\n", "utf-8")
    call = ["grade", "mazur", str(tmp_path), "--jobs", jobs, "--lang", "en"]
    assert run(call) == 0
    assert "papers; marking" not in capsys.readouterr().err
    monkeypatch.setattr(sizes, "MARKING_SECONDS", 1)
    assert run(call) == 0
    assert f"3 papers; marking them takes about {time} at most." in capsys.readouterr().err
