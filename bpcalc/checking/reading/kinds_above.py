"""What a heading says of the lines below it, which name a weight or a unit and nothing else.

Gradients:             Net inputs
w5: 0.0822             h1  0.3775
"""

import re

from bpcalc.checking.reading.cell_names import OF_UNIT, cell_name, plain_heading
from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, Knows
from bpcalc.checking.reading.layer_words import HIDDEN_LAYER, LAYER_NAMES, OUTPUT_LAYER, any_of
from bpcalc.checking.reading.line_forms import EPOCH, SAMPLE
from bpcalc.checking.reading.moments import without_moment
from bpcalc.checking.reading.name_index import plain_name
from bpcalc.checking.reading.name_parts import TOTAL
from bpcalc.patterns import pattern

_SAID = {
    **dict.fromkeys(("gradient", "gradients", "grad", "grads", "derivatives", "梯度"), "gradient"),
    **dict.fromkeys(("new", "updated", "新"), "new"),
    **dict.fromkeys(("old", "initial", "旧", "初始"), "old"),
    **dict.fromkeys(("nets", "preactivations", "净输入", "加权和"), "net"),
    **dict.fromkeys(("activations", "outputs", "输出值", "激活值", "输出"), "out"),
    **dict.fromkeys(("deltas", "误差项", "误差信号"), "delta"),
    **dict.fromkeys(("errors", "误差", "误差值"), "error"),
}
"""Words of headings that say of which kind the numbers below are."""

_ONE_KIND = {
    **dict.fromkeys(("net", "net input"), "net"),
    **dict.fromkeys(("out", "output", "activation"), "out"),
    **dict.fromkeys(("delta", "δ"), "delta"),
    **dict.fromkeys(("error", "e"), "error"),
}
"""A kind alone, which says so before names in its line: `net: h1=0.3775 h2=0.3925`."""

_TOLD = {
    **dict.fromkeys(("net inputs", "net input", "weighted sums", "nets"), "nets"),
    **dict.fromkeys(("weights after the update", "weights after update"), "new weights"),
    **dict.fromkeys(("weights before the update", "weights before update"), "old weights"),
    **dict.fromkeys(("更新后的", "更新后", "更新为", "新的"), "新"),
    **dict.fromkeys(("更新前的", "更新前", "原来的", "原"), "旧"),
    "偏导数": "梯度",
}
"""Words that mean something as they stand together."""

_REST = frozenset(
    {
        *("weight", "weights", "bias", "biases", "parameters", "values", "value", "all", "the"),
        *("of", "and", "for", "layer", "hidden", "output", "input", "to", "wrt", "error", "w"),
        *("backward", "forward", "pass", "step", "unit", "units", "b", "values", "computed"),
        *(
            "权重",
            "权值",
            "偏置",
            "的",
            "各",
            *LAYER_NAMES,
            "和",
            "与",
            "值",
            "计算",
            "到",
            "、",
        ),
    }
)
"""Words of headings that say nothing about that."""

_LEAD = pattern(
    r"\s{0,9}([^:：=＝,，;；]{1,60}?)\s{0,3}(?:[:：]|\s[-–—]\s)\s{0,9}"
    r"(?=[^\W\d][^:：=＝,，;；\s]{0,20}\s{0,3}[:：=＝≈])"
)
"""What stands before a colon, and before a name with its value."""

_GRADIENT = pattern(r"\bgrad(?:ient)?s?\b(?!\s(?:descent|step))|梯度(?!下降)", re.IGNORECASE)
"""What says so in any heading of a line: no new weight stands behind `Batch gradients:`."""

_ERRORS = frozenset(("error", "err", "误差"))
"""What a hidden unit has, too, as its number tells."""

_LAYERS = {
    "Hidden layer": pattern(rf"\bhidden\b|{any_of(HIDDEN_LAYER)}", re.IGNORECASE),
    "Output layer": pattern(rf"\boutput layer\b|{any_of(OUTPUT_LAYER)}", re.IGNORECASE),
}
"""Layers that a heading may be about, by what stands before the names of their units."""

_LAYER_ALONE = pattern(
    rf"[\s#*_\-=]{{0,9}}(?:(?:the\s)?(?:hidden|output)\slayer|{any_of(LAYER_NAMES)})[\s#*_\-=:：]{{0,9}}",
    re.IGNORECASE,
)
"""A heading that says a layer, and nothing else."""

_IN_LAYER = frozenset(("net", "out", "delta"))
"""Kinds of which units have one each, and which many sheets number layer by layer."""

_WHOLE = frozenset(
    {
        *("net", "nets", "net input", "net inputs", "z", "out", "outputs", "activations"),
        *("delta", "deltas", "δ", "净输入", "激活值", "误差项"),
    }
)
"""What all units of a layer have, under one name."""

_NUMBERED = pattern(r"[^\W\d_]{1,6}_?\{?([0-9]{1,2})\}?")
_UNIT = pattern(r"[a-z]_?[0-9]{1,3}")
_PART = pattern(r"\s{0,3}(?:[;；|。]|\s/\s)\s{0,3}")
"""What stands before the heading of a further list in a line."""

_WORD = pattern(r"[a-z]+")
_CHINESE = sorted([word for word in (*_SAID, *_REST) if not word.isascii()], key=len, reverse=True)


def kind_told(heading: str) -> str:
    """Return of which kind a heading says the numbers below are; "" if of none.

    >>> kind_told("Gradients of the output layer:"), kind_told("Gradient descent")
    ('gradient', '')
    >>> kind_told("更新后的权重"), kind_told("Outputs"), kind_told("Output layer")
    ('new', 'out', '')
    """
    text = heading.casefold()
    if len(text) > MAX_QUANTITY_NAME:
        return ""
    text = without_moment(text)
    for phrase, instead in _TOLD.items():
        text = text.replace(phrase, instead)
    words = _WORD.findall(text)
    rest = _WORD.sub("", text)
    for word in _CHINESE:
        if word in rest:
            words.append(word)
            rest = rest.replace(word, "")
    if any(sign.isalnum() for sign in rest):
        return ""
    told = {_SAID[word] for word in words if word in _SAID}
    known = all(word in _SAID or word in _REST for word in words)
    return told.pop() if known and len(told) == 1 else ""


def layer_told(heading: str) -> str:
    """Return of which layer a heading is; "" if it says none, several or one by its number.

    >>> layer_told("**Hidden layer: outputs**"), layer_told("输出层净输入"), layer_told("Outputs")
    ('Hidden layer', 'Output layer', '')
    """
    if any(sign.isdigit() for sign in heading):
        return ""
    told = [layer for layer, words in _LAYERS.items() if words.search(heading)]
    return told[0] if len(told) == 1 else ""


def led_by_kind(line: str) -> tuple[str, str]:
    """Return the heading with which a line begins, and the rest of it; no heading where none leads.

    >>> led_by_kind("weights after update: w1=0.1498"), led_by_kind("Outputs: 0.7514")
    (('weights after update', 'w1=0.1498'), ('', 'Outputs: 0.7514'))
    """
    match = _LEAD.match(line)
    if match is None:
        return "", line
    return (match[1], line[match.end() :]) if _kind_led(match[1]) else ("", line)


def parts_by_kind(line: str) -> list[str]:
    """Return the parts of a line, each with a heading that says of which kind its numbers are.

    >>> parts_by_kind("Outputs: o1=0.75, o2=0.77; Deltas: o1=0.14, o2=-0.04")
    ['Outputs: o1=0.75, o2=0.77', 'Deltas: o1=0.14, o2=-0.04']
    """
    if not led_by_kind(line)[0]:
        return [line]
    parts, start = [], 0
    for found in _PART.finditer(line):
        if led_by_kind(line[found.end() : found.end() + MAX_QUANTITY_NAME])[0]:
            parts.append(line[start : found.start()])
            start = found.end()
    return [*parts, line[start:]]


def _kind_led(lead: str) -> str:
    """Return of which kind the heading of a line says the numbers behind it are."""
    alone = _ONE_KIND.get(lead.strip(" *_`$-").casefold(), "")
    return kind_told(lead) or alone or "gradient" * bool(_GRADIENT.search(lead))


class KindAbove:
    """Keeps what the last heading has said, until a name stands there once more."""

    def __init__(self, single: Knows) -> None:
        """Know how well names of one quantity are known."""
        self._single = single
        self._kind = self._unit = self._layer = ""
        self._named: set[str] = set()
        self._numbers: set[str] = set()
        self._in_full = False

    def heading(self, text: str) -> None:
        """Take a heading."""
        self._take(kind_told(text))
        self._unit = text.strip() if self._is_unit(text.strip()) else ""
        alone = not self._unit and bool(_LAYER_ALONE.fullmatch(text))
        self._layer = layer_told(text) if self._kind in _IN_LAYER or alone else ""

    def lead(self, text: str) -> None:
        """Take the heading that stands before names in their line."""
        self._take(_kind_led(text))

    def _take(self, kind: str) -> None:
        self._kind, self._unit, self._layer, self._in_full = kind, "", "", False
        self._named.clear()
        self._numbers.clear()

    def name(self, name: str) -> str:
        """Return the name of what a heading and a line say together."""
        return self._of_layer(name, self._of_kind(name))

    def _of_layer(self, name: str, told: str) -> str:
        """Return a name that several layers have, with the layer that the heading says.

        Where a number comes once more, or a name in full, the list goes on with something else.
        """
        if not self._layer:
            return told
        number = _NUMBERED.fullmatch(name)
        if not self._kind and plain_heading(name) in _WHOLE:
            return f"{self._layer} {told}"
        counted = number[1] if number and self._kind else name
        if number is None or counted in self._numbers:
            if number or self._single(name) > 1:
                self._layer = ""
            return told
        self._numbers.add(counted)
        hidden = name[0] in "hH" and self._layer != "Hidden layer"
        if hidden or ("_" not in name and self._single(f"net_{name}") > 1):
            return told  # the name of a unit: it says its layer
        full = f"{self._layer} {told}"
        return full if self._single(full) > 0 else told

    def _of_kind(self, name: str) -> str:
        if not self._kind:
            return self._of_unit(name)
        if not self._is_bare(name):
            self._in_full |= self._single(name) > 0
            return name
        cell = cell_name(name, self._kind, self._single)
        if not cell.known:
            return name
        if name in self._named:
            self._kind = ""  # the list goes on with something else
            return name
        self._named.add(name)
        return cell.name

    def _is_unit(self, text: str) -> bool:
        """Return whether a heading is about one unit, and nothing else: `Neuron h1`."""
        if not text or len(text) > MAX_QUANTITY_NAME or SAMPLE.search(text) or EPOCH.search(text):
            return False
        return all(self._single(f"{text} {kind}") > 0 for kind in ("net", "out", "delta"))

    def is_of_unit(self, name: str) -> bool:
        """Return whether a word is a name of something below the heading of a unit."""
        return bool(self._unit) and plain_heading(name) in OF_UNIT

    def _of_unit(self, name: str) -> str:
        """Return the name of what stands below the heading of a unit: `net = 0.3775`."""
        if not self.is_of_unit(name):
            return name
        full = f"{self._unit} {name}"
        hidden = not self._single(f"{self._unit} target")
        total = plain_name(name) in TOTAL - _ERRORS
        whole = hidden and total and self._single(name) > 0
        if name in self._named or whole or not self._single(full):
            return name  # E behind a hidden unit is the whole error
        self._named.add(name)
        return full

    def _is_bare(self, name: str) -> bool:
        """Return whether a name is that of a weight or of a unit, and says nothing else.

        Alone, `o1` is an output; below `Deltas` it is none, unless other names there are in full.
        """
        if len(name) > MAX_QUANTITY_NAME or " " in name:
            return False
        if self._single(name) > 1 and (self._in_full or not _UNIT.fullmatch(name)):
            return False
        return self._single(f"net_{name}") > 1 or self._single(f"{name}_gradient") > 0
