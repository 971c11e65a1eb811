"""The script of a live page comes to the digits of the program, run by Node."""

import json
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.errors import BpcalcError, CalculationError
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import built_in, load
from bpcalc.exercise.spec import Exercise, Sample
from bpcalc.maths.activations import ACTIVATIONS
from bpcalc.maths.expr import Number
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.report.live.bundle import functions_module
from bpcalc.report.live.exercise_file import file_parts
from bpcalc.report.live.next_epoch import begun
from bpcalc.report.live.program import program
from bpcalc.report.live.solution import LiveSolution, is_given
from bpcalc.solution import Solution
from bpcalc.training.engine_choice import choose
from bpcalc.training.problem import Problem
from bpcalc.training.python_engine import Straight
from bpcalc.training.trainer import Run, train
from tests.helpers.exercises import random_exercise
from tests.helpers.patience import PATIENCE
from tests.helpers.ranges import few

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")

ROUNDINGS = (
    Rounding(),
    Rounding(Digits(3)),
    Rounding(Digits(4), carry="rounded"),
    Rounding(Digits(5, significant=True), ties="half_even"),
    Rounding(Digits(4), ties="down"),
    Rounding(Digits(12, significant=True)),
)


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the modules of the script, as Node reads modules."""
    folder = tmp_path_factory.mktemp("scripts")
    for file in files("bpcalc.report.live").joinpath("scripts").iterdir():
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    (folder / "functions.js").write_text(functions_module(), "utf-8")
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


def answered(scripts: Path, asked: list[dict[str, Any]]) -> list[Any]:
    """Return what the script makes of all that it is asked."""
    file = scripts / "asked.json"
    file.write_text(json.dumps(asked), "utf-8")
    runner = Path(__file__).with_name("worked.mjs")
    command = [str(NODE), str(runner), str(scripts), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert not done.returncode, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


MANY_DIGITS = """
inputs: [1.9103, 2.5409641]
targets: [0.04, 0.66]
learning_rate: 0.40
weights:
  - [[-1.4969, 0.46469116], [-0.68, 2.72]]
  - [[-1.1739, 0.6950], [-3.31, 0.20]]
biases: [-0.30, 0.59]
update_biases: false
"""


@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", ["many digits", *built_in()])
def test_every_number_of_the_epochs_that_follow(scripts: Path, name: str) -> None:
    """After "next epoch", and again, the page shows what `step` prints of those epochs."""
    is_file = name in built_in()
    given = load(name) if is_file else read(MANY_DIGITS.encode(), "page.yaml").exercise
    exercise = begun(calculate(given)).exercise
    once = LiveSolution(calculate(exercise))
    for more in (1, 4):
        whole = Solution(calculate(exercise, epochs=1 + more))
        [answer] = answered(scripts, [{"program": program(once), "next": more}])
        later = {
            line.key: line.key._replace(epoch=(line.key.epoch or 0) + more)
            for line in once
            if not is_given(line) and line.key.epoch is not None
        }
        lines = whole.calculation.by_key
        wanted = {key: whole.shown(lines[at]) for key, at in later.items() if at in lines}
        shown = {line.key: text for line, text in zip(once, answer["shown"], strict=True)}
        assert wanted
        assert {key: shown[key] for key in wanted} == wanted


def drawn(count: int, seed: int) -> list[Exercise]:
    """Return random exercises that can be worked out, over all entries."""
    found: list[Exercise] = []
    random = Random(seed)
    while len(found) < count:
        rounding = random.choice(ROUNDINGS)
        exercise = random_exercise(random, largest=random.choice([1, 1, 3]), rounding=rounding)
        try:
            calculate(exercise)
        except CalculationError:
            continue
        found.append(exercise)
    return found


def compare(scripts: Path, pairs: list[tuple[dict[str, Any], Solution]]) -> None:
    """Demand that the script shows every number as the solution does."""
    answers = answered(scripts, [asked for asked, _ in pairs])
    for answer, (_, solution) in zip(answers, pairs, strict=True):
        wanted = {solution.name(line): solution.shown(line) for line in solution}
        named = zip(solution, answer["shown"], strict=True)
        assert {solution.name(line): shown for line, shown in named} == wanted
        assert answer["shown"] == [solution.shown(line) for line in solution]
        assert answer["relations"] == [solution.relation(line) for line in solution]


@pytest.mark.parametrize("name", list(built_in()))
def test_every_number_of_a_built_in_exercise(scripts: Path, name: str) -> None:
    """The page shows what `step` prints."""
    solution = Solution(calculate(load(name)))

    compare(scripts, [({"program": program(solution)}, solution)])


def test_every_number_of_random_exercises(scripts: Path) -> None:
    """So it does over all activations, losses, conventions and roundings."""
    solutions = [Solution(calculate(exercise)) for exercise in drawn(few(16, 120), seed=1)]

    compare(scripts, [({"program": program(each)}, each) for each in solutions])


def test_every_number_after_givens_have_changed(scripts: Path) -> None:
    """And for numbers that the page was not written with."""
    pairs = []
    for before, after in _changed(drawn(few(9, 40), seed=2)):
        first, then = Solution(calculate(before)), Solution(calculate(after))
        changed = {
            place: line.formula.text
            for place, line in enumerate(then)
            if isinstance(line.formula, Number)
        }
        pairs.append(({"program": program(first), "changed": changed}, then))

    compare(scripts, pairs)


def _changed(exercises: list[Exercise]) -> list[tuple[Exercise, Exercise]]:
    """Return exercises with others of the same form: every weight a little larger."""
    pairs = []
    for exercise in exercises:
        layers = tuple(
            replace(
                layer,
                weights=tuple(tuple(_larger(number) for number in row) for row in layer.weights),
            )
            for layer in exercise.layers
        )
        after = replace(exercise, layers=layers)
        try:
            calculate(after)
        except CalculationError:
            continue
        pairs.append((exercise, after))
    return pairs


def _larger(number: Number) -> Number:
    return Number(str(number.value + Decimal("0.37")))


@pytest.mark.parametrize("name", ["mazur", "batch-momentum", "xor", "softmax"])
def test_training_is_that_of_the_program(scripts: Path, name: str) -> None:
    """The errors of many epochs are those of the Python engine."""
    exercise = load(name)
    solution = Solution(begun(calculate(exercise)))
    (errors,) = answered(scripts, [{"program": program(solution), "epochs": 50}])

    problem = Problem.of(exercise)
    history = train(problem, Straight(problem), Run(50)).history

    after = [point.error for point in history.points][1:]
    assert errors[1:] == pytest.approx(after, rel=1e-9)


def test_training_of_random_exercises(scripts: Path) -> None:
    """So they are over all entries, where outputs saturate and where targets are 0."""
    asked, wanted = [], []
    for exercise in drawn(few(30, 150), seed=7):
        solution = Solution(begun(calculate(exercise)))
        parts = program(solution)
        if not parts["next"] or parts["error"] is None:
            continue
        problem = Problem.of(exercise)
        try:
            training = train(problem, choose(problem, 12, "python"), Run(12))
        except BpcalcError:  # there is no value after some epochs
            continue
        if training.stopped == "epochs":
            asked.append({"program": parts, "epochs": 12})
            wanted.append([point.error for point in training.history.points])

    assert len(asked) > few(18, 90)
    for errors, after in zip(answered(scripts, asked), wanted, strict=True):
        assert errors == pytest.approx(after, rel=1e-7, abs=1e-300)


CONVERGING = """
inputs: [0.35, 0.9]
targets: [0.5]
learning_rate: 10
weights: [[[0.1, 0.8], [0.4, 0.6]], [[0.3, 0.9]]]
"""


def test_of_a_trained_error_no_digit_is_told_that_floats_do_not_know(scripts: Path) -> None:
    """Near 10^-30 it is the square of a difference in their last digits."""
    exercise = read(CONVERGING.encode(), "converging").exercise
    parts = program(Solution(begun(calculate(exercise))))
    times = (10, 20, 30, 45, 50, 1000)
    asked = [{"program": parts, "epochs": epochs, "told": True} for epochs in times]

    told = dict(zip(times, answered(scripts, asked), strict=True))

    problem = Problem.of(exercise)
    history = train(problem, choose(problem, 50, "paper"), Run(50)).history
    right = {point.epoch: point.error for point in history.points}
    for epochs in times[:-1]:
        assert abs(told[epochs]["error"] - right[epochs]) <= told[epochs]["doubt"]
    assert told[10]["text"] == "4.69448e-9"
    assert 0 <= float(told[20]["text"]) - right[20] <= 1e-17 or told[20]["text"] == "7.379e-16"
    assert all(told[epochs]["text"].startswith("< ") for epochs in (45, 50, 1000))
    assert all(float(told[epochs]["text"][2:]) > right[epochs] for epochs in (45, 50))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("0.15", "0.15"),
        (" 0.10 ", "0.10"),
        ("0.15*0.05", "0.0075"),
        ("0.15·0.05+0.35", "0.3575"),
        ("０．１５", "0.15"),
        ("0,15", "0.15"),
        ("−0.3", "-0.3"),
        ("(1-0.2)*-2", "-1.6"),
        ("1/4", "1/4"),
        ("1/3", "1/3"),
        ("１／３", "1/3"),
        (" －２ ÷ ３ ", "-2/3"),
        ("+0，5/3", "0.5/3"),
        ("1/3*2", "0.666666666667"),
        ("1e-3", "1e-3"),
        ("2/0", None),
        ("２／０", None),
        ("", None),
        ("abc", None),
        ("0.1.2", None),
        ("1" * 300, None),
        ("(" * 100, None),
        ("alert(1)", None),
    ],
)
def test_what_is_typed_into_a_field(scripts: Path, typed: str, text: str | None) -> None:
    """Numbers and small calculations are read, in all their signs; nothing else is."""
    assert answered(scripts, [{"typed": typed}]) == [text]


@pytest.mark.parametrize("name", list(built_in()))
def test_the_file_of_the_page_is_the_exercise(name: str) -> None:
    """With the numbers of the page put in, the file reads back to the same exercise."""
    solution = LiveSolution(begun(calculate(load(name))))
    lines = list(solution)
    parts = [
        part if isinstance(part, str) else solution.shown(lines[part])
        for part in file_parts(solution)
    ]

    reading = read("".join(parts).encode(), "page.yaml")
    assert reading.exercise == solution.exercise


@pytest.mark.parametrize("name", list(built_in()))
def test_every_given_number_has_a_place_of_its_own_in_the_file(name: str) -> None:
    """So each that was changed is saved; changes of an epoch before, all 0 at first, as well."""
    solution = LiveSolution(begun(calculate(load(name))))
    places = [part for part in file_parts(solution) if isinstance(part, int)]
    fields = [place for place, line in enumerate(solution) if is_given(line)]

    assert sorted(places) == fields


ACTIVATED = """inputs: [0.5, -0.9]
targets: [0.2, 0.9]
learning_rate: 0.1
weights: [[[0.4, -0.3], [-1.2, 2.5]], [[0.7, 0.1], [-0.4, 0.9]]]
biases: [0.3, -0.2]
"""


@pytest.mark.parametrize("name", [e.name for e in ACTIVATIONS.values() if not e.whole_layer])
def test_every_activation(scripts: Path, name: str) -> None:
    """Every activation has on the page the digits that it has in print."""
    text = f"{ACTIVATED}activation: [{name}, {{sigmoid: 2}}]\n"
    solution = Solution(calculate(read(text.encode(), "page.yaml").exercise))

    compare(scripts, [({"program": program(solution)}, solution)])


def test_nothing_that_follows_from_an_open_line_has_a_number(scripts: Path) -> None:
    """Lines whose formulas do not hold are left open; no number of the page is another one then."""
    random, asked, wanted = Random(3), [], []
    for exercise in drawn(few(14, 80), seed=4):
        solution = Solution(calculate(replace(exercise, rounding=Rounding())))
        worked = [place for place, line in enumerate(solution) if not is_given(line)]
        opened = random.sample(worked, min(2, len(worked)))
        asked.append({"program": program(solution), "open": opened})
        wanted.append((solution, _following(solution, set(opened))))

    for answer, (solution, left_open) in zip(answered(scripts, asked), wanted, strict=True):
        for place, (line, shown) in enumerate(zip(solution, answer["shown"], strict=True)):
            if shown == "–":
                assert place in left_open, solution.name(line)
            else:  # a product with zero is known, and a choice that is made of known numbers
                assert shown == solution.shown(line), solution.name(line)
        assert any(answer["shown"][place] == "–" for place in left_open)


def test_targets_that_no_longer_add_up_to_1(scripts: Path) -> None:
    """Deltas of softmax are then worked out by the longer formula, with the digits of `step`."""
    random, asked, wanted = Random(5), [], []
    fixed = {"output": ACTIVATIONS["softmax"], "loss": LOSSES["cross_entropy"]}
    while len(asked) < few(8, 40):
        exercise = random_exercise(random, rounding=random.choice(ROUNDINGS), **fixed)
        solution = LiveSolution(calculate(exercise))
        samples = tuple(replace(each, targets=_shifted(each)) for each in exercise.samples)
        if not (exercise.has_targets and solution.others):
            continue
        then = Solution(calculate(replace(exercise, samples=samples)))
        lines = then.calculation.by_key
        given = [line for line in solution if line.key.kind == "target"]
        changed = {solution.places[each.key]: str(lines[each.key].value) for each in given}
        others = list(solution.others)
        asked.append({"program": program(solution), "changed": changed, "others": others})
        wanted.append((solution, then))

    for answer, (solution, then) in zip(answered(scripts, asked), wanted, strict=True):
        lines = then.calculation.by_key
        for line, shown in zip(solution, answer["shown"], strict=True):
            if line.key.kind != "target":
                assert shown == then.shown(lines[line.key]), solution.name(line)


def _shifted(sample: Sample) -> tuple[Number, ...]:
    """Return other targets, which add up to less than 1."""
    return tuple(Number(str(each.value / 2 + Decimal("0.01"))) for each in sample.targets or ())


def _following(solution: Solution, opened: set[int]) -> set[int]:
    """Return the places of these lines and of all whose formulas hold one of them."""
    places = {line.key: place for place, line in enumerate(solution)}
    found = set(opened)
    for place, line in enumerate(solution):
        if found & {places[key] for key in line.formula.refs()}:
            found.add(place)
    return found


AFTER = few(19_999, 99_999)


def test_a_high_power_takes_no_time(scripts: Path) -> None:
    """The rate of a late epoch, 0.99^99999, has the digits of the program, and few others."""
    rate = f"{{start: 0.5, exponential: 0.99, after: {AFTER}}}"
    text = ACTIVATED.replace("0.1", rate, 1)
    solution = Solution(calculate(read(text.encode(), "page.yaml").exercise))
    compare(scripts, [({"program": program(solution)}, solution)])


FAR_OUT = """inputs: [1]
targets: [0.5, -0.5]
learning_rate: 0.1
weights: [[[-30000000], [4e11]]]
activation: bipolar_sigmoid
"""


def test_outputs_far_out_in_saturation(scripts: Path) -> None:
    """Where e^-net is beyond what can be written down, the output is -1 all the same."""
    solution = Solution(calculate(read(FAR_OUT.encode(), "page.yaml").exercise))
    compare(scripts, [({"program": program(solution)}, solution)])


UNCERTAIN = """inputs: [0.56, -1]
targets: [-0.50, 0.23, -0.77]
learning_rate: 0.05
weights:
  - [[0.30, 3]]
  - [[-1.106], [0.74], [-1.60]]
  - [[-2.33, 0.26, 0.8], [1.08, -1.16, -2.66], [-2.55, -0.75, 0.13]]
biases: [null, -1.4, [-2.97, 1.889, 2.58]]
activation: [relu, gelu_tanh, softmax]
loss: mean_poisson
hidden_deltas_use: new_weights
update: batch
notation: fausett
optimizer: adamw
rounding: {decimals: 3}
"""


def test_a_divisor_of_few_certain_digits_is_not_taken_for_0(scripts: Path) -> None:
    """It is worked out to more digits: AdamW divides by next to nothing, and little is left."""
    solution = Solution(begun(calculate(read(UNCERTAIN.encode(), "page.yaml").exercise)))
    compare(scripts, [({"program": program(solution)}, solution)])
