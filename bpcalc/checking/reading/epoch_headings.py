"""Headings that say of which epoch the numbers below them are: `Epoch 1/10`, `第一次迭代：`."""

import re

from bpcalc.checking.reading.line_forms import COUNTED
from bpcalc.patterns import pattern

ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            *(("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th")),
            ("fifth", "5th"),
        ),
        start=1,
    )
    for word in words
}
"""Words that count, each with its number."""

_NUMBER = rf"([0-9]{{1,7}}|[{COUNTED}])(?![0-9]|\.[0-9])"
_WORDS = (
    r"(?:(?:train|training)\s)?(?:epoch|iteration|iter|itr)"
    r"|(?:训练|学习|迭代)?轮次|(?:当前)?(?:迭代|训练)次数|迭代"
)
_OPENING = r"[\s\[(<*#>=~_\-【（]{0,40}"
_CLOSING = r"[\s\])>*#=~_\-】）,，:：;；。.|]{0,40}"
_BETWEEN = r"[\s_#:：=＝.\[(（\-]{0,6}(?:no\.?|number)?\s{0,3}"
_OF_HOW_MANY = r"(?:\s{0,2}(?:/|／|of)\s{0,2}[0-9]{1,7})?"
_ENDED = (
    r"(?:\s(?:completed?|finished|done|ended|results?|summary|begins|starts)\b"
    r"|完成|结束|开始|结果)?"
)
_DOING = "(?:迭代|训练|学习|循环|更新)"
_HEADING = pattern(
    rf"{_OPENING}(?:(?:{_WORDS}){_BETWEEN}{_NUMBER}(?!\s?[次轮步]){_OF_HOW_MANY}"
    rf"|第\s{{0,2}}{_NUMBER}\s{{0,2}}(?!(?:轮|遍|次){_DOING}?\s?之?后)"
    rf"(?:轮|个?\s?epoch|遍|次){_DOING}?"
    rf"|(?:the\s)?({'|'.join(ORDINALS)})\s(?:epoch|iteration)"
    r"|t\s?=\s?([1-9][0-9]{0,5})(?=\s?[:：]))"
    rf"{_ENDED}{_CLOSING}(?=$|[^\W\d]|[∂∇$`'\"<\\])",
    re.IGNORECASE,
)
_SETTING = pattern(r"[^:：=＝]{1,12}[:：=＝]\s{0,3}[0-9]{1,7}\s{0,3}")
"""A line that may as well say how often the program has trained: `epoch = 2000`."""


class EpochHeadings:
    """Tells which lines begin with an epoch, one line after the other."""

    def __init__(self) -> None:
        """Begin before the first line."""
        self._last = 0

    def take(self, line: str) -> tuple[int, str] | None:
        """Return the epoch with which a line begins, and what follows; None if it names none there.

        >>> headings = EpochHeadings()
        >>> headings.take("[epoch 1/10] loss=0.2984"), headings.take("=== 第二次迭代 ===")
        ((1, 'loss=0.2984'), (2, ''))
        >>> headings.take("t=3: m=0.2"), headings.take("t=3")  # steps of an optimiser
        ((3, 'm=0.2'), None)
        >>> headings.take("epoch: 3"), headings.take("epoch = 2000"), headings.take("Epoch 1.5")
        ((3, ''), None, None)
        """
        match = _HEADING.match(line)
        if match is None:
            return None
        number = _number(next(part for part in match.groups() if part))
        if number > self._last + 1 and _SETTING.fullmatch(line):
            return None
        self._last = number
        return number, line[match.end() :]


def _number(text: str) -> int:
    """Return a number that is written in digits, as a Chinese numeral, or in words."""
    return ORDINALS.get(text.lower()) or COUNTED.find(text) + 1 or int(text)
