"""The engine for large networks and large batches: matrices, in NumPy.

It is a second writing of back-propagation, in matrix form and not read from the formula trees,
so that the tests can hold the two against each other. Every array that an update needs is
made once, before the first; an array operation then costs a call and its arithmetic.

A layer's biases are one more column of its weight matrix, over an input that is always 1 (-1
for thresholds). With the samples as columns, the whole forward pass of a layer is one matrix
product, and the gradient of all its parameters another one.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bpcalc.calc.shape import BiasLayout, Shape
from bpcalc.maths.activations import Activation
from bpcalc.training.array_algebra import FoldedLayer, folded_activation, folded_loss
from bpcalc.training.array_functions import (
    ARRAY_ACTIVATIONS,
    ARRAY_LOSSES,
    OUTPUT_DELTAS,
    Array,
    ArrayActivation,
    ArrayLoss,
    Targets,
    Units,
    miss,
)
from bpcalc.training.array_updates import ArrayUpdate, ParameterRows
from bpcalc.training.engine import BOUND, ErrorRecorder, Errors, State, Watched
from bpcalc.training.engine_limits import is_written_activation, is_written_loss
from bpcalc.training.epoch_lines import divisors
from bpcalc.training.problem import Problem

Indices = npt.NDArray[np.intp]


class Layer(NamedTuple):
    """What all passes share of a layer.

    Attributes:
        weights: with the biases as last column, shape (units, sources + 1), or (units,
            sources) without biases.
        gradients: of the same shape.
        part: where its weights stand among all, in one row.
        back: the weights without the biases, transposed: shape (sources, units).
        biases: as in `Shape`.
    """

    weights: Array
    gradients: Array
    part: slice
    back: Array
    biases: BiasLayout


class LayerBuffers:
    """Forward and backward passes over one sample as vectors, or over many as matrices.

    Attributes:
        units: layer by layer, without the inputs.
    """

    def __init__(self, shape: Shape, layers: list[Layer], samples: int | None) -> None:
        """Make room for so many samples; None for one, in vectors.

        A matrix of one column would do for one sample, but vectors take half the time.
        """
        self._layers = layers
        self._columns = () if samples is None else (samples,)
        self._one = -1.0 if shape.thresholds else 1.0
        self._frozen = not shape.update_biases
        self.units = [self._units(shape, layer) for layer in range(1, shape.last + 1)]
        self._functions = [array_activation(activation) for activation in shape.activations[:-1]]
        output, self._measure = array_outputs(shape)
        self._functions.append(output)
        self._output_deltas = _output_deltas(shape, self._measure)
        self._factor = self._measure.factor(shape.sizes[-1])

    def forward(self, inputs: Array) -> None:
        """Set the outputs of every layer; inputs has shape (inputs + 1,) or (inputs + 1, samples).

        Without biases in the first layer, its shape is (inputs,) or (inputs, samples).
        """
        below = inputs
        for layer, units, function in zip(self._layers, self.units, self._functions, strict=True):
            np.dot(layer.weights, below, units.net)
            function.value(units)
            below = units.given

    def errors(self, targets: Targets) -> Array:
        """Return the error of every sample, shape () or (samples,), after the forward pass."""
        errors = self._measure.errors(self.units[-1], targets, self._functions[-1])
        found: Array = np.add.reduce(errors, 0) * self._factor
        return found

    def backward(self, inputs: Array, targets: Targets, rate: Array) -> Iterator[Layer]:
        """Set the gradients, times the rate, and yield each layer as soon as it has its own.

        The rate is put in at the output: everything that follows is linear in its deltas.
        """
        units = self.units[-1]
        self._output_deltas(units, targets, self._functions[-1])
        np.multiply(units.delta, rate, units.delta)
        for place in range(len(self.units) - 1, 0, -1):
            self._gradients(place, self.units[place - 1].given)
            yield self._layers[place]
            below = self.units[place - 1]
            np.dot(self._layers[place].back, self.units[place].delta, below.delta)
            self._functions[place - 1].slope(below)
        self._gradients(0, inputs)
        yield self._layers[0]

    def _gradients(self, place: int, below: Array) -> None:
        layer, delta = self._layers[place], self.units[place].delta
        if self._columns:
            np.dot(delta, below.T, layer.gradients)
        else:
            np.multiply(delta[:, None], below, layer.gradients)
        if layer.biases != "none" and self._frozen:
            layer.gradients[:, -1] = 0.0
        elif layer.biases == "shared":
            layer.gradients[:, -1] = np.add.reduce(layer.gradients[:, -1])

    def _units(self, shape: Shape, layer: int) -> Units:
        size = shape.sizes[layer]
        biased = layer < shape.last and shape.biases[layer] != "none"
        given = np.full((size + biased, *self._columns), self._one)
        units = Units(size, given, self._columns)
        units.parameter = np.array(float(shape.activation(layer).parameter or 0.0))
        return units


def array_activation(activation: Activation) -> ArrayActivation:
    """Return the array form of an activation: written by hand, or folded from its formulas."""
    if is_written_activation(activation):
        return ARRAY_ACTIVATIONS[activation.name]
    return folded_activation(activation)


def array_outputs(shape: Shape) -> tuple[ArrayActivation, ArrayLoss]:
    """Return the array forms of the output layer and of the loss.

    Both are written by hand, or both are folded from their formulas: what a folded loss divides by
    is held between what floats can hold, and so is what it is multiplied by.
    """
    last = shape.activations[-1]
    if is_written_loss(shape.loss) and is_written_activation(last):
        return ARRAY_ACTIVATIONS[last.name], ARRAY_LOSSES[shape.loss.name]
    if last.whole_layer:
        layer = FoldedLayer(shape, divisors(shape))
        return layer.function(), layer.measure()
    return folded_activation(last), folded_loss(shape.loss, last, shape.sizes[-1], divisors(shape))


def _output_deltas(
    shape: Shape, measure: ArrayLoss
) -> Callable[[Units, Targets, ArrayActivation], None]:
    """Return what sets the deltas of the output layer."""
    if measure.slope is None:  # both are written by hand
        simplified = OUTPUT_DELTAS.get((shape.loss.name, shape.activations[-1].name))
        if simplified is not None:
            return simplified
    error_slope = measure.slope or miss

    def chain(units: Units, targets: Targets, function: ArrayActivation) -> None:
        error_slope(units, targets, function)
        function.slope(units)

    return chain


class Layout:
    """Where the numbers of a state stand in the matrices.

    Attributes:
        sizes: of the weight matrix of every layer, biases included.
        of_state: for every entry of the matrices, in one row, its place among the parameters
            of a state; a shared bias is entered for every unit.
        of_matrices: for every parameter of a state, its place in that row.
        updated: which parameters are updated, by their places.
        is_updated: for every entry of the matrices, whether it is.
        is_weight: for every entry, whether it is a weight and not a bias.
        is_first: for every entry, whether it is the only one of its parameter, or the first.
    """

    def __init__(self, shape: Shape) -> None:
        """Lay out the matrices of this shape."""
        self.sizes: list[tuple[int, int]] = []
        places: list[Indices] = []
        weighty: list[Indices] = []
        updated: list[Indices] = []
        start = 0
        for layer in range(1, shape.last + 1):
            units, sources = shape.sizes[layer], shape.sizes[layer - 1]
            weights = start + np.arange(units * sources)
            biases = weights[-1] + 1 + np.arange(len(shape.bias_units(layer)))
            rows = weights.reshape(units, sources)
            if len(biases):
                rows = np.column_stack([rows, np.broadcast_to(biases, units)])
            places.append(rows.ravel())
            weighty.append(weights)
            updated += [weights, biases] if shape.update_biases else [weights]
            self.sizes.append((units, rows.shape[1]))
            start += len(weights) + len(biases)
        self.of_state = np.concatenate(places)
        self.of_matrices = np.empty(start, dtype=np.intp)
        self.of_matrices[self.of_state] = np.arange(len(self.of_state))
        self.updated = np.concatenate(updated)
        self.is_updated = np.isin(self.of_state, self.updated)
        self.is_weight = np.isin(self.of_state, np.concatenate(weighty))
        self.is_first = np.zeros(len(self.of_state), dtype=bool)
        self.is_first[np.unique(self.of_state, return_index=True)[1]] = True


class Arrays:
    """Runs one exercise by NumPy."""

    name = "arrays"

    def __init__(self, problem: Problem) -> None:
        """Make every array that an update needs."""
        shape = self._shape = problem.shape
        self._problem = problem
        self._layout = Layout(shape)
        self._parameters, self._gradients = np.zeros((2, len(self._layout.of_state)))
        self._layers = list(self._views())
        layout, penalty = self._layout, shape.penalty
        penalised = layout.is_weight | penalty.biases
        counted = penalised & layout.is_first
        rows = ParameterRows(
            self._parameters, self._gradients, layout.is_updated, penalised, counted
        )
        self._update = ArrayUpdate(shape.optimiser, penalty, problem.rates, rows)
        # In the error of every sample, or once in that of the batch.
        self._penalties = 1 if shape.together else shape.samples
        share = shape.samples if shape.update == "batch_mean" and shape.together else 1
        _, measure = array_outputs(shape)
        factor = 1.0 if measure.slope else measure.factor(shape.sizes[-1])
        plain = shape.optimiser.plain and not penalty
        self._factor = factor / share
        self._plain = plain
        self._rate = np.array(0.0)
        self.set_rate(Decimal(repr(problem.rate)))
        self._share = share
        self._read_samples()
        several = shape.samples > 1
        self._all = LayerBuffers(shape, self._layers, shape.samples if several else None)
        self._step = (
            LayerBuffers(shape, self._layers, None) if several and not shape.together else self._all
        )

    def set_rate(self, rate: Decimal) -> None:
        """Go on at this learning rate."""
        own = float(rate) if self._plain else 1.0  # others put it in themselves
        self._rate = np.array(own * self._factor)
        self._update.set_rate(float(rate))

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
            if not fresh:
                step.forward(inputs)
            self._update.begin()
            for layer in step.backward(inputs, targets, self._rate):
                if new_weights:
                    self._update.update(layer.part)
            if not new_weights:
                self._update.update(slice(None))

    def _views(self) -> Iterator[Layer]:
        start = 0
        for number, (units, columns) in enumerate(self._layout.sizes, start=1):
            part = slice(start, start := start + units * columns)
            weights = self._parameters[part].reshape(units, columns)
            yield Layer(
                weights,
                self._gradients[part].reshape(units, columns),
                part,
                weights[:, : self._shape.sizes[number - 1]].T,
                self._shape.biases[number - 1],
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
        count = len(layout.of_matrices)
        np.take(numbers[:count], layout.of_state, out=self._parameters)
        places = len(layout.updated)
        for row in self._update.kept.values():
            kept = np.zeros(count)
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
