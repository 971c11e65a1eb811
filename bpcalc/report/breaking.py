"""Where a long formula may be broken: before + or -, else before a dot; never inside a number."""

import re

from bpcalc.report.cells import width_of

_TERMS = re.compile(r" (?=[+-] )")
_FACTORS = re.compile(r"(?<=\S)(?=[·*])")


def pieces(text: str) -> list[str]:
    """Return the parts between which a formula may be broken, first choice: before + and -.

    >>> pieces("w1·i1 + w2·i2 - b1")
    ['w1·i1', '+ w2·i2', '- b1']
    """
    return _TERMS.split(text)


def broken(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` characters, as far as it can be broken.

    >>> broken("0.15·0.05 + 0.20·0.10 + 0.35", 21)
    ['0.15·0.05 + 0.20·0.10', '+ 0.35']
    >>> broken("δ_o1·out_h1·(1 - out_h1)", 12)
    ['δ_o1·out_h1', '·(1', '- out_h1)']
    """
    if width_of(text) <= width:
        return [text]
    lines: list[str] = []
    for piece in pieces(text):
        if lines and width_of(lines[-1]) + 1 + width_of(piece) <= width:
            lines[-1] += " " + piece
        elif width_of(piece) <= width:
            lines.append(piece)
        else:
            lines.extend(_filled(_FACTORS.split(piece), width))
    return lines


def _filled(parts: list[str], width: int) -> list[str]:
    lines = [parts[0]]
    for part in parts[1:]:
        if width_of(lines[-1]) + width_of(part) <= width:
            lines[-1] += part
        else:
            lines.append(part)
    return lines


def narrowest(text: str) -> int:
    """Return the width that a text needs if it is broken before + and - only."""
    return max(map(width_of, pieces(text)))
