"""Every script that is written runs, and works out the numbers of the hand calculation."""

import math
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from bpcalc.report.code.languages import LIBRARIES, MATLAB, R
from bpcalc.report.code.reading import Code, bare
from bpcalc.report.code.script import solution_script
from bpcalc.report.layout import of_solution
from tests.helpers.exercises import random_exercise
from tests.helpers.ranges import few

SCRIPTS = ("numpy", "plain", "torch", "jax", ".m", ".R")


def _runner(kind: str) -> list[str]:
    """Return the program that runs a script; the test is skipped where it is not installed."""
    if kind == "torch" and find_spec("torch") is None:
        pytest.skip("PyTorch is not installed")
    if kind == "jax" and find_spec("jax") is None:
        pytest.skip("JAX is not installed")
    if kind in (".m", ".R"):
        name = {".m": "octave-cli", ".R": "Rscript"}[kind]
        program = shutil.which(name) or shutil.which("octave" if kind == ".m" else name)
        if program is None:
            pytest.skip(f"{name} is not installed")
        return [program]
    return [sys.executable]


def _written(exercise: str, kind: str, folder: Path, *more: str) -> Path:
    suffix = kind if kind.startswith(".") else ".py"
    path = folder / f"solution_{len(list(folder.iterdir()))}{suffix}"
    library = [] if kind.startswith(".") else ["--with", kind]
    assert run(["step", exercise, "-o", str(path), *library, *more]) == 0
    return path


@pytest.mark.sampled(30)
@pytest.mark.parametrize("kind", SCRIPTS)
@pytest.mark.parametrize("exercise", list(built_in()))
def test_a_script_prints_the_numbers_of_the_page(kind: str, exercise: str, tmp_path: Path) -> None:
    """It runs, each of its checks holds, and it prints every name with its shown value."""
    runner = _runner(kind)
    path = _written(exercise, kind, tmp_path, "--epochs", "2")

    result = subprocess.run([*runner, str(path)], capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr[-2000:]
    solution = bpcalc.solve(exercise, 2)
    printed = [line.split() for line in result.stdout.splitlines() if line.strip()]
    assert [row[-1] for row in printed] == [solution.shown(line) for line in solution]


@pytest.mark.parametrize("library", ["numpy", "plain"])
def test_scripts_of_random_exercises_agree(library: str) -> None:
    """Over depths, activations, losses, update modes, notations and roundings."""
    random = Random(20)
    for _ in range(few(30, 100)):  # for each of two libraries
        exercise = random_exercise(random)
        solution = bpcalc.solve(exercise)
        text = solution_script(of_solution(solution), LIBRARIES[library])
        found: dict[str, object] = {"print": lambda *_: None}
        exec(compile(text, "script", "exec"), found)


def test_carrying_rounded_numbers_is_rounding_in_the_script(tmp_path: Path) -> None:
    """Each line goes on with the printed number of the one before, in every way of rounding."""
    for ties in ("half_up", "half_even", "down"):
        path = _written("mazur", "plain", tmp_path, "--carry", "rounded", "--decimals", "3")
        path = _written(
            "mazur", "plain", tmp_path, "--carry", "rounded", "--decimals", "3", "--ties", ties
        )
        result = subprocess.run([sys.executable, str(path)], capture_output=True, check=False)
        assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("kind", SCRIPTS)
@pytest.mark.parametrize("activation", ["step", "{step: {at_zero: 0}}", "sign", "{sign: 0.1}"])
def test_a_net_input_at_the_edge_jumps_as_on_paper(
    kind: str, activation: str, tmp_path: Path
) -> None:
    """0.3 - 0.1 - 0.2 is 0, and 0.1 + 0.2 - 0.2 is 0.1, though floats are beside them."""
    runner = _runner(kind)
    exercise = tmp_path / "edge.yaml"
    weights = "0.1, 0.2" if "0.1" in activation else "0.3, -0.1"
    exercise.write_text(
        f"inputs: [1, 1]\ntargets: [1]\nlearning_rate: 0.1\nweights: [[[{weights}]]]\n"
        f"biases: [-0.2]\nactivation: {activation}\n"
    )
    script = _written(str(exercise), kind, tmp_path, "--epochs", "3")
    result = subprocess.run([*runner, str(script)], capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr[-2000:]


def test_a_wrong_number_stops_the_script(tmp_path: Path) -> None:
    """A script whose weight is changed does not pass: its checks are no ornament."""
    path = _written("mazur", "plain", tmp_path)
    path.write_text(path.read_text().replace("w5 = 0.40\n", "w5 = 0.41\n"))

    result = subprocess.run([sys.executable, str(path)], capture_output=True, check=False)

    assert result.returncode != 0
    assert b"w5" in result.stderr


@pytest.mark.parametrize("kind", ["plain", ".m", ".R"])
def test_a_wrong_tiny_number_stops_the_script(kind: str, tmp_path: Path) -> None:
    """A gradient of 10^-12 is checked by a fraction of itself: half of it does not pass."""
    runner = _runner(kind)
    tiny = tmp_path / "tiny.yaml"
    tiny.write_text(
        "inputs: [1e-12]\ntargets: [1]\nlearning_rate: 0.5\nweights: [[[0.3]]]\nbiases: [0.1]\n"
    )
    path = _written(str(tiny), kind, tmp_path)
    text = path.read_text()
    (line,) = [
        each
        for each in text.splitlines()
        if each.startswith(("dE_dw1 =", "dE_dw1 <-")) and "i1" in each
    ]
    path.write_text(text.replace(line, line.replace("i1", "i1 / 2")))

    result = subprocess.run([*runner, str(path)], capture_output=True, text=True, check=False)

    assert result.returncode != 0
    assert "dE/dw1" in result.stderr


def test_what_cancels_is_checked_by_what_roundings_come_to() -> None:
    """0.1 + 0.2 - 0.3 is 0 on paper, and 5.6·10^-17 in floats: the check has room for that."""
    solution = bpcalc.solve(
        {
            "inputs": [1, 1],
            "targets": [0.3],
            "learning_rate": 0.5,
            "weights": [[[0.1, 0.2]]],
            "biases": None,
            "activation": "identity",
        }
    )
    text = solution_script(of_solution(solution), LIBRARIES["plain"])
    exec(compile(text, "script", "exec"), {"print": lambda *_: None})

    slack = {
        line.split('"')[1]: float(line.rsplit(", ", 1)[1][:-1])
        for line in text.splitlines()
        if line.startswith("check(") and line.count(", ") == 4
    }
    assert 1e-16 < slack["delta_o1"] < 1e-13
    assert "net_o1" not in slack


def test_a_derivative_that_is_nothing_has_room_for_what_a_library_makes_of_it() -> None:
    """Behind a ReLU that lets nothing through, in libraries; by hand it is exactly 0."""
    solution = bpcalc.solve(
        {
            "inputs": [0.3],
            "targets": [1],
            "learning_rate": 0.5,
            "weights": [[[-0.7]], [[0.4]]],
            "biases": None,
            "activation": ["relu", "sigmoid"],
        }
    )
    document = of_solution(solution)
    for library, ending in (
        ("torch", '"0", 1e-15)'),
        ("jax", '"0", 1e-15)'),
        ("plain", '"0", 1e-290)'),
    ):
        text = solution_script(document, LIBRARIES[library])
        (line,) = [each for each in text.splitlines() if each.startswith('check("dE/dw1"')]
        assert line.endswith(ending)


def test_the_lines_are_those_of_the_student() -> None:
    """Symbols, formula and numbers in a comment; below it the same as code."""
    solution = bpcalc.solve("mazur")

    lines = solution_script(of_solution(solution), LIBRARIES["plain"]).splitlines()

    at = lines.index("w5_new = w5 - eta * dE_dw5")
    assert lines[at - 1] == "# w5⁺ = w5 - η·∂E/∂w5 = 0.40 - 0.5·0.0821670 ≈ 0.358916"
    assert "net_h1 = w1 * i1 + w2 * i2 + b1" in lines


def test_jax_derives_by_itself() -> None:
    """Its gradient of the error by a nudge of each quantity is the derivative by the quantity."""
    text = solution_script(of_solution(bpcalc.solve("mazur")), LIBRARIES["jax"])

    assert "dE_1 = jax.grad(error_1)" in text
    assert text.count("jax.grad(") == 1
    assert 'delta_h1 = dE_1["net_h1"]' in text
    assert 'dE_dw5 = dE_1["w5"]' in text


def test_torch_derives_by_itself() -> None:
    """Deltas and gradients are what autograd makes of the error; the update is by hand."""
    text = solution_script(of_solution(bpcalc.solve("mazur")), LIBRARIES["torch"])

    assert "dE_dw5 = grad(E_total, w5)" in text
    assert "delta_h1 = grad(E_total, net_h1)" in text
    assert "w5_new = leaf(w5 - eta * dE_dw5)" in text


@pytest.mark.parametrize(
    "further",
    [
        {"learning_rule": "perceptron", "activation": "step"},
        {"learning_rule": "hebb", "activation": "sign"},
        {"learning_rule": "lms", "activation": "sign"},
        {"loss": "squared_error", "gradient_factor": "0.5"},
        {"activation": {"formula": "net^2", "slope": "3*net"}},
    ],
    ids=str,
)
def test_torch_takes_no_derivative_where_delta_is_none(further: dict[str, object]) -> None:
    """Where a rule or a book says what delta is, its line stands there, and not what autograd has.

    Through a step nothing is derived; the perceptron's delta is the target minus the output.
    """
    exercise = bpcalc.Exercise.build(
        inputs=[1, 2],
        targets=[1],
        weights=[[["0.3", "-0.2"]]],
        biases=["0.1"],
        learning_rate="0.5",
        **further,
    )
    text = solution_script(of_solution(bpcalc.solve(exercise)), LIBRARIES["torch"])
    assert " = grad(" not in text
    assert "delta_o1 = " in text


@pytest.mark.parametrize(("bias", "derived"), [("1.1", False), ("0.9", True)])
def test_torch_takes_no_derivative_at_a_kink(bias: str, derived: bool) -> None:
    """At net = 1 the page takes 0 as the derivative of hard_tanh, and a library what it likes."""
    exercise = bpcalc.Exercise.build(
        inputs=[1, 2],
        targets=[1],
        weights=[[["0.3", "-0.2"]]],
        biases=[bias],
        learning_rate="0.5",
        activation="hard_tanh",
    )
    text = solution_script(of_solution(bpcalc.solve(exercise)), LIBRARIES["torch"])
    assert (" = grad(" in text) is derived
    assert ("where a slope jumps" in text) is not derived


@pytest.mark.parametrize("language", [*LIBRARIES.values(), MATLAB, R], ids=lambda each: each.name)
def test_every_function_is_spelt_in_every_language(language: object) -> None:
    """No activation or loss calls what a language does not have."""
    from bpcalc.maths.expr import Ref
    from bpcalc.maths.float_forms import CALLS
    from bpcalc.maths.functions import FUNCTIONS
    from bpcalc.maths.keys import Key

    code = Code(language, lambda key: "x")  # type: ignore[arg-type]  # one of the languages
    for name, function in FUNCTIONS.items():
        operands = [Ref(Key("net")).fold(code)] * function.operands
        assert code.apply(name, *operands)
    assert set(language.calls) == set(CALLS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", [".m", ".R"])
def test_the_functions_of_a_language_are_there(kind: str, tmp_path: Path) -> None:
    """Those that it lacks are in the head of a script, as exact as C has them, also next to 0."""
    runner, language = _runner(kind), {".m": MATLAB, ".R": R}[kind]
    path = tmp_path / f"functions{kind}"
    shown = {".m": "printf('%.17g\\n', {});", ".R": "cat(sprintf('%.17g\\n', {}))"}[kind]
    operands = ["0.3", "1e-9", "2.5"]
    calls = [
        f"{language.calls[name]}({operand})" for name in language.calls for operand in operands
    ]
    path.write_text("\n".join([*language.head, *(shown.format(call) for call in calls)]) + "\n")

    result = subprocess.run([*runner, str(path)], capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr[-2000:]
    expected = [
        getattr(math, name)(float(operand)) for name in language.calls for operand in operands
    ]
    assert [*map(float, result.stdout.split())] == pytest.approx(expected, rel=1e-13)


def test_names_mean_nothing_else_to_a_language(tmp_path: Path) -> None:
    """Units called as keywords, functions or helpers are are renamed."""
    names = ["lambda", "in", "exp", "math", "check", "pi", "净", "x-1", "1a", "y1"]
    exercise = bpcalc.load(
        {
            "inputs": [0.1] * 5,
            "targets": [0.5],
            "learning_rate": 0.5,
            "notation": "z-a",
            "units": {"inputs": names[:5], "hidden": [names[5:9]], "outputs": names[9:]},
            "weights": [[[0.1] * 5] * 4, [[0.2] * 4]],
        }
    )
    for library in ("numpy", "plain"):
        text = solution_script(of_solution(bpcalc.solve(exercise)), LIBRARIES[library])
        exec(compile(text, "script", "exec"), {"print": lambda *_: None})


def test_brackets_are_where_they_are_needed() -> None:
    """Around a divisor that is a product, and never around a whole value."""
    assert bare("(a + b)") == "a + b"
    assert bare("(a) * (b)") == "(a) * (b)"
