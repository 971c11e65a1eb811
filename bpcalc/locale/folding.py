"""Where a line of running text may end, in English and in Chinese."""

from collections.abc import Callable, Iterator
from unicodedata import east_asian_width

CLOSING = "。，、；：？！）》」』】”’…—,.;:?!)]}%"
"""A line never begins with one of these."""

OPENING = "（《「『【“‘([{"
"""A line never ends with one of these."""

OPERATORS = "+-−·*/=≈<>≤≥→⊙"
"""A line never ends with one of these that stands alone, and begins with one only where it must."""

CLOSING_SIGNS = frozenset("。，、；：？！—,;:?!")
"""Behind one of these, a sign that stands alone is none of a formula: `? formula, ! value`."""

SHORT_FORMULA = 24
"""Cells of a formula in a sentence that stands on one line."""


def cells(text: str) -> int:
    """Return the width of a text in terminal cells; a Chinese character takes two.

    >>> cells("净输入 net")
    10
    """
    return len(text) if text.isascii() else sum(1 + is_wide(sign) for sign in text)


def is_wide(sign: str) -> bool:
    """Return whether a character takes two cells."""
    return east_asian_width(sign) in "WF"


def folded(
    text: str, width: int, measure: Callable[[str], int] = cells, indent: int = 0
) -> Iterator[str]:
    """Yield the text in lines of at most `width`, the further ones set in by `indent`.

    >>> list(folded("误差反向传播，从输出层开始。", 12))
    ['误差反向传', '播，从输出层', '开始。']
    """
    line = ""
    for piece in pieces(text):
        if line.strip() and measure(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = " " * indent
        line += piece
    yield line.rstrip()


def pieces(text: str) -> Iterator[str]:
    """Split a text where a line may end, keeping every character.

    >>> list(pieces("a line 用 sigmoid（见下）。"))
    ['a ', 'line ', '用 ', 'sigmoid', '（见', '下）。']
    >>> list(pieces("so each δ is a - y. 未填 16 项，第 3 轮"))
    ['so ', 'each ', 'δ ', 'is ', 'a - y. ', '未', '填 ', '16 项，', '第 3 轮']
    """
    if any(f" {sign} " in text for sign in OPERATORS):
        yield from _with_formulas(list(_simple(text)))
    else:
        yield from _simple(text)


def _with_formulas(found: list[str]) -> Iterator[str]:
    """Yield pieces, those of a short formula as one; a longer one may end before its signs."""
    place = 0
    while place < len(found):
        end = place + 1
        while (
            end + 1 < len(found)
            and _is_operator(found[end])
            and found[end - 1].rstrip()[-1:] not in CLOSING_SIGNS
        ):
            end += 2
        formula = found[place:end]
        if cells("".join(formula)) > SHORT_FORMULA:
            formula = formula[:1]
            for sign, operand in zip(
                found[place + 1 : end : 2], found[place + 2 : end : 2], strict=True
            ):
                formula.append(sign + operand)
            yield from formula
        else:
            yield "".join(formula)
        place = end


def _is_operator(piece: str) -> bool:
    return len(piece) == 2 and piece[0] in OPERATORS and piece[1] == " "


def _simple(text: str) -> Iterator[str]:
    """Split a text where a line may end, whatever formulas are in it."""
    start = 0
    for place in range(1, len(text)):
        if _parts(text[place - 1], text[place]) and not _counts(text, place):
            yield text[start:place]
            start = place
    yield text[start:]


def _counts(text: str, place: int) -> bool:
    """Return whether a number and its measure word meet there, as in 16 项 or 第 3 轮."""
    before, after = text[max(place - 2, 0) : place].rstrip(" ")[-1:], text[place]
    if before.isdecimal():
        return is_wide(after)
    return before == "第" and after.isdecimal()


def _parts(before: str, after: str) -> bool:
    """Return whether a line may end between two characters."""
    if before == " " or after == " ":
        return after != " "
    if after in CLOSING or before in OPENING:
        return False
    return is_wide(before) or is_wide(after)
