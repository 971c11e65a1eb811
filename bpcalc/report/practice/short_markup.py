"""Many short pieces of markup with the same tags, which are written down once.

An element is written as `<`, the place of its tag, what is in it, and `>`.
"""

import re
from collections import Counter
from collections.abc import Iterable
from string import ascii_uppercase, digits

PLACES = digits + ascii_uppercase
"""The places of tags, in one sign each: no tag of its own begins with these."""

_TAG = re.compile(r"<(/?)([^<>]*[^<>/])>")


def tags_of(texts: Iterable[str]) -> list[str]:
    """Return the tags that markup opens, with their attributes; the most frequent ones first.

    >>> tags_of(["<msub><mi>w</mi><mn>1</mn></msub>", "<mi>η</mi>"])
    ['mi', 'msub', 'mn']
    """
    found = Counter(
        tag for text in texts for closes, tag in _TAG.findall(text) if not closes
    ).most_common(len(PLACES))
    return [tag for tag, _ in found]


def shortened(text: str, tags: list[str]) -> str:
    """Return markup with the places of these tags; any other tag stays as it is.

    >>> shortened("<msub><mi>w</mi><mn>1</mn></msub>", ["mi", "msub"])
    '<1<0w><mn>1</mn>>'
    """
    opened: list[str] = []

    def short(found: re.Match[str]) -> str:
        closes, tag = found.groups()
        if closes:
            return ">" if opened.pop() in tags else found[0]
        opened.append(tag)
        return f"<{PLACES[tags.index(tag)]}" if tag in tags else found[0]

    return _TAG.sub(short, text)
