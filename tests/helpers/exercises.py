"""Random exercises over everything that an `Exercise` can say.

`random_exercise(random.Random(seed))` gives one for a seed; `EXERCISES` is the same as a
Hypothesis strategy, which can shrink a failure. `exercise.epochs` says how many to work.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

from hypothesis import strategies as st

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Calculation
from bpcalc.errors import CalculationError
from bpcalc.exercise.spec import Exercise, Layer, Sample
from bpcalc.maths.activations import ACTIVATIONS, Activation, leaky_relu
from bpcalc.maths.derivation_style import CHAIN, DerivationStyle
from bpcalc.maths.expr import Number
from bpcalc.maths.losses import LOSSES, Loss
from bpcalc.notation.layout import default_units
from bpcalc.notation.notations import NOTATIONS

MINI_BATCHES = """samples:
  - {inputs: [1], targets: [0.3]}
  - {inputs: [2], targets: [0.5]}
  - {inputs: [3], targets: [0.7]}
learning_rate: 0.5
batch_size: 2
weights: [[[0.4]]]
biases: [0.1]
"""
"""Two batches in an epoch, the second of one sample."""

HOMEWORK = """inputs: [0.6, 0.9]
targets: [0.25, 0.80]
learning_rate: 0.4
weights:
  - [[0.31, -0.42], [0.25, 0.57], [-0.63, 0.18]]
  - [[0.72, -0.36, 0.44], [-0.19, 0.53, 0.28]]
biases: [[0.15, -0.27, 0.33], [0.22, -0.14]]
"""
"""As on a homework sheet: two digits, a bias for every unit."""


HIDDEN = [
    *(entry for entry in ACTIVATIONS.values() if not (entry.whole_layer or entry.jump)),
    leaky_relu("0.1"),
    leaky_relu("0.25"),
]
OUTPUT = [*HIDDEN, ACTIVATIONS["softmax"]]

Row = tuple[Number, ...]


def numbers(*texts: str) -> Row:
    """Return the numbers that are written so."""
    return tuple(map(Number, texts))


def layer(
    weights: Sequence[Sequence[str]],
    activation: Activation,
    biases: Sequence[str] | None = None,
    *,
    shared: bool = False,
) -> Layer:
    """Return a layer from numbers as they are written."""
    rows = tuple(numbers(*row) for row in weights)
    return Layer(rows, activation, None if biases is None else numbers(*biases), shared)


def sample(inputs: Sequence[str], targets: Sequence[str] | None = None) -> Sample:
    """Return a sample from numbers as they are written."""
    return Sample(numbers(*inputs), None if targets is None else numbers(*targets))


def exercise(layers: Sequence[Layer], samples: Sequence[Sample], **rest: object) -> Exercise:
    """Return an exercise whose units have their default names."""
    sizes = (len(samples[0].inputs), *(len(each.weights) for each in layers))
    return Exercise(tuple(layers), tuple(samples), default_units(sizes), **rest)


_WORKED: deque[tuple[Exercise, bool, Calculation]] = deque(maxlen=4)


def worked(exercise: Exercise, *, inputs: bool = True) -> Calculation:
    """Return the exercise, worked for as many epochs as it asks for.

    The last few are kept, since a strategy works an exercise before a test does; neither an
    exercise nor its calculation can change.
    """
    for known, slopes, calculation in _WORKED:
        if known is exercise and slopes == inputs:
            return calculation
    calculation = calculate(exercise, exercise.epochs or 1, inputs=inputs)
    _WORKED.append((exercise, inputs, calculation))
    return calculation


def random_exercise(random: Random, largest: int = 1, **fixed: object) -> Exercise:
    """Return a random exercise.

    Args:
        random: where the choices come from.
        largest: bound of weights and biases; 30 saturates most outputs.
        fixed: fields of `Exercise` that are not left to chance; also `output`, the activation
            of the last layer, and `most`, the largest number of hidden layers.
    """
    most = fixed.pop("most", 3)
    loss = fixed.pop("loss", None) or random.choice(list(LOSSES.values()))
    output = fixed.pop("output", None) or random.choice(_outputs(loss))
    sizes = [random.randint(1, 4) for _ in range(random.randint(0, most) + 2)]
    if output.whole_layer and loss.family == "binary_cross_entropy":
        sizes[-1] = max(2, sizes[-1])  # the one output of a softmax is 1, and ln(1 - 1) too much
    layers = []
    for below, size in pairwise(sizes):
        last = len(layers) == len(sizes) - 2
        activation = output if last else random.choice(HIDDEN)
        layers.append(_layer(random, below, size, activation, largest))
    drawn = exercise(
        layers,
        _samples(random, sizes, loss),
        loss=loss,
        learning_rate=Number(random.choice(["0.5", "0.1", "1", "0.05", "1e-2"])),
        momentum=Number(random.choice(["0", "0.9"])),
        update=random.choice(["online", "batch", "batch_mean"]),
        update_biases=random.choice([True, True, False]),
        thresholds=random.choice([False, False, True]),
        delta=random.choice(["o-t", "t-o"]),
        hidden_deltas_use=random.choice(["old_weights", "old_weights", "new_weights"]),
        changes=random.choice([False, True]),
        working=random.choice([CHAIN, _working(random)]),
        notation=random.choice(list(NOTATIONS)),
        epochs=random.randint(1, 2),
    )
    unfinished = random.randint(0, 19)
    if unfinished == 0:
        drawn = replace(drawn, learning_rate=None)
    elif unfinished == 1:
        forward_only = tuple(replace(each, targets=None) for each in drawn.samples)
        drawn = replace(drawn, samples=forward_only)
    return replace(drawn, **fixed)


def exercises(**fixed: object) -> st.SearchStrategy[Exercise]:
    """Return a strategy for random exercises that can be worked, with these fields fixed."""
    drawn = st.randoms(use_true_random=False).map(lambda random: random_exercise(random, **fixed))
    return drawn.filter(_can_be_worked)


def _can_be_worked(exercise: Exercise) -> bool:
    """Return whether no output has come so close to 0 or 1 that its logarithm is refused.

    About one in a thousand has weights that grow from update to update until this happens.
    """
    try:
        worked(exercise)
    except CalculationError:
        return False
    return True


EXERCISES = exercises()


def _working(random: Random) -> DerivationStyle:
    """Return any way of setting lines out, whether or not a book has it."""
    return DerivationStyle(
        order=random.choice(["notes", "deltas_first"]),
        lines=random.choice(["chain", "direct"]),
        slope_first=random.choice([False, True]),
        weight_first=random.choice([False, True]),
        bias_in=random.choice(["net", "out"]),
    )


def _outputs(loss: Loss) -> list[Activation]:
    """Return the output activations that go with a loss."""
    bounded = loss.unit_interval or loss.above_zero
    return [entry for entry in OUTPUT if not bounded or entry.outputs == (0, 1)]


def _number(random: Random, largest: int = 1) -> Number:
    """Return a number with none to three decimals, at most `largest` in size."""
    decimals = random.choice([0, 1, 2, 2, 2, 3])
    size = largest * 10**decimals
    return Number(str(Decimal(random.randint(-size, size)).scaleb(-decimals)))


def _row(random: Random, length: int, largest: int = 1) -> Row:
    return tuple(_number(random, largest) for _ in range(length))


def _layer(random: Random, below: int, size: int, activation: Activation, largest: int) -> Layer:
    weights = tuple(_row(random, below, largest) for _ in range(size))
    form = random.choice(["none", "shared", "each", "each"])
    if form == "none":
        return Layer(weights, activation)
    shared = form == "shared"
    return Layer(weights, activation, _row(random, 1 if shared else size, largest), shared)


def _samples(random: Random, sizes: Sequence[int], loss: Loss) -> list[Sample]:
    return [
        Sample(_row(random, sizes[0]), _targets(random, sizes[-1], loss))
        for _ in range(random.randint(1, 3))
    ]


def _targets(random: Random, size: int, loss: Loss) -> Row:
    """Return targets: one-hot, adding up to 1, or neither."""
    form = random.choice(["one-hot", "whole", "free", "free"])
    if form == "one-hot":
        hot = random.randrange(size)
        return numbers(*("1" if unit == hot else "0" for unit in range(size)))
    tenths = [random.randint(0, 10) for _ in range(size)]
    if form == "whole":
        cuts = sorted((0, 10, *tenths[1:]))
        tenths = [high - low for low, high in pairwise(cuts)]
    elif not loss.unit_interval:
        return _row(random, size)
    return numbers(*(str(Decimal(tenth) / 10) for tenth in tenths))
