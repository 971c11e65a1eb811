"""The hints that a practice has given, as its file of answers tells in a comment.

    # with hints: net_h1 1, out_h1 3

The number is how far they went: 1 the formula, 2 the numbers put in, 3 the value.
"""

import re
from collections.abc import Iterator

from bpcalc.checking.reading.entries import Knows, MadeName, WrittenEntry
from bpcalc.checking.reading.quoting import listed, quoted
from bpcalc.locale import say
from bpcalc.patterns import pattern

HINTS = "# with hints"
"""What begins the comment."""

HINTED = MadeName(HINTS)
"""Stands for it as the name of an entry."""

VALUE = "3"
"""The last hint, which shows the value."""

LEVELS = ("1", "2", VALUE)

_LINE = pattern(r"^#[ \t]*with hints:[ \t]*(\S[^\n]*)$", re.MULTILINE)


def hint_entries(text: str) -> Iterator[WrittenEntry]:
    """Yield the comment of a text that tells of hints, if there is one."""
    if found := _LINE.search(text):
        yield WrittenEntry(HINTED, found[1].strip())


def hints_of(raw: str, knows: Knows) -> Iterator[str]:
    """Yield names with how far their hints went; those that mean nothing are left out.

    >>> list(hints_of("net_h1 1, x 2, out_h1", {"net_h1", "out_h1"}.__contains__))
    ['net_h1 1', 'out_h1 3']
    """
    return (f"{name} {level}" for name, level in _hints(raw) if knows(name))


def told_hints(raw: str, knows: Knows) -> Iterator[str]:
    """Yield what is to be said about hints; names that mean nothing are left out.

    >>> list(told_hints("net_h1 1, x 2, out_h1 3", {"net_h1", "out_h1"}.__contains__))
    ['a hint has shown the formula of net_h1', 'a hint has shown the value of out_h1']
    """
    hints = [(quoted(name), level) for name, level in _hints(raw) if knows(name)]
    values = [name for name, level in hints if level == VALUE]
    formulas = [name for name, level in hints if level != VALUE]
    if formulas:
        yield say("a hint has shown the formula of {names}", names=listed(formulas))
    if values:
        yield say("a hint has shown the value of {names}", names=listed(values))


def _hints(raw: str) -> Iterator[tuple[str, str]]:
    """Yield names, and how far the hints went; a name alone was shown its value."""
    for part in raw.split(","):
        name, *level = part.strip().rsplit(None, 1)[:2] if part.strip() else ("",)
        if level and level[0] in LEVELS:
            yield name, level[0]
        elif name:
            yield part.strip(), VALUE
