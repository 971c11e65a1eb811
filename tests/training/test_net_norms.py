"""Net inputs normalised over a batch, or over a layer: published numbers, laws, engines, files."""

import warnings
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.errors import ExerciseError
from bpcalc.exercise.parameters import parameters, with_parameters
from bpcalc.exercise.patching import patched
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.training.engine_choice import choose, has_fast
from bpcalc.training.problem import Problem
from tests.helpers.ranges import LONG, few

NORMS = {
    "batch, hidden": "batch_norm: [{gamma: [1.5, 1, 0.7], beta: 0.1, epsilon: 1e-5}, null]",
    "batch, both": "batch_norm: [{gamma: 1.2, beta: [0.1, 0, -0.3]}, {epsilon: 0.01}]",
    "layer, hidden": "layer_norm: [{gamma: [1.5, 1, 0.7], beta: 0.1, epsilon: 1e-5}, null]",
    "layer and batch": "layer_norm: [{gamma: 0.9}, null]\nbatch_norm: [null, {beta: [0.2, -0.1]}]",
}
RESTS = {
    "sum": "update: batch",
    "mean": "update: batch_mean\nnotation: han-kamber",
    "momentum": "update: batch\nmomentum: 0.5\ndelta: t-o",
    "adam": "update: batch_mean\noptimizer: adam\nnotation: z-a",
    "penalty": "update: batch\npenalty: {l2: 0.1, biases: true}\nactivation: [tanh, softmax]\n"
    "loss: cross_entropy",
    "clip": "update: batch_mean\nclip_gradients: {norm: 0.01}\nactivation: [relu, identity]",
    "new weights": "update: batch\nhidden_deltas_use: new_weights",
    "order": "update: batch\norder: deltas_first\nactivation: gelu",
    "hanliqun": "update: batch\nnotation: zhou\nthresholds: [[0.1, 0.2, 0.3], null]",
}


def network(norm: str, rest: str = "update: batch", samples: int = 3) -> Exercise:
    """Return a 2-3-2 network."""
    return read(text(norm, rest, samples).encode(), "x.yaml").exercise


def text(norm: str, rest: str, samples: int = 3) -> str:
    """Return the file of a 2-3-2 network."""
    rows = [
        "{inputs: [0.05, 0.1], targets: [0.01, 0.99]}",
        "{inputs: [0.7, 0.3], targets: [0.9, 0.1]}",
        "{inputs: [0.2, 0.9], targets: [0.5, 0.5]}",
    ]
    # The gradient of a bias before a batch norm is 0; of what floats leave, Adam makes a step.
    bare = "thresholds" in rest or "adam" in rest
    biases = "" if bare else "biases: [null, [0.6, 0.6]]\n"
    return (
        f"samples: [{', '.join(rows[:samples])}]\nweights:\n"
        "  - [[0.15, 0.2], [0.25, 0.3], [0.1, 0.25]]\n  - [[0.4, 0.45, 0.3], [0.5, 0.55, 0.2]]\n"
        f"{biases}learning_rate: 0.5\n{norm}\n{rest}\n"
    )


@pytest.mark.parametrize(
    ("nets", "variance", "normalised", "scaled"),
    [
        ("2 4 4 8", "4.75", "-1.147 -0.229 -0.229 1.606", "-1.294 0.541 0.541 4.212"),
        ("2 4 6", "2.667", "-1.225 0.000 1.225", "-1.449 1.000 3.449"),
    ],
)
def test_printed_numbers(nets, variance, normalised, scaled):
    """Two course notes: a unit over a batch, γ = 2, β = 1, no ε, variance by n."""
    rows = ", ".join(f"{{inputs: [{net}]}}" for net in nets.split())
    file = (
        f"samples: [{rows}]\nweights: [[[1]]]\nactivation: identity\n"
        "batch_norm: [{gamma: 2, beta: 1, epsilon: 0}]\n"
    )
    values = calculate(read(file.encode(), "x.yaml").exercise).values

    assert round(values[Key("norm_variance", 1, 1, None, None, 1)], 3) == Decimal(variance)
    for kind, printed in (("normalised", normalised), ("scaled", scaled)):
        for sample, number in enumerate(printed.split(), start=1):
            assert round(values[Key(kind, 1, 1, None, sample, 1)], 3) == Decimal(number)


def total(case: Exercise) -> Decimal:
    """Return the error over all samples, before the update."""
    values = calculate(case).values
    return values[Key("total_error", epoch=1)]


@pytest.mark.parametrize("rest", ["sum", "penalty"])
@pytest.mark.parametrize("norm", NORMS)
def test_the_gradient_is_that_of_the_error(norm, rest):
    """Central differences of the error over the batch, for every weight, bias, γ and β.

    In the short run, for every third of them.
    """
    case = network(NORMS[norm], RESTS[rest])
    values, given, step = calculate(case).values, list(parameters(case)), Decimal("1e-10")
    keys = [key for layer in case.graph.layers for key in case.graph.parameters(layer)]
    for place, key in list(enumerate(keys))[:: 1 if LONG else 3]:
        errors = []
        for sign in (1, -1):
            moved = [*given]
            moved[place] = Number(str(given[place].value + sign * step))
            errors.append(total(with_parameters(case, moved)))
        family = "penalised" if case.penalty.form.covers(key.kind) else "gradient"
        found = values[key.turned(f"{key.kind}_{family}", None, 1)]
        wanted = float((errors[0] - errors[1]) / (2 * step))
        assert float(found) == pytest.approx(wanted, rel=1e-8, abs=1e-14), key


def state_after(case: Exercise, epochs: int) -> list[float]:
    """Return the weights, biases, γ and β of the page after so many epochs."""
    values = calculate(case, epochs).values
    return [
        float(values[key.turned(f"new_{key.kind}", None, epochs)])
        for layer in case.graph.layers
        for key in case.graph.parameters(layer)
    ]


@pytest.mark.sampled(14)
@pytest.mark.parametrize("rest", RESTS)
@pytest.mark.parametrize("norm", NORMS)
def test_engines_and_file(norm, rest):
    """Engines give the weights and errors of the page; a file is read again."""
    case = network(NORMS[norm], RESTS[rest])
    wanted, problem = state_after(case, 2), Problem.of(case)
    closing = float(calculate(case, 2).values[Key("total_error", epoch=3)])
    compiled = ["machine"] if has_fast() and rest in ("sum", "clip") else []
    # Decimals take their time over what cancels.
    on_paper = ["paper"] if rest == "sum" and norm.startswith("layer") else []
    for name in ("python", "arrays", *on_paper, *compiled):
        engine = choose(problem, 2, name)
        recorded: list[float] = []
        done, state = engine.watch(2, 0.0, engine.start(), recorded.append)
        assert list(map(float, state))[: len(wanted)] == pytest.approx(
            wanted, rel=1e-9, abs=1e-10
        ), name
        assert list(map(float, engine.run(2, engine.start()))) == pytest.approx(
            list(map(float, state)), rel=1e-12
        )
        assert (done, engine.errors(state).total) == (2, pytest.approx(closing, rel=1e-9))
        assert recorded[0] == pytest.approx(float(total(case)), rel=1e-9)
    assert read(write(case).encode(), "x.yaml").exercise == case


@pytest.mark.parametrize("norm", ["batch, hidden", "layer, hidden"])
def test_pytorch_agrees(norm):
    """PyTorch in float64, a hundred steps with momentum, γ and β among what is learnt."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    case = network(NORMS[norm], "update: batch\nmomentum: 0.9")

    def leaf(numbers: object) -> object:
        return torch.tensor(numbers, dtype=torch.float64, requires_grad=True)

    numbers = iter([float(number.value) for number in parameters(case)])

    def some(*size: int) -> object:
        if len(size) == 2:
            return leaf([[next(numbers) for _ in range(size[1])] for _ in range(size[0])])
        return leaf([next(numbers) for _ in range(size[0])])

    first, gamma, beta, second, biases = some(3, 2), some(3), some(3), some(2, 3), some(2)
    inputs = torch.tensor([[0.05, 0.1], [0.7, 0.3], [0.2, 0.9]], dtype=torch.float64)
    wanted = torch.tensor([[0.01, 0.99], [0.9, 0.1], [0.5, 0.5]], dtype=torch.float64)
    learnt = [first, gamma, beta, second, biases]
    sgd = torch.optim.SGD(learnt, lr=0.5, momentum=0.9)
    functional = torch.nn.functional
    for _ in range(100):
        sgd.zero_grad()
        net = inputs @ first.T
        if norm.startswith("batch"):
            net = functional.batch_norm(net, None, None, gamma, beta, training=True, eps=1e-5)
        else:
            net = functional.layer_norm(net, (3,), gamma, beta, eps=1e-5)
        out = torch.sigmoid(torch.sigmoid(net) @ second.T + biases)
        (((out - wanted) ** 2).sum() / 2).backward()
        sgd.step()
    engine = choose(Problem.of(case), 100, "python")
    found = engine.run(100, engine.start())
    theirs = [float(each) for part in learnt for each in part.detach().ravel()]
    assert list(map(float, found))[: len(theirs)] == pytest.approx(theirs, rel=1e-10, abs=1e-12)


def test_batches():
    """Each batch has its own mean and variance; the closing pass has all samples in one."""
    file = text(NORMS["batch, hidden"], "batch_size: 2", 3).replace(
        "samples: [", "samples: [{inputs: [0.4, 0.6], targets: [0.3, 0.7]}, "
    )
    case = read(file.encode(), "x.yaml").exercise
    values = calculate(case).values
    first = {key.epoch for key in values if key.kind == "norm_mean"}
    assert first == {1, 2, 3}
    engine = choose(Problem.of(case), 1, "python")
    state = engine.run(1, engine.start())
    wanted = [
        float(values[key.turned(f"new_{key.kind}", None, 2)])
        for layer in case.graph.layers
        for key in case.graph.parameters(layer)
    ]
    assert list(map(float, state)) == pytest.approx(wanted, rel=1e-10)
    assert engine.errors(state).total == pytest.approx(
        float(values[Key("total_error", epoch=3)]), rel=1e-10
    )


def test_training_is_saved():
    """What training makes of γ and β stands in the file that it saves."""
    file = text(NORMS["batch, both"], "update: batch")
    case = read(file.encode(), "x.yaml").exercise
    learnt = with_parameters(case, [Number(f"{n}.5") for n in range(len(list(parameters(case))))])

    back = read(patched(file.encode(), "x.yaml", learnt).encode(), "x.yaml").exercise
    assert list(parameters(back)) == list(parameters(learnt))


ANY_REST = [
    *("optimizer: adam", "optimizer: nesterov", "momentum: 0.5", "update_biases: false"),
    *("optimizer: {adamw: {weight_decay: 0.1}}", "max_norm: 0.7", "penalty: {l1: 0.1}"),
    *("hidden_deltas_use: new_weights", "learning_rate: {start: 0.5, exponential: 0.9}"),
]


@pytest.mark.parametrize("way", ["batch", "layer"])
def test_arrays_agree_on_random_networks(way):
    """With missing connections and shared biases, too; straight lines are the other writing."""
    for seed in range(few(len(ANY_REST), 18)):
        draw = Random(f"{way} {seed}")
        sizes = [2, *(draw.randint(2, 4) for _ in range(draw.randint(0, 2))), draw.randint(2, 3)]
        rest = ANY_REST[seed % len(ANY_REST)]
        rate = "" if "rate: {" in rest else "learning_rate: 0.3"
        rows = ", ".join(
            f"{{inputs: {_drawn(draw, 2)}, targets: {list(map(abs, _drawn(draw, sizes[-1])))}}}"
            for _ in range(5)
        )
        matrices = [[_drawn(draw, below) for _ in range(above)] for below, above in pairwise(sizes)]
        missing = str(matrices).replace(str(matrices[0][0][0]), "null", 1)
        biases = [draw.choice([0.3, _drawn(draw, size)]) for size in sizes[1:]]
        norms = ", ".join(
            f"{{gamma: {_drawn(draw, size)}, beta: 0.1, epsilon: 0.01}}" for size in sizes[1:]
        )
        update = "online" if way == "layer" and seed % 2 else "batch_mean"
        file = (
            f"samples: [{rows}]\nweights: {missing if seed % 3 else matrices}\n{rate}\n"
            f"biases: {biases}\nactivation: [{'tanh, ' * (len(sizes) - 2)}softmax]\n"
            f"{way}_norm: [{norms}]\nupdate: {update}\n{rest}\n"
        )
        problem = Problem.of(read(file.encode(), "x.yaml").exercise)
        python, arrays = (choose(problem, 2, name) for name in ("python", "arrays"))
        wanted, found = (engine.run(2, engine.start()) for engine in (python, arrays))
        assert list(found) == pytest.approx(list(wanted), rel=1e-9, abs=1e-10), file
        assert arrays.errors(found).total == pytest.approx(python.errors(wanted).total, rel=1e-10)


def _drawn(draw: Random, count: int) -> list[float]:
    return [draw.randint(1, 99) * draw.choice((-1, 1)) / 100 for _ in range(count)]


@pytest.mark.parametrize("engine", ["python", "arrays", "paper"])
def test_a_bias_under_a_batch_norm_stays_to_the_last_digit(engine):
    """It changes the mean and nothing else; Adagrad divides whatever is left by its own size."""
    case = read(
        b"samples: [{inputs: [0.38, -0.2], targets: [0.05]}, {inputs: [0.7, 0.49], targets: [0.2]},"
        b" {inputs: [0.39, 0.72], targets: [0.48]}]\nweights: [[[-0.25, 0.17]]]\nbiases: [[0.7]]\n"
        b"learning_rate: 0.3\nactivation: tanh\nbatch_norm: [{gamma: 1.1}]\nupdate: batch\n"
        b"optimizer: adagrad\n",
        "x.yaml",
    ).exercise
    trained = choose(Problem.of(case), 3, engine)
    weights = trained.run(3, trained.start())

    assert float(weights[2]) == pytest.approx(0.7, abs=1e-15)
    assert float(weights[0]) != -0.25


@pytest.mark.parametrize(
    ("norm", "rest", "says"),
    [
        ("batch_norm: [{gamma: 1}, null]", "update: online", "say `update: batch`"),
        ("batch_norm: [{gamma: 1}, null]", "", "say `update: batch`"),
        ("batch_norm: [{gamma: 1}, null]", "batch_size: 2", "two samples at least"),
        ("batch_norm: [{gamma: 1}]", "update: batch", "expected 2 entries"),
        ("batch_norm: [{gamma: [1, 2]}, null]", "update: batch", "layer 1 has 3 units"),
        ("batch_norm: [{epsilon: -1}, null]", "update: batch", "a number of 0 or more"),
        ("batch_norm: [{delta: 1}, null]", "update: batch", "`delta`"),
        ("batch_norm: [null, null]", "update: batch", "an entry for every layer"),
        ("layer_norm: 1", "", "an entry for every layer"),
        (
            "layer_norm: [{gamma: 1}, null]\nbatch_norm: [{gamma: 1}, null]",
            "update: batch",
            "not over both",
        ),
    ],
)
def test_what_cannot_be_is_said(norm, rest, says):
    """One sentence, not a traceback."""
    with pytest.raises(ExerciseError) as refused:
        network(norm, rest)
    assert says in str(refused.value)


@pytest.mark.parametrize("norm", ["batch, hidden", "layer, hidden"])
def test_the_right_numbers_have_full_marks(norm):
    """A sheet with all right numbers has no line that is called wrong."""
    marker = Marker(network(NORMS[norm], "update: batch\ndelta: t-o"))
    shown = Rounding(Digits(6, significant=True)).shown
    cells = {
        key: read_cell(shown(key.kind, marker.scheme.values[key]))
        for key in marker.scheme.formulas
        if key in marker.asked
    }

    assert {mark.verdict for mark in marker.mark(cells).marks} == {"right"}
