"""Foreign text made fit to be printed: whatever it holds, it moves no cursor and turns no line.

Titles, names, answers, file names and what the operating system says come from others. A control
character among them could repaint a terminal, and a direction mark could let a number read
backwards; both are shown as Python would write them.
"""

import re

from bpcalc.patterns import pattern

UNSAFE_CHARACTERS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff"
)
"""Characters that do something to a terminal, or to the order of letters, or nothing visible.

The joiners U+200C and U+200D are not among them: Persian and Hindi cannot be written without.
"""

_UNSAFE = pattern(f"[{UNSAFE_CHARACTERS}]")
_ALSO = pattern("[\n\t]")
_COLOUR = pattern("(\x1b\\[[0-9;]*m)")


def cleaned(text: str, *, lines: bool = False) -> str:
    r"""Return the text with every unsafe character shown as an escape.

    Args:
        text: any text.
        lines: whether line breaks and tabs are meant, as in a whole report.

    >>> print(cleaned("a\x1b[31m"), cleaned("12\u202e34"), cleaned("δ_o1 = ½"))
    a\x1b[31m 12\u202e34 δ_o1 = ½
    """
    if text.isprintable():  # nearly always, and twenty times as fast as looking for each of them
        return text
    if lines and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    text = _UNSAFE.sub(_escaped, text)
    return text if lines else _ALSO.sub(" ", text)


def cleaned_json(text: str) -> str:
    r"""Return a JSON text with every unsafe character written as JSON escapes it: nothing is lost.

    >>> print(cleaned_json('"12\u202e34"'))
    "12\u202e34"
    """
    return text if text.isprintable() else _UNSAFE.sub(_escaped_json, text)


def cleaned_page(text: str) -> str:
    r"""Return a page for a terminal, cleaned but for its colours."""
    if "\x1b" not in text:
        return cleaned(text, lines=True)
    parts = _COLOUR.split(text)
    parts[::2] = [cleaned(part, lines=True) for part in parts[::2]]
    return "".join(parts)


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def _escaped_json(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
