r"""Headings of samples and epochs in other words: `First sample`, `Beispiel 1`, `1. Epoche`.

So is `Sample 1 (x = (0.1, 0.9), t = 0.8)`, which says once more what the exercise gives. All of
them become `Sample 1` and `Epoch 1`, which others read.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from bpcalc.checking.reading.epoch_headings import ORDINALS
from bpcalc.checking.reading.line_forms import COUNTED, SAMPLE_WORDS
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

_LEAD = r"[-#*=~\s(（【\[>]{0,9}(?:[0-9]{1,2}\)\s)?"
_SAMPLES = (
    r"(?:(?:training\s?)?(?:samples?|patterns?|examples?|instance|observation|case|pair|record"
    r"|data\s?point)|(?:trainings)?(?:beispiel|muster|datenpunkt|datensatz)|样本|样例)"
)
_EPOCHS = r"(?:epoche|round|runde|durchlauf|durchgang)"
_ROWS = r"(?:input|eingabe|data|row|zeile)"
"""What may as well be the name of an input: a sample, if nothing else stands in several lines."""

_NTH = rf"(?:the\s)?(?:({'|'.join(ORDINALS)})|([0-9]{{1,6}})(?:st|nd|rd|th|\.|te[rs]?|-te[rs]?))\s"
_NUMBER = r"[\s_]?(?:(?:no\.?|nr\.?|#)\s?)?([0-9]{1,6}|[A-Ha-h])(?![\w'^²]|\.[0-9])"
_CHINESE = rf"第\s?([0-9]{{1,6}}|[{COUNTED}])\s?(?:个|组)?(?:训练)?(?:样本|样例|输入样本|数据|模式)"
_SAMPLE = pattern(rf"({_LEAD})({_NTH}{_SAMPLES}\b|{_SAMPLES}{_NUMBER}|{_CHINESE})", re.IGNORECASE)
_EPOCH = pattern(rf"({_LEAD})({_NTH}{_EPOCHS}\b|{_EPOCHS}{_NUMBER})", re.IGNORECASE)
_ROW = pattern(rf"({_LEAD})({_ROWS}{_NUMBER})", re.IGNORECASE)
_PLAIN = pattern(rf"(?:{SAMPLE_WORDS})[\s_]?#?\s?[0-9]|第\s?[0-9]", re.IGNORECASE)
"""What others read as it stands."""

_NOTHING = pattern(r"[-:：.=*~#_\s)）】\]]{0,40}")
_WORD = pattern(r"[^\W\d_][\w]{0,20}")
_GIVEN = pattern(
    r"(?:x|t|d|i|in|inputs?|targets?|expected|desired|label|and|with|for|the|eingaben?"
    r"|ziel|soll|und|mit|输入|输入为|目标|目标值|目标输出|期望|期望值|期望输出|标签|和|为)_?[0-9]{0,2}",
    re.IGNORECASE,
)
"""Words for what the exercise gives, and between them."""

_PERHAPS = pattern(rf"{_GIVEN.pattern}|(?:y|outputs?|输出)_?[0-9]{{0,2}}", re.IGNORECASE)
"""Words that may as well be for what the network puts out."""

_DECIMAL = pattern(r"-?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
MAX_TITLE_LINE = 200
"""Characters of a line that may be a heading."""


class _Title(NamedTuple):
    """A line that begins with a sample or an epoch.

    Attributes:
        at: the number of the line.
        lead: what stands before that: `## `.
        said: the sample, as it is said.
        number: its number, in digits or as a letter.
        rest: what follows.
    """

    at: int
    lead: str
    said: str
    number: str
    rest: str


Given = Sequence[Collection[Decimal]]
"""For each sample, the numbers that the exercise gives of it."""


def with_plain_times(text: str, given: Given) -> str:
    r"""Return a text in which such headings are `Sample 1` and `Epoch 1`.

    >>> given = [{Decimal(0)}, {Decimal(0), Decimal(1), Decimal("0.8")}]
    >>> with_plain_times("Second sample:\nout = 0.5\n2. Epoche", given)
    'Sample 2\nout = 0.5\nEpoch 2'
    >>> with_plain_times("Sample 2 (x = (0, 1), t = 0.8)", given)
    'Sample 2'
    >>> with_plain_times("Sample A\nout = 0.5\nSample B: out = 0.6", given)
    'Sample 1\nout = 0.5\nSample 2: out = 0.6'
    """
    samples = len(given)
    lines = text.split("\n")
    for title in _titles(lines, _EPOCH):
        if _NOTHING.fullmatch(title.rest) and title.number.isdecimal():
            lines[title.at] = f"Epoch {int(title.number)}"
    titles = _titles(lines, _SAMPLE) if samples > 1 else []
    if samples > 1 and not titles:
        rows = _titles(lines, _ROW)
        several = len({title.number for title in rows}) > 1
        titles = rows if several and all(_NOTHING.fullmatch(row.rest) for row in rows) else []
    letters = {title.number.upper() for title in titles if title.number.isalpha()}
    for title in titles:
        number = _counted(title.number, letters)
        if number > samples:
            continue
        own = given[max(number, 1) - 1]  # 0 is the first one, too
        if _NOTHING.fullmatch(title.rest) or _is_of(title.rest, own):
            lines[title.at] = f"Sample {number}"
        elif not _PLAIN.match(title.said):
            lines[title.at] = f"{title.lead}Sample {number}{title.rest}"
    return "\n".join(lines)


def _titles(lines: list[str], form: re.Pattern[str]) -> list[_Title]:
    return list(_found(lines, form))


def _found(lines: list[str], form: re.Pattern[str]) -> Iterator[_Title]:
    """Yield the lines of a form."""
    for at, line in enumerate(lines):
        match = form.match(line) if len(line) <= MAX_TITLE_LINE else None
        if match is not None:
            lead, said, *numbers = match.groups()
            told = next(filter(None, numbers))
            rest = line[match.end() :]
            yield _Title(at, lead, said, str(ORDINALS.get(told.lower(), told)), rest)


def _counted(number: str, letters: set[str]) -> int:
    """Return which sample is meant; too large a number for a letter that counts none."""
    if number.isalpha() and number not in COUNTED:
        counts = len(letters) > 1 and "A" in letters
        return ord(number.upper()) - ord("A") + 1 if counts else 10**6
    return COUNTED.find(number) + 1 or int(number)


def _is_of(rest: str, given: Collection[Decimal]) -> bool:
    """Return whether a heading goes on with what the exercise gives of its sample, and no more.

    Its numbers are the given ones: `d` and `in` may be what is answered.
    """
    words = _WORD.findall(rest)
    numbers = {Decimal(number) for number in _DECIMAL.findall(_WORD.sub(" ", rest))}
    if not 0 < len(numbers) == len(numbers & {*given}):
        return False
    certain = any(map(_GIVEN.fullmatch, words))
    return (certain or not words) and all(map(_PERHAPS.fullmatch, words))
