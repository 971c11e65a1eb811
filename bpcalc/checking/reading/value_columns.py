"""Which column of a table holds the values: told by its heading, or else by its numbers."""

from collections.abc import Iterable, Sequence

from bpcalc.checking.cells import read_cell
from bpcalc.checking.reading.values import read_value
from bpcalc.errors import AnswersError
from bpcalc.locale import enumerated, say
from bpcalc.patterns import pattern

VALUES = frozenset(
    {
        *("value", "answer", "written", "result", "your value", "response", "number", "values"),
        *("值", "数值", "答案", "结果", "您的值", "你的值", "填写"),
    }
)
"""Headings of values."""

_WORDS = frozenset(
    ("value", "values", "answer", "answers", "response", "result", "results", "wert", "ergebnis")
)
_ENDINGS = ("值", "答案", "结果", "作答", "填写", "数字")
_MINE = ("my", "mine", "your", "own", "student", "我", "你", "您", "学生", "自己")
_OTHERS = (
    *("correct", "right", "true", "key", "model", "expected", "reference", "teacher", "given"),
    *("initial", "old", "before", "previous", "target", "max", "error", "difference", "diff"),
    *("page", "no", "nr", "row", "line", "point", "points", "mark", "marks", "weight", "digits"),
    *("decimals", "layer", "unit", "sample", "epoch", "time", "score", "pages", "percent"),
    *(
        "正确",
        "标准",
        "参考",
        "老师",
        "教师",
        "旧",
        "原",
        "初始",
        "初值",
        "期望",
        "目标",
        "真值",
        "误差",
    ),
    *(
        "阈值",
        "权值",
        "页",
        "序号",
        "题号",
        "编号",
        "分值",
        "分数",
        "得分",
        "满分",
        "层",
        "位数",
        "代入",
    ),
)
"""Words of headings of other numbers: right ones, earlier ones, and what numbers the lines."""

_WORD = pattern(r"[a-z]+")
_REMARK = pattern(r"[(（\[][^()（）\[\]]{0,60}[)）\]]")

MOST_ROWS = 300
"""Rows by which a column is judged."""


def value_column(table: Sequence[Sequence[str]], names: int) -> int:
    """Return the column of the values, beside one of names.

    Raises:
        AnswersError: there are two, and nothing tells which of them it is.

    >>> value_column([["name", "my value", "page"], ["net_h1", "0.3775", "3"]], 0)
    1
    """
    told = _told([cell.casefold() for cell in table[0]], names)
    filled = [at for at in told if any(row[at].strip() for row in table[1:])]
    if told:
        return _only(table, filled or told)
    numbers = _of_numbers(table, names)
    return _only(table, numbers) if numbers else _with_digits(table, names)


def has_digit(cell: str) -> bool:
    """Return whether a cell has a digit, and does not begin with a letter."""
    return any(sign.isdigit() for sign in cell[:40]) and not cell[:1].isalpha()


def is_number(cell: str) -> bool:
    """Return whether a cell holds one number, whatever stands beside it."""
    if not has_digit(cell):
        return False
    value = read_value(cell).value
    return isinstance(value, str) and any(
        read_cell(value, mark).value is not None for mark in ("point", "comma")
    )


def _told(heads: Sequence[str], names: int) -> list[int]:
    """Return the columns whose headings say that they hold the values."""
    told = [at for at, head in enumerate(heads) if at != names and says_value(head)]
    mine = [at for at in told if _has_word(heads[at], _MINE)]
    return mine or told


def says_value(head: str) -> bool:
    """Return whether a heading, in small letters, says that values stand below it."""
    head = _REMARK.sub("", head).strip(" *_:：")
    if head in VALUES:
        return True
    says = not _WORDS.isdisjoint(_WORD.findall(head)) or head.endswith(_ENDINGS)
    return says and not _has_word(head, _OTHERS)


def _has_word(head: str, words: Iterable[str]) -> bool:
    """Return whether a heading has one of these words; Chinese ones stand side by side."""
    own = _WORD.findall(head)
    return any(word in own if word.isascii() else word in head for word in words)


def _of_numbers(table: Sequence[Sequence[str]], names: int) -> list[int]:
    """Return the columns with most numbers: behind that of the names, or else before it."""
    rows = table[:MOST_ROWS]
    counts = [sum(is_number(row[at]) for row in rows) for at in range(len(table[0]))]
    for places in (range(names + 1, len(counts)), range(names)):
        most = max((counts[at] for at in places), default=0)
        found = [at for at in places if most and counts[at] * 2 >= most]
        heads = {at: _REMARK.sub("", table[0][at].casefold()) for at in found}
        found = [at for at in found if not _has_word(heads[at], _OTHERS)] or found
        fractional = [at for at in found if any(map(_is_fraction, (row[at] for row in rows)))]
        if found:
            return fractional or found
    return []


def _is_fraction(cell: str) -> bool:
    return is_number(cell) and not cell.strip().lstrip("+-").isdigit()


def _with_digits(table: Sequence[Sequence[str]], names: int) -> int:
    """Return the column with most cells that have a digit, that of the names as the last."""
    counts = [
        (sum(has_digit(row[at]) for row in table), at > names, at)
        for at in range(len(table[0]))
        if at != names
    ]
    return max(counts)[2] if counts else names


def _only(table: Sequence[Sequence[str]], columns: Sequence[int]) -> int:
    """Return the only column, or the last of those that hold the same."""
    held = {tuple(row[at] for row in table[1:]) for at in columns}
    if len(held) > 1:
        shown = [f"`{table[0][at][:60]}`" for at in columns]
        if any(is_number(table[0][at]) for at in columns):
            shown = [str(at + 1) for at in columns]
        raise AnswersError(
            say(
                "the values may stand in more than one column of the table: {columns}; write "
                "`value` above the one in which they are",
                columns=enumerated(shown),
            )
        )
    return columns[-1]
