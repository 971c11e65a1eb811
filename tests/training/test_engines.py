"""All engines against each other, against the hand calculation, and against others' programs."""

import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import cycle, pairwise, product
from math import isfinite
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.calc.planner import first_moment
from bpcalc.calc.shape import shape_of
from bpcalc.calc.weights_in_force import after
from bpcalc.errors import BpcalcError, CalculationError
from bpcalc.exercise.spec import Exercise, Layer
from bpcalc.maths.activations import ACTIVATIONS, SIGMOID, WITH_PARAMETER, leaky_relu
from bpcalc.maths.correct import CorrectValues
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key, Moment
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.training import array_functions, engine_choice, engine_limits
from bpcalc.training.arrays import Arrays
from bpcalc.training.decimal_engine import Paper
from bpcalc.training.engine import BOUND, Engine
from bpcalc.training.engine_choice import ENGINES, choose, has_fast
from bpcalc.training.magnitudes import magnitudes
from bpcalc.training.problem import Problem
from bpcalc.training.python_engine import Straight, source
from bpcalc.training.verification import LOST
from tests.helpers.exercises import exercise, numbers, random_exercise, sample
from tests.helpers.ranges import few

NEVER = -1.0
SIZES = [(1, 1), (2, 2, 2), (2, 3, 2), (4, 3), (3, 4, 2, 2), (2, 1, 3)]
BIASES = ["none", "shared", "each"]

needs_fast = pytest.mark.skipif(not has_fast(), reason="the extra `fast` is not installed")


def built(
    sizes: tuple[int, ...],
    hidden: str,
    output: str,
    biases: list[str],
    samples: int = 3,
    largest: float = 1,
    **rest: object,
) -> Exercise:
    """Return an exercise with such layers, and numbers that depend on the sizes alone."""
    random = Random(str(sizes))

    def texts(count: int, low: float, high: float) -> list[str]:
        return [f"{random.uniform(low, high):.3f}" for _ in range(count)]

    layers = []
    for place, (below, size) in enumerate(pairwise(sizes)):
        rows = tuple(numbers(*texts(below, -largest, largest)) for _ in range(size))
        activation = ACTIVATIONS[output if place == len(sizes) - 2 else hidden]
        form = biases[place % len(biases)]
        count = {"none": 0, "shared": 1, "each": size}[form]
        given = numbers(*texts(count, -largest, largest)) if count else None
        layers.append(Layer(rows, activation, given, form == "shared"))
    drawn = []
    for number in range(samples):
        targets = texts(sizes[-1], 0.1, 0.9)
        if number % 2 == 0:  # a class; the targets of the others do not add up to 1
            targets = ["1" if unit == number % sizes[-1] else "0" for unit in range(sizes[-1])]
        drawn.append(sample(texts(sizes[0], -1, 1), targets))
    rest.setdefault("learning_rate", Number("0.05"))
    return exercise(layers, drawn, **rest)


def conventions() -> Iterator[dict[str, object]]:
    """Yield, without end, one combination of conventions after the other."""
    choices = product(
        ["online", "batch", "batch_mean"],
        [Number("0"), Number("0.9")],
        [True, True, False],
        [False, True],
        ["o-t", "t-o"],
        ["old_weights", "new_weights"],
    )
    names = (
        "update",
        "momentum",
        "update_biases",
        "thresholds",
        "delta",
        "hidden_deltas_use",
    )
    all_of_them = [dict(zip(names, choice, strict=True)) for choice in choices]
    Random(1).shuffle(all_of_them)
    while True:
        yield from all_of_them


def grid() -> Iterator[object]:
    """Yield every loss with every output that it goes with, hidden layers and more in turn."""
    following = conventions()
    hiddens = cycle([name for name, entry in ACTIVATIONS.items() if not entry.whole_layer])
    pairs = [
        (loss, output)
        for loss, output in product(LOSSES.values(), ACTIVATIONS)
        if (not loss.unit_interval or ACTIVATIONS[output].outputs == (0, 1))
        and (not loss.above_zero or output in ("sigmoid", "softplus", "softmax"))
    ]
    for place, (loss, output) in enumerate(pairs):
        hidden = next(hiddens)
        sizes = SIZES[place % len(SIZES)]
        if (loss.name, output) == ("binary_cross_entropy", "softmax") and sizes[-1] == 1:
            sizes = (2, 3, 2)  # the one output of a softmax is 1, and ln(1 - 1) too much
        biases = [BIASES[place % 3], BIASES[place // 3 % 3]]
        samples = (1, 3, 3)[place % 3]
        case = built(sizes, hidden, output, biases, samples, loss=loss, **next(following))
        name = f"{loss.name}-{hidden}-{output}-{'-'.join(map(str, sizes))}-{place}"
        yield pytest.param(case, id=name)


GRID = list(grid())
"""Some three hundred exercises."""


def close(found: tuple[float, ...], wanted: tuple[float, ...], tolerance: float) -> bool:
    """Return whether two states differ by that fraction of their largest number, or less."""
    assert len(found) == len(wanted)
    largest = max(map(abs, wanted))
    return max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= tolerance * largest


def after_epochs(case: Exercise, epochs: int) -> tuple[Decimal, ...]:
    """Return the weights and biases that the hand calculation has after so many epochs."""
    form = shape_of(case, epochs)
    last = Moment(None if form.together else form.samples, epochs)
    values = calculate(case, epochs).values
    return tuple(values[leaf.key] for leaf in after(form, last, first_moment(form)))


@pytest.mark.sampled(128)
@pytest.mark.parametrize("case", GRID)
def test_arrays_agree_with_python(case):
    """The matrices were written apart from the formulas, and give what these give."""
    problem = Problem.of(case)
    if not ENGINES["arrays"].can(problem):
        pytest.skip("has no array form")
    straight, arrays = Straight(problem), Arrays(problem)
    wanted = straight.run(20, straight.start())

    found = arrays.run(20, arrays.start())

    assert close(found, wanted, 1e-10)
    ours, theirs = arrays.errors(wanted), straight.errors(wanted)
    assert ours.total == pytest.approx(theirs.total, rel=1e-12)
    assert ours.samples == pytest.approx(theirs.samples, rel=1e-12)
    assert np.array(ours.outs) == pytest.approx(np.array(theirs.outs), rel=1e-12)


@pytest.mark.sampled(26)
@needs_fast
@pytest.mark.parametrize("case", GRID[::5])
def test_machine_code_agrees_with_python_to_the_last_bit(case):
    """The same operations in the same order: the same bits, after ten thousand steps."""
    problem = Problem.of(case)
    straight, machine = Straight(problem), ENGINES["machine"](problem)
    epochs = 10_000 // (1 if problem.shape.together else problem.shape.samples)

    assert machine.run(epochs, machine.start()) == straight.run(epochs, straight.start())


@pytest.mark.parametrize("case", GRID[::9])
def test_python_agrees_with_the_hand_calculation(case):
    """Fifty epochs of floats differ from the decimals by 10^-12 at most."""
    straight = Straight(Problem.of(case))
    wanted = after_epochs(case, 50)

    found = straight.run(50, straight.start())

    assert close(found[: len(wanted)], tuple(map(float, wanted)), 1e-12)


def every_engine() -> list[object]:
    """Return the names of all engines, as parameters of a test."""
    marks = {"machine": needs_fast}
    return [pytest.param(name, marks=marks.get(name, ())) for name in ENGINES]


@pytest.mark.parametrize("name", every_engine())
@pytest.mark.parametrize("case", GRID[::31])
def test_watching_changes_nothing(case, name):
    """Run, watched, and run in two parts, an exercise ends in the same state, bit for bit."""
    engine = ENGINES[name](Problem.of(case))
    errors: list[float] = []

    watched = engine.watch(7, NEVER, engine.start(), errors.append)

    assert watched.epochs == 7
    assert watched.state == engine.run(7, engine.start())
    assert watched.state == engine.run(4, engine.run(3, engine.start()))
    assert errors[0] == pytest.approx(engine.errors(engine.start()).total, rel=1e-14)
    assert errors[3] == pytest.approx(engine.errors(engine.run(3, engine.start())).total, rel=1e-14)


@pytest.mark.parametrize("name", every_engine())
@pytest.mark.parametrize("samples", [1, 3])
@pytest.mark.parametrize("update", ["online", "batch"])
def test_watching_stops_at_the_limit(name, samples, update):
    """Training ends before the first epoch whose error is low enough."""
    case = built((2, 3, 2), "tanh", "sigmoid", ["each"], samples, update=update)
    engine = ENGINES[name](Problem.of(case))
    errors: list[float] = []
    engine.watch(12, NEVER, engine.start(), errors.append)
    limit = errors[8]
    seen: list[float] = []

    watched = engine.watch(12, limit, engine.start(), seen.append)

    assert watched.epochs == 8
    assert seen == errors[:9]
    assert watched.state == engine.run(8, engine.start())


@pytest.mark.parametrize("name", [each for each in every_engine() if each.values != ("paper",)])
@pytest.mark.parametrize("update", ["online", "batch"])
def test_watching_stops_where_the_error_grows_without_bound(name, update):
    """Long before a weight is infinite, the run has ended, with numbers in its state."""
    case = built(
        (2, 3, 2), "identity", "identity", ["each"], update=update, learning_rate=Number("50")
    )
    engine = ENGINES[name](Problem.of(case))
    errors: list[float] = []

    watched = engine.watch(10_000, 0.0, engine.start(), errors.append)

    assert watched.epochs + 1 == len(errors) < 200
    assert errors[-1] >= BOUND > errors[-2]
    assert all(map(np.isfinite, watched.state))


@pytest.mark.parametrize("name", every_engine())
@pytest.mark.parametrize("update", ["online", "batch"])
def test_order_is_that_of_the_samples(name, update):
    """Samples in another order are what an exercise with its samples in that order has."""
    case = built((2, 3, 2), "tanh", "sigmoid", ["each"], 4, update=update, momentum=Number("0.5"))
    order = [2, 0, 3, 1]
    engine = ENGINES[name](Problem.of(case))
    reordered = replace(case, samples=tuple(case.samples[place] for place in order))
    other = ENGINES[name](Problem.of(reordered))

    found = engine.run(5, engine.start(), order)

    wanted = other.run(5, other.start())
    assert close(tuple(map(float, found)), tuple(map(float, wanted)), 1e-13)
    if update == "online":
        assert found == wanted


@pytest.mark.sampled(64)
@pytest.mark.parametrize("name", ["python", "arrays", pytest.param("machine", marks=needs_fast)])
@pytest.mark.parametrize("case", GRID[::4])
def test_extremes_are_silent(case, name):
    """Nets of ±1000 overflow e^x and saturate every output: no warning, and no NaN."""
    layers = tuple(
        replace(layer, weights=tuple(_thousandfold(row) for row in layer.weights))
        for layer in case.layers
    )
    extreme = replace(case, layers=layers, learning_rate=Number("1e-30"))
    engine = ENGINES[name](Problem.of(extreme))
    errors: list[float] = []

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        watched = engine.watch(3, NEVER, engine.start(), errors.append)
        found = engine.errors(watched.state)

    assert watched.epochs == 3
    assert all(map(np.isfinite, [*watched.state, *errors, found.total]))


def _thousandfold(row: tuple[Number, ...]) -> tuple[Number, ...]:
    return tuple(Number(str(weight.value * 1000)) for weight in row)


@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy", "half_squared_error"])
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("bias", ["1000", "-1000"])
def test_saturated_outputs_learn_alike(loss, output, bias):
    """Where outputs are 0 or 1 in floats, Python and arrays learn what the decimals learn."""
    case = exercise(
        [Layer((numbers("1"), numbers("2")), ACTIVATIONS[output], numbers(bias, "-3"))],
        [sample(["1"], ["0", "1"])],
        loss=LOSSES[loss],
        learning_rate=Number("0.5"),
    )
    wanted = after_epochs(case, 3)
    for engine in (Straight(Problem.of(case)), Arrays(Problem.of(case))):
        assert furthest(engine.run(3, engine.start()), wanted) < 1e-10


def furthest(found: tuple[float, ...], wanted: tuple[Decimal, ...]) -> float:
    """Return the largest difference of a number to its decimal, as a fraction of the larger."""
    pairs = [(a, float(b)) for a, b in zip(found, wanted, strict=False)]
    return max(abs(a - b) / max(abs(a), abs(b), 1e-290) for a, b in pairs)


def furthest_of_what_is_added_up(
    found: tuple[float, ...], wanted: tuple[Decimal, ...], added_up: list[float]
) -> float:
    """Return the same; of a number that is nothing beside what is added up to it, of all that."""
    triples = zip(found, map(float, wanted), added_up, strict=False)
    parts = [
        abs(a - b) / (size if abs(b) <= LOST * size else max(abs(a), abs(b), 1e-290))
        for a, b, size in triples
    ]
    return max(parts)


FLOATS = ["python", "arrays", pytest.param("machine", marks=needs_fast)]


def engines_here() -> list[str]:
    """Return the engines that calculate in floats and are installed."""
    return ["python", "arrays", "machine"] if has_fast() else ["python", "arrays"]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("weight", ["9", "20", "400", "5000"])
@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy"])
def test_saturated_softmax_gives_the_decimals(loss, weight):
    """In floats nothing is left of 1 - out at a weight of 20; the weights learnt are right."""
    case = exercise(
        [Layer((numbers(weight), numbers(f"-{weight}")), ACTIVATIONS["softmax"])],
        [sample(["1"], ["0", "1"])],
        loss=LOSSES[loss],
        learning_rate=Number("0.5"),
    )
    expected = after_epochs(case, 2)
    error = float(calculate(case, 2).values[Key("total_error", None, None, None, 1, 3)])

    for name in engines_here():
        engine = ENGINES[name](Problem.of(case))
        state = engine.run(2, engine.start())
        assert furthest(state, expected) < 1e-12, name
        assert engine.errors(state).total == pytest.approx(error, rel=1e-12), name


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "bipolar_sigmoid", "softmax"])
@pytest.mark.parametrize("name", FLOATS)
def test_small_errors_keep_their_digits(name, output):
    """Where an output is 1 but for 10^-20, so is the error right that is left."""
    rows = (numbers("46"), numbers("-46"))
    targets = ["1", "-1" if ACTIVATIONS[output].outputs == (-1, 1) else "0"]
    for loss in LOSSES.values():
        interval = ACTIVATIONS[output].outputs == (0, 1)
        if (loss.unit_interval or loss.above_zero) and not interval:
            continue
        case = exercise(
            [Layer(rows, ACTIVATIONS[output])],
            [sample(["1"], targets)],
            loss=loss,
            learning_rate=Number("0.5"),
        )
        problem = Problem.of(case)
        engine = ENGINES[name](problem)
        error = float(calculate(case).values[Key("total_error", None, None, None, 1, 1)])

        assert ENGINES[name].can(problem)
        # An output that is the target leaves an error of its own to these two.
        assert 0 < error < 1e-18 or loss.family in ("hinge", "poisson")
        assert engine.errors(engine.start()).total == pytest.approx(error, rel=1e-10)


FLOAT_ENGINES = ["python", "arrays", *(["machine"] if has_fast() else [])]


def check_against_decimals(case: Exercise, epochs: int) -> None:
    """Every engine that can gives the decimals to 10^-10, or something that is no number."""
    try:
        wanted = after_epochs(case, epochs)
    except CalculationError:
        pytest.skip("a line has no finite value")
    problem = Problem.of(case)
    for name in FLOAT_ENGINES:
        if not ENGINES[name].can(problem):
            continue
        engine = ENGINES[name](problem)
        try:
            found = engine.run(epochs, engine.start())
        except CalculationError:
            continue
        if all(map(isfinite, found)) and furthest(found, wanted) > 1e-10:
            added_up = magnitudes(case, epochs)
            assert furthest_of_what_is_added_up(found, wanted, added_up) <= 1e-10, name


@pytest.mark.sampled(40)
@pytest.mark.parametrize("name", [*ACTIVATIONS, "silu: 2", "elu: 3", "sigmoid: 2", "tanh: 0.5"])
@pytest.mark.parametrize("weight", ["1e3", "-1e3", "1e12", "-1e12", "1e30"])
def test_units_of_far_outputs_keep_the_digits_of_their_slopes(name, weight):
    """A slope near 1 is not the difference of two outputs of 10^30."""
    entry, _, parameter = name.partition(": ")
    hidden = WITH_PARAMETER[entry](parameter) if parameter else ACTIVATIONS[entry]
    if hidden.whole_layer:
        pytest.skip("its outputs are shares")
    rows = (numbers(weight, "0"), numbers("0.3", "0"))
    case = exercise(
        [Layer(rows, hidden), Layer((numbers("2e-31", "0.7"),), ACTIVATIONS["identity"])],
        [sample(["0.9", "1"], ["0.2"])],
        learning_rate=Number("0.1"),
    )
    check_against_decimals(case, 1)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=list(LOSSES))
def test_a_weight_of_zero_learns_the_little_that_saturated_units_let_through(loss):
    """A weight that is 0 becomes 10^-17 or 10^-40; one of 0.5 would hide what is lost of it."""
    weights = cycle(["21", "-23", "41"])
    hiddens = cycle(["tanh", "elu", "sigmoid", "selu"])
    for output, hidden in zip(
        ["sigmoid", "tanh", "softmax", "elu", "selu"] * 2, hiddens, strict=False
    ):
        interval = ACTIVATIONS[output].outputs == (0, 1)
        if (loss.unit_interval or loss.above_zero) and not interval:
            continue
        weight = next(weights)
        rows = (numbers("0", weight), numbers(weight.removeprefix("-"), "0"))
        case = exercise(
            [Layer(rows, ACTIVATIONS[hidden]), Layer(rows, ACTIVATIONS[output])],
            [sample(["1", "1"], ["1", "0" if interval else "-1"])],
            loss=loss,
            learning_rate=Number("0.3"),
        )
        check_against_decimals(case, 1)


# In the last two, what is added up to a weight, or a bias, is exactly nothing.
@pytest.mark.sampled(11)
@pytest.mark.parametrize("seed", [*range(few(20, 40)), 409, 2909])
def test_random_networks_give_the_decimals(seed):
    """After four epochs every weight is right to 10^-10, however far outputs are saturated.

    What floats cannot hold is no number, or refused. `benchmarks/agreement.py` tries thousands.
    """
    case = random_exercise(Random(seed), (1, 9, 30, 1000)[seed % 4])
    if not case.updates:
        pytest.skip("nothing is updated")
    check_against_decimals(case, 4)


@pytest.mark.parametrize("case", GRID[5::10])
def test_every_entry_gives_the_decimals_at_the_far_ends(case):
    """Losses and activations in turn, at net inputs of ±1000."""
    layers = tuple(
        replace(layer, weights=tuple(_thousandfold(row) for row in layer.weights))
        for layer in case.layers
    )
    extreme = replace(case, layers=layers, learning_rate=Number("1e-3"))
    check_against_decimals(extreme, 4)


@needs_fast
def test_machine_code_holds_extremes_as_python_does():
    """Even where e^x overflows in the middle of a run, the bits are the same."""
    for seed in (194, 347, 471):
        problem = Problem.of(random_exercise(Random(seed)))
        assert problem.exercise.updates
        straight, machine = Straight(problem), ENGINES["machine"](problem)
        state = straight.run(100, straight.start())

        assert repr(machine.run(100, machine.start())) == repr(state)


def test_errors_are_recorded_once_even_if_a_call_is_repeated():
    """The fast functions fail in the middle; the safe ones do not record again what they did."""
    case = built((1, 1), "sigmoid", "sigmoid", ["each"], 1, learning_rate=Number("1e5"))
    straight = Straight(Problem.of(case))
    errors: list[float] = []

    straight.watch(20, NEVER, straight.start(), errors.append)

    one_by_one = [straight.errors(straight.run(k, straight.start())).total for k in range(20)]
    assert errors == one_by_one


def test_array_forms_are_those_that_the_limits_name():
    """Which forms are written by hand is known without NumPy."""
    assert array_functions.ARRAY_ACTIVATIONS.keys() == engine_limits.WRITTEN_ACTIVATIONS
    assert array_functions.ARRAY_LOSSES.keys() == engine_limits.WRITTEN_LOSSES


def written_by_hand() -> list[object]:
    """Return the exercises all of whose functions have an array form written by hand."""
    return [
        each
        for each in GRID
        if each.values[0].loss.name in engine_limits.WRITTEN_LOSSES
        and engine_limits.WRITTEN_ACTIVATIONS.issuperset(
            layer.activation.name for layer in each.values[0].layers
        )
    ]


@pytest.mark.parametrize("case", written_by_hand())
def test_forms_read_from_the_tree_agree_with_those_written_by_hand(case, monkeypatch):
    """What has no array form of its own is folded from its formulas, with the same result."""
    problem = Problem.of(case)
    by_hand = Arrays(problem)
    wanted = by_hand.run(10, by_hand.start())
    error = by_hand.errors(wanted).total
    monkeypatch.setattr(engine_limits, "WRITTEN_ACTIVATIONS", frozenset())
    monkeypatch.setattr(engine_limits, "WRITTEN_LOSSES", frozenset())

    folded = Arrays(problem)

    assert close(folded.run(10, folded.start()), wanted, 1e-11)
    assert folded.errors(wanted).total == pytest.approx(error, rel=1e-11)


@pytest.mark.parametrize("name", FLOATS)
@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e-400"])
def test_numbers_that_no_float_holds_are_refused(number, name):
    """They would be infinite, or 0; the decimals hold them, and are chosen."""
    steep = leaky_relu(number.removeprefix("-"))
    for layer in (Layer((numbers(number),), SIGMOID), Layer((numbers("1"),), steep)):
        problem = Problem.of(exercise([layer], [sample(["1"], ["1"])], learning_rate=Number("1")))

        with pytest.raises(BpcalcError, match="is no float"):
            choose(problem, 10, name)
        assert choose(problem, 10).name == "paper"


@pytest.mark.parametrize("name", ["python", pytest.param("machine", marks=needs_fast)])
def test_what_is_too_long_to_write_out_is_refused(name):
    """Ten thousand terms in a line are more than a compiler takes; arrays take them."""
    wide = exercise(
        [Layer((numbers("0.1"),) * 10_000, SIGMOID), Layer((numbers("0.1") * 10_000,), SIGMOID)],
        [sample(["1"], ["1"])],
        learning_rate=Number("1"),
    )

    with pytest.raises(BpcalcError, match="10,000 units in a layer"):
        choose(Problem.of(wide), 10, name)
    assert choose(Problem.of(wide), 10).name == "arrays"


ROUNDINGS = [
    Rounding(carry="rounded"),
    Rounding(Digits(4), carry="rounded"),
    Rounding(Digits(3, significant=True), carry="rounded", ties="down"),
    Rounding(Digits(5), {"weight": Digits(2), "out": Digits(3)}, carry="rounded"),
]


@pytest.mark.sampled(16)
@pytest.mark.parametrize("rounding", ROUNDINGS)
@pytest.mark.parametrize("seed", range(12))
def test_paper_is_the_hand_calculation(seed, rounding):
    """After 1, 2 and 5 epochs, every digit is that of `calculate`."""
    drawn = random_exercise(Random(seed), rounding=rounding)
    if not drawn.updates:
        pytest.skip("nothing is updated")
    for epochs in (1, 2, 5):
        try:
            wanted = after_epochs(drawn, epochs)
        except CalculationError:
            pytest.skip("rounded, an output becomes 0 or 1")
        paper = Paper(Problem.of(drawn))
        found = paper.run(epochs, paper.start())
        last = None if len(drawn.samples) > 1 else 1
        total = Key("total_error", None, None, None, last, epochs + 1)

        assert found[: len(wanted)] == wanted
        assert paper.errors(found).total == float(calculate(drawn, epochs).values[total])


def test_paper_keeps_the_digits_of_many_epochs(monkeypatch):
    """Bounds that grow from epoch to epoch neither ask for more digits nor cost shown ones."""
    again: list[object] = []
    monkeypatch.setattr(CorrectValues, "_again", lambda *call: again.append(call))
    drawn = bpcalc.load("xor")
    paper = Paper(Problem.of(drawn))
    found = paper.run(40, paper.start())
    monkeypatch.undo()

    assert again == []
    for value, wanted in zip(found, after_epochs(drawn, 40), strict=False):
        assert abs(value - wanted) <= abs(wanted) * Decimal("1e-27")


def plain_numpy(case: Exercise, epochs: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Train a net of sigmoids with ½Σ(t - o)² online, as any introduction writes it down."""
    weights = [np.array([[float(w.value) for w in r] for r in x.weights]) for x in case.layers]
    biases = [np.array([float(b.value) for b in x.biases]) for x in case.layers]
    rate = float(case.learning_rate.value)
    for _ in range(epochs):
        for each in case.samples:
            outs = [np.array([float(x.value) for x in each.inputs])]
            for w, b in zip(weights, biases, strict=True):
                outs.append(1 / (1 + np.exp(-(w @ outs[-1] + b))))
            target = np.array([float(t.value) for t in each.targets])
            delta = (outs[-1] - target) * outs[-1] * (1 - outs[-1])
            for place in reversed(range(len(weights))):
                below = outs[place]
                back = weights[place].T @ delta
                weights[place] -= rate * np.outer(delta, below)
                biases[place] -= rate * delta
                delta = back * below * (1 - below)
    return weights, biases


def in_state_order(weights: list[np.ndarray], biases: list[np.ndarray]) -> tuple[float, ...]:
    """Return weights and biases in the order of a state."""
    layers = zip(weights, biases, strict=True)
    return tuple(float(x) for w, b in layers for x in (*w.ravel(), *b.ravel()))


@pytest.mark.sampled(24)
@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("samples", [1, 3])
@pytest.mark.parametrize("name", every_engine())
def test_a_plain_numpy_script_agrees(sizes, samples, name):
    """Twenty lines that anyone would write give the same weights."""
    case = built(sizes, "sigmoid", "sigmoid", ["each"], samples)
    engine = ENGINES[name](Problem.of(case))

    found = tuple(map(float, engine.run(30, engine.start())))

    assert close(found, in_state_order(*plain_numpy(case, 30)), 1e-12)


TORCH_LOSSES = {
    "squared": lambda torch, o, t: torch.nn.functional.mse_loss(o, t, reduction="none"),
    "binary_cross_entropy": lambda torch, o, t: torch.nn.functional.binary_cross_entropy(
        o, t, reduction="none"
    ),
    "cross_entropy": lambda torch, o, t: -t * torch.log(o),
    "huber": lambda torch, o, t: torch.nn.functional.huber_loss(o, t, reduction="none"),
    "absolute": lambda torch, o, t: torch.nn.functional.l1_loss(o, t, reduction="none"),
    "log_cosh": lambda torch, o, t: torch.log(torch.cosh(o - t)),
    "hinge": lambda torch, o, t: torch.relu(1 - t * o),
    "kl_divergence": lambda torch, o, t: torch.nn.functional.kl_div(
        torch.log(o), t, reduction="none"
    ),
    "poisson": lambda torch, o, t: torch.nn.functional.poisson_nll_loss(
        o, t, log_input=False, eps=0.0, reduction="none"
    ),
}
"""The error of every output, by the family of the loss; halves and means are taken of it."""
TORCH_ACTIVATIONS = {
    "sigmoid": lambda torch, x: torch.sigmoid(x),
    "tanh": lambda torch, x: torch.tanh(x),
    "bipolar_sigmoid": lambda torch, x: 2 * torch.sigmoid(x) - 1,
    # Its own `hardsigmoid` takes 1/6 in single precision for the derivative: 0.16666667163.
    "hard_sigmoid": lambda torch, x: torch.nn.functional.relu6(x + 3) / 6,
    "hard_tanh": lambda torch, x: torch.nn.functional.hardtanh(x),
    "softsign": lambda torch, x: torch.nn.functional.softsign(x),
    "step": lambda torch, x: torch.heaviside(x.detach(), torch.ones_like(x)) + 0 * x,
    "sign": lambda torch, x: torch.sign(x),
    "relu": lambda torch, x: torch.relu(x),
    "leaky_relu": lambda torch, x: torch.nn.functional.leaky_relu(x, 0.01),
    "prelu": lambda torch, x: torch.nn.functional.leaky_relu(x, 0.25),
    "relu6": lambda torch, x: torch.nn.functional.relu6(x),
    "softplus": lambda torch, x: torch.nn.functional.softplus(x),
    "elu": lambda torch, x: torch.nn.functional.elu(x),
    "selu": lambda torch, x: torch.nn.functional.selu(x),
    "gelu": lambda torch, x: torch.nn.functional.gelu(x),
    "gelu_tanh": lambda torch, x: torch.nn.functional.gelu(x, approximate="tanh"),
    "silu": lambda torch, x: torch.nn.functional.silu(x),
    "identity": lambda torch, x: x,
    "softmax": lambda torch, x: torch.softmax(x, 0),
}


def test_torch_knows_every_entry():
    """An activation or a loss that is added is added here as well, or nobody compares it."""
    assert TORCH_ACTIVATIONS.keys() == ACTIVATIONS.keys()
    assert TORCH_LOSSES.keys() == {loss.family for loss in LOSSES.values()}


def torch_cases() -> Iterator[object]:
    """Yield every loss with every activation, updates and momentum in turn."""
    ways = product(["online", "batch", "batch_mean"], [Number("0"), Number("0.9")])
    following = list(ways)
    hiddens = cycle([name for name, entry in ACTIVATIONS.items() if not entry.whole_layer])
    for place, (loss, output) in enumerate(product(LOSSES.values(), ACTIVATIONS)):
        if loss.unit_interval and ACTIVATIONS[output].outputs != (0, 1):
            continue
        if loss.above_zero and output not in ("sigmoid", "softplus", "softmax"):
            continue
        hidden = next(hiddens)
        update, momentum = following[place % 6]
        sizes = [(2, 3, 2), (3, 4, 2, 2), (2, 2, 2)][place % 3]
        case = built(
            sizes, hidden, output, ["each"], 3, loss=loss, update=update, momentum=momentum
        )
        yield pytest.param(case, id=f"{loss.name}-{hidden}-{output}-{update}-{momentum.text}")


def trained_by_torch(torch: object, case: Exercise, epochs: int) -> tuple[float, ...]:
    """Return weights and biases after so many epochs of autograd and SGD."""
    layers = [
        [
            torch.tensor(
                [[float(w.value) for w in row] for row in layer.weights],
                dtype=torch.float64,
                requires_grad=True,
            ),
            torch.tensor(
                [float(b.value) for b in layer.biases], dtype=torch.float64, requires_grad=True
            ),
        ]
        for layer in case.layers
    ]
    parameters = [each for layer in layers for each in layer]
    sgd = torch.optim.SGD(
        parameters, lr=float(case.learning_rate.value), momentum=float(case.momentum.value)
    )

    def loss(each: object) -> object:
        out = torch.tensor([float(x.value) for x in each.inputs], dtype=torch.float64)
        for (weights, biases), layer in zip(layers, case.layers, strict=True):
            out = TORCH_ACTIVATIONS[layer.activation.name](torch, weights @ out + biases)
        target = torch.tensor([float(x.value) for x in each.targets], dtype=torch.float64)
        errors = TORCH_LOSSES[case.loss.family](torch, out, target)
        total = errors.mean() if case.loss.averaged else errors.sum()
        return total / 2 if case.loss.halved else total

    batches = [case.samples] if case.batch else [[each] for each in case.samples]
    for _ in range(epochs):
        for batch in batches:
            sgd.zero_grad()
            total = sum(loss(each) for each in batch)
            (total / len(batch) if case.update == "batch_mean" else total).backward()
            sgd.step()
    return tuple(float(x) for each in parameters for x in each.detach().ravel())


@pytest.mark.parametrize("case", list(torch_cases()))
def test_pytorch_agrees(case):
    """PyTorch finds the same gradients by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    straight = Straight(Problem.of(case))
    wanted = trained_by_torch(torch, case, 20)

    found = straight.run(20, straight.start())

    assert close(found[: len(wanted)], wanted, 1e-11)


def trained(name: str, engine: str, epochs: int, **rest: object) -> tuple[Engine, object]:
    """Return an engine, and its state after so many epochs of a built-in exercise."""
    runner = ENGINES[engine](Problem.of(replace(bpcalc.load(name), **rest)))
    return runner, runner.run(epochs, runner.start())


@pytest.mark.parametrize("name", ["python", "arrays", pytest.param("machine", marks=needs_fast)])
def test_mazur_after_ten_thousand_rounds(name):
    """Both of Mazur's calculations end where he says.

    His printed results mix the two: the error 0.0000351085 belongs to the hidden deltas that go
    back through the old weights, as his text has them, and is the one before the 10,000th
    update; the outputs 0.015912196 and 0.984065734 belong to those that go back through the new
    weights, as his program has them, and come after it.
    """
    engine, before = trained("mazur", name, 9_999)
    other, state = trained("mazur", name, 10_000, hidden_deltas_use="new_weights")

    total = engine.errors(before).total
    outs = other.errors(state).outs[0]

    assert f"{total:.8e}" == "3.51085481e-05"
    assert f"{total:.10f}" == "0.0000351085"
    assert [f"{out:.9f}" for out in outs] == ["0.015912196", "0.984065734"]
    assert [f"{o:.9f}" for o in engine.errors(engine.run(1, before)).outs[0]] == [
        "0.015913620",
        "0.984064274",
    ]


def test_xor_converges():
    """The built-in exercise learns what no single layer can."""
    engine, state = trained("xor", "python", 5_000)

    outs = [out for (out,) in engine.errors(state).outs]

    assert [round(out) for out in outs] == [0, 1, 1, 0]
    assert engine.errors(state).total < 0.001


def test_small_networks_need_no_numpy():
    """Neither NumPy nor LLVM is imported to train Mazur's network."""
    program = (
        "import sys, bpcalc\n"
        "from bpcalc.training.engine_choice import choose\n"
        "from bpcalc.training.problem import Problem\n"
        "engine = choose(Problem.of(bpcalc.load('mazur')), 10_000)\n"
        "engine.run(10, engine.start())\n"
        "print(engine.name, 'numpy' in sys.modules, 'llvmlite' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.stdout.split() == ["python", "False", "False"], done.stderr


def test_the_quickest_engine_is_chosen(monkeypatch):
    """Small and short runs by Python, large networks and batches by arrays, long runs by LLVM."""
    small = Problem.of(built((2, 3, 2), "tanh", "sigmoid", ["each"], 1))
    large = Problem.of(built((40, 60, 10), "tanh", "sigmoid", ["each"], 1))
    batch = Problem.of(built((2, 3, 2), "tanh", "sigmoid", ["each"], 200, update="batch"))

    assert choose(small, 10_000).name == "python"
    assert choose(large, 10_000).name == "arrays"
    assert choose(batch, 10_000).name == "arrays"
    monkeypatch.setattr(engine_choice, "has_fast", lambda: False)
    assert choose(small, 10_000_000).name == "python"
    monkeypatch.setattr(engine_choice, "has_fast", lambda: True)
    assert engine_choice.quickest(small, 10_000_000) == "machine"


def test_rounded_lines_are_worked_on_paper():
    """What is carried rounded cannot be had from floats."""
    case = built((2, 3, 2), "tanh", "sigmoid", ["each"], 1, rounding=Rounding(carry="rounded"))

    assert choose(Problem.of(case), 1000).name == "paper"
    with pytest.raises(BpcalcError, match="floats do not round"):
        choose(Problem.of(case), 1000, "python")


def test_engines_can_be_missing(monkeypatch):
    """A wrong name, or a missing extra, is one sentence."""
    problem = Problem.of(built((2, 2, 2), "tanh", "sigmoid", ["each"]))
    monkeypatch.setattr(engine_choice, "has_fast", lambda: False)

    with pytest.raises(BpcalcError, match=r"pip install 'bpcalc\[fast\]'"):
        choose(problem, 10, "machine")
    with pytest.raises(BpcalcError, match="no engine `abacus`; there are python, arrays"):
        choose(problem, 10, "abacus")


@pytest.mark.parametrize(
    ("release", "name"), [("0.44.0", "python"), ("0.45.0rc1", "machine"), ("1.0", "machine")]
)
def test_an_old_llvmlite_is_passed_over(release, name, monkeypatch):
    """It cannot read our code; whoever has numba may have to keep it."""
    problem = Problem.of(built((2, 3, 2), "tanh", "sigmoid", ["each"], 1))
    monkeypatch.setattr(engine_choice, "has_fast", lambda: True)
    monkeypatch.setitem(sys.modules, "llvmlite", SimpleNamespace(__version__=release))

    assert engine_choice.quickest(problem, 10_000_000) == name
    if name != "machine":
        with pytest.raises(BpcalcError, match=r"pip install 'bpcalc\[fast\]'"):
            choose(problem, 10, "machine")


def test_source_is_the_formulas_line_by_line():
    """What is trained can be read."""
    import bpcalc

    lines = source(Problem.of(bpcalc.load("mazur")).shape).splitlines()

    assert "        net1_1 = ((w1_1_1 * i0_1) + (w1_1_2 * i0_2) + b1)" in lines
    assert "        x1_1 = exp(-net1_1)" in lines
    assert "        out1_1 = (1.0 / (1.0 + x1_1))" in lines
    assert "        s1_1 = (out1_1 * (x1_1 * out1_1))" in lines
    assert "        w1_1_1 = (w1_1_1 - (rate * gw1_1_1))" in lines
