"""Remarks that help: what stands there, and what may have been meant."""

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Context, Decimal
from types import MappingProxyType

from bpcalc.exercise.yaml_nodes import Node, YamlMapping, YamlSequence
from bpcalc.locale import enumerated, say
from bpcalc.locale.cleaning import UNSAFE_CHARACTERS, cleaned
from bpcalc.nearest import nearest
from bpcalc.patterns import pattern

MAX_QUOTED = 40

INVISIBLE = pattern(f"[{UNSAFE_CHARACTERS}\u200c\u200d]")
"""Characters that have no place in a name or number: the unsafe ones and the joiners."""


def found(node: Node) -> str:
    """Say what stands there, in a few words."""
    if isinstance(node, YamlSequence):
        return say("a list")
    if isinstance(node, YamlMapping):
        return say("a mapping")
    if not node.text:
        return say("nothing")
    return say("`{text}`", text=quotable(node.text))


def quotable(text: str) -> str:
    r"""Return the text, fit to be quoted in a sentence: visible, on one line, not long.

    >>> quotable("a\x1b[31m")
    'a\\x1b[31m'
    """
    text = text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"
    return cleaned(text)


MINUSES = "\u2212\u2010\u2011\u2012\u2013\u2014\u30fc\ufe63\uff0d"
ASCII_SIGNS = {ord(minus): "-" for minus in MINUSES} | {
    ord("\uff0b"): "+",
    ord("\uff0e"): ".",
    ord("\u3002"): ".",
    ord("\u00b7"): ".",
    ord("\uff0f"): "/",
    ord("\uff25"): "E",
    ord("\uff45"): "e",
    **{ord("\uff10") + digit: str(digit) for digit in range(10)},
}
"""What Chinese input methods and word processors make of the characters of a number."""

LETTERS = str.maketrans("oOiIlL|", "0011111")


def punctuation(text: str) -> str:
    """Return the remark that a word contains punctuation of another keyboard, or ""."""
    from bpcalc.exercise.yaml_hints import punctuation as remark  # its patterns cost a millisecond

    return remark(text)


def number_hint(text: str) -> str:
    """Return what may have been meant, for a text that is no number."""
    text = text[:MAX_QUOTED]
    plain = text.translate(ASCII_SIGNS)
    from bpcalc.exercise.number_slips import number_meant  # only where something is refused

    if meant := number_meant(text, plain):
        return meant
    for written in dict.fromkeys((text, plain)):
        for shape, hint in _hints(written):
            if re.fullmatch(shape, written, re.IGNORECASE):
                return hint
    return invisible_hint(text) or punctuation(text)


PERCENTAGE = pattern(r"([+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)) *[%％]")


def number_of_percentage(text: str) -> str:
    """Return a percentage as the number that it is, "" if the text is none.

    >>> number_of_percentage("5%"), number_of_percentage("12,5 %"), number_of_percentage("５０％")
    ('0.05', '0.125', '0.5')
    """
    plain = text.translate(ASCII_SIGNS) if len(text) <= MAX_QUOTED else ""
    match = PERCENTAGE.fullmatch(plain)
    if not match:
        return ""
    sign, digits, exponent = Decimal(match[1].replace(",", ".")).as_tuple()
    assert isinstance(exponent, int)
    return f"{Decimal((sign, digits, exponent - 2)).normalize(ALL_DIGITS):f}"


ALL_DIGITS = Context(prec=MAX_QUOTED)


def _hints(text: str) -> tuple[tuple[str, str], ...]:
    """Return how people write numbers that are none, each with the remark that helps."""
    point = text.replace(",", ".").replace("，", ".")
    digits = text.translate(LETTERS)
    return (
        ("[+-]?[0-9]*[,，][0-9]+", say("; a decimal comma? write a point: {number}", number=point)),
        (r"[+-]?[0-9]+\.", say("; a digit is missing after the point")),
        (r"[+-]?\.?(nan|inf(inity)?)", say("; only finite numbers can be worked with")),
        ("[+-]?0x[0-9a-f]+", say("; write it in decimal digits")),
        ("[0-9]+(:[0-9]+)+", say("; times and base 60 are not numbers here")),
        (r"[+-]?[0-9]+(_[0-9]+)+(\.[0-9]*)?", say("; write it without `_`")),
        (
            r"[+-]?(?=.*[0-9])(?=.*[oil|])[0-9oil|]*\.?[0-9oil|]*|[+-]?[oil]\.[0-9oil|]+",
            say("; a letter instead of a digit? did you mean {number}?", number=digits),
        ),
        ("[(（].*|.*[)）]", say("; lists are written in square brackets")),
        (r"[+-]?[0-9]+\.\s+[0-9]+", say("; leave out the space after the point")),
        (r"[+-]?[0-9./]+(\s+[+-]?[0-9./]+)+", say("; put a comma between the numbers")),
        (r"[+-]\s+[0-9.]+", say("; leave out the space after the sign")),
    )


def invisible_hint(text: str) -> str:
    """Return the remark that a text contains a character which nobody sees, or ""."""
    match = invisible(text)
    if not match:
        return ""
    return say("; it contains the invisible character {code}", code=code(match[0]))


def invisible(text: str) -> re.Match[str] | None:
    """Return where a text has its first character that nobody sees, None if there is none."""
    return None if text.isascii() and text.isprintable() else INVISIBLE.search(text)


def code(character: str) -> str:
    """Return the name of a character in every font.

    >>> code("\u00a0")
    'U+00A0'
    """
    return f"U+{ord(character):04X}"


SYNONYMS = {
    "学习率": "learning_rate",
    "输入": "inputs",
    "目标": "targets",
    "目标输出": "targets",
    "权值": "weights",
    "权重": "weights",
    "偏置": "biases",
    "阈值": "thresholds",
    "激活函数": "activation",
    "损失函数": "loss",
    "动量": "momentum",
    "双曲正切": "tanh",
    "双曲正切函数": "tanh",
    "s型函数": "sigmoid",
    "s形函数": "sigmoid",
    "线性": "identity",
    "线性函数": "identity",
    "恒等函数": "identity",
    "阶跃函数": "step",
    "符号函数": "sign",
    "交叉熵": "cross_entropy",
    "二元交叉熵": "binary_cross_entropy",
    "二分类交叉熵": "binary_cross_entropy",
    "均方误差": "mean_squared_error",
    "误差平方和": "squared_error",
    "平方误差": "squared_error",
    "平均绝对误差": "mean_absolute_error",
    "logistic": "sigmoid",
    "linear": "identity",
    "none": "identity",
    "mse": "mean_squared_error",
    "sse": "squared_error",
    "mae": "mean_absolute_error",
    "l1": "absolute_error",
    "kl": "kl_divergence",
    "kld": "kl_divergence",
    "logcosh": "log_cosh",
    "smooth_l1": "huber",
    "mseloss": "mean_squared_error",
    "mse_loss": "mean_squared_error",
    "rmse": "mean_squared_error",
    "quadratic": "half_squared_error",
    "quadratic_cost": "half_squared_error",
    "bce": "binary_cross_entropy",
    "bceloss": "binary_cross_entropy",
    "bce_loss": "binary_cross_entropy",
    "ce": "cross_entropy",
    "celoss": "cross_entropy",
    "nllloss": "cross_entropy",
    "nll_loss": "cross_entropy",
    "categorical_cross_entropy": "cross_entropy",
    "sgd": "online",
    "lr": "learning_rate",
    "eta": "learning_rate",
    "alpha": "learning_rate",
    "outputs": "targets",
    "bias": "biases",
    "name": "title",
    "error": "loss",
}


OTHERS = frozenset({"nadam", "adamax", "radam", "lion", "squared_hinge", "focal", "maxout"})
"""What nothing with a similar name is meant by; an entry of such a name is found before."""

ELSEWHERE = {
    "carry": "rounding: {decimals: 4, carry: rounded}",
    "decimals": "rounding: {decimals: 4}",
    "significant": "rounding: {significant: 4}",
    "weight_decay": "penalty: {l2: 0.01} or optimizer: {adamw: {weight_decay: 0.01}}",
    "l2": "penalty: {l2: 0.01}",
    "l1": "penalty: {l1: 0.01}",
    "lambda": "penalty: {l2: 0.01}",
    "regularization": "penalty: {l2: 0.01}",
    "regularizer": "penalty: {l2: 0.01}",
    "beta1": "optimizer: {adam: {beta1: 0.9, beta2: 0.999}}",
    "beta2": "optimizer: {adam: {beta1: 0.9, beta2: 0.999}}",
    "epsilon": "optimizer: {adam: {epsilon: 1e-8}}",
    "momentum": "optimizer: {momentum: 0.9}",
    "rho": "optimizer: {rmsprop: {rho: 0.9}}",
    "nesterov": "optimizer: {nesterov: 0.9}",
    "adam": "optimizer: {adam: {beta1: 0.9, beta2: 0.999}}",
    "rmsprop": "optimizer: {rmsprop: {rho: 0.9}}",
    "bias_correction": "optimizer: {adam: {bias_correction: false}}",
    "keep": "dropout: [{mask: [1, 0, 1], keep: 0.5}]",
    "mask": "dropout: [{mask: [1, 0, 1], keep: 0.5}]",
    "gamma": "batch_norm: [{gamma: 1, beta: 0, epsilon: 1e-5}]",
    "temperature": "activation: {softmax: 2}",
    "theta": "activation: {step: {theta: 0.5, at_zero: 1}}",
    "threshold": "activation: {step: {theta: 0.5, at_zero: 1}} or thresholds: [0.5]",
    "at_zero": "activation: {step: {at_zero: 0}}",
    "slope": "activation: {sigmoid: 2}",
    "formula": 'activation: {formula: "max(net, 1)"}',
    "decay": "learning_rate: {start: 0.5, exponential: 0.9}",
    "schedule": "learning_rate: {start: 0.5, exponential: 0.9}",
    "warm_up": "learning_rate: {start: 0.5, exponential: 0.9, warm_up: 3}",
    "gradient_clipping": "clip_gradients: {norm: 5}",
    "p": "keep: 0.8",
    "drop": "keep: 0.8",
    "rate": "keep: 0.8",
    "keep_prob": "keep: 0.8",
    "clip": "clip_gradients: {norm: 5}",
    "clip_norm": "clip_gradients: {norm: 5}",
    "clipnorm": "clip_gradients: {norm: 5}",
    "clip_value": "clip_gradients: {value: 1}",
    "clipvalue": "clip_gradients: {value: 1}",
    "dampening": "optimizer: {momentum: {momentum: 0.9, form: averaging}}",
    "amsgrad": "optimizer: amsgrad",
    "minibatch": "batch_size: 2",
    "mini_batch": "batch_size: 2",
    "standardize": "normalise: {inputs: z_score}",
    "standardise": "normalise: {inputs: z_score}",
    "z_score": "normalise: {inputs: z_score}",
    "hidden_activation": "activation: [relu, sigmoid]",
    "output_activation": "activation: [relu, sigmoid]",
    "scale": "normalise: {inputs: min_max, range: [0, 1]}",
    "min_max": "normalise: {inputs: min_max, range: [0, 1]}",
}
"""Keys that stand within another one, or have another name: how they are written."""


def elsewhere(text: str, names: Collection[str]) -> str:
    """Return the remark where a key belongs, or ""; not where it would point to itself."""
    example = ELSEWHERE.get(_plain(text), "")
    if not example or any(name in example for name in names if name == _plain(text)):
        return ""
    examples = say(" or ").join(f"`{one}`" for one in example.split(" or "))
    return say("; write {examples}", examples=examples)


def named(
    text: str, names: Iterable[str], aliases: Mapping[str, str] = MappingProxyType({})
) -> str | None:
    """Return which of the names a text is, in whatever case and with whatever hyphens.

    >>> named("Leaky ReLU", ["relu", "leaky_relu"]), named("AdaGrad", ["adagrad"])
    ('leaky_relu', 'adagrad')
    """
    names = list(names)
    if text in names:
        return text
    if len(text) > MAX_QUOTED:
        return None
    wanted = _squashed(text)
    spelt = {_squashed(alias): name for alias, name in aliases.items() if name in names}
    return spelt.get(wanted) or next((name for name in names if _squashed(name) == wanted), None)


def _squashed(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).lower()


def _plain(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text[:MAX_QUOTED].strip().lower())


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """Return the remark that a similar name exists, or ""."""
    names = list(names)
    lower = _plain(text)
    if lower in OTHERS - set(names):
        return ""
    meant = SYNONYMS.get(lower)
    if meant not in names:
        meant = nearest(lower, names)
    return say("; did you mean `{name}`?", name=meant) if meant else ""


def one_of(names: Iterable[str]) -> str:
    """Return the remark which names there are."""
    listed = enumerated(names)
    return say("; write one of: {names}", names=listed) if listed else ""
