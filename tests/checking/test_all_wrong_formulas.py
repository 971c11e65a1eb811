"""The wrong formulas of every known mistake, as somebody has read them.

`pytest --write-golden` rewrites the list; whoever does so reads what is different.
"""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

import bpcalc
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
from bpcalc.checking.misconceptions import MISCONCEPTIONS
from bpcalc.maths.expr import Number
from bpcalc.maths.optimisers import Optimiser
from bpcalc.notation.writing import ASCII, Writer
from tests.helpers.mistake_exercises import mistake_exercise

GOLDEN = Path(__file__).parents[1] / "golden" / "mistakes"

MIXED = bpcalc.Exercise.build(
    samples=[
        {"inputs": ["0.1", "0.2"], "targets": ["0", "1"]},
        {"inputs": ["0.4", "-0.3"], "targets": ["1", "0"]},
    ],
    weights=[[["0.1", "0.2"], ["0.3", "-0.4"]], [["0.5", "-0.6"], ["0.7", "0.8"]]],
    biases=[["0.1", "0.2"], ["-0.3", "0.4"]],
    activation=["tanh", "sigmoid"],
    learning_rate="0.5",
    update="batch_mean",
)
"""Two activations, and two samples whose gradients are averaged."""

WHOLE = ("two-hidden-layers", "batch-momentum", "softmax", "bipolar-perceptron", "mixed")
"""The exercises in which all mistakes are listed; in the others, those that have examples there."""

OTHERS = sorted({entry.example[0] for entry in MISCONCEPTIONS} - set(WHOLE))


def listed(name: str) -> str:
    """Return the mistakes in an exercise: in how many lines, and the last of these lines."""
    examples = {entry.id for entry in MISCONCEPTIONS if entry.example[0] == name}
    only = None if name in WHOLE else examples
    epochs = 2 if any("e2" in entry.example[1] for entry in MISCONCEPTIONS) else 1
    marker = Marker(MIXED if name == "mixed" else mistake_exercise(name), epochs)
    writer = Writer(marker.names.told_name, ASCII)
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for key in marker.scheme.formulas:
        for rule, formula in mistakes_at(marker.scheme, key, only):
            lines = found[rule.id, key.kind]
            lines.setdefault(marker.names.told_name(key), []).append(writer.write(formula))
    rows = []
    for (rule, kind), lines in sorted(found.items()):
        line, formulas = list(lines.items())[-1]
        count = sum(map(len, lines.values()))
        rows.append(f"{rule}: {count} in {len(lines)} lines of {kind}, such as {line}")
        rows += [f"    = {formula}" for formula in formulas]
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("name", WHOLE)
def test_all_wrong_formulas_are_those_that_somebody_has_read(name: str, write_golden: bool) -> None:
    """None more, none fewer, and in no other line."""
    compare(name, write_golden)


@pytest.mark.parametrize("name", OTHERS)
def test_wrong_formulas_of_examples_are_too(name: str, write_golden: bool) -> None:
    """In every line in which the mistake of an example can be made."""
    compare(name, write_golden)


def compare(name: str, write_golden: bool) -> None:
    """Compare the mistakes in an exercise with the list that somebody has read, or rewrite it."""
    path = GOLDEN / f"{name}.txt"
    found = listed(name)
    if write_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found == path.read_text(encoding="utf-8")


def written(exercise: bpcalc.Exercise, rule: str, quantity: str) -> list[str]:
    """Return the wrong formulas of one mistake in one line."""
    marker = Marker(exercise, 1)
    writer = Writer(marker.names.told_name, ASCII)
    found = mistakes_at(marker.scheme, marker.names.find(quantity), {rule})
    return [writer.write(formula) for _, formula in found]


def test_slopes_are_passed_on_by_units_alone() -> None:
    """An input that skips a layer has none, so there is nothing to pass on in its place."""
    assert written(bpcalc.load("mazur"), "slopes_passed_on", "net_o1")
    assert not written(bpcalc.load("mazur"), "slopes_passed_on", "net_h1")
    assert not written(bpcalc.load("skip-connection"), "slopes_passed_on", "net_o1")


def test_a_mask_is_left_out_of_a_longer_product() -> None:
    """All that stands before it stays."""
    hidden = bpcalc.Exercise.build(
        inputs=["0.5"],
        targets=["1"],
        weights=[[["0.2"], ["0.3"]], [["0.4", "0.6"]]],
        learning_rate="0.5",
        dropout=[{"keep": "0.5", "mask": [1, 0]}],
    )

    assert written(hidden, "dropout_not_masked", "dE/dout_h1") == [
        "delta_o1*w3",
        "delta_o1*w3/0.5",
    ]


def test_the_other_side_of_a_threshold_is_that_of_its_own_layer() -> None:
    """Only units that jump have one."""
    jumping = bpcalc.Exercise.build(
        inputs=["0.5"],
        targets=["1"],
        weights=[[["0.2"]], [["0.4"]]],
        activation=["step", "sigmoid"],
    )

    assert written(jumping, "other_side", "out_h1")
    assert not written(jumping, "other_side", "out_o1")


def test_a_decay_without_the_rate_is_multiplied_by_it() -> None:
    """In the order in which books write the three factors."""
    numbers = tuple(map(Number, ("0.9", "0.999", "1e-8", "0.1")))
    decays = Optimiser("adamw", numbers, (("decay_times_rate", False),))
    exercise = replace(bpcalc.load("mazur"), optimiser=decays)

    assert written(exercise, "decay_rate", "w5_new") == [
        "w5 - eta*lambda*w5 - eta*(mhat_w5/(sqrt(vhat_w5) + epsilon))"
    ]


def test_hebb_without_targets_has_no_mistake_to_learn_from() -> None:
    """The outputs alone are asked for."""
    plain = bpcalc.Exercise.build(
        inputs=["0.5"],
        weights=[[["0.4"]]],
        activation="sign",
        learning_rule={"hebb": "plain"},
        learning_rate="0.3",
    )

    assert not written(plain, "mistake_on_hebb", "delta_o1")


THREE_PLACES = """\
inputs: [0.5, -1.2]
targets: [0.9, 0.1]
learning_rate: 0.3
weights:
  a: {from: i2, to: h2, value: 0.6}
  c: {on: [[h1, o1], [h2, o2], [i1, h1]], value: 0.5}
"""


def test_of_three_places_of_a_weight_one_is_forgotten_or_two(tmp_path: Path) -> None:
    """Each alone, and each two of them, may be taken for the whole."""
    path = tmp_path / "shared.yaml"
    path.write_text(THREE_PLACES, encoding="utf-8")

    assert set(written(bpcalc.load(path), "place_forgotten", "dE/dc")) == {
        "delta_h1*i1 + delta_o1*out_h1",
        "delta_h1*i1 + delta_o2*out_h2",
        "delta_o1*out_h1 + delta_o2*out_h2",
        "delta_h1*i1",
        "delta_o1*out_h1",
        "delta_o2*out_h2",
    }
