"""What a single word of the file means: a number, a choice, a name, a text."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from math import isfinite

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import (
    ASCII_SIGNS,
    code,
    did_you_mean,
    found,
    invisible,
    named,
    number_hint,
    number_of_percentage,
    one_of,
    punctuation,
    quotable,
)
from bpcalc.exercise.leading_zeros import lacks_point
from bpcalc.exercise.yaml_nodes import Node, Scalar
from bpcalc.locale import enumerated, say, say_many
from bpcalc.maths.expr import Number
from bpcalc.patterns import pattern

MAX_DIGITS = 400
MAX_EXPONENT = 400

USUAL_NUMBER = pattern(r"-?(?:0|[1-9][0-9]{0,19})(?:\.[0-9]{1,20})?")
"""Almost every number there is, known at a glance."""

NUMBER_PATTERN = pattern(r"[+-]?([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?")

FRACTION = pattern(r"[+-]?([0-9]+|[0-9]*\.[0-9]+) ?/ ?([0-9]+|[0-9]*\.[0-9]+)")
"""A quotient of two decimals, such as 1/3."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUE = frozenset({"true", "True", "TRUE"})
FALSE = frozenset({"false", "False", "FALSE"})

SPACES = pattern(r"\s+")

MAX_TEXT = 1000
MAX_NAME_LENGTH = 40


def is_null(node: Node) -> bool:
    """Return whether the value is missing, `null` or `~`."""
    return isinstance(node, Scalar) and node.plain and node.text in NULLS


def number(
    page: SourceText, node: Node, expected: str = "", *, whole: bool = False
) -> Number | None:
    """Return the number that stands there; None, with a fault, if it is none.

    Args:
        page: for the fault.
        node: where a number should stand.
        expected: what it should be, for the fault; "" for a number.
        whole: whether only a whole one makes sense, in which no point can have been forgotten.
    """
    if isinstance(node, Scalar):
        if USUAL_NUMBER.fullmatch(node.text):
            return Number(node.text)
        text = _ascii(page, node)
        if not whole and lacks_point(page, node, text):
            return None
        match = NUMBER_PATTERN.fullmatch(text)
        if match:
            return _bounded(page, node, text, match)
        if FRACTION.fullmatch(text):
            return _fraction(page, node, text.replace(" ", ""))
    expected = expected or say("a number")
    if isinstance(node, Scalar) and (meant := number_of_percentage(node.text)):
        _percentage(page, node, expected, meant)
        return None
    hint = number_hint(node.text) if isinstance(node, Scalar) else ""
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


def _percentage(page: SourceText, node: Node, expected: str, meant: str) -> None:
    """Say what to write for a percentage, once for all percentages of a file."""
    says = say(
        "expected {expected}, found {found}; write {number}",
        expected=expected,
        found=found(node),
        number=meant,
    )
    page.fault_of_many(
        "percentage",
        node,
        says,
        lambda n: say_many(
            "; {n} more number is written in percent",
            "; {n} more numbers are written in percent",
            n,
        ),
    )


def written_number(text: str) -> Number | None:
    """Return the number that a text is, by the rule of exercise files; None if it is none.

    Options of the command line keep to it, too: what is a number in a file is one there. Only that
    a point may be missing in `05` is asked of files alone.

    >>> [found and found.text for found in map(written_number, ("+5", "２.５", "1_0", " 5", "0x5"))]
    ['5', '2.5', None, None, None]
    """
    plain = _plain(text)
    match = NUMBER_PATTERN.fullmatch(plain)
    if match:
        digits, exponent = match.groups()
        bounded = not (_too_long(digits) or _too_far(exponent))
        return Number(plain.removeprefix("+")) if bounded else None
    dividable = len(plain) <= MAX_DIGITS and plain.partition("/")[2].strip("0. ")
    if dividable and FRACTION.fullmatch(plain):
        return Number(plain.replace(" ", "").removeprefix("+"))
    return None


def whole_number(text: str) -> int | None:
    """Return the whole number that a text is, by the rule of exercise files.

    >>> [whole_number(text) for text in ("1e3", "5.0", "+5", "1_000", "5.5")]
    [1000, 5, 5, None, None]
    """
    found = written_number(text)
    if found is None or found.value != found.value.to_integral_value():
        return None
    return int(found.value)


def is_float(found: Number) -> bool:
    """Return whether a number is 0 as a float only if it is 0, and has a float at all.

    >>> [is_float(Number(text)) for text in ("0", "1e-300", "1e-400", "1e400")]
    [True, True, False, False]
    """
    value = float(found.value)
    return isfinite(value) and bool(value) == bool(found.value)


def _plain(text: str) -> str:
    """Return a number in ASCII characters; what is no number in them, as it stands."""
    plain = text.translate(ASCII_SIGNS).removeprefix("+")
    known = any(each.fullmatch(text) for each in (NUMBER_PATTERN, FRACTION))
    if not known and any(each.fullmatch(plain) for each in (NUMBER_PATTERN, FRACTION)):
        return plain
    return text


def _ascii(page: SourceText, node: Scalar) -> str:
    """Return a number in ASCII characters, and take note if it was written in others."""
    text = _plain(node.text)
    if text is not node.text:
        page.unusual(node, quotable(node.text), quotable(text))
    return text


def _fraction(page: SourceText, node: Scalar, text: str) -> Number | None:
    """Return a fraction, with a fault if it is none that can be worked with."""
    if len(text) > MAX_DIGITS:
        says = say(
            "the number has {n} digits; at most {most} are read", n=len(text), most=MAX_DIGITS
        )
        page.fault(node, says)
        return None
    if not text.partition("/")[2].strip("0."):
        page.fault(node, say("`{text}` divides by zero", text=quotable(text)))
        return None
    return Number(text.removeprefix("+"))


def _bounded(page: SourceText, node: Scalar, text: str, match: re.Match[str]) -> Number | None:
    digits, exponent = match.groups()
    if _too_long(digits):
        page.fault(
            node,
            say(
                "the number has {n} digits; at most {most} are read",
                n=len(digits) - ("." in digits),
                most=MAX_DIGITS,
            ),
        )
        return None
    if _too_far(exponent):
        page.fault(
            node,
            say(
                "the exponent of `{text}` is too large; exponents from -{most} to {most} are read",
                text=quotable(text),
                most=MAX_EXPONENT,
            ),
        )
        return None
    return Number(text.removeprefix("+"))


def _too_long(digits: str) -> bool:
    return len(digits) > MAX_DIGITS + ("." in digits)


def _too_far(exponent: str | None) -> bool:
    return exponent is not None and _size(exponent) > MAX_EXPONENT


def _size(exponent: str) -> int:
    digits = exponent.lstrip("+-").lstrip("0")
    return int(digits or "0") if len(digits) <= 4 else MAX_EXPONENT + 1


def read_whole(page: SourceText, node: Node, least: int, most: int) -> int | None:
    """Return the whole number that stands there; None, with a fault, if there is none."""
    expected = say("a whole number from {least} to {most}", least=least, most=most)
    value = number(page, node, expected, whole=True)
    if value is None:
        return None
    if value.value.adjusted() > MAX_EXPONENT or not least <= value.value <= most or value.value % 1:
        page.fault(
            node, say("expected {expected}, found {found}", expected=expected, found=found(node))
        )
        return None
    return int(value.value)


def boolean(page: SourceText, node: Node) -> bool | None:
    """Return whether `true` or `false` stands there; None, with a fault, if neither does."""
    if isinstance(node, Scalar) and node.plain and node.text in TRUE | FALSE:
        return node.text in TRUE
    page.fault(node, say("expected true or false, found {found}", found=found(node)))
    return None


def choice(
    page: SourceText,
    node: Node,
    names: Iterable[str],
    what: str = "",
    aliases: Mapping[str, str] | None = None,
) -> str | None:
    """Return the one of the names that stands there; None, with a fault, if none does.

    Args:
        page: for the fault.
        node: where one of the names should stand.
        names: which ones there are.
        what: what they are names of, if that is easier to say than to list them.
        aliases: other names, each with the one that it stands for; the names may then be spelt
            in any case.
    """
    names = list(names)
    text = node.text if isinstance(node, Scalar) else ""
    chosen = text if aliases is None else named(text, names, aliases)
    if chosen in names:
        return chosen
    meant = did_you_mean(text, names) or punctuation(text)
    hint = meant or (one_of(names) if what else "")
    expected = what or say("one of: {names}", names=enumerated(names))
    says = say(
        "expected {expected}, found {found}{hint}", expected=expected, found=found(node), hint=hint
    )
    page.fault(node, says)
    return None


def one_line_text(page: SourceText, node: Node, expected: str, most: int = MAX_TEXT) -> str | None:
    """Return the text that stands there, on one line; nothing in it would garble a page."""
    if not isinstance(node, Scalar) or is_null(node):
        page.fault(
            node, say("expected {expected}, found {found}", expected=expected, found=found(node))
        )
        return None
    if len(node.text) > most:
        page.fault(
            node,
            say(
                "the text has {n} characters; at most {most} are read", n=len(node.text), most=most
            ),
        )
        return None
    match = invisible(node.text)
    if match is None:
        _note_comment(page, node)
        lines = "\n" in node.text or "\t" in node.text
        return (SPACES.sub(_one_line, node.text) if lines else node.text).strip()
    place = page.text.find(match[0], node.start, node.end)
    page.fault(
        node if place < 0 else place,
        say(
            "the text contains {code}, {name}; delete it", code=code(match[0]), name=_name(match[0])
        ),
    )
    return None


def _note_comment(page: SourceText, node: Scalar) -> None:
    """Say what is a comment behind a text and looks as if it belonged to it, as in `Task #1`."""
    comment = _IN_THE_TEXT.match(page.text, node.end) if node.plain else None
    if comment is not None:
        page.note(comment.start(1), said_of_comment(comment[1]))


def said_of_comment(comment: str) -> str:
    """Return what is said of a comment that looks as if it belonged to the text before it."""
    return say(
        "`{rest}` is a comment and not read; if it belongs to the text, put that in quotation "
        "marks",
        rest=comment.strip(),
    )


_IN_THE_TEXT = pattern(r" (#\w[^\n]{0,60})")
"""Comments stand further off, or their words do."""


def _one_line(spaces: re.Match[str]) -> str:
    """Return the spaces between two words, a single one where a line ends."""
    return " " if "\n" in spaces[0] or "\t" in spaces[0] else spaces[0]


def _name(character: str) -> str:
    """Return what kind of character it is, for a reader who cannot see it."""
    return unicodedata.name(character, say("a control character")).lower()


def name(page: SourceText, node: Node) -> str | None:
    """Return the name of a unit: a text without white space."""
    result = one_line_text(page, node, say("the name of a unit"), MAX_NAME_LENGTH)
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
