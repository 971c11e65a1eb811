"""What stands between the columns of a table of samples, on a Chinese keyboard too."""

import csv

from bpcalc.exercise.punctuation import Punctuated, read_as_plain
from bpcalc.patterns import pattern

DELIMITERS = (",", ";", "\t")

WIDE_SEPARATORS = {"，": ",", "、": ",", "；": ";"}
"""What Chinese input methods make of a separator."""

TO_PLAIN = {ord(sign): plain for sign, plain in WIDE_SEPARATORS.items()}

QUOTED = pattern(r'("[^"]*(?:"|\Z))')


def delimiter(text: str) -> str:
    """Return what stands between the columns of a table."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def with_plain_separators(text: str) -> Punctuated:
    r"""Return a table with plain separators, where Chinese ones stand in their places.

    Where every row has the columns of the heading as it stands, they belong to the cells.

    >>> [with_plain_separators(each).signs for each in ("a，b\n1，0\n", "a,b\n1,好，坏\n")]
    ['，', '']
    """
    if text.isascii() or not any(sign in text for sign in WIDE_SEPARATORS):
        return Punctuated(text)
    wanted = delimiter(text.partition("\n")[0].translate(TO_PLAIN))
    wide = {sign for sign, plain in WIDE_SEPARATORS.items() if plain == wanted}
    parts = QUOTED.split(text)  # quoted cells stand at the odd places
    table = {ord(sign): wanted for sign in wide}
    parts[::2] = [part.translate(table) for part in parts[::2]]
    plain = "".join(parts)
    if plain == text or not _is_better(plain, text):
        return Punctuated(text)
    places = [place for place, sign in enumerate(text) if sign != plain[place]]
    signs = "".join(dict.fromkeys(text[place] for place in places))
    return Punctuated(plain, (), signs, places[0])


def _is_better(plain: str, text: str) -> bool:
    """Return whether a table has the columns of its heading in all rows, and has not as it stands.

    Where neither has, the heading tells.
    """
    as_it_stands = _widths(text)
    if len(as_it_stands) == 1 and as_it_stands != {1}:
        return False
    if len(_widths(plain)) == 1:
        return True
    heading = text.partition("\n")[0]
    return not any(sign in heading for sign in DELIMITERS)


def _widths(text: str) -> set[int]:
    """Return how many columns the rows have that are not empty."""
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter(text))
    try:
        return {len(row) for row in rows if any(map(str.strip, row))}
    except csv.Error:
        return set()


def signs_read(signs: str) -> str:
    """Return that such separators were read as plain ones."""
    return read_as_plain((sign, WIDE_SEPARATORS[sign]) for sign in signs)
