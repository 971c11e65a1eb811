"""Names that say that a value is of all samples together: `total gradient W2`, `总误差`."""

import re
from collections.abc import Callable, Iterable

from bpcalc.checking.reading.moments import after_names
from bpcalc.checking.reading.name_parts import Meaning, When
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import GRADIENT_KINDS
from bpcalc.patterns import pattern

_WORD = pattern(
    r"\b(?:total|summed|sum|batch|overall|accumulated|cumulative)\b(?:\s(?:of|over|for)\b)?"
    r"(?:\s(?:the|all))?(?:\s(?:samples|patterns|examples|batch)\b)?"
    r"|[\s(（]{1,2}(?:over|of|for)\sall\s(?:samples|patterns|examples)[)）]?"
    r"|总和?的?|累[计加]的?|合计|整批的?|所有样本的?|之和",
    re.IGNORECASE,
)


AGAIN: frozenset[Kind] = frozenset({"net", "out", "error", "total_error"})
"""Kinds that a program works out once more after the update."""

_SINGULAR = {"errors": "error", "losses": "loss", "costs": "cost"}


def total_names(name: str) -> list[str]:
    """Return names of what a total may be: that of all samples, or the one that the name says.

    A program that has summed up the gradients prints the total below its last sample. Nothing is
    returned for a name that says nothing of a total.

    >>> total_names("Total gradient W2@s3"), total_names("总误差"), total_names("E_total@s1")
    (['gradient W2@all', 'gradient W2@s3'], ['误差'], [])
    """
    bare, found = _WORD.subn("", name, count=2)
    bare, at, when = bare.strip().partition("@")
    bare = _SINGULAR.get(bare.lower(), bare)
    if not found or not bare:
        return []
    _, epoch, number = when.partition("e")
    return [f"{bare}@all{epoch}{number}", f"{bare}@{when}"] if at else [bare]


def in_either(text: str, read: Callable[[str], Meaning | None], samples: int) -> Meaning | None:
    """Return what a total may be, over all samples or in the one told, or what is after the update.

    The error of a sample is a total over its outputs, and comes first. What comes back, and the new
    weights, are those of the epoch that has ended.

    Args:
        text: the name.
        read: returns what a name stands for.
        samples: how many samples there are.
    """
    totals = total_names(text) if samples > 1 else []
    found = [told for name in totals or after_names(text) if (told := read(name)) and told.keys]
    keys = list(dict.fromkeys(key for told in found for key in told.keys))
    if not keys:
        return None
    if totals:
        keys.sort(key=lambda key: key.kind == "total_error" and key.sample is None)
        return Meaning(tuple(keys), plain=False, total=True)
    if any(told.given for told in found):
        return None  # a weight, which has a word of its own for that
    return Meaning(tuple(keys), plain=False) if keys[0].kind in AGAIN else found[-1]


def of_all_samples(kinds: Iterable[Kind], when: When | None, exercise: Exercise) -> When | None:
    """Return when a sum is that stands below the heading of its last sample.

    None, if what stands there is of that sample, or of none: a batch sums up nothing but gradients.
    """
    if when is None or not (when.sample and exercise.batch) or GRADIENT_KINDS.isdisjoint(kinds):
        return None
    return when._replace(all=True, sample=0)
