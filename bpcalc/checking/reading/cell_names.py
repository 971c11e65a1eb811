"""What is called how where a row and a column of a table cross: `w5`, `gradient`; `net`, `h1`.

The heading of a column says what of a weight or of a unit stands below it. A word for it is one
entry of `OF_PARAMETER`; for units the words of labels are enough. What nobody has a name for has
none here: a number is never taken for another quantity because the right one is not known.
"""

from collections.abc import Sequence

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, Knows
from bpcalc.checking.reading.layer_words import HIDDEN_LAYER, OUTPUT_LAYER
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.value_columns import VALUES
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

OF_PARAMETER: dict[str, str] = {
    **dict.fromkeys(
        (
            *("old", "before", "initial", "init", "start", "given", "prev", "previous", "current"),
            *("旧", "旧值", "旧权重", "旧的", "原", "原值", "原权重", "原来", "更新前", "初值"),
            *("初始", "初始值", "初始权重", "修正前", "old value", "old weight", "initial value"),
        ),
        "{}_old",
    ),
    **dict.fromkeys(
        (
            *("gradient", "grad", "grads", "gradients", "derivative", "partial", "g"),
            *("梯度", "偏导", "偏导数", "导数", "梯度值"),
        ),
        "{}_gradient",
    ),
    **dict.fromkeys(
        (
            *("new", "after", "updated", "upd", "final", "neu", "next", "new value", "new weight"),
            *("新", "新值", "新权重", "新的", "更新后", "更新值", "修正后", "更新后的值", "新的值"),
        ),
        "{}_new",
    ),
    **dict.fromkeys(
        (
            *("change", "update", "step", "diff", "difference", "adjustment", "correction"),
            *("变化", "变化量", "更新量", "调整量", "修正量", "增量", "改变量"),
        ),
        "{}_change",
    ),
    **dict.fromkeys(("delta", "δ"), "delta {}"),
    **dict.fromkeys(
        (
            *("value", "weight", "weights", "w", "parameter", "param", "weight value"),
            *("值", "权重", "权值", "数值", "参数", "权重值"),
        ),
        "{}",
    ),
}
"""Headings of columns about weights and biases, each with what the number of `w5` is called."""

OF_UNIT = frozenset(
    {
        *("net", "out", "output", "z", "a", "act", "activation", "input", "sum", "in", "y"),
        *("net input", "netinput", "error", "err", "target", "t", "e", "delta", "δ"),
        *("净输入", "输出", "加权和", "激活", "激活值", "误差", "误差项", "目标", "输入", "期望"),
        *("净输入值", "输出值", "加权输入", "目标值", "期望输出", "残差", "误差信号"),
    }
)
"""Headings of columns about units, by which a table is known for one."""

OF_BOTH = ("delta", "δ")

_OLD, _NEW, _GRADIENT, _CHANGE, _ITSELF = "{}_old", "{}_new", "{}_gradient", "{}_change", "{}"
_WEIGHT = pattern(r"(?<![^\W_])(?:W|w|weight|权重|权值)(?![^\W_])|(?<=[dΔ∂∆])[wW](?![^\W_])")
_BIAS = pattern(r"(?<![^\W_])(?:b|bias|偏置)(?![^\W_])|(?<=[dΔ∂∆])b(?![^\W_])")
_PLACE = pattern(r"(?<=[A-Za-z)δ])_?\{?(?:ij|ji|jk|kj|i|j|k)\}?$")
_OF_ALL_UNITS = pattern(r"(?<![a-z])(?:net|out)(?![a-z_0-9])|(?<=d)(?:net|out)(?![a-z_0-9])")
_WORD_AND_SYMBOL = pattern(
    r"([^\W\d_]{2,12}(?:[ _][a-zA-Z]{2,12})?)"
    r"(?:_\{?[ijk]\}?|[\s,(（]{1,3}[^\W\d_]{1,4}(?:_?\{?[ijk]\}?)[)）]?)"
)
_STEP = pattern(r"(?:lr|eta|η|α|alpha|rate|learning[ _]rate)\s?[*·×∙⋅]")
_DERIVATIVE = pattern(r"[dδ∂]\w{1,8}\s?/\s?[dδ∂]\w{1,8}|[fσφ]\s?['′’]\s?\(\w{1,8}\)")
_FORMULA = "/(（*·"
_ONLY = {
    **dict.fromkeys(("output", "output layer", "output unit", "输出", *OUTPUT_LAYER), "output"),
    **dict.fromkeys(("hidden", "hidden layer", "hidden unit", *HIDDEN_LAYER), "hidden"),
}
"""Names of a layer that stand for its unit, where it has no other."""


_TOTALS = frozenset(("total", "sum", "all", "合计", "总计", "总和"))
_ERRORS = frozenset(("e", "error", "loss", "err", "误差", "损失"))
"""What stands in the row and above the column of the error of all outputs."""


_OWN = {
    **dict.fromkeys(
        ("in", "input", "net input", "sum", "z", "净输入", "加权和", "加权输入"), "net"
    ),
    **dict.fromkeys(("output", "activation", "act", "a", "f(net)", "输出", "激活值"), "out"),
    **dict.fromkeys(("误差项", "误差信号", "error term"), "delta"),
}
"""Words for what a unit has, each with the name for it."""


class CellName(NamedTuple):
    """What a cell is called, and how well that is known: 0 if it has no name."""

    name: str = ""
    known: int = 0


def single_quantities(index: QuantityIndex) -> Knows:
    """Return what tells how well a name of one quantity is known; that of a layer is none.

    Whatever is said of `neuron 1` with nothing said of its layer is no name here.
    """

    def knows(name: str) -> int:
        found = index.found(name)
        if found and found.keys:
            return 2 if found.plain else 1
        return int(index.is_given(name))

    return knows


def plain_heading(head: str) -> str:
    """Return a heading without what surrounds it.

    >>> plain_heading("New_Weight:"), plain_heading("`∂E/∂w'`")
    ('new weight', "∂e/∂w'")
    """
    return " ".join(head.strip(' *_`$:："').replace("_", " ").casefold().split())


def without_symbol(head: str) -> str:
    """Return a heading of words without the symbol that books set beside them.

    >>> without_symbol("Net Input, I_j"), without_symbol("Output O_j"), without_symbol("Err_j")
    ('Net Input', 'Output', 'Err')
    """
    match = _WORD_AND_SYMBOL.fullmatch(head.strip()) if len(head) <= MAX_QUANTITY_NAME else None
    return match[1] if match and plain_heading(match[1]) in OF_UNIT else head


def is_kind(head: str) -> bool:
    """Return whether a heading says what of a weight or of a unit stands below it.

    >>> is_kind("gradient"), is_kind("dE/dw"), is_kind("w5")
    (True, True, False)
    """
    head = without_symbol(head)
    plain = plain_heading(head)
    told = (
        plain in OF_PARAMETER or plain in OF_UNIT or plain in VALUES or _DERIVATIVE.fullmatch(head)
    )
    return bool(told) or (len(head) > 1 and _says_weight(head))


def _says_weight(head: str) -> bool:
    return len(head) <= MAX_QUANTITY_NAME and bool(_WEIGHT.search(head) or _BIAS.search(head))


def cell_name(row: str, head: str, knows: Knows, others: Sequence[str] = ()) -> CellName:
    """Return what the number is called where a row and a column cross.

    Args:
        row: what stands at the beginning of the row: `w5`, or `net`.
        head: what stands above the column: `gradient`, or `h1`.
        knows: tells how well a name of one quantity is known.
        others: the headings beside it; where one is of the new values, `weight` is the old one.

    >>> known = {"w5_gradient": 1, "w5_new": 2, "dE/dw5": 2, "net_h1": 2, "h1_out": 1}
    >>> cell_name("w5", "updated", lambda name: known.get(name, 0))
    CellName(name='w5_new', known=2)
    >>> cell_name("w5", "dE/dw", lambda name: known.get(name, 0))
    CellName(name='dE/dw5', known=2)
    >>> cell_name("h1", "out", lambda name: known.get(name, 0))
    CellName(name='h1_out', known=1)
    """
    if not row or not head or len(row) + len(head) >= MAX_QUANTITY_NAME:
        return CellName()
    row, head = without_symbol(row), without_symbol(head)
    there = _crossing(_only(row, knows), head, knows, others)
    back = _crossing(_only(head, knows), row, knows, others)
    return back if back.known > there.known else there


def _only(subject: str, knows: Knows) -> str:
    """Return the unit that the name of a layer stands for, if it has no other."""
    layer = _ONLY.get(plain_heading(subject), "")
    alone = layer and knows(f"{layer} 1 net") and not knows(f"{layer} 2 net")
    return f"{layer} 1" if alone else subject


def _crossing(subject: str, head: str, knows: Knows, others: Sequence[str]) -> CellName:
    """Return what of a weight or of a unit a number is."""
    plain = plain_heading(head)
    if any(sign in subject for sign in _FORMULA):
        return CellName()
    if subject.casefold() in _TOTALS:
        return CellName("E_total", knows("E_total")) if plain in _ERRORS else CellName()
    plainly = knows(subject) > 1  # net_h1 has no gradient, and h1_gradient may be a delta
    if knows(f"{subject}_new") > 1 or (not plainly and knows(f"{subject}_gradient")):
        return _of_parameter(subject, head, knows, others)
    if plain in OF_PARAMETER and plain not in (*OF_BOTH, *VALUES):
        return CellName()
    if knows(f"net_{subject}") > plainly or (not plainly and knows(f"{subject} net")):
        return _of_unit(subject, head, knows)
    return CellName(subject, 2) if plainly and plain in VALUES else CellName()


def _of_parameter(subject: str, head: str, knows: Knows, others: Sequence[str]) -> CellName:
    form = _form(head)
    if form == _ITSELF:  # beside the new value it is the old one
        told = {_form(other) for other in others}
        form = _OLD if _NEW in told else _NEW if _OLD in told else form
    if form:
        own = f"dE/d{subject}" if form == _GRADIENT else ""
        name = own if own and knows(own) > 1 else form.format(subject)
        return CellName(name, knows(name))
    said = _WEIGHT.search(head) or (None if subject[:1] in "wW" else _BIAS.search(head))
    if said is None:
        return CellName()
    ending = _PLACE.sub("", head[said.end() :])
    name = f"{head[: said.start()]}{subject}{ending.removeprefix('_ij')}"
    return CellName(name, knows(name))


def _form(head: str) -> str:
    """Return what a number below a heading is called, with a place for that of the weight."""
    plain = plain_heading(head)
    if plain in OF_PARAMETER:
        return OF_PARAMETER[plain]
    if _STEP.match(head):
        return _CHANGE
    said = _WEIGHT.search(head) or _BIAS.search(head)
    alone = said is not None and "/" not in head and head[: said.start()] in ("", "new_", "new ")
    is_new = said is not None and ("new" in plain or head[said.end() :] in ("'", "′", "+", "⁺"))
    return _NEW if alone and is_new else ""


def _of_unit(subject: str, head: str, knows: Knows) -> CellName:
    head = _PLACE.sub("", head.strip(" *`$:：\"'"))
    if any(sign in head for sign in _FORMULA):
        if not _DERIVATIVE.fullmatch(head):
            return CellName()
        bias = _BIAS.search(head)
        if bias:
            name = f"{head[: bias.start()]}b_{subject}{head[bias.end() :]}"
            return CellName(name, knows(name))
        name = _OF_ALL_UNITS.sub(lambda match: f"{match[0]}_{subject}", head)
        return CellName(name, knows(name)) if name != head else CellName()
    forms = [f"{subject}_{head}", f"{head}_{subject}", f"{subject} {head}", f"{head} {subject}"]
    if own := _OWN.get(plain_heading(head), ""):
        forms.append(f"{own}_{subject}")
    if bias := _BIAS.search(head):
        forms.append(f"{head[: bias.start()]}b_{subject}{head[bias.end() :]}")
    best = max(forms, key=knows)
    return CellName(best, knows(best))
