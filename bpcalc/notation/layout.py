"""The shape of a network, as far as names depend on it."""

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import Literal

from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key
from bpcalc.notation.notations import Position
from bpcalc.records import record


@record
class Layout:
    """Which units there are and what they are called.

    Attributes:
        units: names of the units, layer by layer; layer 0 holds the inputs.
        shared_bias: for layer 1 and up, whether one bias serves the whole layer.
        thresholds: whether biases are thresholds, subtracted from the net input.
        descent: whether delta is -∂E/∂net (target - out), not ∂E/∂net.
        graph: how they are connected; None where every unit of a layer is with all of the one
            before it.
        numbering: for layer 1 and up, whether weights are counted by receiving or by sending
            unit; () for by receiving unit everywhere.
        first_layer: the number of the first layer that calculates, where the notation counts the
            inputs as a layer: 2, or 1 as others do.
        own_names: what weights are called that have names of their own.
    """

    units: tuple[tuple[str, ...], ...]
    shared_bias: tuple[bool, ...] = ()
    thresholds: bool = False
    descent: bool = False
    graph: Graph | None = None
    numbering: tuple[Literal["to", "from"], ...] = ()
    first_layer: int = 2
    own_names: Mapping[Key, str] = field(default_factory=dict)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """The number of units of every layer, the inputs first."""
        return tuple(map(len, self.units))

    @cached_property
    def weights_before(self) -> tuple[int, ...]:
        """For every layer, how many weights lead into the layers before it."""
        return tuple(accumulate((a * b for a, b in pairwise(self.sizes)), initial=0))

    @cached_property
    def units_before(self) -> tuple[int, ...]:
        """For every layer, how many units the layers before it have."""
        return tuple(accumulate(self.sizes, initial=0))

    @cached_property
    def positions(self) -> tuple[list[Position], ...]:
        """For every layer, where it stands in the network, the most telling word first."""
        deep = len(self.units) > 3
        hidden: list[Position] = ["deep hidden", "hidden"] if deep else ["hidden"]
        output: list[Position] = ["deep output", "output"] if deep else ["output"]
        return (["input"], *[hidden] * (len(self.units) - 2), output)

    def weight_number(self, key: Key) -> int:
        """Number the weights through, layer by layer, as the drawing counts them.

        That is by receiving unit, then sending unit, or the other way round. What is not connected
        is not counted.

        >>> units = (("i1", "i2"), ("h1", "h2"), ("o1",))
        >>> Layout(units).weight_number(Key("weight", 1, 1, 2))
        2
        >>> Layout(units, numbering=("from", "to")).weight_number(Key("weight", 1, 1, 2))
        3
        """
        if self.graph is not None and not self.graph.full:
            return self._numbers[key.timeless]
        layer, unit, source = key.layer or 1, key.unit or 1, key.source or 1
        before = self.weights_before[layer - 1]
        if self.counts(layer) == "from":
            return before + (source - 1) * self.sizes[layer] + unit
        return before + (unit - 1) * self.sizes[layer - 1] + source

    def counts(self, layer: int) -> Literal["to", "from"]:
        """Return whether the weights into a layer are counted by receiving or by sending unit."""
        return self.numbering[layer - 1] if self.numbering else "to"

    @cached_property
    def _numbers(self) -> dict[Key, int]:
        """The numbers of the weights where not every unit is connected with every other one."""
        assert self.graph is not None
        ordered = sorted(self.graph.every_connection, key=self._counted)
        found: dict[Key, int] = {}
        for key in ordered:
            parameter = self.graph.parameter(key)
            found.setdefault(parameter, len(found) + 1)
        return {key: found[self.graph.parameter(key)] for key in ordered}

    def _counted(self, key: Key) -> tuple[int, int, int]:
        layer, unit, source = key.layer or 0, key.unit or 0, key.source or 0
        return (layer, source, unit) if self.counts(layer) == "from" else (layer, unit, source)

    def find(self, name: str) -> tuple[int, int] | None:
        """Return layer and unit of the unit with this name, if there is one."""
        return self._places.get(name)

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        numbered = (
            [(name, (layer, unit)) for unit, name in enumerate(names, start=1)]
            for layer, names in enumerate(self.units)
        )
        return dict(chain.from_iterable(numbered))


def default_units(sizes: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """Name the units i1…, h1…, o1…; with several hidden layers h1_1…, h2_1….

    >>> default_units((2, 1, 2, 1))
    (('i1', 'i2'), ('h1_1',), ('h2_1', 'h2_2'), ('o1',))
    """
    last = len(sizes) - 1
    letters = ["i", *(f"h{layer}_" for layer in range(1, last)), "o"]
    if last == 2:
        letters[1] = "h"
    return tuple(
        tuple(f"{letter}{unit}" for unit in range(1, size + 1))
        for letter, size in zip(letters, sizes, strict=True)
    )
