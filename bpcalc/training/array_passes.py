"""Forward and backward passes of the engine in NumPy, through one layer after the other."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from bpcalc.calc.shape import BiasLayout, Shape
from bpcalc.maths.activations import Activation
from bpcalc.maths.expr import Ref
from bpcalc.maths.learning_rules import LearningRule
from bpcalc.training.array_algebra import (
    NET_KEY,
    OUT_KEY,
    TARGET_KEY,
    ArrayAlgebra,
    FoldedLayer,
    folded_activation,
    folded_loss,
)
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
from bpcalc.training.array_layout import MatrixLayout
from bpcalc.training.array_norms import NormBuffers
from bpcalc.training.engine_limits import is_written_activation, is_written_loss
from bpcalc.training.epoch_lines import divisors


class Layer(NamedTuple):
    """What all passes share of a layer.

    Attributes:
        weights: with the biases as last column, shape (units, sources + 1), or (units,
            sources) without biases.
        gradients: of the same shape.
        part: where its weights stand among all, in one row.
        back: the weights without the biases, transposed: shape (sources, units).
        biases: as in `Shape`.
        gains, gain_gradients: γ and β of its units, and their gradients, shape (2, units); (0,
            units) where it is not normalised.
    """

    weights: Array
    gradients: Array
    part: slice
    back: Array
    biases: BiasLayout
    gains: Array
    gain_gradients: Array


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
        self._norms = [
            NormBuffers(norm, layer.gains, layer.gain_gradients, many=samples is not None)
            if norm
            else None
            for norm, layer in zip(shape.norms or [None] * shape.last, layers, strict=True)
        ]
        self._functions = [array_activation(activation) for activation in shape.activations[:-1]]
        output, self._measure = array_outputs(shape)
        self._functions.append(_taking_down(output) if shape.rule else output)
        self._output_deltas = _output_deltas(shape, self._measure)
        self._factor = self._measure.factor(shape.sizes[-1])

    def forward(self, inputs: Array) -> None:
        """Set the outputs of every layer; inputs has shape (inputs + 1,) or (inputs + 1, samples).

        Without biases in the first layer, its shape is (inputs,) or (inputs, samples).
        """
        below = inputs
        for place, (layer, units) in enumerate(zip(self._layers, self.units, strict=True)):
            np.dot(layer.weights, below, units.net)
            self._give(place, units)
            below = units.given

    def _give(self, place: int, units: Units) -> None:
        """Set the outputs of a layer from its net inputs."""
        if norm := self._norms[place]:
            norm.forward(units.net)
        self._functions[place].value(units)
        units.give()

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
            below.take_back()
            self._functions[place - 1].slope(below)
        self._gradients(0, inputs)
        yield self._layers[0]

    def _gradients(self, place: int, below: Array) -> None:
        layer = self._layers[place]
        self._products(place, below)
        if layer.biases != "none" and self._frozen:
            layer.gradients[:, -1] = 0.0
        elif layer.biases == "shared":
            layer.gradients[:, -1] = np.add.reduce(layer.gradients[:, -1])

    def _products(self, place: int, below: Array) -> None:
        """Set the gradients to every delta times everything that the layer takes in."""
        layer, delta = self._layers[place], self.units[place].delta
        if norm := self._norms[place]:
            norm.back(delta)
        if self._columns:
            np.dot(delta, below.T, layer.gradients)
        else:
            np.multiply(delta[:, None], below, layer.gradients)
        if norm and layer.biases != "none" and norm.drops(layer.biases):
            layer.gradients[:, -1] = 0.0  # not what floats leave of it

    def _room(self, shape: Shape, layer: int) -> Array:
        """Return the array for the outputs of a layer, with the 1 of the next one's biases."""
        biased = layer < shape.last and shape.biases[layer] != "none"
        return np.full((shape.sizes[layer] + biased, *self._columns), self._one)

    def _units(self, shape: Shape, layer: int) -> Units:
        units = Units(shape.sizes[layer], self._room(shape, layer), self._columns)
        units.parameter = np.array(float(shape.activation(layer).parameter or 0.0))
        if dropout := shape.dropped(layer):
            keep = float(dropout.keep.value) if dropout.inverted else 1.0
            units.drop(np.array([float(bit.value) for bit in dropout.mask]) / keep)
        return units


class DrawnBuffers(LayerBuffers):
    """The passes through a network with missing, leaping or shared connections.

    All units stand below one another in one array, so that a layer takes in a part of its rows,
    and what comes back to the units is added up in another one.
    """

    def __init__(
        self,
        shape: Shape,
        layers: list[Layer],
        samples: int | None,
        layout: MatrixLayout,
        gradients: Array,
    ) -> None:
        """Make room for so many samples; None for one, in vectors.

        Args:
            shape: of the exercise.
            layers: its matrices.
            samples: how many.
            layout: of the matrices.
            gradients: of all matrices, in one row.
        """
        self._layout = layout
        columns = () if samples is None else (samples,)
        self._given = np.full((layout.height, *columns), -1.0 if shape.thresholds else 1.0)
        self._back = np.empty_like(self._given)
        self._all_gradients = gradients
        self._fixed = np.setdiff1d(np.arange(layout.count + 1), layout.updated)
        self._by_layers = shape.hidden_deltas_use == "new_weights"
        super().__init__(shape, layers, samples)

    def forward(self, inputs: Array) -> None:
        """Set the outputs of every layer; inputs as in `LayerBuffers`."""
        self._given[: len(inputs)] = inputs
        for place, layer in enumerate(self._layers):
            units = self.units[place]
            np.dot(layer.weights, self._given[self._layout.below[place]], units.net)
            self._give(place, units)

    def backward(self, inputs: Array, targets: Targets, rate: Array) -> Iterator[Layer]:
        """Set the gradients, times the rate, and yield each layer.

        Where hidden deltas use new weights, a layer is yielded as soon as it has its gradients;
        otherwise all are at the end, since a weight may stand in several layers.
        """
        units = self.units[-1]
        self._output_deltas(units, targets, self._functions[-1])
        np.multiply(units.delta, rate, units.delta)
        self._back.fill(0.0)
        for place in range(len(self.units) - 1, -1, -1):
            layer, below, units = self._layers[place], self._layout.below[place], self.units[place]
            if units is not self.units[-1]:
                np.copyto(units.delta, self._back[self._layout.rows[place + 1]])
                units.take_back()
                self._functions[place].slope(units)
            self._products(place, self._given[below])
            if self._by_layers:
                self._pool(layer.part)
                yield layer
            if place:
                self._back[below] += np.dot(layer.weights.T, units.delta)
        if not self._by_layers:
            self._pool(slice(None))
            yield from reversed(self._layers)

    def _pool(self, part: slice) -> None:
        """Give every entry the gradient of its parameter, the sum over all its connections.

        No connection has none, and neither has a bias that is not updated.
        """
        places = self._layout.of_state[part]
        sums = np.bincount(places, self._all_gradients[part], self._layout.count + 1)
        sums[self._fixed] = 0.0
        np.take(sums, places, out=self._all_gradients[part])

    def _room(self, shape: Shape, layer: int) -> Array:
        return self._given[self._layout.rows[layer]]


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


def _by_rule(rule: LearningRule) -> Callable[[Units, Targets, ArrayActivation], None]:
    """Return what sets delta to that of a learning rule, with the sign of a gradient."""
    descent = rule.descent(Ref(TARGET_KEY), Ref(OUT_KEY), Ref(NET_KEY))

    def deltas(units: Units, targets: Targets, function: ArrayActivation) -> None:
        known = {TARGET_KEY: targets.numbers, OUT_KEY: units.out, NET_KEY: units.taken}
        np.negative(descent.fold(ArrayAlgebra(known)), out=units.delta)

    return deltas


def _taking_down(function: ArrayActivation) -> ArrayActivation:
    """Return the activation that keeps the net inputs, of which some make something else."""

    def value(units: Units) -> None:
        units.taken = units.net.copy()
        function.value(units)

    return function._replace(value=value)


def _output_deltas(
    shape: Shape, measure: ArrayLoss
) -> Callable[[Units, Targets, ArrayActivation], None]:
    """Return what sets the deltas of the output layer."""
    if shape.rule:
        return _by_rule(shape.rule)
    if measure.slope is None:  # both are written by hand
        simplified = OUTPUT_DELTAS.get((shape.loss.name, shape.activations[-1].name))
        if simplified is not None:
            return simplified
    error_slope = measure.slope or miss

    def chain(units: Units, targets: Targets, function: ArrayActivation) -> None:
        error_slope(units, targets, function)
        function.slope(units)

    return chain
