"""The pictures of a page: the network, the parts that a stage works on, the error curve."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from markupsafe import Markup

from bpcalc.calc.lines import Line
from bpcalc.maths.keys import Key
from bpcalc.report.document import Curve, Figure, Lines, Matrices
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.curve import curve
from bpcalc.report.drawing.network import given_picture, network_picture
from bpcalc.report.stage_pictures import MAX_STAGE_PICTURES, StagePictures
from bpcalc.solution import Solution

BESIDE, ABOVE = 720.0, 1200.0
"""Widths in pixels up to which a picture can be read beside a table, and above it."""

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
        self._stages = StagePictures(solution, shown, most)

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
        return self._stages.left_out(huge=whole.size == "huge")

    def of_lines(self, block: Lines) -> Picture | None:
        """Return the network with the part lit that the stage of these lines is about."""
        return self._lit(block.lines[0].key)

    def of_matrices(self, block: Matrices) -> Picture | None:
        """Return the network with the part lit that the stage of these matrices is about."""
        return self._lit(block.first)

    def _lit(self, first: Key) -> Picture | None:
        drawn = self._stages.of(first)
        if drawn is None:
            return None
        size = _size(drawn)
        return Picture(Markup(svg.svg_text(drawn)), size) if size != "huge" else None


def error_curve(block: Curve) -> Picture:
    """Return the error over the epochs."""
    return Picture(Markup(svg.svg_text(curve(block.points))), "small")


def figure(block: Figure) -> Picture:
    """Return a picture of its own."""
    return Picture(Markup(svg.svg_text(block.draw())), "small")


def _size(picture: svg.Element) -> Size:
    width = float(picture.get("width", "0"))
    return "small" if width <= BESIDE else "large" if width <= ABOVE else "huge"
