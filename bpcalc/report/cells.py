"""How many terminal cells a text takes."""

from bpcalc.patterns import pattern

_NARROW = pattern(r"[ -~·¹²³⁺ηαβγδθμΔ∂ŷ′₀-₉⁰-⁹⁽⁾ᵒʸ─═━│→…≈]*")


def terminal_width(text: str) -> int:
    """Return the width of a text in terminal cells; a Chinese character takes two.

    >>> terminal_width("δ_o1"), terminal_width("净输入")
    (4, 6)
    """
    # Most texts are formulas, and asking for every character's width would take longer than
    # working the formula out.
    if is_narrow(text):
        return len(text)
    from rich.cells import cell_len  # its table of characters is seldom asked

    return cell_len(text)


def is_narrow(text: str) -> bool:
    """Return whether each character of a text is known to take one cell, as those of formulas."""
    return text.isascii() or _NARROW.fullmatch(text) is not None
