"""Activations and losses on arrays: the second writing of each, beside its formula.

Every function works in arrays that are there already. Written for one sample, as vectors, it
holds for many, which are columns of matrices. All are right, and silent, where a net input is
±1000 and its exponential no float.
"""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bpcalc.training.epoch_lines import SMALLEST, TINY

Array = npt.NDArray[np.float64]

ARRAY_ZERO = np.array(0.0)
ARRAY_ONE = np.array(1.0)
ARRAY_HALF = np.array(0.5)


class Units:
    """The units of a layer during a pass, as vectors or with a column for every sample.

    Attributes:
        net, out, delta: shape (units,) or (units, samples).
        given: the outputs as the next layer takes them in, with its 1 for the bias.
        spare: room for a calculation; `mask` for a decision, `sums` for sums over the units.
        parameter: of the activation.
    """

    def __init__(self, size: int, below: Array | None, columns: tuple[int, ...]) -> None:
        """Make room; `below` is filled with what these units give, and the 1 of a bias."""
        self.given = np.empty((size, *columns)) if below is None else below
        self.out = self.given[:size]
        self.net = np.empty((size, *columns))
        self.delta = np.empty((size, *columns))
        self.spare = np.empty((size, *columns))
        self.sums = np.empty(columns)
        self.mask = np.empty((size, *columns), dtype=np.bool_)
        self.parameter = ARRAY_ZERO

    @cached_property
    def others(self) -> Array:
        """The matrix that turns outputs into the sums of all other outputs."""
        return ARRAY_ONE - np.eye(len(self.out))


def _sigmoid(units: Units) -> None:
    out = units.out
    np.negative(units.net, out)
    np.exp(out, out)  # infinite at net = -1000, and then out is 0, as it should be
    np.add(out, ARRAY_ONE, out)
    np.reciprocal(out, out)


def _sigmoid_slope(units: Units) -> None:
    np.subtract(ARRAY_ONE, units.out, units.spare)
    np.multiply(units.spare, units.out, units.spare)
    np.multiply(units.delta, units.spare, units.delta)


def _tanh(units: Units) -> None:
    np.tanh(units.net, units.out)


def _tanh_slope(units: Units) -> None:
    np.multiply(units.out, units.out, units.spare)
    np.subtract(ARRAY_ONE, units.spare, units.spare)
    np.multiply(units.delta, units.spare, units.delta)


def _bipolar_sigmoid(units: Units) -> None:
    np.multiply(units.net, ARRAY_HALF, units.out)  # (1 - e^-x)/(1 + e^-x) = tanh(x/2)
    np.tanh(units.out, units.out)


def _bipolar_sigmoid_slope(units: Units) -> None:
    _tanh_slope(units)
    np.multiply(units.delta, ARRAY_HALF, units.delta)


def _relu(units: Units) -> None:
    np.maximum(units.net, ARRAY_ZERO, out=units.out)


def _relu_slope(units: Units) -> None:
    np.greater(units.net, ARRAY_ZERO, units.mask)
    np.multiply(units.delta, units.mask, units.delta)


def _leaky_relu(units: Units) -> None:
    np.greater(units.net, ARRAY_ZERO, units.mask)
    np.multiply(units.net, units.parameter, units.out)
    np.copyto(units.out, units.net, where=units.mask)


def _leaky_relu_slope(units: Units) -> None:
    np.copyto(units.spare, units.parameter)
    np.copyto(units.spare, ARRAY_ONE, where=units.mask)
    np.multiply(units.delta, units.spare, units.delta)


def _identity(units: Units) -> None:
    np.copyto(units.out, units.net)


def _identity_slope(units: Units) -> None:
    """Leave the deltas: the slope is 1."""


def _softmax(units: Units) -> None:
    np.maximum.reduce(units.net, 0, out=units.sums)
    np.subtract(units.net, units.sums, units.out)  # the shift cancels out, and nothing overflows
    np.exp(units.out, units.out)
    np.add.reduce(units.out, 0, out=units.sums)
    np.divide(units.out, units.sums, units.out)


def _softmax_slope(units: Units) -> None:
    """Turn g = ∂E/∂out into δ_j = Σ_k g_k·∂o_k/∂net_j = o_j·(g_j - Σ_k g_k·o_k)."""
    np.multiply(units.delta, units.out, units.spare)
    np.add.reduce(units.spare, 0, out=units.sums)
    np.subtract(units.delta, units.sums, units.delta)
    np.multiply(units.delta, units.out, units.delta)


class Function(NamedTuple):
    """An activation: `value` sets `out` from `net`; `slope` multiplies `delta` by f'(net)."""

    value: Callable[[Units], None]
    slope: Callable[[Units], None]


ARRAY_ACTIVATIONS = {
    "sigmoid": Function(_sigmoid, _sigmoid_slope),
    "tanh": Function(_tanh, _tanh_slope),
    "bipolar_sigmoid": Function(_bipolar_sigmoid, _bipolar_sigmoid_slope),
    "relu": Function(_relu, _relu_slope),
    "leaky_relu": Function(_leaky_relu, _leaky_relu_slope),
    "identity": Function(_identity, _identity_slope),
    "softmax": Function(_softmax, _softmax_slope),
}


def miss(units: Units, targets: Array) -> None:
    """Set δ = out - target, what the cross-entropies leave of their usual activations."""
    np.subtract(units.out, targets, units.delta)


def _cross_entropy_of_sigmoid(units: Units, targets: Array) -> None:
    """Set δ = -(t/o)·o·(1 - o) = -t·(1 - o), which is right even where o has become 0."""
    np.subtract(units.out, ARRAY_ONE, units.delta)
    np.multiply(units.delta, targets, units.delta)


def _cross_entropy_of_softmax(units: Units, targets: Array) -> None:
    """Set δ_j = o_j·Σt - t_j; the sum is 1 for a distribution, but need not be."""
    np.add.reduce(targets, 0, out=units.sums)
    np.multiply(units.out, units.sums, units.delta)
    np.subtract(units.delta, targets, units.delta)


def _binary_cross_entropy_of_softmax(units: Units, targets: Array) -> None:
    """Set δ_j = (o_j - t_j) - o_j·Σ_(k≠j) (o_k - t_k)/(1 - o_k).

    1 - o_k is worked out as the sum of the other outputs, lest nothing be left of it.
    """
    np.subtract(units.out, targets, units.delta)
    others = units.others @ units.out
    np.maximum(others, TINY, out=others)
    np.divide(units.delta, others, others)
    np.multiply(units.others @ others, units.out, units.spare)
    np.subtract(units.delta, units.spare, units.delta)


OUTPUT_DELTAS: dict[tuple[str, str], Callable[[Units, Array], None]] = {
    ("binary_cross_entropy", "sigmoid"): miss,
    ("binary_cross_entropy", "softmax"): _binary_cross_entropy_of_softmax,
    ("cross_entropy", "sigmoid"): _cross_entropy_of_sigmoid,
    ("cross_entropy", "softmax"): _cross_entropy_of_softmax,
}
"""The deltas of an output layer, by loss and activation, simplified on paper. With the other
losses, δ is a multiple of (out - target)·f'(net)."""


def _half_squares(units: Units, targets: Array) -> Array:
    np.subtract(units.out, targets, units.spare)
    np.multiply(units.spare, units.spare, units.spare)
    np.multiply(units.spare, ARRAY_HALF, units.spare)
    return units.spare


def _cross_entropies(units: Units, targets: Array) -> Array:
    np.maximum(units.out, SMALLEST, out=units.spare)
    np.log(units.spare, units.spare)
    np.multiply(units.spare, targets, units.spare)
    np.negative(units.spare, units.spare)
    return units.spare


def _binary_cross_entropies(units: Units, targets: Array) -> Array:
    missing = np.log(np.maximum(ARRAY_ONE - units.out, SMALLEST)) * (ARRAY_ONE - targets)
    np.subtract(_cross_entropies(units, targets), missing, units.spare)
    return units.spare


class Measure(NamedTuple):
    """A loss.

    Attributes:
        errors: error of every output, up to the factor, shape (outputs, samples).
        factor: the number of outputs -> what errors, and deltas, are multiplied by.
    """

    errors: Callable[[Units, Array], Array]
    factor: Callable[[int], float] = lambda outputs: 1.0


ARRAY_LOSSES = {
    "half_squared_error": Measure(_half_squares),
    "squared_error": Measure(_half_squares, lambda outputs: 2.0),
    "mean_squared_error": Measure(_half_squares, lambda outputs: 2.0 / outputs),
    "half_mean_squared_error": Measure(_half_squares, lambda outputs: 1.0 / outputs),
    "binary_cross_entropy": Measure(_binary_cross_entropies),
    "cross_entropy": Measure(_cross_entropies),
}
