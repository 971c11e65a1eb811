"""Activations and losses on arrays: the second writing of each, beside its formula.

Every function works in arrays that are there already. Written for one sample, as vectors, it
holds for many, which are columns of matrices. All are right, and silent, where a net input is
±1000 and its exponential no float; where an output is close to ±1, how close is worked out from
the net input, as in `stable_forms`.
"""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bpcalc.maths.keys import Key
from bpcalc.training.stable_outputs import HELD

Array = npt.NDArray[np.float64]

ARRAY_ZERO = np.array(0.0)
ARRAY_ONE = np.array(1.0)
ARRAY_HALF = np.array(0.5)
ARRAY_HELD = np.array(float(HELD.value))
FLAT = np.array(0.9)
"""The square of an output up to which 1 - out² has lost no digit to speak of."""


class Targets:
    """The targets of a sample, as a vector, or of many, as columns.

    Attributes:
        numbers: shape (outputs,) or (outputs, samples).
        rest: 1 - numbers.
        others: the sums of all other targets, 0 for the one target of a class.
        near: whether some are so close to 1 that an output may be indistinguishable from them.
    """

    def __init__(self, numbers: Array) -> None:
        """Keep the numbers, and how far they are from 1."""
        self.numbers = numbers
        self.rest = ARRAY_ONE - numbers
        self.others = np.add.reduce(numbers, 0) - numbers
        self.near = bool((np.abs(numbers) > FLAT).any())


class Units:
    """The units of a layer during a pass, as vectors or with a column for every sample.

    Attributes:
        net, out, delta: shape (units,) or (units, samples).
        given: the outputs as the next layer takes them in, with its 1 for the bias.
        power: e^net, or in a softmax e^(net - highest), held where it is no float.
        rest: 1 - out, of a sigmoid; of a softmax, once it has been asked for.
        spare: room for a calculation; `mask` for a decision, `sums` for sums over the units.
        parameter: of the activation.
        kept: under dropout, what outputs and errors of these units are multiplied by; else None.
        worked: what a folded activation has worked out, see `array_algebra`.
        taken: the net inputs as the activation took them, where a learning rule asks for them.
    """

    def __init__(self, size: int, below: Array | None, columns: tuple[int, ...]) -> None:
        """Make room; `below` is filled with what these units give, and the 1 of a bias."""
        self.given = np.empty((size, *columns)) if below is None else below
        self.out = self.given[:size]
        self.net = np.empty((size, *columns))
        self.delta = np.empty((size, *columns))
        self.power = np.empty((size, *columns))
        self.rest = np.empty((size, *columns))
        self.spare = np.empty((size, *columns))
        self.sums = np.empty(columns)
        self.mask = np.empty((size, *columns), dtype=np.bool_)
        self.parameter = ARRAY_ZERO
        self.kept: Array | None = None
        self.worked: dict[Key, Array] = {}
        self.taken = self.net

    def drop(self, kept: Array) -> None:
        """Let these units give their outputs times that, and keep the outputs themselves."""
        self.kept = kept if self.net.ndim == 1 else kept[:, None]
        self.out = np.empty_like(self.net)

    def give(self) -> None:
        """Put the outputs under the mask, if there is one."""
        if self.kept is not None:
            np.multiply(self.out, self.kept, self.given[: len(self.out)])

    def take_back(self) -> None:
        """Put the error that comes back under it."""
        if self.kept is not None:
            np.multiply(self.delta, self.kept, self.delta)

    @cached_property
    def others(self) -> Array:
        """The matrix that turns outputs into the sums of all other outputs."""
        return ARRAY_ONE - np.eye(len(self.out))


def _sigmoid(units: Units) -> None:
    """Set 1 - out to 1/(1 + e^net), and out to e^net times that: neither loses a digit."""
    power, rest = units.power, units.rest
    np.minimum(units.net, ARRAY_HELD, out=power)
    np.exp(power, power)
    np.add(power, ARRAY_ONE, rest)
    np.reciprocal(rest, rest)
    np.multiply(power, rest, units.out)


def _sigmoid_slope(units: Units) -> None:
    np.multiply(units.delta, units.out, units.delta)
    np.multiply(units.delta, units.rest, units.delta)


def _tanh(units: Units) -> None:
    np.tanh(units.net, units.out)


def _tanh_slope(units: Units) -> None:
    np.multiply(units.out, units.out, units.spare)
    np.greater(units.spare, FLAT, units.mask)
    np.subtract(ARRAY_ONE, units.spare, units.spare)
    if units.mask.any():
        units.spare[units.mask] = np.cosh(units.net[units.mask]) ** -2.0
    np.multiply(units.delta, units.spare, units.delta)


def _bipolar_sigmoid(units: Units) -> None:
    np.multiply(units.net, ARRAY_HALF, units.net)  # (1 - e^-x)/(1 + e^-x) = tanh(x/2)
    np.tanh(units.net, units.out)


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
    np.subtract(units.net, units.sums, units.net)  # the shift cancels out, and nothing overflows
    np.maximum(units.net, -ARRAY_HELD, out=units.power)
    np.exp(units.power, units.power)
    np.add.reduce(units.power, 0, out=units.sums)
    np.divide(units.power, units.sums, units.out)


def _softmax_rest(units: Units) -> None:
    """Set 1 - out; where hardly anything is left of it, to the sum of the other outputs."""
    np.subtract(ARRAY_ONE, units.out, units.rest)
    np.greater(units.out, FLAT, units.mask)
    if units.mask.any():
        others = np.add.reduce(np.where(units.mask, ARRAY_ZERO, units.out), 0)
        np.copyto(units.rest, others, where=units.mask)


def _softmax_slope(units: Units) -> None:
    """Turn g = ∂E/∂out into δ_j = Σ_k g_k·∂o_k/∂net_j = o_j·(1 - o_j)·g_j - o_j·Σ_(k≠j) g_k·o_k."""
    np.multiply(units.delta, units.out, units.spare)
    _softmax_rest(units)
    np.multiply(units.spare, units.rest, units.delta)
    np.multiply(units.others @ units.spare, units.out, units.spare)
    np.subtract(units.delta, units.spare, units.delta)


def _logs(units: Units) -> tuple[Array, Array]:
    """Return ln(out) and ln(1 - out), as far as the plain logarithms go."""
    return np.log(units.out), np.log(ARRAY_ONE - units.out)


def _sigmoid_logs(units: Units) -> tuple[Array, Array]:
    small = np.log1p(np.exp(-np.abs(units.net)))
    return np.minimum(units.net, ARRAY_ZERO) - small, -np.maximum(units.net, ARRAY_ZERO) - small


def _softmax_logs(units: Units) -> tuple[Array, Array]:
    """Return ln(out) and ln(1 - out); the net inputs are those less the highest."""
    _softmax_rest(units)
    far = units.net - np.log(units.sums)
    log = np.where(units.rest > ARRAY_HALF, far, np.log1p(-units.rest))
    if len(units.out) < 2:
        return log, np.log(units.rest)
    rows = np.arange(len(units.net))
    others = np.array([np.logaddexp.reduce(units.net[rows != row], 0) for row in rows])
    rest = np.where(units.rest > ARRAY_HALF, np.log1p(-units.out), others - np.log(units.sums))
    return log, rest


def _tanh_miss(units: Units, targets: Targets) -> None:
    _plain_miss(units, targets)
    if not targets.near:
        return
    np.greater(units.out * units.out, FLAT, units.mask)
    if units.mask.any():
        net, numbers, out = (each[units.mask] for each in (units.net, targets.numbers, units.out))
        end = 2.0 / (ARRAY_ONE + np.exp(2.0 * np.abs(net)))  # how far from 1, or from -1
        units.delta[units.mask] = np.where(out > 0, (1.0 - numbers) - end, end - (1.0 + numbers))


def _plain_miss(units: Units, targets: Targets) -> None:
    np.subtract(units.out, targets.numbers, units.delta)


def _sigmoid_miss(units: Units, targets: Targets) -> None:
    """Set δ to out·(1 - target) - (1 - out)·target, right at both ends, where it matters."""
    if not targets.near:
        _plain_miss(units, targets)
        return
    np.multiply(units.rest, targets.numbers, units.spare)
    np.multiply(units.out, targets.rest, units.delta)
    np.subtract(units.delta, units.spare, units.delta)


def _softmax_miss(units: Units, targets: Targets) -> None:
    if targets.near:
        _softmax_rest(units)
    _sigmoid_miss(units, targets)


class ArrayActivation(NamedTuple):
    """An activation.

    Attributes:
        value: sets `out` from `net`.
        slope: multiplies `delta` by f'(net).
        miss: sets `delta` to out - target.
        logs: ln(out) and ln(1 - out).
    """

    value: Callable[[Units], None]
    slope: Callable[[Units], None]
    miss: Callable[[Units, Targets], None] = _plain_miss
    logs: Callable[[Units], tuple[Array, Array]] = _logs


ARRAY_ACTIVATIONS = {
    "sigmoid": ArrayActivation(_sigmoid, _sigmoid_slope, _sigmoid_miss, _sigmoid_logs),
    "tanh": ArrayActivation(_tanh, _tanh_slope, _tanh_miss),
    "bipolar_sigmoid": ArrayActivation(_bipolar_sigmoid, _bipolar_sigmoid_slope, _tanh_miss),
    "relu": ArrayActivation(_relu, _relu_slope),
    "leaky_relu": ArrayActivation(_leaky_relu, _leaky_relu_slope),
    "identity": ArrayActivation(_identity, _identity_slope),
    "softmax": ArrayActivation(_softmax, _softmax_slope, _softmax_miss, _softmax_logs),
}


def miss(units: Units, targets: Targets, function: ArrayActivation) -> None:
    """Set δ = out - target, what the cross-entropies leave of their usual activations."""
    function.miss(units, targets)


def _cross_entropy_of_sigmoid(units: Units, targets: Targets, function: ArrayActivation) -> None:
    """Set δ = -(t/o)·o·(1 - o) = -t·(1 - o), which is right even where o has become 0."""
    np.multiply(units.rest, targets.numbers, units.delta)
    np.negative(units.delta, units.delta)


def _cross_entropy_of_softmax(units: Units, targets: Targets, function: ArrayActivation) -> None:
    """Set δ_j = o_j·Σ_(k≠j) t_k - t_j·(1 - o_j); with a distribution, that is o_j - t_j."""
    _softmax_rest(units)
    np.multiply(targets.others, units.out, units.delta)
    np.multiply(units.rest, targets.numbers, units.spare)
    np.subtract(units.delta, units.spare, units.delta)


def _binary_cross_entropy_of_softmax(
    units: Units, targets: Targets, function: ArrayActivation
) -> None:
    """Set δ_j = (o_j - t_j) - o_j·Σ_(k≠j) (o_k - t_k)/(1 - o_k).

    With outputs that are further apart than e^700, o_j/(1 - o_k) has no value.
    """
    function.miss(units, targets)
    _softmax_rest(units)
    if len(units.out) > 2 and np.minimum.reduce(units.net, None) < -ARRAY_HELD:
        units.delta.fill(np.nan)
    np.divide(units.delta, units.rest, units.spare)
    np.multiply(units.others @ units.spare, units.out, units.spare)
    np.subtract(units.delta, units.spare, units.delta)


OUTPUT_DELTAS: dict[tuple[str, str], Callable[[Units, Targets, ArrayActivation], None]] = {
    ("binary_cross_entropy", "sigmoid"): miss,
    ("binary_cross_entropy", "softmax"): _binary_cross_entropy_of_softmax,
    ("cross_entropy", "sigmoid"): _cross_entropy_of_sigmoid,
    ("cross_entropy", "softmax"): _cross_entropy_of_softmax,
}
"""The deltas of an output layer, by loss and activation, simplified on paper. With the other
losses, δ is a multiple of (out - target)·f'(net)."""


def _half_squares(units: Units, targets: Targets, function: ArrayActivation) -> Array:
    function.miss(units, targets)
    np.multiply(units.delta, units.delta, units.spare)
    np.multiply(units.spare, ARRAY_HALF, units.spare)
    return units.spare


def _cross_entropies(units: Units, targets: Targets, function: ArrayActivation) -> Array:
    log, _ = function.logs(units)
    return -_times(targets.numbers, log)


def _binary_cross_entropies(units: Units, targets: Targets, function: ArrayActivation) -> Array:
    log, rest = function.logs(units)
    return -_times(targets.numbers, log) - _times(targets.rest, rest)


def _times(target: Array, log: Array) -> Array:
    """Return the product; where the target is 0 it is 0, even if the logarithm is infinite."""
    return np.where(target == ARRAY_ZERO, ARRAY_ZERO, target * log)


class ArrayLoss(NamedTuple):
    """A loss.

    Attributes:
        errors: error of every output, up to the factor, shape (outputs, samples).
        factor: the number of outputs -> what errors, and deltas, are multiplied by.
        slope: sets `delta` to ∂E/∂out, factor included; None where δ is a multiple of
            (out - target)·f'(net), or stands in `OUTPUT_DELTAS`.
    """

    errors: Callable[[Units, Targets, ArrayActivation], Array]
    factor: Callable[[int], float] = lambda outputs: 1.0
    slope: Callable[[Units, Targets, ArrayActivation], None] | None = None


ARRAY_LOSSES = {
    "half_squared_error": ArrayLoss(_half_squares),
    "squared_error": ArrayLoss(_half_squares, lambda outputs: 2.0),
    "mean_squared_error": ArrayLoss(_half_squares, lambda outputs: 2.0 / outputs),
    "half_mean_squared_error": ArrayLoss(_half_squares, lambda outputs: 1.0 / outputs),
    "binary_cross_entropy": ArrayLoss(_binary_cross_entropies),
    "cross_entropy": ArrayLoss(_cross_entropies),
}
