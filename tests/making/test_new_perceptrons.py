"""New exercises for a perceptron: learnt as the template is, from where it begins."""

import re

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.locale.folding import cells


@pytest.fixture
def new(capsys):
    """Return what `bpcalc new` prints."""

    def printed(*arguments):
        assert run(["new", *arguments, "--lang", "en"]) == 0
        return capsys.readouterr().out

    return printed


LI_HANG = """
title: Li Hang 2.1
samples:
  - {inputs: [3, 3], targets: [1]}
  - {inputs: [4, 3], targets: [1]}
  - {inputs: [1, 1], targets: [-1]}
weights: [[[0, 0]]]
biases: [0]
learning_rate: 1
activation: {sign: {at_zero: 0}}
learning_rule: {perceptron: target}
"""

FAUSETT_AND = """
samples:
  - {inputs: [1, 1], targets: [1]}
  - {inputs: [1, 0], targets: [-1]}
  - {inputs: [0, 1], targets: [-1]}
  - {inputs: [0, 0], targets: [-1]}
weights: [[[0, 0]]]
biases: [0]
learning_rate: 1
learning_rule: {perceptron: target}
activation: {sign: 0.2}
"""


def mistakes_until_learnt(exercise):
    """Return in how many epochs a perceptron learns, and with how many mistakes, by other lines."""
    [layer] = exercise.layers
    weights = [number.value for number in layer.weights[0]]
    bias, rate, mistakes = layer.biases[0].value, exercise.learning_rate.value, 0
    for epoch in range(1, 100):
        before = mistakes
        for sample in exercise.samples:
            inputs, target = [n.value for n in sample.inputs], sample.targets[0].value
            net = bias + sum(w * x for w, x in zip(weights, inputs, strict=True))
            if (net > 0) - (net < 0) != target:
                mistakes += 1
                bias += rate * target
                weights = [w + rate * target * x for w, x in zip(weights, inputs, strict=True)]
        if mistakes == before:
            return epoch, mistakes
    return None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_perceptron_begins_where_the_template_begins_and_takes_as_long(seed, new, tmp_path):
    """Weights of 0 stay 0; drawn ones were learnt in another way, and what was said of it false."""
    (tmp_path / "li.yaml").write_text(LI_HANG)
    text = new(str(tmp_path / "li.yaml"), "--seed", str(seed))
    exercise = bpcalc.load(text)
    [layer] = exercise.layers
    epochs, mistakes = mistakes_until_learnt(exercise)

    assert [n.value for n in (*layer.weights[0], *layer.biases)] == [0, 0, 0]
    assert mistakes_until_learnt(bpcalc.load(LI_HANG)) == (6, 7)
    assert abs(epochs - 6) <= 1
    assert abs(mistakes - 7) <= 1
    assert "Weights and biases that are 0 in the template stay 0." in text
    said = f"Learning: {mistakes} mistakes, and none in epoch {epochs}. The template: 7 mistakes,"
    assert said in text.replace("\n# ", " ")
    zero = re.search("0 in every exercise of this form: ([^.]*)", text.replace("\n# ", " "))[1]
    assert "delta_o1@s2" in zero
    for name in zero.split(", "):
        assert bpcalc.solve(LI_HANG)[name].value == 0


def test_where_nothing_else_would_be_new_the_weights_of_a_perceptron_are_drawn(new, tmp_path):
    """Truth values stay, and a learning rate alone makes no new exercise; it takes as long."""
    (tmp_path / "and.yaml").write_text(FAUSETT_AND)
    text = new(str(tmp_path / "and.yaml"), "--seed", "1").replace("\n# ", " ")
    [layer] = bpcalc.load(text).layers

    assert 0 not in [number.value for number in layer.weights[0]]
    assert "that are 0 in the template" not in text
    its, theirs = re.search(
        r"Learning: (\d+) mistakes, and none in epoch \d+. The template: (\d+) mistakes", text
    ).groups()
    assert abs(int(its) - int(theirs)) <= int(theirs) // 4


def test_a_range_that_is_named_is_drawn_from_although_a_perceptron_begins_at_0(new, tmp_path):
    """Who names a range wants its numbers."""
    (tmp_path / "li.yaml").write_text(LI_HANG)
    text = new(str(tmp_path / "li.yaml"), "--seed", "1", "--weights", "2:5:1")
    [layer] = bpcalc.load(text).layers

    assert all(2 <= number.value <= 5 for number in layer.weights[0])
    assert layer.biases[0].value == 0


def test_a_learning_that_is_unlike_that_of_the_template_is_told(new, tmp_path):
    """Three epochs of exclusive or have mistakes, and so have those of the new one."""
    xor = FAUSETT_AND.replace("[1, 1], targets: [1]", "[1, 1], targets: [-1]").replace(
        "1, 0], targets: [-1]", "1, 0], targets: [1]"
    )
    (tmp_path / "xor.yaml").write_text(xor + "epochs: 3\n")
    text = new(str(tmp_path / "xor.yaml"), "--seed", "1").replace("\n# ", " ")

    assert re.search(r"Learning: \d+ mistakes up to epoch 3, which still has some\.", text)


def test_what_is_said_of_an_exercise_is_as_wide_in_chinese(capsys, tmp_path):
    """Lines are as wide as English ones, counted in cells: twice as wide was too wide."""
    (tmp_path / "li.yaml").write_text(LI_HANG)
    assert run(["new", str(tmp_path / "li.yaml"), "--seed", "1", "--lang", "zh"]) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("#")]

    assert len(said) > 10
    assert max(map(cells, said)) <= 98
