"""What a verdict earns."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.verdicts import Mark, Options, Verdict
from bpcalc.maths.keys import Key

FULL_CREDIT_VERDICTS: frozenset[Verdict] = frozenset({"right", "jump", "convention"})
NO_CREDIT = Decimal(0)
FULL_CREDIT = Decimal(1)


def credited(
    marks: list[Mark], asked: Iterable[Key], options: Options, scheme: AnswerKey
) -> list[Mark]:
    """Return the marks with their credit; what was not asked for earns none and costs none.

    A blank that nobody asked for is left out.
    """
    wanted = set(asked)
    paid = _paid(marks, scheme) if options.goal_pays else set()
    seen: set[str] = set()
    result = []
    for mark in marks:
        if mark.key not in wanted:
            if mark.verdict != "blank":
                result.append(replace(mark, credit=NO_CREDIT, most=NO_CREDIT))
            continue
        again = _again(mark, seen)
        credit = FULL_CREDIT if mark.key in paid else _credit(mark, options, again)
        result.append(replace(mark, credit=credit, most=FULL_CREDIT))
    return result


def _credit(mark: Mark, options: Options, again: bool) -> Decimal:
    if mark.verdict in FULL_CREDIT_VERDICTS:
        return FULL_CREDIT
    if again and options.same_mistake == "once":
        return FULL_CREDIT
    if mark.verdict == "mistake":
        return options.mistake
    return {"follow": options.follow, "form": options.form}.get(mark.verdict, NO_CREDIT)


def _again(mark: Mark, seen: set[str]) -> bool:
    """Return whether the mistake of a cell has been met before, in whatever line; remember it."""
    cause = mark.cause
    if not cause or cause in seen:
        return bool(cause)
    seen.add(cause)
    return False


def _paid(marks: list[Mark], scheme: AnswerKey) -> set[Key]:
    """Return the blank cells for which a right value that builds on them pays."""
    blank = {mark.key for mark in marks if mark.verdict == "blank"}
    waiting = [mark.key for mark in marks if mark.verdict in ("right", "jump")]
    paid: set[Key] = set()
    while waiting:
        for parent in scheme.parents.get(waiting.pop(), ()):
            if parent in blank and parent not in paid:
                paid.add(parent)
                waiting.append(parent)
    return paid
