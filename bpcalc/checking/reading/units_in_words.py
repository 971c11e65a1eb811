"""Units that are counted in words: `hidden neuron 2`, `第二隐藏层第1个神经元`, `layer 1 node 2`."""

import re
from collections.abc import Iterator

from bpcalc.checking.reading.layer_words import (
    HIDDEN_UNITS,
    UNIT_CHINESE,
    UNIT_ENGLISH,
    UNIT_LAYERS,
)
from bpcalc.checking.reading.line_forms import COUNTED
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.layout import Layout
from bpcalc.patterns import pattern

Unit = tuple[int, int]
"""A layer, and the number of a unit in it."""


class UnitsTold(NamedTuple):
    """What a label says of units.

    Attributes:
        units: those that it names.
        maybe: those one of which it may mean; where there is one, `units` is empty.
        text: the label without them.
    """

    units: tuple[Unit, ...]
    maybe: tuple[Unit, ...]
    text: str


_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth")
_NTH = rf"(?:the\s)?(?:({'|'.join(_ENGLISH)})|([0-9]{{1,3}})(?:st|nd|rd|th))\s"
_NTH_UNIT = pattern(
    rf"\b{_NTH}((?:hidden|output)(?:[\s-]layer)?\s(?:{UNIT_ENGLISH}))\b(?![\s_#]{{0,3}}[0-9])",
    re.IGNORECASE,
)
"""A unit that is counted before its name: `first hidden unit`, `2nd output neuron`."""

_NTH_LAYER = pattern(rf"\b{_NTH}(hidden\slayer)\b", re.IGNORECASE)
_NUMBER = f"(?P<unit>[0-9]{{1,3}}|[{COUNTED}])"
_WORD = f"(?:{UNIT_CHINESE})"
_NTH_CHINESE = pattern(
    rf"第\s?([0-9]|[{COUNTED}])\s?个?\s?((?:{HIDDEN_UNITS})层)(?!的?{_WORD}(?!\s?#?[0-9{COUNTED}]))"
    rf"|((?:{HIDDEN_UNITS})层|第)([{COUNTED}])(?=层|的|中|第|{_WORD}|[^\u4e00-\u9fff]|$)"
)
"""A hidden layer that is counted: `第二隐藏层`, `隐层二`; but `第一个隐层神经元` is a unit."""

_UNIT = rf"(?:{UNIT_ENGLISH})[\s_#]{{0,3}}(?:(?:no\.?|number|nr\.?)\s?)?(?P<unit>[0-9]{{1,3}})"
_OF_LAYER = r"[\s,]{1,3}(?:(?:of|in)\s)?(?:the\s)?"
_FORMS = (
    pattern(
        r"\b(?P<layer>hidden|output)(?:[\s_-]?layer)?[\s_#-]{0,2}(?P<at>[0-9])?(?:'s)?[\s_,:-]{1,3}"
        rf"{_UNIT}\b",
        re.IGNORECASE,
    ),
    pattern(
        rf"\b{_UNIT}{_OF_LAYER}(?P<layer>hidden|output)\slayer(?:[\s_#]{{0,2}}(?P<at>[0-9]))?\b",
        re.IGNORECASE,
    ),
    pattern(rf"\blayer[\s_#]{{0,2}}(?P<any>[0-9])[\s_,:-]{{1,3}}{_UNIT}\b", re.IGNORECASE),
    pattern(rf"\b{_UNIT}{_OF_LAYER}layer[\s_#]{{0,2}}(?P<any>[0-9])\b", re.IGNORECASE),
    pattern(
        r"\blayer[\s_#]{0,2}(?P<any>[0-9])[\s_,:-]{1,3}"
        r"(?P<word>net|out|output|z|a|y|delta|δ)[\s_]?(?P<unit>[0-9]{1,2})(?![\w\[(])",
        re.IGNORECASE,
    ),
    pattern(rf"第?\s?{_NUMBER}\s?[个号]\s?(?P<layer>{UNIT_LAYERS})层?(?:的)?{_WORD}"),
    pattern(
        rf"(?P<layer>{UNIT_LAYERS})层?(?P<at>[0-9])?[\s的中]?第\s?{_NUMBER}\s?[个号]\s?{_WORD}"
    ),
    pattern(rf"(?P<layer>{UNIT_LAYERS})层?(?P<at>[0-9])?[\s的]?{_WORD}\s?#?{_NUMBER}"),
    pattern(rf"第\s?(?P<any>[0-9])\s?层[\s的中]?第\s?{_NUMBER}\s?[个号]\s?{_WORD}"),
    pattern(rf"第\s?(?P<any>[0-9])\s?层[\s的中]?{_WORD}\s?#?{_NUMBER}"),
)
"""Ways to name a unit and its layer, by its place among the hidden ones or among all."""


def units_in_words(text: str, layout: Layout) -> UnitsTold:
    """Return the units that a label counts in words.

    >>> layout = Layout((("x1", "x2"), ("a", "b"), ("c", "d"), ("y",)))
    >>> units_in_words("first hidden layer, neuron 2 net", layout)
    UnitsTold(units=((1, 2),), maybe=(), text='  net')
    >>> units_in_words("第二隐藏层第1个神经元的输出", layout)
    UnitsTold(units=((2, 1),), maybe=(), text=' 的输出')
    >>> units_in_words("layer 2 node 2 out", layout)
    UnitsTold(units=(), maybe=((2, 2), (1, 2)), text='  out')
    """
    text = _NTH_LAYER.sub(_counted, _NTH_UNIT.sub(_counted, text))
    text = _NTH_CHINESE.sub(_counted_in_chinese, text)
    units: list[Unit] = []
    maybe: list[Unit] = []

    def taken(match: re.Match[str]) -> str:
        found = tuple(_meant(match, layout))
        (units if len(found) == 1 else maybe).extend(found)
        word = match.groupdict().get("word")
        return (f" {word} " if word else " ") if found else match[0]

    for form in _FORMS:
        text = form.sub(taken, text)
    return UnitsTold(tuple(units), () if units else tuple(dict.fromkeys(maybe)), text)


def _counted(match: re.Match[str]) -> str:
    """Return what is counted in English with its number behind it."""
    word = (match[1] or "").lower()
    if match[1] and word not in _ENGLISH:
        return match[0]  # with a letter that is like another one
    return f"{match[3]} {match[2] or _ENGLISH.index(word) + 1}"


def _counted_in_chinese(match: re.Match[str]) -> str:
    """Return a layer with its number behind it, in digits."""
    return f"{match[2] or match[3]}{_digits(match[1] or match[4])}"


def _digits(number: str) -> int:
    return int(number) if number.isdecimal() else COUNTED.index(number) + 1


def _meant(match: re.Match[str], layout: Layout) -> Iterator[Unit]:
    """Yield the units of a number, in each layer that may be meant and has so many."""
    last = len(layout.sizes) - 1
    told = match.groupdict()
    unit = _digits(told["unit"])
    if number := told.get("any"):
        layers = [int(number) + more for more in (0, -1, 1)]
    elif told["layer"][0].lower() in "o输":
        layers = [last]
    elif told.get("at"):
        layers = [layer for layer in (int(told["at"]),) if layer < last]
    else:
        layers = [*range(1, last)]
    for layer in layers:
        if 1 <= layer <= last and 1 <= unit <= layout.sizes[layer]:
            yield layer, unit
