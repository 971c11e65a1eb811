"""`bpcalc train` as a user meets it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import bpcalc
from bpcalc.api.solving import solve
from bpcalc.cli import run, run_train, sizes, verifying
from bpcalc.training import following, verification
from bpcalc.training.doubts import Doubts
from bpcalc.training.following import doubts_of
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Checkpoint, Interrupt, Training, train
from bpcalc.training.verification import Comparison, compared
from tests.helpers.patience import PATIENCE

MINE = """\
# my homework, sheet 4
inputs: [0.05, 0.10]   # i1 i2
targets:
  - 0.01
  - 0.99
learning_rate:   0.5
weights:
  - [[0.15, 0.20],     # h1
     [0.25, 0.30]]     # h2
  - [["0.40", 0.45], [0.50, 0.55]]
biases: [0.35, 0.60]   # one a layer
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An exercise with comments and a layout of its own."""
    path = tmp_path / "mine.yaml"
    path.write_text(MINE)
    return path


def trained(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """Return what `train --format json` prints."""
    assert run(["train", *arguments, "--format", "json"]) == 0
    content: dict[str, object] = json.loads(capsys.readouterr().out)
    return content


def test_json_is_the_contract(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The object has the keys of the contract, weights shaped as in the exercise file."""
    content = trained(capsys, str(mine), "--epochs", "2")

    assert {"epochs_run", "stopped", "history", "weights", "biases", "outputs"} <= content.keys()
    assert content["epochs_run"] == 2
    assert content["stopped"] == "epochs"
    history = content["history"]
    assert isinstance(history, list)
    assert [point["epoch"] for point in history] == [0, 1, 2]
    assert f"{history[0]['error']:.9f}" == "0.298371109"
    assert [len(layer) for layer in content["weights"]] == [2, 2]  # type: ignore[attr-defined]
    assert len(content["biases"]) == 2  # type: ignore[arg-type]


def test_the_weights_are_those_of_step(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Training N epochs ends with the new weights that `step --epochs N` prints."""
    content = trained(capsys, str(mine), "--epochs", "7")

    solution = bpcalc.solve(mine, epochs=7)
    expected = float(solution.line("w5_new", epoch=7).value)
    assert content["weights"][1][0][0] == pytest.approx(expected, rel=1e-13)  # type: ignore[index]


def test_saving_replaces_the_numbers_and_nothing_else(
    mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--save keeps comments and layout; training goes on from the saved file."""
    saved, more, whole = (tmp_path / f"{name}.yaml" for name in ("saved", "more", "whole"))
    run(["train", str(mine), "--epochs", "5", "--save", str(saved)])
    run(["train", str(saved), "--epochs", "4", "--save", str(more)])
    run(["train", str(mine), "--epochs", "9", "--save", str(whole)])
    capsys.readouterr()

    text = more.read_text()
    assert text == whole.read_text()
    for kept in ("# my homework, sheet 4", "learning_rate:   0.5", "# h1\n     [", "# one a layer"):
        assert kept in text
    assert "0.15" not in text
    assert bpcalc.load(saved).layers[1].weights[0][0].value != bpcalc.load(mine).layers[1]


@pytest.mark.parametrize("name", ["batch-momentum", "han-kamber", "thresholds", "softmax", "xor"])
def test_every_built_in_exercise_can_be_saved_and_gone_on_from(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """N + M epochs through a saved file equal N + M at one go, momentum and names included."""
    half, both, whole = (str(tmp_path / f"{part}.yaml") for part in ("half", "both", "whole"))
    exact = ["--carry", "exact"]
    assert run(["train", name, "--epochs", "3", "--until", "0", "--save", half, *exact]) == 0
    assert run(["train", half, "--epochs", "2", "--until", "0", "--save", both, *exact]) == 0
    assert run(["train", name, "--epochs", "5", "--until", "0", "--save", whole, *exact]) == 0
    capsys.readouterr()

    assert Path(both).read_text() == Path(whole).read_text()


def test_a_run_in_decimals_rounds_as_on_paper(capsys: pytest.CaptureFixture[str]) -> None:
    """With carried rounding the run says that it is slower, and gives the printed numbers."""
    assert run(["train", "han-kamber", "--epochs", "1", "--format", "json"]) == 0

    out, err = capsys.readouterr()
    content = json.loads(out)
    assert "slower" in err
    assert content["engine"] == "paper"
    assert content["weights"][1] == [[-0.261, -0.138]]


@pytest.mark.parametrize(("suffix", "start"), [("csv", "epoch,error"), ("json", "[\n {")])
def test_history_is_written(
    suffix: str, start: str, mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--history writes epochs and errors as CSV or JSON."""
    history = tmp_path / f"history.{suffix}"

    assert run(["train", str(mine), "--epochs", "3", "--history", str(history)]) == 0

    assert history.read_text().startswith(start)
    assert history.read_text().count("0.298371") == 1


def test_steps_are_shown_with_the_numbers_of_their_epoch(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--show-steps 2 prints the solution that `step --epochs 2` has for its second epoch."""
    run(["train", str(mine), "--epochs", "5", "--show-steps", "1,2"])
    text = capsys.readouterr().out

    solution = bpcalc.solve(mine, epochs=2)
    assert "0.15·0.05 + 0.20·0.10 + 0.35" in text
    assert solution.shown(solution.line("w5_new", epoch=2)) in text


def test_steps_that_were_not_reached_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """An epoch after the one at which training stopped is left out, and that is said."""
    assert run(["train", "xor", "--show-steps", "2,4000"]) == 0

    out, err = capsys.readouterr()
    assert "Epoch 2\n" in out
    assert "Epoch 4000\n" not in out
    assert "Training ended after 3303 epochs" in err


def test_the_terminal_report_says_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Curve, table of epochs, weights before and after, outputs, and why it stopped."""
    assert run(["train", "xor", "--width", "80"]) == 0

    text = capsys.readouterr().out
    assert "▁" in text
    assert "Error by epoch" in text
    assert "Stopped after 3303 epochs, because the error is low enough" in text
    assert "Outputs against targets" in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--show-steps", "0"], "not the number of an epoch"),
        (["--show-steps", "9", "--epochs", "3"], "not reached"),
        (["--show-steps", "1", "--shuffle"], "leave --shuffle out"),
        (["--history", "h.txt"], ".csv or .json"),
        (["--epochs", "0"], "expected a whole number of 1 or more, found `0`"),
        (["--until", "nan"], "an error of 0 or more"),
        (["--until", "-1"], "an error of 0 or more"),
        (["--until", "1e-400"], "expected 0, or an error from 1e-323 to 1e308, found `1e-400`"),
        (["--until", "1e400"], "expected 0, or an error from 1e-323 to 1e308, found `1e400`"),
        (["--until", "1_0"], "expected an error of 0 or more, found `1_0`; write it without `_`"),
        (["--until", " 1"], "expected an error of 0 or more, found ` 1`"),
        (["--epochs", "1_0"], "of 1 or more, found `1_0`; write it without `_`"),
        (["--epochs", " 5"], "expected a whole number of 1 or more, found ` 5`"),
        (["--epochs", "5.5"], "expected a whole number of 1 or more, found `5.5`"),
        (["--show-steps", "1_0"], "`1_0` is not the number of an epoch"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    arguments: list[str], says: str, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong call is told what to do, with exit code 2 and nothing on standard output."""
    assert run(["train", str(mine), *arguments]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert says in " ".join(err.split())


@pytest.mark.parametrize("five", ["+5", "５", "5.0", "0.5e1"])
def test_a_number_is_written_on_the_command_line_as_in_a_file(
    five: str, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whole numbers and decimals are read by one rule, whatever takes them."""
    assert run(["train", str(mine), "--epochs", five, "--show-steps", five]) == 0
    with_options = capsys.readouterr().out
    mine.write_text(mine.read_text("utf-8") + f"epochs: {five}\nuntil: 1e-300\n", "utf-8")
    assert run(["train", str(mine), "--show-steps", "5"]) == 3
    assert "All 5 epochs were run." in with_options
    assert "All 5 epochs were run." in capsys.readouterr().out


@pytest.mark.parametrize("error", ["1e-400", "1e400"])
def test_an_error_that_is_no_float_is_refused_in_a_file_too(
    error: str, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would become 0, which is never reached, or infinite, which always is."""
    mine.write_text(mine.read_text("utf-8") + f"until: {error}\n", "utf-8")
    assert run(["train", str(mine)]) == 2
    says = f"expected 0, or an error from 1e-323 to 1e308, found `{error}`"
    assert says in " ".join(capsys.readouterr().err.split())


def test_a_multiple_beyond_counting_has_an_exponent(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error that cannot be reached is no reason to print three hundred digits."""
    assert run(["train", str(mine), "--epochs", "1", "--until", "1e-300"]) == 3
    said = " ".join(capsys.readouterr().out.split())
    assert re.search(r"the error is [0-9.]+e29[0-9] times 1e-300", said)


@pytest.mark.parametrize("missing", ["targets: [1]\n", "learning_rate: 0.5\n"])
def test_an_exercise_that_cannot_be_trained_says_why(
    missing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without targets or a learning rate there is nothing to train."""
    text = "inputs: [1]\ntargets: [1]\nlearning_rate: 0.5\nweights: [[[0.5]]]\n"
    path = tmp_path / "one.yaml"
    path.write_text(text.replace(missing, ""))

    assert run(["train", str(path)]) == 2
    assert "training needs" in capsys.readouterr().err


def test_ctrl_c_shows_and_saves_what_was_reached(mine: Path, tmp_path: Path) -> None:
    """Ctrl-C ends a long run with exit code 130, a report, and the weights saved."""
    saved = tmp_path / "saved.yaml"
    environment = os.environ | {"BPCALC_LANG": "en"}
    for seconds in (1, 4, 16):  # until it is at work; how soon that is depends on the machine
        out, err, code = _interrupted(mine, saved, environment, seconds)
        if out:
            break  # before, Python itself was starting, or the exercise being read

    assert code == 130, err
    assert b"Traceback" not in err

    assert "Interrupted after" in out.decode()
    assert bpcalc.load(saved).sizes == (2, 2, 2)


INTERRUPTIBLE = """
import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
from bpcalc.__main__ import main

main()
"""
"""The program; tests that run in the background are started with Ctrl-C ignored."""


def _interrupted(
    mine: Path, saved: Path, environment: dict[str, str], seconds: float
) -> tuple[bytes, bytes, int]:
    """Return what a training prints that is interrupted after so many seconds, and its code."""
    running = subprocess.Popen(
        [
            *(sys.executable, "-c", INTERRUPTIBLE, "train", str(mine), "--epochs", "1000000000"),
            *("--engine", "python", "--save", str(saved), "--verbose"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    time.sleep(seconds)
    running.send_signal(signal.SIGINT)
    try:
        out, err = running.communicate(timeout=PATIENCE)
    finally:
        running.kill()
    return out, err, running.returncode


SATURATED = """
inputs: [1]
targets: [0]
learning_rate: 0.5
weights: [[[800]]]
"""


@pytest.mark.parametrize(
    ("weight", "epochs", "reason", "verdict"),
    [
        ("800", 10, "no weight changes any more", "the units are saturated or inactive, or"),
        ("30", 10_000, "in 10,000 epochs the error has not fallen", "the error no longer falls"),
    ],
)
def test_a_run_that_only_an_error_ends_says_that_it_stalls(
    weight: str,
    epochs: int,
    reason: str,
    verdict: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A saturated unit learns nothing, or next to nothing; the run ends, says why, and exits 3."""
    path = tmp_path / "saturated.yaml"
    path.write_text(SATURATED.replace("800", weight), encoding="utf-8")

    code = run(["train", str(path), "--until", "1e-4", "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    assert (code, found["stopped"], found["epochs_run"]) == (3, "stalled", epochs)
    assert run(["train", str(path), "--until", "1e-4", "--width", "200"]) == 3
    out = capsys.readouterr().out
    assert reason in out
    assert verdict in out


LINE = """
layers: [1, 1]
samples:
  - {inputs: [1], targets: [1]}
  - {inputs: [2], targets: [1]}
  - {inputs: [3], targets: [4]}
update: batch
learning_rate: 0.05
activation: identity
weights: [[[0.5]]]
biases: [[0.1]]
"""


@pytest.mark.parametrize(
    ("text", "arguments", "says"),
    [
        (LINE, ["--until", "1e-6"], "any more: the gradient is 0, as at a minimum."),
        (LINE, ["--epochs", "5000"], "the error fell, and no weight changes any more: the grad"),
        (LINE, ["--epochs", "5000", "--until", "1e-6"], "any more: the gradient is 0, as at a"),
        (SATURATED, ["--epochs", "5"], "Verdict: no weight changes: the units are saturated or"),
        (
            f"{LINE}rounding: {{decimals: 1, carry: rounded}}\n",
            ["--engine", "paper", "--until", "1e-6"],
            "any more: with these digits every change is 0.",
        ),
    ],
)
def test_why_no_weight_changes(
    text: str,
    arguments: list[str],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A straight line that fits best is no saturated unit, nor is what rounding leaves."""
    path = tmp_path / "exercise.yaml"
    path.write_text(text, encoding="utf-8")

    run(["train", str(path), *arguments, "--width", "200"])

    assert says in capsys.readouterr().out


def test_the_last_line_is_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """A target that was missed gives exit code 3 and what to do; without one, it is 0."""
    assert run(["train", "mazur", "--epochs", "20"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("Verdict: the error fell")

    assert run(["train", "mazur", "--epochs", "20", "--until", "0.1"]) == 3
    assert "Verdict: not reached, the error is 1.5 times 0.1" in capsys.readouterr().out

    assert run(["train", "mazur", "--until", "1e-3"]) == 0
    assert "Verdict: reached, 0.001 was asked for." in capsys.readouterr().out


def test_the_curve_is_drawn_in_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    """It needs nothing installed, and no sign beyond ASCII."""
    assert run(["train", "mazur", "--epochs", "20", "--ascii", "--plot"]) == 0
    drawn = capsys.readouterr().out

    assert drawn.isascii()
    assert "|*" in drawn

    assert run(["train", "mazur", "--epochs", "8", "--ascii"]) == 0
    line = capsys.readouterr().out
    assert line.isascii()
    assert "Error curve\n-----------\n#*+" in line


def test_saving_is_confirmed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever saves is told where, in both languages; nothing of it is on standard output."""
    for language, words in (("en", "The new weights are in"), ("zh", "新权重已写入")):
        saved = tmp_path / f"{language}.yaml"

        assert (
            run(["train", "mazur", "--epochs", "2", "--save", str(saved), "--lang", language]) == 0
        )

        captured = capsys.readouterr()
        assert words in captured.err
        assert f"`bpcalc train {saved}`" in captured.err
        assert str(saved) in captured.err
        assert str(saved) not in captured.out


def test_an_exercise_in_braces_is_saved_and_gone_on_from(tmp_path: Path) -> None:
    """What momentum goes on from stands within the braces; three epochs and two are five."""
    path, saved = tmp_path / "x.yaml", tmp_path / "y.yaml"
    path.write_text(
        '{"inputs": [1, 2], "targets": [1], "learning_rate": 0.1, "weights": [[[0.1, -0.2]]],\n'
        ' "biases": [0.1], "momentum": 0.9}\n'
    )
    assert run(["train", str(path), "--epochs", "3", "--save", str(saved)]) == 0

    there, back = (bpcalc.train(str(file), epochs=n) for file, n in ((path, 5), (saved, 2)))
    assert back.weights[0] == pytest.approx(there.weights[0], rel=1e-12)


def test_json_has_what_normalises(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """γ and β of every layer that has them."""
    path = tmp_path / "x.yaml"
    path.write_text(
        "samples: [{inputs: [1, 2], targets: [1]}, {inputs: [0.5, -1], targets: [0]}]\n"
        "weights: [[[0.1, -0.2], [0.4, 0.3]], [[0.5, -0.6]]]\nupdate: batch\nlearning_rate: 0.1\n"
        "batch_norm: [{gamma: 1.5, beta: 0.2}, null]\n"
    )
    assert run(["train", str(path), "--epochs", "2", "--format", "json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert [len(row) if row else row for row in told["gamma"]] == [2, None]
    assert told["beta"][0] != [0.2, 0.2]


def of_rows(folder: Path, count: int) -> str:
    """Return an exercise whose table of samples has so many rows."""
    (folder / "rows.csv").write_text("i1,i2,o1\n" + "0,1,1\n" * count, "utf-8")
    file = folder / "rows.yaml"
    file.write_text(
        "samples: rows.csv\nlearning_rate: 0.5\nweights:\n  - [[0.1, 0.2], [0.3, 0.4]]\n"
        "  - [[0.5, 0.6]]\n",
        "utf-8",
    )
    return str(file)


def cut_short(*_: object, **__: object) -> None:
    """End a call where the training would begin."""
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--epochs", "1"], "One epoch; this takes about"),
        (["--presentations", "3"], "One epoch; this takes about"),
        (["--presentations", "7"], "Up to 2 epochs; this takes about"),
    ],
)
def test_part_of_an_epoch_is_announced_too(
    options: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a million rows it is long."""
    monkeypatch.setattr(sizes, "MAX_SILENT_SECONDS", 0)
    monkeypatch.setattr(run_train, "run_training", cut_short)
    assert run(["train", "xor", *options]) == 130
    assert says in capsys.readouterr().err


def test_a_surface_is_announced_with_all_the_errors_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error of all samples is worked out at 3,600 places."""
    monkeypatch.setattr(run_train, "run_training", cut_short)
    call = ["train", of_rows(tmp_path, 9000), "--epochs", "1", "--engine", "python"]
    assert run(call) == 130
    assert "this takes" not in capsys.readouterr().err
    call += ["--surface", "w1,w5", "-o", str(tmp_path / "path.svg")]
    assert run(call) == 130
    assert "One epoch; this takes about 18 seconds, and Ctrl-C" in capsys.readouterr().err
    monkeypatch.setattr(sizes, "MAX_SECONDS", 10)
    assert run(call) == 2
    assert "which would take about 18 seconds; leave it out" in capsys.readouterr().err


def test_epochs_without_end_are_no_reason_against_a_surface(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends them, and the path has only those that were run."""
    monkeypatch.setattr(run_train, "run_training", cut_short)
    output = str(tmp_path / "path.svg")
    call = ["train", "xor", "--epochs", "100000000000", "--surface", "w1,w5", "-o", output]
    assert run(call) == 130
    assert "Up to 100,000,000,000 epochs; this takes about" in capsys.readouterr().err


def test_the_first_interrupt_of_a_long_epoch_is_answered(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what a second one does; epochs that are short end sooner than it is read."""

    def interrupted(*_: object, interrupt: Interrupt, **__: object) -> None:
        interrupt()
        interrupt()

    monkeypatch.setattr(run_train, "run_training", interrupted)
    assert run(["train", "xor"]) == 130
    assert "Ending after this epoch" not in capsys.readouterr().err
    monkeypatch.setattr(run_train, "MAX_UNTOLD_SECONDS", 0)
    assert run(["train", "xor"]) == 130
    said = capsys.readouterr().err
    assert said.count("Ending after this epoch; Ctrl-C once more ends at once") == 1


def test_the_first_interrupt_ends_the_following_of_a_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is told all the same, and that nothing is known of roundings; two were needed."""

    def followed(*arguments: Any, interrupt: Interrupt, **rest: Any) -> Doubts:
        interrupt()
        return doubts_of(*arguments, interrupt=interrupt, **rest)

    monkeypatch.setattr(verifying, "doubts_of", followed)
    with pytest.raises(SystemExit, match="130"):
        run(["train", "xor", "--epochs", "3000", "--verify", "1", "--engine", "python"])
    out, err = capsys.readouterr()
    assert "All 3000 epochs were run." in out
    assert "two further runs, which Ctrl-C has kept from being finished." in " ".join(out.split())
    assert "--verify" not in out + err  # which they have asked for
    assert "Interrupted: epochs 1, 3000 were not compared with the decimals." in err


def test_a_run_that_was_ended_is_not_followed_by_asking_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has asked for it and pressed Ctrl-C is not told to ask for it."""

    def ended(*arguments: Any, interrupt: Interrupt, **rest: Any) -> Training:
        interrupt()
        return train(*arguments, interrupt=interrupt, **rest)

    monkeypatch.setattr(run_train, "run_training", ended)
    monkeypatch.setattr(following, "MOST", 0)
    with pytest.raises(SystemExit, match="130"):
        run(["train", "xor", "--epochs", "100000000", "--verify", "1", "--engine", "python"])
    written = " ".join("".join(capsys.readouterr()).split())
    assert "two further runs, which Ctrl-C has kept from being finished." in written
    assert "--verify" not in written


def test_an_interrupt_of_a_comparison_leaves_what_was_compared(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The epochs that were not are told."""

    def compared_until(
        problem: Problem, checkpoints: Iterable[Checkpoint], interrupt: Interrupt
    ) -> list[Comparison]:
        first, *others = checkpoints
        found = compared(problem, [first], interrupt)
        interrupt()
        return found + compared(problem, others, interrupt)

    monkeypatch.setattr(verification, "compared", compared_until)
    with pytest.raises(SystemExit, match="130"):
        run(["train", "xor", "--epochs", "9", "--verify", "2", "--engine", "python"])
    out, err = capsys.readouterr()
    assert "All 9 epochs were run." in out
    assert "of its value in epoch 1." in err
    assert "Interrupted: epochs 2, 9 were not compared with the decimals." in err


SMALL = """samples:
  - {inputs: [0.5], targets: [0.3]}
  - {inputs: [0.2], targets: [0.5]}
learning_rate: 0.05
weights: [[[0.0881], [0.4]], [[0.009, -0.3]]]
biases: [[0.1, 0.004], [0.2]]
update: batch
epochs: 1
"""


@pytest.mark.parametrize(
    "rounding", ["{decimals: 2}", "{decimals: 3}", "{weight: 5, out: 2}", "{}"]
)
def test_train_prints_the_digits_of_step(
    rounding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It had 0.09 for a new weight of 0.0881, and six digits for every kind but weights."""
    path = tmp_path / "small.yaml"
    path.write_text(f"{SMALL}rounding: {rounding}\n")
    assert run(["train", str(path), "--epochs", "1", "--width", "60"]) == 0
    out = capsys.readouterr().out
    solution = solve(path)
    for name in ("w1", "w2", "w3", "w4", "b_h1", "b_h2", "b_o1"):
        wanted = solution.shown(solution[f"{name}_new"])
        assert re.search(rf"^{name} +\S+ +{re.escape(wanted)}$", out, re.MULTILINE), wanted
    wanted = solution.shown(solution["E_samples"])
    assert f"The error went from {wanted} to " in out
