"""Which quantities stand for the weights and biases at one moment of the calculation."""

from collections.abc import Callable, Iterator

from bpcalc.calc.shape import Shape
from bpcalc.maths.expr import Ref
from bpcalc.maths.keys import Key, Moment
from bpcalc.maths.kinds import fellow


class WeightsInForce:
    """The weights and biases in force, as leaves of formulas.

    Iterating yields the leaves in the order of the parameters.
    """

    def __init__(self, shape: Shape, named: Callable[[Key], Key]) -> None:
        """Name every weight and bias of the graph by `named(parameter)`."""
        graph = shape.graph
        self._leaves = {
            parameter: Ref(named(parameter))
            for layer in graph.layers
            for parameter in graph.parameters(layer)
        }

    def __getitem__(self, parameter: Key) -> Ref:
        """Return the leaf of a weight or bias of the graph."""
        return self._leaves[parameter]

    def __iter__(self) -> Iterator[Ref]:
        """Iterate over all of them."""
        return iter(self._leaves.values())


def at_start(shape: Shape, moment: Moment, first: Moment) -> WeightsInForce:
    """Return the parameters with which a step starts; biases that stay fixed are the given ones."""
    held = moment if shape.update_biases else first

    def named(parameter: Key) -> Key:
        return parameter.turned(parameter.kind, *(held if parameter.kind == "bias" else moment))

    return WeightsInForce(shape, named)


def after(shape: Shape, moment: Moment, first: Moment) -> WeightsInForce:
    """Return the parameters as an update left them."""

    def named(parameter: Key) -> Key:
        if parameter.kind == "bias" and not shape.update_biases:
            return parameter.turned("bias", *first)
        return parameter.turned(fellow(parameter.kind, "new"), *moment)

    return WeightsInForce(shape, named)
