"""How far random tests go: a short way at every push, the whole of it in the long run.

`BPCALC_LONG=1 pytest` is the long run (`nox -s long`, every night). The short range begins with
the same seeds as the long one, so what it has found, the long one finds as well.
"""

import os

LONG = os.environ.get("BPCALC_LONG", "") not in ("", "0")
"""Whether this is the long run."""


def few(short: int, long: int) -> int:
    """Return how many cases to try: the first number, or the second one in the long run."""
    assert 0 < short < long
    return long if LONG else short
