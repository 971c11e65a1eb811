"""How many terminal cells a text takes."""

import re

from rich.cells import cell_len

_NARROW = re.compile(r"[ -~·¹²³⁺ηαβγδθμΔ∂ŷ′₀-₉⁰-⁹⁽⁾ᵒʸ─═━│→…]*")


def width_of(text: str) -> int:
    """Return the width of a text in terminal cells; a Chinese character takes two.

    >>> width_of("δ_o1"), width_of("净输入")
    (4, 6)
    """
    # Most texts are formulas, and asking for every character's width would take longer than
    # working the formula out.
    return len(text) if text.isascii() or _NARROW.fullmatch(text) else cell_len(text)
