"""Where a long formula may be broken: before + or -, else before a dot; never inside a number.

What stands outside of all brackets is parted first, then what is in one pair, and so on; the
argument of a function and an exponent come last: `ln(1 - a)` is only parted where nothing else is.
"""

import re
from collections.abc import Callable, Iterator

from bpcalc.patterns import pattern
from bpcalc.report.cells import is_narrow, terminal_width

_SIGNS = pattern(r" (?=(?:[+-]|if|else) )|(?<=,) |[()|]")
_DOTS = pattern(r"(?<=\S)[·*]|(?<=\))/(?=\()|[()|]")

OF_A_FUNCTION = 2
"""How much deeper the argument of a function lies, or an exponent, than what is in brackets."""


def terms(text: str) -> list[str]:
    """Return the terms of a formula, each with its sign: the parts to break it into.

    >>> terms("w1·i1 + (1 - w2)·i2 - b1")
    ['w1·i1', '+ (1 - w2)·i2', '- b1']
    >>> terms("t if |t - o| > 0 else 0")
    ['t', 'if |t - o| > 0', 'else 0']
    """
    return _parted(text, [place for place, depth in _places(text, _SIGNS) if not depth], 1)


def _factors(text: str) -> list[str]:
    """Return the factors of a term, each with its dot; brackets are not opened."""
    return _parted(text, [place for place, depth in _places(text, _DOTS) if not depth], 0)


def _outer_terms(text: str) -> list[str]:
    """Return the terms in the outermost brackets that have several.

    >>> _outer_terms("-(y·ln(a) + (1 - y)·ln(1 - a))")
    ['-(y·ln(a)', '+ (1 - y)·ln(1 - a))']
    """
    return _parted(text, _shallowest(text, _SIGNS), 1)


def _outer_factors(text: str) -> list[str]:
    return _parted(text, _shallowest(text, _DOTS), 0)


def _places(text: str, signs: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield where a text may be broken, and within how many brackets."""
    opened: list[int] = []
    depth = 0
    bar = False
    for match in signs.finditer(text):
        sign, place = match[0], match.start()
        if sign == "|":
            bar = not bar
            depth += 1 if bar else -1
        elif sign == "(":
            before = text[place - 1 : place]
            opened.append(OF_A_FUNCTION if before.isalpha() or before in ("^", "√") else 1)
            depth += opened[-1]
        elif sign == ")":
            depth -= opened.pop() if opened else 1
        else:
            yield place, depth


def _shallowest(text: str, signs: re.Pattern[str]) -> list[int]:
    """Return the places within the fewest brackets."""
    found = list(_places(text, signs))
    least = min((depth for _, depth in found), default=0)
    return [place for place, depth in found if depth == least]


def _parted(text: str, places: list[int], left_out: int) -> list[str]:
    """Return a text in parts that begin at some places, without so many characters there."""
    starts = [0, *(place + left_out for place in places)]
    return [text[start:end] for start, end in zip(starts, [*places, len(text)], strict=True)]


Way = tuple[Callable[[str], list[str]], str]

OUTSIDE: list[Way] = [(terms, " "), (_factors, "")]
INSIDE: list[Way] = [(_outer_terms, " "), (_outer_factors, "")]

WAYS: list[Way] = [*OUTSIDE, *INSIDE, *INSIDE]
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
    room = 0  # on the last line
    for part, size in _measured(parts, text):
        if lines and len(glue) + size <= room:
            lines[-1] += glue + part
            room -= len(glue) + size
        elif size <= width:
            lines.append(part)
            room = width - size
        else:
            first, *further = _filled(part, width, others)
            if lines and len(glue) + terminal_width(first) <= room:
                lines[-1] += glue + first
            else:
                lines.append(first)
            lines += further
            room = width - terminal_width(lines[-1])
    return lines


def _measured(parts: Callable[[str], list[str]], text: str) -> list[tuple[str, int]]:
    """Return the parts of a text, each with its width."""
    found = parts(text)
    return list(zip(found, map(len if is_narrow(text) else terminal_width, found), strict=True))


class Breaking:
    """Counts the lines of texts at many widths; where they may be broken is found once."""

    def __init__(self) -> None:
        """Have found nothing yet."""
        self._found: dict[tuple[str, int], list[tuple[str, int]]] = {}

    def lines(self, text: str, width: int) -> int:
        """Return how many lines `broken` makes of a text.

        >>> Breaking().lines("0.15·0.05 + 0.20·0.10 + 0.35", 21)
        2
        """
        return self._filled(text, terminal_width(text), width, 0)[0]

    def _filled(self, text: str, whole: int, width: int, way: int) -> tuple[int, int, int]:
        """Return how many lines a text takes, how wide the first is, and the room on the last."""
        if way == len(WAYS) or whole <= width:
            return 1, whole, width - whole
        glue = len(WAYS[way][1])
        lines = first = room = 0
        for part, size in self._parts(text, way):
            if lines and glue + size <= room:
                room -= glue + size
            elif size <= width:
                lines, room = lines + 1, width - size
            else:
                more, head, rest = self._filled(part, size, width, way + 1)
                joined = lines > 0 and glue + head <= room
                if lines < 2:
                    first = (width - room) + glue + head if joined else (first if lines else head)
                lines, room = lines + more - joined, rest
                continue
            if lines == 1:
                first = width - room
        return lines, first, room

    def _parts(self, text: str, way: int) -> list[tuple[str, int]]:
        if (text, way) not in self._found:
            self._found[text, way] = _measured(WAYS[way][0], text)
        return self._found[text, way]


def narrowest(text: str, ways: int) -> int:
    """Return the width that a text needs if it is broken in the first so many ways."""
    pieces = [text]
    for parts, _glue in WAYS[:ways]:
        pieces = [part for piece in pieces for part in parts(piece)]
    return max(map(len if is_narrow(text) else terminal_width, pieces))
