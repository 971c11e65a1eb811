"""What a single word of the file means: a number, a choice, a name, a text."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from bpcalc.exercise.classroom import punctuation
from bpcalc.exercise.events import Items, Node, Pairs, Scalar
from bpcalc.exercise.page import Page
from bpcalc.locale import say
from bpcalc.maths.expr import Number

MAX_DIGITS = 400
MAX_EXPONENT = 400
MAX_QUOTED = 40

USUAL = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
"""Almost every number there is, known at a glance."""

NUMBER = re.compile(r"[+-]?([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?")

MINUSES = "\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"
ASCII_SIGNS = {ord(minus): "-" for minus in MINUSES} | {
    ord("\uff0b"): "+",
    ord("\uff0e"): ".",
    ord("\u3002"): ".",
    ord("\uff25"): "E",
    ord("\uff45"): "e",
    **{ord("\uff10") + digit: str(digit) for digit in range(10)},
}
"""What Chinese input methods and word processors make of the characters of a number."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUE = frozenset({"true", "True", "TRUE"})
FALSE = frozenset({"false", "False", "FALSE"})

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Characters that do something to a terminal, or to the order of letters, or nothing visible."""


BREAKS = re.compile(r"\s*[\t\n]\s*")


def found(node: Node) -> str:
    """Say what stands there, in a few words."""
    if isinstance(node, Items):
        return say("a list")
    if isinstance(node, Pairs):
        return say("a mapping")
    if not node.text:
        return say("nothing")
    return say("`{text}`", text=shortened(node.text))


def shortened(text: str) -> str:
    """Return the text, fit to be quoted in a sentence: visible, on one line, not long.

    >>> shortened("a\\x1b[31m")
    'a\\\\x1b[31m'
    """
    text = text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"
    return INVISIBLE.sub(_escaped, text.replace("\n", " ").replace("\t", " "))


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def is_null(node: Node) -> bool:
    """Return whether the value is missing, `null` or `~`."""
    return isinstance(node, Scalar) and node.plain and node.text in NULLS


def number(page: Page, node: Node, expected: str = "") -> Number | None:
    """Return the number that stands there; None, with a fault, if it is none."""
    if isinstance(node, Scalar):
        if USUAL.fullmatch(node.text):
            return Number(node.text)
        text = _ascii(page, node)
        match = NUMBER.fullmatch(text)
        if match:
            return _bounded(page, node, text, match)
    hint = _number_hint(node.text) if isinstance(node, Scalar) else ""
    expected = expected or say("a number")
    page.fault(
        node,
        say(
            "expected {expected}, found {found}{hint}",
            expected=expected,
            found=found(node),
            hint=hint,
        ),
    )
    return None


def _ascii(page: Page, node: Scalar) -> str:
    """Return a number in ASCII characters; what is no number in them, as it stands."""
    text = node.text.translate(ASCII_SIGNS)
    if text != node.text and NUMBER.fullmatch(text):
        page.note(
            node,
            say("`{text}` was read as {number}", text=shortened(node.text), number=shortened(text)),
        )
        return text
    return node.text


def _bounded(page: Page, node: Scalar, text: str, match: re.Match[str]) -> Number | None:
    digits, exponent = match.groups()
    if len(digits) > MAX_DIGITS + ("." in digits):
        page.fault(
            node,
            say(
                "the number has {n} digits; at most {most} are read",
                n=len(digits) - ("." in digits),
                most=MAX_DIGITS,
            ),
        )
        return None
    if exponent is not None and _size(exponent) > MAX_EXPONENT:
        page.fault(
            node,
            say(
                "the exponent of `{text}` is too large; exponents from -{most} to {most} are read",
                text=shortened(text),
                most=MAX_EXPONENT,
            ),
        )
        return None
    return Number(text.removeprefix("+"))


def _size(exponent: str) -> int:
    digits = exponent.lstrip("+-").lstrip("0")
    return int(digits or "0") if len(digits) <= 4 else MAX_EXPONENT + 1


LETTERS = str.maketrans("oOiIlL|", "0011111")


def _number_hint(text: str) -> str:
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
        ("[+-]?[0-9.]+/[0-9.]+", say("; write the quotient as a decimal number")),
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


def whole(page: Page, node: Node, least: int, most: int) -> int | None:
    """Return the whole number that stands there; None, with a fault, if there is none."""
    expected = say("a whole number from {least} to {most}", least=least, most=most)
    value = number(page, node, expected)
    if value is None:
        return None
    if value.value.adjusted() > MAX_EXPONENT or not least <= value.value <= most or value.value % 1:
        page.fault(
            node, say("expected {expected}, found {found}", expected=expected, found=found(node))
        )
        return None
    return int(value.value)


def boolean(page: Page, node: Node) -> bool | None:
    """Return whether `true` or `false` stands there; None, with a fault, if neither does."""
    if isinstance(node, Scalar) and node.plain and node.text in TRUE | FALSE:
        return node.text in TRUE
    page.fault(node, say("expected true or false, found {found}", found=found(node)))
    return None


def choice(page: Page, node: Node, expected: str, names: Iterable[str]) -> str | None:
    """Return the one of the names that stands there; None, with a fault, if none does."""
    names = list(names)
    if isinstance(node, Scalar):
        if node.text in names:
            return node.text
        hint = did_you_mean(node.text, names) or punctuation(node.text) or one_of(names)
    else:
        hint = one_of(names)
    page.fault(
        node,
        say(
            "expected {expected}, found {found}{hint}",
            expected=expected,
            found=found(node),
            hint=hint,
        ),
    )
    return None


SYNONYMS = {
    "logistic": "sigmoid",
    "linear": "identity",
    "none": "identity",
    "mse": "mean_squared_error",
    "sse": "squared_error",
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


def text(page: Page, node: Node, expected: str) -> str | None:
    """Return the text that stands there, free of characters that would garble a page."""
    if not isinstance(node, Scalar) or is_null(node):
        page.fault(
            node, say("expected {expected}, found {found}", expected=expected, found=found(node))
        )
        return None
    match = INVISIBLE.search(node.text)
    if match is None:
        return BREAKS.sub(" ", node.text).strip()
    place = page.text.find(match[0], node.start, node.end)
    page.fault(
        node if place < 0 else place,
        say(
            "the text contains {code}, {name}; delete it", code=code(match[0]), name=_name(match[0])
        ),
    )
    return None


def _name(character: str) -> str:
    """Return what kind of character it is, for a reader who cannot see it."""
    return unicodedata.name(character, say("a control character")).lower()


def name(page: Page, node: Node) -> str | None:
    """Return the name of a unit: a text without white space."""
    result = text(page, node, say("the name of a unit"))
    if result is None:
        return None
    if not result or len(result.split()) > 1:
        page.fault(
            node,
            say(
                "expected the name of a unit, one word without spaces, found {found}",
                found=found(node),
            ),
        )
        return None
    return result
