"""The engine for large networks and large batches: matrices, in NumPy.

It is a second writing of back-propagation, in matrix form and not read from the formula trees,
so that the tests can hold the two against each other. Every array that an update needs is
made once, before the first; an array operation then costs a call and its arithmetic.

A layer's biases are one more column of its weight matrix, over an input that is always 1 (-1
for thresholds). With the samples as columns, the whole forward pass of a layer is one matrix
product, and the gradient of all its parameters another one. Networks whose connections are missing,
leap over layers or share a weight have larger matrices with holes, see `array_layout`.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from math import inf

import numpy as np

from bpcalc.training.array_functions import Array, Targets
from bpcalc.training.array_layout import MatrixLayout
from bpcalc.training.array_passes import DrawnBuffers, Layer, LayerBuffers, array_outputs
from bpcalc.training.array_updates import NO_LIMITS, ArrayUpdate, Limits, ParameterRows
from bpcalc.training.engine import BOUND, ErrorRecorder, Errors, State, Watched
from bpcalc.training.problem import Problem


class Arrays:
    """Runs one exercise by NumPy."""

    name = "arrays"

    def __init__(self, problem: Problem) -> None:
        """Make every array that an update needs."""
        shape = self._shape = problem.shape
        self._problem = problem
        self._layout = MatrixLayout(shape)
        self._parameters, self._gradients = np.zeros((2, len(self._layout.of_state)))
        self._layers = list(self._views())
        layout, penalty = self._layout, shape.penalty
        penalised = layout.is_weight | (layout.is_bias & penalty.biases)
        counted = penalised & layout.is_first
        rows = ParameterRows(
            *(self._parameters, self._gradients, layout.is_updated, penalised, counted),
            *(layout.is_first, layout.is_weight),
            [(layer.part, layer.weights.shape) for layer in self._layers],
        )
        limits = _limits(problem)
        self._update = ArrayUpdate(shape.optimiser, penalty, problem.rates, rows, limits)
        # In the error of every sample, or once in that of the batch.
        self._penalties = 1 if shape.together else shape.samples
        share = shape.samples if shape.update == "batch_mean" and shape.together else 1
        _, measure = array_outputs(shape)
        factor = 1.0 if measure.slope or shape.rule else measure.factor(shape.sizes[-1])
        plain = shape.optimiser.plain and not penalty and limits == NO_LIMITS
        plain = plain and not shape.layer_rates
        self._factor = factor / share
        self._plain = plain
        self._rate = np.array(0.0)
        self.set_rate(Decimal(repr(problem.rate)))
        self._share = share
        self._read_samples()
        several = shape.samples > 1
        self._all = self._buffers(shape.samples if several else None)
        self._step = self._buffers(None) if several and not shape.together else self._all

    def set_rate(self, rate: Decimal) -> None:
        """Go on at this learning rate."""
        own = float(rate) if self._plain else 1.0  # others put it in themselves
        self._rate = np.array(own * self._factor)
        if not self._shape.layer_rates:
            self._update.set_rate(float(rate))
            return
        given = self._problem.rates.items()
        rates = {key.layer: number for key, number in given if key.kind == "layer_rate"}
        each = [*(rates[key.layer] for key in self._problem.parameters), 0.0]
        self._update.set_rates(np.take(each, self._layout.of_state))

    def start(self) -> State:
        """Return the parameters that the exercise gives, and changes of zero."""
        return self._problem.start()

    def run(self, epochs: int, state: State, order: list[int] | None = None) -> State:
        """Return the state after so many epochs."""
        self._load(state)
        samples = self._in_order(order)
        with np.errstate(all="ignore"):
            for _ in range(epochs):
                self._epoch(samples)
        return self._stored()

    def watch(self, epochs: int, limit: float, state: State, record: ErrorRecorder) -> Watched:
        """Run epochs and record the error before each; stop at the limit."""
        self._load(state)
        samples = self._in_order(None)
        with np.errstate(all="ignore"):
            for done in range(epochs):
                total = self._total()
                record(total)
                if not limit < total < BOUND:
                    return Watched(done, self._stored())
                self._epoch(samples, fresh=self._step is self._all)
        return Watched(epochs, self._stored())

    def errors(self, state: State) -> Errors:
        """Return the error and the outputs of every sample, and the error over all."""
        self._load(state)
        with np.errstate(all="ignore"):
            total = self._total()
            found = self._all.errors(self._targets)
            if not self._shape.together:
                found = found + self._update.penalty()
        outs = self._all.units[-1].out.T
        return Errors(np.atleast_1d(found).tolist(), np.atleast_2d(outs).tolist(), total)

    def _total(self) -> float:
        self._all.forward(self._inputs)
        error = float(np.add.reduce(self._all.errors(self._targets), None)) / self._share
        return error + self._penalties * self._update.penalty()

    def _epoch(self, samples: Iterable[tuple[Array, Targets]], *, fresh: bool = False) -> None:
        """Work through the samples once.

        Args:
            samples: inputs and targets of each update.
            fresh: whether the forward pass has been made already.
        """
        step, new_weights = self._step, self._shape.hidden_deltas_use == "new_weights"
        for inputs, targets in samples:
            if not fresh or self._update.looks_ahead:
                self._update.look_ahead()
                step.forward(inputs)
            self._update.begin()
            for layer in step.backward(inputs, targets, self._rate):
                if new_weights:
                    self._update.update(layer.part)
            if not new_weights:
                self._update.update(slice(None))

    def _buffers(self, samples: int | None) -> LayerBuffers:
        if self._layout.full:
            return LayerBuffers(self._shape, self._layers, samples)
        return DrawnBuffers(self._shape, self._layers, samples, self._layout, self._gradients)

    def _views(self) -> Iterator[Layer]:
        start = 0
        for number, (units, columns) in enumerate(self._layout.sizes, start=1):
            normed = self._shape.normed(number)
            part = slice(start, start := start + units * columns + 2 * units * normed)
            weights, gains = _apart(self._parameters[part], units, columns)
            gradients, gain_gradients = _apart(self._gradients[part], units, columns)
            yield Layer(
                weights,
                gradients,
                part,
                weights[:, : self._shape.sizes[number - 1]].T,
                self._shape.biases[number - 1],
                gains,
                gain_gradients,
            )

    def _read_samples(self) -> None:
        """Put the samples into matrices with a column each, and into a list of vectors."""
        shape = self._shape
        numbers = np.array(self._problem.samples)
        inputs, targets = numbers[:, : shape.sizes[0]], numbers[:, shape.sizes[0] :]
        if shape.biases[0] != "none":
            one = -1.0 if shape.thresholds else 1.0
            inputs = np.column_stack([inputs, np.full(len(inputs), one)])
        vectors = map(Targets, targets.copy())
        self._vectors = list(zip(np.ascontiguousarray(inputs), vectors, strict=True))
        self._inputs: Array = np.ascontiguousarray(inputs.T)
        self._targets = Targets(np.ascontiguousarray(targets.T))
        if shape.samples == 1:
            self._inputs, self._targets = self._vectors[0]

    def _in_order(self, order: list[int] | None) -> list[tuple[Array, Targets]]:
        """Return inputs and targets of every update of an epoch."""
        if self._step is self._all:
            return [(self._inputs, self._targets)]
        return self._vectors if order is None else [self._vectors[place] for place in order]

    def _load(self, state: State) -> None:
        layout = self._layout
        numbers = np.array(state, dtype=np.float64)
        count = layout.count
        np.take(np.append(numbers[:count], 0.0), layout.of_state, out=self._parameters)
        places = len(layout.updated)
        for row in self._update.kept.values():
            kept = np.zeros(count + 1)
            kept[layout.updated], numbers = numbers[count:][:places], numbers[places:]
            np.take(kept, layout.of_state, out=row)
        for power, value in zip(self._update.powers, numbers[count:], strict=True):
            self._update.powers[power] = np.array(value)

    def _stored(self) -> State:
        layout = self._layout
        parameters = self._parameters[layout.of_matrices].tolist()
        for row in self._update.kept.values():
            parameters += row[layout.of_matrices][layout.updated].tolist()
        return (*parameters, *map(float, self._update.powers.values()))


def _apart(row: Array, units: int, columns: int) -> tuple[Array, Array]:
    """Return the matrix of a layer, and its γ and β behind it."""
    end = units * columns
    return row[:end].reshape(units, columns), row[end:].reshape(-1, units)


def _limits(problem: Problem) -> Limits:
    """Return what gradients and weights are limited to."""
    exercise = problem.exercise
    if exercise.largest_gradient is None and exercise.max_norm is None:
        return NO_LIMITS
    most = exercise.largest_gradient
    return Limits(
        exercise.clip,
        inf if most is None else float(most.value),
        None if exercise.max_norm is None else float(exercise.max_norm.value),
    )
