"""The pictures of a page: the network, the parts of it that a stage works on, the error curve."""

from markupsafe import Markup

from bpcalc.calc.lines import Heading
from bpcalc.maths.keys import Key
from bpcalc.report.document import Curve, Lines, Matrices
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.curve import curve
from bpcalc.report.drawing.network import network
from bpcalc.report.drawing.readings import SHOWN
from bpcalc.solution import Solution

LARGEST = 8
"""Units of a layer up to which the network is drawn beside every stage."""

MOST = 40
"""Pictures of stages on one page; further ones would only repeat what they show."""

LARGER = 1.2
"""How much larger the first picture is than those of the stages."""

NONE = Markup("")


class Pictures:
    """The pictures of one solution, in the order in which the page asks for them."""

    def __init__(self, solution: Solution, most: int = MOST) -> None:
        """Draw the network of this solution; `most` stages have a picture."""
        self._solution = solution
        self._most = most
        self._shown: set[Heading] = set()
        drawn = max(solution.exercise.sizes) <= LARGEST
        stages = solution.stages[1:] if drawn else []
        self._stages = {line.key: stage for stage in stages for line in stage.lines}

    def network(self) -> Markup:
        """Return the whole network, larger than it is in the middle of a page."""
        picture = network(self._solution)
        for side in ("width", "height"):
            picture.set(side, svg.rounded(float(picture.get(side, "0")) * LARGER))
        return Markup(svg.text(picture))

    def of_lines(self, block: Lines) -> Markup:
        """Return the network with the part lit that these lines are about."""
        first, *_ = block.lines
        lines = ((line.key, *line.formula.refs()) for line in block.lines)
        return self._lit(first.key, frozenset(key for keys in lines for key in keys))

    def of_matrices(self, block: Matrices) -> Markup:
        """Return the network with the part lit that the stage of these matrices is about."""
        first = block.left.rows[0][0]
        stage = self._stages.get(first)
        lines = [(line.key, *line.formula.refs()) for line in stage.lines] if stage else []
        return self._lit(first, frozenset(key for keys in lines for key in keys))

    def _lit(self, first: Key, keys: frozenset[Key]) -> Markup:
        """Return a picture, empty if the stage has one or there are too many."""
        stage = self._stages.get(first)
        if stage is None or stage.heading in self._shown or len(self._shown) >= self._most:
            return NONE
        heading = stage.heading
        self._shown.add(heading)
        show = SHOWN[heading.name]
        sample, epoch = heading.sample, heading.epoch or 1
        drawn = network(self._solution, show, lit=keys, sample=sample, epoch=epoch)
        return Markup(svg.text(drawn))


def error_curve(block: Curve) -> Markup:
    """Return the error over the epochs."""
    return Markup(svg.text(curve(block.points)))
