"""First verdicts: what a cell is judged, and a mistake in a line left out."""

from bpcalc.checking.verdicts import Verdict
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple

OFF: frozenset[Verdict] = frozenset(
    {"follow", "convention", "mistake", "slip", "unexplained", "trivial"}
)
"""After these, a later value may differ from the right one without a new mistake."""


class Judged(NamedTuple):
    """A first verdict on a cell; `unexplained` until somebody looks for the reason.

    Attributes:
        verdict: see `Verdict`.
        own: what follows from the student's own earlier numbers.
        notes: codes of remarks.
    """

    verdict: Verdict
    own: AffineNumber
    notes: tuple[str, ...] = ()


class Hidden(NamedTuple):
    """A mistake in a line left out.

    Attributes:
        at: the line.
        box: what it must have been.
        own: what is right, with the student's own earlier numbers.
    """

    at: Key
    box: AffineNumber
    own: AffineNumber


Supposed = tuple[Key, AffineNumber]
"""A line left out, and what it is supposed to have been."""
