"""From a marked sheet to its mark: points, bonus, late days, and what is set by hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from bpcalc.checking.policy import GradingPolicy
from bpcalc.checking.verdicts import Marking
from bpcalc.locale import say
from bpcalc.maths.keys import Key

if TYPE_CHECKING:  # few sheets are marked by hand
    from bpcalc.checking.by_hand import Override


class FinalMark(NamedTuple):
    """What a sheet earns as a whole.

    Attributes:
        marking: the sheet, with the credit that is set by hand.
        mark: what it earns.
        best: what it could earn, without a bonus.
        bonus: what is in the mark beyond that; in points, before the mark is scaled.
        late: how many days it is late.
        plain: whether the mark is just the sum of all credit.
    """

    marking: Marking
    mark: Decimal
    best: Decimal
    bonus: Decimal
    late: int
    plain: bool


def final_mark(
    marking: Marking,
    unweighted: Marking,
    policy: GradingPolicy,
    by_hand: "Sequence[Override]",
    time: datetime | None,
    find: Callable[[str], Key],
    name: Callable[[Key], str],
) -> FinalMark:
    """Return the mark of a sheet.

    Args:
        marking: the sheet, with the points that its quantities are worth.
        unweighted: the same with a point for each.
        policy: of the class.
        by_hand: what the teacher has set for this student.
        time: when it was handed in, None if that is not known.
        find: gives a quantity by its name; may raise `NotAQuantity`.
        name: gives the name of a quantity.
    """
    credits = {
        find(each.quantity): each.credit for each in by_hand if each.quantity and not each.is_bonus
    }
    marks = [
        replace(mark, credit=credits[mark.key]) if mark.key in credits else mark
        for mark in marking.marks
    ]
    marking = replace(marking, marks=marks)
    late = policy.late_days(time)
    extra = policy.extra(marking, unweighted, name)
    mark = policy.mark(marking.score + extra, marking.most, late)
    mark += sum((each.credit for each in by_hand if each.is_bonus), Decimal(0))
    total = next((each for each in by_hand if not each.quantity), None)
    return FinalMark(
        marking,
        total.credit if total else mark,
        marking.most if policy.out_of is None else policy.out_of,
        extra,
        late,
        policy.out_of is None and not (by_hand or late or extra),
    )


def beyond(final: FinalMark, by_hand: "Sequence[Override]", find: Callable[[str], Key]) -> str:
    """Return what is said of credit by hand that is more than there is to earn, or less than 0.

    It counts as it stands, and may be a slip of the pen; a bonus may well be either.
    """
    most = {mark.key: mark.most for mark in final.marking.marks}
    found = []
    for each in by_hand:
        best = most.get(find(each.quantity)) if each.quantity and not each.is_bonus else final.best
        if best is not None and not each.is_bonus and not 0 <= each.credit <= best:
            note = by_hand_note(each._replace(comment=""))
            found.append(say("by hand: {what}, of {best}", what=note, best=f"{best.normalize():f}"))
    return say("; ").join(found)


def by_hand_note(override: "Override") -> str:
    """Return what a teacher reads of a credit that was set by hand.

    >>> from bpcalc.checking.by_hand import Override
    >>> by_hand_note(Override("Ann", "", Decimal(20), "came late"))
    'total 20 (came late)'
    """
    comment = f" ({override.comment})" if override.comment else ""
    return f"{override.quantity or 'total'} {override.credit}{comment}"


def by_hand_sentence(override: "Override", symbol: Callable[[str], str]) -> str:
    """Return what a student is told of a credit that was set by hand.

    Args:
        override: the credit.
        symbol: gives the symbol of a quantity by its name.
    """
    if override.is_bonus:
        name = say("bonus")
    else:
        name = symbol(override.quantity) if override.quantity else say("the mark")
    comment = f" ({override.comment})" if override.comment else ""
    return say(
        "By hand: {name}: {credit}{comment}.", name=name, credit=override.credit, comment=comment
    )
