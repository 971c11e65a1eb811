"""The network once more beside a stage, with the part of it lit that the stage works on."""

from collections.abc import Iterable, Iterator

from bpcalc.calc.lines import Heading, Line, Stage
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.report.drawing.network import network_picture
from bpcalc.report.drawing.picture_data import SHOWN
from bpcalc.report.drawing.svg import Element
from bpcalc.report.step_titles import step_title
from bpcalc.report.words import stage_title
from bpcalc.solution import Solution

MAX_PICTURE_UNITS = 8
"""Units of a layer up to which the network is drawn beside every stage."""

MAX_PICTURE_LAYERS = 12
"""Layers up to which it is; a longer network is wider than any page, and slow to draw each time."""

MAX_STAGE_PICTURES = 40
"""Pictures of stages on one page; further ones would only repeat what they show."""


class StagePictures:
    """The pictures of the stages of one solution, in the order in which a page asks for them."""

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

    def left_out(self, *, huge: bool) -> str:
        """Return what stages have no picture, and why; "" if all have one.

        Args:
            huge: whether the picture of the whole network is wider than a page.
        """
        if not (self._lines and self._most):
            return ""
        if self._large or huge:
            return say("The network is too large to be drawn beside every step.")
        stages = _drawn_together(self._solution.stages[1:])
        shown = sum(any(line.key in self._lines for line in stage.lines) for stage in stages)
        if shown > self._most:
            return say("Only the first {n} steps have a picture beside them.", n=self._most)
        return ""

    def of(self, first: Key) -> Element | None:
        """Return the picture of a quantity's stage; None if it has one or there are too many."""
        stage = self._stages.get(first)
        if stage is None or stage.heading in self._drawn or len(self._drawn) >= self._most:
            return None
        heading = stage.heading
        self._drawn.add(heading)
        return network_picture(
            self._solution,
            SHOWN[heading.name],
            lit=self._keys(stage),
            sample=heading.sample,
            epoch=heading.epoch or 1,
            title=self._title(heading),
        )

    def _keys(self, stage: Stage) -> frozenset[Key]:
        lines = [line for line in stage.lines if line.key in self._lines]
        return frozenset(key for line in lines for key in (line.key, *line.formula.refs()))

    def _title(self, heading: Heading) -> str:
        step = step_title(heading, self._solution.calculation)
        title = stage_title(heading, self._solution.exercise)
        return say("{title} ({when})", title=title, when=step) if step else title


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
