"""How far tests go: a short way at every push, the whole of it in the long run.

`BPCALC_LONG=1 pytest` is the long run (`nox -s long`, every night). The short range of a random
test begins with the same seeds as the long one wherever it can, so that what it has found, the long
one finds as well.

Of a test with many cases that are alike, `@pytest.mark.sampled(n)` keeps n in the short run
(`spread` chooses them, `tests/conftest.py` leaves out the others and says how many). All of them
run in the long run, with `BPCALC_ALL_CASES=1` (coverage, mutants), and where tests are named by
hand: `pytest tests/test_x.py::test_y`, `-k word`.

What is `@pytest.mark.long`, a test or a case of one, is left out of the short run in the same way:
it takes a second or more, and what it holds is held in a smaller way by others that are not.
"""

import os
from collections import Counter
from collections.abc import Hashable, Sequence

LONG = os.environ.get("BPCALC_LONG", "") not in ("", "0")
"""Whether this is the long run."""

ALL_CASES = LONG or os.environ.get("BPCALC_ALL_CASES", "") not in ("", "0")
"""Whether sampled tests have all of their cases."""


def few(short: int, long: int) -> int:
    """Return how many cases to try: the first number, or the second one in the long run."""
    assert 0 < short < long
    return long if LONG else short


def spread(cases: Sequence[Sequence[Hashable]], count: int) -> list[int]:
    """Return the places of so many of the cases, evenly apart, with the first and the last one.

    Among neighbours, the case is taken whose values have been taken least often so far: where
    every name goes with both languages, the languages take turns.

    Args:
        cases: the values of each case.
        count: how many to take, fewer than there are; of one, it is the first.
    """
    total = len(cases)
    if not 1 <= count < total:
        raise ValueError(f"{count} of {total} cases cannot be a sample of them")
    places: list[int] = []
    taken: Counter[Hashable] = Counter()
    for part in range(count):
        near = range(part * total // count, (part + 1) * total // count)
        near = near[:1] if part == 0 else near[-1:] if part == count - 1 else near
        middle = near[len(near) // 2]
        place = min(
            near, key=lambda at: (sum(taken[value] for value in cases[at]), abs(at - middle))
        )
        taken.update(cases[place])
        places.append(place)
    return places
