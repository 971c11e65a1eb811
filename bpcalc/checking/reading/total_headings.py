"""Headings of gradients that are those of all samples: `总梯度：`, `Averaged gradients`."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.line_forms import FRACTIONAL, OF_ALL_GRADIENTS
from bpcalc.exercise.spec import Exercise
from bpcalc.patterns import pattern

_SUMMED = pattern(
    r"\b(?:total|summed(?:[\s-]up)?|sums?(?:\sof)?|accumulated|aggregated?|cumulative|averaged?"
    r"|mean|batch)\s(?:the\s)?(?:gradients?|derivatives?)"
    r"|\b(?:gradients?|derivatives?)[\s,]{1,2}(?:summed|averaged|added\sup|accumulated)"
    r"|(?:总|批量?|平均|累[计加积](?:误差)?)的?(?:梯度|偏导)"
    r"|(?:梯度|偏导数?)的?(?:求和|之和|总和|和$|累[计加积]|平均)",
    re.IGNORECASE,
)
_OF_ONE = pattern(r"sample\s?#?[0-9]|样本\s?[0-9]|第\s?[0-9一二三四五六七八九十]", re.IGNORECASE)
_VALUES = "=＝≈|,;\t"
_MAX_HEADING = 60
"""Characters of a line that may be such a heading."""


def with_totals(text: str, exercise: Exercise) -> str:
    r"""Return a text with a mark above each such heading; unchanged where each sample has updates.

    >>> import bpcalc
    >>> with_totals("Averaged gradients\ndE/dw5 = 0.1", bpcalc.load("batch-momentum"))
    '# @all\nAveraged gradients\ndE/dw5 = 0.1'
    """
    if not exercise.batch:
        return text
    lines = text.split("\n")
    return "\n".join(
        f"# {OF_ALL_GRADIENTS}\n{line}" if _is_heading(line) else line for line in lines
    )


def fitting_headings(
    entries: Iterable[WrittenEntry], fitting: Callable[[list[WrittenEntry]], int]
) -> Iterator[WrittenEntry]:
    """Yield entries, those below a heading in doubt without it if they fit better then.

    `the sum of the gradients is taken later` looks like one of totals, and is none.

    Args:
        entries: as they stand below headings.
        fitting: returns how many numbers are right if entries are read as they are.
    """
    for below, found in groupby(entries, lambda entry: bool(entry.otherwise)):
        group = list(found)
        if below:
            own = [entry._replace(name=entry.otherwise, otherwise="") for entry in group]
            group = max(group, own, key=fitting) if own != group else own
        yield from group


def _is_heading(line: str) -> bool:
    if len(line) > _MAX_HEADING or any(sign in line for sign in _VALUES):
        return False
    bare = line.strip(" #*:：=-_[]【】()（）")
    return bool(_SUMMED.search(bare)) and not (_OF_ONE.search(bare) or FRACTIONAL.search(bare))
