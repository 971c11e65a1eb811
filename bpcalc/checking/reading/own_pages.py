"""Pages of `bpcalc step` in Markdown: every line of the calculation in a row, by its symbol."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from bpcalc.checking.reading.own_notations import (
    MOST_SPELT,
    bare_symbol,
    is_in_own_notation,
    set_symbols,
    with_fellows,
)
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.errors import AnswersError
from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.spelling import Spelling
from bpcalc.patterns import pattern

HEADS = (("Symbol", "Formula"), ("符号", "公式"))
"""The first two headings of a table of lines."""

GIVEN_HEADINGS = ("Given", "已知条件")
"""The heading of what the exercise gives, of which nothing is asked."""

_MATRIX = "\\begin{pmatrix}"
_WRITTEN = pattern(r"^<!-- bpcalc step, digest [0-9a-f]{8,64} -->", re.MULTILINE)
"""What stands at the end of a page in a file."""

_IS_PAGE = pattern(
    "|".join([rf"\| {first} \| {second} \|" for first, second in HEADS] + [r"&emsp; \$\S"])
)
"""What such a page has: a table of lines, or, where it is brief, many of them in a row."""

VALUE_HEADS = ("Value", "New value", "结果", "新值")
"""Headings of the column in which what a line comes to stands; others may be behind it."""

LAYERS = ("Layer", "层")
"""The first heading of the table of layers."""

_TITLE = "**"
_SAMPLE = pattern(r"(?:\b[Ss]ample|样本) ?([0-9]{1,6})")
_ALL_SAMPLES = pattern(r"\b[Aa]ll samples|whole batch|全部样本|整批样本")
"""What the title of a table says of samples; its other words are about what rows name."""


_BATCH = pattern(
    r"^#+ (?:Epoch|第) ([0-9]{1,6})(?: 轮)?[,，] ?(?:batch|第) ([0-9]{1,6})(?: 批)?(.*)$",
    re.MULTILINE,
)
_BAR = pattern(r"(?<!\\)\|")
MAX_SENTENCE = 1_000
"""Characters of a line up to which it may be a sentence of such a page."""

_SOURCE = pattern(r"(?:Source: |出处：)(?!.*\s[=≈]\s?[-−+]?[.0-9０-９]).*")
_NOTE = pattern(r"(?:Note: ?|注：|≈[:：])\s*")
SENTENCE = pattern(
    r"(?:Note: |注：)[^0-9０-９]*"
    r"|Note: (?:the derivative of .* is taken as |from .* both included, the output of "
    r"|at .* itself, the output of |.* is level wherever |.* as the exercise says"
    r"|from (?:E|f\(net\)) = |as in the book, |.* is given as .* which is used; "
    r"|.* connects .* → .*; if your drawing ).*"
    r"|注：(?:.* 在折点 .* 处的导数取 |.*（含两端）时，|恰好 .* 时，|.* 除跳变点外都是水平的"
    r"|按题目所给，|由 (?:E|f\(net\)) = |按书上的写法，|题目给出 .*，计算中用此值；"
    r"|.* 连接 .* → .*；).*"
    r"|≈: printed numbers are .*|≈：印出的数经过.*"
    r"|(?:Not worked out, because the |题目给出的数据不够，)[^=≈]*"
    r"|[^=$]{1,200}(?:: [0-9,]+ of them\.|：共 [0-9,]+ 个。)\s*"
    r"|[^0-9０-９]*[^0-9０-９\s$][.。]\s*"
)
"""A sentence that such a page has of its own, or one in which no number is lost."""

_OUTCOME = pattern(
    r"^(\$[^$\n]+\$): (\$[^$\n]+\$) → \$[^$\n]+\$(?:\. The error |。误差)[^0-9０-９\n]*$",
    re.MULTILINE,
)
"""What has become of the error, of which the first number stands above as well."""

_DIGITS = pattern(r"[.0-9]+")
_NUMBER_TOLD = pattern(
    r"(?:([^\s*>:：]{1,60})\s?)?(?:[=＝≈→:：]|\\approx)\s*\$?\s*[-−+－]?[.．]?[0-9０-９]"
)
"""Where a line says what something comes to."""

_BETWEEN = pattern(r"[ \t]{0,9}&emsp;[ \t]{0,9}")
_STATEMENT = pattern(r"(\$?\S[^=≈]*?)\s?(?:[=≈]|\\approx)\s?([-+−$≈(.0-9][^=]{0,80})")


class _Line(NamedTuple):
    """A line of a page.

    Attributes:
        text: as it stands.
        symbol: that of a quantity, "" if it is none of the calculation.
        value: its number.
        own: whether it stands where a page has no answers: among what is given, or as a heading.
    """

    text: str
    symbol: str = ""
    value: str = ""
    own: bool = False


def own_page(text: str, index: QuantityIndex) -> str | None:
    """Return such a page as lines `name = value` in the notation of the exercise, with headings.

    What it gives is left out. None if the text is something else.

    Raises:
        AnswersError: it has matrices.
        OtherNotation: it is in the notation of another book.
    """
    if _MATRIX in text and _WRITTEN.search(text):
        message = say(
            "this is a page of `bpcalc step --matrix`, and matrices of such a page are not read; "
            "hand in one that is written without `--matrix`"
        )
        raise AnswersError(message)
    if _MATRIX in text or not _IS_PAGE.search(text):
        return None
    batches = len(index.exercise.batches)
    page = _BATCH.sub(partial(_of_update, batches=batches), text)
    seen = Counter(_DIGITS.findall(text))
    lines = list(_lines(_OUTCOME.sub(partial(_outcome, seen=seen), page)))
    symbols = [line.symbol for line in lines if line.symbol and not line.own]
    if not symbols or len(index.values) > MOST_SPELT:
        return None
    given = [key for key in index.values if key not in index]

    def known(spelt: Spelling) -> float:
        names = set_symbols(with_fellows((*index.keys, *given)), spelt)
        return sum(symbol in names for symbol in symbols) / len(symbols)

    if not is_in_own_notation(index, known):
        return None
    names, old = set_symbols(index.keys, index.own), set_symbols(given, index.own)
    asked = partial(_is_asked, index=index)
    return "\n".join(
        f"{names[line.symbol]} = {line.value}" if line.symbol in names else line.text
        for line in lines
        if not line.own or (line.symbol not in old and (line.symbol in names or asked(line.text)))
        if line.symbol in names or line.symbol not in old or _is_alone(line.value, seen)
    )


def _is_asked(text: str, index: QuantityIndex) -> bool:
    """Return whether somebody has written an answer where a page has none."""
    told = _NUMBER_TOLD.search(text)
    before = text[: told.start(1)].split() if told else []
    names = (told[1], " ".join([*before[-1:], told[1]])) if told and told[1] else ()
    return any(index.knows(name) and not index.is_given(name) for name in names)


def _outcome(told: re.Match[str], seen: Counter[str]) -> str:
    """Return what the error was as a line, if somebody has changed it there; else nothing."""
    return f"{told[1]} = {told[2]}" if _is_alone(_value(told[2]), seen) else ""


def _is_alone(value: str, seen: Counter[str]) -> bool:
    """Return whether a number stands on a page once, so that it is none that the page has."""
    return seen[value.lstrip("-−+")] == 1


def _of_update(heading: re.Match[str], batches: int) -> str:
    """Return the heading of a batch with the number of its update, as names count these."""
    epoch, batch, others = heading.groups()
    sample = _SAMPLE.search(others)
    told = f"# Epoch {(int(epoch) - 1) * batches + int(batch)}"
    return f"{told}, sample {sample[1]}" if sample else f"{told}\n# All samples"


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines of a page, without what is given, its tables and the titles of others."""
    head: tuple[str, ...] = ()
    given = False
    for line in text.splitlines():
        cells = _cells(line)
        if heading := line.startswith("#"):
            given = line.lstrip("#").strip() in GIVEN_HEADINGS
        head = (head or tuple(cells)) if cells else ()
        if given or heading:
            yield from _out_of_place(line.lstrip("# "))
        if given:
            continue
        yield from _row(line, cells, head) if cells else _statements(line)


def _out_of_place(line: str) -> Iterator[_Line]:
    """Yield what somebody states among what is given, or as a heading."""
    if not _cells(line):
        yield from (found._replace(own=True) for found in _statements(line))


def _cells(line: str) -> list[str]:
    """Return the cells of a row, whose last bar may have been lost; [] for other lines."""
    text = line.strip()
    if not text.startswith("|"):
        return []
    cells = [cell.strip() for cell in _BAR.split(text)[1:]]
    return cells if cells[-1] else cells[:-1]


def _row(line: str, cells: list[str], head: tuple[str, ...]) -> Iterator[_Line]:
    """Yield what stands in a row of a table with these headings."""
    if head[:2] not in HEADS:
        yield from [] if head[0] in LAYERS else [_Line(line)]
    elif not cells[0].startswith(("--", head[0])):
        at = next((at for at, word in enumerate(head) if word in VALUE_HEADS), len(head) - 1)
        known = at < len(cells)
        yield _Line(line, bare_symbol(cells[0]), _value(cells[at])) if known else _Line(line)


def _statements(line: str) -> Iterator[_Line]:
    """Yield what stands in a line of text: one with `&emsp;` has a title and several statements.

    What somebody has written into the page is left as it is.
    """
    if len(line) < MAX_SENTENCE and (SENTENCE.fullmatch(line) or _SOURCE.fullmatch(line)):
        return
    if line.startswith(_TITLE):
        title, line = line, line.replace(_TITLE, "")
        if not _NUMBER_TOLD.search(line):
            yield from _samples(title)
            return
    line = line[match.end() :] if (match := _NOTE.match(line)) else line
    parts = [part.strip() for part in _BETWEEN.split(line)]
    for at, part in enumerate(parts):
        if match := _STATEMENT.fullmatch(part):
            yield _Line(part, bare_symbol(match[1]), _value(match[2]))
        elif at == 0 < len(parts) - 1 and not _NUMBER_TOLD.search(part):
            yield from _samples(part)
        else:
            yield _Line(part)


def _samples(title: str) -> Iterator[_Line]:
    """Yield the heading that a title of lines is, if it says of which samples they are."""
    if sample := _SAMPLE.search(title):
        yield _Line(f"# sample {sample[1]}")
    elif _ALL_SAMPLES.search(title):
        yield _Line("# All samples")


def _value(text: str) -> str:
    return text.replace("$", "").replace("\\approx", "").strip()
