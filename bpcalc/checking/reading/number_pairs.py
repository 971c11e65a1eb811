"""Names and numbers side by side, without a sign between them: `h1: net 0.3775, out 0.5933`."""

import re
from collections.abc import Iterator

from bpcalc.checking.cells import SIGN
from bpcalc.checking.reading.entries import Knows
from bpcalc.patterns import pattern

LONGEST = 160
"""Characters of a line in which they are looked for."""

_PAIR = r"[^\W\d][^\W]{0,20}(?:\s[^\W\d]\w{0,20}){0,2}"
_VALUE = rf"{SIGN}?[0-9]{{0,6}}[.．][0-9]{{1,20}}(?:[eE][-+]?[0-9]{{1,3}})?"
_NAMED = pattern(rf"({_PAIR})\s{{1,3}}({_VALUE})(?:\s?[,，;；、]\s?|\s{{1,3}}|$)")
_UNIT = pattern(r"((?:(?:neuron|unit|node)\s)?[^\W\d]?\w{0,20})\s?[:：,，\s]\s?(?=[^\W\d])", re.I)


_KINDS = pattern(r"net|out|输|delta", re.IGNORECASE)


def paired(line: str, knows: Knows) -> str:
    """Return a line with equals signs between names and numbers, if it is made of these alone.

    What stands behind the first pair may be of the unit, or weight, with which the line begins.

    >>> known = {"net_h1": 2, "h1 net": 1, "h1 out": 1, "net_h2": 2, "out_h2": 2}
    >>> paired("h1: net 0.3775, out 0.5933", lambda name: known.get(name, 0))
    'h1 net = 0.3775, h1 out = 0.5933'
    >>> paired("net_h2 0.3925 out_h2 0.5969", lambda name: known.get(name, 0))
    'net_h2 = 0.3925, out_h2 = 0.5969'
    """
    if len(line) > LONGEST or any(sign in line for sign in "=＝≈"):
        return line
    text = line.strip()
    unit = _UNIT.match(text)
    whole = unit is not None and _is_whole(unit[1], knows)
    found = list(_pairs(text[unit.end() if unit and whole else 0 :]))
    if len(found) < (1 if whole else 2):
        return line
    of = unit[1] if unit and whole else ""
    of = f"unit {of}" if of.isdigit() else of
    names = [_named(name, of, knows) for name, _ in found]
    if not all(names):
        return line
    return ", ".join(f"{name} = {value}" for name, (_, value) in zip(names, found, strict=True))


def _is_whole(unit: str, knows: Knows) -> bool:
    """Return whether a line begins with a unit, or a weight: `h1`, `w5`, `Neuron 4`."""
    counted = any(map(str.isdigit, unit)) and knows(unit) < 2 and not _KINDS.search(unit)
    named = max(knows(f"net_{unit}"), knows(f"dE/d{unit}")) > 1
    return named or (counted and knows(f"{unit} net") > 0 and knows(f"{unit} out") > 0)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names and numbers of a text; nothing if there is anything else in it."""
    found: list[re.Match[str]] = []
    at = 0
    while at < len(text):
        match = _NAMED.match(text, at)
        if match is None:
            return
        found.append(match)
        at = match.end()
    yield from ((match[1], match[2]) for match in found)


def _named(name: str, unit: str, knows: Knows) -> str:
    """Return the name of a quantity, or of one of a unit; "" if it means nothing."""
    of_unit = f"{unit} {name}"
    if unit and not any(map(str.isdigit, name)) and knows(of_unit):
        return of_unit
    return name if knows(name) > 1 else ""
