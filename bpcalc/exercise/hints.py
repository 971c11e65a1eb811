"""Remarks that help: what stands there, and what may have been meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from bpcalc.exercise.yaml_nodes import Node, YamlMapping, YamlSequence
from bpcalc.locale import say
from bpcalc.locale.cleaning import UNSAFE, cleaned

MAX_QUOTED = 40

INVISIBLE = re.compile(f"{UNSAFE.pattern}|[\u200c\u200d]")
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


LETTERS = str.maketrans("oOiIlL|", "0011111")


def punctuation(text: str) -> str:
    """Return the remark that a word contains punctuation of another keyboard, or ""."""
    from bpcalc.exercise.yaml_hints import punctuation as remark  # its patterns cost a millisecond

    return remark(text)


def number_hint(text: str) -> str:
    """Return what may have been meant, for a text that is no number."""
    text = text[:MAX_QUOTED]
    for pattern, hint in _hints(text):
        if re.fullmatch(pattern, text, re.IGNORECASE):
            return hint
    return invisible_hint(text) or punctuation(text)


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
        ("[+-]?[0-9.]+ *[%％]", say("; write 0.5 for 50 %")),
        (
            r"[+-]?(?=.*[0-9])[0-9oil|]*\.?[0-9oil|]*|[+-]?[oil]\.[0-9oil|]+",
            say("; a letter instead of a digit? did you mean {number}?", number=digits),
        ),
        ("[(（].*|.*[)）]", say("; lists are written in square brackets")),
        (r"[+-]?[0-9.]+(\s+[+-]?[0-9.]+)+", say("; put a comma between the numbers")),
        (r"[+-]\s+[0-9.]+", say("; leave out the space after the sign")),
    )


def invisible_hint(text: str) -> str:
    """Return the remark that a text contains a character which nobody sees, or ""."""
    match = INVISIBLE.search(text)
    if not match:
        return ""
    return say("; it contains the invisible character {code}", code=code(match[0]))


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
    "bce": "binary_cross_entropy",
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


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """Return the remark that a similar name exists, or ""."""
    names = list(names)
    lower = re.sub(r"[\s-]+", "_", text[:MAX_QUOTED].strip().lower())
    meant = SYNONYMS.get(lower)
    if meant not in names:
        close = get_close_matches(lower, names, n=1)
        meant = close[0] if close else None
    return say("; did you mean `{name}`?", name=meant) if meant else ""


def one_of(names: Iterable[str]) -> str:
    """Return the remark which names there are."""
    return say("; write one of: {names}", names=", ".join(names))
