"""The headings of a class's table: which row they stand in, or which two, or a column.

Titles may stand above them; merged cells put a heading over several columns, each with one of its
own below; a quiz has the text of its questions in the rows; and some teachers give every student a
column instead of a row.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bpcalc.checking.reading.grids import HEADS
from bpcalc.checking.reading.markup import unescaped
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.value_columns import VALUES
from bpcalc.checking.submissions.columns import bare_heading, named_in, role_of
from bpcalc.checking.submissions.quiz_responses import Rows, is_field, spread_out, without_maths

MAX_TITLE_ROWS = 8
"""Rows among which the headings are looked for; some exports put titles above them."""

MAX_COMBINED = 400
"""Columns up to which two rows of headings are read together."""

_DECIMAL = re.compile(r"[-+−]?[0-9]*[.,][0-9]+(?:[eE][-+−]?[0-9]+)?%?")
_TAG = re.compile(
    r"</?(?:p|br|span|div|b|i|em|strong|sub|sup|font|code)(?:\s[^<>]{0,200})?/?>", re.I
)
_QUESTIONS = frozenset(("q title", "q text", "question title", "question text", "题干", "题目内容"))
_QUESTION = re.compile(r"(?:question|frage|题目|问题|第)\s*([0-9]{1,4})\s*题?", re.IGNORECASE)
_RESPONSE = re.compile(r"(?:response|answer|antwort|作答|答案|回答)\s*([0-9]{1,4})", re.IGNORECASE)


class Headings(NamedTuple):
    """The headings of a table.

    Attributes:
        heads: as they are read, two rows together where they stand in two.
        first: where the rows below them begin.
        rows: the table, turned round if every student had a column.
    """

    heads: list[str]
    first: int
    rows: Rows


def headings_of(rows: Rows, index: QuantityIndex, told: Mapping[str, str]) -> Headings:
    """Return the headings of a table."""
    rows = spread_out([[_plain(cell) for cell in row] for row in rows])
    heads, first, known = _best(rows, index, told)
    turned = None if long_columns(heads) else _turned(rows, index)
    if turned:  # a student may be called like a quantity, but hardly all of them are
        other = _best(turned, index, told)
        if other[2] > known:
            (heads, first, _), rows = other, turned
    return Headings(_with_questions(heads, rows[first:], index), first, rows)


def _plain(cell: str) -> str:
    """Return what a page shows of a cell; some platforms write HTML into their tables."""
    if not _TAG.search(cell):
        return cell
    return unescaped(_TAG.sub(" ", cell)).strip()


def is_decimal(text: str) -> bool:
    """Return whether a cell holds a number with a decimal point; headings never do."""
    return bool(_DECIMAL.fullmatch(text.strip().replace(" ", "")))


def _best(rows: Rows, index: QuantityIndex, told: Mapping[str, str]) -> tuple[list[str], int, int]:
    """Return the headings of which most is known, where they end, and how much is known."""
    choices: list[tuple[int, int, int, list[str]]] = []
    for at, row in enumerate(rows[:MAX_TITLE_ROWS]):
        if any(map(is_decimal, row)):
            continue
        choices.append((_known(row, index, told), 0, -at, list(row)))
        if at and len(row) <= MAX_COMBINED and not any(map(is_decimal, rows[at - 1])):
            both = _combined(rows[at - 1], row, index)
            choices.append((_known(both, index, told), -1, -at, both))
    if not choices:
        return list(rows[0]) if rows else [], 1, 0
    known, _, at, heads = max(choices)
    return heads, 1 - at, known


def _known(row: Sequence[str], index: QuantityIndex, told: Mapping[str, str]) -> int:
    known = 3 * len(row) if long_columns(row) else 0
    for head in row:
        role = "told" if head in told else role_of(head)
        if role:
            known += 1
        elif is_field(head):
            known += 3
        elif found := named_in(without_maths(head), index):
            known += 1 if found.several else 3
    return known


def _combined(upper: Sequence[str], lower: Sequence[str], index: QuantityIndex) -> list[str]:
    """Return two rows of headings as one: `net` over `h1` and `h2` is net_h1 and net_h2."""
    heads = []
    over = ""
    for at in range(max(len(upper), len(lower))):
        own = upper[at].strip() if at < len(upper) else ""
        below = lower[at].strip() if at < len(lower) else ""
        over = own or over
        heads.append(_together(own, over, below, index))
    return heads


def _together(own: str, over: str, below: str, index: QuantityIndex) -> str:
    if not below:
        return own
    found = named_in(below, index)
    if role_of(below) or not over or (found and not found.several and index.knows(below) > 1):
        return below
    for both in (f"{over}_{below}", f"{over}{below}", f"{below}_{over}", f"{below}{over}"):
        named = named_in(both, index)
        if named and not named.several and index.knows(both):
            return both
    return below


def _turned(rows: Rows, index: QuantityIndex) -> list[list[str]] | None:
    """Return a table with its columns as rows if every student has a column; else None."""
    width = max(map(len, rows), default=0)
    if not 2 < width <= len(rows) * 1000:
        return None
    for at in range(min(2, width - 1)):
        column = [row[at] if len(row) > at else "" for row in rows]
        names = [found.key for cell in column if (found := named_in(cell, index))]
        if len(names) > 2 and len(set(names)) == len(names):
            return [
                [row[column] if len(row) > column else "" for row in rows]
                for column in range(at, width)
            ]
    return None


def long_columns(heads: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of names and values of a table with a row for each answer."""
    lower = [bare_heading(head) for head in heads]
    values = [at for at, head in enumerate(lower) if head in VALUES]
    names = [at for at, head in enumerate(lower) if head in HEADS and (at or head != "name")]
    names += [at for at, head in enumerate(lower) if head in _QUESTIONS]
    told = [at for at in names if at not in values]
    return (told[-1], values[-1]) if told and values else None


def long_names(heads: Sequence[str], body: Rows, index: QuantityIndex, else_: int) -> int:
    """Return the column of names of such a table: of title and text of a question, the better."""
    lower = [bare_heading(head) for head in heads]
    places = [else_, *(at for at, head in enumerate(lower) if head in _QUESTIONS)]

    def known(at: int) -> int:
        cells = {row[at] for row in body[:MAX_COMBINED] if len(row) > at}
        return sum(named_in(cell, index) is not None for cell in cells)

    return max(places, key=known)


def _with_questions(heads: list[str], body: Rows, index: QuantityIndex) -> list[str]:
    """Return headings with the text of their question, where a column beside them has it."""
    texts = {}
    for at, head in enumerate(heads):
        if match := _QUESTION.fullmatch(head.strip()[:60]):
            texts[match[1]] = next((row[at] for row in body if len(row) > at and row[at]), "")
    named = []
    for head in heads:
        match = _RESPONSE.fullmatch(head.strip()[:60])
        text = texts.get(match[1], "") if match else ""
        short = without_maths(text)
        whole = f"{head}: {text}" if short == text else f"{short} ({head})"
        named.append(whole if text and named_in(short, index) else head)
    return named
