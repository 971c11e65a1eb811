"""First verdicts: what a cell is judged, and a mistake in a line left out."""

from collections.abc import Container
from decimal import Decimal

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.cells import Cell
from bpcalc.checking.exactness import learns_in_steps
from bpcalc.checking.marking_rule import fit
from bpcalc.checking.verdicts import Verdict
from bpcalc.maths.expr import Number, Ref
from bpcalc.maths.intervals import UNKNOWN, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits
from bpcalc.named_tuples import NamedTuple

OFF: frozenset[Verdict] = frozenset(
    {"follow", "convention", "mistake", "slip", "unexplained", "trivial"}
)
"""After these, a later value may differ from the right one without a new mistake."""


TRIVIAL = frozenset({Decimal(0), Decimal(1), Decimal(-1)})
"""Numbers that make the work of the lines after them vanish."""


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


def is_trivially_wrong(judged: Judged, cell: Cell) -> bool:
    """Return whether a wrong number makes the work of lines after it vanish."""
    return judged.verdict == "unexplained" and cell.value in TRIVIAL


def is_trivial(
    scheme: AnswerKey, key: Key, cell: Cell, off: Container[Key], vanished: Container[Key]
) -> bool:
    """Return whether an earlier zero or one has made the work of a line vanish.

    Args:
        scheme: the right lines.
        key: the quantity.
        cell: the number that follows.
        off: the numbers that are wrong, or follow from one that is.
        vanished: the zeros and ones, and what follows from them.
    """
    if learns_in_steps(scheme.exercise):  # zeros and ones are its usual numbers
        return False
    if not any(one in off and one in vanished for one in scheme.parents[key]):
        return False
    formula = scheme.formulas[key]
    if isinstance(formula, Ref):  # where there is no work, none vanishes
        return False
    givens = {
        part.value for leaf in formula.refs() if isinstance(part := scheme.formulas[leaf], Number)
    }
    return cell.value in TRIVIAL | givens


def beside_the_lines(scheme: AnswerKey, key: Key, cell: Cell, digits: Digits | None) -> Judged:
    """Return the verdict on what only another convention has: a new bias that stays the old."""
    if cell.value is None:
        return Judged("blank", UNKNOWN)
    old = scheme.values.get(key._replace(kind="bias"))
    if key.kind == "new_bias" and old is not None:
        own = AffineNumber(old)
        if fit(cell, own, digits) in ("good", "extra"):
            return Judged("right", own)
    return Judged("unexplained", UNKNOWN)


def own_noise(key: Key, box: AffineNumber) -> AffineNumber:
    """Return a written number as a box whose uncertainty is its own."""
    return AffineNumber(box.centre, {key: box.rest}) if box.rest else box
