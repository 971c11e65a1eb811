"""The letters of a line that is fitted: a and c of y = a·x + c, k and b, slope and intercept.

A unit with one input and nothing before it is a line, and who fits one writes its own letters for
the weight and the bias. In other books a is an output, and c an error: the numbers tell.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from bpcalc.checking.cells import Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import said_as_read
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import KindRole, fellow
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

_Letters: TypeAlias = tuple[str, str]

WORDS: tuple[_Letters, ...] = (("slope", "intercept"), ("斜率", "截距"))
"""What nothing else is called."""

LINES: tuple[_Letters, ...] = (
    *(("a", "c"), ("m", "c"), ("m", "b"), ("k", "b"), ("k", "c"), ("k", "d"), ("m", "n")),
)
"""What slope and intercept of a line are called, where nothing else has these two letters."""

OTHERS: tuple[_Letters, ...] = (
    *(("a", "b"), ("b", "a"), ("k", "m"), ("w", "c")),
    *(("a1", "a0"), ("b1", "b0"), ("c1", "c0"), ("w1", "w0"), ("β1", "β0"), ("θ1", "θ0")),
)
"""What they are called elsewhere; these letters are those of other quantities as well."""

MAX_ENTRIES = 200
"""On a longer sheet, names are those of a program, and nothing is tried."""

_SIGNS = str.maketrans("₀₁", "01", "_{} $")
_RESULT = pattern(r"(?:y|ŷ|yhat|y_?pred|[fhy]\s?\(\s?x\s?\))(?P<when>@.{1,20})?", re.IGNORECASE)
_EQUATION = pattern(
    r"(?:(?P<first>[-−]?[0-9.]{1,40})\s?(?=[-+−]))?(?P<slope>[-+−]?\s?[0-9.]{1,40})\s?[·*×]?\s?x\s?"
    r"(?P<last>[-+−]\s?[0-9.]{1,40})?",
    re.IGNORECASE,
)
"""A line with its numbers: ŷ = 0.8333x + 0.3667."""

_BEFORE = (
    r"(?P<gradient>[d∂][A-Za-z]{1,5}/[d∂]|grad(?:ient)?(?:of)?|[∇▽])?(?P<change>[dΔ∆])?"
    r"(?P<new>new|新的?|更新后的?)?"
)
_BEHIND = (
    r"(?:(?P<step>[0-9]{1,3})|(?P<newer>['′’*⁺+]|new|next|[(（](?:new|t\+1)[)）]|的?新值?)"
    r"|(?P<graded>的?梯度))?(?P<when>@.{1,20})?"
)


class _Reading(NamedTuple):
    """Entries under some names, how many numbers are wrong or unknown so, and how many right."""

    entries: list[WrittenEntry]
    wrong: int
    right: int


def line_told(
    entries: Sequence[WrittenEntry],
    index: QuantityIndex,
    collected: Callable[[list[WrittenEntry]], Mapping[Key, Cell]],
    separator: DecimalSeparator = "point",
) -> list[WrittenEntry]:
    """Return entries, slope and intercept under the names of weight and bias where they are meant.

    They are if fewer numbers are wrong then. Where as many are, both letters must be those of a
    line, and on the sheet.

    Args:
        entries: names and values.
        index: the quantities.
        collected: returns the numbers if entries are read as they are.
        separator: what separates the decimals on the sheet.
    """
    if index.layout.sizes != (1, 1) or len(entries) > MAX_ENTRIES:
        return list(entries)
    for letters in WORDS:
        line = _Line(letters, 1, index, separator)
        named = [(one, line.name(one)) for entry in entries for one in line.parts(entry)]
        entries = list(_renamed(named))
    plain = {entry.name.strip() for entry in entries}
    before = best = _reading(list(entries), index, collected)
    for letters, first in product((*LINES, *OTHERS), (1, 2)):
        line = _Line(letters, first, index, separator)
        told = [(entry, line.name(entry)) for entry in entries]
        if not any(name for _, name in told) or line.is_named(e.name for e, n in told if not n):
            continue
        found = _reading(list(_renamed(told)), index, collected)
        if (found.wrong, -found.right) < (best.wrong, -best.right):
            best = found
        elif best is before and letters in LINES and plain.issuperset(letters):
            best = found if found[1:] == before[1:] else best
    return best.entries


def _reading(
    entries: list[WrittenEntry],
    index: QuantityIndex,
    collected: Callable[[list[WrittenEntry]], Mapping[Key, Cell]],
) -> _Reading:
    cells = collected(entries)
    right = sum(near(cell, index.values.get(key)) for key, cell in cells.items())
    unknown = sum(not index.knows(entry.name) for entry in entries if entry.name != NOTE)
    return _Reading(entries, len(cells) - right + unknown, right)


def _renamed(told: Iterable[tuple[WrittenEntry, str]]) -> Iterator[WrittenEntry]:
    """Yield entries under the names that they mean, each with a note of that."""
    for entry, name in told:
        yield entry._replace(name=name) if name else entry
        if name and name != entry.name:
            yield WrittenEntry(NOTE, said_as_read(entry.name, [name]))


class _Line:
    """A line with letters of its own."""

    def __init__(
        self, letters: _Letters, first: int, index: QuantityIndex, separator: DecimalSeparator
    ) -> None:
        """Know its letters, and which step is the first that has changed them."""
        given = {key.kind: key for key in index.values if key.kind in ("weight", "bias")}
        parameters = (given.get("weight"), given.get("bias"))
        self._of = {x: key for x, key in zip(letters, parameters, strict=True) if key is not None}
        self._named = re.compile(rf"{_BEFORE}(?P<letter>{'|'.join(letters)}){_BEHIND}")
        self._first, self._index, self._separator = first, index, separator

    def parts(self, entry: WrittenEntry) -> Iterator[WrittenEntry]:
        """Yield slope and intercept of a line that is written with its numbers, or the entry."""
        short = len(entry.raw) <= MAX_QUANTITY_NAME
        result = _RESULT.fullmatch(entry.name.strip()) if short else None
        found = _EQUATION.fullmatch(entry.raw.strip()) if result else None
        if result is None or found is None:
            yield entry
            return
        numbers = (found["slope"], found["first"] or found["last"])
        both = zip(self._of, numbers, strict=False)
        told = [WrittenEntry(word, number.replace(" ", "")) for word, number in both if number]
        named = [one._replace(name=self.name(one) + (result["when"] or "")) for one in told]
        yield from named
        written = f"{entry.name.strip()} = {entry.raw.strip()}"
        yield WrittenEntry(NOTE, said_as_read(written, [one.name for one in named]))

    def is_named(self, names: Iterable[str]) -> bool:
        """Return whether one of the names is the exercise's own of the slope or the intercept."""
        keys = (self._index.found(name) for name in names if self._index.is_own(name))
        kinds = {key.kind for meaning in keys if meaning for key in meaning.keys[:1]}
        return any(fellow(key.kind, "new") in kinds for key in self._of.values())

    def name(self, entry: WrittenEntry) -> str:
        """Return what an entry is called if it is about this line, "" if it is not."""
        text = entry.name.translate(_SIGNS)
        match = self._named.fullmatch(text) if len(text) <= MAX_QUANTITY_NAME else None
        if match is None or entry.name == NOTE or (key := self._of.get(match["letter"])) is None:
            return ""
        when = match["when"] or ""
        if match["gradient"] or match["graded"]:
            return f"dE/d{self._full(key, 'parameter', when)}"
        value = read_cell(entry.raw, self._separator)
        if match["change"]:
            return self._change(key, value, when)
        if match["step"]:
            epoch = int(match["step"]) + 1 - self._first
            when = f"@e{epoch}" if epoch > 1 else ""
            return self._full(key, "new" if epoch > 0 else "parameter", when)
        old = value.value == self._index.values.get(key)
        is_new = match["new"] or match["newer"] or not old
        return self._full(key, "new" if is_new else "parameter", when)

    def _change(self, key: Key, cell: Cell, when: str) -> str:
        """Return the name of a change, or that of the gradient, which programs call da."""
        gradient = f"dE/d{self._full(key, 'parameter', when)}"
        found = self._index.found(gradient)
        is_one = found and any(near(cell, self._index.values.get(each)) for each in found.keys[:1])
        return gradient if is_one else f"Δ{self._full(key, 'parameter', when)}"

    def _full(self, key: Key, role: KindRole, when: str) -> str:
        return self._index.own.name(key.timeless._replace(kind=fellow(key.kind, role))) + when
