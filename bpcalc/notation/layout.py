"""The shape of a network, as far as names depend on it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise

from bpcalc.notation.notations import Position


@dataclass(frozen=True)
class Layout:
    """Which units there are and what they are called.

    Attributes:
        units: names of the units, layer by layer; layer 0 holds the inputs.
        shared_bias: for layer 1 and up, whether one bias serves the whole layer.
        thresholds: whether biases are thresholds, subtracted from the net input.
        descent: whether delta is -∂E/∂net (target - out), not ∂E/∂net.
    """

    units: tuple[tuple[str, ...], ...]
    shared_bias: tuple[bool, ...] = ()
    thresholds: bool = False
    descent: bool = False

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

    def weight_number(self, layer: int, unit: int, source: int) -> int:
        """Number the weights through: by receiving unit, then sending unit, layer by layer.

        >>> Layout((("i1", "i2"), ("h1", "h2"), ("o1",))).weight_number(2, 1, 2)
        6
        """
        return self.weights_before[layer - 1] + (unit - 1) * self.sizes[layer - 1] + source

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
