"""Units that a program counts from 0: `hidden neuron 0`, `output[0]`, `第0个`, `net_h0`.

Where a 0 stands behind such a word, and no number is as large as the layer, its units are counted
from 0. Beside all the others, a unit 0 is that of the bias.
"""

import re
from collections.abc import Mapping

from bpcalc.checking.reading.layer_words import HIDDEN_UNITS, UNIT_WORDS
from bpcalc.checking.reading.quoting import quoted
from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.layout import Layout
from bpcalc.patterns import pattern

LONGEST = 2**16
"""Characters of a text in which such names are looked for."""

_NUMBER = r"([0-9]{1,3})(?![0-9]|[.．][0-9])"
_UNIT = rf"(?:[\s_]layer)?(?:的|[\s_])?(?:{UNIT_WORDS})[\s_]?\#?\s?"
_WORDS = {"hidden": f"hidden|(?:{HIDDEN_UNITS})层?", "output": "output|输出层?"}
_LETTERS = {"hidden": "h", "output": "o"}


class _Form(NamedTuple):
    """A way to name units: what stands before the number of one, layer by layer."""

    layers: Mapping[str, re.Pattern[str]]
    in_brackets: bool = False


_FORMS = (
    _Form(
        {
            layer: pattern(rf"(?<![a-z])((?:{words})(?:{_UNIT}|的?第\s?)){_NUMBER}", re.IGNORECASE)
            for layer, words in _WORDS.items()
        }
    ),
    _Form(
        {
            layer: pattern(rf"(?<![a-z层])({words})\[\s?{_NUMBER}\s?\]", re.IGNORECASE)
            for layer, words in _WORDS.items()
        },
        in_brackets=True,
    ),
    _Form(
        {
            layer: pattern(rf"(?<![A-Za-z])({letter}_?){_NUMBER}(?![A-Za-z])")
            for layer, letter in _LETTERS.items()
        }
    ),
)
_OWN_ZERO = pattern(r".{0,40}[^0-9]0")
_OF_BIAS = pattern(
    rf"(?:(?<![A-Za-z])[ho]_?|(?:{UNIT_WORDS})[\s_]?#?)0"
    r"\s?(?:[:：]?[^\n:=：＝0-9]{1,20})?[:=：＝]\s?\+?1(?:[.．]0*)?(?![0-9.])",
    re.IGNORECASE,
)
"""A unit 0 whose output is always 1."""


def units_counted_from_1(text: str, layout: Layout) -> tuple[str, str]:
    """Return a text in which units are counted from 1, and what is said of that, "" if nothing.

    Args:
        text: as it was written.
        layout: the units of the exercise.
    """
    names = [name for layer in layout.units[1:] for name in layer]
    if "0" not in text or len(text) > LONGEST or any(map(_OWN_ZERO.fullmatch, names)):
        return text, ""
    if _OF_BIAS.search(text):
        return text, ""
    told = ""
    for form in _FORMS:
        firsts = _from_zero(text, form, layout)
        for layer in firsts:
            text = form.layers[layer].sub(_next_in_brackets if form.in_brackets else _next, text)
        told = told or next(filter(None, firsts.values()), "")
    if not told:
        return text, ""
    says = say("units are counted from 0 on this sheet: `{name}` is the first", name=quoted(told))
    return text, says


def _from_zero(text: str, form: _Form, layout: Layout) -> dict[str, str]:
    """Return the layers whose units are counted from 0, each with how its first is called."""
    sizes = {"hidden": max(layout.sizes[1:-1], default=0), "output": layout.sizes[-1]}
    firsts: dict[str, str] = {}
    for layer, named in form.layers.items():
        numbers = {int(match[2]): match[0] for match in named.finditer(text)}
        if numbers and max(numbers) < sizes[layer]:
            firsts[layer] = numbers.get(0, "")
    return firsts if any(firsts.values()) else {}


def _next(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) + 1}"


def _next_in_brackets(match: re.Match[str]) -> str:
    number = int(match[2]) + 1
    return f"{match[1]} unit {number}" if match[1].isascii() else f"{match[1]}第{number}个单元"
