"""One number as a student wrote it: its value, and how many digits stand behind it.

The raw text is kept for ever, for digits are counted in it and never in a float. What cannot be
read is said to be unreadable; nothing is guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Literal
from unicodedata import normalize

from bpcalc.locale import say
from bpcalc.maths.intervals import WORK
from bpcalc.patterns import pattern
from bpcalc.records import record

DecimalSeparator = Literal["point", "comma"]
"""What separates the decimals in one file."""

BLANKS = frozenset(
    {
        *("", "-", "—", "–", "−", "－", "--", "---", "/", "／", "?", "？", "…", "..."),
        *("n/a", "na", "none", "null", "~", "无", "空", "#n/a"),
    }
)

MINUSES = "\u2212\u2010\u2011\u2012\u2013\u2014\ufe63"
SIGN = rf"[+\-\uff0b\uff0d{MINUSES}]"
"""A plus or a minus as a pattern, those of a Chinese keyboard among them."""

_ASCII = {ord(minus): "-" for minus in MINUSES} | {ord("\u3002"): ".", ord("\u00b7"): "."}
_ASCII[ord("\u2044")] = "/"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = pattern(r"([1１][0０])([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_LONG_SOUND = pattern(r"\u30fc(?=[0-9.])")
_DOT_TEN = pattern(r"[·⋅]\s*(?=10\s*(?:\^|\*\*))")
_AROUND_SIGN = pattern(r"\s*([x×✕⋅*·/%^])\s*")
_AFTER_SIGN = pattern(r"^([+-])\s+")
_GROUPED = pattern(r"[+-]?[0-9]{1,3}(,[0-9]{3})+")
_SPACE = pattern(r"(?<=[0-9])[\s_'’](?=[0-9])")
_TIMES = str.maketrans({"⋅": "*", "∙": "*", "•": "*", "✕": "x"})
_SUP = pattern(r"<sup>([^<>]{1,6})</sup>")
_POWER = pattern(r"(?:[x×✕⋅*·]|\\times)?10(?:\^|\*\*)[({]?([+-]?[0-9]+)[)}]?$")
_DECIMAL = pattern(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:e([+-]?[0-9]{1,4}))?")
_FORTRAN = pattern(r"[+-]?[0-9]*\.[0-9]*[dD][+-]?[0-9]{1,4}")
_FRACTION = pattern(r"([+-]?[0-9]+(?:\.[0-9]+)?)/([+-]?[0-9]+(?:\.[0-9]+)?)\.?")
_MIXED = pattern(r"([+-]?)([0-9]+) ((?!0|[0-9]{3}/)[0-9]+)/([0-9]+)\.?")
"""A whole number and a fraction; three digits before the line may as well end a large number."""
_VULGAR = pattern(r"(?<=[0-9])\s*(?=[¼-¾⅐-⅞]|[⁰¹²³⁴-⁹]+\s?[/⁄])|(?<=[0-9])\s*又\s*(?=[0-9¼-¾⅐-⅞])")
"""Before a fraction in one sign or in small digits, or 又 between a whole number and a fraction."""
_THOUSANDS = pattern(r"[+-]?[0-9],[0-9]{3}")
_DATE = pattern(
    r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?: .*)?|[0-9]{1,2}-[A-Za-z]{3}(?:-[0-9]{2,4})?"
    r"|[0-9]{1,2}月[0-9]{1,2}日"
)

MAX_LENGTH = 400
"""Characters that a number may have."""

_ENDS = frozenset("0123456789.")


@record
class Cell:
    """A number as it was written.

    Attributes:
        raw: the text, as it stands in the file.
        value: None if nothing is written or it cannot be read.
        exponent: power of ten of the last digit written; None for a fraction, which is exact.
        loose: the same if zeros at the end of a whole number only fill up (100 may be 1·10²).
        digits: significant digits written.
        blank: whether nothing is written.
        notes: what is to be said about it.
        zeros_lost: whether zeros at its end may have got lost, as in a spreadsheet.
        of_single: whether the file says that it holds floats of 32 bits.
    """

    raw: str
    value: Decimal | None = None
    exponent: int | None = None
    loose: int | None = None
    digits: int = 0
    blank: bool = False
    notes: tuple[str, ...] = ()
    zeros_lost: bool = False
    of_single: bool = False

    @property
    def half(self) -> Decimal:
        """Half a unit of the last digit; zero for a fraction, and for a bare 0."""
        if self.exponent is None or self.bare_zero:
            return Decimal(0)
        return half_unit(self.exponent)

    @property
    def bare_zero(self) -> bool:
        """Whether the number is 0 without decimals: nobody means 0.4 by that."""
        return self.exponent is not None and self.exponent >= 0 and not self.value

    @property
    def decimals(self) -> int:
        """The places after the decimal point that are written."""
        return 0 if self.exponent is None else max(0, -self.exponent)


def half_unit(exponent: int) -> Decimal:
    """Return half a unit of a place.

    >>> half_unit(-4)
    Decimal('0.00005')
    """
    return Decimal((0, (5,), exponent - 1))


def rounded_at(number: Decimal, exponent: int) -> Decimal:
    """Return a number rounded at a place, in the context in force; itself, if it ends before.

    A large number may have no digits there: what is written of it would not fit into a context.

    >>> rounded_at(Decimal("0.39246"), -3), rounded_at(Decimal("2E+60"), -4)
    (Decimal('0.392'), Decimal('2E+60'))
    """
    last = number.as_tuple().exponent
    ends_before = isinstance(last, int) and last >= exponent
    return number if ends_before else number.quantize(Decimal(1).scaleb(exponent))


def decimal_mark(raws: Iterable[str]) -> tuple[DecimalSeparator, str]:
    """Return what separates decimals in a file, and a remark if that had to be decided.

    >>> decimal_mark(["0,5933", "0.25"])[0], decimal_mark(["0,5933", "-1,3"])[0]
    ('point', 'comma')
    """
    raws = [raw for raw in raws if len(raw) <= MAX_LENGTH]
    if not any("," in raw or "，" in raw for raw in raws):
        return "point", ""
    texts = [_plain(raw) for raw in raws]
    commas = [text for text in texts if "," in text]
    if not commas or any("." in text and "," not in text for text in texts):
        return "point", ""
    if all(_THOUSANDS.fullmatch(text) for text in commas):
        # Numbers of a network are small: 0,593 is no thousand, and 1,234 hardly one.
        says = say("commas are read as decimal points: {example}", example=commas[0])
        return "comma", says
    return "comma", ""


def seen(raw: str) -> str:
    r"""Return a text without the signs around it that nobody sees, nor those of no width in it.

    What turns digits round stays: they are not seen as they stand there. So does a hyphen before
    the number, which may be a minus.

    >>> seen("\u200e0.37\u200b75\u00ad"), seen("\u202e5773.0"), seen("\u00ad0.5")
    ('0.3775', '\u202e5773.0', '\xad0.5')
    """
    text = raw.strip()
    if text.isascii():
        return text
    return text.translate(_OF_NO_WIDTH).strip(_DIRECTIONS).rstrip("\u00ad").strip()


_OF_NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_DIRECTIONS = " \u200e\u200f\u202a\u202c\u202d\u2066\u2068\u2069"


def read_cell(raw: str, mark: DecimalSeparator = "point") -> Cell:
    """Return a cell of a file in which decimals are separated by that mark.

    >>> cell = read_cell("−1.20×10⁻³")
    >>> cell.value, cell.exponent, cell.digits
    (Decimal('-0.00120'), -5, 3)
    >>> read_cell("０．５９３").value, read_cell("1/4").value, read_cell("59.3 %").value
    (Decimal('0.593'), Decimal('0.25'), Decimal('0.593'))
    >>> read_cell("−2 7/20").value, read_cell("3½").value, read_cell("1 234/1000").value
    (Decimal('-2.35'), Decimal('3.5'), None)
    """
    stripped = seen(raw)
    if len(stripped) > MAX_LENGTH:
        return Cell(raw, notes=(say("the text is too long for a number"),))
    if stripped.lower() in BLANKS or not stripped.strip("_ "):
        return Cell(raw, blank=True)
    if _DECIMAL.fullmatch(stripped) and stripped[-1:] in _ENDS:
        return _decimal(raw, stripped, 0)
    if _DATE.fullmatch(stripped):
        return Cell(raw, notes=(say("a spreadsheet made a date of it"),))
    plain = _plain(stripped)
    text = _points(plain, mark)
    if match := _FRACTION.fullmatch(text):
        return _fraction(raw, match)
    if match := _MIXED.fullmatch(text):
        return _mixed(raw, match)
    percent = text.endswith("%")
    cell = _decimal(raw, text.removesuffix("%"), -2 if percent else 0)
    if mark == "point" and cell.value is not None and _ZERO_COMMA.match(plain):
        says = say("commas are read as decimal points: {example}", example=stripped)
        return replace(cell, notes=(*cell.notes, says))
    return cell


def _plain(text: str) -> str:
    """Return a text in ASCII characters, as far as they mean the same in a number."""
    text = _RAISED.sub(_power, text.strip())  # first of all: NFKC makes 10−3 of 10⁻³
    if _FORTRAN.fullmatch(text):
        text = text.upper().replace("D", "e")
    text = text.replace("*^", "e")  # of Mathematica
    text = _DOT_TEN.sub("*", text)  # before a power of ten the dot multiplies, else it is a point
    text = text.replace("ᴇ", "e").replace("E", "e").replace("≈", "").replace("＝", "=")
    text = _VULGAR.sub(" ", text)  # NFKC makes 21/2 of 2½
    text = normalize("NFKC", text).translate(_ASCII).strip()
    text = _LONG_SOUND.sub("-", text.removeprefix("=").strip())
    text = _AFTER_SIGN.sub(r"\1", _AROUND_SIGN.sub(r"\1", text))
    above, line, below = text.partition("/")
    return _exponential(f"{above}/{_closer(below)}" if line else _closer(text)).lower()


def _closer(text: str) -> str:
    """Return digits without what stands between their groups."""
    while (closer := _SPACE.sub("", text)) != text:
        text = closer
    return text


def _power(match: re.Match[str]) -> str:
    return f"{match[1]}^{match[2].translate(_SUPERSCRIPTS)}"


def _exponential(text: str) -> str:
    """Write ×10^k as an exponent; a power of ten alone is one times it."""
    text = _SUP.sub(r"^\1", text.translate(_TIMES))
    match = _POWER.search(text)
    if not match:
        return text
    before = text[: match.start()]
    if match[0].startswith("10") and before not in ("", "+", "-"):
        return text
    return f"{before if before.strip('+-') else before + '1'}e{match[1]}"


def _points(text: str, mark: DecimalSeparator) -> str:
    """Return a text whose only separator is the decimal point."""
    if "," in text and "." in text:
        last = max(text.rfind(","), text.rfind("."))
        other = "," if text[last] == "." else "."
        return text.replace(other, "").replace(",", ".")
    if mark == "comma":
        return text.replace(",", ".") if text.count(",") == 1 else text
    if _ZERO_COMMA.match(text):  # no thousands begin with 0
        return text.replace(",", ".")
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


ROUNDED = 3
"""Digits from which on tenths, hundredths and so on are a decimal in other words: -381/10000."""

_ZERO_COMMA = pattern(r"[+-]?0,[0-9]+(?![0-9,.])")


def _fraction(raw: str, match: re.Match[str]) -> Cell:
    above, below = Decimal(match[1]), Decimal(match[2])
    if not below:
        return Cell(raw, notes=(say("a fraction is divided by zero"),))
    notes = (say("written as a fraction"),)
    places, digits = below.adjusted(), above.as_tuple().digits
    if below == Decimal(10) ** places and len(digits) >= ROUNDED and above == int(above):
        value = above.scaleb(-places)
        return Cell(raw, value, -places, -places, len(digits), notes=notes)
    return Cell(raw, WORK.divide(above, below), notes=notes)


def _mixed(raw: str, match: re.Match[str]) -> Cell:
    """Read `2 7/20`; where the fraction is 1 or more, it is not clear what is meant."""
    whole, above, below = map(Decimal, match.groups()[1:])
    if above >= below:
        return Cell(raw, notes=(say("it is not a number"),))
    value = WORK.add(whole, WORK.divide(above, below))
    notes = (say("written as a fraction"),)
    return Cell(raw, value.copy_negate() if match[1] == "-" else value, notes=notes)


def _decimal(raw: str, text: str, shift: int) -> Cell:
    match = _DECIMAL.fullmatch(text)
    if not match or not (match[2] or match[3]):
        return Cell(raw, notes=(_why_not(text),))
    sign, whole, fraction, power = match[1], match[2], match[3] or "", match[4] or "0"
    exponent = int(power) - len(fraction) + shift
    digits = (whole + fraction).lstrip("0")
    number = tuple(map(int, digits or "0"))
    value = Decimal((int(sign == "-" and bool(digits)), number, exponent))
    loose = exponent
    if not fraction and len(digits) > 1:
        loose += len(digits) - len(digits.rstrip("0"))
    return Cell(raw, value, exponent, loose, len(digits))


def _why_not(text: str) -> str:
    if "," in text:
        return say("a comma stands in it, and what it separates is not clear")
    return say("it is not a number")
