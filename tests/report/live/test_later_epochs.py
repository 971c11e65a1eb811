"""Pages whose optimiser keeps a state, whose rate changes, or whose samples come in batches go on.

Every epoch of the page is that of `step --epochs`, and the curve is that of `train`.
"""

from pathlib import Path
from random import Random

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.keys import Key
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.maths.schedules import SCHEDULES, START, ScheduleForm
from bpcalc.report.live.exercise_file import file_parts
from bpcalc.report.live.next_epoch import begun, following
from bpcalc.report.live.program import program
from bpcalc.report.live.rate_forms import in_epoch, rate_forms
from bpcalc.report.live.solution import LiveSolution, is_given
from bpcalc.report.live.trees import tree
from bpcalc.solution import Solution
from bpcalc.training.engine_choice import choose
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Run, train
from tests.helpers import node

needs_node = pytest.mark.skipif(bool(node.MISSING), reason=node.MISSING)

TEXT = """samples:
- {{inputs: [0.5, 1], targets: [0.8]}}
- {{inputs: [1, -0.3], targets: [0.2]}}
- {{inputs: [0.2, 0.7], targets: [0.4]}}
weights: [[[0.1, 0.2], [0.3, -0.4]], [[0.2, -0.1]]]
biases: [0.1, 0.2]
{more}
"""

RATES = {
    name: f"{{start: 0.5, {name}: {{{entry.length}: 2, {entry.factor[1]}: 0.25}}}}"
    if entry.length
    else f"{{start: 0.5, {name}: 0.25}}"
    for name, entry in SCHEDULES.items()
}

ALWAYS = "learning_rate: 0.3"

KEPT = [
    *(f"{ALWAYS}\noptimizer: {name}" for name in OPTIMISERS if name != "gradient"),
    f"{ALWAYS}\noptimizer: {{adam: {{bias_correction: false}}}}",
    f"{ALWAYS}\noptimizer: {{momentum: {{form: velocity, negative_v: true}}}}",
    f"{ALWAYS}\noptimizer: {{nesterov: {{at: current}}}}",
    f"{ALWAYS}\nmomentum: 0.9\nupdate_biases: false",
    f"{ALWAYS}\noptimizer: adam\nhidden_deltas_use: new_weights",
    f"{ALWAYS}\noptimizer: rmsprop\npenalty: {{l2: 0.1}}\nclip_gradients: {{norm: 0.05}}",
]
CHANGING = [
    *(f"learning_rate: {rate}" for rate in RATES.values()),
    "learning_rate: {start: 0.5, warm_up: 3}",
    "learning_rate: {start: 0.5, cosine: 3, warm_up: 2, after: 1}",
]
DIVIDED = [
    f"{ALWAYS}\nbatch_size: 2",
    f"{ALWAYS}\nbatch_size: 1\noptimizer: nesterov",
    f"{ALWAYS}\nbatch_size: 2\nmomentum: 0.5\ndropout: [[1, 0]]",
    "learning_rate: {start: 0.5, step: {every: 2, factor: 0.5}}\nbatch_size: 2\noptimizer: adam",
]
WAYS = ("\nupdate: online", "\nupdate: batch_mean")
MORE = [  # the short run takes two of three
    *(each + way for place, each in enumerate(KEPT) for way in WAYS[:: -1 if place % 2 else 1]),
    *CHANGING,
    *(f"{each}\nupdate: batch" for each in CHANGING[:2]),
    *DIVIDED,
]


def exercise_with(more: str) -> Exercise:
    """Return the exercise with these keys."""
    return read(TEXT.format(more=more).encode(), "page.yaml").exercise


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the modules of the script, as Node reads modules."""
    folder = tmp_path_factory.mktemp("scripts")
    node.write_scripts(folder)
    return folder


RUNNER = Path(__file__).with_name("worked.mjs")


@pytest.mark.sampled(28)
@needs_node
@pytest.mark.parametrize("more", MORE)
def test_every_number_of_later_epochs(scripts: Path, more: str) -> None:
    """After "next epoch", and again, the page shows what `step` prints of those epochs."""
    exercise = exercise_with(more)
    live = LiveSolution(begun(calculate(exercise)))
    parts = program(live)
    asked = [{"program": parts, "next": epoch - 1} for epoch in (1, 2, 3, 5)]
    for ask, answer in zip(asked, node.answered(RUNNER, scripts, asked), strict=True):
        compare(exercise, live, ask["next"], answer)


FAR_IN_SATURATION = """
notation: han-kamber
inputs: [0.38, -0.09, 0.7, -0.33]
targets: [0.04, 0.38, -0.90]
learning_rate: 1e-2
weights:
  - [[-0.9, 2.8, 2.70, 2.387]]
  - [[1.38], [2.3]]
  - [[1.8, 3], [1.85, -2.729], [-0.87, 1.20]]
  - [[0.361, 1.4, -1.08], [0.183, -3, 1.33], [-0.7, -2.95, -2]]
thresholds: [[1.4], [0.93, 2.60], [0.40, 1.936, 1.77], [0, 1, 2.89]]
activation: [hard_tanh, sigmoid, relu6, selu]
loss: mean_absolute_error
optimizer: rmsprop
rounding: {significant: 5, ties: half_even}
"""


@needs_node
def test_digits_that_are_certain_have_a_bound(scripts: Path) -> None:
    """What a tiny number is added to is certain to millions of digits, and worked out to fewer."""
    exercise = read(FAR_IN_SATURATION.encode(), "page.yaml").exercise
    live = LiveSolution(begun(calculate(exercise)))
    asked = [{"program": program(live), "next": more} for more in (1, 2)]
    for ask, answer in zip(asked, node.answered(RUNNER, scripts, asked), strict=True):
        compare(exercise, live, ask["next"], answer)


@needs_node
@pytest.mark.parametrize("digits", [12, 100])
def test_the_normal_distribution(scripts: Path, digits: int) -> None:
    """Φ is right in many digits, from its series as from its tail, and where they meet."""
    sizes = ("1e-50", "0.02", "0.7", "2.9", "9.5", "17", "21", "23", "31", "45", "67", "99", "104")
    rows = ", ".join(f"[{sign}{size}]" for size in sizes for sign in ("", "-"))
    text = f"inputs: [1]\nweights: [[{rows}]]\nactivation: gelu\n"
    exercise = read((text + f"rounding: {{significant: {digits}}}").encode(), "page.yaml").exercise
    live = LiveSolution(begun(calculate(exercise)))
    ((shown,),) = [node.answered(RUNNER, scripts, [{"program": program(live)}])]

    whole = Solution(calculate(exercise))
    assert shown["shown"] == [whole.shown(line) for line in live]


def compare(
    exercise: Exercise, live: LiveSolution, more: int, answer: dict[str, list[str]]
) -> None:
    """Demand that a page shows, so many epochs later, what `step` prints of that epoch."""
    updates = exercise.moments
    whole = Solution(calculate(exercise, epochs=1 + more))
    lines = whole.calculation.by_key
    wanted, shown = {}, {}
    for place, line in enumerate(live):
        if is_given(line) or line.key.epoch is None:
            continue
        key = line.key._replace(epoch=line.key.epoch + more * updates)
        if key not in lines:  # of a first epoch: where the weights would lead on, without a past
            assert more == 0
            continue
        name = whole.name(lines[key]), key
        wanted[name] = whole.shown(lines[key])
        shown[name] = answer["shown"][place]
        if more:  # the formulas of a first epoch have numbers where those of the page have symbols
            wanted[name] += whole.relation(lines[key])
            shown[name] += answer["relations"][place]
    assert wanted == shown
    assert {"net", "total_error"} <= {key.kind for _, key in wanted}


FAR_TAILS = """
samples:
  - {inputs: [-1.0, 0.989, 0, -0.719], targets: [0.273, 0.236, 0.117, -0.50]}
  - {inputs: [0.6, -0.553, 1, -0.71], targets: [0.2, 0.1, 0.6, 0.1]}
learning_rate: 1
weights:
  - [[-3.0, 0.28, 2.882, 0.265], [2.078, 2.147, 2.62, -2], [1.12, 0.04, 1.24, 0.14]]
  - [[-1.075, -2.99, -0.579], [-1.9, 2.456, 1.129]]
  - [[0, -2.11], [0.37, 2.8], [-2.766, 0.11]]
  - [[1.406, -3, 2.5], [2, 2, -1.95], [-0.19, -1.230, -2.202], [-2.45, 0, 3]]
biases: [null, [2, 0.62], 0.72, -2.42]
activation: [silu, identity, prelu, gelu]
loss: mean_absolute_error
optimizer: momentum
update_biases: false
changes: false
rounding: {significant: 12}
"""

LONG_NUMBERS = """
samples:
  - {inputs: [-0.76], targets: [1, -0.5, 0.59, -0.51]}
  - {inputs: [-0.84], targets: [0.3, 0.2, 0.1, 0.4]}
learning_rate: {start: 0.05, cosine: {epochs: 2, end: 0.5}, after: 3}
weights:
  - [[-2.07]]
  - [[2.21], [1.89], [-0.4]]
  - [[-2.778, -2.997, 1.05]]
  - [[0.29], [-0.275], [1.03], [1.6]]
biases: [0.81, -0.7, [-2.15], -1]
activation: [gelu, silu, identity, {leaky_relu: 0.1}]
loss: squared_error
rounding: {decimals: 4, carry: rounded}
"""


SATURATED = """
inputs: [1]
targets: [0.5, 0.25, 0.5]
learning_rate: 0.5
weights: [[[12000], [17033.6], [-21000.5]]]
activation: ACTIVATION
loss: squared_error
"""
"""Outputs that are up to 10^-18240 close to ±1: not ±1, and their slopes are not 0."""

FAR_SHARES = """
inputs: [1, 0.5]
targets: [0.2, 0.5, 0.3]
learning_rate: 0.5
weights: [[[3000.1, 7], [-600.3, 2.5], [1500.7, 0.3]]]
activation: softmax
loss: squared_error
rounding: {significant: 6}
"""


@needs_node
@pytest.mark.parametrize(
    "text",
    [pytest.param(FAR_TAILS, marks=pytest.mark.long), LONG_NUMBERS, FAR_SHARES],
    ids=["tails", "long numbers", "shares"],
)
def test_numbers_far_out_have_all_their_digits(scripts: Path, text: str) -> None:
    """Of 1 - erf at -100, before the point of what has thousands there, of a softmax far out."""
    exercise = read(text.encode(), "page.yaml").exercise
    live = LiveSolution(begun(calculate(exercise)))
    (answer,) = node.answered(RUNNER, scripts, [{"program": program(live), "next": 1}])
    compare(exercise, live, 1, answer)


@needs_node
@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_what_saturates_far_out_is_not_1(scripts: Path, activation: str) -> None:
    """The page stopped at 10^-5000 and printed `1` and a slope of 0, where `step` goes on."""
    text = SATURATED.replace("ACTIVATION", activation)
    exercise = read(text.encode(), "page.yaml").exercise
    live = LiveSolution(begun(calculate(exercise)))
    (answer,) = node.answered(RUNNER, scripts, [{"program": program(live)}])

    whole = Solution(live.calculation)
    kinds = {"out", "slope", "delta", "gradient"}
    lines = [(place, line) for place, line in enumerate(live) if line.key.kind in kinds]
    assert [answer["shown"][place] for place, _ in lines] == [
        whole.shown(each) for _, each in lines
    ]


@pytest.mark.sampled(14)
@needs_node
@pytest.mark.parametrize("more", MORE)
def test_the_curve_is_that_of_training(scripts: Path, more: str) -> None:
    """Before the first epoch, and after every one, with the weights as they are then."""
    exercise = exercise_with(more)
    parts = program(LiveSolution(begun(calculate(exercise))))
    (errors,) = node.answered(RUNNER, scripts, [{"program": parts, "epochs": 40}])

    problem = Problem.of(exercise)
    history = train(problem, choose(problem, 40), Run(40)).history
    assert errors == pytest.approx([point.error for point in history.points], rel=1e-9)


FORMS = [
    ScheduleForm(name, every, warm_up, after)
    for name in ("", *SCHEDULES)
    for every in ((1, 3, 10) if name and SCHEDULES[name].length else (1,))
    for warm_up in (0, 4)
    for after in (0, 7)
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: "-".join(map(str, form)))
def test_the_rate_of_every_epoch(form: ScheduleForm) -> None:
    """The forms that a page has come to the formula of any epoch, leaf by leaf."""
    factor = SCHEDULES[form.name].factor[0] if form.name else "rate_factor"
    places = {START.key: 0, Key(factor): 1}
    forms = rate_forms(form, places)
    random = Random(1)
    for epoch in (*range(1, 60), *(random.randrange(60, 10**5) for _ in range(40))):
        template = [tree for first, tree in forms if first <= epoch][-1]
        assert in_epoch(template, epoch) == tree(form.rate(epoch), places)


def test_the_file_of_a_later_epoch_goes_on_with_its_rate() -> None:
    """What is saved says how many epochs were run before, as `train --save` does."""
    exercise = exercise_with("learning_rate: {start: 0.5, exponential: 0.9, after: 2}")
    live = LiveSolution(begun(calculate(exercise)))
    lines = list(live)

    def text(epoch: int) -> str:
        return "".join(
            part
            if isinstance(part, str)
            else live.shown(lines[part])
            if isinstance(part, int)
            else str(part["after"] + epoch - 1)
            for part in file_parts(live)
        )

    assert read(text(1).encode(), "page.yaml").exercise == live.exercise
    later = read(text(4).encode(), "page.yaml").exercise
    assert later.schedule is not None
    assert later.schedule.form.after == 5


def test_a_state_that_is_given_is_kept() -> None:
    """An exercise that goes on from a state begins with that one, not with zeros."""
    exercise = exercise_with(
        f"{ALWAYS}\noptimizer: {{momentum: {{form: velocity}}}}\n"
        "previous_changes: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]"
    )
    calculation = calculate(exercise)
    assert begun(calculation) is calculation
    live = LiveSolution(calculation)
    assert len(following(live, live.places)) == 16
