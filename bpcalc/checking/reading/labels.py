"""What a label in somebody's own words is about: `dW2`, `hidden output`, `fc1.weight.grad`.

A label is cut into words; words have meanings, those of `label_words`. What remains open,
such as the layer of `W` or whether `W1` is the old matrix or the new one, the numbers decide.
"""

import re
from collections.abc import Iterator
from unicodedata import normalize

from bpcalc.checking.cells import SIGN
from bpcalc.checking.reading.label_words import CHINESE_WORDS, IGNORED, MEANINGS
from bpcalc.checking.reading.layer_words import LAYER_NAMES, UNIT_WORDS, any_of
from bpcalc.checking.reading.units_in_words import units_in_words
from bpcalc.maths.keys import Kind
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.layout import Layout
from bpcalc.patterns import pattern


class Label(NamedTuple):
    """What a label may be about, the likeliest first.

    Attributes:
        kinds: kinds of quantity.
        layers: layers, of those that calculate; the input layer is 0.
        units: layer and number of every unit that is named.
        counted: units that the label of a single number may mean: `output 1`, `hidden 2 net`.
    """

    kinds: tuple[Kind, ...]
    layers: tuple[int, ...]
    units: tuple[tuple[int, int], ...] = ()
    counted: tuple[tuple[int, int], ...] = ()


_SIGNS = {
    "Δ": " change ",
    "∆": " change ",
    "δ": " delta ",
    "∂": "d",
    "∇": " grad ",
    "ŷ": " yhat ",
    "re-act": "react",
    "θ": " theta ",
}
_BY_OUTPUT = pattern(
    r"^\s*[d∂δ]_?(?:E|L|J|C|loss|error|cost)(?:_?tot(?:al)?)?\s?[/_]\s?[d∂δ]_?"
    r"(?=(?:out(?:put)?s?|o|ŷ|y_?hat|y|pred|a|h|hidden)(?![a-z]))|^\s*d_?(?=out(?:put)?(?![a-z]))",
    re.IGNORECASE,
)
"""Before the output of a unit: a derivative of the error by it, `dL/dŷ`; `d_out` may be a delta."""

_REQUEST = pattern(r"请输入|请填入|^\s*输入(?=\s*[A-Za-zδ∂Δ]+[0-9]*_)")  # "type in": a verb
_SUFFIXES = ("hidden", "output", "ih", "ho", "hid", "out", "h", "o")
_CAMEL = pattern(r"(?<=[a-z]{2})(?=[A-Z])")  # but dW is one word
_WORD = pattern(r"[A-Za-z]+|[^\W\d_]+|[0-9]+")
_LONGEST_FIRST = sorted(CHINESE_WORDS.items(), key=lambda item: len(item[0]), reverse=True)
_CONNECTED = pattern(
    rf"(输入层|{any_of(LAYER_NAMES)})[到至与和及]({any_of(LAYER_NAMES)})(?:之间|间)?"
)
"""Two layers between which weights are: `隐藏层到输出层`."""

_OF_WEIGHTS = pattern("[权wW到至]|连接|梯度|偏导")

_BETWEEN_UNITS = pattern("[到至与和从间]|连接|之间")
"""What stands between the units of a weight: `h1到o1的权重`, `h1与o1之间`."""

_LETTERED = pattern(r"\b(?:[Nn]euron|[Uu]nit|[Nn]ode|[Cc]ell)\s[A-NP-XZ]\s[a-z]")
_LETTER = pattern(r"\b[A-Za-z]\b")
_UNIT = pattern(r"[A-Za-z]+_?[0-9]+(?:_[0-9]+)?")

_PRODUCT = pattern(r"[*×⋅]\s?[^\W\d]")
_POWER_OF_TEN = pattern(
    rf"[\s\[({{]{{0,5}}{SIGN}?[0-9]{{0,9}}[.,]?[0-9]{{1,40}}(?:e{SIGN}?|d{SIGN})[0-9]",
    re.IGNORECASE,
)
"""A number as programs print it, whose e is no error: `1.946e-03`."""

_HYPOTHESIS = pattern(r"h_?\{?(?:\\?theta|[θΘw])?\}?\s?\(\s?x\s?\)")
MAX_LABEL = 80
_OF_NEURON = pattern(rf"(?:{UNIT_WORDS})[\s#_:]{{0,3}}[0-9]", re.IGNORECASE)
"""A number behind the word for a unit, of which it is one."""

_NUMBER_FIRST = pattern(r"\W*[0-9]{1,6}\s")
"""A number before all words, which is one of a unit if one is called so."""

_OF_LAYER = pattern(r"(?:layer|level|dense|fc|lin)[\s#_:]{0,3}[0-9]|[0-9]\s?层", re.IGNORECASE)
_OF_NO_UNIT = frozenset({"weight", "bias", "target", "first", "last"})


def label_of(text: str, layout: Layout) -> Label | None:
    """Return what a label may be about in a network; None if a word of it means nothing.

    >>> layout = Layout((("i1", "i2"), ("h1", "h2"), ("o1", "o2")))
    >>> label_of("dW2", layout)
    Label(kinds=('weight_gradient', 'weight_change'), layers=(2, 1), units=(), counted=())
    >>> label_of("hidden output", layout)
    Label(kinds=('out',), layers=(1,), units=(), counted=())
    >>> label_of("net input of h1", layout)
    Label(kinds=('net',), layers=(1,), units=((1, 1),), counted=())
    >>> label_of("第2个隐藏层神经元的输出", layout)
    Label(kinds=('out',), layers=(1,), units=((1, 2),), counted=())
    """
    if len(text) > MAX_LABEL or _PRODUCT.search(text) or _POWER_OF_TEN.match(text):
        return None
    if len(layout.sizes) == 2 and _HYPOTHESIS.fullmatch(text.strip()):
        text = "yhat"  # h(x) of a regression; of a network, it may be a hidden layer
    text = _BY_OUTPUT.sub(_as_slope, text)
    as_typed = normalize("NFKC", text)
    told = units_in_words(as_typed, layout)
    if _LETTERED.search(told.text) and not any(layout.find(each) for each in _LETTER.findall(text)):
        return None  # a unit that there is not
    units, text = _units(_translated(told.text), layout)
    units = (*told.units, *units)
    if len(units) > 1:
        text = _BETWEEN_UNITS.sub(" ", text)
    meanings, numbers = _meanings(text, named=bool(units or told.maybe))
    if meanings is None or not (meanings or units):
        return None
    if told.maybe and not units:
        layers = tuple(dict.fromkeys(layer for layer, _ in told.maybe))
        kinds = _kinds(meanings, told.maybe[:1])
        return Label(kinds, layers, (), told.maybe) if kinds else None
    layers = _layers(meanings, numbers, layout) if not units else (units[-1][0],)
    once = len(numbers) == 1 and not units
    counted = _counted(meanings, numbers[0], layers, layout) if once else ()
    of_unit = _of_numbered(as_typed, numbers[0], meanings, layout) if once else ()
    says_unit = _OF_NEURON.search(as_typed) or _NUMBER_FIRST.match(as_typed)
    of_neuron = of_unit if says_unit else ()
    kinds = _kinds(meanings, units or of_neuron[:1])
    if of_neuron:
        layers, counted = tuple(dict.fromkeys(layer for layer, _ in of_unit)), of_unit
    counted = tuple(dict.fromkeys([*of_unit[:1], *counted]))
    return Label(kinds, layers, units, counted) if kinds and (layers or counted) else None


def _as_slope(match: re.Match[str]) -> str:
    """Return what is said by a derivative of the error; what has no E in it may be a delta."""
    return " errorslope " if "/" in match[0] or "_d" in match[0] else " errorslope d "


def _of_numbered(
    text: str, number: int, meanings: set[str], layout: Layout
) -> tuple[tuple[int, int], ...]:
    """Return the units that a number may mean which is not that of a layer.

    It is the name of a unit, where units are called by numbers, or a word for a unit says so.
    """
    datum = "input" in meanings and "net" not in meanings and not _OF_NEURON.search(text)
    if datum or not _OF_NO_UNIT.isdisjoint(meanings) or _OF_LAYER.search(text):
        return ()
    last = len(layout.sizes) - 1
    hidden, output = "hidden" in meanings, "output" in meanings
    named = layout.find(str(number))
    if named and not (output and named[0] < last) and not (hidden and named[0] == last):
        return (named,) if named[0] else ()
    if named or hidden or output or not _OF_NEURON.search(text):
        return ()
    units = [(layer, number) for layer in range(last, 0, -1) if number <= layout.sizes[layer]]
    return tuple(dict.fromkeys([*units, *_counted_through(number, layout)]))


def _counted_through(number: int, layout: Layout) -> Iterator[tuple[int, int]]:
    """Yield the units of a number that counts all of them, with the inputs or without."""
    for first in (0, layout.units_before[1]):
        for layer in range(1, len(layout.sizes)):
            unit = number + first - layout.units_before[layer]
            if 1 <= unit <= layout.sizes[layer]:
                yield layer, unit


def _counted(
    meanings: set[str], number: int, layers: tuple[int, ...], layout: Layout
) -> tuple[tuple[int, int], ...]:
    """Return the units that a number may mean: that of a unit, or of a layer with one unit."""
    if not meanings.isdisjoint(("weight", "bias", "input", "target")):
        return ()
    last = len(layout.sizes) - 1
    within = range(last, 0, -1)
    alone: tuple[int, ...] = ()
    if "hidden" in meanings:
        within = range(1, 1 + (last == 2))
    elif not meanings.isdisjoint(("output", "result")) or _names_output_layer(meanings):
        within = range(last, last - 1, -1)
    else:
        alone = tuple(layer for layer in layers if layout.sizes[layer] == 1)
    units = [(layer, number) for layer in within if 1 <= number <= layout.sizes[layer]]
    return tuple(dict.fromkeys([*units, *((layer, 1) for layer in alone)]))


def _translated(text: str) -> str:
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    text = _REQUEST.sub(" ", text)
    if _OF_WEIGHTS.search(text):
        text = _CONNECTED.sub(r"\1 \2 ", text)
    for word, english in _LONGEST_FIRST:
        text = text.replace(word, english)
    return text


def _units(text: str, layout: Layout) -> tuple[tuple[tuple[int, int], ...], str]:
    """Return the units that are named, and the text without them."""
    found = []
    for match in reversed(list(_UNIT.finditer(text))):
        for start in range(match.start(), match.end()):  # neth1 ends with h1
            place = layout.find(text[start : match.end()]) or layout.find(
                text[start : match.end()].lower()
            )
            if place:
                found.append(place)
                text = f"{text[:start]} {text[match.end() :]}"
                break
    return tuple(reversed(found)), text


def _meanings(text: str, *, named: bool) -> tuple[set[str] | None, list[int]]:
    """Return what the words mean, and the numbers; None if a word means nothing."""
    meanings: set[str] = set()
    numbers = []
    for word in _WORD.findall(_CAMEL.sub(" ", text)):
        if word.isdigit():
            numbers.append(int(word[:6]))
            continue
        told = _meaning(word.lower())
        if told is None:
            return None, []
        meanings.update(told.split())
    if named and numbers:
        return None, []
    return meanings, numbers


def _meaning(word: str) -> str | None:
    if word in MEANINGS:
        return MEANINGS[word]
    if word in IGNORED:
        return ""
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem != word and stem in MEANINGS:
            layer = "output" if suffix in ("out", "output") else MEANINGS[suffix]
            return f"{MEANINGS[stem]} {layer}"
    return None


def _layers(meanings: set[str], numbers: list[int], layout: Layout) -> tuple[int, ...]:
    last = len(layout.sizes) - 1
    hidden, output = "hidden" in meanings, "output" in meanings
    parameter = not meanings.isdisjoint(("weight", "bias"))
    output = output or _names_output_layer(meanings, parameter=parameter)
    if hidden and output:
        output = "weight" in meanings or "last" in meanings
        hidden = not output
    if numbers:
        told = _numbered(numbers[-1], last)
        return tuple(n for n in told if n < last) if hidden and last > 1 else told
    if "first" in meanings or ("input" in meanings and parameter):
        return (1,)
    if output or ("result" in meanings and not hidden):
        return (last,)
    if hidden:
        return tuple(range(1, last)) or (last,)
    return tuple(range(last, 0, -1)) if "out" in meanings else tuple(range(1, last + 1))


def _names_output_layer(meanings: set[str], *, parameter: bool = False) -> bool:
    """Return whether `output` names the layer, as in `output delta`, and not what units put out."""
    return "out" in meanings and (parameter or not meanings.isdisjoint(_OTHER_KINDS))


_OTHER_KINDS = ("net", "delta", "act", "error", "hidden", "gradient", "input")


def _numbered(number: int, last: int) -> tuple[int, ...]:
    """Return the layers that a number may mean, by whichever way they are counted."""
    if number > 9 and number % 10 == number // 10 + 1:
        number //= 10  # W12 leads from layer 1 to layer 2
    return tuple(n for n in (number, number - 1, number + 1) if 1 <= n <= last)


LABEL_KINDS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("errorslope delta", ("delta", "error_slope")),
    ("errorslope", ("error_slope", "delta")),
    ("delta", ("delta",)),
    ("error term", ("delta",)),
    ("gradient net", ("delta",)),
    ("gradient input", ("delta",)),
    ("gradient local", ("delta",)),
    ("gradient", ()),
    ("target", ("target",)),
    ("error", ("error", "error_slope", "delta")),
    ("net", ("net",)),
    ("input hidden", ("net",)),
    ("input out", ("net",)),
    ("input output", ("net",)),
    ("input unit", ("net",)),
    ("input", ("input",)),
    ("out", ("out",)),
    ("act", ("out",)),
    ("result", ("out", "target")),
    ("hidden", ("out", "net")),
    ("output", ("out", "net")),
    ("unit", ("out", "net")),
)
"""Kinds of a unit's quantities, by meanings that must be there; the first line that fits counts."""


def _kinds(meanings: set[str], units: tuple[tuple[int, int], ...]) -> tuple[Kind, ...]:
    for parameter in ("weight", "bias"):
        if parameter in meanings or (parameter == "weight" and len(units) > 1):
            return _parameter_kinds(parameter, meanings)
    told = meanings | ({"unit"} if units else set())
    if told.issuperset(("data", "out")):
        return ()  # `x1: out = 0.5336` is the output of what is called x1, and no net input
    return next((kinds for needed, kinds in LABEL_KINDS if told.issuperset(needed.split())), ())


def _parameter_kinds(parameter: str, meanings: set[str]) -> tuple[Kind, ...]:
    gradient: Kind = "weight_gradient" if parameter == "weight" else "bias_gradient"
    change: Kind = "weight_change" if parameter == "weight" else "bias_change"
    new: Kind = "new_weight" if parameter == "weight" else "new_bias"
    given: Kind = "weight" if parameter == "weight" else "bias"
    if "open" in meanings and "sure" not in meanings:  # dW, and not dE/dW
        return (gradient, change)
    if "gradient" in meanings:
        return (gradient,)
    moment = not meanings.isdisjoint(("new", "old"))  # W1 after update
    if not meanings.isdisjoint(("change", "delta")) and not moment:
        return (change, gradient)
    if "update" in meanings and not moment:
        return (change, gradient, new)
    if "new" in meanings:
        return (new,)
    return (given,) if "old" in meanings else (given, new)
