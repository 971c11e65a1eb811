"""Where the layers and their units stand on the picture of a network."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from bpcalc.report.drawing.arcs import Leaps
from bpcalc.report.drawing.circle_sizes import radius_of
from bpcalc.report.drawing.geometry import Circle, PicturePoint
from bpcalc.report.drawing.highlighting import PicturePart, bias_part, unit_part
from bpcalc.report.drawing.picture_model import (
    LINE,
    Content,
    PictureNode,
    PictureRow,
    Role,
    WeightLabelStyle,
)

# All measures are in pixels.

BIAS_RADIUS = 17.0

APART = 16.0
"""What stays free between two units of a layer."""

PICTURE_MARGIN = 16.0
"""What stays free at the border of the picture."""

STUB = 10.0
"""The line from a unit to its own bias above it, or to the target beside it; where its name is
above it, what that needs more than another row."""

LEAST_GAP = 190.0
"""From one layer to the next."""

STEEPEST: dict[WeightLabelStyle, float] = {"named": 1.6, "bare": 1.6, "thick": 2.4}
"""How many pixels a line goes down at most while it goes one across."""

SPREAD = 2.0
"""How much farther apart than need be the units of a small layer stand beside a large one."""


class Attempt(NamedTuple):
    """A way to find room for the labels.

    Attributes:
        label_style: what they say.
        wider, higher: how much more room there is than the least that is needed.
    """

    label_style: WeightLabelStyle
    wider: float = 1.0
    higher: float = 1.0


class UnitPlaces:
    """Columns of circles, with the room between them that their lines and texts need."""

    def __init__(
        self,
        content: Content,
        radius: float,
        attempt: Attempt,
        labels: Mapping[PicturePart, tuple[PictureRow, ...]],
        leaps: Leaps,
    ) -> None:
        """Take the measures.

        Args:
            content: what is drawn.
            radius: of the circles of units.
            attempt: how much room there is.
            labels: what is written on the lines of weights.
            leaps: the lines that leap over layers.
        """
        self._columns = content.columns
        self._radius = radius
        self._attempt = attempt
        self._widths = [0.0] * len(content.columns)
        for part, rows in labels.items():
            if part[0] == "edge" and part[1] is not None:
                widths = (row.width for row in rows)
                self._widths[part[1]] = max([self._widths[part[1]], *widths])
        self._leaps = leaps

    # Across

    @cached_property
    def across(self) -> list[float]:
        """The middle of every layer."""
        found = [PICTURE_MARGIN + self._half(0)]
        for layer in range(1, len(self._columns)):
            found.append(found[-1] + self._gap(layer))
        return found

    def _half(self, layer: int) -> float:
        """Return how far a layer and its texts reach to each side."""
        return max([self.reach(layer), *(row.width / 2 for row in self._columns[layer].head)])

    def reach(self, layer: int) -> float:
        """Return how far the units of a layer and the texts at them reach to each side."""
        column = self._columns[layer]
        units = [*column.written.values(), *([column.bias] if column.bias else [])]
        rows = [row for unit in units for row in (*unit.above, *unit.under)]
        return max([self._radius, *(row.width / 2 for row in rows)])

    def _gap(self, layer: int) -> float:
        """Return the way from the layer before to this one."""
        apart = self._half(layer - 1) + self._half(layer) + APART
        label = 2 * self._radius + self._widths[layer] * 1.3 + 40
        # The steepest line leads from the first unit of one layer to the last of the other.
        down = -self.offsets(layer - 1)[0] - self.offsets(layer)[0]
        least = max(LEAST_GAP, apart, label, down / STEEPEST[self._attempt.label_style])
        return least * self._attempt.wider + self._leaps.room(layer)

    # Down

    @cached_property
    def _above(self) -> list[float]:
        """How far the units of every layer reach above their middle."""
        return [
            self._radius
            + max(
                len(unit.above) * LINE + (STUB if unit.above else 0)
                for unit in column.written.values()
            )
            for column in self._columns
        ]

    @cached_property
    def below(self) -> list[float]:
        """How far the units of every layer reach below their middle."""
        return [
            self._radius
            + max(
                max(len(unit.under) * LINE, (len(unit.beside) - 1) / 2 * LINE - self._radius)
                for unit in column.written.values()
            )
            for column in self._columns
        ]

    @cached_property
    def _pitches(self) -> list[float]:
        """From one unit of a layer to the next."""
        least = [
            (above + below + APART) * self._attempt.higher
            for above, below in zip(self._above, self.below, strict=True)
        ]
        sizes = [len(column.units) for column in self._columns]
        whole = max(size * pitch for size, pitch in zip(sizes, least, strict=True))
        return [
            max(pitch, min(whole / size, SPREAD * pitch))
            for size, pitch in zip(sizes, least, strict=True)
        ]

    def offsets(self, layer: int) -> list[float]:
        """Return how far below the middle of the picture the units of a layer are."""
        size = len(self._columns[layer].units)
        return [(n - (size - 1) / 2) * self._pitches[layer] for n in range(size)]

    @cached_property
    def middle(self) -> float:
        """How far down the middle of all layers is."""
        rows = max(len(column.head) for column in self._columns)
        reach = max(above - self.offsets(layer)[0] for layer, above in enumerate(self._above))
        return PICTURE_MARGIN + rows * LINE + APART + reach

    @cached_property
    def bottom(self) -> float:
        """The lower end of the units."""
        reach = max(below + self.offsets(n)[-1] for n, below in enumerate(self.below))
        return self.middle + reach

    # Circles

    @cached_property
    def nodes(self) -> list[PictureNode]:
        """The circles of units, and of biases that layers share."""
        return [*self._units(), *self._biases()]

    def _units(self) -> Iterator[PictureNode]:
        for layer, column in enumerate(self._columns):
            role: Role = (
                "output" if layer == len(self._columns) - 1 else "hidden" if layer else "input"
            )
            for unit, down in zip(column.units, self.offsets(layer), strict=True):
                if unit is not None:
                    centre = PicturePoint(self.across[layer], self.middle + down)
                    yield PictureNode(
                        unit_part(layer, unit),
                        role,
                        Circle(centre, self._radius),
                        column.written[unit],
                    )

    def _biases(self) -> Iterator[PictureNode]:
        for layer, column in enumerate(self._columns):
            if column.bias:
                radius = max(BIAS_RADIUS, radius_of(column.bias.within))
                centre = PicturePoint(self.across[layer], self.bottom + APART / 2 + radius)
                yield PictureNode(
                    bias_part(layer + 1, None), "bias", Circle(centre, radius), column.bias
                )

    def dots(self) -> Iterator[PicturePoint]:
        """Yield where units are left out."""
        for layer, column in enumerate(self._columns):
            for unit, down in zip(column.units, self.offsets(layer), strict=True):
                if unit is None:
                    yield PicturePoint(self.across[layer], self.middle + down)
