"""Numbers in lines of their own that no name claims, such as those below `Unit 7`."""

from collections.abc import Iterable

from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.quoting import quoted
from bpcalc.locale import enumerated, say_many
from bpcalc.patterns import pattern

MAX_ROW = 200
"""Characters of a line that is looked at."""

MOST_NAMED = 3
"""Lines that are named, of those that are told."""

_SIGNS = "[({<|,;，；\t])}> "
_NUMBER = pattern(r"[+−-]?[0-9]*\.[0-9]+(?:[eE][+−-]?[0-9]+)?")
_NUMBERS = pattern(rf"{_NUMBER.pattern}(?:[,;，； \t|]+{_NUMBER.pattern})*")


def told_bare(text: str, entries: Iterable[WrittenEntry]) -> str:
    """Return what is said of lines of nothing but numbers that no entry has, "" if there are none.

    Args:
        text: the lines.
        entries: what has been read off them.
    """
    lines = [line.strip(_SIGNS) for line in text.splitlines() if len(line) < MAX_ROW]
    bare = [line for line in lines if _NUMBERS.fullmatch(line)]
    if not bare:
        return ""
    taken = {number for entry in entries for number in _NUMBER.findall(entry.raw)}
    left = [line for line in bare if taken.isdisjoint(_NUMBER.findall(line))]
    if not left:
        return ""
    return say_many(
        "numbers that stand under no name of a quantity are not read: the line {lines}",
        "numbers that stand under no name of a quantity are not read: {n} lines, such as {lines}",
        len(left),
        lines=enumerated(f"`{quoted(line)}`" for line in left[:MOST_NAMED]),
    )
