"""Which quantities stand for the weights and biases at one moment of the calculation."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bpcalc.calc.shape import Shape
from bpcalc.maths.expr import Ref
from bpcalc.maths.keys import Key


class Moment(NamedTuple):
    """One update: from which sample (None: from the whole batch), in which epoch."""

    sample: int | None
    epoch: int


class WeightsInForce:
    """The weights and biases in force, as leaves of formulas.

    Attributes:
        weights: by layer (0 is the first one that calculates), unit, source.
        biases: by layer; a shared bias is a list of one; [] where a layer has none.
    """

    def __init__(
        self,
        shape: Shape,
        weight: Callable[[int, int, int], Key],
        bias: Callable[[int, int | None], Key],
    ) -> None:
        """Name every weight by `weight(layer, unit, source)`, every bias by `bias(layer, unit)`."""
        layers = range(1, shape.last + 1)
        self.weights = [
            [
                [Ref(weight(layer, unit, source)) for source in shape.units(layer - 1)]
                for unit in shape.units(layer)
            ]
            for layer in layers
        ]
        self.biases = [
            [Ref(bias(layer, unit)) for unit in shape.bias_units(layer)] for layer in layers
        ]

    def bias(self, layer: int, unit: int) -> Ref | None:
        """Return the bias of a unit, counted from 1; None if it has none."""
        biases = self.biases[layer - 1]
        if not biases:
            return None
        return biases[0] if len(biases) == 1 else biases[unit - 1]

    def __iter__(self) -> Iterator[Ref]:
        """Iterate over all of them, layer by layer, the weights first."""
        for weights, biases in zip(self.weights, self.biases, strict=True):
            for row in weights:
                yield from row
            yield from biases


def at_start(shape: Shape, moment: Moment, first: Moment) -> WeightsInForce:
    """Return the parameters with which a step starts; biases that stay fixed are the given ones."""
    held = moment if shape.update_biases else first
    return WeightsInForce(
        shape,
        lambda layer, unit, source: Key("weight", layer, unit, source, *moment),
        lambda layer, unit: Key("bias", layer, unit, None, *held),
    )


def after(shape: Shape, moment: Moment, first: Moment) -> WeightsInForce:
    """Return the parameters as an update left them."""

    def bias(layer: int, unit: int | None) -> Key:
        if shape.update_biases:
            return Key("new_bias", layer, unit, None, *moment)
        return Key("bias", layer, unit, None, *first)

    return WeightsInForce(
        shape, lambda layer, unit, source: Key("new_weight", layer, unit, source, *moment), bias
    )
