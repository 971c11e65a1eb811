"""Pairs of numbers as a page has them: most are near the one before, and take one sign."""

import re
from collections.abc import Mapping, Sequence

from bpcalc.report.practice.tree_pool import base36

BIG = "ABCDEFGHIJKLMNOPQRSTUVWX"
"""Stands for small steps from pair to pair."""

GONE = -1
"""Stands in the place of a formula or a list for what is no longer there."""

Places = dict[int, int]
"""By line, the place of its list of wrong formulas, or the number of its formula."""

_BETWEEN = re.compile(r"(?<=[A-Z]),|,(?=[A-Z])")


def stepwise(pairs: Sequence[tuple[int, int]]) -> str:
    """Return pairs as the steps from each to the next one; those that are small in one sign.

    >>> stepwise([(3, 40), (3, 41), (4, 20)])
    '3 14B1 -l'
    """
    words: list[str] = []
    before = (0, 0)
    for pair in pairs:
        rule, node = pair[0] - before[0], pair[1] - before[1]
        small = 0 <= rule < 3 and 0 <= node < 8
        words.append(BIG[8 * rule + node] if small else f"{base36(rule)} {base36(node)}")
        before = pair
    text = ",".join(words)
    return _BETWEEN.sub("", text)


def packed(places: Mapping[int, int]) -> str:
    """Return what stands at which lines.

    >>> packed({4: 20, 3: 40})
    '3 14,1 -k'
    """
    return stepwise(sorted(places.items()))


def changed(found: Mapping[int, int], before: Mapping[int, int]) -> Places:
    """Return what differs from before.

    >>> changed({1: 5, 2: 7}, {1: 5, 3: 9})
    {2: 7, 3: -1}
    """
    differing = {key: found.get(key, GONE) for key in before.keys() | found.keys()}
    return {key: each for key, each in sorted(differing.items()) if each != before.get(key, GONE)}
