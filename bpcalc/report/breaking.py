"""Where a long formula may be broken: before + or -, else before a dot; never inside a number."""

import re

from rich.cells import cell_len

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
    if cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    for piece in pieces(text):
        if lines and cell_len(lines[-1]) + 1 + cell_len(piece) <= width:
            lines[-1] += " " + piece
        elif cell_len(piece) <= width:
            lines.append(piece)
        else:
            lines.extend(_filled(_FACTORS.split(piece), width))
    return lines


def _filled(parts: list[str], width: int) -> list[str]:
    lines = [parts[0]]
    for part in parts[1:]:
        if cell_len(lines[-1]) + cell_len(part) <= width:
            lines[-1] += part
        else:
            lines.append(part)
    return lines


def narrowest(text: str) -> int:
    """Return the width that a text needs if it is broken before + and - only."""
    return max(map(cell_len, pieces(text)))
