"""`bpcalc step` as a user meets it: options, streams, exit codes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bpcalc.cli import run

EXERCISE = """\
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights:
  - [[0.15, 0.20], [0.25, 0.30]]
  - [[0.40, 0.45], [0.50, 0.55]]
biases: [0.35, 0.60]
"""


@pytest.fixture
def exercise(tmp_path: Path) -> Path:
    """A file with the smallest form of Mazur's exercise."""
    path = tmp_path / "exercise.yaml"
    path.write_text(EXERCISE)
    return path


def process(
    *arguments: str, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run bpcalc in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    return subprocess.run(
        [sys.executable, "-m", "bpcalc", *arguments],
        input=stdin.encode(),
        capture_output=True,
        env=kept | environment,
        check=False,
    )


def lines(exercise: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, str]:
    """Return what `step --format json` shows, by name, of the first epoch."""
    assert run(["step", str(exercise), "--format", "json", *options]) == 0
    content = json.loads(capsys.readouterr().out)
    found: dict[str, str] = {}
    for line in content["lines"]:
        found.setdefault(line["name"], line["shown"])
    return found


def test_json_is_the_contract(exercise: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line of JSON has exactly the keys, and the values, that the contract shows."""
    run(["step", str(exercise), "--format", "json"])

    content = json.loads(capsys.readouterr().out)

    assert list(content) == ["bpcalc", "title", "notation", "lines"]
    assert next(line for line in content["lines"] if line["name"] == "net_h1") == {
        "name": "net_h1",
        "symbol": "net_h1",
        "kind": "net",
        "layer": 1,
        "unit": 1,
        "source": None,
        "sample": 1,
        "epoch": 1,
        "formula": "w1·i1 + w2·i2 + b1",
        "substitution": "0.15·0.05 + 0.20·0.10 + 0.35",
        "value": "0.3775",
        "shown": "0.3775",
        "relation": "=",
        "latex": r"\mathrm{net}_{h_1} = w_1 \cdot i_1 + w_2 \cdot i_2 + b_1 "
        r"= 0.15 \cdot 0.05 + 0.20 \cdot 0.10 + 0.35 = 0.3775",
    }


def test_a_tie_is_rounded_as_at_school(exercise: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """net_h2 is 0.3925 exactly and prints as 0.393, unless the user says otherwise."""
    assert lines(exercise, capsys, "--decimals", "3")["net_h2"] == "0.393"
    assert lines(exercise, capsys, "--decimals", "3", "--ties", "half_even")["net_h2"] == "0.392"
    assert lines(exercise, capsys, "--decimals", "3", "--ties", "down")["net_h2"] == "0.392"


def test_rounding_options(exercise: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Digits are shown as asked, and carried rounding changes later digits."""
    assert lines(exercise, capsys, "--significant", "3")["dE/dw1"] == "0.000439"
    assert lines(exercise, capsys, "--decimals", "3")["delta_o1"] == "0.138"
    assert lines(exercise, capsys, "--decimals", "3", "--carry", "rounded")["delta_o1"] == "0.139"


def test_only_unit_and_show_narrow_the_report(
    exercise: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--only keeps kinds, --unit keeps what a unit is about, --show keeps columns."""
    assert set(lines(exercise, capsys, "--only", "net,delta", "--unit", "h1")) == {
        "net_h1",
        "delta_h1",
    }
    run(["step", str(exercise), "--only", "net", "--show", "value"])
    text = capsys.readouterr().out
    assert "0.3775" in text
    assert "w1·i1" not in text


def test_epochs_and_inputs(exercise: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--epochs works further rounds, --inputs the slopes over the inputs."""
    run(["step", str(exercise), "--epochs", "2", "--inputs", "--format", "json"])

    content = json.loads(capsys.readouterr().out)["lines"]

    assert {line["epoch"] for line in content if line["kind"] == "net"} == {1, 2, 3}
    assert [line["name"] for line in content if line["layer"] == 0 and line["epoch"] == 1] == [
        "dE/di1",
        "dE/di2",
    ]


@pytest.mark.parametrize("command", ["step", "sheet"])
@pytest.mark.parametrize(
    ("keys", "options", "says"),
    [
        (
            "epochs: 3",
            (),
            "`epochs: 3`, and 1 is worked out here; --epochs 3 works out all of them.",
        ),
        (
            "epochs: 500",
            (),
            "`epochs: 500`, and 1 is worked out here; `bpcalc train` runs them all.",
        ),
        ("epochs: 3", ("--epochs", "2"), None),
        ("epochs: 1", (), None),
    ],
)
def test_epochs_of_the_file_that_are_not_worked_are_told(
    command: str,
    keys: str,
    options: tuple[str, ...],
    says: str | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file that says how many is not worked for fewer in silence."""
    file = tmp_path / "exercise.yaml"
    file.write_text(EXERCISE + keys + "\n")

    assert run([command, str(file), *options, "-o", str(tmp_path / "out.csv")]) == 0
    told = capsys.readouterr().err
    assert ("The exercise says" in told) is (says is not None)
    assert says is None or says in told


def test_left_out_exercise_is_the_built_in_one() -> None:
    """Without an exercise the built-in 2-3-2 is worked, and standard error says so."""
    done = process("step")

    assert done.returncode == 0
    assert b"two-three-two" in done.stderr
    assert "E_total = 0.391829 → 0.377362" in done.stdout.decode()


def test_standard_input(exercise: Path) -> None:
    """`-` reads the exercise from standard input."""
    assert process("step", "-", stdin=EXERCISE).stdout == process("step", str(exercise)).stdout


def test_step_never_imports_numpy(exercise: Path) -> None:
    """Working an exercise loads neither numpy nor, in a pipe, rich's console."""
    code = (
        "import sys; from bpcalc.cli import run; "
        f"run(['step', {str(exercise)!r}]); "
        "print([m for m in ('numpy', 'rich.console', 'jsonschema') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_no_colour_in_a_pipe_or_under_no_color(exercise: Path) -> None:
    """There is no escape code in a pipe; FORCE_COLOR brings colour, NO_COLOR wins."""
    assert b"\x1b" not in process("step", str(exercise)).stdout
    assert b"\x1b[" in process("step", str(exercise), FORCE_COLOR="1").stdout
    assert b"\x1b" not in process("step", str(exercise), FORCE_COLOR="1", NO_COLOR="1").stdout


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
def test_poor_encodings_get_ascii_names(exercise: Path, encoding: str) -> None:
    """An output that cannot hold ∂ or δ gets ASCII names instead of a crash."""
    done = process("step", str(exercise), PYTHONIOENCODING=encoding, PYTHONUTF8="0")

    assert done.returncode == 0, done.stderr
    assert "delta_o1" in done.stdout.decode("ascii")
    assert b"dE/dout_o1*dout_o1/dnet_o1" in done.stdout


def test_a_closed_pipe_is_no_error(exercise: Path) -> None:
    """A reader that closes early, such as head, causes neither a message nor a failure."""
    command = f"{sys.executable} -m bpcalc step {exercise} --epochs 50 | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_sentence(exercise: Path) -> None:
    """Output that cannot be written is a sentence and exit code 2, not a traceback."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bpcalc", "step", str(exercise)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.decode().strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["step", "mazr"], "did you mean the built-in exercise `mazur`?"),
        (["step", "--decimals", "3", "--significant", "3"], "exclude each other"),
        (["step", "--decimals", "-1"], "expected a whole number from 0 to 100, found `-1`"),
        (["step", "--only", "dleta"], "did you mean `delta`?"),
        (["step", "--unit", "h9"], "choose from i1, i2, h1"),
        (["step", "mazur", "-o", "x.doc"], "no format is written to `.doc` files"),
        (
            ["draw", "mazur", "-o", "x.jpg"],
            "no picture is written to `.jpg` files; use one of .pdf",
        ),
        (["stepp"], "did you mean `step`?"),
        (["walk"], "No such command"),
        (["examples", "mazzur"], "did you mean `mazur`?"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_exit_2(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong call is told what to do instead, on standard error, with exit code 2."""
    assert run(arguments) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert says in " ".join(err.split())


def test_every_fault_of_a_wrong_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file with three faults gives three sentences, each with line and column."""
    path = tmp_path / "wrong.yaml"
    path.write_text(
        EXERCISE.replace("0.99", "O.99").replace("learning_rate", "lerning_rate") + "loss: mse\n"
    )

    assert run(["step", str(path)]) == 2

    faults = capsys.readouterr().err.splitlines()
    assert [fault.split(": ")[0] for fault in faults] == [
        f"{path}:2:17",
        f"{path}:3:1",
        f"{path}:8:7",
    ]
    assert "did you mean `learning_rate`?" in faults[1]


def test_a_calculation_without_a_value_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The logarithm of an output rounded to 0 is explained, with exit code 2."""
    path = tmp_path / "ln.yaml"
    path.write_text(
        "inputs: [1]\ntargets: [1]\nweights: [[[-20]]]\nloss: binary_cross_entropy\n"
        "rounding: {decimals: 2, carry: rounded}\n"
    )

    assert run(["step", str(path)]) == 2
    assert "has no finite value" in capsys.readouterr().err


def test_examples_are_listed_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """`examples` lists the built-in exercises; with a name it prints a file that works."""
    run(["examples"])
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert "two-three-two" in names
    for name in names:
        run(["examples", name])
        text = capsys.readouterr().out
        run(["step", name])
        expected = capsys.readouterr().out
        assert process("step", "-", stdin=text).stdout.decode() == expected


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command explains itself, and `python -m bpcalc` is the program."""
    assert run(["--help"]) == 0
    groups = capsys.readouterr().out.partition("Learn:")[2]
    names = re.findall(r"^  ([a-z]+)  +\S", groups, re.MULTILINE)
    assert "step" in names
    for name in names:
        assert run([name, "--help"]) == 0
        text = capsys.readouterr().out
        assert "Usage: bpcalc" in text
        assert "None" not in text  # a number without bounds has none
    assert process("--version").stdout.startswith(b"bpcalc, version")


SHAPED = [
    ("--inputs",),
    ("--epochs", "2"),
    ("--matrix",),
    ("--show", "value"),
    ("--brief",),
    ("--after",),
    ("--chain",),
    ("--compare-carry",),
    ("--names", "w5_new"),
    ("--only", "out"),
    ("--part", "forward"),
    ("--fragment",),
    ("--heading", "3"),
    ("--number",),
]
TEXTS = ["terminal", "markdown", "latex", "beamer", "csv", "json", "svg", "python", "r", "matlab"]


@pytest.mark.parametrize("name", TEXTS)
def test_an_option_does_something_or_is_refused(name, capsysbinary):
    """In no format is one read and then forgotten."""
    call = ["step", "two-three-two", "--lang", "en", "--format", name]
    assert run(call) == 0
    usual = capsysbinary.readouterr().out
    for option in SHAPED:
        code = run([*call, *option])
        out, err = capsysbinary.readouterr()
        if code == 0:
            assert out != usual, option
        else:
            assert code == 2
            assert b"Traceback" not in err, option
            assert len(err.splitlines()[-1]) > 20, option


@pytest.mark.parametrize("option", [*SHAPED[:3], *SHAPED[3:6], *SHAPED[7:9], *SHAPED[11:13]])
def test_a_live_page_says_what_it_does_not_have(option, tmp_path, capsys):
    """The page is not written as if nothing else had been asked for."""
    page = tmp_path / "live.html"

    assert run(["step", "mazur", "--lang", "en", "--live", "-o", str(page), *option]) == 2
    assert f"leave out {option[0]}" in capsys.readouterr().err
    assert not page.exists()


def test_the_gradients_of_inputs_are_shown_briefly_as_well(capsys):
    """They are no factors of a delta."""
    assert run(["step", "mazur", "--inputs", "--brief", "--lang", "en"]) == 0
    assert "∂E/∂i1 = " in capsys.readouterr().out
