"""What the picture of a network consists of: first what is written on it, then where it stands."""

from typing import Literal, NamedTuple

from bpcalc.report.drawing.geometry import Circle, PicturePoint, Rectangle, Segment
from bpcalc.report.drawing.highlighting import PicturePart
from bpcalc.report.drawing.texts import BROADER, Text, pixel_width

SIZE = 12.0
"""The size of a text where nothing else is said, in pixels."""

LINE = 16.0
"""From one row of text to the next, in pixels."""

BOLD = ("layer", "name")
"""Classes of texts that are bold."""

Role = Literal["input", "hidden", "output", "bias"]
WeightLabelStyle = Literal["named", "bare", "thick"]
"""How a weight is told: `w5 = 0.40` or `0.40` on its line, or by how thick the line is."""


class PictureRow(NamedTuple):
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
        return pixel_width(self.text, self.size) * (BROADER if self.classes in BOLD else 1)


class Label(NamedTuple):
    """What is written on a line: with symbols, and numbers alone where room is short."""

    named: tuple[PictureRow, ...]
    bare: tuple[PictureRow, ...]


class Unit(NamedTuple):
    """What is written at a unit, or at a bias that a layer shares.

    Attributes:
        name: in the circle; None where it stands above.
        numbers: in the circle, below the name.
        spare: the same numbers with their symbols, for where the circle is too small for them.
        above, under, beside: the circle.
    """

    name: PictureRow | None
    numbers: tuple[PictureRow, ...] = ()
    spare: tuple[PictureRow, ...] = ()
    above: tuple[PictureRow, ...] = ()
    under: tuple[PictureRow, ...] = ()
    beside: tuple[PictureRow, ...] = ()

    @property
    def within(self) -> tuple[PictureRow, ...]:
        """All that stands in the circle."""
        return (self.name, *self.numbers) if self.name else self.numbers


class PictureColumn(NamedTuple):
    """A layer.

    Attributes:
        head: what stands above it.
        units: numbers of the units that are drawn; None stands for those left out.
        written: what is written at them, by their numbers.
        bias: at the bias that the next layer shares, None if there is none.
    """

    head: tuple[PictureRow, ...]
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

    columns: tuple[PictureColumn, ...]
    edges: dict[PicturePart, Label]
    total: tuple[PictureRow, ...]
    notes: dict[WeightLabelStyle, tuple[Text, ...]]


def levels(count: int) -> list[float]:
    """Return how far below the middle of so many rows each of them is, in pixels.

    >>> levels(2)
    [-8.0, 8.0]
    """
    return [(number - (count - 1) / 2) * LINE for number in range(count)]


class PictureNode(NamedTuple):
    """A circle in its place."""

    part: PicturePart
    role: Role
    circle: Circle
    unit: Unit


class PictureEdge(NamedTuple):
    """A line in its place, with its label.

    Attributes:
        part: what it stands for.
        segment: from circle to circle.
        box: of its label, None if it has none.
        rows: of its label.
    """

    part: PicturePart
    segment: Segment
    box: Rectangle | None
    rows: tuple[PictureRow, ...]


class PictureArc(NamedTuple):
    """A line that leads below the layers it leaps over.

    Attributes:
        part: what it stands for.
        way: the points it passes.
        box: of its label, or of its middle.
        rows: of its label.
    """

    part: PicturePart
    way: tuple[PicturePoint, ...]
    box: Rectangle
    rows: tuple[PictureRow, ...]


class PlacedText(NamedTuple):
    """A row of text in its place.

    Attributes:
        row: the text.
        at: the middle of its height, at its middle or its start.
        part: what it belongs to, None for what belongs to the whole picture.
        anchor: whether `at` is its middle or its start.
    """

    row: PictureRow
    at: PicturePoint
    part: PicturePart | None = None
    anchor: Literal["middle", "start"] = "middle"

    @property
    def box(self) -> Rectangle:
        """The room it takes."""
        x = self.at.x + (self.row.width / 2 if self.anchor == "start" else 0)
        return Rectangle(PicturePoint(x, self.at.y), self.row.width, self.row.size * 1.15)


class PicturePlan(NamedTuple):
    """A picture with everything in its place.

    Attributes:
        width, height: of the picture.
        nodes: circles.
        edges: lines of weights.
        arcs: lines of weights that leap over a layer.
        stubs: lines of biases and to targets, each with what it belongs to.
        texts: all that stands outside the circles and beside no line.
        dots: where units are left out.
        label_style: how the weights are told.
    """

    width: float
    height: float
    nodes: list[PictureNode]
    edges: list[PictureEdge]
    arcs: list[PictureArc]
    stubs: list[tuple[PicturePart, Segment]]
    texts: list[PlacedText]
    dots: list[PicturePoint]
    label_style: WeightLabelStyle
