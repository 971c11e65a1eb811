"""The exercises that the examples of the mistakes are about."""

from dataclasses import replace

import bpcalc
from bpcalc.exercise.parameters import with_parameters
from bpcalc.maths.activations import ACTIVATIONS, WITH_PARAMETER
from bpcalc.maths.dropout import Dropout
from bpcalc.maths.expr import Number
from bpcalc.maths.losses import LOSS_WITH_PARAMETER, LOSSES
from bpcalc.maths.optimisers import Optimiser
from bpcalc.maths.penalties import Penalty, PenaltyForm

NEGATIVE = "0.15 0.20 0.25 0.30 0.35 0.40 0.45 -0.50 0.55 0.60"
"""Mazur's weights and biases, one of them with a minus."""


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


def mistake_exercise(name):
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
        "perceptron-of-two": bpcalc.Exercise.build(
            inputs=["0.5", 1],
            targets=[0],
            weights=[[["0.4", "0.3"]]],
            biases=["-0.1"],
            activation="step",
            learning_rate="0.2",
        ),
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
