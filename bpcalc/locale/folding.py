"""Where a line of running text may end, in English and in Chinese."""

from collections.abc import Callable, Iterator
from unicodedata import east_asian_width

CLOSING = "。，、；：？！）》」』】”’…—,.;:?!)]}%"
"""A line never begins with one of these."""

OPENING = "（《「『【“‘([{"
"""A line never ends with one of these."""


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
    """
    start = 0
    for place in range(1, len(text)):
        if _parts(text[place - 1], text[place]):
            yield text[start:place]
            start = place
    yield text[start:]


def _parts(before: str, after: str) -> bool:
    """Return whether a line may end between two characters."""
    if before == " " or after == " ":
        return after != " "
    if after in CLOSING or before in OPENING:
        return False
    return is_wide(before) or is_wide(after)
