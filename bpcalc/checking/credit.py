"""What a verdict earns."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bpcalc.checking.scheme import Scheme
from bpcalc.checking.verdicts import Mark, Options, Verdict
from bpcalc.maths.keys import Key

FULL: frozenset[Verdict] = frozenset({"right", "jump", "convention"})
NOTHING = Decimal(0)
ONE = Decimal(1)


def credited(
    marks: list[Mark], asked: Iterable[Key], options: Options, scheme: Scheme
) -> list[Mark]:
    """Return the marks with their credit; what was not asked for earns none and costs none.

    A blank that nobody asked for is left out.
    """
    wanted = set(asked)
    paid = _paid(marks, scheme) if options.goal_pays else set()
    seen: set[tuple[str, str]] = set()
    result = []
    for mark in marks:
        if mark.key not in wanted:
            if mark.verdict != "blank":
                result.append(replace(mark, credit=NOTHING, most=NOTHING))
            continue
        again = _again(mark, seen)
        credit = ONE if mark.key in paid else _credit(mark, options, again)
        result.append(replace(mark, credit=credit, most=ONE))
    return result


def _credit(mark: Mark, options: Options, again: bool) -> Decimal:
    if mark.verdict in FULL:
        return ONE
    if mark.verdict == "mistake":
        return ONE if again and options.same_mistake == "once" else options.mistake
    return {"follow": options.follow, "form": options.form}.get(mark.verdict, NOTHING)


def _again(mark: Mark, seen: set[tuple[str, str]]) -> bool:
    """Return whether the mistake of a cell has been met before, and remember it."""
    if mark.verdict != "mistake" or not mark.mistakes:
        return False
    place = (mark.mistakes[0].rule, mark.key.kind)
    if place in seen:
        return True
    seen.add(place)
    return False


def _paid(marks: list[Mark], scheme: Scheme) -> set[Key]:
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
