"""Headings that say of which sample the numbers are: `[sample 2] out = 0.5446`, `样本2：输出=…`."""

import re

from bpcalc.checking.reading.line_forms import COUNTED, SAMPLE_WORDS
from bpcalc.patterns import pattern

_WORD = f"(?:{SAMPLE_WORDS})"
_NUMBERED = pattern(
    rf"({_WORD}[\s_]?#?\s?)([0-9]{{1,6}})(?![0-9]|\.[0-9])|(第\s?)([0-9]{{1,6}})(?=\s?个?样[本例])",
    re.IGNORECASE,
)
_HEADING = pattern(
    rf"[\s\[(#*（【-]{{0,9}}(?:{_WORD}[\s_]?#?\s?([0-9]{{1,6}}|[{COUNTED}])"
    rf"|第\s?([0-9]{{1,6}}|[{COUNTED}])\s?(?:个样本|个样例|组样本|组数据|组))"
    r"\s{0,3}(?:[\])）】]\s{0,3}[:：]?|[-=]{1,2}>|→|[:：|])\s{0,9}(?=[^\W\d]|[∂∇δ])",
    re.IGNORECASE,
)


def counted_from_1(text: str) -> str:
    """Return a text in which the first sample is 1; programs call it 0.

    >>> counted_from_1("Sample 0: E = 0.1; sample 1: E = 0.2"), counted_from_1("Sample 1")
    ('Sample 1: E = 0.1; sample 2: E = 0.2', 'Sample 1')
    """
    if not any(int(match[2] or match[4]) == 0 for match in _NUMBERED.finditer(text)):
        return text

    def next_one(match: re.Match[str]) -> str:
        return (match[1] or match[3]) + str(int(match[2] or match[4]) + 1)

    return _NUMBERED.sub(next_one, text)


def sample_heading(line: str) -> tuple[int, str] | None:
    """Return the sample with which a line begins, and what follows; None if it names no sample.

    A line about several samples is none.

    >>> sample_heading("[sample 2] out = 0.5446"), sample_heading("第二组：输出：0.5446")
    ((2, 'out = 0.5446'), (2, '输出：0.5446'))
    """
    match = _HEADING.match(line)
    if match is None or _NUMBERED.search(line, match.end()):
        return None
    number = match[1] or match[2]
    return COUNTED.find(number) + 1 or int(number), line[match.end() :]


def titled(line: str) -> tuple[str, str]:
    """Return the title of a table and the sample behind it, "" where none is.

    >>> titled("Output layer: outputs, sample 2"), titled("输出层输出，全部样本")
    (('Output layer: outputs', 'sample 2'), ('输出层输出', '全部样本'))
    >>> titled("**Net inputs, sample 2**"), titled("Net inputs (sample 2):")
    (('**Net inputs', 'sample 2'), ('Net inputs', 'sample 2'))
    """
    match = _TITLE.fullmatch(line) if len(line) <= MAX_TITLE else None
    return (match[1], match[2]) if match else (line, "")


MAX_TITLE = 100
_TITLE = pattern(
    rf"([^=≈]*?[^\d\s=≈.])(?:[,，] ?| ?[(（]| of the (?=whole))"
    rf"({_WORD} ?[0-9]{{1,6}}|all samples|whole batch|全部样本|整批样本)"
    r"[)）]?[ ─*_:：-]*",
    re.IGNORECASE,
)
