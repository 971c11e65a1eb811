"""From the answers of one sheet to the report on it, by the points and the scale of its policy."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bpcalc.checking.answers import Answers
from bpcalc.checking.final_mark import FinalMark, final_mark
from bpcalc.checking.marker import Marker
from bpcalc.checking.policy import GradingPolicy, weighted
from bpcalc.checking.policy_words import policy_sentences
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.notation.writing import UNICODE, CharacterSet
from bpcalc.report.marking import Report

if TYPE_CHECKING:  # few sheets are marked by hand
    from bpcalc.checking.by_hand import Override


def marked_alone(
    marker: Marker,
    sheet: Answers,
    asked: Sequence[Key] | None,
    policy: GradingPolicy,
    characters: CharacterSet = UNICODE,
    teacher: bool = False,
) -> Report:
    """Return the report on a sheet that is no class's; when it was handed in is not known.

    Args:
        marker: of the exercise.
        sheet: what was written.
        asked: what is asked for; None: what is on the sheet, which has no mark as a whole.
        policy: how it is marked.
        characters: the signs that it is written with.
        teacher: whether what is for teachers only is shown.

    Raises:
        AnswersError: the policy gives points for what there is not.
    """
    policy.refuse_unknown(marker.knows)
    wanted = list(sheet.cells) if asked is None else asked
    report, _ = marked(marker, sheet, wanted, policy, characters, teacher)
    report.mark = "" if asked is None else report.mark
    if policy.points or policy.bonus or report.form_told:
        names = marker.names
        report.remarks = [
            *policy_sentences(
                policy,
                lambda name: names.own.symbol(names.find(name)),
                marker.options.rounding,
            )
        ]
    return report


def marked(
    marker: Marker,
    sheet: Answers,
    asked: Sequence[Key],
    policy: GradingPolicy,
    characters: CharacterSet = UNICODE,
    teacher: bool = False,
    *,
    by_hand: "Sequence[Override]" = (),
    time: datetime | None = None,
) -> tuple[Report, FinalMark]:
    """Return the report on a sheet, without remarks, and what the sheet earns as a whole.

    Args:
        marker: of the exercise.
        sheet: what was written.
        asked: what is asked for.
        policy: how it is marked.
        characters: the signs that it is written with.
        teacher: whether what is for teachers only is shown.
        by_hand: what a teacher has set for this student.
        time: when it was handed in, None if that is not known.
    """
    names = marker.names
    marking = marker.mark(sheet.cells, asked, sheet.notation)
    points = weighted(marking, policy, names.own.full, marker.options)
    each_one = weighted(marking, replace(policy, points={}), names.own.full, marker.options)
    final = final_mark(points, each_one, policy, by_hand, time, names.find, names.own.full)
    report = Report(final.marking, sheet, marker.options, names.own, characters, teacher)
    report.form_told = bool(policy.per_digit) or policy.rounding is not None
    if not final.plain:
        mark, best = plain_number(final.mark), plain_number(final.best)
        report.mark = say("Mark: {mark} of {best}.", mark=mark, best=best)
    return report, final


def plain_number(number: Decimal) -> str:
    """Return a mark as it is printed, without zeros at its end."""
    return f"{number.normalize():f}"
