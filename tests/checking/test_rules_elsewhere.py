"""Rules looked at on lines of every exercise: they never fail, and speak of this one only."""

from itertools import pairwise

import pytest

import bpcalc
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.marker import Marker
from bpcalc.checking.misconceptions import BY_KIND, MISCONCEPTIONS
from bpcalc.exercise.sources import built_in
from bpcalc.exercise.spec import Exercise
from tests.helpers.mistake_exercises import mistake_exercise

NAMES = sorted({*built_in(), *(entry.example[0] for entry in MISCONCEPTIONS)})

MAZUR = """
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
"""

ALONE = "inputs: [1]\ntargets: [0]\nlearning_rate: 1\nweights: [[[1]], [[-1]]]\n"

SETTINGS = (
    *("loss: absolute_error", "loss: huber", "loss: log_cosh", "loss: mean_squared_error"),
    *("activation: relu", "activation: {tanh: 2}", "activation: identity", "activation: softplus"),
    "activation: [sigmoid, softmax]\nloss: cross_entropy\nshortcut: false",
    "loss: binary_cross_entropy",
    *(f"optimizer: {{{name}: {{bias_correction: false}}}}" for name in ("adam", "amsgrad")),
    *(f"optimizer: {name}" for name in ("adadelta", "rmsprop", "momentum")),
    "optimizer: {adamw: {weight_decay: 0, epsilon: 0}}",
    "optimizer: {adam: {epsilon_inside: true}}",
    "penalty: {l1: 0.1}\nupdate_biases: false",
    "penalty: {l1: 0.1, l2: 0.2}\noptimizer: {adam: {epsilon: 0}}",
    "clip_gradients: {value: 0.01}",
    "max_norm: 0.3\npenalty: {l2: 0.1}\ngradient_factor: 2",
    "layer_norm: [{gamma: 1, beta: 0, epsilon: 0}, null]",
    "dropout: [{mask: [1, 0], keep: 1}]",
    "dropout: [{mask: [1, 0], keep: 0.5, inverted: false}]",
    "delta: t-o\nupdate_biases: false",
)


def asked_of_every_line(exercise: Exercise, epochs: int) -> int:
    """Ask every rule; return how many formulas there were."""
    scheme = Marker(exercise, epochs).scheme
    lines = {(key.kind, key.layer, key.epoch): key for key in scheme.formulas}
    there = {*scheme.formulas, *scheme.fixed}
    yielded = []
    for key in lines.values():
        here = LineContext(scheme, key)
        for rule in BY_KIND[key.kind]:
            for formula in rule.wrong(here):
                yielded.append(formula)
                assert {*formula.refs()} <= there, (rule.id, key)
    assert any(one != other for one, other in pairwise(yielded))
    return len(yielded)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_may_be_asked_of_every_line_of_its_kinds(name):
    """What a wrong formula is made of is there."""
    assert asked_of_every_line(mistake_exercise(name), 2) > 20


@pytest.mark.parametrize("text", [MAZUR, ALONE], ids=["mazur", "alone"])
@pytest.mark.parametrize("setting", SETTINGS)
def test_a_rule_may_be_asked_under_any_setting(setting, text):
    """Also where nothing is corrected, divided or added, and in a network of single units."""
    if text == ALONE:
        setting = setting.replace("mask: [1, 0]", "mask: [1]")
        setting = setting.replace("epsilon: 0}", "epsilon: 1}")  # one net input has no deviation
    exercise = bpcalc.load(f"{text}{setting}\n")

    assert asked_of_every_line(exercise, 1) > 20
