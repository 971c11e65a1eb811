"""What a label in somebody's own words is about: `dW2`, `hidden output`, `fc1.weight.grad`.

A label is cut into words; words have meanings, one entry each in `MEANINGS`. What remains open,
such as the layer of `W` or whether `W1` is the old matrix or the new one, the numbers decide.
"""

import re
from unicodedata import normalize

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


MEANINGS: dict[str, str] = {
    **dict.fromkeys(("w", "weight", "weights", "kernel", "kernels", "wt", "wts"), "weight"),
    **dict.fromkeys(("b", "bias", "biases", "threshold", "thresholds", "theta"), "bias"),
    **dict.fromkeys(("dw", "gw", "dweight", "dweights", "wgrad"), "gradient weight open"),
    **dict.fromkeys(("db", "gb", "dbias", "dbiases", "bgrad"), "gradient bias open"),
    **dict.fromkeys(("grad", "grads", "gradient", "gradients", "nabla"), "gradient"),
    **dict.fromkeys(("de", "dl", "dj", "dc", "dloss", "derror", "dcost", "dmse"), "gradient"),
    **dict.fromkeys(("change", "changes", "update", "step"), "change"),
    **dict.fromkeys(("new", "updated", "after", "final", "neu", "upd"), "new"),
    **dict.fromkeys(("old", "initial", "init", "before", "given", "start"), "old"),
    **dict.fromkeys(("net", "nets", "netinput", "z", "preact", "preactivation", "zin"), "net"),
    **dict.fromkeys(("sum", "weighted", "in", "s", "linear"), "net"),
    **dict.fromkeys(("out", "output", "outputs"), "out"),
    **dict.fromkeys(("a", "act", "activation", "activations", "activated", "sigmoid"), "act"),
    **dict.fromkeys(("y", "yhat", "pred", "preds", "prediction", "predictions"), "result"),
    **dict.fromkeys(("predicted", "probs", "forward", "result"), "result"),
    **dict.fromkeys(("delta", "deltas", "dz", "dnet", "dnets", "din", "d"), "delta"),
    **dict.fromkeys(("err", "error", "errors", "e", "loss", "losses"), "error"),
    **dict.fromkeys(("h", "hid", "hidden", "hiddens", "hl"), "hidden"),
    **dict.fromkeys(("o", "ol"), "output"),
    **dict.fromkeys(("ih", "xh", "inputhidden"), "hidden first"),
    **dict.fromkeys(("ho", "hy", "hiddenoutput"), "output last"),
    **dict.fromkeys(("input", "inputs"), "input"),
    "x": "input data",
    **dict.fromkeys(("term", "terms", "signal", "signals"), "term"),
    "local": "local",
    **dict.fromkeys(("t", "target", "targets", "label", "labels", "desired", "expected"), "target"),
}
"""What words of a label mean."""

IGNORED = frozenset(
    {
        *("the", "of", "to", "for", "from", "layer", "layers", "unit", "neuron", "node", "value"),
        *("values", "is", "are", "at", "fc", "lin", "level", "l", "matrix", "vec"),
        *(
            "vector",
            "np",
            "self",
            "nn",
            "module",
            "model",
            "and",
            "with",
            "respect",
            "wrt",
            *("so", "thus", "hence", "then", "therefore", "answer", "solution"),
        ),
        *("data", "item", "total", "my", "calculated", "computed", "pass", "dense"),
        *("batch", "overall", "summed", "accumulated", "cumulative"),
    }
)
"""Words of a label that say nothing."""

CHINESE_WORDS: dict[str, str] = {
    "隐藏层": " hidden ",
    "隐含层": " hidden ",
    "隐层": " hidden ",
    "隐藏": " hidden ",
    "隐含": " hidden ",
    "输出层": " o ",
    "输入层": " input ",
    "净输入": " net ",
    "加权输入": " net ",
    "输入": " input ",
    "加权和": " net ",
    "激活值": " act ",
    "净激活": " net ",
    "激活后": " act ",
    "激活": " act ",
    "残差": " delta ",
    "输出值": " out ",
    "输出": " out ",
    "误差项": " delta ",
    "误差信号": " delta ",
    "误差": " error ",
    "局部梯度": " delta ",
    "梯度": " grad ",
    "偏导数": " grad ",
    "偏导": " grad ",
    "权重": " weight ",
    "权值": " weight ",
    "偏置": " bias ",
    "阈值": " bias ",
    "预测": " pred ",
    "期望": " target ",
    "目标": " target ",
    "更新后": " new ",
    "更新量": " change ",
    "新的": " new ",
    "新": " new ",
    "旧": " old ",
    "层": " layer ",
    **dict.fromkeys(
        (
            *("神经网络", "网络", "最终", "得到", "经过"),
            *("总和", "总", "累计", "累加", "合计", "整批"),
            "神经元",
            "实际",
            "大约",
            "约为",
            "约等于",
            "等于",
            "近似",
            "节点",
            "结点",
            "单元",
            "计算",
            "结果",
            "数值",
            "矩阵",
            "向量",
        ),
        " ",
    ),
    **dict.fromkeys("的第个号值得为是中处上于求各这该其在约后", " "),
}

_SIGNS = {
    "Δ": " change ",
    "∆": " change ",
    "δ": " delta ",
    "∂": "d",
    "∇": " grad ",
    "ŷ": " yhat ",
    "θ": " theta ",
}
_REQUEST = pattern(r"请输入|请填入|^\s*输入(?=\s*[A-Za-zδ∂Δ]+[0-9]*_)")  # "type in": a verb
_SUFFIXES = ("hidden", "output", "ih", "ho", "hid", "out", "h", "o")
_CAMEL = pattern(r"(?<=[a-z]{2})(?=[A-Z])")  # but dW is one word
_WORD = pattern(r"[A-Za-z]+|[^\W\d_]+|[0-9]+")
_ORDINAL = pattern(
    r"\b(hidden|output)(?:[\s_-]layer)?(?:'s)?[\s_,:-]{1,3}(?:neuron|unit|node)[\s_#]{0,3}([0-9]{1,3})\b"
    r"|\b(?:neuron|unit|node)[\s_#]{0,3}([0-9]{1,3})[\s,]{1,3}(?:(?:of|in)\s)?(?:the\s)?(hidden|output)\slayer\b",
    re.IGNORECASE,
)
_CHINESE_UNIT = "(?:神经元|节点|结点|单元)"
_CHINESE_DIGITS = "一二三四五六七八九十"
_CHINESE_NUMBER = f"([0-9]{{1,3}}|[{_CHINESE_DIGITS}])"
_CHINESE_ORDINAL = pattern(
    rf"第?\s?{_CHINESE_NUMBER}\s?[个号]\s?(隐藏|隐含|隐|输出)层?(?:的)?{_CHINESE_UNIT}"
    rf"|(隐藏|隐含|隐|输出)层?(?:的|中)?第\s?{_CHINESE_NUMBER}\s?[个号]\s?{_CHINESE_UNIT}"
    rf"|(隐藏|隐含|隐|输出)层?(?:的)?{_CHINESE_UNIT}\s?#?{_CHINESE_NUMBER}"
)
_UNIT = pattern(r"[A-Za-z]+_?[0-9]+(?:_[0-9]+)?")

_PRODUCT = pattern(r"[*×⋅]\s?[^\W\d]")
MAX_LABEL = 80


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
    if len(text) > MAX_LABEL or _PRODUCT.search(text):
        return None
    numbered, text = _numbered_units(normalize("NFKC", text), layout)
    units, text = _units(_translated(text), layout)
    units = (*numbered, *units)
    meanings, numbers = _meanings(text, named=bool(units))
    if meanings is None or not (meanings or units):
        return None
    layers = _layers(meanings, numbers, layout) if not units else (units[-1][0],)
    kinds = _kinds(meanings, units)
    once = len(numbers) == 1 and not units
    counted = _counted(meanings, numbers[0], layers, layout) if once else ()
    return Label(kinds, layers, units, counted) if kinds and layers else None


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
    elif not meanings.isdisjoint(("output", "result")):
        within = range(last, last - 1, -1)
    else:
        alone = tuple(layer for layer in layers if layout.sizes[layer] == 1)
    units = [(layer, number) for layer in within if 1 <= number <= layout.sizes[layer]]
    return tuple(dict.fromkeys([*units, *((layer, 1) for layer in alone)]))


def _numbered_units(text: str, layout: Layout) -> tuple[tuple[tuple[int, int], ...], str]:
    """Return the units that are counted in words, as `hidden neuron 2`, and the text without."""
    found: list[tuple[int, int]] = []
    last = len(layout.sizes) - 1

    def taken(match: re.Match[str]) -> str:
        told = [part for part in match.groups() if part]
        number, word = sorted(told, key=lambda part: part[0].lower() in "ho隐输")
        layer = last if word[0].lower() in "o输" else 1
        unit = int(number) if number.isdecimal() else _CHINESE_DIGITS.index(number) + 1
        if (layer == 1 and last > 2) or not 1 <= unit <= layout.sizes[layer]:
            return match[0]
        found.append((layer, unit))
        return " "

    for ordinal in (_ORDINAL, _CHINESE_ORDINAL):
        text = ordinal.sub(taken, text)
    return tuple(found), text


def _translated(text: str) -> str:
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    text = _REQUEST.sub(" ", text)
    for word, english in CHINESE_WORDS.items():
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
    if "out" in meanings and (parameter or not meanings.isdisjoint(_OTHER_KINDS)):
        output = True  # `output delta`: here the word names the layer
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


_OTHER_KINDS = ("net", "delta", "act", "error", "hidden", "gradient", "input")


def _numbered(number: int, last: int) -> tuple[int, ...]:
    """Return the layers that a number may mean, by whichever way they are counted."""
    if number > 9 and number % 10 == number // 10 + 1:
        number //= 10  # W12 leads from layer 1 to layer 2
    return tuple(n for n in (number, number - 1, number + 1) if 1 <= n <= last)


LABEL_KINDS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
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
    if "open" in meanings:
        return (gradient, change)
    if "gradient" in meanings:
        return (gradient,)
    moment = not meanings.isdisjoint(("new", "old"))  # W1 after update
    if not meanings.isdisjoint(("change", "delta")) and not moment:
        return (change, gradient)
    if "new" in meanings:
        return (new,)
    return (given,) if "old" in meanings else (given, new)
