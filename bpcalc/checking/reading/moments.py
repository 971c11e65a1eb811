"""What is before and after the update: `loss after training`, `训练后：`, `After 1 epoch`."""

import re

from bpcalc.checking.reading.epoch_headings import ORDINALS
from bpcalc.patterns import pattern

_NUMBER = rf"(?:one|{'|'.join(ORDINALS)}|[0-9]{{1,7}})"
_WHAT = r"(?:training|(?:weight\s)?updates?|epochs?|iterations?|backprop(?:agation)?)"
_AFTER = pattern(
    rf"\bafter[\s_](?:the[\s_])?(?:({_NUMBER})[\s_])?{_WHAT}(?:[\s_]([0-9]{{1,7}}))?\b"
    r"|(?:第?\s?([0-9]{1,7}|一)\s?[次轮]\s?)?(?<![上前][次轮])(?<![上前]一[次轮])(?:更新|训练|迭代|学习|修正)"
    r"(?:\s?([0-9]{1,7}|一)\s?[次轮])?\s?之?后",
    re.IGNORECASE,
)
_BEFORE = pattern(
    rf"\bbefore[\s_](?:the[\s_])?(?:first[\s_])?{_WHAT}\b|\binitial(?:ly)?\b|(?:更新|训练|迭代|学习)之?前|初始"
    r"|[上前]一?[次轮](?:更新|训练|迭代)之?后",
    re.IGNORECASE,
)
_WEIGHTS = pattern(r"weight|bias|param|threshold|权|偏置|阈|参数", re.IGNORECASE)
_BEHIND = pattern(
    r"[\s_(（,，]{1,3}(?:after|updated|final)"
    r"(?:[\s_](?:the[\s_])?(?:(?:one|first|1)[\s_])?"
    r"(?:update|training|step|change|epoch|iteration)(?:[\s_]1)?)?[)）]?$"
    r"|[\s(（]{0,2}(?:更新|训练|修正)之?后[)）]?$",
    re.IGNORECASE,
)
_AHEAD = pattern(
    r"(?:经过)?(?:第?[一1][次轮])?(?:更新|训练|迭代|学习|修正)(?:[一1][次轮])?之?后的?[\s,，]{0,2}"
    r"|新的?(?=[总误损输])|(?:new|updated|final)[\s_](?:the\s)?",
    re.IGNORECASE,
)


SAYS_LAST = pattern(r"\bfinal\b|最终|\bafter[\s_]training\b|训练之?后", re.IGNORECASE)
"""What says that a weight is what is left in the end, after the last of several updates."""


def updates_before(heading: str) -> int | None:
    """Return after how many updates a heading says the numbers are; None if it says nothing.

    Weights after the update are those that it has made: what else stands below them is not later.

    >>> [updates_before(text) for text in ("After training", "after epoch 3", "训练前", "Forward")]
    [1, 3, 0, None]
    >>> updates_before("上次更新后的值")
    0
    >>> updates_before("Weights after the update")
    """
    if _WEIGHTS.search(heading):
        return None
    match = _AFTER.search(heading)
    if match:
        number = next((part for part in match.groups() if part), "1")
        return int(number) if number.isdecimal() else ORDINALS.get(number.lower(), 1)
    return 0 if _BEFORE.search(heading) else None


def counts_updates(heading: str) -> bool:
    """Return whether a heading says after how many updates; else it is after those so far.

    >>> counts_updates("after 1 epoch"), counts_updates("After the update:")
    (True, False)
    """
    match = _AFTER.search(heading)
    return match is not None and any(match.groups())


def without_moment(heading: str) -> str:
    """Return a heading with a plain word for what it says of the update.

    >>> without_moment("weights after 1 epoch"), without_moment("训练前的权重")
    ('weights  new ', ' old 的权重')
    """
    return _BEFORE.sub(" old ", _AFTER.sub(" new ", heading))


def after_names(name: str) -> list[str]:
    """Return names of what is so called after the update: that of the next epoch, or of this one.

    A program may print the loss of an epoch after it: only the number tells. Nothing is returned
    for a name that says nothing of the kind.

    >>> after_names("loss after update@s2"), after_names("训练后的误差"), after_names("loss")
    (['loss@s2e2', 'loss@s2'], ['误差@e2', '误差'], [])
    """
    base, at, when = name.partition("@")
    bare = _BEHIND.sub("", base)
    if ahead := _AHEAD.match(bare):
        bare = bare[ahead.end() :]
    sample, _, epoch = when.partition("e")
    if bare in (base, "") or not (epoch or "1").isdecimal():
        return []
    return [f"{bare}@{sample}e{int((epoch or '1')[:9]) + 1}", f"{bare}{at}{when}"]
