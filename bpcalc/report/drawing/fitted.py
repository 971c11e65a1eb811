"""A network's picture in its size on paper: what could not be read there is left out."""

from typing import NamedTuple

from bpcalc.errors import OutputError
from bpcalc.locale import enumerated, say
from bpcalc.report.drawing.network import PlannedPicture, planned
from bpcalc.report.drawing.paper import PaperSize, width_needed
from bpcalc.report.drawing.picture_data import Show
from bpcalc.solution import Solution


class NothingReadable(OutputError):
    """Not even the weights of a picture could be read in its size.

    Attributes:
        needed: how many millimetres are enough.
    """

    def __init__(self, needed: int) -> None:
        """Say how wide it has to be."""
        self.needed = needed
        super().__init__(
            say("nothing could be read in this size; {width}mm is enough", width=needed)
        )


class FittedPicture(NamedTuple):
    """A picture, and what was asked for and is not on it."""

    picture: PlannedPicture
    left_out: Show

    @property
    def says(self) -> str:
        """What is left out, as a sentence; "" if nothing is."""
        if not self.left_out:
            return ""
        left = enumerated(sorted(self.left_out))
        return say("In this size {left} could not be read and are left out.", left=left)


def fitted(
    solution: Solution, show: Show, paper: PaperSize, *, sample: int = 1, epoch: int = 1
) -> FittedPicture:
    """Return a picture, with fewer numbers where they could not be read in its size.

    Args:
        solution: whose numbers are written on it.
        show: what is wanted.
        paper: the size.
        sample: whose numbers these are.
        epoch: likewise.

    Raises:
        NothingReadable: not even the weights' lines fit.
    """
    for shown in (show, show - {"values"}, show & {"weights"}):
        if not shown:
            continue
        picture = planned(solution, shown, sample=sample, epoch=epoch, widest=paper.widest)
        if picture.plan.width <= paper.widest:
            return FittedPicture(picture, show - shown)
    raise NothingReadable(width_needed(picture.plan.width, paper))
