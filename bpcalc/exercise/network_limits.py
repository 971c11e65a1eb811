"""How large a network may be."""

from collections.abc import Sequence
from itertools import pairwise

from bpcalc.locale import say

MAX_UNITS = 10_000
MAX_WEIGHTS = 2_000_000
MAX_LAYERS = 1_000


def beyond_limits(sizes: Sequence[int]) -> list[str]:
    """Return a sentence for every limit that a network of these layers is beyond."""
    limits = (
        (max(sizes), MAX_UNITS, say("units in one layer")),
        (sum(a * b for a, b in pairwise(sizes)), MAX_WEIGHTS, say("weights")),
        (len(sizes), MAX_LAYERS, say("layers")),
    )
    return [
        say("the network has {n} {what}; at most {most} are possible", n=n, what=what, most=most)
        for n, most, what in limits
        if n > most
    ]
