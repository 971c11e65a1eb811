"""Data of a page with what stands in it before written once: the rest are references to it.

Lists of wrong formulas, names and sentences repeat themselves. A reference is a tab, which never
stands in JSON, how far back its text begins, and how long that is.
"""

MARK = "\t"
"""Begins a reference."""

FIRST, BASE, WIDTH = "=", 66, 3
"""The first of the signs that stand for numbers, how many there are, and how many a distance has:
what can stand within a script, in a row of ASCII."""

LEAST = 6
"""The shortest text for which a reference stands: it has five signs itself."""

MOST = LEAST + BASE - 1
FARTHEST = BASE**WIDTH - 1
NOWHERE = -1

CANDIDATES = 8
"""So many places, the last ones, are looked at where a text has begun like this."""


def without_repeats(text: str) -> str:
    r"""Return a text with references for what has stood in it before.

    >>> without_repeats("net_h1; net_h2; net_h3")
    'net_h1; net_h2\t==E>3'
    """
    last: dict[str, int] = {}
    before = [NOWHERE] * len(text)
    parts: list[str] = []
    begin = at = 0
    while at < len(text):
        key = text[at : at + LEAST]
        before[at] = last.get(key, NOWHERE)
        last[key] = at
        start, length = _longest(text, at, before)
        if not length:
            at += 1
            continue
        parts += [text[begin:at], MARK, _number(at - start, WIDTH), _number(length - LEAST, 1)]
        begin = at + length
        for place in range(at + 1, begin):
            key = text[place : place + LEAST]
            before[place] = last.get(key, NOWHERE)
            last[key] = place
        at = begin
    return "".join([*parts, text[begin:]])


def with_repeats(text: str) -> str:
    """Return a text as it was.

    >>> with_repeats(without_repeats("tanh(net_h1), tanh(net_h2)"))
    'tanh(net_h1), tanh(net_h2)'
    """
    first, *rest = text.split(MARK)
    for part in rest:
        start = len(first) - _value(part[:WIDTH])
        length = _value(part[WIDTH]) + LEAST
        first += first[start : start + length] + part[WIDTH + 1 :]
    return first


def _longest(text: str, at: int, before: list[int]) -> tuple[int, int]:
    """Return where the longest text has begun that goes on here, and its length; 0 for none.

    Args:
        text: the whole.
        at: the place.
        before: of every place up to this one, the last one before it that begins alike.
    """
    found, longest = 0, 0
    start = before[at]
    for _ in range(CANDIDATES if start != NOWHERE else 0):
        if at - start > FARTHEST:
            break
        most = min(MOST, at - start, len(text) - at)
        length = longest + 1 if longest else LEAST  # so many signs at least, or it is not longer
        if length <= most and text[start : start + length] == text[at : at + length]:
            while length < most and text[start + length] == text[at + length]:
                length += 1
            found, longest = start, length
        start = before[start]
        if start == NOWHERE:
            break
    return found, longest


def _number(number: int, width: int) -> str:
    signs = ""
    for _ in range(width):
        number, digit = divmod(number, BASE)
        signs = chr(ord(FIRST) + digit) + signs
    return signs


def _value(signs: str) -> int:
    value = 0
    for sign in signs:
        value = value * BASE + ord(sign) - ord(FIRST)
    return value
