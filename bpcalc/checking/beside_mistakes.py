"""A convention that passes, on a sheet that has mistakes besides.

Where most lines that a convention changes are wrong for another reason as well, it does not show
itself in them: who leaves out the ½ and the slope has no δ that is right under either convention.
It is the better reason all the same if under it the sheet has far fewer mistakes.
"""

from collections.abc import Callable, Collection, Mapping

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.cells import Cell
from bpcalc.checking.conventions import CONVENTIONS, Convention
from bpcalc.checking.diagnosis import RuleBook
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.kept_conventions import (
    MIN_EVIDENCE_CELLS,
    ConventionSearch,
    Kept,
    made_up_for,
    touched_by,
)
from bpcalc.checking.reasons import cost, unnamed, why
from bpcalc.checking.rejudging import MANY_WRONG, explains_few, moves
from bpcalc.checking.verdicts import Reasons
from bpcalc.maths.keys import Key
from bpcalc.records import record

WORTH_A_SEARCH = 3
"""What a sheet must cost for a convention and one mistake to be the better reason."""

LEAST_SHARE = 4
"""Of many wrong numbers a convention must explain one in so many by itself."""


@record
class Beside:
    """The sheet under a convention.

    Attributes:
        judged: the sheet, with mistakes in lines left out.
        reasons: why it is wrong where it is.
        kept: the convention, with the quantities that it touches.
    """

    judged: SheetJudgement
    reasons: Reasons
    kept: Kept


def beside_mistakes(
    judged: SheetJudgement,
    explained: Reasons,
    cells: Mapping[Key, Cell],
    search: ConventionSearch,
    book: Callable[[AnswerKey], RuleBook],
) -> Beside | None:
    """Return the sheet under the convention that makes it the cheapest; None if none does.

    Args:
        judged: the sheet as it stands, under no other convention.
        explained: why it is wrong. The decimal context must be `WORK`.
        cells: what was written.
        search: knows the lines under each convention.
        book: gives the wrong formulas for the lines of an answer key.
    """
    best: Beside | None = None
    least = price(explained)
    if least < WORTH_A_SEARCH:
        return None
    for convention in CONVENTIONS:
        if not convention.accepted(judged.options.accept):
            continue
        for scheme in search.schemes(convention, judged.scheme):
            touched = touched_by(judged.scheme, scheme, cells)
            other = _judged_under(convention, scheme, judged, touched, cells, search)
            if other is None:
                continue
            found, reasons = why(other, cells, book(scheme))
            is_cheaper = price(reasons) + 1 < least
            if is_cheaper and _shows(convention, judged, other, reasons, touched):
                best = Beside(found, reasons, {convention.id: touched})
                least = price(reasons) + 1
    return best


def price(reasons: Reasons) -> int:
    """Return what a sheet costs: its mistakes, and every number without a reason twice."""
    return cost(reasons) + unnamed(reasons)


def _judged_under(
    convention: Convention,
    scheme: AnswerKey,
    judged: SheetJudgement,
    touched: set[Key],
    cells: Mapping[Key, Cell],
    search: ConventionSearch,
) -> SheetJudgement | None:
    """Return the sheet under a convention; None if that cannot be, or explains nothing."""
    before = set(judged.roots)
    if not _may_show(convention, judged, touched & before, touched):
        return None
    if explains_few(scheme, judged, cells, touched):
        return None
    other = SheetJudgement(
        scheme,
        cells,
        judged.options,
        judged.precision,
        lost=lambda key, verdict: verdict == "unexplained" and key not in before,
    )
    after = set(other.roots)
    explained = before - after
    if after - before or touched.isdisjoint(explained):
        return None
    if len(before) >= MANY_WRONG and LEAST_SHARE * len(explained) < len(before):
        return None
    kinds = convention.borne_out(search.exercise)
    witnesses = (key for key in other.judged if key.kind in kinds)
    return other if not kinds or any(moves(other, key) for key in witnesses) else None


def _may_show(
    convention: Convention, judged: SheetJudgement, shown: Collection[Key], touched: set[Key]
) -> bool:
    """Return whether wrong numbers, with those made up for, are what a convention shows in."""
    jumps = {key for key, one in judged.judged.items() if one.verdict == "jump" and key in touched}
    kinds = {key.kind for key in jumps.union(shown)}
    enough = len(jumps.union(shown)) >= MIN_EVIDENCE_CELLS
    return enough and convention.shows(kinds, judged.judged, judged.scheme.formulas)


def _shows(
    convention: Convention,
    judged: SheetJudgement,
    other: SheetJudgement,
    reasons: Reasons,
    touched: set[Key],
) -> bool:
    """Return whether a convention shows itself: in what is right under it, or by a known mistake.

    A number in which nothing shows says nothing for it.
    """
    after = set(other.roots)
    named = {key for key, reason in reasons.items() if reason.verdict == "mistake"}
    shown = {key for key in judged.roots if key in touched and (key not in after or key in named)}
    evidence = len(shown) + made_up_for(judged, other, touched)
    return evidence >= MIN_EVIDENCE_CELLS and _may_show(convention, judged, shown, touched)
