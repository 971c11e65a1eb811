"""The network as it is drawn on a blackboard: circles in columns, numbers beside the lines."""

from collections.abc import Iterator
from decimal import Decimal
from math import cos, degrees, inf, sin
from typing import NamedTuple

from bpcalc.calc.lines import Calculation
from bpcalc.locale import say, say_many
from bpcalc.maths.keys import Key
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.arrangement import arranged
from bpcalc.report.drawing.colours import (
    EDGE,
    FADED,
    FADED_FOREGROUND,
    FILLS,
    FOREGROUND,
    LIT_EDGE,
    NEGATIVE,
    NUMBERS,
    OUTLINES,
    POSITIVE,
    QUIET,
)
from bpcalc.report.drawing.geometry import PicturePoint, Segment
from bpcalc.report.drawing.highlighting import PicturePart, lit_parts
from bpcalc.report.drawing.picture_data import DEFAULT_ITEMS, Reader, Show
from bpcalc.report.drawing.picture_model import (
    BOLD,
    PictureArc,
    PictureEdge,
    PictureNode,
    PicturePlan,
    PictureRow,
    PlacedText,
    levels,
)
from bpcalc.report.drawing.picture_texts import Contents
from bpcalc.report.drawing.svg import Element, add, rounded
from bpcalc.report.drawing.texts import Anchor, TextPlace, haloed, write
from bpcalc.report.words import layer_name
from bpcalc.solution import Solution

THINNEST, THICKEST = 0.3, 3.5
"""Lines of a weight of 0 and of the largest one, where thickness tells them, in pixels."""

RAISED = 2.0
"""How much higher than its row the name of a unit stands, for the sake of its index."""

WEIGHTS: Show = frozenset({"weights"})


def network_picture(
    solution: Solution,
    show: Show = DEFAULT_ITEMS,
    *,
    lit: frozenset[Key] | None = None,
    sample: int | None = 1,
    epoch: int = 1,
    title: str = "",
) -> Element:
    """Return the picture of a network as an `<svg>` element.

    Args:
        solution: whose numbers are written on it; where it has no lines at all, weights and
            biases are those of its exercise.
        show: what is written; what the solution has no line for is left out.
        lit: quantities whose units and lines stand out and whose numbers are written, while all
            else fades; None: all alike.
        sample: whose numbers these are; None for those of a whole batch.
        epoch: likewise; the one after the last shows what the last update has left.
        title: what it is about, for a reader who does not see it; else the sizes of the layers.
    """
    return as_svg(planned(solution, show, lit=lit, sample=sample, epoch=epoch, title=title))


class PlannedPicture(NamedTuple):
    """A picture that is ready to be drawn.

    Attributes:
        plan: everything in its place.
        solution: whose numbers it has.
        title: what it is about.
        description: what there is to be seen, all numbers included.
        values: what the thickness of a line tells; {} where it tells nothing.
        lit: the parts that stand out; None: all alike.
    """

    plan: PicturePlan
    solution: Solution
    title: str
    description: str
    values: dict[PicturePart, Decimal]
    lit: frozenset[PicturePart] | None = None


def planned(
    solution: Solution,
    show: Show = DEFAULT_ITEMS,
    *,
    lit: frozenset[Key] | None = None,
    sample: int | None = 1,
    epoch: int = 1,
    title: str = "",
    widest: float = inf,
) -> PlannedPicture:
    """Return a picture with everything in its place.

    Args:
        solution: whose numbers are written on it.
        show: what is written.
        lit: quantities that stand out.
        sample: whose numbers these are.
        epoch: likewise.
        title: what it is about.
        widest: how wide it may be in pixels, if that is possible at all.
    """
    contents = Contents(solution, Reader(solution, show, sample, epoch, lit))
    plan = arranged(contents.content(_moment(solution, show, sample, epoch)), widest)
    words = _description(solution)
    told = contents.told and not solution.changes  # else they would soon be those of before
    if lit is None and told:
        words = say(". ").join((words, say(", ").join(contents.told)))
    return PlannedPicture(
        plan,
        solution,
        title or _title(solution),
        words,
        contents.values if plan.label_style == "thick" else {},
        None if lit is None else lit_parts(lit, solution.exercise.sizes[-1]),
    )


def as_svg(picture: PlannedPicture) -> Element:
    """Return a picture as an `<svg>` element."""
    plan = picture.plan
    root = svg.picture(plan.width, plan.height, picture.title, picture.description)
    pen = _Pen(root, picture.lit, picture.values)
    for part, segment in plan.stubs:
        pen.short_line(part, segment)
    for edge in plan.edges:
        pen.edge(edge)
    for arc in plan.arcs:
        pen.arc(arc)
    for node in plan.nodes:
        pen.node(node)
    for place in plan.dots:
        pen.dots(place)
    for edge in plan.edges:
        pen.label(edge)
    for text in plan.texts:
        pen.text(text)
    return root


def given_picture(solution: Solution) -> Element:
    """Return the picture of a network with its weights, and nothing that is to be worked out."""
    nothing_worked = Solution(Calculation(solution.exercise, 0, []))
    return network_picture(nothing_worked, WEIGHTS)


def _moment_of_batch(show: Show, sample: int, epoch: int, batch: int) -> str:
    if show & {"changes", "new"}:
        return say(
            "Sample {sample}, epoch {epoch}, batch {batch}; the update is that of the whole batch",
            sample=sample,
            epoch=epoch,
            batch=batch,
        )
    return say(
        "Sample {sample}, epoch {epoch}, batch {batch}", sample=sample, epoch=epoch, batch=batch
    )


def _moment(solution: Solution, show: Show, sample: int | None, epoch: int) -> str:
    """Return whose numbers a picture has, "" where nobody asks."""
    exercise = solution.exercise
    if len(exercise.samples) == 1 or not len(solution) or sample is None:
        return ""
    if solution.changes:  # of whatever epoch a page has come to
        return say("Sample {sample}", sample=sample)
    epoch, batch = exercise.moment(epoch)
    if batch is not None:
        return _moment_of_batch(show, sample, epoch, batch)
    if exercise.batch and show & {"changes", "new"}:
        return say(
            "Sample {sample}, epoch {epoch}; the update is that of all samples",
            sample=sample,
            epoch=epoch,
        )
    return say("Sample {sample}, epoch {epoch}", sample=sample, epoch=epoch)


def _title(solution: Solution) -> str:
    return say("Network {sizes}", sizes="-".join(map(str, solution.exercise.sizes)))


def _description(solution: Solution) -> str:
    exercise = solution.exercise
    return say("; ").join(
        say(
            "{layer}: {units}",
            layer=layer_name(layer, exercise),
            units=say_many("1 unit", "{n} units", size),
        )
        for layer, size in enumerate(exercise.sizes)
    )


class _Stroke(NamedTuple):
    """How a line is drawn, and by what a style sheet finds it."""

    classes: str
    colour: str
    width: float
    dashes: str | None = None


class _Pen:
    """Draws the parts of one picture."""

    def __init__(
        self, root: Element, lit: frozenset[PicturePart] | None, values: dict[PicturePart, Decimal]
    ) -> None:
        """Draw into an element.

        Args:
            root: the picture.
            lit: the parts that stand out; None: all alike.
            values: what the thickness of a line tells; {} where it tells nothing.
        """
        self._root = root
        self._lit = lit
        self._values = values
        self._largest = max(map(abs, values.values()), default=Decimal(0)) or Decimal(1)

    def short_line(self, part: PicturePart, segment: Segment) -> None:
        """Draw the line of a bias, to a target, or above the total."""
        shared = part[0] == "bias" and part[2] is None
        width = 1.8 if self._state(part) == "lit" else 1.2
        stroke = _Stroke(f"stub {part[0]}", QUIET, width, "4 3" if shared else None)
        self._line(part, [segment.start, segment.end], stroke)

    def edge(self, edge: PictureEdge) -> None:
        """Draw the line of a weight."""
        self._line(edge.part, list(_way(edge)), self._stroke(edge.part))

    def arc(self, arc: PictureArc) -> None:
        """Draw the line of a weight that leaps over a layer, and what stands on it."""
        ways = [" L".join(f"{rounded(x)} {rounded(y)}" for x, y in way) for way in _halves(arc)]
        self._path(arc.part, " ".join(f"M{way}" for way in ways), self._stroke(arc.part))
        group = self._group("label", arc.part)
        for row, down in zip(arc.rows, levels(len(arc.rows)), strict=True):
            at = PicturePoint(arc.box.centre.x, arc.box.centre.y + down)
            _written(group, row, at, "middle")

    def node(self, node: PictureNode) -> None:
        """Draw the circle of a unit or bias with what stands in it."""
        state = self._state(node.part)
        group = add(self._root, "g", f"unit {node.role} {state}".rstrip())
        (x, y), radius = node.circle
        fill, outline = FILLS[node.role], OUTLINES[node.role]
        circle = add(group, "circle", node.role, cx=x, cy=y, r=radius, fill=fill, stroke=outline)
        circle.set("stroke-width", "3.2" if state == "lit" else "1.8")
        if state == "faded":
            circle.set("opacity", FADED)
        colour = FADED_FOREGROUND if state == "faded" else FOREGROUND
        rows = node.unit.within
        for row, down in zip(rows, levels(len(rows)), strict=True):
            bold = row.classes in BOLD
            up = RAISED if bold and len(rows) > 1 else 0
            place = TextPlace(x, y + down - up, row.size, "middle", bold)
            write(group, row.text, row.classes, place, colour)

    def dots(self, place: PicturePoint) -> None:
        """Draw what stands for units left out."""
        for down in (-8, 0, 8):
            add(self._root, "circle", "dot", cx=place.x, cy=place.y + down, r=2, fill=QUIET)

    def label(self, edge: PictureEdge) -> None:
        """Write what stands on a line, turned as the line is."""
        if edge.box is None:
            return
        (x, y), angle = edge.box.centre, degrees(edge.box.angle)
        group = self._group("label", edge.part)
        group.set("transform", f"translate({rounded(x)} {rounded(y)}) rotate({rounded(angle)})")
        for row, down in zip(edge.rows, levels(len(edge.rows)), strict=True):
            _written(group, row, PicturePoint(0, down), "middle")

    def text(self, standing: PlacedText) -> None:
        """Write a text that stands for itself."""
        group = self._group("text", standing.part)
        _written(group, standing.row, standing.at, standing.anchor)

    def _state(self, part: PicturePart | None) -> str:
        """Return whether a part is lit or faded, "" if all are alike."""
        if self._lit is None or part is None:
            return ""
        return "lit" if part in self._lit else "faded"

    def _group(self, classes: str, part: PicturePart | None) -> Element:
        state = self._state(part)
        faded = FADED if state == "faded" else None
        return add(self._root, "g", f"{classes} {state}".rstrip(), opacity=faded)

    def _stroke(self, part: PicturePart) -> _Stroke:
        value = self._values.get(part)
        if value is None:
            lit = self._state(part) == "lit"
            return _Stroke("edge", LIT_EDGE if lit else EDGE, 2.0 if lit else 1.3)
        width = THINNEST + (THICKEST - THINNEST) * float(abs(value) / self._largest)
        if value < 0:
            return _Stroke("edge negative", NEGATIVE, width, "7 3")
        return _Stroke("edge positive", POSITIVE, width)

    def _line(self, part: PicturePart, places: list[PicturePoint], stroke: _Stroke) -> None:
        """Draw a line: from each second place to the next one, so that there may be gaps."""
        steps = (f"{'ML'[n % 2]}{rounded(x)} {rounded(y)}" for n, (x, y) in enumerate(places))
        self._path(part, " ".join(steps), stroke)

    def _path(self, part: PicturePart, steps: str, stroke: _Stroke) -> None:
        state = self._state(part)
        add(
            self._root,
            "path",
            f"{stroke.classes} {state}".rstrip(),
            d=steps,
            fill="none",
            stroke=stroke.colour,
            stroke_width=stroke.width,
            stroke_dasharray=stroke.dashes,
            opacity=FADED if state == "faded" else None,
        )


def _halves(arc: PictureArc) -> list[list[PicturePoint]]:
    """Return the points on both sides of the label, if its middle row stands on the line."""
    if len(arc.rows) % 2 == 0:
        return [list(arc.way)]
    (x, y), width, _, _ = arc.box
    left, right = PicturePoint(x - width / 2, y), PicturePoint(x + width / 2, y)
    before = [point for point in arc.way if point.x < left.x]
    after = [point for point in arc.way if point.x > right.x]
    return [[*before, left], [right, *after]]


def _way(edge: PictureEdge) -> Iterator[PicturePoint]:
    """Yield from where to where a line goes; a label whose middle row stands on it has a gap."""
    yield edge.segment.start
    if edge.box is not None and len(edge.rows) % 2:
        (x, y), width, _, angle = edge.box
        across, down = width / 2 * cos(angle), width / 2 * sin(angle)
        yield PicturePoint(x - across, y - down)
        yield PicturePoint(x + across, y + down)
    yield edge.segment.end


def _written(parent: Element, row: PictureRow, at: PicturePoint, anchor: Anchor) -> None:
    """Write a row so that lines below it do not disturb."""
    place = TextPlace(at.x, at.y, row.size, anchor, row.classes in BOLD)
    haloed(parent, row.text, row.classes, place, NUMBERS.get(row.classes, FOREGROUND))
