"""Whether a table of samples is too long for what is done with it, before its rows are read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

RowJudge = Callable[[int], None]
"""(weights times rows) -> None; it raises what the caller is told where these are too many."""

_judge: RowJudge | None = None


@contextmanager
def judged_by(judge: RowJudge | None) -> Iterator[None]:
    """Let a judge look at the length of tables that are opened meanwhile."""
    global _judge
    before, _judge = _judge, judge
    try:
        yield
    finally:
        _judge = before


def judge_rows(text: str, units: tuple[tuple[str, ...], ...]) -> None:
    r"""Ask the judge about a table, whose first row is the heading, and a network.

    >>> def judge(times: int) -> None:
    ...     print(times)
    >>> with judged_by(judge):
    ...     judge_rows("i1,i2,o1\n1,0,1\n\n0,1,1\n", (("i1", "i2"), ("o1",)))
    4
    """
    if _judge is not None:
        rows = sum(1 for line in text.splitlines() if not line.isspace() and line) - 1
        _judge(rows * sum(len(one) * len(other) for one, other in pairwise(units)))
