"""The characters of symbols: raised and lowered ones in Unicode, names of units in TeX."""

import re

SUPERSCRIPTS = dict(zip("0123456789()oy", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵒʸ", strict=True))
SUBSCRIPTS = dict(zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True))

_GROUP = re.compile(r"([\^_])\[([^\]]*)\]")
_PARTS = re.compile(
    r"(?P<number>[0-9]+)|(?P<letters>[A-Za-z]+)|(?P<special>[\\{}_^$%#&~])|(?P<text>.)", re.DOTALL
)
_INDEXED = re.compile(r"([A-Za-z]+)_?([0-9]+)(?:_([0-9]+))?")
_ONE_SIGN = re.compile(r"(?<!\\)([_^])\{([0-9A-Za-z])\}")

_SPECIAL = {
    "\\": r"\backslash{}",
    "^": r"\hat{\ }",
    "~": r"\sim{}",
}


def raised(symbol: str) -> str:
    """Return a symbol with its `^[…]` raised and its `_[…]` lowered, as far as Unicode can.

    >>> raised("w^[2]_[11]"), raised("w_[1,14]"), raised("γ^[(2)]_[1]")
    ('w²₁₁', 'w_1,14', 'γ⁽²⁾₁')
    """
    return _GROUP.sub(_glyphs, symbol)


def _glyphs(match: re.Match[str]) -> str:
    mark, text = match.groups()
    glyphs = SUPERSCRIPTS if mark == "^" else SUBSCRIPTS
    if all(sign in glyphs for sign in text):
        return "".join(glyphs[sign] for sign in text)
    return mark + text


def latex_name(name: str) -> str:
    r"""Return the name of a unit for TeX's maths mode, where a user may have written anything.

    Only what plain maths mode knows is used, so that web pages set it as well as TeX does.

    >>> latex_name("h1"), latex_name("h2_1"), latex_name("4")
    ('h_{1}', 'h_{2,1}', '4')
    >>> latex_name("50%_净")
    '50\\%\\_\\text{净}'
    """
    indexed = _INDEXED.fullmatch(name)
    if indexed:
        letters, *numbers = indexed.groups()
        return f"{_letters(letters)}_{{{','.join(filter(None, numbers))}}}"
    return "".join(map(_part, _PARTS.finditer(name)))


def _letters(text: str) -> str:
    return text if len(text) == 1 else rf"\mathrm{{{text}}}"


def _part(match: re.Match[str]) -> str:
    text = match[0]
    if match["letters"]:
        return _letters(text)
    if match["special"]:
        return _SPECIAL.get(text, "\\" + text)
    return rf"\text{{{text}}}" if match["text"] else text


def trimmed(latex: str) -> str:
    r"""Return a formula without the braces that single signs do not need.

    >>> trimmed(r"\delta_{o_{1}}^{+}")
    '\\delta_{o_1}^{+}'
    """
    return _ONE_SIGN.sub(r"\1\2", latex)
