"""Lines about a unit that the network does not have: `neuron A: net = 0.6, out = 0.6457`.

What stands there without its unit would be taken for the only output of a network. So the unit is
written before each name, and the line is told as one of no quantity.
"""

import re
from functools import partial

from bpcalc.checking.reading.layer_words import HIDDEN_UNITS, UNIT_WORDS
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.patterns import pattern

_KIND = (
    r"(?:net(?:\s?input)?|input|in|z|out(?:put)?|activation|a|y|delta|δ|error\sterm"
    r"|净输入|加权和|输入|输出|激活值|误差项|误差信号)"
)
_VALUE = r"[-+−]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,3})?"
_ONE = rf"{_KIND}\s?[=＝:：]?\s?{_VALUE}"
_LINE = pattern(
    r"([ \t]*[^\n:：=＝]{2,40})"
    rf"[:：]\s?({_ONE}(?:\s?[,，;；、\s]\s?{_ONE}){{0,5}})[ \t.。;；]*",
    re.IGNORECASE,
)
_CALLED = pattern(
    rf"(?:(?i:{UNIT_WORDS})|[Cc]ell)\s?#?"
    rf"([A-NP-XZ甲乙丙丁]|[A-Za-z]{{1,3}}_?[0-9]{{1,3}}|[0-9]{{1,3}})$|[Hh]idden|{HIDDEN_UNITS}"
)
"""What says that a unit is another one than the only output."""

_NAMED = pattern(rf"({_KIND})\s?[=＝:：]?\s?({_VALUE})", re.IGNORECASE)


def with_strange_units(text: str, index: QuantityIndex) -> str:
    """Return a text in which such lines name their unit before each number.

    Args:
        text: the lines.
        index: the quantities; those of a single unit need no name of it.
    """
    if sum(index.layout.sizes[1:]) < 2 or ":" not in text.replace("：", ":"):
        return text
    return "\n".join(map(partial(_named, index=index), text.split("\n")))


def _named(line: str, index: QuantityIndex) -> str:
    match = _LINE.fullmatch(line) if len(line) < 200 else None
    if match is None:
        return line
    unit = match[1].strip()
    called = _CALLED.search(unit)
    if (
        called is None
        or "," in unit
        or "，" in unit
        or (called[1] and index.layout.find(called[1]))
    ):
        return line
    named = _NAMED.findall(match[2])
    if any(_means(f"{unit} {kind}", index) for kind, _ in named):
        return line
    return "\n".join(f"{unit} {kind} = {value}" for kind, value in named)


def _means(name: str, index: QuantityIndex) -> bool:
    found = index.found(name)
    return found is not None and bool(found.keys)
