"""How people type numbers that are none, and what to write instead, where that is clear."""

import unicodedata
from fractions import Fraction

from bpcalc.locale import say
from bpcalc.patterns import pattern

UNSIGNED = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"

WHOLE_AND_FRACTION = pattern(r"([+-]?)([0-9]{1,9})( +|又)([0-9]{1,2})/([0-9]{1,3})")
"""A whole number and a fraction, as they stand on paper: 1 1/3."""

VULGAR = pattern(r"([+-]?)([0-9]{0,9}) ?([¼-¾⅐-⅞])")
"""A fraction that is a single sign, or a whole number before one."""

SIGNS_TOGETHER = pattern(rf"[+-] ?[+-]+{UNSIGNED}(?:[eE][+-]?[0-9]+)?")
POINTS_TOGETHER = pattern(r"([+-]?[0-9]*)\.{2,}([0-9]+)")
POINTS = pattern(r"[+-]?[0-9]*\.[0-9]*\.[0-9.]*")
APART_EXPONENT = pattern(rf"([+-]?{UNSIGNED}) *[eE] *([+-]?[0-9]{{1,3}})")
POWER_OF_TEN = pattern(
    rf"([+-]?)(?:({UNSIGNED}) ?[×*·⋅∙xX] ?)?10 ?"
    r"(?:(?:\^|\*\*) ?[{(]?([+-]?[0-9]{1,3})[})]?|([⁺⁻]?[⁰¹²³⁴-⁹]{1,3}))"
)
PLAIN_DIGITS = {
    ord(sign): plain for sign, plain in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True)
}


def number_meant(text: str, plain: str) -> str:
    """Return the remark what to write for a text that is no number; "" where that is not clear.

    Args:
        text: as it stands there.
        plain: the text with digits, points and minus signs in ASCII.

    >>> [number_meant(text, text) for text in ("1.5×10^-1", "½", "3 1/2", "0..99", "--1", "x")]
    ... # doctest: +NORMALIZE_WHITESPACE
    ['; write 1.5e-1', '; write 1/2',
     '; write 7/2; or, if these are two numbers, put a comma between them',
     '; a point too many? did you mean 0.99?', '; a number has one sign at most', '']
    """
    return (
        _power_of_ten(text)
        or _power_of_ten(plain)
        or _mixed(plain)
        or _vulgar(plain)
        or _too_many(plain)
    )


def _power_of_ten(text: str) -> str:
    """Answer 1.5×10^-1, 10⁻³ and 1.5 e-1."""
    if match := APART_EXPONENT.fullmatch(text):
        return _write(f"{match[1]}e{match[2]}")
    match = POWER_OF_TEN.fullmatch(text)
    if not match:
        return ""
    sign, digits, exponent, raised = match.groups("")
    return _write(f"{sign}{digits or '1'}e{int(exponent or raised.translate(PLAIN_DIGITS))}")


def _mixed(text: str) -> str:
    """Answer a whole number before a fraction."""
    match = WHOLE_AND_FRACTION.fullmatch(text)
    if not match or not 0 < int(match[4]) < int(match[5]):
        return ""
    sign, whole, between, dividend, divisor = match.groups()
    number = f"{sign}{int(whole) * int(divisor) + int(dividend)}/{int(divisor)}"
    if between == "又":
        return _write(number)
    return say(
        "; write {number}; or, if these are two numbers, put a comma between them", number=number
    )


def _vulgar(text: str) -> str:
    """Answer ½ and 1½."""
    match = VULGAR.fullmatch(text)
    if not match:
        return ""
    part = Fraction(unicodedata.numeric(match[3])).limit_denominator(10)
    return _write(f"{match[1]}{int(match[2] or 0) + part}")


def _too_many(text: str) -> str:
    """Answer a sign or a point too many."""
    if SIGNS_TOGETHER.fullmatch(text):
        return say("; a number has one sign at most")
    if match := POINTS_TOGETHER.fullmatch(text):
        number = f"{match[1]}.{match[2]}"
        return say("; a point too many? did you mean {number}?", number=number)
    return say("; a number has one point at most") if POINTS.fullmatch(text) else ""


def _write(number: str) -> str:
    return say("; write {number}", number=number)
