"""Every optimiser against its formulas written anew, printed numbers, PyTorch and all engines."""

import math
import warnings
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.errors import CalculationError, ExerciseError
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise, Layer
from bpcalc.exercise.writer import write
from bpcalc.maths.activations import IDENTITY
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.optimisers import OPTIMISERS, Optimiser
from bpcalc.training.engine_choice import ENGINES, has_fast
from bpcalc.training.problem import Problem
from bpcalc.training.result import at_state
from tests.helpers.exercises import exercise, numbers, random_exercise, sample
from tests.training.test_engines import after_epochs, furthest

ENGINE_NAMES = ["python", "arrays", "paper", *(["machine"] if has_fast() else [])]


def optimisers() -> Iterator[Optimiser]:
    """Yield every optimiser with every combination of its settings."""
    for name, entry in OPTIMISERS.items():
        usual = tuple(Number(rate.default) for rate in entry.rates)
        for values in product(*entry.settings.values()):
            named = zip(entry.settings.items(), values, strict=True)
            chosen = tuple((key, value) for (key, all_), value in named if value != all_[0])
            if dict(chosen).get("negative_v") and "form" not in dict(chosen):
                continue  # Δw points downhill as it is
            yield Optimiser(name, usual, chosen)


ALL = list(optimisers())


def named(optimiser: Optimiser) -> str:
    """Return the name of a test."""
    return "-".join([optimiser.name, *(f"{key}={value}" for key, value in optimiser.chosen)])


def parabola(starts: list[str], **rest: object) -> Exercise:
    """Return an exercise whose error is Σw², one weight a unit."""
    rows = tuple(numbers(start) for start in starts)
    return exercise(
        [Layer(rows, IDENTITY)],
        [sample(["1"], ["0"] * len(starts))],
        loss=LOSSES["squared_error"],
        **rest,
    )


def weights_after(case: Exercise, epochs: int, engine: str = "python") -> tuple[float, ...]:
    """Return the weights that an engine gives."""
    problem = Problem.of(case)
    runner = ENGINES[engine](problem)
    state = runner.run(epochs, runner.start())
    return tuple(map(float, state))[: len(problem.parameters)]


@pytest.mark.sampled(31)
@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.parametrize("optimiser", ALL, ids=named)
def test_engines_give_the_hand_calculation(optimiser, seed):
    """All engines, after four epochs of whatever conventions chance has chosen."""
    case = replace(
        random_exercise(Random(seed)),
        momentum=Number("0"),
        learning_rate=Number("0.1"),
        optimiser=optimiser,
    )
    try:
        wanted = after_epochs(case, 4)
    except CalculationError:
        pytest.skip("a line has no finite value")
    for name in ENGINE_NAMES:
        assert furthest(weights_after(case, 4, name), wanted) < 1e-9, name


RATE, BETA1, BETA2, RHO, MU, DECAY = 0.1, 0.9, 0.999, 0.9, 0.9, 0.01
EPSILON = {"adagrad": 1e-10, "adadelta": 1e-6}


class Lecture:
    """The optimisers as a lecture writes them down, for one weight with the error w²."""

    def __init__(self, name: str, chosen: dict[str, object]) -> None:
        self.name, self.chosen = name, chosen
        self.m = self.v = self.u = self.top = 0.0
        self.t = 0

    def step(self, w: float) -> float:
        """Return the weight after a step."""
        self.t += 1
        after: float = getattr(self, f"_{self.name}")(w, 2 * w)
        return after

    def _root(self, square: float) -> float:
        epsilon = EPSILON.get(self.name, 1e-8)
        if self.chosen.get("epsilon_inside"):
            return math.sqrt(square + epsilon)
        return math.sqrt(square) + epsilon

    def _gradient(self, w: float, g: float) -> float:
        return w - RATE * g

    def _momentum(self, w: float, g: float) -> float:
        share = 1 - MU if self.chosen.get("form") == "averaging" else 1
        self.v = MU * self.v + share * g
        return w - RATE * self.v

    def _nesterov(self, w: float, g: float) -> float:
        if self.chosen.get("at") != "current":
            self.v = MU * self.v + 2 * (w - RATE * MU * self.v)
            return w - RATE * self.v
        self.v = MU * self.v + g
        return w - RATE * (g + MU * self.v)

    def _adagrad(self, w: float, g: float) -> float:
        self.v += g * g
        return w - RATE * g / self._root(self.v)

    def _rmsprop(self, w: float, g: float) -> float:
        self.v = RHO * self.v + (1 - RHO) * g * g
        return w - RATE * g / self._root(self.v)

    def _adadelta(self, w: float, g: float) -> float:
        self.v = RHO * self.v + (1 - RHO) * g * g
        change = math.sqrt(self.u + 1e-6) / math.sqrt(self.v + 1e-6) * g
        self.u = RHO * self.u + (1 - RHO) * change**2
        return w - RATE * change

    def _adam(self, w: float, g: float) -> float:
        self.m = BETA1 * self.m + (1 - BETA1) * g
        self.v = BETA2 * self.v + (1 - BETA2) * g * g
        self.top = max(self.top, self.v)
        m, v = self.m, self.top if self.name == "amsgrad" else self.v
        if self.chosen.get("bias_correction", True):
            m, v = m / (1 - BETA1**self.t), v / (1 - BETA2**self.t)
        return w - RATE * m / self._root(v)

    _amsgrad = _adam

    def _adamw(self, w: float, g: float) -> float:
        share = RATE if self.chosen.get("decay_times_rate", True) else 1
        return self._adam(w, g) - share * DECAY * w


@pytest.mark.parametrize("optimiser", ALL, ids=named)
def test_a_few_lines_of_python_agree(optimiser):
    """A hundred steps down a parabola, by formulas that are not ours."""
    lecture, w = Lecture(optimiser.name, dict(optimiser.chosen)), 1.3
    for _ in range(100):
        w = lecture.step(w)
    case = parabola(["1.3"], learning_rate=Number("0.1"), optimiser=optimiser)

    for engine in ENGINE_NAMES[:2]:
        (found,) = weights_after(case, 100, engine)
        assert found == pytest.approx(w, rel=1e-10, abs=1e-13)


TORCH = {
    "gradient": lambda torch, p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda torch, p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "nesterov": lambda torch, p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "adagrad": lambda torch, p: torch.optim.Adagrad(p, lr=0.1),
    "rmsprop": lambda torch, p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9),
    "adadelta": lambda torch, p: torch.optim.Adadelta(p, lr=0.1),
    "adam": lambda torch, p: torch.optim.Adam(p, lr=0.1),
    "amsgrad": lambda torch, p: torch.optim.Adam(p, lr=0.1, amsgrad=True),
    "adamw": lambda torch, p: torch.optim.AdamW(p, lr=0.1),
}


@pytest.mark.parametrize("name", OPTIMISERS)
def test_pytorch_agrees(name):
    """PyTorch's own optimisers, in float64, after a hundred steps."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    w = torch.tensor([1.3, -0.4], dtype=torch.float64, requires_grad=True)
    optimizer = TORCH[name](torch, [w])
    for _ in range(100):
        optimizer.zero_grad()
        (w**2).sum().backward()
        optimizer.step()
    usual = tuple(Number(rate.default) for rate in OPTIMISERS[name].rates)
    chosen = (("at", "current"),) if name == "nesterov" else ()
    optimiser = Optimiser(name, usual, chosen)
    case = parabola(["1.3", "-0.4"], learning_rate=Number("0.1"), optimiser=optimiser)

    assert weights_after(case, 100) == pytest.approx(w.tolist(), rel=1e-12)


def test_adam_on_a_parabola():
    """Open-Deep-ML, problem 49: ten steps of Adam on x² + y² + z², as NumPy prints them."""
    adam = Optimiser("adam", tuple(map(Number, ("0.9", "0.999", "1e-8"))))
    case = parabola(["1.0", "0.2", "12.3"], learning_rate=Number("0.001"), optimiser=adam)

    found = [f"{w:.8f}" for w in weights_after(case, 10)]

    assert found == ["0.99000325", "0.19001678", "12.29000026"]


@pytest.mark.parametrize(("chosen", "first"), [((("at", "current"),), 6.2), ((), 8.0)])
def test_both_forms_of_nesterov(chosen, first):
    """A course note: w² from 10 at a rate of 0.1 gives 6.2, and 8.0 in the look-ahead form."""
    nesterov = Optimiser("nesterov", (Number("0.9"),), chosen)
    case = parabola(["10.0"], learning_rate=Number("0.1"), optimiser=nesterov)

    assert weights_after(case, 1) == pytest.approx((first,), rel=1e-12)


def test_the_error_of_a_run_is_that_of_the_weights():
    """An optimiser that looks ahead works the error out elsewhere; a history has that of w."""
    nesterov = Optimiser("nesterov", (Number("0.9"),))
    case = parabola(["10.0"], learning_rate=Number("0.1"), optimiser=nesterov)
    for name in ENGINE_NAMES:
        engine = ENGINES[name](Problem.of(case))
        recorded: list[float] = []
        engine.watch(3, 0.0, engine.start(), recorded.append)
        weights = [weights_after(case, epochs)[0] for epochs in (1, 2)]
        assert recorded == pytest.approx([100, *(w**2 for w in weights)], rel=1e-12), name


def test_a_negative_v():
    """V = α·v - η·g and w + v: a book's numbers have another sign, the weights are the same."""
    file = (
        "inputs: [1]\ntargets: [0]\nweights: [[[10]]]\nactivation: identity\n"
        "loss: squared_error\nlearning_rate: 0.1\n"
        "optimizer: {momentum: {momentum: 0.9, negative_v: true}}\n"
    )
    values = calculate(read(file.encode(), "x.yaml").exercise, 2).values

    assert [values[Key("weight_v", 1, 1, 1, 1, epoch)] for epoch in (1, 2)] == [-2, Decimal("-3.4")]
    assert values[Key("new_weight", 1, 1, 1, 1, 2)] == Decimal("4.6")


def with_gradients(gradients: list[str], start: str, **rest: object) -> Exercise:
    """Return an exercise whose gradients are these, one a sample: (w·1 - t)·1 with t = w - g."""
    targets: list[str] = []
    for count, gradient in enumerate(gradients, start=1):
        w = Number(start).value
        if targets:
            case = one_weight(start, targets, **rest)
            w = calculate(case).values[Key("new_weight", 1, 1, 1, count - 1, 1)]
        targets.append(str(w - Number(gradient).value))
    return one_weight(start, targets, **rest)


def one_weight(start: str, targets: list[str], **rest: object) -> Exercise:
    """Return a linear unit with one weight."""
    samples = [sample(["1"], [target]) for target in targets]
    return exercise([Layer((numbers(start),), IDENTITY)], samples, **rest)


PRINTED = {
    # a public course note: five given gradients
    "adam": (
        ["0.5", "0.4", "0.6", "0.45", "0.55"],
        "1.0",
        "0.001",
        Optimiser("adam", tuple(map(Number, ("0.9", "0.999", "1e-8")))),
        {
            "weight_m": ["0.050000", "0.085000", "0.136500", "0.167850", "0.206065"],
            "weight_v": ["0.000250", "0.000410", "0.000769", "0.000971", "0.001273"],
            "weight_m_hat": ["0.500000", "0.447368", "0.503690", "0.488078", "0.503199"],
            "weight_v_hat": ["0.250000", "0.204977", "0.256703", "0.243132", "0.255030"],
            "new_weight": ["0.999000", "0.998012", "0.997018", "0.996028", "0.995031"],
        },
    ),
    # a public course note: gradients 2 and -1
    "velocity": (
        ["2.0", "-1.0"],
        "0",
        "0.1",
        Optimiser("momentum", (Number("0.9"),), (("form", "velocity"),)),
        {"weight_v": ["2.0", "0.8"], "new_weight": ["-0.2", "-0.28"]},
    ),
    # ゼロから作る Deep Learning, as IkumaOka/zeroDeepLearning tests it
    "change": (
        ["0.5", "0.5"],
        "1.1",
        "0.1",
        Optimiser("momentum", (Number("0.9"),)),
        {"new_weight": ["1.05", "0.955"]},
    ),
    # a public course note: constant gradient 0.5, ε left out
    "adagrad": (
        ["0.5", "0.5"],
        "1.0",
        "0.1",
        Optimiser("adagrad", (Number("0"),)),
        {"weight_v": ["0.25", "0.50"], "new_weight": ["0.90", "0.829"]},
    ),
    # a public course note: the weight shrinks by η·λ first
    "adamw": (
        ["1.0", "1.0"],
        "10.0",
        "0.001",
        Optimiser("adamw", tuple(map(Number, ("0.9", "0.999", "1e-8", "0.01")))),
        {
            "weight_m": ["0.1", "0.19"],
            "weight_v": ["0.001", "0.001999"],
            "new_weight": ["9.9989", "9.9978"],
        },
    ),
}


@pytest.mark.parametrize("name", PRINTED)
def test_printed_numbers(name):
    """Every moment and weight as printed, in the digits that are printed."""
    gradients, start, rate, optimiser, printed = PRINTED[name]
    case = with_gradients(gradients, start, learning_rate=Number(rate), optimiser=optimiser)
    values = calculate(case).values

    for kind, texts in printed.items():
        for number, text in enumerate(texts, start=1):
            value = values[Key(kind, 1, 1, 1, number, 1)]
            assert f"{value:.{len(text.partition('.')[2])}f}" == text, (kind, number)


@pytest.mark.parametrize("optimiser", ALL, ids=named)
def test_a_file_says_it_and_is_read_again(optimiser):
    """What is written reads back to the same exercise."""
    case = parabola(["1"], learning_rate=Number("0.1"), optimiser=optimiser)

    assert read(write(case).encode(), "x.yaml").exercise.optimiser == optimiser


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("optimizer: adma", "did you mean `adam`"),
        ("optimizer: {adam: {beta1: 1}}", "not including, 1"),
        ("optimizer: {adam: {beta: 0.9}}", "unknown key `beta`"),
        ("optimizer: {momentum: {form: faster}}", "one of: change, velocity"),
        ("optimizer: adam\nmomentum: 0.9", "exclude each other"),
        ("optimizer: [adam]", "expected an optimiser"),
    ],
)
def test_what_is_no_optimiser_is_refused(text, says):
    """One sentence each."""
    with pytest.raises(ExerciseError) as raised:
        read(f"inputs: [1]\ntargets: [1]\nweights: [[[1]]]\n{text}\n".encode(), "x.yaml")

    assert says in str(raised.value)


def test_both_spellings_and_a_number_alone_are_read():
    """`optimiser` is read as well, and a number stands for the one rate there is."""
    texts = ("optimizer: {momentum: 0.8}", "optimiser: {momentum: {momentum: 0.8}}")
    found = [
        read(f"inputs: [1]\ntargets: [1]\nweights: [[[1]]]\n{text}\n".encode(), "x.yaml").exercise
        for text in texts
    ]

    assert found[0].optimiser == found[1].optimiser == Optimiser("momentum", (Number("0.8"),))


@pytest.mark.parametrize("optimiser", ALL, ids=named)
def test_training_goes_on_with_what_was_kept(optimiser):
    """Three epochs and then four are seven, moments and powers included, and the page agrees."""
    case = parabola(["1.3", "-0.4"], learning_rate=Number("0.1"), optimiser=optimiser)
    problem = Problem.of(case)
    engine = ENGINES["python"](problem)
    saved = at_state(problem, engine.run(3, engine.start()))

    assert weights_after(saved, 4) == weights_after(case, 7)
    read_again = read(write(saved).encode(), "x.yaml").exercise
    assert furthest(weights_after(read_again, 1), after_epochs(read_again, 1)) < 1e-12
