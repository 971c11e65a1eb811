"""Tables of cells with a weight or a unit before each row, and kinds of numbers above the columns.

It may be the other way round.
"""

from collections.abc import Sequence

from bpcalc.checking.reading.cell_names import CellName, cell_name, is_kind, plain_heading
from bpcalc.checking.reading.entries import NOTE, Knows, WrittenEntry
from bpcalc.checking.reading.kinds_above import kind_told
from bpcalc.checking.reading.quoting import listed, quoted
from bpcalc.checking.reading.value_columns import VALUES, has_digit
from bpcalc.locale import say

MOST_BEFORE = 3
"""Columns that may stand before the numbers: a count, a layer, the name of the row."""

LABELS = frozenset(
    {
        *("unit", "neuron", "node", "name", "layer", "weight", "param", "parameter", "quantity"),
        *("row", "index", "id", "no", "#", "connection", "variable", "symbol", "item", "kind"),
        *("单元", "神经元", "节点", "结点", "名称", "层", "权重", "权值", "参数", "序号", "编号"),
        *("符号", "变量", "量", "连接", "从", "到", "from", "to", "src", "dst", "source", "", "0"),
    }
)
"""Headings of what rows are called."""

TIMES_OF = {
    **dict.fromkeys(("sample", "pattern", "example", "样本", "样例"), "s"),
    **dict.fromkeys(("epoch", "iteration", "iter", "轮次", "迭代"), "e"),
}
"""Headings of what counts samples and epochs."""


def name_at(label: str, head: str, knows: Knows, others: Sequence[str]) -> CellName:
    """Return what a cell is called, be its heading a word or several: `new weights`."""
    name = cell_name(label, head, knows, others)
    kind = "" if name.known else kind_told(head)
    return cell_name(label, kind, knows) if kind else name


def left_out(heads: Sequence[str]) -> WrittenEntry:
    """Return what is said about columns that name nothing."""
    says = say(
        "columns that name nothing of this exercise are left out: {names}",
        names=listed(map(quoted, heads)),
    )
    return WrittenEntry(NOTE, says)


def crossed_entries(table: Sequence[Sequence[str]], knows: Knows) -> list[WrittenEntry]:
    """Return what the cells of a table are called and say; nothing if it is another table.

    Args:
        table: rows of cells, all of the same length; the first has the headings.
        knows: tells how well a name of one quantity is known.
    """
    heads = [head.strip() for head in table[0]]
    if not _tells_kinds(heads) and not any(_tells_kinds(row[:MOST_BEFORE]) for row in table[1:]):
        return []
    best: tuple[int, int, bool] = (0, 0, False)
    for at in range(min(MOST_BEFORE, len(heads) - 1)):
        if any(plain_heading(head) not in LABELS for head in heads[:at]):
            break
        for joined in (False, True)[: 1 + (at > 0)]:
            known = sum(
                bool(name_at(_label(row, at, joined=joined), head, knows, heads[at + 1 :]).known)
                for row in table[1:]
                for head in heads[at + 1 :]
                if plain_heading(head) not in VALUES
            )
            best = max(best, (known, -at, joined))
    known, before, joined = best
    if not known:
        return []
    return _entries(table, heads, -before, knows, joined=joined)


def _tells_kinds(cells: Sequence[str]) -> bool:
    """Return whether one of these says what of a weight or a unit a number is."""
    return any(is_kind(cell) and plain_heading(cell) not in VALUES for cell in cells)


def _label(row: Sequence[str], at: int, *, joined: bool) -> str:
    """Return what a row is called: the cell of a column, or all up to it."""
    return " ".join(row[: at + 1]) if joined else row[at].strip()


def _entries(
    table: Sequence[Sequence[str]], heads: list[str], at: int, knows: Knows, *, joined: bool
) -> list[WrittenEntry]:
    entries: list[WrittenEntry] = []
    unnamed = dict.fromkeys(filter(None, heads[at + 1 :]))
    for row in table[1:]:
        label = _label(row, at, joined=joined)
        names = [name_at(label, head, knows, heads[at + 1 :]) for head in heads[at + 1 :]]
        cells = row[at + 1 :]
        if not any(name.known for name in names):
            if any(map(has_digit, cells)):
                line = " ".join(filter(None, row))
                entries.append(WrittenEntry(line, line))
            continue
        for head, name, cell in zip(heads[at + 1 :], names, cells, strict=True):
            if name.known:
                unnamed.pop(head, None)
            if name.known and not cell.isalpha():  # sigmoid
                entries.append(WrittenEntry(name.name, cell))
    return [*entries, left_out(list(unnamed))] if unnamed else entries
