"""Tables with a row for every sample, told by the inputs at its beginning: a truth table.

x1 | x2 | t | net | out
 0 |  0 | 0 | 0.1 | 0.525
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

from bpcalc.checking.cells import read_cell
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.samples_by_input import numbers_of_samples
from bpcalc.checking.reading.statement_parts import NUMERIC
from bpcalc.maths.keys import Key
from bpcalc.patterns import pattern

_SIGNS = "|\t;,"
_TELLS = pattern(r"sample|pattern|example|epoch|iter|student|样本|样例|模式|轮|迭代|步|姓名|学号")
_TARGETS = frozenset(("t", "d", "target", "targets", "label", "标签", "期望", "期望输出", "目标"))
_RULE = pattern(r"[\s|:+-]{3,400}")
_MOST_LINES = 2_000
"""Lines of a text in which such a table is looked for."""


def by_samples(
    rows: Sequence[Sequence[str]], index: QuantityIndex
) -> list[Sequence[Sequence[str]]]:
    """Return the rows of a worksheet, those of such a table apart from what stands below it."""
    found = numbered(rows, index)
    if found is None:
        return [rows]
    rest = [row for row in rows[len(found) :] if any(row)]
    return [found, rest] if rest else [found]


def numbered(rows: Sequence[Sequence[str]], index: QuantityIndex) -> list[list[str]] | None:
    """Return the rows of such a table with their samples for the inputs; None if it is none.

    It ends above the first row that has no number for the first input.

    What the exercise gives as targets is called so: `y` is that in some tables, and the output of
    the network in others.
    """
    samples = numbers_of_samples(index)
    heads = [cell.strip(" *`$") for cell in rows[0]] if rows else []
    if not samples or len(rows) < 3 or any(map(_TELLS.search, map(str.casefold, heads))):
        return None
    columns = _inputs(heads, index)
    if not columns:
        return None
    below = [_as_wide(row, len(heads)) for row in rows[1:]]
    cells = [[read_cell(row[at].strip(" *`$")).value for at in columns] for row in below]
    end = next((at for at, each in enumerate(cells) if each[0] is None), len(cells))
    below = below[:end]
    told = [samples.get(tuple(each), 0) for each in cells[:end]]
    if 0 in told or len({*told}) < len(told) or len(told) < 2:
        return None
    if any(each[0] is not None for each in cells[end:]):
        return None
    target = _target(heads, below, told, index)
    kept = [at for at in range(len(heads)) if at not in columns]
    first = ["sample", *("target" if at == target else heads[at] for at in kept)]
    found = ([str(n), *(row[at] for at in kept)] for n, row in zip(told, below, strict=True))
    return [first, *found]


def _as_wide(row: Sequence[str], width: int) -> list[str]:
    """Return a row with empty cells behind it, as far as the headings go."""
    return [*row, *[""] * (width - len(row))]


def _inputs(heads: Sequence[str], index: QuantityIndex) -> list[int]:
    """Return the columns of the inputs; none where some are missing, or nothing else is there."""
    told = (head.strip(" *`$") for head in heads)
    columns = [at for at, head in enumerate(told) if head and _is_input(head, index)]
    return columns if len(columns) == index.layout.sizes[0] < len(heads) else []


def _is_input(head: str, index: QuantityIndex) -> bool:
    """Return whether a heading is that of an input."""
    given = index.given_keys(head)
    label = index.label(head)
    kinds = [key.kind for key in given[:1]] or (label.kinds if label else ())
    return list(kinds) == ["input"]


def _target(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    samples: Sequence[int],
    index: QuantityIndex,
) -> int | None:
    """Return the column of the only output's targets; None where another one has their name."""
    last = len(index.layout.sizes) - 1
    if index.layout.sizes[last] > 1 or any(head.casefold() in _TARGETS for head in heads):
        return None
    keys = [Key("target", last, 1, None, sample) for sample in samples]
    given = [index.values.get(key) for key in keys]
    for at, head in enumerate(heads):
        if head.casefold() == "y" and [read_cell(row[at]).value for row in rows] == given:
            return at
    return None


def with_samples(text: str, index: QuantityIndex) -> str:
    """Return a text, such tables in it with a column of samples, and bars between all columns."""
    lines = text.splitlines()
    if len(index.exercise.samples) < 2 or len(lines) > _MOST_LINES:
        return text
    return "\n".join(_numbered_lines(lines, index))


def _numbered_lines(lines: Sequence[str], index: QuantityIndex) -> Iterator[str]:
    at = 0
    while at < len(lines):
        sign = next((sign for sign in _SIGNS if lines[at].count(sign) > 1), "")
        heads = _cells(lines[at], sign) if sign else []
        if not heads or not _inputs(heads, index) or any(map(NUMERIC.match, heads)):
            yield lines[at]
            at += 1
            continue
        run = list(takewhile(partial(_has, sign, lines[at].count(sign)), lines[at:]))
        rows = [_cells(line, sign) for line in run if not _RULE.fullmatch(line)]
        found = numbered(rows, index)
        if found is None:
            yield from run
        else:
            yield from (f"| {' | '.join(row)} |" for row in found)
            yield from [line for line in run if not _RULE.fullmatch(line)][len(found) :]
        at += len(run)


def _has(sign: str, width: int, line: str) -> bool:
    return line.count(sign) == width


def _cells(line: str, sign: str) -> list[str]:
    bare = line.strip().removeprefix("|").removesuffix("|") if sign == "|" else line
    return [cell.strip() for cell in bare.split(sign)]
