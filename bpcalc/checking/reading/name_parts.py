"""What a name says besides which quantity it is: of when, and whether old, new or a gradient."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from bpcalc.checking.reading.decorations import CIRCLED
from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, Knows
from bpcalc.checking.reading.layer_words import LAYER_NAMES, any_of
from bpcalc.checking.reading.line_forms import COUNTED
from bpcalc.checking.reading.name_index import plain_name
from bpcalc.checking.reading.name_layers import layer_first
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import GRADIENT_KINDS
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

_WHEN = pattern(r"(?:(all)|s?([0-9]{1,9}))?[\s,;]*(?:e([0-9]{1,9}))?", re.IGNORECASE)
_CELL_WHEN = pattern(r"(.{1,200})_(s[0-9]{1,9}(?:e[0-9]{1,9})?|e[0-9]{1,9}|all(?:e[0-9]{1,9})?)_?")
_SAMPLE_WORD = pattern(
    r"[\s,(（]*(?:sample|pattern|样本|样例)\s*#?([0-9]{1,9})[)）]?$|[\s,(（]*第\s*([0-9]{1,9})\s*个?样本[)）]?$",
    re.IGNORECASE,
)
_NUMBER = rf"([0-9]{{1,6}}|[{COUNTED}])"
_SAMPLE_FIRST = pattern(
    r"(?:for\s|对于?|在)?(?:"
    rf"(?:sample|pattern|example|样本|样例)\s?#?{_NUMBER}(?:\s?[,，:：的]\s?|\s(?=\S))"
    rf"|第\s?{_NUMBER}\s?(?:个样本|个样例|组样本|组数据)(?:[\s,，:：的]{{1,3}}))",
    re.IGNORECASE,
)
"""The sample before the name of a quantity: `样本2的 net_h1`."""

_EPOCH_WORD = pattern(
    r"[\s,_(（\[]{1,4}(?:(?:after|in|at|of)\s(?:the\s)?)?(?:epoch|iteration|iter)[\s_#.]{0,3}([0-9]{1,9})[)）\]]?$"
    r"|[\s,(（]{0,3}第\s?([0-9]{1,9})\s?(?:轮|次迭代|次更新)后?[)）]?$",
    re.IGNORECASE,
)
_MOMENT = pattern(
    r"[\s_(]+(before|after)(?:[\s_](?:the[\s_])?(?:update|training|step|change))?\)?$",
    re.IGNORECASE,
)
_WEIGHT = pattern(r"(?:weight |bias |权[值重]|偏置)?[wWbBvVθ]_?\{?[0-9]{0,4}\}?")
_ERROR_AFTER = pattern(
    r"((?:E|J|L|C|error|loss|cost|误差|损失)(?:_?total)?)\s?(?:(\(0\)|_?old|_?before)|_?new|['′’]|_?after)"
)
"""The error before the update, or after it: `E(0)`, `E_new`, `E'`; for E(1), see `errors_told`."""

_RAISED = pattern(
    r"\s?(?:\^\s?\{?\(\s?([0-9]{1,9})\s?\)\}?|⁽([⁰¹²³⁴-⁹]{1,9})⁾)(?=$|\s?_\s?\{?[^\W\d])"
)
"""A number in parentheses that is raised, at the end or before the name of a unit."""

_TURNED = pattern(r"\^\{([0-9]{1,3})\}(_\{[0-9]{1,6}\})$")
MAX_UNIT_NAME = 40
"""Characters of a name in which that of a unit is looked for."""

_ONE_ERROR = ("e", "误差")
"""Names of the whole error that are those of an output as well, where the line is about it."""

_LAYER = pattern(
    rf".{{0,20}}?(?:{any_of(LAYER_NAMES)}|(?:hidden|output)(?:\slayer)?(?=[\s,:]))", re.IGNORECASE
)
_NUMBERED = pattern(r"[0-9一二三四五六七八九十]")
_NEXT_STEP = pattern(r"\(\s?[kn]\s?\+\s?1\s?\)")
_BIAS = pattern(
    r"(?:(?:偏置|阈值)[项值]?\s?(?![A-Za-z])|(?:(?:偏置|阈值)[项值]?\s?)?(?:b|bias|θ|theta)(?![A-Za-z0-9]))",
    re.IGNORECASE,
)
_OF_WEIGHT = pattern(r"(?:[Δ∆]|[d∂]E/[d∂])?(?:[wvWV]|权[重值])[\s_{]{0,3}[0-9]")
_NUMBERED_ERROR = pattern(r"E_?[0-9]{1,4}")
FUNCTION_OF = pattern(
    r"(?:sigmoid|sigm?|logistic|tanh|relu|softmax|act(?:ivation)?|激活函数|[fgsσφϕ])"
    r"\s?(['′’])?\s?[(（](.{1,80})[)）]",
    re.IGNORECASE,
)
OF_PARAMETER = pattern(r"^(?:weight|bias|权重|权值|偏置|阈值)[\s_]*", re.IGNORECASE)
"""What stands before the name of a weight or bias."""

OF_TOTAL = pattern(r"^([d∂δ])\s?E_?\{?(?:\\text\{)?(?:total|tot|ges|sum)\}{0,2}\s?/", re.IGNORECASE)
"""A derivative of the whole error: `∂E_total/`, which is that of `∂E/`."""

OLD = pattern(
    r"^(?:old|initial|before|旧的?|原|(?:更新|修正|调整)前的?)[\s_]*|\s?\(0\)$"
    r"|[\s_(（]*(?:old|init|initial|before|旧值?|的?(?:更新|修正|调整)前的?值?)[)）]?$",
    re.IGNORECASE,
)
MODIFIERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "new",
        pattern(
            r"^(?:new|updated|final|neu|新的?|(?:更新|修正|调整)后?的?)(?: value)?(?: of)?[\s_]*"
            r"|[\s_(（{]*(?:new(?: value)?|updated|becomes|neu|next|[tn]\s*\+\s*1|的?新值?"
            r"|的?(?:更新|修正|调整)(?:后的值|[后为值])?|变[为成])[)）}]?$"
            r"|\s+after(?: the)? (?:update|training|step)$"
            r"|^after(?: the| one)? (?:update|step) (?=[wbvθ权偏])"
            r"|(?<=[wbvθ])[_^]?\{?(?:new|neu)\}?_?(?=\{?[0-9])",
            re.IGNORECASE,
        ),
    ),
    ("old", OLD),
    (
        "gradient",
        pattern(
            r"^(?:grad(?:ient)?|(?:partial )?derivative)(?: of(?: E)?)?"
            r"(?: (?:w\.?r\.?t\.?|for|with respect to))?[\s_(]+"
            r"|^g[\s_(]+|[\s_.]+grad(?:ient)?$|^[∇▽]\s*"
            r"|^(?:梯度|偏导数?)|的?(?:误差)?(?:梯度|偏导数?)值?$|^(?:总?误差|损失(?:函数)?|代价|E|L|J|C|Loss)?(?:关于|对)"
            r"|^[d∂](?:E|L|J|C|loss|cost|error|E_?total|MSE)\s*/\s*[d∂]",
            re.IGNORECASE,
        ),
    ),
    (
        "change",
        pattern(
            r"^(?:[ΔΔ∆]|delta[\s_]*(?=[wbvθ])|d_?(?=[wbvθ]))\s*|[\s_]+change$"
            r"|的?(?:变化|更新|修正|改变|调整|增)量$"
        ),
    ),
)
MODIFIED: dict[str, tuple[Kind, Kind]] = {
    "new": ("new_weight", "new_bias"),
    "old": ("weight", "bias"),
    "gradient": ("weight_gradient", "bias_gradient"),
    "change": ("weight_change", "bias_change"),
}
TOTAL = frozenset(
    {
        *("e", "etotal", "etot", "totalerror", "error", "err", "loss", "cost", "totalloss"),
        *("totalcost", "j", "l", "c", "mse", "sse", "errortotal", "esum", "e总", "总误差"),
        *("误差", "损失", "总损失", "代价", "e全", "总e", "误差e", "losstotal", "eges"),
        *(
            *("总体误差", "整体误差", "网络总误差", "totalnetworkerror", "totalerrore"),
            "总误差e",
            "总的误差",
            "误差总和",
            "误差和",
            "损失函数",
            "损失值",
            "代价函数",
            "误差函数",
            *(
                "全局误差",
                "网络误差",
                "系统误差",
                "误差平方和",
                "误差能量",
                "损失函数值",
                "代价函数值",
            ),
        ),
        *("jtheta", "jw", "jwb", "jtheta0theta1", "lwb", "ltheta", "ewb"),
        *("均方误差", "总损失", "sumoferrors", "errorsum", "totale", "totalmse", "lossfunction"),
        *("sumofsquarederrors", "overallerror", "globalerror"),
    }
)
"""What people call the error of all outputs, as `plain_name` has it."""

EPSILONS = ("ε", "ϵ")
"""An error in some books, and in the others a small number that is given: of Adam, of norms."""

SUMMED_KINDS: frozenset[Kind] = frozenset({"weight_gradient", "bias_gradient", "total_error"})
"""What a batch has one value of, besides those of its samples."""


class Meaning(NamedTuple):
    """What a name may stand for.

    Attributes:
        keys: the quantities, the likeliest first; the number decides between them.
        plain: whether the name is one of theirs; another one is said to have been understood.
        given: whether it may also be a number that the exercise gives.
        open: whether nothing but the number can decide.
        total: whether it is a total, which may be that of a sample already read, or of all.
    """

    keys: tuple[Key, ...]
    plain: bool = True
    given: bool = False
    open: bool = False
    total: bool = False


class When(NamedTuple):
    """The sample and epoch that a name says."""

    all: bool
    sample: int
    epoch: int


def at_moment(keys: list[Key], when: When | None) -> tuple[Key, ...]:
    """Return those of the quantities of a place that a name means, the likeliest first."""
    if when is not None and (when.all or when.sample):
        wanted = None if when.all else when.sample
        return tuple(k for k in keys if k.sample == wanted and k.epoch in (None, when.epoch))
    epoch = when.epoch if when else 1
    told = [key for key in keys if key.epoch in (None, epoch)]
    whole = [key for key in told if key.sample is None and key.kind in SUMMED_KINDS]
    norms = [key for key in told if key.sample is None and key.kind in GRADIENT_KINDS]
    return tuple(dict.fromkeys([*whole, *told[:1], *norms]))


def in_its_batch(when: When | None, exercise: Exercise) -> When | None:
    """Return a sample of an epoch as one of an update, which is that of its batch."""
    if when is None or not (when.sample and exercise.batches):
        return when
    return when._replace(epoch=exercise.update_number(when.epoch, when.sample))


def readings(text: str, samples: int = 1) -> Iterator[tuple[str, When | None]]:
    """Yield a name as a whole, and then without what it says of sample and epoch.

    Args:
        text: the name.
        samples: how many there are; of several, E(0) is none of an epoch.
    """
    yield text, None
    yield from _error_after(text, samples)
    if first := _SAMPLE_FIRST.match(text):
        yield text[first.end() :], When(False, _number(first[1] or first[2]), 1)
    if text.endswith("]") and "[" in text:
        base, _, inner = text[:-1].rpartition("[")
    else:
        base, at, inner = text.rpartition("@")
        if not at and (match := _CELL_WHEN.fullmatch(text)):
            base, inner = match[1], match[2]
        elif not at and (word := _SAMPLE_WORD.search(text)):
            base, inner = text[: word.start()], word[1] or word[2]
    if epoch := _EPOCH_WORD.search(text):
        yield text[: epoch.start()], When(False, 0, int(epoch[1] or epoch[2]))
    yield from _at_a_moment(text)
    match = _WHEN.fullmatch(inner.strip()) if len(inner) <= MAX_QUANTITY_NAME else None
    if match and base.strip() and inner.strip():
        yield base.strip(), When(bool(match[1]), int(match[2] or 0), int(match[3] or 1))


def _at_a_moment(text: str) -> Iterator[tuple[str, When]]:
    """Yield what is said to be before or after an update; before one, no weight is the new one."""
    if moment := _MOMENT.search(text):
        name, is_after = text[: moment.start()], moment[1].lower() == "after"
        if is_after or not _WEIGHT.fullmatch(name):
            yield name, When(False, 0, 2 if is_after else 1)


def _error_after(text: str, samples: int) -> Iterator[tuple[str, When]]:
    """Yield the error that a name says to be before or after the update."""
    match = _ERROR_AFTER.fullmatch(text) if len(text) <= MAX_UNIT_NAME else None
    if match and not (samples > 1 and text.endswith(")")):
        yield match[1], When(False, 0, 1 if match[2] else 2)


def _number(text: str) -> int:
    return COUNTED.find(text) + 1 or int(text)


def raised_sample(text: str) -> tuple[str, When] | None:
    """Return a name without the sample that is raised in it, and that sample.

    >>> raised_sample("net_h1^(2)"), raised_sample("δ^{(1)}_{h1}"), raised_sample("a^{(2)}_1")
    (('net_h1', When(all=False, sample=2, epoch=1)), \
('δ_{h1}', When(all=False, sample=1, epoch=1)), None)
    """
    match = _RAISED.search(text) if "^" in text or "⁽" in text else None
    if match is None or not match.start():
        return None
    number = int(match[1] or normalize("NFKC", match[2]))
    return text[: match.start()] + text[match.end() :], When(False, number, 1)


def sample_of_number(text: str) -> tuple[str, When] | None:
    """Return the same of w_5^(2), where no name has 2 for its layer; see `layer_first`."""
    match = _TURNED.search(text)
    return (text[: match.start()] + match[2], When(False, int(match[1]), 1)) if match else None


def names_sample(name: str) -> bool:
    """Return whether a name says to which sample its quantity belongs, or that it is for all.

    >>> names_sample("dE/dw1@s1"), names_sample("dE/dw1^(1)"), names_sample("dE/dw1")
    (True, True, False)
    """
    told = any(when is not None and bool(when.all or when.sample) for _, when in readings(name))
    return told or raised_sample(name) is not None


def epoch_told(name: str, knows: Knows) -> int:
    """Return the epoch that the name of a known quantity says, 1 if it says none.

    >>> epoch_told("delta_o1@s1e2", lambda bare: bare == "delta_o1")
    2
    """
    told = (when.epoch for bare, when in readings(trimmed(name)) if when and knows(bare))
    return max(told, default=1)


def error_names(text: str, plain: str) -> list[str]:
    """Return names of the error of a unit that may be meant by `Error7`, `loss_o1` or `E1`."""
    if _NUMBERED_ERROR.fullmatch(text):
        return [f"C_{text[1:].strip('_')}"]
    starts = (("error", "err"), ("error", "e"), ("误差", "e"), ("loss", "e"))
    return [
        instead + plain.removeprefix(start)
        for start, instead in starts
        if plain.startswith(start) and plain != start
    ]


def own_error(text: str) -> str:
    """Return the name of a unit's own error, where a text is a unit and `E`; "" if it is not.

    >>> own_error("Node o1 E"), own_error("o1 net")
    ('E_o1', '')
    """
    *unit, name = text.split(" ")
    own = unit and len(text) <= MAX_QUANTITY_NAME and plain_name(name) in _ONE_ERROR
    return f"E_{unit[-1]}" if own else ""


def is_own_error(text: str, knows: Knows) -> bool:
    """Return whether `E` in a line about `o1` is, first of all, its own error."""
    return knows(own_error(text)) > 1


def trimmed(name: str) -> str:
    """Return a name composed and without its number in a circle, cut where none can be so long.

    What stands below comes behind what is raised: a_1^2 is a^2_1.
    """
    name = normalize("NFC", name[: MAX_QUANTITY_NAME + 1]).strip()
    name = _NEXT_STEP.sub("(t+1)", name) if "+" in name else name
    return layer_first(name.lstrip(CIRCLED).lstrip())


def of_same_unit(before: str, name: str, knows: Knows) -> str | None:
    """Return what `out` is behind `h1 net = 0.3775`: `h1 out`; None if it is not of that unit."""
    if knows(name) > 1 or _NUMBERED.search(name) or plain_name(name) in TOTAL:
        return None
    if len(before) > MAX_UNIT_NAME or is_bias_beside(before, name):
        return None
    starts = (before[:end].rstrip() for end in range(len(before) - 1, 1, -1))
    units = (start for start in starts if _NUMBERED.search(start) and knows(start))
    return next((full for unit in units if knows(full := f"{unit} {name}")), None)


def is_bias_beside(weight: str, name: str) -> bool:
    """Return whether a name is that of a bias, which is of no weight that stands before it.

    >>> is_bias_beside("w2_new", "b_new"), is_bias_beside("h1 net", "b"), is_bias_beside("w2", "bo")
    (True, False, False)
    """
    return bool(_BIAS.match(name) and _OF_WEIGHT.match(weight))


def of_same_layer(before: str, name: str, knows: Knows) -> str | None:
    """Return the name of a unit in the layer of the one before; None if it names its own, or none.

    >>> of_same_layer("hidden neuron 1 net", "neuron 2 net", lambda _: 1)
    'hidden neuron 2 net'
    """
    layer = _LAYER.match(before[:MAX_UNIT_NAME])
    if layer is None or knows(name) > 1 or not _NUMBERED.search(name) or _LAYER.match(name):
        return None
    full = f"{layer[0]}{'' if layer[0][-1] == '层' else ' '}{name}"
    return full if knows(full) else None


def names_unit(name: str, knows: Knows) -> bool:
    """Return whether a name says of which unit it is, or which one: `Neuron h2`, `w5`."""
    return knows(name) > 0 and _NUMBERED.search(name) is not None
