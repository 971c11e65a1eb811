"""The table of mistakes: every entry has an example, and the example is recognised."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

import bpcalc
from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.cells import read_cell
from bpcalc.checking.conventions import CONVENTIONS
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
from bpcalc.checking.misconceptions import BY_KIND, MISCONCEPTIONS, says
from bpcalc.exercise.parameters import with_parameters
from bpcalc.maths.activations import ACTIVATIONS, WITH_PARAMETER
from bpcalc.maths.dropout import Dropout
from bpcalc.maths.expr import Number
from bpcalc.maths.losses import LOSS_WITH_PARAMETER, LOSSES
from bpcalc.maths.optimisers import Optimiser
from bpcalc.maths.penalties import Penalty, PenaltyForm
from bpcalc.maths.rounding import Digits, Rounding

NEGATIVE = "0.15 0.20 0.25 0.30 0.35 0.40 0.45 -0.50 0.55 0.60"
"""Mazur's weights and biases, one of them with a minus."""

FINE = Rounding(Digits(6, significant=True))


def activated(mazur, activation):
    """Return the exercise with another activation in all layers."""
    layers = [replace(layer, activation=activation) for layer in mazur.layers]
    return replace(mazur, layers=tuple(layers))


def still(mazur):
    """Return the exercise with inputs of 0 and without biases, so that its net inputs are 0."""
    layers = [replace(layer, biases=None, shared_bias=False) for layer in mazur.layers]
    sample = replace(mazur.samples[0], inputs=(Number("0"), Number("0")))
    return replace(mazur, layers=tuple(layers), samples=(sample,))


def one_unit(activation, rule, weight, target, **further):
    """Return a unit with an input of 1 that learns by a rule."""
    return bpcalc.Exercise.build(
        inputs=[1],
        targets=[target],
        weights=[[[weight]]],
        activation=activation,
        learning_rule=rule,
        learning_rate="0.5",
        **further,
    )


def neuron(**further):
    """Return a neuron with two inputs."""
    return bpcalc.Exercise.build(
        inputs=[1, 2],
        targets=[1],
        weights=[[["0.3", "0.2"]]],
        biases=["0.1"],
        learning_rate="0.1",
        **further,
    )


def batch_norm():
    """Return Mazur's net with two samples, whose hidden net inputs are normalised."""
    return bpcalc.Exercise.build(
        samples=[
            {"inputs": ["0.05", "0.1"], "targets": ["0.01", "0.99"]},
            {"inputs": ["0.7", "0.3"], "targets": ["0.9", "0.2"]},
        ],
        weights=[[["0.15", "0.2"], ["0.25", "0.3"]], [["0.4", "0.45"], ["0.5", "0.55"]]],
        biases=[None, "0.6"],
        learning_rate="0.5",
        update="batch",
        batch_norm=[{"gamma": ["1.5", "0.7"], "beta": "0.1", "epsilon": "0.01"}, None],
    )


def with_optimiser(name, *numbers, **chosen):
    """Return Mazur's exercise with an optimiser."""
    optimiser = Optimiser(name, tuple(map(Number, numbers)), tuple(chosen.items()))
    return replace(bpcalc.load("mazur"), optimiser=optimiser)


def with_adam(mazur, epsilon):
    """Return the exercise with Adam and this ε."""
    return replace(
        mazur, optimiser=Optimiser("adam", tuple(map(Number, ("0.9", "0.999", epsilon))))
    )


def exercise(name):
    """Return the exercise of an example: a built-in one, or Mazur's with something else."""
    mazur = bpcalc.load("mazur")
    variants = {
        "squared": replace(mazur, loss=LOSSES["squared_error"]),
        "cross": replace(mazur, loss=LOSSES["binary_cross_entropy"]),
        "updated": replace(mazur, update_biases=True),
        "absolute": replace(mazur, loss=LOSSES["absolute_error"]),
        "huber": replace(mazur, loss=LOSS_WITH_PARAMETER["huber"]("0.1")),
        "steep": activated(mazur, WITH_PARAMETER["sigmoid"]("2")),
        "step": still(activated(mazur, ACTIVATIONS["step"])),
        "hinge": replace(
            activated(mazur, ACTIVATIONS["identity"]),
            loss=LOSSES["hinge"],
            samples=(replace(mazur.samples[0], targets=(Number("1"), Number("1"))),),
        ),
        "perceptron": one_unit("step", "perceptron", "0.3", "0"),
        "bipolar-perceptron": one_unit("sign", "perceptron", "0.3", "-1"),
        "adaline": one_unit("sign", "lms", "0.3", "-1"),
        "target-perceptron": one_unit("sign", {"perceptron": "target"}, "0.3", "-1"),
        "plain-hebb": one_unit("sign", {"hebb": "plain"}, "0.3", "-1"),
        "biased-adaline": one_unit("sign", "lms", "0.3", "-1", biases=["0.1"]),
        "hebb": one_unit("sign", "hebb", "0.3", "-1"),
        "dropout": replace(mazur, dropout=(Dropout((Number("1"), Number("0")), Number("0.5")),)),
        "batch-norm": batch_norm(),
        "adam": with_adam(mazur, "1e-8"),
        "nesterov": replace(mazur, optimiser=Optimiser("nesterov", (Number("0.9"),))),
        "coarse-adam": with_adam(mazur, "0.1"),
        "keeping": replace(mazur, dropout=(Dropout((Number("1"), Number("0")), Number("0.8")),)),
        "clipped": neuron(clip_gradients={"norm": "0.05"}),
        "limited": neuron(max_norm="0.2"),
        "softplus": neuron(activation="softplus"),
        "gelu": neuron(activation="gelu"),
        "silu": neuron(activation="silu"),
        "velocity": with_optimiser("momentum", "0.9", form="velocity"),
        "adamw": with_optimiser("adamw", "0.9", "0.999", "1e-8", "0.1"),
        "adagrad": with_optimiser("adagrad", "1e-10"),
        "rmsprop": with_optimiser("rmsprop", "0.9", "1e-8"),
        "penalised": replace(
            mazur,
            update_biases=True,
            penalty=Penalty(PenaltyForm(("l2",)), (Number("0.1"),)),
        ),
        "negative": with_parameters(mazur, [*map(Number, NEGATIVE.split())]),
    }
    return variants.get(name) or bpcalc.load(name)


def sheet(marker, quantity, number):
    """Return the key with one number in the place of another, and everything after it blank."""
    wanted = marker.names.find(quantity)
    cells = {}
    for key in marker.scheme.formulas:
        if key == wanted:
            break
        if key in marker.asked:
            cells[key] = read_cell(FINE.shown(key.kind, marker.scheme.values[key]))
    return wanted, {**cells, wanted: read_cell(number)}


@pytest.mark.parametrize("entry", MISCONCEPTIONS, ids=lambda entry: f"{entry.id}-{entry.example}")
def test_example_is_recognised(entry):
    """The number that a mistake gives is explained by it, and called wrong."""
    name, quantity, number = entry.example
    marker = Marker(exercise(name), 3 if "@e3" in quantity else 2 if "e2" in quantity else 1)
    wanted, cells = sheet(marker, quantity, number)

    marking = marker.mark(cells)
    mark = next(mark for mark in marking.marks if mark.key == wanted)

    assert wanted.kind in entry.kinds
    assert marking.first_error == mark
    assert entry.id in {found.rule for found in mark.mistakes}


@pytest.mark.parametrize("entry", MISCONCEPTIONS, ids=lambda entry: entry.id)
def test_entry_is_complete(entry):
    """Every entry says something to the student, and where it has been seen."""
    assert entry.says.endswith(".")
    assert entry.source
    assert entry.tier in "ABC"
    assert all(says(entry.id, kind) for kind in entry.kinds)
    assert all(entry in BY_KIND[kind] for kind in entry.kinds)


@pytest.mark.parametrize("name", ["mazur", "two-hidden-layers", "batch-momentum", "softmax"])
def test_no_wrong_formula_takes_the_number_itself(name):
    """A number is never explained by itself: no wrong formula refers to its own line."""
    scheme = Marker(bpcalc.load(name)).scheme

    for key in scheme.formulas:
        for rule, formula in mistakes_at(scheme, key):
            assert key not in formula.refs(), (rule.id, key)


def test_one_sentence_a_rule_and_kind():
    """A rule may stand there for several kinds of quantity, but once for each."""
    places = [(entry.id, kind) for entry in MISCONCEPTIONS for kind in entry.kinds]

    assert len(places) == len(set(places))


def test_conventions_have_names():
    """No convention has the name of another; the numbering shows itself in several ways."""
    assert len({(one.id, one.needs) for one in CONVENTIONS}) == len(CONVENTIONS)
    others = [one for one in CONVENTIONS if one.id != "numbering"]
    assert len({one.id for one in others}) == len({one.says for one in others}) == len(others)
    assert len({one.says for one in CONVENTIONS}) == len(others) + 1


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("distinct-numbers", {"net_h1": "0.1575", "net_h2": "0.165", "net_h3": "0.1725"}),
        # The author of a note who fills w7 to w12 in row by row:
        ("two-three-two", {"net_o1": "1.95343", "net_o2": "2.38654"}),
    ],
)
def test_the_numbering_read_the_other_way_has_a_name(name, answers):
    """A sheet that counts by the other unit is told so, in layers of any shape."""
    marker = Marker(bpcalc.load(name))
    cells = {marker.names.find(quantity): read_cell(text) for quantity, text in answers.items()}
    marking = marker.mark(cells)

    (found,) = marking.findings
    assert (found.rule, found.sure) == ("numbering", "is")


@pytest.mark.parametrize("rate", ["0.1", "0.2", "0.25", "0.4", "0.5", "0.9", "1", "2"])
def test_another_learning_rate_is_none_that_has_a_name(rate):
    """Twice the rate, half of it, its square or none at all are no other rate beside that."""
    exercise = replace(bpcalc.load("mazur"), learning_rate=Number(rate))
    scheme = Marker(exercise, 1).scheme
    world = StudentValues(scheme.formulas, {}, scheme.fixed)
    key = next(key for key in scheme.formulas if key.kind == "new_weight")
    given = {}
    for rule, formula in mistakes_at(scheme, key):
        given.setdefault(rule.id, set()).add(world.value(formula).centre)
    named = set().union(*(given[rule] for rule in ("no_eta", "eta_twice", "eta_doubled")))
    named |= given["eta_halved"]
    others = given["other_eta"] | given.get("rate_misread", set())

    assert not {round(value, 20) for value in others} & {round(value, 20) for value in named}


LISTED = """
import bpcalc
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
for name in ("regression", "han-kamber"):
    scheme = Marker(bpcalc.load(name), 1).scheme
    for key in scheme.formulas:
        for rule, formula in mistakes_at(scheme, key):
            print(rule.id, formula)
"""


def test_mistakes_come_in_the_same_order_everywhere():
    """Whatever the order of sets, so that files made of them are the same on every machine."""
    listed = [
        subprocess.run(
            [sys.executable, "-c", LISTED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]

    assert len(listed[0]) > 1000
    assert listed[0] == listed[1] == listed[2]
