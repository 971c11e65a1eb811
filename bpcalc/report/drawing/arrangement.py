"""Puts what is written on the picture of a network in its place."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from math import ceil, hypot
from typing import NamedTuple

from bpcalc.locale.folding import folded
from bpcalc.report.drawing.arcs import arcs_below
from bpcalc.report.drawing.circle_sizes import fitted, radius_of
from bpcalc.report.drawing.geometry import Circle, PicturePoint, Rectangle, Segment
from bpcalc.report.drawing.highlighting import TOTAL, PicturePart, bias_part, target_part, unit_part
from bpcalc.report.drawing.labels import LabelledLine, Surroundings, placed
from bpcalc.report.drawing.picture_model import (
    BOLD,
    LINE,
    SIZE,
    Content,
    PictureEdge,
    PictureNode,
    PicturePlan,
    PictureRow,
    PlacedText,
    Role,
    WeightLabelStyle,
    levels,
)
from bpcalc.report.drawing.texts import Text, pixel_width, plain_text

# All measures are in pixels.

BIAS_RADIUS = 17.0

APART = 16.0
"""What stays free between two units of a layer."""

PICTURE_MARGIN = 16.0
"""What stays free at the border of the picture."""

STUB = 10.0
"""The line from a unit to its own bias above it, or to the target beside it; where its name is
above it, what that needs more than another row."""

RULE = 80.0
"""The line under the errors, above their sum."""

LEAST_GAP = 190.0
"""From one layer to the next."""

STEEPEST: dict[WeightLabelStyle, float] = {"named": 1.6, "bare": 1.6, "thick": 2.4}
"""How many pixels a line goes down at most while it goes one across."""

SPREAD = 2.0
"""How much farther apart than need be the units of a small layer stand beside a large one."""

MOST_LABELS = 48
"""Lines between two layers up to which it is tried to label them."""


class Attempt(NamedTuple):
    """A way to find room for the labels.

    Attributes:
        label_style: what they say.
        wider, higher: how much more room there is than the least that is needed.
    """

    label_style: WeightLabelStyle
    wider: float = 1.0
    higher: float = 1.0


ATTEMPTS = (
    Attempt("named"),
    Attempt("named", 1.2, 1.1),
    Attempt("bare"),
    Attempt("bare", 1.25, 1.1),
    Attempt("bare", 1.5, 1.3),
    Attempt("bare", 1.8, 1.6),
)
"""The ways in the order in which they are tried: small and telling before large and terse."""


def arranged(content: Content) -> PicturePlan:
    """Return the picture with everything in its place.

    No two labels overlap, and none overlaps a circle. Where the lines are too many for labels,
    their thickness takes their place.
    """
    content, radius = fitted(content)
    labelled = Counter(part[1] for part, label in content.edges.items() if label.named)
    if all(count <= MOST_LABELS for count in labelled.values()):
        for attempt in ATTEMPTS:
            plan = _Arrangement(content, radius, attempt).plan()
            if plan is not None:
                return plan
    plan = _Arrangement(content, radius, Attempt("thick")).plan()
    assert plan is not None  # there is no label that might find no place
    return plan


class _Arrangement:
    """One attempt."""

    def __init__(self, content: Content, radius: float, attempt: Attempt) -> None:
        self._content = content
        self._columns = content.columns
        self._radius = radius
        self._attempt = attempt

    def plan(self) -> PicturePlan | None:
        """Return the picture, None if some label finds no place."""
        nodes = self._nodes
        texts = [*self._heads(), *self._at_units(), *self._totals()]
        edges: list[PictureEdge] = []
        for layer in range(1, len(self._columns)):
            found = self._edges(layer, [text for text in texts if text.part])
            if found is None:
                return None
            edges += found
        arcs = arcs_below(self._leaps(), nodes, [text.box for text in texts if text.part])
        notes = self._notes(texts, [arc.box for arc in arcs])
        boxes = [*(text.box for text in (*texts, *notes)), *(arc.box for arc in arcs)]
        return PicturePlan(
            width=max(box.centre.x + box.width / 2 for box in (*boxes, *self._round))
            + PICTURE_MARGIN,
            height=max(box.centre.y + box.height / 2 for box in (*boxes, *self._round))
            + PICTURE_MARGIN,
            nodes=nodes,
            edges=edges,
            arcs=arcs,
            stubs=list(self._stubs()),
            texts=[*texts, *notes],
            dots=list(self._dots()),
            label_style=self._attempt.label_style,
        )

    @property
    def _round(self) -> list[Rectangle]:
        """The squares around the circles."""
        return [
            Rectangle(node.circle.centre, 2 * node.circle.radius, 2 * node.circle.radius)
            for node in self._nodes
        ]

    @property
    def _last(self) -> int:
        return len(self._columns) - 1

    # Across

    @cached_property
    def _across(self) -> list[float]:
        """The middle of every layer."""
        found = [PICTURE_MARGIN + self._half(0)]
        for layer in range(1, len(self._columns)):
            found.append(found[-1] + self._gap(layer))
        return found

    def _half(self, layer: int) -> float:
        """Return how far a layer and its texts reach to each side."""
        column = self._columns[layer]
        units = [*column.written.values(), *([column.bias] if column.bias else [])]
        rows = [row for unit in units for row in (*unit.above, *unit.under)]
        return max(self._radius, *(row.width / 2 for row in (*column.head, *rows)))

    def _gap(self, layer: int) -> float:
        """Return the way from the layer before to this one."""
        widest = max((row.width for rows in self._labels(layer) for row in rows), default=0.0)
        apart = self._half(layer - 1) + self._half(layer) + APART
        label = 2 * self._radius + widest * 1.3 + 40
        # The steepest line leads from the first unit of one layer to the last of the other.
        down = -self._offsets(layer - 1)[0] - self._offsets(layer)[0]
        return (
            max(LEAST_GAP, apart, label, down / STEEPEST[self._attempt.label_style])
            * self._attempt.wider
        )

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
    def _below(self) -> list[float]:
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
            for above, below in zip(self._above, self._below, strict=True)
        ]
        sizes = [len(column.units) for column in self._columns]
        whole = max(size * pitch for size, pitch in zip(sizes, least, strict=True))
        return [
            max(pitch, min(whole / size, SPREAD * pitch))
            for size, pitch in zip(sizes, least, strict=True)
        ]

    def _offsets(self, layer: int) -> list[float]:
        """Return how far below the middle of the picture the units of a layer are."""
        size = len(self._columns[layer].units)
        return [(n - (size - 1) / 2) * self._pitches[layer] for n in range(size)]

    @cached_property
    def _middle(self) -> float:
        rows = max(len(column.head) for column in self._columns)
        reach = max(above - self._offsets(layer)[0] for layer, above in enumerate(self._above))
        return PICTURE_MARGIN + rows * LINE + APART + reach

    @cached_property
    def _bottom(self) -> float:
        """The lower end of the units."""
        reach = max(below + self._offsets(n)[-1] for n, below in enumerate(self._below))
        return self._middle + reach

    # Circles

    @cached_property
    def _nodes(self) -> list[PictureNode]:
        return [*self._units(), *self._biases()]

    def _units(self) -> Iterator[PictureNode]:
        for layer, column in enumerate(self._columns):
            role: Role = "output" if layer == self._last else "hidden" if layer else "input"
            for unit, down in zip(column.units, self._offsets(layer), strict=True):
                if unit is not None:
                    centre = PicturePoint(self._across[layer], self._middle + down)
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
                centre = PicturePoint(self._across[layer], self._bottom + APART / 2 + radius)
                yield PictureNode(
                    bias_part(layer + 1, None), "bias", Circle(centre, radius), column.bias
                )

    def _dots(self) -> Iterator[PicturePoint]:
        """Yield where units are left out."""
        for layer, column in enumerate(self._columns):
            for unit, down in zip(column.units, self._offsets(layer), strict=True):
                if unit is None:
                    yield PicturePoint(self._across[layer], self._middle + down)

    # Texts

    def _heads(self) -> Iterator[PlacedText]:
        for layer, column in enumerate(self._columns):
            for number, row in enumerate(column.head):
                yield PlacedText(
                    row, PicturePoint(self._across[layer], PICTURE_MARGIN + (number + 0.5) * LINE)
                )

    def _at_units(self) -> Iterator[PlacedText]:
        for node in self._nodes:
            (x, y), radius = node.circle
            top = y - radius - STUB - (len(node.unit.above) - 0.5) * LINE
            for number, row in enumerate(node.unit.above):
                # A name above a circle has no line to it, and is larger than the biases over it.
                named = row.classes in BOLD
                part = node.part if named else bias_part(node.part[1] or 0, node.part[2])
                at = PicturePoint(x, top + number * LINE + (STUB * 0.6 if named else 0))
                yield PlacedText(row, at, part)
            for number, row in enumerate(node.unit.under):
                yield PlacedText(
                    row, PicturePoint(x, y + radius + (number + 0.6) * LINE), node.part
                )
            for row, down in zip(node.unit.beside, levels(len(node.unit.beside)), strict=True):
                at = PicturePoint(x + radius + STUB + 5, y + down)
                yield PlacedText(row, at, target_part(node.part[2] or 0), "start")

    def _totals(self) -> Iterator[PlacedText]:
        x = self._across[-1] + self._radius + STUB + 5
        y = self._middle + self._offsets(self._last)[-1] + self._below[-1] + LINE * 1.3
        for number, row in enumerate(self._content.total):
            yield PlacedText(row, PicturePoint(x, y + number * LINE), TOTAL, "start")

    def _notes(self, texts: list[PlacedText], arcs: list[Rectangle]) -> list[PlacedText]:
        """Return what stands below the whole picture."""
        boxes = [*self._round, *(text.box for text in texts), *arcs]
        low = max(box.centre.y + box.height / 2 for box in boxes) + LINE
        width = max(box.centre.x + box.width / 2 for box in boxes) - PICTURE_MARGIN
        rows = (
            row
            for text in self._content.notes.get(self._attempt.label_style, ())
            for row in _lines(text, width)
        )
        return [
            PlacedText(
                row, PicturePoint(PICTURE_MARGIN, low + (number + 0.5) * LINE), None, "start"
            )
            for number, row in enumerate(rows)
        ]

    # Lines

    def _stubs(self) -> Iterator[tuple[PicturePart, Segment]]:
        """Yield the lines of biases, to targets, and above the total."""
        for node in self._nodes:
            (x, y), radius = node.circle
            _, layer, unit, _ = node.part
            if node.role == "bias":
                for other in self._nodes:
                    if other.part[:2] == ("unit", layer):
                        yield node.part, _between(node.circle, other.circle)
            elif node.unit.above and node.unit.name:
                top = PicturePoint(x, y - radius - STUB)
                yield bias_part(layer or 0, unit), Segment(top, PicturePoint(x, y - radius))
            if node.unit.beside:
                end = PicturePoint(x + radius + STUB, y)
                yield target_part(unit or 0), Segment(PicturePoint(x + radius, y), end)
        for total in self._totals():
            (x, y) = total.at
            end = PicturePoint(x + max(total.row.width, RULE), y - LINE * 0.75)
            yield TOTAL, Segment(PicturePoint(x, y - LINE * 0.75), end)

    def _labels(self, layer: int) -> Iterator[tuple[PictureRow, ...]]:
        """Yield the labels of the lines into a layer."""
        label_style = self._attempt.label_style
        for part, label in self._content.edges.items():
            if part[0] == "edge" and part[1] == layer:
                yield {"named": label.named, "bare": label.bare, "thick": ()}[label_style]

    def _leaps(self) -> dict[PicturePart, tuple[PictureRow, ...]]:
        """Return the labels of the lines that leap over a layer."""
        label_style = self._attempt.label_style
        return {
            part: {"named": label.named, "bare": label.bare, "thick": ()}[label_style]
            for part, label in self._content.edges.items()
            if part[0] != "edge"
        }

    def _edges(self, layer: int, texts: list[PlacedText]) -> list[PictureEdge] | None:
        """Return the lines into a layer, None if some label finds no place."""
        circles = {node.part: node.circle for node in self._nodes}
        parts = [part for part in self._content.edges if part[:2] == ("edge", layer)]
        segments = [
            _between(
                circles[unit_part(layer - 1, source or 0)], circles[unit_part(layer, unit or 0)]
            )
            for _, _, unit, source in parts
        ]
        labels = list(self._labels(layer))
        lines = [
            LabelledLine(segment, max(row.width for row in rows), len(rows) * LINE - 1)
            for segment, rows in zip(segments, labels, strict=True)
            if rows
        ]
        found = placed(lines, self._surroundings(layer, texts, segments))
        if found is None:
            return None
        boxes = iter(found)
        return [
            PictureEdge(part, segment, next(boxes) if rows else None, rows)
            for part, segment, rows in zip(parts, segments, labels, strict=True)
        ]

    def _surroundings(
        self, layer: int, texts: list[PlacedText], segments: list[Segment]
    ) -> Surroundings:
        start, end = self._across[layer - 1], self._across[layer]
        biases = [seg for part, seg in self._stubs() if part == bias_part(layer, None)]
        return Surroundings(
            [n.circle for n in self._nodes if start <= n.circle.centre.x <= end],
            [text.box for text in texts if start <= text.at.x <= end],
            [*segments, *biases],
        )


def _lines(text: Text, width: float) -> Iterator[PictureRow]:
    """Yield a text in as many rows as it needs; one that is more than words stays in one."""
    if len(text) > 1:
        yield PictureRow(text, "note")
        return

    def measure(words: str) -> int:
        return ceil(pixel_width(plain_text(words), SIZE))

    for line in folded(text[0].text, int(width), measure):
        yield PictureRow(plain_text(line), "note")


def _between(one: Circle, other: Circle) -> Segment:
    """Return the line from one circle to another."""
    (x, y), (across, down) = one.centre, other.centre
    length = hypot(across - x, down - y)
    right, low = (across - x) / length, (down - y) / length
    return Segment(
        PicturePoint(x + right * one.radius, y + low * one.radius),
        PicturePoint(across - right * other.radius, down - low * other.radius),
    )
