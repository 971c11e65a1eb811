"""Puts what is written on the picture of a network in its place."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import ceil, hypot, inf

from bpcalc.locale.folding import folded
from bpcalc.report.drawing.arcs import Leaps, covered
from bpcalc.report.drawing.circle_sizes import fitted
from bpcalc.report.drawing.geometry import (
    Circle,
    PicturePoint,
    Rectangle,
    Segment,
    boxes_meet,
)
from bpcalc.report.drawing.highlighting import TOTAL, PicturePart, bias_part, target_part, unit_part
from bpcalc.report.drawing.labels import LabelledLine, Surroundings, placed
from bpcalc.report.drawing.picture_model import (
    BOLD,
    LINE,
    SIZE,
    Content,
    PictureArc,
    PictureEdge,
    PictureNode,
    PicturePlan,
    PictureRow,
    PlacedText,
    levels,
)
from bpcalc.report.drawing.texts import Text, pixel_width, plain_text
from bpcalc.report.drawing.unit_places import PICTURE_MARGIN, STUB, Attempt, UnitPlaces

# All measures are in pixels.

RULE = 80.0
"""The line under the errors, above their sum."""

MOST_LABELS = 48
"""Lines between two layers up to which it is tried to label them."""


ATTEMPTS = (
    Attempt("named"),
    Attempt("named", 1.2, 1.1),
    Attempt("bare"),
    Attempt("bare", 1.25, 1.1),
    Attempt("bare", 1.5, 1.3),
    Attempt("bare", 1.8, 1.6),
)
"""The ways in the order in which they are tried: small and telling before large and terse."""


NARROW = (Attempt("named", 0.9, 1.2), Attempt("bare", 0.8), Attempt("bare", 0.7, 1.2))
THICK = (Attempt("thick"), Attempt("thick", 0.8), Attempt("thick", 0.6), Attempt("thick", 0.4))
"""The ways for a picture that has to be narrow."""


def arranged(content: Content, widest: float = inf) -> PicturePlan:
    """Return the picture with everything in its place.

    No two labels overlap, and none overlaps a circle. Where the lines are too many for labels, or
    the picture would be wider than `widest`, their thickness takes their place.
    """
    content, radius = fitted(content)
    labelled = Counter(part[1] for part, label in content.edges.items() if label.named)
    if all(count <= MOST_LABELS for count in labelled.values()):
        for attempt in (*ATTEMPTS, *(NARROW if widest < inf else ())):
            plan = _Arrangement(content, radius, attempt).plan(widest)
            if plan is not None and _is_clear(plan, attempt):
                return plan
    # There are no labels to find a place for; the first that fits, else the narrowest one.
    plans = ((attempt, _Arrangement(content, radius, attempt).plan()) for attempt in THICK)
    clear = [plan for attempt, plan in plans if plan and _is_clear(plan, attempt)]
    return next((plan for plan in clear if plan.width <= widest), clear[-1])


def _is_clear(plan: PicturePlan, attempt: Attempt) -> bool:
    """Return whether no two texts meet, which they may do where columns are close together."""
    if attempt.wider >= 1:
        return True
    boxes = [text.box for text in plan.texts]
    return not any(boxes_meet(one, other) for one, other in combinations(boxes, 2))


class _Arrangement:
    """One attempt."""

    def __init__(self, content: Content, radius: float, attempt: Attempt) -> None:
        self._content = content
        self._columns = content.columns
        self._radius = radius
        self._attempt = attempt
        self._labels = {
            part: {"named": label.named, "bare": label.bare, "thick": ()}[attempt.label_style]
            for part, label in content.edges.items()
        }
        self._leaps = Leaps(
            {part: rows for part, rows in self._labels.items() if part[0] != "edge"}
        )
        self._places = UnitPlaces(content, radius, attempt, self._labels, self._leaps)
        self._nodes = self._places.nodes
        self._circles = {node.part: node.circle for node in self._nodes}

    def plan(self, widest: float = inf) -> PicturePlan | None:
        """Return the picture, None if it is too wide or some label finds no place."""
        texts = [*self._heads(), *self._at_units(), *self._totals()]
        at_units = [text for text in texts if text.part]
        columns = {
            layer: (middle, self._places.reach(layer))
            for layer, middle in enumerate(self._places.across)
        }
        arcs = self._leaps.arcs(self._circles, columns, [text.box for text in at_units])
        notes = self._notes(texts, [arc.box for arc in arcs])
        boxes = [*(text.box for text in (*texts, *notes)), *(arc.box for arc in arcs)]
        width = max(box.centre.x + box.width / 2 for box in (*boxes, *self._round))
        if width + PICTURE_MARGIN > widest:
            return None
        edges: list[PictureEdge] = []
        for layer in range(1, len(self._columns)):
            found = self._edges(layer, at_units, arcs)
            if found is None:
                return None
            edges += found
        return PicturePlan(
            width=width + PICTURE_MARGIN,
            height=max(box.centre.y + box.height / 2 for box in (*boxes, *self._round))
            + PICTURE_MARGIN,
            nodes=self._nodes,
            edges=edges,
            arcs=arcs,
            stubs=list(self._stubs()),
            texts=[*texts, *notes],
            dots=list(self._places.dots()),
            label_style=self._attempt.label_style,
        )

    @property
    def _round(self) -> list[Rectangle]:
        """The squares around the circles."""
        return [
            Rectangle(node.circle.centre, 2 * node.circle.radius, 2 * node.circle.radius)
            for node in self._nodes
        ]

    # Texts

    def _heads(self) -> Iterator[PlacedText]:
        for layer, column in enumerate(self._columns):
            for number, row in enumerate(column.head):
                yield PlacedText(
                    row,
                    PicturePoint(
                        self._places.across[layer], PICTURE_MARGIN + (number + 0.5) * LINE
                    ),
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
        last = len(self._columns) - 1
        x = self._places.across[-1] + self._radius + STUB + 5
        y = (
            self._places.middle
            + self._places.offsets(last)[-1]
            + self._places.below[-1]
            + LINE * 1.3
        )
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
                yield from ((node.part, line) for line in self._bias_lines(layer, node))
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

    def _bias_lines(self, layer: int | None, bias: PictureNode) -> Iterator[Segment]:
        """Yield the lines from a bias to the units of its layer."""
        for node in self._nodes:
            if node.part[:2] == ("unit", layer):
                yield _between(bias.circle, node.circle)

    def _edges(
        self, layer: int, texts: list[PlacedText], arcs: list[PictureArc]
    ) -> list[PictureEdge] | None:
        """Return the lines into a layer, None if some label finds no place."""
        parts = [part for part in self._content.edges if part[:2] == ("edge", layer)]
        segments = [
            _between(
                self._circles[unit_part(layer - 1, source or 0)],
                self._circles[unit_part(layer, unit or 0)],
            )
            for _, _, unit, source in parts
        ]
        labels = [self._labels[part] for part in parts]
        lines = [
            LabelledLine(segment, max(row.width for row in rows), len(rows) * LINE - 1)
            for segment, rows in zip(segments, labels, strict=True)
            if rows
        ]
        found = placed(tuple(lines), self._surroundings(layer, texts, segments, arcs))
        if found is None:
            return None
        boxes = iter(found)
        return [
            PictureEdge(part, segment, next(boxes) if rows else None, rows)
            for part, segment, rows in zip(parts, segments, labels, strict=True)
        ]

    def _surroundings(
        self,
        layer: int,
        texts: list[PlacedText],
        segments: list[Segment],
        arcs: list[PictureArc],
    ) -> Surroundings:
        start, end = self._places.across[layer - 1], self._places.across[layer]
        shared = (node for node in self._nodes if node.part == bias_part(layer, None))
        biases = [line for node in shared for line in self._bias_lines(layer, node)]
        leaping = (box for arc in arcs for box in covered(arc) if start <= box.centre.x <= end)
        return Surroundings(
            tuple(n.circle for n in self._nodes if start <= n.circle.centre.x <= end),
            (*(text.box for text in texts if start <= text.at.x <= end), *leaping),
            (*segments, *biases),
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
