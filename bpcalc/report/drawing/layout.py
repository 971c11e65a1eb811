"""What the picture of a network consists of: first what is written on it, then where it stands."""

from typing import Literal, NamedTuple

from bpcalc.report.drawing.geometry import Box, Circle, Point, Segment
from bpcalc.report.drawing.lighting import Part
from bpcalc.report.drawing.texts import BROADER, Text, width_of

SIZE = 12.0
"""The size of a text where nothing else is said, in pixels."""

LINE = 16.0
"""From one row of text to the next, in pixels."""

BOLD = ("layer", "name")
"""Classes of texts that are bold."""

Role = Literal["input", "hidden", "output", "bias"]
Dress = Literal["named", "bare", "thick"]
"""How a weight is told: `w5 = 0.40` or `0.40` on its line, or by how thick the line is."""


class Row(NamedTuple):
    """A row of text.

    Attributes:
        text: what it says.
        classes: by which a style sheet finds it.
        size: of the text, in pixels.
    """

    text: Text
    classes: str
    size: float = SIZE

    @property
    def width(self) -> float:
        """The room it takes."""
        return width_of(self.text, self.size) * (BROADER if self.classes in BOLD else 1)


class Label(NamedTuple):
    """What is written on a line: with symbols, and numbers alone where room is short."""

    named: tuple[Row, ...]
    bare: tuple[Row, ...]


class Unit(NamedTuple):
    """What is written at a unit, or at a bias that a layer shares.

    Attributes:
        name: in the circle; None where it stands above.
        numbers: in the circle, below the name.
        spare: the same numbers with their symbols, for where the circle is too small for them.
        above, under, beside: the circle.
    """

    name: Row | None
    numbers: tuple[Row, ...] = ()
    spare: tuple[Row, ...] = ()
    above: tuple[Row, ...] = ()
    under: tuple[Row, ...] = ()
    beside: tuple[Row, ...] = ()

    @property
    def within(self) -> tuple[Row, ...]:
        """All that stands in the circle."""
        return (self.name, *self.numbers) if self.name else self.numbers


class Column(NamedTuple):
    """A layer.

    Attributes:
        head: what stands above it.
        units: numbers of the units that are drawn; None stands for those left out.
        written: what is written at them, by their numbers.
        bias: at the bias that the next layer shares, None if there is none.
    """

    head: tuple[Row, ...]
    units: tuple[int | None, ...]
    written: dict[int, Unit]
    bias: Unit | None = None


class Content(NamedTuple):
    """All that is to be drawn.

    Attributes:
        columns: the layers, the inputs first.
        edges: what is written on every line that is drawn.
        total: below all that is beside the outputs.
        notes: below the picture, as it depends on how weights are told.
    """

    columns: tuple[Column, ...]
    edges: dict[Part, Label]
    total: tuple[Row, ...]
    notes: dict[Dress, tuple[Text, ...]]


def levels(count: int) -> list[float]:
    """Return how far below the middle of so many rows each of them is, in pixels.

    >>> levels(2)
    [-8.0, 8.0]
    """
    return [(number - (count - 1) / 2) * LINE for number in range(count)]


class Node(NamedTuple):
    """A circle in its place."""

    part: Part
    role: Role
    circle: Circle
    unit: Unit


class Edge(NamedTuple):
    """A line in its place, with its label.

    Attributes:
        part: what it stands for.
        segment: from circle to circle.
        box: of its label, None if it has none.
        rows: of its label.
    """

    part: Part
    segment: Segment
    box: Box | None
    rows: tuple[Row, ...]


class Standing(NamedTuple):
    """A row of text in its place.

    Attributes:
        row: the text.
        at: the middle of its height, at its middle or its start.
        part: what it belongs to, None for what belongs to the whole picture.
        anchor: whether `at` is its middle or its start.
    """

    row: Row
    at: Point
    part: Part | None = None
    anchor: Literal["middle", "start"] = "middle"

    @property
    def box(self) -> Box:
        """The room it takes."""
        x = self.at.x + (self.row.width / 2 if self.anchor == "start" else 0)
        return Box(Point(x, self.at.y), self.row.width, self.row.size * 1.15)


class Plan(NamedTuple):
    """A picture with everything in its place.

    Attributes:
        width, height: of the picture.
        nodes: circles.
        edges: lines of weights.
        stubs: lines of biases and to targets, each with what it belongs to.
        texts: all that stands outside the circles and beside no line.
        dots: where units are left out.
        dress: how the weights are told.
    """

    width: float
    height: float
    nodes: list[Node]
    edges: list[Edge]
    stubs: list[tuple[Part, Segment]]
    texts: list[Standing]
    dots: list[Point]
    dress: Dress
