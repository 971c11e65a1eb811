"""Thresholds on a sheet whose exercise has biases: the same numbers with the other sign.

Books of perceptrons subtract θ where others add b = -θ. A sheet that calls its numbers θ, and has
the right ones with the other sign, says the same as one with b. A θ that is added is a bias.
"""

from collections.abc import Iterable, Mapping
from typing import get_args

from bpcalc.checking.cells import MINUSES, Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import listed
from bpcalc.checking.reading.values import read_value
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.patterns import pattern

_THRESHOLD = pattern(r"(?i)θ|ϑ|theta|threshold|阈值|schwell")

MINUS_SIGNS = f"-－{MINUSES}"
"""What stands before a number with the other sign."""


def as_biases(entries: Iterable[WrittenEntry], index: QuantityIndex) -> list[WrittenEntry]:
    """Return entries in which thresholds are biases with the other sign, and a note about it.

    There are none where the exercise has thresholds itself, where no name tells of one, or where
    what stands under such a name is no single number.

    Args:
        entries: names with what is written under them.
        index: the quantities.
    """
    entries = list(entries)
    names = [each.name for each in entries if _THRESHOLD.search(each.name)]
    if not names or index.exercise.thresholds:
        return []
    found = [_turned(each) if _THRESHOLD.search(each.name) else each for each in entries]
    turned = [each for each in found if each is not None]
    if len(turned) < len(found):
        return []
    says = say(
        "thresholds, which are subtracted, are read as biases with the other sign: {names}",
        names=listed(names),
    )
    return [*turned, WrittenEntry(NOTE, says)]


def _turned(entry: WrittenEntry) -> WrittenEntry | None:
    """Return an entry with the other sign; None if it is no number."""
    text = entry.value if entry.value is not None else read_value(entry.raw).value
    if not isinstance(text, str):
        return None
    text = text.strip()
    cells = [read_cell(text, mark) for mark in get_args(DecimalSeparator)]
    if all(cell.value is None for cell in cells):
        return entry if cells[0].blank else None
    bare = text.lstrip(f"+＋{MINUS_SIGNS}").strip()
    return entry._replace(raw=bare if text[0] in MINUS_SIGNS else f"-{bare}", value=None)


def new_biases_right(cells: Mapping[Key, Cell], index: QuantityIndex) -> int:
    """Return how many new biases are right."""
    biases = ((key, cell) for key, cell in cells.items() if key.kind == "new_bias")
    return sum(near(cell, index.values.get(key)) for key, cell in biases)
