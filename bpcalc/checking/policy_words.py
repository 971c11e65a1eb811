"""The policy of a class in words, as it is printed on every report."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import cast

from bpcalc.checking.conventions import CONVENTIONS
from bpcalc.checking.marking_rule import USUAL_DIGITS, asked_on_sheet
from bpcalc.checking.policy import GradingPolicy
from bpcalc.checking.submissions.times import shown_time
from bpcalc.errors import NotAQuantity
from bpcalc.locale import say
from bpcalc.maths.graph import GAINS
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import BELONGS_TO, FAMILIES, KINDS, words
from bpcalc.maths.rounding import Rounding


def policy_sentences(
    policy: GradingPolicy, symbol: Callable[[str], str], rounding: Rounding
) -> Iterator[str]:
    """Yield what is printed of a policy.

    Args:
        policy: of the class.
        symbol: gives the symbol of a quantity by its name; may raise `NotAQuantity`.
        rounding: the digits that are asked for.
    """
    if policy.points:
        listed = _listed(policy.points, symbol)
        yield say("Points: {points}; everything else 1.", points=listed)
    if policy.bonus:
        yield say("Bonus: {points}.", points=_listed(policy.bonus, symbol))
        if any(policy.points.get(name, 1) for name in policy.bonus):
            yield say("A bonus is on top of the points that a quantity is worth anyway.")
    yield from _of_form(policy, rounding)
    if "accept" in policy.credit:
        yield accepted(filter(None, policy.credit["accept"].split(",")))
    if policy.round_to:
        yield say("The mark is rounded to multiples of {step}.", step=policy.round_to)
    if policy.deadline:
        yield say("Due {time}.", time=shown_time(policy.deadline))
    if policy.deadline and policy.late_per_day:
        yield say(
            "Each late day costs {share} % of the mark, at most {most} %.",
            share=_percent(policy.late_per_day),
            most=_percent(policy.late_most),
        )


def _of_form(policy: GradingPolicy, rounding: Rounding) -> Iterator[str]:
    if policy.per_digit:
        yield say(
            "Each digit that is asked for and missing costs {share} % of its points.",
            share=_percent(policy.per_digit),
        )
        if asked_on_sheet(rounding) is not rounding:
            yield say(
                "Asked for are {n} decimals, and {n} significant digits of deltas and gradients, "
                "as on the blank sheet.",
                n=USUAL_DIGITS,
            )
    if policy.rounding is not None:
        yield say(
            "A value that was rounded in a wrong way earns {share} % of its points at most.",
            share=_percent(policy.rounding),
        )


def accepted(names: Iterable[str]) -> str:
    """Return which conventions pass, in a sentence.

    >>> accepted(["biases_left"])
    'Passes, if it is kept all through the sheet: biases left as they are.'
    """
    told = [_convention(name.strip()) for name in names if name.strip() != "none"]
    if not told:
        return say("No other convention than that of the exercise passes.")
    return say(
        "Passes, if it is kept all through the sheet: {conventions}.",
        conventions=say("; ").join(told),
    )


def _convention(name: str) -> str:
    called = next((each.called for each in CONVENTIONS if each.id == name), "")
    return say(called) if called else name


def _listed(points: Mapping[str, Decimal], symbol: Callable[[str], str]) -> str:
    return ", ".join(f"{_called(name, symbol)}: {_plain(each)}" for name, each in points.items())


def _called(name: str, symbol: Callable[[str], str]) -> str:
    """Return what a kind, a family of kinds or a single quantity is called on a report."""
    if name in FAMILIES or name in KINDS:
        kinds = FAMILIES.get(name) or (cast("Kind", name),)
        usual = [kind for kind in kinds if BELONGS_TO.get(kind) not in GAINS] or kinds
        return " / ".join(words(kind, plural=True) for kind in usual)
    try:
        return symbol(name)
    except NotAQuantity:
        return name


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _percent(share: Decimal) -> str:
    return _plain(100 * share)
