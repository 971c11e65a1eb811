"""The pictures of a page: the network, the parts of it that a stage works on, the error curve."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from markupsafe import Markup

from bpcalc.calc.lines import Heading, Line, Stage
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.report.document import Curve, Figure, Lines, Matrices
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.curve import curve
from bpcalc.report.drawing.network import given_picture, network_picture
from bpcalc.report.drawing.picture_data import SHOWN
from bpcalc.report.words import stage_title, step_title
from bpcalc.solution import Solution

MAX_PICTURE_UNITS = 8
"""Units of a layer up to which the network is drawn beside every stage."""

MAX_PICTURE_LAYERS = 12
"""Layers up to which it is; a longer network is wider than any page, and slow to draw each time."""

BESIDE, ABOVE = 720.0, 1200.0
"""Widths in pixels up to which a picture can be read beside a table, and above it."""

MAX_STAGE_PICTURES = 40
"""Pictures of stages on one page; further ones would only repeat what they show."""

LARGER = 1.2
"""How much larger the first picture is than those of the stages."""

Size = Literal["small", "large", "huge"]


class Picture(NamedTuple):
    """A picture, and how much of the page it needs to be read."""

    drawn: Markup
    size: Size


class Pictures:
    """The pictures of one solution, in the order in which the page asks for them."""

    def __init__(
        self, solution: Solution, shown: Iterable[Line], most: int = MAX_STAGE_PICTURES
    ) -> None:
        """Draw the network of this solution.

        Args:
            solution: whose network it is.
            shown: the lines of the report; a picture has their numbers and no others.
            most: how many stages have a picture.
        """
        self._solution = solution
        self._lines = {line.key for line in shown}
        self._most = most
        self._drawn: set[Heading] = set()
        sizes = solution.exercise.sizes
        self._large = max(sizes) > MAX_PICTURE_UNITS or len(sizes) > MAX_PICTURE_LAYERS
        stages = [] if self._large else list(_drawn_together(solution.stages[1:]))
        self._stages = {line.key: stage for stage in stages for line in stage.lines}

    def network(self) -> Picture:
        """Return the whole network, larger than it is in the middle of a page."""
        return self._enlarged(network_picture(self._solution))

    def given(self) -> Picture:
        """Return the network with its weights, and nothing that is to be worked out."""
        return self._enlarged(given_picture(self._solution))

    def _enlarged(self, picture: svg.Element) -> Picture:
        size = _size(picture)
        for side in ("width", "height"):
            picture.set(side, svg.rounded(float(picture.get(side, "0")) * LARGER))
        return Picture(Markup(svg.svg_text(picture)), size)

    def left_out(self, whole: Picture) -> str:
        """Return what stages have no picture, and why; "" if all have one.

        Args:
            whole: the picture of the whole network.
        """
        if not self._lines:
            return ""
        if self._large or whole.size == "huge":
            return say("The network is too large to be drawn beside every step.")
        stages = _drawn_together(self._solution.stages[1:])
        shown = sum(any(line.key in self._lines for line in stage.lines) for stage in stages)
        if shown > self._most:
            return say("Only the first {n} steps have a picture beside them.", n=self._most)
        return ""

    def of_lines(self, block: Lines) -> Picture | None:
        """Return the network with the part lit that the stage of these lines is about."""
        return self._lit(block.lines[0].key)

    def of_matrices(self, block: Matrices) -> Picture | None:
        """Return the network with the part lit that the stage of these matrices is about."""
        return self._lit(block.first)

    def _lit(self, first: Key) -> Picture | None:
        """Return the picture of a quantity's stage; None if it has one or there are too many."""
        stage = self._stages.get(first)
        if stage is None or stage.heading in self._drawn or len(self._drawn) >= self._most:
            return None
        heading = stage.heading
        self._drawn.add(heading)
        drawn = network_picture(
            self._solution,
            SHOWN[heading.name],
            lit=self._keys(stage),
            sample=heading.sample,
            epoch=heading.epoch or 1,
            title=self._title(heading),
        )
        size = _size(drawn)
        return Picture(Markup(svg.svg_text(drawn)), size) if size != "huge" else None

    def _keys(self, stage: Stage) -> frozenset[Key]:
        lines = [line for line in stage.lines if line.key in self._lines]
        return frozenset(key for line in lines for key in (line.key, *line.formula.refs()))

    def _title(self, heading: Heading) -> str:
        step = step_title(heading, self._solution.calculation)
        title = stage_title(heading, self._solution.exercise)
        return f"{title} ({step})" if step else title


def _drawn_together(stages: Iterable[Stage]) -> Iterator[Stage]:
    """Yield stages as they are drawn: those without a picture of their own join another one."""
    waiting: list[Line] = []
    last: Stage | None = None
    for stage in stages:
        if stage.heading.name == "change":
            waiting += stage.lines
        elif last and stage.heading.name == "out":
            yield last._replace(lines=last.lines + stage.lines)
            last = None
        else:
            if last:
                yield last
            own = [line for line in waiting if line.key.layer == stage.heading.layer]
            takes = stage.heading.name == "update"
            last = stage._replace(lines=own + stage.lines) if takes else stage
    if last:
        yield last


def error_curve(block: Curve) -> Picture:
    """Return the error over the epochs."""
    return Picture(Markup(svg.svg_text(curve(block.points))), "small")


def figure(block: Figure) -> Picture:
    """Return a picture of its own."""
    return Picture(Markup(svg.svg_text(block.draw())), "small")


def _size(picture: svg.Element) -> Size:
    width = float(picture.get("width", "0"))
    return "small" if width <= BESIDE else "large" if width <= ABOVE else "huge"
