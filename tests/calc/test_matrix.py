"""Two more opinions: float64 matrices, and the difference quotients of the total error."""

from decimal import Decimal
from itertools import islice
from random import Random

import numpy as np
import pytest
from mpmath import mp, mpf

from bpcalc.maths.derivation_style import CHAIN
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES
from tests.helpers.exercises import OUTPUT, random_exercise, worked
from tests.helpers.ranges import few
from tests.helpers.textbook import ERRORS, FUNCTIONS, Net


def by_float(function):
    """Return a function of mpmath numbers as one of float64 arrays."""

    def by_elements(*arrays):
        parts = np.broadcast_arrays(*arrays)
        rows = zip(*(part.ravel().tolist() for part in parts), strict=True)
        values = [float(function(*map(mpf, numbers))) for numbers in rows]
        return np.array(values).reshape(parts[0].shape)

    return by_elements


VALUES = {name: by_float(lambda x, a, f=f: f(x, a)[0]) for name, f in FUNCTIONS.items()}
UNIT_SLOPES = {name: by_float(lambda x, a, f=f: f(x, a)[1]) for name, f in FUNCTIONS.items()}
LOSS_SLOPES = {
    name: by_float(lambda t, o, n, f=f: f(t, o, 1 - o, n)[1]) for name, f in ERRORS.items()
}


def off_kinks(nets):
    """Return nets; one that is a short number but for what binary fractions lack, as that one."""
    short = np.round(nets, 6)
    return np.where(np.abs(nets - short) < 1e-12, short, nets)


def value_of(activation, nets):
    """Return the outputs of a layer, a row a sample."""
    if activation.name == "softmax":
        return np.exp(nets) / np.exp(nets).sum(axis=1, keepdims=True)
    return VALUES[activation.name](nets, float(activation.parameter or 0))


class Matrices:
    """An exercise with learning, as float64 arrays; samples are rows."""

    def __init__(self, exercise):
        self.exercise = exercise
        self.layers = exercise.layers
        self.sign = -1 if exercise.thresholds else 1
        self.weights = [
            np.array([[float(w.value) for w in row] for row in layer.weights])
            for layer in self.layers
        ]
        self.biases = [
            np.array([float(b.value) for b in layer.biases or ()]) for layer in self.layers
        ]
        self.moved = [0.0] * len(self.layers), [0.0] * len(self.layers)

    def forward(self, inputs):
        """Return nets and outs of all layers, the inputs first among the outs."""
        nets, outs = [], [inputs]
        for layer, weights, biases in zip(self.layers, self.weights, self.biases, strict=True):
            net = outs[-1] @ weights.T
            nets.append(net + self.sign * biases if biases.size else net)
            outs.append(value_of(layer.activation, nets[-1]))
        return nets, outs

    def gradients(self, inputs, targets):
        """Return the gradients of weights and biases, pooled over the samples, by layer."""
        nets, outs = self.forward(inputs)
        delta = self.through(-1, nets, outs, self.error_slopes(targets, outs[-1]))
        share = len(inputs) if self.exercise.update == "batch_mean" else 1
        weights, biases = [], []
        for layer in range(len(self.layers) - 1, -1, -1):
            weights.insert(0, delta.T @ outs[layer] / share)
            whole = self.sign * delta.sum(axis=0) / share
            alone = self.layers[layer].shared_bias
            biases.insert(0, whole.sum(keepdims=True) if alone else whole)
            if layer:
                delta = self.through(layer - 1, nets, outs, delta @ self.weights[layer])
        return weights, biases

    def error_slopes(self, targets, outs):
        """Return ∂E_total/∂out of every output, a row a sample."""
        slope = LOSS_SLOPES[self.exercise.loss.name]
        return slope(off_kinks(targets), off_kinks(outs), targets.shape[1])

    def through(self, layer, nets, outs, coming):
        """Return the slopes over the nets of a layer from those over its outs."""
        activation = self.layers[layer].activation
        net, out = nets[layer], outs[layer] if layer < 0 else outs[layer + 1]
        if activation.name == "softmax":
            return out * (coming - (coming * out).sum(axis=1, keepdims=True))
        slope = UNIT_SLOPES[activation.name]
        return coming * slope(off_kinks(net), float(activation.parameter or 0))

    def step(self, inputs, targets):
        """Update once; return the gradients."""
        rate, momentum = map(
            float, (self.exercise.learning_rate.value, self.exercise.momentum.value)
        )
        weights, biases = self.gradients(inputs, targets)
        for layer in range(len(self.layers)):
            changed = -rate * weights[layer] + momentum * self.moved[0][layer]
            self.moved[0][layer] = changed
            self.weights[layer] = self.weights[layer] + changed
            if self.exercise.update_biases and self.biases[layer].size:
                changed = -rate * biases[layer] + momentum * self.moved[1][layer]
                self.moved[1][layer] = changed
                self.biases[layer] = self.biases[layer] + changed
        return weights, biases


def rows(exercise, field):
    """Return inputs or targets as an array, a row a sample."""
    return np.array([[float(n.value) for n in getattr(s, field)] for s in exercise.samples])


def matrix(values, kind, layer, shape, when):
    """Return the weights, or what has their shape, of one layer as an array."""
    units, sources = (range(1, length + 1) for length in shape)
    return np.array(
        [[float(values[Key(kind, layer, u, s, *when)]) for s in sources] for u in units]
    )


def column(exercise, values, kind, layer, when):
    """Return the biases, or what has their shape, of one layer as an array."""
    spec = exercise.layers[layer - 1]
    units = [None] if spec.shared_bias else range(1, len(spec.biases or ()) + 1)
    return np.array([float(values[Key(kind, layer, unit, None, *when)]) for unit in units])


def assert_close(actual, expected):
    """Assert equality to 12 digits of the largest entry."""
    scale = max(1.0, np.abs(expected).max(initial=0.0))
    np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-13 * scale)


def calm(exercise):
    """Whether float64 can follow: learns by the true gradient and does not diverge."""
    if not exercise.updates or exercise.hidden_deltas_use == "new_weights":
        return False
    values = worked(exercise).values
    return max(map(abs, values.values())) < 50


def calm_networks(seeds, **choices):
    """Yield those of the random networks that float64 can follow."""
    drawn = (random_exercise(Random(seed), **choices) for seed in seeds)
    return (exercise for exercise in drawn if calm(exercise))


def assert_matrices_agree(exercise):
    """Assert that gradients, new weights and new biases of all steps are those of matrices."""
    values, matrices = worked(exercise).values, Matrices(exercise)
    inputs, targets = rows(exercise, "inputs"), rows(exercise, "targets")
    count = len(inputs)
    alone = exercise.update == "online" or count == 1
    steps = [slice(n, n + 1) for n in range(count)] if alone else [slice(None)]
    for epoch in range(1, exercise.epochs + 1):
        for number, chosen in enumerate(steps, 1):
            when = (number if alone else None, epoch)
            weights, biases = matrices.step(inputs[chosen], targets[chosen])
            for layer, shape in enumerate(map(np.shape, weights), 1):
                for kind, expected in (
                    ("weight_gradient", weights[layer - 1]),
                    ("new_weight", matrices.weights[layer - 1]),
                ):
                    assert_close(matrix(values, kind, layer, shape, when), expected)
                if exercise.update_biases and exercise.layers[layer - 1].biases:
                    for kind, expected in (
                        ("bias_gradient", biases[layer - 1]),
                        ("new_bias", matrices.biases[layer - 1]),
                    ):
                        assert_close(column(exercise, values, kind, layer, when), expected)


@pytest.mark.parametrize("chunk", range(few(1, 4)))
def test_matrices(chunk):
    """Gradients and new values of all steps are those of float64 matrices, to 12 digits."""
    seeds = range(5000 + 100 * chunk, 5100 + 100 * chunk)
    exercises = list(calm_networks(seeds, working=CHAIN))

    assert len(exercises) > 30
    for exercise in exercises:
        assert_matrices_agree(exercise)


STEP = mpf("1e-25")


def quotient(row, place, error):
    """Return the central difference quotient of an error over one entry of a row."""
    kept = row[place]
    row[place] = kept + STEP
    rise = error()
    row[place] = kept - STEP
    rise -= error()
    row[place] = kept
    return rise / (2 * STEP)


def off_the_kinks(exercise):
    """Whether no kink is so near that a difference quotient would see both of its sides."""
    values = worked(exercise).values
    distances = (
        abs(value - Decimal(kink))
        for key, value in values.items()
        if key.kind == "net"
        for kink in exercise.layers[key.layer - 1].activation.kinks
    )
    return min(distances, default=1) > 1e-9


def assert_slopes(exercise):
    """Assert that gradients and input slopes of sample 1 are difference quotients."""
    values = worked(exercise).values
    sample, loss = exercise.samples[0], exercise.loss.name
    with mp.workdps(90):
        net = Net(exercise)
        inputs = [mpf(number.text) for number in sample.inputs]
        targets = [mpf(number.text) for number in sample.targets]

        def error():
            return net.total_error(loss, inputs, targets)

        expected = {
            Key("error_slope", 0, unit, None, 1, 1): quotient(inputs, unit - 1, error)
            for unit in range(1, len(inputs) + 1)
        }
        for row, place, (layer, unit, source) in list(net.parameters()):
            if source or exercise.update_biases:
                kind = "weight_gradient" if source else "bias_gradient"
                expected[Key(kind, layer, unit, source, 1, 1)] = quotient(row, place, error)
        for key, slope in expected.items():
            assert abs(mpf(str(values[key])) - slope) < mpf("1e-28") * (1 + abs(slope)), key


PAIRS = [
    pytest.param(activation, loss, id=f"{activation.name}{activation.parameter or ''}-{loss.name}")
    for loss in LOSSES.values()
    for activation in OUTPUT
    if not (loss.unit_interval or loss.above_zero) or activation.outputs == (0, 1)
]


@pytest.mark.sampled(127)
@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_difference_quotients(activation, loss):
    """Gradients and input slopes are the slopes of the total error as a plain function."""
    exercises = calm_networks(range(9), output=activation, loss=loss, epochs=1, working=CHAIN)
    tested = list(islice(filter(off_the_kinks, exercises), few(1, 3)))

    assert tested
    for exercise in tested:
        assert_slopes(exercise)
