"""Where a long formula may be broken: before + or -, else before a dot; never inside a number."""

from collections.abc import Callable

from bpcalc.patterns import pattern
from bpcalc.report.cells import terminal_width

_SIGNS = pattern(r" (?=[+-] )|[()]")
_ANYWHERE = pattern(r" (?=[+-] )")
_DOTS = pattern(r"[·*()]")
_FACTORS = pattern(r"(?<=\S)(?=[·*])")


def terms(text: str) -> list[str]:
    """Return the terms of a formula, each with its sign: the parts to break it into.

    >>> terms("w1·i1 + (1 - w2)·i2 - b1")
    ['w1·i1', '+ (1 - w2)·i2', '- b1']
    """
    parts, start, depth = [], 0, 0
    for match in _SIGNS.finditer(text):
        sign = match[0]
        if sign == " " and not depth:
            parts.append(text[start : match.start()])
            start = match.end()
        elif sign != " ":
            depth += 1 if sign == "(" else -1
    return [*parts, text[start:]]


def _factors(text: str) -> list[str]:
    """Return the factors of a term, each with its dot; brackets are not opened."""
    parts, start, depth = [], 0, 0
    for match in _DOTS.finditer(text):
        sign = match[0]
        if sign in "·*":
            if not depth and match.start() > start:
                parts.append(text[start : match.start()])
                start = match.start()
        else:
            depth += 1 if sign == "(" else -1
    return [*parts, text[start:]]


def _inner_terms(text: str) -> list[str]:
    return _ANYWHERE.split(text)


def _inner_factors(text: str) -> list[str]:
    return _FACTORS.split(text)


Way = tuple[Callable[[str], list[str]], str]

WAYS: list[Way] = [(terms, " "), (_factors, ""), (_inner_terms, " "), (_inner_factors, "")]
"""How a text is broken, the best way first, and what joins the parts that stay on one line."""


def broken(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` cells, as far as it can be broken.

    >>> broken("0.15·0.05 + 0.20·0.10 + 0.35", 21)
    ['0.15·0.05 + 0.20·0.10', '+ 0.35']
    >>> broken("δ_o1·out_h1·(1 - out_h1)", 14)
    ['δ_o1·out_h1', '·(1 - out_h1)']
    """
    return _filled(text, width, WAYS)


def _filled(text: str, width: int, ways: list[Way]) -> list[str]:
    """Break a text the first way there is; what is still too long, the ways after it."""
    if not ways or terminal_width(text) <= width:
        return [text]
    (parts, glue), *others = ways
    lines: list[str] = []
    for part in parts(text):
        if lines and terminal_width(lines[-1]) + len(glue) + terminal_width(part) <= width:
            lines[-1] += glue + part
        else:
            lines.extend(_filled(part, width, others))
    return lines


def narrowest(text: str, ways: int) -> int:
    """Return the width that a text needs if it is broken in the first so many ways."""
    pieces = [text]
    for parts, _glue in WAYS[:ways]:
        pieces = [part for piece in pieces for part in parts(piece)]
    return max(map(terminal_width, pieces))
