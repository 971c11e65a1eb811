"""Typefaces: those that come with typst, one of the machine's for Chinese, and what none has.

typst takes a sign that a family does not have from any other font there is. Where no font has it,
it leaves a box, or nothing, without a word; but not in PDF/A, which forbids it. So every file is
written as PDF/A, and what typst then complains of is what is missing.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import category

from bpcalc.locale import language, say
from bpcalc.report.escaping import is_chinese

if TYPE_CHECKING:
    from typst import Fonts

TEXT = "New Computer Modern"
MATHS = "New Computer Modern Math"
MONO = "DejaVu Sans Mono"

CHINESE_FONTS = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Noto Serif SC",
    "Songti SC",
    "STSong",
    "SimSun",
    "NSimSun",
    "FandolSong",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "Microsoft YaHei",
    "DengXian",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "AR PL UMing CN",
    "Droid Sans Fallback",
)
"""Families for Chinese, the best first: those with serifs go with the Latin letters."""

MAX_NAMED_SIGNS = 8
"""Missing signs that are named."""

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


class Typefaces(NamedTuple):
    """What a text is set in.

    Attributes:
        families: by what they are for, in the words of the templates.
        installed: whether the fonts of the machine may be used, or only those of typst; with its
            own alone, a file is the same on every machine.
    """

    families: dict[str, list[Any]]
    installed: bool


def typefaces(text: str) -> Typefaces:
    """Return the typefaces for a text."""
    if not is_chinese(text):
        return Typefaces(_families([]), installed=False)
    return Typefaces(_families(chinese()), installed=True)


def chinese() -> list[str]:
    """Return the one family of this machine for Chinese, [] if there is none of those known."""
    there = families()
    return [name for name in CHINESE_FONTS if name in there][:1]


def _families(chinese: list[str]) -> dict[str, list[Any]]:
    """Return the families; a Chinese text takes its punctuation from the Chinese one."""
    latin: Any = TEXT
    if chinese and language() == "zh":
        latin = {"name": TEXT, "covers": "latin-in-cjk"}
    return {
        "text": [latin, MATHS, *chinese],  # signs such as ∂ are in no text font
        "math": [MATHS, *chinese],
        "mono": [MONO, *chinese],
    }


@cache
def book(installed: bool) -> "Fonts":
    """Return the fonts that typst is given: its own, and those of the machine, if asked."""
    from typst import Fonts

    return Fonts(include_system_fonts=installed)


def families() -> list[str]:
    """Return the names of all families on this machine."""
    return book(installed=True).families()


def missing(diagnostic: str) -> str:
    r"""Return the signs that no font has, out of what typst says of a file.

    >>> missing('PDF/A-2b error: the text `"净\\u{e000}"` could not be displayed with a font')
    '净\ue000'
    """
    texts = (_ESCAPED.sub(_sign, text) for text in _MISSING.findall(diagnostic))
    return "".join(dict.fromkeys("".join(texts)))


def private(text: str) -> str:
    r"""Return the signs of a text that mean something else in every font.

    >>> private("a\ue000b\ue000")
    '\ue000'
    """
    return "".join(dict.fromkeys(sign for sign in text if category(sign) == "Co"))


def _sign(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]


def advice(signs: str) -> str:
    """Return what to do about signs that no font has."""
    if is_chinese(signs):
        return say(
            "the text has Chinese characters such as {signs}, and no installed font has them; "
            "install Noto Sans CJK (Debian: fonts-noto-cjk), or write HTML",
            signs=" ".join(filter(is_chinese, signs[:MAX_NAMED_SIGNS])) or signs[:MAX_NAMED_SIGNS],
        )
    return say(
        "no installed font has {signs}; install one that does, such as one of the Noto fonts, or "
        "write HTML",
        signs=", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs[:MAX_NAMED_SIGNS]),
    )
