import re
from collections.abc import Iterator
from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bpcalc.exercise import reader
from bpcalc.exercise.hints import INVISIBLE
from bpcalc.exercise.spec import Exercise, Layer, Sample
from bpcalc.exercise.writer import write
from bpcalc.maths.activations import ACTIVATIONS, WITH_PARAMETER
from bpcalc.maths.expr import Number
from bpcalc.maths.kinds import KINDS
from bpcalc.maths.losses import LOSSES, of_targets
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.notation.layout import default_units
from bpcalc.notation.notations import NOTATIONS
from exercise.texts import good_files
from tests.helpers.ranges import few

AWKWARD = [
    *("x1", "x2", "y", "n", "on", "null", "~", "true", "4", "5", "6", "1e3", "-1", "学", "ŷ"),
    *("a:b", "a#b", "[z]", "{u}", "'q'", '"d"', "-", "?", ":", "&a", "*b", "!t", "%p", "@q"),
    *("`r", "x,y", "\\", "=", "<<", "|", ">", "{0}", "😀"),
]
"""Names of units of which YAML would like to make something else."""

IN_NUMBERS = ("4", "5", "6", "1e3", "-1")
"""Names that no input may have: `4 = 0.35` is not true."""

DIGITS = st.text("0123456789", min_size=1, max_size=12)
NUMBERS = st.builds(
    lambda sign, whole, fraction, exponent: Number(sign + whole + fraction + exponent),
    st.sampled_from(["", "-"]),
    DIGITS.map(lambda digits: digits.lstrip("0") or "0"),
    st.just("") | DIGITS.map(".{}".format),
    st.just("") | st.integers(-400, 400).map("e{}".format) | st.integers(0, 9).map("E+{}".format),
)
SIZES = st.integers(0, 12).map(lambda n: Number(f"{n}.50"))
TEXTS = st.none() | (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cn"]), max_size=30
    )
    .map(str.strip)
    .filter(lambda text: not INVISIBLE.search(text))
)
ALL_DIGITS = st.builds(Digits, st.integers(0, 100)) | st.builds(
    Digits, st.integers(1, 100), st.just(True)
)
ROUNDINGS = st.builds(
    Rounding,
    digits=st.none() | ALL_DIGITS,
    by_kind=st.dictionaries(st.sampled_from(KINDS), ALL_DIGITS).map(MappingProxyType),
    carry=st.sampled_from(["exact", "rounded"]),
    ties=st.sampled_from(["half_up", "half_even", "down"]),
)
UNITWISE = [entry for entry in ACTIVATIONS.values() if not entry.whole_layer]
HIDDEN = st.sampled_from(UNITWISE) | NUMBERS.map(
    lambda slope: WITH_PARAMETER["leaky_relu"](slope.text)
)


def rows(count: int, length: int) -> st.SearchStrategy[tuple[tuple[Number, ...], ...]]:
    """Draw a matrix of numbers."""
    return st.tuples(*[st.tuples(*[NUMBERS] * length)] * count)


@st.composite
def layers(draw, sizes: list[int]) -> tuple[Layer, ...]:
    """Draw the layers of a network."""
    drawn = []
    for last, (sending, receiving) in enumerate(pairwise(sizes), start=2):
        kinds = HIDDEN | st.just(ACTIVATIONS["softmax"]) if last == len(sizes) else HIDDEN
        shared = draw(st.booleans())
        biases = draw(st.none() | st.tuples(*[NUMBERS] * (1 if shared else receiving)))
        drawn.append(
            Layer(
                draw(rows(receiving, sending)), draw(kinds), biases, shared and biases is not None
            )
        )
    return tuple(drawn)


@st.composite
def exercises(draw) -> Exercise:
    """Draw an exercise that uses everything a file can say."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    network = draw(layers(sizes))
    unit_interval = network[-1].activation.outputs == (0, 1)
    losses = [loss for loss in LOSSES.values() if unit_interval or not loss.unit_interval]
    loss = draw(st.sampled_from(losses))
    target = (
        st.sampled_from([Number("0"), Number("1.0"), Number("0.99")])
        if loss.unit_interval
        else NUMBERS
    )
    targets = st.tuples(*[target] * sizes[-1]) if draw(st.booleans()) else st.none()
    sample = st.builds(Sample, st.tuples(*[NUMBERS] * sizes[0]), targets)
    units = default_units(tuple(sizes))
    if draw(st.booleans()):
        names = draw(st.permutations(AWKWARD))
        first = [name for name in names if name not in IN_NUMBERS]
        rest = iter([name for name in names if name not in first[: len(units[0])]])
        own = [first[: len(units[0])], *(tuple(next(rest) for _ in layer) for layer in units[1:])]
        units = tuple(
            tuple(names) if draw(st.booleans()) else layer
            for names, layer in zip(own, units, strict=True)
        )
    samples = tuple(draw(st.lists(sample, min_size=1, max_size=3)))
    notation = draw(st.sampled_from(list(NOTATIONS.values())))
    return Exercise(
        notation=notation.name,
        working=notation.working,
        layers=network,
        samples=samples,
        units=units,
        learning_rate=draw(st.none() | SIZES),
        loss=of_targets(loss, [number for each in samples for number in each.targets or ()]),
        update=draw(st.sampled_from(["online", "batch", "batch_mean"])),
        momentum=draw(st.sampled_from([Number("0"), Number("0.0"), Number("0.90")])),
        update_biases=draw(st.booleans()),
        thresholds=draw(st.booleans()),
        delta=draw(st.sampled_from(["o-t", "t-o"])),
        hidden_deltas_use=draw(st.sampled_from(["old_weights", "new_weights"])),
        changes=draw(st.booleans()),
        rounding=draw(ROUNDINGS),
        epochs=draw(st.none() | st.integers(1, 10**9)),
        until=draw(st.none() | SIZES),
        title=draw(TEXTS),
        source=draw(TEXTS),
    )


@settings(derandomize=True, deadline=None, database=None, max_examples=few(50, 150))
@given(exercises())
@example(reader.read(good_files()[0].read_bytes(), "").exercise)
def test_reading_what_was_written_gives_the_same_exercise(exercise):
    """Whatever an exercise says, its file says it too, without a word from the reader."""
    reading = reader.read(write(exercise).encode(), "written.yaml")

    assert exercise == reading.exercise
    # Of an input that happens to be 1 in every sample something is to be said.
    said = [note.says for note in reading.notes if "looks like that of the biases" not in note.says]
    assert all(words in says for says, words in zip(said, remarks(exercise), strict=True))


def added(exercise: Exercise) -> bool:
    """Return whether the gradients of several samples are added."""
    return exercise.update == "batch" and len(exercise.samples) > 1


def remarks(exercise: Exercise) -> Iterator[str]:
    """Yield words of what the reader says of a loss by which books mean something else."""
    targets = [target.value for each in exercise.samples for target in each.targets or ()]
    softmax = exercise.layers[-1].activation.name == "softmax"
    if not targets:
        if re.search("(?m)^(learning_rate|loss|momentum):", write(exercise)):
            yield "were `targets` forgotten?"
    elif exercise.loss.name == "cross_entropy" and not softmax:
        if any(target < 1 for target in targets):
            yield "nothing is learnt from a target"
    elif exercise.loss.averaged and exercise.sizes[-1] == 1 and added(exercise):
        yield "is over the outputs, and there is one"


def test_a_loss_that_is_not_usual_with_softmax_is_written():
    """Else the reader says which one it takes."""
    text = b"inputs: [1]\ntargets: [1, 0]\nweights: [[[0.5], [0.2]]]\nactivation: softmax\n"
    taken = reader.read(text, "softmax.yaml")
    assert any("no loss is given" in note.says for note in taken.notes)
    again = reader.read(write(taken.exercise).encode(), "written.yaml")
    assert (again.exercise, again.notes) == (taken.exercise, ())


@pytest.mark.parametrize("rule", ["gradient", "perceptron", "hebb"])
def test_the_rule_of_a_step_unit_is_written_where_it_is_no_usual_one(rule):
    """Without a word for it, a file of such a unit means the perceptron rule."""
    text = (
        "inputs: [1]\ntargets: [1]\nlearning_rate: 1\nweights: [[[0.5]]]\nactivation: step\n"
        f"learning_rule: {rule}\n"
    )
    exercise = reader.read(text.encode(), "").exercise

    assert exercise.learning_rule == rule
    assert reader.read(write(exercise).encode(), "").exercise == exercise


def test_the_text_is_what_a_person_would_type():
    """Defaults are left out, numbers keep their digits, and lists stand on one line."""
    text = (
        "title: Two by two\n"
        'source: "A book: chapter 2"\n'
        "units:\n"
        "  hidden: [[p, q]]\n"
        "inputs: [0.05, 0.10]\n"
        "targets: [0.01]\n"
        "learning_rate: 0.50\n"
        "weights:\n"
        "  - [[0.15, 0.20], [0.25, 0.30]]\n"
        "  - [[0.40, 0.45]]\n"
        "thresholds: [0.35, null]\n"
        "activation: [{leaky_relu: 0.1}, identity]\n"
        "delta: t-o\n"
        "rounding: {decimals: 4, out: {significant: 3}, new: 2}\n"
        "until: 1e-4\n"
    )

    assert text == write(reader.read(text.encode(), "").exercise)


def test_long_matrices_are_broken_into_rows():
    """A matrix that is too long for a line has a line for each row, however long that is."""
    row = tuple(Number(f"0.{n}") for n in range(1000, 3000))
    layer = Layer((row,) * 3, ACTIVATIONS["sigmoid"])
    exercise = Exercise((layer,), (Sample(row),), default_units((2000, 3)))
    text = write(exercise)

    assert "\n  - - [0.1000, 0.1001, " in text
    assert "\n    - [0.1000, 0.1001, " in text
    assert exercise == reader.read(text.encode(), "").exercise
