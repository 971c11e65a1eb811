"""Every training script that is written runs, and comes to the weights that were trained."""

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.errors import OutputError
from bpcalc.exercise.sources import built_in
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.report.code.languages import LIBRARIES
from bpcalc.report.code.training_script import training_script
from bpcalc.training.engine_choice import choose
from bpcalc.training.problem import Problem, hindrance
from bpcalc.training.trainer import Run, train
from tests.helpers.exercises import random_exercise
from tests.helpers.ranges import few
from tests.report.test_code import SCRIPTS, _runner

TWO = """
samples:
  - {inputs: [0.5, -0.2], targets: [0.9, 0.1]}
  - {inputs: [0.1, 0.7], targets: [0.2, 0.8]}
  - {inputs: [-0.4, 0.3], targets: [0.6, 0.5]}
  - {inputs: [0.8, 0.2], targets: [0.4, 0.7]}
learning_rate: 0.3
weights: [[[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]], [[0.7, -0.1, 0.2], [0.3, -0.6, 0.5]]]
biases: [[0.1, 0.2, -0.1], 0.3]
"""

FURTHER = [
    *(f"optimizer: {name}" for name in OPTIMISERS),
    *(f"optimizer: {name}\nupdate: batch" for name in OPTIMISERS),
    "momentum: 0.8",
    "learning_rate: {start: 0.5, exponential: 0.9}",
    "learning_rate: {start: 0.5, step: {every: 2, factor: 0.5}, warm_up: 2}\nupdate: batch",
    "learning_rate: {start: 0.5, cosine: {epochs: 4, end: 0.1}}",
    "learning_rate: [0.5, 0.1]",
    "penalty: {l2: 0.01}",
    "penalty: {l1: 0.01, l2: 0.1}\nupdate: batch_mean",
    "clip_gradients: {norm: 0.1}",
    "clip_gradients: {value: 0.01}\nupdate: batch",
    "max_norm: 0.5",
    "batch_size: 2",
    "batch_size: 3\nupdate: batch",
    "batch_size: 3\noptimizer: adam",
    "batch_size: 1",
    "normalise: {inputs: min_max}",
    "normalise: {inputs: z_score, outputs: min_max, range: [0.1, 0.9]}\nupdate: batch",
    "dropout: [{mask: [1, 0, 1], keep: 0.5}]",
    "layer_norm: [{gamma: 1.5, beta: 0.1, epsilon: 1e-5}, null]",
    "batch_norm: [{gamma: 1.5, beta: 0.1, epsilon: 1e-5}, null]\nupdate: batch_mean",
    "update_biases: false",
    "hidden_deltas_use: new_weights",
    "delta: t-o",
    "notation: zhou\nthresholds: [[0.1, 0.2, -0.1], [0.3, 0.1]]",
    "activation: [relu, identity]",
    "activation: {formula: 'net/(1 + abs(net))'}",
    "rounding: {decimals: 4, carry: rounded}",
    "rounding: {decimals: 2, carry: rounded}\nlearning_rate: {start: 0.5, exponential: 0.87}",
    "loss: binary_cross_entropy\nactivation: [tanh, sigmoid]",
]


def _exercise(further: str) -> bpcalc.Exercise:
    keys = {line.partition(":")[0] for line in further.splitlines()}
    keys |= {"biases"} if "thresholds" in keys else set()
    kept = [line for line in TWO.splitlines() if line.partition(":")[0] not in keys]
    return bpcalc.load("\n".join([*kept, further, ""]))


def _run(script: str) -> None:
    exec(compile(script, "script", "exec"), {"print": lambda *_: None})


def _run_all(
    runner: list[str], paths: list[Path], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run scripts one after the other in one program."""
    whole = folder / f"all{paths[0].suffix}"
    load = "exec(open({!r}).read())" if whole.suffix == ".py" else "source('{}')"
    whole.write_text("".join(load.format(str(path)) + "\n" for path in paths))
    return subprocess.run([*runner, str(whole)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("further", FURTHER)
def test_a_script_learns_what_training_learns(further: str) -> None:
    """For every rule of learning, schedule, limit and normalisation."""
    trained = bpcalc.train(_exercise(further), epochs=6)

    script = training_script(trained.training, LIBRARIES["plain"])

    _run(script)
    assert script.count("check(") > len(trained.training.problem.parameters)


@pytest.mark.parametrize("kind", SCRIPTS)
def test_scripts_of_every_exercise_run_in_every_language(kind: str, tmp_path: Path) -> None:
    """From the command line, and each prints the error of the end; one program runs them all."""
    runner, paths = _runner(kind), []
    for exercise in built_in():
        name = exercise.replace("-", "_")
        paths.append(tmp_path / f"{name}{kind if kind.startswith('.') else '.py'}")
        library = [] if kind.startswith(".") else ["--with", kind]
        asked = ["--epochs", "5", "-o", str(paths[-1]), *library]
        assert run(["train", exercise, *asked]) in (0, 3)

    result = _run_all(runner, paths, tmp_path)

    assert result.returncode == 0, result.stderr[-2000:]
    printed = [line.split() for line in result.stdout.splitlines()]
    errors = [f"{bpcalc.train(exercise, epochs=5).error:.6g}" for exercise in built_in()]
    assert [row[1] for row in printed if row[:1] == ["error"] and len(row) == 2] == errors


def test_scripts_of_random_exercises_agree() -> None:
    """Over depths, activations, losses, update modes and notations."""
    random, written = Random(22), 0
    while written < few(7, 40):  # by two libraries each
        exercise = random_exercise(random)
        if hindrance(exercise):
            continue
        trained = bpcalc.train(exercise, epochs=3)
        try:
            scripts = [training_script(trained.training, LIBRARIES[n]) for n in ("plain", "numpy")]
        except OutputError:  # it would stop, and is not handed out
            continue
        for script in scripts:
            _run(script)
        written += 1


def test_a_wrong_number_stops_the_script() -> None:
    """Its checks are no ornament: another weight, another rate, one more epoch."""
    script = training_script(bpcalc.train("xor", epochs=4).training, LIBRARIES["plain"])

    for old, new in (
        ("w1 = 0.60\n", "w1 = 0.61\n"),
        ("eta = 0.90\n", "eta = 0.91\n"),
        ("range(1, 4 + 1)", "range(1, 5 + 1)"),
    ):
        assert old in script
        with pytest.raises(AssertionError):
            _run(script.replace(old, new))


def test_samples_are_a_loop_where_each_has_an_update() -> None:
    """As one would write it: a loop over epochs, in it one over samples, a line for a line."""
    lines = training_script(bpcalc.train("xor", epochs=4).training, LIBRARIES["plain"]).split("\n")

    at = lines.index("        w5 = w5 - eta * dE_dw5")
    assert lines[at - 1] == "        # w5⁺ = w5 - η·∂E/∂w5"
    assert "for epoch in range(1, 4 + 1):" in lines
    assert "    for i1, i2, target_o1 in samples:" in lines
    assert "    (0, 1, 1)," in lines


def test_torch_derives_by_itself_in_the_loop() -> None:
    """Deltas and gradients by autograd, and weights that are leaves again."""
    script = training_script(bpcalc.train("mazur", epochs=4).training, LIBRARIES["torch"])

    assert "    dE_dw5 = grad(E_total, w5)" in script
    assert "    w5 = leaf(w5 - eta * dE_dw5)" in script


def test_what_no_plain_loop_makes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence, and nothing is written."""
    names = ("train.py", "b.yaml", "d.yaml", "h.yaml")
    path, batches, decay, hebb = (tmp_path / name for name in names)
    batches.write_text(f"{TWO}batch_size: 2\n")
    decay.write_text(f"{TWO}penalty: {{l2: 0.01}}\n")
    hebb.write_text(
        "inputs: [1, 1]\nlearning_rate: 0.5\nweights: [[[0.1, 0.2]]]\n"
        "learning_rule: {hebb: plain}\nactivation: identity\n"
    )
    for arguments, says in (
        ([str(batches), "--epochs", "3", "--shuffle"], "batches are not shuffled"),
        ([str(decay), "--epochs", "3", "--shuffle"], "leave out --shuffle"),
        ([str(hebb), "--epochs", "3"], "without targets"),
    ):
        assert run(["train", *arguments, "-o", str(path)]) == 2
        assert says in capsys.readouterr().err
    assert run(["train", "mazur", "-o", str(tmp_path / "run.m"), "--with", "numpy"]) == 2
    assert "Python scripts only" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == sorted([batches, decay, hebb])


ASKED = [
    (["xor", "--epochs", "5", "--shuffle", "--seed", "3"], "sample"),
    (["xor", "--presentations", "11"], "3 samples of one more epoch"),
    (["xor", "--presentations", "9", "--shuffle"], "1 sample of one more epoch"),
    (["mazur", "--epochs", "4", "--significant", "3", "--carry", "rounded"], "significant"),
    (["xor", "--epochs", "4", "--significant", "4", "--carry", "rounded", "--shuffle"], "signif"),
    (["batch", "--presentations", "6"], "2 samples of one more epoch"),
    (["batch", "--presentations", "8"], ""),
    (["decay", "--presentations", "9"], "1 sample of one more epoch"),
    (["two", "--epochs", "5", "--significant", "3", "--carry", "rounded"], "significant(total"),
    (["slower", "--presentations", "10", "--shuffle"], "2 samples of one more epoch"),
    (["whole", "--epochs", "5", "--shuffle"], ""),
]


@pytest.mark.parametrize("kind", SCRIPTS)
def test_shuffled_partial_and_significant_runs(kind: str, tmp_path: Path) -> None:
    """The random order of the run, an end inside an epoch, digits that count."""
    runner, own, paths = _runner(kind), tmp_path / "own", []
    own.mkdir()
    slower = "learning_rate: {start: 0.3, exponential: 0.8}\n"
    for name, further in (
        ("batch", "batch_size: 2\n"),
        ("decay", "penalty: {l2: 0.01}\n"),
        ("slower", slower),
        ("whole", "update: batch\n"),
        ("two", ""),
    ):
        text = TWO.replace("learning_rate: 0.3\n", "") if name == "slower" else TWO
        (own / f"{name}.yaml").write_text(text + further)
    for number, (asked, says) in enumerate(ASKED):
        exercise, *options = asked
        known = exercise if exercise in built_in() else str(own / f"{exercise}.yaml")
        path = tmp_path / f"train_{number}{kind if kind.startswith('.') else '.py'}"
        library = [] if kind.startswith(".") else ["--with", kind]
        assert run(["train", known, *options, "-o", str(path), *library]) in (0, 3)
        assert says in path.read_text() or kind in (".m", ".R")
        paths.append(path)
    result = _run_all(runner, paths, tmp_path)
    assert result.returncode == 0, result.stderr[-2000:]


def test_a_script_that_would_stop_is_not_written() -> None:
    """Where an exponential overflows, the engines know other forms, and a plain script does not."""
    exercise = bpcalc.load(
        "inputs: [1]\ntargets: [1, 0]\nlearning_rate: 1\nactivation: softmax\n"
        "loss: cross_entropy\nweights: [[[800], [790]]]\n"
    )

    with pytest.raises(OutputError, match="plain floats"):
        training_script(bpcalc.train(exercise, epochs=2).training, LIBRARIES["plain"])


def test_written_again_over_itself(tmp_path: Path) -> None:
    """It is the command's own, until somebody changes it."""
    path = tmp_path / "train.py"
    assert run(["train", "mazur", "--epochs", "3", "-o", str(path)]) == 0
    assert run(["train", "mazur", "--epochs", "4", "-o", str(path)]) == 0
    path.write_text(path.read_text().replace("eta", "rate"))
    assert run(["train", "mazur", "--epochs", "4", "-o", str(path)]) == 2
    result = subprocess.run([sys.executable, str(path)], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr


CONVERGING = """inputs: [0.35, 0.9]
targets: [0.5]
learning_rate: 10
weights: [[[0.1, 0.8], [0.4, 0.6]], [[0.3, 0.9]]]
"""
"""After 32 epochs its error is 5.05506e-24, and after 50 it is 2.86614e-36."""


def test_scripts_print_digits_that_are_known() -> None:
    """Of a run in floats not those that roundings have made; decimals know them all."""
    problem = Problem.of(bpcalc.load(CONVERGING))
    printed = {}
    for engine in ("python", "paper"):
        lines: list[str] = []
        script = training_script(
            train(problem, choose(problem, 50, engine), Run(50)), LIBRARIES["numpy"]
        )
        exec(compile(script, "script", "exec"), {"print": lines.append})
        printed[engine] = {line[:16].strip(): line[16:].strip() for line in lines}
    floats, paper = printed["python"], printed["paper"]
    assert (paper["error 32"], paper["error"]) == ("5.05506e-24", "2.86614e-36")
    assert floats["error 21"] == paper["error 21"] == "1.54048e-16"
    assert "error 32" not in floats
    assert floats["error"].startswith("< ")
    assert floats["w1"] == paper["w1"]
