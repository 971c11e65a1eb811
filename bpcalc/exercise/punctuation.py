"""Chinese punctuation in an exercise: read as the plain signs that YAML wants.

Only signs of structure are: commas, colons, brackets. Comments, quoted texts, titles and sources
keep every character.
"""

from collections.abc import Iterable, Iterator

from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

ASCII_SIGNS = {
    "：": ":",
    "，": ",",
    "、": ",",
    "；": ",",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
}
"""What each sign is read as."""

BEFORE_QUOTES = frozenset(" \t[,{:") | set(ASCII_SIGNS)
"""What stands before a quotation mark that opens a text; in `o'1` it is a letter."""


class Punctuated(NamedTuple):
    """A text with plain punctuation.

    Attributes:
        text: sign by sign the one that was read, but for blanks that were put in.
        blanks: where those stand that were put in, behind colons.
        signs: the Chinese signs that were read as others, in order, each once.
        first: where the first one stands.
    """

    text: str
    blanks: tuple[int, ...] = ()
    signs: str = ""
    first: int = 0


def with_ascii_signs(text: str) -> Punctuated:
    """Return a text with plain punctuation where YAML looks for it.

    >>> with_ascii_signs("inputs：[0.05，0.10]  # 输入，两个")
    Punctuated(text='inputs: [0.05,0.10]  # 输入，两个', blanks=(7,), signs='：，', first=6)
    """
    if text.isascii() or not any(sign in text for sign in ASCII_SIGNS):
        return Punctuated(text)
    pieces, blanks, signs, length, last = [], [], "", 0, 0
    places = list(_structural(text))
    for place in places:
        pieces += [text[last:place], ASCII_SIGNS[text[place]]]
        length += place - last + 1
        signs += "" if text[place] in signs else text[place]
        last = place + 1
        if text[place] == "：" and not text[last : last + 1].isspace() and last < len(text):
            pieces.append(" ")
            blanks.append(length)
            length += 1
    if not places:
        return Punctuated(text)
    return Punctuated("".join([*pieces, text[last:]]), tuple(blanks), signs, places[0])


def read_as_plain(signs: Iterable[tuple[str, str]]) -> str:
    """Return that signs of another keyboard were read as plain ones, with each of them."""
    read_as = ", ".join(f"`{sign}` → `{plain}`" for sign, plain in signs)
    return say("Chinese punctuation was read as plain: {signs}", signs=read_as)


def _structural(text: str) -> Iterator[int]:
    """Yield where Chinese signs stand that are not within a text or a comment."""
    start, quote, deeper = 0, "", -1
    for line in text.splitlines(keepends=True):
        indent = len(line) - len(line.lstrip(" "))
        if deeper >= 0 and (indent > deeper or not line.strip()):  # a title goes on
            start += len(line)
            continue
        title = None if quote else _TITLE.match(line)
        deeper = indent if title else -1
        if title:
            if title[2] == "：":
                yield start + title.start(2)
        else:
            places, quote = _of_line(line, quote)
            yield from (start + place for place in places)
        start += len(line)


_TITLE = pattern(r" *(title|source)(:|：)")


def _of_line(line: str, quote: str) -> tuple[list[int], str]:
    """Return where signs stand in a line, and the quotation mark that is open at its end."""
    places, before = [], " "
    for place, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and before in BEFORE_QUOTES:
            quote = sign
        elif sign == "#" and before.isspace():
            break
        elif sign in ASCII_SIGNS:
            places.append(place)
        before = sign
    return places, quote
