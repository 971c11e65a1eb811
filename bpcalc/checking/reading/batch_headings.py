"""Headings that say of which batch the lines below are: `epoch 1, batch 2: sample 3`, `第2批`.

What a batch leaves is known by the number of its update: dw5@e2, net_h1@s3e2. A sheet says which
batch of which epoch it is, or only which sample. Its headings become those of updates, as the
other readers know them: `# epoch 2`, then `# sample 3`.
"""

import re
from collections.abc import Sequence

from bpcalc.checking.reading.line_forms import COUNTED, SAMPLE_WORDS
from bpcalc.exercise.spec import Exercise
from bpcalc.patterns import pattern

_NUMBER = rf"([0-9]{{1,6}}|[{COUNTED}])(?![0-9]|\.[0-9])"
_OPENING = r"[\s\[(<#*=_\-【（]{0,20}"
_CLOSING = r"[\s\])>#*=_\-】）]{0,20}"
_BATCH = (
    r"(?:(?:after|in|of|for)\s(?:the\s)?)?(?:(?:update\s?|更新)#?(?=[0-9])"
    r"|(?:mini[\s_-]?)?batch[\s_]?(?:no\.?|number)?|(?:小?批量|小批|批)次?)[\s_]?[#:：]?\s?"
    rf"{_NUMBER}(?!\s?(?:samples|patterns|examples|个|[次组]))(?:\s?(?:/|of)\s?[0-9]{{1,6}})?"
    rf"|第\s?{_NUMBER}\s?个?(?:小?批(?:次|量|样本|数据)?|(?:mini-?)?batch)(?:的|更新之?后的?|之后)?"
)
_SAMPLE = (
    rf"(?:{SAMPLE_WORDS})[\s_]?#?\s?{_NUMBER}"
    rf"|第\s?{_NUMBER}\s?(?:个|组)?(?:训练)?(?:样本|样例|数据|模式)"
)
_EPOCH = pattern(r"# epoch ([0-9]{1,9})")
_BATCH_HEADING = pattern(
    rf"{_OPENING}(?:{_BATCH}){_CLOSING}"
    rf"(?:[,，]\s{{0,9}}(?={_OPENING}(?:{_SAMPLE}))|[:：;；.|→]\s{{0,9}}|(?=$|[^\W\d]|[\[(（【∂∇]))",
    re.IGNORECASE,
)
_SAMPLE_HEADING = pattern(
    rf"{_OPENING}(?:{_SAMPLE}){_CLOSING}(?:[:：;；.|→]\s{{0,9}}|(?=$|[\[(（【∂∇]))", re.IGNORECASE
)
_A_BATCH = pattern(_BATCH, re.IGNORECASE)
_A_SAMPLE = pattern(_SAMPLE, re.IGNORECASE)
_MAY_BE_SIZE = pattern(rf"{_OPENING}小?批量次?[\s_]?[#:：]?\s?{_NUMBER}")
"""How many samples a batch has, or which one it is."""

_NTH_UPDATE = pattern(
    rf"^({_OPENING})第\s?{_NUMBER}\s?次(?:参数|权重|权值)?更新(?!\s?之?后)", re.MULTILINE
)
_MAX_LINE = 200
"""Characters of a line that may be a heading."""

ALL_LEFT = 1_000_000
"""More headings than there are."""


def counted_updates(text: str, exercise: Exercise) -> str:
    r"""Return a text with `更新2` for `第2次更新` at the start of a line, which is no epoch there.

    >>> import bpcalc
    >>> counted_updates("第二次更新：\ndw5 = 0.1", bpcalc.load("mazur"))  # one update an epoch
    '第二次更新：\ndw5 = 0.1'
    """
    if not exercise.batches or "更新" not in text:
        return text
    return _NTH_UPDATE.sub(lambda match: f"{match[1]}更新{_counted(match[2])}", text)


def with_updates(text: str, exercise: Exercise, updates: int, left: int = 0) -> str:
    r"""Return a text whose headings of batches, and of samples in them, name updates.

    Args:
        text: the lines, headings of epochs as `plain_lines` has them.
        exercise: of which the lines are; without batches, nothing is changed.
        updates: how many updates are asked for.
        left: so many headings of batches without a sample, the first ones, are not taken for any:
            `Batch: 2` may be the class of a student.
    """
    if not exercise.batches:
        return text
    lines = text.split("\n")
    headings = _Headings(exercise, updates, lines, left)
    return "\n".join(new for line in lines for new in headings.taken(line))


class _Headings:
    """Takes the lines of a text, one after the other."""

    def __init__(self, exercise: Exercise, updates: int, lines: Sequence[str], left: int) -> None:
        """Begin before the first line."""
        self._exercise, self._updates, self._left = exercise, updates, left
        self._batches = exercise.batches
        found = [match for line in lines for match in _A_BATCH.finditer(line[:_MAX_LINE])]
        self._more = int(any("0" in match.groups() for match in found))  # counted from 0
        sizes = {_number(each) for each in map(_MAY_BE_SIZE.match, lines) if each}
        self._size = len(sizes) == 1  # several are those of several batches
        self._last = 0
        self._counts_updates = (left == ALL_LEFT or not found) and self._fits_updates(lines)
        self._epoch = self._update = 1
        self._told = False

    def taken(self, line: str) -> list[str]:
        """Return a line, or the lines that stand for the headings in it and what follows."""
        if not line or len(line) > _MAX_LINE:
            return [line]
        if epoch := _EPOCH.fullmatch(line.strip()):
            self._begin(int(epoch[1]))
            return [f"# epoch {self._update}"]
        found = []
        batch = self._batch(line)
        rest = line[batch.end() :] if batch else line
        if batch:
            self._take_batch(_number(batch) + self._more)
            rest = rest if len(_A_SAMPLE.findall(rest)) < 2 else _A_SAMPLE.sub("", rest)
            found.append(f"# epoch {self._update}")
        sample = _SAMPLE_HEADING.match(rest)
        if sample and (self._told or self._epoch > 1):
            number = self._numbered(_number(sample))
            rest = rest[sample.end() :]
            found = [f"# epoch {self._update}", f"# sample {number}"]
        if not found:
            return [line]
        titled = line.lstrip().startswith("#") and not rest.startswith("#")
        return [*found, *([f"# {rest}" if titled else rest] if rest.strip() else [])]

    def _batch(self, line: str) -> re.Match[str] | None:
        """Return what a line says of a batch, if it is a heading."""
        batch = _BATCH_HEADING.match(line)
        if batch is None or (self._size and _MAY_BE_SIZE.match(line)):
            return None
        number = _number(batch) + self._more
        if number > max(self._updates, len(self._batches)) and number != self._last + 1:
            return None  # 2023, say, is that of a year
        if self._left and not _SAMPLE_HEADING.match(line[batch.end() :]):
            self._left -= 1
            return None
        self._last = number
        return batch

    def _fits_updates(self, lines: Sequence[str]) -> bool:
        """Return whether what is called epochs counts updates: each has the samples of one."""
        epoch, seen = 1, set()
        for line in lines:
            if told := _EPOCH.fullmatch(line.strip()):
                epoch = int(told[1])
            elif sample := _SAMPLE_HEADING.match(line[:_MAX_LINE]):
                if _number(sample) not in self._batches[(epoch - 1) % len(self._batches)]:
                    return False
                seen.add(epoch)
        return len(seen) > 1

    def _begin(self, epoch: int) -> None:
        """Begin an epoch, or an update if that is what the text counts."""
        first = (epoch - 1) * len(self._batches) + 1
        self._told = self._counts_updates or first > self._updates
        self._update = epoch if self._told else first
        self._epoch = epoch

    def _take_batch(self, batch: int) -> None:
        """Begin a batch of the epoch, or one of those of all epochs, counted on."""
        within = batch <= len(self._batches)
        self._update = (self._epoch - 1) * len(self._batches) + batch if within else batch
        self._told = True

    def _numbered(self, sample: int) -> int:
        """Return the number that a sample has in the exercise; go to its update if none is told."""
        batch = self._batches[(self._update - 1) % len(self._batches)]
        if sample in batch:
            return sample
        if self._told and self._epoch_is_real() and 1 <= sample <= len(batch):
            return batch[sample - 1]  # counted within its batch
        if 1 <= sample <= len(self._exercise.samples):
            self._update = self._exercise.update_number(self._epoch, sample)
        return sample

    def _epoch_is_real(self) -> bool:
        """Return whether the update is one of the epoch that the text has named."""
        return self._exercise.moment(self._update)[0] == self._epoch


def _number(match: re.Match[str]) -> int:
    """Return the number of a heading."""
    return _counted(next(part for part in match.groups() if part))


def _counted(text: str) -> int:
    return COUNTED.find(text) + 1 or int(text)
