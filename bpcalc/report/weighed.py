"""The report on one sheet with the points and the scale that its exercise gives under `grading`."""

from decimal import Decimal

from bpcalc.checking.answers import Answers
from bpcalc.checking.final_mark import FinalMark, final_mark
from bpcalc.checking.marker import Marker
from bpcalc.checking.policy import GradingPolicy, weighted
from bpcalc.checking.policy_words import policy_sentences
from bpcalc.checking.verdicts import Marking
from bpcalc.locale import say
from bpcalc.notation.writing import UNICODE, CharacterSet
from bpcalc.report.marking import Report


def weighed(
    marker: Marker,
    sheet: Answers,
    marking: Marking,
    policy: GradingPolicy,
    characters: CharacterSet = UNICODE,
    teacher: bool = False,
) -> Report:
    """Return the report on a sheet, marked by a policy; when it was handed in is not known.

    Raises:
        AnswersError: the policy gives points for what there is not.
    """
    names, final = marker.names, mark_of(marker, marking, policy)
    report = Report(final.marking, sheet, marker.options, names.own, characters, teacher)
    report.form_told = bool(policy.per_digit) or policy.rounding is not None
    if not final.plain:
        mark, best = plain_number(final.mark), plain_number(final.best)
        report.mark = say("Mark: {mark} of {best}.", mark=mark, best=best)
    if policy.points or policy.bonus:
        report.remarks = [
            *policy_sentences(policy, lambda name: names.own.symbol(names.find(name)))
        ]
    return report


def mark_of(marker: Marker, marking: Marking, policy: GradingPolicy) -> FinalMark:
    """Return the mark of a sheet by a policy; when it was handed in is not known.

    Raises:
        AnswersError: the policy gives points for what there is not.
    """
    names = marker.names
    policy.refuse_unknown(marker.knows)
    points = weighted(marking, policy, names.own.full, marker.options)
    return final_mark(points, policy, (), None, names.find, names.own.full)


def plain_number(number: Decimal) -> str:
    """Return a mark as it is printed, without zeros at its end."""
    return f"{number.normalize():f}"
