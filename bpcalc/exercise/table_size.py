"""Whether a table of samples is too long for what is done with it, before its rows are read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from bpcalc.named_tuples import NamedTuple


class TableSize(NamedTuple):
    """How long a table is, and for which network.

    Attributes:
        rows: below its heading.
        characters: of the whole.
        weights: of the network that it has samples for.
    """

    rows: int
    characters: int
    weights: int


RowJudge = Callable[[TableSize], None]
"""It raises what the caller is told where a table is too long for what is done with it."""

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

    >>> def judge(size: TableSize) -> None:
    ...     print(size.rows, size.weights)
    >>> with judged_by(judge):
    ...     judge_rows("i1,i2,o1\n1,0,1\n\n0,1,1\n", (("i1", "i2"), ("o1",)))
    2 2
    """
    if _judge is not None:
        rows = sum(1 for line in text.splitlines() if not line.isspace() and line) - 1
        weights = sum(len(one) * len(other) for one, other in pairwise(units))
        _judge(TableSize(rows, len(text), weights))
