"""Pages of `bpcalc step` in Markdown: every line of the calculation in a row, by its symbol."""

import re
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

_ASIDE = ("Source: ", "出处：", "≈")
"""What lines begin with that hold no statements: the source, a remark."""

_TITLE = "**"
_SAMPLE = pattern(r"(?:\b[Ss]ample|样本) ?([0-9]{1,6})")
_ALL_SAMPLES = pattern(r"\b[Aa]ll samples|whole batch|全部样本|整批样本")
"""What the title of a table says of samples; its other words are about what rows name."""


_BATCH = pattern(
    r"^#+ (?:Epoch|第) ([0-9]{1,6})(?: 轮)?[,，] ?(?:batch|第) ([0-9]{1,6})(?: 批)?(.*)$",
    re.MULTILINE,
)
_BAR = pattern(r"(?<!\\)\|")
_REMARK = pattern(
    r"(?:Note: |注：|\$[^$]+\$: \$[^$]+\$ → \$[^$]+\$(?:\. The error |。误差)).*"
    r"|(?:Not worked out, because |题目给出的数据不够，).*"
    r"|[^=$]{1,200}(?:: [0-9,]+ of them\.|：共 [0-9,]+ 个。)\s*"
    r"|[^0-9]*[^0-9\s$][.。]\s*"
)
"""A sentence that such a page has of its own, or one in which no number is lost."""

_BOLD = pattern(r"\*\*[^*=]{1,80}=\s*[-−+]?[.0-9][^*]{0,80}\*\*\s*")
"""A statement that somebody has set like a title."""

_BETWEEN = pattern(r"[ \t]{0,9}&emsp;[ \t]{0,9}")
_STATEMENT = pattern(r"(\$?\S[^=]*?)\s?(?:=|\\approx)\s?([-+−$≈(.0-9][^=]{0,80})")


class _Line(NamedTuple):
    """A line of a page.

    Attributes:
        text: as it stands.
        symbol: that of a quantity, "" if it is none of the calculation.
        value: its number.
    """

    text: str
    symbol: str = ""
    value: str = ""


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
    lines = list(_lines(_BATCH.sub(partial(_of_update, batches=batches), text)))
    symbols = [line.symbol for line in lines if line.symbol]
    if not symbols or len(index.values) > MOST_SPELT:
        return None
    given = [key for key in index.values if key not in index]

    def known(spelt: Spelling) -> float:
        names = set_symbols(with_fellows((*index.keys, *given)), spelt)
        return sum(symbol in names for symbol in symbols) / len(symbols)

    if not is_in_own_notation(index, known):
        return None
    names, old = set_symbols(index.keys, index.own), set_symbols(given, index.own)
    return "\n".join(
        f"{names[line.symbol]} = {line.value}" if line.symbol in names else line.text
        for line in lines
        if line.symbol in names or line.symbol not in old
    )


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
        if line.startswith("#"):
            given = line.lstrip("#").strip() in GIVEN_HEADINGS
        head = (head or tuple(cells)) if cells else ()
        if given or line.startswith(_ASIDE):
            continue
        yield from _row(line, cells, head) if cells else _statements(line)


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
    if _BOLD.fullmatch(line):
        line = line.replace(_TITLE, "")
    if line.startswith(_TITLE):
        yield from _samples(line)
        return
    if _REMARK.fullmatch(line):
        return
    parts = [part.strip() for part in _BETWEEN.split(line)]
    for at, part in enumerate(parts):
        if match := _STATEMENT.fullmatch(part):
            yield _Line(part, bare_symbol(match[1]), _value(match[2]))
        elif at == 0 < len(parts) - 1:
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
