"""The characters of symbols in plain text: raised and lowered ones, as far as Unicode has them."""

import re

from bpcalc.patterns import pattern

SUPERSCRIPTS = dict(zip("0123456789()oy", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵒʸ", strict=True))
SUBSCRIPTS = dict(zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True))

_GROUP = pattern(r"([\^_])\[([^\]]*)\]")


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
