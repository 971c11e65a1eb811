"""Where a long formula may be broken: before + or -, else before a dot; never inside a number."""

import re
from collections.abc import Callable

from bpcalc.report.cells import width_of

_SIGNS = re.compile(r" (?=[+-] )|[()]")
_ANYWHERE = re.compile(r" (?=[+-] )")
_FACTORS = re.compile(r"(?<=\S)(?=[·*])")


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


def _inner_terms(text: str) -> list[str]:
    return _ANYWHERE.split(text)


def _factors(text: str) -> list[str]:
    return _FACTORS.split(text)


def broken(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` cells, as far as it can be broken.

    >>> broken("0.15·0.05 + 0.20·0.10 + 0.35", 21)
    ['0.15·0.05 + 0.20·0.10', '+ 0.35']
    >>> broken("δ_o1·out_h1·(1 - out_h1)", 12)
    ['δ_o1·out_h1', '·(1', '- out_h1)']
    """
    if width_of(text) <= width:
        return [text]
    return _filled(text, width, [(terms, " "), (_inner_terms, " "), (_factors, "")])


def _filled(text: str, width: int, ways: list[tuple[Callable[[str], list[str]], str]]) -> list[str]:
    """Break a text the first way there is; what is still too long, the ways after it."""
    if width_of(text) <= width or not ways:
        return [text]
    (parts, glue), *others = ways
    lines: list[str] = []
    for part in parts(text):
        if lines and width_of(lines[-1]) + len(glue) + width_of(part) <= width:
            lines[-1] += glue + part
        else:
            lines.extend(_filled(part, width, others))
    return lines


def narrowest(text: str) -> int:
    """Return the width that a text needs if it is broken between its terms only."""
    return max(map(width_of, terms(text)))


def narrowest_inside(text: str) -> int:
    """Return the width that a text needs if it is broken before any + and -."""
    return max(map(width_of, _inner_terms(text)))
