r"""What people set around a number, or beside it, so that it is seen: `**0.3589**`, `0.3589 ✓`.

What is struck out, such as `~~0.3589~~`, is left out beside another number; where it stands alone,
it stays what it is.
"""

import re

from bpcalc.patterns import pattern

TICKS = "✓✔√☑✅🗸✗✘❌\ufe0f"
"""Signs with which somebody has ticked a number off; before one, √ would be a root."""

_CHECKMARKS = (r"\\checkmark", r"\checkmark")  # escaped between quotation marks
_TAG = pattern(
    r"</?(?:b|strong|i|em|u|mark|code|kbd|ins|big|small|span|font)(?:\s[^<>=]{1,30}=[^<>]{0,200})?>",
    re.IGNORECASE,
)
_TIMES = pattern(r"\\{1,2}(?:times|cdot)(?![a-z])")
_BREAK = pattern(r"<br\s?/?>", re.IGNORECASE)
_BOX = pattern(
    r"\\{1,2}(?:boxed|fbox|mathbf|mathrm|mathit|mathcal|mathscr|mathsf|bm|boldsymbol|textbf|textit|emph|text|underline"
    r"|(?:textcolor|colorbox)\s?\{[^{}]{0,40}\})\s?\{((?:[^{}]|\{[^{}]{0,20}\}){0,200})\}"
)
STRUCK = "~~"
"""Stands around what is struck out, as in Markdown."""

_STRUCK = pattern(
    rf"{STRUCK}(?=\S)[^~\n]{{1,200}}(?<=\S){STRUCK}|<(s|strike|del)>[^<>\n]{{1,200}}</\1>",
    re.IGNORECASE,
)
_PAIRED = ("**", "__", "*", "_")
QUOTES = "\"'`$ "
"""What stands around a value and is no part of it, be it on one side only."""

CIRCLED = "".join(
    chr(at) for first, last in ("①⒛", "❶❿", "➀➓", "⓵⓾") for at in range(ord(first), ord(last) + 1)
)
"""Numerals in a circle, in brackets or with a full stop: each is one sign."""

_A_NUMBER = pattern(r"(?<!\w)[0-9]")
_CIRCLES = str.maketrans(dict.fromkeys(CIRCLED, "  "))

MAX_AROUND = 4
"""So many kinds of decoration may stand around each other."""


def without_markup(line: str) -> str:
    r"""Return a line without tags and boxes around its parts; a numeral in a circle is two blanks.

    >>> without_markup("① <b>w5_new</b> = \\boxed{0.3589}<br>").strip()
    'w5_new = 0.3589'
    """
    line = without_struck(line)
    if "<" in line:
        line = _BREAK.sub("  ", _TAG.sub("", line))
    if "\\" in line:
        line = _unboxed(line)
    return line if line.isascii() else line.translate(_CIRCLES)


def without_struck(line: str) -> str:
    """Return a line without what is struck out in it, if another number stands in it.

    >>> without_struck("net_h1 = ~~0.99~~ 0.1475"), without_struck("net_h1 = ~~0.99~~")
    ('net_h1 =   0.1475', 'net_h1 = ~~0.99~~')
    """
    if STRUCK not in line and "</" not in line:
        return line

    def kept(match: re.Match[str]) -> str:
        """Return a blank, or what is struck out where the statement has no other number."""
        begin = max(line.rfind(sign, 0, match.start()) for sign in "=:：≈") + 1
        ends = (line.find(sign, match.end()) for sign in ",;，；")
        end = min((at for at in ends if at >= 0), default=len(line))
        beside = f"{line[begin : match.start()]} {line[match.end() : end]}"
        return " " if _A_NUMBER.search(beside) else match[0]

    return _STRUCK.sub(kept, line)


def _unboxed(line: str) -> str:
    line = _TIMES.sub("×", line)
    for _ in range(MAX_AROUND):
        line, found = _BOX.subn(r"\1", line)
        if not found:
            break
    return line


def undecorated(text: str) -> tuple[str, str]:
    r"""Return a value without what is set around it, and the signs that tick it off.

    >>> undecorated("**0.3589** ✓"), undecorated(r"$\\boxed{0.3589}$"), undecorated("√0.25")
    (('0.3589', '✓'), ('0.3589', ''), ('√0.25', ''))
    """
    ticks = ""
    text = without_markup(text).strip(QUOTES)
    for _ in range(MAX_AROUND):
        before = text
        mark = next(filter(text.endswith, _CHECKMARKS), "")
        bare = text.removesuffix(mark).rstrip(TICKS + " ")
        if bare and bare != text:
            text, ticks = bare, text[len(bare) :].strip() + ticks
        ahead = text.lstrip(TICKS.replace("√", ""))
        if ahead and ahead != text:
            text, ticks = ahead.lstrip(), ticks + text[: -len(ahead)]
        sign = next((sign for sign in _PAIRED if _stands_around(sign, text)), "")
        if sign:
            text = text[len(sign) : -len(sign)]
        elif text.endswith(("**", "__")):
            text = text[:-2]  # the line is bold, and not the number alone
        text = text.strip(QUOTES)
        if text == before:
            break
    return text, ticks


def _stands_around(sign: str, text: str) -> bool:
    return len(text) > 2 * len(sign) and text.startswith(sign) and text.endswith(sign)
