"""Names that say that a value is of all samples together: `total gradient W2`, `总误差`."""

import re
from collections.abc import Callable

from bpcalc.checking.reading.name_parts import Meaning
from bpcalc.patterns import pattern

_WORD = pattern(
    r"\b(?:total|summed|sum|batch|overall|accumulated|cumulative)\b(?:\s(?:of|over|for)\b)?"
    r"(?:\s(?:the|all))?(?:\s(?:samples|patterns|examples|batch)\b)?"
    r"|[\s(（]{1,2}(?:over|of|for)\sall\s(?:samples|patterns|examples)[)）]?"
    r"|总和?的?|累[计加]的?|合计|整批的?|所有样本的?|之和",
    re.IGNORECASE,
)


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


def total(text: str, read: Callable[[str], Meaning | None]) -> Meaning | None:
    """Return what a total may be, over all samples or in the one told; None for other names.

    The error of a sample is a total over its outputs, and comes first.

    Args:
        text: the name.
        read: returns what a name stands for.
    """
    found = [told for name in total_names(text) if (told := read(name))]
    keys = [key for told in found for key in told.keys]
    keys.sort(key=lambda key: key.kind == "total_error" and key.sample is None)
    return Meaning(tuple(dict.fromkeys(keys)), plain=False, total=True) if keys else None
